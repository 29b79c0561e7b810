/* Figures: see stats_view.h. Findings stream past once; what is kept of each is
 * its group's sums and, of those closed, the days that it took. */
#include "view/stats_view.h"

#include <stdlib.h>

#include "base/buf.h"
#include "ledger/figures.h"
#include "view/pack_view.h"
#include "view/pick.h"
#include "view/reach.h"

enum { MONTH_BYTES = 7 }; /* YYYY-MM */

static const struct {
	struct str name, column;
	bool month;  /* of that day; groups go by the calendar */
	bool newest; /* the last that comes up is the first */
} bys[] = {
	{ S("unit"), S("unit") },
	{ S("category"), S("category") },
	{ S("class"), S("class") },
	{ S("inspection"), S("inspection"), .newest = true },
	{ S("month"), S("registered"), true },
	{ S("closed-month"), S("closed"), true },
};

enum { BYS = sizeof(bys) / sizeof(*bys) };

struct group {
	struct str name; /* STR_NONE: none */
	struct figures figures;
};

struct groups LIST(struct group);

struct stats {
	struct store *s;
	struct arena *a;
	int by;
	struct date today;
	struct groups all;
	int32_t *slot; /* of each group by its name's hash: its number, from 1 on */
	ptrdiff_t slots;
	struct view_packs packs;
};

static int by_of(struct str name)
{
	for (int i = 0; i < BYS; i++)
		if (str_eq(bys[i].name, name))
			return i;
	return -1;
}

bool view_stats_by(struct str name)
{
	return by_of(name) >= 0;
}

struct str view_stats_bys(struct arena *a)
{
	struct buf b;
	buf_init(&b, a);
	for (int i = 0; i < BYS; i++) {
		buf_add(&b, i ? S(" ") : S(""));
		buf_add(&b, bys[i].name);
	}
	return buf_str(&b);
}

static int32_t *slot_of(struct stats *w, struct str name)
{
	ptrdiff_t at = (ptrdiff_t)(str_hash(name) % (uint64_t)w->slots);
	for (; w->slot[at]; at = (at + 1) % w->slots) {
		struct str held = w->all.p[w->slot[at] - 1].name;
		if (!held.p == !name.p && str_eq(held, name))
			break;
	}
	return &w->slot[at];
}

/* The group of that name. */
static struct group *find(struct stats *w, struct str name)
{
	if (2 * w->all.n >= w->slots) {
		w->slots = w->slots ? 2 * w->slots : 64;
		w->slot = arena_new(w->a, int32_t, w->slots);
		for (ptrdiff_t i = 0; i < w->all.n; i++)
			*slot_of(w, w->all.p[i].name) = (int32_t)i + 1;
	}
	int32_t *slot = slot_of(w, name);
	if (!*slot) {
		*list_add(w->a, &w->all) =
			(struct group){ .name = name.p ? str_copy(w->a, name) : STR_NONE };
		*slot = (int32_t)w->all.n;
	}
	return &w->all.p[*slot - 1];
}

static struct date day_of(const struct val *row, struct str column)
{
	struct date d;
	return date_parse(val_get_str(row, column), &d) ? d : (struct date){ 0 };
}

static bool take(struct stats *w, const struct val *row, struct err *e)
{
	struct str name = val_get_str(row, bys[w->by].column);
	struct figures_of f = {
		.state = state_find(OBJECT_FINDING, val_get_str(row, S("state"))),
		.due = day_of(row, S("due")),
		.closed = day_of(row, S("closed")),
		.start = day_of(row, S("feedback")),
		.amount = val_get_int(row, S("amount"), 0),
		.extensions = val_get_int(row, S("extensions"), 0),
		.reopened = val_get_int(row, S("reopened"), 0) > 0,
		.recurs = val_get_str(row, S("recurrence_of")).p,
	};
	if (date_none(f.start))
		f.start = day_of(row, S("registered"));
	if (!view_pack_of(w->s, w->a, &w->packs, val_get_int(row, S("pack"), 0), &f.pack, e))
		return false;
	name = bys[w->by].month && name.p ? str_cut(name, 0, MONTH_BYTES) : name;
	figures_add(w->a, &find(w, name)->figures, &f, w->today);
	return true;
}

/* All packs before the findings stream: no other statement runs meanwhile. */
static bool read_packs(struct stats *w, struct err *e)
{
	enum { PAGE = 100 };
	int64_t last = 0;
	for (ptrdiff_t got = PAGE; got == PAGE;) {
		struct val *rows;
		const struct pack *pack;
		if (!store_list(w->s, w->a, SQL_PACKS, PARAMS(P_INT(last), P_INT(PAGE)), &rows, e))
			return false;
		got = rows->count;
		for val_each(row, rows) {
			last = val_get_int(row, S("id"), 0);
			if (!view_pack_of(w->s, w->a, &w->packs, last, &pack, e))
				return false;
		}
	}
	return true;
}

static bool read_findings(struct stats *w, int64_t reach, struct err *e)
{
	struct arena scratch;
	struct rows r;
	bool ok = true;
	if (!store_rows(w->s, reach ? SQL_FIGURES_REACH : SQL_FIGURES_ALL, PARAMS(P_INT(reach)),
			&r, e))
		return false;
	arena_init(&scratch, 0);
	while (ok && rows_next(&r)) {
		ok = take(w, rows_val(&r, &scratch), e);
		arena_reset(&scratch);
	}
	arena_free(&scratch);
	return rows_close(&r) && ok;
}

static int by_name(const void *x, const void *y)
{
	const struct group *a = x, *b = y;
	return str_cmp(a->name, b->name);
}

static struct val *group_val(struct arena *a, struct group *g)
{
	struct val *v = val_map(a);
	val_put_str(a, v, S("group"), g->name);
	figures_put(a, &g->figures, v);
	return v;
}

bool view_stats(struct store *s, struct arena *a, struct str by, struct str as,
		struct date today, const struct val **out, struct err *e)
{
	struct stats w = { .s = s, .a = a, .by = by_of(by), .today = today };
	struct group whole = { 0 };
	int64_t reach;
	if (w.by < 0)
		return err_set(e, ERR_BAD_INPUT, MSG_STATS_BY, ARGS(by, view_stats_bys(a)));
	if (!store_begin(s, e))
		return false;
	if (!view_reach_unit(s, a, as, &reach, e) || !read_packs(&w, e) ||
	    !read_findings(&w, reach, e)) {
		store_rollback(s);
		return false;
	}
	if (w.all.n && bys[w.by].month)
		qsort(w.all.p, (size_t)w.all.n, sizeof(*w.all.p), by_name);
	struct val *list = val_list(a);
	for (ptrdiff_t i = 0; i < w.all.n; i++) {
		struct group *g = &w.all.p[bys[w.by].newest ? w.all.n - 1 - i : i];
		figures_join(a, &whole.figures, &g->figures);
		val_push(list, group_val(a, g));
	}
	val_push(list, group_val(a, &whole));
	*out = list;
	return store_commit(s, e);
}
