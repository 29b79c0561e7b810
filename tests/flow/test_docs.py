"""The documents tell the truth: links lead somewhere, verbs of setup and commands
of the program that they name are there, and the program's are all named."""
import glob
import os
import re
import subprocess
import sys

import tap


def main():
    pages = [p for p in sorted(glob.glob(tap.ROOT + "/*.md") + glob.glob(tap.ROOT + "/docs/*.md"))]
    told = subprocess.run([os.path.join(tap.ROOT, "setup"), "help"], stdout=subprocess.PIPE)
    verbs = set(re.findall(r"^  (\w+)", told.stdout.decode("utf8"), re.M))
    commands = set(re.findall(r"^  ([a-z-]+) ", tap.huiyin("--help", LC_ALL="C.UTF-8").out, re.M))
    named = set()
    for page in pages:
        text = open(page, encoding="utf8").read()
        name = os.path.basename(page)
        links = [x for x in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text) if "//" not in x]
        dead = [x for x in links if not os.path.exists(os.path.join(os.path.dirname(page), x))]
        tap.same(dead, [], "%s: every link leads to a file" % name)
        spoken = set(re.findall(r"\./setup (\w+)", text))
        tap.same(sorted(spoken - verbs), [], "%s: setup has the verbs that it names" % name)
        here = set(re.findall(r"`huiyin ([a-z-]+)", text))
        tap.same(sorted(here - commands), [], "%s: huiyin has the commands that it names" % name)
        named |= here if name == "README.md" else set()
    tap.same(sorted(commands - named - {"help"}), [], "README.md names every command")
    tap.ok(len(commands) >= 8, "the program lists its commands", commands)
    return tap.done()


sys.exit(main())
