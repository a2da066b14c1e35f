"""Bad input gets a clear answer that names the fault: nothing stored, nothing lost, nothing down."""

import unittest

from historian import DOCUMENTED, Daemon


class BadInput(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = Daemon().start()

    @classmethod
    def tearDownClass(cls):
        cls.daemon.stop()

    def tearDown(self):
        self.assertEqual(self.daemon.get("/healthz").status, 200)
        self.assertEqual(self.daemon.stored(), 0)

    def test_the_boards_route_names_the_missing_fields(self):
        for field in ("device_id", "current", "voltage", "power"):
            body = {key: value for key, value in DOCUMENTED.items() if key != field}
            answer = self.daemon.post("/api/energy-data", body)
            self.assertEqual(answer.status, 400)
            self.assertIn(field, answer.json()["detail"])

    def test_a_body_that_is_no_reading_is_refused_and_listed(self):
        for body in (b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"device_id":"x"', b"x=1",
                     b"[" * 10000, b'{"device_id":{"a":1},"power":1}'):
            answer = self.daemon.post("/api/v1/readings", body)
            self.assertIn(answer.status, (400, 411, 422), body[:20])
        rejected = self.daemon.get("/api/v1/rejected").json()["rejected"]
        self.assertTrue(rejected)
        for entry in rejected:
            self.assertTrue(entry["code"] and entry["message"], entry)

    def test_a_device_id_with_markup_is_refused(self):
        answer = self.daemon.post("/api/v1/readings", {"device_id": "<img src=x onerror=1>", "power": 1})
        self.assertEqual(answer.status, 422)
        self.assertEqual(answer.json()["rejected"][0]["field"], "device_id")

    def test_framing_that_could_be_read_two_ways_is_refused(self):
        head = b"POST /api/v1/readings HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
        for lines, status in (
                (b"\r\n", b"411"),
                (b"Content-Length: -5\r\n\r\n", b"400"),
                (b"Content-Length: 3\r\nContent-Length: 4\r\n\r\n{}  ", b"400"),
                (b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}", b"400"),
                (b"Content-Length: 100\r\n\r\n{\"device_id\":1}", b"400")):
            answer = self.daemon.raw(head + lines)
            self.assertTrue(answer == b"" or answer.split(b" ")[1] == status, (lines, answer[:60]))

    def test_request_lines_that_are_none_are_refused(self):
        for request, status in (
                (b"GET / HTTP/1.1\r\n\r\n", b"400"),
                (b"GET / HTTP/9.9\r\nHost: x\r\n\r\n", b"505"),
                (b"FOOBAR / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", b"405"),
                (b"GET / HTTP/1.1\nHost: x\n\n", b"400"),
                (b"GET /" + b"a" * 5000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", b"414"),
                (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"X-A: b\r\n" * 41 + b"\r\n", b"431"),
                (b"GET /%2e%2e/x HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", b"404")):
            answer = self.daemon.raw(request)
            self.assertEqual(answer.split(b" ")[1:2], [status], (request[:40], answer[:60]))

    def test_a_body_over_the_limit_is_refused(self):
        answer = self.daemon.raw(b"POST /api/energy-data HTTP/1.1\r\nHost: x\r\nContent-Length: 65537\r\n\r\n")
        self.assertEqual(answer.split(b" ")[1], b"413")

    def test_unknown_parameters_and_wrong_values_are_errors(self):
        for path, code in (("/api/v1/samples?device=x&metric=power&colour=red", "unknown_parameter"),
                           ("/api/v1/samples?device=x&metric=power", "unknown_device"),
                           ("/api/v1/samples?metric=power", None),
                           ("/api/v1/latest?devise=x", "unknown_parameter")):
            answer = self.daemon.request("GET", path)
            self.assertGreaterEqual(answer.status, 400, path)
            self.assertEqual(answer.headers["content-type"], "application/problem+json")
            if code:
                self.assertEqual(answer.json()["code"], code, path)

    def test_an_unknown_path_and_a_wrong_method_are_told_apart(self):
        self.assertEqual(self.daemon.get("/api/v1/nothing").status, 404)
        answer = self.daemon.request("DELETE", "/api/v1/latest")
        self.assertEqual(answer.status, 405)
        self.assertIn("GET", answer.headers["allow"])

    def test_a_page_from_elsewhere_may_not_post_nor_listen(self):
        answer = self.daemon.request("POST", "/api/energy-data", "{}", {
            "Content-Type": "application/json", "Origin": "http://evil.example"})
        self.assertEqual(answer.status, 403)
        answer = self.daemon.raw(b"GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                                 b"Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                 b"Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                                 b"Origin: http://evil.example\r\n\r\n")
        self.assertEqual(answer.split(b" ")[1], b"403")

    def test_a_name_that_is_not_ours_is_misdirected(self):
        answer = self.daemon.request("GET", "/api/v1/status", headers={"Host": "evil.example"})
        self.assertEqual(answer.status, 421)

    def test_every_answer_carries_the_security_headers(self):
        for path in ("/", "/api/v1/status", "/nothing"):
            headers = self.daemon.get(path).headers
            self.assertIn("default-src 'self'", headers["content-security-policy"], path)
            self.assertEqual(headers["x-content-type-options"], "nosniff", path)
            self.assertEqual(headers["referrer-policy"], "no-referrer", path)


if __name__ == "__main__":
    unittest.main()
