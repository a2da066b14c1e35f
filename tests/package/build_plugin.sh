#!/bin/sh
# build_plugin.sh PREFIX FLAGS LAUNCHER copy FOLDER
# build_plugin.sh PREFIX FLAGS LAUNCHER new HISTORIANCTL NAME --input|--output
# Puts a plugin's folder, a copy or a new one, where nothing of this tree is near, builds it
# with the commands of sdk/README.md against the package in PREFIX, and runs its tests.
set -eu
prefix=$1 flags=$2 launcher=$3 way=$4
shift 4
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
case $way in
copy) cp -r "$1" "$work/plugin" ;;
new)
    "$1" plugin new "$2" "$3" --into "$work"
    mv "$work/$2" "$work/plugin"
    ;;
esac
cd "$work/plugin"
export CMAKE_GENERATOR=Ninja CMAKE_PREFIX_PATH="$prefix" CMAKE_CXX_COMPILER_LAUNCHER="$launcher"
export CXXFLAGS="$flags -Wall -Wextra -Werror"
cmake -B build >log || { cat log; exit 1; }
cmake --build build
ctest --test-dir build --output-on-failure --no-tests=error
ls build/lib/historian/plugins/*.so
