/*
 * Cases (群众意见, 线索) and regulations (制度): their lists, and one with its life
 * and what can be done next.
 */
#include "ledger/rights.h"
#include "view/ledger_view.h"
#include "view/reach.h"
#include "web/pages.h"
#include "web/target.h"

enum { ROWS = 50 };

/* A list, with the verb that adds to it. */
static bool show_list(struct request *rq, struct answer *out, enum view_list list,
		      struct str path, struct str add, struct err *e)
{
	struct view_reach reach;
	struct view_key key = { .inspection = in_int(rq, S("after"), 0), .today = rq->today,
				.reach = &reach };
	struct val *rows, *tree = val_map(rq->a);
	if (!view_reach_of(rq->store, rq->a, rq->who.name, &reach, e) ||
	    !view_list(rq->store, rq->a, list, &key, ROWS, rq->lang, &rows, e))
		return false;
	for val_each(row, rows)
		val_put_str(rq->a, row, S("href"),
			    str_fmt(rq->a, "%.*s/%.*s", STR_ARG(path),
				    STR_ARG(val_get_str(row, S("code")))));
	val_put(tree, S("rows"), rows);
	if (rows->count == ROWS)
		val_put_str(rq->a, tree, S("next"),
			    str_fmt(rq->a, "%.*s?after=%lld", STR_ARG(path),
				    (long long)key.inspection));
	out->tree = tree;
	return offer_put(rq, tree, S("add"), add, STR_NONE, STR_NONE, e);
}

bool page_cases(struct request *rq, struct answer *out, struct err *e)
{
	return show_list(rq, out, VIEW_CASES, S("/cases"), S("take-case"), e);
}

bool page_regulations(struct request *rq, struct answer *out, struct err *e)
{
	return show_list(rq, out, VIEW_REGULATIONS, S("/regulations"), S("add-regulation"), e);
}

void life_put(struct request *rq, struct val *tree)
{
	struct val *list = val_list(rq->a);
	for val_each(row, val_get(tree, S("steps"))) {
		struct val *step = val_map(rq->a);
		struct str verb = val_get_str(row, S("verb"));
		val_put_str(rq->a, step, S("name"), request_word(rq, S("web.do."), verb, verb));
		val_put_str(rq->a, step, S("actor"), val_get_str(row, S("actor")));
		val_put_str(rq->a, step, S("date"), val_get_str(row, S("date")));
		val_put_str(rq->a, step, S("text"), val_get_str(row, S("text")));
		val_put_str(rq->a, step, S("due"), val_get_str(row, S("due")));
		step->next = list->first; /* newest first */
		list->first = step;
		list->last = list->last ? list->last : step;
		list->count++;
	}
	val_put(tree, S("life"), list);
}

static bool show_one(struct request *rq, struct answer *out, enum object_id object, struct err *e)
{
	struct str code = in_text(rq, S("code"));
	const struct val *row, *shown;
	if (!target_seen(rq, object, code, &row, e) ||
	    !view_show(rq->store, rq->a, code, rq->lang, &shown, e))
		return false;
	struct val *tree = (struct val *)shown;
	life_put(rq, tree);
	out->tree = tree;
	out->title = code;
	return offers_put(rq, tree, object, code, e) && done_put(rq, tree, e);
}

bool page_case(struct request *rq, struct answer *out, struct err *e)
{
	return show_one(rq, out, OBJECT_CASE_FILE, e);
}

/* An inspection: what it found, and what its supervisors and its unit do with it. */
bool page_inspection(struct request *rq, struct answer *out, struct err *e)
{
	return show_one(rq, out, OBJECT_INSPECTION, e);
}

bool page_regulation(struct request *rq, struct answer *out, struct err *e)
{
	return show_one(rq, out, OBJECT_REGULATION, e);
}
