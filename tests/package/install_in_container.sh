#!/usr/bin/env bash
# Installs the .deb in a Debian that boots under systemd-nspawn: it starts, answers, survives an
# upgrade with its data, and leaves data and keys behind when it is removed and purged.
# usage: install_in_container.sh HISTORIAN_DEB (needs root, debootstrap and systemd-container)
set -euo pipefail
deb=$(readlink -f "$1")
root=$(mktemp -d /var/tmp/historian-container-XXXXXX)
chmod 755 "$root" # the root directory of everybody inside
name=historian-test-$$
boot=
cleanup() {
    [ -z "$boot" ] || kill "$boot" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$root" "$root.log"
}
trap cleanup EXIT

inside() { # COMMAND ...: runs in the booted container, at most ten minutes: dpkg syncs every file
    timeout 600 nsenter --target "$init" --mount --uts --ipc --net --pid -- env -i DEBIAN_FRONTEND=noninteractive \
        PATH=/usr/sbin:/usr/bin:/sbin:/bin "$@" </dev/null
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
has_booted() {
    local state
    init=$(pgrep -P "$boot" | head -1)
    [ -n "$init" ] || return
    state=$(inside systemctl is-system-running || true) # degraded is told with exit 1
    [ "$state" = running ] || [ "$state" = degraded ]
}
until_true 600 has_booted

echo "installing"
inside sh -c 'dpkg -i /var/cache/apt/archives/*.deb /root/historian.deb' >/dev/null
until_true 300 inside curl -sf http://127.0.0.1:5000/readyz
inside systemctl is-active historian.service
inside curl -sf http://127.0.0.1:5000/api/v1/readings -H 'Content-Type: application/json' \
    -d '{"device_id":"d","power":1}' >/dev/null
[ "$(stored)" = 1 ]

echo "upgrading"
inside dpkg -i /root/historian.deb >/dev/null
until_true 300 inside curl -sf http://127.0.0.1:5000/readyz
[ "$(stored)" = 1 ]

echo "reading a profile of the site's own"
inside sh -c 'printf "name: own\nversion: \"1\"\nmetrics: {power: {unitt: W}}\n" >/etc/historian/devices/own.yaml'
said=$(inside historiand --check) && exit 1
grep -q '^/etc/historian/devices/own.yaml:3:19: ' <<<"$said"

echo "removing and purging"
inside sh -c 'echo secret >/etc/historian/credentials/supabase-key'
inside apt-get -qq purge -y historian >/dev/null
inside test -s /var/lib/historian/history.db
inside test -s /etc/historian/credentials/supabase-key
inside test -s /etc/historian/devices/own.yaml
echo "the package installs, starts, upgrades and leaves data and keys"
