"""A ledger as people use it: init, import, list, show, verify; what is refused,
and that nothing half-done stays behind."""
import json
import os
import re
import sqlite3
import sys
import tempfile
import unicodedata

import tap

CLEAN, CARELESS = "examples/clean.txt", "examples/careless.txt"


def width(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 0 if unicodedata.combining(c) else 1
               for c in text)


class Ledger:
    def __init__(self, work, name="ledger"):
        self.dir = os.path.join(work, name)

    def run(self, *args, **more):
        return tap.huiyin(*args, HUIYIN_LEDGER=self.dir, **more)

    def rows(self, what):
        return json.loads(self.run("list", what, "--json").out)

    def state(self):
        files = [os.path.join(f, n) for f, _, names in os.walk(self.dir + "/evidence")
                 for n in names]
        return self.run("verify").out, sorted(files)


def init(work):
    a = Ledger(work, "a")
    tap.same(a.run("init").returncode, 0, "init makes the ledger of HUIYIN_LEDGER")
    run = a.run("init")
    tap.ok(run.returncode != 0 and a.dir in run.words, "init refuses one that exists", run.words)
    run = tap.huiyin("init", cwd=work)
    tap.ok(run.returncode == 0 and os.path.isdir(os.path.join(work, "ledger")),
           "init makes ./ledger", run.words)
    run = tap.huiyin("list", "findings", HUIYIN_LEDGER=os.path.join(work, "none"))
    tap.ok(run.returncode != 0 and "none" in run.words and not run.out
           and not os.path.exists(os.path.join(work, "none")),
           "no ledger there: said, and none made", run.words)


def imports(led):
    tap.same(led.run("import", CLEAN, CARELESS).returncode, 0, "two notices are imported")
    tree = json.loads(tap.huiyin("parse", "--json", CLEAN).out)
    findings, measures = led.rows("findings"), led.rows("measures")
    tap.same(len(led.rows("inspections")), 2, "two inspections")
    texts = [m["text"] for m in measures]
    want = [m["text"] for c in tree["categories"] for f in c["findings"] for m in f["measures"]]
    tap.same([w for w in want if w not in texts], [], "every measure of the tree is listed")
    titles = [f["title"] for f in findings]
    want = [f["title"] for c in tree["categories"] for f in c["findings"]]
    tap.same([w for w in want if w not in titles], [], "every finding of the tree is listed")
    codes = [f["code"] for f in findings]
    tap.ok(all(re.fullmatch(r"\d{4}-\d{2,}-\d{3}", c) for c in codes)
           and len(set(codes)) == len(codes), "codes have their form, each once", codes)
    before = led.state()
    run = led.run("import", CLEAN)
    tap.same(run.returncode, 0, "the same file again is no error")
    tap.ok((run.out + run.words).strip(), "and it is said")
    tap.same(led.state(), before, "and nothing changed")


def refusals(led, work):
    bad = {"nul": b"\xe4\xb8\xad\x00\xe6\x96\x87" * 9, "empty": b"", "half.docx": b"PK\x03\x04 half"}
    before = led.state()
    for name, data in bad.items():
        path = os.path.join(work, name)
        open(path, "wb").write(data)
        run = led.run("import", path)
        tap.ok(run.returncode == 2 and name in run.words, "import refuses %s and names it" % name,
               run.words)
    run = led.run("import", work)
    tap.ok(run.returncode == 2, "import refuses a folder", run.words)
    tap.same(led.state(), before, "after refusals the ledger is as it was")
    for args in (("show", "1999-01-001"), ("notice", "1999-01", "-o", work + "/x.txt")):
        run = led.run(*args)
        tap.ok(run.returncode != 0 and args[1] in run.words and not run.out,
               "%s: an unknown code is named" % args[0], run.words)
    code = led.rows("inspections")[0]["code"]
    run = led.run("notice", code, "-o", work + "/x.odt")
    tap.ok(run.returncode == 2 and not os.path.exists(work + "/x.odt"),
           "notice: an unknown kind of file is refused", run.words)


def tables(led):
    for columns in ("60", "80", "120"):
        for what in ("inspections", "findings", "measures"):
            shown = tap.on_terminal("list", what, COLUMNS=columns, NO_COLOR="1",
                                    HUIYIN_LEDGER=led.dir).decode("utf8")
            wide = [x for x in shown.splitlines() if width(x) > int(columns)]
            tap.ok(len(shown.splitlines()) >= 2 and not wide,
                   "list %s fits %s columns" % (what, columns), "\n".join(wide))
    tap.ok("\x1b" not in led.run("list", "findings").out, "no colour where no terminal is")
    first = led.rows("findings")[0]
    run = led.run("show", first["code"])
    tap.ok(first["title"] in run.out, "show tells the finding's title", run.out)
    shown = json.loads(led.run("show", first["code"], "--json").out)
    tap.same(shown.get("code"), first["code"], "show --json is of that finding")


def verify(led):
    run = led.run("verify")
    m = re.search(r"(\d+) events, head ([0-9a-f]{64}), intact", run.out)
    tap.ok(run.returncode == 0 and m, "verify: intact", run.out + run.words)
    db = sqlite3.connect(os.path.join(led.dir, "ledger.db"))
    tables = [r[0] for r in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    event = next(t for t in tables if "event" in t)
    for (trigger,) in db.execute("SELECT name FROM sqlite_schema WHERE type='trigger'").fetchall():
        db.execute('DROP TRIGGER "%s"' % trigger)
    columns = [r[1] for r in db.execute("SELECT * FROM pragma_table_info(?)", (event,))]
    verb = "verb" if "verb" in columns else columns[-1]
    db.execute('UPDATE "%s" SET "%s" = \'other\' WHERE seq = 2' % (event, verb))
    db.commit()
    db.close()
    run = led.run("verify")
    tap.ok(run.returncode == 1 and re.search(r"\b2\b", run.out + run.words)
           and "intact" not in run.out, "verify: a changed event is named", run.out + run.words)


def main():
    with tempfile.TemporaryDirectory() as work:
        init(work)
        led = Ledger(work)
        imports(led)
        refusals(led, work)
        tables(led)
        verify(led)
    return tap.done()


sys.exit(main())
