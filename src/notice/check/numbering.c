/*
 * Rules on headings and numbers: gaps, restarts, doubles and left-out levels,
 * headings without a number, headings that end differently.
 */
#include "notice/check/rule.h"

#include <string.h>

#include "base/utf8.h"

enum { RANKS = 6 };

/* How deep a number's style stands: 一、 1, （一） 2, 1. 3, （1） 4, ① 5. */
static int rank_of_style(enum number_style style)
{
	switch (style) {
	case NUM_CN: return 1;
	case NUM_CN_PAREN: return 2;
	case NUM_ARABIC: case NUM_FEEDBACK: return 3;
	case NUM_PAREN: return 4;
	case NUM_CIRCLED: return 5;
	case NUM_NONE: case NUM_IS: case NUM_TH: case NUM_STYLES: return 0;
	}
	return 0;
}

static bool is_heading(const struct npara *p)
{
	return p->role == PARA_HEADING && !p->cell;
}

/* The rank of a heading; one without a number has that of the numbered ones of
 * its level. */
int heading_rank(const struct check *c, const struct npara *p)
{
	int rank = rank_of_style(p->style);
	if (rank)
		return rank;
	for (int i = 0; i < c->n->paras; i++) {
		const struct npara *q = &c->n->para[i];
		if (is_heading(q) && q->level == p->level && rank_of_style(q->style))
			return rank_of_style(q->style);
	}
	return p->level;
}

/* Where a report on a series goes. */
enum series_fault { SERIES_OK, SERIES_GAP, SERIES_RESTART, SERIES_DOUBLE };

/* A running series of ordinals of one style under one parent. */
struct series {
	int last;     /* the ordinal seen last; 0 = none */
	bool doubled; /* that one stood where the next should have */
	int unnumbered; /* headings without number since */
	int loose;      /* the ordinal of a body paragraph that went on from it */
};

/* What `n` is after what was seen; `through`: the last ordinal under the parent
 * before, from which a series may run on. */
static enum series_fault series_step(struct series *s, int n, int through)
{
	enum series_fault fault = SERIES_OK;
	int most = s->last + 1 + s->unnumbered + s->doubled;
	bool doubled = false;
	if (!s->last && !s->unnumbered)
		fault = n == 1 || (through && n == through + 1) ? SERIES_OK : SERIES_GAP;
	else if (!s->last)
		fault = n <= 1 + s->unnumbered ? SERIES_OK : SERIES_GAP;
	else if (n == s->last)
		fault = SERIES_DOUBLE;
	else if (n == 1)
		fault = SERIES_RESTART;
	else if (n <= s->last || n > most)
		fault = SERIES_GAP;
	if (fault == SERIES_GAP && s->loose && n == s->loose + 1)
		fault = SERIES_OK;
	if (fault == SERIES_DOUBLE)
		doubled = true;
	*s = (struct series){ .last = n, .doubled = doubled };
	return fault;
}

/* A numbered paragraph that the tree holds for no heading may yet be one: then
 * it goes on from the last, under this parent or the one before. */
static void loose_item(struct series at[RANKS], const int through[RANKS], struct str text)
{
	enum number_style style;
	int number;
	if (!item_number(text, &style, &number) || (style != NUM_ARABIC && style != NUM_PAREN))
		return;
	int rank = rank_of_style(style);
	struct series *s = &at[rank];
	int last = s->loose ? s->loose : s->last;
	if (number == last + 1 || (!last && through[rank] && number == through[rank] + 1))
		s->loose = number;
}

/* Walks the headings; reports those whose number is at fault in that way. */
static void heading_series(struct check *c, enum series_fault want)
{
	struct series at[RANKS] = { 0 };
	int through[RANKS] = { 0 };
	for (int i = 0; i < c->n->paras; i++) {
		const struct npara *p = &c->n->para[i];
		if (p->role == PARA_BODY && !p->cell)
			loose_item(at, through, p->text);
		if (!is_heading(p))
			continue;
		int rank = heading_rank(c, p);
		if (rank < 1 || rank >= RANKS)
			continue;
		for (int deeper = rank + 1; deeper < RANKS; deeper++) {
			int seen = at[deeper].loose > at[deeper].last ? at[deeper].loose
								      : at[deeper].last;
			if (seen)
				through[deeper] = seen;
			at[deeper] = (struct series){ 0 };
		}
		if (!rank_of_style(p->style) || !p->number) {
			at[rank].unnumbered++;
			continue;
		}
		int expected = at[rank].last + 1;
		if (series_step(&at[rank], p->number, through[rank]) == want)
			report(c, p->text.p,
			       ARGS(str_trim(p->label), str_fmt(c->a, "%d", expected),
				    quote(c, p->text, 16)));
	}
}

