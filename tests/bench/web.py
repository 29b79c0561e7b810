"""The web beside nginx: how fast `huiyin serve` with 4 workers gives its pages, and how
fast nginx with 4 gives the same bytes as files, by turns in one run, asked by wrk with
2 threads and 16 connections over loopback. wrk shares the cores with both.

Called by run.py. What it writes lies in BUILD/web and is removed.
"""
import contextlib
import http.client
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import time
import urllib.parse

import pg

TURNS, SECONDS, WORKERS = (int(os.environ.get("BENCH_" + name, n))
                           for name, n in (("TURNS", 3), ("SECONDS", 3), ("WORKERS", 4)))
PASSWORD = "松柏长青远山如黛近水含烟灯塔照夜行船不迷"
COLUMNS = ("requests/s", "nginx", "ratio", "p50 ms", "nginx", "p99 ms", "nginx", "CPU us",
           "nginx", "bytes")
NGINX = """
worker_processes %(workers)d;
pid %(work)s/nginx.pid;
error_log %(work)s/nginx.log;
events { worker_connections 1024; }
http {
    access_log %(work)s/access.log;
    client_body_temp_path %(work)s/body; proxy_temp_path %(work)s/proxy;
    fastcgi_temp_path %(work)s/fast; uwsgi_temp_path %(work)s/uwsgi;
    scgi_temp_path %(work)s/scgi;
    sendfile on; tcp_nopush on; keepalive_requests 100000000; default_type text/html;
    server { listen 127.0.0.1:%(port)d reuseport; root %(work)s/files; }
}
"""


def run(*argv, **more):
    return subprocess.run(argv, check=True, stdout=subprocess.PIPE, **more).stdout.decode()


def make_ledger(build, work, findings):
    """(options of huiyin, a finding's code, a word to seek): 10,000 by `seed`, with a life
    of three years each; more by rows that bench_ledger puts in, without one."""
    place = os.path.join(work, "ledger")
    program, options = os.path.join(build, "huiyin"), ("--ledger", place)
    start = time.monotonic()
    if findings <= 10000:
        run(program, "seed", *options, "--as", "钟实", "--findings", str(findings), "--units",
            "200", stderr=subprocess.DEVNULL)
        boss, word = "钟实", "物业"
    else:
        run(os.path.join(build, "tests/bench/bench_ledger"), str(findings), "0", place,
            os.path.join(place, "evidence"))
        boss, word = "王小明", "物业"
    run(program, "act", "add-person", *options, "--as", boss, "--name", "督查员", "--roles",
        "supervisor", stderr=subprocess.DEVNULL)
    run(program, "passwd", "督查员", *options, "--as", boss, input=PASSWORD.encode() + b"\n",
        stderr=subprocess.DEVNULL)
    print("%d findings, made in %.0f s" % (findings, time.monotonic() - start), flush=True)
    return options, word


def address(log):
    """The port that the server tells of in its log once it listens."""
    for _ in range(500):
        with open(log, encoding="utf8") as f:
            told = re.search(r"127\.0\.0\.1:(\d+)\D", f.read())
        if told:
            return int(told.group(1))
        time.sleep(0.02)
    sys.exit("bench: the server did not start: see " + log)


@contextlib.contextmanager
def huiyin(build, work, options):
    """(port, pid) of the server. Its log goes to a file, as nginx's does."""
    path = os.path.join(work, "huiyin.log")
    with open(path, "wb") as log:
        child = subprocess.Popen([os.path.join(build, "huiyin"), "serve", *options, "--listen",
                                  "127.0.0.1:0", "--workers", str(WORKERS), "--lang", "en"],
                                 stderr=log)
    try:
        yield address(path), child.pid
    finally:
        child.send_signal(signal.SIGTERM)
        child.wait()


@contextlib.contextmanager
def nginx(work):
    port = pg.free_port()
    conf = os.path.join(work, "nginx.conf")
    os.makedirs(os.path.join(work, "files"))
    os.chmod(work, 0o755)
    with open(conf, "w", encoding="utf8") as out:
        out.write(NGINX % {"work": work, "port": port, "workers": WORKERS}
                  + "daemon off;\n" + ("user root;\n" if os.getuid() == 0 else ""))
    child = subprocess.Popen(["nginx", "-c", conf, "-p", work], stderr=subprocess.DEVNULL)
    try:
        yield port, child.pid
    finally:
        child.send_signal(signal.SIGTERM)
        child.wait()


def ask(port, method, path, cookie="", body=None, zipped=False):
    c = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Origin": "http://127.0.0.1:%d" % port, "Cookie": cookie}
    if zipped:
        headers["Accept-Encoding"] = "gzip"
    if body is not None:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    c.request(method, path, body, headers)
    answer = c.getresponse()
    answer.body = answer.read()
    c.close()
    return answer


def sign_in(port):
    form = urllib.parse.urlencode({"name": "督查员", "password": PASSWORD})
    answer = ask(port, "POST", "/login", body=form)
    cookie = (answer.headers["Set-Cookie"] or "").split(";")[0]
    if answer.status != 303 or not cookie:
        sys.exit("bench: not let in: %d" % answer.status)
    return cookie


