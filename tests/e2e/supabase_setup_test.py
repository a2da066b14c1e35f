"""The way of a new user to Supabase, and what is said of every wrong step."""

import pathlib
import re
import unittest

from supabase_case import SupabaseCase

README = pathlib.Path(__file__).parent.parent.parent / "plugins/outputs/supabase/README.md"
SHIPPED = README.parent.parent.parent.parent / "etc/historian.yaml"
# What a hosted project has, as far as historian_enroll looks at it.
AUTH = "create schema auth; create table auth.users (email text, raw_app_meta_data jsonb)"


def as_shipped(lines):
    """The configuration that is installed, changed as the printed lines say."""
    site = re.search(r'under "site:":   id: (\S+)', lines)[1]
    return re.sub(r"^  id: \S+$", f"  id: {site}", SHIPPED.read_text(), flags=re.MULTILINE) + lines + "\n"


class ThreeSteps(SupabaseCase):
    sites = ()

    def enroll(self):
        return self.sql("select historian_enroll('roof-7')")

    def add_user(self):
        """What the printed lines ask for in the dashboard: (e-mail, password)."""
        said = self.enroll()
        email, password = re.search(r"email (\S+),", said)[1], re.search(r"again: (\S+)", said)[1]
        self.sql(f"insert into auth.users values ('{email}', '{{}}')")
        return email, password

    def test_they_lead_from_nothing_to_the_first_row(self):
        self.sql(AUTH)
        email, password = self.add_user()
        lines = self.enroll()
        site = self.sql("select raw_app_meta_data->>'site_id' from auth.users")
        self.gateway.users = {email: (password, site)}  # as Auth puts it into the token

        self.daemon.config.write_text(as_shipped(lines).replace("https://YOUR-PROJECT.supabase.co", self.gateway.url))
        secrets = {"supabase-key": next(iter(self.gateway.keys)), "supabase-password": password}
        for name in re.findall(r"historianctl credential set (\S+)", lines):
            self.keep_secret(name, secrets.pop(name))
        self.assertEqual(secrets, {})
        self.assertEqual(self.check()[0], 0, self.check()[1])

        self.daemon.start()
        self.post(3)
        said = self.tell("sync", "setup", "cloud")
        self.assertRegex(said, "3 readings arrived|the destination has everything")
        self.assertEqual(self.sql("select distinct site_id from energy_readings"), "roof-7")
        self.assertNotIn(password, said + self.daemon.log_text())

    def test_the_readme_names_the_commands_that_are_printed(self):
        self.sql(AUTH)
        self.add_user()
        commands = re.findall(r"^#   ((?:historianctl|systemctl)(?: [a-z-]+)+)", self.enroll(), re.MULTILINE)
        self.assertEqual(len(commands), 4)
        for command in commands:
            self.assertIn(command, README.read_text())

    def test_a_secret_that_was_not_given_is_named_by_the_setup(self):
        self.sql(AUTH)
        self.add_user()
        self.daemon.config.write_text(self.enroll())
        self.daemon.start()
        said = self.tell("sync", "setup", "cloud", code=1)
        self.assertIn("historianctl credential set supabase-key", said)
        self.assertIn("restart the daemon", said)

    def test_a_step_that_was_left_out_is_named_by_the_setup(self):
        self.sql(AUTH)
        email, password = self.add_user()
        self.gateway.users = {email: (password, None)}  # the line was not run again
        self.daemon.config.write_text('site: {id: "roof-7"}\noutputs:\n  - '
                                      + self.output().replace("site-001@gateway.invalid", email) + "\n")
        self.keep_secret("password", password)
        self.daemon.start()
        said = self.tell("sync", "setup", "cloud", code=1)
        self.assertIn("What to do: this login is bound to no site", said)
        self.assertIn("historian_enroll", said)


class WrongConfiguration(SupabaseCase):
    def configure(self, output):
        self.daemon.config.write_text(f"outputs:\n  - {output}\n")

    def test_an_address_without_tls_is_said_by_the_check(self):
        self.configure(self.output("http://ref.supabase.co"))
        code, said = self.check()
        self.assertEqual(code, 78, said)
        self.assertIn("url: must begin with https://", said)

    def test_the_check_says_what_a_day_costs(self):
        self.daemon.config.write_text("devices: [{id: meter-1, expected_interval: 10s}]\n"
                                      f"outputs:\n  - {self.output()}\n")
        code, said = self.check()
        self.assertEqual(code, 0, said)
        self.assertRegex(said, r"cloud: data a day: \d+\.\d MB sent; 8640 readings, which fill 500 MB"
                               r" in \d+ days \(an estimate")
        self.daemon.start()
        self.assertIn("(an estimate", self.tell("probe", "cloud"))
        self.assertIn("(an estimate", self.tell("sync", "status", "cloud"))
        self.assertTrue(self.status()["data_a_day"]["estimate"])

    def test_a_key_that_is_none_and_a_key_of_another_project_are_said_by_probe_and_status(self):
        for key, word in (("my-key", "neither sb_publishable_"),
                          ("sb_publishable_ofAnotherProject", "Invalid API key")):
            self.keep_secret("key", key)
            self.daemon.start()
            self.assertIn(word, self.tell("probe", "cloud", code=1))
            self.post(1)
            self.wait_until_held(word)
            self.assertNotIn(key, self.daemon.log_text())
            self.daemon.stop()

    def test_a_wrong_password_and_a_wrong_address_are_said_by_probe_and_status(self):
        self.keep_secret("password", "wrong horse battery")
        self.daemon.start()
        self.assertIn("Invalid login credentials", self.tell("probe", "cloud", code=1))
        self.post(1)
        self.wait_until_held("Invalid login credentials")
        self.daemon.stop()
        self.configure(self.output("http://127.0.0.1:9"))
        self.daemon.start()
        self.assertIn("127.0.0.1", self.tell("probe", "cloud", code=1))
        self.wait_until_retrying("127.0.0.1")


if __name__ == "__main__":
    unittest.main()
