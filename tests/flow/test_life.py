"""A finding's life from the command line: two people take it from the notice to
its closing and back; what is refused says why, and the log stays whole."""
import csv
import json
import os
import sys
import tempfile

import tap

CODE = "2025-01-001"


class Ledger:
    def __init__(self, work):
        self.dir = os.path.join(work, "ledger")

    def run(self, *args, **more):
        return tap.huiyin(*args, HUIYIN_LEDGER=self.dir, **more)

    def act(self, who, verb, *more):
        return self.run("act", verb, *more, "--as", who)

    def done(self, who, verb, *more):
        run = self.act(who, verb, *more)
        return tap.ok(run.returncode == 0, "%s may %s" % (who, verb), run.words)

    def refused(self, status, says, who, verb, *more):
        run = self.act(who, verb, *more)
        return tap.ok(run.returncode == status and says in run.words and not run.out,
                      "%s may not %s: %s" % (who, verb, says), run.words)

    def attach(self, who, code, measure=None, *more):
        """A picture of its own, of the finding or of one of its measures."""
        path = os.path.join(os.path.dirname(self.dir), "整改后%s.txt" % (measure or ""))
        with open(path, "w") as f:
            f.write("%s %s 整改后的情况\n" % (code, measure))
        return self.run("attach", "%s/%s" % (code, measure) if measure else code, path,
                        "--as", who, *more)

    def finish(self, who, code, prove=True):
        """Reports each measure done, and attaches what shows it."""
        for m in self.show(code)["measures"]:
            self.done(who, "report", code, "--measure", str(m["ordinal"]), "--progress", "done",
                      "--text", "已完成")
            if prove:
                run = self.attach(who, code, m["ordinal"])
                tap.ok(run.returncode == 0, "evidence of measure %s" % m["ordinal"], run.words)

    def show(self, code=CODE):
        return json.loads(self.run("show", code, "--json").out)


def begin(led):
    tap.same(led.run("init", "--as", "王小明").returncode, 0, "init by name")
    tap.same(led.run("import", "examples/clean.txt", "--as", "王小明").returncode, 0, "import")
    shown = led.show()
    tap.same((shown["state"], shown["progress"], shown["due"]), ("rectifying", None, None),
             "an adopted finding is rectifying, its progress and date not stated")
    led.refused(1, "add-person", "李芳", "verify", CODE, "--opinion", "属实")
    led.done("王小明", "add-person", "--name", "李芳", "--roles", "supervisor,lead")
    led.refused(1, "无权", "李芳", "add-person", "--name", "某人", "--roles", "clerk")


def close(led):
    led.done("王小明", "set-due", CODE, "--due", "2999-06-30")
    led.refused(1, "2999-06-30", "王小明", "set-due", CODE, "--due", "2999-12-31")
    led.done("王小明", "extend", CODE, "--due", "2999-12-31", "--reason", "雨季")
    led.done("李芳", "decide-extension", CODE, "--outcome", "granted")
    tap.same(led.show()["due"], "2999-12-31", "the granted date stands")
    led.refused(1, "report --measure 1", "王小明", "apply", CODE, "--text", "已完成")
    led.finish("王小明", CODE, prove=False)
    led.refused(1, "huiyin attach %s/1" % CODE, "王小明", "apply", CODE, "--text", "已完成")
    for m in led.show()["measures"]:
        old = led.attach("王小明", CODE, m["ordinal"], "--date", "2024-01-01")
        tap.ok(old.returncode == 0, "evidence from before the feedback may be attached", old.words)
    led.refused(1, "佐证材料", "王小明", "apply", CODE, "--text", "已完成")
    led.finish("王小明", CODE)
    led.done("王小明", "apply", CODE, "--text=已完成")
    led.done("王小明", "set-roles", "李芳", "--roles", "supervisor")
    led.done("王小明", "add-person", "--name", "赵丽", "--roles", "clerk supervisor lead admin")
    version = led.show()["version"]
    led.refused(1, "apply", "李芳", "verify", CODE, "--opinion", "属实", "--version",
                str(version - 1))
    run = led.act("李芳", "verify", CODE, "--opinion", "属实", "--version", str(version), "--key",
                  "one", "--json")
    first = json.loads(run.out)
    run = led.act("李芳", "verify", CODE, "--opinion", "属实", "--version", str(version), "--key",
                  "one", "--json")
    again = json.loads(run.out)
    tap.ok(first["seq"] == again["seq"] and again["repeated"] and not first["repeated"],
           "the same key again gives the first answer", (first, again))
    led.refused(1, "已销号", "李芳", "verify", CODE, "--opinion", "属实")
    shown = led.show()
    tap.ok(shown["state"] == "closed" and shown["closed"], "closed, with its day", shown["state"])
    last = shown["decisions"][-1]
    tap.same((last["actor"], last["asked_by"]), ("李芳", "王小明"), "who closed, who asked")


