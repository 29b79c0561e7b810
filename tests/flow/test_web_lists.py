#!/usr/bin/env python3
"""The ledger's list, search, statistics, wall chart and wall screen as people use them: filters
and pages by key, saved views, files, what is done with a selection, and rights on all of it."""
import csv
import datetime
import io
import os
import re
import sys
import tempfile
import zipfile

import tap
import web
import web_office as office


def codes(page):
    return [f["code"] for f in page.json()["findings"]]


def filters(b):
    everything = codes(b.get("/findings.json"))
    tap.ok(len(everything) > 3, "the list", everything)
    tap.same(codes(b.get("/findings.json?state=open")), everything, "all are open at first")
    tap.same(codes(b.get("/findings.json?state=closed")), [], "none is closed")
    page = b.get("/findings?state=closed")
    tap.ok("没有符合条件的问题" in page.text and "共显示0条" in page.text, "an empty list says so")
    words = b.get("/findings.json?text=" + web.urllib.parse.quote("学习")).json()["findings"]
    tap.ok(0 < len(words) < len(everything), "words leave some", len(words))
    page = b.get("/findings?due-from=x&state=open")
    tap.ok(page.status == 400 and 'href="#f-due-from"' in page.text and 'value="x"' in page.text,
           "a wrong date comes back filled", page.text[:600])
    page = b.get("/findings?unit=" + web.urllib.parse.quote("没有的单位"))
    tap.ok(page.status == 400 and "没有的单位" in page.text and 'href="#f-unit"' in page.text,
           "a unit that is not there is said on the page", page.status)
    for path, name in (("/findings", "lead-unit"), ("/findings", "inspection"),
                       ("/findings", "state"), ("/wall-chart", "unit")):
        page = b.get("%s?%s=none-such" % (path, name))
        tap.ok(page.status == 400 and 'href="#f-%s"' % name in page.text
               and 'aria-invalid="true"' in page.text,
               "%s: %s is told beside its field" % (path, name), page.status)
    tap.same(b.get("/findings.json?nonsense=1").status, 400, "a filter that is none is refused")
    shown = b.get("/findings?column=leader&column=category")
    tap.ok("<th scope=\"col\">牵头领导</th>" in shown.text
           and "<th scope=\"col\">期限</th>" not in shown.text, "columns are chosen")


def files(b):
    page = b.get("/findings?format=csv&column=due")
    rows = list(csv.reader(io.StringIO(page.text.lstrip("\ufeff"))))
    tap.same(rows[0], ["编号", "问题", "期限"], "csv has the columns that are shown")
    tap.same([r[0] for r in rows[1:]], codes(b.get("/findings.json")), "and all rows")
    tap.ok("attachment" in page.headers["Content-Disposition"], "it is saved as a file")
    page = b.get("/findings?format=xlsx")
    sheet = zipfile.ZipFile(io.BytesIO(page.body)).read("xl/worksheets/sheet1.xml")
    tap.ok(sheet.count(b"<row ") == len(rows) + 1, "xlsx: a title, the header, all rows",
           sheet.count(b"<row "))
    tap.same(b.get("/findings?format=exe").status, 400, "no other kind of file")


def views(b, other):
    page = b.get("/findings?state=open&sort=due")
    token = re.search(r'name="_csrf" value="([^"]+)"', page.text).group(1)
    made = b.send("/findings/views", {"_csrf": token, "name": "我的<b>", "query":
                                      "state=open&sort=due"})
    tap.same(made.location, "/findings?state=open&sort=due", "a view is saved")
    page = b.get(made.location)
    tap.ok('aria-current="true">我的&lt;b&gt;</a>' in page.text, "it is there, and marked", page.text)
    tap.ok("我的" not in other.get("/findings").text, "it is nobody else's")
    b.send("/findings/views/drop", {"_csrf": token, "name": "我的<b>"})
    tap.ok("我的" not in b.get("/findings").text, "it is dropped")


