/*
 * Plain text: UTF-8 or GB18030 from its first byte to its last, without control
 * characters; a page or an XML file in a text's clothes is called what it is.
 */
#include "in/upload_in.h"

#include <string.h>

#include "base/utf8.h"
#include "in/in.h"

enum { PIECE = 1 << 15, REST = 4 };

static bool is_control(unsigned char c)
{
	return c == 0x7F || (c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f');
}

/* Bytes of the GB18030 character that starts `p` (n > 0); 0: it is none; -1: cut
 * off. Form: GB 18030-2022, 4.2: one, two or four bytes. */
static int gb_length(const unsigned char *p, ptrdiff_t n)
{
	if (p[0] < 0x80)
		return !is_control(p[0]);
	if (p[0] == 0x80 || p[0] == 0xFF)
		return 0;
	if (n < 2)
		return -1;
	if (p[1] >= 0x40 && p[1] != 0x7F && p[1] != 0xFF)
		return 2;
	if (p[1] < '0' || p[1] > '9')
		return 0;
	if (n < 4)
		return -1;
	return p[2] >= 0x81 && p[2] != 0xFF && p[3] >= '0' && p[3] <= '9' ? 4 : 0;
}

static int utf8_length(const unsigned char *p, ptrdiff_t n)
{
	int want = p[0] < 0x80 ? 1 : p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
	if (n < want)
		return -1;
	struct str s = { (const char *)p, want };
	return is_control(p[0]) || utf8_check(s) >= 0 ? 0 : want;
}

/* The whole file by one of the two. */
static bool all_by(const struct looked *l, int (*length)(const unsigned char *p, ptrdiff_t n))
{
	unsigned char piece[PIECE + REST];
	ptrdiff_t rest = 0;
	for (int64_t at = 0; at < l->file->size;) {
		int64_t left = l->file->size - at;
		ptrdiff_t n = left < PIECE ? (ptrdiff_t)left : PIECE, i = 0;
		if (!upload_get(l, at, piece + rest, n))
			return false;
		at += n;
		n += rest;
		for (int step = 1; i < n && step >= 0; i += step > 0 ? step : 0) {
			step = length(piece + i, n - i);
			if (step == 0)
				return false;
		}
		rest = n - i;
		memmove(piece, piece + i, (size_t)rest);
	}
	return rest == 0;
}

enum what upload_text(const struct looked *l)
{
	char head[4096];
	ptrdiff_t n = l->file->size < (int64_t)sizeof(head) ? (ptrdiff_t)l->file->size
							    : (ptrdiff_t)sizeof(head);
	if (!upload_get(l, 0, head, n))
		return WHAT_UNKNOWN;
	struct str first = str_trim_left((struct str){ head, n });
	if (!all_by(l, utf8_length) && !all_by(l, gb_length))
		return WHAT_UNKNOWN;
	if (str_starts(first, S("<?xml")) || str_starts(first, S("<svg")))
		return WHAT_XML;
	return html_looks(first) ? WHAT_HTML : WHAT_TXT;
}
