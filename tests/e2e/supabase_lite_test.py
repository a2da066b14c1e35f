"""Keys, log-in and readings before @supabase/lite, a server of Supabase's API that is not PostgREST.

Opt-in, as it is large: `npm ci --ignore-scripts` in tests/support/supabase/lite, then
HISTORIAN_SUPABASE_LITE=1 python3 -m unittest supabase_lite_test
"""

import http.client
import http.server
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import threading
import time
import unittest
import urllib.request

from historian import temporary_folder
from outputs import GENEROUS_SECONDS, OutputCase
from ports import free_port

LITE = pathlib.Path(__file__).parent.parent / "support/supabase/lite/node_modules/.bin/lite"
EMAIL, PASSWORD = "site-001@gateway.invalid", "correct horse battery"
# Its database is no whole PostgreSQL: the table alone, without the functions of schema.sql.
TABLE = """create table public.energy_readings (site_id text not null, device_id text not null,
  "time" timestamptz not null, store_id text not null, seq bigint not null, current float8, voltage float8,
  power float8, ac_power_kw float8, total_energy_kwh float8, grid_frequency_hz float8, power_factor float8,
  ambient_temp_c float8, irradiance_w_m2 float8, system_status float8, efficiency float8, extra jsonb,
  quality jsonb, flags smallint not null default 0, origin jsonb,
  primary key (site_id, device_id, "time", store_id, seq));
grant select, insert, delete on public.energy_readings to service_role;
grant select, insert on public.energy_readings to authenticated;
"""
TOKEN_SECONDS = 10


class Relay:
    """Passes requests on, and knows their paths."""

    def __init__(self, port):
        self.paths = []
        relay = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_POST(self):
                relay.paths.append(self.path)
                body = self.rfile.read(int(self.headers["Content-Length"]))
                upstream = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
                upstream.request("POST", self.path, body, dict(self.headers))
                answer = upstream.getresponse()
                content = answer.read()
                upstream.close()
                self.send_response(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in ("content-length", "transfer-encoding", "connection", "date", "server"):
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def asked(self, grant):
        return sum(path.endswith("grant_type=" + grant) for path in self.paths)

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Lite:
    def __init__(self):
        self.folder = temporary_folder("historian-lite-")
        self.environment = {**os.environ, "LITE_TELEMETRY": "0", "DO_NOT_TRACK": "1"}
        subprocess.run([LITE, "init", "--pglite"], cwd=self.folder, env=self.environment, check=True,
                       capture_output=True, timeout=GENEROUS_SECONDS)
        keys = dict(re.findall(r"SUPABASE_(\w+)_KEY=(\S+)", (self.folder / ".env").read_text()))
        self.publishable, self.secret = keys["PUBLISHABLE"], keys["SECRET"]
        migrations = self.folder / "supabase/migrations"
        migrations.mkdir()
        (migrations / "20260101000000_readings.sql").write_text(TABLE)
        self.port = free_port()
        config = self.folder / "supabase/config.toml"
        config.write_text(config.read_text().replace("54321", str(self.port)).replace(
            "jwt_expiry = 3600", f"jwt_expiry = {TOKEN_SECONDS}"))
        self.url = f"http://127.0.0.1:{self.port}"
        with open(self.folder / "log", "wb") as log:
            subprocess.run([LITE, "migration", "up"], cwd=self.folder, env=self.environment, stdout=log,
                           stderr=log, check=True, timeout=GENEROUS_SECONDS)
            self.process = subprocess.Popen([LITE, "start", "--no-admin"], cwd=self.folder, stdout=log,
                                            stderr=log, env=self.environment, start_new_session=True)
        self.sign_up()

    def sign_up(self):
        body = json.dumps({"email": EMAIL, "password": PASSWORD}).encode()
        asked = urllib.request.Request(self.url + "/auth/v1/signup", body, {
            "apikey": self.publishable, "Content-Type": "application/json"})
        deadline = time.monotonic() + GENEROUS_SECONDS
        while True:
            try:
                with urllib.request.urlopen(asked, timeout=30):
                    return
            except OSError:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise RuntimeError((self.folder / "log").read_text()) from None
                time.sleep(0.1)

    def stop(self):
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(timeout=60)
        shutil.rmtree(self.folder, ignore_errors=True)


@unittest.skipUnless(os.environ.get("HISTORIAN_SUPABASE_LITE"), "HISTORIAN_SUPABASE_LITE is not set")
class SupabaseLite(OutputCase):
    @classmethod
    def setUpClass(cls):
        cls.lite = Lite()
        cls.addClassCleanup(cls.lite.stop)

    def setUp(self):
        self.relay = Relay(self.lite.port)
        self.addCleanup(self.relay.close)
        self.ask("DELETE", "seq=gte.0")

    def start(self, key, login=""):
        self.begin(f'{{name: cloud, plugin: supabase, url: "{self.relay.url}", key: "${{credential:key}}",'
                   f' encoding: json{login}}}', key=key)
        if login:
            self.keep_secret("password", self.password)
        self.daemon.start()

    def start_with_login(self, key, password=PASSWORD):
        self.password = password
        self.start(key, f', email: {EMAIL}, password: "${{credential:password}}"')

    def test_the_right_login_is_let_in(self):
        self.start_with_login(self.lite.publishable)
        self.assertIn(f"✓ log-in: as {EMAIL}", self.tell("probe", "cloud", code=1))

    def test_a_wrong_password_and_a_wrong_key_are_named(self):
        self.start_with_login(self.lite.publishable, "wrong horse battery")
        self.assertIn("Invalid login credentials", self.tell("probe", "cloud", code=1))
        self.daemon.stop()
        self.start_with_login("sb_publishable_ofAnotherProject")
        self.assertIn("Invalid API key", self.tell("probe", "cloud", code=1))

    def test_readings_arrive_with_a_secret_key_each_once(self):
        self.start(self.lite.secret)
        self.post(50)
        self.wait_until_arrived()
        self.assertEqual(len(self.arrived()), 50)

    def test_readings_arrive_with_a_login_whose_token_is_refreshed_each_once(self):
        self.start_with_login(self.lite.publishable)
        self.post(20)
        self.wait_until_arrived()

        def is_refreshed():
            self.post(1)
            return self.relay.asked("refresh_token") >= 2
        self.wait_for(is_refreshed, lambda: f"no token was refreshed: {self.relay.paths[-10:]}")
        self.wait_until_arrived()
        self.assertEqual(sorted(self.arrived()), list(range(self.posted)))
        self.assertEqual(self.relay.asked("password"), 1)

    def ask(self, method, query):
        asked = urllib.request.Request(f"{self.lite.url}/rest/v1/energy_readings?{query}", method=method,
                                       headers={"apikey": self.lite.secret, "User-Agent": "judge"})
        with urllib.request.urlopen(asked, timeout=30) as answer:
            return answer.read()

    def arrived(self):
        return [row["extra"]["n"] for row in json.loads(self.ask("GET", "select=extra"))]


if __name__ == "__main__":
    unittest.main()
