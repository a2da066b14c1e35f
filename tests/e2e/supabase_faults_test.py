"""What a real PostgREST refuses: single rows are set aside, a wrong destination is held, and both are named."""

import json
import unittest

from supabase_case import SupabaseCase

STORMS = "alter table energy_readings add constraint no_storms check (power < 1000)"
CALM = "alter table energy_readings drop constraint no_storms"


class PoisonedRow(SupabaseCase):
    """The database names the row, as schema.sql is installed."""

    def poison(self):
        self.sql(STORMS)
        self.daemon.start()
        self.post(60)
        self.post(1, power=5000)
        self.post(39)
        self.wait_until_set_aside(1)
        self.wait_for(lambda: len(self.arrived()) == 99, lambda: f"{len(self.arrived())} arrived")
        self.require_nothing_unexplained()

    def test_it_is_set_aside_with_the_servers_words_and_the_rest_arrives(self):
        self.poison()
        self.assertIn("no_storms", self.tell("quarantine", "list", "cloud"))
        exported = json.loads(self.tell("quarantine", "export", "cloud"))
        self.assertEqual((exported["reading"]["n"], exported["reading"]["power"]), (60, 5000))

        self.tell("quarantine", "retry", "cloud")  # still refused
        self.wait_until_set_aside(1)
        self.sql(CALM)
        self.tell("quarantine", "retry", "cloud")
        self.wait_until_arrived()
        self.require_each_once()
        self.assertIn("Nothing is set aside", self.tell("quarantine", "list", "cloud"))
        self.require_nothing_unexplained()

    def test_it_can_be_given_up_and_the_database_is_told_why(self):
        self.poison()
        self.tell("quarantine", "discard", "cloud", code=64)  # without a reason
        self.tell("quarantine", "discard", "cloud", "--reason", "the sensor was wet")
        self.wait_for(lambda: self.sql("select cause, why from reading_gap")
                      == "discarded|the sensor was wet",
                      lambda: self.sql("select * from reading_gap"))
        self.assertEqual(self.status()["quarantined_readings"], 0)
        self.assertEqual(self.status()["dropped_readings"], 1)
        self.require_nothing_unexplained()


class PoisonedRowOfABatch(PoisonedRow):
    """The database refuses the whole batch, and the daemon looks for the row."""

    encoding = "json"


class BrokenWay(SupabaseCase):
    """Something between cuts every request: nothing is wrong with any reading."""

    def test_nothing_is_set_aside_and_all_arrives_once_it_is_mended(self):
        self.gateway.faults = [{"kind": "cut", "bytes": 90} for _ in range(10_000)]
        self.daemon.start()
        self.post(20)
        self.wait_until_held("cuts or changes requests")
        self.assertEqual(self.status()["quarantined_readings"], 0)
        self.gateway.faults = []
        self.wait_until_arrived_at_once()
        self.require_each_once()
        self.assertEqual(self.status()["quarantined_readings"], 0)
        self.require_nothing_unexplained()


class BrokenWayOfCsv(BrokenWay):
    encoding = "csv"


class WrongDestination(SupabaseCase):
    def break_and_repair(self, break_it, word, repair):
        self.sql(break_it)
        self.peer.reload()
        self.post(10)
        self.wait_until_held(word)
        self.wait_for(lambda: word in self.tell("sync", "status", "cloud"), lambda: f"sync status does not name {word}")
        repair()
        self.peer.reload()
        self.wait_until_arrived_at_once()

    def test_a_dropped_column_and_a_revoked_grant_are_held_and_named_until_they_are_repaired(self):
        self.daemon.start()
        self.post(10)
        self.wait_until_arrived()

        def add_column():
            self.sql("alter table energy_readings add column efficiency double precision")
            self.peer.postgres.install()
        self.break_and_repair("alter table energy_readings drop column efficiency cascade",
                              "efficiency", add_column)
        self.break_and_repair("revoke insert on energy_readings from authenticated",
                              "permission denied",
                              lambda: self.sql("grant insert on energy_readings to authenticated"))
        self.require_each_once()
        self.require_nothing_unexplained()
        self.assertEqual(self.status()["quarantined_readings"], 0)

    def test_a_server_that_was_restored_is_given_again_what_it_lost(self):
        self.daemon.start()
        self.post(20)
        self.wait_until_arrived()
        self.sql("delete from energy_readings where (extra->>'n')::int < 10")
        self.assertIn("10 readings", self.tell("sync", "verify", "cloud", code=1))
        self.tell("sync", "rewind", "cloud", "--from", "2020-01-01T00:00:00Z")
        self.wait_until_arrived()
        self.require_each_once()
        self.tell("sync", "verify", "cloud")

    def test_two_gateways_do_not_write_for_each_other(self):
        self.daemon.config.write_text("site: {id: site-002}\n" + self.daemon.config.read_text())
        self.daemon.start()
        self.assertIn("another site than site-002", self.tell("probe", "cloud", code=1))
        self.post(5)
        self.wait_until_held("row-level security")
        self.assertEqual(self.arrived(), [])

    def test_a_revoked_gateway_is_held_until_it_is_enrolled_again(self):
        self.daemon.start()
        self.sql("select historian_revoke('site-001')")
        self.post(10)
        self.wait_until_held("row-level security")
        self.assertIn("historian_enroll", self.tell("probe", "cloud", code=1))
        self.sql("select historian_enroll('site-001')")
        self.wait_until_arrived_at_once()
        self.require_each_once()


if __name__ == "__main__":
    unittest.main()
