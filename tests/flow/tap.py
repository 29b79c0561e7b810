"""What the flow tests share: TAP points, and the program run as people run it.

    import tap
    tap.ok(condition, "what should hold", "what was seen instead")
    tap.skip("what was not looked at", "why")
    sys.exit(tap.done())
"""
import hashlib
import json
import os
import pty
import subprocess

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
HUIYIN = os.path.abspath(os.environ.get("HUIYIN")
                         or os.path.join(ROOT, "build-test", "huiyin"))
VECTORS = os.path.join(ROOT, "tests", "vectors")
# Notices and scorers kept beside the project, where somebody has them.
BESIDE = os.environ.get("HUIYIN_BESIDE") or os.path.join(os.path.dirname(ROOT), "shared")
# The least that is a whole picture of one point.
JPG = bytes.fromhex("ffd8 ffe00010 4a46494600010100000100010000 ffc0000b 08000100010101 1100"
                    "ffda0008 01010000 3f00 00 ffd9".replace(" ", ""))
_points = [0, 0]
_schemas = set()


def ok(condition, name, seen=""):
    _points[0] += 1
    name = name.replace("#", "№")
    print("%s %d - %s" % ("ok" if condition else "not ok", _points[0], name), flush=True)
    if not condition:
        _points[1] += 1
        for line in str(seen)[:4000].splitlines():
            print("# " + line)
    return bool(condition)


def same(got, want, name):
    return ok(got == want, name, "got  %r\nwant %r" % (got, want))


def skip(name, why):
    _points[0] += 1
    print("ok %d - %s # SKIP %s" % (_points[0], name, why), flush=True)


def done():
    print("1..%d" % _points[0])
    return 1 if _points[1] else 0


def placed(args):
    """The arguments; where HUIYIN_ON_PG is set, a ledger's folder becomes a schema of the
    PostgreSQL of HUIYIN_TEST_PG, made when it is first named, with the evidence in it."""
    if not os.environ.get("HUIYIN_ON_PG") or "--ledger" not in args:
        return list(args)
    at, url = list(args).index("--ledger"), os.environ["HUIYIN_TEST_PG"]
    schema = "w" + hashlib.sha256(args[at + 1].encode()).hexdigest()[:16]
    if args[at + 1] not in _schemas:
        subprocess.run(["psql", "-XAtq", url, "-c", "SET client_min_messages = error; "
                        "CREATE SCHEMA IF NOT EXISTS " + schema], check=True)
        _schemas.add(args[at + 1])
    return [*args[:at], "--store", url + "?options=-csearch_path%3D" + schema, "--evidence",
            args[at + 1], *args[at + 2:]]


def huiyin(*args, stdin=b"", cwd=ROOT, timeout=120, **env):
    """Runs the program; output and words come as text, HUIYIN_LEDGER and such by keyword."""
    run = subprocess.run([HUIYIN, *placed(args)], input=stdin, cwd=cwd, timeout=timeout,
                         env=dict(os.environ, **env), stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE)
    run.out = run.stdout.decode("utf8", "replace")
    run.words = run.stderr.decode("utf8", "replace")
    return run


def parsed(*args, **env):
    """What the program printed as JSON, or None."""
    run = huiyin(*args, **env)
    try:
        return json.loads(run.out)
    except ValueError:
        return None


def on_terminal(*args, **env):
    """What the program prints to a terminal, as bytes."""
    master, slave = pty.openpty()
    child = subprocess.Popen([HUIYIN, *args], cwd=ROOT, stdin=subprocess.DEVNULL,
                             stdout=slave, stderr=slave,
                             env=dict(os.environ, TERM="xterm-256color", **env))
    os.close(slave)
    out = b""
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:
            break
        if not part:
            break
        out += part
    child.wait()
    os.close(master)
    return out


def vectors(folder, ending):
    """(source file, gold file) of each vector of tests/vectors/FOLDER that has `ending`."""
    folder = os.path.join(VECTORS, folder)
    names = sorted(os.listdir(folder))
    for name in names:
        if name.endswith(ending):
            stem = name[:-len(ending)]
            source = [n for n in names if os.path.splitext(n)[0] == stem
                      and not n.endswith(".json")]
            if source:
                yield os.path.join(folder, source[0]), os.path.join(folder, name)
