"""A ledger in PostgreSQL as people use it: the same words and the same notice as
from a folder; what is refused when the server, the database or the login is
wrong. HUIYIN_TEST_PG names the database; run.py starts one."""
import json
import os
import re
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import urllib.parse

import tap

COST = 4
URL = os.environ.get("HUIYIN_TEST_PG")
CLEAN, CARELESS = "examples/clean.txt", "examples/careless.txt"


def sql(text):
    return subprocess.run(["psql", "-XAtqc", "SET client_min_messages = error", "-v", "ON_ERROR_STOP=1", URL, "-c", text], check=True,
                          stdout=subprocess.PIPE).stdout.decode("utf8").strip()


def address(**change):
    """The database's address with parts of it changed: password, path, query."""
    parts = urllib.parse.urlsplit(URL)
    host = "%s:%s" % (parts.hostname, parts.port)
    password = change.get("password", parts.password)
    login = parts.username + (":" + password if password else "")
    return urllib.parse.urlunsplit((parts.scheme, login + "@" + host,
                                    change.get("path", parts.path), change.get("query", ""), ""))


class Ledger:
    """One in a schema of its own."""

    def __init__(self, work, schema):
        self.schema, self.files = schema, os.path.join(work, schema)
        self.at = address(query="options=-csearch_path%3D" + schema)
        sql("CREATE SCHEMA " + schema)

    def run(self, *args, **more):
        return tap.huiyin(*args, "--store", self.at, "--evidence", self.files, **more)


