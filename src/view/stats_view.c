/* Figures: see stats_view.h. */
#include "view/stats_view.h"

#include "view/pick.h"

static const struct str bys[] = { S("unit"), S("category"), S("class"), S("inspection") };

static const struct str counts[] = {
	S("total"),   S("closed"),  S("staged"),  S("unrectified"), S("withdrawn"),
	S("reopened"), S("undated"), S("due"),	  S("due_closed"),  S("on_time"),
	S("late_30"), S("late_90"), S("late_more"),
};

enum { COUNTS = sizeof(counts) / sizeof(*counts) };

static const struct {
	struct str name, n, of;
} rates[] = {
	{ S("completion"), S("closed"), S("total") },
	{ S("due_completion"), S("due_closed"), S("due") },
	{ S("on_time_rate"), S("on_time"), S("due") },
};

struct group {
	const struct val *name; /* text, or null */
	int64_t count[COUNTS];
};

struct groups LIST(struct group);

bool view_stats_by(struct str name)
{
	for (size_t i = 0; i < sizeof(bys) / sizeof(*bys); i++)
		if (str_eq(bys[i], name))
			return true;
	return false;
}

static struct group *find(struct arena *a, struct groups *all, const struct val *name)
{
	for (ptrdiff_t i = all->n - 1; i >= 0; i--)
		if (val_eq(all->p[i].name, name))
			return &all->p[i];
	struct group *made = list_add(a, all);
	*made = (struct group){ .name = name };
	return made;
}

static struct val *group_val(struct arena *a, const struct group *g)
{
	struct val *v = val_map(a);
	int64_t late = 0;
	val_put(v, S("group"), pick_copy(a, g->name));
	for (int i = 0; i < COUNTS; i++) {
		val_put_int(a, v, counts[i], g->count[i]);
		if (str_starts(counts[i], S("late_")))
			late += g->count[i];
	}
	val_put_int(a, v, S("late"), late);
	for (size_t i = 0; i < sizeof(rates) / sizeof(*rates); i++) {
		int64_t n = val_get_int(v, rates[i].n, 0), of = val_get_int(v, rates[i].of, 0);
		struct val *rate = val_put(v, rates[i].name, val_map(a));
		val_put_int(a, rate, S("n"), n);
		val_put_int(a, rate, S("of"), of);
		val_put(rate, S("percent"),
			of ? val_num(a, (double)((n * 2000 + of) / (2 * of)) / 10) : val_null(a));
	}
	return v;
}

bool view_stats(struct store *s, struct arena *a, struct str by, struct date today,
		const struct val **out, struct err *e)
{
	enum { MONTH = 30, QUARTER = 90 };
	struct groups all = { 0 };
	struct group whole = { .name = val_null(a) };
	struct rows r;
	int32_t day = date_days(today);
	struct str bound[3] = { date_iso(a, today), date_iso(a, date_of_days(day - MONTH)),
				date_iso(a, date_of_days(day - QUARTER)) };
	if (!store_rows(s, SQL_STATS, PARAMS(P_STR(bound[0]), P_STR(bound[1]), P_STR(bound[2])), &r,
			e))
		return false;
	while (rows_next(&r)) {
		const struct val *row = rows_val(&r, a);
		struct group *g = find(a, &all, val_get(row, by));
		for (int i = 0; i < COUNTS; i++) {
			int64_t n = val_get_int(row, counts[i], 0);
			g->count[i] += n;
			whole.count[i] += n;
		}
	}
	if (!rows_close(&r))
		return false;
	struct val *list = val_list(a);
	for (ptrdiff_t i = 0; i < all.n; i++)
		val_push(list, group_val(a, &all.p[i]));
	val_push(list, group_val(a, &whole));
	*out = list;
	return true;
}
