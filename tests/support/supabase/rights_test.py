"""What a gateway, a stolen one and a stranger may do to the database, on a plain PostgreSQL."""
import json
import unittest

from schema_case import SchemaCase

READING = ("insert into energy_readings (site_id, device_id, time, store_id, seq{0}) values"
           " ('site-001', 'd', now(), 'S', {1}{2})")
HEAD = ("insert into chain_head (site_id, store_id, seal, last_seq, head, signature, public_key, sealed_at{0})"
        " values ('site-001', 'S', {1}, 1, 'h', 's', 'p', now(){2})")
GAP = ("insert into reading_gap (site_id, store_id, first_seq, last_seq, cause, decided_at{0})"
       " values ('site-001', 'S', {1}, 1, 'purged', now(){2})")
HOUR = ("insert into hourly_energy (site_id, device_id, metric, hour, revision, energy_kwh, coverage, readings{0})"
        " values ('site-001', 'd', 'm', now(), {1}, 1, 1, 1{2})")
AUTH = """create schema auth;
create table auth.users (id uuid primary key default gen_random_uuid(), email text, raw_app_meta_data jsonb,
  banned_until timestamptz);
create table auth.sessions (user_id uuid references auth.users (id) on delete cascade);"""


class RightsTest(SchemaCase):
    def refused(self, pattern, text, user="owner"):
        with self.assertRaisesRegex(RuntimeError, pattern):
            self.sql(text, user)

    def enroll(self):
        """The role of a plain gateway."""
        self.sql(self.sql("select historian_enroll('site-001')"))
        self.addCleanup(self.sql, 'drop role "gateway_site-001"')
        return "gateway_site-001"

    def as_token(self, text, user_id=None):
        """As PostgREST runs it for a token of an Auth user of the site."""
        claims = {"role": "authenticated", "app_metadata": {"site_id": "site-001"}}
        if user_id:
            claims["sub"] = user_id
        return self.sql(f"set request.jwt.claims = '{json.dumps(claims)}'; set role authenticated; {text}")

    def test_when_a_row_came_is_said_by_the_database_alone(self):
        gateway = self.enroll()
        for table, statement in (("energy_readings", READING), ("chain_head", HEAD), ("reading_gap", GAP),
                                 ("hourly_energy", HOUR)):
            with self.subTest(table):
                self.sql(statement.format(", received_at", 1, ", '2021-01-01Z'"), gateway)
                self.sql("set role service_role; " + statement.format(", received_at", 2, ", '2021-01-01Z'"))
                self.sql(statement.format("", 3, ""), gateway)
                self.assertEqual(self.sql("select count(*), bool_and(now() - received_at < interval '1 minute')"
                                          f" from {table}"), "3|t")

    def test_a_revoked_login_is_one_no_longer_and_comes_back_with_a_new_password_only(self):
        gateway = self.enroll()
        self.sql(READING.format("", 1, ""), gateway)
        self.sql("select historian_revoke('site-001')")
        self.refused("not permitted to log in", "select 1", gateway)
        paste = self.sql("select historian_enroll('site-001')")
        self.assertRegex(paste, r'alter role "gateway_site-001" login password \'\w{64}\';')
        self.sql(paste)
        self.sql(READING.format("", 2, ""), gateway)
        self.assertIn("old password", self.sql("select historian_enroll('site-001')"), "it was not revoked")

    def test_a_revoked_auth_user_cannot_come_back_by_enrolling_the_site_again(self):
        self.sql(AUTH)
        self.addCleanup(self.sql, "drop schema auth cascade")
        self.sql("insert into auth.users (email, raw_app_meta_data) values ('site-001@gateway.invalid', '{}')")
        old = self.sql("select id from auth.users")
        self.sql(f"insert into auth.sessions values ('{old}')")
        self.sql("select historian_enroll('site-001')")
        self.as_token(READING.format("", 1, ""), old)
        self.sql("select historian_revoke('site-001')")
        self.assertEqual(self.sql("select count(*) from auth.sessions"), "0")
        self.assertEqual(self.sql("select banned_until > now() + interval '50 years' from auth.users"), "t")
        with self.assertRaisesRegex(RuntimeError, "row-level security"):
            self.as_token(READING.format("", 2, ""), old)
        said = self.sql("select historian_enroll('site-001')")
        self.assertIn("delete", said)
        self.assertEqual(self.sql("select raw_app_meta_data ? 'site_id' from auth.users"), "f")
        with self.assertRaisesRegex(RuntimeError, "row-level security"):
            self.as_token(READING.format("", 2, ""), old)
        self.sql("delete from auth.users; insert into auth.users (email, raw_app_meta_data)"
                 " values ('site-001@gateway.invalid', '{}')")
        self.assertIn("plugin: supabase", self.sql("select historian_enroll('site-001')"))
        self.as_token(READING.format("", 3, ""), self.sql("select id from auth.users"))
        with self.assertRaisesRegex(RuntimeError, "row-level security"):  # a token lives for an hour
            self.as_token(READING.format("", 4, ""), old)

    def test_two_sites_do_not_share_a_user(self):
        self.sql(AUTH)
        self.addCleanup(self.sql, "drop schema auth cascade")
        self.sql("select historian_enroll('site-001', 'roof@example.org')")
        self.refused("roof@example.org writes for another site already", "select historian_enroll('site-002', 'roof@example.org')")

    def test_a_stranger_reaches_nothing(self):
        for name in self.sql("select relname from pg_class where relnamespace in ('public'::regnamespace,"
                             " 'historian_parts'::regnamespace) and relkind in ('r', 'p', 'v', 'm')").split():
            with self.subTest(name):
                self.refused("permission denied|does not exist", f"set role anon; select 1 from {name}")
        functions = self.sql("select count(*) from pg_proc where pronamespace = 'public'::regnamespace"
                             " and (proname like 'historian%' or proname like 'ingest%')"
                             " and (has_function_privilege('anon', oid, 'execute')"
                             " or prosecdef and coalesce(array_to_string(proconfig, ','), '') not like 'search_path=%')")
        self.assertEqual(functions, "0")
        self.assertEqual(self.sql("select count(*) from pg_class where relnamespace = 'public'::regnamespace and"
                                  " (relkind in ('r', 'p') and not relrowsecurity or relkind = 'v' and"
                                  " not coalesce(reloptions::text like '%security_invoker=on%', false))"), "0")


if __name__ == "__main__":
    unittest.main()
