/*
 * Rules on figures: stated numbers against lists, parts against totals, rates
 * against their numbers, words without a figure.
 */
#include "notice/check/rule.h"

#include <math.h>
#include <string.h>

#include "base/utf8.h"
#include "text/num.h"

/* The closing mark of the quoted item that `s` starts with; 0 = none. */
static ptrdiff_t item_end(struct str s)
{
	static const struct { struct str open, close; } rows[] = {
		{ S("“"), S("”") }, { S("《"), S("》") }, { S("「"), S("」") },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (!str_starts(s, rows[i].open))
			continue;
		ptrdiff_t end = str_find(s, rows[i].close, rows[i].open.n);
		return end < 0 || end > 180 ? 0 : end + rows[i].close.n;
	}
	return 0;
}

static bool drop_joint(struct str *s)
{
	static const struct str joints[] = { S("、"), S("和"), S("与"), S("及"), S("以及") };
	for (size_t i = 0; i < sizeof(joints) / sizeof(*joints); i++)
		if (str_drop_head(s, joints[i]))
			return true;
	return false;
}

/* How many quoted items follow one another from the start of `s`; what comes
 * after them goes to `rest`. */
static int run_length(struct str s, struct str *rest)
{
	int count = 0;
	for (ptrdiff_t n; (n = item_end(s)); count++) {
		s = str_from(s, n);
		*rest = s;
		drop_joint(&s);
	}
	return count;
}

/* A number of things at the start of `s`: 两种, 4项. Ordinals and dates are none. */
static bool count_at(const struct check *c, struct str s, struct num *num, struct str *after_it)
{
	if (!num_read(s, 0, num) || num->places || num->multiplied || num->value < 1 ||
	    num->value > 50)
		return false;
	*after_it = str_from(s, num->n);
	return cue_at(c, CUE_UNIT, after_it->p) != NULL;
}

/* 种, 项, 个 …: what a list of names is counted by; “甲”“乙”3人一组 is no count. */
static bool counts_names(struct str unit)
{
	static const struct str units[] = { S("种"), S("项"), S("个"), S("类"), S("条"), S("大"),
					    S("套"), S("部"), S("张"), S("面"), S("款"), S("句"),
					    S("件"), S("字"), S("本"), S("块"), S("方") };
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++)
		if (str_starts(unit, units[i]))
			return true;
	return false;
}

static void counted_run(struct check *c, struct str run, int items, struct str rest)
{
	struct num num;
	struct str tail;
	uint32_t prev = char_before(c, run.p);
	bool part = prev == 0x3001 || prev == 0x548C || prev == 0x4E0E || prev == 0x53CA; /* 、和与及 */
	if (items < 2 || part || !count_at(c, rest, &num, &tail) || num.value < 2 ||
	    num.value == items || !counts_names(tail))
		return;
	report(c, run.p, ARGS(str_cut(rest, 0, num.n + 3), str_fmt(c->a, "%d", items)));
}

/* “甲”“乙”三种模式, and 两项制度：《甲》《乙》《丙》。 */
static void quoted_runs(struct check *c)
{
	struct str text = c->n->text;
	for (ptrdiff_t i = 0; i < text.n;) {
		struct str s = str_from(text, i), rest = s;
		ptrdiff_t len;
		utf8_at(text, i, &len);
		int items = len == 3 && item_end(s) ? run_length(s, &rest) : 0;
		if (!items) {
			i += len;
			continue;
		}
		counted_run(c, s, items, rest);
		i = rest.p - text.p;
	}
}

