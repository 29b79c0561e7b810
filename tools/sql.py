#!/usr/bin/env python3
"""Makes sql.h (the enum of statements) and sql.c (their text, the statements of
each ledger table, what is searched, and the migrations).

A statement starts at a line `-- name: some_name` and ends at its `;`. Its
parameters are ?1, ?2 … , ?1 being the tenant. For each object of objects.tsv
four more are made: insert_X (tenant, columns), update_X (tenant, columns: sets
all but the key), row_X (tenant, key), scan_X (tenant; by key). The text is in
the subset that SQLite and PostgreSQL share. PostgreSQL's is made from it:
parameters become $1, $2 …; of a migration WITHOUT ROWID goes, and text sorts
by its bytes, as it does in SQLite.

Where the engines differ, a statement or a part is given twice, after lines `-- sqlite:`
and `-- postgres:`; one that is given for one engine alone is empty for the other.
In a migration `-- both:` ends such a part.

A family of statements is written once: its name holds axes, `list_{way=up,down}`,
and its text says what differs, `{way: x > ?2 | x < ?2}`, a text a value. Text
that several statements share is a `-- part: some_part`, put in by `{some_part}`, or
by `{some_part ?5}`, which writes ?5 where the part says ?N.

With PREFIX (`ops`) it is another schema: the files are ops_sql.h and ops_sql.c,
the enum's names start with OPS_, the tables' with ops_, nothing is searched, and two
more statements are made for each table: delete_X (tenant, key) and page_X (tenant,
the key but its last column, after that one, at most).

usage: sql.py OUT_DIR objects.tsv search.tsv FILE.sql... NNN-name.sql...
       sql.py --schema=PREFIX OUT_DIR objects.tsv FILE.sql... NNN-name.sql...
"""
import itertools
import os
import re
import sys

from objects import objects
from search import indexed, keys, of_searched, parts_of

BANNED = re.compile(r"\b(ON CONFLICT|REPLACE|OFFSET|IDENTITY|AUTOINCREMENT|RETURNING)\b|->", re.I)
ENGINES = ("sqlite", "postgres")


def blocks(path):
    """(kind, name, engine or None, text, where) of all that a file names."""
    kind = name = engine = None
    text, open_at = [], 0
    for number, line in enumerate(open(path, encoding="utf8"), 1):
        line = line.rstrip()
        start = re.fullmatch(r"-- (name|part): ([a-z][a-z0-9_{}=,]*)", line)
        part = re.fullmatch(r"-- (sqlite|postgres):", line)
        if start:
            if text:
                sys.exit("%s:%d: %s has no end" % (path, number, name))
            kind, name, engine, ended = start.group(1), start.group(2), None, False
        elif part:
            if not name or text:
                sys.exit("%s:%d: an engine's part of no statement" % (path, number))
            engine, ended = part.group(1), False
        elif line and not line.startswith("--"):
            if not name or ended:
                sys.exit("%s:%d: stands in no named statement" % (path, number))
            text.append(line.strip())
            if line.endswith(";"):
                yield kind, name, engine, " ".join(text)[:-1].strip(), "%s:%d" % (path, number)
                text, ended = [], True
    if text:
        sys.exit("%s: %s has no end" % (path, name))


def family(name):
    """Each name that a name with axes stands for, with its place on each axis."""
    axes = re.findall(r"\{([a-z]+)=([a-z_,]+)\}", name)
    for places in itertools.product(*[range(len(v.split(","))) for _, v in axes]):
        made, chosen = name, {}
        for (axis, values), at in zip(axes, places):
            made = made.replace("{%s=%s}" % (axis, values), values.split(",")[at], 1)
            chosen[axis] = at, len(values.split(","))
        yield made, chosen


def choose(text, chosen, parts, engine, where):
    def part(m):
        if (m.group(1), engine) not in parts:
            sys.exit("%s: no part %s" % (where, m.group(1)))
        return parts[m.group(1), engine].replace("?N", m.group(2) or "?N")

    def axis(m):
        texts = [x.strip() for x in m.group(2).split("|")]
        at, count = chosen.get(m.group(1), (0, 0))
        if len(texts) != count:
            sys.exit("%s: {%s: …} has %d texts for %d values"
                     % (where, m.group(1), len(texts), count))
        return texts[at]

    named_part = re.compile(r"\{([a-z][a-z0-9_]*)(?: (\?[0-9N]+))?\}")
    while named_part.search(text):
        text = named_part.sub(part, text)
    of_axis = re.compile(r"\{([a-z]+): ?([^{}]*)\}")
    while of_axis.search(text):
        text = of_axis.sub(axis, text)
    return re.sub(r"  +", " ", text).strip()


