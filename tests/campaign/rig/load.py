"""What a site takes in: a backlog of the past, and readings as they come."""

import datetime
import http.client
import json
import random
import threading

from .paths import Daemon

READINGS_A_POST = 50_000
NOISE = 4096
LIVE_DEVICES = 10
LIVE_SECONDS = 0.1  # between two readings of the site


class Backlog:
    """Eleven values of each of `devices` at 1 Hz, `readings` in all, ending now; the same for a seed."""

    def __init__(self, seed, devices, readings, end):
        chance = random.Random(seed)
        self.devices, self.seconds = devices, readings // devices
        self.readings = self.seconds * devices
        self.begin = end - datetime.timedelta(seconds=self.seconds)
        self.powers = [chance.randint(3000, 9000) for _ in range(NOISE)]  # tenths of a watt
        self.values = [self.values_of(chance, power) for power in self.powers]

    @staticmethod
    def values_of(chance, power):
        """All values but the counter, as a board prints them."""
        return (f'"current":{power / 2200:.3f},"voltage":{chance.uniform(218, 224):.1f},'
                f'"power":{power / 10:.1f},"ac_power_kw":{power / 10000:.5f},'
                f'"grid_frequency_hz":{chance.uniform(49.95, 50.05):.2f},'
                f'"power_factor":{chance.uniform(0.94, 0.99):.2f},'
                f'"ambient_temp_c":{chance.uniform(20, 35):.1f},'
                f'"irradiance_w_m2":{chance.uniform(300, 900):.1f},'
                f'"system_status":1,"efficiency":{chance.uniform(0.94, 0.97):.3f}')

    def place(self, device, second):
        return (device * 977 + second * 31) % NOISE

    def tenths(self):
        """The sum of all powers, in tenths of a watt."""
        return sum(self.powers[self.place(device, second)]
                   for second in range(self.seconds) for device in range(self.devices))

    def posts(self):
        """The NDJSON bodies."""
        a_post = max(READINGS_A_POST // self.devices, 1)
        for first in range(0, self.seconds, a_post):
            lines = []
            for second in range(first, min(first + a_post, self.seconds)):
                time = (self.begin + datetime.timedelta(seconds=second)).strftime("%Y-%m-%dT%H:%M:%SZ")
                lines += [f'{{"device_id":"meter-{device}","timestamp":"{time}",'
                          f'"total_energy_kwh":{1000 + second * 0.000156:.6f},'
                          f'{self.values[self.place(device, second)]}}}' for device in range(self.devices)]
            yield "\n".join(lines)

    def load(self, daemon: Daemon, progress):
        loaded = 0
        for body in self.posts():
            answer = daemon.request("POST", "/api/v1/readings?clock=device", body,
                                    {"Content-Type": "application/x-ndjson"})
            if answer.status != 200:
                raise RuntimeError(f"the backlog was refused: {answer.body[:500]!r}")
            loaded += answer.json()["accepted"]
            progress(f"{loaded:,} of {self.readings:,} readings loaded")
        if loaded != self.readings:
            raise RuntimeError(f"{loaded} of {self.readings} readings were stored")


class Live(threading.Thread):
    """Ten readings a second, each posted as it is taken, until finish()."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.port = port
        self.ending = threading.Event()
        self.posted = 0
        self.trouble = None

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            while not self.ending.wait(LIVE_SECONDS):
                body = json.dumps({"device_id": f"live-{self.posted % LIVE_DEVICES}",
                                   "power": self.posted / 8, "voltage": 220.5})
                connection.request("POST", "/api/v1/readings", body, {"Content-Type": "application/json"})
                answer = connection.getresponse()
                said = answer.read()
                if answer.status != 200:
                    raise RuntimeError(f"a live reading was refused: {said!r}")
                self.posted += 1
        except Exception as trouble:  # told by finish()
            self.trouble = trouble
        finally:
            connection.close()

    def finish(self):
        self.ending.set()
        self.join()
        if self.trouble:
            raise self.trouble
