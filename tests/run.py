#!/usr/bin/env python3
"""Runs every test there is, side by side, and counts.

usage: run.py [-j N] [-v] BUILD [WORD...]     only suites with a WORD in their names

Suites: what meson knows (unit tests, replayed fuzz seeds), tests/flow/test_*.py
(the program used as people use it) and tests/browser/test_*.py (its pages in a real
browser), which speak TAP, and the checks of STEPS. A
TAP point counts as one, so does a step. Prints a line a suite, the whole output
of those that failed, each skipped point by name, and at the end, alone on its
line: N passed, N failed, N skipped. Exit status 1 where anything failed or
nothing ran.

Suites of the store run a second time on a PostgreSQL that pg.py starts for them
alone (name "… on postgres"); where it can't, they are skipped, and that is said.
"""
import argparse
import concurrent.futures
import contextlib
import glob
import json
import os
import re
import subprocess
import sys
import time

import pg

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)
TIMEOUT = 900
# Suites that run on PostgreSQL too, and those that run there alone.
ON_POSTGRES = ("unit/audit", "unit/auth", "unit/life", "unit/log", "unit/ops", "unit/packs",
               "unit/plan", "unit/search", "unit/store", "unit/verify", "unit/view")
POSTGRES_ALONE = ("unit/postgres", "flow/store")
ON_POSTGRES += ("unit/care", "flow/web_rights", "flow/web_work")
POSTGRES_ALONE += ("flow/move",)
POINT = re.compile(r"^(not )?ok\b\s*\d*\s*-?\s*(.*?)(?:#\s*(SKIP)\b\s*(.*))?$", re.I)
PLAN = re.compile(r"^1\.\.(\d+)\s*(#\s*SKIP\b.*)?", re.I)
SANITIZERS = {
    # a quarter of the time goes into memory that a larger quarantine gives back and takes
    "ASAN_OPTIONS": "detect_leaks=1:detect_stack_use_after_return=1:strict_string_checks=1:"
                    "quarantine_size_mb=16",
    "LSAN_OPTIONS": "print_suppressions=0:suppressions=" + os.path.join(HERE, "lsan.supp"),
    "UBSAN_OPTIONS": "halt_on_error=1:print_stacktrace=1",
}


class Suite:
    def __init__(self, name, argv, env=None, tap=True, cost=1):
        self.name, self.argv, self.env, self.tap, self.cost = name, argv, env or {}, tap, cost
        self.postgres = name in POSTGRES_ALONE
        self.passed, self.failed, self.skipped = 0, [], []
        self.output, self.seconds = "", 0.0

    def run(self, build):
        env = dict(os.environ, **SANITIZERS)
        env.update(HUIYIN=os.path.join(build, "huiyin"), BUILD=build, PYTHONDONTWRITEBYTECODE="1",
                   LC_ALL="C.UTF-8")
        env.update(self.env)
        for name in ("HUIYIN_LEDGER", "HUIYIN_STORE", "HUIYIN_EVIDENCE", "NO_COLOR", "COLUMNS"):
            env.pop(name, None)
        if not self.postgres:
            env.pop("HUIYIN_TEST_PG", None)
        start = time.monotonic()
        try:
            done = subprocess.run(self.argv, cwd=ROOT, env=env, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                  timeout=TIMEOUT)
            status, out = done.returncode, done.stdout
        except subprocess.TimeoutExpired as e:
            status, out = "no end after %d s" % TIMEOUT, e.stdout or b""
        except OSError as e:
            status, out = str(e), b""
        self.seconds = time.monotonic() - start
        self.output = out.decode("utf8", "replace")
        self.count(status)
        return self

    def count(self, status):
        if not self.tap:
            if status == 0:
                self.passed = 1
            else:
                self.failed = ["status %s" % status]
            return
        planned, whole = None, None
        for line in self.output.splitlines():
            plan = PLAN.match(line)
            point = not plan and POINT.match(line)
            if plan:
                planned = (planned or 0) + int(plan.group(1))
                whole = plan.group(2) or whole
            elif point and point.group(3):
                words = [w.strip() for w in (point.group(2), point.group(4)) if w.strip()]
                self.skipped.append(": ".join(words))
            elif point and point.group(1):
                self.failed.append(point.group(2).strip())
            elif point:
                self.passed += 1
        seen = self.passed + len(self.failed) + len(self.skipped)
        if planned == 0 and whole:
            self.skipped.append(whole)
        elif planned != seen or seen == 0:
            self.failed.append("planned %s points, saw %d (status %s)" % (planned, seen, status))
        elif status != 0 and not self.failed:
            self.failed.append("status %s" % status)


def meson_suites(build):
    out = subprocess.run(["meson", "introspect", "--tests", build], cwd=ROOT, check=True,
                         stdout=subprocess.PIPE).stdout
    for t in json.loads(out):
        kind = t["suite"][0].split(":")[-1] if t["suite"] else "meson"
        yield Suite(kind + "/" + t["name"], t["cmd"], t["env"], cost=5 if kind == "fuzz" else 1)


