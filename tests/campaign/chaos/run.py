"""One run: a real daemon, a real database, faults from a seed; at the end every row is accounted for."""

import contextlib
import datetime
import http.client
import json
import random
import subprocess
import tempfile
import time

from rig.link import LOGGED_IN, PASSWORD, SITE
from rig.paths import PEER_FOLDER, Peer, node_modules
from rig.site import Site, wait_until

from .events import plan
from .faults import ChaosLink, Tally
from .truth import Readings, books, checksum, differences, rows_of_destination, rows_of_store

SECONDS_A_RUN = 80  # about
SHARE_AFTER_COMMIT_MIN = 0.20
POSTS = 200
POST_READINGS_MIN = 20
POST_SECONDS_MAX = 120
SETTLE_SECONDS_MAX = 900
DELIVERY_SECONDS = 0.4  # a post waits that long for the delivery that it may cause
HURRY = 0.6             # how often a person does not want to wait, while readings come in
GONE = (OSError, http.client.HTTPException, ValueError)


class ChaosRun:
    """Everything that go() starts ends with close()."""

    def __init__(self, seed, readings, progress):
        self.seed, self.progress = seed, progress
        self.chance = random.Random(seed)
        begin = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0) - datetime.timedelta(days=2)
        self.readings = Readings(seed, readings, begin)
        self.plan = plan(seed, readings)
        self.tally = Tally()
        self.kills = {"daemon": 0, "postgres": 0}
        self.checked, self.lost = 0, 0  # rows that the position called delivered, in mid-run
        self.ends = contextlib.ExitStack()

    def close(self):
        self.ends.close()

    def set_up(self):
        folder = self.ends.enter_context(tempfile.TemporaryDirectory(prefix="historian-chaos-"))
        self.peer = self.ends.enter_context(Peer())
        self.link = self.new_link()
        self.ends.callback(lambda: self.link.close())  # the one that there is by then
        self.site = Site(self.link.url, next(iter(self.link.keys)), folder)
        self.ends.callback(self.site.kill)

    def new_link(self):
        return ChaosLink(self.peer.rest, self.chance.getrandbits(32), self.tally, self.kill)

    def kill(self):
        self.kills["daemon"] += 1
        self.site.signal_kill()

    # Events.
    def kill_at_ack(self):
        self.link.arm_kill()

    def kill_anywhere(self):
        self.link.closing.wait(self.chance.uniform(0, 0.3))
        self.kill()

    def crash_postgres(self):
        self.kills["postgres"] += 1
        self.peer.postgres.stop("immediate")
        self.link.closing.wait(self.chance.uniform(0.3, 2))
        self.peer.postgres.start()

    def check_acknowledged(self):
        """What the position calls delivered is there now, before a rename could send it again."""
        try:
            self.revive()
            positions = self.site.destination()["positions"]
        except GONE:
            return  # killed just now; the next event looks again
        for position in positions:
            done = position["done_up_to_seq"]
            there = int(self.peer.postgres.sql(f"select count(*) from energy_readings where seq <= {done}"))
            self.checked += done
            self.lost += done - there

    def reconfigure(self, **changes):
        self.check_acknowledged()
        self.site.stop()
        self.site.configure(**changes)

    def rename(self):
        self.reconfigure(name="elsewhere")

    def move(self):
        """The same project under another address."""
        self.site.stop()
        wait_until(lambda: not self.link.dying, SETTLE_SECONDS_MAX, "the end of a kill")
        old, self.link = self.link, self.new_link()
        self.link.keys, self.link.armed, self.link.deck = old.keys, old.armed, old.deck
        old.close()
        self.site.configure(url=self.link.url)

    def change_key(self):
        self.site.stop()
        old = next(iter(self.link.keys))
        rotated = f"sb_publishable_rotated_{self.seed}"
        self.link.keys = {rotated: self.link.keys[old]}
        self.site.keep_secret("key", rotated)

    def change_encoding(self):
        self.reconfigure(encoding=self.chance.choice(["json", "csv", "columnar"]))

    def change_batches(self):
        """rate_max is the largest batch, too."""
        self.reconfigure(rate_max=self.chance.randint(500, 3000))

    # The run.
    def go(self):
        begun = time.monotonic()
        self.set_up()
        count = len(self.readings.all)
        size = max(count // POSTS, POST_READINGS_MIN)
        events = list(self.plan)
        for first in range(0, count, size):
            self.post(first, self.readings.all[first:first + size])
            while events and events[0][0] <= first + size:
                self.progress(f"{first + size:,} posted: {events[0][1].replace('_', ' ')}")
                getattr(self, events.pop(0)[1])()
            self.pace()
        self.settle()
        return self.report(time.monotonic() - begun)

    def post(self, first, readings):
        """Until it is acknowledged; the daemon may die meanwhile."""
        body = json.dumps(readings)
        headers = {"Content-Type": "application/json", "Idempotency-Key": f"{self.seed}/{first}"}
        deadline = time.monotonic() + POST_SECONDS_MAX
        while time.monotonic() < deadline:
            try:
                self.revive()
                answer = self.site.daemon.request("POST", "/api/v1/readings?clock=device", body, headers)
                said = answer.json()
            except GONE:
                continue
            if answer.status == 200 and said["accepted"] + said["duplicates"] == len(readings):
                return
        raise RuntimeError(f"readings from {first} on were not taken: {answer.body[:300]!r}")

    def revive(self):
        if not self.site.is_running():
            self.site.start()

    def hurry(self):
        try:
            self.revive()
            self.site.hurry()
        except GONE:
            pass  # it was killed just now

    def pace(self):
        if self.chance.random() < HURRY:
            self.hurry()
        seen, deadline = self.tally.deliveries, time.monotonic() + DELIVERY_SECONDS
        while self.tally.deliveries == seen and time.monotonic() < deadline:
            self.link.closing.wait(0.01)

    def settle(self):
        """The faults go on until the last reading is acknowledged."""
        self.progress("all posted, waiting for the destination")

        def is_done():
            self.hurry()
            is_deadly = self.link.is_deadly()  # asked first: a delivery that takes a kill leaves a backlog
            try:
                if self.site.destination()["backlog_readings"] != 0:
                    return False
                if self.link.armed:
                    self.site.send_again()  # a kill still waits for a delivery
                return not is_deadly
            except GONE:
                return False

        wait_until(is_done, SETTLE_SECONDS_MAX, "the end of the backlog")

    def judge(self):
        """What the official client counts; it writes three rows of its own, so it comes last."""
        self.link.is_calm = True
        done = subprocess.run(
            ["node", str(PEER_FOLDER / "judge.mjs"), str(node_modules()), self.link.url,
             next(iter(self.link.keys)), LOGGED_IN, PASSWORD, SITE], capture_output=True, text=True, timeout=120)
        if done.returncode:
            raise RuntimeError(f"the official client failed: {done.stderr}")
        return json.loads(done.stdout)["count"]

    def report(self, seconds):
        sql = self.peer.postgres.sql
        count, once = map(int, sql("select count(*), count(distinct (store_id, seq)) from energy_readings").split("|"))
        posted, stored = self.readings.rows(), rows_of_store(self.site.daemon)
        arrived = rows_of_destination(self.peer.postgres)
        sums = {name: checksum(rows) for name, rows in
                (("posted", posted), ("store", stored), ("destination", arrived))}
        unexplained = int(sql("select coalesce(sum(unexplained), 0) + coalesce(sum(missing), 0) from completeness"))
        wanted = len(self.readings.all)
        faults = books(self.site.status(), self.site.destination(), wanted)
        promises = {"rows": count == wanted, "once": once == count, "values": len(set(sums.values())) == 1,
                    "explained": unexplained == 0,
                    "acknowledged is there": self.checked > 0 and self.lost == 0, "books": not faults, "judge": self.judge() == wanted,
                    "enough faults": self.tally.share_after_commit() >= SHARE_AFTER_COMMIT_MIN,
                    "every kill": not self.link.armed}
        return {"seed": self.seed, "rows": count, "wanted": wanted, "seconds": seconds, "checksums": sums,
                "differences": differences(posted, stored) + differences(stored, arrived),
                "requests": self.tally.deliveries, "faults": dict(self.tally.faults),
                "after_commit": self.tally.share_after_commit(), "kills": self.kills, "starts": self.site.starts,
                "books": faults, "promises": promises, "log": self.site.daemon.log_text()[-4000:]}
