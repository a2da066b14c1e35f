"""The real daemon before a real PostgREST and PostgreSQL, through a gateway that can fail."""

import pathlib
import sys

from outputs import OutputCase

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "support" / "supabase"))
from gateway import Gateway  # noqa: E402
from peer import Peer  # noqa: E402

SITE, EMAIL, PASSWORD = "site-001", "site-001@gateway.invalid", "correct horse battery"


class SupabaseCase(OutputCase):
    name = "cloud"
    encoding = "auto"
    sites = (SITE,)

    def setUp(self):
        self.peer = Peer(self.sites)
        self.addCleanup(self.peer.close)
        self.gateway = Gateway(self.peer.rest, {EMAIL: (PASSWORD, SITE)})
        self.addCleanup(self.gateway.close)
        self.begin(self.output(), key=next(iter(self.gateway.keys)), password=PASSWORD)

    def output(self, url=None):
        return (f'{{name: cloud, plugin: supabase, url: "{url or self.gateway.url}",'
                f' key: "${{credential:key}}", email: {EMAIL}, password: "${{credential:password}}",'
                f' encoding: {self.encoding}}}')

    def sql(self, text):
        return self.peer.postgres.sql(text)

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
            lambda: self.sql("select coalesce(sum(unexplained), 0) from completeness") == "0",
            lambda: "readings are missing without an explanation: "
                    + self.sql("select * from completeness"))
