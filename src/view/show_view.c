/* One inspection or finding with all that belongs to it: see ledger_view.h. */
#include "view/evidence_view.h"
#include "view/ledger_view.h"

#include "base/os.h"
#include "ledger/money.h"
#include "view/names.h"
#include "view/pack_view.h"
#include "view/register_view.h"
#include "view/show.h"

static const struct pick inspection[] = {
	{ S("code"), S("code") },         { S("unit"), S("unit") },
	{ S("short_name"), S("unit_short_name") },
	{ S("kind"), S("kind") },         { S("authority"), S("authority") },
	{ S("team"), S("team") },         { S("inspected"), S("inspected") },
	{ S("start"), S("started") },     { S("end"), S("ended") },
	{ S("feedback"), S("feedback") },
	{ S("pack"), S("pack_name") },    { S("report_due"), S("report_due") },
	{ S("reported"), S("reported") },
};

static const struct pick notice[] = {
	{ S("issuer"), S("issuer") },       { S("title"), S("title") },
	{ S("published"), S("published") }, { S("phone"), S("phone") },
	{ S("address"), S("address") },     { S("postcode"), S("postcode") },
	{ S("email"), S("email") },
};

static const struct pick finding[] = {
	{ S("code"), S("code") },
	{ S("ordinal"), S("label") },
	{ S("title"), S("title") },
	{ S("state"), S("state") },
	{ S("progress"), S("progress") },
};

static const struct pick finding_unit[] = {
	{ S("unit"), S("unit") },
	{ S("short_name"), S("unit_short_name") },
};

static const struct pick finding_inspection[] = {
	{ S("code"), S("inspection_code") },
	{ S("kind"), S("inspection_kind") },
	{ S("team"), S("inspection_team") },
	{ S("feedback"), S("inspection_feedback") },
	{ S("pack"), S("pack_name") },
};

static const struct pick finding_category[] = {
	{ S("ordinal"), S("category_label") },
	{ S("title"), S("category_title") },
};

static const struct pick category[] = {
	{ S("ordinal"), S("label") },
	{ S("title"), S("title") },
};

static const struct pick measure[] = {
	{ S("ordinal"), S("ordinal") },
	{ S("label"), S("label") },
	{ S("text"), S("text") },
};

/* What the ledger's steps say of a measure; a measure of an inspection's notice
 * alone has none of it. */
static const struct pick measure_work[] = {
	{ S("progress"), S("progress") }, { S("reported"), S("reported") },
	{ S("kind"), S("kind") },         { S("every"), S("every") },
	{ S("starts"), S("starts") },     { S("due"), S("due") },
	{ S("owner"), S("owner") },
};

static const struct pick indicator[] = {
	{ S("ordinal"), S("ordinal") },   { S("name"), S("name") },
	{ S("unit"), S("unit") },         { S("target"), S("target") },
	{ S("actual"), S("actual") },     { S("stated"), S("stated") },
	{ S("register"), S("register") }, { S("counts"), S("counts") },
	{ S("chosen"), S("chosen") },     { S("since"), S("since") },
	{ S("until"), S("until") },
};

static const struct pick milestone[] = {
	{ S("ordinal"), S("ordinal") },
	{ S("name"), S("name") },
	{ S("planned"), S("planned") },
	{ S("actual"), S("actual") },
};

/* What the ledger's steps say of a finding. */
static const struct pick finding_work[] = {
	{ S("version"), S("changed") },   { S("detail"), S("detail") },
	{ S("class"), S("class") },       { S("standard"), S("standard") },
	{ S("leader"), S("leader") },     { S("lead_unit"), S("lead_unit") },
	{ S("owner"), S("owner") },       { S("due"), S("due") },
	{ S("closed"), S("closed") },     { S("reopened"), S("reopened") },
	{ S("plan_due"), S("plan_due") }, { S("due_rule"), S("due_rule") },
	{ S("level"), S("level") },
	{ S("phone"), S("phone") },       { S("recurrence_of"), S("recurrence_of") },
	{ S("split_from"), S("split_from") },
};

static const struct pick report[] = {
	{ S("ordinal"), S("ordinal") },   { S("measure"), S("measure") },
	{ S("actor"), S("actor") },       { S("date"), S("date") },
	{ S("text"), S("text") },         { S("progress"), S("progress") },
	{ S("reason"), S("reason") },     { S("next"), S("next") },
};

