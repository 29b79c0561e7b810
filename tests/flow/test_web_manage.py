#!/usr/bin/env python3
"""Administration in the browser: units, people, settings, packs, cases and regulations by the form
that each verb has; the log with its proofs; one's own account."""
import os
import re
import sys
import tempfile
import time
import urllib.parse

import tap
import web
import web_office as office

YEAR = time.strftime("%Y", time.gmtime(time.time() + 8 * 3600))
PAGES = ("/manage", "/log", "/log/1", "/log/head", "/units", "/units/" + urllib.parse.quote(office.OWN),
         "/people", "/people/lead-own", "/packs", "/packs/default", "/settings", "/audit", "/account",
         "/cases", "/cases/QZ-%s-001" % YEAR, "/regulations", "/regulations/ZD-%s-001" % YEAR,
         "/act/add-unit", "/act/add-person", "/act/set-setting?name=totp-roles",
         "/act/set-roles?target=lead-own", "/act/add-pack")


def add(ledger):
    """Somebody who may look at everything, and manage."""
    office.add(ledger, "both", "admin,auditor")
    office.add(ledger, "plain", "clerk")


def pages(b):
    for path in PAGES:
        page = b.get(path)
        tap.ok(page.status == 200 and "</html>" in page.text and "{{" not in page.text,
               path + ": a whole page", "%d %s" % (page.status, page.text[-300:]))
        tree = b.get(path, Accept="application/json")
        tap.ok(tree.status == 200 and isinstance(tree.json(), dict), path + " as JSON", tree.text)


def manage(server, b):
    page = b.post("/act/add-unit", name="云溪市民政局", short_name="民政局")
    tap.ok(page.status == 303 and page.location.startswith("/units/"), "a unit is added",
           page.text[-600:])
    page = b.get(page.location)
    tap.ok('role="status"' in page.text and "云溪市民政局" in page.text,
           "its page says that it was", page.text[-900:])
    page = b.post("/act/add-unit", name="云溪市民政局", short_name="重名")
    tap.ok(page.status == 409 and 'role="alert"' in page.text and 'value="重名"' in page.text,
           "a second of that name is refused, what was typed stays", page.text[-900:])
    page = b.post("/act/add-person", name="周小满", roles=["clerk", "lead"], unit="云溪市民政局")
    tap.ok(page.status == 303, "a person with two roles is added", page.text[-900:])
    page = b.get(page.location)
    page = b.send("/people/%s/invite" % urllib.parse.quote("周小满"), {"_csrf": b.token()})
    code = re.search(r'class="secret"><code>([^<]+)</code>', page.text)
    tap.ok(page.status == 200 and code, "a one-time code is shown", page.text[-900:])
    other = web.Browser(server.port)
    page = other.post("/login", name="周小满", password=code.group(1))
    tap.same(page.location, "/password", "with which they sign in")
    page = b.post("/act/set-setting?name=password-length", value="20")
    tap.same(page.location.split("?")[0], "/settings", "a setting is changed")
    tap.ok("<strong>20</strong>" in b.get("/settings").text, "and shown so")
    page = b.post("/act/add-pack", text="[pack]\nnmae = x\n")
    tap.ok(page.status == 400 and "nmae = x" in page.text and 'role="alert"' in page.text,
           "a pack that is none comes back with what is wrong", page.text[-900:])


def offices(b):
    case = "/act/dispatch-case?target=QZ-%s-001" % YEAR
    page = b.post(case, handler="王小明")
    tap.ok(page.status == 303 and page.location.startswith("/cases/QZ-"), "a case is dispatched",
           page.text[-900:])
    page = b.get(page.location)
    tap.ok("王小明" in page.text and 'role="status"' in page.text, "its page tells of it")
    page = b.get("/search?in=cases&words=QZ")
    tap.ok('href="/cases/QZ-%s-001"' % YEAR in page.text, "and found", page.text[-900:])
    page = b.get("/act/confirm-case?target=QZ-%s-001" % YEAR)
    tap.ok('class="note bad"' in page.text, "what cannot be done now says why", page.text[-900:])


def log(b, ledger, folder):
    page = b.get("/log?verb=add-person&actor=" + urllib.parse.quote("管理员甲"))
    rows = b.get("/log.json?verb=add-person&since=2020-1-1").json()["events"]
    tap.ok(page.status == 200 and rows and all(r["verb"] == "add-person" for r in rows),
           "the log by verb", page.text[-600:])
    tap.same(b.get("/log.json?since=2099-1-1").json()["events"], [], "nothing happened yet in 2099")
    tap.same([r["seq"] for r in rows], sorted((r["seq"] for r in rows), reverse=True),
             "the newest first")
    first = b.get("/log.json?before=3").json()["events"]
    tap.same([r["seq"] for r in first], [2, 1], "and on by key")
    proof, head = os.path.join(folder, "p.json"), os.path.join(folder, "h.txt")
    for path, url in ((proof, "/log/3/proof"), (head, "/log/head/file")):
        with open(path, "wb") as out:
            out.write(b.get(url).body)
    run = tap.huiyin("verify", "--proof", proof, "--head", head)
    tap.ok(run.returncode == 0, "the proof and the head as downloaded hold", run.words)


def tables(ledger, folder):
    """HUIYIN_TABLES counts for the server as for each command."""
    own = {"HUIYIN_TABLES": os.path.join(folder, "tables")}
    os.mkdir(own["HUIYIN_TABLES"])
    table = os.path.join(own["HUIYIN_TABLES"], "holidays.tsv")
    office.must("act", "open-inspection", "--ledger", ledger, "--as", "supervisor-whole", "--unit",
                office.OWN, "--feedback", "2031-01-05", "--pack", "环保督察")
    with open(table, "w", encoding="utf8") as out:
        out.write("2031-01-01\toff\n")
    with web.serving(ledger, env=own) as server:
        b = office.browser(server, ledger, "supervisor-whole")
        page = b.post("/act/issue?target=2031-01", category="水", title="排口")
        shown = b.get("/findings/2031-01-001.json").json()
        tap.ok(page.status == 303, "a finding is issued", page.text[-900:])
        tap.same(shown.get("plan_due"), "2031-02-14", "working days are counted by one's own table")
    with open(table, "w", encoding="utf8") as out:
        out.write("2031-01-01\tmaybe\n")
    run = tap.huiyin("serve", "--ledger", ledger, "--listen", "127.0.0.1:0", **own)
    tap.ok(run.returncode and "holidays.tsv" in run.words, "a table with a fault is told at once",
           run.words)


def main():
    with tempfile.TemporaryDirectory() as folder:
        ledger = office.make(folder)
        add(ledger)
        with web.serving(ledger) as server:
            b = office.browser(server, ledger, "both")
            pages(b)
            log(b, ledger, folder)
            manage(server, b)
            offices(office.browser(server, ledger, "clerk-own"))
            plain = office.browser(server, ledger, "plain")
            tap.same(plain.get("/people").status, 403, "a clerk does not see people's rights")
            page = plain.get("/units")
            tap.ok("/act/add-unit" not in page.text and page.status == 200,
                   "and has no button to add a unit", page.text[-600:])
            page = plain.send("/account/totp", {"_csrf": plain.token()})
            tap.ok("<svg" in page.text and "otpauth" not in page.text, "a QR code of their own",
                   page.text[-900:])
        tables(ledger, folder)
    return tap.done()


sys.exit(main())
