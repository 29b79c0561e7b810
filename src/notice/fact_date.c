/*
 * The dates of a measure: single ones and ranges, with the year that the words
 * leave out taken from what was said before, and whether they are planned.
 */
#include "base/utf8.h"
#include "notice/fact.h"
#include "notice_words.h"
#include "text/num.h"

/* 今年6月, 次年3月: the year that a word before the date names; 0 = none. */
static int year_by_word(const struct fact_scan *f, ptrdiff_t at)
{
	struct str before = str_cut(f->s, 0, at);
	int published = f->p->n->published.y;
	if (str_ends(before, S("今年")) || str_ends(before, S("本年")))
		return published;
	if (str_ends(before, S("去年")) || str_ends(before, S("上年")))
		return published ? published - 1 : 0;
	if (str_ends(before, S("明年")))
		return published ? published + 1 : 0;
	if (str_ends(before, S("次年")) || str_ends(before, S("翌年")))
		return f->year ? f->year + 1 : 0;
	return 0;
}

/* A year named later in the sentence serves where none was named before. */
static int year_ahead(struct str s, ptrdiff_t at)
{
	struct str sentence = first_sentence(str_cut(s, at, at + FACT_CLAUSE_BYTES));
	struct date_words w;
	for (ptrdiff_t i = 0; dates_next(sentence, i, &w); i = w.text.p + w.text.n - sentence.p)
		if (w.y)
			return w.y;
	return 0;
}

/* A cue in the clause before the date: 预计, 拟 anywhere; 计划, 将, 力争 … right
 * before it. The noun 计划 (按计划, 学习计划) is none. */
static bool is_expected(struct str s, ptrdiff_t at, ptrdiff_t end)
{
	struct str clause = fact_clause_before(s, at);
	struct str after = str_from(s, end);
	for (int k = 0; k < words_expected.rows; k++) {
		struct str cue = words_expected.row[k].text;
		ptrdiff_t found = str_rfind(clause, cue);
		if (found < 0)
			continue;
		struct str gap = str_from(clause, found + cue.n);
		bool loose = words_expected.row[k].is == 2;
		bool close = gap.n == 0 || words_is(&words_close_cue, gap);
		bool noun = words_end(&words_not_plan, str_cut(clause, 0, found));
		if (!noun && (loose ? gap.n <= 45 : close))
			return true;
	}
	str_drop_head(&after, S("前"));
	return str_starts(after, S("预计")) || str_starts(after, S("拟"));
}

static struct fuzzy_date fuzzy(const struct date_words *w, int y)
{
	if (w->q)
		return (struct fuzzy_date){ GRAIN_QUARTER, y, w->q, 0 };
	if (w->d)
		return (struct fuzzy_date){ GRAIN_DAY, y, w->m, w->d };
	if (w->m)
		return (struct fuzzy_date){ GRAIN_MONTH, y, w->m, 0 };
	return (struct fuzzy_date){ GRAIN_YEAR, y, 0, 0 };
}

static void add(struct fact_scan *f, const struct date_words *w, int y, bool expected)
{
	struct fact *fact = list_add(f->p->a, &f->facts);
	ptrdiff_t end = w->text.p + w->text.n - f->s.p;
	*fact = (struct fact){ .kind = FACT_DATE,
			       .text = w->text,
			       .date = fuzzy(w, y),
			       .expected = expected,
			       .of = fact_of(f->s, end) };
}

static int year_of(struct fact_scan *f, const struct date_words *w, ptrdiff_t at)
{
	int y = w->y;
	if (!y)
		y = year_by_word(f, at);
	if (!y)
		y = f->year;
	if (!y)
		y = year_ahead(f->s, at);
	return y;
}

/* Not a date though it reads like one: 2024级, 2025年版, 每年3月, 12月龄. */
static bool is_other(struct str s, ptrdiff_t at, const struct date_words *w)
{
	struct str after = str_from(s, w->text.p + w->text.n - s.p);
	struct str before = str_cut(s, 0, at);
	bool year_only = w->y && !w->m && !w->q;
	if (year_only && (str_starts(after, S("级")) || str_starts(after, S("版")) ||
			  str_starts(after, S("款"))))
		return true;
	return str_ends(before, S("每年")) || str_ends(before, S("每")) || !w->possible;
}

/* `1至3月`, `2021-2023年`: a number, a range word and a date that lends it its
 * kind. */
static bool short_range(struct str s, ptrdiff_t at, struct date_words *from, ptrdiff_t *next)
{
	struct num num;
	struct date_words to;
	if (str_starts(str_from(s, at), S("第")))
		at += S("第").n;
	if (!num_read(s, at, &num) || num.places || num.multiplied)
		return false;
	ptrdiff_t dash = dates_dash(s, at + num.n);
	if (!dash || !dates_read(s, at + num.n + dash, &to))
		return false;
	*from = (struct date_words){ .text = str_cut(s, at, at + num.n), .possible = true };
	if (to.m && !to.y && !to.d && num.value >= 1 && num.value <= 12)
		from->m = (int)num.value;
	else if (to.y && !to.m && num.value >= 1900 && num.value <= 2100)
		from->y = (int)num.value;
	else if (to.q && !to.y && num.value >= 1 && num.value <= 4)
		from->q = (int)num.value;
	else
		return false;
	*next = at + num.n;
	return true;
}

ptrdiff_t fact_date(struct fact_scan *f, ptrdiff_t at)
{
	struct date_words w, to;
	ptrdiff_t next;
	if (!short_range(f->s, at, &w, &next)) {
		if (!dates_read(f->s, at, &w))
			return -1;
		next = at + w.text.n;
	}
	if (is_other(f->s, at, &w))
		return next;
	int y = year_of(f, &w, at);
	if (!y)
		return next;
	ptrdiff_t dash = dates_dash(f->s, next);
	bool range = dash && dates_range_end(f->s, next + dash, &w, &to) && to.possible;
	ptrdiff_t end = range ? to.text.p + to.text.n - f->s.p : next;
	bool expected = is_expected(f->s, at, end);
	add(f, &w, y, expected);
	f->year = y;
	if (!range)
		return end;
	int end_year = to.y ? to.y : y + (w.m && to.m && to.m < w.m);
	add(f, &to, end_year, expected);
	f->year = end_year;
	return end;
}
