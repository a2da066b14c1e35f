"""The view that tells a reading the server lost from one that was not sent, by SQL and through PostgREST."""
import json
import unittest
import urllib.request

from peer import Peer
from schema_test import KEY, fill


class CompletenessTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.peer = Peer()
        cls.addClassCleanup(cls.peer.close)
        cls.postgres = cls.peer.postgres

    def setUp(self):
        self.sql("truncate energy_readings, reading_gap")

    def sql(self, text, user="owner"):
        return self.postgres.sql(text, user)

    def rest(self, path, rows=None, site="site-001"):
        """What a gateway of the site is answered."""
        token = self.peer.rest.token("authenticated", app_metadata={"site_id": site})
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.peer.rest.port}/{path}", json.dumps(rows).encode() if rows else None,
            {"Authorization": "Bearer " + token, "Content-Type": "application/json",
             "Prefer": "resolution=merge-duplicates"})
        with urllib.request.urlopen(request, timeout=180) as reply:
            return json.loads(reply.read() or b"null")

    def test_a_gateway_that_thins_sees_what_the_server_lost_of_its_own_site(self):
        self.sixtieths(60, 600)
        gap = {"site_id": "site-001", "store_id": "S", "first_seq": 1, "last_seq": 299, "cause": "thinned",
               "decided_at": "2026-11-02T10:00:00Z", "readings": 295}
        key = "reading_gap?on_conflict=site_id,store_id,first_seq"
        self.rest(key, [gap])
        view = "completeness?select=unexplained,overdue"
        self.assertEqual(self.rest(view), [{"unexplained": 295, "overdue": 295}])
        self.rest(key, [{**gap, "last_seq": 599, "readings": 590}])
        self.assertEqual(self.rest(view), [{"unexplained": 0, "overdue": 0}])
        self.sql("delete from energy_readings where seq = 420")
        self.assertEqual(self.rest(view), [{"unexplained": 1, "overdue": 1}])
        self.assertEqual(self.rest(view, site="site-002"), [])

    def test_a_gateway_may_ask_for_its_own_site_alone(self):
        self.sql(fill(10) + fill(5, site="site-002") + "delete from energy_readings where seq = 3")
        ask = "rpc/historian_completeness?select=readings,missing,unexplained"
        self.assertEqual(self.rest(ask, {"site": "site-001"}),
                         [{"readings": 9, "missing": 1, "unexplained": 1}])
        self.assertEqual(self.rest(ask, {"site": "site-002"}), [])

    def test_many_gaps_are_weighed_once_each(self):
        self.sql(fill(6000) + "delete from energy_readings where seq % 3 = 0 or seq > 5500")
        self.sql("insert into reading_gap (site_id, store_id, first_seq, last_seq, cause, decided_at)"
                 " select 'site-001', 'S', i, i, 'quarantined', now() from generate_series(3, 5400, 3) i")
        self.thin(1, 299, 40)  # more than half of them are told of one by one
        self.assertEqual(self.completeness().split("|")[:2], ["1833", "33"])

    def test_completeness_shows_a_lost_reading_until_a_gap_explains_it(self):
        self.sql(fill(10) + "delete from energy_readings where seq in (3, 7)")
        shown = "select missing, unexplained from completeness"
        self.assertEqual(self.sql(shown), "2|2")
        self.sql("insert into reading_gap values ('site-001', 'S', 3, 3, 'quarantined', 'x', now())")
        self.assertEqual(self.sql(shown), "2|1")
        self.sql("insert into reading_gap values ('site-001', 'S', 5, 9, 'purged', 'y', now())")
        self.assertEqual(self.sql(shown), "2|0")
        self.sql("update reading_gap set closed = true where first_seq = 3")
        self.assertEqual(self.sql(shown), "2|1")

    def thin(self, first, last, readings, cause="thinned"):
        self.sql("insert into reading_gap (site_id, store_id, first_seq, last_seq, cause, decided_at, readings)"
                 f" values ('site-001', 'S', {first}, {last}, '{cause}', now(), {readings})"
                 " on conflict (site_id, store_id, first_seq) do update set last_seq = excluded.last_seq,"
                 " readings = excluded.readings, cause = excluded.cause, closed = false")

    def sixtieths(self, first, last, received="now() - interval '1 h'"):
        """The rows that a resolution leaves: each sixtieth reading."""
        self.sql(f"insert into energy_readings ({KEY}) select 'site-001', 'meter', now(), 'S', i"
                 f" from generate_series({first}, {last}, 60) i;"
                 f" update energy_readings set received_at = {received} where seq between {first} and {last}")

    def completeness(self):
        return self.sql("select missing, unexplained, overdue from completeness")

    def test_completeness_shows_a_reading_that_was_lost_among_thinned_ones(self):
        self.sixtieths(60, 600)
        self.thin(1, 599, 590)
        self.assertEqual(self.completeness(), "590|0|0")
        self.sql("delete from energy_readings where seq = 300")
        self.assertEqual(self.completeness(), "591|1|1")
        self.thin(300, 300, 1, "quarantined")
        self.assertEqual(self.completeness(), "591|0|0")
        self.sql("delete from energy_readings where seq in (60, 540)")
        self.assertEqual(self.completeness(), "593|2|2")
        self.sql("update reading_gap set closed = true where first_seq = 300")
        self.assertEqual(self.completeness(), "593|3|3")

    def test_completeness_takes_gaps_side_by_side_and_inside_each_other(self):
        self.sixtieths(60, 1200)
        self.thin(1, 599, 590)
        self.thin(601, 1199, 590)
        self.thin(1201, 1300, 100)
        self.assertEqual(self.completeness(), "1180|0|0")
        self.thin(120, 660, 541, "purged")
        self.assertEqual(self.completeness(), "1180|0|0")

    def test_what_is_under_way_is_not_overdue_and_the_gap_that_grows_makes_no_alarm(self):
        self.sixtieths(60, 600)
        self.thin(1, 599, 590)
        self.sixtieths(660, 720, "now()")
        self.assertEqual(self.completeness(), "708|118|0")
        self.thin(1, 719, 708)
        self.assertEqual(self.completeness(), "708|0|0")
        self.sql("delete from energy_readings where seq in (120, 660)")
        self.assertEqual(self.completeness(), "710|2|2")

    def test_a_gap_row_of_an_older_schema_stands_for_all_of_its_range(self):
        self.sql("drop view completeness; alter table reading_gap drop column readings;"
                 "insert into reading_gap values ('site-001', 'S', 1, 599, 'thinned', 'x', now())")
        self.postgres.install()
        self.postgres.install()
        self.sixtieths(60, 600)
        self.sql("delete from energy_readings where seq = 300")
        self.assertEqual(self.completeness(), "591|0|0")

    def test_completeness_of_one_site_reads_the_rows_of_one_site(self):
        self.sql(fill(1000) + fill(1000, site="site-002") + "analyze")
        plan = self.sql("explain select * from completeness where site_id = 'site-002'")
        scans = plan.split(" on energy_readings_")[1:]
        self.assertTrue(scans)
        for scan in scans:
            self.assertIn("'site-002'", scan.splitlines()[1])

    def test_completeness_counts_from_one_and_keeps_store_ids_apart(self):
        self.sql(fill(5, first=3) + fill(2, store="T"))
        self.assertEqual(self.sql("select store_id, unexplained from completeness order by 1"),
                         "S|2\nT|0")


if __name__ == "__main__":
    unittest.main()