/* The number right before a colon that introduces a quoted run: `N项…：“甲”“乙”`. */
static void announced_runs(struct check *c)
{
	for (ptrdiff_t i = 0; i + 1 < c->clause.n; i++) {
		struct str clause = c->clause.p[i].text, next = c->clause.p[i + 1].text,
			   rest = next;
		if (!str_ends(clause, S("：")) ||
		    c->clause.p[i + 1].sentence != c->clause.p[i].sentence)
			continue;
		int items = run_length(next, &rest);
		if (items < 2 || (rest.n && !str_starts(rest, S("。")) &&
				  !str_starts(rest, S("；")) && !str_starts(rest, S("，"))))
			continue;
		struct quantities q = quantities_in(c, clause);
		if (!q.n || q.p[q.n - 1].places || q.p[q.n - 1].value < 2 ||
		    q.p[q.n - 1].value == items ||
		    clause.p + clause.n - (q.p[q.n - 1].text.p + q.p[q.n - 1].text.n) > 24)
			continue;
		report(c, q.p[q.n - 1].text.p, ARGS(q.p[q.n - 1].text, str_fmt(c->a, "%d", items)));
	}
}

/* The numbered items that follow `p`: in the rest of its paragraph, else in the
 * paragraphs after it; 0 where none begins at one. */
static int items_after(const struct check *c, int para, struct str rest)
{
	enum number_style style, first = NUM_NONE;
	int number, count = 0;
	for (ptrdiff_t len, i = 0; i < rest.n; i += len) {
		utf8_at(rest, i, &len);
		ptrdiff_t n = item_number(str_from(rest, i), &style, &number);
		if (!n || (first != NUM_NONE && style != first) || number != count + 1 ||
		    style == NUM_ARABIC || style == NUM_CN)
			continue;
		first = style;
		count++;
		len = n;
	}
	if (count || str_trim(rest).n)
		return count;
	for (int i = para + 1; i < c->n->paras; i++) {
		if (!item_number(c->n->para[i].text, &style, &number) || number != count + 1 ||
		    (first != NUM_NONE && style != first) || c->n->para[i].role == PARA_HEADING)
			break;
		first = style;
		count++;
	}
	return count;
}

/* 以下4项制度：（1）…；（2）… */
static void announced_items(struct check *c)
{
	static const struct str cues[] = { S("以下"), S("如下"), S("下列") };
	for (ptrdiff_t i = 0; i < c->clause.n; i++) {
		struct str clause = c->clause.p[i].text;
		bool announced = false;
		if (!str_ends(clause, S("：")) && !str_ends(clause, S(":")))
			continue;
		for (size_t k = 0; k < 3; k++)
			announced |= str_has(clause, cues[k]);
		if (!announced)
			continue;
		struct quantities q = quantities_in(c, clause);
		int para = c->clause.p[i].para;
		struct str rest = after(c->n->para[para].text, clause);
		int items = items_after(c, para, rest);
		if (!q.n || items < 2 || q.p[q.n - 1].value == items || q.p[q.n - 1].places)
			continue;
		report(c, q.p[q.n - 1].text.p, ARGS(q.p[q.n - 1].text, str_fmt(c->a, "%d", items)));
	}
}

void rule_count_mismatch(struct check *c)
{
	quoted_runs(c);
	announced_runs(c);
	announced_items(c);
}

enum state { STATE_NONE, STATE_DONE, STATE_DOING, STATE_OPEN, STATE_LONG, STATE_COUNT };

/* What state of work the clause speaks of; the first word found decides. */
static enum state state_of(const struct check *c, struct str clause, struct str *word)
{
	static const enum cue cues[STATE_COUNT] = { [STATE_DONE] = CUE_STATE_DONE,
						    [STATE_DOING] = CUE_STATE_DOING,
						    [STATE_OPEN] = CUE_STATE_OPEN,
						    [STATE_LONG] = CUE_STATE_LONG };
	enum state state = STATE_NONE;
	const struct hit *best = NULL;
	for (int s = STATE_DONE; s < STATE_COUNT; s++) {
		const struct hit *h = cue_in(c, cues[s], clause);
		if (h && (!best || h->text.p < best->text.p ||
			  (h->text.p == best->text.p && h->text.n > best->text.n))) {
			best = h;
			*word = h->text;
			state = (enum state)s;
		}
	}
	return state;
}

struct tally {
	struct quantity whole;
	bool open;              /* a whole was found and waits for its parts */
	double part[STATE_COUNT];
	bool said[STATE_COUNT];
	bool unclear;           /* a state twice: which parts are meant is unknown */
	int parts;
	struct str last;        /* the last part */
};

