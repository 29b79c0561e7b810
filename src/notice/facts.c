/*
 * The facts of a measure: counts, rates, money, areas, percentages and dates,
 * in the order of the text. Numbers in quotes, names, addresses, ordinals and
 * set phrases are none.
 */
#include <math.h>
#include <string.h>

#include "base/utf8.h"
#include "notice/fact.h"
#include "notice_words.h"
#include "text/chars.h"
#include "text/num.h"

/* A number with what bounds it and its unit. */
struct amount {
	double value;
	ptrdiff_t from, to;        /* in the measure's text, unit included */
	enum fact_approx approx;
	const struct word *unit;
	struct str printed;        /* the unit as printed */
};

struct str fact_clause_before(struct str s, ptrdiff_t at)
{
	ptrdiff_t i = at, len;
	while (i > 0 && at - i < FACT_CLAUSE_BYTES) {
		uint32_t cp = utf8_before(s, i, &len);
		if (char_class(cp) & (CHAR_STOP | CHAR_COMMA | CHAR_COLON) || cp == '\n')
			break;
		i -= len;
	}
	return str_cut(s, i, at);
}

struct str fact_of(struct str s, ptrdiff_t at)
{
	ptrdiff_t i = at, len;
	for (int n = 0; i < s.n && n < 16; i += len, n++) {
		uint32_t cp = utf8_at(s, i, &len);
		if (cp == 0xFF0C || cp == 0x3002 || cp == 0xFF1B || cp == 0xFF1A || cp == 0x3001 ||
		    cp == '\n' || cp == 0xFF08 || cp == 0xFF09)
			break;
	}
	return str_trim(str_cut(s, at, i));
}

static bool before_is(struct str s, ptrdiff_t at, struct str word)
{
	return str_ends(str_cut(s, 0, at), word);
}

/* 百余, 千余, 近百, 近千: a bare power of ten. */
static bool bare_power(struct str s, ptrdiff_t at, struct num *num)
{
	static const struct { struct str word; double value; } rows[] = {
		{ S("百"), 1e2 }, { S("千"), 1e3 }, { S("万"), 1e4 },
	};
	struct str rest = str_from(s, at);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (!str_drop_head(&rest, rows[i].word))
			continue;
		if (!before_is(s, at, S("近")) && !before_is(s, at, S("上")) &&
		    !str_starts(rest, S("余")) && !str_starts(rest, S("多")))
			return false;
		*num = (struct num){ .value = rows[i].value, .n = rows[i].word.n, .chinese = true };
		if (str_starts(rest, S("万")) || str_starts(rest, S("亿"))) {
			num->value *= str_starts(rest, S("万")) ? 1e4 : 1e8;
			num->n += 3;
		}
		return true;
	}
	return false;
}

static enum fact_approx bound_before(struct str s, ptrdiff_t at)
{
	const struct word *w = words_end(&words_before_number, str_cut(s, 0, at));
	/* 签约3份 counts contracts; 不超过 bounds from above */
	struct str before = str_cut(s, 0, at);
	if (!w || words_end(&words_not_about, before))
		return APPROX_NONE;
	return (enum fact_approx)w->is;
}

/* A unit that is part of an address or name here: 3栋2单元, 二期工程. */
static bool unit_of_name(struct str s, const struct num *num, const struct amount *a)
{
	struct num next;
	struct date_words date;
	if (words_is(&words_house, a->printed) && num_read(s, a->to, &next) &&
	    !dates_read(s, a->to, &date))
		return true;
	return num->chinese && str_eq(a->printed, S("期"));
}

/* 一 that is no number: 统一, 同一, 每一, 进一 … */
static bool one_of_word(struct str s, ptrdiff_t at, const struct num *num)
{
	return num->chinese && num->digits == 1 && num->value < 1.5 &&
	       words_end(&words_not_one, str_cut(s, 0, at));
}

/* 三五次, 两三个: two digits side by side are no 35. */
static bool loose_digits(const struct num *num)
{
	return num->chinese && !num->multiplied && num->digits > 1 && num->digits <= 3 &&
	       num->value > 10 && num->n == 3 * num->digits && fmod(num->value, 10) > 0 &&
	       num->value < 1000;
}

