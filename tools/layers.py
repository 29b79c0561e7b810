#!/usr/bin/env python3
"""Includes go only downwards: fails on an #include of a room above or beside.

usage: layers.py [SRC]          check the tree (default: src)
       layers.py --self-test    prove on a made-up tree that each fault is found

A room is a folder of SRC. It may include itself and the rooms before it in
ROOMS; BARRED takes some of those away; a LIBRARIES header belongs to the rooms
named there. Prints FILE:LINE: what is wrong; exit status 1 where anything is.
"""
import os
import re
import sys
import tempfile

ROOMS = ["base", "text", "in", "notice", "notice/check", "sheet", "ledger", "store", "auth", "view",
         "out", "doc", "intake", "web", "cli", "verifier"]
# Formats know nothing of the product: what they show comes to them as a value tree.
# The verifier is a second program, a witness against the first: it has base alone, and
# reads the database for itself.
BARRED = {"out": {"notice", "notice/check", "sheet", "ledger", "store"},
          "verifier": set(ROOMS) - {"base", "verifier"}}
LIBRARIES = {"microhttpd.h": {"web"}, "argon2.h": {"auth"},
             "sqlite3.h": {"store", "verifier"}, "libpq-fe.h": {"store"},
             "jansson.h": {"base"}}
INCLUDE = re.compile(r'^\s*#\s*include\s*(["<])([^">]+)[">]')


def room_of(path):
    """The longest room that the path (relative to SRC) lies in, or None."""
    folder = os.path.dirname(path)
    while folder and folder not in ROOMS:
        folder = os.path.dirname(folder)
    return folder or None


def fault(src, path, quote, name):
    """What is wrong with this include, or None."""
    here = room_of(path)
    if here is None:
        return "stands in no room: add its folder to ROOMS of tools/layers.py"
    if quote == "<":
        owners = LIBRARIES.get(name)
        return "only %s may use <%s>" % (" and ".join(sorted(owners)), name) \
            if owners and here not in owners else None
    if ".." in name.split("/"):
        return 'name the room, not the way to it: "%s"' % name
    if "/" not in name:
        same = os.path.exists(os.path.join(src, os.path.dirname(path), name))
        return 'write "%s/%s"' % (os.path.dirname(path), name) if same else None  # else generated
    there = room_of(name)
    if there is None:
        return '"%s" is in no room' % name
    if there == here:
        return None
    if ROOMS.index(there) > ROOMS.index(here):
        return '%s may not include "%s": %s stands above it' % (here, name, there)
    if there in BARRED.get(here, ()):
        return '%s may not include "%s": it knows nothing of %s' % (here, name, there)
    return None


def check(src):
    out, files = [], 0
    for folder, _, names in sorted(os.walk(src)):
        for name in sorted(names):
            if not name.endswith((".c", ".h")):
                continue
            full = os.path.join(folder, name)
            files += 1
            for number, line in enumerate(open(full, encoding="utf8"), 1):
                m = INCLUDE.match(line)
                wrong = m and fault(src, os.path.relpath(full, src), *m.groups())
                if wrong:
                    out.append("%s:%d: %s" % (full, number, wrong))
    return out, files


def self_test():
    tree = {
        "base/a.h": "/* a */\n",
        "base/up.c": '#include "text/t.h"\n',
        "text/t.h": '#include "base/a.h"\n#include "msg.h"\n#include <stdio.h>\n',
        "notice/tree.h": '#include "in/source.h"\n',
        "notice/into.c": '#include "notice/check/check.h"\n',
        "notice/check/check.h": '#include "notice/tree.h"\n',
        "ledger/sql.c": "\n#include <sqlite3.h>\n",
        "store/db.c": "#include <sqlite3.h>\n#include <libpq-fe.h>\n",
        "view/pg.c": "#include <libpq-fe.h>\n",
        "out/html.c": '#include "ledger/act.h"\n#include "view/v.h"\n',
        "out/way.c": '#include "../base/a.h"\n',
        "view/near.c": '#include "v.h"\n',
        "view/v.h": "",
        "elsewhere/x.c": '#include "base/a.h"\n',
        "doc/cli.c": '#  include "cli/main.h"\n',
        "cli/main.c": '#include "store/store.h"\n#include "no/such.h"\n',
        "verifier/v.h": '#include <sqlite3.h>\n#include "base/a.h"\n',
        "verifier/main.c": '#include "verifier/v.h"\n#include "store/store.h"\n',
        "cli/verify.c": '#include "verifier/v.h"\n',
    }
    want = ["base/up.c:1", "cli/main.c:2", "cli/verify.c:1", "doc/cli.c:1", "elsewhere/x.c:1", "ledger/sql.c:2",
            "notice/into.c:1", "out/html.c:1", "out/way.c:1", "verifier/main.c:2", "view/near.c:1",
            "view/pg.c:1"]
    with tempfile.TemporaryDirectory() as src:
        for path, text in tree.items():
            full = os.path.join(src, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            open(full, "w").write(text)
        found = sorted(":".join(os.path.relpath(f, src).split(":")[:2]) for f in check(src)[0])
    if found != want:
        sys.exit("layers.py: self-test failed: found %s, want %s" % (found, want))
    print("layers.py: self-test: %d faults found, none false" % len(want))


def main(argv):
    if argv == ["--self-test"]:
        return self_test()
    faults, files = check(argv[0] if argv else "src")
    print("\n".join(faults) if faults else "layers hold: %d files" % files)
    return 1 if faults or not files else 0


sys.exit(main(sys.argv[1:]))
