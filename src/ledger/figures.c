/* Figures: see figures.h. Formulas are DOMAIN's; the completion rate is the
 * pack's. */
#include "ledger/figures.h"

#include <stdlib.h>

enum figure {
	TOTAL,
	COUNTED,
	BASE,
	CLOSED,
	STAGED,
	UNRECTIFIED,
	IMPORTED,
	WITHDRAWN,
	REOPENED,
	RECURRENCES,
	EXTENSIONS,
	UNDATED,
	DUE,
	DUE_CLOSED,
	ON_TIME,
	CLOSED_LATE,
	LATE_30,
	LATE_90,
	LATE_MORE,
	AMOUNT,
	AMOUNT_COUNTED
};

static const struct str names[FIGURES] = {
	[TOTAL] = S("total"), [COUNTED] = S("counted"), [BASE] = S("base"),
	[CLOSED] = S("closed"), [STAGED] = S("staged"), [UNRECTIFIED] = S("unrectified"),
	[IMPORTED] = S("imported"),
	[WITHDRAWN] = S("withdrawn"), [REOPENED] = S("reopened"),
	[RECURRENCES] = S("recurrences"), [EXTENSIONS] = S("extensions"),
	[UNDATED] = S("undated"), [DUE] = S("due"), [DUE_CLOSED] = S("due_closed"),
	[ON_TIME] = S("on_time"), [CLOSED_LATE] = S("closed_late"), [LATE_30] = S("late_30"),
	[LATE_90] = S("late_90"), [LATE_MORE] = S("late_more"), [AMOUNT] = S("amount"),
	[AMOUNT_COUNTED] = S("amount_counted"),
};

static const struct {
	struct str name;
	enum figure n, of;
} rates[] = {
	{ S("completion"), COUNTED, BASE },      { S("due_completion"), DUE_CLOSED, DUE },
	{ S("on_time_rate"), ON_TIME, DUE },     { S("closure"), CLOSED, TOTAL },
	{ S("amount_rate"), AMOUNT_COUNTED, AMOUNT },
};

enum { MONTH = 30, QUARTER = 90 };

/* By how long an open finding is late, in three steps. */
static void add_late(struct figures *to, int32_t days)
{
	if (days <= 0)
		return;
	to->count[days <= MONTH ? LATE_30 : days <= QUARTER ? LATE_90 : LATE_MORE]++;
}

static void add_dates(struct arena *a, struct figures *to, const struct figures_of *f,
		      struct date today)
{
	bool closed = f->state & (STATE_CLOSED | STATE_HELD);
	bool open = !(f->state & (STATES_OVER | STATE_WITHDRAWN));
	bool late = !date_none(f->due) && !date_none(f->closed) && date_cmp(f->closed, f->due) > 0;
	if (date_none(f->due)) {
		to->count[UNDATED]++;
	} else {
		bool due = date_cmp(f->due, today) <= 0;
		to->count[DUE] += due;
		to->count[DUE_CLOSED] += due && closed;
		to->count[ON_TIME] += due && closed && !late;
		if (open)
			add_late(to, date_days(today) - date_days(f->due));
	}
	to->count[CLOSED_LATE] += closed && late;
	if (!closed || date_none(f->closed) || date_none(f->start))
		return;
	int32_t took = date_days(f->closed) - date_days(f->start);
	*list_add(a, &to->days) = took > 0 ? took : 0;
	to->days_sum += took > 0 ? took : 0;
}

void figures_add(struct arena *a, struct figures *to, const struct figures_of *f,
		 struct date today)
{
	bool counted = f->state & f->pack->counts;
	bool withdrawn = f->state == STATE_WITHDRAWN;
	to->mixed |= to->pack && to->pack != f->pack;
	to->pack = f->pack;
	to->count[TOTAL]++;
	to->count[BASE] += !(withdrawn && f->pack->withdrawn_apart);
	to->count[COUNTED] += counted;
	to->count[CLOSED] += (f->state & (STATE_CLOSED | STATE_HELD)) != 0;
	to->count[STAGED] += f->state == STATE_STAGE;
	to->count[UNRECTIFIED] += f->state == STATE_UNRECTIFIED;
	to->count[IMPORTED] += f->state == STATE_IMPORTED;
	to->count[WITHDRAWN] += withdrawn;
	to->count[REOPENED] += f->reopened;
	to->count[RECURRENCES] += f->recurs;
	to->count[EXTENSIONS] += f->extensions;
	to->count[AMOUNT] += f->amount;
	to->count[AMOUNT_COUNTED] += counted ? f->amount : 0;
	add_dates(a, to, f, today);
}

void figures_join(struct arena *a, struct figures *to, const struct figures *from)
{
	for (int i = 0; i < FIGURES; i++)
		to->count[i] += from->count[i];
	for (ptrdiff_t i = 0; i < from->days.n; i++)
		*list_add(a, &to->days) = from->days.p[i];
	to->days_sum += from->days_sum;
	to->mixed |= from->mixed || (to->pack && from->pack && to->pack != from->pack);
	to->pack = from->pack ? from->pack : to->pack;
}

static int by_days(const void *x, const void *y)
{
	int32_t a = *(const int32_t *)x, b = *(const int32_t *)y;
	return (a > b) - (a < b);
}

/* Average to a tenth of a day, and the median, of two middle ones their mean. */
static void put_days(struct arena *a, struct figures *f, struct val *map)
{
	ptrdiff_t n = f->days.n;
	val_put(map, S("days_average"),
		n ? val_num(a, (double)((20 * f->days_sum + n) / (2 * n)) / 10) : val_null(a));
	if (n)
		qsort(f->days.p, (size_t)n, sizeof(*f->days.p), by_days);
	val_put(map, S("days_median"),
		n ? val_num(a, (double)(f->days.p[(n - 1) / 2] + f->days.p[n / 2]) / 2)
		  : val_null(a));
}

void figures_put(struct arena *a, struct figures *f, struct val *map)
{
	const struct pack *p = f->pack && !f->mixed ? f->pack : pack_default();
	for (int i = 0; i < FIGURES; i++)
		val_put_int(a, map, names[i], f->count[i]);
	val_put_int(a, map, S("late"),
		    f->count[LATE_30] + f->count[LATE_90] + f->count[LATE_MORE]);
	for (size_t i = 0; i < sizeof(rates) / sizeof(*rates); i++) {
		int64_t n = f->count[rates[i].n], of = f->count[rates[i].of];
		struct val *rate = val_put(map, rates[i].name, val_map(a));
		val_put_int(a, rate, S("n"), n);
		val_put_int(a, rate, S("of"), of);
		val_put(rate, S("percent"),
			of ? val_num(a, pack_percent(p, n, of)) : val_null(a));
		val_put_int(a, rate, S("decimals"), p->decimals);
	}
	put_days(a, f, map);
}
