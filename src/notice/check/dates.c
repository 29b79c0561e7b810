/*
 * Rules on dates and periods.
 */
#include "notice/check/rule.h"

#include <string.h>

#include "text/num.h"
#include "text/workday.h"

static struct str rest_of_clause(const struct check *c, const struct when *w)
{
	return after(clause_of(c, w->text.p), w->text);
}

static struct str head_of_clause(const struct check *c, const struct when *w)
{
	return before(clause_of(c, w->text.p), w->text);
}

static enum para_role role_of(const struct check *c, const struct when *w)
{
	return c->n->para[w->para].role;
}

void rule_date_impossible(struct check *c)
{
	for (ptrdiff_t i = 0; i < c->when.n; i++)
		if (!c->when.p[i].words.possible)
			report(c, c->when.p[i].text.p, ARGS(c->when.p[i].text));
}

static bool whole_day(const struct when *w)
{
	return w->words.possible && !date_none(w->first);
}

/* The place of a date of the notice's tree in the paragraphs of `role`. */
static const char *place_of_date(const struct check *c, enum para_role role, struct date d)
{
	const char *found = NULL;
	for (ptrdiff_t i = 0; i < c->when.n; i++)
		if (role_of(c, &c->when.p[i]) == role && !date_cmp(c->when.p[i].first, d))
			found = c->when.p[i].text.p;
	return found;
}

static void ranges_backwards(struct check *c)
{
	for (ptrdiff_t i = 0; i + 1 < c->when.n; i++) {
		const struct when *a = &c->when.p[i], *b = a + 1;
		if (a->opens && b->closes && whole_day(a) && whole_day(b) &&
		    date_cmp(b->last, a->first) < 0)
			report(c, a->text.p, ARGS(a->text, b->text));
	}
}

