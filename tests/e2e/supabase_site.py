"""A gateway before a real PostgREST and PostgreSQL, for tests of what arrives there."""

import json
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
from peer import HERE, Peer, node_modules  # noqa: E402

SITE, EMAIL, PASSWORD = "site-001", "site-001@gateway.invalid", "correct horse battery"
GENEROUS_SECONDS = 180
CONFIG = """
outputs:
  - {{name: cloud, plugin: supabase, url: "{url}", key: "${{credential:key}}", email: {email},
      password: "${{credential:password}}"{more}}}
"""


class SupabaseSite(unittest.TestCase):
    """`more` is appended to the output's configuration."""
    more = ""

    def setUp(self):
        self.peer = Peer()
        self.addCleanup(self.peer.close)
        self.gateway = Gateway(self.peer.rest, {EMAIL: (PASSWORD, SITE)})
        self.addCleanup(self.gateway.close)
        self.daemon = Daemon(CONFIG.format(url=self.gateway.url, email=EMAIL, more=self.more))
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

    def restart(self):
        self.daemon.kill()
        self.daemon.start()

    def sql(self, statement):
        return self.peer.postgres.sql(statement)

    def count(self):
        return int(self.sql("select count(*) from energy_readings"))

    def unexplained(self):
        return int(self.sql("select coalesce(sum(unexplained), 0) from completeness"))

    def wait_until(self, what, condition):
        deadline = time.monotonic() + GENEROUS_SECONDS
        while time.monotonic() < deadline:
            if condition():
                return
            time.sleep(0.1)
        self.fail(f"{what}; {self.count()} arrived:\n{self.daemon.log_text()[-3000:]}")

    def judge(self):
        """What the official client counts."""
        done = subprocess.run(
            ["node", str(HERE / "judge.mjs"), str(node_modules()), self.gateway.url,
             next(iter(self.gateway.keys)), EMAIL, PASSWORD, SITE],
            capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)["count"]
