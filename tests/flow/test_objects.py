"""What the ledger has beside a finding's life, from the command line: relations,
money, indicators, milestones, orders, cases, regulations."""
import json
import os
import sys
import tempfile

import tap


class Ledger:
    def __init__(self, work):
        self.dir = os.path.join(work, "ledger")

    def run(self, *args, **more):
        return tap.huiyin(*args, HUIYIN_LEDGER=self.dir, **more)

    def act(self, who, verb, *more):
        return self.run("act", verb, *more, "--as", who)

    def done(self, who, verb, *more):
        """Does it; the code of what was made or changed."""
        run = self.act(who, verb, *more, "--json")
        tap.ok(run.returncode == 0, "%s may %s" % (who, verb), run.words)
        return json.loads(run.out)["target"] if run.returncode == 0 else ""

    def refused(self, status, says, who, verb, *more):
        run = self.act(who, verb, *more)
        return tap.ok(run.returncode == status and says in run.words and not run.out,
                      "%s may not %s: %s" % (who, verb, says), run.words)

    def json(self, *args):
        return json.loads(self.run(*args, "--json").out)

    def page(self, *args):
        return self.run(*args).out


def begin(led):
    tap.same(led.run("init", "--as", "王小明").returncode, 0, "init")
    led.done("王小明", "add-unit", "--name", "桐湖社区党委")
    led.done("王小明", "add-unit", "--name", "青石桥物业办")
    led.done("王小明", "add-person", "--name", "李芳", "--roles", "supervisor")
    led.done("王小明", "add-person", "--name", "赵丽", "--roles", "clerk lead", "--unit",
             "桐湖社区党委")
    for day, titles in (("2024-03-01", ["楼道长期堆放杂物", "月度学习计划没有落实"]),
                        ("2025-03-01", ["楼道堆放杂物长期无人清理", "路灯不亮且电线裸露"])):
        code = led.done("李芳", "open-inspection", "--unit", "桐湖社区党委", "--feedback", day)
        for title in titles:
            led.done("李芳", "issue", code, "--category", "为民服务", "--title", title)


def relations(led):
    code = "2025-01-001"
    found = led.json("recurrences", code)
    tap.same([r["code"] for r in found["rows"]], ["2024-01-001"], "the likest earlier finding")
    tap.same(found["looked_at"], 2, "those earlier are looked at once each")
    tap.ok("楼道长期堆放杂物" in led.page("recurrences", code), "recurrences as a table")
    tap.ok(led.run("recurrences", "2024-01-001").returncode == 0, "none is no error")
    tap.same(led.run("recurrences", "2024-09-001").returncode, 2, "no such finding")
    led.refused(1, "不早于", "李芳", "link-recurrence", "2024-01-001", "--of", code)
    led.done("赵丽", "link-recurrence", code, "--of", "2024-01-001")
    tap.same(led.json("show", code)["recurrence_of"], "2024-01-001", "linked")
    tap.same(led.json("show", "2024-01-001")["repeated_by"], [code], "and back")
    led.done("李芳", "add-support", code, "--unit", "青石桥物业办")
    led.refused(1, "已是", "李芳", "add-support", code, "--unit", "青石桥物业办")
    led.done("李芳", "assign", code, "--amount", "20,000.5", "--phone", "0571-00000000",
             "--owner", "赵丽")
    shown = led.json("show", code)
    tap.same((shown["support"], shown["amount"], shown["phone"]),
             (["青石桥物业办"], "20000.50", "0571-00000000"), "support, amount, phone")
    page = led.page("show", code)
    tap.ok("20000.50" in page and "青石桥物业办" in page and "2024-01-001" in page,
           "show tells of them", page)
    led.done("李芳", "drop-support", code, "--unit", "青石桥物业办")
    tap.same(led.json("show", code)["support"], [], "supports no longer")
    led.done("李芳", "unlink-recurrence", code, "--reason", "不是同一处")
    tap.same(led.json("show", code)["recurrence_of"], None, "no longer linked")
    led.refused(2, "金额", "李芳", "assign", code, "--amount", "2万")


def split(led):
    origin = "2025-01-002"
    tap.same(led.done("李芳", "split", origin, "--titles", "路灯不亮；电线裸露"), origin, "split")
    shown = led.json("show", origin)
    tap.same((shown["state"], shown["parts"]), ("withdrawn", ["2025-01-003", "2025-01-004"]),
             "the origin is over, and says what it became")
    part = led.json("show", "2025-01-004")
    tap.same((part["state"], part["title"], part["split_from"]), ("issued", "电线裸露", origin),
             "a part begins its own life")
    led.refused(1, "撤销", "李芳", "split", origin, "--titles", "一；二")


