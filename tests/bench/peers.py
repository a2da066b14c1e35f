"""What the benchmark talks to: our daemon, a bare POCO server, and VictoriaMetrics."""

import contextlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "e2e"))
BIN = pathlib.Path(os.environ.setdefault("HISTORIAN_BIN", str(HERE.parent.parent / "build/release/bin")))

from historian import Daemon  # noqa: E402  (HISTORIAN_BIN is read on import)
from ports import free_port  # noqa: E402


def load(port, **options):
    """One run of historian-load: its figures by name."""
    command = [str(BIN / "historian-load"), "--port", str(port)]
    for name, value in options.items():
        command += [f"--{name}", str(value)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode == 2:
        raise RuntimeError(done.stderr)
    return {name: float(value) for name, value in (pair.split("=") for pair in done.stdout.split())}


@contextlib.contextmanager
def bare_server():
    """A stock POCO HTTPServer that answers 200: the limit of machine and library. Gives its port."""
    process = subprocess.Popen([str(BIN / "historian-load"), "--serve-bare", "--port", "0"],
                               stdout=subprocess.PIPE, text=True)
    try:
        yield int(process.stdout.readline().split()[1])
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def historian():
    """Our daemon with an empty store; gives it, and takes its folder away."""
    with tempfile.TemporaryDirectory(prefix="historian-bench-") as folder:
        with Daemon(data=folder) as daemon:
            yield daemon
            daemon.stop()


@contextlib.contextmanager
def victoria_metrics():
    """Debian's victoria-metrics, which answers before it syncs; gives its port."""
    program = shutil.which("victoria-metrics")
    if program is None:
        raise RuntimeError("victoria-metrics is not installed")
    with tempfile.TemporaryDirectory(prefix="victoria-bench-") as folder:
        port = free_port()
        process = subprocess.Popen(
            [program, f"-storageDataPath={folder}", f"-httpListenAddr=127.0.0.1:{port}",
             "-retentionPeriod=100y"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            wait_for(f"http://127.0.0.1:{port}/health")
            yield port
        finally:
            process.terminate()
            process.wait()


def wait_for(url, seconds=15):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(url, timeout=1).close()
            return
        time.sleep(0.05)
    raise RuntimeError(f"{url} does not answer")


def memory_kib(pid, field):
    for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(field + ":"):
            return int(line.split()[1])
    raise RuntimeError(f"/proc/{pid}/status has no {field}")
