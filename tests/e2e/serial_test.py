"""A board on a serial line of the real daemon: pulled and put back, it loses nothing and burns nothing."""

import os
import pathlib
import statistics
import time
import unittest

from field_devices import PluggedBoard, counter, wait_for, why
from historian import IS_SANITIZED, Daemon

TIMES = 20
LINES = 10
BACK_SECONDS_MAX = 30 if IS_SANITIZED else 5  # seen: 0.3
CPU_SHARE_MAX = 0.5 if IS_SANITIZED else 0.05  # seen: 0.02; a loop that does not wait takes 1
CONFIG = """
version: 1
inputs:
  - {{name: usb, plugin: serial, device: {device}, device_id: board-1, format: json, ack: "OK {{id}}"}}
"""


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Serial(unittest.TestCase):
    def setUp(self):
        self.board = PluggedBoard()
        self.daemon = Daemon(CONFIG.format(device=self.board.name)).start()
        self.addCleanup(self.daemon.__exit__)
        self.said = 0

    def wait_until_open(self, times):
        wait_for("the port open", lambda: counter(self.daemon, "usb", "ports_opened") == times)

    def say_lines_and_hear_them_acknowledged(self):
        for number in range(self.said, self.said + LINES):
            self.board.say(f'{{"device_id":"board-1","id":{number},"power":{number}}}\n')
            answer = f"OK {number}\n"
            self.assertEqual(self.board.hear(len(answer)), answer)
        self.said += LINES

    def open_files(self):
        return len(os.listdir(f"/proc/{self.daemon.process.pid}/fd"))

    def test_twenty_times_unplugged_it_loses_no_reading_and_no_time(self):
        pid = self.daemon.process.pid
        begun, cpu, files = time.monotonic(), cpu_seconds(pid), self.open_files()
        back = []
        for times in range(1, TIMES + 1):
            plugged = time.monotonic()
            self.board.plug()
            self.wait_until_open(times)
            back.append(time.monotonic() - plugged)
            self.say_lines_and_hear_them_acknowledged()
            self.board.say('{"device_id":"board-1","id":9999,"power":99')
            self.board.unplug()
            wait_for("words on the page", lambda: "unplugged, waiting" in why(self.daemon, "usb"))
        share = (cpu_seconds(pid) - cpu) / (time.monotonic() - begun)
        self.assertEqual([sample["v"] for sample in self.daemon.samples("board-1", "power")],
                         list(range(TIMES * LINES)))
        self.assertEqual(counter(self.daemon, "usb", "hang_ups"), TIMES)
        self.assertLess(statistics.median(back), BACK_SECONDS_MAX)  # one may meet a busy moment
        self.assertLess(share, CPU_SHARE_MAX)
        self.assertLessEqual(self.open_files(), files + 8)  # a few are SQLite's and the web server's

    def test_a_port_that_prints_nonsense_is_named_and_in_the_logbook_once(self):
        self.board.plug()
        self.wait_until_open(1)
        for _ in range(60):
            self.board.say("\x80\x81 garbage\n")
        wait_for("words on the page", lambda: "20 lines in a row" in why(self.daemon, "usb"))
        self.say_lines_and_hear_them_acknowledged()
        wait_for("a clean bill", lambda: why(self.daemon, "usb") == "")
        told = [entry["subject"] for entry in self.daemon.get("/api/v1/logbook").json()["entries"]
                if entry["action"] == "device_nonsense"]
        self.assertEqual(told, ["board-1"])
        self.assertEqual(counter(self.daemon, "usb", "lines_refused") + counter(self.daemon, "usb", "lines_noise"), 60)


if __name__ == "__main__":
    unittest.main()
