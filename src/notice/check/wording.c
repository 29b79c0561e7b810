/*
 * Rules on wording: the same sentence or word twice, a word taken for its
 * look-alike.
 */
#include "notice/check/rule.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "text/num.h"

enum { REPEATED_MIN = 15 /* characters */ };

struct seen {
	uint64_t hash;
	struct str text;
	int next;
};

struct seen_set {
	struct LIST(struct seen) list;
	int *bucket;
	int buckets;
};

/* `s` without its item number, final stop and white space. */
static struct str bare_text(struct check *c, struct str s)
{
	static const struct str stops[] = { S("。"), S("；"), S("！"), S("？"), S(";"), S("."),
					    S("，"), S(",") };
	s = without_number(s);
	for (size_t i = 0; i < sizeof(stops) / sizeof(*stops); i++)
		str_drop_tail(&s, stops[i]);
	struct buf b;
	ptrdiff_t len;
	if (!str_has(s, S(" ")) && !str_has(s, S("　")))
		return s;
	buf_init(&b, c->a);
	for (ptrdiff_t i = 0; i < s.n; i += len) {
		uint32_t cp = utf8_at(s, i, &len);
		if (cp != ' ' && cp != 0x3000)
			buf_add(&b, str_cut(s, i, i + len));
	}
	return buf_str(&b);
}

static void remember(struct check *c, struct seen_set *set, struct str raw)
{
	struct str s = bare_text(c, raw);
	if (utf8_count(s) < REPEATED_MIN)
		return;
	uint64_t hash = str_hash(s);
	int b = (int)(hash % (uint64_t)set->buckets);
	for (int i = set->bucket[b]; i >= 0; i = set->list.p[i].next)
		if (set->list.p[i].hash == hash && str_eq(set->list.p[i].text, s)) {
			report(c, raw.p, ARGS(quote(c, s, 24)));
			return;
		}
	*list_add(c->a, &set->list) = (struct seen){ hash, s, set->bucket[b] };
	set->bucket[b] = (int)set->list.n - 1;
}

/* The sentence whole, or its items where ；parts numbered ones. */
static void remember_sentence(struct check *c, struct seen_set *set, const struct span *s)
{
	const char *from = s->text.p;
	for (int k = s->first_clause + 1; k < s->first_clause + s->clauses; k++) {
		struct str clause = c->clause.p[k].text;
		enum number_style style;
		int number;
		if (!item_number(clause, &style, &number) || style == NUM_CN || style == NUM_ARABIC)
			continue;
		remember(c, set, str_trim((struct str){ from, clause.p - from }));
		from = clause.p;
	}
	remember(c, set, (struct str){ from, s->text.p + s->text.n - from });
}

void rule_repeated_text(struct check *c)
{
	struct seen_set set = { .buckets = (int)c->sentence.n * 2 + 1 };
	set.bucket = arena_new(c->a, int, set.buckets);
	for (int i = 0; i < set.buckets; i++)
		set.bucket[i] = -1;
	for (int i = 0; i < c->sentence.n; i++) {
		const struct span *s = &c->sentence.p[i];
		const struct npara *p = &c->n->para[s->para];
		bool heading = p->role == PARA_HEADING && !(p->body.n && s->text.p >= p->body.p);
		if (is_prose(p) && !heading && p->role != PARA_LABEL)
			remember_sentence(c, &set, s);
	}
}

/* Does one of the words of a cell, parted by spaces, end `text` (start it)? One
 * that begins with ! and fits takes that back: `目 !项目`. */
static bool one_fits(struct str cell, struct str text, bool at_end)
{
	struct str word;
	bool fits = false;
	while (str_split(&cell, ' ', &word)) {
		bool back = str_drop_head(&word, S("!"));
		if (!word.n || !(at_end ? str_ends(text, word) : str_starts(text, word)))
			continue;
		if (back)
			return false;
		fits = true;
	}
	return fits;
}

static bool one_follows(struct str cell, struct str rest)
{
	return one_fits(cell, rest, false);
}

static bool one_precedes(struct str cell, struct str head)
{
	return one_fits(cell, head, true);
}

static struct str rest_of(const struct check *c, const char *p)
{
	return (struct str){ p, c->n->text.p + c->n->text.n - p };
}

static struct str head_of(const struct check *c, const char *p)
{
	return (struct str){ c->n->text.p, p - c->n->text.p };
}

void rule_repeated_word(struct check *c)
{
	for (ptrdiff_t i = 0; i < c->repeated.n; i++) {
		const struct hit *h = &c->repeated.p[i];
		const char *end = h->text.p + h->text.n;
		if (one_precedes(h->row->col[1], head_of(c, h->text.p)) ||
		    one_follows(h->row->col[2], rest_of(c, end)))
			continue;
		report(c, h->text.p, ARGS(h->text, str_cut(h->text, 0, h->text.n / 2)));
	}
}

/* Is the notice one of a 巡察 or 巡视? */
static bool of_inspection(const struct check *c)
{
	static const struct str kinds[] = { S("巡察"), S("巡视") };
	for (int k = 0; k < 2; k++)
		if (str_has(c->n->inspection.kind, kinds[k]) || str_has(c->n->title, kinds[k]))
			return true;
	return false;
}

/* 巡查: an inspection's team, feedback or findings, or somebody's patrol? */
static bool patrol_for_inspection(const struct check *c, const struct hit *h)
{
	static const struct str found = S("发现");
	static const struct str made = S("组织 组建 成立 设立 建立 安排 编成");
	static const struct str against = S("针对 对照 围绕 对 根据 按照 就 将 把");
	struct str rest = rest_of(c, h->text.p + h->text.n), head = head_of(c, h->text.p);
	if (!of_inspection(c))
		return false;
	if (str_ends(head, S("委")))
		return true;
	if (cue_before(c, CUE_PATROL, h->text.p))
		return false;
	if (str_starts(rest, found))
		return one_precedes(against, head);
	if (str_starts(rest, S("组")) && one_precedes(made, head))
		return false;
	return one_follows(h->row->col[3], rest);
}

/* 截止: a date or 目前 follows, and it is no deadline. */
static bool until_date(const struct check *c, const struct hit *h)
{
	const char *end = h->text.p + h->text.n;
	struct str rest = str_trim_left(rest_of(c, end));
	struct date_words w;
	if (one_precedes(S("时间 日期 报名 申报 报送 提交"), head_of(c, h->text.p)))
		return false;
	str_drop_head(&rest, S("到"));
	return one_follows(h->row->col[3], rest) || dates_read(rest, 0, &w);
}

void rule_confusable_term(struct check *c)
{
	for (ptrdiff_t i = 0; i < c->confusable.n; i++) {
		const struct hit *h = &c->confusable.p[i];
		struct str when = h->row->col[2], list = h->row->col[3];
		bool wrong = false;
		if (str_eq(when, S("inspection")))
			wrong = patrol_for_inspection(c, h);
		else if (str_eq(when, S("until")))
			wrong = until_date(c, h);
		else if (str_eq(when, S("not-after")))
			wrong = !one_precedes(list, head_of(c, h->text.p));
		else if (str_eq(when, S("not-before")))
			wrong = !one_follows(list, rest_of(c, h->text.p + h->text.n));
		if (wrong)
			report(c, h->text.p,
			       ARGS(h->text, h->row->col[1],
				    quote(c, clause_of(c, h->text.p), 24)));
	}
}
