"""historianctl's tools for a line without a daemon: real programs, cables of socat, pymodbus."""

import json
import os
import pathlib
import signal
import subprocess
import time
import unittest

from historian import BIN, Daemon, temporary_folder

ROOT = pathlib.Path(__file__).resolve().parents[2]
PYMODBUS = ROOT / "plugins/inputs/modbus/testing/pymodbus_server.py"
SECONDS_MAX = 60


def wait_for(is_so, what):
    deadline = time.monotonic() + SECONDS_MAX
    while not is_so():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited in vain for {what}")
        time.sleep(0.01)


class Cable:
    """Two ports that socat joins."""

    def __init__(self):
        folder = temporary_folder("cable-")
        self.port, self.device = folder / "port", folder / "device"
        self.process = None

    def plug(self):
        self.process = subprocess.Popen(["socat", f"pty,raw,echo=0,link={self.port}",
                                         f"pty,raw,echo=0,link={self.device}"])
        wait_for(lambda: self.port.exists() and self.device.exists(), "socat")

    def pull(self):
        self.process.terminate()
        self.process.wait()
        wait_for(lambda: not os.path.lexists(self.port), "socat to end")

    def say(self, text):
        self.device.write_text(text)

    def __enter__(self):
        self.plug()
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()


def start(*arguments):
    return subprocess.Popen([str(BIN / "historianctl"), *arguments], stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True)


def run(*arguments):
    done = subprocess.run([str(BIN / "historianctl"), *arguments], capture_output=True, text=True,
                          timeout=SECONDS_MAX)
    return done.returncode, done.stdout, done.stderr


class SerialWatch(unittest.TestCase):
    def test_lines_come_as_json_across_a_pulled_cable_until_ctrl_c(self):
        with Cable() as cable:
            watch = start("serial", "watch", str(cable.port), "--json")
            for power in (1, 2):
                self.assertEqual(json.loads(watch.stdout.readline())["port"], "open at 115200 baud")
                cable.say(f'{{"device_id":"m1","power":{power}}}\n')
                line = json.loads(watch.stdout.readline())
                self.assertEqual(line["readings"][0]["power"], power)
                cable.pull()
                self.assertEqual(json.loads(watch.stdout.readline())["port"], "unplugged, waiting")
                cable.plug()
            watch.send_signal(signal.SIGINT)
            out, _ = watch.communicate(timeout=SECONDS_MAX)
            self.assertEqual(json.loads(out.splitlines()[-1])["readings_total"], 2)
            self.assertEqual(watch.returncode, 0)

    def test_a_port_of_the_daemon_is_left_to_it_and_that_is_said(self):
        with Cable() as cable:
            config = f"inputs: [{{name: usb, plugin: serial, device: {cable.port}}}]\n"
            with Daemon(config) as daemon:
                wait_for(lambda: "open at 115200 baud" in daemon.log_text(), "the daemon's port")
                code, _, told = run("serial", "watch", str(cable.port), "--seconds", "5")
                self.assertEqual(code, 1)
                self.assertIn(f"the daemon has it (historiand, process {daemon.process.pid})", told)


class ModbusScan(unittest.TestCase):
    def test_ctrl_c_leaves_what_was_seen(self):
        server = subprocess.Popen(
            ["/usr/bin/python3", str(PYMODBUS), "tcp", '{"1": {"hr": {"0": 7}}}'], text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        try:
            connection = f"tcp://127.0.0.1:{server.stdout.readline().strip()}"
            scan = start("modbus", "scan", "--connection", connection, "--units", "1-10",
                         "--timeout", "60s", "--json")
            self.assertIn("1 answered", scan.stderr.readline())
            scan.send_signal(signal.SIGINT)
            out, _ = scan.communicate(timeout=SECONDS_MAX)
            seen = json.loads(out)
            self.assertFalse(seen["complete"])
            self.assertEqual([unit["unit"] for unit in seen["units"]], [1])
            self.assertEqual(scan.returncode, 1)
        finally:
            server.kill()
            server.communicate()


class Help(unittest.TestCase):
    def test_each_tool_explains_its_options(self):
        for words, option in ((("modbus", "scan"), "--units: "), (("serial", "watch"), "--baud: ")):
            code, text, _ = run(*words, "--help")
            self.assertEqual(code, 0)
            self.assertIn(option, text)

    def test_the_list_of_commands_names_the_tools(self):
        text = run("--help")[1]
        self.assertRegex(text, r"\n  modbus +decode: .* scan: ")
        self.assertRegex(text, r"\n  serial +watch: ")


if __name__ == "__main__":
    unittest.main()
