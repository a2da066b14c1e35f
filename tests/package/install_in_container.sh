#!/usr/bin/env bash
# Installs the .deb in a Debian that boots under systemd-nspawn: it starts, answers, survives an
# upgrade with its data, and leaves data and keys behind when it is removed and purged.
# usage: install_in_container.sh HISTORIAN_DEB (needs root, debootstrap and systemd-container)
set -euo pipefail
deb=$(readlink -f "$1")
root=$(mktemp -d /var/tmp/historian-container-XXXXXX)
name=historian-test-$$
boot=
cleanup() {
    [ -z "$boot" ] || kill "$boot" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$root"
}
trap cleanup EXIT

inside() { # COMMAND ...: runs in the booted container
    nsenter --target "$init" --mount --uts --ipc --net --pid -- env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@"
}
until_true() { # SECONDS COMMAND ...
    local deadline=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ $SECONDS -lt $deadline ] || { echo "gave up waiting for: $*"; return 1; }
        sleep 0.2
    done
}
stored() {
    inside historianctl status --json | python3 -c 'import json,sys; print(json.load(sys.stdin)["store"]["readings"])'
}

echo "making a Debian"
debootstrap --variant=minbase --include=systemd,systemd-sysv,dbus,curl bookworm "$root" >/dev/null
cp "$deb" "$root/root/historian.deb"
chroot "$root" apt-get -qq update
chroot "$root" apt-get -qq install -y --no-install-recommends --download-only /root/historian.deb >/dev/null

systemd-nspawn -q -D "$root" -M "$name" --register=no --keep-unit --private-network -b >"$root.log" 2>&1 &
boot=$!
init=
find_init() { init=$(pgrep -P "$boot" | head -1) && [ -n "$init" ] && inside systemctl is-system-running --wait; }
until_true 60 find_init || inside systemctl is-system-running | grep -qE 'running|degraded'

echo "installing"
inside apt-get -qq install -y --no-install-recommends --no-download /root/historian.deb >/dev/null
until_true 30 inside curl -sf http://127.0.0.1:5000/readyz
inside systemctl is-active historian.service
inside curl -sf http://127.0.0.1:5000/api/v1/readings -H 'Content-Type: application/json' \
    -d '{"device_id":"d","power":1}' >/dev/null
[ "$(stored)" = 1 ]

echo "upgrading"
inside dpkg -i /root/historian.deb >/dev/null
until_true 30 inside curl -sf http://127.0.0.1:5000/readyz
[ "$(stored)" = 1 ]

echo "removing and purging"
inside sh -c 'echo secret >/etc/historian/credentials/supabase-key'
inside apt-get -qq purge -y historian >/dev/null
inside test -s /var/lib/historian/history.db
inside test -s /etc/historian/credentials/supabase-key
echo "the package installs, starts, upgrades and leaves data and keys"
