#!/usr/bin/env python3
"""Measures, each figure beside a yardstick taken in the same run.

usage: run.py BUILD [parse] [import] [ledger] [web] [FINDINGS]      default: all

parse   text to tree on one core, over all notices of tests/vectors and examples,
        beside memcpy of the same bytes and a plain Python splitter (split.py)
import  BENCH_NOTICES (100,000) generated notices into one ledger by one process:
        rate and peak memory, beside SQLite alone doing as many commits and rows.
        What it writes lies in BUILD/import and is removed after.
ledger  a ledger of 10,000 findings and one of FINDINGS (10,000: that alone), in SQLite
        and in PostgreSQL: one finding by code, a unit's overdue ones, the newest and
        the best of a search, a page by due date, an action, a report; reads beside the
        bare statement on the bare engine, an action beside a bare commit of one row
        that waits for the disk. What it writes lies in BUILD/ledger and is removed.
web     pages of `huiyin serve` on a ledger of 10,000 findings, and on one of FINDINGS,
        beside nginx giving the same bytes as files: see web.py
"""
import glob
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
ROUNDS = 7
FINDINGS = 10000
sys.path.insert(0, os.path.join(ROOT, "tests"))

import pg
import web


def figures(argv):
    out = subprocess.run(argv, check=True, stdout=subprocess.PIPE).stdout.decode()
    return {k: float(v) for k, v in (line.split() for line in out.splitlines())}


def bench_parse(build):
    paths = sorted(glob.glob(os.path.join(ROOT, "tests/vectors/*/*.txt"))
                   + glob.glob(os.path.join(ROOT, "examples/*.txt")))
    ours = figures([os.path.join(build, "tests/bench/bench_parse"), str(ROUNDS)] + paths)
    split = figures([sys.executable, os.path.join(HERE, "split.py"), str(ROUNDS)] + paths)
    ours["python splitter"] = split["split"]
    print("parse: %d notices, %d bytes, one core, medians of %d rounds" % (
        ours.pop("files"), ours.pop("bytes"), ROUNDS))
    print("%-18s %10s %14s %16s" % ("", "MB/s", "of memcpy", "times splitter"))
    for name, speed in ours.items():
        print("%-18s %10.1f %13.2f%% %16.1f" % (
            name, speed, 100 * speed / ours["memcpy"], speed / ours["python splitter"]))


def run_measured(argv, **more):
    """(seconds, peak megabytes) of a child that must succeed."""
    start = time.monotonic()
    child = subprocess.Popen(argv, **more)
    _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        sys.exit("bench: %s ended with %d" % (argv[0], status))
    return time.monotonic() - start, usage.ru_maxrss / 1024


def deep_stack():
    """A command line of 100,000 names needs more than the usual room."""
    hard = resource.getrlimit(resource.RLIMIT_STACK)[1]
    resource.setrlimit(resource.RLIMIT_STACK, (64 << 20, hard))


def rows_in(path):
    """(rows, bytes) of a database."""
    db = sqlite3.connect("file:%s?mode=ro" % path, uri=True)
    names = [r[0] for r in db.execute("SELECT name FROM sqlite_schema WHERE type='table' AND"
                                      " rootpage > 0 AND name NOT LIKE 'sqlite%'")]
    rows = sum(db.execute('SELECT count(*) FROM "%s"' % n).fetchone()[0] for n in names)
    size = db.execute("PRAGMA page_count").fetchone()[0] \
        * db.execute("PRAGMA page_size").fetchone()[0]
    db.close()
    return rows, size


