/* The tables of endings and signatures: see upload.h. */
#include "in/upload_in.h"

#include <errno.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/utf8.h"

enum { NAME_MOST = 1000, HEAD = 16 };

/* Ending, the kind kept, what the bytes must be. */
static const struct {
	const char *ending;
	struct str kind;
	enum what what;
} endings[] = {
	{ "jpg", S("jpg"), WHAT_JPG },   { "jpeg", S("jpg"), WHAT_JPG },
	{ "png", S("png"), WHAT_PNG },   { "webp", S("webp"), WHAT_WEBP },
	{ "heic", S("heic"), WHAT_HEIC },{ "pdf", S("pdf"), WHAT_PDF },
	{ "docx", S("docx"), WHAT_DOCX },{ "xlsx", S("xlsx"), WHAT_XLSX },
	{ "txt", S("txt"), WHAT_TXT },   { "mp4", S("mp4"), WHAT_MP4 },
	{ "doc", S("doc"), WHAT_DOC },   { "wps", S("wps"), WHAT_DOC },
	{ "xls", S("xls"), WHAT_XLS },   { "et", S("et"), WHAT_XLS },
	{ "ofd", S("ofd"), WHAT_OFD },
};

/* First bytes; those that need a closer look have a function below. */
static const struct {
	struct str bytes;
	enum what what;
} heads[] = {
	{ S("\xff\xd8\xff"), WHAT_JPG },
	{ S("\x89PNG\r\n\x1a\n"), WHAT_PNG },
	{ S("%PDF-"), WHAT_PDF },
	{ S("PK\3\4"), WHAT_ZIP },
	{ S("PK\5\6"), WHAT_ZIP },
	{ S("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), WHAT_OLE },
	{ S("\xff\xfe"), WHAT_UTF16 },
	{ S("\xfe\xff"), WHAT_UTF16 },
	{ S("{\\rtf"), WHAT_RTF },
	{ S("GIF8"), WHAT_GIF },
	{ S("BM"), WHAT_BMP },
	{ S("II*\0"), WHAT_TIFF },
	{ S("MM\0*"), WHAT_TIFF },
	{ S("ID3"), WHAT_MP3 },
	{ S("Rar!\x1a\7"), WHAT_RAR },
	{ S("7z\xbc\xaf\x27\x1c"), WHAT_7Z },
	{ S("\x1f\x8b"), WHAT_GZ },
	{ S("MZ"), WHAT_EXE },
	{ S("\x7f" "ELF"), WHAT_ELF },
	{ S("SQLite format 3"), WHAT_SQLITE },
};

/* What it is called, alike in every language; the sentence that refuses it, where
 * it is not that of a lie; is it whole. */
static const struct {
	struct str name;
	enum msg says;
	bool (*check)(const struct looked *l, struct err *e);
} whats[WHAT_COUNT] = {
	[WHAT_UNKNOWN] = { .says = MSG_UPLOAD_UNKNOWN },
	[WHAT_LOCKED] = { .says = MSG_UPLOAD_LOCKED },
	[WHAT_UTF16] = { .says = MSG_UPLOAD_UTF16 },
	[WHAT_JPG] = { S("JPG"), .check = upload_check_jpg },
	[WHAT_PNG] = { S("PNG"), .check = upload_check_png },
	[WHAT_WEBP] = { S("WEBP"), .check = upload_check_webp },
	[WHAT_HEIC] = { S("HEIC"), .check = upload_check_heic },
	[WHAT_MP4] = { S("MP4"), .check = upload_check_mp4 },
	[WHAT_PDF] = { S("PDF"), .check = upload_check_pdf },
	[WHAT_DOCX] = { S("Word (docx)") },
	[WHAT_XLSX] = { S("Excel (xlsx)") },
	[WHAT_OFD] = { S("OFD") },
	[WHAT_DOC] = { S("Word/WPS (doc, wps)") },
	[WHAT_XLS] = { S("Excel/WPS (xls, et)") },
	[WHAT_TXT] = { S("TXT") },
	[WHAT_OLE] = { S("Office (OLE)") },
	[WHAT_PPTX] = { S("PowerPoint (pptx)") },
	[WHAT_ODF] = { S("OpenDocument/EPUB") },
	[WHAT_JAR] = { S("Java/Android (jar, apk)") },
	[WHAT_ZIP] = { S("ZIP") },
	[WHAT_HTML] = { S("HTML") },
	[WHAT_XML] = { S("XML/SVG") },
	[WHAT_RTF] = { S("RTF") },
	[WHAT_GIF] = { S("GIF") },
	[WHAT_BMP] = { S("BMP") },
	[WHAT_TIFF] = { S("TIFF") },
	[WHAT_MOV] = { S("QuickTime (mov)") },
	[WHAT_MP3] = { S("MP3") },
	[WHAT_RAR] = { S("RAR") },
	[WHAT_7Z] = { S("7-Zip") },
	[WHAT_GZ] = { S("GZIP") },
	[WHAT_EXE] = { S("Windows EXE") },
	[WHAT_ELF] = { S("Linux ELF") },
	[WHAT_SQLITE] = { S("SQLite") },
};

static bool read_fd(void *with, int64_t at, char *to, ptrdiff_t n)
{
	const int *fd = with;
	while (n) {
		ssize_t got = pread(*fd, to, (size_t)n, at);
		if (got == 0 || (got < 0 && errno != EINTR))
			return false;
		if (got > 0) {
			at += got;
			to += got;
			n -= got;
		}
	}
	return true;
}

struct upload upload_of_fd(const int *fd, int64_t size)
{
	return (struct upload){ size, (void *)fd, read_fd };
}

bool upload_get(const struct looked *l, int64_t at, void *to, ptrdiff_t n)
{
	return at >= 0 && n >= 0 && at <= l->file->size - n &&
	       (n == 0 || l->file->read(l->file->with, at, to, n));
}

bool upload_bad(const struct looked *l, enum msg why, struct err *e)
{
	return err_set(e, ERR_BAD_INPUT, why, ARGS(l->name));
}

/* What the first bytes say, and a closer look; false after a refusal. */
static bool look(const struct looked *l, enum what *what, struct err *e)
{
	char head[HEAD] = { 0 };
	ptrdiff_t n = l->file->size < HEAD ? (ptrdiff_t)l->file->size : HEAD;
	struct str first = { head, n };
	*what = WHAT_UNKNOWN;
	if (!upload_get(l, 0, head, n))
		return upload_bad(l, MSG_UPLOAD_READ, e);
	for (size_t i = 0; i < sizeof(heads) / sizeof(*heads) && !*what; i++)
		if (str_starts(first, heads[i].bytes))
			*what = heads[i].what;
	if (n >= 12 && str_starts(first, S("RIFF")) && memcmp(head + 8, "WEBP", 4) == 0)
		*what = WHAT_WEBP;
	if (n >= 12 && memcmp(head + 4, "ftyp", 4) == 0)
		*what = upload_boxes(l);
	if (*what == WHAT_ZIP)
		return upload_zip(l, what, e);
	if (*what == WHAT_OLE)
		*what = upload_ole(l);
	/* words may start like a picture's or a program's signature */
	if (*what == WHAT_UNKNOWN || *what == WHAT_BMP || *what == WHAT_EXE || *what == WHAT_MP3) {
		enum what text = upload_text(l);
		*what = text ? text : *what;
	}
	return true;
}

/* The row of the name's ending, or -1. */
static int ending_of(struct str name)
{
	ptrdiff_t dot = str_rfind(name, S("."));
	struct str ending = dot < 0 ? S("") : str_from(name, dot + 1);
	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++)
		if (ending.n == (ptrdiff_t)strlen(endings[i].ending) &&
		    strncasecmp(ending.p, endings[i].ending, (size_t)ending.n) == 0)
			return (int)i;
	return -1;
}

bool upload_kind(struct arena *a, struct str name, const struct upload *file, struct str *kind,
		 struct err *e)
{
	struct looked l = { a, name, file };
	enum what what;
	int row = ending_of(name);
	if (row < 0)
		return err_set(e, ERR_BAD_INPUT, MSG_UPLOAD_ENDING, ARGS(name));
	*kind = endings[row].kind;
	if (file->size <= 0)
		return upload_bad(&l, MSG_UPLOAD_EMPTY, e);
	if (!look(&l, &what, e))
		return false;
	if (what != endings[row].what && whats[what].says)
		return err_set(e, ERR_BAD_INPUT, whats[what].says, ARGS(name, *kind));
	if (what != endings[row].what)
		return err_set(e, ERR_BAD_INPUT, MSG_UPLOAD_LIE,
			       ARGS(name, *kind, whats[what].name));
	bool zip = what == WHAT_DOCX || what == WHAT_XLSX || what == WHAT_OFD;
	if (!zip && upload_has_zip_end(&l))
		return upload_bad(&l, MSG_UPLOAD_TWO, e);
	return !whats[what].check || whats[what].check(&l, e);
}

struct str upload_name(struct arena *a, struct str raw)
{
	struct buf b;
	for (ptrdiff_t i = raw.n; i > 0; i--)
		if (raw.p[i - 1] == '/' || raw.p[i - 1] == '\\') {
			raw = str_from(raw, i);
			break;
		}
	buf_init(&b, a);
	while (raw.n && b.n <= NAME_MOST - 4) {
		ptrdiff_t bad = utf8_check(raw), n = bad < 0 ? raw.n : bad, take = 0;
		struct str good = str_cut(raw, 0, n);
		while (take < good.n && b.n <= NAME_MOST - 4) {
			ptrdiff_t len;
			uint32_t cp = utf8_at(good, take, &len);
			buf_rune(&b, cp ? cp : 0xFFFD);
			take += len;
		}
		if (take == n && bad >= 0) {
			buf_rune(&b, 0xFFFD);
			take++;
		}
		raw = str_from(raw, take);
	}
	return b.n ? buf_str(&b) : S("-");
}
