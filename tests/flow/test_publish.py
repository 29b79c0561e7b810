"""The folder that is published: refused with sentences while the notice has faults, else
five files whose hashes proof.json tells rightly, beside a head that the ledger bears out;
and the forms in every format."""
import hashlib
import json
import os
import sys
import tempfile

import tap

COST = 5
FILES = ["README.txt", "notice.docx", "notice.html", "notice.pdf", "proof.json"]


def main():
    with tempfile.TemporaryDirectory() as work:
        env = {"HUIYIN_LEDGER": os.path.join(work, "ledger")}
        tap.huiyin("init", **env)
        tap.huiyin("import", "examples/careless.txt", "examples/clean.txt", **env)
        rows = json.loads(tap.huiyin("list", "inspections", "--json", **env).out)
        careless, clean = sorted(r["code"] for r in rows)
        bad, good = os.path.join(work, "bad"), os.path.join(work, "good")
        done = tap.huiyin("publish", careless, "-o", bad, **env)
        tap.same(done.returncode, 1, "a notice with faults is refused")
        tap.ok(not os.path.exists(bad), "and nothing is written")
        tap.same(tap.huiyin("publish", clean, "-o", good, **env).returncode, 0, "a sound one is not")
        tap.same(sorted(os.listdir(good)), FILES, "five files are written")
        proof = json.load(open(os.path.join(good, "proof.json"), encoding="utf8"))
        real = [hashlib.sha256(open(os.path.join(good, f["name"]), "rb").read()).hexdigest()
                for f in proof["files"]]
        tap.same([f["sha256"] for f in proof["files"]], real, "the hashes are the files'")
        head = os.path.join(work, "head")
        open(head, "w", encoding="utf8").write(proof["head"])
        tap.same(tap.huiyin("verify", "--head", head, **env).returncode, 0, "the head is the log's")
        for kind in ("docx", "pdf", "html", "txt"):
            for form, code in (("closing", clean + "-001"), ("list", clean)):
                path = os.path.join(work, form + "." + kind)
                tap.same(tap.huiyin("form", form, code, "-o", path, **env).returncode, 0,
                         "%s as %s" % (form, kind))
        tap.same(tap.huiyin("form", "closing", clean, "-o", path, **env).returncode, 2,
                 "the form of a finding is not of an inspection")
    return tap.done()


sys.exit(main())
