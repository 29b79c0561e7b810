#!/usr/bin/env python3
"""A finding worked on in the browser: a report with a file and figures, the review of it, an
order with its reply, the draw of a look-back."""
import datetime
import os
import re
import sys
import tempfile

import tap
import web
import web_office as office

CODE = "2025-01-001"
MEASURE = "/findings/%s/measures/1" % CODE
PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000001000000010806000000"
                    "1f15c4890000000d49444154789c6360f8cf500f00048101807e9c5fd8"
                    "0000000049454e44ae426082")


def finding(b):
    return b.get("/findings/%s.json" % CODE).json()


def report(ledger, clerk):
    office.must("act", "add-indicator", CODE, "--ledger", ledger, "--as", "clerk-own", "--measure",
                "1", "--name", "修复路灯", "--target", "6", "--unit", "盏")
    before = finding(clerk)
    page = web.send_parts(clerk, MEASURE, {"text": "六盏路灯已修复", "progress": "done",
                                       "indicator-1": "six"}, [("现场.png", PNG)])
    tap.ok(page.status == 400 and "六盏路灯已修复" in page.text and
           'href="#f-indicator-1"' in page.text, "a figure that is none: the form comes back filled",
           "%d %s" % (page.status, page.text[-900:]))
    tap.same(finding(clerk)["version"], before["version"], "and nothing of the group was kept")
    page = web.send_parts(clerk, MEASURE, {"text": "六盏路灯已修复", "progress": "done"},
                      [("现场.png", b"not a picture")])
    tap.ok(page.status == 400 and "六盏路灯已修复" in page.text, "a file that lies: so too", page.status)
    page = web.send_parts(clerk, MEASURE, {"text": "六盏路灯已修复", "progress": "done",
                                       "indicator-1": "6"}, [("现场.png", PNG)])
    tap.same(page.status, 303, "a report with a figure and a file")
    now = finding(clerk)
    tap.ok(len(now["reports"]) == len(before["reports"]) + 1 and
           now["measures"][0]["indicators"][0]["actual"] == 6 and
           now["evidence"][-1]["name"] == "现场.png", "all three are there", now["evidence"])
    tap.same({step["due"] for step in now["timeline"] if step["name"] in ("Report progress", "报告进展")},
             {None}, "a step has the due date that it set, not the finding's")
    picture = clerk.get("/evidence/" + now["evidence"][-1]["code"])
    tap.ok(picture.body == PNG and picture.headers["Content-Type"] == "image/png" and
           picture.headers["Content-Disposition"].startswith("attachment") and
           "sandbox" in picture.headers.get_all("Content-Security-Policy") and
           picture.headers["X-Content-Type-Options"] == "nosniff",
           "the file, as an attachment in a sandbox", picture.headers.items())


def review(ledger, folder, clerk, boss):
    photo = os.path.join(folder, "照片.png")
    with open(photo, "wb") as out:
        out.write(PNG)
    for m in finding(clerk)["measures"][1:]:
        office.must("attach", "%s/%d" % (CODE, m["ordinal"]), photo, "--ledger", ledger, "--as",
                    "clerk-own")
        office.must("act", "report", CODE, "--ledger", ledger, "--as", "clerk-own", "--measure",
                    str(m["ordinal"]), "--progress", "done", "--text", "已完成")
    office.must("act", "apply", CODE, "--ledger", ledger, "--as", "clerk-own", "--text",
                "全部完成，申请销号")
    queue = boss.get("/review.json").json()
    tap.ok(CODE in [r["code"] for r in queue["mine"]], "the application waits for review", queue)
    tap.same([r["code"] for r in clerk.get("/review.json").json()["mine"]], [],
             "not for the clerk who applied")
    page = boss.post("/review/" + CODE, choice="verify", text="")
    tap.ok(page.status == 400 and 'href="#f-text"' in page.text, "a decision wants words",
           page.status)
    old = boss.get("/review/" + CODE)
    page = boss.post("/review/" + CODE, choice="return", text="缺少夜间照片")
    tap.same(page.location, "/review?done=" + CODE, "returned; nothing else waits")
    tap.same(finding(boss)["state"], "returned", "the finding is returned")
    page = boss.post("/review/" + CODE, page=old, choice="verify", text="符合标准")
    tap.ok(page.status in (403, 409) and "符合标准" in page.text,
           "who decides upon what was: a conflict, filled", page.status)


