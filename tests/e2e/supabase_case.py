"""The real daemon before a real PostgREST and PostgreSQL, through a gateway that can fail."""

import json
import pathlib
import subprocess
import sys

from outputs import OutputCase

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "support" / "supabase"))
from gateway import Gateway  # noqa: E402
from peer import HERE, Peer, node_modules  # noqa: E402

SITE, EMAIL, PASSWORD = "site-001", "site-001@gateway.invalid", "correct horse battery"


class SupabaseCase(OutputCase):
    name = "cloud"
    encoding = "auto"
    sites = (SITE,)
    password = PASSWORD
    more_keys = ""  # of the output

    def setUp(self):
        self.peer = Peer(self.sites)
        self.addCleanup(self.peer.close)
        self.gateway = Gateway(self.peer.rest, {EMAIL: (self.password, SITE)})
        self.addCleanup(self.gateway.close)
        self.begin(self.output(), key=next(iter(self.gateway.keys)),
                   password=self.password)

    def output(self, url=None):
        return (f'{{name: cloud, plugin: supabase, url: "{url or self.gateway.url}",'
                f' key: "${{credential:key}}", email: {EMAIL}, password: "${{credential:password}}",'
                f' encoding: {self.encoding}{self.more_keys}}}')

    def sql(self, text):
        return self.peer.postgres.sql(text)

    def count(self):
        return int(self.sql("select count(*) from energy_readings"))

    def judge(self):
        """What the official client counts."""
        done = subprocess.run(
            ["node", str(HERE / "judge.mjs"), str(node_modules()), self.gateway.url,
             next(iter(self.gateway.keys)), EMAIL, self.password, SITE],
            capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)["count"]

    def unexplained(self):
        return int(self.sql("select coalesce(sum(unexplained), 0) from completeness"))

    def arrived(self):
        try:
            found = self.sql("select extra->>'n' from energy_readings")
        except RuntimeError:
            return []  # it is away
        return [int(number) for number in found.split()]

    def require_each_once(self):
        self.assertEqual(sorted(self.arrived()), list(range(self.posted)))

    def require_nothing_unexplained(self):
        self.wait_for(
            lambda: self.unexplained() == 0,
            lambda: "readings are missing without an explanation: "
                    + self.sql("select * from completeness"))