static void tally_close(struct check *c, struct tally *t)
{
	double sum = 0;
	for (int s = STATE_DONE; s < STATE_COUNT; s++)
		sum += t->part[s];
	if (t->open && !t->unclear && t->parts >= 2 && t->said[STATE_DONE] && sum != t->whole.value)
		report(c, t->whole.text.p,
		       ARGS(t->whole.text, str_fmt(c->a, "%g", sum),
			    quote(c, str_span(t->whole.text, t->last), 40)));
	*t = (struct tally){ 0 };
}

static void tally_part(struct tally *t, enum state state, const struct quantity *q)
{
	t->unclear |= t->said[state];
	t->said[state] = true;
	t->part[state] += q->value;
	t->parts++;
	t->last = q->text;
}

/* One clause of the sentences that hold a total. */
static void tally_clause(struct check *c, struct tally *t, struct str clause)
{
	struct str word = STR_NONE;
	enum state state = state_of(c, clause, &word);
	if (state == STATE_NONE ? !cue_in(c, CUE_WHOLE, clause) : !t->open && state != STATE_DONE)
		return;
	struct quantities q = quantities_in(c, clause);
	if (!q.n)
		return;
	struct quantity *last = &q.p[q.n - 1];
	if (state == STATE_NONE) {
		if (str_has(clause, S("其中")))
			return;
		tally_close(c, t);
		t->whole = *last;
		t->open = true;
	} else if (state == STATE_DONE && q.n == 2 && str_eq(q.p[0].unit, last->unit) &&
		   q.p[0].text.p < word.p && last->text.p > word.p) {
		tally_close(c, t); /* 28项任务已完成25项 */
		t->whole = q.p[0];
		t->open = true;
		tally_part(t, state, last);
	} else if (t->open && q.n == 1 && str_eq(last->unit, t->whole.unit)) {
		tally_part(t, state, last);
	} else if (t->open && q.n > 1) {
		for (ptrdiff_t i = 0; i < q.n; i++)
			t->unclear |= str_eq(q.p[i].unit, t->whole.unit);
	}
}

/* 6个已完成、2个正在整改: a clause of several parts is cut at 、. */
static void tally_pieces(struct check *c, struct tally *t, struct str clause)
{
	static const struct str cut = S("、");
	ptrdiff_t from = 0;
	for (ptrdiff_t at; (at = str_find(clause, cut, from)) >= 0; from = at + cut.n)
		tally_clause(c, t, str_cut(clause, from, at));
	tally_clause(c, t, str_from(clause, from));
}

void rule_total_mismatch(struct check *c)
{
	struct tally t = { 0 };
	int opened = 0;
	for (int i = 0; i < c->sentence.n; i++) {
		const struct span *s = &c->sentence.p[i];
		if (t.open && (i > opened + 1 || s->para != c->sentence.p[opened].para))
			tally_close(c, &t);
		for (int k = s->first_clause; k < s->first_clause + s->clauses; k++) {
			bool was = t.open;
			const char *whole = t.whole.text.p;
			tally_pieces(c, &t, c->clause.p[k].text);
			if (t.open && (!was || whole != t.whole.text.p))
				opened = i;
		}
	}
	tally_close(c, &t);
}

/* Is `stated` the value `real` (in percent), rounded or cut to its places? */
static bool rate_right(double stated, double real, int places)
{
	double scale = pow(10, places);
	double cut = floor(real * scale + 1e-6) / scale, rounded = round(real * scale) / scale;
	return fabs(stated - cut) < 1e-6 || fabs(stated - rounded) < 1e-6;
}

/* What the words before a percentage say it is. */
enum rate_kind { RATE_NONE, RATE_PART, RATE_DOWN, RATE_UP };

