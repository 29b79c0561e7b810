"""huiyin-verify, the second verifier: what was tampered with, in an exported log or in a
ledger, is found and named; `huiyin verify` and tests/log_verifier.py say the same."""
import glob
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile

import tap

sys.path[:0] = [os.path.join(tap.ROOT, "tests")]
import log_verifier  # noqa: E402

COST = 6
VERIFIER = os.path.join(os.path.dirname(tap.HUIYIN), "huiyin-verify")


def verifier(*args, lang="en"):
    run = subprocess.run([VERIFIER, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                         env=dict(os.environ, HUIYIN_LANG=lang), timeout=120)
    run.out, run.words = run.stdout.decode("utf8"), run.stderr.decode("utf8")
    return run


class Place:
    """A sound ledger in a folder, its export, its signed head."""

    def __init__(self, work, hash, kind):
        self.work, self.dir = work, os.path.join(work, "sound")
        self.log, self.head = os.path.join(work, "log.jsonl"), os.path.join(work, "head.txt")
        self.public, self.key = os.path.join(work, "key.pub"), os.path.join(work, "key")
        self.run("init", "--hash", hash)
        self.run("import", tap.ROOT + "/examples/clean.txt", tap.ROOT + "/examples/careless.txt")
        for name, phone in (("李芳", "13800138111"), ("赵丽", "13800138222")):
            self.run("act", "add-person", "--name", name, "--roles", "clerk", "--phone", phone)
        self.run("act", "erase", "--object", "person", "--row", "赵丽", "--reason", "本人要求")
        self.run("key", "new", self.key, *([kind] if kind == "sm2" else []))
        open(self.public, "w").write(self.run("key", "public", self.key).out)
        self.run("head", "--key", self.key, "-o", self.head)
        self.run("log", "export", self.log)
        self.lines = open(self.log, "rb").read().splitlines(True)

    def run(self, *args, dir=None):
        return tap.huiyin(*args, HUIYIN_LEDGER=dir or self.dir, HUIYIN_LANG="en")


def sound(p, what):
    run = verifier(p.log, "--ledger", p.dir, "--head", p.head, "--public", p.public)
    other = log_verifier.Log(p.log)
    tap.ok(run.returncode == 0 and run.out.startswith("%d events, head %s, intact\n" % (
        len(p.lines), other.root())) and "signed by the key given" in run.out,
        what + ": a sound ledger is intact", run.out + run.words)
    tap.same(p.run("verify").out.split("\n")[0], run.out.split("\n")[0],
             what + ": huiyin verify says the same")
    tap.same(verifier(p.log).returncode, 0, what + ": the log alone")
    tap.same(verifier("--ledger", p.dir, lang="zh").returncode, 0, what + ": the ledger alone")


def changed(lines):
    return lines[:2] + [lines[2].replace(b"2025", b"2026", 1)] + lines[3:]


# Of an exported log: what was done, how, and what is said with a head kept elsewhere.
LOGS = [
    ("a changed payload", changed, "history was rewritten: the first 6 events"),
    ("a removed event", lambda l: l[:2] + l[3:], "event 3 is missing"),
    ("two swapped", lambda l: l[:2] + [l[3], l[2]] + l[4:], "event 3 is missing or out of"),
    ("a tail cut off", lambda l: l[:4], "rolled back or cut: the head"),
    ("a line cut", lambda l: l[:4] + [l[4][:-9]], "line 5 is not ended"),
    ("no event", lambda l: l[:4] + [b"{}\n"] + l[5:], "at event 5: no event of a log: log"),
    ("another tenant", lambda l: l[:1] + [l[1].replace(b'"tenant":1', b'"tenant":2')] + l[2:],
     "event 2 names another hash or tenant"),
    ("a number twice", lambda l: l[:2] + l[1:], "event 3 is missing or out of its place (this is 2"),
]


def logs(p):
    path = os.path.join(p.work, "bad.jsonl")
    for name, change, want in LOGS:
        open(path, "wb").writelines(change(p.lines))
        run = verifier(path, "--head", p.head)
        tap.ok(run.returncode == 1 and want in run.out, "log: %s is named" % name,
               run.out + run.words)
    run = verifier(path, "--ledger", p.dir)
    tap.ok(run.returncode == 1 and "the ledger's is not that of the log file" in run.out,
           "log: another than the ledger's", run.out + run.words)
    open(path, "wb").writelines(p.lines[:3])
    tap.same(verifier(path, "--ledger", p.dir).returncode, 0, "log: the ledger may have gone on")


def evidence_gone(dir, db):
    os.unlink(sorted(glob.glob(dir + "/evidence/??/*"))[0])


def evidence_changed(dir, db):
    with open(sorted(glob.glob(dir + "/evidence/??/*"))[0], "r+b") as f:
        f.write(b"\0")


# Of a ledger: what was done, the SQL or the deed, what is said.
LEDGERS = [
    ("a changed row", "UPDATE finding SET owner = '王小明' WHERE ordinal = 2",
     "table finding, row [1,2]: owner is not what the log says"),
    ("a placed unit", "UPDATE finding SET unit = 77 WHERE inspection = 1 AND ordinal = 1",
     "table finding, row [1,1]: unit is not"),
    ("a row's version", "UPDATE unit SET changed = 1 + changed WHERE id = 1",
     "table unit, row [1]: changed is not"),
    ("a removed row", "DELETE FROM measure WHERE inspection = 1 AND finding = 1 AND ordinal = 1",
     "table measure lacks the row [1,1,1]"),
    ("an added row", "INSERT INTO unit (tenant, id, name, changed) VALUES (1, 99, '甲', 1)",
     "table unit holds a row [99]"),
    ("another tenant's row", "UPDATE measure SET tenant = 2 WHERE finding = 1 AND ordinal = 1",
     "table measure holds a row [1,1,1]"),
    ("a changed telephone", "UPDATE person SET phone = '1' WHERE name = '李芳'",
     "phone is not what the log says"),
    ("a telephone put back", "UPDATE person SET phone = '13800138222' WHERE name = '赵丽'",
     "phone is not what the log says"),
    ("a person erased by hand", "UPDATE person SET phone = NULL; DELETE FROM salt",
     "phone is not what the log says"),
    ("a forged salt", "UPDATE salt SET salt = '00112233445566778899aabbccddeeff'",
     "phone is not what the log says"),
    ("a salt too many", "INSERT INTO salt VALUES (1, 'person', '[9]', 'phone', 4, 'ab')",
     "the table salt holds 2 rows; the log's commitments need 1"),
    ("an event changed", "UPDATE event SET actor = '赵丽' WHERE seq = 3",
     "event 3 was changed"),
    ("an event gone", "DELETE FROM event WHERE seq = 2", "event 2 is missing"),
    ("the newest gone", "DELETE FROM event WHERE seq = 6", "the ledger's log ends after 5"),
    ("the head", "UPDATE head SET root = replace(root, substr(root, 1, 1), 'f') || ''"
     ", size = size + 1", "the head that the ledger keeps"),
    ("a signed head", "UPDATE signed_head SET signed_at = '2025-01-01T00:00:00.000Z'",
     "signed head number 1 does not fit"),
    ("a signed head gone", "DELETE FROM signed_head", "signed head number 1"),
    ("a kept file gone", evidence_gone, "is missing or was changed"),
    ("a kept file changed", evidence_changed, "is missing or was changed"),
]


def ledgers(p, other):
    dir = os.path.join(p.work, "bad")
    for name, deed, want in LEDGERS:
        shutil.rmtree(dir, ignore_errors=True)
        shutil.copytree(p.dir, dir)
        db = sqlite3.connect(os.path.join(dir, "ledger.db"))
        db.execute("PRAGMA ignore_check_constraints = ON")
        if callable(deed):
            deed(dir, db)
        else:
            db.executescript(deed)
        db.commit()
        db.close()
        # by its leaf where there is no other log to compare
        run = verifier(*([] if want.startswith("event") else [p.log]), "--ledger", dir)
        tap.ok(run.returncode == 1 and want in run.out, "ledger: %s is named" % name,
               run.out + run.words)
        tap.same(p.run("verify", dir=dir).returncode, 1, "ledger: huiyin verify finds %s" % name)
        table = want.split("table ")[1].split(",")[0].split()[0] if want.startswith("table") else ""
        if table:
            faults = other.faults(os.path.join(dir, "ledger.db"))
            tap.ok(any(f[0] == table for f in faults), "ledger: and log_verifier %s" % name, faults)


def words(p):
    for args, want in ((("--none",), "--none"), (("--head",), "--head"), (("a", "b"), "b"),
                       ((), "huiyin-verify"), (("--public", p.public, p.log), "--head"),
                       (("/none.jsonl",), "/none.jsonl"), (("--ledger", "/none"), "/none"),
                       ((p.log, "--head", p.log), ""), ((p.head,), "1"),
                       (("--ledger", p.work), "ledger.db")):
        for lang in ("zh", "en"):
            run = verifier(*args, lang=lang)
            tap.ok(run.returncode == 2 and want in run.words and not run.out,
                   "%s: 2 and a sentence, %s" % (" ".join(args), lang), run.out + run.words)
    text = open(p.head).read()
    for old, new in (("size 6", "size 7"), ("time 2", "time 1"), ("signature ", "signature A"),
                     ("tenant 1", "tenant 2"), ("head 1", "head 2")):
        bad = os.path.join(p.work, "bad.txt")
        open(bad, "w").write(text.replace(old, new, 1))
        tap.same(verifier(p.log, "--head", bad).returncode, 2, "a changed head is none: " + new)


def main():
    with tempfile.TemporaryDirectory() as work:
        p = Place(work, "SHA-256", "ed25519")
        sound(p, "SHA-256, Ed25519")
        other = log_verifier.Log(p.log)
        logs(p)
        ledgers(p, other)
        words(p)
        with tempfile.TemporaryDirectory() as second:
            q = Place(second, "SM3", "sm2")
            sound(q, "SM3, SM2")
            run = verifier(q.log, "--head", q.head, "--public", p.public)
            tap.ok(run.returncode == 2 and p.public in run.words, "another's key", run.words)
    return tap.done()


sys.exit(main())
