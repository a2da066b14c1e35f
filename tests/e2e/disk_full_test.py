"""Others fill the disk: nothing more is taken, nothing that is held goes, and it heals by itself."""

import os
import pathlib
import time
import unittest

from historian import Daemon

CONFIG = """
store: {plugin: sqlite, quota: 1GB, reserve: 4MiB}
"""
DISK_MB = 64
AT_ONCE = 500
REFUSED_TIMES = 20
GENEROUS_SECONDS = 120


@unittest.skipUnless(os.geteuid() == 0, "a small disk of its own needs root")
class DiskFull(unittest.TestCase):
    def setUp(self):
        self.daemon = Daemon(CONFIG)
        data = self.daemon.folder / "data"
        data.mkdir(mode=0o700)
        self.daemon.prefix = ["unshare", "--mount", "--propagation", "private", "sh", "-c",
                              f'mount -t tmpfs -o size={DISK_MB}m,mode=0700 tmpfs "$0" && exec "$@"', str(data)]
        self.daemon.start()
        self.addCleanup(self.daemon.__exit__)
        self.disk = pathlib.Path(f"/proc/{self.daemon.process.pid}/root{data}")
        self.posted = 0

    def post(self):
        answer = self.daemon.post("/api/v1/readings", [
            {"device_id": "meter-1", "n": self.posted + i} for i in range(AT_ONCE)])
        if answer.status == 200:
            self.posted += AT_ONCE
        return answer

    def fill(self):
        with open(self.disk / "of-others", "wb", buffering=0) as others:
            try:
                while True:
                    others.write(bytes(4096))
            except OSError:
                pass

    def test_refuses_keeps_what_it_has_and_goes_on_when_there_is_room(self):
        while self.posted < 20 * AT_ONCE:
            self.assertEqual(self.post().status, 200)
        self.fill()
        while (refused := self.post()).status == 200:
            self.fill()
        self.assertEqual(refused.status, 503)
        self.assertIn("full", refused.json()["detail"])
        self.assertIn("retry-after", refused.headers)
        for _ in range(REFUSED_TIMES):
            self.assertEqual(self.post().status, 503)
        self.assertEqual(self.daemon.stored(), self.posted)
        self.assertIn("nothing can be stored", self.daemon.get("/api/v1/status").json()["instances"][0]["why"])
        (self.disk / "of-others").unlink()
        deadline = time.monotonic() + GENEROUS_SECONDS
        while (answer := self.post()).status != 200 and time.monotonic() < deadline:
            time.sleep(0.1)
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(self.daemon.stored(), self.posted)
        self.assertEqual([sample["v"] for sample in self.daemon.samples("meter-1", "n")], list(range(self.posted)))


if __name__ == "__main__":
    unittest.main()
