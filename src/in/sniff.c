/* Is a text HTML, and what does it say of its encoding: by its first bytes. */
#include <string.h>
#include <strings.h>

#include "in/in.h"

enum { LOOK = 4096 };

/* Offset of `word`, in any case, or -1. */
static ptrdiff_t find_any_case(struct str s, struct str word)
{
	for (ptrdiff_t i = 0; i + word.n <= s.n; i++)
		if (strncasecmp(s.p + i, word.p, (size_t)word.n) == 0)
			return i;
	return -1;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A character of a charset's name. */
static bool is_name(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

/* True where one of the tags opens at the start of `s`: <p>, <p class=…>, <br/>. */
static bool opens_tag(struct str s)
{
	static const struct str tags[] = { S("<!doctype"), S("<html"), S("<body"), S("<div"),
					   S("<table"), S("<p"), S("<br") };
	for (size_t i = 0; i < sizeof(tags) / sizeof(*tags); i++) {
		ptrdiff_t n = tags[i].n;
		if (s.n > n && strncasecmp(s.p, tags[i].p, (size_t)n) == 0 &&
		    memchr("> /\r\n\t", s.p[n], 6))
			return true;
	}
	return false;
}

bool html_looks(struct str text)
{
	struct str head = str_trim_left(str_cut(text, 0, LOOK));
	if (head.n > 1 && head.p[0] == '<' &&
	    (is_letter(head.p[1]) || head.p[1] == '!' || head.p[1] == '?'))
		return true;
	for (ptrdiff_t at = 0; (at = str_find(head, S("<"), at)) >= 0; at++)
		if (opens_tag(str_from(head, at)))
			return true;
	return false;
}

struct str html_charset(struct str bytes)
{
	struct str head = str_cut(bytes, 0, LOOK);
	for (ptrdiff_t at; (at = find_any_case(head, S("charset"))) >= 0;) {
		head = str_trim_left(str_from(head, at + S("charset").n));
		if (!str_drop_head(&head, S("=")))
			continue;
		head = str_trim_left(head);
		if (!str_drop_head(&head, S("\"")))
			str_drop_head(&head, S("'"));
		ptrdiff_t n = 0;
		while (n < head.n && is_name(head.p[n]))
			n++;
		return str_cut(head, 0, n);
	}
	return STR_NONE;
}
