#!/usr/bin/env python3
"""The engine under the pages: TLS and its certificate, another user, a trusted proxy, a
reload under way, health and figures, the log of requests, sessions and their limits,
what is cached and compressed."""
import gzip
import json
import os
import pwd
import re
import signal
import socket
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import threading
import time

import tap
import web
import web_office as office

# RFC-like: what Prometheus takes of its text format 0.0.4.
SAMPLE = re.compile(r'[a-zA-Z_:][a-zA-Z0-9_:]*(\{[a-zA-Z_]\w*="[^"\\\n]*"(,[a-zA-Z_]\w*="[^"\\\n]*")*\})?'
                    r" [-+]?(\d+(\.\d+)?([eE][-+]?\d+)?|Inf|NaN)")
HEAD_SECONDS = 10  # src/web/engine.h


def certificate(folder, name):
    """A certificate of `huiyin cert`, as paths, and who trusts it alone."""
    os.makedirs(folder)
    run = tap.huiyin("cert", name, cwd=folder)
    tap.same(run.returncode, 0, "a certificate for " + name)
    cert, key = (os.path.join(folder, "huiyin-%s.pem" % x) for x in ("cert", "key"))
    return cert, key, ssl.create_default_context(cafile=cert)


def serial(port):
    pem = ssl.get_server_certificate(("127.0.0.1", port))
    return ssl.PEM_cert_to_DER_cert(pem)


def metrics(text):
    """{name with labels: value}; a fault of the format is a failed point."""
    typed, values, faults = {}, {}, []
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            if name in typed or kind not in ("counter", "gauge"):
                faults.append(line)
            typed[name] = kind
        elif not line.startswith("# HELP "):
            name = re.split(r"[{ ]", line)[0]
            if not SAMPLE.fullmatch(line) or name not in typed:
                faults.append(line)
            values[line.rsplit(" ", 1)[0]] = float(line.rsplit(" ", 1)[1])
    tap.ok(not faults and text.endswith("\n") and len(values) > 8, "figures as Prometheus reads them",
           faults)
    return values


def figures(b):
    page = b.get("/metrics")
    tap.ok(page.headers["Content-Type"].startswith("text/plain; version=0.0.4"), "their type")
    before = metrics(page.text)
    b.get("/nowhere")
    after = metrics(b.get("/metrics").text)
    name = 'huiyin_requests_total{status="4xx"}'
    tap.same(after[name] - before[name], 1, "a request more is counted")
    page = b.get("/healthz")
    tap.ok(page.status == 200 and page.text == "ok\n", "healthz", page.text)


def logged(server, b):
    page = b.get("/findings?text=secret-word")
    ident = page.headers["X-Request-Id"]

    def line():
        return [x for x in server.words if '"id":"%s"' % ident in x]
    web.wait_for(line, 5)
    entry = json.loads(line()[0]) if line() else {}
    tap.ok(entry.get("route") == "/findings" and entry.get("status") == 200 and
           entry.get("bytes", 0) > 1000 and entry.get("us", 0) > 0 and
           "secret" not in "".join(server.words), "a request's line, by the id of its answer", entry)


def cached(b):
    stranger = web.Browser(b.port, b.tls)
    page = stranger.get("/login")
    tag = page.headers["ETag"]
    same = stranger.get("/login", If_None_Match=tag)
    tap.ok(same.status == 304 and not same.body and same.headers["ETag"] == tag,
           "the same for everybody: a tag, and 304", same.headers.items())
    tap.same(stranger.get("/login", If_None_Match='"other"').status, 200, "another tag: the page")
    zipped = stranger.get("/login", Accept_Encoding="br, gzip")
    tap.ok(zipped.headers["Content-Encoding"] == "gzip" and
           gzip.decompress(zipped.body) == page.body, "compressed it is the same page")
    staff = b.get("/findings", Accept_Encoding="gzip")
    tap.ok(b"</html>" in gzip.decompress(staff.body) and not staff.headers["ETag"] and
           staff.headers["Cache-Control"] == "no-store", "a page of staff is kept nowhere",
           staff.headers.items())


