"""A backlog drains through a slow link while readings go on coming."""

import contextlib
import dataclasses
import datetime
import os
import random
import statistics
import tempfile
import threading
import time

from rig.link import Link
from rig.load import LIVE_DEVICES, LIVE_SECONDS, Backlog, Live
from rig.network import SwallowingLink
from rig.paths import Peer
from rig.site import Site, wait_until

READINGS_PER_SECOND_MIN = 2000
VISIBLE_SECONDS_MAX = 5.0  # and the round trips that it takes
VISIBLE_ROUND_TRIPS = 4    # connecting, logging in, delivering, and one more
NEWEST_AGE_SECONDS_MAX = 3.0  # while the rest drains: two on the way, one for the link and for asking
STALL_SECONDS = 30         # without progress, and an output gives a request up,
CONNECT_SECONDS = 10       # or an attempt to connect
MEMORY_MIB_MAX = 64
MEMORY_GROWTH_MIB_MAX = 16
SAMPLE_SECONDS = 1.0
DRAIN_SECONDS_MAX = 4 * 3600
OUTAGE_SECONDS_MIN = 61  # a younger backlog has one lane
SECONDS_A_CASE = 180     # all but loading and draining
LOAD_READINGS_PER_S = 30_000
DRAIN_READINGS_PER_S = 8_000
DISK_BYTES_A_READING = 750
NEWEST_SQL = """select coalesce(extract(epoch from max(newest)), 0) from generate_series(0, {last}) device,
  lateral (select "time" as newest from energy_readings
    where site_id = 'site-001' and device_id = 'live-' || device order by "time" desc limit 1) one"""


@dataclasses.dataclass(frozen=True)
class Uplink:
    """`loss` of the answers is lost after the commit. One that swallows loses `percent` of a hundred
    packets, and in an outage all; else an outage resets every connection."""

    words: str
    loss: float = 0.0
    swallows: bool = False
    percent: int = 0
    outage_s: tuple = (5, 15)

    def make(self, rest, round_trip_s, seed):
        if self.swallows:
            return SwallowingLink(rest, round_trip_s, self.percent)
        return Link(rest, round_trip_s, self.loss, seed)

    def visible_s_max(self):
        return VISIBLE_SECONDS_MAX + (STALL_SECONDS + CONNECT_SECONDS if self.swallows else 0)


GOOD = Uplink("good")
LOSING = Uplink("loses 5 % of the answers", loss=0.05)
SWALLOWING = Uplink("swallows 2 % of the packets, all in an outage", swallows=True, percent=2, outage_s=(5, 70))


class Samples(threading.Thread):
    """Every second: what was delivered, the memory of the daemon, how old the newest row is."""

    def __init__(self, run):
        super().__init__(daemon=True)
        self.run_, self.taken = run, []
        self.ending = threading.Event()

    def run(self):
        begun = time.monotonic()
        while not self.ending.wait(SAMPLE_SECONDS):
            destination, newest = self.run_.site.destination(), self.run_.newest()
            self.taken.append({"s": time.monotonic() - begun,
                               "delivered": destination["delivered_readings"] + destination["duplicate_readings"],
                               "backlog": destination["backlog_readings"],
                               "memory_kib": self.run_.site.memory_kib(),
                               "newest_age_s": time.time() - newest})
            if len(self.taken) % 10 == 0:
                last = self.taken[-1]
                self.run_.progress(f"{last['backlog']:,} wait, {last['memory_kib'] // 1024} MiB, "
                                   f"the newest row is {last['newest_age_s']:.1f} s old")

    def finish(self):
        self.ending.set()
        self.join()