def pages(port, cookie, word):
    """(name, path, gzip) of what is asked."""
    listed = ask(port, "GET", "/findings?state=rectifying", cookie).body.decode()
    code = re.search(r'href="(/findings/\d+-\d+-\d+)"', listed).group(1)
    style = re.search(r'href="(/static/style[^"]+|/static/[^"]+style\.css)"', listed).group(1)
    seek = "/search?" + urllib.parse.urlencode({"words": word})
    return [("ledger", "/findings", False), ("finding", code, False), ("search", seek, False),
            ("JSON", "/findings.json", False), ("login", "/login", False),
            ("overview", "/", False), ("public", style, False),
            ("ledger, gzip", "/findings", True), ("finding, gzip", code, True),
            ("public, gzip", style, True)]


def processes(pid):
    kids = run("ps", "--ppid", str(pid), "-o", "pid=").split()
    return [str(pid)] + kids


def cpu_seconds(pid):
    ticks = 0
    for p in processes(pid):
        with open("/proc/%s/stat" % p) as f:
            ticks += sum(int(x) for x in f.read().rsplit(")", 1)[1].split()[11:13])
    return ticks / os.sysconf("SC_CLK_TCK")


def pss(pid):
    """Megabytes of the workers alone, and of all processes of the server."""
    sizes = []
    for p in processes(pid):
        with open("/proc/%s/smaps_rollup" % p) as f:
            sizes.append(int(re.search(r"^Pss:\s+(\d+)", f.read(), re.M).group(1)) / 1024)
    return sum(sorted(sizes)[-WORKERS:]), sum(sizes)


def wrk(port, pid, path, cookie, zipped):
    """{rate, p50, p99, cpu} of some seconds."""
    argv = ["wrk", "-t2", "-c16", "-d%ds" % SECONDS, "--timeout", "20s", "--latency"]
    argv += ["-H", "Cookie: " + cookie] if cookie else []
    argv += ["-H", "Accept-Encoding: gzip"] if zipped else []
    before = cpu_seconds(pid)
    out = run(*argv, "http://127.0.0.1:%d%s" % (port, path))
    used = cpu_seconds(pid) - before
    if "Non-2xx" in out or "Socket errors" in out:
        sys.exit("bench: %s: %s" % (path, out))
    count = int(re.search(r"(\d+) requests in", out).group(1))
    scale = {"us": 1e-3, "ms": 1.0, "s": 1e3, "m": 6e4}
    late = {p: float(x) * scale[unit]
            for p, x, unit in re.findall(r"^\s*(50|99)%\s+([\d.]+)(us|ms|s|m)\s*$", out, re.M)}
    return {"rate": float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1)),
            "p50": late["50"], "p99": late["99"], "cpu": 1e6 * used / max(count, 1)}


def median(rounds, what):
    return statistics.median(r[what] for r in rounds)


def measure(name, path, zipped, ours, theirs, cookie, work):
    port, pid = ours
    answer = ask(port, "GET", path, cookie, zipped=zipped)
    if answer.status != 200 or bool(answer.headers["Content-Encoding"]) != zipped:
        sys.exit("bench: %s: %d %s" % (path, answer.status, answer.headers["Content-Encoding"]))
    file = "page"
    with open(os.path.join(work, "files", file), "wb") as out:
        out.write(answer.body)
    a, b = [], []
    for _ in range(TURNS):
        a.append(wrk(port, pid, path, cookie, zipped))
        b.append(wrk(*theirs, "/" + file, "", False))
    x = {k: (median(a, k), median(b, k)) for k in a[0]}
    print("%-14s %10.0f %9.0f %6.2f %8.2f %8.2f %8.2f %8.2f %8.0f %8.0f %8d" % (
        name, *x["rate"], x["rate"][0] / x["rate"][1], *x["p50"], *x["p99"], *x["cpu"],
        len(answer.body)), flush=True)


def bench(build, sizes):
    print("web: %d workers; medians of %d turns of %d s; wrk -t2 -c16 shares the cores" % (
        WORKERS, TURNS, SECONDS))
    for findings in sizes:
        work = os.path.join(build, "web")
        shutil.rmtree(work, ignore_errors=True)
        os.makedirs(work)
        options, word = make_ledger(build, work, findings)
        with huiyin(build, work, options) as ours, nginx(work) as theirs:
            cookie = sign_in(ours[0])
            print("%-14s %10s %9s %6s %8s %8s %8s %8s %8s %8s %8s" % ("", *COLUMNS))
            for name, path, zipped in pages(ours[0], cookie, word):
                stranger = path == "/login" or path.startswith("/static/")
                measure(name, path, zipped, ours, theirs, "" if stranger else cookie, work)
            print("memory after that: %.1f MB the %d workers, %.1f MB all processes (PSS)" % (
                pss(ours[1])[0], WORKERS, pss(ours[1])[1]), flush=True)
        shutil.rmtree(work)
