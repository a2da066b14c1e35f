#!/bin/sh
# build_plugin.sh PREFIX FOLDER NAME FLAGS LAUNCHER: copies a plugin's folder elsewhere, puts NAME in
# the places that the templates leave open, builds it against the package in PREFIX, runs its tests.
set -eu
prefix=$1 folder=$2 name=$3 flags=$4 launcher=$5
type=$(echo "_$name" | sed -E 's/_([a-z])/\U\1/g')
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/plugin"
for file in "$folder"/*; do
    target=$(basename "$file" | sed "s/@NAME@/$name/g")
    sed "s/@NAME@/$name/g; s/@Name@/$type/g" "$file" >"$work/plugin/$target"
done
cmake -G Ninja -S "$work/plugin" -B "$work/build" -DCMAKE_PREFIX_PATH="$prefix" -DCMAKE_BUILD_TYPE=Debug \
    -DCMAKE_CXX_FLAGS_DEBUG="$flags -Wall -Wextra -Werror" -DCMAKE_CXX_COMPILER_LAUNCHER="$launcher" >"$work/log" ||
    { cat "$work/log"; exit 1; }
cmake --build "$work/build"
ctest --test-dir "$work/build" --output-on-failure --no-tests=error
ls "$work"/build/lib/historian/plugins/*-"$name".so