static const struct pick decision[] = {
	{ S("ordinal"), S("ordinal") },   { S("verb"), S("verb") },
	{ S("actor"), S("actor") },       { S("date"), S("date") },
	{ S("version"), S("version") },   { S("state"), S("state") },
	{ S("asked"), S("asked") },       { S("asked_by"), S("asked_by") },
	{ S("text"), S("text") },         { S("due"), S("due") },
	{ S("score"), S("score") },       { S("level"), S("level") },
	{ S("rule"), S("rule") },         { S("original"), S("original") },
	{ S("extension"), S("extension") },
	{ S("granted"), S("granted") },   { S("lookback"), S("lookback") },
	{ S("sample"), S("sample") },
};

static const struct pick evidence[] = {
	{ S("ordinal"), S("ordinal") }, { S("name"), S("name") },
	{ S("kind"), S("kind") },       { S("size"), S("size") },
	{ S("sha256"), S("sha256") },
};

static const struct pick event[] = {
	{ S("seq"), S("seq") },           { S("recorded"), S("recorded") },
	{ S("happened"), S("happened") }, { S("actor"), S("actor") },
	{ S("verb"), S("verb") },         { S("target"), S("target") },
};

bool show_list(struct show *w, struct str key, enum sql sql, struct params params,
	       struct picks picks, struct err *e)
{
	struct val *rows, *list = val_put(w->made, key, val_list(w->a));
	if (!store_list(w->s, w->a, sql, params, &rows, e))
		return false;
	for val_each(row, rows)
		val_push(list, pick_row(w->a, row, picks, false));
	return true;
}

bool show_events(struct show *w, struct str code, struct str came_in, struct err *e)
{
	return show_list(w, S("events"), SQL_EVENTS_OF_TARGETS,
			PARAMS(P_STR(code), P_STR(came_in), P_INT(EVENTS_MOST)), PICKS(event), e);
}

static struct val *finding_of(struct show *w, const struct val *row)
{
	struct val *made = pick_row(w->a, row, PICKS(finding), false);
	names_put(w->a, made, w->lang);
	return made;
}

/* The categories with their findings, each with the number of its measures. */
static bool put_categories(struct show *w, int64_t id, struct err *e)
{
	struct val *categories, *findings, *measures;
	struct params of = PARAMS(P_INT(id));
	if (!store_list(w->s, w->a, SQL_CATEGORIES_OF_INSPECTION, of, &categories, e) ||
	    !store_list(w->s, w->a, SQL_FINDINGS_OF_INSPECTION, of, &findings, e) ||
	    !store_list(w->s, w->a, SQL_MEASURES_OF_INSPECTION, of, &measures, e))
		return false;
	struct val *list = val_put(w->made, S("categories"), val_list(w->a));
	const struct val *f = findings->first, *m = measures->first;
	for val_each(c, categories) {
		struct val *made = val_push(list, pick_row(w->a, c, PICKS(category), false));
		struct val *within = val_put(made, S("findings"), val_list(w->a));
		int64_t ordinal = val_get_int(c, S("ordinal"), 0);
		for (; f && val_get_int(f, S("category"), 0) == ordinal; f = f->next) {
			int64_t count = 0, number = val_get_int(f, S("ordinal"), 0);
			for (; m && val_get_int(m, S("finding"), 0) == number; m = m->next)
				count++;
			val_put_int(w->a, val_push(within, finding_of(w, f)), S("measures"), count);
		}
	}
	return true;
}

static bool show_inspection(struct show *w, const struct val *row, struct err *e)
{
	int64_t id = val_get_int(row, S("id"), 0);
	const struct val *of;
	val_put_str(w->a, w->made, S("object"), S("inspection"));
	pick_into(w->a, w->made, row, PICKS(inspection), false);
	if (!store_one(w->s, w->a, SQL_NOTICE, PARAMS(P_INT(id), P_INT(1)), &of, e))
		return false;
	val_put(w->made, S("notice"),
		of ? pick_row(w->a, of, PICKS(notice), false) : val_null(w->a));
	return put_categories(w, id, e) &&
	       show_list(w, S("evidence"), SQL_EVIDENCE_OF_INSPECTION, PARAMS(P_INT(id)),
			PICKS(evidence), e) &&
	       show_events(w, val_get_str(row, S("code")), val_get_str(row, S("code")), e);
}