def script_suites():
    for path in sorted(glob.glob(os.path.join(HERE, "flow", "test_*.py"))
                       + glob.glob(os.path.join(HERE, "browser", "test_*.py"))):
        head = open(path, encoding="utf8").read(2000)
        cost = re.search(r"^COST = (\d+)", head, re.M)
        room = os.path.basename(os.path.dirname(path))
        yield Suite(room + "/" + os.path.basename(path)[5:-3], [sys.executable, path],
                    cost=int(cost.group(1)) if cost else 3)


def with_postgres(suites):
    for s in suites:
        yield s
        if s.name in ON_POSTGRES:
            twin = Suite(s.name + " on postgres", s.argv, dict(s.env, HUIYIN_ON_PG="1"), s.tap,
                         s.cost)
            twin.postgres = True
            yield twin


@contextlib.contextmanager
def postgres(suites):
    """Gives the suites that want it a PostgreSQL (that of HUIYIN_TEST_PG, where it
    names one); yields what is left to run."""
    wants = [s for s in suites if s.postgres]
    if not wants or os.environ.get("HUIYIN_TEST_PG"):
        yield suites
        return
    with pg.cluster() as server:
        for s in wants:
            s.env = dict(s.env, HUIYIN_TEST_PG=server.url or "")
            if server.why:
                s.skipped = ["PostgreSQL could not be started: " + server.why]
        yield [s for s in suites if not s.skipped]


def steps():
    tools = [["layers.py"], ["layers.py", "--self-test"], ["limits.py"],
             ["limits.py", "--self-test"], ["style.py"], ["style.py", "--self-test"]]
    for argv in tools:
        yield Suite("tools/" + " ".join(argv).replace(".py", ""),
                    [sys.executable, os.path.join("tools", argv[0])] + argv[1:], tap=False)
    yield Suite("build/clang -Werror", ["sh", "tests/clang.sh"], tap=False, cost=50)
    yield Suite("run/self-test", [sys.executable, os.path.join("tests", "run.py"), "--self-test"],
                tap=False)


def self_test():
    """Each kind of failure must be seen as one."""
    cases = [
        ("1..2\nok 1 - a\nok 2 - b\n", 0, (2, 0, 0)),
        ("1..2\nok 1 - a\n", 0, (1, 1, 0)),
        ("1..2\nok 1 - a\nnot ok 2 - b\n", 1, (1, 1, 0)),
        ("1..1\nok 1 - a\n", 1, (1, 1, 0)),
        ("1..2\nok 1 - a\nok 2 - b # SKIP no font\n", 0, (1, 0, 1)),
        ("1..1\nnot ok # SKIP b\n", 0, (0, 0, 1)),
        ("1..0 # SKIP nothing here\n", 0, (0, 0, 1)),
        ("", 0, (0, 1, 0)),
        ("1..0\n", 0, (0, 1, 0)),
        ("ok 1 - a\n", 0, (1, 1, 0)),
    ]
    for text, status, want in cases:
        s = Suite("case", [])
        s.output = text
        s.count(status)
        got = (s.passed, len(s.failed), len(s.skipped))
        if got != want:
            sys.exit("run.py: self-test: %r: got %s, want %s" % (text, got, want))
    print("run.py: self-test: %d cases" % len(cases))


def report(suites, verbose):
    for s in suites:
        if s.failed or verbose:
            print("\n===== %s\n%s" % (s.name, s.output.rstrip()))
    for s in suites:
        for name in s.skipped:
            print("SKIPPED  %s: %s" % (s.name, name))
    for s in suites:
        for name in s.failed:
            print("FAILED   %s: %s" % (s.name, name))
    passed = sum(s.passed for s in suites)
    failed = sum(len(s.failed) for s in suites)
    skipped = sum(len(s.skipped) for s in suites)
    print("%d passed, %d failed, %d skipped" % (passed, failed, skipped))
    return 1 if failed or not passed else 0


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    args = argparse.ArgumentParser(usage=__doc__)
    args.add_argument("-j", type=int, default=os.cpu_count() or 1)
    args.add_argument("-v", action="store_true")
    args.add_argument("build")
    args.add_argument("words", nargs="*")
    args = args.parse_args()
    build = os.path.abspath(args.build)
    suites = [s for s in with_postgres([*meson_suites(build), *script_suites(), *steps()])
              if not args.words or any(w in s.name for w in args.words)]
    suites.sort(key=lambda s: -s.cost)
    done = []
    with postgres(suites) as left, concurrent.futures.ThreadPoolExecutor(args.j) as pool:
        done += [s for s in suites if s.skipped]
        for s in concurrent.futures.as_completed([pool.submit(s.run, build) for s in left]):
            s = s.result()
            done.append(s)
            print("%-7s %-34s %4d passed %3d failed %3d skipped %7.1f s" % (
                "FAILED" if s.failed else "ok", s.name, s.passed, len(s.failed), len(s.skipped),
                s.seconds), flush=True)
    return report(sorted(done, key=lambda s: s.name), args.v)


sys.exit(main())
