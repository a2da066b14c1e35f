"""Devices for tests (pymodbus, a serial cable, a board that is unplugged), and what the daemon says of them."""

import json
import os
import pathlib
import subprocess
import time
import tty

from historian import temporary_folder

SERVER = pathlib.Path(__file__).parents[2] / "plugins/inputs/modbus/testing/pymodbus_server.py"
GENEROUS_SECONDS = 120


def wait_for(what, condition):
    """What the condition gives once it is true."""
    deadline = time.monotonic() + GENEROUS_SECONDS
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.05)
    raise AssertionError(f"not within {GENEROUS_SECONDS} s: {what}")


def latest(daemon, device):
    """The values of the newest reading by metric, each with v and q; empty before the first."""
    readings = daemon.get("/api/v1/latest", device=device).json().get("readings", [])
    return readings[0]["values"] if readings else {}


def newest(daemon, device, metrics):
    """What the newest reading says of these metrics; None where it says nothing."""
    values = latest(daemon, device)
    return {metric: values.get(metric, {}).get("v") for metric in metrics}


def heard(daemon, device, metric):
    """The values of a series; what a late answer left empty is none."""
    return {sample["v"] for sample in daemon.samples(device, metric)} - {None}


def instance(daemon, name):
    instances = daemon.get("/api/v1/status").json()["instances"]
    return next(one for one in instances if one["name"] == name)


def why(daemon, name):
    """What the page says is wrong with an input; empty if nothing."""
    return instance(daemon, name).get("why", "")


def counter(daemon, name, figure):
    return instance(daemon, name)["counters"].get(figure, 0)


class ModbusServer:
    """kind is tcp or the path of a serial line; Debian's interpreter is the one that has pymodbus."""

    def __init__(self, kind, image):
        self.process = subprocess.Popen(["/usr/bin/python3", str(SERVER), kind, json.dumps(image)],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = self.process.stdout.readline().strip()
        if not self.port:
            raise RuntimeError("pymodbus does not start (python3-pymodbus, python3-serial-asyncio)")

    def change(self, image):
        self.process.stdin.write(json.dumps(image) + "\n")
        self.process.stdin.flush()
        if self.process.stdout.readline() != "changed\n":
            raise RuntimeError("pymodbus is gone")

    def close(self):
        self.process.kill()
        self.process.communicate()


class SerialCable:
    """Two pseudo terminals that socat connects."""

    def __init__(self):
        folder = temporary_folder("historian-cable-")
        self.near, self.far = folder / "near", folder / "far"
        self.process = subprocess.Popen(["socat", f"pty,raw,echo=0,link={self.near}",
                                         f"pty,raw,echo=0,link={self.far}"])
        wait_for("socat", lambda: self.near.exists() and self.far.exists())

    def close(self):
        self.process.kill()
        self.process.wait()


class PluggedBoard:
    """A board on USB: its port has one name for ever, and is there only while it is plugged in."""

    def __init__(self):
        self.name = temporary_folder("historian-board-") / "usb-board-if00-port0"
        self.device = None

    def plug(self):
        self.device, port = os.openpty()
        tty.setraw(port)
        self.name.symlink_to(os.ttyname(port))
        os.close(port)

    def unplug(self):
        self.name.unlink()
        os.close(self.device)
        self.device = None

    def say(self, text):
        os.write(self.device, text.encode())

    def hear(self, size):
        """So many bytes of what the gateway writes back."""
        heard = b""
        while len(heard) < size:
            heard += os.read(self.device, size - len(heard))
        return heard.decode()
