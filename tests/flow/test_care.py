"""A ledger as a whole: kept in one file and made again, moved, checked."""
import glob
import os
import subprocess
import sys
import tempfile
import zipfile

import tap

COST = 3
DAY = "2026-11-25"
EXAMPLES = ("examples/clean.txt", "examples/careless.txt")


def head(led):
    return (tap.parsed("verify", "--json", "--ledger", led) or {}).get("head")


def make(work):
    led = os.path.join(work, "ledger")
    tap.huiyin("seed", "--units", "10", "--findings", "20", "--ledger", led, "--as", "钟实", "--on", DAY)
    tap.huiyin("import", *EXAMPLES, "--ledger", led, "--as", "钟实")
    return led


def backups(work, led):
    path, again = os.path.join(work, "b.zip"), os.path.join(work, "again")
    run = tap.huiyin("backup", path, "--ledger", led)
    tap.ok(run.returncode == 0 and head(led) in run.words, "backup tells the head", run.words)
    with zipfile.ZipFile(path) as z:
        names = z.namelist()
        tap.ok(z.testzip() is None and names[:2] == ["manifest.json", "ledger.db"]
               and len(names) > 4 and all(n.startswith("evidence/") for n in names[2:]), "any zip program reads it", names)
    run = tap.huiyin("backup", path, "--ledger", led)
    tap.ok(run.returncode == 2 and path in run.words, "a file that is there is left alone", run.words)
    run = tap.huiyin("restore", path, "--ledger", again)
    tap.ok(run.returncode == 0 and head(again) == head(led), "restored with the same head", run.words)
    tap.same(tap.huiyin("notice", "2025-01", "--ledger", again).out,
             tap.huiyin("notice", "2025-01", "--ledger", led).out, "the same notice is written")
    run = tap.huiyin("restore", path, "--ledger", again)
    tap.ok(run.returncode == 1 and head(again) == head(led), "not over a ledger that is there",
           run.words)
    heads = os.path.join(work, "heads")
    run = tap.huiyin("restore", path, "--ledger", heads, "--head", head(led), HUIYIN_LANG="en")
    tap.ok(run.returncode == 0 and "holds 0 more" in run.words, "--head is in it", run.words)
    tap.huiyin("act", "add-unit", "--name", "云溪市竹溪社区", "--ledger", led, "--as", "钟实")
    for lang, word in (("en", "older"), ("zh", "比那时旧")):
        run = tap.huiyin("restore", path, "--ledger", heads + lang, "--head", head(led),
                         HUIYIN_LANG=lang)
        tap.ok(run.returncode == 0 and word in run.words, "an older one is told: " + word, run.words)
    broken = os.path.join(work, "broken.zip")
    data = bytearray(open(path, "rb").read())
    data[len(data) // 2] ^= 1
    open(broken, "wb").write(data)
    for lang, word in (("en", "damaged"), ("zh", "已损坏")):
        run = tap.huiyin("restore", broken, "--ledger", os.path.join(work, "none"), HUIYIN_LANG=lang)
        tap.ok(run.returncode == 2 and word in run.words and not glob.glob(work + "/none*"),
               "a damaged one is refused and leaves nothing: " + word, run.words)
    run = tap.huiyin("restore", EXAMPLES[0], "--ledger", os.path.join(work, "none"))
    tap.ok(run.returncode == 2 and not glob.glob(work + "/none*"), "so is what is no backup", run.words)
    tap.same(glob.glob(work + "/*.new-*"), [], "nothing is left of the making")


def killed(work, led):
    """A backup or restore that is killed leaves no file under the name, and can be done again."""
    for name, args in (("backup", ("backup", "k.zip", "--ledger", led)),
                       ("move", ("move", "--ledger", led, "--to", "k")),
                       ("restore", ("restore", "b.zip", "--ledger", "kr"))):
        left = os.path.join(work, {"backup": "k.zip", "move": "k/ledger.db",
                                   "restore": "kr/ledger.db"}[name])
        shown = 0
        for n in range(4):
            child = subprocess.Popen([tap.HUIYIN, *args], cwd=work, stdout=subprocess.DEVNULL,
                                     stderr=subprocess.DEVNULL)
            try:
                child.wait(0.02 + 0.06 * n)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
            if os.path.exists(left):
                break
            shown += 1
        if not os.path.exists(left):
            run = tap.huiyin(*args, cwd=work)
            tap.ok(run.returncode == 0 and os.path.exists(left), "%s: killed %d times, then done"
                   % (name, shown), run.words)
        else:
            good = head(os.path.dirname(left)) == head(led) if name == "move" else True
            tap.ok(good, "%s: done before it could be killed" % name)


def moves(work, led):
    to = os.path.join(work, "moved")
    run = tap.huiyin("move", "--ledger", led, "--to", to)
    tap.ok(run.returncode == 0 and head(to) == head(led), "moved with the same head", run.words)
    run = tap.huiyin("move", "--ledger", led)
    tap.ok(run.returncode == 2 and "--to" in run.words, "move wants --to", run.words)
    run = tap.huiyin("move", "--ledger", led, "--to", to, "--to-evidence", work)
    tap.same(run.returncode, 2, "--to-evidence goes with a database alone")


def checks(work, led):
    run = tap.huiyin("check-ledger", "--hashes", "--ledger", led)
    tap.ok(run.returncode == 0 and run.out.count("\n") == 7, "a sound ledger", run.out + run.words)
    victim = glob.glob(os.path.join(led, "evidence", "??", "*"))[0]
    data = open(victim, "rb").read()
    os.chmod(victim, 0o600)
    open(victim, "wb").write(data[:-1] + b"?")
    run = tap.huiyin("check-ledger", "--ledger", led)
    tap.same(run.returncode, 0, "a byte is changed: not found by looking")
    run = tap.huiyin("check-ledger", "--hashes", "--json", "--ledger", led)
    tap.ok(run.returncode == 1 and victim[-20:] in run.out, "but by --hashes", run.out)
    os.unlink(victim)
    run = tap.huiyin("check-ledger", "--ledger", led, HUIYIN_LANG="en")
    tap.ok(run.returncode == 1 and "files of evidence" in run.out, "a file is gone", run.out)
    run = tap.huiyin("backup", os.path.join(work, "no.zip"), "--ledger", led)
    tap.ok(run.returncode == 1 and not glob.glob(work + "/no.zip*"),
           "such a ledger is not backed up as if it were whole", run.words)
    run = tap.huiyin("check-ledger", "--ledger", os.path.join(work, "nowhere"))
    tap.same(run.returncode, 2, "no ledger: status 2")


with tempfile.TemporaryDirectory() as folder:
    ledger = make(folder)
    backups(folder, ledger)
    moves(folder, ledger)
    killed(folder, ledger)
    checks(folder, ledger)
sys.exit(tap.done())
