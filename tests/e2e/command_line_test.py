"""What the daemon says on the command line, right and wrong."""

import subprocess
import unittest

from historian import BIN, Daemon, temporary_folder


def run(*arguments, config=None, profiles=None):
    """historiand with these arguments, and profiles beside its configuration: (exit code, output)."""
    arguments = list(arguments)
    if config is not None:
        file = temporary_folder() / "historian.yaml"
        file.write_text(config)
        for name, text in (profiles or {}).items():
            (file.parent / "devices").mkdir(exist_ok=True)
            (file.parent / "devices" / f"{name}.yaml").write_text(text)
        arguments += ["--config", str(file)]
    done = subprocess.run([str(BIN / "historiand"), *arguments], capture_output=True, text=True,
                          timeout=60)
    return done.returncode, done.stdout + done.stderr


class CommandLine(unittest.TestCase):
    def test_the_version_names_what_it_is_linked_with(self):
        code, text = run("--version")
        self.assertEqual(code, 0)
        self.assertRegex(text, r"historiand \d+\.\d+\.\d+")
        self.assertRegex(text, r"SQLite 3\.\d+")

    def test_an_unknown_option_is_a_usage_error(self):
        code, text = run("--frobnicate")
        self.assertEqual(code, 64, text)

    def test_an_empty_configuration_is_valid(self):
        self.assertEqual(run("--check", config="")[0], 0)

    def test_a_wrong_key_is_named_with_its_place_and_a_suggestion(self):
        code, text = run("--check", config="version: 1\nhttp:\n  prot: 5000\n")
        self.assertEqual(code, 78)
        self.assertRegex(text, r"historian\.yaml:3:3")
        self.assertIn("prot", text)
        self.assertIn("port", text)

    def test_a_profile_beside_the_configuration_is_known_and_checked(self):
        config = "devices: [{id: d, profile: mine}]\n"
        head = 'name: mine\nversion: "1"\n'
        code, text = run("--check", config=config, profiles={"mine": head + "metrics: {power: {unit: W}}\n"})
        self.assertEqual(code, 0, text)
        code, text = run("--check", config=config, profiles={"mine": head + "metrics: {power: {unitt: W}}\n"})
        self.assertEqual(code, 78)
        self.assertRegex(text, r"/devices/mine\.yaml:3:19: .*did you mean 'unit'\?")

    def test_each_broken_file_is_refused_with_a_place(self):
        for config in ("version: 1\nhttp: [\n", "version: 2\n", "http: {port: 70000}\n",
                       "site: {timezone: Mars/Olympus}\n", "inputs: [{plugin: http}]\n",
                       "devices: [{id: '<x>'}]\n", "a: &x 1\nb: *x\n"):
            code, text = run("--check", config=config)
            self.assertEqual(code, 78, (config, text))
            self.assertRegex(text, r"historian\.yaml:\d+:\d+", config)

    def test_the_samples_of_all_plugins_pass_the_check(self):
        for plugin in ("http", "sqlite"):
            code, text = run("--sample", plugin)
            self.assertEqual(code, 0, text)
            self.assertIn("plugin", text)

    def test_the_sample_of_no_plugin_is_an_error_that_lists_them(self):
        code, text = run("--sample", "htpp")
        self.assertNotEqual(code, 0)
        self.assertIn("http", text)

    def test_a_fault_in_one_instance_leaves_the_rest_running(self):
        config = ("version: 1\ninputs:\n  - {name: boards, plugin: http}\n"
                  "  - {name: broken, plugin: nonsense}\n")
        with Daemon(config) as daemon:
            instances = {entry["name"]: entry for entry in daemon.get("/api/v1/status").json()["instances"]}
            self.assertEqual(instances["boards"]["condition"], "healthy")
            self.assertEqual(instances["broken"]["condition"], "disabled")
            self.assertIn("nonsense", instances["broken"]["why"])
            self.assertEqual(daemon.post("/api/v1/readings", {"device_id": "d", "power": 1}).status, 200)

    def test_a_file_that_cannot_be_parsed_starts_the_last_good_copy(self):
        with Daemon("version: 1\nsite: {id: roof-7}\n") as daemon:
            daemon.stop()
            daemon.config.write_text("site: [broken\n")
            daemon.start()
            self.assertEqual(daemon.get("/api/v1/status").json()["site"]["id"], "roof-7")


if __name__ == "__main__":
    unittest.main()
