"""`resolution` before a real PostgREST: one reading of each device and window, nothing unexplained."""

import datetime
import time
import unittest

from historian import ctl
from supabase_site import SupabaseSite

DEVICES = ("meter-1", "meter-2", "meter-3")
MINUTES = 10
ROWS = len(DEVICES) * MINUTES


def text_of(second):
    return datetime.datetime.fromtimestamp(second, datetime.timezone.utc).isoformat().replace("+00:00", "Z")


class OneMinute(SupabaseSite):
    more = ", resolution: 1min"

    def post(self, first, seconds):
        """A reading of every device and second, as a board sends what it had kept."""
        body = [{"device_id": device, "timestamp": text_of(second), "power": 1, "energy_import_kwh": second}
                for second in range(first, first + seconds) for device in DEVICES]
        answer = self.daemon.post("/api/v1/readings?clock=device", body)
        self.assertEqual(answer.status, 200, answer.body)

    def destination(self):
        return self.daemon.get("/api/v1/destinations/cloud").json()

    def wait_until_settled(self):
        self.wait_until("not settled", lambda: self.destination()["backlog_readings"] == 0 and
                        self.unexplained() == 0)

    def test_ten_minutes_of_three_devices_are_thirty_rows_through_kill_9(self):
        begin = int(time.time()) // 60 * 60 - 3600
        self.daemon.start()
        for part in range(4):
            self.post(begin + part * 150, 150)
            self.gateway.faults += [{"kind": "reset-after"}, {"kind": "status", "status": 503}]
            self.restart()
        self.gateway.faults.clear()
        self.wait_until_settled()
        self.assertEqual(self.count(), ROWS)
        self.assertEqual(self.sql("select count(distinct (device_id, date_trunc('minute', time))) "
                                  "from energy_readings"), str(ROWS))
        self.assertLessEqual(int(self.sql("select count(*) from reading_gap")), 8)
        self.assertEqual(self.sql("select string_agg(distinct cause, ',') from reading_gap"), "thinned")
        self.assertEqual(self.daemon.stored(), ROWS * 60)
        code, verified = ctl(self.daemon, "sync", "verify", "cloud")
        self.assertEqual(code, 0, verified)
        self.assertEqual(self.judge(), ROWS)

    def test_the_last_reading_of_a_window_is_the_one_that_goes(self):
        begin = int(time.time()) // 60 * 60 - 3600
        self.daemon.start()
        self.post(begin, 180)
        self.wait_until_settled()
        self.assertEqual(self.sql("select string_agg(distinct extract(second from time)::int::text, ',') "
                                  "from energy_readings"), "59")
        code, said = ctl(self.daemon, "sync", "status", "cloud")
        self.assertEqual(code, 0, said)
        self.assertIn("a reading per device and 60 s: 1 of 60 kept", said)

    def test_a_rewind_sends_the_same_again(self):
        begin = int(time.time()) // 60 * 60 - 3600
        self.daemon.start()
        self.post(begin, 300)
        self.wait_until_settled()
        code, said = ctl(self.daemon, "sync", "rewind", "cloud", "--from", text_of(begin))
        self.assertEqual(code, 0, said)
        self.wait_until_settled()
        self.assertEqual(self.count(), 15)


class TenSeconds(SupabaseSite):
    more = ", resolution: 10s"

    def test_the_newest_reading_is_there_when_its_window_is_over(self):
        self.daemon.start()
        answer = self.daemon.post("/api/v1/readings", {"device_id": "meter-1", "power": 1})
        self.assertEqual(answer.status, 200, answer.body)
        self.wait_until("the newest is not there", lambda: self.count() == 1)


if __name__ == "__main__":
    unittest.main()
