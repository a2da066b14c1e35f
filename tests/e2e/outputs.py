"""What the tests of outputs share: the real daemon before a real destination."""

import subprocess
import time
import unittest

from historian import BIN, Daemon, ctl

GENEROUS_SECONDS = 180


class OutputCase(unittest.TestCase):
    """One daemon with one output. A test says how to cut the destination off, how to mend that, and
    which numbers arrived there."""

    name = "cloud"

    more_config = ""  # after the output

    def begin(self, output, **secrets):
        self.daemon = Daemon(f"outputs:\n  - {output}\n{self.more_config}")
        self.addCleanup(self.end_daemon)
        (self.daemon.folder / "data").mkdir()
        for name, secret in secrets.items():
            self.keep_secret(name, secret)
        self.posted = 0

    def end_daemon(self):
        if self.daemon.process and self.daemon.process.poll() is None:
            self.daemon.kill()

    def keep_secret(self, name, secret):
        done = subprocess.run([str(BIN / "historianctl"), "--data", str(self.daemon.folder / "data"),
                               "credential", "set", name],
                              input=secret, capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)

    def post(self, count, **values):
        """Readings with the next `count` numbers."""
        body = [{"device_id": "meter-1", "power": number / 8, "n": number, **values}
                for number in range(self.posted, self.posted + count)]
        answer = self.daemon.post("/api/v1/readings", body)
        self.assertEqual(answer.status, 200, answer.body)
        self.posted += count

    def status(self):
        return self.daemon.get(f"/api/v1/destinations/{self.name}").json()

    def instance(self):
        return next(entry for entry in self.daemon.get("/api/v1/status").json()["instances"]
                    if entry["name"] == self.name)

    def wait_for(self, condition, what):
        deadline = time.monotonic() + GENEROUS_SECONDS
        while not condition():
            if time.monotonic() > deadline:
                self.fail(f"{what()}\n{self.status()}\n{self.daemon.log_text()[-3000:]}")
            time.sleep(0.05)

    def wait_until_arrived(self):
        self.wait_for(lambda: len(set(self.arrived())) >= self.posted,
                      lambda: f"{len(set(self.arrived()))} of {self.posted} arrived")

    def wait_until_arrived_at_once(self):
        """After a repair: a person says that it may go on, instead of a minute's wait."""
        def has_arrived():
            self.tell("sync", "resume", self.name)
            return len(set(self.arrived())) >= self.posted
        self.wait_for(has_arrived, lambda: f"{len(set(self.arrived()))} of {self.posted} arrived")

    def wait_until_set_aside(self, count):
        self.wait_for(lambda: self.status()["quarantined_readings"] == count,
                      lambda: f"{self.status()['quarantined_readings']} of {count} were set aside")

    def is_in(self, state, word):
        """Whether it is in that state, for a reason that has the word."""
        status = self.status()
        return status["state"] == state and word in status["why"]

    def wait_until_held(self, word):
        """The destination and the instance say it; each at a time of its own."""
        self.wait_for(lambda: self.is_in("held", word), lambda: f"it does not hold because of {word}")
        self.wait_for(lambda: word in self.instance()["why"], lambda: f"the instance does not name {word}")

    def wait_until_retrying(self, word):
        self.wait_for(lambda: self.is_in("retrying", word), lambda: f"it does not retry because of {word}")

    def outlive_an_outage(self, cut, mend):
        """Offline, killed, online again: all that was posted is there in the end."""
        self.daemon.start()
        self.post(200)
        self.wait_until_arrived()
        cut()
        self.post(300)
        self.daemon.kill()
        self.daemon.start()
        self.post(100)
        mend()
        self.wait_until_arrived()
        self.wait_for(lambda: self.status()["backlog_readings"] == 0, lambda: "a backlog stays")
        self.assertEqual(set(self.arrived()), set(range(self.posted)))
        self.assertEqual(self.daemon.stored(), self.posted)

    def tell(self, *arguments, code=0):
        """What historianctl says."""
        found, said = ctl(self.daemon, *arguments)
        self.assertEqual(found, code, said)
        return said

    def check(self):
        """What --check says: (exit code, text)."""
        done = subprocess.run([str(BIN / "historiand"), "--check", "--config", str(self.daemon.config),
                               "--data", str(self.daemon.folder / "data")],
                              capture_output=True, text=True, timeout=60)
        return done.returncode, done.stdout + done.stderr
