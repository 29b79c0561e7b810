/*
 * The ledger: findings filtered, sorted, a page at a time in both directions, with
 * the columns and the saved views that somebody likes; and the same as a file.
 */
#include "store/ops.h"
#include "web/filter.h"
#include "web/findings.h"
#include "web/pages.h"
#include "web/session.h"
#include "web/target.h"

enum { ROWS = 50, VIEWS_MOST = 50 };

/* The columns that may be chosen; code and title are always there. */
const struct findings_column findings_columns[] = {
	{ S("code"), S("code"), MSG_WEB_COL_CODE, 14, COLUMN_ALWAYS },
	{ S("title"), S("title"), MSG_WEB_COL_TITLE, 40, COLUMN_ALWAYS },
	{ S("category"), S("category"), MSG_WEB_COL_CATEGORY, 24, COLUMN_CHOSEN },
	{ S("inspection"), S("inspection"), MSG_WEB_COL_INSPECTION, 12, COLUMN_CHOSEN },
	{ S("unit"), S("unit"), MSG_WEB_COL_UNIT, 28, COLUMN_USUAL },
	{ S("lead_unit"), S("lead_unit"), MSG_WEB_FIELD_LEAD_UNIT, 28, COLUMN_CHOSEN },
	{ S("leader"), S("leader"), MSG_WEB_FIELD_LEADER, 10, COLUMN_CHOSEN },
	{ S("owner"), S("owner"), MSG_WEB_COL_OWNER, 10, COLUMN_USUAL },
	{ S("class"), S("class_name"), MSG_WEB_FIELD_CLASS, 10, COLUMN_CHOSEN },
	{ S("state"), S("state_name"), MSG_WEB_COL_STATE, 12, COLUMN_USUAL },
	{ S("progress"), S("progress_name"), MSG_WEB_COL_PROGRESS, 10, COLUMN_USUAL },
	{ S("due"), S("due"), MSG_WEB_COL_DUE, 12, COLUMN_USUAL },
	{ S("light"), S("light_word"), MSG_WEB_COL_LIGHT, 10, COLUMN_USUAL },
	{ S("measures"), S("measures_of"), MSG_WEB_COL_MEASURES, 10, COLUMN_USUAL },
	{ S("closed"), S("closed"), MSG_WEB_FINDING_CLOSED, 12, COLUMN_CHOSEN },
};

const int findings_column_count = sizeof(findings_columns) / sizeof(*findings_columns);

bool findings_column_shown(const struct request *rq, int i)
{
	const struct val *chosen = val_get(rq->in, S("column"));
	if (findings_columns[i].when == COLUMN_ALWAYS)
		return true;
	if (!chosen)
		return findings_columns[i].when == COLUMN_USUAL;
	for val_each(v, chosen)
		if (str_eq(v->s, findings_columns[i].name))
			return true;
	return false;
}

void findings_finish_row(struct arena *a, struct val *row)
{
	int64_t once = val_get_int(row, S("measures_once"), 0);
	if (once)
		val_put_str(a, row, S("measures_of"),
			    str_fmt(a, "%lld/%lld",
				    (long long)val_get_int(row, S("measures_done"), 0),
				    (long long)once));
	else
		val_put_str(a, row, S("measures_of"), STR_NONE);
}

static void put_columns(struct request *rq, struct val *tree)
{
	struct val *show = val_put(tree, S("show"), val_map(rq->a));
	struct val *list = val_put(tree, S("columns"), val_list(rq->a));
	for (int i = 0; i < findings_column_count; i++) {
		const struct findings_column *c = &findings_columns[i];
		bool shown = findings_column_shown(rq, i);
		val_put_bool(rq->a, show, c->name, shown);
		if (c->when == COLUMN_ALWAYS)
			continue;
		struct val *column = val_push(list, val_map(rq->a));
		val_put_str(rq->a, column, S("name"), c->name);
		val_put_str(rq->a, column, S("label"), msg_text(c->head, rq->lang));
		val_put_bool(rq->a, column, S("shown"), shown);
	}
}

/* The views that this person has saved. */
static bool put_views(struct request *rq, struct val *tree, struct err *e)
{
	struct val *rows, *list = val_put(tree, S("views"), val_list(rq->a));
	if (!ops_page(request_ops(rq), rq->a, OPS_TABLE_VIEW,
		      PARAMS(P_INT(session_person(rq)), P_STR(S(""))), VIEWS_MOST, &rows, e))
		return false;
	for val_each(row, rows) {
		if (!str_eq(val_get_str(row, S("page")), S("/findings")))
			continue;
		struct val *view = val_push(list, val_map(rq->a));
		struct str query = val_get_str(row, S("query"));
		val_put_str(rq->a, view, S("name"), val_get_str(row, S("name")));
		val_put_str(rq->a, view, S("link"), str_join(rq->a, S("/findings?"), query));
		val_put_bool(rq->a, view, S("here"),
			     str_eq(query, query_without(rq, S("after before format"))));
	}
	return true;
}

