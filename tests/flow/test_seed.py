"""huiyin seed: a fictional district, the same for the same seed, in all states."""
import collections
import os
import re
import sys
import tempfile

import tap

DAY = "2026-11-25"
ALL = ("issued", "claimed", "disputed", "planned", "rectifying", "returned", "applied", "closed",
       "stage-closed", "held", "reopened", "closed-unrectified", "withdrawn")


def seed(work, name, *more):
    led = os.path.join(work, name)
    run = tap.huiyin("seed", "--ledger", led, "--as", "钟实", "--on", DAY, *more)
    return led, run


def head(led):
    return (tap.parsed("verify", "--json", "--ledger", led) or {}).get("head")


def district(work):
    size = ("--units", "12", "--findings", "500")
    led, run = seed(work, "one", *size, "--seed", "7")
    tap.ok(run.returncode == 0 and "500" in run.words, "a district is made", run.words)
    verdict = tap.parsed("verify", "--json", "--ledger", led)
    tap.ok(verdict and verdict["intact"] and verdict["events"] > 1000, "it is intact", verdict)
    small = [head(seed(work, name, "--units", "10", "--findings", "20", "--seed", number)[0])
             for name, number in (("a", "7"), ("b", "7"), ("c", "8"))]
    tap.ok(small[0] and small[0] == small[1], "the same seed gives the same head", small)
    tap.ok(small[2] and small[2] != small[0], "another seed gives another", small)
    states = collections.Counter(f["state"] for f in tap.parsed("list", "findings", "--json",
                                                                "--ledger", led))
    tap.same(sorted(states), sorted(ALL), "findings in every state")
    tap.same(sum(states.values()), 500, "as many findings as asked for")
    late = tap.parsed("overdue", "--json", "--on", DAY, "--ledger", led)
    tap.ok(late and len(str(late)) > 100, "some are late", late)
    kinds = {i["kind"] for i in tap.parsed("list", "inspections", "--json", "--ledger", led)}
    tap.ok(len(kinds) >= 3, "inspections of several kinds", kinds)
    titles = [f["title"] for f in tap.parsed("list", "findings", "--json", "--ledger", led)]
    tap.ok(100 < len(set(titles)) < len(titles), "titles differ, and some come up again",
           len(set(titles)))
    tap.ok(not [t for t in titles if re.search(r"[{}*]", t)], "no text has a hole in it")
    for what, least in (("orders", {"sent", "replied", "settled", "raised"}),
                        ("cases", {"intake", "dispatched", "handled", "confirmed", "refused"}),
                        ("notices", {"draft", "submitted", "reviewed", "approved"})):
        rows = tap.parsed("list", what, "--json", "--ledger", led) or []
        tap.ok(least <= {row["state"] for row in rows} and not re.search(r"[{}*]", str(
            [row.get("text") or row["title"] for row in rows])), what + " in several states", rows)
    _, run = seed(work, "one", *size)
    tap.ok(run.returncode != 0 and verdict["head"] == head(led), "a ledger that is there is left alone",
           run.words)


def plain(work):
    led, run = seed(work, "plain", "--units", "10", "--findings", "50", "--plain")
    states = {f["state"] for f in tap.parsed("list", "findings", "--json", "--ledger", led) or []}
    tap.same(states, {"issued"}, "--plain leaves findings as issued")
    tap.same([tap.parsed("list", what, "--json", "--ledger", led) for what in
              ("orders", "cases", "notices")], [[], [], []], "and nothing beside them")


def refused(work):
    for args, zh, en in ((("--units", "9"), "10到5000", "from 10 to 5000"),
                         (("--findings", "0"), "1到", "from 1 to"),
                         (("--findings", "x"), "x", "x"),
                         (("--seed", "-1"), "0到", "from 0 to"),
                         (("--on", "2026-13-01"), "2025-01-31", "such as")):
        for lang, word in (("zh", zh), ("en", en)):
            run = tap.huiyin("seed", "--ledger", os.path.join(work, "no"), *args, HUIYIN_LANG=lang)
            tap.ok(run.returncode == 2 and word in run.words
                   and not os.path.exists(os.path.join(work, "no")),
                   "%s %s is refused (%s)" % (*args, lang), run.words)


with tempfile.TemporaryDirectory() as folder:
    district(folder)
    plain(folder)
    refused(folder)
sys.exit(tap.done())
