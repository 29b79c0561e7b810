/* Lists of what the ledger holds: see ledger_view.h. */
#include "view/ledger_view.h"
#include "base/os.h"
#include "view/names.h"
#include "view/pack_view.h"
#include "view/pick.h"
#include "view/reach.h"

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

static const struct pick orders[] = {
	{ S("code"), S("code") },       { S("unit"), S("unit") },
	{ S("person"), S("person") },   { S("level"), S("level") },
	{ S("text"), S("text") },       { S("issued"), S("issued") },
	{ S("due"), S("due") },         { S("state"), S("state") },
	{ S("replied"), S("replied") }, { S("findings"), S("findings") },
};

static const struct pick cases[] = {
	{ S("code"), S("code") },         { S("unit"), S("unit") },
	{ S("channel"), S("channel") },   { S("received"), S("received") },
	{ S("text"), S("text") },         { S("state"), S("state") },
	{ S("due"), S("due") },           { S("handler"), S("handler") },
	{ S("finding"), S("finding") },
};

static const struct pick regulations[] = {
	{ S("code"), S("code") },         { S("unit"), S("unit") },
	{ S("title"), S("title") },       { S("document"), S("document") },
	{ S("in_force"), S("in_force") }, { S("review"), S("review") },
	{ S("state"), S("state") },       { S("findings"), S("findings") },
};

static const struct pick publications[] = {
	{ S("code"), S("code") },           { S("unit"), S("unit") },
	{ S("inspection"), S("inspection") },
	{ S("wording"), S("wording") },     { S("title"), S("title") },
	{ S("version"), S("version") },     { S("author"), S("author") },
	{ S("state"), S("state") },         { S("published"), S("published") },
	{ S("until"), S("until") },
};

static const struct {
	struct str name;
	enum sql sql;
	struct picks picks;
	/* the columns of the key, as many as there are */
	struct str inspection, finding, measure;
	bool named;  /* its rows have states and progress to be named */
	bool worded; /* they have a state and words to be named */
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
	[VIEW_ORDERS] = { S("orders"), SQL_ORDERS, { orders, sizeof(orders) / sizeof(*orders) },
			  S("id"), .worded = true },
	[VIEW_CASES] = { S("cases"), SQL_CASES, { cases, sizeof(cases) / sizeof(*cases) }, S("id"),
			 .worded = true },
	[VIEW_REGULATIONS] = { S("regulations"), SQL_REGULATIONS,
			       { regulations, sizeof(regulations) / sizeof(*regulations) },
			       S("id"), .worded = true },
	[VIEW_PUBLICATIONS] = { S("notices"), SQL_PUBLICATIONS,
				{ publications, sizeof(publications) / sizeof(*publications) },
				S("id"), .worded = true },
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

/* One page of a list as it is stored, after *key, which moves. */
static bool read_page(struct store *s, struct arena *a, enum view_list list, struct view_key *key,
		      int64_t most, struct val **raw, struct err *e)
{
	struct val given[4] = { P_INT(key->inspection) };
	int n = 1;
	if (lists[list].finding.p)
		given[n++] = (struct val)P_INT(key->finding);
	if (lists[list].measure.p)
		given[n++] = (struct val)P_INT(key->measure);
	given[n++] = (struct val)P_INT(most);
	if (!store_list(s, a, lists[list].sql, (struct params){ given, n }, raw, e))
		return false;
	const struct val *last = (*raw)->last;
	if (last) {
		key->inspection = val_get_int(last, lists[list].inspection, 0);
		key->finding = val_get_int(last, lists[list].finding, 0);
		key->measure = val_get_int(last, lists[list].measure, 0);
	}
	return true;
}

bool view_list(struct store *s, struct arena *a, enum view_list list, struct view_key *key,
	       int64_t most, enum lang lang, struct val **rows, struct err *e)
{
	struct view_packs packs = { 0 };
	const struct pack *pack;
	struct val *raw;
	struct date today = date_none(key->today) ? os_today() : key->today;
	*rows = val_list(a);
	/* where the reach leaves rows out, more are read until the page is full */
	for (bool more = true; more && (*rows)->count < most;) {
		int64_t wanted = most - (*rows)->count;
		if (!read_page(s, a, list, key, wanted, &raw, e))
			return false;
		more = raw->count == wanted;
		for val_each(row, raw) {
			if (!view_reaches(key->reach, row))
				continue;
			struct val *made =
				val_push(*rows, pick_row(a, row, lists[list].picks, false));
			if (lists[list].worded) {
				names_put_state(a, made, lang);
				names_put_expired(a, made, today, lang);
				names_put_words(a, made, lang);
			}
			if (!lists[list].named)
				continue;
			names_put(a, made, lang);
			if (!view_pack_of(s, a, &packs, val_get_int(row, S("pack"), 0), &pack, e))
				return false;
			names_put_light(a, made, row, pack, today, lang);
		}
	}
	return true;
}
