#!/usr/bin/env python3
"""Odd words in every form: markup, quotes, signs that turn the direction of writing, words
without end. Every form that somebody with all roles is led to is filled in with them and
sent. Whatever comes of it, what was typed is text and nothing but text; and where it is
refused, the form comes back as it was typed."""
import html.parser
import json
import os
import re
import sys
import tempfile
import time
import urllib.parse

import tap
import web
import web_office as office

WORDS = {
    "markup": "zq\"'<zq onzq=1>&amp;</textarea></title><!--{{code}}",
    "direction": "zq \u202eabc\u2066\u05d7\u05db\u05de\u05d4\u2069 末",
    "a long word": "zq" + "w" * 10000,
    "a long text": "zq" + "字" * 10000,
}
# Into words alone, so that forms are taken; and into all that can be typed, so that they are not.
KINDS = (("text",), ("text", "name", "date", "number"))
USUAL = {"date": time.strftime("%Y-%m-%d", time.gmtime(time.time() + 8 * 3600)), "number": "1"}
MOST_PAGES = 400
# Forms that would end what this test does; their fields are words nobody is shown again.
LEFT = {
    "/login": "it is for those who are not signed in: test_web.py",
    "/logout": "no field; it ends the session",
    "/password": "no page shows a password",
    "/account/end": "it ends the session",
    "/account/totp": "no field of words",
    "/account/totp/prove": "a code of six digits that no page shows",
}
# What is not led to from a page that stands still, or has no field of words.
UNSEEN = {
    "/login/code": "a code of six digits that no page shows",
    "/import/{draft}": "tests/flow/test_web_import.py types into it",
    "/import/{draft}/lines/{line}": "tests/flow/test_web_import.py types into it",
    "/people/{code}/end-sessions": "no field", "/people/{code}/totp-off": "no field",
    "/people/{code}/invite": "no field", "/import": "files alone",
    "/registers/{name}/import": "files alone", "/findings/views/drop": "no field of words",
    "/notices/{code}/publish": "two days",
}


class Page(html.parser.HTMLParser):
    """Links, forms with their fields as (kind, name, value), and what must not be there."""

    def __init__(self, text):
        super().__init__()
        self.links, self.forms, self.broken, self.texts = [], [], [], []
        self.form = self.area = self.select = None
        self.feed(text)

    def field(self, kind, name, value, most=None):
        if self.form is not None and name:
            self.form["fields"].append((kind, name, value, int(most or 1 << 20)))

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "zq" or "onzq" in a:
            self.broken.append(self.get_starttag_text()[:80])
        if tag == "a" and (a.get("href") or "").startswith("/"):
            self.links.append(a["href"])
        if tag == "form":
            self.form = {"method": a.get("method", "get"), "action": a.get("action") or "",
                         "parts": "multipart" in (a.get("enctype") or ""), "fields": []}
            self.forms.append(self.form)
        elif tag == "input":
            kind = a.get("type", "text")
            if kind == "text":  # a date, a number, the name of what is in the ledger
                kind = ("date" if "data-date" in a else "number" if "inputmode" in a else
                        "name" if "list" in a else "text")
            if kind not in ("checkbox", "radio") or "checked" in a:
                self.field(kind, a.get("name"), a.get("value") or "", a.get("maxlength"))
        elif tag == "textarea":
            self.area = ["text", a.get("name"), ""]
        elif tag == "select":
            self.select = ["select", a.get("name"), ""]
        elif tag == "option" and self.select and ("selected" in a or not self.select[2]):
            self.select[2] = a.get("value") or ""

    def handle_data(self, data):
        if self.area:
            self.area[2] += data
        else:
            self.texts.append(data)

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area:
            self.field(*self.area[:2], self.area[2].removeprefix("\n"))
            self.area = None
        if tag == "select" and self.select:
            self.field(*self.select)
            self.select = None
        if tag == "form":
            self.form = None


def pattern(routes, action):
    """The route that a form's action is of."""
    path = urllib.parse.urlsplit(action).path
    for route in routes:
        if route["method"] == "POST" and re.fullmatch(
                re.sub(r"\{\w+\}", "[^/]+", route["path"]), path):
            return route["path"]
    return None


def crawl(b, begin):
    """(address, Page) of what is led to; one of each kind of address."""
    seen, queue, kinds = set(), list(begin), set()
    while queue and len(seen) < MOST_PAGES:
        address = queue.pop(0)
        kind = re.sub(r"\d+", "0", urllib.parse.unquote(address))
        if address in seen or kind in kinds or re.search(r"\.(json|csv|xlsx|zip)|/static/|/evidence/"
                                                         r"|format=|lang=|/file$", address):
            continue
        seen.add(address)
        kinds.add(kind)
        answer = b.get(address)
        if answer.status != 200 or not answer.headers["Content-Type"].startswith("text/html"):
            continue
        page = Page(answer.text)
        yield address, page
        queue += [link.split("#")[0] for link in page.links]


