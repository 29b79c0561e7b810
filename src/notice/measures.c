/*
 * A finding's body to its measures: numbered items (（1）, ①, 1.) one a
 * paragraph or run together, or 一是… / 第一，… run together or one a
 * paragraph; else the whole body is one measure. Labels, preambles and status
 * paragraphs are in none.
 */
#include <string.h>

#include "base/utf8.h"
#include "notice/parser.h"
#include "text/chars.h"

/* How far a closing bracket is looked for. */
enum { CLOSE_BYTES = 1500 };

/* One measure as found, before its ordinal and facts are set. */
struct found {
	ptrdiff_t from, to; /* offsets in the notice's text */
	ptrdiff_t label;    /* bytes of a number that is no part of it */
	enum number_style style;
};

struct founds LIST(struct found);

/* One paragraph of the body, or what runs on behind the heading. */
struct block {
	struct str s;          /* behind its label */
	enum label_is label;
	struct numbering num;
};

static bool is_item(enum number_style style)
{
	return numbering_heads(style) && style != NUM_CN && style != NUM_FEEDBACK;
}

/* Does the bracket or mark `cp` find its partner in its paragraph, from `at`? One
 * that was never closed must not swallow what follows. */
static bool closes(struct str s, ptrdiff_t at, uint32_t cp)
{
	char four[4];
	struct str shut = { four, utf8_put(four, char_partner(cp)) };
	/* near enough: a text of nothing but opening marks must not cost its square */
	struct str near = str_cut(s, at, at + CLOSE_BYTES);
	ptrdiff_t line = str_find(near, S("\n"), 0), end = str_find(near, shut, 0);
	return end >= 0 && (line < 0 || end < line);
}

/* The places in `s` where a measure may begin, one after another: its start,
 * after a stop outside quotes and brackets, after a colon. `*at` goes in as
 * the last place (-1 at first); false at the end. `*colon`: after a colon. */
static bool next_place(struct str s, ptrdiff_t *at, int *depth, bool *colon)
{
	ptrdiff_t len;
	*colon = false;
	if (*at < 0) {
		*at = 0;
		return s.n > 0;
	}
	bool stop = false;
	for (ptrdiff_t i = *at; i < s.n; i += len) {
		uint32_t cp = utf8_at(s, i, &len);
		unsigned is = cp == '\n' ? CHAR_STOP : char_class(cp);
		if (stop && !(is & (CHAR_BLANK | CHAR_STOP)) && cp != 0x201D && cp != 0xFF09) {
			*at = i;
			return true;
		}
		if ((is & CHAR_OPEN) && closes(s, i + len, cp))
			++*depth;
		else if ((is & CHAR_SHUT) && *depth > 0)
			--*depth;
		if (cp == '\n')
			*depth = 0;
		if (*depth == 0 && (is & (CHAR_STOP | CHAR_COLON))) {
			*colon = is & CHAR_COLON;
			stop = true;
		}
	}
	return false;
}

/* Run-together measures of one family of styles in `s`, which starts at offset
 * `base` of the notice's text. A number counts in sequence: above the last, or
 * the last once more, or one where none is open. */
static void find_inline(struct parser *p, struct str s, bool items, struct founds *out)
{
	const char *text = p->n->text.p;
	ptrdiff_t at = -1, before = out->n;
	int depth = 0, last = 0;
	enum number_style style = NUM_NONE;
	for (bool colon; next_place(s, &at, &depth, &colon);) {
		struct numbering num = clue_numbering(str_from(s, at));
		bool mine = items ? is_item(num.style) && num.style != NUM_CN_PAREN
				  : num.style == NUM_IS || num.style == NUM_TH;
		if (!mine || (style && num.style != style) || (colon && last > 0) ||
		    num.number < last)
			continue;
		if (out->n > before)
			out->p[out->n - 1].to = s.p + at - text;
		style = num.style;
		last = num.number;
		*list_add(p->a, out) = (struct found){ .from = s.p + at - text,
						       .to = s.p + s.n - text,
						       .label = items ? num.n : 0,
						       .style = style };
	}
}

/* Where the last measure of a run ends: at the end of its own paragraph. */
static void end_in_paragraph(struct parser *p, struct founds *f, ptrdiff_t from)
{
	if (f->n == from)
		return;
	struct found *last = &f->p[f->n - 1];
	ptrdiff_t line = str_find(p->n->text, S("\n"), last->from);
	if (line >= 0 && line < last->to)
		last->to = line;
}

