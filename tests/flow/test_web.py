#!/usr/bin/env python3
"""The web as people use it, and as people misuse it: signing in, the pages, forms that are
refused and come back filled, sessions that end, clients that go wrong (tests/fault has the
slow and the broken ones)."""
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time

import tap
import web
import web_office as office

FINDING = "/findings/2025-01-001"


def head_and_foot(page, name):
    tap.ok(page.status == 200 and "</html>" in page.text and "{{" not in page.text,
           "%s: a whole page" % name, "%d %s" % (page.status, page.text[-300:]))


def first_login(server, ledger):
    b = web.Browser(server.port)
    page = b.get("/findings")
    tap.same(page.location, "/login?return=%2Ffindings", "who has not signed in is asked to")
    page = b.post("/login?return=%2Ffindings", name="clerk-own", password="wrong")
    tap.ok(page.status == 403 and 'value="clerk-own"' in page.text and 'role="alert"' in page.text,
           "a wrong password: the page again, the name kept", page.text)
    secret = office.code(ledger, "clerk-own")
    page = b.post("/login?return=%2Ffindings", name="clerk-own", password=secret)
    tap.same(page.location, "/password?return=%2Ffindings", "a one-time code: a password is chosen")
    half = b.get("/findings")
    tap.same(half.location, "/password?return=%2Ffindings", "until then nothing else opens")
    page = b.post("/password?return=%2Ffindings", password=office.PASSWORD, again="x")
    tap.ok(page.status == 400 and 'href="#f-again"' in page.text,
           "two passwords that differ: the summary leads to the field", page.text)
    page = b.post("/password?return=%2Ffindings", password=office.PASSWORD, again=office.PASSWORD)
    tap.same(page.location, "/findings", "then on to where they wanted to go")
    head_and_foot(b.get("/findings"), "the list")
    again = web.Browser(server.port).post("/login", name="clerk-own", password=secret)
    tap.same(again.status, 403, "the one-time code is used up")
    old = dict(b.cookies)
    page = b.send("/logout", {"_csrf": b.token()})
    tap.same(page.location, "/login", "signing out")
    b.cookies = old
    tap.same(b.get("/").location, "/login", "and the session is gone")


def pages(server, ledger, b):
    for path in ("/", "/findings", FINDING, FINDING + "/act/report", "/password", "/api"):
        head_and_foot(b.get(path), path)
        tree = b.get(path + ".json" if path != "/" else path,
                     **({"Accept": "application/json"} if path == "/" else {}))
        tap.ok(tree.status == 200 and isinstance(tree.json(), dict), path + " as JSON", tree.text)
    english = web.Browser(server.port)
    english.get("/language?to=en&return=/login")
    tap.ok('lang="en"' in english.get("/login").text and "Sign in" in english.last.text,
           "English by choice")
    tap.same(english.get("/language?to=en&return=//evil.example").location, "/",
             "nobody is sent elsewhere")
    page = b.get("/findings/2024-01-001")
    tap.ok(page.status == 404, "another unit's finding is not there", page.status)
    api = b.get("/api.json").json()
    tap.ok(api["openapi"] == "3.1.0" and "/findings/{code}" in api["paths"], "OpenAPI")
    for name, want in (("Content-Security-Policy", "frame-ancestors 'none'"),
                       ("X-Content-Type-Options", "nosniff"), ("Cache-Control", "no-store")):
        tap.ok(want in (b.get("/").headers.get(name) or ""), "header " + name)
    login = web.Browser(server.port).get("/login")
    for kind, link in re.findall(r'(href|src)="(/static/[^"]+)"', login.text):
        page = b.get(link)
        tap.ok(page.status == 200 and "immutable" in page.headers["Cache-Control"], link)
        tap.same(b.get(link, If_None_Match=page.headers["ETag"]).status, 304, link + " unchanged")
    zipped = b.get("/findings", Accept_Encoding="gzip")
    tap.same(zipped.headers.get("Content-Encoding"), "gzip", "pages are compressed where wanted")


