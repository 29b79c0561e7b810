"""The fault tests at a small size: races, crashes, a full disk, tampering, slow and broken
clients."""
import importlib
import os
import sys

import tap

COST = 8
sys.path.insert(0, os.path.join(tap.ROOT, "tests", "fault"))
os.environ.setdefault("BUILD", os.path.dirname(os.path.abspath(tap.HUIYIN)))
import faults  # noqa: E402

for name in ("races", "crashes", "diskfull", "tamper", "slow", "broken"):
    test = importlib.import_module(name)
    try:
        print("# " + test.run(test.SHORT).replace("\n", "\n# "))
        tap.ok(True, "%s, %d" % (name, test.SHORT))
    except faults.Skipped as why:
        tap.skip(name, str(why))
    except faults.Failed as why:
        tap.ok(False, "%s, %d" % (name, test.SHORT), str(why))
sys.exit(tap.done())
