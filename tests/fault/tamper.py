"""Random changes behind the ledger's back: cells, rows, salts, heads, files. Each must
be found by `verify`; each starts from the sound ledger again, a copy of the folder or,
on PostgreSQL, of the database.

A change that the database itself refuses (a key twice) is not counted; checks and
foreign keys it is told to overlook, where it can be."""
import contextlib
import json
import os
import random
import shutil
import sqlite3
import subprocess
import tempfile

import faults

FULL, SHORT = 1000, 20
EXAMPLES = [os.path.join(faults.ROOT, "examples", name) for name in ("clean.txt", "careless.txt")]
NUMBERS = ("BIGINT", "DOUBLE PRECISION")


class Lite:
    """A ledger in a folder."""

    name = "sqlite"

    def __init__(self, work):
        self.sound, self.copy = os.path.join(work, "sound"), os.path.join(work, "ledger")
        self.files = os.path.join(self.copy, "evidence")

    def place(self, at=None):
        return ("--ledger", at or self.copy)

    def fresh(self):
        shutil.rmtree(self.copy, ignore_errors=True)
        shutil.copytree(self.sound, self.copy)

    @contextlib.contextmanager
    def database(self):
        self.db = sqlite3.connect(os.path.join(self.copy, "ledger.db"))
        self.db.execute("PRAGMA ignore_check_constraints = ON")
        try:
            yield
            self.db.commit()
        except (sqlite3.IntegrityError, sqlite3.OperationalError) as why:
            raise Refused(why)
        finally:
            self.db.close()

    def tables(self):
        return [n for n, in self.db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]

    def columns(self, table):
        """(name, type, place in the key or 0)"""
        return self.db.execute("SELECT name, type, pk FROM pragma_table_info(?)", (table,)).fetchall()

    def rows(self, table, keys):
        cursor = self.db.execute("SELECT * FROM %s ORDER BY %s" % (table, ", ".join(keys)))
        names = [c[0] for c in cursor.description]
        return [dict(zip(names, row)) for row in cursor]

    def run(self, sql):
        self.db.execute(sql)

    def truth(self, value):
        return "TRUE" if value else "FALSE"


class Postgres:
    """A ledger in a database of its own, which is copied as a template."""

    name = "postgresql"

    def __init__(self, work, url):
        self.server, self.work = url.rsplit("/", 1)[0], work
        self.sound, self.copy = "tamper_sound", "tamper_copy"
        self.files = os.path.join(work, self.copy)
        self.psql("postgres", "DROP DATABASE IF EXISTS %s; CREATE DATABASE %s"
                  % (self.sound, self.sound))
        # what every copy has alike is asked once
        self.shape = {}

    def psql(self, database, sql):
        words = [word for part in sql.split("; ") for word in ("-c", part)]
        run = subprocess.run(["psql", "-XAtq", "-v", "ON_ERROR_STOP=1",
                              "%s/%s" % (self.server, database), *words],
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                             env=dict(os.environ, PGOPTIONS="-c client_min_messages=error"))
        if run.returncode:
            raise Refused(run.stderr.decode())
        return run.stdout.decode().splitlines()

    def place(self, at=None):
        at = at or self.copy
        return ("--store", "%s/%s" % (self.server, at), "--evidence", os.path.join(self.work, at))

    def fresh(self):
        self.psql("postgres", "DROP DATABASE IF EXISTS %s; CREATE DATABASE %s TEMPLATE %s"
                  % (self.copy, self.copy, self.sound))
        shutil.rmtree(self.files, ignore_errors=True)
        shutil.copytree(os.path.join(self.work, self.sound), self.files)

    @contextlib.contextmanager
    def database(self):
        if not self.shape:
            for table, name, kind, pk in map(json.loads, self.psql(self.copy, """
                    SELECT json_build_array(c.relname, a.attname, upper(format_type(a.atttypid, NULL)),
                                            coalesce(array_position(i.indkey::int[], a.attnum::int) + 1, 0))
                    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
                         LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
                    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
                    ORDER BY c.relname, a.attnum""")):
                self.shape.setdefault(table, []).append((name, kind, pk))
        yield

    def tables(self):
        return list(self.shape)

    def columns(self, table):
        return self.shape[table]

    def rows(self, table, keys):
        return list(map(json.loads, self.psql(self.copy, "SELECT row_to_json(t) FROM %s t ORDER BY %s"
                                              % (table, ", ".join(keys)))))

    def run(self, sql):
        self.psql(self.copy, "SET session_replication_role = replica; " + sql)

    def truth(self, value):
        return "true" if value else "false"


