/* Counting records: see tally.h. */
#include "ledger/tally.h"

struct seen LIST(struct str);

struct tally {
	struct arena *a;
	const struct register_def *def;
	const struct register_filter *only;
	struct date from, to, today;
	int64_t records;
	int first, last;                          /* months with a record; 0: none */
	int64_t number[REGISTER_COUNTS];
	int64_t *month[REGISTER_COUNTS];          /* of counts that a monthly one is of */
	struct { struct str *slot; ptrdiff_t cap, n; } seen[REGISTER_COUNTS];
};

/* Months from year 0 on; 0 for no date. */
static int month_of(struct date d)
{
	return date_none(d) ? 0 : d.y * 12 + d.m - 1;
}

struct tally *tally_new(struct arena *a, const struct register_def *def,
			const struct register_filter *only, struct date from, struct date to,
			struct date today)
{
	struct tally *t = arena_new(a, struct tally, 1);
	t->a = a;
	t->def = def;
	t->only = only;
	t->from = from;
	t->to = to;
	t->today = today;
	return t;
}

static int compare(const struct tally_value *v, const struct register_filter *f, int i)
{
	if (f->term[i].text.p)
		return str_cmp(v->text, f->term[i].text);
	return v->number < f->term[i].number ? -1 : v->number > f->term[i].number;
}

static bool holds(const struct register_filter *f, const struct tally_record *r)
{
	struct tally_value node = { .given = true, .number = r->node };
	for (int i = 0; f && i < f->terms; i++) {
		const struct tally_value *v =
			f->term[i].of == REGISTER_OF_NODE ? &node : &r->value[f->term[i].of];
		bool is = false;
		int way = v->given ? compare(v, f, i) : 0;
		switch (f->term[i].op) {
		case REGISTER_IS: is = v->given && !way; break;
		case REGISTER_IS_NOT: is = !v->given || way; break;
		case REGISTER_AT_LEAST: is = v->given && way >= 0; break;
		case REGISTER_AT_MOST: is = v->given && way <= 0; break;
		case REGISTER_GIVEN: is = v->given; break;
		case REGISTER_MISSING: is = !v->given; break;
		}
		if (!is)
			return false;
	}
	return true;
}

static struct str *slot_of(struct str *slot, ptrdiff_t cap, struct str s)
{
	ptrdiff_t at = (ptrdiff_t)(str_hash(s) % (uint64_t)cap);
	while (slot[at].p && !str_eq(slot[at], s))
		at = (at + 1) % cap;
	return &slot[at];
}

/* Whether the count sees the value for the first time. */
static bool is_new(struct tally *t, int count, struct str s)
{
	struct str *old = t->seen[count].slot;
	if (2 * t->seen[count].n >= t->seen[count].cap) {
		ptrdiff_t was = t->seen[count].cap, cap = was ? 2 * was : 64;
		t->seen[count].slot = arena_new(t->a, struct str, cap);
		t->seen[count].cap = cap;
		for (ptrdiff_t i = 0; i < was; i++)
			if (old[i].p)
				*slot_of(t->seen[count].slot, cap, old[i]) = old[i];
	}
	struct str *slot = slot_of(t->seen[count].slot, t->seen[count].cap, s);
	if (slot->p)
		return false;
	*slot = str_copy(t->a, s);
	t->seen[count].n++;
	return true;
}

/* Done after the day that was planned, or not done by today. */
static bool is_late(const struct tally *t, const struct tally_value *planned,
		    const struct tally_value *actual)
{
	struct date p, d = t->today;
	if (!planned->given || !date_parse(planned->text, &p))
		return false;
	if (actual->given)
		date_parse(actual->text, &d);
	return date_days(d) > date_days(p);
}

/* What the record adds to the count. */
static int64_t adds(struct tally *t, int count, const struct tally_record *r)
{
	const struct register_count *n = &t->def->count[count];
	const struct tally_value *v = n->of[0] >= 0 ? &r->value[n->of[0]] : NULL;
	switch (n->rule) {
	case REGISTER_COUNT: return 1;
	case REGISTER_SUM: return v->given ? v->number : 0;
	case REGISTER_LATE: return is_late(t, v, &r->value[n->of[1]]);
	case REGISTER_DISTINCT:
		return v->given &&
		       is_new(t, count,
			      v->text.p ? v->text
					: str_fmt(t->a, "%lld", (long long)v->number));
	case REGISTER_PERCENT:
	case REGISTER_DIFFERENCE:
	case REGISTER_MONTHS: break;
	}
	return 0;
}

/* The month's place in what is kept of the count. */
static int64_t *month_slot(struct tally *t, int count, int month)
{
	enum { YEAR_FIRST = 1950 };
	int at = month - YEAR_FIRST * 12;
	if (!t->month[count])
		t->month[count] = arena_new(t->a, int64_t, TALLY_MONTHS);
	return at >= 0 && at < TALLY_MONTHS ? &t->month[count][at] : NULL;
}

void tally_add(struct tally *t, const struct tally_record *r)
{
	struct date day = { 0 };
	date_parse(r->date, &day);
	int month = month_of(day);
	if (!holds(t->only, r))
		return;
	t->records++;
	t->first = !t->first || month < t->first ? month : t->first;
	t->last = month > t->last ? month : t->last;
	for (int i = 0; i < t->def->counts; i++) {
		if (!holds(&t->def->count[i].filter, r))
			continue;
		int64_t n = adds(t, i, r);
		int64_t *slot = t->def->count[i].rule < REGISTER_DISTINCT ? month_slot(t, i, month)
									  : NULL;
		t->number[i] += n;
		if (slot)
			*slot += n;
	}
}

int64_t tally_records(const struct tally *t)
{
	return t->records;
}

/* Whole months of the period that are over, in which the count was below the least. */
static int64_t months_below(const struct tally *t, const struct register_count *n)
{
	int from = date_none(t->from) ? t->first : month_of(t->from), below = 0;
	int to = month_of(date_of_days(date_days(t->today) + 1)) - 1; /* over by today */
	if (!date_none(t->to) && month_of(date_of_days(date_days(t->to) + 1)) - 1 < to)
		to = month_of(date_of_days(date_days(t->to) + 1)) - 1;
	for (int m = from; from && m <= to && m - from < TALLY_MONTHS; m++) {
		int64_t *slot = month_slot((struct tally *)t, n->of[0], m);
		below += !slot || *slot < n->least;
	}
	return below;
}

bool tally_figure(const struct tally *t, int count, double *out)
{
	const struct register_count *n = &t->def->count[count];
	switch (n->rule) {
	case REGISTER_COUNT:
	case REGISTER_SUM:
	case REGISTER_DISTINCT:
	case REGISTER_LATE: *out = (double)t->number[count]; return true;
	case REGISTER_PERCENT:
		*out = 0;
		if (!t->number[n->of[1]])
			return false;
		*out = 100.0 * (double)t->number[n->of[0]] / (double)t->number[n->of[1]];
		return true;
	case REGISTER_DIFFERENCE:
		*out = (double)(t->number[n->of[0]] - t->number[n->of[1]]);
		return true;
	case REGISTER_MONTHS: *out = (double)months_below(t, n); return true;
	}
	return false;
}

bool tally_is_money(const struct register_def *def, int count)
{
	const struct register_count *n = &def->count[count];
	if (n->rule == REGISTER_DIFFERENCE)
		return tally_is_money(def, n->of[0]);
	return n->rule == REGISTER_SUM && def->field[n->of[0]].type == REGISTER_MONEY;
}
