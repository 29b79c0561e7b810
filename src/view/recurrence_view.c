/* What a finding may repeat: see recurrence_view.h. */
#include "view/recurrence_view.h"

#include <stdlib.h>

#include "text/likeness.h"
#include "view/names.h"
#include "view/pick.h"

enum { CANDIDATES_MOST = 2000, SHOWN_MOST = 20, SCORE_LEAST = 30 };

static const struct pick picks[] = {
	{ S("code"), S("code") },
	{ S("title"), S("title") },
	{ S("unit"), S("unit") },
	{ S("state"), S("state") },
};

struct candidate {
	const struct val *row;
	struct str code;
	int score;
};

struct candidates LIST(struct candidate);

static bool add(struct store *s, struct arena *a, enum sql sql, struct params params,
		struct candidates *to, struct err *e)
{
	struct val *rows;
	if (!store_list(s, a, sql, params, &rows, e))
		return false;
	for val_each(row, rows)
		*list_add(a, to) =
			(struct candidate){ row, val_get_str(row, S("code")), 0 };
	return true;
}

static bool add_all(struct store *s, struct arena *a, const struct val *of,
		    struct candidates *to, struct err *e)
{
	int64_t inspection = val_get_int(of, S("inspection"), 0);
	int64_t ordinal = val_get_int(of, S("ordinal"), 0);
	return add(s, a, SQL_EARLIER_OF_UNIT,
		   PARAMS(P_INT(inspection), P_INT(ordinal),
			  P_INT(val_get_int(of, S("unit_id"), 0)), P_INT(CANDIDATES_MOST)),
		   to, e) &&
	       add(s, a, SQL_EARLIER_OF_CATEGORY,
		   PARAMS(P_INT(inspection), P_INT(ordinal),
			  P_STR(val_get_str(of, S("category_title"))), P_INT(CANDIDATES_MOST)),
		   to, e) &&
	       add(s, a, SQL_EARLIER_OF_ANY,
		   PARAMS(P_INT(inspection), P_INT(ordinal), P_INT(CANDIDATES_MOST)), to, e);
}

static int by_code(const void *x, const void *y)
{
	return str_cmp(((const struct candidate *)x)->code, ((const struct candidate *)y)->code);
}

static int by_score(const void *x, const void *y)
{
	const struct candidate *a = x, *b = y;
	return a->score != b->score ? b->score - a->score : -by_code(x, y);
}

/* One row a code; each with its score, the likest first. */
static void rank(struct arena *a, struct candidates *all, struct str title)
{
	struct bigrams of = bigrams_of(a, title);
	ptrdiff_t kept = 0;
	if (!all->n)
		return;
	qsort(all->p, (size_t)all->n, sizeof(*all->p), by_code);
	for (ptrdiff_t i = 0; i < all->n; i++) {
		struct candidate *c = &all->p[i];
		if (kept && str_eq(all->p[kept - 1].code, c->code))
			continue;
		struct arena_mark mark = arena_mark(a);
		struct str theirs = val_get_str(c->row, S("title"));
		c->score = (int)(100 * likeness(of, bigrams_of(a, theirs)));
		arena_release(a, mark);
		all->p[kept++] = *c;
	}
	all->n = kept;
	qsort(all->p, (size_t)all->n, sizeof(*all->p), by_score);
}

static void put_rows(struct arena *a, struct val *made, const struct candidates *all,
		     enum lang lang)
{
	struct val *list = val_put(made, S("rows"), val_list(a));
	for (ptrdiff_t i = 0; i < all->n && i < SHOWN_MOST; i++) {
		if (all->p[i].score < SCORE_LEAST)
			break;
		struct val *row = val_push(list, val_map(a));
		val_put_int(a, row, S("score"), all->p[i].score);
		pick_into(a, row, all->p[i].row, PICKS(picks), false);
		names_put_state(a, row, lang);
	}
}

bool view_recurrences(struct store *s, struct arena *a, struct str code, enum lang lang,
		      const struct val **out, struct err *e)
{
	struct candidates all = { 0 };
	const struct val *of;
	if (!store_begin(s, e))
		return false;
	bool ok = store_one(s, a, SQL_FINDING_BY_CODE, PARAMS(P_STR(code)), &of, e) &&
		  (of || err_set(e, ERR_NOT_FOUND, MSG_VIEW_CODE, ARGS(code))) &&
		  add_all(s, a, of, &all, e);
	if (!ok) {
		store_rollback(s);
		return false;
	}
	struct str title = val_get_str(of, S("title"));
	rank(a, &all, title);
	struct val *made = val_map(a);
	val_put_str(a, made, S("code"), val_get_str(of, S("code")));
	val_put_str(a, made, S("title"), title);
	val_put_str(a, made, S("recurrence_of"), val_get_str(of, S("recurrence_of")));
	val_put_int(a, made, S("looked_at"), all.n);
	put_rows(a, made, &all, lang);
	*out = made;
	return store_commit(s, e);
}
