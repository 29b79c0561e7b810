#!/usr/bin/env python3
"""Fuzzes each target for a time and prints what came of it.

usage: run.py BUILD [SECONDS] [NAME...]      default: 600 s, every target

BUILD is configured with -Dfuzz=true (./setup fuzz does it). Targets run side by
side, one a processor. The corpus grows in BUILD/corpus/NAME from the seeds in
tests/fuzz/seeds/NAME; what crashed lies in BUILD/crashes/NAME. Exit status 1
where any target crashed, ran out of memory or hung (10 s an input).
"""
import concurrent.futures
import glob
import os
import re
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))


def ascii_dict(words, path):
    """libFuzzer takes no character past ASCII in a dictionary: writes them as \\xAB."""
    data = open(words, "rb").read()
    with open(path, "wb") as f:
        f.write(b"".join(b"\\x%02X" % c if c > 0x7F else bytes([c]) for c in data))
    return path


def fuzz(build, name, seconds):
    corpus = os.path.join(build, "corpus", name)
    crashes = os.path.join(build, "crashes", name)
    seeds = os.path.join(HERE, "seeds", name)
    os.makedirs(corpus, exist_ok=True)
    os.makedirs(crashes, exist_ok=True)
    argv = [os.path.join(build, "tests", "fuzz", "fuzz_" + name), corpus]
    argv += [seeds] if os.path.isdir(seeds) else []
    words = os.path.join(HERE, name + ".dict")
    if os.path.exists(words):
        argv.append("-dict=" + ascii_dict(words, os.path.join(build, name + ".dict")))
    argv += ["-max_total_time=%d" % seconds, "-timeout=10", "-rss_limit_mb=2048", "-max_len=65536",
             "-print_final_stats=1", "-artifact_prefix=" + crashes + "/"]
    env = dict(os.environ, UBSAN_OPTIONS="halt_on_error=1:print_stacktrace=1")
    start = time.monotonic()
    done = subprocess.run(argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, env=env)
    log = done.stdout.decode("utf8", "replace")
    with open(os.path.join(build, "crashes", name + ".log"), "w", encoding="utf8") as f:
        f.write(log)
    runs = re.findall(r"stat::number_of_executed_units:\s*(\d+)", log)
    cover = re.findall(r"cov: (\d+)", log)
    return {"name": name, "runs": int(runs[-1]) if runs else 0,
            "cover": int(cover[-1]) if cover else 0, "log": log, "status": done.returncode,
            "crashes": sorted(glob.glob(crashes + "/*")), "seconds": time.monotonic() - start}


def main(argv):
    if not argv:
        sys.exit(__doc__)
    build, argv = os.path.abspath(argv[0]), argv[1:]
    seconds = int(argv.pop(0)) if argv and argv[0].isdigit() else 600
    known = sorted(os.path.basename(p)[5:-2] for p in glob.glob(os.path.join(HERE, "fuzz_*.c")))
    names = argv or known
    for name in names:
        if name not in known:
            sys.exit("no such target: %s; there are: %s" % (name, " ".join(known)))
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        rows = list(pool.map(lambda name: fuzz(build, name, seconds), names))
    print("%-12s %12s %9s %8s %8s" % ("target", "executions", "coverage", "seconds", "crashes"))
    bad = False
    for r in rows:
        wrong = r["status"] != 0 or r["crashes"] or not r["runs"]
        bad |= bool(wrong)
        print("%-12s %12d %9d %8.0f %8d%s" % (r["name"], r["runs"], r["cover"], r["seconds"],
                                              len(r["crashes"]), "  FAILED" if wrong else ""))
    for r in rows:
        if r["status"] != 0 or not r["runs"]:
            print("\n===== %s: status %d\n%s" % (r["name"], r["status"], r["log"][-4000:]))
        for path in r["crashes"]:
            print("%s: %s" % (r["name"], path))
    return 1 if bad else 0


sys.exit(main(sys.argv[1:]))
