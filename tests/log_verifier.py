"""Another verifier of the log, written from docs/log.md alone: it shares nothing with
the program. Reads an exported log; builds the tree by RFC 6962's definition; checks
proofs; replays the rows and holds an SQLite ledger's tables against them, personal
cells against their commitments.
"""
import hashlib
import json
import sqlite3

NAMES = {"SHA-256": "sha256", "SM3": "sm3"}


def digest(name, data):
    return hashlib.new(NAMES[name], data).digest()


def text(value):
    """JSON as the log writes it."""
    if not isinstance(value, str):
        return json.dumps(value)
    short = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
    return '"' + "".join(short.get(c) or ("\\u%04x" % ord(c) if c < " " or c == "\x7f" else c)
                         for c in value) + '"'


def root(name, leaves):
    """MTH of RFC 6962 §2.1, over leaf hashes."""
    if len(leaves) < 2:
        return leaves[0] if leaves else digest(name, b"")
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    return digest(name, b"\1" + root(name, leaves[:k]) + root(name, leaves[k:]))


def path(name, m, leaves):
    """PATH of §2.1.1."""
    if len(leaves) < 2:
        return []
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    if m < k:
        return path(name, m, leaves[:k]) + [root(name, leaves[k:])]
    return path(name, m - k, leaves[k:]) + [root(name, leaves[:k])]


def subproof(name, m, leaves, whole=True):
    """SUBPROOF of §2.1.2."""
    if m == len(leaves):
        return [] if whole else [root(name, leaves)]
    k = 1
    while 2 * k < len(leaves):
        k *= 2
    if m <= k:
        return subproof(name, m, leaves[:k], whole) + [root(name, leaves[k:])]
    return subproof(name, m - k, leaves[k:], False) + [root(name, leaves[:k])]


class Log:
    def __init__(self, file):
        self.lines = open(file, "rb").read().splitlines()
        self.events = [json.loads(line) for line in self.lines]
        self.hash = self.events[0]["hash"]
        assert [e["seq"] for e in self.events] == list(range(1, len(self.events) + 1)), "gap"
        assert all(e["hash"] == self.hash for e in self.events)
        self.leaves = [digest(self.hash, b"\0" + line) for line in self.lines]

    def root(self, size=None):
        return root(self.hash, self.leaves[:size]).hex()

    def tables(self, keys):
        """{table: {key: {column: value}}}; `keys` says how many columns a table's key has."""
        tables = {t: {} for t in keys}
        for event in self.events:
            for group in event["payload"]["effects"]:
                kind = "insert" if "insert" in group else "update"
                rows, n = tables[group[kind]], keys[group[kind]]
                for cells in group["rows"]:
                    key = tuple(cells[:n])
                    assert (key in rows) == (kind == "update"), (event["seq"], group[kind], key)
                    row = rows.setdefault(key, {})
                    if kind == "insert" and group[kind] == "finding":
                        row["unit"] = tables["inspection"][key[:1]].get("unit")
                    row.update(zip(group["columns"], cells))
                    row["changed"] = event["seq"]
        return tables

    def faults(self, database):
        """What of the ledger's tables does not fit the log."""
        db = sqlite3.connect(database)
        names = [n for n, in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        own = [n for n in names if n not in ("event", "head", "node", "salt", "signed_head")
               and "_fts" not in n and not n.startswith(("search", "sqlite_"))]
        columns = {n: db.execute("SELECT name, type, pk FROM pragma_table_info(?)", (n,)).fetchall()
                   for n in own}
        keys = {n: sum(pk > 1 for _, _, pk in columns[n]) for n in own}
        salts = {(o, k, c): s for o, k, c, s in
                 db.execute("SELECT object, row_key, col, salt FROM salt")}
        replayed, faults, used = self.tables(keys), [], 0
        for n in own:
            stands = {}
            for row in db.execute("SELECT * FROM %s" % n):
                if row[0] != self.events[0]["tenant"]:
                    faults.append((n, "tenant"))
                cells = {c: bool(v) if t == "BOOLEAN" and v is not None else v
                         for (c, t, _), v in zip(columns[n], row) if c != "tenant"}
                stands[tuple(list(cells.values())[:keys[n]])] = cells
            if set(stands) != set(replayed[n]):
                faults.append((n, "rows"))
            for key in set(stands) & set(replayed[n]):
                for c, v in stands[key].items():
                    due = replayed[n][key].get(c)
                    if isinstance(due, dict):
                        k = "[" + ",".join(map(text, key)) + "]"
                        salt = salts.get((n, k, c), "")
                        line = '{"salt":"%s","object":"%s","key":%s,"column":"%s","value":%s}' % (
                            salt, n, k, c, text(v))
                        used += 1
                        due = v if digest(self.hash, b"\2" + line.encode()).hex() == due["commit"] \
                            else due
                    if due != v:
                        faults.append((n, key, c))
        return faults + ([("salt", "count")] if used != len(salts) else [])
