"""Random changes behind the ledger's back: cells, rows, salts, heads, files. Each must
be found by `huiyin verify`; each starts from the sound ledger again.

usage: tamper.py [N]       N changes (1000), by HUIYIN, on an SQLite ledger of its own
"""
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HUIYIN = os.path.abspath(os.environ.get("HUIYIN") or os.path.join(ROOT, "build-test", "huiyin"))


def run(folder, *args):
    return subprocess.run([HUIYIN, *args], cwd=ROOT, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, env=dict(os.environ, HUIYIN_LEDGER=folder))


def must(folder, *args):
    done = run(folder, *args)
    if done.returncode:
        sys.exit("tamper: %s: %s" % (" ".join(args), done.stdout.decode("utf8", "replace")))


def make(folder):
    """A sound ledger with something in most tables."""
    must(folder, "init")
    must(folder, "import", "examples/clean.txt", "examples/careless.txt")
    must(folder, "act", "add-unit", "--name", "云溪市桐湖街道")
    for i in range(3):
        must(folder, "act", "add-person", "--name", "李芳%d" % i, "--roles", "supervisor lead clerk",
             "--phone", "1380000000%d" % i, "--email", "lifang%d@yunxi.example" % i)
    must(folder, "act", "erase", "--object", "person", "--row", "李芳2", "--reason", "本人要求")
    must(folder, "key", "new", folder + ".key")
    for _ in range(2):
        must(folder, "head", "--key", folder + ".key")
        must(folder, "act", "add-person", "--name", "赵丽%d" % _, "--roles", "clerk")
    must(folder, "verify")


def other(rng, value, type):
    if type == "BOOLEAN":
        return not value
    if type in ("BIGINT", "DOUBLE PRECISION"):
        return (value or 0) + rng.choice([-1, 1, 2, 1000])
    if not value:
        return rng.choice(["x", "2025-01-01", "1"])
    at = rng.randrange(len(value))
    new = rng.choice([c for c in "0123456789abcdef甲" if c != value[at]])
    return rng.choice([value[:at] + new + value[at + 1:], value[:at] + value[at + 1:], value + new])


def change_database(rng, db):
    """One change; what it was, or None where the database does not take it."""
    tables = [n for n, in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' "
                                     "AND name NOT LIKE 'search%' ORDER BY name")]
    table = rng.choice(tables)
    columns = db.execute("SELECT name, type, pk FROM pragma_table_info(?)", (table,)).fetchall()
    keys = [c for c, _, pk in sorted(columns, key=lambda c: c[2]) if pk]
    rows = db.execute("SELECT * FROM %s ORDER BY %s" % (table, ", ".join(keys))).fetchall()
    if not rows:
        return None
    row = dict(zip([c[0] for c in columns], rng.choice(rows)))
    where = " AND ".join("%s = ?" % k for k in keys)
    of = [row[k] for k in keys]
    if rng.random() < 0.15:
        db.execute("DELETE FROM %s WHERE %s" % (table, where), of)
        return "delete from %s %s" % (table, of)
    name, type, _ = rng.choice(columns)
    new = None if rng.random() < 0.1 else other(rng, row[name], type)
    if new == row[name]:
        return None
    db.execute("UPDATE %s SET %s = ? WHERE %s" % (table, name, where), [new] + of)
    return "%s %s: %s = %r" % (table, of, name, new)


def change_file(rng, folder):
    paths = [os.path.join(d, n) for d, _, names in sorted(os.walk(folder + "/evidence"))
             for n in sorted(names)]
    path = rng.choice(paths)
    data = bytearray(open(path, "rb").read())
    if rng.random() < 0.2:
        os.unlink(path)
        return "file gone: " + path
    data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    open(path, "wb").write(data)
    return "file changed: " + path


def change(rng, folder):
    if rng.random() < 0.1:
        return change_file(rng, folder)
    db = sqlite3.connect(os.path.join(folder, "ledger.db"))
    try:
        db.execute("PRAGMA ignore_check_constraints = ON")
        what = change_database(rng, db)
        db.commit()
        return what
    except (sqlite3.IntegrityError, sqlite3.OperationalError):
        return None
    finally:
        db.close()


def tamper(n, seed=20251125):
    """(how many changes were made, those that were not found)"""
    rng, made, missed = random.Random(seed), 0, []
    with tempfile.TemporaryDirectory(prefix="huiyin-tamper-") as work:
        sound, folder = os.path.join(work, "sound"), os.path.join(work, "ledger")
        make(sound)
        while made < n:
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(sound, folder)
            what = change(rng, folder)
            if not what:
                continue
            made += 1
            done = run(folder, "verify")
            if done.returncode not in (1, 2) or b"intact" in done.stdout:
                missed.append(what)
            elif b"Sanitizer" in done.stdout:
                missed.append("crash: " + what)
    return made, missed


def main():
    made, missed = tamper(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
    for what in missed:
        print("not found: " + what)
    print("tamper: %d changes, %d found" % (made, made - len(missed)))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