def held_to(led):
    """Indicators and milestones of a measure."""
    code = "2025-01-001"
    led.done("赵丽", "claim", code)
    led.done("赵丽", "add-measure", code, "--text", "更换路灯", "--kind", "milestones")
    led.done("赵丽", "add-measure", code, "--text", "每月巡查")
    led.refused(1, "节点", "赵丽", "add-milestone", code, "--measure", "2", "--name", "招标",
                "--planned", "2025-05-01")
    led.done("赵丽", "add-milestone", code, "--measure", "1", "--name", "招标", "--planned",
             "2025-05-01")
    led.done("赵丽", "add-milestone", code, "--measure", "1", "--name", "完工", "--planned",
             "2025-06-01")
    led.done("赵丽", "add-indicator", code, "--measure", "2", "--name", "巡查次数", "--target", "12",
             "--unit", "次")
    led.done("赵丽", "set-indicator", code, "--measure", "2", "--indicator", "1", "--actual", "3.5")
    led.refused(2, "数", "赵丽", "set-indicator", code, "--measure", "2", "--indicator", "1",
                "--actual", "很多")
    led.refused(2, "没有", "赵丽", "set-indicator", code, "--measure", "2", "--indicator", "2",
                "--actual", "3")
    led.done("赵丽", "plan", code, "--text", "分两步")
    led.done("李芳", "approve", code, "--opinion", "可行")
    late = led.json("overdue", "--on", "2025-05-03")["rows"]
    tap.same([(r["due"], r["days"], r["title"]) for r in late], [("2025-05-01", -2, "招标")],
             "a milestone that is not reached is late")
    led.done("赵丽", "reach-milestone", code, "--measure", "1", "--milestone", "1", "--date",
             "2025-04-30")
    led.refused(1, "2025-04-30", "赵丽", "reach-milestone", code, "--measure", "1", "--milestone",
                "1")
    tap.same(led.json("overdue", "--on", "2025-05-03")["rows"], [], "reached, it is not")
    first, second = led.json("show", code)["measures"]
    tap.same([(m["planned"], m["actual"]) for m in first["milestones"]],
             [("2025-05-01", "2025-04-30"), ("2025-06-01", None)], "milestones with their days")
    tap.same([(i["actual"], i["target"], i["unit"]) for i in second["indicators"]],
             [(3.5, 12, "次")], "an indicator with what was stated")
    page = led.page("show", code)
    tap.ok("实际 3.5，目标 12 次" in page and "计划 2025-05-01" in page, "show tells of them", page)


def orders(led):
    one, other = "2025-01-001", "2025-01-003"
    led.refused(2, "牵头", "李芳", "order", "--findings", one, "--text", "进展缓慢",
                "--unit", "青石桥物业办")
    gone = led.done("李芳", "issue", "2025-01", "--category", "为民服务", "--title", "公告栏破损")
    led.done("李芳", "withdraw", gone, "--reason", "与另一问题重复")
    led.refused(1, "已了结", "李芳", "order", "--findings", one + "，" + gone, "--text", "进展缓慢")
    code = led.done("李芳", "order", "--findings", one + "，" + other, "--text", "进展缓慢",
                    "--due", "2998-06-30", "--person", "赵丽")
    tap.ok(code.startswith("DB-") and code.endswith("-001"), "an order has its number", code)
    tap.same([r["code"] for r in led.json("due", "--on", "2998-06-30")["rows"]], [code],
             "an order falls due")
    shown = led.json("show", code)
    tap.same(([f["code"] for f in shown["findings"]], shown["unit"], shown["level"]),
             ([one, other], "桐湖社区党委", "reminder"), "its findings, its unit, its level")
    led.refused(1, "无权", "赵丽", "close-order", code, "--opinion", "好")
    led.done("赵丽", "reply", code, "--text", "已加快")
    tap.same(led.json("due", "--on", "2998-06-30")["rows"], [], "replied, it is not due")
    led.done("李芳", "return-reply", code, "--reason", "没有照片")
    led.done("赵丽", "reply", code, "--text", "补了照片")
    raised = led.done("李芳", "raise-order", code, "--text", "仍未见效")
    shown = led.json("show", raised)
    tap.same((shown["level"], shown["raised_from"], len(shown["findings"])), ("order", code, 2),
             "raised: one level up, with the same findings, and the one before")
    tap.same(led.json("show", code)["raised_to"], raised, "and the one after")
    led.done("赵丽", "reply", raised, "--text", "已完成")
    led.done("李芳", "close-order", raised, "--opinion", "属实")
    last = led.json("show", raised)["steps"][-1]
    tap.same((last["actor"], last["asked_by"], last["state"]), ("李芳", "赵丽", "settled"),
             "who settled, upon whose reply")
    tap.same(led.json("show", one)["orders"], [code, raised], "a finding tells of its orders")
    tap.ok("督办" in led.page("list", "orders") and "仍未见效" in led.page("show", raised),
           "list and show tell of orders")