/* 上半年, 全年, 一季度 …: how the period's end follows from its year. */
static bool review_period(const struct check *c, struct str sentence, int year, struct str *word,
			  struct date *end)
{
	static const struct { struct str word; int m, d; } rows[] = {
		{ S("上半年"), 6, 30 }, { S("前三季度"), 9, 30 }, { S("前三个季度"), 9, 30 },
		{ S("下半年"), 12, 31 }, { S("全年"), 12, 31 }, { S("一季度"), 3, 31 },
		{ S("二季度"), 6, 30 }, { S("三季度"), 9, 30 }, { S("四季度"), 12, 31 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		ptrdiff_t at = str_find(sentence, rows[i].word, 0);
		if (at < 0)
			continue;
		struct str head = str_cut(sentence, 0, at);
		str_drop_tail(&head, S("第"));
		if (str_ends(head, S("上年")) || str_ends(head, S("去年")) || str_ends(head, S("上一年")))
			return false;
		if (str_ends(head, S("年")) && head.n >= 7) { /* 2024年全年 */
			int64_t said;
			if (str_int(str_cut(head, head.n - 7, head.n - 3), &said))
				year = (int)said;
		}
		*word = rows[i].word;
		*end = (struct date){ year, rows[i].m, rows[i].d };
		return true;
	}
	return false;
}

/* 将 as 把 (将2月排查的隐患清理完毕), 计划生育, 拟定方案: no plan for a date. */
static bool no_plan(const struct check *c, const struct hit *plan)
{
	struct str next = after(clause_of(c, plan->text.p), plan->text);
	if (str_eq(plan->text, S("将")) || str_starts(next, S("生育")))
		return true;
	return str_eq(plan->text, S("拟")) && !str_starts(next, S("定于")) &&
	       (str_starts(next, S("定")) || str_starts(next, S("稿")) || str_starts(next, S("写")));
}

/* 工作计划, 原计划: the word is a noun's; in 项目计划于 it is the verb, but for
 * 按项目计划于. */
static bool plan_noun(const struct check *c, const struct hit *plan)
{
	static const struct str nouns[] = { S("工作"), S("年度"), S("学习"), S("培训"), S("项目"),
					    S("整改"), S("制定"), S("采购"), S("用款"), S("监督"),
					    S("检查") };
	static const struct str never[] = { S("原"), S("该"), S("按"), S("照"),
					    S("模"), S("虚"), S("草"), S("不") };
	struct str clause = clause_of(c, plan->text.p), head = before(clause, plan->text),
		   rest = after(clause, plan->text);
	for (size_t i = 0; i < sizeof(never) / sizeof(*never); i++)
		if (str_ends(head, never[i]))
			return true;
	bool verb = str_ends(plan->text, S("于")) || str_starts(rest, S("于"));
	if (verb && !str_has(head, S("按")) && !str_has(head, S("照")))
		return false;
	for (size_t i = 0; i < sizeof(nouns) / sizeof(*nouns); i++)
		if (str_ends(head, nouns[i]))
			return true;
	return false;
}

/* Does `in` say what is still to come: 预计, 拟, 将对? */
static bool plan_in(const struct check *c, struct str in)
{
	static const struct str coming[] = { S("对"), S("由"), S("再"), S("适时"), S("开展"),
					     S("进行"), S("组织"), S("召开"), S("继续") };
	for (const struct hit *h; (h = cue_in(c, CUE_PLAN, in)); in = after(in, h->text)) {
		struct str next = after(in, h->text);
		bool will = false;
		for (size_t i = 0; i < sizeof(coming) / sizeof(*coming); i++)
			will |= str_starts(next, coming[i]);
		if (str_eq(h->text, S("将")) ? will : !no_plan(c, h) && !plan_noun(c, h))
			return true;
	}
	return false;
}

static bool says_until(struct str head)
{
	head = str_trim_right(head);
	return str_ends(head, S("截至")) || str_ends(head, S("截止")) || str_ends(head, S("截止到")) ||
	       str_ends(head, S("截至到"));
}

/* The numbered item of the date's sentence that holds it (二是…；), else all of
 * the sentence. */
static struct str item_of(const struct check *c, const struct when *w)
{
	const struct span *s = &c->sentence.p[w->sentence];
	struct str item = s->text;
	for (int k = s->first_clause; k < s->first_clause + s->clauses; k++) {
		struct str clause = c->clause.p[k].text;
		enum number_style style;
		int number;
		if (!item_number(clause, &style, &number))
			continue;
		if (clause.p > w->text.p)
			return before(item, clause);
		item = str_from(item, clause.p - item.p);
	}
	return item;
}

/* What the date may tell of: the rest of its clause and the clauses after it, up
 * to ；, the next item number or the next date; at most two behind a clause. */
static struct str rest_of_measure(const struct check *c, const struct when *w, int more)
{
	const struct span *s = &c->sentence.p[w->sentence];
	struct str rest = rest_of_clause(c, w);
	const char *limit = s->text.p + s->text.n;
	const struct when *next_day = w + 1, *end = c->when.p + c->when.n;
	while (next_day < end && next_day->sentence == w->sentence && !next_day->words.d)
		next_day++;
	if (next_day < end && next_day->sentence == w->sentence)
		limit = next_day->text.p;
	int stop = s->first_clause + s->clauses;
	for (int k = w->clause; k >= 0 && more > 0 && k + 1 < stop; k++) {
		if (!str_ends(rest, S("，")))
			break;
		struct str next = c->clause.p[k + 1].text;
		enum number_style style;
		int number;
		if (next.p >= limit || item_number(next, &style, &number))
			break;
		rest = str_span(rest, next);
		more--;
	}
	return limit < rest.p + rest.n ? str_cut(rest, 0, limit - rest.p) : rest;
}

/* 6月1日对上半年工作进行综合评估: looked back on before it was over. */
static void early_reviews(struct check *c)
{
	for (ptrdiff_t i = 0; i < c->when.n; i++) {
		const struct when *w = &c->when.p[i];
		struct str sentence = c->sentence.p[w->sentence].text, word;
		struct date end;
		if (!whole_day(w) || !w->words.d || w->opens || w->closes ||
		    is_tail(&c->n->para[w->para]) || cue_in(c, CUE_STAGE, sentence) ||
		    says_until(head_of_clause(c, w)) || plan_in(c, head_of_clause(c, w)))
			continue;
		struct str rest = rest_of_measure(c, w, 2);
		const struct hit *review = cue_in(c, CUE_REVIEW, rest);
		if (!review || !review_period(c, rest, w->year, &word, &end) ||
		    date_cmp(w->last, end) >= 0 ||
		    plan_in(c, (struct str){ rest.p, review->text.p - rest.p }) ||
		    plan_in(c, (struct str){ rest.p, word.p - rest.p }))
			continue;
		report(c, w->text.p, ARGS(w->text, word));
	}
}

void rule_date_order(struct check *c)
{
	const struct inspection *in = &c->n->inspection;
	ranges_backwards(c);
	early_reviews(c);
	if (!date_none(in->feedback) && !date_none(in->end) &&
	    date_cmp(in->feedback, in->end) < 0 &&
	    (date_none(in->start) || date_cmp(in->start, in->end) <= 0)) {
		const char *at = place_of_date(c, PARA_LEAD, in->feedback);
		if (at)
			report(c, at, ARGS(date_iso(c->a, in->feedback), date_iso(c->a, in->end)));
	}
	if (!date_none(in->feedback) && !date_none(c->n->published) &&
	    date_cmp(c->n->published, in->feedback) < 0)
		report(c, c->n->published_text.n ? c->n->published_text.p : c->last,
		       ARGS(date_iso(c->a, c->n->published), date_iso(c->a, in->feedback)));
}

/* 核查2022年至2024年账目, 2023年以来, 3月印发的办法: the date says which things,
 * not when the measure was done. */
static bool about_period(const struct check *c, const struct when *w)
{
	static const struct str tails[] = { S("以来"), S("起"), S("以前"), S("之前"), S("期间"), S("至今"),
					    S("前"), S("底前"), S("的"), S("修订的"), S("印发的"), S("）"),
					    S("间"), S("后"), S("之后"), S("以后") };
	struct str rest = rest_of_clause(c, w), head = head_of_clause(c, w);
	if (w->opens || w->closes || str_ends(head, S("》（")) ||
	    cue_before(c, CUE_DONE, w->text.p))
		return true;
	static const struct str verbs[] = { S("起草"), S("起诉"), S("起步"), S("前往"), S("后勤") };
	bool verb = false;
	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++)
		verb |= str_starts(rest, verbs[i]);
	for (size_t i = 0; i < sizeof(tails) / sizeof(*tails) && !verb; i++)
		if (str_starts(rest, tails[i]))
			return true;
	const struct hit *object = cue_in(c, CUE_OBJECT, head);
	return object && head.p + head.n - (object->text.p + object->text.n) < 13;
}

