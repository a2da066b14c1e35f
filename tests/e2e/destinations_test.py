"""Destinations, probes and credentials at the daemon itself, as far as they go without an output."""

import os
import pathlib
import pty
import select
import shutil
import stat
import subprocess
import unittest

from historian import BIN, Daemon, ctl

CANARY = "canary-5f1d-never-printed"
BUILD = pathlib.Path(os.environ.get("HISTORIAN_BUILD", "../../build/release")).resolve()


class NoDestinations(unittest.TestCase):
    def test_the_list_is_empty_and_every_act_is_a_clear_404(self):
        with Daemon() as daemon:
            self.assertEqual(daemon.get("/api/v1/destinations").json()["destinations"], [])
            self.assertEqual(daemon.get("/api/v1/status").json()["destinations"], [])
            self.assertEqual(daemon.get("/api/supabase-stats").status, 503)
            for act in ("pause", "resume", "rewind", "verify", "quarantine/retry", "quarantine/discard"):
                answer = daemon.request("POST", f"/api/v1/destinations/cloud/{act}")
                self.assertEqual(answer.status, 404, act)
                self.assertEqual(answer.json()["code"], "unknown_destination")
            self.assertEqual(daemon.get("/api/v1/destinations/cloud/quarantine.ndjson").status, 404)
            self.assertEqual(daemon.get("/api/v1/destinations", x=1).status, 400)

            self.assertEqual(ctl(daemon, "sync", "status"), (0, "There are no destinations.\n"))
            code, text = ctl(daemon, "sync", "pause", "cloud")
            self.assertEqual(code, 1, text)
            self.assertIn("there is no destination 'cloud'", text)
            self.assertEqual(ctl(daemon, "sync", "setup", "cloud")[0], 1)
            self.assertEqual(ctl(daemon, "quarantine", "list", "cloud")[0], 1)
            self.assertEqual(ctl(daemon, "quarantine", "discard", "cloud")[0], 64)

    def test_a_probe_of_an_input_says_where_to_post_and_what_came_last(self):
        with Daemon("version: 1\ninputs:\n  - {name: boards, plugin: http}\n") as daemon:
            code, text = ctl(daemon, "probe", "boards")
            self.assertEqual(code, 1, text)
            self.assertIn("boards to /api/energy-data", text)
            self.assertIn("none came since the start", text)
            daemon.post("/api/v1/readings", {"device_id": "d", "power": 1})
            code, text = ctl(daemon, "probe", "boards")
            self.assertEqual(code, 0, text)
            self.assertRegex(text, "the last post: .*200")
            code, text = ctl(daemon, "probe", "bords")
            self.assertEqual(code, 1, text)
            self.assertIn("there is: ", text)
            self.assertIn("boards", text)

    def test_an_instance_without_a_probe_says_so(self):
        with Daemon("version: 1\ninputs:\n  - {name: roof, plugin: example}\n") as daemon:
            code, text = ctl(daemon, "probe", "roof")
            self.assertEqual(code, 1, text)
            self.assertRegex(text, r"roof.*prob")

    def test_an_instance_tells_when_it_had_data_last(self):
        with Daemon("version: 1\ninputs:\n  - {name: boards, plugin: http}\n") as daemon:
            def last():
                return {entry["name"]: entry["last_data"]
                        for entry in daemon.get("/api/v1/status").json()["instances"]}
            self.assertIsNone(last()["boards"])
            daemon.post("/api/v1/readings", {"device_id": "d", "power": 1})
            self.assertRegex(last()["boards"], r"^20\d\d-.*Z$")


