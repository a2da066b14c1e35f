"""The way of a new user to Supabase, and what is said of every wrong step."""

import unittest

from supabase_case import SupabaseCase


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
            self.assertIn(word, self.instance()["why"])
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
        self.wait_for(lambda: self.status()["state"] == "retrying", lambda: "it does not retry")
        self.assertIn("127.0.0.1", self.status()["why"])


if __name__ == "__main__":
    unittest.main()