def selection(b, foreign):
    chosen = codes(b.get("/findings.json"))[:2]
    page = b.get("/findings")
    token = re.search(r'name="_csrf" value="([^"]+)"', page.text).group(1)
    form = {"_csrf": token, "code": chosen, "return": "/findings?sort=due"}
    tap.same(b.send("/findings/selection", {"_csrf": token, "verb": "assign"}).location, "/",
             "nothing selected: nothing to do")
    page = b.send("/findings/selection", dict(form, verb="set-due"))
    tap.ok(page.status == 200 and all('name="code" value="%s"' % c in page.text for c in chosen),
           "the form carries the selection", page.text)
    form["_key"] = re.search(r'name="_key" value="([^"]+)"', page.text).group(1)
    page = b.send("/findings/selection", dict(form, verb="set-due", step="do", due="昨天"))
    tap.ok(page.status == 400 and 'href="#f-due"' in page.text, "a date that is none", page.status)
    mixed = dict(form, verb="set-due", step="do", due="2031-6-1", code=chosen + [foreign])
    page = b.send("/findings/selection", mixed)
    tap.ok("办理了2件，1件没有办理" in page.text and foreign in page.text, "each by itself", page.text)
    again = b.send("/findings/selection", mixed)
    tap.same(re.findall(r"事件号 (\d+)", again.text), re.findall(r"事件号 (\d+)", page.text),
             "sent twice, done once")
    due = {f["code"]: f["due"] for f in b.get("/findings.json").json()["findings"]}
    tap.same([due[c] for c in chosen], ["2031-06-01"] * 2, "the dates are set")
    page = b.send("/findings/selection", dict(form, verb="order", step="do", text="请抓紧整改",
                                              due="2031-01-01", _key="k2"))
    tap.ok("1件全部办理" in page.text and " ".join(chosen) in page.text,
           "one order for the unit's findings", page.text)
    tap.same(b.send("/findings/selection", dict(form, verb="verify")).status, 404, "no other verb")


def search(b):
    page = b.get("/search?words=" + web.urllib.parse.quote("学习"))
    tap.ok("<mark>学习</mark>" in page.text, "the match is marked", page.text[-2000:])
    tree = b.get("/search.json?in=findings&order=newest&words=" + web.urllib.parse.quote("学习"))
    tap.ok(all(h["list"] == "findings" for h in tree.json()["hits"]) and tree.json()["hits"],
           "one kind, newest first", tree.text)
    tap.ok("没有找到" in b.get("/search?words=zzzzqq").text, "nothing found")
    for nothing in ("/search?q=", "/search?words=", "/search?words=&q=+"):
        page = b.get(nothing)
        tap.ok(page.status == 200 and 'role="alert"' not in page.text and "词" in page.text,
               nothing + " is the page before a search", "%d %s" % (page.status, page.text[-900:]))
    tap.same(b.get("/search?q=x").status, 400, "what nobody knows and says something is refused")
    page = b.get("/search?words=x&unit=" + web.urllib.parse.quote("没有的单位"))
    tap.ok('href="#f-unit"' in page.text, "a unit that is none is told beside its field",
           page.text[-2000:])
    page = b.get("/search?words=%22%22")
    tap.ok(page.status == 400 and 'href="#f-words"' in page.text, "nothing to look for", page.status)


def figures(b):
    for by in ("unit", "category", "class", "inspection", "month", "closed-month"):
        page, tree = b.get("/statistics?by=" + by), b.get("/statistics.json?by=" + by).json()
        tap.ok(page.status == 200 and "<svg" in page.text, "statistics by " + by, page.status)
        whole = tree["groups"][-1]
        tap.ok(whole["group"] is None and whole["total"] ==
               sum(g["total"] for g in tree["groups"][:-1]) and "svg" not in str(tree),
               "the whole is the sum, and JSON has no drawing", tree)
    rows = list(csv.reader(io.StringIO(b.get("/statistics?format=csv").text.lstrip("\ufeff"))))
    tap.same(rows[-1][1], str(len(codes(b.get("/findings.json")))), "csv counts what the list has")


