/*
 * Bytes to UTF-8 text. UTF-8 is taken as it stands, without a copy; UTF-16
 * needs its BOM; what is neither is tried as GB18030 (which holds GBK and
 * GB2312), unless it is plainly UTF-8 that was damaged: then a guess would
 * turn a whole notice into wrong characters, and the damage is told instead.
 */
#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "in/in.h"

/* What a file may call its encoding. */
static const struct {
	const char *said, *name; /* name: for iconv; NULL = UTF-8 */
} charsets[] = {
	{ "utf-8", NULL },        { "utf8", NULL },         { "gb2312", "GB18030" },
	{ "gbk", "GB18030" },     { "x-gbk", "GB18030" },   { "gb18030", "GB18030" },
	{ "gb_2312-80", "GB18030" }, { "cp936", "GB18030" }, { "big5", "BIG5-HKSCS" },
	{ "big5-hkscs", "BIG5-HKSCS" },
};

static struct str number(struct arena *a, ptrdiff_t n)
{
	return str_fmt(a, "%td", n);
}

/* The line that the byte at `at` stands in, from 1. */
static ptrdiff_t line_at(struct str bytes, ptrdiff_t at)
{
	ptrdiff_t line = 1;
	for (ptrdiff_t i = 0; i < at; i++) {
		bool crlf = bytes.p[i] == '\r' && i + 1 < bytes.n && bytes.p[i + 1] == '\n';
		line += (bytes.p[i] == '\n' || bytes.p[i] == '\r') && !crlf;
	}
	return line;
}

static bool bad_at(const struct in *in, enum msg msg, struct str bytes, ptrdiff_t at, struct err *e)
{
	return err_set(e, ERR_BAD_INPUT, msg,
		       ARGS(in->name, number(in->a, at + 1), number(in->a, line_at(bytes, at))));
}

/* `bytes` from the encoding that iconv calls `name`. Returns the offset of
 * the first byte that is wrong in it, or -1 with `text` set. */
static ptrdiff_t convert(struct arena *a, const char *name, struct str bytes, struct str *text)
{
	iconv_t cd = iconv_open("UTF-8", name);
	if (cd == (iconv_t)-1)
		return 0;
	ptrdiff_t cap = bytes.n * 2 + 16;
	char *out = arena_alloc(a, cap, 1), *to = out;
	union { const char *from; char *to; } at = { bytes.p };
	size_t left = (size_t)bytes.n, room = (size_t)cap;
	size_t got = iconv(cd, &at.to, &left, &to, &room);
	iconv_close(cd);
	if (got == (size_t)-1)
		return at.from - bytes.p;
	*text = (struct str){ out, to - out };
	return -1;
}

/* True where most of what is not ASCII stands in well-formed UTF-8 sequences
 * of three or four bytes, as Chinese does. In GB18030 text few of its bytes
 * make such sequences, and by chance alone. */
static bool mostly_utf8(struct str bytes)
{
	ptrdiff_t good = 0, bad = 0;
	for (struct str rest = bytes; rest.n > 0;) {
		ptrdiff_t stop = utf8_check(rest), len;
		ptrdiff_t valid = stop < 0 ? rest.n : stop;
		for (ptrdiff_t i = 0; i < valid; i += len) {
			utf8_at(rest, i, &len);
			good += len > 2 ? len : 0;
		}
		bad += stop >= 0;
		rest = str_from(rest, stop < 0 ? rest.n : stop + 1);
	}
	return good >= bad;
}

static const char *charset_find(struct str said, bool *is_utf8)
{
	*is_utf8 = false;
	for (size_t i = 0; i < sizeof(charsets) / sizeof(*charsets); i++) {
		struct str row = str_of(charsets[i].said);
		if (row.n == said.n && strncasecmp(row.p, said.p, (size_t)said.n) == 0) {
			*is_utf8 = !charsets[i].name;
			return charsets[i].name;
		}
	}
	return NULL;
}

/* What is no UTF-8; `wrong` is its first byte that is not. */
static bool decode_other(const struct in *in, struct str bytes, struct str charset, ptrdiff_t wrong,
			 struct str *text, struct err *e)
{
	bool said_utf8;
	const char *name = charset_find(charset, &said_utf8);
	if (said_utf8 || (!name && mostly_utf8(bytes)))
		return bad_at(in, MSG_IN_UTF8, bytes, wrong, e);
	ptrdiff_t at = convert(in->a, name ? name : "GB18030", bytes, text);
	if (at < 0)
		return true;
	if (name)
		return err_set(e, ERR_BAD_INPUT, MSG_IN_CHARSET,
			       ARGS(in->name, number(in->a, at + 1),
				    number(in->a, line_at(bytes, at)), charset));
	return err_set(e, ERR_BAD_INPUT, MSG_IN_ENCODING,
		       ARGS(in->name, number(in->a, wrong + 1),
			    number(in->a, line_at(bytes, wrong)), number(in->a, at + 1),
			    number(in->a, line_at(bytes, at))));
}

static bool decode_utf16(const struct in *in, const char *name, struct str bytes, struct str *text,
			 struct err *e)
{
	ptrdiff_t at = convert(in->a, name, str_from(bytes, 2), text);
	if (at < 0)
		return true;
	return err_set(e, ERR_BAD_INPUT, MSG_IN_UTF16, ARGS(in->name, number(in->a, at + 3)));
}

bool decode(const struct in *in, struct str bytes, struct str charset, struct str *text,
	    struct err *e)
{
	bool little = str_starts(bytes, S("\xFF\xFE")), big = str_starts(bytes, S("\xFE\xFF"));
	if (little || big) {
		if (!decode_utf16(in, little ? "UTF-16LE" : "UTF-16BE", bytes, text, e))
			return false;
	} else {
		*text = bytes;
	}
	const char *nul = text->n ? memchr(text->p, '\0', (size_t)text->n) : NULL;
	if (nul)
		return bad_at(in, MSG_IN_NUL, *text, nul - text->p, e);
	if (little || big)
		return true;
	bool bom = str_drop_head(text, S("\xEF\xBB\xBF"));
	ptrdiff_t wrong = utf8_check(*text);
	if (wrong < 0)
		return true;
	if (bom)
		return bad_at(in, MSG_IN_UTF8, bytes, wrong + 3, e);
	return decode_other(in, bytes, charset, wrong, text, e);
}
