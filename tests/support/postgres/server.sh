#!/usr/bin/env bash
# A real PostgreSQL for tests, with fsync on, reached by a Unix socket in DIR:
#   server.sh init DIR     makes the cluster; DIR/data/postgresql.conf may then be added to
#   server.sh start DIR    starts it, or starts it again
#   server.sh load DIR     runs the SQL on standard input as its superuser
#   server.sh crash DIR    ends it at once, as a power cut would
#   server.sh remove DIR   ends it and removes DIR
set -euo pipefail

command=$1
directory=$2
programs=$(printf '%s\n' /usr/lib/postgresql/*/bin | sort -V | tail -1)

# PostgreSQL refuses to run as root.
as_postgres() {
    if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

control() { as_postgres "$programs/pg_ctl" -D "$directory/data" "$@" >/dev/null; }

case "$command" in
init)
    chmod 755 "$directory"
    [ "$(id -u)" != 0 ] || chown postgres "$directory"
    as_postgres "$programs/initdb" -D "$directory/data" -U postgres -A trust -E UTF8 \
        --locale=C.UTF-8 --no-sync >/dev/null
    cat >>"$directory/data/postgresql.conf" <<CONF
listen_addresses = ''
unix_socket_directories = '$directory'
max_connections = 20
CONF
    cat >"$directory/data/pg_hba.conf" <<'CONF'
local   all postgres trust
local   all all      scram-sha-256
hostssl all all      127.0.0.1/32 scram-sha-256
CONF
    ;;
start) control -l "$directory/log" -w -t 60 start ;;
load)
    PGOPTIONS='-c client_min_messages=warning' psql -qX -h "$directory" -U postgres \
        -p "$(sed -n 4p "$directory/data/postmaster.pid")" -v ON_ERROR_STOP=1 >/dev/null
    ;;
crash) control -m immediate stop ;;
remove)
    control -m immediate stop 2>/dev/null || true
    rm -rf "$directory"
    ;;
esac
