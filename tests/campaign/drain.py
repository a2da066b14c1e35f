"""A backlog drains through a slow link while readings go on coming."""

import datetime
import random
import statistics
import tempfile
import threading
import time

from rig.link import Link
from rig.load import LIVE_DEVICES, LIVE_SECONDS, Backlog, Live
from rig.paths import Peer
from rig.site import Site, wait_until

READINGS_PER_SECOND_MIN = 2000
VISIBLE_SECONDS_MAX = 5.0  # and the round trips that it takes
VISIBLE_ROUND_TRIPS = 4    # connecting, logging in, delivering, and one more
MEMORY_MIB_MAX = 128
MEMORY_GROWTH_MIB_MAX = 32
SAMPLE_SECONDS = 1.0
LOSS = 0.05  # of the answers, on a bad link
DRAIN_SECONDS_MAX = 4 * 3600
OUTAGE_SECONDS_MIN = 61  # a younger backlog has one lane
NEWEST_SQL = """select coalesce(extract(epoch from max(newest)), 0) from generate_series(0, {last}) device,
  lateral (select "time" as newest from energy_readings
    where site_id = 'site-001' and device_id = 'live-' || device order by "time" desc limit 1) one"""


class Samples(threading.Thread):
    """Every second: what was delivered, the memory of the daemon, how old the newest row is."""

    def __init__(self, run):
        super().__init__(daemon=True)
        self.run_, self.taken = run, []
        self.ending = threading.Event()

    def run(self):
        begun = time.monotonic()
        while not self.ending.wait(SAMPLE_SECONDS):
            destination = self.run_.site.destination()
            self.taken.append({"s": time.monotonic() - begun,
                               "delivered": destination["delivered_readings"] + destination["duplicate_readings"],
                               "backlog": destination["backlog_readings"],
                               "memory_kib": self.run_.site.memory_kib(),
                               "newest_age_s": time.time() - self.run_.newest()})
            if len(self.taken) % 10 == 0:
                last = self.taken[-1]
                self.run_.progress(f"{last['backlog']:,} wait, {last['memory_kib'] // 1024} MiB, "
                                   f"the newest row is {last['newest_age_s']:.1f} s old")

    def finish(self):
        self.ending.set()
        self.join()


class Drain:
    """One backlog with one encoding, over a link that loses a share of the answers. Everything it
    starts ends with close()."""

    def __init__(self, options, encoding, readings, loss, progress):
        self.options, self.encoding, self.loss, self.progress = options, encoding, loss, progress
        self.chance = random.Random(options.seed)
        now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
        self.backlog = Backlog(options.seed, options.devices, readings, now)
        self.folder = tempfile.TemporaryDirectory(prefix="historian-drain-")
        self.peer = Peer()
        self.link = Link(self.peer.rest, options.round_trip_ms / 1000, loss, options.seed)
        self.site = Site(self.link.url, next(iter(self.link.keys)), self.folder.name, encoding)
        self.reconnections = []

    def close(self):
        self.site.kill()
        self.link.close()
        self.peer.close()
        self.folder.cleanup()

    def newest(self):
        """The time of the newest row of the live devices at the destination, seconds since 1970."""
        return float(self.peer.postgres.sql(NEWEST_SQL.format(last=LIVE_DEVICES - 1)))

    def reconnect(self):
        """Restores the link; how long until a reading of this moment was visible."""
        begun, wall = time.monotonic(), time.time()
        self.link.is_cut = False
        wait_until(lambda: self.newest() >= wall - LIVE_SECONDS, 60, "a fresh row at the destination")
        self.reconnections.append(time.monotonic() - begun)
        self.progress(f"reconnected: a fresh row after {self.reconnections[-1]:.2f} s")

    def run(self):
        self.link.is_cut = True
        self.site.start()
        self.backlog.load(self.site.daemon, self.progress)
        live = Live(self.site.daemon.port)
        live.start()
        self.progress(f"{OUTAGE_SECONDS_MIN} s without a link")
        self.link.closing.wait(OUTAGE_SECONDS_MIN)
        for _ in range(self.options.reconnections - 1):
            self.link.closing.wait(self.chance.uniform(5, 15))
            self.reconnect()
            self.link.is_cut = True
        self.link.closing.wait(self.chance.uniform(5, 15))
        figures = self.drain()
        live.finish()
        wait_until(lambda: self.site.destination()["backlog_readings"] == 0, 120, "the end of the backlog")
        figures["promises"] = {**self.promises(figures), **self.rows(live.posted)}
        return figures

    def drain(self):
        before = self.site.destination()
        requests, sent = self.link.deliveries, self.link.bytes
        samples = Samples(self)
        samples.start()
        begun = time.monotonic()
        self.reconnect()
        wait_until(lambda: self.site.destination()["backlog_readings"] < 100, DRAIN_SECONDS_MAX,
                   "the end of the backlog")
        seconds = time.monotonic() - begun
        samples.finish()
        done = self.site.destination()
        rows = sum(done[key] - before[key] for key in ("delivered_readings", "duplicate_readings"))
        memory = [sample["memory_kib"] / 1024 for sample in samples.taken]
        ages = sorted(sample["newest_age_s"] for sample in samples.taken[5:]) or [0.0]
        return {"encoding": self.encoding, "loss": self.loss, "backlog": before["backlog_readings"], "rows": rows,
                "seconds": seconds, "rows_per_s": rows / seconds,
                "rows_per_request": rows / max(self.link.deliveries - requests, 1),
                "bytes_per_reading": (self.link.bytes - sent) / rows,
                "memory_first_mib": memory[0], "memory_middle_mib": statistics.median(memory),
                "memory_last_mib": memory[-1], "memory_peak_mib": max(memory),
                "newest_age_p50_s": statistics.median(ages), "newest_age_max_s": ages[-1],
                "visible_after_s": self.reconnections, "samples": samples.taken}

    def promises(self, figures):
        return {"rate": figures["rows_per_s"] >= READINGS_PER_SECOND_MIN,
                "visible": max(self.reconnections) <= VISIBLE_SECONDS_MAX + VISIBLE_ROUND_TRIPS * self.link.round_trip_s,
                "memory": figures["memory_peak_mib"] <= MEMORY_MIB_MAX,
                "flat": figures["memory_last_mib"] - figures["memory_first_mib"] <= MEMORY_GROWTH_MIB_MAX}

    def rows(self, live):
        """Every row once, and with its value."""
        self.progress("counting at the destination")
        count, seqs, last, tenths = map(int, self.peer.postgres.sql(
            "select count(*), count(distinct seq), max(seq), coalesce(sum((power * 10)::bigint) filter"
            " (where device_id like 'meter-%'), 0) from energy_readings").split("|"))
        wanted = self.backlog.readings + live
        unexplained = self.peer.postgres.sql("select coalesce(sum(unexplained), 0) from completeness")
        return {"stored": self.site.daemon.stored() == wanted,
                "once": count == seqs == last == wanted, "values": tenths == self.backlog.tenths(),
                "explained": unexplained == "0"}


def measure(options, encoding, readings, loss, progress):
    drain = Drain(options, encoding, readings, loss, lambda text: progress(f"{encoding}: {text}"))
    try:
        return drain.run()
    finally:
        drain.close()


def run(options, progress):
    """The whole backlog with the first encoding; a share of it with the others, and over a bad link."""
    first, *others = options.encodings
    share = options.readings // options.share
    cases = [(first, options.readings, 0.0), *((other, share, 0.0) for other in others), (first, share, LOSS)]
    return [measure(options, encoding, readings, loss, progress) for encoding, readings, loss in cases]