static bool holds_item(const struct block *b)
{
	return is_item(b->num.style) && (b->label == LABEL_NONE || b->label == LABEL_DONE);
}

/* Items one a paragraph; what follows an item without a number is in none. */
static void find_items(struct parser *p, const struct block *block, int blocks, struct founds *out)
{
	const char *text = p->n->text.p;
	for (int i = 0; i < blocks; i++) {
		if (!holds_item(&block[i]))
			continue;
		ptrdiff_t before = out->n;
		find_inline(p, block[i].s, true, out);
		if (out->n - before >= 2)
			continue; /* ①…②… in one paragraph */
		out->n = before;
		*list_add(p->a, out) = (struct found){ .from = block[i].s.p - text,
						       .to = block[i].s.p + block[i].s.n - text,
						       .label = block[i].num.n,
						       .style = block[i].num.style };
	}
}

/* No ordinals: all of what was done, labels and asides kept out. */
static void find_whole(struct parser *p, const struct block *block, int blocks, struct founds *out)
{
	const char *text = p->n->text.p;
	int from = 0, to = blocks, longest = -1;
	for (int i = 0; i < blocks; i++)
		if (block[i].label == LABEL_DONE && block[i].s.n > 0 &&
		    (longest < 0 || block[i].s.n > block[longest].s.n))
			longest = i;
	for (int i = 0; i < blocks && longest < 0; i++)
		if (block[i].label == LABEL_DONE)
			from = i + 1;
	if (longest >= 0)
		from = longest;
	while (from < blocks && (block[from].label == LABEL_ASIDE ||
				 block[from].label == LABEL_TASK || block[from].s.n == 0))
		from++;
	for (int i = from + 1; i < to; i++)
		if (block[i].label != LABEL_NONE)
			to = i;
	if (from >= to)
		return;
	*list_add(p->a, out) = (struct found){ .from = block[from].s.p - text,
					       .to = block[to - 1].s.p + block[to - 1].s.n - text };
}

static struct block block_of(struct str s)
{
	struct block b = { .s = s };
	ptrdiff_t n;
	b.label = label_read(s, &n);
	if (b.label != LABEL_NONE)
		b.s = str_trim(str_from(s, n));
	b.num = clue_numbering(b.s);
	return b;
}

static bool ends_open(struct str s)
{
	return str_ends(s, S("；")) || str_ends(s, S(";")) || str_ends(s, S("，"));
}

static void set_measures(struct parser *p, struct finding *f, const struct founds *found)
{
	int year = 0;
	f->measure = arena_new(p->a, struct measure, found->n);
	for (ptrdiff_t i = 0; i < found->n; i++) {
		struct str s = str_cut(p->n->text, found->p[i].from, found->p[i].to);
		struct measure *m = &f->measure[f->measures];
		m->style = found->p[i].style;
		m->label = found->p[i].label ? str_trim_left(str_cut(s, 0, found->p[i].label))
					     : STR_NONE;
		m->text = str_trim(str_from(s, found->p[i].label));
		if (m->text.n == 0)
			continue;
		m->ordinal = (int)++f->measures;
		/* a sentence goes on over measures that end in ； */
		if (f->measures == 1 || !ends_open(m[-1].text))
			year = 0;
		parse_facts(p, m, &year);
	}
}

void parse_measures(struct parser *p, struct finding *f, struct str body, int first, int last)
{
	struct block *block = arena_new(p->a, struct block, last - first + 1);
	struct founds found = { 0 };
	int blocks = 0, items = 0;
	if (body.n)
		block[blocks++] = block_of(body);
	for (int i = first; i < last; i++)
		block[blocks++] = block_of(p->n->para[i].text);
	for (int i = 0; i < blocks; i++)
		items += holds_item(&block[i]);
	if (items)
		find_items(p, block, blocks, &found);
	/* 一是…, the whole body read as one, so that a measure may hold several
	 * paragraphs when its next one follows */
	if (!found.n && blocks) {
		struct str whole = str_span(block[0].s, block[blocks - 1].s);
		find_inline(p, whole, false, &found);
		end_in_paragraph(p, &found, 0);
	}
	for (int i = 0; i < blocks && !found.n; i++)
		find_inline(p, block[i].s, true, &found);
	if (!found.n)
		find_whole(p, block, blocks, &found);
	set_measures(p, f, &found);
}
