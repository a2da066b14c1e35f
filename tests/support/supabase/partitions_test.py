"""Who makes the months, and what a gateway meets that comes late."""
import subprocess
import unittest

from peer import Postgres

KEY = "site_id, device_id, time, store_id, seq"
IN_DEFAULT = "select count(*) from historian_parts.energy_readings_default"


def status(oldest="null"):
    return ("insert into gateway_status values ('site-001', now(), '0', true, 'S', 1, 0, "
            f"{oldest}, 0, 0) on conflict (site_id) do update set oldest_unsent = excluded.oldest_unsent")


def rows(count, months, first=1):
    return (f"insert into energy_readings ({KEY}) select 'site-001', 'd', date_trunc('month', now(), 'UTC') - interval"
            f" '{months} months' + i * interval '1 s', 'S', i from generate_series({first}, {first + count - 1}) i")


class PartitionsTest(unittest.TestCase):
    def setUp(self):
        self.postgres = Postgres()
        self.addCleanup(self.postgres.remove)
        self.postgres.install()
        self.sql = self.postgres.sql
        self.sql("select historian_enroll('site-001')")

    def as_gateway(self, text):
        claims = '{"app_metadata":{"site_id":"site-001"}}'
        return self.sql(f"set request.jwt.claims = '{claims}'; set role authenticated; {text}")

    def drop_next_month(self):
        name = self.sql("select 'historian_parts.energy_readings_' || to_char(date_trunc('month', now(), 'UTC')"
                        " + interval '1 month', 'YYYY_MM')")
        self.sql(f"drop table {name}")
        return name

    def hold(self, lock):
        """A session that has it, as a long query would."""
        holder = subprocess.Popen(
            ["psql", "-X", "-q", "-At", "-h", str(self.postgres.directory), "-U", "owner", "-d", "postgres"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.addCleanup(lambda: (holder.stdin.close(), holder.wait(30), holder.stdout.close()))
        self.tell(holder, f"begin; {lock};")
        return holder

    def release(self, holder):
        self.tell(holder, "rollback;")

    def tell(self, holder, text):
        holder.stdin.write(text + " select 'done';\n")
        holder.stdin.flush()
        self.assertEqual(holder.stdout.readline().strip(), "done")

    def test_a_gateway_that_was_offline_for_months_finds_its_months_when_it_says_so(self):
        self.as_gateway(status("now() - interval '8 months'"))
        self.as_gateway(rows(10, 8) + ";" + rows(10, 5, 100))
        self.assertEqual(self.sql(IN_DEFAULT), "0")

    def test_a_gateway_with_a_wrong_clock_makes_no_months_before_2020(self):
        oldest = "select min(relname) from pg_class where relname ~ '^energy_readings_[0-9]+_[0-9]+$'"
        before = self.sql(oldest)
        for wild in ("'1970-01-01T00:00Z'", "now() + interval '20 years'", "'infinity'"):
            self.as_gateway(status(wild))
            self.assertEqual(self.sql(oldest), before)
        self.as_gateway(status("'2020-01-05T00:00Z'"))
        self.assertEqual(self.sql(oldest), "energy_readings_2020_01")

    def test_a_gateways_status_does_not_pay_for_moving_many_rows(self):
        self.sql(rows(30_000, 14) + ";" + rows(10, 11, 40_000))
        name = self.drop_next_month()
        self.as_gateway(status("now() - interval '14 months'"))
        self.assertEqual(self.sql(f"select to_regclass('{name}') is not null"), "t")
        self.assertEqual(self.sql(IN_DEFAULT), "30000")
        self.assertEqual(self.sql("select historian_ensure_partitions()"), "1")
        self.assertEqual(self.sql(IN_DEFAULT), "0")
        self.assertEqual(self.sql("select count(*) from energy_readings"), "30010")

    def test_a_month_that_cannot_be_made_now_refuses_no_status(self):
        name = self.drop_next_month()
        holder = self.hold("lock table historian_parts.energy_readings_default in access share mode")
        self.as_gateway("set statement_timeout = '20s'; " + status())
        self.assertEqual(self.sql("select count(*) from gateway_status"), "1")
        self.release(holder)
        self.as_gateway(status())
        self.assertEqual(self.sql(f"select to_regclass('{name}') is not null"), "t")

    def test_the_file_gives_up_rather_than_stop_a_fleet_behind_a_long_query(self):
        holder = self.hold("lock table energy_readings in access share mode")
        with self.assertRaisesRegex(RuntimeError, "lock timeout"):
            self.postgres.install()
        self.release(holder)
        self.postgres.install()


if __name__ == "__main__":
    unittest.main()