def four_eyes(led):
    """赵丽 has every role, and reports: so she cannot verify."""
    code = "2025-01-002"
    led.finish("赵丽", code)
    led.done("王小明", "apply", code, "--text", "已完成")
    led.refused(1, "另一人", "赵丽", "verify", code, "--opinion", "属实")
    led.refused(1, "verify", "王小明", "verify", code, "--opinion", "属实")
    code = "2025-01-003"
    led.finish("王小明", code)
    led.done("赵丽", "apply", code, "--text", "已完成")
    led.refused(1, "另一人", "赵丽", "verify", code, "--opinion", "属实")


def again(led):
    led.done("李芳", "look-back", CODE, "--outcome", "rebounded", "--opinion", "又堆满了",
             "--due", "2999-12-31", "--sample", "三个楼道")
    shown = led.show()
    tap.same((shown["state"], shown["reopened"], shown["closed"]), ("reopened", 1, None),
             "reopened, counted, no longer closed")
    page = led.run("show", CODE).out
    tap.ok("反弹重开" in page and "又堆满了" in page and "已完成" in page,
           "show tells state, decisions and reports", page)
    run = led.run("notice", "2025-01", "-o", "-")
    tap.ok(run.returncode == 0 and run.out, "the notice is still written", run.words)


def due(led):
    """What is due, late, recurring and undated, as of a day that is given."""
    a, b = "2025-01-004", "2025-01-005"
    led.done("王小明", "set-due", a, "--due", "2998-06-30")
    led.done("王小明", "set-measure", a, "--measure", "1", "--due", "2998-05-31")
    led.done("王小明", "set-measure", b, "--measure", "1", "--kind", "recurring", "--every", "month",
             "--starts", "2998-01-31")

    def rows(command, *more):
        run = led.run(command, *more, "--json")
        return [(r["due"], r["days"], r["code"], r["measure"]) for r in json.loads(run.out)["rows"]]

    tap.same(rows("due", "--on", "2998-05-31"), [("2998-05-31", 0, a, 1), ("2998-06-30", 30, a, None)],
             "due: from today to the 30th day, both included")
    tap.same(rows("due", "--on", "2998-05-31", "--days", "29"), [("2998-05-31", 0, a, 1)],
             "due: fewer days")
    tap.same(rows("overdue", "--on", "2998-06-30"),
             [("2998-01-31", -150, b, 1), ("2998-05-31", -30, a, 1)],
             "overdue: before today; a recurring measure never reported on is late from its start")
    listed = json.loads(led.run("due", "--json").out)
    open_undated = [f for f in json.loads(led.run("list", "--json").out)
                    if f["due"] is None and f["state"] not in ("closed", "held")]
    tap.same(listed["undated"], len(open_undated), "those without a date are counted apart")
    led.done("李芳", "withdraw", a, "--reason", "重复")
    tap.same(rows("due", "--on", "2998-05-31"), [], "what is over is not due")
    run = led.run("due", "--on", "2998-05-31")
    tap.ok(run.returncode == 0 and not run.out and "没有" in run.words, "nothing due is said",
           run.words)
    page = led.run("overdue", "--on", "2998-06-30").out
    tap.ok(b in page and "-150" in page, "overdue as a table", page)
    for args in (("due", "--on", "soon"), ("due", "--days", "x"), ("overdue", "--on", "2025-02-30")):
        tap.ok(led.run(*args).returncode == 2, "%s %s %s is refused" % args)


