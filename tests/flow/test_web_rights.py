#!/usr/bin/env python3
"""Who may open what: every route of `huiyin routes` by nobody and by each role, of the unit that
the thing belongs to, of another and of the whole ledger, and every form with and without its
token. What is expected follows from the table's rights alone; the address that stands for a
route is that of tests/unit/web_routes.h."""
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

PUBLIC_DONE = (200, 303, 304)
ENDS = ("/logout", "/login/code", "/people/{code}/end-sessions")


def addresses():
    text = open(os.path.join(tap.ROOT, "tests", "unit", "web_routes.h"), encoding="utf8").read()
    text = text.replace("-YEAR-", time.strftime("-%Y-", time.gmtime(time.time() + 8 * 3600)))
    text = text.replace("OWN-UNIT", urllib.parse.quote(office.OWN))
    return {(m, p): a for m, p, a in re.findall(r'\{ "(\w+)", "([^"]+)", "([^"]+)" \}', text)}


def expected(route, role, unit):
    """The statuses that are right for the route's own thing, which is of OWN."""
    right = route["right"]
    if right == "public":
        return (200, 303, 400, 404)
    if role is None:
        return (303,) if route["method"] == "GET" else (401,)
    if right != "signed-in" and role not in right.split():
        return (403,)
    if "{code}" in route["path"] and unit == office.OTHER:
        return (404,)
    if route["path"] == "/log/{seq}/proof" and unit:
        return (403,)  # it holds the whole record: for auditors of the whole ledger
    if route["path"] == "/notices/{code}/folder":
        return (409,)  # nothing is published yet
    if route["method"] == "GET":
        return (200, 303, 400)
    return (200, 303, 400, 403, 404, 409)  # the door's own word: tests/unit/test_verbs.c


def forms(route, address, b, role, faults, counts):
    """A form without a token, with a wrong one, from elsewhere: 403, whoever sends it."""
    fields = {"text": "x"}
    foreign = b.send(address, fields, Origin="http://evil.example")
    counts[0] += 1
    if foreign.status != 403:
        faults.append("%s from elsewhere by %s: %d" % (address, role, foreign.status))
    if role is None or address == "/login":
        return
    for token in (None, "", "0" * 128, "x"):
        page = b.send(address, dict(fields, **({} if token is None else {"_csrf": token})))
        counts[0] += 1
        if page.status != 403:
            faults.append("%s with the token %r by %s: %d" % (address, token, role, page.status))


def try_routes(routes, where, b, role, unit, faults, counts):
    for route in routes:
        address = where[route["method"], route["path"]]
        if route["path"] in ENDS and route["method"] == "POST":
            continue  # it would end the session; tried by its forms below
        if route["method"] == "GET":
            page = b.get(address)
        else:
            fields = {"_csrf": b.token()} if role else {}
            page = b.send(address, fields)
        counts[0] += 1
        if page.status not in expected(route, role, unit):
            faults.append("%s %s by %s of %s: %d" % (route["method"], address, role, unit,
                                                     page.status))
        if "Sanitizer" in page.text or page.status >= 500:
            faults.append("%s: %s" % (address, page.text[:200]))
    for route in routes:
        if route["method"] == "POST":
            forms(route, where[route["method"], route["path"]], b, role, faults, counts)


def main():
    routes = json.loads(tap.huiyin("routes", "--json").out)
    where = addresses()
    tap.same(sorted((r["method"], r["path"]) for r in routes), sorted(where),
             "tests/unit/web_routes.h has every route")
    routes = [r for r in routes if (r["method"], r["path"]) in where]
    faults, counts = [], [0]
    with tempfile.TemporaryDirectory() as folder:
        ledger = office.make(folder)
        with web.serving(ledger) as server:
            try_routes(routes, where, web.Browser(server.port), None, None, faults, counts)
            for unit in (office.OWN, office.OTHER, None):
                for role in office.ROLES:
                    b = office.browser(server, ledger, office.name_of(role, unit))
                    if b.get("/").status != 200:
                        faults.append("%s of %s is not in" % (role, unit))
                    try_routes(routes, where, b, role, unit, faults, counts)
    tap.ok(not faults, "%d requests: each answered as the table of routes says" % counts[0],
           "\n".join(faults[:40]))
    return tap.done()


sys.exit(main())