def under_tls(folder, ledger):
    cert, key, trust = certificate(os.path.join(folder, "one"), "127.0.0.1")
    with web.serving(ledger, "--tls-cert", cert, "--tls-key", key, tls=trust) as server:
        b = web.Browser(server.port, trust)
        office.password(ledger, "clerk-own")
        page = b.sign_in("clerk-own", office.PASSWORD)
        cookie = page.headers["Set-Cookie"] or ""
        tap.ok(cookie.startswith("__Host-huiyin=") and all(
            x in cookie for x in ("; Secure", "; HttpOnly", "; SameSite=Strict", "; Path=/")),
            "the session's cookie under TLS", cookie)
        page = b.get("/findings")
        tap.ok(page.status == 200 and "max-age" in page.headers["Strict-Transport-Security"],
               "a page under TLS, and TLS from now on", page.status)
        old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
        old.maximum_version = ssl.TLSVersion.TLSv1_1
        try:
            with socket.create_connection(("127.0.0.1", server.port)) as s, old.wrap_socket(s):
                taken = True
        except (OSError, ValueError):
            taken = False
        tap.ok(not taken, "TLS before 1.2 is refused")
        logged(server, b)
        figures(b)
        cached(b)
        renewed(folder, server, cert, key)


def renewed(folder, server, cert, key):
    """SIGHUP with another certificate, while somebody asks without a pause."""
    fresh = certificate(os.path.join(folder, "two"), "127.0.0.1")
    lax = ssl.create_default_context(cafile=fresh[0])
    lax.check_hostname, lax.verify_mode = False, ssl.CERT_NONE
    before, stop, faults, count = serial(server.port), threading.Event(), [], [0]

    def ask():
        while not stop.is_set():
            try:
                count[0] += web.Browser(server.port, lax).get("/healthz").status == 200
            except OSError as why:
                faults.append(repr(why))
    asking = threading.Thread(target=ask)
    asking.start()
    for new, path in zip(fresh, (cert, key)):
        os.replace(new, path)
    server.process.send_signal(signal.SIGHUP)
    done = web.wait_for(lambda: serial(server.port) != before)
    time.sleep(1)
    stop.set()
    asking.join()
    tap.ok(done, "SIGHUP: the new certificate")
    tap.ok(not faults and count[0] > 3, "and no request is lost meanwhile",
           "%d answered; %s" % (count[0], faults[:5]))


def went_away(port):
    """Who ends in the midst of a request holds no connection until its time is over."""
    for name, data in (("a line", b"GET / HT"), ("a head", b"GET / HTTP/1.1\r\nHost: a\r\n"),
                       ("a body", b"POST /login HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n")):
        with socket.create_connection(("127.0.0.1", port), timeout=HEAD_SECONDS - 2) as s:
            s.sendall(data)
            s.shutdown(socket.SHUT_WR)
            try:
                tap.same(s.recv(100), b"", "half of %s, then gone: let go" % name)
            except socket.timeout:
                tap.ok(False, "half of %s, then gone: let go" % name)


