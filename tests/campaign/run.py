#!/usr/bin/env python3
"""Campaigns against a real PostgreSQL and the genuine PostgREST: minutes to hours.

    ./dev campaign [chaos|drain|fleet] [--json] [--seed S] [options]

chaos   runs in which nearly half of all requests fail, the database and the daemon are killed and the
        site is moved, renamed and reconfigured; then every row is accounted for
drain   a backlog of a week drains through a slow link while readings go on coming
fleet   a thousand gateways come back at once: the daemon's own pacing before a simulated destination

Progress on standard error, a table at the end; exit 1 if a promise does not hold.
"""

import argparse
import json
import sys
import time
import traceback

import drain
from chaos.run import ChaosRun
from fleet import campaign as fleet
from rig.table import chaos_table, drain_table, fleet_table


def progress(text):
    print(text, file=sys.stderr, flush=True)


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


def chaos(options):
    rows = []
    for number in range(options.runs):
        seed = options.seed + number
        rows.append(chaos_run(seed, options.readings or 20_000,
                              lambda text, seed=seed: progress(f"chaos, seed {seed}: {text}")))
        progress(chaos_table(rows[-1:]))
        if not all(rows[-1]["promises"].values()):
            progress("\n".join([*rows[-1].get("differences", []), *rows[-1].get("books", []), rows[-1].get("log", "")]))
    return rows, chaos_table(rows)


def drained(options):
    options.readings = options.readings or 6_048_000  # ten devices, a week, 1 Hz
    rows = drain.run(options, progress)
    return rows, drain_table(rows)


def fleets(options):
    rows = fleet.run(options, progress)
    return rows, fleet_table(rows)


def exit_code(results):
    return 0 if all(all(row["promises"].values()) for rows in results.values() for row in rows) else 1


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


def main():
    options = parse()
    progress(f"seed {options.seed}")
    campaigns = {"chaos": chaos, "drain": drained, "fleet": fleets}
    results, tables = {}, []
    for name in [options.campaign] if options.campaign else campaigns:
        results[name], table = campaigns[name](options)
        tables.append(table)
    if options.json:
        print(json.dumps({"seed": options.seed, **results}, indent=1))
    else:
        print("\n\n".join(tables))
    return exit_code(results)


if __name__ == "__main__":
    sys.exit(main())
