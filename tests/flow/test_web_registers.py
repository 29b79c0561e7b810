#!/usr/bin/env python3
"""Registers in the browser: figures and records by unit and period, a record made and
corrected by the form that the definition makes, sheets out and in, nodes, who sees what."""
import re
import sys
import tempfile
import time
import urllib.parse

import tap
import web
import web_office as office

YEAR = time.strftime("%Y", time.gmtime(time.time() + 8 * 3600))


def key(page):
    return {name: re.search(r'name="%s" value="([^"]*)"' % name, page.text).group(1)
            for name in ("_csrf", "_key")}


def figures(b, address):
    return {c["name"]: c["value"] for c in b.get(address).json()["figures"]}


def records(b):
    page = b.get("/registers")
    tap.ok(page.status == 200 and all(w in page.text for w in ("学习", "基金", "申请")), "all registers")
    page = b.get("/registers/study")
    tap.ok("廉政学习" in page.text and "没有学习的月份" in page.text and 'name="attendance"' in page.text,
           "a register: figures, records, the form of a new one", page.text[:300])
    bad = b.send("/registers/study", {**key(page), "unit": office.OWN, "date": "2026-02-03",
                                      "topic": "防汛学习", "kind": "lesson", "attendance": "many"})
    tap.ok(bad.status == 400 and 'href="#f-attendance"' in bad.text and "防汛学习" in bad.text,
           "a number that is none: the form comes back filled", bad.status)
    bad = b.send("/registers/study", {**key(page), "unit": office.OTHER, "date": "2026-02-03",
                                      "topic": "防汛学习", "kind": "lesson"})
    tap.ok(bad.status in (400, 403, 404), "no record of a unit that is not reached", bad.status)
    made = b.send("/registers/study", {**key(page), "unit": office.OWN, "date": "2026-02-03",
                                       "topic": "防汛<学习>", "kind": "lesson", "attendance": "12",
                                       "host": ""})
    tap.ok(made.status == 303 and made.location.startswith("/records/DJ-"), "a record is made",
           made.text[:300])
    page = b.get(made.location)
    tap.ok("防汛&lt;学习&gt;" in page.text and "更正" in page.text, "its page", page.status)
    code = made.location.split("?")[0]
    version = re.search(r'name="_version" value="(\d+)"', page.text).group(1)
    fixed = b.send(code, {**key(page), "_version": version, "date": "2026-02-03", "topic": "防汛学习",
                          "kind": "lesson", "attendance": "13", "reason": "漏计一人"})
    tap.same(fixed.status, 303, "it is corrected")
    late = b.send(code, {**key(page), "_version": version, "date": "2026-02-03", "topic": "防汛",
                         "kind": "lesson", "attendance": "14"})
    tap.ok(late.status == 409 and "防汛" in late.text, "a stale correction is a conflict", late.status)
    tap.same(b.get(code + ".json").json()["values"]["attendance"], 13, "its JSON twin")
    tap.same(figures(b, "/registers/study.json")["sessions"], 2, "the figures")
    tap.same(figures(b, "/registers/study.json?from=2026-02-01&to=2026-02-28")["sessions"], 1, "of a period")
    page = b.get("/registers/study?from=x")
    tap.ok(page.status == 400, "a date that is none", page.status)
    tap.same(b.get("/registers/none").status, 404, "a register that is none")


def sheets(b):
    page = b.get("/registers/study?format=csv")
    text = page.body.decode("utf8")
    tap.ok("防汛学习" in text and "attachment" in page.headers["Content-Disposition"], "csv", text)
    tap.ok(b.get("/registers/study?format=xlsx").body[:2] == b"PK", "xlsx")
    sent = web.send_parts(b, "/registers/study/import", {}, [("学习.csv", page.body)], "file",
                          "/registers/study")
    tap.ok(sent.status == 200 and "2条已经有了" in sent.text, "what went out comes in the same",
           sent.text[:1500])
    new = "日期,学习主题,形式,单位\n2026-03-01,读书会,集中学习,%s\n" % office.OWN
    sent = web.send_parts(b, "/registers/study/import", {}, [("新.csv", (new + "三月,座谈,座谈,\n").encode("utf8"))], "file",
                          "/registers/study")
    tap.ok(sent.status == 400 and "A3" in sent.text and "C3" in sent.text, "faults are told at their cells",
           sent.status)
    tap.same(figures(b, "/registers/study.json")["sessions"], 2, "and nothing came in")
    sent = web.send_parts(b, "/registers/study/import", {}, [("新.csv", new.encode("utf8"))], "file",
                          "/registers/study")
    tap.ok("收进1条" in sent.text, "a sheet comes in", sent.status)


def nodes(b, other):
    page = b.get("/registers/application")
    made = b.send("/registers/application", {**key(page), "unit": office.OWN, "date": "2026-01-05",
                                             "household": "H-1", "item": "扶手", "resident": "陈伯"})
    code = made.location.split("?")[0]
    page = other.get(code)
    tap.ok("办下一个节点" in page.text and "陈伯" in page.text, "the next node is offered", page.status)
    form = other.get("/act/advance-record?target=" + code.split("/")[-1])
    done = other.send("/act/advance-record", {**key(form), "target": code.split("/")[-1],
                                              "date": "2026-01-06"})
    tap.same(done.location.split("?")[0], code, "a node is passed")
    tap.same(figures(b, "/registers/application.json")["reviewed"], 1, "and counted")


def main():
    with tempfile.TemporaryDirectory() as folder:
        ledger = office.make(folder)
        with web.serving(ledger) as server:
            b = office.browser(server, ledger, office.name_of("clerk", office.OWN))
            records(b)
            sheets(b)
            nodes(b, office.browser(server, ledger, office.name_of("lead", office.OWN)))
            far = office.browser(server, ledger, office.name_of("clerk", office.OTHER))
            tap.same(figures(far, "/registers/study.json")["sessions"], 0, "others count their own")
            tap.same(far.get("/records/DJ-%s-001" % YEAR).status, 404, "and see no record of another unit")
            unit = urllib.parse.quote(office.OWN)
            tap.ok(far.get("/registers/study?unit=" + unit).status in (403, 404), "nor its figures")
    return tap.done()


sys.exit(main())