def acting(server, ledger, b):
    act = FINDING + "/act/report"
    page = b.post(act, text="", measure="1", progress="done")
    tap.ok(page.status == 400 and 'href="#f-text"' in page.text and "selected" in page.text,
           "a field left out: the summary, and what was typed", page.text)
    words = "<b>\"'&已整改</b>\u202e 长" * 3
    page = b.post(act, text=words, measure="1", progress="done", date="2025年6月1日")
    tap.ok(page.status == 303 and page.location.startswith(FINDING + "?done="), "reported",
           page.text)
    shown = b.get(page.location)
    tap.ok("&lt;b&gt;&quot;&#39;&amp;已整改" in shown.text and "<b>" not in shown.text and
           "已办理" in shown.text, "shown as typed, as text", shown.text)
    form = b.get(act)
    done = b.post(act, form, text="一次", measure="2", progress="done")
    twice = b.post(act, form, text="一次", measure="2", progress="done")
    tap.ok(done.location == twice.location, "sent twice, done once",
           "%s %s" % (done.location, twice.location))
    stale = b.get(FINDING + "/act/assign")
    b.post(act, text="又一次", measure="3", progress="done")
    page = b.post(FINDING + "/act/assign", stale, owner="李梅")
    tap.ok(page.status == 409 and 'value="李梅"' in page.text and "clerk-own" in page.text,
           "a conflict says who was first, and keeps what was typed", page.text)
    page = b.post(FINDING + "/act/assign", page, owner="李梅")
    tap.ok(page.status == 303, "and it can be sent once more", page.text)
    page = b.get(FINDING + "/act/verify")
    tap.ok("note bad" in page.text, "a form that cannot be sent says why", page.text)
    page = b.post(FINDING + "/act/verify", page, opinion="属实")
    tap.ok(page.status in (403, 409) and "属实" in page.text, "and is refused", page.text)
    page = b.post(FINDING + "/act/set-due", due="2025-2-31")
    tap.ok(page.status == 400 and "2025-2-31" in page.text, "no such day", page.text)
    tap.same(b.get(FINDING + "/act/nonsense").status, 404, "no such verb")
    answer = b.ask("POST", act, '{"text":"经接口","measure":1}', Content_Type="application/json",
                   Accept="application/json", X_CSRF_Token=b.token())
    tap.ok(answer.status == 200 and "done=" in answer.json()["location"], "by JSON", answer.text)
    answer = b.ask("POST", act, '{"measure":1}', Content_Type="application/json",
                   Accept="application/json", X_CSRF_Token=b.token())
    tap.ok(answer.headers["Content-Type"] == "application/problem+json" and
           answer.json()["errors"][0]["field"] == "text", "JSON with a field left out", answer.text)


def session_ends(server, ledger):
    b = office.browser(server, ledger, "clerk-own")
    form = b.get(FINDING + "/act/report")
    b.cookies.clear()
    page = b.post(FINDING + "/act/report", form, text="写了很久的进展", measure="2")
    tap.ok(page.status == 401 and "draft" in page.text, "the session ended in mid-form", page.text)
    page = b.post("/login", page, name="clerk-own", password=office.PASSWORD)
    tap.ok(page.status == 200 and "写了很久的进展" in page.text, "after signing in it is there",
           page.text)
    path = FINDING + "/act/report"
    page = b.send(path, web.Form(page.text).forms[path])
    tap.ok(page.status == 303, "and is sent", page.text)
    page = b.send(path, {"text": "x"}, Origin="http://evil.example")
    tap.same(page.status, 403, "a form of another site is refused")
    other = web.Browser(server.port)
    page = other.send(path, {"text": "x"}, Origin="http://evil.example")
    tap.ok(page.status == 403 and "draft" not in page.text, "also of a stranger, nothing kept")


