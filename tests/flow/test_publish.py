"""A notice from draft to folder: who wrote it neither reviews nor approves it, a changed text
voids both, faults and blanks keep it from being published; the five files, whose hashes the
ledger holds and proof.json tells, beside a head that the ledger bears out; and the forms."""
import hashlib
import json
import os
import sys
import tempfile

import tap

FILES = ["README.txt", "notice.docx", "notice.html", "notice.pdf", "proof.json"]
PEOPLE = (("王小明", "clerk"), ("周敏", "clerk lead"), ("陈静", "publisher"), ("李芳", "lead"))


class Ledger:
    def __init__(self, work):
        self.work = work
        self.env = {"HUIYIN_LEDGER": os.path.join(work, "ledger")}

    def run(self, *args):
        return tap.huiyin(*args, **self.env)

    def act(self, who, *args):
        return self.run("act", *args, "--as", who)

    def does(self, who, *args):
        done = self.act(who, *args)
        tap.same(done.returncode, 0, " ".join(args[:2]) + " by " + who + ": " + done.words[:200])

    def refused(self, words, who, *args):
        done = self.act(who, *args)
        tap.ok(done.returncode != 0 and words in done.words,
               "%s refused to %s: %s" % (args[0], who, done.words[:200]))

    def shown(self, code):
        return json.loads(self.run("show", code, "--json").out)

    def folder(self, name, code, *more):
        path = os.path.join(self.work, name)
        return path, self.run("publish", code, "-o", path, "--as", "陈静", *more)


def four_eyes(led, code):
    led.does("王小明", "submit-notice", code)
    led.does("陈静", "return-notice", code, "--reason", "缺联系人")
    led.does("周敏", "edit-notice", code, "--contact", "李芳")
    led.does("王小明", "submit-notice", code)
    led.does("陈静", "review-notice", code, "--opinion", "不涉密")
    led.refused("写过", "周敏", "approve-notice", code, "--opinion", "同意")
    led.does("李芳", "approve-notice", code, "--opinion", "同意")
    led.refused("批准人", "李芳", "edit-notice", code, "--contact", "赵丽")


def published(led, code):
    path, done = led.folder("early", code)
    tap.ok(done.returncode == 2 and "until" in done.words and not os.path.exists(path),
           "without a period nothing is published")
    path, done = led.folder("good", code, "--until", "2999-01-01")
    tap.same(done.returncode, 0, "published: " + done.words[:200])
    tap.same(sorted(os.listdir(path)), FILES, "five files are written")
    proof = json.load(open(os.path.join(path, "proof.json"), encoding="utf8"))
    read = {f["name"]: open(os.path.join(path, f["name"]), "rb").read() for f in proof["files"]}
    real = [hashlib.sha256(read[f["name"]]).hexdigest() for f in proof["files"]]
    tap.same([f["sha256"] for f in proof["files"]], real, "the hashes are the files'")
    row = led.shown(code)
    tap.same([row[k] for k in ("html", "pdf", "docx")], real, "and the ledger's")
    tap.same((row["state"], row["until"], row["reviewer"], row["approver"]),
             ("published", "2999-01-01", "陈静", "李芳"), "the ledger says by whom, until when")
    root = proof["log"]["root"]
    tap.ok(root.encode() in read["notice.html"], "the page prints the last head before it")
    head = os.path.join(led.work, "head")
    open(head, "w", encoding="utf8").write(proof["head"])
    tap.same(led.run("verify", "--head", head).returncode, 0, "the head is the log's")
    again, done = led.folder("again", code)
    same = all(open(os.path.join(again, f), "rb").read() == open(os.path.join(path, f), "rb").read()
               for f in FILES)
    tap.ok(done.returncode == 0 and same, "written again it is the same, byte for byte")
    led.refused("公开中", "王小明", "edit-notice", code, "--contact", "赵丽")
    led.does("陈静", "withdraw-notice", code, "--reason", "有误")
    tap.same(led.shown(code)["state"], "withdrawn", "it can be withdrawn")


def barred(led, careless):
    led.does("王小明", "draft-notice", "--inspection", careless, "--wording", "party",
             "--contact", "李芳")
    code = json.loads(led.run("list", "notices", "--json").out)[-1]["code"]
    led.does("王小明", "submit-notice", code)
    led.does("陈静", "review-notice", code, "--opinion", "不涉密")
    led.does("李芳", "approve-notice", code, "--opinion", "同意")
    path, done = led.folder("bad", code, "--until", "2999-01-01")
    tap.ok(done.returncode == 1 and "处错误或空白" in done.words, "a text with faults is refused")
    tap.ok(not os.path.exists(path), "and nothing is written")
    led.does("周敏", "edit-notice", code, "--body", "另写的通报")
    row = led.shown(code)
    tap.same((row["state"], row["reviewer"], row["approver"], row["text_version"]),
             ("draft", None, None, 2), "a changed text voids review and approval")
    out = led.run("notice", code).out
    tap.ok("另写的通报" in out, "notice writes the text that stands")


def forms(led, code):
    path = ""
    for kind in ("docx", "pdf", "html", "txt"):
        for form, of in (("closing", code + "-001"), ("list", code)):
            path = os.path.join(led.work, form + "." + kind)
            tap.same(led.run("form", form, of, "-o", path).returncode, 0,
                     "%s as %s" % (form, kind))
    tap.same(led.run("form", "closing", code, "-o", path).returncode, 2,
             "the form of a finding is not of an inspection")


def main():
    with tempfile.TemporaryDirectory() as work:
        led = Ledger(work)
        led.run("init")
        led.run("import", "examples/careless.txt", "examples/clean.txt")
        for name, roles in PEOPLE:
            led.run("act", "add-person", "--name", name, "--roles", roles)
        rows = json.loads(led.run("list", "inspections", "--json").out)
        careless, clean = sorted(r["code"] for r in rows)
        led.does("王小明", "draft-notice", "--inspection", clean, "--wording", "public")
        code = json.loads(led.run("list", "notices", "--json").out)[0]["code"]
        four_eyes(led, code)
        published(led, code)
        barred(led, careless)
        tap.same(led.run("verify").returncode, 0, "the log replays to the same tables")
        tap.same(led.run("check-ledger").returncode, 0, "and all is sound")
        forms(led, clean)
    return tap.done()


sys.exit(main())
