#!/usr/bin/env python3
"""Files brought in in the browser: a notice and a ledger sheet uploaded, looked at beside their
source, corrected, adopted all or nothing; and what is refused on the way."""
import html
import io
import json
import os
import re
import sys
import tempfile
import time
import uuid
import zipfile

import tap
import web
import web_office as office

EXAMPLES = os.path.join(tap.ROOT, "examples")
VECTORS = os.path.join(tap.ROOT, "tests", "vectors", "notices")
HEAD = "序号,批次,问题大类,问题表述,整改措施,责任人,完成时限,整改状态\n"


def example(name):
    with open(os.path.join(EXAMPLES, name), "rb") as f:
        return f.read()


def upload(b, name, content, field="file"):
    inputs = dict(web.Form(b.get("/import").text).forms["/import"])
    inputs.pop("file", None)
    mark, body = uuid.uuid4().hex, b""
    for key, value in inputs.items():
        body += ('--%s\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
                 % (mark, key, value)).encode()
    if name is not None:
        body += ('--%s\r\nContent-Disposition: form-data; name="%s"; filename="%s"\r\n'
                 'Content-Type: application/octet-stream\r\n\r\n'
                 % (mark, field, name)).encode() + content + b"\r\n"
    body += ("--%s--\r\n" % mark).encode()
    return b.ask("POST", "/import", body, Content_Type="multipart/form-data; boundary=" + mark)


def settled(b, place):
    """The draft's tree, once no job is at it."""
    tree = {}

    def there():
        tree.update(json.loads(b.get(place + ".json").text))
        return tree["state"] not in ("reading", "adopting")
    web.wait_for(there, 60)
    return tree if tree.get("state") != "open" else b.get(place + ".json").json()


def filled(page, where):
    """The form as it comes, its boxes not ticked."""
    fields = dict(web.Form(page.text).forms[where])
    for box in ("drop", "seen", "struck"):
        fields.pop(box, None)
    return fields


def post(b, where, **fields):
    """The form at `where` filled in and sent."""
    inputs = filled(b.get(where), where)
    inputs.update((k if "-" in k else k.replace("_", "-"), v) for k, v in fields.items())
    return b.send(where, inputs)


def brought(b, name, content):
    page = upload(b, name, content)
    if page.status != 303:
        raise RuntimeError("%s: %d %s" % (name, page.status, page.text[-800:]))
    return page.location, settled(b, page.location)


def lines_of(tree):
    return [line for block in tree["blocks"] for line in block["lines"]]


def number_of(tree, text):
    return next(line["n"] for line in lines_of(tree) if text in line["text"])


def findings_of(tree):
    return [f for block in tree["blocks"] for f in block["findings"]]


def notice(ledger, b):
    place, tree = brought(b, "通报.txt", example("clean.txt"))
    parsed = json.loads(tap.huiyin("parse", "--json", os.path.join(EXAMPLES, "clean.txt")).out)
    parsed = parsed[0] if isinstance(parsed, list) else parsed
    tap.same([tree["findings"], tree["measures"], tree["errors_count"]],
             [parsed["totals"]["findings"], parsed["totals"]["measures"], 0],
             "a notice is read as the command line reads it")
    tap.same([f["title"] for f in findings_of(tree)],
             [f["title"] for c in parsed["categories"] for f in c["findings"]],
             "each finding stands beside its lines")
    text = example("clean.txt").decode("utf8")
    said = [line["text"] for line in lines_of(tree)]
    tap.same([s for s in (t.strip("\u3000 ") for t in text.splitlines()) if s], said,
             "every line of the source is there, in its order")
    before = json.loads(tap.huiyin("list", "findings", "--ledger", ledger, "--json").out)
    page = post(b, place, do="adopt")
    tap.same(page.status, 303, "adopting is asked for")
    tree = settled(b, place)
    tap.ok(tree["state"] == "adopted" and not tree["same"], "and done", tree)
    after = json.loads(tap.huiyin("list", "findings", "--ledger", ledger, "--json").out)
    tap.ok(not before and len(after) == parsed["totals"]["findings"], "nothing was kept before, "
           "all of it is now", len(after))
    page = b.get(place)
    tap.ok('href="/findings?inspection=%s"' % tree["code"] in page.text,
           "the page leads to the findings", page.text[-900:])
    again, second = brought(b, "同一份.txt", example("clean.txt"))
    tap.ok(tree["code"] in second["held"], "the same file again: it is told at once", second["held"])
    post(b, again, do="adopt")
    second = settled(b, again)
    tap.ok(second["same"] and second["code"] == tree["code"], "and changes nothing", second)