def behind_proxy(ledger):
    with web.serving(ledger, "--trusted-proxy", "127.0.0.1") as server:
        sockets, answers, refused = [], [], 0
        for i in range(30):
            b = web.Browser(server.port)
            tap_page = b.get("/login", X_Forwarded_For="203.0.113.%d" % i)
            refused += tap_page.status != 200
        tap.same(refused, 0, "many clients behind a proxy")
        for i in range(25):  # one client keeps more connections than it may
            s = socket.create_connection(("127.0.0.1", server.port))
            s.sendall(b"GET /login HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 10.9.9.9, 203.0.113.99"
                      b"\r\n\r\n")
            sockets.append(s)
            answers.append(s.recv(12))
        tap.ok(set(answers[:20]) == {b"HTTP/1.1 200"} and answers[20] == b"HTTP/1.1 429",
               "the caps hold for the client that the proxy names last", answers)
        for s in sockets:
            s.close()
        cookies = [web.Browser(server.port).get("/language?to=en", **h).headers.get("Set-Cookie", "")
                   for h in ({"X_Forwarded_Proto": "https"}, {"X_Forwarded_Proto": "http"}, {})]
        tap.same(["; Secure" in c for c in cookies], [True, False, False],
                 "cookies are for TLS alone where the proxy has it")
        page = web.Browser(server.port).get("/metrics", X_Forwarded_For="203.0.113.1")
        tap.ok(page.status in (403, 404), "figures are not for clients of the proxy", page.status)
    with web.serving(ledger) as server:
        office.password(ledger, "clerk-own")
        web.Browser(server.port).ask("POST", "/login", "name=clerk-own&password=x",
                                     Content_Type="application/x-www-form-urlencoded",
                                     X_Forwarded_For="203.0.113.7")
    db = sqlite3.connect(os.path.join(ledger, "ops.db"))
    seen = [r[0] for r in db.execute("SELECT address FROM ops_auth_log WHERE event = 'failure'")]
    db.close()
    tap.ok("203.0.113.7" not in seen and "127.0.0.1" in seen, "without a proxy nobody is believed",
           seen)


def sessions(ledger):
    with web.serving(ledger) as server:
        b = office.browser(server, ledger, "clerk-own")
        first = b.cookies["huiyin"]
        run = tap.huiyin("act", "set-roles", "clerk-own", "--roles", "clerk lead", "--ledger", ledger,
                         "--as", "管理员甲")
        page = b.get("/findings")
        tap.ok(run.returncode == 0 and page.status == 200 and b.cookies["huiyin"] != first,
               "other rights: another token", run.words)
        for column, ago, name in (("seen", 31 * 60, "30 minutes idle"), ("ends", 1, "12 hours old")):
            b = office.browser(server, ledger, "clerk-own")
            tap.same(b.get("/findings").status, 200, "a session")
            db = sqlite3.connect(os.path.join(ledger, "ops.db"), timeout=10)
            db.execute("UPDATE ops_session SET %s = ?" % column, (int(time.time()) - ago,))
            db.commit()
            db.close()
            tap.ok((b.get("/findings").location or "").startswith("/login"), name + ": it is over",
                   b.last.status)


def another_user(folder, ledger):
    run = tap.huiyin("serve", "--ledger", ledger, "--listen", "127.0.0.1:0", "--user", "no-such-user",
                     "--lang", "en")
    tap.ok(run.returncode != 0 and "no-such-user" in run.words, "a user who is not there", run.words)
    if os.getuid() != 0:
        return tap.skip("--user", "not root")
    nobody = pwd.getpwnam("nobody")
    os.chmod(folder, 0o755)
    for where, folders, files in os.walk(ledger):
        for name in [where] + [os.path.join(where, f) for f in folders + files]:
            os.chown(name, nobody.pw_uid, nobody.pw_gid)
    with web.serving(ledger, "--user", "nobody") as server:
        pids = [str(server.process.pid)] + subprocess.run(
            ["ps", "--ppid", str(server.process.pid), "-o", "pid="],
            stdout=subprocess.PIPE).stdout.decode().split()
        users = {open("/proc/%s/status" % p).read().split("Uid:")[1].split("\n")[0] for p in pids}
        tap.same(users, {"\t" + "\t".join([str(nobody.pw_uid)] * 4)}, "all processes are nobody's")
        tap.same(web.Browser(server.port).get("/login").status, 200, "and serve")
        went_away(server.port)


def main():
    with tempfile.TemporaryDirectory() as folder:
        ledger = office.make(folder)
        for listen in ("0.0.0.0:0", "[::]:0"):
            run = tap.huiyin("serve", "--ledger", ledger, "--listen", listen, "--lang", "en")
            tap.ok(run.returncode == 2 and "--tls-cert" in run.words and
                   "--trusted-proxy" in run.words, listen + " wants TLS or a proxy", run.words)
        under_tls(folder, ledger)
        behind_proxy(ledger)
        sessions(ledger)
        another_user(folder, ledger)
    return tap.done()


sys.exit(main())