def same(a, b):
    """As typed: but for spaces at the ends and how lines end."""
    return " ".join(a.split()) == " ".join(b.split())


def texts_of(form):
    return tuple(f[1] for f in form["fields"] if f[0] in KINDS[1])


def open_page(b, address):
    """The page at an address; (address, fields) is one that a form leads to."""
    if isinstance(address, str):
        return Page(b.get(address).text)
    return Page(b.send(address[0], dict(address[1], _csrf=b.token())).text)


def applied(ledger):
    """The code of a finding that waits for its review."""
    code, who = "2025-01-002", ("--ledger", ledger, "--as", "clerk-own")
    shown = json.loads(office.must("show", code, "--json", "--ledger", ledger).out)
    photo = os.path.join(os.path.dirname(ledger), "巷道照明.txt")
    for m in shown["measures"]:
        office.must("attach", "%s/%d" % (code, m["ordinal"]), photo, *who)
        office.must("act", "report", code, *who, "--measure", str(m["ordinal"]), "--progress",
                    "done", "--text", "已完成")
    office.must("act", "apply", code, *who, "--text", "申请销号")
    return code


def fill(b, address, action, word, kinds, faults):
    """Fills the word into the fields of those kinds and sends the form; the answer's status."""
    forms = [f for f in open_page(b, address).forms
             if f["action"] == action and f["method"].lower() == "post" and texts_of(f)]
    if not forms:
        return None
    form, typed, pairs = forms[0], [], []
    for kind, name, value, most in form["fields"]:
        if kind in kinds:
            value = word[:most]  # a browser takes no more
            typed.append((name, value))
        elif not value:
            value = USUAL.get(kind, "")
        if kind != "file":
            pairs.append((name, value))
    if form["parts"]:
        answer = web.send_parts(b, action, dict(pairs), [])
    else:
        answer = b.ask("POST", action, urllib.parse.urlencode(pairs),
                       Content_Type="application/x-www-form-urlencoded")
    where = "%s of %s: %d" % (action, address, answer.status)
    known = (200, 303, 400, 403, 404, 409)
    if answer.status not in known:
        faults.append(where + " " + answer.text[:200])
        return answer.status
    if answer.status == 303:
        shown = Page(b.get(answer.location).text) if answer.location.startswith("/") else Page("")
    else:
        shown = Page(answer.text)
        back = {n: v for f in shown.forms if f["action"] == action for _, n, v, _ in f["fields"]}
        lost = [n for n, value in typed if not same(back.get(n, ""), value)]
        if answer.status in (400, 409) and lost:
            faults.append("%s: not given back: %s" % (where, " ".join(lost)))
    if shown.broken:
        faults.append("%s: markup: %s" % (where, shown.broken[:3]))
    return answer.status


def main():
    routes = json.loads(tap.huiyin("routes", "--json").out)
    with tempfile.TemporaryDirectory() as folder:
        ledger = office.make(folder)
        office.add(ledger, "all-whole", " ".join(office.ROLES))
        review = "/review/" + applied(ledger)
        with web.serving(ledger) as server:
            b = office.browser(server, ledger, "all-whole")
            found, without = {}, set()
            pages = list(crawl(b, ["/", "/manage", "/registers", "/notices", "/import", review]))
            for verb in ("assign", "order"):
                selected = "/findings/selection", {"code": "2025-01-003", "verb": verb}
                pages.append((selected, open_page(b, selected)))
            for address, page in pages:
                for form in page.forms:
                    path = pattern(routes, form["action"])
                    if form["method"].lower() != "post" or path in LEFT:
                        continue
                    names = texts_of(form)
                    key = path, names, form["action"] if "/act/" in form["action"] else ""
                    if names:
                        found.setdefault(key, (address, form["action"]))
                    else:
                        without.add(path)
            paths = {path for path, _, _ in found}
            posted = {r["path"] for r in routes if r["method"] == "POST"}
            tap.same(sorted(posted - paths - set(LEFT) - set(UNSEEN)), [],
                     "every route of a form is led to, or its reason is told")
            tap.same(sorted(paths & set(UNSEEN)), [], "and no reason is told in vain")
            for name, word in WORDS.items():
                faults, counts = [], {}
                for kinds in KINDS:
                    for address, action in found.values():
                        status = fill(b, address, action, word, kinds, faults)
                        counts[status] = counts.get(status, 0) + 1
                tap.ok(not faults, "%s in %d forms: %s" % (name, len(found), sorted(counts.items(), key=str)),
                       "\n".join(faults[:30]))
                tap.ok(counts.get(400, 0), name + ": forms come back")
            shown = broken = 0
            wrong = []
            for address, page in crawl(b, ["/", "/manage", "/registers", "/notices", "/findings"]):
                shown += any("zq" in t for t in page.texts)
                if page.broken:
                    wrong.append(address)
            tap.ok(shown > 10 and not wrong, "%d pages show what was typed, as text" % shown, wrong)
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
