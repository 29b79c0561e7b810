"""Reads src/store/search.tsv, the table of what is searched: shared by sql.py."""
import sys

KEYS_MOST, TEXTS_MOST, BESIDE_KEYS_MOST = 3, 5, 2


class Indexed:
    def __init__(self, list_name):
        self.list, self.columns = list_name, []
        self.beside = None  # the other object that a column is of


def indexed(path, table):
    """{object: Indexed} in the file's order."""
    out = {}
    for number, line in enumerate(open(path, encoding="utf8"), 1):
        line = line.rstrip("\n")
        if not line or line.startswith("#"):
            continue
        parts = line.split("\t")
        if len(parts) != 4 or parts[3] not in ("title", "body"):
            sys.exit("%s:%d: want list, object, column, title or body: %r" % (path, number, line))
        list_name, name, column, weight = parts
        of, _, text = column.rpartition(".")
        flags = {c.name: c.flags for c in table.get(of or name, [])}
        if text not in flags or name not in table:
            sys.exit("%s:%d: objects.tsv has no %s.%s" % (path, number, of or name, text))
        if "personal" in flags[text]:
            sys.exit("%s:%d: %s is personal: no index may keep it" % (path, number, column))
        it = out.setdefault(name, Indexed(list_name))
        it.columns.append((column, weight))
        if len(keys(table, name)) > KEYS_MOST or len(it.columns) > TEXTS_MOST:
            sys.exit("%s:%d: at most %d keys and %d texts" % (path, number, KEYS_MOST, TEXTS_MOST))
        if of:
            own = [c.name for c in table[name]]
            if it.beside or len(keys(table, of)) > BESIDE_KEYS_MOST or \
                    not set(keys(table, of)) <= set(own):
                sys.exit("%s:%d: %s has no key to one row of %s" % (path, number, name, of))
            it.beside = of
    return out


def keys(table, name):
    return [c.name for c in table[name] if "key" in c.flags]


def parts_of(searched, table):
    """The parts that the statements of search.sql are made of: what an index row
    i says of its object, and the tables that this comes from: o_X, the object's own,
    and b_X, that of its row beside."""
    of_finding = [n for n in searched if n == "finding" or keys(table, n)[1:2] == ["finding"]]
    of_inspection = [n for n in searched if keys(table, n)[0] == "inspection"]
    own = [n for n in searched if n not in of_inspection]
    words = lambda names: ", ".join("'%s'" % n for n in names)
    joins, texts = [], []

    def either(column, other):
        """What an object that is of no inspection says itself, else the other."""
        whens = " ".join("WHEN '%s' THEN o_%s.%s" % (n, n, column)
                         for n in own if column in [c.name for c in table[n]])
        return "CASE i.object %s ELSE %s END" % (whens, other)

    def place(name, column):
        of, _, text = column.rpartition(".")
        return "%s_%s.%s" % ("b" if of else "o", name, text)

    for name in searched:
        on = " AND ".join("o_%s.%s = i.key%d" % (name, k, at)
                          for at, k in enumerate(keys(table, name), 1))
        joins.append("LEFT JOIN %s o_%s ON i.object = '%s' AND o_%s.tenant = i.tenant AND %s"
                     % (name, name, name, name, on))
        if searched[name].beside:
            on = " AND ".join("b_%s.%s = o_%s.%s" % (name, k, name, k)
                              for k in keys(table, searched[name].beside))
            joins.append("LEFT JOIN %s b_%s ON b_%s.tenant = o_%s.tenant AND %s"
                         % (searched[name].beside, name, name, name, on))
    for at in range(TEXTS_MOST):
        whens = ["WHEN '%s' THEN %s" % (n, place(n, it.columns[at][0]))
                 for n, it in searched.items() if at < len(it.columns)]
        if whens:
            texts.append("CASE i.object %s END AS text%d" % (" ".join(whens), at + 1))
    return {
        "search_of_finding": words(of_finding),
        "search_columns": "i.id, i.object, i.key1, i.key2, i.key3, u.name AS unit, "
                          "n.code AS inspection, f.code AS finding, %s AS own, %s AS title, "
                          "%s AS state, %s"
                          % (either("code", "NULL"), either("title", "f.title"),
                             either("state", "f.state"), ", ".join(texts)),
        "search_joins": "LEFT JOIN inspection n ON i.object IN (%s) AND n.tenant = i.tenant "
                        "AND n.id = i.key1 LEFT JOIN finding f ON i.object IN (%s) "
                        "AND f.tenant = i.tenant AND f.inspection = i.key1 AND f.ordinal = i.key2 "
                        "LEFT JOIN unit u ON u.tenant = i.tenant AND u.id = i.unit %s"
                        % (words(of_inspection), words(of_finding), " ".join(joins)),
    }


def of_searched(searched, table):
    """The statements that walk a searched object's table: its next first key, its
    rows of one, and what the index has of it."""
    for name, it in searched.items():
        key, *_ = all_keys = keys(table, name)
        match = " AND ".join("i.key%d = o.%s" % (at, k) for at, k in enumerate(all_keys, 1))
        match += "".join(" AND i.key%d = 0" % at for at in range(len(all_keys) + 1, KEYS_MOST + 1))
        yield ("search_next_" + name, "SELECT %s FROM %s WHERE tenant = ?1 AND %s > ?2 "
               "ORDER BY %s LIMIT 1" % (key, name, key, key))
        yield ("search_of_" + name, "SELECT %s FROM %s WHERE tenant = ?1 AND %s = ?2 ORDER BY %s"
               % (", ".join(c.name for c in table[name]), name, key, ", ".join(all_keys)))
        for column, _ in it.columns:
            of, _, text = column.rpartition(".")
            if of:
                where = " AND ".join("%s = ?%d" % (k, at)
                                     for at, k in enumerate(keys(table, of), 2))
                yield ("search_beside_" + name,
                       "SELECT %s FROM %s WHERE tenant = ?1 AND %s" % (text, of, where))
        yield ("search_gap_" + name,
               "SELECT (SELECT count(*) FROM %s o WHERE o.tenant = ?1) AS due, "
               "(SELECT count(*) FROM search_item i WHERE i.tenant = ?1 AND i.object = '%s') "
               "AS held, (SELECT count(*) FROM %s o WHERE o.tenant = ?1 AND NOT EXISTS "
               "(SELECT 1 FROM search_item i WHERE i.tenant = o.tenant AND %s "
               "AND i.object = '%s')) AS lost" % (name, name, name, match, name))
