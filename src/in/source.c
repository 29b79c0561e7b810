/*
 * A file to paragraphs: bounds its size, tells its kind by its bytes, and
 * hands it to that kind's reader. What is no kind that can be read is named,
 * with what to do about it.
 */
#include "in/source.h"

#include <string.h>

#include "base/os.h"
#include "in/in.h"

/* Signatures of what is no notice that can be read. */
static const struct {
	struct str head;
	enum msg msg;
} foreign[] = {
	{ { "\x89PNG", 4 }, MSG_IN_IS_IMAGE },
	{ { "\xFF\xD8\xFF", 3 }, MSG_IN_IS_IMAGE },
	{ { "GIF8", 4 }, MSG_IN_IS_IMAGE },
	{ { "II*\0", 4 }, MSG_IN_IS_IMAGE },
	{ { "MM\0*", 4 }, MSG_IN_IS_IMAGE },
	{ { "RIFF", 4 }, MSG_IN_IS_IMAGE },
	{ { "{\\rtf", 5 }, MSG_IN_IS_RTF },
	{ { "Rar!", 4 }, MSG_IN_IS_ARCHIVE },
	{ { "7z\xBC\xAF", 4 }, MSG_IN_IS_ARCHIVE },
	{ { "\x1F\x8B", 2 }, MSG_IN_IS_ARCHIVE },
};

static bool refuse_foreign(const struct in *in, struct str bytes, struct err *e)
{
	for (size_t i = 0; i < sizeof(foreign) / sizeof(*foreign); i++)
		if (str_starts(bytes, foreign[i].head))
			return err_set(e, ERR_BAD_INPUT, foreign[i].msg, ARGS(in->name));
	return true;
}

static bool refuse_size(const struct in *in, struct str bytes, struct err *e)
{
	if (bytes.n > SOURCE_BYTES_MAX)
		return err_set(e, ERR_LIMIT, MSG_OS_TOO_BIG,
			       ARGS(in->name, str_fmt(in->a, "%td", bytes.n),
				    str_fmt(in->a, "%d", SOURCE_BYTES_MAX)));
	if (!bytes.n)
		return err_set(e, ERR_BAD_INPUT, MSG_IN_EMPTY, ARGS(in->name));
	return true;
}

/* An OLE file is an old .doc, .xls or .ppt, or a locked .docx: by the names of
 * its streams, which are UTF-16. */
static bool refuse_ole(const struct in *in, struct str bytes, struct err *e)
{
	static const struct {
		struct str stream;
		enum msg msg;
	} streams[] = {
		{ { "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 32 }, MSG_IN_LOCKED },
		{ { "W\0o\0r\0k\0b\0o\0o\0k\0", 16 }, MSG_IN_IS_XLSX },
		{ { "P\0o\0w\0e\0r\0P\0o\0i\0n\0t\0", 20 }, MSG_IN_IS_PPTX },
	};
	for (size_t i = 0; i < sizeof(streams) / sizeof(*streams); i++)
		if (str_has(bytes, streams[i].stream))
			return err_set(e, ERR_BAD_INPUT, streams[i].msg, ARGS(in->name));
	return err_set(e, ERR_BAD_INPUT, MSG_IN_IS_DOC, ARGS(in->name));
}

/* Plain text or HTML: known only once it is decoded. */
static bool read_text(struct in *in, struct source *out, struct err *e)
{
	struct str text, said = html_looks(out->bytes) ? html_charset(out->bytes) : STR_NONE;
	if (!decode(in, out->bytes, said, &text, e))
		return false;
	if (html_looks(text)) {
		if (str_has(str_cut(text, 0, 4096), S("<?mso-application")))
			return err_set(e, ERR_BAD_INPUT, MSG_IN_IS_WORDXML, ARGS(in->name));
		out->kind = SOURCE_HTML;
		return html_read(in, text, e);
	}
	txt_read(in, text);
	return true;
}

static bool read_any(struct in *in, struct source *out, struct err *e)
{
	struct str bytes = out->bytes;
	if (str_has(str_cut(bytes, 0, 1024), S("%PDF-"))) {
		out->kind = SOURCE_PDF;
		return pdf_read(in, bytes, e);
	}
	if (str_starts(bytes, S("PK\x03\x04")) || str_starts(bytes, S("PK\x05\x06"))) {
		out->kind = SOURCE_DOCX;
		return docx_read(in, bytes, e);
	}
	if (str_starts(bytes, S("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")))
		return refuse_ole(in, bytes, e);
	return refuse_foreign(in, bytes, e) && read_text(in, out, e);
}

bool source_parse(struct arena *a, struct str name, struct str bytes, struct source *out,
		  struct err *e)
{
	struct in in = { .a = a, .name = name };
	*out = (struct source){ .kind = SOURCE_TXT, .name = name, .bytes = bytes };
	if (!refuse_size(&in, bytes, e) || !read_any(&in, out, e))
		return false;
	if (arena_over(a))
		return err_set(e, ERR_LIMIT, MSG_IN_MEMORY, ARGS(name));
	if (!in.list.n)
		return err_set(e, ERR_BAD_INPUT, MSG_IN_BLANK, ARGS(name));
	out->para = in.list.p;
	out->paras = in.list.n;
	return true;
}

bool source_read(struct arena *a, const char *path, struct source *out, struct err *e)
{
	struct str bytes;
	return os_read(a, path, SOURCE_BYTES_MAX, &bytes, e) &&
	       source_parse(a, str_of(path), bytes, out, e);
}

struct str source_kind_name(enum source_kind kind)
{
	static const struct str names[SOURCE_KINDS] = {
		[SOURCE_TXT] = { "txt", 3 },
		[SOURCE_HTML] = { "html", 4 },
		[SOURCE_DOCX] = { "docx", 4 },
		[SOURCE_PDF] = { "pdf", 3 },
	};
	return names[kind];
}
