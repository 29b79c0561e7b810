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

/* What is due on that day, before it is a row to show. */
struct due {
	const struct val *row;
	struct str kind;
	struct date date;
};

struct dues LIST(struct due);

struct due_walk {
	struct store *s;
	struct arena *a;
	const struct due_asked *asked;
	int64_t reach;
	struct dues dues;
	bool partial;
};

static struct val *shown(struct due_walk *w, struct view_packs *packs, const struct due *due,
			 struct err *e)
{
	const struct pack *pack;
	const struct due_asked *asked = w->asked;
	if (!view_pack_of(w->s, w->a, packs, val_get_int(due->row, S("pack"), 0), &pack, e))
		return NULL;
	struct val *made = val_map(w->a);
	val_put_str(w->a, made, S("due"), date_iso(w->a, due->date));
	val_put_int(w->a, made, S("days"), date_days(due->date) - date_days(asked->today));
	pick_into(w->a, made, due->row, PICKS(picks), false);
	val_put_str(w->a, made, S("kind"), due->kind);
	names_put_state(w->a, made, asked->lang);
	if (!val_get(due->row, S("pack"))) /* no finding's: it has no light of a pack */
		return made;
	struct val *row = pick_copy(w->a, due->row);
	if (!val_get(due->row, S("due"))) /* of a measure that recurs */
		val_put_str(w->a, row, S("due"), date_iso(w->a, due->date));
	names_put_light(w->a, made, row, pack, asked->today, asked->lang);
	return made;
}

/* Too many to show: what was asked for as a whole is refused. */
static bool check_count(struct due_walk *w, const struct val *rows, struct err *e)
{
	bool many = rows->count > ROWS_MAX;
	w->partial = w->partial || many;
	return !many || w->asked->most || err_set(e, ERR_LIMIT, MSG_VIEW_MANY, NO_ARGS);
}

static bool ask(struct due_walk *w, enum sql sql, int64_t limit, struct val **rows, struct err *e)
{
	return store_list(w->s, w->a, sql,
			  PARAMS(P_STR(date_iso(w->a, w->asked->from)),
				 P_STR(date_iso(w->a, w->asked->to)), P_INT(w->reach),
				 P_INT(limit)),
			  rows, e) &&
	       check_count(w, *rows, e);
}

/* The statement for the whole ledger, or the same for a part of it. */
#define WITHIN(w, name) ((w)->reach ? SQL_##name##_REACH : SQL_##name##_ALL)

/* Those with a date of their own. */
static bool add_dated(struct due_walk *w, struct err *e)
{
	const struct {
		enum sql sql;
		struct str kind;
	} dated[] = {
		{ WITHIN(w, FINDINGS_DUE), S("finding") },
		{ WITHIN(w, PLANS_DUE), S("plan") },
		{ SQL_REPORTS_DUE, S("report") },
		{ WITHIN(w, MEASURES_DUE), S("measure") },
		{ WITHIN(w, MILESTONES_DUE), S("milestone") },
		{ SQL_ORDERS_DUE, S("order") },
		{ SQL_CASES_DUE, S("case") },
		{ SQL_REGULATIONS_DUE, S("regulation") },
	};
	int64_t limit = w->asked->most ? w->asked->most : ROWS_MAX + 1;
	struct val *rows;
	struct date due;
	for (size_t i = 0; i < sizeof(dated) / sizeof(*dated); i++) {
		if (!ask(w, dated[i].sql, limit, &rows, e))
			return false;
		for val_each(row, rows)
			if (date_parse(val_get_str(row, S("due")), &due))
				*list_add(w->a, &w->dues) = (struct due){ row, dated[i].kind, due };
	}
	return true;
}

static bool add_recurring(struct due_walk *w, struct err *e)
{
	struct val *rows;
	if (!ask(w, WITHIN(w, MEASURES_RECURRING), ROWS_MAX + 1, &rows, e))
		return false;
	for val_each(row, rows) {
		struct date starts = { 0 }, reported = { 0 }, until = { 0 };
		date_parse(val_get_str(row, S("starts")), &starts);
		date_parse(val_get_str(row, S("reported")), &reported);
		bool ends = date_parse(val_get_str(row, S("until")), &until);
		struct date due = recur_due(starts, val_get_str(row, S("every")), reported);
		if (date_none(due) || (ends && date_cmp(due, until) > 0) ||
		    date_cmp(due, w->asked->from) < 0 || date_cmp(due, w->asked->to) > 0)
			continue;
		*list_add(w->a, &w->dues) = (struct due){ row, S("measure"), due };
	}
	return true;
}

/* By date, then code, then measure, the finding itself first. */
static int by_due(const void *x, const void *y)
{
	const struct due *a = x, *b = y;
	int c = date_cmp(a->date, b->date);
	c = c ? c : str_cmp(val_get_str(a->row, S("code")), val_get_str(b->row, S("code")));
	int64_t i = val_get_int(a->row, S("measure"), 0), k = val_get_int(b->row, S("measure"), 0);
	c = c ? c : (i > k) - (i < k);
	return c ? c : str_cmp(a->kind, b->kind);
}

static bool count(struct due_walk *w, struct val *made, struct err *e)
{
	const struct val *row;
	if (!store_one(w->s, w->a, WITHIN(w, FINDINGS_UNDATED), PARAMS(P_INT(w->reach)), &row, e))
		return false;
	val_put_int(w->a, made, S("undated"), val_get_int(row, S("n"), 0));
	if (!store_one(w->s, w->a, WITHIN(w, FINDINGS_DUE_COUNT),
		       PARAMS(P_STR(date_iso(w->a, w->asked->from)),
			      P_STR(date_iso(w->a, w->asked->to)), P_INT(w->reach)),
		       &row, e))
		return false;
	val_put_int(w->a, made, S("findings"), val_get_int(row, S("n"), 0));
	return true;
}

static bool make(struct due_walk *w, struct val *made, struct err *e)
{
	struct view_packs packs = { 0 };
	const struct due_asked *asked = w->asked;
	val_put_str(w->a, made, S("today"), date_iso(w->a, asked->today));
	if (!view_reach_unit(w->s, w->a, asked->as, &w->reach, e) || !add_dated(w, e) ||
	    !add_recurring(w, e) || !count(w, made, e))
		return false;
	if (w->dues.n)
		qsort(w->dues.p, (size_t)w->dues.n, sizeof(*w->dues.p), by_due);
	val_put_bool(w->a, made, S("partial"), w->partial);
	struct val *list = val_put(made, S("rows"), val_list(w->a));
	for (ptrdiff_t i = 0; i < w->dues.n && !(asked->most && i >= asked->most); i++) {
		struct val *row = shown(w, &packs, &w->dues.p[i], e);
		if (!row)
			return false;
		val_push(list, row);
	}
	return true;
}

bool view_due(struct store *s, struct arena *a, const struct due_asked *asked, struct val **out,
	      struct err *e)
{
	struct due_walk w = { .s = s, .a = a, .asked = asked };
	struct val *made = val_map(a);
	*out = made;
	if (!store_begin(s, e))
		return false;
	if (!make(&w, made, e)) {
		store_rollback(s);
		return false;
	}
	return store_commit(s, e);
}