class Credential(unittest.TestCase):
    def set(self, daemon, *arguments, secret=CANARY):
        done = subprocess.run([str(BIN / "historianctl"), "credential", "set", *arguments, "--data",
                               str(daemon.folder / "data")], input=secret, capture_output=True,
                              text=True, timeout=60)
        return done.returncode, done.stdout + done.stderr

    def setUp(self):
        self.daemon = Daemon()
        self.addCleanup(self.daemon.__exit__)
        self.daemon.start()

    def test_a_secret_from_a_pipe_is_kept_for_the_owner_only_and_printed_nowhere(self):
        code, text = self.set(self.daemon, "cloud-key")
        self.assertEqual(code, 0, text)
        file = self.daemon.folder / "data" / "credentials" / "cloud-key"
        self.assertEqual(file.read_text(), CANARY)
        self.assertEqual(stat.S_IMODE(file.stat().st_mode), 0o600)

        self.daemon.stop()
        self.daemon.start()
        said = [text, self.daemon.log_text()]
        for path in ("/api/v1/status", "/api/v1/logbook", "/api/v1/destinations", "/metrics"):
            said.append(self.daemon.get(path).body.decode())
        for arguments in (["status"], ["log"], ["sync", "status"], ["credential"]):
            said.append(ctl(self.daemon, *arguments)[1])
        for one in said:
            self.assertNotIn(CANARY, one)

    def test_the_daemon_finds_it_when_it_starts(self):
        # The one plugin that tells its secret: the conformance test refuses it for that.
        plugins = self.daemon.folder / "plugins"
        plugins.mkdir(mode=0o755)
        built = BUILD / "tests" / "broken" / "input-tells_secrets.so"
        shutil.copy(built, plugins / "input-tells_secrets.so")
        self.daemon.config.write_text(
            f"version: 1\nplugins: {{directories: [{plugins}]}}\ninputs:\n"
            '  - {name: meter, plugin: tells_secrets, password: "${credential:meter-key}"}\n')

        def meter():
            self.daemon.stop()
            self.daemon.start()
            return {entry["name"]: entry for entry in
                    self.daemon.get("/api/v1/status").json()["instances"]}["meter"]
        self.assertIn("historianctl credential set meter-key", meter()["why"])

        def check():
            return subprocess.run([str(BIN / "historiand"), "--check", "--config",
                                   str(self.daemon.config), "--data", str(self.daemon.folder / "data")],
                                  capture_output=True, text=True, timeout=60)
        before = check()
        self.assertEqual(before.returncode, 78, before.stdout + before.stderr)
        self.assertRegex(before.stdout, r"historian.yaml:4:\d+: .*historianctl credential set meter-key")
        self.assertEqual(self.set(self.daemon, "meter-key", secret="hush\n")[0], 0)
        after = check()
        self.assertEqual(after.returncode, 0, after.stdout + after.stderr)
        self.assertEqual(meter()["why"], "")
        self.assertIn("logging in with hush", self.daemon.log_text())

    def test_a_secret_typed_at_a_terminal_is_not_shown(self):
        person, program = pty.openpty()
        self.addCleanup(os.close, person)
        child = subprocess.Popen([str(BIN / "historianctl"), "credential", "set", "cloud-key", "--data",
                                  str(self.daemon.folder / "data")], stdin=program, stdout=program,
                                 stderr=program, close_fds=True)
        os.close(program)
        shown = b""
        while b"not shown" not in shown:
            shown += os.read(person, 4096)
        os.write(person, CANARY.encode() + b"\n")
        self.assertEqual(child.wait(timeout=60), 0)
        while select.select([person], [], [], 0)[0]:
            try:
                shown += os.read(person, 4096)
            except OSError:
                break
        self.assertNotIn(CANARY.encode(), shown)
        self.assertEqual((self.daemon.folder / "data" / "credentials" / "cloud-key").read_text(), CANARY)

    def test_nothing_is_written_for_a_wrong_name_or_no_secret(self):
        for name in ("../key", ".key", "a b", ""):
            self.assertEqual(self.set(self.daemon, name)[0], 64, name)
        self.assertEqual(self.set(self.daemon, "cloud-key", secret="\n")[0], 1)
        self.assertFalse(os.path.exists(self.daemon.folder / "data" / "credentials" / "cloud-key"))


if __name__ == "__main__":
    unittest.main()