def raw(server, data, wait=5, shut=True):
    """Bytes to the server; what comes back until it closes, or `wait` seconds are over."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=wait) as s:
        try:
            s.sendall(data)
            if shut:
                s.shutdown(socket.SHUT_WR)
            out = b""
            while True:
                part = s.recv(65536)
                if not part:
                    return out
                out += part
        except (TimeoutError, socket.timeout):
            return out + b"[still open]"
        except OSError:
            return out


BAD_HEADS = (
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    b"POST /login HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\na=b",
    b"POST /login HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"GET /%00 HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /../etc/passwd HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET http://evil.example/ HTTP/1.1\r\nHost: a\r\n\r\n",
    b"GET /static/..%2f..%2fetc/passwd HTTP/1.1\r\nHost: a\r\n\r\n",
)


def broken_requests(server):
    for head in BAD_HEADS:
        out = raw(server, head)
        tap.ok(out.startswith(b"HTTP/1.1 4") or not out, "refused: %r" % head[:60], out[:300])
    page = web.Browser(server.port).ask("DELETE", "/findings")
    tap.same(page.status, 405, "a method that is not taken")
    page = web.Browser(server.port).send("/login", {"name": "x" * 2000000})
    tap.same(page.status, 413, "a body that is too long")
    tap.ok(web.Browser(server.port).get("/healthz").status == 200, "and the server serves on")


def many_of_one(server):
    many, held = [], 0
    for _ in range(40):
        s = socket.socket()
        s.bind(("127.0.0.9", 0))
        s.connect(("127.0.0.1", server.port))
        many.append(s)
    time.sleep(1)
    for s in many:
        s.settimeout(0.05)
        try:
            held += s.recv(10) != b""
        except (TimeoutError, socket.timeout):
            held += 1
        except OSError:
            pass
        s.close()
    tap.ok(held <= 20, "an address has 20 connections", held)


def processes(server):
    children = subprocess.run(["ps", "--ppid", str(server.process.pid), "-o", "pid="],
                              stdout=subprocess.PIPE).stdout.split()
    tap.same(len(children), 4, "two workers, the timer, the jobs")
    for pid in children:
        os.kill(int(pid), signal.SIGKILL)
    tap.ok(web.wait_for(lambda: web.Browser(server.port).get("/healthz").status == 200),
           "whoever is killed is started anew")
    server.process.send_signal(signal.SIGHUP)
    time.sleep(1)
    tap.ok(web.wait_for(lambda: web.Browser(server.port).get("/healthz").status == 200),
           "SIGHUP: served on by new workers")
    text = web.Browser(server.port).get("/metrics").text
    tap.ok(re.search(r"^huiyin_process_restarts_total [4-9]", text, re.M) and
           "# TYPE huiyin_requests_total counter" in text, "figures for Prometheus", text)


def refused_settings(folder, ledger):
    run = tap.huiyin("serve", "--ledger", ledger, "--listen", "0.0.0.0:0", "--lang", "en")
    tap.ok(run.returncode == 2 and "--tls-cert" in run.words, "the world wants TLS", run.words)
    run = tap.huiyin("serve", "--ledger", ledger, "--listen", "nonsense")
    tap.ok(run.returncode == 2 and "nonsense" in run.words, "no address", run.words)
    run = tap.huiyin("cert", "ledger.example", cwd=folder)
    tap.ok(run.returncode == 0, "a certificate", run.words)
    key = os.path.join(folder, "huiyin-key.pem")
    tap.same(os.stat(key).st_mode & 0o777, 0o600, "its key is for us alone")
    run = tap.huiyin("cert", "ledger.example", cwd=folder)
    tap.ok(run.returncode != 0, "a key that is there is left alone", run.words)


def log_is_clean(server):
    words = "".join(server.words)
    tap.ok('"route":"/findings/{code}"' in words and "clerk-own" not in words and
           "127.0.0.1" not in words, "the log tells routes, neither names nor addresses")


def main():
    with tempfile.TemporaryDirectory() as folder:
        ledger = office.make(folder)
        with web.serving(ledger) as server:
            first_login(server, ledger)
            b = office.browser(server, ledger, "clerk-own")
            pages(server, ledger, b)
            acting(server, ledger, b)
            session_ends(server, ledger)
            broken_requests(server)
            many_of_one(server)
            processes(server)
            log_is_clean(server)
        refused_settings(folder, ledger)
    return tap.done()


sys.exit(main())
