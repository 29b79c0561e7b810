/*
 * The index of a notice that the rules share: sentences and clauses, dates
 * with their years, table words, numbers with units; and the small questions
 * that many rules ask of it.
 */
#include "notice/check/rule.h"

#include <string.h>

#include "base/utf8.h"
#include "text/num.h"

enum { RUNE_STOP = 0x3002, RUNE_COMMA = 0xFF0C, RUNE_SEMI = 0xFF1B, RUNE_COLON = 0xFF1A };

bool is_prose(const struct npara *p)
{
	return p->role == PARA_LEAD || p->role == PARA_BODY || p->role == PARA_HEADING ||
	       p->role == PARA_INVITE || p->role == PARA_CONTACT || p->role == PARA_LABEL;
}

bool is_tail(const struct npara *p)
{
	return p->role == PARA_INVITE || p->role == PARA_CONTACT || p->role == PARA_ISSUER ||
	       p->role == PARA_DATE;
}

uint32_t char_before(const struct check *c, const char *p)
{
	ptrdiff_t len, at = p - c->n->text.p;
	if (at <= 0)
		return 0;
	uint32_t cp = utf8_before(c->n->text, at, &len);
	return cp == '\n' ? 0 : cp;
}

uint32_t char_at(const struct check *c, const char *p)
{
	ptrdiff_t len, at = p - c->n->text.p;
	if (at < 0 || at >= c->n->text.n)
		return 0;
	uint32_t cp = utf8_at(c->n->text, at, &len);
	return cp == '\n' ? 0 : cp;
}

struct str after(struct str whole, struct str part)
{
	return str_from(whole, part.p + part.n - whole.p);
}

struct str before(struct str whole, struct str part)
{
	return str_cut(whole, 0, part.p - whole.p);
}

/* 2 = ends a sentence, 1 = ends a clause, 0 = neither. */
static int stop_kind(struct str s, ptrdiff_t at, ptrdiff_t len, uint32_t cp)
{
	ptrdiff_t l;
	uint32_t next = at + len < s.n ? utf8_at(s, at + len, &l) : 0;
	uint32_t prev = at ? utf8_before(s, at, &l) : 0;
	bool digits = prev >= '0' && prev <= '9' && next >= '0' && next <= '9';
	switch (cp) {
	case RUNE_STOP: case 0xFF01: case 0xFF1F: case '!': case '?': return 2;
	case RUNE_COMMA: case RUNE_SEMI: case RUNE_COLON: return 1;
	case ',': case ';': case ':': return digits || next == '/' ? 0 : 1;
	case '.': return utf8_is_han(prev) && (!next || utf8_is_han(next)) ? 2 : 0;
	default: return 0;
	}
}

/* Adds the stretch [from, to) of a paragraph; an empty one is none. */
static void add_span(struct check *c, struct spans *list, struct str s, ptrdiff_t from,
		     ptrdiff_t to, int para)
{
	struct str text = str_trim(str_cut(s, from, to));
	if (text.n)
		*list_add(c->a, list) = (struct span){ .text = text, .para = para };
}

/* Closing quotes and brackets after a stop belong to its sentence. */
static ptrdiff_t closers(struct str s, ptrdiff_t at)
{
	ptrdiff_t len;
	while (at < s.n) {
		uint32_t cp = utf8_at(s, at, &len);
		if (cp != 0x201D && cp != 0x2019 && cp != 0xFF09 && cp != ')')
			break;
		at += len;
	}
	return at;
}

static void split_paragraph(struct check *c, struct str s, int para)
{
	ptrdiff_t clause = 0, sentence = 0, len;
	int first = (int)c->clause.n;
	for (ptrdiff_t i = 0; i <= s.n; i += len) {
		int kind = 2;
		len = 1;
		if (i < s.n) {
			uint32_t cp = utf8_at(s, i, &len);
			kind = stop_kind(s, i, len, cp);
		}
		if (!kind)
			continue;
		ptrdiff_t end = i < s.n ? i + len : s.n;
		if (kind == 2 && i < s.n)
			end = closers(s, end);
		add_span(c, &c->clause, s, clause, end, para);
		clause = end;
		if (kind == 2) {
			ptrdiff_t had = c->sentence.n;
			add_span(c, &c->sentence, s, sentence, end, para);
			sentence = end;
			if (c->sentence.n > had) {
				struct span *made = &c->sentence.p[had];
				made->first_clause = first;
				made->clauses = (int)c->clause.n - first;
				for (int k = first; k < c->clause.n; k++)
					c->clause.p[k].sentence = (int)had;
				first = (int)c->clause.n;
			}
		}
		if (end > i)
			len = end - i;
	}
}