class Refused(Exception):
    """The database does not take the change."""


def make(e, work):
    """A sound ledger with something in most tables."""
    def must(*args):
        run = faults.huiyin(*args, *place)
        faults.must(run.returncode == 0, "%s: %s" % (args, run.out + run.words))
    place, key = e.place(e.sound), os.path.join(work, e.name + ".key")
    must("seed", "--units", "10", "--findings", "12", "--seed", "5", "--as", "钟实", "--on", "2026-11-25")
    must("import", *EXAMPLES, "--as", "钟实")
    for i in range(3):
        must("act", "add-person", "--name", "李芳%d" % i, "--roles", "supervisor lead clerk",
             "--phone", "1380000000%d" % i, "--email", "lifang%d@yunxi.example" % i, "--as", "钟实")
    must("act", "erase", "--object", "person", "--row", "李芳2", "--reason", "本人要求", "--as", "钟实")
    faults.must(faults.huiyin("key", "new", key).returncode == 0, "key new")
    for i in range(2):
        must("head", "--key", key)
        must("act", "add-person", "--name", "赵丽%d" % i, "--roles", "clerk", "--as", "钟实")
    must("verify")


def other(rng, value, kind):
    if kind == "BOOLEAN":
        return not value
    if kind in NUMBERS:
        return (value or 0) + rng.choice([-1, 1, 2, 1000])
    if not value:
        return rng.choice(["x", "2025-01-01", "1"])
    at = rng.randrange(len(value))
    new = rng.choice([c for c in "0123456789abcdef甲" if c != value[at]])
    return rng.choice([value[:at] + new + value[at + 1:], value[:at] + value[at + 1:], value + new])


def literal(e, value):
    if value is None or isinstance(value, bool):
        return "NULL" if value is None else e.truth(value)
    return str(value) if isinstance(value, (int, float)) else "'%s'" % value.replace("'", "''")


def change_row(rng, e):
    """One change; what it was, or None where there is nothing to change."""
    table = rng.choice(sorted(t for t in e.tables() if not t.startswith(("search", "ops_", "sqlite_"))))
    columns = e.columns(table)
    keys = [c for c, _, pk in sorted(columns, key=lambda c: c[2]) if pk]
    rows = e.rows(table, keys)
    if not rows:
        return None
    row = rng.choice(rows)
    where = " AND ".join("%s = %s" % (k, literal(e, row[k])) for k in keys)
    if rng.random() < 0.15:
        e.run("DELETE FROM %s WHERE %s" % (table, where))
        return "deleted: %s, %s" % (table, where)
    name, kind, _ = rng.choice(columns)
    new = None if rng.random() < 0.1 else other(rng, row[name], kind)
    if new == row[name]:
        return None
    e.run("UPDATE %s SET %s = %s WHERE %s" % (table, name, literal(e, new), where))
    return "changed: %s, %s: %s = %r" % (table, where, name, new)


def change_file(rng, e):
    paths = [os.path.join(d, n) for d, _, names in sorted(os.walk(e.files)) for n in sorted(names)]
    path = rng.choice(paths)
    data = bytearray(open(path, "rb").read())
    if rng.random() < 0.2:
        os.unlink(path)
        return "file gone: " + path
    data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    open(path, "wb").write(data)
    return "file changed: " + path


def change(rng, e):
    if rng.random() < 0.1:
        return change_file(rng, e)
    with contextlib.suppress(Refused), e.database():
        return change_row(rng, e)
    return None


def missed(e):
    """What `verify` says wrongly of the changed ledger, or None."""
    run = faults.huiyin("verify", *e.place())
    if "Sanitizer" in run.words:
        return "crash"
    return "not found" if run.returncode not in (1, 2) or "intact" in run.out else None


def tamper(e, work, size):
    rng, made = random.Random(20251125), 0
    make(e, work)
    while made < size:
        e.fresh()
        what = change(rng, e)
        if what:
            made += 1
            wrong = missed(e)
            faults.must(not wrong, "%s, %s: %s" % (e.name, wrong, what))
    e.fresh()
    faults.must(faults.huiyin("verify", *e.place()).returncode == 0, "the sound one is not intact")
    return "%s: %d changes, each found" % (e.name, made)


def run(size):
    with faults.postgres() as url, tempfile.TemporaryDirectory(prefix="huiyin-tamper-") as work:
        engines = [Lite(work)] + ([Postgres(work, url)] if url else [])
        return "\n  ".join(tamper(e, work, size) for e in engines)