/* The verb of a finished measure after the date: 于2024年11月印发细则, and not
 * 2024年11月印发的细则. */
static const struct hit *done_verb(const struct check *c, struct str head, struct str rest)
{
	if (cue_in(c, CUE_FAULT, rest) || plan_in(c, rest))
		return NULL; /* what was found, or is to come */
	bool bound = str_ends(head, S("于")) || str_ends(head, S("在")) || str_ends(head, S("已"));
	struct str whole = rest;
	for (const struct hit *h; (h = cue_in(c, CUE_DONE, rest)); rest = after(rest, h->text)) {
		struct str next = after(rest, h->text);
		if (!bound && str_has(before(whole, h->text), S("的")))
			return NULL; /* 2024年11月反映的诉求 */
		if (!str_starts(next, S("的")) && !str_starts(next, S("期限")) &&
		    !str_starts(next, S("时限")) && !str_starts(next, S("时间")))
			return h;
	}
	return NULL;
}

/* Is `rest` only what goes with the date, up to the comma: 上旬， 晚上，? */
static bool only_time(struct str rest)
{
	static const struct str words[] = { S("上旬"), S("中旬"), S("下旬"), S("上午"), S("下午"),
					    S("晚上"), S("当天"), S("当日"), S("晚"),   S("初"),
					    S("底"),   S("末"),   S("份") };
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		str_drop_head(&rest, words[i]);
	return str_eq(rest, S("，")) || str_eq(rest, S(","));
}

void rule_before_feedback(struct check *c)
{
	struct date feedback = c->n->inspection.feedback;
	if (date_none(feedback))
		return;
	for (ptrdiff_t i = 0; i < c->when.n; i++) {
		const struct when *w = &c->when.p[i];
		if (!whole_day(w) || !w->words.m || c->n->para[w->para].finding < 0 ||
		    date_cmp(w->last, feedback) >= 0 ||
		    cue_in(c, CUE_DURING, item_of(c, w)))
			continue;
		struct str head = head_of_clause(c, w), rest = rest_of_clause(c, w);
		if (only_time(rest)) /* 2025年2月上旬，完成选址 */
			rest = rest_of_measure(c, w, 1);
		if (!says_until(head) && (about_period(c, w) || !done_verb(c, head, rest)))
			continue;
		report(c, w->text.p, ARGS(w->text, date_iso(c->a, feedback)));
	}
}

