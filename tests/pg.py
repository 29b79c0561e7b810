#!/usr/bin/env python3
"""A PostgreSQL of the tests' own: a new cluster in a temporary folder, on a free
port of loopback and a socket in that folder, gone at the end.

    with pg.cluster() as server:      server.url: postgres://huiyin:…@127.0.0.1:PORT/huiyin
        ...                           server.why: why there is none, then url is None

usage: pg.py COMMAND...     runs COMMAND with HUIYIN_TEST_PG set to the address

It runs as the user postgres or nobody where root starts it, which PostgreSQL
refuses to run as. Nothing here waits for the disk, for the cluster is thrown away;
a durable one, to measure with, does.
"""
import contextlib
import glob
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

SETTINGS = {
    "fsync": "off", "full_page_writes": "off", "listen_addresses": "127.0.0.1",
    "max_connections": "100", "shared_buffers": "32MB", "log_min_messages": "fatal",
    "logging_collector": "off", "jit": "off",
}
# As a server that keeps what it acknowledged, with memory for a large ledger.
DURABLE = {"fsync": "on", "full_page_writes": "on", "shared_buffers": "256MB",
           "max_wal_size": "4GB"}


class Server:
    url = why = None


def programs():
    """The folder of the newest initdb and postgres."""
    folders = [os.path.dirname(p) for p in glob.glob("/usr/lib/postgresql/*/bin/initdb")]
    found = shutil.which("initdb")
    folders += [os.path.dirname(found)] if found else []
    return max(folders, key=lambda f: [int(x) for x in f.split(os.sep) if x.isdigit()], default=None)


def user():
    """Who runs it: None, or the password entry of another than root."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            pass
    raise OSError("no user postgres or nobody to run it as")


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def start(folder, bin_dir, who, password, settings):
    """initdb and postgres; (process, port)."""
    data, pw = os.path.join(folder, "data"), os.path.join(folder, "pw")
    with open(pw, "w") as f:
        f.write(password + "\n")
    more = {}
    if who:
        os.chown(folder, who.pw_uid, who.pw_gid)
        os.chown(pw, who.pw_uid, who.pw_gid)
        more = dict(user=who.pw_uid, group=who.pw_gid, extra_groups=[])
    env = dict(PATH=bin_dir + ":/usr/bin:/bin", HOME=folder, LC_ALL="C.UTF-8")
    done = subprocess.run([os.path.join(bin_dir, "initdb"), "-D", data, "-U", "huiyin", "-E", "UTF8",
                           "--no-sync", "--auth-local=scram-sha-256", "--auth-host=scram-sha-256",
                           "--pwfile=" + pw], cwd=folder, env=env, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, **more)
    if done.returncode != 0:
        raise OSError("initdb: " + done.stdout.decode("utf8", "replace")[-300:].strip())
    port = free_port()
    argv = [os.path.join(bin_dir, "postgres"), "-D", data, "-p", str(port), "-k", folder]
    for key, value in settings.items():
        argv += ["-c", "%s=%s" % (key, value)]
    log = open(os.path.join(folder, "log"), "wb")
    return subprocess.Popen(argv, cwd=folder, env=env, stdin=subprocess.DEVNULL, stdout=log,
                            stderr=log, **more), port


def wait_ready(process, bin_dir, port, folder):
    for _ in range(300):
        if process.poll() is not None:
            break
        ready = subprocess.run([os.path.join(bin_dir, "pg_isready"), "-q", "-h", "127.0.0.1",
                                "-p", str(port)])
        if ready.returncode == 0:
            return
        time.sleep(0.1)
    with open(os.path.join(folder, "log"), errors="replace") as f:
        raise OSError("postgres did not start: " + f.read()[-300:].strip())


@contextlib.contextmanager
def cluster(durable=False):
    server, process = Server(), None
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # else it would outlive us
    folder = tempfile.mkdtemp(prefix="huiyin-pg-", dir="/tmp")
    try:
        try:
            bin_dir = programs()
            if not bin_dir:
                raise OSError("PostgreSQL is not installed (apt-get install postgresql)")
            password = secrets.token_hex(8)
            process, port = start(folder, bin_dir, user(), password,
                                  dict(SETTINGS, **(DURABLE if durable else {})))
            wait_ready(process, bin_dir, port, folder)
            at = "postgres://huiyin:%s@127.0.0.1:%d/" % (password, port)
            subprocess.run(["psql", "-q", at + "postgres", "-c", "CREATE DATABASE huiyin"],
                           check=True)
            server.url = at + "huiyin"
        except (OSError, subprocess.CalledProcessError) as e:
            server.why = str(e)
        yield server
    finally:
        if process:
            process.terminate() if process.poll() is None else None
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(20)
            if process.poll() is None:
                process.kill()
                process.wait()
        shutil.rmtree(folder, ignore_errors=True)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    with cluster() as server:
        if server.why:
            sys.exit("pg.py: " + server.why)
        return subprocess.run(sys.argv[1:], env=dict(os.environ, HUIYIN_TEST_PG=server.url)).returncode


if __name__ == "__main__":
    sys.exit(main())
