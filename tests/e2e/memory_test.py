"""The daemon's memory follows what it does now, not the most that it ever did."""

import pathlib
import time
import unittest

from historian import IS_SANITIZED, Daemon

READINGS = 50_000
GROWTH_KIB_MAX = 20 * 1024  # 42 MiB before freed memory was given back
SETTLE_SECONDS_MAX = 60
METRICS = ("current", "voltage", "power", "ac_power_kw", "total_energy_kwh", "grid_frequency_hz", "power_factor",
           "ambient_temp_c", "irradiance_w_m2", "system_status", "efficiency")


def memory_kib(daemon):
    status = pathlib.Path(f"/proc/{daemon.process.pid}/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0])


def body(first):
    """Ten devices, eleven values a reading, as NDJSON."""
    values = ",".join(f'"{metric}":{number}.25' for number, metric in enumerate(METRICS))
    return "\n".join(f'{{"device_id":"meter-{number % 10}","message_id":"{first + number}",{values}}}'
                     for number in range(READINGS))


class Memory(unittest.TestCase):
    @unittest.skipIf(IS_SANITIZED, "a sanitizer has a heap of its own")
    def test_what_large_posts_took_is_given_back(self):
        with Daemon() as daemon:
            before = memory_kib(daemon)
            for number in range(4):
                answer = daemon.post("/api/v1/readings", body(number * READINGS), "application/x-ndjson")
                self.assertEqual(answer.json()["accepted"], READINGS)
            deadline = time.monotonic() + SETTLE_SECONDS_MAX
            while memory_kib(daemon) - before > GROWTH_KIB_MAX and time.monotonic() < deadline:
                time.sleep(0.1)
            self.assertLessEqual(memory_kib(daemon) - before, GROWTH_KIB_MAX)


if __name__ == "__main__":
    unittest.main()