static enum rate_kind rate_kind_of(struct str head)
{
	static const struct {
		struct str word;
		enum rate_kind kind;
	} rows[] = {
		{ S("率"), RATE_PART },   { S("占比"), RATE_PART }, { S("占"), RATE_PART },
		{ S("下降"), RATE_DOWN }, { S("减少"), RATE_DOWN }, { S("降低"), RATE_DOWN },
		{ S("压减"), RATE_DOWN }, { S("缩短"), RATE_DOWN }, { S("降幅"), RATE_DOWN },
		{ S("压降"), RATE_DOWN }, { S("增长"), RATE_UP },   { S("上升"), RATE_UP },
		{ S("增加"), RATE_UP },   { S("提高"), RATE_UP },   { S("提升"), RATE_UP },
		{ S("增幅"), RATE_UP },
	};
	static const struct str glue[] = { S("为"), S("达到"), S("达"), S("了"),
					   S("是"), S("："),   S("到") };
	for (bool more = true; more;) {
		more = false;
		for (size_t i = 0; i < sizeof(glue) / sizeof(*glue); i++)
			more |= str_drop_tail(&head, glue[i]);
	}
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (str_ends(head, rows[i].word))
			return rows[i].kind;
	return RATE_NONE;
}

/* 由A降至B: do the two numbers stand as from and to? */
static bool from_to(struct str sentence, const struct quantity *a, const struct quantity *b)
{
	struct str head = before(sentence, a->text);
	struct str between = { a->text.p + a->text.n, b->text.p - (a->text.p + a->text.n) };
	return (str_ends(head, S("由")) || str_ends(head, S("从")) || str_ends(head, S("的"))) &&
	       (str_has(between, S("至")) || str_has(between, S("到")) || str_has(between, S("为")));
}

/* 8个小区中完成6个: 中 between the numbers that says among, and no 中型 or 集中. */
static bool said_among(struct str between)
{
	static const struct str heads[] = { S("集"), S("空"), S("当") },
				tails[] = { S("型"), S("小"), S("心"), S("央"), S("学"), S("间") };
	ptrdiff_t at = str_find(between, S("中"), 0);
	if (at < 0)
		return false;
	for (size_t i = 0; i < sizeof(heads) / sizeof(*heads); i++)
		if (str_ends(str_cut(between, 0, at), heads[i]))
			return false;
	for (size_t i = 0; i < sizeof(tails) / sizeof(*tails); i++)
		if (str_starts(str_from(between, at + 3), tails[i]))
			return false;
	return true;
}

/* Is the rate that of these two numbers: 完成率 of 完成6个, or both in one clause,
 * or 8个中…6个? 满意率 of 回收50份 is not. */
static bool rate_of_these(const struct check *c, struct str sentence, const struct quantity *a,
			  const struct quantity *b, const struct quantity *rate)
{
	struct str head = before(sentence, rate->text);
	ptrdiff_t at = str_rfind(head, S("率"));
	struct str between = { a->text.p + a->text.n, b->text.p - (a->text.p + a->text.n) };
	if (at < 6 || head.n - at > 15)
		return true; /* 占75%: of what stands there */
	struct str told = str_cut(head, 0, at - 6);
	if (said_among(between) || str_has(told, str_cut(head, at - 6, at)))
		return true;
	struct str subject = after(told, b->text); /* 设施 of 设施覆盖率: another's rate */
	str_drop_head(&subject, S("，"));
	return span_at(&c->clause, a->text.p) == span_at(&c->clause, b->text.p) && !subject.n;
}

static void check_rate(struct check *c, struct str sentence, const struct quantities *q,
		       ptrdiff_t at)
{
	const struct quantity *rate = &q->p[at], *a = NULL, *b = NULL;
	enum rate_kind kind = rate_kind_of(before(sentence, rate->text));
	int same = 0;
	for (ptrdiff_t i = at - 1; i >= 0 && kind != RATE_NONE; i--) {
		if (str_eq(q->p[i].unit, S("%")))
			break;
		if (!b)
			b = &q->p[i];
		if (str_eq(q->p[i].unit, b->unit) && ++same == 2)
			a = &q->p[i];
	}
	if (!a || (kind == RATE_PART && same != 2) || a->value <= 0)
		return;
	if (kind == RATE_PART ? !rate_of_these(c, sentence, a, b, rate) : !from_to(sentence, a, b))
		return;
	double whole = a->value > b->value ? a->value : b->value;
	double part = a->value > b->value ? b->value : a->value;
	double real = kind == RATE_PART   ? part / whole * 100
		      : kind == RATE_DOWN ? (a->value - b->value) / a->value * 100
					  : (b->value - a->value) / a->value * 100;
	if (!rate_right(rate->value, real, rate->places))
		report(c, rate->text.p,
		       ARGS(rate->text,
			    str_fmt(c->a, "%.*f%%", rate->places > 0 ? rate->places : 1, real),
			    quote(c, str_span(a->text, rate->text), 40)));
}