def stats(led):
    """The figures are those of the list; 0 of 0 is no rate."""
    findings = json.loads(led.run("list", "--json").out)
    whole = json.loads(led.run("stats", "--json").out)[-1]
    tap.same((whole["group"], whole["total"]), (None, len(findings)), "stats count every finding")
    for member, state in (("withdrawn", "withdrawn"), ("staged", "stage-closed")):
        tap.same(whole[member], sum(f["state"] == state for f in findings), "stats: " + member)
    tap.same(whole["on_time_rate"], {"n": 0, "of": 0, "percent": None, "decimals": 2}, "0 of 0 has no rate")
    closed = "2025-01-006"
    led.done("王小明", "set-due", closed, "--due", "2998-01-01")
    led.finish("王小明", closed)
    led.done("王小明", "apply", closed, "--text", "已完成")
    led.done("李芳", "verify", closed, "--opinion", "属实")
    groups = json.loads(led.run("stats", "category", "--json", "--on", "2999-12-31").out)
    whole = groups[-1]
    tap.same((whole["closed"], whole["due"], whole["on_time"]), (1, 3, 1), "closed by its date")
    tap.same(whole["on_time_rate"], {"n": 1, "of": 3, "percent": 33.33, "decimals": 2}, "a rate keeps its parts")
    tap.same(sum(g["total"] for g in groups[:-1]), whole["total"], "groups add up")
    late = json.loads(led.run("stats", "--json", "--on", "3000-01-30").out)[-1]
    tap.same((late["late_30"], late["late_90"], late["late_more"]), (1, 0, 0), "late by 30 days")
    late = json.loads(led.run("stats", "--json", "--on", "3000-01-31").out)[-1]
    tap.same((late["late_30"], late["late_90"], late["late_more"]), (0, 1, 0), "by 31 days")
    late = json.loads(led.run("stats", "--json", "--on", "3000-04-01").out)[-1]
    tap.same((late["late_30"], late["late_90"], late["late_more"]), (0, 0, 1), "by 92 days")
    page = led.run("stats", "--on", "2999-12-31").out
    tap.ok("1/3 33.33%" in page and "合计" in page, "stats as a table", page)
    tap.ok("—" in led.run("stats").out, "0 of 0 prints —")
    lines = list(csv.reader(led.run("stats", "class", "--csv").out.splitlines()))
    tap.ok(len(lines) == 3 and lines[0][0] == "分组" and lines[2][0] == "合计"
           and len({len(line) for line in lines}) == 1,
           "stats as CSV", lines)
    tap.same(led.run("stats", "colour").returncode, 2, "stats by nothing known is refused")


def wrong_words(led):
    for args, says in ((("act", "verfy"), "verify"), (("act", "claim", CODE, "--ownr", "a"), "owner"),
                       (("act", "adopt"), "import"), (("act", "claim", CODE, "--owner"), "owner"),
                       (("act", "apply", CODE, "--version", "x"), "--version"),
                       (("act", "apply", CODE, "--text", "a", "--text", "b"), "text")):
        run = led.run(*args)
        tap.ok(run.returncode == 2 and says in run.words, "%s: told of %s" % (args, says),
               run.words)
    led.refused(2, "text", "王小明", "apply", CODE)
    led.refused(2, "due", "李芳", "set-due", CODE, "--due", "明年")
    tap.ok("[--owner" in led.run("act", "claim", "--help").out, "help tells a verb's fields")
    listed = led.run("act").out
    tap.ok(all("\n  %s " % v in listed for v in ("claim", "apply", "verify", "look-back")),
           "act lists the verbs", listed)


def main():
    with tempfile.TemporaryDirectory() as work:
        led = Ledger(work)
        begin(led)
        close(led)
        four_eyes(led)
        again(led)
        due(led)
        stats(led)
        wrong_words(led)
        run = led.run("verify")
        tap.ok(run.returncode == 0 and "intact" in run.out, "the log is whole", run.out + run.words)
    return tap.done()


sys.exit(main())
