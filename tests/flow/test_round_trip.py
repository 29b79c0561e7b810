"""Notice to ledger to notice: written as txt, html and docx it parses again to
the same whole tree, and no sentence of the source is missing from it."""
import html
import json
import os
import re
import sys
import tempfile
import zipfile

import score
import tap

COST = 20
KINDS = ("txt", "html", "docx")


def sources():
    folders = ["examples"] + ["tests/vectors/" + f for f in ("notices", "heldout")]
    for folder in folders:
        for name in sorted(os.listdir(os.path.join(tap.ROOT, folder))):
            if name.endswith(".txt"):
                yield os.path.join(tap.ROOT, folder, name)


def written_text(path):
    """The text of a written notice, by means of our own, without white space."""
    if path.endswith(".docx"):
        text = zipfile.ZipFile(path).read("word/document.xml").decode("utf8")
        text = re.sub(r"<w:instrText.*?</w:instrText>|<[^>]*>", "", text)
        return score.flat(html.unescape(text))
    text = open(path, encoding="utf8").read()
    if path.endswith(".html"):
        text = re.sub(r"<(style|head|title)\b.*?</\1>|<[^>]*>", "", text, flags=re.S)
        text = html.unescape(text)
    return score.flat(text)


def decoded(path):
    """The source as text, as any of the encodings that vectors come in."""
    raw = open(path, "rb").read()
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf16")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("gb18030")


def sentences(text):
    """The sentences of each line. A line that is a date alone is left out: the
    sign-off's date is a value, written anew as the official form has it. A title
    that bears another body's name is written as that name and the title, and
    （盖章） behind the issuer's name stands for a seal, no text."""
    lines = [re.sub(r"\(盖章\)$", "", score.flat(line)) for line in text.split("\n")]
    parts = [p for line in lines if not re.fullmatch(r"[〇○一二三四五六七八九十\d年月日（()）星期./-]+", line)
             for p in re.split(r"(?<=[。！？；])" if re.search("[。！？；]", line)
                               else r"(?=关于)", line)]
    return [p for p in parts if len(p) > 1]


def differences(a, b, at=""):
    """The first places where two trees differ."""
    if type(a) is type(b) is dict and set(a) == set(b):
        return [d for k in a for d in differences(a[k], b[k], at + "." + k)][:5]
    if type(a) is type(b) is list and len(a) == len(b):
        return [d for i, (x, y) in enumerate(zip(a, b))
                for d in differences(x, y, "%s[%d]" % (at, i))][:5]
    return [] if a == b else ["%s: was %.300r, is %.300r" % (at, a, b)]


def trip(source, work):
    """What went wrong on the way, a list of words."""
    name = os.path.basename(source)[:-4]
    ledger = os.path.join(work, name)
    env = {"HUIYIN_LEDGER": ledger}
    before = json.loads(tap.huiyin("parse", "--json", source).out)
    for args in (("init",), ("import", source)):
        run = tap.huiyin(*args, **env)
        if run.returncode != 0:
            return ["%s %s: status %d: %s" % (name, args[0], run.returncode, run.words)]
    rows = json.loads(tap.huiyin("list", "inspections", "--json", **env).out)
    wrong = []
    for kind in KINDS:
        path = os.path.join(work, name + "." + kind)
        run = tap.huiyin("notice", rows[0]["code"], "-o", path, **env)
        if run.returncode != 0:
            wrong.append("%s.%s: status %d: %s" % (name, kind, run.returncode, run.words))
            continue
        again = tap.huiyin("parse", "--json", path)
        after = json.loads(again.out) if again.out else None
        wrong += ["%s.%s %s" % (name, kind, d) for d in differences(before, after)]
        text = written_text(path)
        wrong += ["%s.%s lacks %s" % (name, kind, s) for s in sentences(decoded(source))
                  if s not in text][:5]
    return wrong


def main():
    with tempfile.TemporaryDirectory() as work:
        for source in sources():
            wrong = trip(source, work)
            tap.ok(not wrong, "round trip of " + os.path.basename(source), "\n".join(wrong))
    return tap.done()


sys.exit(main())