def planted():
    """The clean notice with an error and a warning in it."""
    text = example("clean.txt").decode("utf8")
    line = next(t for t in text.splitlines() if "一是" in t)
    return text.replace(line, line.replace("一是", "一是于2025年×月×日建立台帐，", 1), 1).encode()


def correction(ledger, b):
    place, tree = brought(b, "有错.txt", planted())
    tap.ok(tree["errors_count"] == 1 and tree["warnings_count"] == 1, "an error and a warning",
           tree["doubts"])
    n = tree["doubts"][0]["n"]
    own = next(line for line in lines_of(tree) if line["n"] == n)
    tap.ok(any(d["severity"] == "error" for d in own["doubts"]), "they stand beside their line", own)
    page = post(b, place, do="adopt", seen="1")
    tap.ok(page.status == 400 and 'class="errors"' in page.text, "an error forbids adopting",
           page.status)
    where = "%s/lines/%d" % (place, n)
    first, second = b.get(where), b.get(where)
    fields = filled(first, where)
    tap.ok(any(k.endswith(".owner") for k in fields) and "line-%d" % n in fields,
           "the form has the lines of the finding, and what no notice says", sorted(fields))
    better = fields["line-%d" % n].replace("2025年×月×日", "2025年3月3日")
    key = next(k for k in fields if re.fullmatch(r"more-\d+\.1\.owner", k))[:-len("owner")]
    measure = next(k for k in fields if re.fullmatch(r"more-\d+\.1/1\.owner", k))
    page = b.send(where, dict(fields, **{"line-%d" % n: better, key + "due": "2026-13-40"}))
    tap.ok(page.status == 400 and html.escape(better, False) in page.text.replace("&quot;", '"') and
           'href="#f-%sdue"' % key in page.text, "a day that is none: the form comes back filled",
           page.text[-1500:])
    page = b.send(where, dict(fields, **{"line-%d" % n: better, key + "due": "2026年12月1日",
                                         key + "owner": "李芳", key + "class": "staged",
                                         key + "detail": "楼道灯不亮", measure: "王小明"}))
    tap.ok(page.status == 303 and page.location.startswith(place), "corrections are kept",
           page.text[-900:])
    stale = filled(second, where)
    page = b.send(where, dict(stale, **{"line-%d" % n: "另一个窗口写的话"}))
    tap.ok(page.status == 409 and "另一个窗口写的话" in page.text,
           "another window is told so, and loses nothing", page.status)
    tree = settled(b, place)
    own = next(line for line in lines_of(tree) if line["n"] == n)
    tap.ok(own["changed"] and "×" in own["was"] and tree["errors_count"] == 0,
           "the line shows as corrected, and the error is gone", own)
    page = post(b, place, do="adopt")
    tap.ok(page.status == 400 and 'href="#f-seen"' in page.text, "a warning has to be looked at",
           page.status)
    page = post(b, place + "/lines/0", **{"head-team": "区委第九巡察组",
                                           "head-postcode": "258999"})
    tap.same(page.status, 303, "facts of the head are corrected")
    page = post(b, place, do="adopt", seen="1")
    tree = settled(b, place)
    tap.ok(tree["state"] == "adopted", "then it is adopted", tree)
    place = next(i for i in json.loads(tap.huiyin("list", "inspections", "--ledger", ledger,
                                                  "--json").out) if i["code"] == tree["code"])
    tap.same(place["team"], "区委第九巡察组", "with the facts as corrected")
    found = b.get("/findings.json?inspection=" + tree["code"]).json()["findings"]
    mine = [f for f in found if f.get("owner") == "李芳"]
    tap.ok(len(mine) == 1 and mine[0]["due"] == "2026-12-01" and mine[0]["class"] == "staged",
           "with what was said beside", found[:1])
    one = b.get("/findings/%s.json" % mine[0]["code"]).json()
    text = json.dumps(one, ensure_ascii=False)
    tap.ok("2025年3月3日" in text and "×" not in text, "and the words", text[:600])
    tap.ok(one["detail"] == "楼道灯不亮" and one["measures"][0]["owner"] == "王小明",
           "of finding and measure", one["measures"][0])


