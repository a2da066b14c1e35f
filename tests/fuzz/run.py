"""Runs every libFuzzer program of a build: run.py BUILD SECONDS. Prints executions; fails if one found a fault.

What a run learns stays in BUILD/fuzz/NAME and helps the next one; what breaks a promise is BUILD/fuzz/NAME-crash-*.
Give such an input a telling name in corpus/NAME, so that every test run replays it.
"""

import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
SEEDS = {"device_profile": HERE.parents[1] / "etc" / "devices"}
BYTES_MAX = 4096


def fuzz(program, work, seconds):
    """Runs one target; gives its statistics, and whether it kept its promises."""
    name = program.name.removesuffix("_fuzz")
    learnt = work / name
    learnt.mkdir(parents=True, exist_ok=True)
    command = [program, f"-max_total_time={seconds}", "-print_final_stats=1", f"-max_len={BYTES_MAX}",
               f"-artifact_prefix={work}/{name}-", "-timeout=10", "-rss_limit_mb=2048"]
    dictionary = HERE / f"{name}.dict"
    if dictionary.exists():
        command.append(f"-dict={dictionary}")
    folders = [learnt, HERE / "corpus" / name] + ([SEEDS[name]] if name in SEEDS else [])
    done = subprocess.run(command + folders, capture_output=True, text=True, errors="replace")
    figures = dict(re.findall(r"stat::(\w+):\s+(\d+)", done.stderr))
    covered = re.findall(r" cov: (\d+)", done.stderr)
    print(f"{name:16} {int(figures.get('number_of_executed_units', 0)):12,} executions "
          f"{int(figures.get('average_exec_per_sec', 0)):8,}/s  {covered[-1] if covered else 0} edges  "
          f"{'a fault' if done.returncode else 'no fault'}", flush=True)
    if done.returncode:
        print(done.stderr[-3000:], file=sys.stderr)
    return done.returncode == 0


def main(build, seconds):
    programs = sorted((build / "tests").glob("*_fuzz"))
    if not programs:
        sys.exit(f"there are no fuzz programs in {build}/tests")
    kept = [fuzz(program, build / "fuzz", seconds) for program in programs]
    sys.exit(0 if all(kept) else 1)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]).resolve(), int(sys.argv[2]))
