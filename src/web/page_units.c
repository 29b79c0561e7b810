/*
 * Units: the tree of those that one reaches, and a unit's page with what is under it,
 * its people and its findings that are not over.
 */
#include "ledger/rights.h"
#include "web/engine.h"
#include "web/pages.h"
#include "web/target.h"

enum { PAGE = 500, ROWS_MOST = 1000, DEPTH_MAX = 12, OPEN_MOST = 20, PEOPLE_MOST = 200 };

/* All units, by id; where each one's children are. */
struct tree_unit {
	const struct val *row;
	int64_t first, next; /* child, sibling: ids; 0: none */
};
struct unit_tree LIST(struct tree_unit);

static bool read_units(struct request *rq, struct unit_tree *t, struct err *e)
{
	int64_t after = 0;
	struct val *rows;
	*list_add(rq->a, t) = (struct tree_unit){ 0 }; /* 0: what has no parent */
	do {
		if (!store_list(rq->store, rq->a, SQL_UNITS, PARAMS(P_INT(after), P_INT(PAGE)),
				&rows, e))
			return false;
		for val_each(row, rows) {
			after = val_get_int(row, S("unit_id"), 0);
			while (t->n <= after)
				*list_add(rq->a, t) = (struct tree_unit){ 0 };
			t->p[after].row = row;
		}
	} while (rows->count == PAGE);
	for (int64_t id = t->n - 1; id > 0; id--) { /* backwards: children in order */
		int64_t parent = val_get_int(t->p[id].row, S("parent"), 0);
		if (!t->p[id].row || parent >= t->n)
			continue;
		t->p[id].next = t->p[parent].first;
		t->p[parent].first = id;
	}
	return true;
}

static void put_unit(struct request *rq, struct val *list, const struct val *row, int depth)
{
	struct val *to = val_push(list, val_map(rq->a));
	struct str name = val_get_str(row, S("name"));
	val_put_str(rq->a, to, S("name"), name);
	val_put_str(rq->a, to, S("short_name"), val_get_str(row, S("short_name")));
	val_put_str(rq->a, to, S("href"),
		    str_fmt(rq->a, "/units/%.*s", STR_ARG(web_encode(rq->a, name))));
	val_put_int(rq->a, to, S("depth"), depth);
	val_put_int(rq->a, to, S("inspections"), val_get_int(row, S("inspections"), 0));
}

/* What is under `of`, each before what is under it; at most ROWS_MOST. */
static void put_under(struct request *rq, struct val *tree, const struct unit_tree *t, int64_t of,
		      bool itself)
{
	int64_t stack[DEPTH_MAX];
	int depth = 0;
	struct val *list = val_put(tree, S("units"), val_list(rq->a));
	if (itself && t->p[of].row)
		put_unit(rq, list, t->p[of].row, 0);
	int base = list->count ? 1 : 0;
	stack[0] = t->p[of].first;
	while (depth >= 0 && list->count < ROWS_MOST) {
		int64_t id = stack[depth];
		if (!id) {
			depth--;
			continue;
		}
		put_unit(rq, list, t->p[id].row, depth + base);
		stack[depth] = t->p[id].next;
		if (t->p[id].first && depth + 1 < DEPTH_MAX)
			stack[++depth] = t->p[id].first;
	}
	val_put_bool(rq->a, tree, S("more"), list->count >= ROWS_MOST);
}

bool page_units(struct request *rq, struct answer *out, struct err *e)
{
	struct unit_tree t = { 0 };
	struct val *tree = val_map(rq->a);
	int64_t top = rq->who.unit == UNIT_WHOLE ? 0 : rq->who.unit;
	if (!read_units(rq, &t, e) ||
	    !offer_put(rq, tree, S("add"), S("add-unit"), STR_NONE, STR_NONE, e))
		return false;
	put_under(rq, tree, &t, top < t.n ? top : 0, top != 0);
	out->tree = tree;
	return true;
}

/* The unit's findings that are not over, the first of them. */
static bool put_open(struct request *rq, struct val *tree, int64_t unit, struct err *e)
{
	struct val *rows;
	if (!store_list(rq->store, rq->a, SQL_OPEN_OF_UNIT, PARAMS(P_INT(unit), P_INT(OPEN_MOST)),
			&rows, e))
		return false;
	for val_each(row, rows) {
		const struct state_row *s = state_row_of(
			OBJECT_FINDING, state_find(OBJECT_FINDING, val_get_str(row, S("state"))));
		if (s)
			val_put_str(rq->a, row, S("state_name"), msg_text(s->outward, rq->lang));
	}
	val_put(tree, S("open"), rows);
	val_put_bool(rq->a, tree, S("open_more"), rows->count == OPEN_MOST);
	return true;
}

static bool put_people(struct request *rq, struct val *tree, int64_t unit, struct err *e)
{
	struct val *rows;
	if (!store_list(rq->store, rq->a, SQL_PEOPLE_OF_UNIT,
			PARAMS(P_INT(unit), P_INT(PEOPLE_MOST)), &rows, e))
		return false;
	bool pages = rq->who.roles & (ACTOR_ADMIN | ACTOR_AUDITOR);
	for val_each(row, rows) {
		struct str name = val_get_str(row, S("name"));
		val_put_str(rq->a, row, S("role_words"),
			    request_words(rq, val_get_str(row, S("roles"))));
		val_put_str(rq->a, row, S("href"),
			    pages ? str_fmt(rq->a, "/people/%.*s",
					    STR_ARG(web_encode(rq->a, name)))
				  : STR_NONE);
	}
	val_put(tree, S("people"), rows);
	return true;
}

bool page_unit(struct request *rq, struct answer *out, struct err *e)
{
	struct str name = in_text(rq, S("code"));
	const struct val *row;
	struct unit_tree t = { 0 };
	struct val *tree = val_map(rq->a);
	if (!target_seen(rq, OBJECT_UNIT, name, &row, e) || !read_units(rq, &t, e))
		return false;
	int64_t id = val_get_int(row, S("id"), 0), parent = val_get_int(row, S("parent"), 0);
	val_put_str(rq->a, tree, S("name"), name);
	val_put_str(rq->a, tree, S("short_name"), val_get_str(row, S("short_name")));
	if (parent > 0 && parent < t.n && t.p[parent].row) {
		struct str above = val_get_str(t.p[parent].row, S("name"));
		val_put_str(rq->a, tree, S("parent"), above);
		val_put_str(rq->a, tree, S("parent_href"),
			    str_fmt(rq->a, "/units/%.*s", STR_ARG(web_encode(rq->a, above))));
	}
	if (id < t.n)
		put_under(rq, tree, &t, id, false);
	struct str query = str_fmt(rq->a, "unit=%.*s", STR_ARG(web_encode(rq->a, name)));
	struct str under = str_fmt(rq->a, "parent=%.*s", STR_ARG(web_encode(rq->a, name)));
	out->tree = tree;
	out->title = name;
	return put_open(rq, tree, id, e) && put_people(rq, tree, id, e) &&
	       offers_put(rq, tree, OBJECT_UNIT, name, e) &&
	       offer_put(rq, tree, S("add"), S("add-unit"), STR_NONE, under, e) &&
	       offer_put(rq, tree, S("add_person"), S("add-person"), STR_NONE, query, e) &&
	       done_put(rq, tree, e);
}
