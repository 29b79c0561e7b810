/* The notice from the ledger: see notice_view.h. */
#include "view/notice_view.h"

#include "view/pick.h"

static const struct pick head[] = {
	{ S("issuer"), S("issuer") },
	{ S("title"), S("title") },
	{ S("published"), S("published") },
};

static const struct pick inspection[] = {
	{ S("kind"), S("kind") },         { S("authority"), S("authority") },
	{ S("team"), S("team") },         { S("inspected"), S("inspected") },
	{ S("start"), S("started") },     { S("end"), S("ended") },
	{ S("feedback"), S("feedback") },
};

static const struct pick contact[] = {
	{ S("address"), S("address") },
	{ S("postcode"), S("postcode") },
	{ S("email"), S("email") },
};

static const struct pick disclosure[] = {
	{ S("start"), S("disclosure_start") },
	{ S("end"), S("disclosure_end") },
	{ S("raw"), S("disclosure_text") },
};

static const struct pick section[] = {
	{ S("ordinal"), S("label") },
	{ S("title"), S("title") },
	{ S("role"), S("role") },
	{ S("heading"), S("heading"), true },
	{ S("position"), S("position"), true },
	{ S("flows"), S("flows"), true },
};

/* Of a category and of a finding. */
static const struct pick group[] = {
	{ S("ordinal"), S("label") },
	{ S("title"), S("title") },
	{ S("heading"), S("heading"), true },
	{ S("position"), S("position"), true },
	{ S("flows"), S("flows"), true },
};

static const struct pick measure[] = {
	{ S("ordinal"), S("ordinal") },
	{ S("text"), S("text") },
	{ S("label"), S("label"), true },
	{ S("position"), S("position"), true },
	{ S("flows"), S("flows"), true },
};

static const struct pick prose[] = {
	{ S("at"), S("place") },
	{ S("section"), S("section") },
	{ S("text"), S("text") },
	{ S("position"), S("position"), true },
	{ S("flows"), S("flows"), true },
};

/* The rows of one inspection; each list in the order of the notice. */
struct holding {
	const struct val *inspection, *notice;
	struct val *sections, *prose, *categories, *findings, *measures, *facts;
};

struct maker {
	struct arena *a;
	bool layout;
	const struct holding *h;
	const struct val *finding, *measure, *fact; /* the next row of each */
};

static bool read_all(struct store *s, struct arena *a, struct str code, struct holding *h,
		     struct err *e)
{
	if (!store_one(s, a, SQL_INSPECTION_BY_CODE, PARAMS(P_STR(code)), &h->inspection, e))
		return false;
	if (!h->inspection)
		return err_set(e, ERR_NOT_FOUND, MSG_VIEW_INSPECTION, ARGS(code));
	int64_t id = val_get_int(h->inspection, S("id"), 0);
	struct params of = PARAMS(P_INT(id)), first = PARAMS(P_INT(id), P_INT(1));
	return store_one(s, a, SQL_NOTICE, first, &h->notice, e) &&
	       store_list(s, a, SQL_SECTIONS_OF_NOTICE, first, &h->sections, e) &&
	       store_list(s, a, SQL_PROSE_OF_NOTICE, first, &h->prose, e) &&
	       store_list(s, a, SQL_CATEGORIES_OF_INSPECTION, of, &h->categories, e) &&
	       store_list(s, a, SQL_FINDINGS_OF_INSPECTION, of, &h->findings, e) &&
	       store_list(s, a, SQL_MEASURES_OF_INSPECTION, of, &h->measures, e) &&
	       store_list(s, a, SQL_FACTS_OF_INSPECTION, of, &h->facts, e);
}

/* Are the two columns equal in both rows? A NULL row is like none. */
static bool same(const struct val *row, struct str column, const struct val *of, struct str named)
{
	return row && val_get_int(row, column, -1) == val_get_int(of, named, -2);
}

static struct val *phones(struct arena *a, struct str printed)
{
	struct val *list = val_list(a);
	struct str line;
	while (str_split(&printed, '\n', &line))
		val_push(list, val_str(a, line));
	return list;
}

static struct val *make_measure(struct maker *m)
{
	const struct val *row = m->measure;
	struct val *made = pick_row(m->a, row, PICKS(measure), m->layout);
	struct val *list = val_put(made, S("facts"), val_list(m->a));
	for (; same(m->fact, S("finding"), row, S("finding")) &&
	       same(m->fact, S("measure"), row, S("ordinal"));
	     m->fact = m->fact->next)
		val_push(list, pick_fact(m->a, m->fact));
	return made;
}

static struct val *make_finding(struct maker *m)
{
	const struct val *row = m->finding;
	struct val *made = pick_row(m->a, row, PICKS(group), m->layout);
	struct val *list = val_put(made, S("measures"), val_list(m->a));
	for (; same(m->measure, S("finding"), row, S("ordinal")); m->measure = m->measure->next)
		val_push(list, make_measure(m));
	return made;
}

static struct val *make_categories(struct maker *m)
{
	struct val *list = val_list(m->a);
	for val_each(row, m->h->categories) {
		struct val *made =
			val_push(list, pick_row(m->a, row, PICKS(group), m->layout));
		struct val *findings = val_put(made, S("findings"), val_list(m->a));
		for (; same(m->finding, S("category"), row, S("ordinal"));
		     m->finding = m->finding->next)
			val_push(findings, make_finding(m));
	}
	return list;
}

static struct val *make_list(struct maker *m, const struct val *rows, struct picks picks)
{
	struct val *list = val_list(m->a);
	for val_each(row, rows)
		val_push(list, pick_row(m->a, row, picks, m->layout));
	return list;
}

static const struct val *make_tree(struct arena *a, const struct holding *h, bool layout)
{
	struct maker m = { a, layout, h, h->findings->first, h->measures->first, h->facts->first };
	struct val *tree = pick_row(a, h->notice, PICKS(head), layout);
	val_put(tree, S("inspection"), pick_row(a, h->inspection, PICKS(inspection), layout));
	struct val *reach = val_put(tree, S("contact"), val_map(a));
	val_put(reach, S("phone"), phones(a, val_get_str(h->notice, S("phone"))));
	pick_into(a, reach, h->notice, PICKS(contact), layout);
	val_put(tree, S("disclosure"), pick_row(a, h->notice, PICKS(disclosure), layout));
	val_put(tree, S("sections"), make_list(&m, h->sections, PICKS(section)));
	val_put(tree, S("categories"), make_categories(&m));
	val_put(tree, S("prose"), make_list(&m, h->prose, PICKS(prose)));
	struct val *totals = val_put(tree, S("totals"), val_map(a));
	val_put_int(a, totals, S("categories"), h->categories->count);
	val_put_int(a, totals, S("findings"), h->findings->count);
	val_put_int(a, totals, S("measures"), h->measures->count);
	return tree;
}

bool view_notice(struct store *s, struct arena *a, struct str code, bool layout,
		 const struct val **out, struct err *e)
{
	struct holding h = { 0 };
	if (!store_begin(s, e))
		return false;
	if (!read_all(s, a, code, &h, e)) {
		store_rollback(s);
		return false;
	}
	*out = make_tree(a, &h, layout);
	return store_commit(s, e);
}
