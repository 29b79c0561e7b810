"""The archive of evidence: a folder a finding, a table of contents, a cover; names
that every system takes; files with their hash, or no archive at all."""
import hashlib
import io
import json
import os
import re
import sys
import tempfile
import xml.etree.ElementTree as ET
import zipfile

import tap

A, B = "2025-01-001", "2025-01-002"
TITLES = ["=1+1|cmd", "CON", "a/b\\c:d*e?f\"g<h>i", "清理后的楼道。", "‮txt.exe", "长" * 150, "..", "\ttab"]
NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def sheet_rows(data):
    """Cells of the first sheet as (type, text), row by row; its formulas."""
    with zipfile.ZipFile(io.BytesIO(data)) as z:
        root = ET.fromstring(z.read("xl/worksheets/sheet1.xml"))
        shared = []
        if "xl/sharedStrings.xml" in z.namelist():
            strings = ET.fromstring(z.read("xl/sharedStrings.xml"))
            shared = ["".join(t.text or "" for t in s.iter(NS + "t")) for s in strings]
    rows = []
    for row in root.iter(NS + "row"):
        cells = []
        for c in row.iter(NS + "c"):
            text = "".join(t.text or "" for t in c.iter(NS + "t")) or c.findtext(NS + "v") or ""
            if c.get("t") == "s":
                text = shared[int(text)]
            cells.append((c.get("t"), text))
        rows.append(cells)
    return rows, list(root.iter(NS + "f"))


def export(led, code, path, **more):
    return tap.huiyin("export-evidence", code, "-o", path, "--ledger", led, **more)


def safe(name):
    parts = name.split("/")
    return all(p and not re.search(r'[<>:"\\|?*\x00-\x1f\x7f‪-‮​-‏]', p)
               and p == p.strip(" .") and len(p) <= 60
               and not re.match(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)", p) for p in parts)


def whole(work, led, files):
    path = os.path.join(work, "all.zip")
    run = export(led, "2025-01", path)
    if not tap.ok(run.returncode == 0 and str(len(files)) in run.words, "exported", run.words):
        return
    with zipfile.ZipFile(path) as z:
        names = z.namelist()
        tap.same(z.testzip(), None, "the zip is whole")
        tap.ok(all(safe(n) for n in names), "names are safe", [n for n in names if not safe(n)])
        tap.same(len(set(n.lower() for n in names)), len(names), "no two names are alike")
        tap.ok(names[0] == "封面.docx" and "目录.xlsx" in names, "cover and contents", names[:3])
        got = sorted(hashlib.sha256(z.read(n)).hexdigest() for n in names if "/03 佐证材料/" in n)
        tap.same(got, sorted(files), "every file is in it as it came, and nothing that is void")
        folders = {n.split("/")[0] for n in names if "/" in n}
        findings = tap.parsed("list", "findings", "--json", "--ledger", led)
        tap.ok(len(folders) == len(findings) and all(sum(n.startswith(f + "/0") for n in names) >= 3
                                         for f in folders), "a folder a finding", folders)
        rows, formulas = sheet_rows(z.read("目录.xlsx"))
        closing = [n for n in names if n.startswith("001") and "04 " in n][0]
        words = zipfile.ZipFile(io.BytesIO(z.read(closing))).read("word/document.xml").decode()
        tap.ok("落实了" in words, "decisions are listed", words[:2000])
    tap.same(formulas, [], "no cell is a formula")
    heads = [t for _, t in rows[1]]
    tap.same(heads[:6], ["序号", "编号", "文号", "责任者", "题名", "日期"], "the head of the contents")
    tap.same(len(rows), 2 + len(files) + 1, "a row a file, void ones too")
    titles = [r[4][1] for r in rows[2:]]
    tap.ok("=1+1|cmd" in titles and all(r[4][0] in ("s", "inlineStr") for r in rows[2:]),
           "titles are text as they were given", titles)
    tap.ok(all(re.fullmatch(r"\d+", r[5][1]) for r in rows[2:]), "dates are dates", rows[2])
    tap.ok(sum("已作废：附错了" == c[1] for r in rows for c in r) == 1, "what is void says so")
    again = os.path.join(work, "again.zip")
    export(led, "2025-01", again)
    tap.ok(open(path, "rb").read() == open(again, "rb").read(), "the same ledger, the same bytes")


def others(work, led):
    one = os.path.join(work, "one.zip")
    run = export(led, B, one, HUIYIN_LANG="en")
    names = zipfile.ZipFile(one).namelist() if run.returncode == 0 else []
    tap.ok("cover.docx" in names and all(n.startswith("002") or "/" not in n for n in names),
           "one finding, in English", names or run.words)
    for args, status in ((("2025-09", one), 2), (("2025-01", "x.rar"), 2),
                         (("2025-01", os.path.join(work, "no", "x.zip")), 1)):
        run = export(led, *args)
        tap.ok(run.returncode in (1, 2) and run.words, "refused: %s" % (args,), run.words)
    tap.same(tap.huiyin("export-evidence", "2025-01", "--ledger", led).returncode, 2, "-o is asked for")


def changed(work, led):
    row = tap.parsed("evidence", A, "--json", "--ledger", led)[0]
    kept = os.path.join(led, "evidence", row["sha256"][:2], row["sha256"][2:])
    with open(kept, "r+b") as f:
        f.write(b"#")
    path = os.path.join(work, "never.zip")
    run = export(led, "2025-01", path)
    tap.ok(run.returncode and "被改动" in run.words and not os.path.exists(path),
           "a changed file: no archive", run.words)
    tap.same([n for n in os.listdir(work) if "contents" in n or n.startswith("never")], [],
             "nothing is left over")


def main():
    with tempfile.TemporaryDirectory() as work:
        led, files = os.path.join(work, "ledger"), []
        tap.huiyin("init", led, "--as", "王小明")
        tap.huiyin("import", "examples/clean.txt", "--as", "王小明", "--ledger", led)
        for i, title in enumerate(TITLES):
            path = os.path.join(work, "f.txt")
            data = ("第%d份\n" % i).encode() * 1000
            with open(path, "wb") as f:
                f.write(data)
            run = tap.huiyin("attach", A if i % 2 else B, path, "--title", title, "--date",
                             "2025-06-0%d" % (i + 1), "--as", "王小明", "--ledger", led, "--json")
            if not tap.ok(run.returncode == 0, "attached %r" % title[:9], run.words):
                continue
            if i == 3:
                tap.huiyin("act", "void-evidence", json.loads(run.out)[0]["code"], "--reason", "附错了",
                           "--as", "王小明", "--ledger", led)
            else:
                files.append(hashlib.sha256(data).hexdigest())
        tap.huiyin("act", "assign", A, "--owner", "王小明", "--as", "王小明", "--ledger", led)
        whole(work, led, files)
        others(work, led)
        changed(work, led)
    return tap.done()


sys.exit(main())