def left_out(b):
    place, tree = brought(b, "少一段.txt", example("clean.txt"))
    total = tree["measures"]
    block = next(x for x in tree["blocks"] if x["findings"] and len(x["lines"]) > 1)
    n = block["lines"][-1]["n"]
    where = "%s/lines/%d" % (place, n)
    page = post(b, where, drop=str(n))
    tree = settled(b, place)
    own = next(line for line in lines_of(tree) if line["n"] == n)
    tap.ok(page.status == 303 and own["dropped"] and tree["measures"] < total,
           "a paragraph is left out, and still shown", own)
    post(b, where)
    tap.same(settled(b, place)["measures"], total, "and taken in again")
    tap.same(post(b, place, do="drop").location, "/import", "the draft is discarded")
    page = b.get(place)
    tap.ok(page.status == 303 and b.get(place + ".json").status == 404 and
           "gone" in page.location, "and is not there any more", page.status)


def sheet(ledger, b):
    rows = (HEAD + "1,2025年第一轮,党的建设,学习不经常,每月学习一次,李芳,2026年6月31日,整改中\n"
            "2,2025年第一轮,为民服务,路灯不亮,更换路灯,陈伟,2026-4-30,亮了\n"
            "3,2025年第一轮,为民服务,答复不及时,设登记簿,赵丽,2026-5-30,整改中\n"
            "合计,,,,,,,\n").encode()
    place, tree = brought(b, "台账.csv", rows)
    tap.ok(tree["sheet"] and tree["errors_count"] == 2 and tree["findings"] == 3,
           "a sheet with two cells that cannot be read", tree["doubts"])
    faults = {c["cell"]: c["fault"] for line in lines_of(tree) for c in line["cells"] if c["fault"]}
    tap.same(sorted(faults), ["G2", "H3"], "each beside its cell")
    page = b.get(place + "/faults")
    inside = zipfile.ZipFile(io.BytesIO(page.body))
    text = "".join(inside.read(n).decode("utf8") for n in inside.namelist() if n.endswith("xml"))
    tap.ok(page.status == 200 and "错误信息" in text and "2026年6月31日" in text,
           "the sheet comes back with its faults", page.headers.items())
    page = post(b, place, do="adopt", unit=office.OWN)
    tap.ok(page.status == 400 and office.OWN in page.text, "faults forbid adopting, choices stay",
           page.status)
    for row, cell, value in ((2, "cell-2.6", "2026年6月30日"), (3, "cell-3.7", "已完成")):
        page = post(b, "%s/lines/%d" % (place, row), **{cell: value})
        tap.same(page.status, 303, "%s is corrected" % cell)
    where = place + "/lines/4"
    post(b, where, drop="4")
    tree = settled(b, place)
    tap.ok(tree["errors_count"] == 0 and tree["findings"] == 2, "no fault is left, a row is out",
           tree["doubts"])
    page = post(b, place, do="save", unit=office.OWN, feedback="2025年12月1日")
    tap.ok(page.status == 303 and 'value="%s"' % office.OWN in b.get(place).text,
           "choices are kept", page.status)
    post(b, place, do="adopt")
    tree = settled(b, place)
    tap.ok(tree.get("findings") == 2 and tree["state"] == "adopted", "and adopted",
           tree.get("refusal"))
    found = b.get("/findings.json?inspection=" + tree["code"]).json()["findings"]
    tap.same(sorted(f["title"] for f in found), ["学习不经常", "路灯不亮"], "as corrected")


