"""What output-supabase relies on, asked of the genuine PostgREST: the cases C01 to C48 that concern it."""
import json
import http.client
import time
import unittest
from urllib.parse import quote

from peer import Peer, PostgRest

KEY = "site_id,device_id,time,store_id,seq"
CONFLICT = "on_conflict=" + KEY
PREFER = "resolution=ignore-duplicates,return=minimal,missing=default,count=exact"
ROW = {"site_id": "site-001", "device_id": "d", "time": "2026-11-02T10:00:00Z", "store_id": "S", "seq": 1}

MERGE = {"Prefer": "resolution=merge-duplicates,return=minimal,missing=default,count=exact"}
STATUS = {"site_id": "site-001", "at": "2026-11-02T10:00:00Z", "version": "1", "clock_trusted": True,
          "backlog": 0, "quarantined": 0, "dropped": 0}
GAP = {"site_id": "site-001", "store_id": "S", "first_seq": 5, "last_seq": 6, "cause": "purged",
       "decided_at": "2026-11-02T10:00:00Z"}
HEAD = {"site_id": "site-001", "store_id": "S", "seal": 1, "last_seq": 10, "head": "h", "signature": "s",
        "public_key": "p", "sealed_at": "2026-11-02T10:00:00Z"}

WAIT_SECONDS_MAX = 180

HOUR = "site_id,device_id,metric,hour,revision"

