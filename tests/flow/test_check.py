"""check: every vector's defects, scored against those planted in it; the form
of what it prints; its exit status."""
import json
import os
import sys

import score
import tap

LEAST = {"notices": (0.99, 0.99), "heldout": (0.95, 0.95)}


def scores():
    for folder, (recall, precision) in LEAST.items():
        sums, odd, count = score.Defects(), [], 0
        for source, gold in tap.vectors(folder, ".defects.json"):
            run = tap.huiyin("check", source)
            name = os.path.basename(source)
            count += 1
            lines = run.out.splitlines()
            odd += ["%s: %s" % (name, x) for x in lines if not score.REPORT.match(x)]
            grave = any(": hint: " not in x for x in lines)
            if run.returncode != (1 if grave else 0):
                odd.append("%s: status %d with %d lines: %s" % (
                    name, run.returncode, len(lines), run.words))
            sums.add(name, json.load(open(gold, encoding="utf8"))["defects"], lines)
        notes = score.shown(folder, sums.notes)
        tap.ok(count >= 5, "%s: has vectors" % folder, count)
        tap.ok(not odd, "%s: form of the lines and exit status" % folder, "\n".join(odd))
        tap.ok(sums.recall >= recall, "%s: recall %.4f, at least %.2f" % (
            folder, sums.recall, recall), notes)
        tap.ok(sums.precision >= precision, "%s: precision %.4f, at least %.2f" % (
            folder, sums.precision, precision), notes)


def as_json():
    careless = os.path.join("examples", "careless.txt")
    lines = tap.huiyin("check", careless).out.splitlines()
    run = tap.huiyin("check", "--json", careless)
    rows = json.loads(run.out)
    said = ["%s:%d:%d: %s: %s [%s]" % tuple(r[k] for k in ("file", "line", "col", "severity",
                                                           "message", "rule")) for r in rows]
    tap.same(said, lines, "--json says the same as the lines")
    tap.same(run.returncode, 1, "--json has the same exit status")


def rules():
    run = tap.huiyin("check", "--rules")
    tap.same(run.returncode, 0, "--rules: exit status 0")
    found = {m.group(5) for path in ("careless", "clean") for m in map(
        score.REPORT.match, tap.huiyin("check", "examples/%s.txt" % path).out.splitlines())}
    tap.ok(len(found) >= 15, "the careless example breaks at least 15 rules", sorted(found))
    unlisted = [r for r in sorted(found) if r not in run.out]
    tap.same(unlisted, [], "--rules lists each rule that is reported")


def examples():
    run = tap.huiyin("check", "examples/clean.txt")
    tap.same((run.returncode, run.out), (0, ""), "the clean example is clean")
    run = tap.huiyin("check", "examples/clean.txt", "examples/careless.txt")
    tap.same(run.returncode, 1, "several files: the worst status")
    run = tap.huiyin("check", "examples/clean.txt", "no/such/file.txt", "examples/careless.txt")
    tap.same(run.returncode, 2, "a file that can't be read: status 2")
    tap.ok("no/such/file.txt" in run.words, "and it is named", run.words)
    tap.ok("careless.txt:" in run.out, "and the others are checked all the same", run.out[:300])


scores()
as_json()
rules()
examples()
sys.exit(tap.done())
