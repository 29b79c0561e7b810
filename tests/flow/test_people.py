"""Settings, and what people log in with, from the command line: no default
password, secrets only by terminal or standard input, rights asked for."""
import json
import os
import re
import sys
import tempfile

import tap

GOOD = "塘边老槐树下听雨三更未眠人又一年".encode()


def main():
    with tempfile.TemporaryDirectory() as work:
        led = os.path.join(work, "ledger")

        def run(*args, **more):
            return tap.huiyin(*args, "--as", more.pop("who", "王小明"), HUIYIN_LEDGER=led, **more)

        run("init")
        run("act", "add-person", "--name", "李芳", "--roles", "supervisor")
        settings(run, led)
        people(run, led)
        sessions(run, led)
        marks(work)
        tap.ok(tap.huiyin("verify", HUIYIN_LEDGER=led).returncode == 0, "the log is whole")
    return tap.done()


def settings(run, led):
    listed = tap.parsed("settings", "--json", HUIYIN_LEDGER=led)
    tap.ok(len(listed) >= 15 and all(s["value"] == s["default"] and s["about"] for s in listed),
           "settings: each at its default, with a sentence", listed)
    tap.same(run("settings", "session-hours", "8").returncode, 0, "an administrator sets one")
    one = tap.parsed("settings", "session-hours", "--json", HUIYIN_LEDGER=led)
    tap.same((one["value"], one["default"]), ("8", "12"), "and it is so")
    again = run("settings", "session-hours", "8")
    tap.ok(again.returncode == 0 and "未作改动" in again.words, "the same again changes nothing",
           again.words)
    tap.same(run("settings", "session-hours", "").returncode, 0, "an empty value sets it back")
    one = tap.parsed("settings", "session-hours", "--json", HUIYIN_LEDGER=led)
    tap.same(one["value"], "12", "to its default")
    for args, says in ((("session-hours", "0"), "session-hours"), (("session-hours", "x"), "session-hours"),
                       (("totp-roles", "king"), "king"), (("sesion-hours", "8"), "session-hours"),
                       (("password-policy", "none"), "dengbao")):
        bad = run("settings", *args)
        tap.ok(bad.returncode != 0 and says in bad.words and not bad.out,
               "settings %s %s is refused" % args, bad.words)
    bad = run("settings", "session-hours", "8", who="李芳")
    tap.ok(bad.returncode == 1 and "李芳" in bad.words, "who is no administrator sets none", bad.words)


def people(run, led):
    code = run("login-code", "李芳")
    tap.ok(code.returncode == 0 and re.fullmatch(r"([a-z2-7]{4}-){3}[a-z2-7]{4}\n", code.out)
           and "72" in code.words and code.out.strip() not in code.words,
           "login-code prints the code alone", code.out + code.words)
    held = open(os.path.join(led, "ops.db"), "rb").read()
    tap.ok(code.out.strip().encode() not in held and code.out.strip().replace("-", "").encode()
           not in held, "and only its digest is kept")
    tap.same(os.stat(os.path.join(led, "ops.db")).st_mode & 0o777, 0o600, "for its owner alone")
    for who, name, want in (("李芳", "王小明", 1), ("李芳", "李芳", 1), ("无名", "李芳", 1),
                            ("王小明", "无名", 2)):
        bad = run("login-code", name, who=who)
        tap.ok(bad.returncode == want and not bad.out, "%s may make no code for %s" % (who, name),
               bad.words)
    done = run("passwd", "李芳", stdin=GOOD + b"\n")
    tap.ok(done.returncode == 0 and not done.out, "passwd reads standard input", done.words)
    done = run("passwd", stdin=GOOD + b"\r\n", who="李芳")
    tap.same(done.returncode, 0, "one's own needs no administrator")
    for text, says in ((b"short\n", "15"), (b"", "标准输入"), (b"password1234567890\n", "容易猜"),
                       (b"\xff\xfe" * 10 + b"\n", "无效"), (b"x" * 2000, "")):
        bad = run("passwd", "李芳", stdin=text)
        tap.ok(bad.returncode == 2 and says in bad.words and not bad.out,
               "a password that won't do: %s" % says, bad.words)
    bad = run("passwd", "王小明", stdin=GOOD + b"\n", who="李芳")
    tap.same(bad.returncode, 1, "nobody sets an administrator's")
    totp = run("totp", "李芳")
    lines = totp.out.splitlines()
    tap.ok(totp.returncode == 0 and re.fullmatch(r"[A-Z2-7]{32}", lines[0])
           and lines[1].startswith("otpauth://totp/") and lines[0] in lines[1]
           and len(lines) == 13 and len(set(lines[3:])) == 10, "totp: secret, address, ten codes",
           totp.out + totp.words)
    tap.same(run("totp", "李芳", "--off").returncode, 0, "and takes it away")
    for lang, word in (("zh", "登录码"), ("en", "one-time code")):
        said = tap.huiyin("login-code", "李芳", "--as", "王小明", "--lang", lang, HUIYIN_LEDGER=led)
        tap.ok(word in said.words, "said in " + lang, said.words)


def sessions(run, led):
    none = run("sessions")
    tap.ok(none.returncode == 0 and not none.out and "没有会话" in none.words, "no session yet",
           none.words)
    tap.same(json.loads(run("sessions", "--json").out), [], "nor in JSON")
    tap.same(run("sessions", "--end", "0" * 64).returncode, 2, "an unknown one cannot be ended")
    tap.same(run("sessions", "--end-all", "李芳").returncode, 0, "all of a person's can")
    tap.same(run("sessions", who="李芳").returncode, 1, "only an administrator sees them")


def marks(work):
    """What is done is noted, so that the self-audit misses it where it was not."""
    led = os.path.join(work, "yunxi")
    audit = lambda: {f["check"] for f in json.loads(
        tap.huiyin("audit-settings", "--json", HUIYIN_LEDGER=led).out)}
    tap.huiyin("seed", "--ledger", led, "--units", "20", "--findings", "60", "--seed", "7")
    tap.ok("backup-never" in audit(), "no backup was ever made", audit())
    done = tap.huiyin("backup", os.path.join(work, "b"), HUIYIN_LEDGER=led)
    tap.ok(done.returncode == 0 and "backup-never" not in audit(), "and then one was", done.words)
    done = tap.huiyin("audit-settings", HUIYIN_LEDGER=led)
    tap.ok(done.returncode == 1 and re.search(r"^warning: .* \[[a-z-]+\]$", done.out, re.M),
           "audit-settings tells what is wrong", done.out + done.words)


sys.exit(main())
