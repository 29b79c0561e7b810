"""The log as those see it who do not trust its keeper: heads held elsewhere, proofs,
the export read by another verifier. And as people read it."""
import json
import os
import re
import shutil
import sqlite3
import stat
import sys
import tempfile

import tap

sys.path.insert(0, os.path.join(tap.ROOT, "tests"))
import log_verifier  # noqa: E402

COST = 8
PHONE = "13800138111"


class Ledger:
    def __init__(self, work, name):
        self.dir, self.work = os.path.join(work, name), work

    def run(self, *args, **more):
        return tap.huiyin(*args, cwd=self.work, **dict({"HUIYIN_LEDGER": self.dir}, **more))

    def act(self, *args):
        return self.run("act", *args).returncode

    def add(self, name, *more):
        return self.act("add-person", "--name", name, "--roles", "clerk", *more)


def make(work, name, *init):
    led = Ledger(work, name)
    led.run("init", *init)
    led.run("import", tap.ROOT + "/examples/clean.txt")
    led.add("李芳", "--phone", PHONE, "--email", "lifang@yunxi.example")
    led.add("赵丽", "--phone", "13800138222")
    led.act("erase", "--object", "person", "--row", "赵丽", "--reason", "本人要求")
    return led


def exported(led, name, what):
    """The export as another program sees it."""
    path = os.path.join(led.work, name)
    tap.same(led.run("log", "export", path).returncode, 0, what + ": log export")
    log = log_verifier.Log(path)
    head = json.loads(led.run("head", "--json").out)
    tap.same((log.hash, len(log.events), log.root()), (head["hash"], head["size"], head["root"]),
             what + ": another verifier finds the same head")
    faults = log.faults(os.path.join(led.dir, "ledger.db"))
    tap.same(faults, [], what + ": and the same tables, commitments included")
    text = open(path, encoding="utf8").read()
    tap.ok(PHONE not in text and "lifang@" not in text, what + ": nothing personal in it")
    db = sqlite3.connect(os.path.join(led.dir, "ledger.db"))
    db.execute("UPDATE person SET phone = '1' WHERE phone = ?", (PHONE,))
    db.commit()
    found = log.faults(os.path.join(led.dir, "ledger.db"))
    db.execute("UPDATE person SET phone = ? WHERE phone = '1'", (PHONE,))
    db.commit()
    db.close()
    tap.ok(("person", (2,), "phone") in found, what + ": it too sees a changed phone", found)
    return log


def proofs(led, log, what):
    size = len(log.events)
    for seq in range(1, size + 1):
        proof = json.loads(led.run("prove", str(seq)).out)
        want = [h.hex() for h in log_verifier.path(log.hash, seq - 1, log.leaves)]
        tap.ok(proof["path"] == want and proof["event"].encode() == log.lines[seq - 1],
               "%s: prove %d is as another computes it" % (what, seq), proof)
        old = json.loads(led.run("prove-consistency", str(seq)).out)
        want = [h.hex() for h in log_verifier.subproof(log.hash, seq, log.leaves)]
        tap.ok(old["path"] == want and old["old_root"] == log.root(seq),
               "%s: prove-consistency %d too" % (what, seq), old)
    for name, proof in (("inclusion", proof), ("consistency", old)):
        path = os.path.join(led.work, name + ".json")
        for change in (None, "root", "size", "tenant", "path"):
            bad = dict(proof)
            if change in ("size", "tenant"):
                bad[change] += 1
            elif change == "root":
                bad["root"] = "0" * 64
            elif change == "path":
                bad["path"] = proof["path"] + ["0" * 64]
            json.dump(bad, open(path, "w"), ensure_ascii=False)
            run = led.run("verify", "--proof", path, HUIYIN_LEDGER="/none")
            want = 1 if change not in (None, "tenant") else 0
            tap.same(run.returncode, want, "%s: %s with another %s" % (what, name, change))
    tap.same(led.run("prove", str(size + 1)).returncode, 2, what + ": no event, no proof")


