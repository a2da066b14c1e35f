"""Starts the real daemon for a test, and talks to it."""

import atexit
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "support"))
from ports import free_port  # noqa: E402

BIN = pathlib.Path(os.environ.get("HISTORIAN_BIN", "../../build/release/bin")).resolve()
IS_SANITIZED = os.environ.get("HISTORIAN_SANITIZED") == "1"
START_SECONDS_MAX = 120

# The reading that the predecessor's documentation shows.
DOCUMENTED = {
    "device_id": "ESP32-001", "timestamp": "2025-01-20T10:30:00Z", "current": 2.5, "voltage": 220.0,
    "power": 550.0, "ac_power_kw": 0.55, "total_energy_kwh": 1.234, "grid_frequency_hz": 50.0,
    "power_factor": 0.95, "ambient_temp_c": 25.5, "irradiance_w_m2": 850.0, "system_status": 1,
    "efficiency": 0.96}


def temporary_folder(prefix="historian-"):
    """A folder that goes when the test's program ends."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix=prefix))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def has_ended(pid):
    """Whether that process runs no more; also if nobody has asked how it ended, as in a container without an init."""
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = response.read()

    def json(self):
        return json.loads(self.body)


class Daemon:
    """One historiand in a folder of its own. `config` is the text of its configuration file."""

    def __init__(self, config="", data=None, arguments=(), environment=None, prefix=(), bind="127.0.0.1"):
        self.folder = pathlib.Path(data) if data else temporary_folder()
        self.config = self.folder / "historian.yaml"
        self.config.write_text(config)
        self.arguments = list(arguments)
        self.environment = {**os.environ, **(environment or {})}
        self.prefix = list(prefix)
        self.host = bind
        self.port = free_port()
        self.log = self.folder / "log"
        self.process = None

    def start(self, wait=True):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen(
                [*self.prefix, str(BIN / "historiand"), "--config", str(self.config), "--data",
                 str(self.folder / "data"), "--port", str(self.port), *self.arguments],
                stdout=log, stderr=log, env=self.environment)
        if wait:
            self.wait_until_ready()
        return self

    def wait_until_ready(self):
        deadline = time.monotonic() + START_SECONDS_MAX
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"the daemon ended with {self.process.returncode}:\n{self.log_text()}")
            try:
                if self.get("/readyz").status == 200:
                    return
            except OSError:
                pass
            time.sleep(0.01)
        raise RuntimeError(f"the daemon did not become ready:\n{self.log_text()}")

    def log_text(self):
        return self.log.read_text(errors="replace")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """A clean stop; returns the exit code."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=60)

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def request(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def get(self, path, **parameters):
        query = "?" + urllib.parse.urlencode(parameters) if parameters else ""
        return self.request("GET", path + query)

    def post(self, path, value, content_type="application/json"):
        body = value if isinstance(value, (bytes, str)) else json.dumps(value)
        return self.request("POST", path, body, {"Content-Type": content_type})

    def raw(self, data, timeout=30):
        """Sends bytes as they are, and returns all that comes back."""
        with socket.create_connection((self.host, self.port), timeout=timeout) as connection:
            connection.sendall(data)
            connection.shutdown(socket.SHUT_WR)
            answer = b""
            while chunk := connection.recv(65536):
                answer += chunk
            return answer

    def samples(self, device, metric):
        """Every sample of a series, through all pages."""
        found, cursor = [], None
        while True:
            parameters = {"device": device, "metric": metric, "from": "2020-01-01T00:00:00Z",
                          "to": "2100-01-01T00:00:00Z", "limit": 10000, "quality": "all"}
            if cursor:
                parameters["cursor"] = cursor
            page = self.get("/api/v1/samples", **parameters).json()
            found += page["samples"]
            cursor = page["next_cursor"]
            if not cursor:
                return found

    def stored(self):
        return self.get("/api/v1/status").json()["store"]["readings"]


def ctl(daemon, *arguments):
    """historianctl against that daemon: (exit code, output)."""
    done = subprocess.run([str(BIN / "historianctl"), "--url", f"http://127.0.0.1:{daemon.port}",
                           *arguments], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout + done.stderr
