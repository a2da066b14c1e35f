"""Finds what the campaigns share with the end-to-end tests: the daemon, and the genuine peers."""

import os
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[3]
BUILD = pathlib.Path(os.environ.get("HISTORIAN_BUILD", ROOT / "build/release"))
os.environ.setdefault("HISTORIAN_BIN", str(BUILD / "bin"))
os.environ.setdefault("HISTORIAN_SUPABASE_MODULES", str(BUILD / "tests/support/supabase/node_modules"))
sys.path[:0] = [str(ROOT / "tests/e2e"), str(ROOT / "tests/support/supabase")]

from gateway import Gateway  # noqa: E402,F401
from historian import BIN, Daemon  # noqa: E402,F401
from peer import HERE as PEER_FOLDER, Peer, node_modules  # noqa: E402,F401
