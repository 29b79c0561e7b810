"""A ledger carried between a folder and PostgreSQL, both ways, and restored into
it. HUIYIN_TEST_PG names the database; run.py starts one."""
import os
import subprocess
import sys
import tempfile

import tap

COST = 3
URL = os.environ.get("HUIYIN_TEST_PG")


def sql(text):
    subprocess.run(["psql", "-XAtqc", "SET client_min_messages = error", URL, "-c", text],
                   check=True, stdout=subprocess.DEVNULL)


def schema(name):
    sql("DROP SCHEMA IF EXISTS %s CASCADE; CREATE SCHEMA %s" % (name, name))
    return URL + ("&" if "?" in URL else "?") + "options=-csearch_path%3D" + name


def head(*where):
    return (tap.parsed("verify", "--json", *where) or {}).get("head")


def main():
    if not URL:
        tap.skip("moving to PostgreSQL", "HUIYIN_TEST_PG names none")
        return tap.done()
    with tempfile.TemporaryDirectory() as work:
        led = os.path.join(work, "ledger")
        tap.huiyin("seed", "--units", "10", "--findings", "40", "--ledger", led, "--as", "钟实")
        tap.huiyin("import", "examples/clean.txt", "--ledger", led, "--as", "钟实")
        there = ("--store", schema("flow_move"), "--evidence", os.path.join(work, "files"))
        run = tap.huiyin("move", "--ledger", led, "--to", there[1], "--to-evidence", there[3])
        tap.ok(run.returncode == 0 and head(*there) == head("--ledger", led) and "secret" not in run.words,
               "to PostgreSQL", run.words)
        run = tap.huiyin("check-ledger", "--hashes", *there)
        tap.same(run.returncode, 0, "it is sound there")
        run = tap.huiyin("act", "add-unit", "--name", "云溪市竹溪社区", "--as", "钟实", *there)
        tap.same(run.returncode, 0, "it goes on there")
        back = os.path.join(work, "back")
        run = tap.huiyin("move", *there, "--to", back)
        tap.ok(run.returncode == 0 and head("--ledger", back) == head(*there), "and back", run.words)
        path = os.path.join(work, "b.zip")
        run = tap.huiyin("backup", path, *there)
        tap.same(run.returncode, 0, "a backup of it")
        other = ("--store", schema("flow_move2"), "--evidence", os.path.join(work, "files2"))
        run = tap.huiyin("restore", path, *other)
        tap.ok(run.returncode == 0 and head(*other) == head(*there), "restored to PostgreSQL", run.words)
        run = tap.huiyin("restore", path, *other)
        tap.ok(run.returncode == 1 and head(*other) == head(*there), "not over what is there", run.words)
        folder = os.path.join(work, "folder")
        run = tap.huiyin("restore", path, "--ledger", folder)
        tap.ok(run.returncode == 0 and head("--ledger", folder) == head(*there), "and to a folder",
               run.words)
        # a copy that breaks off leaves the database empty
        name = next(os.path.join(d, f) for d, _, fs in os.walk(os.path.join(led, "evidence"))
                    for f in fs)
        os.unlink(name)
        third = ("--store", schema("flow_move3"), "--evidence", os.path.join(work, "files3"))
        run = tap.huiyin("move", "--ledger", led, "--to", third[1], "--to-evidence", third[3])
        tap.ok(run.returncode == 1 and tap.huiyin("list", *third).returncode == 2
               and not os.path.exists(third[3]), "what breaks off leaves nothing", run.words)
        sql("DROP SCHEMA flow_move, flow_move2, flow_move3 CASCADE")
    return tap.done()


sys.exit(main())