/* Does the text of a Chinese numeral hold a power of ten (十, 百 …)? */
static bool has_power(struct str s)
{
	return str_has(s, S("十")) || str_has(s, S("百")) || str_has(s, S("千")) ||
	       str_has(s, S("万")) || str_has(s, S("亿"));
}

static bool latin(struct str s, ptrdiff_t at)
{
	return at < s.n &&
	       ((s.p[at] >= 'a' && s.p[at] <= 'z') || (s.p[at] >= 'A' && s.p[at] <= 'Z'));
}

/* 余, 多 after a number, and 万, 亿 after those. */
static void bound_after_number(struct str s, struct amount *a)
{
	struct str rest = str_from(s, a->to);
	if (str_starts(rest, S("余")) || str_starts(rest, S("多"))) {
		a->approx = APPROX_OVER;
		a->to += 3;
		rest = str_from(s, a->to);
		if (str_starts(rest, S("万")) || str_starts(rest, S("亿"))) {
			a->value *= str_starts(rest, S("万")) ? 1e4 : 1e8;
			a->to += 3;
		}
	}
}

static void bound_after_unit(struct str s, struct amount *a)
{
	struct str rest = str_from(s, a->to);
	if (str_starts(rest, S("以上")) || str_starts(rest, S("多")))
		a->approx = APPROX_OVER;
	else if (str_starts(rest, S("左右")))
		a->approx = APPROX_ABOUT;
}

/* The number and its unit at `at`. False where it is no fact; `*end` is where
 * to go on either way (at least behind the number). */
static bool read_amount(struct str s, ptrdiff_t at, struct amount *a, ptrdiff_t *end)
{
	struct num num;
	const struct word *set = words_at(&words_set_phrase, s, at);
	if (set) {
		*end = at + set->text.n;
		return false;
	}
	if (!num_read(s, at, &num) && !bare_power(s, at, &num)) {
		*end = at;
		return false;
	}
	*a = (struct amount){ .value = num.value, .from = at, .to = at + num.n };
	*end = a->to;
	if (before_is(s, at, S("第")) || before_is(s, at, S("数")) || before_is(s, at, S("几")) ||
	    one_of_word(s, at, &num) || (loose_digits(&num) && !has_power(str_cut(s, at, a->to))))
		return false;
	a->approx = bound_before(s, at);
	bound_after_number(s, a);
	while (a->to < s.n && s.p[a->to] == ' ')
		a->to++;
	a->unit = words_at(&words_unit, s, a->to);
	if (!a->unit || (latin(s, a->to) && latin(s, a->to + 1)))
		return false;
	a->printed = str_cut(s, a->to, a->to + a->unit->text.n);
	a->to += a->unit->text.n;
	if (unit_of_name(s, &num, a))
		return false;
	bound_after_unit(s, a);
	*end = a->to;
	return true;
}

static struct fact *add(struct fact_scan *f, enum fact_kind kind, ptrdiff_t from, ptrdiff_t to)
{
	struct fact *fact = list_add(f->p->a, &f->facts);
	*fact = (struct fact){ .kind = kind,
			       .text = str_cut(f->s, from, to),
			       .of = fact_of(f->s, to) };
	return fact;
}

static void add_amount(struct fact_scan *f, const struct amount *a)
{
	struct fact *fact = add(f, (enum fact_kind)a->unit->is, a->from, a->to);
	fact->value = a->value;
	fact->approx = a->approx;
	fact->unit = fact->kind == FACT_PERCENT ? S("%") : a->printed;
	if (fact->kind == FACT_MONEY)
		fact->unit = S("元");
}

/* 百分之N */
static ptrdiff_t percent_words(struct fact_scan *f, ptrdiff_t at)
{
	struct str word = S("百分之");
	struct num num = { 0 };
	if (!str_starts(str_from(f->s, at), word))
		return -1;
	ptrdiff_t i = at + word.n;
	if (str_starts(str_from(f->s, i), S("百")))
		num = (struct num){ .value = 100, .n = 3 };
	else if (!num_read(f->s, i, &num))
		return -1;
	struct amount a = { .value = num.value, .from = at, .to = i + num.n,
			    .unit = words_at(&words_unit, S("%"), 0), .printed = S("%") };
	a.approx = bound_before(f->s, at);
	bound_after_unit(f->s, &a);
	add_amount(f, &a);
	return a.to;
}