def extension(ledger, clerk, boss):
    """Asked for at the far end of the list, it waits for who may grant it."""
    code, day = "2025-01-002", datetime.date.today()
    due, later = (str(day + datetime.timedelta(days=n)) for n in (600, 700))
    office.must("act", "set-due", code, "--ledger", ledger, "--as", "supervisor-own", "--due", due,
                "--reason", "照反馈意见")
    office.must("act", "extend", code, "--ledger", ledger, "--as", "clerk-own", "--due", later,
                "--reason", "等待资金到位")
    queue = boss.get("/review.json").json()
    tap.same([(r["code"], r["what"]) for r in queue["mine"]], [(code, "延期申请")],
             "the extension waits")
    tap.same([r["code"] for r in clerk.get("/review.json").json()["mine"]], [],
             "not for who asked")
    page = boss.post("/review/" + code, choice="refused", text="按期完成")
    tap.same(page.location, "/review?done=" + code, "and is decided")
    tap.same(boss.get("/review.json").json()["mine"], [], "then it waits no more")


def orders(clerk, boss):
    page = boss.post("/orders", findings=CODE + " 2025-01-999", text="限期办结", level="order")
    tap.ok(page.status in (400, 404) and "限期办结" in page.text and "2025-01-999" in page.text,
           "an order about what is not there: the form back", page.status)
    page = boss.post("/orders", findings=CODE, text="限期办结并回复", level="order")
    place = (page.location or "").split("?")[0]
    tap.ok(re.fullmatch(r"/orders/DB-\d{4}-\d{3}", place), "an order is issued", page.text[-500:])
    shown, own = boss.get(place + ".json").json(), boss.get("/findings/" + CODE + ".json").json()
    tap.same([(f["code"], f["state_name"]) for f in shown["findings"]],
             [(CODE, own["state_name"])], "each finding of it stands in its own state")
    tap.ok(own["state_name"] != shown["state_name"] and own["state_name"]
           in boss.get(place).text, "on the page too", own["state_name"])
    page = clerk.post(place, choice="reply", text="已安排，本周完成")
    tap.same(page.status, 303, "the unit replies")
    tap.same(boss.get(place + ".json").json()["state"], "replied", "and it is there")
    page = boss.post(place, choice="raise-order", text="进度仍慢")
    raised = (page.location or "").split("?")[0]
    tap.ok(raised.startswith("/orders/") and raised != place, "raised to the next level",
           page.location)
    tap.same(boss.get(raised + ".json").json()["level"], "warning", "which is a warning")


def look_back(ledger, boss):
    page = boss.get("/look-back?size=5&seed=42&method=risk")
    tap.ok(page.status == 200 and "42" in page.text, "a draw of nothing says so", page.status)
    page = boss.get("/look-back?size=x")
    tap.ok(page.status == 400 and 'href="#f-size"' in page.text, "a size that is none", page.status)


def main():
    with tempfile.TemporaryDirectory() as folder:
        ledger = office.make(folder)
        with web.serving(ledger) as server:
            clerk = office.browser(server, ledger, "clerk-own")
            boss = office.browser(server, ledger, "supervisor-whole")
            report(ledger, clerk)
            review(ledger, folder, clerk, boss)
            extension(ledger, clerk, boss)
            orders(clerk, boss)
            look_back(ledger, boss)
    return tap.done()


sys.exit(main())
