"""Files that lie, hide something or are broken: each is refused with a sentence
that says why, or kept as nothing but data; no name ever becomes a path."""
import io
import json
import os
import struct
import sys
import tempfile
import zipfile
import zlib

import tap

CODE = "2025-01-001"


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width=1, height=1, end=True):
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0\0"))
            + (chunk(b"IEND", b"") if end else b""))


def box(kind, data=b""):
    return struct.pack(">I", 8 + len(data)) + kind + data


def film(brand, *boxes):
    return box(b"ftyp", brand + b"\0\0\0\0" + brand) + b"".join(boxes)


def archive(*entries, comment=b"", method=zipfile.ZIP_DEFLATED):
    """Entries are (name or ZipInfo, bytes)."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as z:
        z.comment = comment
        for name, data in entries:
            z.writestr(name, data, method)
    return out.getvalue()


DOCX = (("[Content_Types].xml", "<Types/>"), ("word/document.xml", "<w:document/>"))
XLSX = (("[Content_Types].xml", "<Types/>"), ("xl/workbook.xml", "<workbook/>"))
OFD = (("OFD.xml", "<ofd:OFD/>"), ("Doc_0/Document.xml", "<x/>"))
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\nstartxref\n9\n%%EOF\n"
WEBP = b"RIFF" + struct.pack("<I", 18) + b"WEBPVP8 " + struct.pack("<I", 6) + b"\0" * 6
MP4 = film(b"isom", box(b"moov", b"x" * 8), box(b"mdat", b"y" * 20))
HEIC = film(b"heic", box(b"meta", b"x" * 8), box(b"mdat", b"y" * 20))


def ole(*streams):
    """Header, one sector of allocation, one of the directory."""
    head = bytearray(512)
    head[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<H", head, 30, 9)
    struct.pack_into("<I", head, 44, 1)
    struct.pack_into("<I", head, 48, 1)
    struct.pack_into("<109I", head, 76, 0, *[0xFFFFFFFF] * 108)
    fat = struct.pack("<128I", 0xFFFFFFFD, 0xFFFFFFFE, *[0xFFFFFFFF] * 126)
    rows = b""
    for name in ("Root Entry", *streams):
        text = (name + "\0").encode("utf-16le")
        rows += (text.ljust(64, b"\0") + struct.pack("<H", len(text))).ljust(128, b"\0")
    return bytes(head) + fat + rows.ljust(512, b"\0")


def link():
    info = zipfile.ZipInfo("word/media/a")
    info.create_system = 3
    info.external_attr = 0o120777 << 16
    return archive(*DOCX, (info, "/etc/passwd"))


def patched(data, find, at, put, last=False):
    """The bytes with `put` written `at` bytes after the first (last) `find`."""
    i = (data.rfind if last else data.find)(find) + at
    return data[:i] + put + data[i + len(put):]


def overlapping():
    """Every row of the directory names the same entry."""
    data = archive(*DOCX, ("word/a.xml", b"x" * 50), ("word/b.xml", b"y" * 50))
    first = data.find(b"PK\1\2")
    for _ in range(4):
        data = patched(data, b"PK\1\2", 42, struct.pack("<I", 0), last=True)
    return data if first > 0 else b""


def renamed_inside():
    """The entry's own header says another name than the directory."""
    data = archive(*DOCX, ("word/aaaa.xml", "x"))
    i = data.find(b"word/aaaa.xml")
    return data[:i] + b"word/bbbb.xml" + data[i + 13:]


def many(count):
    return archive(*DOCX, *[("word/media/%d" % i, "") for i in range(count)])


def encrypted():
    data = archive(*DOCX)
    return patched(data, b"PK\1\2", 8, struct.pack("<H", 1))


