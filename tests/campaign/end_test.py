"""A campaign that is broken off leaves nothing behind: no process, no folder, no port."""

import contextlib
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import unittest

from rig.site import wait_until

HERE = pathlib.Path(__file__).resolve().parent


def network_of(process):
    return os.readlink(f"/proc/{process}/ns/net")


def inhabitants(network):
    """What the processes in a network are."""
    names = []
    for process in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError):  # it has just ended
            if network_of(process) == network:
                names.append(pathlib.Path(f"/proc/{process}/comm").read_text().strip())
    return names


class Ends(unittest.TestCase):
    def test_a_campaign_that_is_broken_off_leaves_nothing_behind(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(number.name), tempfile.TemporaryDirectory() as folder:
                with subprocess.Popen(
                        [sys.executable, "-B", "run.py", "chaos", "--seed", "1", "--runs", "1"], cwd=HERE,
                        env={**os.environ, "TMPDIR": folder}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                        text=True) as campaign:
                    next(line for line in campaign.stderr if "posted" in line)
                    network = network_of(campaign.pid)
                    self.assertNotEqual(network, network_of("self"))
                    wait_until(lambda: "historiand" in inhabitants(network), 120, "a daemon")
                    campaign.send_signal(number)
                    _, told = campaign.communicate(timeout=300)
                self.assertEqual(campaign.returncode, 130)
                self.assertIn(number.name, told)
                wait_until(lambda: inhabitants(network) == [], 120, "the end of all of them")
                self.assertEqual(os.listdir(folder), [])


if __name__ == "__main__":
    unittest.main()