/* The first and last day of `w`, the sign-off's year where none is said. */
static bool days_of(const struct check *c, const struct when *w, struct date *first,
		    struct date *last)
{
	if (!w->words.possible || (!w->words.m && !w->words.q && !w->words.y && !w->words.end))
		return false;
	if (w->year) {
		*first = w->first;
		*last = w->last;
	} else {
		dates_span(&w->words, c->n->published.y, first, last);
	}
	return !date_none(*first);
}

/* 前, 底前, 之前, 以前 right after the date: before it, so not a claim. */
static bool before_it(struct str rest)
{
	static const struct str words[] = { S("前"), S("之前"), S("以前"), S("底前"), S("底之前") };
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (str_starts(rest, words[i]))
			return true;
	return false;
}

/* 已, 已于, 已在 right before the date. */
static bool says_done(struct str head)
{
	head = str_trim_right(head);
	return str_ends(head, S("已")) || str_ends(head, S("已于")) || str_ends(head, S("已在"));
}

/* Is the clause of the date told as done: 已于D, D已…, D完成, 截至D? */
static bool told_as_done(const struct check *c, const struct when *w)
{
	struct str head = str_trim_right(head_of_clause(c, w)), rest = rest_of_clause(c, w);
	static const struct str done[] = { S("完成"), S("办结"), S("竣工"), S("建成"), S("销号") };
	if (says_until(head))
		return true;
	if (says_done(head) || (str_has(rest, S("已")) && !before_it(rest)))
		return true;
	if (before_it(rest) || cue_in(c, CUE_PLAN, c->sentence.p[w->sentence].text))
		return false;
	for (size_t i = 0; i < sizeof(done) / sizeof(*done); i++) {
		ptrdiff_t at = str_find(rest, done[i], 0);
		struct str next = at < 0 ? STR_NONE : str_from(rest, at + done[i].n);
		if (at >= 0 && !str_starts(next, S("时")) && !str_starts(next, S("期")) &&
		    !str_starts(next, S("目标")) && !str_starts(next, S("后")))
			return true;
	}
	return false;
}

/* Does a plan word govern the date's clause? 将 behind the date is mostly 把:
 * 已于5月20日将杂物清理完毕. */
static bool planned(const struct check *c, const struct when *w)
{
	struct str head = head_of_clause(c, w), rest = rest_of_clause(c, w);
	if (says_done(head))
		return false;
	if (cue_in(c, CUE_PLAN, head) || str_starts(rest, S("将")))
		return true;
	for (const struct hit *h; (h = cue_in(c, CUE_PLAN, rest)); rest = after(rest, h->text))
		if (!str_eq(h->text, S("将")))
			return true;
	return false;
}

void rule_future_as_done(struct check *c)
{
	struct date signed_on = c->n->published;
	if (date_none(signed_on))
		return;
	for (ptrdiff_t i = 0; i < c->when.n; i++) {
		const struct when *w = &c->when.p[i];
		struct date first, last;
		if (is_tail(&c->n->para[w->para]) || role_of(c, w) == PARA_LEAD || !w->words.m ||
		    !days_of(c, w, &first, &last))
			continue;
		if (!w->year && date_days(first) - date_days(signed_on) > 183)
			continue; /* without a year, more likely last year's */
		if (before_it(rest_of_clause(c, w)) && !says_done(head_of_clause(c, w)))
			continue;
		if (date_cmp(first, signed_on) <= 0 || planned(c, w) || !told_as_done(c, w))
			continue;
		report(c, w->text.p, ARGS(w->text, date_iso(c->a, signed_on)));
	}
}

/* The plan word that governs the date: 预计…D, 计划于D; a noun's 计划 (工作计划)
 * and 原计划 do not. */
static const struct hit *governing_plan(const struct check *c, const struct when *w)
{
	struct str head = head_of_clause(c, w);
	const struct hit *plan = NULL;
	for (const struct hit *h; (h = cue_in(c, CUE_PLAN, head)); head = after(head, h->text))
		plan = h;
	if (!plan || no_plan(c, plan))
		return NULL;
	ptrdiff_t gap = w->text.p - (plan->text.p + plan->text.n);
	if (str_eq(plan->text, S("计划")) && gap > 9)
		return NULL;
	return plan_noun(c, plan) || gap > 60 ? NULL : plan;
}

