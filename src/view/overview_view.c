/* How far each inspection is: see overview_view.h. */
#include "view/overview_view.h"

#include "ledger/state.h"
#include "view/pick.h"
#include "view/reach.h"

static const struct pick inspection[] = {
	{ S("code"), S("code") },
	{ S("unit"), S("unit") },
	{ S("kind"), S("kind") },
	{ S("feedback"), S("feedback") },
};

/* A row's count by its state. */
static void put_count(struct arena *a, struct val *made, const struct val *row)
{
	val_put_int(a, (struct val *)val_get(made, S("states")), val_get_str(row, S("state")),
		    val_get_int(row, S("n"), 0));
}

/* What the counts come to. */
static void finish(struct arena *a, struct val *made)
{
	int64_t total = 0, closed = 0, open = 0;
	for val_each(n, val_get(made, S("states"))) {
		enum state state = state_find(OBJECT_FINDING, n->key);
		total += state == STATE_WITHDRAWN ? 0 : n->i;
		closed += state & (STATE_CLOSED | STATE_HELD) ? n->i : 0;
		open += state & (STATES_OVER | STATE_WITHDRAWN) ? 0 : n->i;
	}
	val_put_int(a, made, S("total"), total);
	val_put_int(a, made, S("closed"), closed);
	val_put_int(a, made, S("open"), open);
	val_put(made, S("percent"), total ? val_int(a, closed * 100 / total) : val_null(a));
}

bool view_overview(struct store *s, struct arena *a, struct str as, int64_t most,
		   struct val **rows, struct err *e)
{
	int64_t reach, id = 0;
	struct rows r;
	struct val *made = NULL;
	*rows = val_list(a);
	if (!view_reach_unit(s, a, as, &reach, e) ||
	    !store_rows(s, SQL_OVERVIEW, PARAMS(P_INT(reach), P_INT(most)), &r, e))
		return false;
	while (rows_next(&r)) {
		const struct val *row = rows_val(&r, a);
		if (!made || val_get_int(row, S("id"), 0) != id) {
			if (made)
				finish(a, made);
			made = val_push(*rows, pick_row(a, row, PICKS(inspection), false));
			val_put(made, S("states"), val_map(a));
			id = val_get_int(row, S("id"), 0);
		}
		put_count(a, made, row);
	}
	if (made)
		finish(a, made);
	return rows_close(&r);
}

bool view_states(struct store *s, struct arena *a, struct str as, struct val **out, struct err *e)
{
	int64_t reach;
	struct rows r;
	*out = val_map(a);
	val_put(*out, S("states"), val_map(a));
	if (!view_reach_unit(s, a, as, &reach, e) ||
	    !store_rows(s, reach ? SQL_STATES_REACH : SQL_STATES_ALL, PARAMS(P_INT(reach)), &r, e))
		return false;
	while (rows_next(&r))
		put_count(a, *out, rows_val(&r, a));
	finish(a, *out);
	return rows_close(&r);
}
