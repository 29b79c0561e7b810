"""Slow clients: `size` connections from 127.0.0.2 to .251 that send a head, send a body or
take an answer at a byte a second, each opened anew when the server ends it, while an
ordinary client on 127.0.0.1, signed in, opens the ledger's list; then the same with all
of them behind one trusted proxy, which passes on what it gets as it gets it. The
ordinary client waits under a second in 99 of 100 cases, and is never refused."""
import os
import re
import selectors
import socket
import subprocess
import sys
import tempfile
import time

import faults

sys.path.insert(0, os.path.join(faults.ROOT, "tests", "flow"))
os.environ.setdefault("HUIYIN", faults.HUIYIN)
import web  # noqa: E402
import web_office as office  # noqa: E402

FULL, SHORT = 1000, 120
SECONDS = {FULL: 60}          # at another size: long enough for the reaper to be seen
P99 = 1.0


class Slow:
    """A connection that is slow in one of three ways; opened anew when it ends."""

    def __init__(self, port, number, proxied, selector):
        self.port, self.kind = port, ("head", "body", "answer")[number % 3]
        self.address = "127.0.0.%d" % (2 + number % 250)
        self.proxied, self.selector = proxied, selector
        self.ended, self.socket, self.left = 0, None, b""
        self.open()

    def head(self):
        line = {"head": "GET /login", "body": "POST /login", "answer": "GET /api.json"}[self.kind]
        head = line + " HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n" % self.port
        if self.proxied:
            head += "X-Forwarded-For: %s\r\n" % self.address.replace("127", "10")
        if self.kind == "body":
            head += ("Origin: http://127.0.0.1:%d\r\nContent-Length: 900\r\nContent-Type: "
                     "application/x-www-form-urlencoded\r\n" % self.port)
        return head.encode()

    def open(self):
        self.socket = s = socket.socket()
        s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        s.settimeout(5)
        try:
            s.bind(("127.0.0.1" if self.proxied else self.address, 0))
            s.connect(("127.0.0.1", self.port))
            s.sendall(self.head() + (b"" if self.kind == "head" else b"\r\n"))
        except OSError:
            return self.end()
        s.setblocking(False)
        if self.kind != "answer":
            self.selector.register(s, selectors.EVENT_READ, self)
        self.left = b"X-A: " + b"a" * 900 if self.kind == "head" else b"a" * 900

    def end(self):
        if self.socket:
            if self.kind != "answer" and self.socket.fileno() in self.selector.get_map():
                self.selector.unregister(self.socket)
            self.socket.close()
            self.ended += 1
        self.socket = None

    def readable(self):
        """Of the two that send: an answer is a refusal, and no bytes the end."""
        try:
            if self.socket.recv(65536):
                return
        except BlockingIOError:
            return
        except OSError:
            pass
        self.end()

    def a_byte(self):
        if not self.socket:
            return self.open()
        try:
            if self.kind == "answer":
                if not self.socket.recv(1):
                    self.end()
            else:
                self.socket.send(self.left[:1])
                self.left = self.left[1:] or b"a"
        except BlockingIOError:
            pass
        except OSError:
            self.end()


def be_slow(port, size, proxied, ready):
    """The slow clients' process, until it is killed; says how many were ended by then."""
    selector = selectors.DefaultSelector()
    slow = [Slow(port, i, proxied, selector) for i in range(size)]
    print("ready", flush=True)
    turn = 0
    while True:
        start = time.monotonic()
        for part in range(20):  # a twentieth of them each 50 ms: a byte a second each
            for s in slow[part::20]:
                s.a_byte()
            while True:
                left = start + (part + 1) / 20 - time.monotonic()
                events = selector.select(max(left, 0))
                for key, _ in events:
                    if key.data.socket is key.fileobj:
                        key.data.readable()
                if left <= 0:
                    break
        turn += 1
        print(sum(s.socket is not None for s in slow), sum(s.ended for s in slow), flush=True)


def ordinary(browser, seconds, seen):
    """The times of opening the list again and again, each by a connection of its own."""
    end, times = time.monotonic() + seconds, []
    while time.monotonic() < end:
        start = time.monotonic()
        page = browser.get("/findings", **seen)
        times.append(time.monotonic() - start)
        faults.must(page.status == 200, "the ordinary client got %d" % page.status)
        time.sleep(max(0, 0.05 - times[-1]))
    times.sort()
    return times


def figure(text, name):
    return int(float(re.search(r"^%s(?:{[^}]*})? (\S+)$" % name, text, re.M).group(1)))


def once(ledger, size, seconds, proxied):
    options = ("--open-metrics",) + (("--trusted-proxy", "127.0.0.1") if proxied else ())
    seen = {"X_Forwarded_For": "10.0.9.9"} if proxied else {}
    with web.serving(ledger, *options) as server:
        browser = web.Browser(server.port)
        office.password(ledger, "clerk-own")
        faults.must(browser.sign_in("clerk-own", office.PASSWORD).status == 303, "not let in")
        browser.get("/findings", **seen)
        slow = subprocess.Popen([sys.executable, __file__, str(server.port), str(size),
                                 str(int(proxied))], stdout=subprocess.PIPE)
        try:
            slow.stdout.readline()
            times = ordinary(browser, seconds, seen)
            metrics = browser.get("/metrics", **seen).text
        finally:
            slow.kill()
            out = slow.communicate()[0].decode().splitlines()
    held, ended = [int(n) for n in out[-1].split()]
    most = max(int(line.split()[0]) for line in out)
    p99 = times[len(times) * 99 // 100]
    line = ("%s: %d connections (%d at the end), %d ended by the server in %d s; ordinary client: "
            "%d pages, p50 %.1f ms, p99 %.1f ms, worst %.1f ms"
            % ("one proxy" if proxied else "250 addresses", most, held, ended, seconds,
               len(times), 1e3 * times[len(times) // 2], 1e3 * p99, 1e3 * times[-1]))
    faults.must(p99 < P99, line)
    faults.must(most >= size * 9 // 10, "slow clients were not there: " + line)
    faults.must(figure(metrics, "huiyin_connections_reaped_total") >= size // 2,
                "the slow ones were not ended: " + line)
    return line


def run(size):
    seconds = SECONDS.get(size, 14)
    with tempfile.TemporaryDirectory(prefix="huiyin-fault-") as folder:
        ledger = office.make(folder)
        return "\n  ".join(once(ledger, size, seconds, proxied) for proxied in (False, True))


if __name__ == "__main__":
    be_slow(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "1", None)