def named(files, parts):
    """{name: ({engine: text}, where)}; a text for both is under both."""
    found, out = [], {}
    for path in files:
        for kind, name, engine, text, where in blocks(path):
            if kind == "part":
                parts.update({(name, e): text for e in ([engine] if engine else ENGINES)})
            else:
                found.append((name, engine, text, where))
    for whole, engine, text, where in found:
        for name, chosen in family(whole):
            texts = out.setdefault(name, ({}, where))[0]
            for e in [engine] if engine else ENGINES:
                if e in texts:
                    sys.exit("%s: %s twice" % (where, name))
                texts[e] = choose(text, chosen, parts, e, where)
    return out


def of_objects(table, prefix):
    for name, columns in table.items():
        at = prefix + "_" + name if prefix else name
        all_names = [c.name for c in columns]
        given = [c.name for c in columns if "placed" not in c.flags]
        mark = {n: "?%d" % (i + 2) for i, n in enumerate(given)}
        placed = "(SELECT unit FROM inspection WHERE tenant = ?1 AND id = %s)" \
            % mark.get("inspection")
        keys = [c.name for c in columns if "key" in c.flags]
        where = " AND ".join(["tenant = ?1"] + ["%s = %s" % (k, mark[k]) for k in keys])
        yield ("insert_" + name, "INSERT INTO %s (tenant, %s) VALUES (?1, %s)"
               % (at, ", ".join(all_names), ", ".join(mark.get(n, placed) for n in all_names)))
        yield "row_" + name, "SELECT %s FROM %s WHERE %s" % (", ".join(all_names), at, where)
        if prefix:
            yield ("update_" + name, "UPDATE %s SET %s WHERE %s"
                   % (at, ", ".join("%s = %s" % (n, mark[n]) for n in given if n not in keys)
                      or "tenant = tenant", where))
            yield "delete_" + name, "DELETE FROM %s WHERE %s" % (at, where)
            last = "%s = %s" % (keys[-1], mark[keys[-1]])
            yield ("page_" + name, "SELECT %s FROM %s WHERE %s ORDER BY %s LIMIT ?%d"
                   % (", ".join(all_names), at, where.replace(last, last.replace("=", ">")),
                      keys[-1], len(keys) + 2))
            continue
        yield ("scan_" + name, "SELECT %s FROM %s WHERE tenant = ?1 ORDER BY %s"
               % (", ".join(all_names), at, ", ".join(keys or ["tenant"])))


def literal(text):
    return '"%s"' % text.replace("\\", "\\\\").replace('"', '\\"').replace("??", '?""?')


def for_postgres(text):
    return re.sub(r"\?(\d+)", r"$\1", text)


def step_for_postgres(line):
    return re.sub(r"\bTEXT\b", 'TEXT COLLATE "C"', re.sub(r" WITHOUT ROWID\b", "", line))


def step_text(path, engine):
    """The step's lines for that engine, as a C literal."""
    change = step_for_postgres if engine == "postgres" else str
    out, part = [], "both"
    for line in (x.strip() for x in open(path, encoding="utf8")):
        mark = re.fullmatch(r"-- (sqlite|postgres|both):", line)
        if mark:
            part = mark.group(1)
        elif line and not line.startswith("--") and part in ("both", engine):
            out.append("\t\t" + literal(change(line) + " "))
    return "\n".join(out)


def parameters(text):
    return {int(n) for n in re.findall(r"\?(\d+)", text)}


def statements(table, searched, files, prefix):
    """(name, text for SQLite, for PostgreSQL, parameters) of each."""
    all_named = named(files, {
        (name, e): text for e in ENGINES
        for name, text in (parts_of(searched, table) if searched else {}).items()})
    for name, text in itertools.chain(of_objects(table, prefix), of_searched(searched, table)):
        if name in all_named:
            sys.exit("%s: the name of a made statement" % name)
        all_named[name] = {e: text for e in ENGINES}, name
    for name, (texts, where) in all_named.items():
        counts = set()
        for text in texts.values():
            if BANNED.search(text):
                sys.exit("%s: %s is not in the shared subset" % (where, BANNED.search(text).group()))
            numbers = parameters(text)
            if numbers != set(range(1, len(numbers) + 1)):
                sys.exit("%s: %s: parameters must be ?1 and on, none left out" % (where, name))
            counts.add(len(numbers))
        if len(counts) != 1:
            sys.exit("%s: %s: the engines' parameters differ" % (where, name))
        yield name, texts.get("sqlite", ""), texts.get("postgres", ""), counts.pop()


