#!/bin/sh
# Builds everything with clang, warnings being errors; the program it makes has
# no sanitizer, so that valgrind can run it, and DWARF 4, which valgrind can read.
# One at a time: the rest wait.
set -eu
exec 9>build-clang.lock
flock 9
again=
[ ! -f build-clang/build.ninja ] || again=--reconfigure
CC=clang meson setup $again build-clang --buildtype=debugoptimized -Dwerror=true \
	-Db_sanitize=none -Dc_args=-gdwarf-4
ninja -C build-clang -j2
