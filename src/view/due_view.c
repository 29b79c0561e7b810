/* What falls due: see due_view.h. */
#include "view/due_view.h"

#include <stdlib.h>

#include "ledger/recur.h"
#include "view/names.h"
#include "view/pick.h"

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
};

static void add(struct due *w, const struct val *row, struct date due)
{
	struct val *made = val_map(w->a);
	val_put_str(w->a, made, S("due"), date_iso(w->a, due));
	val_put_int(w->a, made, S("days"), date_days(due) - date_days(w->today));
	pick_into(w->a, made, row, PICKS(picks), false);
	names_put_state(w->a, made, w->lang);
	*list_add(w->a, &w->rows) = made;
}

static bool check_count(const struct val *rows, struct err *e)
{
	return rows->count <= ROWS_MAX || err_set(e, ERR_LIMIT, MSG_VIEW_MANY, NO_ARGS);
}

/* Those with a date of their own. */
static bool add_dated(struct due *w, enum sql sql, struct err *e)
{
	struct val *rows;
	struct date due;
	if (!store_list(w->s, w->a, sql,
			PARAMS(P_STR(date_iso(w->a, w->from)), P_STR(date_iso(w->a, w->to)),
			       P_INT(ROWS_MAX + 1)),
			&rows, e) ||
	    !check_count(rows, e))
		return false;
	for val_each(row, rows)
		if (date_parse(val_get_str(row, S("due")), &due))
			add(w, row, due);
	return true;
}

static bool add_recurring(struct due *w, struct err *e)
{
	struct val *rows;
	if (!store_list(w->s, w->a, SQL_MEASURES_RECURRING, PARAMS(P_INT(ROWS_MAX + 1)), &rows,
			e) ||
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
		if (date_cmp(due, w->from) >= 0 && date_cmp(due, w->to) <= 0)
			add(w, row, due);
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
	return c ? c : (i > k) - (i < k);
}

bool view_due(struct store *s, struct arena *a, struct date from, struct date to,
	      struct date today, enum lang lang, const struct val **out, struct err *e)
{
	struct due w = { s, a, from, to, today, lang, { 0 } };
	const struct val *undated;
	if (!store_begin(s, e))
		return false;
	if (!add_dated(&w, SQL_FINDINGS_DUE, e) || !add_dated(&w, SQL_MEASURES_DUE, e) ||
	    !add_recurring(&w, e) ||
	    !store_one(s, a, SQL_FINDINGS_UNDATED, NO_PARAMS, &undated, e)) {
		store_rollback(s);
		return false;
	}
	if (w.rows.n)
		qsort(w.rows.p, (size_t)w.rows.n, sizeof(*w.rows.p), by_due);
	struct val *made = val_map(a);
	val_put_str(a, made, S("today"), date_iso(a, today));
	val_put_int(a, made, S("undated"), val_get_int(undated, S("n"), 0));
	struct val *list = val_put(made, S("rows"), val_list(a));
	for (ptrdiff_t i = 0; i < w.rows.n; i++)
		val_push(list, w.rows.p[i]);
	*out = made;
	return store_commit(s, e);
}