struct span *span_at(const struct spans *spans, const char *p)
{
	ptrdiff_t lo = 0, hi = spans->n;
	while (lo < hi) {
		ptrdiff_t mid = (lo + hi) / 2;
		if (spans->p[mid].text.p + spans->p[mid].text.n <= p)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < spans->n && spans->p[lo].text.p <= p ? &spans->p[lo] : NULL;
}

struct str clause_of(const struct check *c, const char *p)
{
	struct span *s = span_at(&c->clause, p);
	return s ? s->text : (struct str){ p, 0 };
}

struct str sentence_of(const struct check *c, const char *p)
{
	struct span *s = span_at(&c->sentence, p);
	return s ? s->text : (struct str){ p, 0 };
}

/* 今年, 明年 … right before a date without year. */
static int year_said(const struct check *c, struct str before_it, int base)
{
	static const struct { struct str word; int shift; bool from_notice; } rows[] = {
		{ S("今年"), 0, true }, { S("明年"), 1, true }, { S("去年"), -1, true },
		{ S("次年"), 1, false }, { S("翌年"), 1, false }, { S("同年"), 0, false },
		{ S("当年"), 0, false },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (str_ends(str_trim_right(before_it), rows[i].word)) {
			int from = rows[i].from_notice ? c->n->published.y : base;
			return from ? from + rows[i].shift : 0;
		}
	return -1;
}

/* 至, 到 or a dash between two dates: is `gap` just that? */
static bool range_gap(struct str gap)
{
	static const struct str signs[] = { S("至"), S("到"), S("—"), S("——"), S("-"), S("－"),
					    S("–"), S("~"), S("～"), S("〜") };
	gap = str_trim(gap);
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (str_eq(gap, signs[i]))
			return true;
	return false;
}

/* The bare 17日 of `6月3日至17日`, read as a date of that month. */
static bool bare_day(struct str s, ptrdiff_t from, const struct date_words *open,
		     struct date_words *out)
{
	struct num num;
	ptrdiff_t i = from;
	static const struct str signs[] = { S("至"), S("到"), S("—"), S("-"),
					    S("－"), S("~"),  S("～") };
	for (size_t k = 0; k < sizeof(signs) / sizeof(*signs) && i == from; k++)
		if (str_starts(str_from(s, from), signs[k]))
			i += signs[k].n;
	if (i == from || !open->d || !num_read(s, i, &num) || num.places || num.value > 99 ||
	    !str_starts(str_from(s, i + num.n), S("日")))
		return false;
	*out = (struct date_words){ .text = str_cut(s, i, i + num.n + 3), .m = open->m,
				    .d = (int)num.value };
	int y = open->y ? open->y : 2024;
	out->possible = open->m >= 1 && open->m <= 12 && out->d >= 1 &&
			out->d <= date_month_days(y, open->m);
	return true;
}

/* The year of `w`, whose predecessor in its sentence is `prev` (or NULL). */
static int resolve_year(const struct check *c, struct str sentence, const struct date_words *w,
			const struct when *prev, bool closes)
{
	if (w->y)
		return w->y;
	int base = prev ? prev->year : 0;
	int said = year_said(c, before(sentence, w->text), base);
	if (said >= 0)
		return said;
	if (closes && base && w->m && prev->words.m && w->m < prev->words.m)
		return base + 1;
	return base;
}

static void add_when(struct check *c, int sentence, const struct date_words *w, bool fresh)
{
	const struct span *s = &c->sentence.p[sentence];
	struct when *prev = fresh ? NULL : &c->when.p[c->when.n - 1];
	bool closes = prev && !prev->closes &&
		      range_gap(str_span((struct str){ prev->text.p + prev->text.n, 0 },
					 (struct str){ w->text.p, 0 }));
	struct when made = { .words = *w, .text = w->text, .sentence = sentence,
			     .para = s->para, .closes = closes };
	made.year = resolve_year(c, s->text, w, prev, closes);
	if (closes)
		prev->opens = true;
	if (closes && !prev->year && made.year) { /* the year stands at the end alone */
		prev->year = made.year;
		dates_span(&prev->words, prev->year, &prev->first, &prev->last);
	}
	dates_span(w, made.year, &made.first, &made.last);
	if (made.year && w->m && w->d && !date_ok((struct date){ made.year, w->m, w->d }))
		made.words.possible = false;
	struct span *clause = span_at(&c->clause, w->text.p);
	made.clause = clause ? (int)(clause - c->clause.p) : -1;
	*list_add(c->a, &c->when) = made;
}

static void scan_dates(struct check *c)
{
	for (int i = 0; i < c->sentence.n; i++) {
		struct str s = c->sentence.p[i].text;
		struct date_words w;
		bool fresh = true;
		for (ptrdiff_t at = 0; at < s.n;) {
			if (fresh || !bare_day(s, at, &c->when.p[c->when.n - 1].words, &w))
				if (!dates_next(s, at, &w))
					break;
			at = w.text.p + w.text.n - s.p;
			if (str_starts(str_from(s, at), S("龄"))) /* 13月龄 */
				continue;
			add_when(c, i, &w, fresh);
			fresh = false;
		}
	}
}

void scan_notice(struct check *c)
{
	for (int i = 0; i < c->n->paras; i++) {
		const struct npara *p = &c->n->para[i];
		if (p->cell)
			continue;
		if (p->role == PARA_HEADING && p->body.n) {
			split_paragraph(c, before(p->text, p->body), i);
			split_paragraph(c, p->body, i);
		} else {
			split_paragraph(c, p->text, i);
		}
	}
	scan_dates(c);
	tables_scan(c, c->n->text);
	c->last = c->n->text.p;
	if (c->n->pieces)
		c->last = c->n->text.p + c->n->piece[c->n->pieces - 1].at;
}

const struct hit *hit_in(const struct hits *hits, struct str in)
{
	ptrdiff_t lo = 0, hi = hits->n;
	while (lo < hi) {
		ptrdiff_t mid = (lo + hi) / 2;
		if (hits->p[mid].text.p < in.p)
			lo = mid + 1;
		else
			hi = mid;
	}
	for (; lo < hits->n && hits->p[lo].text.p < in.p + in.n; lo++)
		if (hits->p[lo].text.p + hits->p[lo].text.n <= in.p + in.n)
			return &hits->p[lo];
	return NULL;
}

const struct hit *cue_in(const struct check *c, enum cue cue, struct str in)
{
	return hit_in(&c->cue[cue], in);
}

const struct hit *cue_at(const struct check *c, enum cue cue, const char *p)
{
	const struct hit *best = NULL;
	const struct hits *hits = &c->cue[cue];
	const struct hit *h = hit_in(hits, (struct str){ p, c->n->text.p + c->n->text.n - p });
	for (; h && h < hits->p + hits->n && h->text.p == p; h++)
		if (!best || h->text.n > best->text.n)
			best = h;
	return best;
}

const struct hit *cue_before(const struct check *c, enum cue cue, const char *p)
{
	ptrdiff_t reach = p - c->n->text.p < 24 ? p - c->n->text.p : 24;
	const struct hits *hits = &c->cue[cue];
	const struct hit *h = hit_in(hits, (struct str){ p - reach, reach });
	for (; h && h < hits->p + hits->n && h->text.p < p; h++)
		if (h->text.p + h->text.n == p)
			return h;
	return NULL;
}

struct str quote(struct check *c, struct str s, int max)
{
	s = str_trim(s);
	ptrdiff_t end = utf8_skip(s, max);
	return end >= s.n ? s : str_join(c->a, str_cut(s, 0, end), S("…"));
}

/* A percentage at `at`: 百分之二十, 98.71%. */
static bool percent_at(struct str s, ptrdiff_t at, struct quantity *out)
{
	struct num num;
	ptrdiff_t i = at;
	bool words = str_starts(str_from(s, i), S("百分之"));
	if (words)
		i += 9;
	if (!num_read(s, i, &num))
		return false;
	i += num.n;
	if (!words) {
		static const struct str signs[] = { S("%"), S("％") };
		ptrdiff_t sign = 0;
		for (int k = 0; k < 2; k++)
			if (str_starts(str_from(s, i), signs[k]))
				sign = signs[k].n;
		if (!sign)
			return false;
		i += sign;
	}
	*out = (struct quantity){ .text = str_cut(s, at, i), .value = num.value, .unit = S("%"),
				  .places = num.places };
	return true;
}

/* May a quantity start here: no 第, no digit or letter before it? */
static bool quantity_may_start(uint32_t prev)
{
	return !((prev >= '0' && prev <= '9') || (prev >= 'A' && prev <= 'Z') ||
		 (prev >= 'a' && prev <= 'z') || prev == '.' || prev == '-' || prev == '/' ||
		 prev == 0x7B2C /* 第 */);
}

struct quantities quantities_in(struct check *c, struct str in)
{
	struct quantities out = { 0 };
	ptrdiff_t len;
	uint32_t prev = char_before(c, in.p);
	for (ptrdiff_t i = 0; i < in.n; i += len) {
		struct num num;
		struct quantity q;
		uint32_t cp = utf8_at(in, i, &len), first = cp;
		bool may = quantity_may_start(prev);
		prev = cp;
		if (!may || (first != 0x767E && first < '0'))
			continue;
		if (percent_at(in, i, &q)) {
			*list_add(c->a, &out) = q;
			len = q.text.n;
			continue;
		}
		if (!num_read(in, i, &num))
			continue;
		const struct hit *unit = cue_at(c, CUE_UNIT, in.p + i + num.n);
		if (unit && num.n + unit->text.n <= in.n - i) {
			*list_add(c->a, &out) =
				(struct quantity){ .text = str_cut(in, i, i + num.n + unit->text.n),
						   .value = num.value,
						   .unit = unit->text,
						   .places = num.places };
			len = num.n + unit->text.n;
		} else {
			len = num.n;
		}
		utf8_before(in, i + len, &(ptrdiff_t){ 0 });
		prev = '0';
		if (unit)
			prev = 0;
	}
	return out;
}

/* The end of an item number's mark after the numeral: 、 ． . ） …; 0 = none. */
static ptrdiff_t one_of(struct str s, ptrdiff_t at, const struct str *signs, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_starts(str_from(s, at), signs[i]))
			return signs[i].n;
	return 0;
}

static ptrdiff_t chinese_item(struct str s, enum number_style *style, int *number)
{
	static const struct str pause[] = { S("、"), S("，"), S(","), S("：") };
	bool th = str_starts(s, S("第"));
	ptrdiff_t from = th ? 3 : 0;
	struct num num;
	if (!num_read(s, from, &num) || !num.chinese || num.multiplied || num.places ||
	    num.value < 1 || num.value > 99)
		return 0;
	ptrdiff_t end = from + num.n, mark = one_of(s, end, pause, 4);
	*number = (int)num.value;
	if (th && mark)
		return *style = NUM_TH, end + mark;
	if (!th && str_starts(str_from(s, end), S("是")) &&
	    !str_starts(str_from(s, end + 3), str_cut(s, 0, num.n))) /* 一是一 */
		return *style = NUM_IS, end + 3;
	if (!th && str_starts(str_from(s, end), S("、")))
		return *style = NUM_CN, end + 3;
	return 0;
}

static ptrdiff_t bracket_item(struct str s, enum number_style *style, int *number)
{
	static const struct str open[] = { S("（"), S("(") }, close[] = { S("）"), S(")") };
	ptrdiff_t from = one_of(s, 0, open, 2);
	struct num num;
	if (!num_read(s, from, &num) || num.multiplied || num.places || num.value < 1 ||
	    num.value > 99)
		return 0;
	ptrdiff_t mark = one_of(s, from + num.n, close, 2);
	if (!mark || (num.chinese && !from))
		return 0;
	*style = num.chinese ? NUM_CN_PAREN : NUM_PAREN;
	*number = (int)num.value;
	return from + num.n + mark;
}

ptrdiff_t item_number(struct str s, enum number_style *style, int *number)
{
	static const struct str dot[] = { S("."), S("．"), S("、") };
	ptrdiff_t len;
	struct num num;
	if (!s.n)
		return 0;
	uint32_t cp = utf8_at(s, 0, &len);
	if (cp >= 0x2460 && cp <= 0x2473) {
		*style = NUM_CIRCLED;
		*number = (int)(cp - 0x245F);
		return len;
	}
	ptrdiff_t n = bracket_item(s, style, number);
	if (!n)
		n = chinese_item(s, style, number);
	if (n)
		return n;
	if (!num_read(s, 0, &num) || num.chinese || num.places || num.multiplied || num.value < 1 ||
	    num.value > 99)
		return 0;
	ptrdiff_t mark = one_of(s, num.n, dot, 3);
	if (!mark || (num.n + mark < s.n && s.p[num.n + mark] >= '0' && s.p[num.n + mark] <= '9'))
		return 0;
	*style = NUM_ARABIC;
	*number = (int)num.value;
	return num.n + mark;
}

struct str without_number(struct str s)
{
	enum number_style style;
	int number;
	s = str_trim(s);
	return str_trim_left(str_from(s, item_number(s, &style, &number)));
}

const char *place_of_invitation(const struct check *c)
{
	for (int i = 0; i < c->n->paras; i++)
		if (c->n->para[i].role == PARA_INVITE)
			return c->n->para[i].text.p;
	return place_of_contact(c);
}

const char *place_of_contact(const struct check *c)
{
	for (int i = 0; i < c->n->paras; i++)
		if (c->n->para[i].role == PARA_CONTACT)
			return c->n->para[i].text.p;
	return c->last;
}
