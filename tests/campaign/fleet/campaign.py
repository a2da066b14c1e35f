"""What a fleet does to a destination that comes back: its capacity is measured, the fleet is simulated."""

import http.client
import json
import subprocess
import threading
import time

from rig.paths import BIN, Peer

from .chart import curves

MEASURE_SECONDS = 6
SMALL, LARGE = 1, 1000
CONNECTIONS = 4
ROUND_TRIP_MS = 100
OUTAGE_S = 86_400
REFUSED_SHARE_MAX = 0.05
SHOWN_SECONDS = 120
SECONDS = 240  # about, in all
METRICS = ("current", "voltage", "power", "ac_power_kw", "total_energy_kwh", "grid_frequency_hz", "power_factor",
           "ambient_temp_c", "irradiance_w_m2", "system_status", "efficiency")


def body(store_id, first_seq, rows):
    """Eleven values a row, as output-supabase sends them in columns."""
    steps = [1] * (rows - 1)
    now = int(time.time())
    return json.dumps({"batch": {
        "site_id": "site-001", "store_id": store_id, "tick": 1_000_000,
        "groups": [{"device_id": "meter-1", "t": [now - 86_400 + first_seq % 80_000, *steps], "seq": [first_seq, *steps],
                    "v": {metric: [(first_seq + i) % 977 / 8 for i in range(rows)] for metric in METRICS}}]}})


class Sender(threading.Thread):
    """Posts distinct rows on one connection until the time is over; counts what was taken."""

    def __init__(self, rest, name, rows, until):
        super().__init__()
        self.port, self.token = rest.port, rest.token("authenticated", app_metadata={"site_id": "site-001"})
        self.store, self.rows, self.until = name, rows, until
        self.requests = 0

    def run(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Content-Type": "application/json", "Authorization": "Bearer " + self.token}
        while time.monotonic() < self.until:
            sent = body(self.store, 1 + self.requests * self.rows, self.rows)
            connection.request("POST", "/rpc/ingest_readings", sent, headers)
            answer = json.loads(connection.getresponse().read())
            if answer.get("inserted") != self.rows:
                raise RuntimeError(f"the destination took less than {self.rows} rows: {answer}")
            self.requests += 1
        connection.close()


def requests_per_second(peer, rows):
    begun = time.monotonic()
    senders = [Sender(peer.rest, f"{rows}/{number}", rows, begun + MEASURE_SECONDS) for number in range(CONNECTIONS)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    return sum(sender.requests for sender in senders) / (time.monotonic() - begun)


def capacity(options, progress):
    """(microseconds a request, microseconds a row) of the whole server."""
    if options.capacity:
        request_us, row_us = map(float, options.capacity.split(":"))
        return request_us, row_us
    progress("measuring the destination")
    with Peer() as peer:
        small, large = requests_per_second(peer, SMALL), requests_per_second(peer, LARGE)
    progress(f"it takes {small:,.0f} requests/s of {SMALL} row, {large * LARGE:,.0f} rows/s in requests of {LARGE}")
    return 1e6 / small, (1e6 / large - 1e6 / small) / (LARGE - SMALL)


def simulate(**settings):
    done = subprocess.run([str(BIN / "historian-fleet"), *(f"{name}={int(value)}" for name, value in settings.items())],
                          capture_output=True, text=True, check=True)
    *seconds, last = done.stdout.splitlines()
    requests, refused, rows = zip(*(map(int, line.split()) for line in seconds))
    at_first, at_last = map(int, last.split()[1:])
    return {"requests": requests, "refused": refused, "rows": rows, "backlog_at_first": at_first, "backlog_at_last": at_last}


def scenarios(gateways):
    """What the fleet goes through: its name, how its waits are, and what differs from the common case."""
    common = {"gateways": gateways, "interval_s": 10, "power_cut": False, "jitter": True}
    plan = {**common, "gateways": 10 * gateways, "interval_s": 60}
    return [("link returns", "by chance", common), ("link returns", "all the same", {**common, "jitter": False}),
            ("power returns", "by chance", {**common, "power_cut": True}),
            ("power returns", "all the same", {**common, "power_cut": True, "jitter": False}),
            ("link returns, a reading a minute", "by chance", plan),
            ("the same, a limiter says Retry-After: 60", "by chance", {**plan, "wait_max_ms": 1000, "retry_after_s": 60})]


def row_of(scenario, waits, settings, common):
    course = simulate(**settings, **common)
    refused = sum(course["refused"]) / sum(course["requests"])
    promises = {"drained": course["backlog_at_last"] < 10 * settings["gateways"]}
    if waits == "by chance" and settings["interval_s"] < 60:
        promises["refused share"] = refused <= REFUSED_SHARE_MAX
    return {"scenario": scenario, "gateways": settings["gateways"], "waits": waits,
            "peak_requests_per_s": max(course["requests"]), "total_requests": sum(course["requests"]),
            "refused_share": refused, "drained_after_s": len(course["requests"]), "promises": promises, **course}


def run(options, progress):
    request_us, row_us = capacity(options, progress)
    progress(f"--capacity {request_us:.0f}:{row_us:.1f} (µs a request, µs a row), --seed {options.seed}")
    common = {"outage_s": OUTAGE_S, "seed": options.seed, "request_us": request_us, "row_ns": row_us * 1000,
              "round_trip_ms": ROUND_TRIP_MS}
    rows = []
    for scenario, waits, settings in scenarios(options.gateways):
        progress(f"{scenario}: {settings['gateways']:,} gateways, waits {waits}")
        rows.append(row_of(scenario, waits, settings, common))
    if options.plot:
        shown = [row for row in rows if row["gateways"] == options.gateways]
        with open(options.plot, "w") as file:
            file.write(curves(f"{options.gateways:,} gateways come back: requests a second, the first two minutes",
                              [(f"{row['scenario']}, waits {row['waits']}", row["requests"][:SHOWN_SECONDS]) for row in shown]))
    return rows
