"""The campaigns notice what they are there to notice, and the same seed plans the same run."""

import argparse
import copy
import datetime
import random
import subprocess
import unittest
import xml.etree.ElementTree

import run
from chaos.events import EVENTS, plan
from chaos.faults import AFTER, CUT, DRAW, Deck, name_of
from chaos.truth import Readings, books, checksum, differences, microseconds
from fleet import campaign as fleet
from fleet.chart import curves
from rig.load import Backlog
from rig.paths import BIN
from rig.table import chaos_table, verdict

BEGIN = datetime.datetime(2025, 1, 20, 10, 30, tzinfo=datetime.timezone.utc)


def status(**changes):
    intake = {"received": 10, "stored": 8, "duplicates": 2, "rejected": 0, "failed": 0, "in_flight": 0}
    return {"intake": {**intake, **changes}, "store": {"readings": changes.get("held", 8)}}


def destination(backlog=0, quarantined=0, dropped=0, done=8):
    return {"backlog_readings": backlog, "quarantined_readings": quarantined, "dropped_readings": dropped,
            "positions": [{"store_id": "s", "done_up_to_seq": done, "newest_seq": 8}]}


class Truth(unittest.TestCase):
    def setUp(self):
        self.rows = Readings(1, 50, BEGIN).rows()
        self.sum = checksum(self.rows)

    def test_every_reading_is_distinct(self):
        self.assertEqual(len(self.rows), 50)

    def test_a_lost_row_changes_the_checksum(self):
        self.rows.popitem()
        self.assertNotEqual(checksum(self.rows), self.sum)

    def test_a_value_that_differs_in_its_last_bit_changes_it(self):
        changed = copy.deepcopy(self.rows)
        values = next(iter(changed.values()))
        values["power"] = values["power"] * (1 + 2 ** -52)
        self.assertNotEqual(checksum(changed), self.sum)

    def test_rows_that_differ_are_named(self):
        changed = copy.deepcopy(self.rows)
        changed.popitem()
        self.assertEqual(differences(self.rows, self.rows), [])
        self.assertEqual(len(differences(self.rows, changed)), 1)
        self.assertIn("became None", differences(self.rows, changed)[0])

    def test_a_time_that_differs_by_a_microsecond_changes_it(self):
        (device, time), values = self.rows.popitem()
        self.rows[device, time + 1] = values
        self.assertNotEqual(checksum(self.rows), self.sum)

    def test_order_and_the_type_of_a_number_do_not_matter(self):
        turned = {place: {name: float(value) for name, value in values.items()}
                  for place, values in reversed(self.rows.items())}
        self.assertEqual(checksum(turned), self.sum)

    def test_times_are_read_to_the_microsecond(self):
        self.assertEqual(microseconds("1970-01-01T00:00:01.000002Z"), 1_000_002)
        self.assertEqual(microseconds("1970-01-01T00:00:01Z"), 1_000_000)


class Books(unittest.TestCase):
    def test_balanced_books_have_no_fault(self):
        self.assertEqual(books(status(), destination(), 8), [])

    def test_each_imbalance_of_the_intake_and_the_store_is_named(self):
        for change, word in (({"received": 11}, "accounted for"), ({"rejected": 1, "received": 11}, "rejected"),
                             ({"held": 7}, "stored 7 of 8")):
            with self.subTest(change):
                self.assertIn(word, " ".join(books(status(**change), destination(), 8)))

    def test_each_imbalance_of_the_destination_is_named(self):
        for change, word in (({"backlog": 1}, "backlog"), ({"quarantined": 1}, "quarantined"),
                             ({"dropped": 1}, "dropped"), ({"done": 7}, "position")):
            with self.subTest(change):
                self.assertIn(word, " ".join(books(status(), destination(**change), 8)))


