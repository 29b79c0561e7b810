/* The parser's steps in their order, and places in the source. */
#include "notice/parse.h"

#include "base/utf8.h"
#include "notice/parser.h"

struct notice *notice_parse(struct arena *a, const struct source *src)
{
	struct notice *n = arena_new(a, struct notice, 1);
	struct parser p = { .a = a, .n = n };
	n->name = src->name;
	parse_mend(&p, src);
	parse_frame(&p);
	parse_header(&p);
	parse_contact(&p);
	parse_outline(&p);
	parse_findings(&p);
	parse_prose(&p);
	return n;
}

struct place notice_place(const struct notice *n, const char *p)
{
	ptrdiff_t at = p - n->text.p, lo = 0, hi = n->pieces;
	if (n->pieces == 0 || !str_within((struct str){ p, 0 }, n->text))
		return (struct place){ 1, 1 };
	while (hi - lo > 1) {
		ptrdiff_t mid = (lo + hi) / 2;
		if (n->piece[mid].at <= at)
			lo = mid;
		else
			hi = mid;
	}
	const struct piece *piece = &n->piece[lo];
	struct str before = str_cut(n->text, piece->at, at);
	return (struct place){ piece->line, piece->col + (int)utf8_count(before) };
}

int notice_para_at(const struct notice *n, const char *p)
{
	ptrdiff_t lo = 0, hi = n->paras;
	if (n->paras == 0 || !str_within((struct str){ p, 0 }, n->text))
		return -1;
	while (hi - lo > 1) {
		ptrdiff_t mid = (lo + hi) / 2;
		if (n->para[mid].text.p <= p)
			lo = mid;
		else
			hi = mid;
	}
	return (int)lo;
}
