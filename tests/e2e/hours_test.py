"""Closed hours of energy reach a real PostgREST and a real PostgreSQL as the gateway counted them, and again
where a late reading changed one."""

import datetime
import unittest

from supabase_case import SITE, SupabaseCase
from peer import Postgres

METER = "meter-1"
HOURS, STEPS_AN_HOUR = 6, 12
FIRST_KWH, WRAPS_AT = 640, 655.36
LATE_STEP = 35  # 10:55, so the reading at 11:00 shows two steps at first
FIRST_TIME = (datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=2)).replace(
    hour=8, minute=0, second=0, microsecond=0)
NEWEST = ("select extract(hour from hour at time zone 'UTC')::int, energy_kwh, readings, revision "
          "from hourly_energy_summary order by hour")


def reading(step):
    """1 kWh every 5 minutes, on a counter of 16 bits of 0.01 kWh."""
    return {"device_id": METER,
            "timestamp": (FIRST_TIME + datetime.timedelta(minutes=5 * step)).isoformat(),
            "total_energy_kwh": round((FIRST_KWH + step) % WRAPS_AT, 2)}


def rows(*hours):
    return "\n".join("|".join(map(str, hour)) for hour in hours)


class Hours(SupabaseCase):
    def setUp(self):
        self.warehouse = Postgres()
        self.addCleanup(self.warehouse.remove)
        self.warehouse.install()
        self.warehouse.sql(f"select historian_enroll('{SITE}')")
        self.warehouse.sql(f'create role "gateway_{SITE}" login in role authenticated', user="postgres")
        self.more_config = f"""
  - {{name: warehouse, plugin: postgres, host: {self.warehouse.directory}, user: gateway_{SITE}}}
devices: [{{id: {METER}, profile: esp32-scada-modbus, expected_interval: 300s}}]
"""
        super().setUp()

    def wait_until_both(self, text, expected):
        """Until both databases answer so."""
        for database in (self.peer.postgres, self.warehouse):
            self.wait_for(lambda: database.sql(text) == expected,
                          lambda: f"{text}: {database.sql(text)}, not {expected}")

    def send(self, readings):
        answer = self.daemon.post("/api/v1/readings?clock=device", readings)
        self.assertEqual(answer.status, 200, answer.body)
        self.assertEqual(answer.json()["accepted"], len(readings))

    def restart_with_all(self, readings, end):
        """Hours that are due are told after a start, instead of within a minute."""
        self.wait_until_both("select count(*) from energy_readings", str(readings))
        end()
        self.daemon.start()

    def require_whole(self):
        """Hours sum to the gateway's own lifetime amount, across the rollover."""
        increase = HOURS * STEPS_AN_HOUR - 1
        counted = self.daemon.get(f"/api/carbon-credits/{METER}").json()
        self.assertEqual(counted["monitoring_data"]["gross_generation_mwh"], (FIRST_KWH + increase) / 1000)
        self.assertEqual(float(self.sql("select sum(energy_kwh) from hourly_energy_summary")), increase)

    def test_hours_are_the_gateways_own_and_late_readings_revise_only_what_they_change(self):
        self.daemon.start()
        steps = range(HOURS * STEPS_AN_HOUR)
        self.send([reading(step) for step in steps if step != LATE_STEP])
        self.restart_with_all(len(steps) - 1, self.daemon.kill)
        self.wait_until_both(NEWEST, rows((8, 11, 12, 0), (9, 12, 12, 0), (10, 11, 11, 0),
                                          (11, 13, 12, 0), (12, 12, 12, 0), (13, 12, 12, 0)))
        self.require_whole()
        self.send([reading(LATE_STEP)])
        self.restart_with_all(len(steps), self.daemon.stop)
        self.wait_until_both(NEWEST, rows((8, 11, 12, 0), (9, 12, 12, 0), (10, 12, 12, 1),
                                          (11, 12, 12, 1), (12, 12, 12, 0), (13, 12, 12, 0)))
        self.require_whole()
        self.assertEqual(self.sql("select count(*) from hourly_energy"), "8")
        self.assertEqual(self.sql("select min(coverage), max(coverage), bool_and(approved) from "
                                  "hourly_energy_summary where hour < (select max(hour) from hourly_energy)"),
                         "1|1|t")
        # The database's own count from the rows agrees but for the hour of the rollover.
        self.assertEqual(self.sql(
            "select string_agg(extract(hour from hour at time zone 'UTC')::text, ',') from "
            "hourly_energy_summary join hourly_energy_check using (site_id, device_id, hour) "
            "where abs(hourly_energy_summary.energy_kwh - hourly_energy_check.energy_kwh) > 1e-6"), "9")


if __name__ == "__main__":
    unittest.main()
