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

/* What the counts of an inspection come to. */
static void finish(struct arena *a, struct val *made)
{
	int64_t total = 0, closed = 0;
	for val_each(n, val_get(made, S("states"))) {
		enum state state = state_find(OBJECT_FINDING, n->key);
		total += state == STATE_WITHDRAWN ? 0 : n->i;
		closed += state & (STATE_CLOSED | STATE_HELD) ? n->i : 0;
	}
	val_put_int(a, made, S("total"), total);
	val_put_int(a, made, S("closed"), closed);
	val_put_int(a, made, S("open"), total - closed);
	val_put(made, S("percent"), total ? val_int(a, closed * 100 / total) : val_null(a));
}

bool view_overview(struct store *s, struct arena *a, struct str as, struct val **rows,
		   struct err *e)
{
	struct view_reach reach;
	struct rows r;
	struct val *made = NULL;
	int64_t id = 0;
	*rows = val_list(a);
	if (!view_reach_of(s, a, as, &reach, e) || !store_rows(s, SQL_OVERVIEW, NO_PARAMS, &r, e))
		return false;
	while (rows_next(&r)) {
		const struct val *row = rows_val(&r, a);
		if (!view_reaches(&reach, row))
			continue;
		if (!made || val_get_int(row, S("id"), 0) != id) {
			if (made)
				finish(a, made);
			made = val_push(*rows, pick_row(a, row, PICKS(inspection), false));
			val_put(made, S("states"), val_map(a));
			id = val_get_int(row, S("id"), 0);
		}
		val_put_int(a, (struct val *)val_get(made, S("states")),
			    val_get_str(row, S("state")), val_get_int(row, S("count"), 0));
	}
	if (made)
		finish(a, made);
	return rows_close(&r);
}

const struct val *overview_states(struct arena *a, const struct val *rows)
{
	struct val *all = val_map(a);
	for val_each(row, rows)
		for val_each(n, val_get(row, S("states"))) {
			struct val *sum = (struct val *)val_get(all, n->key);
			if (sum)
				sum->i += n->i;
			else
				val_put_int(a, all, n->key, n->i);
		}
	return all;
}
