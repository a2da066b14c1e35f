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
# historianctl shows what the inputs would store: two of its folders stand on a plugin's own parts.
while read -r line; do complain "a part of a plugin outside the tool that is built on it: $line"; done \
    < <(git grep -nE '#include "(wire|link|loop|plan|register|sunspec)/|#include "keys.h"' -- daemon ':!daemon/ctl/modbus' || true;
        git grep -nE '#include "(line|port)/|#include "line_session.h"' -- daemon ':!daemon/ctl/serial' || true)
exit $failed