def import_some(program, work, paths, name):
    env = dict(os.environ, HUIYIN_LEDGER=os.path.join(work, name))
    subprocess.run([program, "init"], check=True, env=env, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    return run_measured([program, "import"] + paths, cwd=work, env=env, preexec_fn=deep_stack,
                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def bench_import(build):
    count = int(os.environ.get("BENCH_NOTICES", "100000"))
    work = os.path.join(build, "import")
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    subprocess.run([sys.executable, os.path.join(HERE, "make_notices.py"), str(count), work],
                   check=True)
    paths = ["%02d/%05d.txt" % (i // 1000, i) for i in range(count)]
    program = os.path.join(build, "huiyin")
    print("import: %d notices into one ledger, one process" % count)
    print("%-18s %10s %12s %10s" % ("", "notices", "notices/s", "peak MB"))
    for part in (max(count // 10, 1), count):
        seconds, peak = import_some(program, work, paths[:part], "ledger%d" % part)
        print("%-18s %10d %12.0f %10.1f" % ("import", part, part / seconds, peak), flush=True)
    rows, size = rows_in(os.path.join(work, "ledger%d" % count, "ledger.db"))
    raw = figures([os.path.join(build, "tests/bench/bench_sqlite"), os.path.join(work, "raw.db"),
                   str(count), str(max(rows // count, 1)), str(max(size // max(rows, 1), 1))])
    print("%-18s %10d %12.0f   (%d rows a commit, %d bytes a row)" % (
        "SQLite alone", count, count / raw["seconds"], rows // count, size // max(rows, 1)))
    print("import takes %.1f times as long as SQLite alone; it also parses, checks, hashes and "
          "keeps each file" % (seconds / raw["seconds"]))
    shutil.rmtree(work)


def ledger_figures(build, findings, place, evidence):
    """{(part, who): (ops, p10, p50, p99)}, and the seconds of loading and indexing."""
    rounds = os.environ.get("BENCH_ROUNDS", "2000")
    out = subprocess.run([os.path.join(build, "tests/bench/bench_ledger"), str(findings), rounds,
                          place, evidence], check=True, stdout=subprocess.PIPE).stdout.decode()
    rows = [line.split() for line in out.splitlines()]
    return ({(r[0], r[1]): [float(x) for x in r[2:]] for r in rows if len(r) == 6},
            {r[0]: float(r[1]) for r in rows if len(r) == 2})


def print_ledger(engine, findings, got, seconds, small):
    print("%s, %d findings (loaded in %.0f s, indexed in %.0f s)"
          % (engine, findings, seconds["load"], seconds["index"]))
    print(("%-10s" + " %9s" * 10) % ("", "ops/s", "p10 us", "p50 us", "p99 us", "raw p10",
                                     "raw p50", "p10 ratio", "p50 ratio", "p10 flat", "p50 flat"))
    for (part, who), (ops, p10, p50, p99) in got.items():
        if who != "huiyin":
            continue
        raw = got.get((part, "raw"))
        beside = " %9.1f %9.1f %9.2f %9.2f" % (raw[1], raw[2], raw[1] / p10, raw[2] / p50) \
            if raw else " " * 40
        flat = " %9.2f %9.2f" % (p10 / small[(part, who)][1], p50 / small[(part, who)][2]) \
            if small else ""
        print("%-10s %9.0f %9.1f %9.1f %9.1f%s%s" % (part, ops, p10, p50, p99, beside, flat),
              flush=True)
    print()


def bench_engine(build, engine, url):
    work, small = os.path.join(build, "ledger", engine), None
    for findings in sorted({10000, FINDINGS}):
        shutil.rmtree(work, ignore_errors=True)
        os.makedirs(work)
        place = os.path.join(work, "ledger")
        if engine == "PostgreSQL":
            subprocess.run(["psql", "-q", url, "-c", "CREATE SCHEMA f%d" % findings], check=True)
            place = url + "?options=-csearch_path%%3Df%d" % findings
        got, seconds = ledger_figures(build, findings, place, os.path.join(work, "evidence"))
        print_ledger(engine, findings, got, seconds, small)
        small = small or got
    shutil.rmtree(work, ignore_errors=True)


def bench_ledger(build):
    print("ledger: ratio is raw's time by ours, flat is ours by ours of 10,000 findings; at p10, "
          "which other work on the machine hardly moves, and at the median")
    engines = os.environ.get("BENCH_ENGINES", "SQLite PostgreSQL").split()
    if "SQLite" in engines:
        bench_engine(build, "SQLite", None)
    if "PostgreSQL" in engines:
        with pg.cluster(durable=True) as server:
            if server.why:
                print("ledger: no PostgreSQL: " + server.why)
            else:
                bench_engine(build, "PostgreSQL", server.url)


def bench_web(build):
    web.bench(build, sorted({10000, FINDINGS}))


BENCHES = {"parse": bench_parse, "import": bench_import, "ledger": bench_ledger,
           "web": bench_web}


def main(argv):
    global FINDINGS
    for a in [a for a in argv[1:] if a.isdigit()]:
        FINDINGS = int(a)
        argv.remove(a)
    if not argv or any(a not in BENCHES for a in argv[1:]):
        sys.exit(__doc__)
    for name in argv[1:] or BENCHES:
        BENCHES[name](os.path.abspath(argv[0]))
        print()


main(sys.argv[1:])
