#!/usr/bin/env python3
"""Keeps the code small and free of a few things that the project does without.

usage: limits.py [ROOT]         check src/, tests/ and tools/ of ROOT (default: .)
       limits.py --self-test    prove on made-up files that each fault is found

In src: files of at most 600 lines, functions of at most 60 (signature and
braces counted), an opening comment, no banned call, no setjmp or alloca.
Everywhere: nothing left to do (the mark for it is refused), no trailing white
space, C lines of at most 100 characters (a tab reaching to the next eighth), a
last line break.
Exceptions stand in tools/limits.txt, one a line: PATH[:FUNCTION] reason.
"""
import os
import re
import sys
import tempfile

FILE_LINES, FUNCTION_LINES, COLUMNS = 600, 60, 100
BANNED = re.compile(r"\b(strcpy|strcat|sprintf|vsprintf|strtok|gets|atoi|atol|atof|alloca|setjmp|"
                    r"longjmp|system|popen)\s*\(")
NOISE = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)
LEFT = re.compile(r"\b(TO" r"DO|FIX" r"ME)\b")
CODE = (".c", ".h")


def blanked(text):
    """The text with comments and literals emptied, lines kept."""
    return NOISE.sub(lambda m: "\n" * m.group().count("\n"), text)


def width(line):
    column = 0
    for c in line:
        if c == "\t":
            column += 8 - column % 8
        else:
            column += 1
    return column


def functions(lines):
    """(name, first line from 1, lines) of each function: one opens with a
    brace alone in the first column and closes with another."""
    start = None
    for i, line in enumerate(lines):
        if line == "{":
            start = i
            while start and lines[start - 1] and not lines[start - 1].startswith(("#", "}", " *")) \
                    and not lines[start - 1].rstrip().endswith((";", "*/")):
                start -= 1
        elif line.startswith("}") and start is not None:
            m = re.search(r"(\w+)\s*\(", " ".join(lines[start:i]))
            yield (m.group(1) if m else "?"), start + 1, i - start + 1
            start = None


def check_source(path, text):
    lines = text.splitlines()
    if not text.startswith("/*"):
        yield path, 1, "", "open the file with a comment that says its duty"
    if len(lines) > FILE_LINES:
        yield path, 1, "", "%d lines; a file has at most %d" % (len(lines), FILE_LINES)
    for name, at, n in functions(lines):
        if n > FUNCTION_LINES:
            yield path, at, name, "%s has %d lines; a function has at most %d" % (
                name, n, FUNCTION_LINES)
    bare = blanked(text)
    for m in BANNED.finditer(bare):
        yield path, bare.count("\n", 0, m.start()) + 1, "", "%s is not used here" % m.group(1)


def check_lines(path, text):
    if text and not text.endswith("\n"):
        yield path, text.count("\n") + 1, "", "no line break at the end"
    for i, line in enumerate(text.split("\n"), 1):
        if line.rstrip() != line:
            yield path, i, "", "white space at the end of the line"
        if path.endswith(CODE) and width(line) > COLUMNS:
            yield path, i, "", "%d characters wide, at most %d" % (width(line), COLUMNS)
        if LEFT.search(line):
            yield path, i, "", "something is left to do here"


def exceptions(root):
    path = os.path.join(root, "tools/limits.txt")
    out = {}
    for line in open(path, encoding="utf8") if os.path.exists(path) else ():
        if line.strip() and not line.startswith("#"):
            name, _, reason = line.strip().partition(" ")
            if not reason.strip():
                sys.exit("%s: an exception needs its reason: %s" % (path, name))
            out[name] = reason
    return out


def check(root):
    excepted, out, files, used = exceptions(root), [], 0, set()
    for top in ("src", "tests", "tools"):
        for folder, _, names in sorted(os.walk(os.path.join(root, top))):
            for name in sorted(names):
                full = os.path.join(folder, name)
                path = os.path.relpath(full, root)
                if not name.endswith(CODE + (".py", ".sh", "meson.build")):
                    continue
                files += 1
                text = open(full, encoding="utf8").read()
                found = list(check_lines(path, text))
                if top == "src" and name.endswith(CODE):
                    found += check_source(path, text)
                for where, line, function, words in found:
                    key = where + ":" + function if function else where
                    if key in excepted:
                        used.add(key)
                    else:
                        out.append("%s:%d: %s" % (where, line, words))
    out += ["tools/limits.txt: no longer needed: " + name for name in sorted(set(excepted) - used)]
    return out, files


def self_test():
    long_body = "static int big(void)\n{\n" + "\t;\n" * 60 + "}\n"
    tree = {
        "src/good.c": '/* Duty. */\nint f(void)\n{\n\tputs("gets(x) system(y)"); /* atoi(z) */\n'
                      + "\t;\n" * 56 + "}\n",
        "src/big.c": "/* Duty. */\n" + long_body,
        "src/excused.c": "/* Duty. */\n" + long_body,
        "src/long.c": "/* Duty. */\n" + "int x;\n" * 600,
        "src/bare.h": "int y;\n",
        "src/calls.c": "/* Duty. */\n\nint n = atoi (\"1\");\nvoid *p = alloca(3);\n",
        "src/left.h": "/* Duty.\n * TO" "DO more */\n",
        "src/wide.h": "/* Duty. */\n/* " + "字" * 95 + " */\n",
        "tests/t.py": "x = 1 \n",
        "tests/jump.c": "int i = setjmp(b);\nint end;",
        "tools/limits.txt": "# why\nsrc/excused.c:big a table of cases\nsrc/gone.c was long\n",
    }
    want = ["src/bare.h:1", "src/big.c:2", "src/calls.c:3", "src/calls.c:4", "src/left.h:2",
            "src/long.c:1", "src/wide.h:2", "tests/jump.c:2", "tests/t.py:1",
            "tools/limits.txt: no longer needed"]
    with tempfile.TemporaryDirectory() as root:
        for path, text in tree.items():
            full = os.path.join(root, path)
            os.makedirs(os.path.dirname(full), exist_ok=True)
            open(full, "w", encoding="utf8").write(text)
        found = sorted(":".join(f.split(":")[:2]) for f in check(root)[0])
    if found != want:
        sys.exit("limits.py: self-test failed: found %s, want %s" % (found, want))
    print("limits.py: self-test: %d faults found, none false" % len(want))


def main(argv):
    if argv == ["--self-test"]:
        return self_test()
    faults, files = check(argv[0] if argv else ".")
    print("\n".join(faults) if faults else "limits hold: %d files" % files)
    return 1 if faults or not files else 0


sys.exit(main(sys.argv[1:]))
