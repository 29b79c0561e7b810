"""Ledger sheets: into the ledger, out of it, and equal when they come again."""
import json
import os
import sys
import tempfile
import zipfile

import tap

COST = 4
EXAMPLE = os.path.join(tap.ROOT, "examples", "ledger.csv")


def run(where, *args):
    return tap.huiyin(*args, HUIYIN_LEDGER=os.path.join(where, "ledger"))


def ledger(where):
    tap.huiyin("init", os.path.join(where, "ledger"), "--as", "张三")


def tree(path):
    return json.loads(tap.huiyin("parse", "--json", path).out)


def came_in():
    with tempfile.TemporaryDirectory() as where:
        ledger(where)
        r = run(where, "import", EXAMPLE, "--as", "张三")
        tap.ok(r.returncode == 0 and "2025-01" in r.words, "a sheet comes in", r.words)
        r = run(where, "import", EXAMPLE, "--as", "张三")
        tap.ok(r.returncode == 0 and "2025-01" in r.words, "the same again changes nothing", r.words)
        rows = json.loads(run(where, "list", "findings", "--json").out)
        tap.same([(x["code"], x["state"], x["due"]) for x in rows],
                 [("2025-01-001", "rectifying", "2025-12-31"),
                  ("2025-01-002", "rectifying", "2025-04-30"),
                  ("2025-01-003", "rectifying", None)], "findings, as claimed, none closed")
        tap.same(run(where, "verify").returncode, 0, "the log replays to the tables")


def goes_round():
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        ledger(one)
        ledger(two)
        run(one, "import", EXAMPLE, "--as", "张三")
        first, second = os.path.join(one, "a.xlsx"), os.path.join(two, "b.xlsx")
        r = run(one, "sheet", "-o", first)
        tap.same(r.returncode, 0, "the ledger is written")
        r = run(two, "import", first, "--as", "张三")
        tap.ok(r.returncode == 0, "what was written comes in again, unit and all", r.words)
        run(two, "sheet", "-o", second)
        tap.same(tree(second)["findings"], tree(first)["findings"], "equal in every column")
        tap.same(len(tree(first)["columns"]), 27, "27 columns")
        for name, rows in (("findings", 3), ("tasks", 4), ("duties", 4)):
            r = run(one, "sheet", "--list", name, "-o", os.path.join(one, name + ".xlsx"))
            tap.ok(r.returncode == 0 and "%d 行" % rows in r.words, "the list of " + name, r.words)
        sheet = zipfile.ZipFile(first).read("xl/worksheets/sheet1.xml").decode()
        tap.ok("<f>" not in sheet and "<f " not in sheet, "no formula in what was written")
        r = run(one, "sheet", "--list", "none", "-o", os.path.join(one, "x.xlsx"))
        tap.ok(r.returncode == 2 and "duties" in r.words, "an unknown list names those there are",
               r.words)


def refused():
    with tempfile.TemporaryDirectory() as where:
        ledger(where)
        bad = os.path.join(where, "bad.csv")
        with open(bad, "w", encoding="utf8") as f:
            f.write("填报单位：桐湖社区党委\n问题,整改措施,完成时限,整改状态,金额\n"
                    "路灯不亮,换灯,尽快,看着办,\"=HYPERLINK(1)\"\n")
        back = os.path.join(where, "back.xlsx")
        r = run(where, "import", bad, "--faults", back, "--as", "张三")
        tap.ok(r.returncode == 1 and all(x in r.words for x in ("C3", "D3", "E3")),
               "each fault names its cell", r.words)
        text = tap.huiyin("parse", "--json", back)
        tap.ok("错误信息" in json.loads(text.out)["unknown"], "the sheet comes back with its faults",
               text.out)
        tap.same(json.loads(run(where, "list", "findings", "--json").out), [], "nothing came in")
        nobody = os.path.join(where, "nobody.csv")
        with open(nobody, "w", encoding="utf8") as f:
            f.write("问题,整改措施,完成时限\n路灯不亮,换灯,2025-6-1\n")
        r = run(where, "import", nobody, "--as", "张三")
        tap.ok(r.returncode == 2 and "--unit" in r.words, "a sheet without its unit says so", r.words)
        r = run(where, "import", nobody, "--unit", "桐湖社区党委", "--as", "张三")
        tap.same(r.returncode, 0, "--unit names it")


def history():
    with tempfile.TemporaryDirectory() as where:
        ledger(where)
        closed = os.path.join(where, "closed.csv")
        with open(closed, "w", encoding="utf8") as f:
            f.write("填报单位：桐湖社区党委\n"
                    "问题编号,问题,整改措施,完成时限,整改状态,销号日期,销号意见\n"
                    "2024-07-001,路灯不亮,换灯,2024-6-1,已销号,2024-5-30,同意销号\n"
                    "2024-07-002,井盖松动,换盖,2024-6-1,整改中,,\n")
        r = run(where, "import", closed, "--as", "张三")
        tap.ok(r.returncode == 1 and "--history" in r.words, "closed rows want to be history", r.words)
        r = run(where, "import", closed, "--history", "没有的人", "--as", "张三")
        tap.ok(r.returncode != 0, "confirmed by nobody is refused", r.words)
        r = run(where, "import", closed, "--history", "张三", "--as", "张三")
        tap.same(r.returncode, 0, "history comes into an empty ledger")
        rows = json.loads(run(where, "list", "findings", "--json").out)
        tap.same([(x["code"], x["state_name"]) for x in rows],
                 [("2024-07-001", "已销号（导入）"), ("2024-07-002", "整改中")],
                 "the sheet's codes are kept, and closed is shown as imported")
        total = json.loads(run(where, "stats", "--json").out)
        tap.ok('"closed": 1' not in json.dumps(total) and '"imported": 1' in json.dumps(total),
               "imported never counts as closed here", total)
        with open(closed, "a", encoding="utf8") as f:
            f.write("2024-07-003,台账缺页,补齐,2024-6-1,已销号,2024-5-30,同意\n")
        r = run(where, "import", closed, "--history", "张三", "--as", "张三")
        tap.ok(r.returncode == 1 and "空台账" in r.words, "not into a ledger that holds something",
               r.words)
        tap.same(run(where, "verify").returncode, 0, "the log replays to the tables")


came_in()
goes_round()
refused()
history()
sys.exit(tap.done())