/* Inline series: 一是 第一， （1） ①, each by its own style. */
struct inline_run {
	struct series series[NUM_STYLES];
	int para[NUM_STYLES];
	bool opens[NUM_STYLES]; /* the last one stood at its paragraph's start */
	int through[NUM_STYLES]; /* the last one under the heading before */
};

/* A number after this character begins an item. */
static bool may_begin_item(uint32_t prev)
{
	switch (prev) {
	case 0: case 0x3002: case 0xFF1B: case ';': case 0xFF0C: case ',': case 0xFF1A: case ':':
	case 0xFF01: case 0xFF1F: case ' ': case 0x3000: return true;
	default: return false;
	}
}

static bool inline_style(enum number_style style, uint32_t prev)
{
	switch (style) {
	case NUM_IS: case NUM_TH: case NUM_PAREN: case NUM_CIRCLED: return true;
	case NUM_ARABIC: return prev == 0;
	case NUM_NONE:
	case NUM_CN:
	case NUM_CN_PAREN:
	case NUM_FEEDBACK:
	case NUM_STYLES: return false;
	}
	return false;
}

/* 一是一、二是二: what follows repeats the numeral. */
static bool set_phrase(struct str rest, ptrdiff_t n)
{
	return str_starts(rest, str_cut(rest, 0, n)) && n > 3 &&
	       str_starts(str_from(rest, n), str_cut(rest, 0, n - 3));
}

/* The first item of a series that the scan passed over, since no stop stands
 * before it: 重点一是楼道，二是车库; 首先…。第二，… */
