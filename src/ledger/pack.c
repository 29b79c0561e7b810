/* What a rule pack says of a day, a state, a rate: see pack.h. */
#include "ledger/pack.h"

#include <stdlib.h>

#include "ledger/recur.h"
#include "text/workday.h"

struct str pack_carried(struct arena *a, struct str name)
{
	for (const struct embed *f = pack_files; f->name.p; f++) {
		struct err e = { 0 };
		struct arena_mark mark = arena_mark(a);
		struct pack *p = arena_new(a, struct pack, 1);
		bool is = pack_read(a, f->text, p, &e) &&
			  (str_eq(p->name, name) || str_eq(p->english, name));
		arena_release(a, mark);
		if (is)
			return f->text;
	}
	return STR_NONE;
}

const struct pack *pack_default(void)
{
	static struct pack kept;
	static bool there;
	struct arena a;
	struct err e = { 0 };
	if (there)
		return &kept;
	arena_init(&a, 0);
	there = pack_read(&a, embed_find(pack_files, S("default.conf")), &kept, &e);
	arena_free(&a);
	if (!there)
		abort(); /* the packs that are built in are read by a test */
	return &kept;
}

const struct pack_deadline *pack_deadline(const struct pack *p, enum pack_sets sets,
					  enum pack_event after, struct str class)
{
	const struct pack_deadline *any = NULL;
	for (int i = 0; i < p->deadlines; i++) {
		const struct pack_deadline *d = &p->deadline[i];
		if (d->off || d->sets != sets || d->after != after)
			continue;
		if (d->class.p && class.p && str_eq(d->class, class))
			return d;
		if (!d->class.p)
			any = d;
	}
	return any;
}

bool pack_day(const struct pack_deadline *d, struct date from, struct date *out)
{
	*out = from;
	switch (d->unit) {
	case PACK_DAYS: *out = date_of_days(date_days(from) + d->number); break;
	case PACK_WORKING_DAYS: return workday_after(from, d->number, out);
	case PACK_MONTHS: *out = recur_date(from, S("month"), d->number); break;
	}
	return date_ok(*out);
}

struct str pack_deadline_says(struct arena *a, const struct pack_deadline *d, enum lang lang)
{
	static const enum msg units[] = { [PACK_DAYS] = MSG_PACK_DAYS,
					  [PACK_WORKING_DAYS] = MSG_PACK_WORKING_DAYS,
					  [PACK_MONTHS] = MSG_PACK_MONTHS };
	static const enum msg events[] = { [PACK_FEEDBACK] = MSG_PACK_AFTER_FEEDBACK,
					   [PACK_ISSUE] = MSG_PACK_AFTER_ISSUE,
					   [PACK_CLAIM] = MSG_PACK_AFTER_CLAIM,
					   [PACK_APPROVE] = MSG_PACK_AFTER_APPROVE,
					   [PACK_DUE] = MSG_PACK_AFTER_DUE,
					   [PACK_PUBLISH] = MSG_PACK_AFTER_PUBLISH };
	struct str length = msg_fill(a, units[d->unit], lang,
				     ARGS(str_fmt(a, "%d", d->number)));
	return msg_fill(a, events[d->after], lang, ARGS(d->name, length));
}

struct str pack_outward(const struct pack *p, enum state state, struct str class,
			struct str progress, enum lang lang)
{
	const struct str of[] = { progress, class, STR_NONE };
	for (int k = 0; k < 3; k++)
		for (int i = 0; i < p->states; i++)
			if (p->state[i].state == state && !p->state[i].of.p == !of[k].p &&
			    str_eq(p->state[i].of, of[k]))
				return p->state[i].outward[lang];
	return STR_NONE;
}

double pack_percent(const struct pack *p, int64_t n, int64_t of)
{
	int64_t scale = 1;
	for (int i = 0; i < p->decimals; i++)
		scale *= 10;
	/* whole numbers up to here: half a step is never lost to binary fractions */
	__int128 top = (__int128)n * 100 * scale, bottom = of;
	__int128 steps = p->rounding == PACK_DOWN ? top / bottom
						  : (2 * top + bottom) / (2 * bottom);
	return (double)(int64_t)steps / (double)scale;
}