def walls(b):
    page = b.get("/wall-chart?inspection=2025-01")
    tap.ok("<svg class=\"gantt\"" in page.text and "2025-01-001" in page.text, "the chart")
    tap.ok("findings" in b.get("/wall-chart.json?inspection=2025-01").json(), "and as JSON")
    tap.same(b.get("/wall-chart?inspection=1999-99").status, 400, "an inspection that is not there")
    page = b.get("/wall")
    tap.ok("http-equiv" not in page.text, "the screen stands still until it is asked to turn")
    page = b.get("/wall?every=20")
    tap.ok('http-equiv="refresh" content="20;url=/wall?every=20&amp;screen=1"' in page.text,
           "then it turns without a script", page.text[:900])
    tree = b.get("/wall.json").json()
    tap.same(tree["figures"][0]["n"], len(codes(b.get("/findings.json"))), "it counts what is seen")


def counts(b):
    """A figure on the overview is the length of the list that it leads to."""
    tree = b.get("/.json").json()
    listed = {q: len(codes(b.get("/findings.json?" + q))) for q in
              ["due=overdue", tree["soon_query"]] + [q["query"] for q in tree["queues"]]}
    tap.same({"due=overdue": tree["late"]["findings"], tree["soon_query"]: tree["soon"]["findings"],
              **{q["query"]: q["count"] for q in tree["queues"]}}, listed, "counts and lists agree")
    tap.ok(any(listed.values()), "and are not all none", listed)
    tap.same([r["code"] for r in tree["soon"]["rows"] if r["kind"] == "finding"], ["2025-01-002"],
             "what falls due next, of their own")


def overview(ledger, b):
    """The newest inspections, and the way to those before; of a ledger that has none, a word."""
    who = ("--ledger", ledger, "--as", "督查")
    tap.ok("还没有批次" in b.get("/").text, "a ledger without inspections says so")
    office.must("act", "add-unit", "--ledger", ledger, "--as", "管理员甲", "--name", "桐湖社区党委")
    made = ["2025-%02d" % n for n in range(1, 23)]
    for code in made:
        office.must("act", "open-inspection", *who, "--unit", "桐湖社区党委", "--feedback",
                    "2025-03-01")
        office.must("act", "issue", code, *who, "--category", "为民服务", "--title", "楼道堆物")
    tap.same([i["code"] for i in b.get("/.json").json()["inspections"]], made[:1:-1],
             "the twenty newest")
    text = b.get("/").text
    tap.ok("更早的批次" in text and 'href="/statistics?by=inspection"' in text,
           "and the way to those before them", text[-3000:])
    tap.ok(made[0] in b.get("/statistics?by=inspection").text, "they are where it leads")


def main():
    with tempfile.TemporaryDirectory() as folder:
        ledger = os.path.join(folder, "empty")
        office.must("init", "--ledger", ledger, "--as", "管理员甲")
        office.add(ledger, "督查", "supervisor")
        with web.serving(ledger) as server:
            overview(ledger, office.browser(server, ledger, "督查"))
    with tempfile.TemporaryDirectory() as folder:
        ledger = office.make(folder)
        with web.serving(ledger) as server:
            own = office.browser(server, ledger, "supervisor-own")
            other = office.browser(server, ledger, "clerk-other")
            foreign = codes(other.get("/findings.json"))[0]
            tap.ok(foreign not in own.get("/findings.json").text, "each sees their own")
            filters(own)
            files(own)
            views(own, other)
            selection(own, foreign)
            search(own)
            figures(own)
            walls(own)
            soon = datetime.date.today() + datetime.timedelta(days=9)
            for code in ("2025-01-002", foreign):
                office.must("act", "set-due", code, "--ledger", ledger, "--as", "supervisor-whole",
                            "--due", soon.isoformat(), "--reason", "照反馈意见")
            counts(own)
            tap.ok(foreign not in own.get("/search.json?words=2024").text, "search keeps to it too")
    return tap.done()


if __name__ == "__main__":
    sys.exit(main())
