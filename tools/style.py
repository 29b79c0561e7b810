#!/usr/bin/env python3
"""Holds the C code to .clang-format where that knows better than the writer.

usage: style.py [-d] [FILE...]   check (default: all of src and tests); -d shows
                                 what clang-format would write
       style.py -w [FILE...]     mend those lines, and wrap the lines past 100
       style.py --self-test      prove on made-up lines that each fault is found

clang-format decides indentation, spacing and braces. Left to the writer, since
it breaks tables that were laid out to be read: where lines break, the columns
of trailing comments and of backslashes, macros, one-line enums and structs, and
the alignment of a continued line. tools/limits.py holds the 100 columns.
"""
import difflib
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OWN = re.compile(r"\b(enum|struct|union)\b[^;]*\{.*\}|\?.*:|\{.*[^{};]\}?,?$|^\s*\{|^#|\bfor_(val|verb)_each")
CPP = ("template", "class", "new", "this", "private", "public", "delete", "namespace", "operator",
       "catch", "try")
ENDS = ("{", "}", ";", ":", "*/")


def formatted(path, text, options=("--style=file",)):
    """What clang-format makes of the text."""
    name = "--assume-filename=" + os.path.join(ROOT, "x" + path[-2:])
    return subprocess.run(["clang-format", name, *options], input=text.encode("utf8"), check=True,
                          stdout=subprocess.PIPE).stdout.decode("utf8")


def formatted_all(texts):
    """The same of many texts, a dict by path, by one run of clang-format."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(os.path.join(ROOT, ".clang-format"), folder)
        names = {path: os.path.join(folder, "%d%s" % (i, path[-2:])) for i, path in enumerate(texts)}
        for path, name in names.items():
            open(name, "w", encoding="utf8").write(texts[path])
        subprocess.run(["clang-format", "-i", "--style=file", *names.values()], check=True)
        return {path: open(name, encoding="utf8").read() for path, name in names.items()}


def told(text):
    """The text as clang-format can read it, of the same length: `for val_each(…)`
    as one word, and the words of C++ that are plain names here."""
    text = re.sub(r"for (val|verb)_each\(", r"for_\1_each(", text)
    return re.sub(r"\b(%s)\b" % "|".join(CPP), lambda m: m.group()[:-1] + "_", text)


def untold(text):
    text = re.sub(r"for_(val|verb)_each\(", r"for \1_each(", text)
    for word in CPP:
        text = re.sub(r"\b%s_\b" % word[:-1], word, text)
    return text


def plain(line):
    """The line without what is the writer's."""
    line = re.sub(r"\s*(/\*|//)", r" \1", line.rstrip("\\").rstrip())
    return re.sub(r"\{ *\}", "{}", line)


def own(lines, i):
    """True where line i is in a macro, continues a line, or is laid out by hand."""
    if OWN.search(lines[i]) or lines[i].endswith("\\") or (i and lines[i - 1].endswith("\\")):
        return True
    if lines[i].lstrip().startswith("*") or not i:
        return True
    before = i - 1
    while before and not lines[before].strip():
        before -= 1
    head = re.sub(r"\s*/\*.*?(\*/|$)", "", lines[before]).rstrip()
    return bool(head) and not head.endswith(ENDS) and not head.startswith("#") \
        and not re.match(r"\s*(if|else|for|while|do|for_(val|verb)_each)\b", head)


def row_broken(given, made):
    """True where several items on a line were only set one below another."""
    return len(made) > len(given) and "".join("".join(given).split()) == "".join("".join(made).split()) \
        and all(x.endswith(",") or re.match(r"\s*case\b", x) for x in given)


def check(text, made):
    """The faults of a text that told() gave and clang-format made into `made`."""
    given, made = text.split("\n"), made.split("\n")
    match = difflib.SequenceMatcher(None, [plain(x) for x in given], [plain(x) for x in made], False)
    for tag, a, b, c, d in match.get_opcodes():
        if tag == "equal" or row_broken(given[a:b], made[c:d]):
            continue
        at = next((i for i in range(a, b) if not own(given, i)), None)
        if at is not None:
            yield at + 1, given[a:b], made[c:d]
        elif tag == "insert" and not "".join(made[c:d]).strip() == "":
            yield a + 1, [], made[c:d]


