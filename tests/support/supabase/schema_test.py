"""The SQL that a user pastes, on a plain PostgreSQL and as a user without superuser rights."""
import json
import unittest

from peer import Postgres
from schema_case import SchemaCase

KEY = "site_id, device_id, time, store_id, seq"


def fill(count, first=1, store="S", site="site-001", step="1 min"):
    return (f"insert into energy_readings ({KEY}, total_energy_kwh) select '{site}', 'meter', "
            f"date_trunc('hour', now()) + i * interval '{step}', '{store}', i, i "
            f"from generate_series({first}, {first + count - 1}) i;")


class SchemaTest(SchemaCase):
    def test_runs_again_and_keeps_the_data(self):
        self.sql(fill(3))
        self.postgres.install()
        self.assertEqual(self.sql("select count(*) from energy_readings"), "3")

    def test_a_function_of_an_older_schema_with_another_result_gives_way(self):
        self.sql("drop type historian_row cascade; create type historian_row as (site_id text);"
                 "create function historian_rows(batch jsonb) returns setof energy_readings language sql as"
                 " 'select * from energy_readings'")
        self.postgres.install()
        self.test_ingest_takes_columns_and_rejects_only_what_is_wrong()

    def test_the_days_of_a_site_are_counted_without_reading_its_other_months(self):
        self.sql(fill(3) + fill(3, site="site-002") + "insert into energy_readings (" + KEY + ") values"
                 " ('site-001', 'd', now() - interval '40 days', 'S', 9)")
        days = ("select sum(readings), min(day) = date_trunc('day', now(), 'UTC') from historian_days('site-001',"
                " date_trunc('day', now(), 'UTC'), now() + interval '2 days')")
        self.assertEqual(self.sql(days), "3|t")
        read = self.sql("begin; " + days + "; select string_agg(relname, ' ') from pg_stat_xact_user_tables"
                        " where relname like 'energy_readings%' and coalesce(seq_scan, 0) + coalesce(idx_scan, 0) > 0; commit")
        month = self.sql("select to_char(now() at time zone 'UTC' - interval '40 days', 'YYYY_MM')")
        self.assertNotIn(month, read.splitlines()[1])
        self.assertIn("energy_readings_", read.splitlines()[1])

    def test_a_meter_reset_adds_no_energy_to_the_check(self):
        steps = [1_000_000, 1_000_500, 1_000_990, 0, 300, 790]
        values = ",".join(f"('s', 'd', '2026-11-02T10:00:00Z'::timestamptz + {i} * interval '1 min',"
                          f" 'S', {i}, {v})" for i, v in enumerate(steps))
        self.sql(f"insert into energy_readings ({KEY}, total_energy_kwh) values {values}")
        self.assertEqual(self.sql("select sum(energy_kwh) from hourly_energy_check"), "1780")

    def test_the_check_leaves_out_what_is_no_number_or_marked_bad(self):
        rows = [("1000", "null"), ("'NaN'", "null"), ("'Infinity'", "null"), ("9e9", '\'{"total_energy_kwh": "bad_spike"}\''),
                ("1001", '\'{"total_energy_kwh": "uncertain_time"}\''), ("'-Infinity'", "null"), ("1003", "null")]
        values = ",".join(f"('s', 'd', '2026-11-02T10:00:00Z'::timestamptz + {i} * interval '1 min', 'S', {i}, {v}, {q}::jsonb)"
                          for i, (v, q) in enumerate(rows))
        self.sql(f"insert into energy_readings ({KEY}, total_energy_kwh, quality) values {values}")
        self.assertEqual(self.sql("select energy_kwh, readings from hourly_energy_check"), "3|3")

    def test_the_newest_revision_of_an_hour_wins_and_all_are_kept(self):
        for revision, energy in ((0, 5), (2, 7), (1, 6)):
            self.sql("insert into hourly_energy values ('s', 'd', 'total_energy_kwh',"
                     f" '2026-11-02T10:00Z', {revision}, {energy}, 1, 60)")
        self.assertEqual(self.sql("select energy_kwh, revision from hourly_energy_summary"), "7|2")
        self.assertEqual(self.sql("select count(*) from hourly_energy"), "3")

    def test_latest_shows_one_row_per_device_and_uses_the_index(self):
        self.sql(fill(50) + fill(20, site="site-002") + "analyze energy_readings")
        self.assertEqual(self.sql("select site_id, seq from latest_device_readings order by 1"),
                         "site-001|50\nsite-002|20")
        plan = self.sql("set enable_seqscan = off; explain select * from latest_device_readings")
        self.assertIn("Index", plan)
        self.assertNotIn("Seq Scan on energy_readings", plan)

    def test_a_wild_time_lands_in_the_default_partition_and_moves_when_its_month_is_made(self):
        self.sql(f"insert into energy_readings ({KEY}) values"
                 " ('s', 'd', '1970-01-01T00:00Z', 'S', 1), ('s', 'd', '2021-03-05T00:00Z', 'S', 2)")
        count = "select count(*) from historian_parts.energy_readings_default"
        self.assertEqual(self.sql(count), "2")
        self.assertEqual(self.sql("select historian_ensure_partitions()"), "1")
        self.assertEqual(self.sql(count), "1")
        self.assertEqual(self.sql("select count(*) from historian_parts.energy_readings_2021_03"), "1")
        self.assertEqual(self.sql("select count(*) from energy_readings"), "2")

    def test_a_status_makes_the_partition_of_the_next_month(self):
        name = self.sql("select 'historian_parts.energy_readings_' ||"
                        " to_char(now() at time zone 'UTC' + interval '1 month', 'YYYY_MM')")
        self.sql(f"drop table {name}")
        self.sql("insert into gateway_status values ('s', now(), '0', true, 'S', 1, 0, null, 0, 0)")
        self.assertEqual(self.sql(f"select to_regclass('{name}') is not null"), "t")

    def test_ingest_takes_columns_and_rejects_only_what_is_wrong(self):
        batch = {"site_id": "site-001", "store_id": "S", "tick": 1000, "groups": [
            {"device_id": "a", "origin": "measured", "t": [1795602600123, 1000, 1000],
             "seq": [5, 1, 2], "flags": [0, 16, 0],
             "v": {"power": [1.5, None, 3], "voltage": [230]},
             "extra": {"mode": ["on", None, "off"]}, "quality": {"1": {"power": "bad_nan"}}},
            {"device_id": "b", "t": [1795602600000], "seq": [7], "v": {"power": [-9]}}]}
        call = f"select ingest_readings('{json.dumps(batch)}')"
        self.assertEqual(json.loads(self.sql(call)), {"received": 4, "inserted": 4, "rejected": []})
        self.assertEqual(json.loads(self.sql(call))["inserted"], 0)
        self.assertEqual(
            self.sql("set timezone = 'UTC'; select device_id, time, seq, power, voltage, extra,"
                     " quality, approved, origin from energy_readings order by 1, 2"),
            'a|2026-11-25 10:30:00.123+00|5|1.5|230|{"mode": "on"}||t|"measured"\n'
            'a|2026-11-25 10:30:01.123+00|6||||{"power": "bad_nan"}|f|"measured"\n'
            'a|2026-11-25 10:30:02.123+00|8|3||{"mode": "off"}||t|"measured"\n'
            'b|2026-11-25 10:30:00+00|7|-9||||t|')

    def test_ingest_names_three_bad_rows_of_a_thousand(self):
        self.sql("alter table energy_readings add constraint small check (power < 1000)")
        self.addCleanup(self.sql, "alter table energy_readings drop constraint small")
        power = [i if i not in (10, 500, 999) else 5000 + i for i in range(1000)]
        power = [p if p >= 5000 else 1 for p in power]
        batch = {"site_id": "s", "store_id": "S", "tick": 1000000, "groups": [
            {"device_id": "a", "t": [1795602600] + [1] * 999, "seq": [1] * 1000, "v": {"power": power}}]}
        answer = json.loads(self.sql(f"select ingest_readings('{json.dumps(batch)}')"))
        self.assertEqual((answer["received"], answer["inserted"]), (1000, 997))
        self.assertEqual([(r["index"], r["seq"], r["code"]) for r in answer["rejected"]],
                         [(10, 11, "23514"), (500, 501, "23514"), (999, 1000, "23514")])

    def test_a_login_writes_for_its_own_site_until_it_is_revoked(self):
        paste = self.sql("select historian_enroll('site-001')")
        self.sql(paste)
        self.addCleanup(self.sql, "drop role \"gateway_site-001\"")
        self.sql("select historian_enroll('site-002')")
        gateway = "gateway_site-001"
        self.sql(fill(1), gateway)
        with self.assertRaisesRegex(RuntimeError, "row-level security"):
            self.sql(fill(1, site="site-002"), gateway)
        with self.assertRaisesRegex(RuntimeError, "row-level security"):
            self.sql("set request.jwt.claims = '{\"app_metadata\":{\"site_id\":\"site-002\"}}';"
                     + fill(1, site="site-002"), gateway)
        for statement in ("update energy_readings set power = 0", "delete from energy_readings",
                          "select historian_enroll('site-003')", "table historian_gateway"):
            with self.assertRaisesRegex(RuntimeError, "permission denied"):
                self.sql(statement, gateway)
        self.assertIn("can neither read nor write", self.sql("select historian_revoke('site-001')"))
        with self.assertRaisesRegex(RuntimeError, "not permitted to log in"):
            self.sql(fill(1, first=2), gateway)
        with self.assertRaisesRegex(RuntimeError, "row-level security"):  # one that is connected
            self.sql(f'set session authorization "{gateway}"; {fill(1, first=2)}', "postgres")
        self.assertEqual(self.sql("select count(*) from energy_readings"), "1")

    def test_enrolling_binds_the_auth_user_that_the_dashboard_made(self):
        self.sql("create schema auth; create table auth.users (email text, raw_app_meta_data jsonb)")
        self.addCleanup(self.sql, "drop schema auth cascade")
        self.assertIn("Add user", self.sql("select historian_enroll('site-007')"))
        self.sql("insert into auth.users values ('site-007@gateway.invalid', '{\"provider\":\"email\"}')")
        lines = self.sql("select historian_enroll('site-007')")
        self.assertIn("plugin: supabase", lines)
        self.assertIn('under "site:":   id: site-007', lines)
        meta = "select raw_app_meta_data from auth.users"
        self.assertEqual(json.loads(self.sql(meta)), {"provider": "email", "site_id": "site-007"})
        self.sql("select historian_revoke('site-007')")
        self.assertEqual(json.loads(self.sql(meta)), {"provider": "email"})

    def test_a_chain_head_is_written_once_for_the_own_site_and_changed_by_nobody(self):
        paste = self.sql("select historian_enroll('site-009')")
        self.sql(paste)
        gateway = "gateway_site-009"
        self.addCleanup(self.sql, f'drop role "{gateway}"')
        head = ("insert into chain_head (site_id, store_id, seal, last_seq, head, signature,"
                " public_key, sealed_at) values ('{}', 'S', {}, 10, 'h', 's', 'p', now())")
        self.sql(head.format("site-009", 1), gateway)
        with self.assertRaisesRegex(RuntimeError, "duplicate key"):
            self.sql(head.format("site-009", 1), gateway)
        with self.assertRaisesRegex(RuntimeError, "row-level security"):
            self.sql(head.format("site-001", 1), gateway)
        as_service = "set role service_role; "
        self.sql(as_service + head.format("site-009", 2))
        for act in ("update chain_head set head = 'x'", "delete from chain_head", "truncate chain_head"):
            for user, role in ((gateway, ""), ("owner", as_service), ("owner", "set role anon; ")):
                with self.subTest(act=act, role=role or user):
                    with self.assertRaisesRegex(RuntimeError, "permission denied"):
                        self.sql(role + act, user)
        for act in ("table chain_head", head.format("site-009", 3)):
            with self.assertRaisesRegex(RuntimeError, "permission denied"):
                self.sql("set role anon; " + act)
        self.assertEqual(self.sql("select count(*) from chain_head", gateway), "2")

    def test_enrolling_prints_lines_that_stand_in_the_configuration_as_they_are(self):
        paste = self.sql("select historian_enroll('roof-7')")
        self.assertIn("create role", paste)
        self.assertIn('under "site:":   id: roof-7', paste)
        self.assertIn("database: \"postgres\"", paste)

    def test_enrolling_refuses_what_is_no_site(self):
        with self.assertRaisesRegex(RuntimeError, "1 to 48 letters"):
            self.sql("select historian_enroll('a site')")


class PlainTest(unittest.TestCase):
    def test_the_file_makes_the_roles_it_needs(self):
        postgres = Postgres("create role owner login createrole; alter database postgres owner to"
                            " owner; alter schema public owner to owner;")
        self.addCleanup(postgres.remove)
        postgres.install()
        postgres.install()
        postgres.sql(postgres.sql("select historian_enroll('site-001')"))
        postgres.sql(fill(1), "gateway_site-001")
        self.assertEqual(postgres.sql("select count(*) from energy_readings"), "1")


if __name__ == "__main__":
    unittest.main()
