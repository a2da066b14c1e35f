#!/usr/bin/env python3
"""Campaigns against a real PostgreSQL and the genuine PostgREST: minutes to hours.

    ./dev campaign [chaos|drain|fleet] [--json] [--seed S] [options]

chaos   runs in which nearly half of all requests fail, the database and the daemon are killed and the
        site is moved, renamed and reconfigured; then every row is accounted for
drain   a backlog of a week drains through a slow link while readings go on coming
fleet   a thousand gateways come back at once: the daemon's own pacing before a simulated destination

Time and disk that it takes are said at first, progress goes to standard error, the tables come at the
end; exit 1 if a promise does not hold. Ctrl-C ends every peer, takes the folders away and prints what
there is (exit 130).
"""

import argparse
import json
import shutil
import signal
import sys
import tempfile
import time
import traceback

import drain
from chaos.run import SECONDS_A_RUN, ChaosRun
from fleet import campaign as fleet
from rig.network import enter_own_network
from rig.table import chaos_table, drain_table, fleet_table

EXIT_BROKEN, EXIT_INTERRUPTED = 1, 130


def progress(text):
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def chaos_run(seed, readings, note):
    """A run that breaks off is a run that failed."""
    try:
        run = ChaosRun(seed, readings, note)
        try:
            return run.go()
        finally:
            run.close()
    except Exception:
        traceback.print_exc()
        return {"seed": seed, "promises": {"came to its end": False}}


def chaos(options, keep):
    for number in range(options.runs):
        seed = options.seed + number
        row = chaos_run(seed, options.readings or 20_000,
                        lambda text, seed=seed: progress(f"chaos, seed {seed}: {text}"))
        keep(row)
        progress(f"run {number + 1} of {options.runs}\n{chaos_table([row])}")
        if not all(row["promises"].values()):
            progress("\n".join([*row.get("differences", []), *row.get("books", []), row.get("log", "")]))


def drained(options, keep):
    drain.run(with_backlog(options), progress, keep)


def fleets(options, keep):
    for row in fleet.run(options, progress):
        keep(row)


def with_backlog(options):
    """Ten devices, a week, 1 Hz, unless told otherwise."""
    return argparse.Namespace(**{**vars(options), "readings": options.readings or 6_048_000})


# name: (what does it, its table, seconds and bytes on the disk that it will take)
CAMPAIGNS = {
    "chaos": (chaos, chaos_table, lambda options: options.runs * SECONDS_A_RUN, lambda _: 200_000_000),
    "drain": (drained, drain_table, lambda options: drain.seconds_expected(with_backlog(options)),
              lambda options: drain.disk_bytes_expected(with_backlog(options))),
    "fleet": (fleets, fleet_table, lambda _: fleet.SECONDS, lambda _: 200_000_000),
}


def announce(names, options):
    """Before the first minute of an hour is spent."""
    seconds = sum(CAMPAIGNS[name][2](options) for name in names)
    disk = max(CAMPAIGNS[name][3](options) for name in names)
    progress(f"seed {options.seed}: {', '.join(names)}; about {seconds / 60:.0f} min,"
             f" and up to {disk / 1e9:.1f} GB in {tempfile.gettempdir()}")
    free = shutil.disk_usage(tempfile.gettempdir()).free
    if free < 1.5 * disk:
        raise SystemExit(f"only {free / 1e9:.1f} GB are free in {tempfile.gettempdir()}")


def total(results, begun):
    rows = [row for rows in results.values() for row in rows]
    broken = sum(not all(row["promises"].values()) for row in rows)
    verdict = f"{broken} of {len(rows)} rows BROKEN" if broken else f"{len(rows)} rows, all good"
    return f"{verdict}; {(time.monotonic() - begun) / 60:.0f} min"


def exit_code(results):
    return 0 if all(all(row["promises"].values()) for rows in results.values() for row in rows) else EXIT_BROKEN


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("campaign", nargs="?", choices=["chaos", "drain", "fleet"], help="all of them, if none is named")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--readings", type=int, help="of a chaos run (20,000) or the backlog (6,048,000)")
    parser.add_argument("--runs", type=int, default=20, help="of chaos; the seed grows by one each")
    parser.add_argument("--devices", type=int, default=10, help="of the backlog")
    parser.add_argument("--round-trip-ms", type=int, default=100, help="of the link that it drains through")
    parser.add_argument("--reconnections", type=int, default=6, help="of that link")
    parser.add_argument("--encodings", nargs="+", default=["columnar", "csv", "json"], help="of the drain")
    parser.add_argument("--share", type=int, default=20, help="all but the first encoding drain a backlog divided by that")
    parser.add_argument("--gateways", type=int, default=1000, help="of the fleet")
    parser.add_argument("--capacity", help="of the fleet's destination, FIXED_US:ROW_US; else it is measured")
    parser.add_argument("--plot", help="an SVG file for the fleet's curve")
    return parser.parse_args()


def end_in_order(number, _):
    """Every `finally` ends what it began; a second signal does not cut it short."""
    for later in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(later, signal.SIG_IGN)
    raise KeyboardInterrupt(signal.Signals(number).name)


def go(names, options, results):
    for name in names:
        CAMPAIGNS[name][0](options, results.setdefault(name, []).append)


def main():
    options = parse()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end_in_order)
    options.has_own_network = enter_own_network()
    names = [options.campaign] if options.campaign else list(CAMPAIGNS)
    announce(names, options)
    begun, results, code = time.monotonic(), {}, EXIT_INTERRUPTED
    try:
        go(names, options, results)
        code = exit_code(results)
    except KeyboardInterrupt as signalled:
        progress(f"{signalled}: ended before its end, nothing is left running")
    tables = "\n\n".join(CAMPAIGNS[name][1](rows) for name, rows in results.items() if rows)
    if options.json:
        progress("the tables\n" + tables)
        print(json.dumps({"seed": options.seed, **results}, indent=1))
    else:
        print(tables)
    progress(total(results, begun))
    return code


if __name__ == "__main__":
    sys.exit(main())