def mend(path):
    """Lets clang-format have the lines at fault and the long ones, last first."""
    text = open(path, encoding="utf8").read()
    spans = {(line, line + max(len(given), 1) - 1)
             for line, given, _ in check(told(text), formatted(path, told(text)))}
    spans |= {(i, i) for i, line in enumerate(text.split("\n"), 1)
              if len(line.expandtabs(8)) > 100}
    conf = open(os.path.join(ROOT, ".clang-format"), encoding="utf8").read()
    flat = "{" + ", ".join(x for x in conf.replace("ColumnLimit: 0", "ColumnLimit: 100").split("\n")
                           if x and not x.startswith("#")) + "}"
    for first, last in sorted(spans, reverse=True):
        text = untold(formatted(path, told(text), ["--style=" + flat, "--lines=%d:%d" % (first, last)]))
    if spans:
        open(path, "w", encoding="utf8").write(text)


def self_test():
    head = "/* Duty. */\n"
    bad = ["int f(void) {\n\treturn 0;\n}\n", "int f(void)\n{\n    return 0;\n}\n",
           "int f(int a)\n{\n\tif(a)\n\t\treturn 1;\n\treturn 0;\n}\n",
           "int f(int a)\n{\n\tif (a)\n\t{\n\t\ta++;\n\t}\n\treturn a;\n}\n",
           "int f(int a)\n{\n\treturn a+1;\n}\n", "char* p;\n",
           "int f(int a)\n{\n\tif (a) return 1;\n\treturn 0;\n}\n",
           "int f(int a)\n{\n\tf(a,a);\n\t  f(a);\n\treturn 0;\n}\n"]
    good = ["enum { A = 1, B = 2 };\nenum kind { X, Y };\n",
            "struct s {\n\tint a;      /* one */\n\tchar *bcd;  /* two */\n};\n",
            "#define M(x)        \\\n\tdo {        \\\n\t\tf(x); \\\n\t} while (0)\n",
            "static const struct row t[] = {\n\t{ 1, 2 },\n\t{ 3,   4 },\n};\n",
            "struct template {\n\tint new;\n};\n",
            "int f(void)\n{\n\tfor val_each(v, m)\n\t\tg(v);\n\treturn 0;\n}\n",
            "int t[] = {\n\t1, 2,\n\t3, 4,\n};\n",
            "int f(int a)\n{\n\treturn a < 0 ? 0 : a > 3 ? 3 : a;\n}\n"]
    for wanted, texts in ((True, bad), (False, good)):
        for text in texts:
            if bool(list(check(told(head + text), formatted("x.c", told(head + text))))) != wanted:
                sys.exit("style.py: self-test: %s: %r" % ("missed" if wanted else "false", text))
    print("style.py: self-test: %d faults found, none false" % len(bad))


def main(argv):
    if argv == ["--self-test"]:
        return self_test()
    flag = argv.pop(0) if argv and argv[0] in ("-d", "-w") else ""
    paths = argv or sorted(p for top in ("src", "tests") for p in glob.glob(
        os.path.join(ROOT, top, "**", "*.[ch]"), recursive=True))
    faults = 0
    if flag == "-w":
        for path in paths:
            mend(path)
    texts = {path: told(open(path, encoding="utf8").read()) for path in paths}
    all_made = formatted_all(texts)
    for path in paths:
        for line, given, made in check(texts[path], all_made[path]):
            faults += 1
            print("%s:%d: clang-format would write this otherwise" % (
                os.path.relpath(path, ROOT), line))
            if flag == "-d":
                print("\n".join(["\t-" + x for x in given] + ["\t+" + x for x in made]))
    print("%d faults of style; `tools/style.py -d` shows them, -w mends them" % faults if faults
          else "style holds: %d files" % len(paths))
    return 1 if faults or not paths else 0


sys.exit(main(sys.argv[1:]))
