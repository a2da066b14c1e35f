"""Readings reach a real PostgREST and PostgreSQL, whatever happens on the way: once each, nothing unexplained."""

import unittest

from historian import ctl
from supabase_site import PASSWORD, SupabaseSite


class Supabase(SupabaseSite):
    def setUp(self):
        super().setUp()
        self.posted = 0

    def post(self, count):
        body = [{"device_id": "meter-1", "power": number / 8, "n": number}
                for number in range(self.posted, self.posted + count)]
        answer = self.daemon.post("/api/v1/readings", body)
        self.assertEqual(answer.status, 200, answer.body)
        self.posted += count

    def wait_until_all_arrived(self):
        self.wait_until(f"not all of {self.posted}", lambda: self.count() >= self.posted)

    def require_each_once(self):
        self.assertEqual(self.count(), self.posted)
        self.assertEqual(self.sql(
            "select count(distinct (extra->>'n')::int), sum((extra->>'n')::int) from energy_readings"),
            f"{self.posted}|{sum(range(self.posted))}")

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
        self.assertEqual(self.unexplained(), 0)
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