def keys(led):
    for kind, extra in (("ed25519", ()), ("sm2", ("sm2",))):
        key, head = kind + ".key", kind + ".txt"
        tap.same(led.run("key", "new", key, *extra).returncode, 0, kind + ": a new key")
        mode = stat.S_IMODE(os.stat(os.path.join(led.work, key)).st_mode)
        tap.same(mode, 0o600, kind + ": for its owner alone")
        tap.ok(led.run("key", "new", key).returncode == 1, kind + ": is not overwritten")
        public = led.run("key", "public", key).out
        open(os.path.join(led.work, kind + ".pub"), "w").write(public)
        tap.same(led.run("head", "--sign", "-o", head, HUIYIN_KEY=key).returncode, 0,
                 kind + ": signs the head")
        run = led.run("verify", "--head", head, "--public", kind + ".pub")
        tap.ok(run.returncode == 0 and "intact" in run.out, kind + ": the head fits", run.words)
        text = open(os.path.join(led.work, head)).read()
        for old, new in (("size ", "size 1"), ("time 2", "time 1"), ("key M", "key N"),
                         ("signature ", "signature A"), ("root ", "root"), ("head 1", "head 2")):
            open(os.path.join(led.work, "bad.txt"), "w").write(text.replace(old, new, 1))
            tap.same(led.run("verify", "--head", "bad.txt").returncode, 2,
                     "%s: a changed head is none: %s" % (kind, new))
    run = led.run("verify", "--head", "sm2.txt", "--public", "ed25519.pub")
    tap.ok(run.returncode == 2 and "ed25519.pub" in run.words, "another's key is not taken",
           run.words)
    os.chmod(os.path.join(led.work, "sm2.key"), 0o640)
    run = led.run("head", "--key", "sm2.key")
    tap.ok(run.returncode != 0 and "chmod 600" in run.words, "a key that others can read",
           run.words)
    tap.same(led.run("head", "--sign", HUIYIN_KEY="").returncode, 2, "no key, no signature")
    tap.same(led.run("verify").returncode, 0, "the signed heads are part of verify")


def held(led):
    """A head held elsewhere names a rollback and a rewritten history."""
    before = Ledger(led.work, "before")
    shutil.copytree(led.dir, before.dir)
    led.add("孙强")
    led.run("head", "-o", "held.txt")
    tap.same(led.run("verify", "--head", "held.txt").returncode, 0, "held: the log fits")
    run = before.run("verify", "--head", "held.txt", "--lang", "en")
    tap.ok(run.returncode == 1 and "rolled back" in run.out, "held: a rollback is named", run.out)
    before.add("周正")
    run = before.run("verify", "--head", "held.txt", "--lang", "en")
    tap.ok(run.returncode == 1 and "rewritten" in run.out, "held: another history is named",
           run.out)
    led.add("吴敏")
    tap.same(led.run("verify", "--head", "held.txt").returncode, 0, "held: a longer log still fits")


def read(led):
    run = led.run("log", "--lang", "en")
    lines = run.out.splitlines()
    tap.ok(all(re.match(r" *%d  \d{4}-\d\d-\d\d \d\d:\d\d:\d\d  \S" % (i + 1), x)
               for i, x in enumerate(lines)) and len(lines) > 6, "log: a line an event", run.out)
    tap.ok("erased" in led.run("log", "--verb", "erase", "--lang", "en").out, "log --verb")
    one = json.loads(led.run("log", "--target", "赵丽", "--json").out)
    tap.ok(len(one) == 1 and one[0]["verb"] == "add-person", "log --target", one)
    tap.same(len(json.loads(led.run("log", "--since", "4", "--json").out)), len(lines) - 3,
             "log --since")
    run = led.run("log", "--actor", "无人")
    tap.ok(run.returncode == 0 and not run.out and run.words, "log: none is said", run.words)
    for args in (("log", "export"), ("log", "--since", "x"), ("key", "old", "f"),
                 ("prove", "0"), ("verify", "--public", "ed25519.pub"),
                 ("verify", "--proof", "held.txt"), ("verify", "--head", "ed25519.pub")):
        run = led.run(*args)
        tap.ok(run.returncode == 2 and run.words, "%s is refused" % " ".join(args), run.words)


def main():
    with tempfile.TemporaryDirectory() as work:
        led = make(work, "ledger")
        log = exported(led, "log.jsonl", "SHA-256")
        proofs(led, log, "SHA-256")
        keys(led)
        held(led)
        read(led)
        sm3 = make(work, "sm3", "--hash", "SM3")
        log = exported(sm3, "sm3.jsonl", "SM3")
        tap.same(log.hash, "SM3", "SM3: leaves name it")
        tap.same(sm3.run("verify").returncode, 0, "SM3: verify")
    return tap.done()


sys.exit(main())
