"""What the fault tests share: the build's programs, a folder of their own, the two
engines, a verdict. Each test is a file that defines

    FULL, SHORT    its size in `./setup fault` and in `./setup test`
    run(size)      raises Failed, or returns the figures as a line
"""
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.dirname(HERE))
BUILD = os.environ.get("BUILD") or os.path.join(ROOT, "build-test")
HUIYIN = os.path.join(BUILD, "huiyin")
DRIVER = os.path.join(BUILD, "tests", "fault", "fault_driver")
TREE = os.path.join(ROOT, "tests", "golden", "notice.tree.json")


class Failed(Exception):
    pass


class Skipped(Exception):
    pass


def must(condition, what):
    if not condition:
        raise Failed(what)


def huiyin(*args, **more):
    run = subprocess.run([HUIYIN, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)
    run.out = run.stdout.decode("utf8", "replace")
    run.words = run.stderr.decode("utf8", "replace")
    return run


def driver(*args, **more):
    run = subprocess.run([DRIVER, *args], stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)
    must(run.returncode == 0, "%s: %s" % (" ".join(args), run.stderr.decode("utf8", "replace")))
    return run.stdout.decode("utf8")


class Place:
    """Where a test's ledger is: driver takes it as two words, huiyin as options."""

    def __init__(self, at, evidence, options):
        self.words, self.options = (at, evidence), options


@contextlib.contextmanager
def folder(name="ledger", where=None):
    work = tempfile.mkdtemp(prefix="huiyin-fault-", dir=where)
    try:
        at = os.path.join(work, name)
        yield Place(at, os.path.join(at, "evidence"), ("--ledger", at))
    finally:
        shutil.rmtree(work, ignore_errors=True)


@contextlib.contextmanager
def server(url, schema):
    """A ledger's place in a schema of its own of the PostgreSQL at `url`."""
    work = tempfile.mkdtemp(prefix="huiyin-fault-")

    def sql(text):
        subprocess.run(["psql", "-XAtqc", "SET client_min_messages = error", url, "-c", text],
                       check=True, stdout=subprocess.DEVNULL)
    sql("DROP SCHEMA IF EXISTS %s CASCADE; CREATE SCHEMA %s" % (schema, schema))
    try:
        at = url + ("&" if "?" in url else "?") + "options=-csearch_path%3D" + schema
        files = os.path.join(work, "files")
        yield Place(at, files, ("--store", at, "--evidence", files))
    finally:
        sql("DROP SCHEMA IF EXISTS %s CASCADE" % schema)
        shutil.rmtree(work, ignore_errors=True)


@contextlib.contextmanager
def postgres():
    """The address of a server, or None where there is none; then that is said."""
    import pg
    url = os.environ.get("HUIYIN_TEST_PG")
    with contextlib.nullcontext() if url else pg.cluster() as cluster:
        if not url and not cluster.url:
            print("  SKIPPED on postgresql: %s" % cluster.why, flush=True)
        yield url or cluster.url


@contextlib.contextmanager
def engines(name):
    """Both engines' places, as (name, place); without a server that is said."""
    with contextlib.ExitStack() as stack:
        places = [("sqlite", stack.enter_context(folder()))]
        url = stack.enter_context(postgres())
        if url:
            places.append(("postgresql", stack.enter_context(server(url, "fault_" + name))))
        yield places


def intact(place):
    run = huiyin("verify", *place.options)
    must(run.returncode == 0, "verify: " + run.out + run.words)
    run = huiyin("check-ledger", *place.options)
    must(run.returncode == 0, "check-ledger: " + run.out + run.words)
