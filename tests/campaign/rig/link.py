"""The uplink of a site: the gateway of the test peer, a round trip away, cut on demand, and measured."""

import random
import threading

from .paths import Gateway

LOGGED_IN = "site-001@gateway.invalid"
PASSWORD = "correct horse battery"
SITE = "site-001"


def is_delivery(path):
    """Readings, and nothing else that an output sends."""
    return path.startswith(("/rest/v1/energy_readings", "/rest/v1/rpc/ingest_readings"))


class Link(Gateway):
    """Adds `round_trip_s` to each request and once more to each new connection. While `is_cut` every
    connection is reset; else a share `loss` of the answers is lost, drawn from a seed. Counts requests
    and bytes, and keeps no body. Threads: one a connection."""

    def __init__(self, rest, round_trip_s=0.0, loss=0.0, seed=0):
        self.round_trip_s, self.loss = round_trip_s, loss
        self.losses = random.Random(seed)
        self.is_cut = False
        self.requests, self.bytes, self.deliveries = 0, 0, 0
        self.connections = set()
        self.counting = threading.Lock()
        super().__init__(rest, {LOGGED_IN: (PASSWORD, SITE)})

    def cut(self):
        self.is_cut = True

    def restore(self):
        self.is_cut = False

    def record(self, entry):
        size = len(entry["method"]) + len(entry["path"]) + len(" HTTP/1.1\r\n\r\n") + len(entry["body"])
        size += sum(len(name) + len(value) + len(": \r\n") for name, value in entry["headers"].items())
        with self.counting:
            round_trips = 1 if entry["from"] in self.connections else 2
            self.connections.add(entry["from"])
            if not self.is_cut:
                self.requests += 1
                self.bytes += size
                self.deliveries += is_delivery(entry["path"])
        if not self.is_cut:
            self.closing.wait(round_trips * self.round_trip_s)

    def fault_for(self, path):
        if self.is_cut:
            return {"kind": "reset-before"}
        with self.counting:
            is_lost = self.losses.random() < self.loss
        return {"kind": "reset-after"} if is_lost else super().fault_for(path)
