"""`resolution` before a real PostgREST: one reading of each device and window, nothing unexplained."""

import datetime
import time
import unittest

from supabase_case import SupabaseCase

DEVICES = ("meter-1", "meter-2", "meter-3")
MINUTES = 10
ROWS = len(DEVICES) * MINUTES


def text_of(second):
    return datetime.datetime.fromtimestamp(second, datetime.timezone.utc).isoformat().replace("+00:00", "Z")


class OneMinute(SupabaseCase):
    more_keys = ", resolution: 1min"

    def send(self, first, seconds):
        """A reading of every device and second, as a board sends what it had kept."""
        body = [{"device_id": device, "timestamp": text_of(second), "power": 1, "energy_import_kwh": second}
                for second in range(first, first + seconds) for device in DEVICES]
        answer = self.daemon.post("/api/v1/readings?clock=device", body)
        self.assertEqual(answer.status, 200, answer.body)

    def wait_until_settled(self):
        self.wait_for(lambda: self.status()["backlog_readings"] == 0 and self.unexplained() == 0,
                      lambda: f"not settled, {self.count()} arrived")

    def test_ten_minutes_of_three_devices_are_thirty_rows_through_kill_9(self):
        begin = int(time.time()) // 60 * 60 - 3600
        self.daemon.start()
        for part in range(4):
            self.send(begin + part * 150, 150)
            self.gateway.faults += [{"kind": "reset-after"}, {"kind": "status", "status": 503}]
            self.daemon.kill()
            self.daemon.start()
        self.gateway.faults.clear()
        self.wait_until_settled()
        self.assertEqual(self.count(), ROWS)
        self.assertEqual(self.sql("select count(distinct (device_id, date_trunc('minute', time))) "
                                  "from energy_readings"), str(ROWS))
        self.assertLess(int(self.sql("select count(*) from reading_gap")), ROWS, "they do not grow")
        self.assertEqual(self.sql("select string_agg(distinct cause, ',') from reading_gap"), "thinned")
        self.assertEqual(self.daemon.stored(), ROWS * 60)
        self.tell("sync", "verify", "cloud")
        self.assertEqual(self.judge(), ROWS)

    def test_the_last_reading_of_a_window_is_the_one_that_goes(self):
        begin = int(time.time()) // 60 * 60 - 3600
        self.daemon.start()
        self.send(begin, 180)
        self.wait_until_settled()
        self.assertEqual(self.sql("select string_agg(distinct extract(second from time)::int::text, ',') "
                                  "from energy_readings"), "59")
        self.assertIn("a reading per device and 60 s: 1 of 60 kept", self.tell("sync", "status", "cloud"))

    def test_a_rewind_sends_the_same_again(self):
        begin = int(time.time()) // 60 * 60 - 3600
        self.daemon.start()
        self.send(begin, 300)
        self.wait_until_settled()
        self.tell("sync", "rewind", "cloud", "--from", text_of(begin))
        self.wait_until_settled()
        self.assertEqual(self.count(), 15)

    def test_a_row_that_the_server_loses_among_them_is_unexplained_until_it_is_sent_again(self):
        begin = int(time.time()) // 60 * 60 - 3600
        self.daemon.start()
        self.send(begin, 300)
        self.wait_until_settled()
        self.sql("delete from energy_readings where seq = (select seq from energy_readings order by seq offset 7 limit 1)")
        self.assertEqual(self.unexplained(), 1)
        self.daemon.stop()  # a kill may take the position back, and the row is sent again
        self.daemon.start()
        self.send(begin + 300, 60)
        self.wait_for(lambda: self.count() == 17, lambda: "the next minute is not there")
        self.wait_for(lambda: self.unexplained() == 1, lambda: "not that one alone")
        self.sql("delete from reading_gap")  # as a server that was restored
        self.tell("sync", "rewind", "cloud", "--from", text_of(begin))
        self.wait_until_settled()
        self.assertEqual(self.count(), 18)


class TenSeconds(SupabaseCase):
    more_keys = ", resolution: 10s"

    def test_the_newest_reading_is_there_when_its_window_is_over(self):
        self.daemon.start()
        answer = self.daemon.post("/api/v1/readings", {"device_id": "meter-1", "power": 1})
        self.assertEqual(answer.status, 200, answer.body)
        self.wait_for(lambda: self.count() == 1, lambda: "the newest is not there")


if __name__ == "__main__":
    unittest.main()
