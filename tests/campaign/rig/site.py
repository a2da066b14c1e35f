"""One site: the real daemon with one output to a Supabase project."""

import pathlib
import signal
import subprocess
import time

from .link import LOGGED_IN, PASSWORD
from .paths import BIN, Daemon

CONFIG = """
site: {{id: site-001}}
outputs:
  - {{name: {name}, plugin: supabase, url: "{url}", key: "${{credential:key}}", email: {email},
      password: "${{credential:password}}", encoding: {encoding}, rate_max: {rate_max}}}
"""
START_ATTEMPTS_MAX = 20


class Site:
    """Made stopped. `output` is what its configuration says now."""

    def __init__(self, url, key, folder, encoding="columnar"):
        self.output = {"name": "cloud", "url": url, "encoding": encoding, "rate_max": 0}
        self.daemon = Daemon(data=folder)
        (self.daemon.folder / "data").mkdir()
        self.starts = 0
        self.keep_secret("key", key)
        self.keep_secret("password", PASSWORD)
        self.configure()

    def keep_secret(self, name, secret):
        subprocess.run([str(BIN / "historianctl"), "--data", str(self.daemon.folder / "data"),
                        "credential", "set", name],
                       input=secret, capture_output=True, text=True, timeout=60, check=True)

    def configure(self, **changes):
        """Only of a stopped daemon: it reads its configuration at the start."""
        self.output.update(changes)
        self.daemon.config.write_text(CONFIG.format(email=LOGGED_IN, **self.output))

    def is_running(self):
        return self.daemon.process is not None and self.daemon.process.poll() is None

    def start(self):
        """Starts it, again if it is killed while it starts."""
        for _ in range(START_ATTEMPTS_MAX):
            self.starts += 1
            try:
                self.daemon.start()
                return
            except RuntimeError:
                if self.is_running():
                    raise
        raise RuntimeError(f"it does not start:\n{self.daemon.log_text()[-3000:]}")

    def signal_kill(self):
        """kill -9 from any thread; returns at once."""
        if self.is_running():
            self.daemon.process.send_signal(signal.SIGKILL)

    def kill(self):
        if self.is_running():
            self.daemon.kill()

    def stop(self):
        """A clean stop, unless it was killed."""
        if self.is_running():
            self.daemon.stop()

    def status(self):
        return self.daemon.get("/api/v1/status").json()

    def destination(self):
        return self.daemon.get("/api/v1/destinations/" + self.output["name"]).json()

    def hurry(self):
        """What a person does who does not want to wait for the back-off."""
        answer = self.daemon.request("POST", f"/api/v1/destinations/{self.output['name']}/resume")
        if answer.status != 200:
            raise RuntimeError(f"resume was refused: {answer.status} {answer.body[:300]!r}")

    def send_again(self):
        """All readings, as after a restore of the destination."""
        answer = self.daemon.post(f"/api/v1/destinations/{self.output['name']}/rewind", {"from": "2020-01-01T00:00:00Z"})
        if answer.status != 200:
            raise RuntimeError(f"rewind was refused: {answer.status} {answer.body[:300]!r}")

    def memory_kib(self):
        for line in pathlib.Path(f"/proc/{self.daemon.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1])
        raise RuntimeError("the daemon has ended")


def wait_until(condition, seconds, what):
    """Polls; raises TimeoutError with `what` did not happen."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"{what} did not happen within {seconds} s")
        time.sleep(0.05)
