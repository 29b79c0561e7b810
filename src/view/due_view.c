/* What falls due: see due_view.h. */
#include "view/due_view.h"

#include <stdlib.h>

#include "ledger/recur.h"
#include "view/names.h"
#include "view/pack_view.h"
#include "view/pick.h"
#include "view/reach.h"

enum { ROWS_MAX = 10000 };

static const struct pick picks[] = {
	{ S("code"), S("code") },   { S("measure"), S("measure") },
	{ S("title"), S("title") }, { S("state"), S("state") },
	{ S("unit"), S("unit") },   { S("owner"), S("owner") },
};

struct dues LIST(struct val *);

struct due {
	struct store *s;
	struct arena *a;
	struct date from, to, today;
	enum lang lang;
	struct dues rows;
	struct view_reach reach;
	struct view_packs packs;
};

static bool add(struct due *w, const struct val *row, struct str kind, struct date due,
		struct err *e)
{
	const struct pack *pack;
	if (!view_pack_of(w->s, w->a, &w->packs, val_get_int(row, S("pack"), 0), &pack, e))
		return false;
	struct val *made = val_map(w->a);
	val_put_str(w->a, made, S("due"), date_iso(w->a, due));
	val_put_int(w->a, made, S("days"), date_days(due) - date_days(w->today));
	pick_into(w->a, made, row, PICKS(picks), false);
	val_put_str(w->a, made, S("kind"), kind);
	names_put_state(w->a, made, w->lang);
	if (!val_get(row, S("pack"))) { /* no finding's: it has no light of a pack */
		*list_add(w->a, &w->rows) = made;
		return true;
	}
	struct val *shown = pick_copy(w->a, row);
	if (!val_get(row, S("due"))) /* of a measure that recurs */
		val_put_str(w->a, shown, S("due"), date_iso(w->a, due));
	names_put_light(w->a, made, shown, pack, w->today, w->lang);
	*list_add(w->a, &w->rows) = made;
	return true;
}

static bool check_count(const struct val *rows, struct err *e)
{
	return rows->count <= ROWS_MAX || err_set(e, ERR_LIMIT, MSG_VIEW_MANY, NO_ARGS);
}

/* Those with a date of their own. */
static bool add_dated(struct due *w, enum sql sql, struct str kind, struct err *e)
{
	struct val *rows;
	struct date due;
	if (!store_list(w->s, w->a, sql,
			PARAMS(P_STR(date_iso(w->a, w->from)), P_STR(date_iso(w->a, w->to)),
			       P_INT(ROWS_MAX + 1), P_INT(w->reach.top)),
			&rows, e) ||
	    !check_count(rows, e))
		return false;
	for val_each(row, rows)
		if (date_parse(val_get_str(row, S("due")), &due) && !add(w, row, kind, due, e))
			return false;
	return true;
}

static bool add_all_dated(struct due *w, struct err *e)
{
	static const struct {
		enum sql sql;
		struct str kind;
	} dated[] = {
		{ SQL_FINDINGS_DUE, S("finding") },     { SQL_PLANS_DUE, S("plan") },
		{ SQL_REPORTS_DUE, S("report") },
		{ SQL_MEASURES_DUE, S("measure") },     { SQL_MILESTONES_DUE, S("milestone") },
		{ SQL_ORDERS_DUE, S("order") },         { SQL_CASES_DUE, S("case") },
		{ SQL_REGULATIONS_DUE, S("regulation") },
	};
	for (size_t i = 0; i < sizeof(dated) / sizeof(*dated); i++)
		if (!add_dated(w, dated[i].sql, dated[i].kind, e))
			return false;
	return true;
}

static bool add_recurring(struct due *w, struct err *e)
{
	struct val *rows;
	if (!store_list(w->s, w->a, SQL_MEASURES_RECURRING,
			PARAMS(P_INT(ROWS_MAX + 1), P_INT(w->reach.top)), &rows, e) ||
	    !check_count(rows, e))
		return false;
	for val_each(row, rows) {
		struct date starts = { 0 }, reported = { 0 }, until = { 0 };
		date_parse(val_get_str(row, S("starts")), &starts);
		date_parse(val_get_str(row, S("reported")), &reported);
		bool ends = date_parse(val_get_str(row, S("until")), &until);
		struct date due = recur_due(starts, val_get_str(row, S("every")), reported);
		if (date_none(due) || (ends && date_cmp(due, until) > 0))
			continue;
		if (date_cmp(due, w->from) >= 0 && date_cmp(due, w->to) <= 0 &&
		    !add(w, row, S("measure"), due, e))
			return false;
	}
	return true;
}

/* By date, then code, then measure, the finding itself first. */
static int by_due(const void *x, const void *y)
{
	const struct val *a = *(struct val *const *)x, *b = *(struct val *const *)y;
	int c = str_cmp(val_get_str(a, S("due")), val_get_str(b, S("due")));
	c = c ? c : str_cmp(val_get_str(a, S("code")), val_get_str(b, S("code")));
	int64_t i = val_get_int(a, S("measure"), 0), k = val_get_int(b, S("measure"), 0);
	c = c ? c : (i > k) - (i < k);
	return c ? c : str_cmp(val_get_str(a, S("kind")), val_get_str(b, S("kind")));
}

bool view_due(struct store *s, struct arena *a, struct date from, struct date to, struct date today,
	      struct str as, enum lang lang, const struct val **out, struct err *e)
{
	struct due w = { s, a, from, to, today, lang, { 0 } };
	struct val *undated;
	int64_t n = 0;
	if (!store_begin(s, e))
		return false;
	if (!view_reach_of(s, a, as, &w.reach, e) || !add_all_dated(&w, e) ||
	    !add_recurring(&w, e) ||
	    !store_list(s, a, SQL_FINDINGS_UNDATED, NO_PARAMS, &undated, e)) {
		store_rollback(s);
		return false;
	}
	if (w.rows.n)
		qsort(w.rows.p, (size_t)w.rows.n, sizeof(*w.rows.p), by_due);
	struct val *made = val_map(a);
	val_put_str(a, made, S("today"), date_iso(a, today));
	for val_each(row, undated)
		n += view_reaches(&w.reach, row) ? val_get_int(row, S("n"), 0) : 0;
	val_put_int(a, made, S("undated"), n);
	struct val *list = val_put(made, S("rows"), val_list(a));
	for (ptrdiff_t i = 0; i < w.rows.n; i++)
		val_push(list, w.rows.p[i]);
	*out = made;
	return store_commit(s, e);
}