def write_tables(f, table, prefix):
    """Which statements keep each table."""
    if not prefix:
        f.write("const struct object_sql object_sql[OBJECT_COUNT] = {\n")
        for name in table:
            f.write("\t[OBJECT_%s] = { SQL_INSERT_%s, SQL_ROW_%s, SQL_SCAN_%s },\n"
                    % ((name.upper(),) * 4))
        f.write("};\n\n")
        return
    for name, columns in table.items():
        f.write("static const struct str %s_columns[] = { %s };\n"
                % (name, ", ".join('S("%s")' % c.name for c in columns)))
    f.write("\nconst struct %s_table_row %s_tables[] = {\n" % (prefix, prefix))
    for name, columns in table.items():
        x = (prefix.upper(), name.upper())
        f.write("\t[%s_TABLE_%s] = { %s_columns, %d, %d,\n\t\t" % (
            *x, name, len(columns), sum("key" in c.flags for c in columns)))
        f.write(", ".join("%s_%s_%s" % (x[0], verb, x[1])
                          for verb in ("INSERT", "UPDATE", "ROW", "DELETE", "PAGE")) + " },\n")
    f.write("};\n\n")


def write_steps(f, steps, lead):
    f.write("const struct migration %smigrations[] = {\n" % lead)
    for number, path in enumerate(steps, 1):
        base = os.path.basename(path)
        if int(base[:3]) != number:
            sys.exit("%s: migrations are numbered without gaps" % path)
        f.write("\t{ S(\"%s\"), S(\n%s\n\t), S(\n%s\n\t) },\n"
                % ((base[:-len(".sql")],) + tuple(step_text(path, e) for e in ENGINES)))
    f.write("};\n\nconst int %smigration_count = %d;\n" % (lead, len(steps)))


def write_searched(f, searched, table):
    f.write("\nconst struct indexed indexed[] = {\n")
    for name, it in searched.items():
        f.write('\t{ OBJECT_%s, S("%s"), SQL_SEARCH_NEXT_%s, SQL_SEARCH_OF_%s,\n'
                "\t  SQL_SEARCH_GAP_%s, %d, {\n"
                % (name.upper(), it.list, *(name.upper(),) * 3, len(it.columns)))
        for column, weight in it.columns:
            at = "BESIDE" if "." in column else "COL_%s_%s" % (name.upper(), column.upper())
            f.write("\t\t{ %s, %s },\n" % (at, "true" if weight == "title" else "false"))
        f.write("\t}")
        if it.beside:
            f.write(", SQL_SEARCH_BESIDE_%s, { %s }, %d" % (
                name.upper(), ", ".join("COL_%s_%s" % (name.upper(), k.upper())
                                        for k in keys(table, it.beside)),
                len(keys(table, it.beside))))
        f.write(" },\n")
    f.write("};\n\nconst int indexed_count = %d;\n" % len(searched))


def write_header(f, rows, table, prefix, lead, mark):
    f.write("#ifndef %sSQL_H\n#define %sSQL_H\n\nenum %ssql {\n"
            % (lead.upper(), lead.upper(), lead))
    f.write("".join("\t%s_%s,\n" % (mark, name.upper()) for name, *_ in rows))
    f.write("\t%s_COUNT\n};\n\n" % mark)
    if prefix:
        f.write("enum %s_table {\n" % prefix)
        f.write("".join("\t%s_TABLE_%s,\n" % (mark, name.upper()) for name in table))
        f.write("\t%s_TABLES\n};\n\n" % mark)
    f.write("#endif\n")


def main():
    argv, prefix = sys.argv[1:], ""
    if argv[0].startswith("--schema="):
        prefix = argv.pop(0)[len("--schema="):]
    out_dir, table, files = argv[0], objects(argv[1]), argv[2:]
    searched = {} if prefix else indexed(files.pop(0), table)
    is_step = lambda path: re.match(r"\d{3}-", os.path.basename(path))
    rows = sorted(statements(table, searched, sorted(f for f in files if not is_step(f)), prefix))
    steps = sorted(filter(is_step, files), key=os.path.basename)
    mark, lead = prefix.upper() or "SQL", prefix + "_" if prefix else ""
    head = "/* Generated by tools/sql.py from src/store/%s: change it there. */\n" % (prefix or "sql")
    with open(os.path.join(out_dir, lead + "sql.h"), "w", encoding="utf8") as f:
        f.write(head)
        write_header(f, rows, table, prefix, lead, mark)
    with open(os.path.join(out_dir, lead + "sql.c"), "w", encoding="utf8") as f:
        f.write(head + "#include \"store/statement.h\"\n\nconst struct statement "
                "%sstatements[%s_COUNT] = {\n" % (lead, mark))
        for name, lite, pg, count in rows:
            f.write("\t[%s_%s] = { S(\"%s\"),\n\t\tS(%s),\n\t\tS(%s), %d },\n"
                    % (mark, name.upper(), name, literal(lite), literal(for_postgres(pg)), count))
        f.write("};\n\n")
        write_tables(f, table, prefix)
        write_steps(f, steps, lead)
        if not prefix:
            write_searched(f, searched, table)


main()