/* The period at `at`, after 每 or 一: its row, or NULL. */
static const struct word *period_at(struct str s, ptrdiff_t at)
{
	return words_at(&words_period, s, at);
}

static void rate_bounds(struct str s, ptrdiff_t from, const struct amount *a, struct fact *fact)
{
	struct str gap = str_cut(s, from, a->from), after = str_from(s, a->to);
	if (str_has(gap, S("不少于")) || str_has(gap, S("至少")) || str_has(gap, S("不低于")) ||
	    str_starts(after, S("以上")))
		fact->max = NAN;
	if (str_has(gap, S("不超过")) || str_has(gap, S("至多")) || str_has(gap, S("最多")) ||
	    str_has(gap, S("不多于")))
		fact->no_min = true;
}

static void add_rate(struct fact_scan *f, ptrdiff_t from, ptrdiff_t lead, const struct amount *a,
		     double min, int per)
{
	struct fact *fact = add(f, FACT_RATE, from, a->to);
	fact->value = min;
	fact->max = a->value;
	fact->unit = a->printed;
	fact->per = (enum fact_per)per;
	rate_bounds(f->s, lead, a, fact);
}

/* The end of the clause from `at`: ，。；or the next 每 with a period. */
static ptrdiff_t clause_end(struct str s, ptrdiff_t at)
{
	ptrdiff_t i = at, len;
	for (; i < s.n; i += len) {
		uint32_t cp = utf8_at(s, i, &len);
		if (cp == 0xFF0C || cp == 0x3002 || cp == 0xFF1B || cp == '\n' || cp == 0x3001)
			break;
		if (cp == 0x6BCF /* 每 */ && period_at(s, i + len))
			break;
	}
	return i;
}

/* Every number of a clause that a rate could be of: the best one, how often
 * before how many. `min` is the lower end of a range. */
static bool best_amount(struct str s, ptrdiff_t from, ptrdiff_t end, struct amount *best,
			double *min)
{
	bool found = false;
	ptrdiff_t next, len;
	for (ptrdiff_t i = from; i < end; i = next) {
		struct amount a, to;
		uint32_t cp = utf8_at(s, i, &len);
		next = i + len;
		if (!(char_class(cp) & CHAR_NUMBER))
			continue;
		struct num num;
		ptrdiff_t dash = 0, stop;
		double low = 0;
		if (num_read(s, i, &num))
			dash = dates_dash(s, i + num.n);
		bool got = dash && read_amount(s, i + num.n + dash, &to, &stop);
		if (got) {
			a = to;
			a.from = i;
			low = num.value;
		} else {
			got = read_amount(s, i, &a, &stop);
			low = a.value;
			next = stop > i ? stop : next;
		}
		if (!got || a.unit->is != FACT_COUNT)
			continue;
		next = a.to;
		bool often = words_is(&words_often, a.printed) != NULL;
		if (!found || (often && !words_is(&words_often, best->printed))) {
			*best = a;
			*min = low;
			found = true;
		}
	}
	return found;
}

/* 每月…N次, 一月一次 at `at`. */
static ptrdiff_t rate(struct fact_scan *f, ptrdiff_t at)
{
	struct str s = f->s;
	bool one = str_starts(str_from(s, at), S("一"));
	const struct word *per = period_at(s, at + 3);
	if (!per)
		return -1;
	ptrdiff_t from = at + 3 + per->text.n, next;
	struct amount a;
	double min;
	/* 每周三 names a day */
	if (!one && per->is == PER_WEEK) {
		struct num day;
		while (num_read(s, from, &day) && day.chinese &&
		       !words_at(&words_often, s, from + day.n)) {
			from += day.n;
			if (str_starts(str_from(s, from), S("、")))
				from += S("、").n;
		}
	}
	if (one) {
		if (!read_amount(s, from, &a, &next) || a.unit->is != FACT_COUNT ||
		    !words_is(&words_often, a.printed))
			return -1;
		add_rate(f, at, from, &a, a.value, per->is);
		return a.to;
	}
	if (!best_amount(s, from, clause_end(s, from), &a, &min))
		return from;
	/* what stands between is told by itself: 每月走访5户2次 */
	for (ptrdiff_t i = from, len; i < a.from; i = next) {
		struct amount other;
		uint32_t cp = utf8_at(s, i, &len);
		ptrdiff_t stop = i;
		if ((char_class(cp) & CHAR_NUMBER) && read_amount(s, i, &other, &stop) &&
		    other.to <= a.from)
			add_amount(f, &other);
		next = stop > i ? stop : i + len;
	}
	add_rate(f, at, from, &a, min, per->is);
	return a.to;
}

