#!/usr/bin/env bash
# The unit file is sound (verify prints nothing) and confined (exposure at most 2.0).
set -euo pipefail
command -v systemd-analyze >/dev/null || { echo "systemd-analyze is missing"; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
# The program is not installed where the tests run: /bin/true stands in its place.
sed 's|^ExecStart=[^ ]*|ExecStart=/bin/true|; /^Documentation=/d' "$1" >"$folder/historian.service"
said=$(systemd-analyze verify --man=no "$folder/historian.service" 2>&1 | grep -F historian.service || true)
[ -z "$said" ] || { echo "systemd-analyze verify: $said"; exit 1; }
systemd-analyze security --offline=yes --threshold=20 "$folder/historian.service" | tail -1
