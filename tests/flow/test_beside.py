"""Notices and scorers that stand beside the project, where somebody has them:
other people's gold trees, defects and scoring rules, none of them ours."""
import os
import re
import subprocess
import sys

import tap

FOLDER = os.path.join(tap.BESIDE, "notices")


def run(script, *args):
    done = subprocess.run([sys.executable, os.path.join(FOLDER, script), "-v", FOLDER,
                           tap.HUIYIN, *args], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    return done.returncode, done.stdout.decode("utf8", "replace")


def main():
    if not os.path.exists(os.path.join(FOLDER, "score.py")):
        tap.skip("parse scored by others", "no notices stand beside the project")
        tap.skip("check scored by others", "no notices stand beside the project")
        return tap.done()
    status, out = run("score.py", "parse", "--json")
    layers = re.findall(r"^(\w+)\s+precision \S+ recall \S+ F1 (\S+)", out, re.M)
    tap.ok(status == 0 and len(layers) == 5, "the scorer of trees ran", out)
    for layer, f1 in layers:
        tap.ok(float(f1) == 1.0, "beside: %s: F1 %s, wanted 1" % (layer, f1), out)
    status, out = run("score-check.py", "check")
    recall, precision = (re.search(r"^%s\s+(\S+)" % w, out, re.M) for w in ("recall", "precision"))
    tap.ok(status == 0 and recall and float(recall.group(1)) == 1.0, "beside: all defects found",
           out)
    tap.ok(precision and float(precision.group(1)) == 1.0, "beside: no false defect", out)
    return tap.done()


sys.exit(main())