void rule_percent_mismatch(struct check *c)
{
	for (ptrdiff_t i = 0; i < c->sentence.n; i++) {
		struct str s = c->sentence.p[i].text;
		if (!str_has(s, S("%")) && !str_has(s, S("％")) && !str_has(s, S("百分之")))
			continue;
		struct quantities q = quantities_in(c, s);
		for (ptrdiff_t k = 2; k < q.n; k++)
			if (str_eq(q.p[k].unit, S("%")))
				check_rate(c, s, &q, k);
	}
}

/* A digit, or a Chinese numeral that counts something. */
static bool has_figure(struct check *c, struct str clause)
{
	for (ptrdiff_t i = 0; i < clause.n; i++)
		if (clause.p[i] >= '0' && clause.p[i] <= '9')
			return true;
	return quantities_in(c, clause).n > 0;
}

void rule_vague_result(struct check *c)
{
	static const struct str glue[] = { S("地"), S("的"), S("得到"), S("有了"), S("有"), S("得以") };
	for (ptrdiff_t i = 0; i < c->cue[CUE_ADVERB].n; i++) {
		const struct hit *h = &c->cue[CUE_ADVERB].p[i];
		struct str clause = clause_of(c, h->text.p), rest = after(clause, h->text);
		for (size_t k = 0; k < sizeof(glue) / sizeof(*glue); k++)
			str_drop_head(&rest, glue[k]);
		const struct hit *better = cue_at(c, CUE_BETTER, rest.p);
		int para = notice_para_at(c->n, h->text.p);
		if (!better || para < 0 || c->n->para[para].cell ||
		    has_figure(c, without_number(clause)))
			continue;
		report(c, h->text.p, ARGS(quote(c, clause, 24)));
	}
}

/* 部分整改任务, 部分落实不到位: the verb belongs to a noun or is denied. */
static bool partly_done(const struct check *c, struct str rest, enum cue verbs)
{
	const struct hit *verb = cue_at(c, verbs, rest.p);
	return verb && !cue_at(c, CUE_PART_NOUN, verb->text.p + verb->text.n);
}

void rule_partial_as_done(struct check *c)
{
	static const struct { struct str word; enum cue verbs; } rows[] = {
		{ S("部分"), CUE_PART_VERB }, { S("基本"), CUE_MOST_VERB },
	};
	static const struct str not_after[] = { S("大"), S("小"), S("一"), S("全"), S("各"), S("组成"),
						S("这"), S("那"), S("两"), S("三") };
	for (ptrdiff_t i = 0; i < c->clause.n; i++) {
		struct str clause = c->clause.p[i].text;
		const struct npara *p = &c->n->para[c->clause.p[i].para];
		bool heading = p->role == PARA_HEADING && !(p->body.n && clause.p >= p->body.p);
		if ((p->role != PARA_BODY && p->role != PARA_HEADING) || heading)
			continue;
		for (int k = 0; k < 2; k++) {
			ptrdiff_t at = str_find(clause, rows[k].word, 0);
			if (at < 0)
				continue;
			struct str head = str_cut(clause, 0, at),
				   rest = str_from(clause, at + rows[k].word.n);
			bool noun = false;
			for (size_t w = 0; w < sizeof(not_after) / sizeof(*not_after); w++)
				noun |= str_ends(head, not_after[w]);
			if (noun || !partly_done(c, rest, rows[k].verbs) ||
			    cue_in(c, CUE_PLAN, clause))
				continue;
			report(c, clause.p + at, ARGS(quote(c, without_number(clause), 24)));
			break;
		}
	}
}
