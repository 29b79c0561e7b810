/* Lists of what the ledger holds: see ledger_view.h. */
#include "view/ledger_view.h"
#include "view/names.h"
#include "view/pick.h"

static const struct pick inspections[] = {
	{ S("code"), S("code") },           { S("unit"), S("unit") },
	{ S("short_name"), S("unit_short_name") },
	{ S("kind"), S("kind") },           { S("authority"), S("authority") },
	{ S("team"), S("team") },           { S("inspected"), S("inspected") },
	{ S("start"), S("started") },       { S("end"), S("ended") },
	{ S("feedback"), S("feedback") },   { S("title"), S("title") },
	{ S("published"), S("published") }, { S("findings"), S("findings") },
	{ S("measures"), S("measures") },
};

static const struct pick findings[] = {
	{ S("code"), S("code") },
	{ S("unit"), S("unit") },
	{ S("short_name"), S("unit_short_name") },
	{ S("category"), S("category_title") },
	{ S("ordinal"), S("label") },
	{ S("title"), S("title") },
	{ S("state"), S("state") },
	{ S("progress"), S("progress") },
	{ S("class"), S("class") },
	{ S("due"), S("due") },
	{ S("owner"), S("owner") },
	{ S("closed"), S("closed") },
	{ S("reopened"), S("reopened") },
	{ S("measures"), S("measures") },
};

static const struct pick measures[] = {
	{ S("finding"), S("finding_code") },
	{ S("finding_title"), S("finding_title") },
	{ S("ordinal"), S("ordinal") },
	{ S("label"), S("label") },
	{ S("text"), S("text") },
	{ S("facts"), S("facts") },
};

static const struct {
	struct str name;
	enum sql sql;
	struct picks picks;
	/* the columns of the key, as many as there are */
	struct str inspection, finding, measure;
	bool named; /* its rows have states to be named */
} lists[VIEW_LISTS] = {
	[VIEW_INSPECTIONS] = { S("inspections"), SQL_INSPECTIONS,
			       { inspections, sizeof(inspections) / sizeof(*inspections) },
			       S("id") },
	[VIEW_FINDINGS] = { S("findings"), SQL_FINDINGS,
			    { findings, sizeof(findings) / sizeof(*findings) },
			    S("inspection"), S("ordinal"), .named = true },
	[VIEW_MEASURES] = { S("measures"), SQL_MEASURES,
			    { measures, sizeof(measures) / sizeof(*measures) },
			    S("inspection"), S("finding"), S("ordinal") },
};

bool view_list_named(struct str name, enum view_list *out)
{
	for (int i = 0; i < VIEW_LISTS; i++)
		if (str_eq(lists[i].name, name)) {
			*out = (enum view_list)i;
			return true;
		}
	return false;
}

bool view_list(struct store *s, struct arena *a, enum view_list list, struct view_key *key,
	       int64_t most, enum lang lang, struct val **rows, struct err *e)
{
	struct val *raw;
	struct val given[4] = { P_INT(key->inspection) };
	int n = 1;
	if (lists[list].finding.p)
		given[n++] = (struct val)P_INT(key->finding);
	if (lists[list].measure.p)
		given[n++] = (struct val)P_INT(key->measure);
	given[n++] = (struct val)P_INT(most);
	if (!store_list(s, a, lists[list].sql, (struct params){ given, n }, &raw, e))
		return false;
	*rows = val_list(a);
	for val_each(row, raw) {
		struct val *made = val_push(*rows, pick_row(a, row, lists[list].picks, false));
		if (lists[list].named)
			names_put(a, made, lang);
		*key = (struct view_key){
			.inspection = val_get_int(row, lists[list].inspection, 0),
			.finding = val_get_int(row, lists[list].finding, 0),
			.measure = val_get_int(row, lists[list].measure, 0),
		};
	}
	return true;
}
