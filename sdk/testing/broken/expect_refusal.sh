#!/bin/sh
# expect_refusal.sh REASON PROGRAM PLUGIN ...: PROGRAM must refuse PLUGIN, and for that REASON.
reason=$1
shift
said=$("$@")
code=$?
echo "$said"
[ $code -eq 1 ] || { echo "exit $code, not 1"; exit 1; }
echo "$said" | grep -q -- "$reason" || { echo "another reason than: $reason"; exit 1; }
