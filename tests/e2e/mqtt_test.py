"""Readings reach a real mosquitto, as an independent subscriber sees it."""

import json
import signal
import socket
import subprocess
import time
import unittest

from historian import temporary_folder
from outputs import GENEROUS_SECONDS, OutputCase
from ports import free_port

MOSQUITTO = "/usr/sbin/mosquitto"


class Broker:
    """A mosquitto that keeps its sessions on disk when it is stopped."""

    def __init__(self):
        self.folder = temporary_folder("historian-mqtt-")
        self.port = free_port()
        self.file = self.folder / "mosquitto.conf"
        self.file.write_text(f"user root\nallow_anonymous true\nlistener {self.port} 127.0.0.1\n"
                             "max_queued_messages 0\npersistence true\n"
                             f"persistence_location {self.folder}/\n")
        self.start()

    def start(self):
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen([MOSQUITTO, "-c", str(self.file)], stdout=log, stderr=log)
        deadline = time.monotonic() + GENEROUS_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"mosquitto ended:\n{(self.folder / 'log').read_text()}")
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=5).close()
                return
            except OSError:
                time.sleep(0.02)
        raise RuntimeError("mosquitto does not come up")

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.terminate()
        self.process.wait(timeout=60)


class Judge:
    """mosquitto_sub with a session that outlives the broker; what it heard is in a file."""

    def __init__(self, broker):
        self.heard = broker.folder / "heard"
        self.output = open(self.heard, "wb")
        self.process = subprocess.Popen(
            ["mosquitto_sub", "-h", "127.0.0.1", "-p", str(broker.port), "-V", "5", "-q", "1", "-c",
             "-x", "86400", "-i", "judge", "-t", "#", "-F", "%t %p"], stdout=self.output)

    def messages(self):
        """(topic, payload) of each whole line."""
        return [tuple(line.split(" ", 1)) for line in self.heard.read_text().split("\n")[:-1]]

    def newest(self, topic):
        return next((json.loads(text) for heard, text in reversed(self.messages()) if heard == topic),
                    None)

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.output.close()


class Mqtt(OutputCase):
    name = "broker"

    def setUp(self):
        self.broker = Broker()
        self.addCleanup(self.broker.stop)
        self.judge = Judge(self.broker)
        self.addCleanup(self.judge.stop)
        self.begin(f'{{name: broker, plugin: mqtt, broker: "mqtt://127.0.0.1:{self.broker.port}"}}')
        self.await_judge()

    def await_judge(self):
        """The subscriber must be there before the first reading goes."""
        deadline = time.monotonic() + GENEROUS_SECONDS
        while self.judge.newest("ready") is None:
            self.assertLess(time.monotonic(), deadline, "the subscriber heard nothing")
            subprocess.run(["mosquitto_pub", "-h", "127.0.0.1", "-p", str(self.broker.port), "-t",
                            "ready", "-m", "1"], check=True, timeout=60)
            time.sleep(0.05)

    def arrived(self):
        return [json.loads(text)["n"] for topic, text in self.judge.messages()
                if topic == "historian/site-001/meter-1"]

    def test_offline_killed_and_online_again_each_reading_arrives(self):
        self.outlive_an_outage(self.broker.stop, self.broker.start)
        self.assertEqual(self.status()["dropped_readings"], 0)

    def test_only_an_acknowledgement_moves_the_position(self):
        self.daemon.start()
        self.post(10)
        self.wait_until_arrived()
        self.wait_for(lambda: self.status()["backlog_readings"] == 0, lambda: "a backlog stays")
        self.broker.process.send_signal(signal.SIGSTOP)  # connected, but it answers nothing
        self.post(10)
        self.assertEqual(self.status()["backlog_readings"], 10)
        self.daemon.kill()
        self.daemon.start()
        self.assertEqual(self.status()["backlog_readings"], 10)
        self.broker.process.send_signal(signal.SIGCONT)
        self.wait_until_arrived()
        self.wait_for(lambda: self.status()["backlog_readings"] == 0, lambda: "a backlog stays")

    def test_home_assistant_finds_the_counter_and_its_corrected_total(self):
        self.daemon.start()
        for total in (100.0, 101.5, 0.5, 2.0):  # the meter begins again
            self.post(1, total_energy_kwh=total)
        topic = "historian/site-001/meter-1/total_energy_kwh/total"
        self.wait_for(lambda: (self.judge.newest(topic) or {}).get("total", 0) > 101.5,
                      lambda: f"the total is {self.judge.newest(topic)}")
        config = self.judge.newest(
            "homeassistant/sensor/historian_site-001_meter-1/total_energy_kwh/config")
        self.assertEqual(config["state_topic"], topic)
        self.assertEqual((config["device_class"], config["state_class"],
                          config["unit_of_measurement"]), ("energy", "total_increasing", "kWh"))


if __name__ == "__main__":
    unittest.main()
