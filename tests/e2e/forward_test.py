"""Store and forward: offline, killed, online again: every reading arrives, each once in effect."""

import collections
import os
import pathlib
import random
import time
import unittest

from historian import Daemon

PLUGINS = pathlib.Path(os.environ["HISTORIAN_BUILD"]) / "tests/e2e/plugins/shelf"
CONFIG = """
plugins: {{directories: ["{plugins}"]}}
outputs:
  - {{name: cloud, plugin: file_sink, path: "{path}"}}
"""
GENEROUS_SECONDS = 120
READINGS = 600


def readings(first, count):
    return [{"device_id": "meter-1", "n": number, "power": number / 8}
            for number in range(first, first + count)]


class Forward(unittest.TestCase):
    def setUp(self):
        self.daemon = Daemon()
        self.path = self.daemon.folder / "destination"
        self.path.touch()
        self.away = pathlib.Path(f"{self.path}.away")
        self.configure()

    def tearDown(self):
        if self.daemon.process and self.daemon.process.poll() is None:
            self.daemon.kill()

    def configure(self):
        self.daemon.config.write_text(CONFIG.format(plugins=PLUGINS, path=self.path))

    def arrived(self):
        return collections.Counter(self.path.read_text().split("\n")[:-1])

    def wait_for(self, count):
        deadline = time.monotonic() + GENEROUS_SECONDS
        while time.monotonic() < deadline:
            if len(self.arrived()) >= count:
                return
            time.sleep(0.02)
        self.fail(f"{len(self.arrived())} of {count} arrived:\n{self.daemon.log_text()[-4000:]}")

    def post(self, first, count):
        answer = self.daemon.post("/api/v1/readings", readings(first, count))
        self.assertEqual(answer.status, 200, answer.body)

    def test_every_reading_arrives_whatever_happens_on_the_way(self):
        chance = random.Random(5)
        self.daemon.start()
        posted = 0
        for _ in range(6):
            self.away.touch()
            self.post(posted + 1, READINGS // 12)
            posted += READINGS // 12
            self.daemon.kill()
            self.daemon.start()
            self.away.unlink()
            self.post(posted + 1, READINGS // 12)
            posted += READINGS // 12
            time.sleep(chance.uniform(0, 0.3))  # a kill at any moment
            self.daemon.kill()
            self.daemon.start()
        self.wait_for(posted)
        self.assertEqual(len(self.arrived()), posted)
        self.assertEqual(self.daemon.stored(), posted)
        self.daemon.stop()

    def test_a_new_address_sends_nothing_again_and_skips_nothing(self):
        self.daemon.start()
        self.post(1, 50)
        self.wait_for(50)
        self.daemon.stop()
        self.path = self.daemon.folder / "moved"
        self.path.touch()
        self.configure()
        self.daemon.start()
        self.post(51, 50)
        self.wait_for(50)
        self.assertEqual({line.split()[1] for line in self.arrived()},
                         {str(seq) for seq in range(51, 101)})

    def test_a_dead_destination_delays_nobody(self):
        self.away.touch()
        self.daemon.start()
        begun = time.monotonic()
        for number in range(200):
            self.post(number * 5 + 1, 5)
        self.assertLess(time.monotonic() - begun, GENEROUS_SECONDS)
        self.assertEqual(self.daemon.stored(), 1000)
        self.away.unlink()
        self.wait_for(1000)
        self.assertEqual(self.daemon.stop(), 0)


if __name__ == "__main__":
    unittest.main()
