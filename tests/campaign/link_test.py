"""The uplink of the campaigns does what it says: cut, slow, counted, deadly between commit and answer."""

import collections
import http.client
import http.server
import socket
import threading
import time
import unittest

from chaos.faults import AFTER, CUT, PASS, ChaosLink, Tally
from rig.link import Link, is_delivery
from rig.network import SwallowingLink, enter_own_network

DELIVERY, OTHER = "/rest/v1/energy_readings?columns=a", "/rest/v1/gateway_status"


class Upstream(http.server.BaseHTTPRequestHandler):
    """A PostgREST that takes everything."""

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(201)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class Rest:
    def __init__(self):
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Upstream)
        self.port = self.server.server_port
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def token(self, *_, **__):
        return "a.b.c"

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def post(link, path=DELIVERY):
    """The status, or None if there was no whole answer."""
    connection = http.client.HTTPConnection("127.0.0.1", link.server.server_port, timeout=300)
    try:
        connection.request("POST", path, b"[1]", {"apikey": next(iter(link.keys))})
        answer = connection.getresponse()
        answer.read()
        return answer.status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def setUpModule():
    if not enter_own_network():
        raise RuntimeError("a network of our own takes root")


class Links(unittest.TestCase):
    def setUp(self):
        self.rest = Rest()
        self.addCleanup(self.rest.close)

    def keep(self, link):
        self.addCleanup(link.close)
        return link

    def chaos(self, *faults):
        """A chaos link that draws these faults, in turn."""
        self.killed = threading.Event()
        link = self.keep(ChaosLink(self.rest, 1, Tally(), self.killed.set))
        queue = collections.deque(faults)
        link.chance.choices = lambda *_: [queue.popleft()]
        link.deck.draw = queue.popleft
        return link

    def test_a_cut_link_answers_nobody_and_a_restored_one_everybody(self):
        link = self.keep(Link(self.rest))
        link.cut()
        self.assertIsNone(post(link))
        link.restore()
        self.assertEqual(post(link), 201)
        self.assertEqual((link.requests, link.deliveries), (1, 1))

    def test_packets_of_a_cut_link_vanish_and_arrive_when_it_is_restored(self):
        link = self.keep(SwallowingLink(self.rest, 0.0, percent=0))
        self.assertEqual(post(link), 201)
        link.cut()
        with self.assertRaises(TimeoutError):  # not refused, not reset: no word at all
            socket.create_connection(("127.0.0.1", link.server.server_port), timeout=0.5)
        self.assertEqual(link.requests, 1)
        link.restore()
        self.assertEqual(post(link), 201)

    def test_a_request_survives_the_loss_of_many_packets(self):
        link = self.keep(SwallowingLink(self.rest, 0.0, percent=20))
        self.assertEqual(post(link), 201)

    def test_a_bad_link_loses_answers_after_the_commit(self):
        link = self.keep(Link(self.rest, loss=1.0))
        self.assertIsNone(post(link))
        link.loss = 0.0
        self.assertEqual(post(link), 201)

    def test_a_slow_link_takes_its_round_trips(self):
        link = self.keep(Link(self.rest, 0.05))
        begun = time.monotonic()
        post(link)
        self.assertGreaterEqual(time.monotonic() - begun, 0.1)  # one for the connection, one for the request

    def test_only_readings_are_deliveries(self):
        self.assertTrue(is_delivery(DELIVERY) and is_delivery("/rest/v1/rpc/ingest_readings"))
        self.assertFalse(is_delivery(OTHER) or is_delivery("/auth/v1/token"))

    def test_bytes_on_the_wire_are_counted_with_their_headers(self):
        link = self.keep(Link(self.rest))
        post(link)
        self.assertGreater(link.bytes, len("POST" + DELIVERY + "[1]"))
        self.assertLess(link.bytes, 500)

    def test_answers_lost_after_the_commit_are_told_from_those_before(self):
        link = self.chaos(AFTER, CUT, {"kind": "reset-before"}, PASS, AFTER)
        self.assertEqual([post(link) for _ in range(4)], [None, None, None, 201])
        post(link, OTHER)  # no delivery: not counted
        self.assertEqual((link.tally.deliveries, link.tally.lost_after_commit), (4, 2))

    def test_an_armed_kill_comes_between_the_commit_and_the_end(self):
        for when, status in (("before the answer", None), ("after the answer", 201)):
            with self.subTest(when):
                link = self.chaos()
                link.armed.append(when)
                self.assertEqual(post(link), status)
                self.assertTrue(self.killed.wait(30))
                self.assertEqual(link.armed, [])
                self.assertEqual(link.tally.faults["kill"], 1)

    def test_a_kill_that_the_database_did_not_see_is_for_the_next_delivery(self):
        link = self.chaos()
        link.armed += ["before the answer", "after the answer"]
        fault = link.fault_for(DELIVERY)
        self.assertTrue(link.is_deadly())
        link.forwarded(fault, DELIVERY, 503)
        self.assertEqual(link.armed, ["before the answer", "after the answer"])
        self.assertEqual((link.dying, link.tally.deliveries, self.killed.is_set()), (0, 0, False))

    def test_a_link_is_deadly_until_every_kill_is_done(self):
        link = self.chaos()
        link.armed.append("after the answer")
        fault = link.fault_for(DELIVERY)
        link.forwarded(fault, DELIVERY, 201)
        self.assertTrue(link.is_deadly())
        link.answered(fault)
        self.assertFalse(link.is_deadly())
        self.assertTrue(self.killed.is_set())

    def test_a_calm_link_draws_nothing(self):
        link = self.chaos()
        link.is_calm = True
        self.assertEqual(post(link), 201)


if __name__ == "__main__":
    unittest.main()
