"""Scores trees against gold trees, and defects against planted ones.

A tree becomes a bag of facts a layer; precision, recall and F1 come from what
the two bags share, summed over notices. Text counts without white space and
with full- and half-width forms alike.
"""
import os
import re
import unicodedata
from collections import Counter, defaultdict

LAYERS = ("header", "outline", "findings", "measures", "facts")
# What went wrong in which held-out vector is shown only when asked for: who saw it, tunes to it.
SHOW_HELDOUT = bool(os.environ.get("SHOW_HELDOUT"))
REPORT = re.compile(r"^(.+?):(\d+):(\d+): (error|warning|hint): .+ \[([a-z0-9-]+)\]$")


def flat(text):
    if text is None:
        return None
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", str(text)))


def number(x):
    return x if x is None or isinstance(x, str) else round(float(x), 6)


def fact_key(fact):
    unit = flat(fact.get("unit"))
    if fact["kind"] in ("money", "percent"):
        unit = None
    elif unit == "平方米":
        unit = "m2"
    return (fact["kind"], number(fact.get("value")), number(fact.get("min")),
            number(fact.get("max")), unit, fact.get("per"), fact.get("approx"),
            bool(fact.get("expected")))


def header(tree):
    for key in ("issuer", "title", "published"):
        yield key, flat(tree[key])
    for group in ("inspection", "contact", "disclosure"):
        for key, value in tree[group].items():
            if key != "raw":
                for one in value if isinstance(value, list) else [value]:
                    yield group, key, flat(one)


def bags(tree):
    out = {layer: Counter() for layer in LAYERS}
    out["header"].update(header(tree))
    out["outline"].update((flat(s["title"]), s["role"]) for s in tree["sections"])
    for category in tree["categories"]:
        group = flat(category["title"])
        if group:
            out["outline"]["category", group] += 1
        for finding in category["findings"]:
            title = flat(finding["title"])
            out["findings"][group, title] += 1
            for measure in finding["measures"]:
                text = flat(measure["text"])
                out["measures"][title, text] += 1
                out["facts"].update((text,) + fact_key(f) for f in measure["facts"])
    return out


def shown(folder, notes):
    if folder == "heldout" and not SHOW_HELDOUT:
        return "SHOW_HELDOUT=1 tells which"
    return "\n".join(notes[:60])


class Trees:
    """Sums up pairs of a gold tree and what was parsed."""

    def __init__(self):
        self.counts = {layer: [0, 0, 0] for layer in LAYERS}  # shared, got, gold
        self.notes = []

    def add(self, name, gold, got):
        """`got` is None where there is no tree: all of gold is missing then."""
        want = bags(gold)
        have = bags(got) if got else {layer: Counter() for layer in LAYERS}
        for layer in LAYERS:
            counts = self.counts[layer]
            counts[0] += sum((want[layer] & have[layer]).values())
            counts[1] += sum(have[layer].values())
            counts[2] += sum(want[layer].values())
            for word, items in (("missing", want[layer] - have[layer]),
                                ("extra", have[layer] - want[layer])):
                self.notes += ["%s: %s %s %s" % (name, layer, word, i) for i in items]

    def f1(self, layer):
        shared, got, gold = self.counts[layer]
        return 2 * shared / (got + gold) if got + gold else 1.0


class Defects:
    """Sums up planted and reported defects: one is hit by a report of its rule
    at most one line away, and each report hits one."""

    def __init__(self):
        self.planted = self.hit = self.right = self.false = 0
        self.notes = []

    def add(self, name, planted, lines):
        want, got = defaultdict(list), defaultdict(set)
        grave = {}
        for d in planted:
            want[d["rule"]].append(d["line"])
        for m in filter(None, map(REPORT.match, lines)):
            got[m.group(5)].add((int(m.group(2)), int(m.group(3))))
            grave[m.group(5)] = m.group(4) != "hint"
        for rule, places in want.items():
            free = sorted(line for line, _ in got[rule])
            for line in sorted(places):
                self.planted += 1
                near = next((x for x in free if abs(x - line) <= 1), None)
                if near is None:
                    self.notes.append("%s:%d: missed [%s]" % (name, line, rule))
                else:
                    free.remove(near)
                    self.hit += 1
        for rule, places in got.items():
            for line, _ in sorted(places):
                if any(abs(line - w) <= 1 for w in want.get(rule, ())):
                    self.right += grave[rule]
                elif grave[rule]:
                    self.false += 1
                    self.notes.append("%s:%d: false [%s]" % (name, line, rule))

    @property
    def recall(self):
        return self.hit / self.planted if self.planted else 1.0

    @property
    def precision(self):
        told = self.right + self.false
        return self.right / told if told else 1.0
