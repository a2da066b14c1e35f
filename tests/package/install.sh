#!/bin/sh
# install.sh BUILD PREFIX: what the package historian-dev holds, put into an empty PREFIX.
set -eu
rm -rf "$2"
cmake --install "$1" --prefix "$2" --component dev >/dev/null
for file in bin/historian-plugin-test include/historian/plugin.h share/historian/templates/input/plugin.cpp; do
    test -e "$2/$file" || { echo "not installed: $file"; exit 1; }
done
