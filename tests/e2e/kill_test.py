"""kill -9 at any moment under load: every reading answered with 200 is there, none twice."""

import http.client
import json
import os
import random
import threading
import time
import unittest

from field_devices import wait_for
from historian import IS_SANITIZED, Daemon

ROUNDS = int(os.environ.get("HISTORIAN_KILLS", "5" if IS_SANITIZED else "30"))
SENDERS = 4


class Sender(threading.Thread):
    """Posts distinct readings until the daemon dies; remembers those answered with 200."""

    def __init__(self, port, numbers, acknowledged, lock):
        super().__init__()
        self.port, self.numbers = port, numbers
        self.acknowledged, self.lock = acknowledged, lock

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            while True:
                with self.lock:
                    number = next(self.numbers)
                body = json.dumps({"device_id": "load", "n": number, "power": number / 8})
                connection.request("POST", "/api/v1/readings", body,
                                   {"Content-Type": "application/json"})
                answer = connection.getresponse()
                answer.read()
                if answer.status == 200:
                    with self.lock:
                        self.acknowledged.add(number)
        except (OSError, http.client.HTTPException):
            pass  # the daemon was killed: what was under way was not acknowledged
        finally:
            connection.close()


class Kill(unittest.TestCase):
    def test_every_acknowledged_reading_survives_and_none_is_there_twice(self):
        seed = int(os.environ.get("HISTORIAN_SEED", time.time()))
        print(f"seed {seed}, {ROUNDS} rounds", flush=True)
        chance = random.Random(seed)
        numbers, acknowledged, lock = iter(range(1, 10**9)), set(), threading.Lock()
        with Daemon() as daemon:
            for _ in range(ROUNDS):
                senders = [Sender(daemon.port, numbers, acknowledged, lock) for _ in range(SENDERS)]
                for sender in senders:
                    sender.start()
                wait_for("an acknowledgement", lambda known=len(acknowledged): len(acknowledged) > known)
                time.sleep(chance.uniform(0, 0.12))
                daemon.kill()
                for sender in senders:
                    sender.join()
                daemon.start()
            found = [sample["v"] for sample in daemon.samples("load", "n")]
            print(f"{len(acknowledged)} acknowledged, {len(found)} found", flush=True)
            self.assertGreaterEqual(len(acknowledged), ROUNDS)
            self.assertEqual(acknowledged - set(found), set(), "acknowledged readings were lost")
            self.assertEqual(len(found), len(set(found)), "a reading is there twice")
            # Queries merge equal samples, so the store's own count is asked as well.
            self.assertEqual(daemon.stored(), len(found))


if __name__ == "__main__":
    unittest.main()