static void put_links(struct request *rq, struct val *tree, const struct val *page)
{
	static const struct str paging = S("after before format");
	struct str query = query_without(rq, paging), path = S("/findings");
	val_put_str(rq->a, tree, S("query"), query);
	val_put_str(rq->a, tree, S("next"),
		    link_with(rq, path, paging, S("after"), val_get_str(page, S("next"))));
	val_put_str(rq->a, tree, S("previous"),
		    link_with(rq, path, paging, S("before"), val_get_str(page, S("previous"))));
	val_put_str(rq->a, tree, S("csv"), link_with(rq, path, paging, S("format"), S("csv")));
	val_put_str(rq->a, tree, S("xlsx"), link_with(rq, path, paging, S("format"), S("xlsx")));
	val_put_str(rq->a, tree, S("json"),
		    str_fmt(rq->a, "/findings.json?%.*s", STR_ARG(query)));
	val_put_str(rq->a, tree, S("chart"),
		    str_fmt(rq->a, "/wall-chart?%.*s",
			    STR_ARG(query_without(rq, S("after before format column sort due "
							"due-from due-before progress class text "
							"category owner lead-unit")))));
}

/* What was asked may be wrong: then the form says so, above no rows. */
static bool read_page(struct request *rq, const struct val **page, struct err *e)
{
	struct findings_asked asked;
	struct err why = { 0 };
	*page = NULL;
	if (rq->faults->count)
		return true;
	if (!filter_read(rq, &asked, e))
		return false;
	asked.limit = ROWS;
	if (view_findings(rq->store, rq->a, &asked, rq->lang, page, &why))
		return true;
	if (why.code == ERR_IO || why.code == ERR_DB || why.code == ERR_BUG) {
		*e = why;
		return false;
	}
	filter_fault(rq, &why);
	*page = NULL;
	return true;
}

/* What may be done with a selection by who asks. */
static void put_may(struct request *rq, struct val *tree)
{
	static const struct { struct str key, verb; } verbs[] = {
		{ S("assign"), S("assign") }, { S("set_due"), S("set-due") },
		{ S("order"), S("order") },
	};
	struct val *may = val_put(tree, S("may"), val_map(rq->a));
	bool any = false;
	for (size_t i = 0; i < sizeof(verbs) / sizeof(*verbs); i++) {
		bool one = verb_may(rq, verbs[i].verb);
		val_put_bool(rq->a, may, verbs[i].key, one);
		any = any || one;
	}
	val_put_bool(rq->a, may, S("any"), any);
}

bool page_findings(struct request *rq, struct answer *out, struct err *e)
{
	struct val *tree = val_map(rq->a);
	const struct val *page;
	if (in_text(rq, S("format")).n && !rq->faults->count)
		return findings_file(rq, out, e);
	if (!read_page(rq, &page, e))
		return false;
	struct val *rows = page ? (struct val *)val_get(page, S("rows")) : val_list(rq->a);
	for val_each(row, rows)
		findings_finish_row(rq->a, row);
	put_columns(rq, tree); /* first: each cell of each row asks for it */
	put_links(rq, tree, page);
	filter_put(rq, tree);
	put_may(rq, tree);
	form_put(rq, tree);
	val_put_int(rq->a, tree, S("count"), rows->count);
	val_put_bool(rq->a, tree, S("any"), rows->count > 0);
	val_put_str(rq->a, tree, S("shown"),
		    request_say(rq, page && val_get_str(page, S("next")).p ? MSG_WEB_FINDINGS_MORE
									   : MSG_WEB_FINDINGS_SHOWN,
				ARGS(str_fmt(rq->a, "%lld", (long long)rows->count))));
	val_put(tree, S("findings"), val_list(rq->a));
	*(struct val *)val_get(tree, S("findings")) = (struct val){
		.kind = VAL_LIST, .key = S("findings"), .first = rows->first,
		.last = rows->last, .count = rows->count,
	};
	out->tree = tree;
	return put_views(rq, tree, e);
}

/* Saves the list as it is under a name; the same name again replaces it. */
bool page_view_save(struct request *rq, struct answer *out, struct err *e)
{
	struct val *row = val_map(rq->a);
	struct str query = in_text(rq, S("query"));
	val_put_int(rq->a, row, S("person"), session_person(rq));
	val_put_str(rq->a, row, S("name"), in_text(rq, S("name")));
	val_put_str(rq->a, row, S("page"), S("/findings"));
	val_put_str(rq->a, row, S("query"), query.p ? query : S(""));
	val_put_int(rq->a, row, S("changed"), date_days(rq->today) * (int64_t)86400);
	out->location = str_join(rq->a, S("/findings?"), query.p ? query : S(""));
	return ops_put(request_ops(rq), rq->a, OPS_TABLE_VIEW, row, e);
}

bool page_view_drop(struct request *rq, struct answer *out, struct err *e)
{
	out->location = S("/findings");
	return ops_delete(request_ops(rq), OPS_TABLE_VIEW,
			  PARAMS(P_INT(session_person(rq)), P_STR(in_text(rq, S("name")))), e);
}
