"""Readings reach a program of 28 lines of Python, which is the example that output-exec ships."""

import json
import pathlib
import shutil
import unittest

from outputs import OutputCase

SINK = pathlib.Path(__file__).parent.parent.parent / "plugins/outputs/exec/examples/sink.py"


class Exec(OutputCase):
    name = "files"

    def setUp(self):
        self.begin("{name: files, plugin: exec, command: [/usr/bin/python3, sink], config: []}")
        self.program = self.daemon.folder / "sink.py"
        self.file = self.daemon.folder / "readings.ndjson"
        shutil.copy(SINK, self.program)
        self.daemon.config.write_text(
            "outputs:\n  - {name: files, plugin: exec, command: [/usr/bin/python3, "
            f"{self.program}], config: [file={self.file}]}}\n")

    def records(self):
        if not self.file.exists():
            return []
        return [json.loads(line) for line in self.file.read_text().split("\n")[:-1]]

    def arrived(self):
        return [record["n"] for record in self.records()]

    def test_offline_killed_and_online_again_each_reading_arrives_once(self):
        away = self.daemon.folder / "away.py"

        def cut():
            self.program.rename(away)
            self.daemon.kill()  # which ends the program that runs
            self.daemon.start()
        self.outlive_an_outage(cut, lambda: away.rename(self.program))
        self.assertEqual(len(self.arrived()), self.posted)
        self.assertEqual(len({(record["store_id"], record["seq"]) for record in self.records()}),
                         self.posted)

    def test_a_program_that_is_not_there_is_named(self):
        self.program.unlink()
        self.daemon.start()
        self.post(1)
        self.wait_until_retrying("program")


if __name__ == "__main__":
    unittest.main()