/* The rows from *row on that are the measure's, under `key`. */
static void put_of_measure(struct show *w, struct val *of, int64_t ordinal, struct str key,
			   const struct val **row, struct picks picks)
{
	struct val *list = val_put(of, key, val_list(w->a));
	for (; *row && val_get_int(*row, S("measure"), 0) == ordinal; *row = (*row)->next)
		val_push(list, pick_row(w->a, *row, picks, false));
}

/* What a register counts stands in place of what was stated. */
static bool count_indicators(struct show *w, struct val *indicators, int64_t unit, struct err *e)
{
	for val_each(v, indicators) {
		struct val *actual = (struct val *)val_get(v, S("actual"));
		double value;
		bool none;
		if (!val_get_str(v, S("register")).p)
			continue;
		if (!view_counted(w->s, w->a, v, unit, &value, &none, e))
			return false;
		actual->kind = none ? VAL_NULL : VAL_NUM;
		actual->num = none ? 0 : value;
	}
	return true;
}

static bool put_measures(struct show *w, const struct val *row, struct err *e)
{
	struct val *measures, *facts, *indicators, *milestones;
	struct params of = PARAMS(P_INT(val_get_int(row, S("inspection"), 0)),
				  P_INT(val_get_int(row, S("ordinal"), 0)));
	if (!store_list(w->s, w->a, SQL_MEASURES_OF_FINDING, of, &measures, e) ||
	    !store_list(w->s, w->a, SQL_FACTS_OF_FINDING, of, &facts, e) ||
	    !store_list(w->s, w->a, SQL_INDICATORS_OF_FINDING, of, &indicators, e) ||
	    !store_list(w->s, w->a, SQL_MILESTONES_OF_FINDING, of, &milestones, e) ||
	    !count_indicators(w, indicators, val_get_int(row, S("unit_id"), 0), e))
		return false;
	struct val *list = val_put(w->made, S("measures"), val_list(w->a));
	const struct val *x = facts->first, *i = indicators->first, *s = milestones->first;
	for val_each(m, measures) {
		struct val *made = val_push(list, pick_row(w->a, m, PICKS(measure), false));
		pick_into(w->a, made, m, PICKS(measure_work), false);
		names_put_progress(w->a, made, w->lang);
		struct val *within = val_put(made, S("facts"), val_list(w->a));
		int64_t ordinal = val_get_int(m, S("ordinal"), 0);
		for (; x && val_get_int(x, S("measure"), 0) == ordinal; x = x->next)
			val_push(within, pick_fact(w->a, x));
		put_of_measure(w, made, ordinal, S("indicators"), &i, PICKS(indicator));
		put_of_measure(w, made, ordinal, S("milestones"), &s, PICKS(milestone));
	}
	return true;
}

/* The light, the outward name, and when the pack asks for a report on it. */
static bool put_light(struct show *w, const struct val *row, struct err *e)
{
	struct view_packs packs = { 0 };
	const struct pack *pack;
	struct date due, day;
	if (!view_pack_of(w->s, w->a, &packs, val_get_int(row, S("pack"), 0), &pack, e))
		return false;
	names_put_light(w->a, w->made, row, pack, os_today(), w->lang);
	const struct pack_deadline *d = pack_deadline(pack, PACK_SETS_REPORT, PACK_DUE,
						      val_get_str(row, S("class")));
	bool known = d && date_parse(val_get_str(row, S("due")), &due) && pack_day(d, due, &day);
	val_put_str(w->a, w->made, S("report_due"), known ? date_iso(w->a, day) : STR_NONE);
	val_put_int(w->a, w->made, S("levels"), pack->levels ? pack->levels : 1);
	return true;
}

bool show_texts(struct show *w, struct str key, enum sql sql, struct params params,
		      struct str column, struct err *e)
{
	struct val *rows, *list = val_put(w->made, key, val_list(w->a));
	if (!store_list(w->s, w->a, sql, params, &rows, e))
		return false;
	for val_each(row, rows)
		val_push(list, val_str(w->a, val_get_str(row, column)));
	return true;
}

