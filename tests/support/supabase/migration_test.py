"""The predecessor's table: set aside, closed to strangers, and copied once whatever is in it."""
import unittest

from peer import Postgres

PREDECESSOR = """
create table energy_readings (id bigserial primary key, device_id varchar(50) not null,
  timestamp timestamptz not null, current decimal(10,4), voltage decimal(10,4), power decimal(12,4),
  ac_power_kw decimal(10,4), total_energy_kwh decimal(12,6), grid_frequency_hz decimal(6,3),
  power_factor decimal(5,4), ambient_temp_c decimal(5,2), irradiance_w_m2 decimal(8,2),
  system_status integer, efficiency decimal(5,4), created_at timestamptz default now());
create view latest_device_readings as
  select distinct on (device_id) * from energy_readings order by device_id, timestamp desc;
create materialized view hourly_energy_summary as
  select device_id, max(total_energy_kwh) - min(total_energy_kwh) e from energy_readings group by 1;
insert into energy_readings (device_id, timestamp, power, total_energy_kwh, system_status)
  select 'ESP32-001', '2025-03-01T00:00Z'::timestamptz + i * interval '1 h', i, i, 1
  from generate_series(1, 1000) i;
insert into energy_readings (device_id, timestamp, power) values ('ESP32-001', '2025-06-01T00:00Z', 'NaN');
"""


class MigrationTest(unittest.TestCase):
    def test_the_predecessors_rows_are_kept_and_copied_once(self):
        postgres = Postgres()
        self.addCleanup(postgres.remove)
        postgres.sql(PREDECESSOR)
        postgres.install()
        self.assertEqual(postgres.sql("select count(*) from energy_readings_predecessor"), "1001")
        for copied in (1001, 0):
            self.assertIn(f"{copied} of 1001", postgres.sql("select historian_migrate('site-001')"))
        postgres.install()
        self.assertEqual(postgres.sql("select count(*), sum(power), min(system_status)"
                                      " from energy_readings"), "1001|500500|1")
        self.assertEqual(postgres.sql("select quality from energy_readings where quality is not null"),
                         '{"power": "bad_nan"}')
        self.assertEqual(postgres.sql("select unexplained from completeness"), "0")
        self.assertEqual(postgres.sql("select count(*) from historian_parts.energy_readings_default"), "0")

    def found(self, table):
        """A Postgres with a table of a predecessor of which nothing is sure."""
        postgres = Postgres()
        self.addCleanup(postgres.remove)
        postgres.sql("grant usage on schema public to anon; create table energy_readings (device_id text,"
                     " timestamp timestamp, power text, total_energy_kwh numeric, note text);"
                     " grant all on energy_readings to anon;" + table)
        postgres.install()
        return postgres

    def test_repeats_are_copied_once_and_rows_without_a_device_or_a_time_are_counted(self):
        postgres = self.found("insert into energy_readings values"
                              " ('a', '2025-01-01 10:00', '1', 1, null), ('a', '2025-01-01 10:00', '1', 1, null),"
                              " ('a', '2025-01-01 10:00', '2', 1, null), (null, '2025-01-01 10:00', '1', 1, null),"
                              " ('a', null, '1', 1, null), ('a', '2025-01-01 10:01', '12abc', 'NaN', 'odd')")
        self.assertEqual(postgres.sql("select historian_migrate('site-001', 'Africa/Casablanca')"),
                         "3 of 6 rows copied, 2 had no device or no time, 1 was there already;"
                         " energy_readings_predecessor is as it was.")
        self.assertEqual(postgres.sql("set timezone = 'UTC'; select time, power, total_energy_kwh, extra, quality"
                                      " from energy_readings order by seq"),
                         "2025-01-01 09:00:00+00|1|1||\n2025-01-01 09:00:00+00|2|1||\n"
                         '2025-01-01 09:01:00+00|||{"note": "odd", "power": "12abc"}|{"total_energy_kwh": "bad_nan"}')
        self.assertEqual(postgres.sql("select unexplained from completeness"), "0")

    def test_nothing_comes_twice_after_rows_were_deleted_added_or_moved(self):
        postgres = self.found("insert into energy_readings select 'a', timestamp '2025-01-01' + i * interval '1 min',"
                              " i, i, null from generate_series(1, 100) i")
        postgres.sql("select historian_migrate('site-001')")
        postgres.sql("delete from energy_readings_predecessor where power::int <= 10;"
                     "insert into energy_readings_predecessor values ('a', '2024-12-31', '0', 0, null)")
        postgres.sql("vacuum full energy_readings_predecessor")
        self.assertIn("1 of 91 rows copied", postgres.sql("select historian_migrate('site-001')"))
        self.assertEqual(postgres.sql("select count(*), count(distinct time) from energy_readings"), "101|101")
        self.assertEqual(postgres.sql("select unexplained from completeness"), "0")

    def test_strangers_see_the_old_table_no_longer(self):
        postgres = self.found("")
        with self.assertRaisesRegex(RuntimeError, "permission denied"):
            postgres.sql("set role anon; table energy_readings_predecessor")

    def test_nothing_to_copy_is_said(self):
        postgres = Postgres()
        self.addCleanup(postgres.remove)
        postgres.install()
        self.assertIn("nothing to copy", postgres.sql("select historian_migrate('site-001')"))


if __name__ == "__main__":
    unittest.main()
