"""Canaries: keys, passwords and tokens are shown nowhere, whatever is wrong and whatever the server echoes."""

import json
import os
import pathlib
import unittest

from supabase_case import EMAIL, SupabaseCase

SHOWN_MAX = 6  # characters in a row of a secret that somebody cut


def runs_of(secret):
    """Every piece of the secret that is too long to be shown."""
    size = SHOWN_MAX + 1
    return {secret[at:at + size] for at in range(len(secret) - size + 1)}


class Secrets(SupabaseCase):
    password = 'Wq7"vT\\9xKp#Lm2 Zr'

    def setUp(self):
        super().setUp()
        self.tokens = set()

    def secrets(self):
        """The canaries. What an sb_ key begins with is no secret."""
        for entry in self.gateway.take_log():
            self.tokens.add(entry["headers"].get("authorization", "").removeprefix("Bearer "))
        keys = [key.split("_", 2)[2] for key in self.gateway.keys]
        return [*keys, self.password, json.dumps(self.password)[1:-1], *self.tokens, *self.gateway.refresh]

    def require_hidden(self, **texts):
        for secret in self.secrets():
            for run in runs_of(secret):
                for name, text in texts.items():
                    self.assertNotIn(run, text, name)

    def told_by_people(self):
        commands = [("probe", "cloud"), ("sync", "probe", "cloud"), ("sync", "setup", "cloud"), ("sync", "status"),
                    ("sync", "status", "cloud"), ("sync", "verify", "cloud")]
        return {" ".join(command): self.tell(*command, code=int(command[1] != "status")) for command in commands}

    def told_by_the_api(self):
        paths = ["status", "destinations", "destinations/cloud", "destinations/cloud/quarantine.ndjson", "rejected",
                 "logbook"]
        return {path: self.daemon.get(path).body.decode()
                for path in ["/metrics", "/healthz", "/readyz", *(f"/api/v1/{path}" for path in paths)]}

    def kept(self):
        """Everything in the data directory but the credentials."""
        data = self.daemon.folder / "data"
        found = {}
        for folder, folders, files in os.walk(data):
            folders[:] = [name for name in folders if name != "credentials"]
            for name in files:
                found[name] = pathlib.Path(folder, name).read_bytes().decode("latin-1")
        self.assertIn("history.db", found)
        return found

    def test_a_server_that_echoes_what_it_was_sent_makes_nobody_show_or_keep_a_secret(self):
        self.daemon.start()
        self.post(10)
        self.wait_until_arrived()
        self.gateway.echoes = "P0001"  # the row's fault
        self.post(1)
        self.wait_until_set_aside(1)
        self.assertIn("Bearer ...", self.tell("quarantine", "list", "cloud"))
        self.gateway.echoes = "42501"  # the destination's
        self.post(1)
        self.wait_until_held("Bearer ...")
        self.require_hidden(status=self.tell("sync", "status", "cloud"), log=self.daemon.log_text())
        self.daemon.stop()
        self.daemon.start()
        self.wait_until_held("log-in: HTTP 403")  # which echoes the password

        self.require_hidden(
            check=self.check()[1], quarantine=self.tell("quarantine", "list", "cloud"),
            export=self.tell("quarantine", "export", "cloud"), **self.told_by_people(), **self.told_by_the_api())
        self.daemon.stop()
        self.require_hidden(log=self.daemon.log_text(), **self.kept())

    def test_secrets_that_are_wrong_are_named_by_the_check_and_not_shown(self):
        self.assertEqual(self.check()[0], 0, self.check()[1])
        strange = "canary-of-no-project"
        self.keep_secret("key", strange)
        code, said = self.check()
        self.assertEqual(code, 78, said)
        self.assertRegex(said, r"historian.yaml:2:\d+: key: the key is neither sb_publishable_")
        for run in runs_of(strange):
            self.assertNotIn(run, said)

        self.keep_secret("key", next(iter(self.gateway.keys)))
        self.daemon.config.write_text(self.daemon.config.read_text().replace(f", email: {EMAIL}", "").replace(
            ', password: "${credential:password}"', ""))
        code, said = self.check()
        self.assertEqual(code, 78, said)
        self.assertRegex(said, r"historian.yaml:2:\d+: key: a publishable key alone may not write")
        self.require_hidden(check=said)

    def test_an_address_of_the_dashboard_is_named_by_the_check(self):
        self.daemon.config.write_text(f'outputs:\n  - {self.output("https://ref.supabase.co/dashboard/project")}\n')
        code, said = self.check()
        self.assertEqual(code, 78, said)
        self.assertIn("no path but /rest/v1", said)

    def test_the_login_of_a_proxy_stands_in_no_file(self):
        self.more_keys = ', proxy: "http://gate:canary-word@127.0.0.1:9"'
        self.daemon.config.write_text(f"outputs:\n  - {self.output()}\n")
        code, said = self.check()
        self.assertEqual(code, 78, said)
        self.assertIn('write proxy_login: "${credential:proxy-login}"', said)
        self.assertNotIn("canary", said)


if __name__ == "__main__":
    unittest.main()