def history(ledger, b, folder):
    rows = (HEAD + "1,2024年第一轮,党的建设,学习不经常,每月学习一次,李芳,2024-06-30,已销号\n"
            "2,2024年第一轮,为民服务,路灯不亮,更换路灯,陈伟,2026-4-30,整改中\n").encode()
    place, tree = brought(b, "往年.csv", rows)
    page = post(b, place, do="adopt", unit=office.OWN)
    tap.ok(page.status == 400 and tree["closed"] == 1, "struck off findings want a choice",
           page.status)
    page = post(b, place, do="adopt", unit=office.OWN, struck="history")
    tap.ok(page.status == 400 and 'href="#f-confirmed-by"' in page.text, "history wants a name",
           page.status)
    post(b, place, do="adopt", unit=office.OWN, struck="history", confirmed_by="管理员甲")
    tree = settled(b, place)
    tap.ok(tree["state"] == "open" and tree["refusal"], "the ledger refuses, and says why",
           tree["refusal"])
    post(b, place, do="adopt", unit=office.OWN, struck="leave-out")
    tree = settled(b, place)
    tap.ok(tree["state"] == "adopted" and tree["findings"] == 1, "without them it is adopted", tree)
    fresh = os.path.join(folder, "fresh")
    office.must("init", fresh, "--as", "管理员甲")
    with web.serving(fresh) as server:
        boss = office.browser(server, fresh, "管理员甲")
        place, tree = brought(boss, "往年.csv", rows)
        post(boss, place, do="adopt", unit="桐湖社区党委", struck="history", confirmed_by="管理员甲")
        tree = settled(boss, place)
        tap.ok(tree["state"] == "adopted" and tree["findings"] == 2, "history, into an empty ledger",
               tree)
        late = boss.get("/findings.json?due=overdue").json()["findings"]
        tap.same([f["title"] for f in late], ["路灯不亮"], "what was struck off is not overdue")
        tap.same(boss.get("/.json").json()["late"]["findings"], 1, "nor counted so")
    states = json.loads(tap.huiyin("list", "findings", "--ledger", fresh, "--json").out)
    tap.same(sorted(f["state"] for f in states), ["closed-imported", "rectifying"],
             "closed by import, which is no verification")


def into(ledger, b):
    """Into an inspection that was opened before."""
    run = office.must("act", "open-inspection", "--ledger", ledger, "--as", "supervisor-whole",
                      "--unit", office.OTHER, "--feedback", "2024-12-30", "--json")
    code = json.loads(run.out)["target"]
    text = example("clean.txt").decode("utf8").replace("桐湖", "松湖")
    place, tree = brought(b, "松湖.txt", text.encode())
    page = b.get(place)
    tap.ok('<option value="%s"' % code in page.text, "an inspection without findings is offered",
           code)
    post(b, place, do="adopt", seen="1", inspection=code)
    tree = settled(b, place)
    tap.ok(tree["state"] == "open" and code in tree["refusal"], "another day of feedback is told",
           tree)
    post(b, place + "/lines/0", **{"head-feedback": "2024-12-30"})
    page = post(b, place, do="adopt", seen="1", inspection=code, pack="默认")
    tap.ok(page.status == 400 and 'href="#f-pack"' in page.text and code in page.text,
           "a rule pack is not chosen beside an inspection that has one", page.text[-900:])
    post(b, place, do="adopt", seen="1", inspection=code, pack="")
    tree = settled(b, place)
    tap.ok(tree["state"] == "adopted" and tree["code"] == code, "it is adopted into it", tree)
    page = b.get("/findings.json?inspection=" + code).json()
    tap.ok(page["findings"] and page["findings"][0]["code"] == code + "-001", "with its codes",
           page["findings"][:1])


