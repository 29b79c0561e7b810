"""The notice as PDF: A4, its fonts embedded, each page numbered outside, no sentence
lost, the same bytes twice, and read back it is the same notice."""
import json
import os
import re
import subprocess
import sys
import tempfile

import score
import tap

COST = 8
SOURCES = ("examples/clean.txt", "tests/golden/notice.txt")


def run(*argv):
    done = subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
    return done.stdout.decode("utf8", "replace")


def look_at_pages(pdf, name):
    info = run("pdfinfo", pdf)
    tap.ok(re.search(r"^Page size:.*A4", info, re.M), name + ": the pages are A4", info)
    tap.ok(re.search(r"^Creator:\s*Huiyin", info, re.M), name + ": it says what made it", info)
    pages = int(re.search(r"^Pages:\s*(\d+)", info, re.M).group(1))
    tap.ok(2 <= pages <= 8, name + ": %d pages" % pages)
    fonts = [line.split() for line in run("pdffonts", pdf).splitlines()[2:]]
    tap.ok(fonts and all(f[-5:-2] == ["yes", "yes", "yes"] for f in fonts),
           name + ": every font is embedded, subset and readable", fonts)
    boxes = run("pdftotext", "-bbox", pdf, "-")
    places = [float(x) for x in re.findall(r'xMin="([\d.]+)"[^>]*>—</word>', boxes)][::2]
    tap.same([x > 300 for x in places], [i % 2 == 0 for i in range(pages)],
             name + ": odd pages bear their number right, even ones left")
    edge = max(float(x) for x in re.findall(r'xMax="([\d.]+)"', boxes))
    # a stop that was let in counts with its blank half
    tap.ok(edge < (210 - 26) / 25.4 * 72 + 8.5, name + ": nothing hangs out to the right", edge)
    return pages


def main():
    with tempfile.TemporaryDirectory() as work:
        env = {"HUIYIN_LEDGER": os.path.join(work, "ledger")}
        tap.huiyin("init", **env)
        for source in SOURCES:
            name = os.path.basename(source)
            tap.huiyin("import", source, **env)
            codes = json.loads(tap.huiyin("list", "inspections", "--json", **env).out)
            code, pdf = codes[-1]["code"], os.path.join(work, name + ".pdf")
            done = tap.huiyin("notice", code, "-o", pdf, **env)
            if not tap.same(done.returncode, 0, name + ": the PDF is written"):
                continue
            first = open(pdf, "rb").read()
            tap.huiyin("notice", code, "-o", pdf, **env)
            tap.ok(open(pdf, "rb").read() == first, name + ": twice the same bytes")
            look_at_pages(pdf, name)
            text = score.flat(re.sub(r"—\s*\d+\s*—", "", run("pdftotext", pdf, "-")))
            source_text = open(os.path.join(tap.ROOT, source), encoding="utf8").read()
            lost = [s for s in re.split(r"(?<=。)", score.flat(source_text)) if s not in text]
            tap.same(lost, [], name + ": no sentence is lost")
            trees = [json.loads(tap.huiyin("parse", "--json", f).out) for f in (source, pdf)]
            for tree in trees:
                tree.pop("source", None)
            tap.same(trees[1]["categories"], trees[0]["categories"],
                     name + ": read back, categories, findings and measures are the same")
            tap.same([trees[1][k] for k in ("issuer", "title", "published", "contact")],
                     [trees[0][k] for k in ("issuer", "title", "published", "contact")],
                     name + ": read back, title, date and contact are the same")
    return tap.done()


sys.exit(main())