def kept_cases():
    return [
        ("照片.jpg", tap.JPG), ("照片.JPEG", tap.JPG), ("phone.jpg", tap.JPG + MP4),
        ("a.png", png()), ("a.webp", WEBP), ("a.heic", HEIC), ("a.mp4", MP4), ("a.pdf", PDF),
        ("a.docx", archive(*DOCX)), ("a.xlsx", archive(*XLSX)), ("a.ofd", archive(*OFD)),
        ("stored.docx", archive(*DOCX, method=zipfile.ZIP_STORED)),
        ("comment.docx", archive(*DOCX, comment=b"made by hand")),
        ("a.doc", ole("WordDocument")), ("a.wps", ole("WordDocument")),
        ("a.xls", ole("Workbook")), ("a.et", ole("Book")),
        ("utf8.txt", "整改情况\r\n".encode()), ("bom.txt", b"\xef\xbb\xbfabc"),
        ("gbk.txt", "整改情况属实，已经完成。".encode("gb18030")),
        ("four.txt", "𠀀𠀁".encode("gb18030")), ("MZ.txt", b"MZ is how this text starts"),
        ("long.txt", "整改".encode() * 40000), ("one.txt", b"x"),
        # a script in a picture's comment, a macro's name in a text: data, never opened
        ("script.jpg", tap.JPG[:2] + b"\xff\xfe\0\x1b<script>alert(1)</script>" + tap.JPG[2:]),
        ("eicar.txt", b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!"),
        ("action.pdf", PDF.replace(b"<<>>", b"<</S/JavaScript/JS(app.alert(1))>>")),
        ("‮gpj.exe.txt", b"turned name"), ("a\rb\nc.txt", b"lines in the name"),
        ("=cmd|'C calc'!A0.txt", b"formula"), ("-rf.txt", b"option"),
        ("x" * 240 + ".txt", b"long name"), ("<script>.txt", b"markup"), ("a;b&c$(d).txt", b"shell"),
    ]


def refused_cases():
    docx, zipped = archive(*DOCX), archive(("a.txt", "x"))
    bomb = archive(*DOCX, ("word/media/a.bmp", b"\0" * (30 << 20)))
    return [
        # the ending says one thing, the bytes another
        ("pdf.jpg", PDF, "PDF"), ("png.jpg", png(), "PNG"), ("jpg.png", tap.JPG, "JPG"),
        ("docx.xlsx", docx, "docx"), ("xlsx.docx", archive(*XLSX), "xlsx"),
        ("zip.docx", zipped, "ZIP"), ("docx.pdf", docx, "docx"), ("doc.docx", ole("WordDocument"), "doc"),
        ("xls.doc", ole("Workbook"), "xls"), ("docx.doc", docx, "docx"), ("heic.jpg", HEIC, "HEIC"),
        ("mov.mp4", film(b"qt  ", box(b"moov")), "QuickTime"), ("mp4.heic", MP4, "MP4"),
        ("gif.png", b"GIF89a" + b"\0" * 20, "GIF"), ("bmp.jpg", b"BM" + b"\0" * 60, "BMP"),
        ("tiff.jpg", b"II*\0" + b"\0" * 20, "TIFF"), ("svg.png", b"<svg onload='alert(1)'/>", "SVG"),
        ("svg.txt", b"<?xml version='1.0'?><svg/>", "SVG"), ("page.txt", b"<html><script>1</script>", "HTML"),
        ("page.jpg", b"<!doctype html><p>x", "HTML"), ("page.pdf", b"<html>%PDF-1.4", "HTML"),
        ("exe.pdf", b"MZ\x90\0" + b"\0" * 60, "EXE"), ("exe.txt", b"MZ\x90\0" + b"\0" * 60, "EXE"),
        ("elf.txt", b"\x7fELF" + b"\1" * 40, "ELF"), ("rtf.doc", b"{\\rtf1 x}", "RTF"),
        ("rar.docx", b"Rar!\x1a\7\0" + b"\0" * 20, "RAR"), ("7z.xlsx", b"7z\xbc\xaf\x27\x1c" + b"\0" * 9, "7-Zip"),
        ("gz.docx", b"\x1f\x8b\x08" + b"\0" * 20, "GZIP"), ("pptx.docx",
         archive(DOCX[0], ("ppt/presentation.xml", "x")), "pptx"),
        ("odt.docx", archive(("mimetype", "application/vnd.oasis.opendocument.text")), "OpenDocument"),
        ("jar.docx", archive(("META-INF/MANIFEST.MF", "x")), "Java"),
        ("sqlite.txt", b"SQLite format 3\0" + b"\0" * 90, "SQLite"),
        ("msi.doc", ole("Installer"), "OLE"), ("locked.docx", ole("EncryptedPackage"), "密码"),
        ("utf16.txt", "整改".encode("utf-16"), "UTF-16"), ("bytes.txt", b"\x81\xff\xfe\x00", "认不出"),
        ("nul.txt", b"abc\0def", "认不出"), ("escape.txt", b"abc\x1b[31m", "认不出"),
        ("cut.txt", "整改".encode()[:-1], "认不出"), ("noise.jpg", b"\x01\x02\x03\x04" * 9, "认不出"),
        # endings that are not taken at all
        ("a.exe", b"MZ", "后缀"), ("a.svg", b"<svg/>", "后缀"), ("a.html", b"<html>", "后缀"),
        ("a.docm", docx, "后缀"), ("a.zip", zipped, "后缀"), ("a.pdf.js", b"1", "后缀"),
        ("noending", PDF, "后缀"), ("a.jpg ", tap.JPG, "后缀"), ("a.php", b"<?php", "后缀"),
        # empty, cut off, damaged
        ("empty.pdf", b"", "空文件"), ("empty.txt", b"", "空文件"), ("cut.jpg", tap.JPG[:-2], "不完整"),
        ("head.jpg", tap.JPG[:24], "不完整"), ("cut.png", png(end=False), "不完整"),
        ("head.png", png()[:20], "不完整"), ("cut.webp", WEBP[:-4], "不完整"), ("cut.mp4", MP4[:-4], "不完整"),
        ("nomoov.mp4", film(b"isom", box(b"mdat", b"y")), "不完整"), ("cut.heic", HEIC[:-1], "不完整"),
        ("cut.pdf", PDF[:-8], "不完整"), ("cut.docx", docx[:-5], "目录"), ("half.docx", docx[:len(docx) // 2], "目录"),
        # too large to unfold
        ("flood.png", png(60000, 60000), "尺寸"), ("thin.png", png(50000, 1), "尺寸"),
        ("flood.jpg", tap.JPG.replace(b"\x08\0\1\0\1", b"\x08\xff\xff\xff\xff"), "尺寸"),
        ("none.png", png(0, 5), "不完整"),
        # two files in one
        ("two.jpg", tap.JPG + zipped, "压缩包"), ("two.png", png() + zipped, "压缩包"),
        ("two.pdf", PDF + zipped, "压缩包"), ("behind.docx", docx + b"x", "目录"),
        ("before.docx", b"x" * 40 + docx, "认不出"), ("between.docx",
         docx[:docx.find(b"PK\1\2")] + b"z" * 100 + docx[docx.find(b"PK\1\2"):], "目录"),
        # zips made to hurt
        ("bomb.docx", bomb, "展开"), ("many.docx", many(2100), "展开"),
        ("nested.docx", archive(*DOCX, ("word/a.zip", zipped)), "套着"),
        ("rar.inside.xlsx", archive(*XLSX, ("xl/a.RAR", "x")), "套着"),
        ("overlap.docx", overlapping(), ""), ("names.docx", renamed_inside(), "目录"),
        ("link.docx", link(), "链接"), ("macro.docx", archive(*DOCX, ("word/vbaProject.bin", "x")), "宏"),
        ("macro.xlsx", archive(*XLSX, ("xl/vbaProject.bin", "x")), "宏"),
        ("exe.inside.docx", archive(*DOCX, ("word/embeddings/a.exe", "MZ")), "程序"),
        ("js.inside.ofd", archive(*OFD, ("Doc_0/a.js", "1")), "程序"),
        ("up.docx", archive(*DOCX, ("../../etc/passwd", "x")), "文件名"),
        ("root.docx", archive(*DOCX, ("/etc/passwd", "x")), "文件名"),
        ("back.docx", archive(*DOCX, ("word\\..\\a", "x")), "文件名"),
        ("drive.docx", archive(*DOCX, ("c:/a", "x")), "文件名"),
        ("both.docx", archive(*DOCX, XLSX[1]), "ZIP"), ("secret.docx", encrypted(), "加密"),
        ("lzma.docx", archive(*DOCX, method=zipfile.ZIP_LZMA), "目录"),
        ("bare.docx", archive(DOCX[1]), "ZIP"),
    ]


def inside(led):
    """Names of all files of the ledger's evidence."""
    return sorted(os.path.relpath(os.path.join(f, n), led) for f, _, names in
                  os.walk(os.path.join(led, "evidence")) for n in names)


def write(work, name, data):
    path = os.path.join(work, "in", name)
    with open(path, "wb") as f:
        f.write(data)
    return path


def attach(led, *args):
    return tap.huiyin("attach", "--ledger", led, "--as", "王小明", *args)


def kept(work, led):
    for name, data in kept_cases():
        path = write(work, name, data)
        run = attach(led, CODE, "--json", "--", path)
        made = json.loads(run.out)[0] if run.returncode == 0 else {"code": ""}
        out = os.path.join(work, "out")
        got = tap.huiyin("evidence", made["code"], "-o", out, "--ledger", led)
        tap.ok(got.returncode == 0 and open(out, "rb").read() == data
               and made["name"].replace("�", "") == name, "kept: %r" % name[:40], run.words)
    page = tap.huiyin("show", CODE, "--ledger", led).out
    tap.ok("\r" not in page and "‮" not in page, "names are shown clean")
    listed = tap.huiyin("evidence", CODE, "--ledger", led).out
    tap.ok("\r" not in listed and "‮" not in listed and len(listed.splitlines())
           == len(kept_cases()) + 1, "and listed clean, a line each")


def refused(work, led):
    before = inside(led)
    for i, (name, data, says) in enumerate(refused_cases()):
        for lang, word in (("zh", says), ("en", ""))[:1 if i % 5 else 2]:
            run = tap.huiyin("attach", "--ledger", led, "--as", "王小明", "--lang", lang, CODE, "--",
                             write(work, name, data))
            tap.ok(run.returncode in (1, 2) and word in run.words and len(run.words) > 20
                   and not run.out, "refused (%s): %s" % (lang, name), run.words)
    tap.same(inside(led), before, "nothing of what was refused is left")


def bounds(work, led):
    text = b"0123456789abcde\n"
    limit = (50 << 20) // len(text)
    run = attach(led, CODE, write(work, "limit.txt", text * limit))
    tap.ok(run.returncode == 0, "50 MB are taken", run.words)
    run = attach(led, CODE, write(work, "over.txt", text * limit + b"x"))
    tap.ok(run.returncode == 2 and "50 MB" in run.words, "a byte more is not", run.words)
    tap.huiyin("act", "set-setting", "--name", "evidence-file-mb", "--value", "1", "--ledger", led,
               "--as", "王小明")
    run = attach(led, CODE, write(work, "two.txt", text * (2 << 16)))
    tap.ok(run.returncode == 2 and "1 MB" in run.words, "the limit is a setting", run.words)
    tap.huiyin("act", "set-setting", "--name", "evidence-file-mb", "--value", "50", "--ledger", led,
               "--as", "王小明")
    files = len(inside(led))
    run = attach(led, CODE, write(work, "again.txt", text * limit))
    tap.ok(run.returncode == 0 and len(inside(led)) == files, "the same bytes: one file, two rows")
    rows = len(tap.parsed("evidence", CODE, "--json", "--ledger", led))
    run = attach(led, CODE, write(work, "good.pdf", PDF), write(work, "bad.pdf", b"x"))
    tap.ok(run.returncode == 2 and len(tap.parsed("evidence", CODE, "--json", "--ledger", led)) == rows,
           "several files: all or none", run.words)
    for args in ((work,), ("/dev/zero",), (os.path.join(work, "gone.pdf"),)):
        run = attach(led, CODE, *args)
        tap.ok(run.returncode == 2 and run.words, "no regular file: %s" % args[0], run.words)
    for place in (CODE + "/x", CODE + "/99", "2025-01-999"):
        run = attach(led, place, write(work, "good.pdf", PDF))
        tap.ok(run.returncode in (1, 2), "no such place: " + place, run.words)
    run = attach(led, CODE, write(work, "good.pdf", PDF), "--titel", "x")
    tap.ok(run.returncode == 2 and "title" in run.words, "did you mean --title", run.words)


def lifted(work, led):
    """Cleared by a second person with that role, made void, and counted no more."""
    code = CODE + "-0-01"

    def act(who, verb, *more):
        return tap.huiyin("act", verb, code, *more, "--as", who, "--ledger", led)

    for name, roles in (("周琳", "publisher"), ("郑洁", "clerk publisher")):
        tap.huiyin("act", "add-person", "--name", name, "--roles", roles, "--ledger", led, "--as",
                   "王小明")
    tap.same(tap.parsed("evidence", CODE, "--json", "--ledger", led)[0]["cleared"], None,
             "not public unless cleared")
    tap.same(act("王小明", "clear-evidence", "--outcome", "public").returncode, 1, "not by a clerk")
    run = act("周琳", "clear-evidence", "--outcome", "public")
    tap.ok(run.returncode == 0, "cleared by a publisher", run.words)
    tap.same(tap.parsed("evidence", CODE, "--json", "--ledger", led)[0]["cleared_by"], "周琳", "by name")
    run = act("王小明", "void-evidence", "--reason", "附错了")
    row = tap.parsed("evidence", CODE, "--json", "--ledger", led)[0]
    tap.ok(run.returncode == 0 and row["voided"] and row["cleared"] is None
           and row["void_reason"] == "附错了", "void: the row stays, no longer public", run.words)
    run = act("周琳", "clear-evidence", "--outcome", "public")
    tap.ok(run.returncode == 1 and "作废" in run.words, "what is void is not cleared", run.words)


def changed(work, led):
    """A file that was changed on the disk is not given out."""
    row = tap.parsed("evidence", CODE, "--json", "--ledger", led)[1]
    path = os.path.join(led, "evidence", row["sha256"][:2], row["sha256"][2:])
    with open(path, "r+b") as f:
        f.write(b"x")
    out = os.path.join(work, "never")
    run = tap.huiyin("evidence", row["code"], "-o", out, "--ledger", led)
    tap.ok(run.returncode and "被改动" in run.words and not os.path.exists(out),
           "a changed file is not given out", run.words)


def main():
    with tempfile.TemporaryDirectory() as work:
        led = os.path.join(work, "ledger")
        os.mkdir(os.path.join(work, "in"))
        tap.huiyin("init", led, "--as", "王小明")
        tap.huiyin("import", "examples/clean.txt", "--as", "王小明", "--ledger", led)
        tap.ok(len(kept_cases()) + len(refused_cases()) >= 100, "a hundred cases")
        kept(work, led)
        refused(work, led)
        bounds(work, led)
        lifted(work, led)
        run = tap.huiyin("verify", "--ledger", led)
        tap.ok(run.returncode == 0, "the log is whole", run.out + run.words)
        changed(work, led)
        tap.same(sorted(os.listdir(work)), ["in", "ledger", "out"], "nothing was written elsewhere")
    return tap.done()


sys.exit(main())