def cases(led):
    code = led.done("赵丽", "take-case", "--channel", "visit", "--text", "三单元路灯不亮",
                    "--contact", "周桂英", "--phone", "0571-00000000")
    led.done("赵丽", "dispatch-case", code, "--handler", "赵丽", "--due", "2998-07-31")
    tap.same([r["code"] for r in led.json("due", "--on", "2998-07-01")["rows"]], [code],
             "a case falls due")
    led.done("赵丽", "handle-case", code, "--text", "已换灯泡")
    led.refused(1, "另一人", "赵丽", "return-case", code, "--reason", "没换好")
    led.done("李芳", "return-case", code, "--reason", "没换好")
    led.done("赵丽", "handle-case", code, "--text", "已换灯具")
    led.done("赵丽", "answer-case", code, "--text", "灯已换好")
    led.refused(1, "另一人", "赵丽", "confirm-case", code, "--opinion", "属实")
    led.done("李芳", "confirm-case", code, "--opinion", "回访满意")
    led.done("李芳", "link-case", code, "--finding", "2025-01-003")
    shown = led.json("show", code)
    tap.same((shown["state"], shown["finding"], shown["answer"], shown["unit"]),
             ("confirmed", "2025-01-003", "灯已换好", "桐湖社区党委"), "a case to its end")
    tap.same(led.json("show", "2025-01-003")["cases"], [code], "a finding tells of its cases")
    tap.ok("周桂英" not in led.page("list", "cases"), "a list of cases names nobody")
    led.done("王小明", "add-person", "--name", "何强", "--roles", "clerk", "--unit",
             "青石桥物业办")
    found = led.page("search", "灯具", "--as", "赵丽")
    tap.ok(code in found and "群众意见" in found and "换[灯具]" in found,
           "a search finds it", found)
    tap.ok(code not in led.page("search", "灯具", "--as", "何强") and
           code not in led.page("search", "周桂英"), "not for others, and nobody's name")
    refused = led.done("赵丽", "take-case", "--channel", "letter", "--text", "停车位少")
    led.done("李芳", "refuse-case", refused, "--reason", "另有部门受理")
    tap.same(led.json("show", refused)["state_name"], "不予受理", "refused, with a reason")


def regulations(led):
    code = led.done("赵丽", "add-regulation", "--title", "楼道巡查办法", "--from", "2025-06-01",
                    "--document", "桐社党〔2025〕3号", "--review", "2998-06-01", "--findings",
                    "2025-01-001")
    led.refused(2, "〔〕", "赵丽", "add-regulation", "--title", "办法", "--from", "2025-06-01",
                "--document", "桐社党[2025]3号")
    tap.same([r["code"] for r in led.json("due", "--on", "2998-05-31")["rows"]], [code],
             "a regulation is looked at again")
    led.done("赵丽", "review-regulation", code, "--text", "继续施行", "--review", "2999-06-01")
    led.done("赵丽", "retire-regulation", code, "--reason", "并入新办法")
    shown = led.json("show", code)
    tap.same((shown["state"], shown["review"], shown["findings"][0]["code"]),
             ("retired", "2999-06-01", "2025-01-001"), "a regulation to its end")
    tap.same(led.json("show", "2025-01-001")["regulations"], [code], "the finding names it")
    tap.ok("桐社党〔2025〕3号" in led.page("list", "regulations"), "list regulations")


def reach(led):
    """An administrator of one unit makes nothing for another, nor for all."""
    led.done("王小明", "add-person", "--name", "陈静", "--roles", "admin", "--unit", "青石桥物业办")
    led.refused(1, "整个台账", "陈静", "add-unit", "--name", "柳溪物业办")
    led.refused(1, "对桐湖社区党委做", "陈静", "add-unit", "--name", "柳溪物业办", "--parent",
                "桐湖社区党委")
    led.done("陈静", "add-unit", "--name", "柳溪物业办", "--parent", "青石桥物业办")


def main():
    with tempfile.TemporaryDirectory() as work:
        led = Ledger(work)
        begin(led)
        relations(led)
        split(led)
        for part in (held_to, orders, cases, regulations, reach):
            part(led)
        run = led.run("verify")
        tap.ok(run.returncode == 0 and "intact" in run.out, "the log is whole", run.out + run.words)
    return tap.done()


sys.exit(main())
