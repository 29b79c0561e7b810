"""Registers from the command line: the examples of docs/registers.md; records made,
corrected, listed, counted, exported; a register of one's own; an indicator that a
register counts; the log stays whole."""
import json
import os
import sys
import tempfile

import tap

OWN = """[register]
name = visits
title = 接访 | Visits
[field topic]
label = 事项 | Matter
type = text
required = yes
[field days]
label = 天数 | Days
type = number
[count visits]
label = 接访 | Visits
unit = 次 | times
rule = count
where = days <= 7
"""
UNIT = "桐湖社区党委"


def main():
    with tempfile.TemporaryDirectory() as work:
        led = os.path.join(work, "ledger")

        def run(*args, who=None):
            more = ["--as", who] if who else []
            return tap.huiyin(*args, *more, HUIYIN_LEDGER=led, LC_ALL="zh_CN.UTF-8")

        def must(*args, who="王小明"):
            done = run(*args, who=who)
            tap.same(done.returncode, 0, " ".join(args[:3]))
            if done.returncode:
                print("#", done.words)
            return done

        def counts(*args, who=None):
            rows = json.loads(run("count", *args, "--json", who=who).out)["counts"]
            return {row["name"]: row["value"] for row in rows}

        listed = run("registers")
        tap.ok(all(w in listed.out for w in ("study", "基金", "适老化")),
               "registers are listed without a ledger", listed)
        tap.ok("node >= reviewed" in run("registers", "申请").out, "a register is shown by its title")
        tap.same(run("registers", "没有").returncode, 2, "no such register")
        must("init", led)
        must("act", "add-unit", "--name", UNIT)
        must("act", "add-person", "--name", "赵丽", "--roles", "clerk", "--unit", UNIT)

        first = must("record", "study", "--unit", UNIT, "--date", "2025-03-04", "--topic",
                     "第一季度理论学习", "--kind", "exchange", "--attendance", "12", "--json", who="赵丽")
        code = json.loads(first.out)["target"]
        version = json.loads(first.out)["seq"]
        must("record", "学习", "--date", "2025-05-20", "--topic", "廉政教育", "--kind", "第一议题",
             "--attendance", "10", who="赵丽")
        bad = run("record", "study", "--date", "2025-05-20", "--topic", "a", "--kind", "座谈", who="赵丽")
        tap.ok(bad.returncode == 2 and "专题交流" in bad.words, "a choice that is none tells the choices", bad)
        bad = run("record", "study", "--date", "2025-05-20", "--topic", "a", "--color", "x", who="赵丽")
        tap.ok(bad.returncode == 2 and "attendance" in bad.words, "a field that is none tells the fields", bad)
        bad = run("record", "study", "--date", "2025-05-20", "--kind", "lesson", who="赵丽")
        tap.ok(bad.returncode == 2 and "学习主题" in bad.words, "what is required is named", bad)
        must("correct-record", code, "--attendance", "13", "--reason", "漏计一人", "--version",
             str(version), who="赵丽")
        late = run("correct-record", code, "--attendance", "14", "--version", str(version), who="赵丽")
        tap.ok(late.returncode == 1 and "赵丽" in late.words, "a stale correction names who was first", late)
        got = counts("study", "--from", "2025-01-01", "--to", "2025-06-30")
        tap.same((got["sessions"], got["attendance"], got["months-missed"]), (2, 23, 4), "counts")
        tap.same(counts("study", "--where", "kind = first-item")["sessions"], 1, "a filter")
        tap.same(run("count", "study", "--where", "kind > 1").returncode, 2, "a filter that is none")
        tap.same(run("count", "study", "--unit", "没有").returncode, 2, "a unit that is none")

        rows = json.loads(run("records", "study", "--json").out)
        tap.same([(r["date"], r["values"]["attendance"]) for r in rows],
                 [("2025-03-04", 13), ("2025-05-20", 10)], "records as JSON, by date")
        page = json.loads(run("records", "study", "--limit", "1", "--json").out)
        tap.same([r["date"] for r in page], ["2025-03-04"], "one page")
        after = run("records", "study", "--limit", "1").words.split("--after ")[1].split()[0]
        page = json.loads(run("records", "study", "--limit", "1", "--after", after, "--json").out)
        tap.same([r["date"] for r in page], ["2025-05-20"], "the next page")
        csv = run("records", "study", "--csv").out
        tap.ok(csv.startswith("\ufeff") and '"学习主题"' in csv and csv.count("\n") == 3, "csv", csv)
        sheet = os.path.join(work, "学习.xlsx")
        must("records", "study", "-o", sheet)
        tap.ok(open(sheet, "rb").read(2) == b"PK", "xlsx")
        again = json.loads(must("import-records", "study", sheet, "--json", who="赵丽").out)
        tap.same(again, {"added": 0, "corrected": 0, "same": 2}, "what went out comes in the same")
        text = csv.replace("廉政教育", "廉政警示教育")
        open(os.path.join(work, "a.csv"), "w", encoding="utf8").write(text)
        again = json.loads(must("import-records", "study", os.path.join(work, "a.csv"), "--json",
                                who="赵丽").out)
        tap.same(again, {"added": 0, "corrected": 1, "same": 1}, "a row that differs corrects")
        new = os.path.join(work, "new.csv")
        open(new, "w", encoding="utf8").write(
            "第二季度学习情况,,,\n时间,内容,学习形式,到会人数\n2025年4月8日,读书会,集中学习,8\n"
            "2025-04-15,党课,党课,十二\n")
        before = run("records", "study", "--csv").out
        broken = os.path.join(work, "broken.csv")
        open(broken, "w", encoding="utf8").write(
            open(new, encoding="utf8").read() + "4月,座谈,座谈会,很多\n,无日期,党课,3\n")
        faults = os.path.join(work, "faults.xlsx")
        bad = run("import-records", "study", broken, "--faults", faults, who="赵丽")
        tap.ok(bad.returncode == 1 and all(w in bad.words for w in ("A5", "C5", "D5", "A6")),
               "each fault is told at its cell", bad)
        tap.same(run("records", "study", "--csv").out, before, "with a fault nothing comes in")
        told = run("parse", faults).words + run("import-records", "study", faults, who="赵丽").words
        tap.ok(os.path.exists(faults) and "A5" in told, "the sheet of faults is a sheet again", told)
        done = json.loads(must("import-records", "study", new, "--json", who="赵丽").out)
        tap.same(done["added"], 2, "other names of headings, a title above, dates in words")
        done = json.loads(must("import-records", "study", new, "--json", who="赵丽").out)
        tap.same(done, {"added": 0, "corrected": 0, "same": 2}, "the same file again adds nothing")
        tap.same(counts("study")["attendance"], 43, "they are counted")
        must("act", "void-record", code, "--reason", "重复登记", who="赵丽")
        tap.same(counts("study")["sessions"], 3, "what is void is not counted")
        tap.ok("已作废" in run("show", code).out, "show tells the state")

        own = os.path.join(work, "own.conf")
        open(own, "w", encoding="utf8").write(OWN)
        must("registers", "check", own)
        must("registers", "add", own, "--unit", UNIT)
        tap.ok("没有改动" in must("registers", "add", own, "--unit", UNIT).words, "add again")
        must("record", "visits", "--date", "2025-05-20", "--topic", "停车", "--days", "3", who="赵丽")
        tap.same(counts("visits", "--unit", UNIT)["visits"], 1, "one's own register counts")
        tap.same(run("count", "visits").returncode, 2, "it is not the whole ledger's")
        open(own, "w", encoding="utf8").write(OWN.replace("days <= 7", "dayz <= 7"))
        told = run("registers", "check", own)
        tap.ok(told.returncode == 1 and "第15行" in told.words, "a fault with its line", told)

        person = json.loads(must("record", "contact", "--date", "2025-04-01", "--member", "李芳",
                                 "--household", "H-12", "--resident", "陈伯", "--request", "路灯不亮",
                                 "--json", who="赵丽").out)["target"]
        must("act", "take-case", "--record", person, "--channel", "visit", "--text", "路灯不亮", who="赵丽")
        shown = json.loads(run("show", person, "--json").out)
        tap.ok(shown["opened"].startswith("QZ-") and shown["values"]["resident"] == "陈伯",
               "a request becomes a case", shown)
        events = run("log", "export", "-").out
        tap.ok("陈伯" not in events, "the log holds no name of a resident")
        tap.ok("intact" in run("verify", "--lang", "en").out, "the log is whole")
        tap.same(run("check-ledger").returncode, 0, "the ledger is sound")
    return tap.done()


sys.exit(main())
