#!/usr/bin/env python3
"""Runs the fault tests at full size, or at a size that is given.

usage: run.py BUILD [NAME...] [SIZE]     NAME: diskfull races crashes tamper slow
broken; default all

Each prints its figures; the last line counts. BUILD is best one without
sanitizers; `broken` takes the program that HUIYIN_SANITIZED names. `./setup test` runs the same at a small size (tests/flow/test_fault.py).
"""
import importlib
import os
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
NAMES = ("diskfull", "races", "crashes", "tamper", "slow", "broken")


def main(argv):
    if not argv or any(a not in NAMES and not a.isdigit() for a in argv[1:]):
        sys.exit(__doc__)
    os.environ["BUILD"] = os.path.abspath(argv[0])
    sys.path.insert(0, HERE)
    faults = importlib.import_module("faults")
    sizes = [int(a) for a in argv[1:] if a.isdigit()]
    passed = failed = skipped = 0
    for name in [a for a in argv[1:] if not a.isdigit()] or NAMES:
        test = importlib.import_module(name)
        size, start = sizes[-1] if sizes else test.FULL, time.monotonic()
        print("%s %d" % (name, size), flush=True)
        try:
            print("  " + test.run(size))
            passed += 1
        except faults.Skipped as why:
            print("  SKIPPED: %s" % why)
            skipped += 1
        except faults.Failed as why:
            print("  FAILED: %s" % why)
            failed += 1
        print("  %.0f s" % (time.monotonic() - start), flush=True)
    print("%d passed, %d failed, %d skipped" % (passed, failed, skipped))
    return 1 if failed or not passed + skipped else 0


sys.exit(main(sys.argv[1:]))
