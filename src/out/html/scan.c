/* A template's text cut into its tags: see scan.h. */
#include "out/html/scan.h"

#include <stdio.h>

#include "base/utf8.h"

struct scan scan_start(struct str name, struct str text)
{
	return (struct scan){ name, text, S("{{"), S("}}"), 0 };
}

bool scan_fault(const struct scan *s, ptrdiff_t at, enum msg msg, struct str what,
		struct err *e)
{
	ptrdiff_t start = str_rfind(str_cut(s->text, 0, at), S("\n")) + 1;
	int line = 1;
	for (ptrdiff_t i = 0; i < start; i++)
		line += s->text.p[i] == '\n';
	char z[2][24];
	snprintf(z[0], sizeof(z[0]), "%d", line);
	snprintf(z[1], sizeof(z[1]), "%td", utf8_count(str_cut(s->text, start, at)) + 1);
	return err_set(e, ERR_BAD_INPUT, msg, ARGS(s->name, str_of(z[0]), str_of(z[1]), what));
}

static bool space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool has_space(struct str s)
{
	for (ptrdiff_t i = 0; i < s.n; i++)
		if (space(s.p[i]))
			return true;
	return false;
}

/* `<% %>`: two words without white space or `=`. */
static bool take_delims(struct scan *s, struct str inside, ptrdiff_t from, struct err *e)
{
	struct str pair = str_trim(inside);
	ptrdiff_t gap = 0;
	while (gap < pair.n && !space(pair.p[gap]))
		gap++;
	struct str open = str_cut(pair, 0, gap), close = str_trim(str_from(pair, gap));
	if (!open.n || !close.n || has_space(close) || str_has(pair, S("=")))
		return scan_fault(s, from, MSG_TEMPLATE_DELIMS, pair, e);
	s->open = open;
	s->close = close;
	return true;
}

/* What the character after the opening delimiter makes of a tag, and what
 * stands before the closing one. */
static const struct sigil {
	char c;
	enum tag_kind kind;
	const char *before_close;
} sigils[] = {
	{ '#', TAG_SECTION, "" }, { '^', TAG_INVERTED, "" }, { '/', TAG_END, "" },
	{ '!', TAG_COMMENT, "" }, { '>', TAG_PARTIAL, "" },  { '&', TAG_RAW, "" },
	{ '{', TAG_RAW, "}" },    { '=', TAG_DELIMS, "=" },
};

static struct sigil sigil_at(struct str s, ptrdiff_t at)
{
	for (size_t i = 0; at < s.n && i < sizeof(sigils) / sizeof(*sigils); i++)
		if (s.p[at] == sigils[i].c)
			return sigils[i];
	return (struct sigil){ 0, TAG_VALUE, "" };
}

bool scan_next(struct scan *s, struct tag *out, struct err *e)
{
	ptrdiff_t from = str_find(s->text, s->open, s->at);
	if (from < 0)
		return false;
	ptrdiff_t inside = from + s->open.n;
	struct sigil sigil = sigil_at(s->text, inside);
	if (sigil.c)
		inside++;
	struct str before = str_of(sigil.before_close);
	ptrdiff_t end = str_find(s->text, s->close, inside);
	while (end >= 0 && before.n &&
	       (end < inside + (sigil.c == '=') ||
		!str_ends(str_cut(s->text, inside, end), before)))
		/* `}}}` : the brace that belongs to the name's side comes first */
		end = str_find(s->text, s->close, end + 1);
	if (end < 0)
		return scan_fault(s, from, MSG_TEMPLATE_UNCLOSED, s->open, e);
	*out = (struct tag){ sigil.kind, str_cut(s->text, inside, end - before.n), from,
			     end + s->close.n };
	s->at = out->to;
	if (sigil.kind == TAG_DELIMS)
		return take_delims(s, out->name, from, e);
	if (sigil.kind == TAG_COMMENT)
		return true;
	out->name = str_trim(out->name);
	if (!out->name.n || has_space(out->name))
		return scan_fault(s, from, MSG_TEMPLATE_NAME, out->name, e);
	return true;
}