class Drain:
    """One backlog with one encoding, over one uplink. Everything that run() starts ends with close()."""

    def __init__(self, options, encoding, readings, uplink, progress):
        self.options, self.encoding, self.uplink, self.progress = options, encoding, uplink, progress
        self.chance = random.Random(options.seed)
        now = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
        self.backlog = Backlog(options.seed, options.devices, readings, now)
        self.reconnections, self.noticed = [], []
        self.ends = contextlib.ExitStack()

    def close(self):
        self.ends.close()

    def set_up(self):
        self.folder = self.ends.enter_context(tempfile.TemporaryDirectory(prefix="historian-drain-"))
        self.peer = self.ends.enter_context(Peer())
        self.link = self.uplink.make(self.peer.rest, self.options.round_trip_ms / 1000, self.options.seed)
        self.ends.callback(self.link.close)
        self.site = Site(self.link.url, next(iter(self.link.keys)), self.folder, self.encoding)
        self.ends.callback(self.site.kill)

    def newest(self):
        """The time of the newest row of the live devices at the destination, seconds since 1970."""
        return float(self.peer.postgres.sql(NEWEST_SQL.format(last=LIVE_DEVICES - 1)))

    def outage(self):
        """Cuts the link for a while; how long until the daemon says so, if it does."""
        seconds, begun, noticed = self.chance.uniform(*self.uplink.outage_s), time.monotonic(), None
        self.link.cut()
        while time.monotonic() - begun < seconds:
            if noticed is None and self.site.destination()["state"] == "retrying":
                noticed = time.monotonic() - begun
            self.link.closing.wait(0.1)
        self.noticed.append({"outage_s": seconds, "after_s": noticed})
        self.progress(f"an outage of {seconds:.0f} s, " +
                      (f"noticed after {noticed:.1f} s" if noticed is not None else "not noticed"))

    def reconnect(self):
        """Restores the link; how long until a reading of this moment was visible."""
        begun, wall = time.monotonic(), time.time()
        self.link.restore()
        wait_until(lambda: self.newest() >= wall - LIVE_SECONDS, 120, "a fresh row at the destination")
        self.reconnections.append(time.monotonic() - begun)
        self.progress(f"reconnected: a fresh row after {self.reconnections[-1]:.2f} s")

    def run(self):
        self.set_up()
        self.link.cut()
        self.site.start()
        self.backlog.load(self.site.daemon, self.progress)
        live = Live(self.site.daemon.port)
        live.start()
        self.progress(f"{OUTAGE_SECONDS_MIN} s without a link")
        self.link.closing.wait(OUTAGE_SECONDS_MIN)
        for _ in range(self.options.reconnections - 1):
            self.reconnect()
            self.outage()
        figures = self.drain()
        live.finish()
        wait_until(lambda: self.site.destination()["backlog_readings"] == 0, 120, "the end of the backlog")
        figures["disk_bytes"] = size_of(self.folder) + size_of(self.peer.postgres.directory)
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
        return {"encoding": self.encoding, "link": self.uplink.words, "backlog": before["backlog_readings"],
                "rows": rows, "seconds": seconds, "rows_per_s": rows / seconds,
                "rows_per_request": rows / max(self.link.deliveries - requests, 1),
                "bytes_per_reading": (self.link.bytes - sent) / rows,
                "memory_first_mib": memory[0], "memory_middle_mib": statistics.median(memory),
                "memory_last_mib": memory[-1], "memory_peak_mib": max(memory),
                "newest_age_p50_s": statistics.median(ages), "newest_age_max_s": ages[-1],
                "visible_after_s": self.reconnections, "outages": self.noticed, "samples": samples.taken}

    def promises(self, figures):
        visible = self.uplink.visible_s_max() + VISIBLE_ROUND_TRIPS * self.link.round_trip_s
        return {"rate": figures["rows_per_s"] >= READINGS_PER_SECOND_MIN,
                "live": self.uplink.swallows or figures["newest_age_max_s"] <= NEWEST_AGE_SECONDS_MAX,
                "visible": max(self.reconnections) <= visible,
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


def size_of(folder):
    """Bytes on the disk; files come and go meanwhile."""
    sizes = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(FileNotFoundError):
                sizes += os.lstat(os.path.join(place, name)).st_blocks * 512
    return sizes


def cases(options):
    """[(encoding, readings, uplink)]: the whole backlog with the first encoding; a share of it with
    the others, and over bad links."""
    first, *others = options.encodings
    share = options.readings // options.share
    bad = [LOSING, SWALLOWING] if options.has_own_network else [LOSING]
    return [(first, options.readings, GOOD), *((other, share, GOOD) for other in others),
            *((first, share, uplink) for uplink in bad)]


def seconds_expected(options):
    return sum(SECONDS_A_CASE + readings / LOAD_READINGS_PER_S + readings / DRAIN_READINGS_PER_S
               for _, readings, _ in cases(options))


def disk_bytes_expected(options):
    return max(readings for _, readings, _ in cases(options)) * DISK_BYTES_A_READING


def measure(options, encoding, readings, uplink, progress):
    drain = Drain(options, encoding, readings, uplink, lambda text: progress(f"{encoding}: {text}"))
    try:
        return drain.run()
    finally:
        drain.close()


def run(options, progress, keep):
    """Gives each row to `keep` as soon as there is one."""
    if not options.has_own_network:
        progress("a link that swallows packets is left out: it takes root, for a network of its own")
    for encoding, readings, uplink in cases(options):
        progress(f"{encoding}: {readings:,} readings, link {uplink.words}")
        keep(measure(options, encoding, readings, uplink, progress))
