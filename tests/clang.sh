#!/bin/sh
# Builds everything with clang, warnings being errors; the program it makes has
# no sanitizer, so valgrind can run it.
set -eu
again=
[ ! -f build-clang/build.ninja ] || again=--reconfigure
CC=clang meson setup $again build-clang --buildtype=debugoptimized -Dwerror=true -Db_sanitize=none
ninja -C build-clang -j2
