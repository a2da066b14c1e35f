"""From a second network: boards post freely, everything else needs a login."""

import json
import os
import subprocess
import tempfile
import time
import unittest

from historian import START_SECONDS_MAX, Daemon, ctl

PASSWORD = "a long enough password"
GATEWAY, NEIGHBOUR = "10.231.0.1", "10.231.0.2"


def ip(*arguments):
    subprocess.run(["ip", *arguments], check=True, capture_output=True)


@unittest.skipUnless(os.geteuid() == 0, "a network namespace needs root")
class Access(unittest.TestCase):
    def setUp(self):
        name = f"hist{os.getpid() % 10000}"
        self.inside, self.outside = f"{name}a", f"{name}b"
        for namespace in (self.inside, self.outside):
            ip("netns", "add", namespace)
            self.addCleanup(ip, "netns", "del", namespace)
            ip("-n", namespace, "link", "set", "lo", "up")
        ip("link", "add", self.inside, "netns", self.inside, "type", "veth", "peer", "name",
           self.outside, "netns", self.outside)
        for namespace, address in ((self.inside, GATEWAY), (self.outside, NEIGHBOUR)):
            ip("-n", namespace, "addr", "add", f"{address}/24", "dev", namespace)
            ip("-n", namespace, "link", "set", namespace, "up")
        self.daemon = Daemon(prefix=["ip", "netns", "exec", self.inside])
        self.daemon.start(wait=False)
        self.addCleanup(self.daemon.__exit__)
        self.cookies = tempfile.NamedTemporaryFile()
        deadline = time.monotonic() + START_SECONDS_MAX
        while time.monotonic() < deadline:
            if self.curl("/readyz", host="127.0.0.1", namespace=self.inside)[0] == 200:
                return
        self.fail(self.daemon.log_text())

    def curl(self, path, *options, host=GATEWAY, namespace=None):
        """(status, body) of a request from the neighbour's network, unless another is named."""
        done = subprocess.run(
            ["ip", "netns", "exec", namespace or self.outside, "curl", "-s", "-m", "20", "-b",
             self.cookies.name, "-c", self.cookies.name, "-w", "\n%{http_code}",
             f"http://{host}:{self.daemon.port}{path}", *options], capture_output=True, text=True)
        body, _, status = done.stdout.rpartition("\n")
        return int(status), body

    def post(self, path, value, *options):
        return self.curl(path, "-H", "Content-Type: application/json", "-d", json.dumps(value), *options)

    def test_boards_post_freely_and_everything_else_waits_for_a_login(self):
        self.assertEqual(self.post("/api/v1/readings", {"device_id": "d", "power": 1})[0], 200)
        board = {"device_id": "b", "current": 1, "voltage": 2, "power": 3}
        self.assertEqual(self.post("/api/energy-data", board)[0], 200)
        for path in ("/api/v1/status", "/api/v1/latest", "/api/latest-readings", "/api/v1/devices",
                     "/api/v1/samples", "/metrics", "/api/v1/stream", "/api/v1/setup-code"):
            self.assertEqual(self.curl(path)[0], 401, path)
        self.assertEqual(self.curl("/healthz")[0], 200)

    def test_a_person_sets_the_site_up_with_the_code_and_logs_in(self):
        self.assertIn(b"<!doctype html>".decode(), self.curl("/")[1].lower(), "the page itself opens")
        code = json.loads(self.curl("/api/v1/setup-code", host="127.0.0.1", namespace=self.inside)[1])["code"]
        self.assertIn(self.post("/api/v1/setup", {"code": "WRONG", "password": PASSWORD})[0], (400, 401, 403))
        self.assertEqual(self.post("/api/v1/setup", {"code": code, "password": PASSWORD})[0], 200)
        self.assertNotEqual(self.post("/api/v1/setup", {"code": code, "password": PASSWORD})[0], 200)
        self.assertEqual(self.post("/api/v1/login", {"password": "not the password"})[0], 401)
        status, body = self.post("/api/v1/login", {"password": PASSWORD})
        self.assertEqual(status, 200, body)
        self.assertEqual(self.curl("/api/v1/status")[0], 200)

        self.post("/api/v1/readings", {"device_id": "d", "power": 1})
        approve = "/api/v1/devices/d/approve"
        self.assertEqual(self.curl(approve, "-X", "POST")[0], 403, "without the CSRF token")
        csrf = "X-CSRF-Token: " + json.loads(body)["csrf"]
        self.assertEqual(self.curl(approve, "-X", "POST", "-H", csrf)[0], 200)
        self.assertEqual(self.curl("/api/v1/logout", "-X", "POST", "-H", csrf)[0], 200)
        self.assertEqual(self.curl("/api/v1/status")[0], 401)

    def test_a_token_opens_what_it_is_for_and_nothing_else(self):
        made = self.curl("/api/v1/tokens", "-H", "Content-Type: application/json", "-d",
                         '{"name":"grafana","scopes":["read"]}', host="127.0.0.1", namespace=self.inside)
        bearer = "Authorization: Bearer " + json.loads(made[1])["token"]
        self.assertEqual(self.curl("/api/v1/status", "-H", bearer)[0], 200)
        self.assertEqual(self.curl("/api/v1/tokens", "-H", bearer)[0], 403)
        self.assertEqual(self.curl("/api/v1/status", "-H", "Authorization: Bearer x")[0], 401)


if __name__ == "__main__":
    unittest.main()