def uses(led, work):
    run = led.run("init")
    tap.same(run.returncode, 0, "init makes a ledger in the database")
    password = urllib.parse.urlsplit(URL).password
    tap.ok(led.schema not in run.words and password not in run.words, "its password is not shown",
           run.words)
    run = led.run("init")
    tap.ok(run.returncode == 1 and "已经是台账" in run.words, "init refuses one that exists", run.words)
    folder = {"HUIYIN_LEDGER": os.path.join(work, "ledger")}
    tap.huiyin("init", **folder)
    for args in (("import", CLEAN, CARELESS), ("import", CLEAN), ("list", "inspections"),
                 ("list", "findings", "--json"), ("list", "measures", "--json"),
                 ("due",), ("overdue", "--json"), ("stats", "--json"),
                 ("show", "2025-01"), ("show", "2025-01-001", "--json"), ("show", "1999-01"),
                 ("notice", "2025-01", "-o", "-")):
        here, there = led.run(*args), tap.huiyin(*args, **folder)
        strip = lambda text: re.sub(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?", "TIME", text)
        tap.ok((here.returncode, strip(here.out), here.words)
               == (there.returncode, strip(there.out), there.words),
               "%s: as from a folder" % " ".join(args), here.out + here.words)
    run = led.run("verify")
    tap.ok(run.returncode == 0 and re.fullmatch(r"3 events, head [0-9a-f]{64}, intact\n", run.out),
           "verify: intact", run.out + run.words)
    docx = os.path.join(work, "notice.docx")
    tap.ok(led.run("notice", "2025-01", "-o", docx).returncode == 0 and os.path.getsize(docx) > 5000,
           "notice writes a docx")
    run = tap.huiyin("list", "findings", "--json", HUIYIN_STORE=led.at, HUIYIN_EVIDENCE=led.files,
                     HUIYIN_LEDGER=os.path.join(work, "none"))
    tap.same(len(json.loads(run.out or "[]")), len(json.loads(led.run("list", "--json").out)),
             "HUIYIN_STORE goes before HUIYIN_LEDGER")
    run = tap.huiyin("list", "--json", "--ledger", folder["HUIYIN_LEDGER"], HUIYIN_STORE=led.at + "x")
    tap.same(run.returncode, 0, "--ledger goes before HUIYIN_STORE")


def tampering(led):
    for change, want in (
            ("UPDATE event SET verb = 'other' WHERE seq = 2", "seq 2"),
            ("UPDATE event SET verb = 'adopt' WHERE seq = 2", None),
            ("UPDATE finding SET title = title || '！' WHERE code = '2025-01-001'", "finding"),
            ("UPDATE finding SET title = rtrim(title, '！') WHERE code = '2025-01-001'", None)):
        sql("SET search_path = %s; %s" % (led.schema, change))
        run = led.run("verify")
        if want:
            tap.ok(run.returncode == 1 and want in run.out and "intact" not in run.out,
                   "verify names what was changed: " + want, run.out + run.words)
        else:
            tap.ok(run.returncode == 0, "and it is intact when changed back", run.out + run.words)
    path = next(os.path.join(f, n) for f, _, names in os.walk(led.files) for n in names)
    os.rename(path, path + "x")
    run = led.run("verify")
    tap.ok(run.returncode == 1 and os.path.basename(path) in run.out, "verify names a lost file",
           run.out + run.words)
    os.rename(path + "x", path)


class OldServer(threading.Thread):
    """Lets anybody in and says that it is PostgreSQL 14."""

    def __init__(self):
        super().__init__(daemon=True)
        self.door = socket.create_server(("127.0.0.1", 0))
        self.port = self.door.getsockname()[1]

    def run(self):
        peer, _ = self.door.accept()
        with peer:
            size, code = struct.unpack("!II", peer.recv(8, socket.MSG_WAITALL))
            while code in (80877103, 80877104):  # asks for TLS or GSS: no
                peer.sendall(b"N")
                size, code = struct.unpack("!II", peer.recv(8, socket.MSG_WAITALL))
            peer.recv(size - 8, socket.MSG_WAITALL)
            say = lambda kind, body: kind + struct.pack("!I", len(body) + 4) + body
            peer.sendall(say(b"R", struct.pack("!I", 0))
                         + say(b"S", b"server_version\x0014.9\0")
                         + say(b"S", b"server_encoding\0UTF8\0")
                         + say(b"S", b"client_encoding\0UTF8\0")
                         + say(b"K", struct.pack("!II", 1, 1)) + say(b"Z", b"I"))
            peer.recv(100)


def refusals(led, work):
    old = OldServer()
    old.start()
    closed = socket.create_server(("127.0.0.1", 0))
    port = closed.getsockname()[1]
    closed.close()
    sql("CREATE DATABASE huiyin_latin ENCODING LATIN1 TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'")
    sql("CREATE SCHEMA flow_other; CREATE TABLE flow_other.payroll (id BIGINT)")
    cases = [
        ("a server that is not there", "postgres://a@127.0.0.1:%d/x" % port, "连不上", "cannot reach"),
        ("no such database", address(path="/none"), "没有数据库", "no database"),
        ("a wrong password", address(password="wrong"), "密码", "password"),
        ("no password", address(password=""), "密码", "password"),
        ("an old server", "postgres://a@127.0.0.1:%d/x" % old.port, "14.9", "14.9"),
        ("another encoding", address(path="/huiyin_latin"), "LATIN1", "LATIN1"),
        ("an address that can't be read", "postgres://a:secret%zz@b/x", "看不懂", "cannot be read"),
        ("a database without a ledger", address(query="options=-csearch_path%3Dflow_other"),
         "没有台账", "no ledger"),
        ("no address at all", os.path.join(work, "ledger"), "postgres://", "--ledger"),
    ]
    for name, at, zh, en in cases:
        if name == "an old server":
            runs = [(tap.huiyin("list", "--store", at, PGPASSFILE=work + "/none"), zh)]
        else:
            runs = [(tap.huiyin("list", "--store", at, HUIYIN_LANG=lang, PGPASSFILE=work + "/none"),
                     want) for lang, want in (("zh", zh), ("en", en))]
        for run, want in runs:
            tap.ok(run.returncode in (1, 2) and want in run.words and not run.out
                   and "secret" not in run.words and len(run.words.splitlines()) == 1,
                   "%s: %s" % (name, want), run.words)
    run = tap.huiyin("init", "--store", address(query="options=-csearch_path%3Dflow_other"),
                     "--evidence", os.path.join(work, "other"))
    tap.ok(run.returncode == 2 and "payroll" in run.words
           and not os.path.exists(os.path.join(work, "other")),
           "init leaves a database alone that holds something else", run.words)
    for args in (("list", "--ledger", "a", "--store", led.at), ("init", "a", "--store", led.at),
                 ("list", "--ledger", "a", "--evidence", "b")):
        run = tap.huiyin(*args)
        tap.ok(run.returncode == 2 and not os.path.exists(os.path.join(tap.ROOT, "a")),
               "%s: two places are refused" % " ".join(a for a in args if ":" not in a), run.words)
    run = tap.huiyin("import", CLEAN, "--store", led.at, "--evidence", os.path.join(work, "gone"))
    tap.ok(run.returncode != 0 and "gone" in run.words, "no folder of evidence: import is refused",
           run.words)


def main():
    if not URL:
        tap.skip("a ledger in PostgreSQL", "HUIYIN_TEST_PG names none")
        return tap.done()
    with tempfile.TemporaryDirectory() as work:
        led = Ledger(work, "flow_store")
        try:
            uses(led, work)
            tampering(led)
            refusals(led, work)
        finally:
            sql("DROP SCHEMA IF EXISTS flow_store, flow_other CASCADE")
            sql("DROP DATABASE IF EXISTS huiyin_latin")
    return tap.done()


sys.exit(main())
