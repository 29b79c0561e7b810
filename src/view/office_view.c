/* An order, a case, a regulation, a record or a notice to be published, with its findings
 * and steps: see show.h. */
#include "base/os.h"
#include "view/names.h"
#include "view/register_view.h"
#include "view/show.h"

static const struct pick order[] = {
	{ S("code"), S("code") },         { S("unit"), S("unit") },
	{ S("person"), S("person") },     { S("level"), S("level") },
	{ S("state"), S("state") },       { S("text"), S("text") },
	{ S("issued"), S("issued") },     { S("due"), S("due") },
	{ S("reply"), S("reply") },       { S("replied"), S("replied") },
	{ S("raised_from"), S("raised_from") },
	{ S("raised_to"), S("raised_to") },
	{ S("version"), S("changed") },
};

static const struct pick resident_case[] = {
	{ S("code"), S("code") },         { S("unit"), S("unit") },
	{ S("channel"), S("channel") },   { S("received"), S("received") },
	{ S("place"), S("place") },       { S("text"), S("text") },
	{ S("contact"), S("contact") },   { S("phone"), S("phone") },
	{ S("state"), S("state") },       { S("due"), S("due") },
	{ S("handler"), S("handler") },   { S("handling"), S("handling") },
	{ S("answer"), S("answer") },     { S("finding"), S("finding") },
	{ S("version"), S("changed") },
};

static const struct pick regulation[] = {
	{ S("code"), S("code") },         { S("unit"), S("unit") },
	{ S("title"), S("title") },       { S("document"), S("document") },
	{ S("in_force"), S("in_force") }, { S("review"), S("review") },
	{ S("state"), S("state") },       { S("version"), S("changed") },
};

static const struct pick publication[] = {
	{ S("code"), S("code") },             { S("unit"), S("unit") },
	{ S("inspection"), S("inspection") }, { S("wording"), S("wording") },
	{ S("title"), S("title") },           { S("text_version"), S("version") },
	{ S("author"), S("author") },         { S("contact"), S("contact") },
	{ S("state"), S("state") },           { S("reviewer"), S("reviewer") },
	{ S("approver"), S("approver") },     { S("published"), S("published") },
	{ S("until"), S("until") },           { S("head"), S("head") },
	{ S("html"), S("html") },             { S("pdf"), S("pdf") },
	{ S("docx"), S("docx") },             { S("version"), S("changed") },
};

static const struct pick text_version[] = {
	{ S("version"), S("version") },
	{ S("author"), S("author") },
	{ S("date"), S("date") },
};

static const struct pick finding[] = {
	{ S("code"), S("code") },
	{ S("title"), S("title") },
	{ S("state"), S("state") },
	{ S("due"), S("due") },
};

static const struct pick step[] = {
	{ S("ordinal"), S("ordinal") },   { S("verb"), S("verb") },
	{ S("actor"), S("actor") },       { S("date"), S("date") },
	{ S("version"), S("version") },   { S("state"), S("state") },
	{ S("asked"), S("asked") },       { S("asked_by"), S("asked_by") },
	{ S("text"), S("text") },         { S("due"), S("due") },
};

enum { NO_SQL = -1 };

static const struct {
	struct str object, table;
	enum sql by_code;
	struct picks picks;
	int findings; /* the statement of them by the object's id, or NO_SQL */
	int versions; /* so too of the versions of its text */
} kinds[] = {
	{ S("order"), S("supervision_order"), SQL_ORDER_BY_CODE,
	  { order, sizeof(order) / sizeof(*order) }, SQL_FINDINGS_OF_ORDER, NO_SQL },
	{ S("case"), S("case_file"), SQL_CASE_BY_CODE,
	  { resident_case, sizeof(resident_case) / sizeof(*resident_case) }, NO_SQL, NO_SQL },
	{ S("record"), S("record"), SQL_RECORD_BY_CODE, { NULL, 0 }, NO_SQL, NO_SQL },
	{ S("regulation"), S("regulation"), SQL_REGULATION_BY_CODE,
	  { regulation, sizeof(regulation) / sizeof(*regulation) }, SQL_FINDINGS_OF_REGULATION,
	  NO_SQL },
	{ S("publication"), S("publication"), SQL_PUBLICATION_BY_CODE,
	  { publication, sizeof(publication) / sizeof(*publication) }, NO_SQL,
	  SQL_VERSIONS_OF_PUBLICATION },
};

/* A record says what its register's definition has; `definition` is it. */
static bool put_record(struct show *w, const struct val *row, struct err *e)
{
	struct register_def *def = arena_new(w->a, struct register_def, 1);
	if (!register_read(w->a, val_get_str(row, S("definition")), def, e))
		return false;
	val_put_str(w->a, w->made, S("title"), def->title[w->lang]);
	val_put(w->made, S("definition"), (struct val *)view_register(w->a, def, w->lang));
	return view_record_put(w->s, w->a, row, def, w->lang, w->made, e);
}

/* What it is about, each finding with its own state in words. */
static bool put_findings(struct show *w, enum sql sql, struct params of, struct err *e)
{
	if (!show_list(w, S("findings"), sql, of, PICKS(finding), e))
		return false;
	for val_each(row, val_get(w->made, S("findings")))
		names_put_state(w->a, (struct val *)row, w->lang);
	return true;
}

static bool show_kind(struct show *w, size_t kind, const struct val *row, struct err *e)
{
	struct val id = P_INT(val_get_int(row, S("id"), 0));
	struct str code = val_get_str(row, S("code"));
	val_put_str(w->a, w->made, S("object"), kinds[kind].object);
	if (str_eq(kinds[kind].object, S("record"))) {
		if (!put_record(w, row, e))
			return false;
	} else {
		pick_into(w->a, w->made, row, kinds[kind].picks, false);
		names_put_state(w->a, w->made, w->lang);
		names_put_expired(w->a, w->made, os_today(), w->lang);
		names_put_words(w->a, w->made, w->lang);
	}
	if (kinds[kind].findings != NO_SQL &&
	    !put_findings(w, (enum sql)kinds[kind].findings, PARAMS(id), e))
		return false;
	if (kinds[kind].versions != NO_SQL &&
	    !show_list(w, S("versions"), (enum sql)kinds[kind].versions, PARAMS(id),
		       PICKS(text_version), e))
		return false;
	return show_list(w, S("steps"), SQL_STEPS_OF, PARAMS(P_STR(kinds[kind].table), id),
			 PICKS(step), e) &&
	       show_events(w, code, code, e);
}

bool show_office(struct show *w, struct str code, bool *found, struct err *e)
{
	*found = false;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		const struct val *row;
		if (!store_one(w->s, w->a, kinds[i].by_code, PARAMS(P_STR(code)), &row, e))
			return false;
		if (row) {
			*found = true;
			return show_kind(w, i, row, e);
		}
	}
	return true;
}