/* How the finding stands to others, and what it costs. */
static bool put_relations(struct show *w, const struct val *row, struct params of, struct err *e)
{
	struct val code = P_STR(val_get_str(row, S("code")));
	const struct val *fen = val_get(row, S("amount"));
	val_put_str(w->a, w->made, S("amount"),
		    fen && fen->kind == VAL_INT ? money_text(w->a, fen->i) : STR_NONE);
	return show_texts(w, S("support"), SQL_SUPPORT_OF_FINDING, of, S("unit"), e) &&
	       show_texts(w, S("parts"), SQL_PARTS_OF_FINDING, PARAMS(code), S("code"), e) &&
	       show_texts(w, S("repeated_by"), SQL_RECURRENCES_OF_FINDING,
			 PARAMS(code, P_INT(EVENTS_MOST)), S("code"), e) &&
	       show_texts(w, S("orders"), SQL_ORDERS_OF_FINDING, of, S("code"), e) &&
	       show_texts(w, S("regulations"), SQL_REGULATIONS_OF_FINDING, of, S("code"), e) &&
	       show_texts(w, S("cases"), SQL_CASES_OF_FINDING, PARAMS(code, P_INT(EVENTS_MOST)),
			  S("code"), e) &&
	       show_texts(w, S("records"), SQL_RECORDS_ABOUT, PARAMS(code, P_INT(EVENTS_MOST)),
			  S("code"), e);
}

static bool put_evidence(struct show *w, struct params of, struct err *e)
{
	struct val *rows, *list = val_put(w->made, S("evidence"), val_list(w->a));
	if (!store_list(w->s, w->a, SQL_EVIDENCE_OF_FINDING, of, &rows, e))
		return false;
	for val_each(row, rows)
		val_push(list, view_evidence_row(w->a, row));
	return true;
}

static bool show_finding(struct show *w, const struct val *row, struct err *e)
{
	val_put_str(w->a, w->made, S("object"), S("finding"));
	pick_into(w->a, w->made, row, PICKS(finding), false);
	names_put(w->a, w->made, w->lang);
	pick_into(w->a, w->made, row, PICKS(finding_work), false);
	names_put_class(w->a, w->made, w->lang);
	pick_into(w->a, w->made, row, PICKS(finding_unit), false);
	val_put(w->made, S("inspection"), pick_row(w->a, row, PICKS(finding_inspection), false));
	val_put(w->made, S("category"), pick_row(w->a, row, PICKS(finding_category), false));
	struct params of = PARAMS(P_INT(val_get_int(row, S("inspection"), 0)),
				  P_INT(val_get_int(row, S("ordinal"), 0)));
	return put_light(w, row, e) && put_relations(w, row, of, e) && put_measures(w, row, e) &&
	       put_evidence(w, of, e) &&
	       show_list(w, S("reports"), SQL_REPORTS_OF_FINDING, of, PICKS(report), e) &&
	       show_list(w, S("decisions"), SQL_DECISIONS_OF_FINDING, of, PICKS(decision), e) &&
	       show_events(w, val_get_str(row, S("code")),
			  val_get_str(row, S("inspection_code")), e);
}

static bool show_any(struct show *w, struct str code, struct err *e)
{
	const struct val *row;
	struct params of = PARAMS(P_STR(code));
	if (!store_one(w->s, w->a, SQL_INSPECTION_BY_CODE, of, &row, e))
		return false;
	if (row)
		return show_inspection(w, row, e);
	if (!store_one(w->s, w->a, SQL_FINDING_BY_CODE, of, &row, e))
		return false;
	if (row)
		return show_finding(w, row, e);
	bool found;
	if (!show_office(w, code, &found, e))
		return false;
	return found || err_set(e, ERR_NOT_FOUND, MSG_VIEW_CODE, ARGS(code));
}

bool view_show(struct store *s, struct arena *a, struct str code, enum lang lang,
	       const struct val **out, struct err *e)
{
	struct show w = { s, a, lang, val_map(a) };
	if (!store_begin(s, e))
		return false;
	if (!show_any(&w, code, e)) {
		store_rollback(s);
		return false;
	}
	*out = w.made;
	return store_commit(s, e);
}
