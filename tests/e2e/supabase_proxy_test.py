"""Readings go to Supabase through a real nginx with TLS: HTTP/2, a body limit, a rate limit, a dead upstream."""

import pathlib
import re
import signal
import subprocess
import time
import unittest

from historian import temporary_folder
from outputs import GENEROUS_SECONDS
from supabase_case import SupabaseCase
from ports import free_port
from gateway import make_certificate

NGINX = "/usr/sbin/nginx"
CONFIG = """
user root;
daemon off;
pid {folder}/pid;
error_log {folder}/error.log;
events {{}}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    log_format short '$server_protocol $status $uri';
    access_log {folder}/access.log short;
    limit_req_zone $server_name zone=all:1m rate=30r/m;
    server {{
        listen 127.0.0.1:{port} ssl http2;
        server_name localhost;
        ssl_certificate {certificate};
        ssl_certificate_key {certificate};
        location / {{
            proxy_pass http://127.0.0.1:{upstream};
            {extra}
        }}
    }}
}}
"""


class Nginx:
    def __init__(self, upstream):
        self.folder = temporary_folder("historian-nginx-")
        self.certificate = make_certificate(str(self.folder / "localhost.pem"))
        self.port = free_port()
        self.upstream = upstream
        self.configure()
        self.process = subprocess.Popen([NGINX, "-c", str(self.folder / "conf"), "-p", str(self.folder)],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.wait_until_up()

    def configure(self, upstream=None, extra=""):
        (self.folder / "conf").write_text(CONFIG.format(
            folder=self.folder, port=self.port, certificate=self.certificate,
            upstream=upstream or self.upstream, extra=extra))

    def reload(self, **changes):
        """Returns when all workers have the new configuration."""
        self.configure(**changes)
        former = self.workers()
        self.process.send_signal(signal.SIGHUP)
        deadline = time.monotonic() + GENEROUS_SECONDS
        while not self.workers() or self.workers() & former:
            if time.monotonic() > deadline:
                raise RuntimeError("nginx keeps its former workers")
            time.sleep(0.02)

    def workers(self):
        pid = self.process.pid
        return set(pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split())

    def wait_until_up(self):
        deadline = time.monotonic() + GENEROUS_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise RuntimeError(f"nginx ended:\n{(self.folder / 'error.log').read_text()}")
            if self.workers():  # it listens before it has any: a reload would count on too few
                return
            time.sleep(0.02)
        raise RuntimeError("nginx does not come up")

    def answers(self):
        """(protocol, status) of each request so far."""
        log = self.folder / "access.log"
        return re.findall(r"^(\S+) (\d+) ", log.read_text(), re.MULTILINE) if log.exists() else []

    def statuses(self):
        return {status for _, status in self.answers()}

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=60)


class Proxy(SupabaseCase):
    def setUp(self):
        super().setUp()
        self.nginx = Nginx(self.gateway.server.server_port)
        self.addCleanup(self.nginx.stop)
        output = self.output(f"https://localhost:{self.nginx.port}")
        self.daemon.config.write_text(
            f"outputs:\n  - {output[:-1]}, ca_file: {self.nginx.certificate}}}\n")

    def deliver(self, count):
        self.post(count)
        self.wait_until_arrived()
        self.require_each_once()

    def test_everything_goes_over_http_2(self):
        self.daemon.start()
        self.assertIn("✓ log-in", self.tell("probe", "cloud"))
        self.deliver(300)
        self.assertEqual({protocol for protocol, _ in self.nginx.answers()}, {"HTTP/2.0"})
        self.assertLessEqual(self.nginx.statuses(), {"200", "201"})

    def test_a_body_that_is_too_large_halves_the_batch(self):
        self.nginx.reload(extra="client_max_body_size 2k;")
        self.daemon.start()
        self.deliver(500)
        self.assertIn("413", self.nginx.statuses())
        self.assertEqual(self.status()["quarantined_readings"], 0)

    def test_a_rate_limit_slows_down_and_loses_nothing(self):
        self.nginx.reload(extra="limit_req zone=all; limit_req_status 429;")
        self.daemon.start()
        self.wait_until_limited()
        self.deliver(20)
        self.assertEqual(self.status()["quarantined_readings"], 0)

    def wait_until_limited(self):
        """Single readings make a request each, until they are too many."""
        def is_limited():
            self.post(1)
            return "429" in self.nginx.statuses()
        self.wait_for(is_limited, lambda: f"only {self.nginx.statuses()} was answered")

    def test_a_dead_upstream_is_tried_again_until_it_is_back(self):
        self.daemon.start()
        self.deliver(10)
        self.nginx.reload(upstream=free_port())
        self.wait_for_502()
        self.nginx.reload()
        self.wait_until_arrived()
        self.require_each_once()

    def wait_for_502(self):
        """nginx changes over to its new upstream at a time of its own."""
        def is_dead():
            self.post(1)
            return self.is_in("retrying", "502")
        self.wait_for(is_dead, lambda: f"only {self.nginx.statuses()} was answered")

    def test_a_stranger_in_the_middle_is_named(self):
        stranger = make_certificate(str(self.nginx.folder / "stranger.pem"))
        text = self.daemon.config.read_text()
        self.daemon.config.write_text(text.replace(str(self.nginx.certificate), stranger))
        self.daemon.start()
        self.assertRegex(self.tell("probe", "cloud", code=1), "certificate")
        self.assertEqual(self.nginx.answers(), [])


if __name__ == "__main__":
    unittest.main()
