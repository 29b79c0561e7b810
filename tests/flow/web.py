"""The server for tests: started on a ledger of its own, and asked as browsers ask.

    with web.serving(ledger) as server:
        me = web.Browser(server.port)
        me.sign_in("王小明", code, "a long enough password")
        page = me.get("/findings")          # .status .text .headers .json()
        page = me.post("/findings/2025-01-001/act/claim", owner="王小明")
"""
import contextlib
import html.parser
import http.client
import json
import os
import re
import signal
import subprocess
import threading
import time
import urllib.parse
import uuid

import tap


class Server:
    def __init__(self, process, port):
        self.process, self.port, self.words = process, port, []
        self.reader = threading.Thread(target=self.read, daemon=True)
        self.reader.start()

    def read(self):
        for line in self.process.stderr:
            self.words.append(line.decode("utf8", "replace"))


@contextlib.contextmanager
def serving(ledger, *options, env=None, workers="2", tls=None):
    """A server on a free port of 127.0.0.1; stopped at the end, and must stop well. `tls`:
    what trusts its certificate."""
    process = subprocess.Popen(
        [tap.HUIYIN, *tap.placed(("serve", "--ledger", ledger, "--listen", "127.0.0.1:0",
                                  "--workers", workers, "--lang", "en", *options))], env=dict(os.environ, **(env or {})), stderr=subprocess.PIPE)
    found, lines = None, []
    while not found and (not lines or lines[-1]):
        lines.append(process.stderr.readline().decode("utf8", "replace"))
        found = re.search(r"://127\.0\.0\.1:(\d+)", lines[-1])
    if not found:
        process.kill()
        raise RuntimeError("the server did not start: " + "".join(lines))
    server = Server(process, int(found.group(1)))
    wait_for(lambda: Browser(server.port, tls).get("/healthz").status == 200)
    try:
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
        server.reader.join(5)
        tap.ok(process.returncode == 0 and "Sanitizer" not in "".join(server.words),
               "the server ends well when told to", "".join(server.words)[-3000:])


def wait_for(what, seconds=30):
    end = time.monotonic() + seconds
    while True:
        try:
            if what():
                return True
        except OSError:
            pass
        if time.monotonic() > end:
            return False
        time.sleep(0.1)


class Page:
    def __init__(self, answer, url):
        self.url, self.status = url, answer.status
        self.headers, self.body = answer.headers, answer.read()
        self.text = self.body.decode("utf8", "replace")

    def json(self):
        return json.loads(self.text)

    @property
    def location(self):
        return self.headers.get("Location")


class Form(html.parser.HTMLParser):
    """The inputs of a page's forms, by their action."""

    def __init__(self, text):
        super().__init__()
        self.forms, self.now, self.area, self.select = {}, None, None, None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "form":
            self.now = self.forms.setdefault(a.get("action"), {})
        elif self.now is None:
            return
        elif tag == "input" and a.get("name"):
            self.now[a["name"]] = a.get("value") or ""
        elif tag == "textarea":
            self.area = a["name"]
            self.now[self.area] = ""
        elif tag == "select":
            self.select = a["name"]
            self.now[self.select] = ""
        elif tag == "option" and "selected" in a:
            self.now[self.select] = a.get("value") or ""

    def handle_data(self, data):
        if self.area:
            self.now[self.area] += data.lstrip("\n") if not self.now[self.area] else data

    def handle_endtag(self, tag):
        if tag == "form":
            self.now = None
        if tag == "textarea":
            self.area = None


class Browser:
    """One person's browser: cookies, forms with their hidden fields, an Origin."""

    def __init__(self, port, tls=None):
        self.port, self.tls, self.cookies, self.last = port, tls, {}, None

    def ask(self, method, url, body=None, **headers):
        c = (http.client.HTTPSConnection("127.0.0.1", self.port, timeout=60, context=self.tls)
             if self.tls else http.client.HTTPConnection("127.0.0.1", self.port, timeout=60))
        if self.cookies:
            headers["Cookie"] = "; ".join("%s=%s" % kv for kv in self.cookies.items())
        if method == "POST":
            headers.setdefault("Origin", "http%s://127.0.0.1:%d" % ("s" if self.tls else "",
                                                                    self.port))
        headers = {k.replace("_", "-"): v for k, v in headers.items() if v is not None}
        c.request(method, url, body.encode() if isinstance(body, str) else body, headers)
        page = Page(c.getresponse(), url)
        c.close()
        for cookie in page.headers.get_all("Set-Cookie") or ():
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        self.last = page
        return page

    def get(self, url, **headers):
        return self.ask("GET", url, **headers)

    def send(self, url, fields, **headers):
        """A form as it is, without hidden fields of a page."""
        headers.setdefault("Content_Type", "application/x-www-form-urlencoded")
        return self.ask("POST", url, urllib.parse.urlencode(fields, doseq=True), **headers)

    def post(self, url, page=None, **fields):
        """The form at `url` (or of `page`) filled in and sent."""
        page = page or self.get(url)
        path = urllib.parse.urlsplit(url).path
        inputs = dict(Form(page.text).forms.get(path, {}))
        inputs.update((k.replace("_", "-") if k[0] != "_" else k, v) for k, v in fields.items())
        return self.send(path, inputs)

    def token(self):
        return re.search(r'name="_csrf" value="([0-9a-f]+)"', self.get("/password").text).group(1)

    def sign_in(self, name, secret, fresh=None):
        """Signs in; with a one-time code chooses the password `fresh`."""
        page = self.post("/login", name=name, password=secret)
        if fresh and page.location and page.location.startswith("/password"):
            page = self.post("/password", password=fresh, again=fresh)
        return page


def send_parts(b, path, fields, files, field="files", page=None):
    """The form at `path` as browsers send it with files: [(name, bytes)…]."""
    inputs = dict(Form(b.get(page or path).text).forms[path])
    inputs.pop(field, None)
    inputs.update(fields)
    mark, body = uuid.uuid4().hex, b""
    for name, value in inputs.items():
        body += ('--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
                 % (mark, name, value)).encode()
    for name, content in files:
        body += ('--%s\r\nContent-Disposition: form-data; name="%s"; filename="%s"\r\n'
                 'Content-Type: application/octet-stream\r\n\r\n' % (mark, field, name)).encode()
        body += content + b"\r\n"
    body += ("--%s--\r\n" % mark).encode()
    return b.ask("POST", path, body, Content_Type="multipart/form-data; boundary=" + mark)
