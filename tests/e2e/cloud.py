"""A gateway whose output is a real PostgREST and PostgreSQL, behind a stand-in for Supabase's gate."""

import os
import pathlib
import subprocess
import sys
import time
import unittest

from historian import Daemon

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "support" / "supabase"))
from gateway import Gateway  # noqa: E402
from peer import Peer  # noqa: E402

SITE, EMAIL, PASSWORD = "site-001", "site-001@gateway.invalid", "correct horse battery"
GENEROUS_SECONDS = 180
CONFIG = """
outputs:
  - {{name: cloud, plugin: supabase, url: "{url}", key: "${{credential:key}}", email: {email},
      password: "${{credential:password}}"}}
"""


class CloudCase(unittest.TestCase):
    more_config = ""

    def setUp(self):
        self.peer = Peer()
        self.addCleanup(self.peer.close)
        self.gateway = Gateway(self.peer.rest, {EMAIL: (PASSWORD, SITE)})
        self.addCleanup(self.gateway.close)
        self.daemon = Daemon(CONFIG.format(url=self.gateway.url, email=EMAIL) + self.more_config)
        self.addCleanup(self.end_daemon)
        (self.daemon.folder / "data").mkdir()
        self.keep_secret("key", next(iter(self.gateway.keys)))
        self.keep_secret("password", PASSWORD)

    def end_daemon(self):
        if self.daemon.process and self.daemon.process.poll() is None:
            self.daemon.kill()

    def keep_secret(self, name, secret):
        done = subprocess.run(
            [str(pathlib.Path(os.environ["HISTORIAN_BIN"]) / "historianctl"), "--data",
             str(self.daemon.folder / "data"), "credential", "set", name],
            input=secret, capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)

    def sql(self, text):
        return self.peer.postgres.sql(text)

    def wait_until(self, text, expected, database=None):
        """Until a database, the cloud's if none is named, answers so."""
        database = database or self.peer.postgres
        deadline = time.monotonic() + GENEROUS_SECONDS
        while time.monotonic() < deadline:
            if database.sql(text) == expected:
                return
            time.sleep(0.1)
        self.fail(f"{text}: {database.sql(text)}, not {expected}:\n{self.daemon.log_text()[-3000:]}")
