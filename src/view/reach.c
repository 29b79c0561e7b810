/* Who sees what: see reach.h. What each may do is the ledger's table of rights;
 * this is the same tree of units, read once for a whole list. */
#include "view/reach.h"

#include "ledger/rights.h"

enum { PAGE = 1000, TREE_DEPTH_MAX = 32, UNITS_MOST = 1000000 };

struct parents LIST(int64_t);

/* All units' parents by id, 0 where there is none. */
static bool read_parents(struct store *s, struct arena *a, struct parents *out, struct err *e)
{
	int64_t last = 0;
	*list_add(a, out) = 0; /* no unit has the id 0 */
	for (ptrdiff_t got = PAGE; got == PAGE;) {
		struct val *rows;
		if (!store_list(s, a, SQL_UNITS_PARENTS, PARAMS(P_INT(last), P_INT(PAGE)), &rows,
				e))
			return false;
		got = rows->count;
		for val_each(row, rows) {
			last = val_get_int(row, S("id"), 0);
			if (last >= UNITS_MOST)
				return err_set(e, ERR_LIMIT, MSG_VIEW_UNITS, NO_ARGS);
			while (out->n <= last)
				*list_add(a, out) = 0;
			out->p[last] = val_get_int(row, S("parent"), 0);
		}
	}
	return true;
}

bool view_reach_of(struct store *s, struct arena *a, struct str person, struct view_reach *out,
		   struct err *e)
{
	const struct val *row;
	struct parents parents = { 0 };
	*out = (struct view_reach){ .whole = true };
	if (!person.p)
		return true;
	if (!store_one(s, a, SQL_ASK_PERSON, PARAMS(P_STR(person)), &row, e))
		return false;
	if (!row)
		return err_set(e, ERR_NOT_FOUND, MSG_ACT_NOBODY, ARGS(person));
	int64_t top = val_get_int(row, S("unit"), UNIT_WHOLE);
	out->whole = top == UNIT_WHOLE;
	if (out->whole)
		return true;
	if (!read_parents(s, a, &parents, e))
		return false;
	out->units = parents.n;
	out->has = arena_new(a, bool, parents.n);
	for (int64_t id = 1; id < parents.n; id++) {
		int64_t at = id;
		for (int depth = 0; at && at != top && depth <= TREE_DEPTH_MAX; depth++)
			at = at < parents.n ? parents.p[at] : 0;
		out->has[id] = at == top;
	}
	return true;
}

bool view_reaches(const struct view_reach *r, const struct val *row)
{
	static const struct str columns[] = { S("unit_id"), S("lead_unit_id") };
	if (!r || r->whole)
		return true;
	for (int i = 0; i < 2; i++) {
		int64_t id = val_get_int(row, columns[i], 0);
		if (id > 0 && id < r->units && r->has[id])
			return true;
	}
	return false;
}

bool view_reach_unit(struct store *s, struct arena *a, struct str name, int64_t *unit,
		     struct err *e)
{
	const struct val *row;
	*unit = UNIT_WHOLE;
	if (!name.p)
		return true;
	if (!store_one(s, a, SQL_ASK_PERSON, PARAMS(P_STR(name)), &row, e))
		return false;
	if (!row)
		return err_set(e, ERR_NOT_FOUND, MSG_ACT_NOBODY, ARGS(name));
	if (str_eq(val_get_str(row, S("roles")), S("none")))
		return err_set(e, ERR_DENIED, MSG_VIEW_NO_ROLE, ARGS(name));
	*unit = val_get_int(row, S("unit"), UNIT_WHOLE);
	return true;
}

bool view_unit(struct store *s, struct arena *a, struct str name, int64_t *id, struct err *e)
{
	const struct val *row;
	if (!store_one(s, a, SQL_ASK_UNIT_BY_NAME, PARAMS(P_STR(name)), &row, e))
		return false;
	*id = val_get_int(row, S("id"), 0);
	return *id || err_set(e, ERR_NOT_FOUND, MSG_VIEW_UNIT, ARGS(name));
}
