"""Reads src/ledger/objects.tsv: shared by ledger.py and sql.py."""
import sys

TYPES = ["int", "real", "bool", "text", "date", "time", "hash"]
FLAGS = {"key", "null", "changed", "personal", "placed"}


class Column:
    def __init__(self, name, type, flags, max, words):
        self.name, self.type, self.flags, self.max, self.words = name, type, flags, max, words


def objects(path):
    """{object: [Column]} in the file's order."""
    table = {}
    for number, line in enumerate(open(path, encoding="utf8"), 1):
        line = line.rstrip("\n")
        if not line or line.startswith("#"):
            continue
        parts = (line.split("\t") + [""] * 4)[:6]
        name, column, type, flags, max, words = parts
        flags = set(flags.split())
        if type not in TYPES or not flags <= FLAGS or line.count("\t") > 5:
            sys.exit("%s:%d: want object, column, type, flags, max, words: %r"
                     % (path, number, line))
        columns = table.setdefault(name, [])
        if any(c.name == column for c in columns):
            sys.exit("%s:%d: %s.%s twice" % (path, number, name, column))
        if "key" in flags and columns and "key" not in columns[-1].flags:
            sys.exit("%s:%d: keys come first" % (path, number))
        if "personal" in flags and (type not in ("text", "date") or "null" not in flags
                                    or "key" in flags):
            sys.exit("%s:%d: personal data is text or a date, may be null, is no key"
                     % (path, number))
        columns.append(Column(column, type, flags, int(max or 0), words))
    return table
