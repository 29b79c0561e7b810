"""The DOCX in an office program: LibreOffice opens it, its pages are A4, its
text is whole, its pages are numbered — 1 —."""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

import score
import tap

COST = 20


def run(*argv):
    done = subprocess.run(argv, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300)
    return done.returncode, done.stdout.decode("utf8", "replace")


def main():
    if not shutil.which("soffice"):
        tap.skip("the DOCX in LibreOffice", "LibreOffice is not installed")
        return tap.done()
    with tempfile.TemporaryDirectory() as work:
        env = {"HUIYIN_LEDGER": os.path.join(work, "ledger")}
        tap.huiyin("init", **env)
        tap.huiyin("import", "examples/clean.txt", **env)
        code = json.loads(tap.huiyin("list", "inspections", "--json", **env).out)[0]["code"]
        docx = os.path.join(work, "notice.docx")
        tap.same(tap.huiyin("notice", code, "-o", docx, **env).returncode, 0, "the DOCX is written")
        status, words = run("soffice", "-env:UserInstallation=file://" + work + "/profile",
                            "--headless", "--convert-to", "pdf", "--outdir", work, docx)
        pdf = os.path.join(work, "notice.pdf")
        if not tap.ok(status == 0 and os.path.exists(pdf), "LibreOffice opens it", words):
            return tap.done()
        _, info = run("pdfinfo", pdf)
        tap.ok(re.search(r"^Page size:.*A4", info, re.M), "the pages are A4", info)
        pages = int(re.search(r"^Pages:\s*(\d+)", info, re.M).group(1))
        tap.ok(2 <= pages <= 8, "%d pages" % pages)
        _, text = run("pdftotext", "-layout", pdf, "-")
        per_page = text.split("\f")
        numbers = [bool(re.search(r"—\s*%d\s*—" % (i + 1), p))
                   for i, p in enumerate(per_page[:pages])]
        tap.same(numbers, [True] * pages, "each page bears its number")
        body = score.flat(re.sub(r"—\s*\d+\s*—", "", text))
        source = open(os.path.join(tap.ROOT, "examples/clean.txt"), encoding="utf8").read()
        lost = [s for s in re.split(r"(?<=。)", score.flat(source)) if s not in body]
        tap.same(lost, [], "no sentence is lost on the pages")
    return tap.done()


sys.exit(main())