class Seeds(unittest.TestCase):
    def test_the_same_seed_plans_the_same_events(self):
        self.assertEqual(plan(5, 2000), plan(5, 2000))
        self.assertNotEqual(plan(5, 2000), plan(6, 2000))

    def test_a_plan_has_every_event_as_often_as_it_should(self):
        names = [name for _, name in plan(5, 2000)]
        for name, times in EVENTS.items():
            self.assertEqual(names.count(name), times)

    def test_the_same_seed_makes_the_same_readings_and_backlog(self):
        self.assertEqual(Readings(3, 20, BEGIN).rows(), Readings(3, 20, BEGIN).rows())
        one, two = (list(Backlog(3, 2, 20, BEGIN).posts()) for _ in range(2))
        self.assertEqual(one, two)

    def test_a_backlog_has_as_many_lines_as_it_says(self):
        backlog = Backlog(3, 7, 100, BEGIN)
        self.assertEqual(sum(len(body.splitlines()) for body in backlog.posts()), backlog.readings)
        self.assertEqual(backlog.readings, 98)


class Faults(unittest.TestCase):
    def test_the_draw_is_of_a_hundred_and_loses_enough_answers(self):
        self.assertEqual(sum(weight for weight, _ in DRAW), 100)
        lost = sum(weight for weight, fault in DRAW if name_of(fault) in ("reset-after", "truncate"))
        self.assertGreaterEqual(lost, 25)

    def test_few_deliveries_lose_as_large_a_share_of_their_answers_as_many(self):
        for seed in range(200):
            deck = Deck(random.Random(seed))
            lost = [deck.draw() in (AFTER, CUT) for _ in range(100)]
            self.assertEqual(sum(lost), 30)
            self.assertTrue(all(sum(lost[:count]) >= 0.2 * count for count in range(20, 100)))

    def test_every_status_that_the_promise_names_is_drawn(self):
        names = {name_of(fault) for _, fault in DRAW}
        self.assertLessEqual({"408", "420", "429", "500", "502", "503", "504", "reset-before"}, names)
        self.assertTrue(any("Retry-After" in fault.get("headers", {}) for _, fault in DRAW))
        self.assertTrue(any("<html>" in fault.get("body", "") for _, fault in DRAW))


class Report(unittest.TestCase):
    def test_a_broken_promise_is_named_and_fails(self):
        self.assertEqual(verdict({"promises": {"rows": True, "once": False}}), "BROKEN: once")
        self.assertEqual(verdict({"promises": {"rows": True}}), "good")

    def test_a_run_that_broke_off_has_a_line(self):
        self.assertIn("came to its end", chaos_table([{"seed": 4, "promises": {"came to its end": False}}]))

    def test_a_broken_promise_is_the_exit_code(self):
        for holds, code in ((True, 0), (False, 1)):
            self.assertEqual(run.exit_code({"drain": [{"promises": {"rate": holds}}]}), code)


class Fleet(unittest.TestCase):
    def test_a_fleet_drains_and_the_same_seed_gives_the_same_curve(self):
        options = argparse.Namespace(gateways=20, seed=1, capacity="2000:60", plot=None)
        one, two = (fleet.run(options, lambda _: None) for _ in range(2))
        self.assertEqual(one, two)
        self.assertTrue(all(all(row["promises"].values()) for row in one))

    def test_the_simulation_refuses_what_it_does_not_know(self):
        for argument in ("gateway=5", "interval_s=0", "seed=-1", "seed=x", "seed"):
            with self.subTest(argument):
                done = subprocess.run([str(BIN / "historian-fleet"), argument], capture_output=True, text=True)
                self.assertEqual(done.returncode, 64)
                self.assertIn(argument, done.stderr)

    def test_a_chart_is_xml_with_a_curve_for_each_series(self):
        chance = random.Random(1)
        text = curves("title", [(name, [chance.randint(0, 9) + 1 for _ in range(30)]) for name in "ab"])
        root = xml.etree.ElementTree.fromstring(text)
        self.assertEqual(len(root.findall("{http://www.w3.org/2000/svg}polyline")), 2)


if __name__ == "__main__":
    unittest.main()
