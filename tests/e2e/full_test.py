"""A store that is full while a destination is dead: what is dropped is said, what is required is not."""

import os
import pathlib
import shutil
import time
import unittest

from historian import Daemon

SHELF = pathlib.Path(os.environ["HISTORIAN_BUILD"]) / "tests/e2e/plugins/shelf"
CONFIG = """
plugins: {{directories: ["{plugins}"]}}
store: {{plugin: sqlite, quota: 2MB}}
outputs:
  - {{name: cloud, plugin: file_sink, path: "{path}"{more}}}
"""
GENEROUS_SECONDS = 180
AT_ONCE = 2_000
ROUNDS_MAX = 200


class Full(unittest.TestCase):
    def make(self, more="", plugins=SHELF):
        self.daemon = Daemon()
        self.path = self.daemon.folder / "destination"
        self.plugins = plugins
        self.configure(more)
        self.addCleanup(self.end_daemon)
        self.stored = 0
        return self.daemon.start()

    def configure(self, more=""):
        self.daemon.config.write_text(CONFIG.format(plugins=self.plugins, path=self.path, more=more))

    def end_daemon(self):
        if self.daemon.process and self.daemon.process.poll() is None:
            self.daemon.kill()

    def post(self):
        """The status of one bulk request of distinct readings; those acknowledged are counted."""
        body = [{"device_id": "meter-1", "n": self.stored + i, "text": f"{(self.stored + i) * 2654435761:032x}"}
                for i in range(AT_ONCE)]
        answer = self.daemon.post("/api/v1/readings", body)
        if answer.status == 200:
            self.stored += AT_ONCE
        return answer

    def destination(self):
        return self.daemon.get("/api/v1/destinations/cloud").json()

    def held(self):
        return self.daemon.get("/api/v1/status").json()["store"]["readings"]

    def seqs_arrived(self):
        return {int(line.split()[1]) for line in self.path.read_text().split("\n")[:-1]}

    def wait_until(self, what, condition):
        deadline = time.monotonic() + GENEROUS_SECONDS
        while time.monotonic() < deadline:
            if condition():
                return
            time.sleep(0.05)
        self.fail(f"{what}: {self.destination()}\n{self.daemon.log_text()[-3000:]}")

    def fill_until(self, status):
        for _ in range(ROUNDS_MAX):
            answer = self.post()
            if answer.status == status:
                return answer
        self.fail(f"{self.stored} readings stored and never {status}")

    def test_recording_goes_on_where_the_dead_destination_is_optional(self):
        self.make(", required: false")
        for _ in range(ROUNDS_MAX):
            self.wait_until("recording stopped", lambda: self.post().status == 200)
            if self.held() < self.stored - 10 * AT_ONCE:
                break
        dropped = self.wait_until_the_ledger_balances()
        self.assertGreater(dropped, 0)
        self.daemon.kill()
        self.daemon.start()
        self.assertGreaterEqual(self.wait_until_the_ledger_balances(), dropped)
        self.path.touch()
        self.wait_until("not all that is held arrived", lambda: self.destination()["backlog_readings"] == 0)
        gone = set(range(1, self.destination()["dropped_readings"] + 1))
        self.assertEqual(gone | self.seqs_arrived(), set(range(1, self.stored + 1)))
        self.assertFalse(self.seqs_arrived() & set(range(1, dropped + 1)))

    def wait_until_the_ledger_balances(self):
        """How many it says were dropped, at a moment when nothing more goes: an idle store makes room, too."""
        def is_balanced():
            return self.destination()["dropped_readings"] == self.stored - self.held()
        self.wait_until("the ledger does not say what went", is_balanced)
        return self.destination()["dropped_readings"]

    def test_the_store_says_no_where_the_dead_destination_is_required(self):
        self.make(", required: true")
        answer = self.fill_until(503)
        self.assertIn("retry-after", answer.headers)
        self.assertEqual(self.held(), self.stored)
        self.assertEqual(self.destination()["dropped_readings"], 0)
        self.path.touch()
        self.wait_until("not all arrived", lambda: self.destination()["backlog_readings"] == 0)
        self.wait_until("still full", lambda: self.post().status == 200)
        self.wait_until("not all arrived", lambda: self.destination()["backlog_readings"] == 0)
        self.assertEqual(self.seqs_arrived(), set(range(1, self.stored + 1)))
        self.assertEqual(self.destination()["dropped_readings"], 0)

    def test_a_destination_whose_plugin_is_gone_holds_what_it_has_not_got(self):
        plugins = pathlib.Path(self.daemon_folder()) / "plugins"
        self.make(plugins=plugins)
        status = self.destination()
        self.assertTrue(status["required"])
        self.assertIn("nothing is purged before it has it", status["why"])
        self.fill_until(503)
        self.assertEqual(self.held(), self.stored)
        self.daemon.kill()
        shutil.copy(SHELF / "output-file_sink.so", plugins)
        self.path.touch()
        self.daemon.start()
        self.wait_until("not all arrived", lambda: self.destination()["backlog_readings"] == 0)
        self.assertEqual(self.seqs_arrived(), set(range(1, self.stored + 1)))

    def daemon_folder(self):
        folder = Daemon().folder
        (folder / "plugins").mkdir(mode=0o755)
        return folder

    def test_the_operator_lets_go_where_the_plugin_is_gone_for_good(self):
        self.make(", required: false", plugins=pathlib.Path(self.daemon_folder()) / "plugins")
        self.assertFalse(self.destination()["required"])
        self.assertIn("cannot be loaded", self.destination()["why"])


if __name__ == "__main__":
    unittest.main()