/* A count or other amount at `at`, or the rate `N次/月`. */
static ptrdiff_t amount(struct fact_scan *f, ptrdiff_t at)
{
	struct amount a;
	ptrdiff_t end;
	if (!read_amount(f->s, at, &a, &end))
		return end > at ? end : -1;
	struct str rest = str_from(f->s, a.to);
	const struct word *per = NULL;
	if (a.unit->is == FACT_COUNT && (str_starts(rest, S("/")) || str_starts(rest, S("／"))))
		per = period_at(f->s, a.to + (rest.p[0] == '/' ? 1 : 3));
	if (per) {
		add_rate(f, at, at, &a, a.value, per->is);
		return a.to + (rest.p[0] == '/' ? 1 : 3) + per->text.n;
	}
	add_amount(f, &a);
	return a.to;
}

/* Behind a quotation or a title that starts at `at`, or `at` where it does not
 * end nearby. */
static ptrdiff_t behind_quote(struct str s, ptrdiff_t at, struct str shut)
{
	ptrdiff_t end = str_find(str_cut(s, 0, at + 360), shut, at);
	return end < 0 ? at : end + shut.n;
}

/* Behind a run of Latin letters, digits and signs: P04, PM2.5, G205. */
static ptrdiff_t behind_latin(struct str s, ptrdiff_t at)
{
	while (at < s.n && (latin(s, at) || (s.p[at] >= '0' && s.p[at] <= '9') || s.p[at] == '.' ||
			    s.p[at] == '-'))
		at++;
	return at;
}

/* Could the number at `at` be of a date: does 年, 月, 季, a blank, 至 or a dash,
 * or a sign of 2025-6-1 follow it? Saves trying most. */
static bool may_be_date(struct str s, ptrdiff_t at)
{
	static const char signs[] = " -./~";
	struct num num;
	if (!num_read(s, at, &num))
		return false;
	struct str rest = str_from(s, at + num.n);
	if (!rest.n)
		return false;
	return str_starts(rest, S("年")) || str_starts(rest, S("月")) || str_starts(rest, S("季")) ||
	       memchr(signs, rest.p[0], sizeof(signs) - 1) || dates_dash(rest, 0);
}

/* What starts at `at`: the offset behind it, or -1 where nothing does. */
static ptrdiff_t step(struct fact_scan *f, ptrdiff_t at, uint32_t cp)
{
	ptrdiff_t next = -1;
	switch (cp) {
	case 0x201C: return behind_quote(f->s, at, S("”"));
	case 0x2018: return behind_quote(f->s, at, S("’"));
	case 0x300A: return behind_quote(f->s, at, S("》"));
	case 0x300C: return behind_quote(f->s, at, S("」"));
	case 0x6BCF: /* 每 */ return rate(f, at);
	case 0x5E74: /* 年底 */
	case 0x7B2C: /* 第 */
		next = fact_date(f, at);
		if (next < 0 && cp == 0x7B2C) {
			struct num num;
			if (num_read(f->s, at + 3, &num))
				next = at + 3 + num.n;
		}
		return next;
	default:
		break;
	}
	if (cp < 0x80 && latin(f->s, at))
		return behind_latin(f->s, at);
	if (!(char_class(cp) & CHAR_NUMBER))
		return -1;
	if (cp == 0x4E00 /* 一 */)
		next = rate(f, at);
	if (next < 0 && cp == 0x767E /* 百 */)
		next = percent_words(f, at);
	if (next < 0 && may_be_date(f->s, at))
		next = fact_date(f, at);
	return next < 0 ? amount(f, at) : next;
}

void parse_facts(struct parser *p, struct measure *m, int *year)
{
	struct fact_scan f = { .p = p, .s = m->text, .year = *year };
	ptrdiff_t len;
	for (ptrdiff_t i = 0; i < f.s.n;) {
		uint32_t cp = utf8_at(f.s, i, &len);
		ptrdiff_t next = step(&f, i, cp);
		i = next > i ? next : i + len;
	}
	*year = f.year;
	m->fact = f.facts.p;
	m->facts = f.facts.n;
}