void rule_stale_plan(struct check *c)
{
	struct date signed_on = c->n->published;
	if (date_none(signed_on))
		return;
	for (ptrdiff_t i = 0; i < c->when.n; i++) {
		const struct when *w = &c->when.p[i];
		struct date first, last;
		if (is_tail(&c->n->para[w->para]) || role_of(c, w) == PARA_LEAD || w->opens ||
		    !days_of(c, w, &first, &last) || (w->closes && date_cmp(last, signed_on) >= 0))
			continue;
		const struct hit *plan = governing_plan(c, w->closes ? w - 1 : w);
		if (!plan || cue_in(c, CUE_DURING, clause_of(c, w->text.p)))
			continue;
		struct date reached = last;
		bool year_alone = !w->words.m && !w->words.q;
		if (!w->words.end && !year_alone && !w->words.part)
			reached = first;
		if (date_cmp(reached, signed_on) > 0 ||
		    (year_alone && date_cmp(last, signed_on) >= 0))
			continue;
		report(c, w->text.p, ARGS(plan->text, w->text, date_iso(c->a, signed_on)));
	}
}

enum { PERIOD_MAX = 800 /* days; longer ones are no period of display */ };

/* A stated length: 共7天, 为期10个工作日; false where `s` does not start with one. */
static bool length_at(struct str s, int *days, bool *working, struct str *text)
{
	static const struct str units[] = { S("个工作日"), S("工作日"), S("个自然日"), S("个日历日"),
					    S("日历天"), S("天"), S("日") };
	static const struct str lead_in[] = { S("，"),   S(","),      S("（"),   S("("),
					      S("、"),   S("："),     S("共"),   S("共计"),
					      S("合计"), S("总计"),   S("为期"), S("期限为"),
					      S("期限"), S("历时"),   S("计"),   S("为"),
					      S("时间"), S("公示期"), S("连续"), S(" ") };
	struct str full = s;
	for (bool more = true; more;) {
		more = false;
		for (size_t i = 0; i < sizeof(lead_in) / sizeof(*lead_in) && !more; i++)
			more = str_drop_head(&s, lead_in[i]);
	}
	struct num num;
	if (!num_read(s, 0, &num) || num.places || num.value < 1 || num.value > PERIOD_MAX)
		return false;
	struct str rest = str_from(s, num.n);
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++) {
		if (!str_drop_head(&rest, units[i]))
			continue;
		*days = (int)num.value;
		*working = i < 2;
		*text = str_cut(s, 0, rest.p - s.p);
		return !str_starts(rest, S("内")) && !str_starts(rest, S("前")) &&
		       !str_starts(rest, S("以")) && str_within(*text, full);
	}
	return false;
}

/* A length that stands before its range: 公示期7天（5月6日至5月10日）. */
static bool length_before(struct str head, int *days, bool *working, struct str *text)
{
	static const struct str between[] = {
		S("（"), S("("), S("，"), S("："), S(":"),
		S("，自"), S("，从"), S("，即"), S("（即"), S("（自")
	};
	for (size_t i = 0; i < sizeof(between) / sizeof(*between); i++) {
		struct str s = head;
		if (!str_drop_tail(&s, between[i]))
			continue;
		for (ptrdiff_t at = s.n > 30 ? s.n - 30 : 0; at < s.n; at++)
			if (((unsigned char)s.p[at] & 0xC0) != 0x80 &&
			    !(at && s.p[at - 1] >= '0' && s.p[at - 1] <= '9') &&
			    length_at(str_from(s, at), days, working, text) &&
			    text->p + text->n == s.p + s.n)
				return true;
	}
	return false;
}

void rule_period_length(struct check *c)
{
	for (ptrdiff_t i = 0; i + 1 < c->when.n; i++) {
		const struct when *a = &c->when.p[i], *b = a + 1;
		struct str sentence = c->sentence.p[a->sentence].text, text;
		int days;
		bool working;
		if (!a->opens || !b->closes || !whole_day(a) || !whole_day(b) || !a->words.d ||
		    !b->words.d || date_cmp(b->first, a->first) < 0 ||
		    date_days(b->last) - date_days(a->first) > PERIOD_MAX)
			continue;
		struct str rest = after(sentence, b->text);
		if (str_starts(rest, S("止")))
			rest = str_from(rest, 3);
		if (!length_at(rest, &days, &working, &text) &&
		    !length_before(before(sentence, a->text), &days, &working, &text))
			continue;
		int real = working ? workday_count(a->first, b->first)
				   : date_days(b->first) - date_days(a->first) + 1;
		if (real >= 0 && real != days)
			report(c, a->text.p,
			       ARGS(text, str_span(a->text, b->text), str_fmt(c->a, "%d", real)));
	}
}
