"""An office for the web's tests: two units, each with its findings, a person of each role."""
import os

import tap
import web

OWN = "中共云溪市临川区柳埠街道桐湖社区委员会"    # of the notice clean.txt: 2025-01
OTHER = "中共云溪市青岚区石桥镇委员会"            # of careless.txt: 2024-01
PASSWORD = "松柏长青远山如黛近水含烟灯塔照夜行船不迷"
ROLES = ("clerk", "lead", "supervisor", "publisher", "auditor", "admin")


def must(*args, **more):
    run = tap.huiyin(*args, **more)
    if run.returncode:
        raise RuntimeError("%s: %s" % (" ".join(args), run.words))
    return run


def name_of(role, unit):
    return "%s-%s" % (role, {OWN: "own", OTHER: "other", None: "whole"}[unit])


def make(folder):
    """The ledger's folder; persons ROLE-own, ROLE-other and ROLE-whole, who have PASSWORD."""
    ledger = os.path.join(folder, "ledger")
    must("init", "--ledger", ledger, "--as", "管理员甲")
    must("import", "--ledger", ledger, "--as", "管理员甲",
         os.path.join(tap.ROOT, "examples", "clean.txt"),
         os.path.join(tap.ROOT, "examples", "careless.txt"))
    for unit in (OWN, OTHER, None):
        for role in ROLES:
            add(ledger, name_of(role, unit), role, unit)
    who = ("--ledger", ledger, "--as", name_of("clerk", OWN))
    must("act", "take-case", *who, "--channel", "visit", "--text", "楼道灯不亮", "--unit", OWN)
    must("act", "add-regulation", *who, "--title", "民主议事规则", "--from", "2026-01-01",
         "--unit", OWN)
    must("record", "study", *who, "--date", "2026-01-05", "--topic", "廉政学习", "--kind", "lesson")
    must("act", "draft-notice", *who, "--inspection", "2025-01", "--wording", "public")
    photo = os.path.join(folder, "巷道照明.txt")
    with open(photo, "w", encoding="utf8") as out:
        out.write("六盏路灯已修复。\n")
    must("attach", "2025-01-001", photo, "--ledger", ledger, "--as", "clerk-own")
    must("act", "order", "--ledger", ledger, "--as", "supervisor-whole", "--findings",
         "2025-01-001", "--text", "请抓紧办理并书面回复")
    return ledger


def add(ledger, name, roles, unit=None):
    must("act", "add-person", "--ledger", ledger, "--as", "管理员甲", "--name", name,
         "--roles", roles, *(("--unit", unit) if unit else ()))


def password(ledger, name, text=PASSWORD):
    must("passwd", name, "--ledger", ledger, "--as", "管理员甲", stdin=text.encode() + b"\n")


def code(ledger, name):
    """A one-time login code."""
    return must("login-code", name, "--ledger", ledger, "--as", "管理员甲").out.strip()


def browser(server, ledger, name):
    """Signed in, as far as a password goes."""
    b = web.Browser(server.port)
    password(ledger, name)
    page = b.sign_in(name, PASSWORD)
    if page.status != 303:
        raise RuntimeError("%s was not let in: %d %s" % (name, page.status, page.text[-800:]))
    return b
