"""A store that is full lets go of its oldest readings; what a counter came to stays, also after a restart."""

import datetime
import random
import unittest

from historian import Daemon

CONFIG = """
store: {plugin: sqlite, quota: 8MB}
devices: [{id: meter-1, profile: esp32-scada-modbus}]
"""
AT_ONCE, FALLS_EVERY = 2_000, 50_000
GONE_MIN, POSTED_MAX = 60_000, 1_000_000
BEGIN = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=20)


class Purge(unittest.TestCase):
    def reading(self, number, chance):
        """A counter that falls to 0 again and again: its total is in no register."""
        return {"device_id": "meter-1",
                "timestamp": (BEGIN + datetime.timedelta(seconds=number)).isoformat(),
                "total_energy_kwh": round(number % FALLS_EVERY * 0.001, 3),
                "noise": chance.random(), "more": chance.random()}

    def lifetime_mwh(self, daemon):
        return daemon.get("/api/carbon-credits/meter-1").json()["monitoring_data"]["gross_generation_mwh"]

    def test_a_purge_and_a_restart_change_no_lifetime_total(self):
        chance = random.Random(5)
        with Daemon(CONFIG) as daemon:
            posted = 0
            while daemon.stored() > posted - GONE_MIN and posted < POSTED_MAX:
                answer = daemon.post("/api/v1/readings?clock=device",
                                     [self.reading(posted + i, chance) for i in range(AT_ONCE)])
                self.assertEqual(answer.status, 200, answer.body)
                posted += AT_ONCE
            self.assertLess(posted, POSTED_MAX, "nothing was purged")
            followed = self.lifetime_mwh(daemon)
            # A register after a fall is energy that is new; only the step at which it fell is not known.
            self.assertAlmostEqual(followed, posted * 1e-6, delta=posted // FALLS_EVERY * 1e-5)
            daemon.kill()
            daemon.start()
            self.assertLessEqual(daemon.stored(), posted - GONE_MIN)
            self.assertEqual(self.lifetime_mwh(daemon), followed)


if __name__ == "__main__":
    unittest.main()
