"""A program as an input of the real daemon: what was acknowledged to it is there, whatever is killed."""

import unittest

from field_devices import instance, wait_for, why
from historian import Daemon, has_ended, temporary_folder

READINGS = 300

# Sends numbers, ten at a time on the way, and writes down which were acknowledged. Started again, it sends the
# others: those that were on the way when its gateway died a second time.
COUNTING = """
import json, os, pathlib, sys
def say(message): print(json.dumps(message), flush=True)
hello = json.loads(sys.stdin.readline())
acknowledged = pathlib.Path(hello["config"]["acknowledged"])
fresh = pathlib.Path(hello["config"]["pid"] + ".new")
fresh.write_text(str(os.getpid()))
fresh.rename(hello["config"]["pid"])  # whole, whenever it is read
say({"ready": 1, "name": "counting", "version": "1"})
known = {int(line) for line in acknowledged.read_text().split()} if acknowledged.exists() else set()
waiting = [number for number in range(READINGS) if number not in known]
on_the_way = 0
while waiting or on_the_way:
    while waiting and on_the_way < 10:
        say({"id": waiting[0], "device_id": "counter", "n": waiting.pop(0)})
        on_the_way += 1
    answer = json.loads(sys.stdin.readline() or sys.exit(0))
    if "ack" in answer:
        on_the_way -= 1
        with acknowledged.open("a") as file: file.write(f"{answer['ack']}\\n")
sys.stdin.read()
"""
BABBLING = """
import json, sys
sys.stdin.readline()
print(json.dumps({"ready": 1}), flush=True)
while True: print("blah")
"""
# Starts another that leaves its session and its parent, and writes down its number.
LEAVING = """
import json, os, pathlib, subprocess, sys
hello = json.loads(sys.stdin.readline())
pid = pathlib.Path(hello["config"]["pid"])
subprocess.run(["/bin/sh", "-c", "setsid sleep 600 <&- >&- 2>&- & echo $! > $0.new && mv $0.new $0", pid])
print(json.dumps({"ready": 1}), flush=True)
sys.stdin.read()
"""
CONFIG = """
version: 1
inputs:
  - name: program
    plugin: exec
    command: [/usr/bin/python3, {program}]
    config: ["acknowledged={folder}/acknowledged", "pid={folder}/pid"]
"""


class Exec(unittest.TestCase):
    def daemon(self, program):
        self.folder = temporary_folder("historian-program-")
        (self.folder / "program.py").write_text(program.replace("READINGS", str(READINGS)))
        daemon = Daemon(CONFIG.format(program=self.folder / "program.py", folder=self.folder)).start()
        self.addCleanup(daemon.__exit__)
        return daemon

    def acknowledged(self):
        file = self.folder / "acknowledged"
        return len(file.read_text().split()) if file.exists() else 0

    def test_killed_three_times_it_has_every_reading_once(self):
        daemon = self.daemon(COUNTING)
        for share in (0.2, 0.5, 0.8):
            wait_for("progress", lambda: self.acknowledged() >= READINGS * share)
            child = int((self.folder / "pid").read_text())
            daemon.kill()
            wait_for("the program's end with its gateway", lambda: has_ended(child))
            daemon.start()
        wait_for("every acknowledgement", lambda: self.acknowledged() >= READINGS)
        self.assertEqual(sorted(sample["v"] for sample in daemon.samples("counter", "n")),
                         list(range(READINGS)))

    def test_a_program_in_a_session_of_its_own_ends_with_the_instance(self):
        daemon = self.daemon(LEAVING)
        wait_for("the number of the program's program", lambda: (self.folder / "pid").exists())
        left = int((self.folder / "pid").read_text())
        self.assertFalse(has_ended(left))
        daemon.stop()
        wait_for("its end", lambda: has_ended(left))

    def test_a_program_that_babbles_is_ended_and_in_the_logbook_once(self):
        daemon = self.daemon(BABBLING)
        wait_for("words on the page",
                 lambda: "sent 1000 lines in a row that are no readings" in why(daemon, "program"))
        wait_for("the second child", lambda: instance(daemon, "program")["counters"].get("child_starts", 0) >= 2)
        wait_for("its end", lambda: instance(daemon, "program")["counters"].get("child_ends", 0) >= 2)
        told = [entry["subject"] for entry in daemon.get("/api/v1/logbook").json()["entries"]
                if entry["action"] == "device_nonsense"]
        self.assertEqual(told, ["program"])


if __name__ == "__main__":
    unittest.main()
