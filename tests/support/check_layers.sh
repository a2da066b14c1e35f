#!/usr/bin/env bash
# What CMake cannot see: an include that climbs out of its layer, a plugin that names another.
set -euo pipefail
cd "$(dirname "$0")/../.."
failed=0
complain() { echo "$1" >&2; failed=1; }
while read -r line; do complain "include that climbs: $line"; done \
    < <(git grep -nE '#include "\.\./' -- daemon plugins sdk || true)
while read -r line; do complain "catch (...) outside host/plugin_guard.h: $line"; done \
    < <(git grep -nE 'catch \(\.\.\.\)' -- '*.h' '*.cpp' ':!daemon/host/plugin_guard.h' || true)
while read -r line; do complain "a plugin that knows the daemon: $line"; done \
    < <(git grep -nE '#include "(base|state|config|host|pipeline|forward|history|carbon|web|app|ctl)/' -- plugins sdk || true)
exit $failed