def refused(b, other):
    page = upload(b, None, b"")
    tap.ok(page.status == 400 and 'href="#f-file"' in page.text, "no file", page.status)
    ole = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + b"\0" * 600
    bad_zip = io.BytesIO()
    with zipfile.ZipFile(bad_zip, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("xl/workbook.xml", "<x/>" + " " * 3000000)
        z.writestr("[Content_Types].xml", "<Types/>")
    kinds = {"照片.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "旧.doc": ole, "空.txt": b"",
             "坏.docx": b"PK\x03\x04 not a zip", "坏.pdf": b"%PDF-1.4 nothing",
             "坏.xlsx": bad_zip.getvalue(), "无表头.csv": "甲,乙\n1,2\n".encode(),
             "乱.txt": bytes(range(128, 256)) * 40}
    for name, content in kinds.items():
        place, tree = brought(b, name, content)
        tap.ok(tree["state"] == "failed" and tree["refusal"], "%s: %s" % (name, tree["refusal"]))
        tap.same(post(b, place, do="adopt").status, 303, "and nothing can be adopted of it")
        tap.same(settled(b, place)["state"], "failed", "it stays as it is")
    hostile = "<script>alert(1)</script> \"'&\u202e" * 20
    name = "<b>&'.html"
    place, tree = brought(b, name, ("<p>一、%s</p>" % html.escape(hostile)).encode())
    page = b.get(place)
    tap.ok(page.status == 200 and "<script>alert" not in page.text and "<b>&" not in page.text,
           "what is hostile is shown as text", page.status)
    page = post(b, place, do="adopt", seen="1")
    tap.ok(page.status in (303, 400) and settled(b, place)["state"] == "open",
           "and what holds no finding is not adopted", page.status)
    page = other.get(place)
    tap.ok(page.status == 303 and other.get(place + ".json").status == 404,
           "nobody else sees a draft", page.status)
    tap.same(b.get(place + "/lines/99999.json").status, 404, "a line that is not there")
    where = place + "/lines/1"
    tap.same(post(b, where, surprise="x").status, 400, "an input that is none of the form's")


def vectors(b):
    names = sorted(n for n in os.listdir(VECTORS) if n.endswith(".txt"))[::6]
    for name in names:
        path = os.path.join(VECTORS, name)
        with open(path, "rb") as f:
            place, tree = brought(b, name, f.read())
        parsed = json.loads(tap.huiyin("parse", "--json", path).out)
        parsed = parsed[0] if isinstance(parsed, list) else parsed
        found = json.loads(tap.huiyin("check", "--json", path).out)
        want = [parsed["totals"]["findings"], parsed["totals"]["measures"],
                sum(d["severity"] == "error" for d in found)]
        tap.same([tree["findings"], tree["measures"], tree["errors_count"]], want,
                 "%s is previewed as parse and check have it" % name)
        post(b, place, do="drop")


def main():
    with tempfile.TemporaryDirectory() as folder:
        ledger = os.path.join(folder, "ledger")
        office.must("init", ledger, "--as", "管理员甲")
        for name, roles in (("clerk-whole", "clerk"), ("supervisor-whole", "supervisor"),
                            ("auditor-whole", "auditor")):
            office.add(ledger, name, roles)
        with web.serving(ledger) as server:
            clerk = office.browser(server, ledger, "clerk-whole")
            boss = office.browser(server, ledger, "supervisor-whole")
            admin = office.browser(server, ledger, "管理员甲")
            auditor = office.browser(server, ledger, "auditor-whole")
            tap.ok(auditor.get("/import").status == 403 and "/import" not in auditor.get("/").text,
                   "import is not for auditors")
            notice(ledger, clerk)
            correction(ledger, clerk)
            left_out(clerk)
            sheet(ledger, boss)
            office.must("act", "add-unit", "--ledger", ledger, "--as", "管理员甲", "--name",
                        office.OTHER)
            into(ledger, boss)
            history(ledger, admin, folder)
            refused(clerk, boss)
            vectors(clerk)
        tap.same(tap.huiyin("verify", "--ledger", ledger).returncode, 0, "the log is whole")
    return tap.done()


sys.exit(main())
