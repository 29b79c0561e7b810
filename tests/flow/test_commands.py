"""The habits of the command line: help with examples that run, exit statuses,
standard input, words on standard error, colour only where wanted."""
import io
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile

import tap

COMMANDS = ("parse", "check", "init", "import", "list", "show", "notice", "verify",
            "act", "due", "overdue", "search", "reindex",
            "stats", "seed", "backup", "restore", "move",
            "check-ledger", "attach", "evidence", "export-evidence", "settings", "audit-settings", "login-code", "passwd", "totp",
            "sessions")
CLEAN = "examples/clean.txt"


def usage():
    for args in (("--help",), ("help",)):
        run = tap.huiyin(*args)
        tap.ok(run.returncode == 0 and all(c in run.out for c in COMMANDS) and not run.words,
               "%s names every command" % args, run.out + run.words)
    run = tap.huiyin()
    tap.ok(run.returncode == 2 and "parse" in run.words and not run.out,
           "no command: usage on standard error, status 2", run.out + run.words)
    run = tap.huiyin("--version")
    tap.ok(run.returncode == 0 and re.search(r"\d+\.\d+\.\d+", run.out), "--version", run.out)
    for given, meant in (("chek", "check"), ("improt", "import"), ("lst", "list")):
        run = tap.huiyin(given)
        tap.ok(run.returncode == 2 and meant in run.words and given in run.words,
               "%s: did you mean %s" % (given, meant), run.words)
    run = tap.huiyin("parse", "--jsn", CLEAN)
    tap.ok(run.returncode == 2 and "--json" in run.words and not run.out,
           "--jsn: did you mean --json", run.words)


def examples():
    """Every example in every --help runs as printed, one after another."""
    program = os.path.abspath(tap.HUIYIN)
    with tempfile.TemporaryDirectory() as work:
        os.mkdir(os.path.join(work, "bin"))
        os.symlink(program, os.path.join(work, "bin", "huiyin"))
        env = dict(os.environ, PATH=os.path.join(work, "bin") + ":" + os.environ["PATH"])
        source = os.path.join(tap.ROOT, CLEAN)
        tap.huiyin("init", cwd=work)
        tap.huiyin("import", source, cwd=work)
        tap.huiyin("act", "draft-notice", "--inspection", "2025-01", "--wording", "public", cwd=work)
        tap.huiyin("head", "-o", "head.txt", cwd=work)
        tap.huiyin("prove", "1", "-o", "proof.json", cwd=work)
        for command in COMMANDS:
            run = tap.huiyin(command, "--help")
            lines = re.findall(r"^\s*(?:\$ )?(huiyin %s\b.*?)\s*(?:#.*)?$" % command, run.out, re.M)
            lines = [x for x in lines if not re.search(r"[\[\]…]|\.\.\.", x)]
            tap.ok(run.returncode == 0 and lines, "%s --help has an example" % command, run.out)
            for line in lines:
                # what is numbered here is numbered by this year
                line = line.replace("TB-2025-", time.strftime("TB-%Y-"))
                for word in shlex.split(line)[2:]:
                    if re.search(r"\.(txt|html|docx|pdf)$", word) and "-o " + word not in line \
                            and not os.path.exists(os.path.join(work, word)):
                        os.makedirs(os.path.dirname(os.path.join(work, word)), exist_ok=True)
                        shutil.copy(source, os.path.join(work, word))
                    if word.endswith(".jpg"):
                        with open(os.path.join(work, word), "wb") as f:
                            f.write(tap.JPG)
                done = subprocess.run(["sh", "-c", line], cwd=work, env=env,
                                      stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
                good = done.returncode == 0
                tap.ok(good, "example runs: " + line, done.stdout.decode("utf8", "replace"))


def standard_input():
    data = open(os.path.join(tap.ROOT, CLEAN), "rb").read()
    run = tap.huiyin("parse", "--json", "-", stdin=data)
    tap.same(run.out, tap.huiyin("parse", "--json", CLEAN).out, "parse - reads standard input")
    data = open(os.path.join(tap.ROOT, "examples/careless.txt"), "rb").read()
    run = tap.huiyin("check", "-", stdin=data)
    tap.ok(run.returncode == 1 and run.out, "check - reads standard input", run.words)
    run = tap.huiyin("parse", "--json", CLEAN, "examples/careless.txt")
    trees = [json.loads(x) for x in run.out.splitlines()]
    tap.same(len(trees), 2, "several files: one object a line")


def docx(document, entries=0):
    """A zip that looks like a DOCX, with so many entries more."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("[Content_Types].xml", "<Types/>")
        z.writestr("word/document.xml", document)
        for i in range(entries):
            z.writestr("word/media/%d" % i, "")
    return out.getvalue()


def refusals():
    cases = [
        ("nul.txt", b"\xe4\xb8\xad\x00", r""),
        ("bad.txt", "中文".encode() * 20 + b"\xff\xff\xfe" + "尾。".encode(), r"\d"),
        ("empty.txt", b"", r""),
        ("zip.docx", b"PK\x03\x04" + b"\0" * 40, r""),
        ("dtd.docx", docx(b'<!DOCTYPE d [<!ENTITY a "b">]><w:d>&a;</w:d>'), r""),
        ("deep.docx", docx(b"<a>" * 5000 + b"</a>" * 5000), r""),
        ("bomb.docx", docx(b"<w:t>" + b" " * (220 << 20) + b"</w:t>"), r""),
        ("many.docx", docx(b"<w:t>x</w:t>", 2100), r""),
    ]
    with tempfile.TemporaryDirectory() as work:
        for name, data, place in cases:
            path = os.path.join(work, name)
            open(path, "wb").write(data)
            for command in ("parse", "check"):
                run = tap.huiyin(command, path)
                tap.ok(run.returncode == 2 and name in run.words and not run.out
                       and re.search(place, run.words.replace(path, "")),
                       "%s %s: refused, named, status 2" % (command, name),
                       "status %d\n%s" % (run.returncode, run.out[:300] + run.words))
        run = tap.huiyin("parse", work)
        tap.ok(run.returncode == 2 and work in run.words, "a folder is refused", run.words)
        run = tap.huiyin("parse", "--json", "/dev/null/x")
        tap.ok(run.returncode == 2 and not run.out, "what can't be opened is refused", run.words)
    run = tap.huiyin("parse")
    tap.same(run.returncode, 2, "parse without a file: status 2")


def colour():
    plain = tap.huiyin("check", "examples/careless.txt")
    tap.ok("\x1b" not in plain.out + plain.words, "no colour where no terminal is", plain.out[:200])
    shown = tap.on_terminal("check", "examples/careless.txt")
    quiet = tap.on_terminal("check", "examples/careless.txt", NO_COLOR="1")
    tap.ok(b"\x1b[" in shown, "colour on a terminal", shown[:200])
    tap.ok(quiet and b"\x1b" not in quiet, "none with NO_COLOR", quiet[:200])


def closed_output():
    run = subprocess.run(["sh", "-c", '"$0" parse --json "$1" >/dev/full', tap.HUIYIN, CLEAN],
                         cwd=tap.ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    tap.ok(run.returncode != 0 and run.stderr, "a full disk is said, not swallowed", run.stderr)


usage()
examples()
standard_input()
refusals()
colour()
closed_output()
sys.exit(tap.done())