# name: (path after /, body, what differs in the headers) -> (status, code or Content-Range)
TABLE = [
    ("C01 bulk insert", "energy_readings", [ROW], {"Prefer": "return=minimal"}, 201, "*/*"),
    ("C02 a single object", f"energy_readings?{CONFLICT}", ROW, {}, 201, "*/0"),
    ("C03 merge of a new row", "gateway_status?on_conflict=site_id", [STATUS], MERGE, 201, "*/1"),
    ("C04 merge of an old row", "gateway_status?on_conflict=site_id", [STATUS], MERGE, 200, "*/1"),
    ("C05 merge by a compound key", "reading_gap?on_conflict=site_id,store_id,first_seq",
     [GAP, {**GAP, "first_seq": 9}], MERGE, 201, "*/2"),
    ("C07 merge of nothing", "gateway_status?on_conflict=site_id", [], MERGE, 200, "*/0"),
    ("C13 duplicates are counted", f"energy_readings?{CONFLICT}", [ROW, {**ROW, "seq": 2}], {}, 201, "*/1"),
    ("C13 all duplicates", f"energy_readings?{CONFLICT}", [ROW], {}, 201, "*/0"),
    ("C14 duplicates inside a batch", f"energy_readings?{CONFLICT}", [{**ROW, "seq": 3}] * 2, {}, 201, "*/1"),
    ("C14 duplicates inside a merge", "reading_gap?on_conflict=site_id,store_id,first_seq", [GAP, GAP],
     MERGE, 400, "21000"),
    ("C15 a default where a column is missing", f"energy_readings?{CONFLICT}&columns={KEY},flags",
     [{**ROW, "seq": 4}], {}, 201, "*/1"),
    ("C16 extra keys are dropped", f"energy_readings?{CONFLICT}&columns={KEY}", [{**ROW, "zzz": 1}], {}, 201, "*/0"),
    ("C17 unknown column", f"energy_readings?columns={KEY},zzz", [ROW], {}, 400, "PGRST204"),
    ("C17 blank columns", "energy_readings?columns=", [ROW], {}, 400, "PGRST100"),
    ("C18 unknown table", "nothing_here?columns=a", [ROW], {}, 404, None),
    ("C19 mixed keys", "energy_readings", [ROW, {"site_id": "x"}], {}, 400, "PGRST102"),
    ("C19 no objects", "energy_readings", [1, 2], {}, 400, "PGRST102"),
    ("C20 empty body", "energy_readings", b"", {}, 400, "PGRST102"),
    ("C20 malformed body", "energy_readings", b"[{", {}, 400, "PGRST102"),
    ("C21 malformed with columns", f"energy_readings?columns={KEY}", b"[{", {}, 400, "22P02"),
    ("C22 not null", f"energy_readings?columns={KEY}", [{"site_id": "site-001"}], {}, 400, "23502"),
    ("C23 plain insert of an old key", "energy_readings", [ROW], {"Prefer": "return=minimal"}, 409, "23505"),
    ("C26 no number", f"energy_readings?columns={KEY},power", [{**ROW, "power": "x"}], {}, 400, "22P02"),
    ("C26 no time", f"energy_readings?columns={KEY}", [{**ROW, "time": "x"}], {}, 400, "22007"),
    ("C26 too large", f"energy_readings?columns={KEY}", [{**ROW, "seq": 10**20}], {}, 400, "22003"),
    ("C27 no such unique index", "energy_readings?on_conflict=power", [ROW], {}, 400, "42P10"),
    ("C28 update is forbidden", "energy_readings?" + CONFLICT, [ROW],
     {"Prefer": "resolution=merge-duplicates"}, 403, "42501"),
    ("C31 another site", f"energy_readings?{CONFLICT}", [{**ROW, "site_id": "site-002"}], {}, 403, "42501"),
    ("C35 wrong Content-Type", "energy_readings", [ROW], {"Content-Type": "text/html"}, 400, "PGRST102"),
    ("C36 an unknown preference", "energy_readings", [ROW], {"Prefer": "handling=strict,zzz=1"}, 400, "PGRST122"),
    ("C37 unknown schema", "energy_readings", [ROW], {"Content-Profile": "historian_parts"}, 406, "PGRST106"),
    ("C38 missing function", "rpc/nothing_here", {"batch": {}}, {}, 404, "PGRST202"),
    ("C38 a function of jsonb", "rpc/ingest_readings", {"batch": {"tick": 1, "groups": []}}, {"Prefer": ""}, 200, "0-0/*"),
    ("C44 dry run", f"energy_readings?{CONFLICT}&columns={KEY}", [], {}, 201, "*/0"),
    ("C44 no right", f"hourly_energy?columns=hour&on_conflict={HOUR}", [], MERGE, 403, "42501"),
    ("C44 no login", f"energy_readings?{CONFLICT}&columns={KEY}", [], {"Authorization": ""}, 401, "42501"),
    ("C44 a wrong token", f"energy_readings?{CONFLICT}&columns={KEY}", [], {"Authorization": "Bearer a.b.c"},
     401, "PGRST301"),
    ("C44 no such table", "nothing_here?columns=a", [], {}, 404, None),
    ("C44 no such column", f"energy_readings?{CONFLICT}&columns={KEY},zzz", [], {}, 400, "PGRST204"),
    ("C44 no unique index", f"energy_readings?on_conflict=power&columns={KEY}", [], {}, 400, "42P10"),
    ("C45 gzip", "energy_readings", b"\x1f\x8b\x08\x00", {"Content-Encoding": "gzip"}, 400, "PGRST102"),
    ("C34 CSV", f"energy_readings?{CONFLICT}", f"{KEY},power\nsite-001,d,2026-11-02T10:00:00Z,S,90,NULL\n".encode(),
     {"Content-Type": "text/csv"}, 201, "*/1"),
    ("C34 CSV with an empty number", f"energy_readings?{CONFLICT}",
     f"{KEY},power\nsite-001,d,2026-11-02T10:00:00Z,S,91,\n".encode(), {"Content-Type": "text/csv"}, 400, "22P02"),
    ("C34 CSV with a short line", f"energy_readings?{CONFLICT}", f"{KEY}\nsite-001,d\n".encode(),
     {"Content-Type": "text/csv"}, 400, "23502"),
    ("C47 unicode", f"energy_readings?{CONFLICT}", [{**ROW, "device_id": "é✓"}], {}, 201, "*/1"),
    ("C48 white space", f"energy_readings?{CONFLICT}", b"  \n " + json.dumps([ROW]).encode(), {}, 201, "*/0"),
    ("N10 a reading of 1970", f"energy_readings?{CONFLICT}", [{**ROW, "time": "1970-01-01T00:00:00Z"}], {}, 201, "*/1"),
]

SQLSTATES = {"08006": 503, "21000": 400, "22003": 400, "22P02": 400, "23502": 400, "23503": 409, "23505": 409,
             "23514": 400, "25006": 405, "28000": 403, "40P01": 500, "42501": 403, "42703": 400, "42883": 404,
             "42P01": 404, "42P10": 400, "53100": 503, "53200": 503, "53300": 503, "53400": 503, "54000": 413,
             "55P03": 500, "57014": 500, "57P01": 503, "57P03": 500, "58030": 500, "P0001": 400, "XX000": 500,
             "PT429": 429}


class ConformanceTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.peer = Peer()
        cls.addClassCleanup(cls.peer.close)
        cls.token = cls.peer.rest.token("authenticated", app_metadata={"site_id": "site-001"})

    def post(self, path, body, headers=None):
        """(status, code of the error or Content-Range, Preference-Applied, headers)"""
        sent = {"Content-Type": "application/json", "Prefer": PREFER,
                "Authorization": "Bearer " + self.token, **(headers or {})}
        connection = http.client.HTTPConnection("127.0.0.1", self.peer.rest.port, timeout=WAIT_SECONDS_MAX)
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        connection.request("POST", "/" + path, content, {k: v for k, v in sent.items() if v})
        reply = connection.getresponse()
        text = reply.read()
        connection.close()
        code = json.loads(text).get("code") if reply.status >= 400 else reply.headers.get("Content-Range")
        return reply.status, code, reply.headers.get("Preference-Applied", ""), reply.headers

    def fetch(self, method, path, body=None, headers=None, port=None):
        """(status, body as JSON)"""
        sent = {"Content-Type": "application/json", "Authorization": "Bearer " + self.token, **(headers or {})}
        connection = http.client.HTTPConnection("127.0.0.1", port or self.peer.rest.port, timeout=WAIT_SECONDS_MAX)
        connection.request(method, "/" + path, json.dumps(body) if body is not None else None,
                           {k: v for k, v in sent.items() if v})
        reply = connection.getresponse()
        text = reply.read()
        connection.close()
        return reply.status, json.loads(text) if text else None

    def test_the_table(self):
        self.peer.postgres.sql("truncate energy_readings, gateway_status, reading_gap")
        for name, path, body, headers, status, sign in TABLE:
            with self.subTest(name):
                found = self.post(path, body, headers)
                self.assertEqual(found[:2], (status, sign))
                if status == 201 and CONFLICT in path:
                    self.assertIn("resolution=ignore-duplicates", found[2])

    def make(self, table, sql):
        """A table of the test's own, which PostgREST knows when this returns."""
        self.peer.postgres.sql(sql)
        self.addCleanup(self.peer.postgres.sql, f"drop table {table} cascade")
        self.peer.reload()
        path = quote(table.strip('"'))
        self.wait(lambda: self.post(path + "?columns=zzz", [{"zzz": 1}])[1] == "PGRST204")

    def test_c06_c08_c12_compound_keys_unique_indexes_and_partitions(self):
        self.make("slices", "create table slices (a int, b int, c int unique, primary key (a, b));"
                            " grant select, insert, update on slices to authenticated")
        self.make("halves", "create table halves (a int, b int, v int, primary key (a, b)) partition by range (b);"
                            " create table historian_parts.lower_half partition of halves for values from (0) to (9);"
                            " grant select, insert, update on halves to authenticated")
        first, again = [{"a": 1, "b": 1, "v": 1}], [{"a": 1, "b": 1, "v": 2}, {"a": 1, "b": 2, "v": 2}]
        self.assertEqual(self.post("halves?on_conflict=a,b", first)[:2], (201, "*/1"))
        self.assertEqual(self.post("halves?on_conflict=a,b", again)[:2], (201, "*/1"))
        self.assertEqual(self.post("halves?on_conflict=a,b", again, MERGE)[:2], (200, "*/2"))
        self.assertEqual(self.peer.postgres.sql("select sum(v) from halves"), "4")
        self.assertEqual(self.post("slices?on_conflict=c", [{"a": 1, "b": 1, "c": 1}], MERGE)[:2], (201, "*/1"))
        self.assertEqual(self.post("slices?on_conflict=c", [{"a": 2, "b": 2, "c": 1}], MERGE)[:2], (200, "*/1"))
        self.assertEqual(self.post("slices?on_conflict=a,b", [{"a": 2, "b": 2, "c": 3}])[:2], (201, "*/0"))

    def test_c09_merge_into_a_table_of_keys_alone(self):
        self.make("pair", "create table pair (a int, b int, primary key (a, b));"
                          " grant select, insert, update on pair to authenticated")
        self.assertEqual(self.post("pair?on_conflict=a,b", [{"a": 1, "b": 1}, {"a": 1, "b": 2}], MERGE)[:2], (201, "*/2"))
        status, _, applied, _ = self.post("pair?on_conflict=a,b", [{"a": 1, "b": 2}, {"a": 1, "b": 3}], MERGE)
        self.assertEqual(status, 201)
        self.assertIn("resolution=merge-duplicates", applied)
        self.assertEqual(self.peer.postgres.sql("select count(*) from pair"), "3")

    def test_c11_ignoring_duplicates_represents_the_new_rows_only(self):
        self.peer.postgres.sql("truncate energy_readings")
        self.post(f"energy_readings?{CONFLICT}", [ROW])
        status, body = self.fetch("POST", f"energy_readings?{CONFLICT}&select=seq", [ROW, {**ROW, "seq": 2}],
                                  {"Prefer": "resolution=ignore-duplicates,return=representation"})
        self.assertEqual((status, body), (201, [{"seq": 2}]))

    def test_c24_a_foreign_key_that_points_nowhere(self):
        self.make("child", "create table parent (a int primary key); create table child (a int references parent);"
                           " grant select, insert on child to authenticated")
        self.addCleanup(self.peer.postgres.sql, "drop table parent cascade")
        self.assertEqual(self.post("child", [{"a": 1}], {"Prefer": "return=minimal"})[:2], (409, "23503"))

    def test_c29_a_table_that_may_only_be_inserted_into(self):
        self.make("letterbox", "create table letterbox (a int primary key); grant insert on letterbox to authenticated")
        self.assertEqual(self.post("letterbox", [{"a": 1}], {"Prefer": "return=minimal"})[:2], (201, "*/*"))
        self.assertEqual(self.post("letterbox", [{"a": 2}], {"Prefer": "return=representation"})[:2], (403, "42501"))
        self.assertEqual(self.post("letterbox?on_conflict=a", [{"a": 3}])[:2], (403, "42501"))
        self.assertEqual(self.peer.postgres.sql("select count(*) from letterbox"), "1")

    def test_c29_a_head_of_the_chain_is_inserted_once_and_changed_by_no_request(self):
        self.peer.postgres.sql("truncate chain_head")
        self.assertEqual(self.post("chain_head", [HEAD], {"Prefer": "return=minimal"})[:2], (201, "*/*"))
        self.assertEqual(self.post("chain_head", [HEAD], {"Prefer": "return=minimal"})[:2], (409, "23505"))
        key = "chain_head?on_conflict=site_id,store_id,seal"
        other = {**HEAD, "head": "forged"}
        self.assertEqual(self.post(key, [other])[:2], (201, "*/0"))
        self.assertEqual(self.post(key, [other], MERGE)[:2], (403, "42501"))
        for method in ("PATCH", "DELETE"):
            self.assertEqual(self.fetch(method, "chain_head?seal=eq.1", {"head": "forged"})[0], 403)
        self.assertEqual(self.post("chain_head", [{**HEAD, "site_id": "site-002"}],
                                   {"Prefer": "return=minimal"})[:2], (403, "42501"))
        self.assertEqual(self.fetch("GET", "chain_head?select=head"), (200, [{"head": "h"}]))

    def test_c33_a_server_without_an_anonymous_role_asks_for_a_token(self):
        rest = PostgRest(self.peer.postgres, anonymous="")
        self.addCleanup(rest.stop)
        status, body = self.fetch("POST", "energy_readings", [ROW], {"Authorization": ""}, rest.port)
        self.assertEqual((status, body["code"]), (401, "PGRST302"))

    def test_c46_c47_names_that_must_be_quoted(self):
        self.make('"Zähler ✓"', 'create table "Zähler ✓" ("camelCase" int primary key, "a b,c" text);'
                                ' grant select, insert, update on "Zähler ✓" to authenticated')
        path = quote("Zähler ✓") + '?on_conflict=camelCase&columns=%22camelCase%22,%22a%20b,c%22'
        self.assertEqual(self.post(path, [{"camelCase": 1, "a b,c": "x"}])[:2], (201, "*/1"))
        self.assertEqual(self.post(path, [{"camelCase": 1, "a b,c": "y"}], MERGE)[:2], (200, "*/1"))
        self.assertEqual(self.peer.postgres.sql('select "a b,c" from "Zähler ✓"'), "y")

    def test_c10_a_table_without_a_key_applies_no_resolution(self):
        self.peer.postgres.sql("create table keyless (a int); grant select, insert on keyless to authenticated")
        self.peer.reload()
        self.wait(lambda: self.post("keyless", [{"a": 1}])[0] == 201)
        self.assertNotIn("resolution", self.post("keyless", [{"a": 1}])[2])

    def test_c25_one_bad_row_stores_nothing_of_its_batch(self):
        rows = [{**ROW, "seq": 100 + i, "power": 1 if i != 5 else "x"} for i in range(10)]
        self.assertEqual(self.post(f"energy_readings?columns={KEY},power", rows)[0], 400)
        self.assertEqual(self.peer.postgres.sql("select count(*) from energy_readings where seq >= 100"), "0")

    def test_c30_ignoring_duplicates_needs_the_right_to_read(self):
        self.peer.postgres.sql("revoke select on energy_readings from authenticated")
        self.addCleanup(self.peer.postgres.sql, "grant select on energy_readings to authenticated")
        self.assertEqual(self.post(f"energy_readings?{CONFLICT}", [ROW])[:2], (403, "42501"))
        self.assertEqual(self.post("energy_readings", [{**ROW, "seq": 30}], {"Prefer": "return=minimal"})[0], 201)

    def test_c30_ignoring_duplicates_needs_a_policy_to_read(self):
        self.peer.postgres.sql("drop policy gateway_reads on energy_readings")
        self.addCleanup(self.peer.postgres.install)
        self.assertEqual(self.post(f"energy_readings?{CONFLICT}", [{**ROW, "seq": 31}])[:2], (403, "42501"))
        self.assertEqual(self.post("energy_readings", [{**ROW, "seq": 31}], {"Prefer": "return=minimal"})[0], 201)

    def test_c32_tokens_that_do_not_count(self):
        for token in (self.peer.rest.token("authenticated", seconds=-60), "a.b.c",
                      self.token[:-4] + "AAAA"):
            status, code, *_ = self.post("energy_readings", [], {"Authorization": "Bearer " + token})
            self.assertEqual((status, code), (401, "PGRST301"))
        status, code, _, headers = self.post("energy_readings", [ROW], {"Authorization": ""})
        self.assertEqual((status, code, headers.get("WWW-Authenticate")), (401, "42501", "Bearer"))

    def test_c38_c39_what_functions_answer(self):
        headers = json.dumps({"status": 420, "headers": {"Retry-After": "7"}})
        self.peer.postgres.sql(
            "create function nothing() returns void language sql as ''; create function busy() returns void"
            f" language plpgsql as $$ begin raise sqlstate 'PGRST' using detail = '{headers}',"
            " message = '{\"code\":\"X\",\"message\":\"m\"}'; end $$;"
            " grant execute on function nothing(), busy() to authenticated")
        self.peer.reload()
        self.wait(lambda: self.post("rpc/nothing", {})[0] == 204)
        status, code, _, answered = self.post("rpc/busy", {})
        self.assertEqual((status, code, answered.get("Retry-After")), (420, "X", "7"))

    def test_c41_a_statement_that_takes_too_long(self):
        self.peer.postgres.sql("alter role authenticated set statement_timeout = '200ms'", user="postgres")
        self.peer.postgres.sql("create function doze(seconds float) returns void language sql as 'select pg_sleep(seconds)';"
                               " grant execute on function doze(float) to authenticated; notify pgrst, 'reload config'")
        self.addCleanup(self.allow_time)
        self.peer.reload()
        self.wait(lambda: self.post("rpc/doze", {"seconds": 20})[:2] == (500, "57014"))

    def allow_time(self):
        """Statements of the tests to come may take their time again."""
        self.peer.postgres.sql("alter role authenticated set statement_timeout = '8s';"
                               " notify pgrst, 'reload config'", user="postgres")
        self.wait(lambda: self.post("rpc/doze", {"seconds": 0.5})[0] == 204)

    def test_c40_a_database_that_is_away_and_back(self):
        self.peer.postgres.stop()
        self.wait(lambda: self.is_away(self.post(f"energy_readings?{CONFLICT}", [ROW])))
        self.peer.postgres.start()
        self.wait(lambda: self.post(f"energy_readings?{CONFLICT}", [ROW])[0] == 201)

    def is_away(self, answer):
        """Whether that is how PostgREST says that its database does not answer."""
        status, code, _, headers = answer
        return (status, code) == (503, "PGRST000") and headers.get("Retry-After", "").isdigit()

    def test_n08_a_partition_cannot_be_read(self):
        self.assertEqual(self.post("energy_readings_default", [])[0], 404)

    def test_n09_nothing_can_be_changed_or_deleted(self):
        for method in ("PATCH", "DELETE"):
            self.assertEqual(self.fetch(method, "energy_readings?seq=eq.1", {"power": 0})[0], 403)

    def test_n13_the_status_of_each_sqlstate(self):
        self.peer.postgres.sql("create function raise_it(code text) returns void language plpgsql as"
                               " $$ begin raise exception 'raised' using errcode = code; end $$;"
                               " grant execute on function raise_it(text) to authenticated")
        self.peer.reload()
        self.wait(lambda: self.post("rpc/raise_it", {"code": "22003"})[:2] == (400, "22003"))
        for code, status in SQLSTATES.items():
            with self.subTest(code):
                self.assertEqual(self.post("rpc/raise_it", {"code": code})[0], status)

    def wait(self, condition):
        deadline = time.monotonic() + WAIT_SECONDS_MAX
        while not condition():
            self.assertLess(time.monotonic(), deadline, "the peer did not come to it")
            time.sleep(0.05)


if __name__ == "__main__":
    unittest.main()
