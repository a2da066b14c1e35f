#!/usr/bin/env python3
"""The figures of the main job, beside the limits of this machine in the same run.

    ./dev bench [--seconds S] [--rounds N] [--json]

Every request is a distinct reading; after each load the rows in the store are counted against
what the 200s promised, and a difference fails the run. Each figure is the median of N rounds, in
which ours and the peers take turns.
"""

import argparse
import json
import statistics
import subprocess
import sys

from peers import BIN, bare_server, historian, load, memory_kib, victoria_metrics

from frames import frame_delays_ms  # after peers, which finds the modules of the end-to-end tests

MILLION = 1_000_000
HOUR_SECONDS = 360  # at ten times the pace


def loaded(daemon, **options):
    """A load on our daemon; the store must hold what was promised."""
    before = daemon.stored()
    figures = load(daemon.port, **options)
    stored = daemon.stored() - before
    if stored != figures["accepted"]:
        raise SystemExit(f"the 200s promise {figures['accepted']:.0f} readings, {stored} are stored")
    figures["lost_requests"] = figures["refused"] + figures["broken"]
    return figures


def ours(**options):
    with historian() as daemon:
        return loaded(daemon, **options)


def bare(**options):
    with bare_server() as port:
        return load(port, **options)


def victoria(**options):
    with victoria_metrics() as port:
        return load(port, format="line", **options)


class Bench:
    def __init__(self, seconds, rounds, progress):
        self.seconds = seconds
        self.rounds = rounds
        self.progress = progress
        self.rows = []

    def compare(self, title, peers, **options):
        """Ours against each peer, by turns."""
        figures = {name: [] for name in ["historian", *peers]}
        lost = 0
        for number in range(self.rounds):
            self.progress(f"{title}, round {number + 1} of {self.rounds}")
            run = ours(seconds=self.seconds, **options)
            lost += run["lost_requests"]
            figures["historian"].append(run)
            for name, measure in peers.items():
                figures[name].append(measure(seconds=self.seconds, **options))
        rates = {name: statistics.median(run["readings_per_s"] for run in runs)
                 for name, runs in figures.items()}
        p99 = statistics.median(run["p99_us"] for run in figures["historian"]) / 1000
        self.rows.append({
            "what": title, "unit": "readings/s", "historian": rates.pop("historian"),
            "peers": rates, "p99_ms": p99, "not_200": lost})
        return self.rows[-1]

    def boards(self):
        """A site's boards, each with a new connection every second."""
        self.progress("50 boards")
        seconds = max(20, self.seconds)
        with historian() as daemon:
            run = loaded(daemon, mode="newconn", connections=50, devices=50, rate=50, seconds=seconds)
        self.rows.append({"what": "50 boards at 1 Hz: POST to 200, p99", "unit": "ms",
                          "historian": run["p99_us"] / 1000, "target": 50,
                          "peers": {"p50": run["p50_us"] / 1000, "of": run["requests"]}})

    def memory(self):
        self.progress("a million readings")
        with historian() as daemon:
            idle = memory_kib(daemon.process.pid, "VmRSS")
            loaded(daemon, mode="bulk", connections=4, count=MILLION // 1000, lines=1000)
            self.rows.append({
                "what": "RSS after a million readings", "unit": "MiB",
                "historian": memory_kib(daemon.process.pid, "VmRSS") / 1024,
                "peers": {"before": idle / 1024},
                "peak": memory_kib(daemon.process.pid, "VmHWM") / 1024})

    def frames(self):
        self.progress("commit to frame")
        with historian() as daemon:
            delays = frame_delays_ms(daemon, 2000)
        for place, what in ((0, "POST begun to frame, p99"), (1, "200 to frame, p99")):
            values = sorted(delay[place] for delay in delays)
            self.rows.append({"what": what, "unit": "ms",
                              "historian": values[int(len(values) * 0.99)],
                              "peers": {"p50": values[len(values) // 2]}})


    def measured(self, title, program, *arguments):
        """The rows that a program of this folder prints."""
        self.progress(title)
        done = subprocess.run([BIN / program, *arguments], stdout=subprocess.PIPE, text=True, check=True)
        self.rows += [json.loads(line) for line in done.stdout.splitlines()]


def text_of(row):
    digits = 0 if row["unit"] == "readings/s" else 2
    line = f"{row['what']:44} {row['historian']:12,.{digits}f} {row['unit']:10}"
    for name, value in row["peers"].items():
        line += f"  {name} {value:,.{digits}f}"
        if row["unit"] == "readings/s":
            line += f" (ours {100 * row['historian'] / value:.0f} %)"
    if "p99_ms" in row:
        line += f"  p99 {row['p99_ms']:.1f} ms  not 200: {row['not_200']:.0f}"
    if "target" in row:
        met = "met" if row["historian"] <= row["target"] else "MISSED"
        line += f"  at most {row['target']}: {met}"
    if "peak" in row:
        line += f"  peak {row['peak']:.2f}"
    return line


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=int, default=8, help="of each load")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    bench = Bench(options.seconds, options.rounds, lambda text: print(text, file=sys.stderr, flush=True))
    both = {"bare POCO": bare, "VictoriaMetrics": victoria}
    bench.compare("one reading per POST, 64 connections", both, mode="single", connections=64)
    bench.compare("the same, 10 % of them with nan", {"bare POCO": bare}, mode="single",
                  connections=64, nan=10)
    bench.compare("a new connection per POST", both, mode="newconn", connections=64)
    bench.compare("NDJSON, 1,000 lines per POST, 4 connections", {"VictoriaMetrics": victoria},
                  mode="bulk", connections=4, lines=1000)
    bench.boards()
    bench.memory()
    bench.frames()
    bench.measured("a full serial line", "serial_bench", "30")
    bench.measured("200 Modbus units, some slow and some dead", "modbus_bench", "tcp", "30")
    bench.measured("a busy Modbus line", "modbus_bench", "rtu", "20")
    bench.measured("an hour of 200 Modbus units", "modbus_bench", "hour", str(HOUR_SECONDS))
    if options.json:
        print(json.dumps(bench.rows, indent=1))
    else:
        print("\n".join(text_of(row) for row in bench.rows))


if __name__ == "__main__":
    main()
