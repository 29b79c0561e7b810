"""`size` random malformed requests, by a stranger and by somebody signed in: bytes of good
ones changed, and routes of the table asked with wrong, long, hostile and no values.
Nothing crashes, nothing is answered with 500, and the server serves on. Best run on a
build with sanitizers: `./setup fault broken` does."""
import concurrent.futures
import json
import os
import random
import re
import socket
import sys
import tempfile
import urllib.parse

import faults

FULL, SHORT = 100000, 600
PROGRAM = os.environ.get("HUIYIN_SANITIZED") or faults.HUIYIN
os.environ["HUIYIN"] = PROGRAM
sys.path.insert(0, os.path.join(faults.ROOT, "tests", "flow"))
import web  # noqa: E402
import web_office as office  # noqa: E402

THREADS, SEED = 16, 20260101
WAIT = 1  # for an answer: half a head gets none; what comes later is in the log
TEXTS = ("", "0", "-1", "1", "9" * 30, "2025-02-31", "2025年6月1日", "x", "a" * 5000, "回音" * 700,
         "\u202e\u0000", "<b>\"'&", "%", "%zz", "\r\nSet-Cookie: a=b", "../../etc/passwd",
         "2025-01-001", "2025-01", "open", "due", "1-1-1-1-1", "[]", "null", "\ud7ff\ufffe", "?&=;",
         "closed,open", "9223372036854775807", "-9223372036854775808", "0x10", "1e9", "NaN")
FAIR = ("503", "505")  # full; a version of HTTP that is none
ENDS = ("/logout", "/people/{code}/end-sessions", "/login/code")


def raw(port, data, wait):
    """What came back until the server closed, or `wait` seconds were over."""
    out = b""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=wait) as s:
            s.sendall(data)
            s.shutdown(socket.SHUT_WR)
            while True:
                part = s.recv(65536)
                if not part:
                    return out
                out += part if len(out) < 4096 else b""
    except OSError:
        return out


def field(dice, name):
    kind = dice.randrange(8)
    if kind == 0:
        return name + "=" + "".join(dice.choice("%&=+;ab") for _ in range(dice.randrange(30)))
    value = dice.choice(TEXTS)
    if kind == 1:
        value += dice.choice(TEXTS)
    return urllib.parse.quote(name) + "=" + urllib.parse.quote(value, errors="surrogatepass")


def body_of(dice, names, token):
    """(content type, body) of a form, JSON or parts."""
    pairs = [(n, dice.choice(TEXTS)) for n in names if dice.randrange(3)]
    if dice.randrange(4):
        pairs.append(("_csrf", token))
    kind = dice.randrange(5)
    if kind == 0:
        value = dice.choice(([], {}, [1, [2]], "x", 1, 1.5, None, True, "\ud800"))
        tree = {n: dice.choice((v, value)) for n, v in pairs}
        return "application/json", json.dumps(tree)
    if kind == 1:
        text = "".join('--B\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n' % (
            n, dice.choice(("", '; filename="a.png"', '; filename=""', "; filename=")), v)
            for n, v in pairs)
        return "multipart/form-data; boundary=" + dice.choice(("B", '"B"', "", "B" * 80)), \
            text + dice.choice(("--B--\r\n", "--B--", "", "--B"))
    if kind == 2:
        return dice.choice(("text/plain", "", "application/x-www-form-urlencoded; charset=gbk")), "a"
    return "application/x-www-form-urlencoded", "&".join(field(dice, n) for n, _ in pairs)


