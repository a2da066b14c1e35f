"""Readings reach a real PostgREST and PostgreSQL, whatever happens on the way: once each, nothing unexplained."""

import json
import os
import pathlib
import subprocess
import sys
import time
import unittest

from historian import Daemon, ctl

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "support" / "supabase"))
from gateway import Gateway  # noqa: E402
from peer import HERE, Peer, node_modules  # noqa: E402

SITE, EMAIL, PASSWORD = "site-001", "site-001@gateway.invalid", "correct horse battery"
GENEROUS_SECONDS = 180
CONFIG = """
outputs:
  - {{name: cloud, plugin: supabase, url: "{url}", key: "${{credential:key}}", email: {email},
      password: "${{credential:password}}"}}
"""


class Supabase(unittest.TestCase):
    def setUp(self):
        self.peer = Peer()
        self.addCleanup(self.peer.close)
        self.gateway = Gateway(self.peer.rest, {EMAIL: (PASSWORD, SITE)})
        self.addCleanup(self.gateway.close)
        self.daemon = Daemon(CONFIG.format(url=self.gateway.url, email=EMAIL))
        self.addCleanup(self.end_daemon)
        (self.daemon.folder / "data").mkdir()
        self.keep_secret("key", next(iter(self.gateway.keys)))
        self.keep_secret("password", PASSWORD)
        self.posted = 0

    def end_daemon(self):
        if self.daemon.process and self.daemon.process.poll() is None:
            self.daemon.kill()

    def keep_secret(self, name, secret):
        done = subprocess.run(
            [str(pathlib.Path(os.environ["HISTORIAN_BIN"]) / "historianctl"), "--data",
             str(self.daemon.folder / "data"), "credential", "set", name],
            input=secret, capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)

    def post(self, count):
        body = [{"device_id": "meter-1", "power": number / 8, "n": number}
                for number in range(self.posted, self.posted + count)]
        answer = self.daemon.post("/api/v1/readings", body)
        self.assertEqual(answer.status, 200, answer.body)
        self.posted += count

    def count(self):
        return int(self.peer.postgres.sql("select count(*) from energy_readings"))

    def wait_until_all_arrived(self):
        deadline = time.monotonic() + GENEROUS_SECONDS
        while time.monotonic() < deadline:
            if self.count() >= self.posted:
                return
            time.sleep(0.1)
        self.fail(f"{self.count()} of {self.posted} arrived:\n{self.daemon.log_text()[-3000:]}")

    def require_each_once(self):
        self.assertEqual(self.count(), self.posted)
        self.assertEqual(self.peer.postgres.sql(
            "select count(distinct (extra->>'n')::int), sum((extra->>'n')::int) from energy_readings"),
            f"{self.posted}|{sum(range(self.posted))}")

    def judge(self):
        """What the official client counts."""
        done = subprocess.run(
            ["node", str(HERE / "judge.mjs"), str(node_modules()), self.gateway.url,
             next(iter(self.gateway.keys)), EMAIL, PASSWORD, SITE],
            capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)["count"]

    def test_offline_killed_and_online_again_each_reading_arrives_once(self):
        self.daemon.start()
        self.post(200)
        self.wait_until_all_arrived()
        self.peer.postgres.stop()
        self.post(300)
        self.daemon.kill()
        self.daemon.start()
        self.post(100)
        self.peer.postgres.start()
        self.wait_until_all_arrived()
        self.require_each_once()
        self.assertEqual(self.peer.postgres.sql(
            "select coalesce(sum(unexplained), 0) from completeness"), "0")
        self.assertEqual(self.judge(), self.posted)

    def test_lost_answers_and_faults_lose_nothing_and_send_nothing_twice(self):
        self.daemon.start()
        for _ in range(6):
            self.gateway.faults += [{"kind": "reset-after"}, {"kind": "status", "status": 503},
                                    {"kind": "truncate"}, {"kind": "reset-before"}]
            self.post(150)
            self.daemon.kill()
            self.daemon.start()
        self.gateway.faults.clear()
        self.wait_until_all_arrived()
        self.require_each_once()

    def test_people_see_what_happens_and_no_secret(self):
        self.daemon.start()
        self.post(10)
        self.wait_until_all_arrived()
        code, said = ctl(self.daemon, "sync", "probe", "cloud")
        self.assertEqual(code, 0, said)
        code, listed = ctl(self.daemon, "sync", "status")
        self.assertIn("cloud", listed)
        code, verified = ctl(self.daemon, "sync", "verify", "cloud")
        self.assertEqual(code, 0, verified)
        for text in (said, listed, verified, self.daemon.log_text()):
            for secret in (PASSWORD, next(iter(self.gateway.keys))):
                self.assertNotIn(secret, text)


if __name__ == "__main__":
    unittest.main()
