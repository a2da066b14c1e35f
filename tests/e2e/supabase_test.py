"""Readings reach a real PostgREST and PostgreSQL, whatever happens on the way: once each, nothing unexplained."""

import unittest

from supabase_case import SupabaseCase


class Supabase(SupabaseCase):
    def test_offline_killed_and_online_again_each_reading_arrives_once(self):
        self.outlive_an_outage(self.peer.postgres.stop, self.peer.postgres.start)
        self.require_each_once()
        self.require_nothing_unexplained()
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
        self.wait_until_arrived()
        self.require_each_once()


if __name__ == "__main__":
    unittest.main()