static bool began_unseen(struct str before_it, enum number_style style)
{
	static const struct {
		enum number_style style;
		struct str first;
	} rows[] = {
		{ NUM_IS, S("一是") }, { NUM_TH, S("首先") }, { NUM_TH, S("第一") },
		{ NUM_PAREN, S("（1）") }, { NUM_PAREN, S("(1)") }, { NUM_CIRCLED, S("①") },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (rows[i].style == style && str_has(before_it, rows[i].first))
			return true;
	return false;
}

static void inline_item(struct check *c, struct inline_run *run, int para, enum number_style style,
			int number, const char *at, ptrdiff_t n, enum series_fault want)
{
	struct series *s = &run->series[style];
	struct str text = c->n->para[para].text;
	if (number == 2 && !s->last && began_unseen((struct str){ text.p, at - text.p }, style))
		s->last = 1;
	if (number == 1 && s->last > 1)
		*s = (struct series){ 0 }; /* a new series begins */
	bool opens = at == text.p; /* the paragraph; so did the one before: （1）… ⏎ （1）… */
	if (number == 1 && s->last == 1 && run->para[style] != para &&
	    !(opens && run->opens[style] && run->para[style] == para - 1))
		*s = (struct series){ 0 };
	int expected = s->last + 1;
	run->para[style] = para;
	run->opens[style] = opens;
	bool runs_on = opens && (style == NUM_ARABIC || style == NUM_PAREN);
	if (series_step(s, number, runs_on ? run->through[style] : 0) == want) {
		struct str rest = { at, c->n->text.p + c->n->text.n - at };
		report(c, at,
		       ARGS(str_cut(rest, 0, n), str_fmt(c->a, "%d", expected),
			    quote(c, clause_of(c, at), 16)));
	}
}

static void inline_paragraph(struct check *c, struct inline_run *run, int para, struct str s,
			     enum series_fault want)
{
	ptrdiff_t len;
	uint32_t prev = 0;
	int quoted = 0;
	for (ptrdiff_t i = 0; i < s.n; i += len) {
		uint32_t cp = utf8_at(s, i, &len), was = prev;
		enum number_style style;
		int number;
		prev = cp;
		quoted += cp == 0x201C ? 1 : cp == 0x201D && quoted ? -1 : 0;
		if (cp == 0x3002)
			quoted = 0;
		if (quoted || !may_begin_item(was))
			continue;
		struct str rest = str_from(s, i);
		ptrdiff_t n = item_number(rest, &style, &number);
		if (!n || !inline_style(style, was) || (style == NUM_IS && set_phrase(rest, n)))
			continue;
		inline_item(c, run, para, style, number, rest.p, n, want);
		len = n;
		prev = style == NUM_IS ? 0xFF1A : 'x'; /* 一是（1）…；（2）… */
	}
}

/* A heading ends all series; items that open paragraphs may be numbered on. */
static void next_heading(struct inline_run *run, const struct npara *p)
{
	struct inline_run fresh = { 0 };
	for (int k = 0; k < NUM_STYLES; k++)
		fresh.through[k] = run->series[k].last ? run->series[k].last : run->through[k];
	if (p->number)
		fresh.through[p->style] = p->number;
	*run = fresh;
}

static void inline_series(struct check *c, enum series_fault want)
{
	struct inline_run run = { 0 };
	for (int i = 0; i < c->n->paras; i++) {
		const struct npara *p = &c->n->para[i];
		if (p->cell || !is_prose(p) || is_tail(p))
			continue;
		if (is_heading(p))
			next_heading(&run, p);
		if (!is_heading(p) || p->body.n)
			inline_paragraph(c, &run, i, is_heading(p) ? p->body : p->text, want);
	}
}

void rule_number_gap(struct check *c)
{
	heading_series(c, SERIES_GAP);
	inline_series(c, SERIES_GAP);
}

void rule_number_restart(struct check *c)
{
	heading_series(c, SERIES_RESTART);
}

void rule_duplicate_number(struct check *c)
{
	heading_series(c, SERIES_DOUBLE);
	inline_series(c, SERIES_DOUBLE);
}

void rule_missing_number(struct check *c)
{
	for (int i = 0; i < c->n->paras; i++) {
		const struct npara *p = &c->n->para[i];
		bool numbered = false;
		if (!is_heading(p) || p->style != NUM_NONE || p->finding < 0)
			continue;
		for (int k = 0; k < c->n->paras && !numbered; k++) {
			const struct npara *q = &c->n->para[k];
			numbered = is_heading(q) && q->section == p->section && q->finding >= 0 &&
				   q->level == p->level && rank_of_style(q->style);
		}
		if (numbered)
			report(c, p->text.p, ARGS(quote(c, p->title.n ? p->title : p->text, 24)));
	}
}

void rule_heading_level_skip(struct check *c)
{
	bool used[RANKS] = { false };
	int above[RANKS] = { 0 }, reported = -1;
	for (int i = 0; i < c->n->paras; i++)
		if (is_heading(&c->n->para[i]))
			used[rank_of_style(c->n->para[i].style)] = true;
	/* above[r] = index + 1 of the heading of rank r that is open */
	for (int i = 0; i < c->n->paras; i++) {
		const struct npara *p = &c->n->para[i];
		int rank = is_heading(p) ? rank_of_style(p->style) : 0, parent = 0;
		if (!rank)
			continue;
		for (int r = rank - 1; r > 0 && !parent; r--)
			if (above[r])
				parent = r;
		bool skipped = false;
		for (int r = parent + 1; r < rank && parent; r++)
			skipped |= used[r];
		if (skipped && reported != above[parent])
			report(c, p->text.p, ARGS(str_trim(p->label), quote(c, p->text, 16)));
		reported = skipped ? above[parent] : reported;
		above[rank] = i + 1;
		for (int r = rank + 1; r < RANKS; r++)
			above[r] = 0;
	}
}

/* How a heading line ends. */
enum heading_end { END_BARE, END_STOP, END_PAUSE };

static enum heading_end end_of(struct str s)
{
	static const struct { struct str mark; enum heading_end end; } rows[] = {
		{ S("。"), END_STOP }, { S("！"), END_STOP }, { S("？"), END_STOP },
		{ S("．"), END_STOP }, { S("."), END_STOP }, { S("，"), END_PAUSE },
		{ S("；"), END_PAUSE }, { S("："), END_PAUSE }, { S(","), END_PAUSE },
		{ S(";"), END_PAUSE }, { S(":"), END_PAUSE }, { S("、"), END_PAUSE },
	};
	s = str_trim(s);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (str_ends(s, rows[i].mark))
			return rows[i].end;
	return END_BARE;
}

struct heading_group {
	int count[2], first[2]; /* by END_BARE, END_STOP; -1 = none */
};

/* The headings of one rank in one section (level 1: in the notice). */
static struct heading_group group_of(const struct check *c, int section, int rank)
{
	struct heading_group g = { { 0, 0 }, { -1, -1 } };
	for (int i = 0; i < c->n->paras; i++) {
		const struct npara *p = &c->n->para[i];
		if (!is_heading(p) || p->body.n || heading_rank(c, p) != rank ||
		    (rank > 1 && p->section != section))
			continue;
		enum heading_end end = end_of(p->text);
		if (end == END_PAUSE)
			continue;
		if (!g.count[end]++)
			g.first[end] = i;
	}
	return g;
}

void rule_heading_punctuation(struct check *c)
{
	for (int i = 0; i < c->n->paras; i++) {
		const struct npara *p = &c->n->para[i];
		if (!is_heading(p) || p->body.n)
			continue;
		enum heading_end end = end_of(p->text);
		bool odd = end == END_PAUSE;
		if (!odd) {
			struct heading_group g = group_of(c, p->section, heading_rank(c, p));
			int other = end == END_BARE ? END_STOP : END_BARE;
			odd = g.count[other] > g.count[end] ||
			      (g.count[other] == g.count[end] && g.first[end] > g.first[other]);
		}
		if (odd)
			report(c, p->text.p, ARGS(quote(c, p->text, 24)));
	}
}
