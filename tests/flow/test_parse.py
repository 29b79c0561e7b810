"""parse: every vector's tree, scored against its gold tree by layer.

The vectors in notices/ were worked with; those in heldout/ never were, so they
have a threshold of their own.
"""
import json
import os
import sys

import score
import tap

LEAST = {"notices": 0.995, "heldout": 0.97}


def whole(tree):
    """True where every key is there and the totals are true."""
    want = {"issuer", "title", "published", "inspection", "contact", "disclosure", "sections",
            "categories", "prose", "totals"}
    lists = [m for c in tree["categories"] for f in c["findings"] for m in f["measures"]]
    totals = {"categories": len(tree["categories"]), "measures": len(lists),
              "findings": sum(len(c["findings"]) for c in tree["categories"])}
    return set(tree) == want and tree["totals"] == totals


def main():
    for folder, least in LEAST.items():
        sums, odd = score.Trees(), []
        count = 0
        for source, gold in tap.vectors(folder, ".gold.json"):
            name = os.path.basename(source)
            run = tap.huiyin("parse", "--json", source)
            count += 1
            tree = None
            try:
                tree = json.loads(run.out)
                if run.returncode != 0 or run.words or not whole(tree):
                    odd.append("%s: status %d %s" % (name, run.returncode, run.words))
            except (ValueError, KeyError, TypeError) as e:
                odd.append("%s: %r, status %d: %s" % (name, e, run.returncode, run.words))
            sums.add(name, json.load(open(gold, encoding="utf8")), tree)
        tap.ok(count >= 10, "%s: has vectors" % folder, count)
        tap.ok(not odd, "%s: every tree is whole, with true totals" % folder, "\n".join(odd))
        for layer in score.LAYERS:
            f1 = sums.f1(layer)
            notes = [n for n in sums.notes if (": %s " % layer) in n]
            tap.ok(f1 >= least and count, "%s: %s: F1 %.4f, at least %.3f" % (
                folder, layer, f1, least), score.shown(folder, notes))
    tree = tap.parsed("parse", "--json", "examples/clean.txt")
    tap.same(tree and tree["totals"], {"categories": 3, "findings": 9, "measures": 26},
             "the clean example: its totals")
    tree = tap.parsed("parse", "--json", "examples/careless.txt")
    tap.ok(tree and tree["totals"]["findings"] == 8, "the careless example: its findings",
           tree and tree["totals"])
    return tap.done()


sys.exit(main())
