#!/usr/bin/env python3
"""A plain regular-expression splitter: what somebody would write in an hour to
get headings and measures out of notices. The yardstick of the parser's speed;
it mends no line, finds no fact and keeps no place.

usage: split.py ROUNDS FILE...        prints `files`, `bytes`, `found`, `split MB/s`
"""
import re
import sys
import time

HEADING = re.compile(r"^\s*(?:([一二三四五六七八九十]+)、|（([一二三四五六七八九十]+)）|(\d+)[.、．])\s*(.*)$")
MEASURE = re.compile(r"(?=[一二三四五六七八九十]+是)(?<![统])")


def split(text):
    tree, finding = [], None
    for line in text.splitlines():
        m = HEADING.match(line)
        if m:
            one, two, three, title = m.groups()
            finding = (1 if one else 2 if two else 3, one or two or three, title, [])
            tree.append(finding)
        elif finding and line.strip():
            finding[3].extend(p for p in MEASURE.split(line.strip()) if p)
    return tree


def main(rounds, paths):
    files = [open(p, "rb").read() for p in paths]
    size = sum(map(len, files))
    turns = 4_000_000 // size + 1
    speeds, found = [], 0
    for _ in range(rounds):
        start = time.perf_counter()
        for _ in range(turns):
            found = sum(len(split(f.decode("utf8", "replace"))) for f in files)
        speeds.append(size * turns / 1e6 / (time.perf_counter() - start))
    print("files %d\nbytes %d\nfound %d\nsplit %.2f" % (
        len(files), size, found, sorted(speeds)[len(speeds) // 2]))


main(int(sys.argv[1]), sys.argv[2:])
