"""A seeded ledger on the web for a real browser: what test_*.py and shots.py share.

    with browse.office() as office:      # a ledger, its people, a server
        browse.drive(office, "pages")    # driver.js does the rest, each of its points a TAP point

Where chromium, node or the packages of package-lock.json are missing, the suite is skipped and
says so.
"""
import contextlib
import glob
import json
import os
import shutil
import sqlite3
import struct
import subprocess
import sys
import tempfile
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "flow"))
import tap  # noqa: E402
import web  # noqa: E402
from web_office import PASSWORD, must  # noqa: E402

ROLES = ("clerk", "lead", "supervisor", "publisher", "auditor", "admin")
PACKAGES = ("playwright-core", "axe-core", "html-validate")


def missing():
    """What a browser test wants and this machine has not, in words; "" where it has all."""
    programs = [name for name in ("chromium", "node") if not shutil.which(name)]
    packages = [name for name in PACKAGES
                if not os.path.isdir(os.path.join(tap.ROOT, "node_modules", name))]
    return ", ".join(programs + packages)


def picture(path, width=480, height=320):
    """A photo of a kind: a lamp in the dark, as PNG."""
    rows = b""
    for y in range(height):
        rows += b"\0" + bytes(v for x in range(width) for v in lamp(x - width / 2, y - 90))
    def part(kind, body):
        return (struct.pack(">I", len(body)) + kind + body
                + struct.pack(">I", zlib.crc32(kind + body)))
    with open(path, "wb") as out:
        out.write(b"\x89PNG\r\n\x1a\n"
                  + part(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
                  + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b""))
    return path


def lamp(x, y):
    glow = max(0, 255 - int((x * x + y * y) ** 0.5 * 1.1))
    return min(255, 30 + glow), min(255, 34 + glow), min(255, 60 + glow // 2)


def words():
    """{zh: […], en: […]}: what the program itself says in one language and not in the other."""
    rows = []
    for path in glob.glob(os.path.join(tap.ROOT, "src", "lang", "*.tsv")):
        with open(path, encoding="utf8") as lines:
            rows += [line.rstrip("\n").split("\t") for line in lines if not line.startswith("#")]
    rows = [row for row in rows if len(row) > 2 and row[1] != row[2]]
    both = {row[1] for row in rows} & {row[2] for row in rows}
    return {"zh": [row[1] for row in rows if row[1] not in both],
            "en": [row[2] for row in rows if row[2] not in both and len(row[2]) > 2]}


def people_of(ledger):
    """({role: name}, unit): somebody of each role, each another person; clerk and lead are of the
    unit that has most to do."""
    db = sqlite3.connect(os.path.join(ledger, "ledger.db"))
    rows = db.execute("SELECT name, roles, unit FROM person ORDER BY length(roles), id").fetchall()
    unit = db.execute("SELECT unit FROM finding GROUP BY unit"
                      " ORDER BY count(DISTINCT state) DESC, unit LIMIT 1").fetchone()[0]
    name_of_unit = db.execute("SELECT name FROM unit WHERE id = ?", (unit,)).fetchone()[0]
    db.close()
    found = {}
    for role in ROLES:
        for name, roles, of in rows:
            if role in roles.split() and name not in found.values() \
                    and (of == unit or role not in ("clerk", "lead")):
                found[role] = name
                break
    return found, name_of_unit


class Office:
    """The ledger's folder, its people, and how they come in."""

    def __init__(self, folder, units=10, findings=40):
        self.folder, self.ledger = folder, os.path.join(folder, "ledger")
        must("seed", "--ledger", self.ledger, "--units", str(units), "--findings", str(findings),
             "--seed", "7", "--as", "系统管理员")
        self.people, self.unit = people_of(self.ledger)
        self.photo = picture(os.path.join(folder, "现场照片.png"))
        self.furnish()
        must("act", "add-person", "--ledger", self.ledger, "--as", "系统管理员", "--name", "审计甲",
             "--roles", "auditor")
        self.people.update(auditor="审计甲", admin="系统管理员") # of the whole ledger

    def act(self, role, *args):
        return must("act", *args, "--ledger", self.ledger, "--as", self.people[role])

    def one(self, state):
        """The code of a finding in this state, of the clerk's unit where there is one."""
        rows = json.loads(must("list", "findings", "--json", "--ledger", self.ledger, "--as",
                               self.people["clerk"], "--state", state).out)
        return rows[0]["code"] if rows else None

    def furnish(self):
        """What a seed leaves out."""
        clerk = self.people["clerk"]
        code = self.one("rectifying,returned")
        must("attach", code, self.photo, "--ledger", self.ledger, "--as", clerk)
        self.act("clerk", "take-case", "--channel", "visit", "--text", "三号楼楼道灯不亮，夜里看不清台阶",
                 "--place", "三号楼")
        self.act("clerk", "add-regulation", "--title", "居民议事规则", "--from", "2026-01-01",
                 "--findings", code)
        self.act("clerk", "draft-notice", "--inspection", code[:7], "--wording", "public")
        must("record", "study", "--ledger", self.ledger, "--as", clerk, "--date", "2026-01-05",
             "--topic", "廉政学习", "--kind", "lesson")
        self.act("supervisor", "order", "--findings", code, "--text", "请抓紧办理并书面回复")

    def code(self, role):
        return must("login-code", self.people[role], "--ledger", self.ledger, "--as",
                    self.people["admin"]).out.strip()

    def come_in(self, port, role):
        """Signs in by the one-time code, chooses PASSWORD; the session's cookies."""
        b = web.Browser(port)
        page = b.sign_in(self.people[role], self.code(role), PASSWORD)
        if page.status != 303 or page.location.startswith("/login"):
            raise RuntimeError("%s was not let in: %d %s" % (role, page.status, page.text[-800:]))
        return b.cookies


@contextlib.contextmanager
def office(**size):
    with tempfile.TemporaryDirectory() as folder:
        made = Office(folder, **size)
        with web.serving(made.ledger) as server:
            made.port = server.port
            yield made


def drive(made, part, roles=ROLES, **more):
    """Runs a part of driver.js; each line that it prints is a point."""
    told = dict(more, chromium=shutil.which("chromium"), port=made.port, people=made.people,
                unit=made.unit, password=PASSWORD, photo=made.photo, words=words(),
                notice=os.path.join(tap.ROOT, "examples", "clean.txt"),
                sessions={role: made.come_in(made.port, role) for role in roles},
                routes=json.loads(must("routes", "--json").out))
    path = os.path.join(made.folder, "told.json")
    with open(path, "w", encoding="utf8") as out:
        json.dump(told, out)
    run = subprocess.Popen(["node", os.path.join(HERE, "driver.js"), part, path], cwd=tap.ROOT,
                           env=dict(os.environ, HOME=made.folder), stdin=subprocess.PIPE,
                           stdout=subprocess.PIPE)
    for line in run.stdout:
        point = json.loads(line)
        tap.ok(point["ok"], point["name"], point.get("seen", ""))
    tap.same(run.wait(), 0, "the driver ends well")


def main(part, **more):
    """A suite: skipped, loudly, where something is missing."""
    lack = missing()
    if lack:
        print("1..0 # SKIP no browser test without %s: ./setup test installs them" % lack)
        return 0
    with office() as made:
        drive(made, part, **more)
    return tap.done()