def good(dice, routes, cookie, token, host):
    """A request to a route of the table, its inputs anything."""
    route = dice.choice(routes)
    path = re.sub(r"\{\w+\}", lambda m: urllib.parse.quote(
        dice.choice(TEXTS + ("2025-01-001", "2025-01", "DB-2025-001", "report", "1") * 4),
        errors="surrogatepass"), route["path"])
    names = [i["name"] if isinstance(i, dict) else i for i in route["inputs"]] + ["text", "x"]
    query = "&".join(field(dice, n) for n in names if not dice.randrange(3))
    head = "%s %s%s%s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n" % (
        route["method"], path, dice.choice(("", "", ".json")), "?" + query if query else "", host)
    if dice.randrange(8):
        head += "Cookie: %shuiyin=%s\r\n" % (dice.choice(("", "lang=en; ", ";;=; ")), cookie)
    if dice.randrange(2):
        head += "Accept: application/json\r\n"
    if route["method"] == "GET":
        return (head + "\r\n").encode("utf8", "surrogatepass")
    kind, body = body_of(dice, names, token)
    body = body.encode("utf8", "surrogatepass")
    head += "Origin: http://%s\r\nContent-Type: %s\r\n" % (host, kind)
    if dice.randrange(6):
        return (head + "Content-Length: %d\r\n\r\n" % len(body)).encode("utf8", "surrogatepass") \
            + body
    return (head + "Transfer-Encoding: chunked\r\n\r\n%x\r\n" % len(body)).encode(
        "utf8", "surrogatepass") + body + b"\r\n0\r\n\r\n"


def damage(dice, data):
    data = bytearray(data)
    for _ in range(dice.randint(1, 6)):
        at, how = dice.randrange(len(data) or 1), dice.randrange(4)
        if how == 0 and data:
            data[at] = dice.randrange(256)
        elif how == 1:
            del data[at:at + dice.randint(1, 20)]
        elif how == 2:
            data[at:at] = bytes(dice.randrange(256) for _ in range(dice.randint(1, 9)))
        else:
            data[at:at] = data[at:at + dice.randint(1, 40)]
    return bytes(data) or b"x"


def some(port, number, count, routes, cookie, token):
    """{status: how often}, and those that were answered with 500."""
    dice, seen, bad = random.Random(SEED + number), {}, []
    for _ in range(count):
        data = good(dice, routes, cookie, token, "127.0.0.1:%d" % port)
        if dice.randrange(2):
            data = damage(dice, data)
        out = raw(port, data, WAIT)
        status = out[9:12].decode("latin1") if out.startswith(b"HTTP/1.1 ") else "none"
        seen[status] = seen.get(status, 0) + 1
        if status.startswith("5") and status not in FAIR:
            bad.append((data[:600], out[-300:]))
    return seen, bad


def run(size):
    with tempfile.TemporaryDirectory(prefix="huiyin-fault-") as folder:
        ledger = office.make(folder)
        routes = [r for r in json.loads(faults.huiyin("routes", "--json").out)
                  if (r["method"], r["path"]) not in [("POST", p) for p in ENDS]]
        with web.serving(ledger) as server:
            browser = office.browser(server, ledger, "admin-whole")
            cookie, token = browser.cookies["huiyin"], browser.token()
            with concurrent.futures.ThreadPoolExecutor(THREADS) as pool:
                done = list(pool.map(lambda i: some(server.port, i, size // THREADS, routes,
                                                    cookie, token), range(THREADS)))
            restarts = re.search(r"^huiyin_process_restarts_total (\d+)",
                                 browser.get("/metrics").text, re.M).group(1)
            still = browser.get("/findings").status
            faults.must(browser.get("/healthz").status == 200, "the server is gone")
        words = "".join(server.words)
    seen, bad = {}, [b for _, some_bad in done for b in some_bad]
    for part, _ in done:
        for status, n in part.items():
            seen[status] = seen.get(status, 0) + n
    late = [line for line in words.splitlines() if re.search(r'"status":5(?!03|05)', line)]
    faults.must(not bad and not late, "%d answered with 500: %r %s" % (
        max(len(bad), len(late)), bad[:3], "\n".join(late[:3])))
    faults.must(restarts == "0" and "Sanitizer" not in words,
                "%s crashes\n%s" % (restarts, words[-3000:]))
    return "%d requests%s; answers: %s; then /findings gives %d" % (
        sum(seen.values()), ", sanitized" if "HUIYIN_SANITIZED" in os.environ else "",
        ", ".join("%s %d" % x for x in sorted(seen.items())), still)
