"""Readings reach a real PostgreSQL; what it refuses is set aside or held, and named."""

import pathlib
import re
import sys
import unittest

from outputs import OutputCase

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "support" / "supabase"))
from peer import SCHEMA as SCHEMA_FILE, Postgres  # noqa: E402

GATEWAY = "gateway_site-001"
SCHEMA = SCHEMA_FILE.read_text()


class PostgresCase(OutputCase):
    name = "warehouse"

    def setUp(self):
        self.postgres = Postgres()
        self.addCleanup(self.postgres.remove)
        self.postgres.install()
        # What the second step of the README pastes.
        self.postgres.sql(self.postgres.sql("select historian_enroll('site-001')"))
        self.begin(f"{{name: warehouse, plugin: postgres, host: {self.postgres.directory},"
                   f' user: "{GATEWAY}"}}')

    def arrived(self):
        try:
            found = self.postgres.sql("select extra->>'n' from energy_readings")
        except RuntimeError:
            return []  # it is away
        return [int(number) for number in found.split()]

    def require_nothing_unexplained(self):
        self.wait_for(lambda: self.postgres.sql("select coalesce(sum(unexplained), 0)"
                                                " from completeness") == "0",
                      lambda: "readings are missing without an explanation")


class Delivery(PostgresCase):
    def test_offline_killed_and_online_again_each_reading_arrives_once(self):
        self.outlive_an_outage(self.postgres.stop, self.postgres.start)
        self.assertEqual(len(self.arrived()), self.posted)
        self.require_nothing_unexplained()
        self.assertIn(str(self.posted), self.tell("sync", "verify", "warehouse"))


class ThreeSteps(PostgresCase):
    def test_they_lead_from_nothing_to_the_first_row(self):
        said = self.postgres.sql("select historian_enroll('roof-7')")
        self.postgres.sql(said)
        site = re.search(r'under "site:":   (id: \S+)', said)[1]
        lines = re.search(r"^-- (outputs:\n.*?)-- 3\.", said, re.DOTALL | re.MULTILINE)[1].replace("-- ", "")
        self.daemon.config.write_text(f"site: {{{site}}}\n" + lines.replace("YOUR-SERVER", str(self.postgres.directory)))
        self.assertIn("historianctl credential set postgres-password", said)
        self.keep_secret("postgres-password", re.search(r"password '(\w+)'", said)[1])
        self.assertEqual(self.check()[0], 0, self.check()[1])
        self.daemon.start()
        self.post(3)
        self.assertRegex(self.tell("sync", "setup", "warehouse"),
                         "3 readings arrived|the destination has everything")
        self.assertEqual(self.postgres.sql("select distinct site_id from energy_readings"), "roof-7")


class BadInput(PostgresCase):
    def test_one_poisoned_row_is_set_aside_with_the_servers_words_and_the_rest_arrives(self):
        self.postgres.sql("alter table energy_readings add constraint no_storms check (power < 1000)")
        self.daemon.start()
        self.post(99)
        self.post(1, power=5000)
        self.wait_until_set_aside(1)
        self.wait_for(lambda: len(self.arrived()) == 99, lambda: f"{len(self.arrived())} arrived")
        self.assertIn("no_storms", self.tell("quarantine", "list", "warehouse"))
        self.require_nothing_unexplained()
        self.postgres.sql("alter table energy_readings drop constraint no_storms")
        self.tell("quarantine", "retry", "warehouse")
        self.wait_until_arrived()
        self.require_nothing_unexplained()

    def test_a_dropped_column_and_a_revoked_grant_are_held_and_named_until_they_are_repaired(self):
        self.daemon.start()
        self.post(10)
        self.wait_until_arrived()
        for break_it, word, repair in (
                ("alter table energy_readings drop column efficiency cascade", "efficiency",
                 "alter table energy_readings add column efficiency double precision;" + SCHEMA),
                ("revoke insert on energy_readings from authenticated", "permission denied",
                 "grant insert on energy_readings to authenticated")):
            self.postgres.sql(break_it)
            self.post(10)
            self.wait_until_held(word)
            self.postgres.sql(repair)
            self.wait_until_arrived_at_once()
        self.require_nothing_unexplained()

    def test_a_login_that_is_not_there_is_said_by_the_probe_and_the_status(self):
        self.postgres.sql(f'drop role "{GATEWAY}"')
        self.daemon.start()
        self.assertIn(GATEWAY, self.tell("probe", "warehouse", code=1))
        self.post(1)
        self.wait_until_held(GATEWAY)

    def test_a_wrong_address_is_said_by_the_check(self):
        self.daemon.config.write_text("outputs: [{name: warehouse, plugin: postgres, port: 5433}]\n")
        code, said = self.check()
        self.assertEqual(code, 78, said)
        self.assertIn("key 'host' or 'dsn' is missing", said)


if __name__ == "__main__":
    unittest.main()
