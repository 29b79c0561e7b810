"""Rule packs from the command line: listed, shown, checked, added, used; the dates
that they set are told, lists show lights and outward names, and --as leaves what a
person reaches."""
import json
import os
import sys
import tempfile

import tap

OWN = """[pack]
name = 本区
[deadline 方案]
number = 15
unit = working-days
after = claim
sets = plan
source = 虚构
[deadline 整改]
number = 60
unit = days
after = feedback
sets = due
source = 虚构
[deadline 报告]
number = 3
unit = months
after = feedback
sets = report
source = 虚构
[lights]
overdue = red 超期 | too late
on-track = green 顺利 | fine
near-days = 5
source = 虚构
"""


def main():
    with tempfile.TemporaryDirectory() as work:
        ledger = os.path.join(work, "ledger")
        own = os.path.join(work, "own.conf")
        with open(own, "w", encoding="utf8") as f:
            f.write(OWN)

        def run(*args, **more):
            return tap.huiyin(*args, HUIYIN_LEDGER=ledger, **more)

        def done(who, *args):
            made = run("act", *args, "--as", who)
            tap.ok(made.returncode == 0, "%s: %s" % (who, " ".join(args)), made.words)
            return made.words

        listed = run("packs").out
        tap.ok(all(x in listed for x in ("默认", "巡察", "审计", "环保督察", "程序自带")),
               "packs are listed without a ledger", listed)
        page = run("packs", "巡察").out
        tap.ok("集中整改：反馈后3个月" in page and "鹤岗" in page and "（停用）" in page,
               "a pack is shown with its sources", page)
        english = run("packs", "environment", "--lang", "en").out
        tap.ok("30 working days after the feedback" in english and "level 2 supervisor" in english,
               "in English too", english)
        tap.same(run("packs", "没有").returncode, 2, "an unknown pack")
        tap.same(run("packs", "check").returncode, 2, "check without a file is a pack's name")
        good = run("packs", "check", own)
        tap.ok(good.returncode == 0 and "本区" in good.words, "a good file", good.words)
        bad = os.path.join(work, "bad.conf")
        with open(bad, "w", encoding="utf8") as f:
            f.write(OWN.replace("working-days", "weeks"))
        told = run("packs", "check", bad)
        tap.ok(told.returncode == 1 and "第5行" in told.words and "working-days" in told.words,
               "a bad file is told with its line", told.words)

        run("init", "--as", "王小明")
        added = run("packs", "add", own, "--as", "王小明")
        tap.ok(added.returncode == 0 and "本区" in added.words, "add", added.words)
        tap.ok("没有变化" in run("packs", "add", own, "--as", "王小明").words, "add again")
        done("王小明", "add-unit", "--name", "桐湖街道")
        done("王小明", "add-unit", "--name", "桐湖社区", "--parent", "桐湖街道")
        done("王小明", "add-unit", "--name", "云溪学校")
        done("王小明", "add-person", "--name", "李芳", "--roles", "supervisor")
        done("王小明", "add-person", "--name", "赵丽", "--roles", "clerk", "--unit", "桐湖街道")
        done("李芳", "open-inspection", "--unit", "桐湖社区", "--feedback", "2026-01-05",
             "--pack", "本区")
        done("李芳", "open-inspection", "--unit", "云溪学校", "--feedback", "2026-01-05")
        words = done("李芳", "issue", "2026-01", "--category", "为民", "--title", "楼道堆物")
        tap.ok("2026-03-06" in words and "整改：反馈后60天" in words, "the date is told", words)
        done("李芳", "issue", "2026-02", "--category", "为民", "--title", "路灯不亮")
        words = run("act", "claim", "2026-01-001", "--as", "王小明", "--json").out
        tap.same([x["sets"] for x in json.loads(words)["told"]], ["plan"], "told as JSON")

        def rows(*args):
            return json.loads(run(*args, "--json").out)

        def lights(on, *more):
            return [(f["code"], f["light"], f["light_word"], f["outward"])
                    for f in rows("list", "--on", on, *more)]

        tap.same(lights("2026-03-06"), [("2026-01-001", "green", "顺利", "尚未整改"),
                                        ("2026-02-001", None, "未定期限", "尚未整改")], "lights")
        tap.same(lights("2026-03-07", "--as", "赵丽"),
                 [("2026-01-001", "red", "超期", "尚未整改")], "within a person's reach")
        tap.ok("超期" in run("list", "--on", "2026-03-07").out, "a light has its word")
        tap.same(run("list", "--as", "某人").returncode, 2, "nobody known")
        late = rows("overdue", "--on", "2026-12-31")["rows"]
        asked = ["finding"] + (["plan"] if rows("show", "2026-01-001")["plan_due"] else [])
        tap.same(sorted(x["kind"] for x in late), asked + ["report"], "what else is asked for")
        tap.ok("报送整改情况报告：桐湖社区" in run("overdue", "--on", "2026-12-31").out, "in words")
        done("王小明", "submit-report", "2026-01")
        late = rows("overdue", "--on", "2026-12-31")["rows"]
        tap.same(sorted(x["kind"] for x in late), asked, "a report that is in is not late")
        tap.same(run("act", "submit-report", "2026-01", "--as", "王小明").returncode, 1, "once")
        tap.ok(rows("show", "2026-01")["report_due"] == "2026-04-05", "until when it was asked for")
        shown = rows("show", "2026-01-001")
        tap.same((shown["due"], shown["due_rule"], shown["inspection"]["pack"]),
                 ("2026-03-06", "整改", "本区"), "show tells what set the date")
        mine = rows("stats", "inspection", "--as", "赵丽", "--on", "2026-03-07")
        tap.same([(g["group"], g["total"], g["late"]) for g in mine],
                 [("2026-01", 1, 1), (None, 1, 1)], "figures within a reach")
        month = rows("stats", "month")
        tap.same(len(month), 2, "by month of registration")
        tap.same(rows("stats", "closed-month")[0]["group"], None, "nothing is closed yet")
        head = run("stats", "--csv").out.splitlines()[0]
        tap.ok("金额整改率" in head and "用时中位" in head, "CSV has all columns", head)
        done("李芳", "open-inspection", "--unit", "云溪学校", "--feedback", "2031-01-05",
             "--pack", "环保督察")
        issue = ("act", "issue", "2031-01", "--category", "水", "--title", "排口", "--as", "李芳")
        words = run(*issue).words
        tap.ok("没有定：2031年" in words, "a year without holidays is said, never guessed", words)
        with open(os.path.join(work, "holidays.tsv"), "w", encoding="utf8") as f:
            f.write("2031-01-01\toff\n")
        words = run(*issue, HUIYIN_TABLES=work).words
        tap.ok("2031-02-14" in words, "with the user's table it is counted", words)
        whole = run("verify")
        tap.ok(whole.returncode == 0 and "intact" in whole.out, "the log is whole", whole.words)
    return tap.done()


sys.exit(main())
