#!/usr/bin/env python3
"""Shows what the program does: the examples parsed, checked, kept in a ledger,
listed, and written out again as notices; then a fictional district on the web.

usage: demo.py PROGRAM DIR

DIR gets the ledger and the notices written from it. A demo already there is
made anew; a folder that is no demo is left alone.
"""
import json
import os
import shlex
import shutil
import sqlite3
import subprocess
import sys
import urllib.parse

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
MARK = ".huiyin-demo"
EXAMPLES = ("clean", "careless")
ROLES = ("clerk", "lead", "supervisor", "publisher", "auditor", "admin")


def say(zh, en):
    print("\n\033[1m%s\033[0m  %s" % (zh, en) if sys.stdout.isatty() else "\n## %s  %s" % (zh, en),
          flush=True)


def make_room(folder):
    """An empty folder with our mark in it."""
    if os.path.exists(folder):
        if os.listdir(folder) and not os.path.exists(os.path.join(folder, MARK)):
            sys.exit("%s 里已有别的内容，请换一个文件夹\n%s holds something else; name another folder"
                     % (folder, folder))
        shutil.rmtree(folder)
    os.makedirs(folder)
    open(os.path.join(folder, MARK), "w").close()


class Demo:
    def __init__(self, program, folder):
        self.program = os.path.relpath(program)
        self.ledger = os.path.join(os.path.relpath(folder), "ledger")

    def run(self, *args, allowed=(0,), quiet=False):
        argv = [self.program, *args]
        if not quiet:
            print("$ " + shlex.join(argv), flush=True)
        done = subprocess.run(argv, stdout=subprocess.PIPE if quiet else None)
        if done.returncode not in allowed:
            sys.exit("演示停在这里：%s 返回 %d\nthe demo stops here: %s returned %d"
                     % (shlex.join(argv), done.returncode, shlex.join(argv), done.returncode))
        return done.stdout

    def kept(self, *args, **more):
        return self.run(*args, "--ledger", self.ledger, **more)


def main(program, folder):
    make_room(folder)
    files = [os.path.join("examples", name + ".txt") for name in EXAMPLES]
    demo = Demo(program, folder)
    say("读一份通报，得到它的结构", "a notice read into its structure")
    demo.run("parse", files[0])
    say("检查：这份没有错误", "checked: this one has none")
    demo.run("check", files[0])
    say("检查：这份有许多问题", "checked: this one has many")
    demo.run("check", files[1], allowed=(1,))
    say("两份都进入台账", "both go into a ledger")
    demo.run("init", demo.ledger)
    demo.kept("import", *files)
    say("台账里有什么", "what the ledger holds")
    for what in ("inspections", "findings", "measures"):
        demo.kept("list", what)
    say("从台账写出通报", "notices written from the ledger")
    rows = json.loads(demo.kept("list", "inspections", "--json", quiet=True))
    written = []
    for row in rows:
        for kind in ("docx", "html"):
            out = os.path.join(os.path.relpath(folder), row["code"] + "." + kind)
            demo.kept("notice", row["code"], "-o", out)
            written.append(out)
    say("台账的日志完整", "the ledger's log is whole")
    demo.kept("verify")
    say("写好的文件", "the files")
    print("\n".join(written))
    print("\n再看看 try: %s show %s-001 --ledger %s" % (demo.program, rows[0]["code"], demo.ledger))
    serve(demo, folder)


def a_person_each(ledger):
    """{role: name}: somebody of each role, each another person, of those with the fewest roles:
    a second code for one person would void the first."""
    db = sqlite3.connect("file:%s?mode=ro" % urllib.parse.quote(os.path.join(ledger, "ledger.db")),
                         uri=True)
    found = {}
    rows = [(name, roles.split()) for name, roles in
            db.execute("SELECT name, roles FROM person ORDER BY id")]
    db.close()
    for role in ROLES:
        found[role] = min((len(roles), i, name) for i, (name, roles) in enumerate(rows)
                          if role in roles and name not in found.values())[2]
    return found


def serve(demo, folder):
    """A fictional district in the browser; does not come back."""
    demo.ledger = os.path.join(os.path.relpath(folder), "district")
    say("一个虚构的区，放上网页", "a fictional district, on the web")
    demo.kept("seed", "--units", "30", "--findings", "300", "--seed", "7")
    say("每种角色一个人：姓名和一次性登录码，第一次登录时自己设密码",
        "somebody of each role: name and one-time code; they choose a password when they sign in")
    people = a_person_each(demo.ledger)
    admin = people["admin"]
    for role in ROLES:
        code = demo.kept("login-code", people[role], "--as", admin, quiet=True).decode().strip()
        print("  %-10s  %s  %s" % (role, people[role], code))
    print("\nhttp://127.0.0.1:8080", flush=True)
    argv = [demo.program, "serve", "--ledger", demo.ledger]
    print("$ " + shlex.join(argv), flush=True)
    os.execv(demo.program, argv)


if len(sys.argv) != 3:
    sys.exit(__doc__)
where = os.path.abspath(sys.argv[2])
sys.argv[1] = os.path.abspath(sys.argv[1])
os.chdir(ROOT)
main(sys.argv[1], where)
