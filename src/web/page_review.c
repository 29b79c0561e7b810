/*
 * What waits for a decision: plans, applications to close (at the level of the chain
 * that is who asks's own), extensions, replies to orders, cases. One of a finding's is
 * decided with the standard, the claim and the evidence side by side, then the next.
 */
#include "ledger/offers.h"
#include "view/findings_view.h"
#include "view/ledger_view.h"
#include "view/reach.h"
#include "web/again.h"
#include "web/choose.h"
#include "web/engine.h"
#include "web/finding.h"

enum { QUEUE_ROWS = 50, LOOKED_AT = 500, OFFICE_ROWS = 50, PAGE = 50 };

static const struct choice choices[] = {
	{ S("approve"), S("approve"), STR_NONE },
	{ S("return-plan"), S("return-plan"), STR_NONE },
	{ S("verify"), S("verify"), STR_NONE },
	{ S("close-stage"), S("close-stage"), STR_NONE, .due = true },
	{ S("return"), S("return"), STR_NONE },
	{ S("granted"), S("decide-extension"), S("granted"), .due = true, .mild = true },
	{ S("refused"), S("decide-extension"), S("refused"), .mild = true },
};

static bool add_finding(struct request *rq, struct val *row, struct val *mine, struct val *others,
			struct err *e)
{
	bool may = false;
	struct str state = val_get_str(row, S("state"));
	if (!choices_any(rq, CHOICES(choices), val_get_str(row, S("code")), &may, e))
		return false;
	struct val *to = may ? mine : others;
	if (to->count >= QUEUE_ROWS)
		return true;
	enum msg what = str_eq(state, S("planned"))   ? MSG_WEB_REVIEW_PLAN
		      : str_eq(state, S("applied")) ? MSG_WEB_REVIEW_APPLICATION
						    : MSG_WEB_REVIEW_EXTENSION;
	val_put_str(rq->a, row, S("what"), msg_text(what, rq->lang));
	val_push(to, row);
	return true;
}

/* What waits, the longest waiting first: `mine` for who asks, `others` for somebody
 * else. */
static bool read_queue(struct request *rq, struct val **mine, struct val **others, struct err *e)
{
	struct findings_at at = { 0 };
	struct val *rows;
	int64_t reach, looked = 0, got = PAGE;
	*mine = val_list(rq->a);
	*others = val_list(rq->a);
	if (!view_reach_unit(rq->store, rq->a, rq->who.name, &reach, e))
		return false;
	for (; got == PAGE && looked < LOOKED_AT && (*mine)->count < QUEUE_ROWS; looked += got) {
		if (!view_waiting(rq->store, rq->a, reach, &at, PAGE, rq->today, rq->lang, &rows,
				  e))
			return false;
		got = rows->count;
		for (struct val *row = rows->first, *next; row; row = next) {
			next = row->next;
			row->next = NULL;
			if (!add_finding(rq, row, *mine, *others, e))
				return false;
		}
	}
	return true;
}

/* Orders or cases in the state in which somebody has to decide. */
static bool put_office(struct request *rq, struct val *tree, struct str key, enum view_list list,
		       struct str state, struct err *e)
{
	struct view_reach reach;
	struct view_key at = { .today = rq->today, .reach = &reach };
	struct val *rows, *out = val_put(tree, key, val_list(rq->a));
	if (!view_reach_of(rq->store, rq->a, rq->who.name, &reach, e))
		return false;
	for (bool more = true; more && out->count < OFFICE_ROWS;) {
		if (!view_list(rq->store, rq->a, list, &at, LOOKED_AT, rq->lang, &rows, e))
			return false;
		more = rows->count == LOOKED_AT;
		for (struct val *row = rows->first, *next; row; row = next) {
			next = row->next;
			row->next = NULL;
			if (str_eq(val_get_str(row, S("state")), state) &&
			    out->count < OFFICE_ROWS)
				val_push(out, row);
		}
	}
	val_put_bool(rq->a, tree, str_join(rq->a, S("any_"), key), out->count > 0);
	return true;
}

static void put_done(struct request *rq, struct val *tree)
{
	struct str done = in_text(rq, S("done"));
	val_put_str(rq->a, tree, S("done"),
		    done.n ? request_say(rq, MSG_WEB_REVIEW_DONE, ARGS(done)) : STR_NONE);
}

bool page_review(struct request *rq, struct answer *out, struct err *e)
{
	struct val *mine, *others, *tree = val_map(rq->a);
	if (!read_queue(rq, &mine, &others, e))
		return false;
	val_put(tree, S("mine"), mine);
	val_put(tree, S("others"), others);
	val_put_bool(rq->a, tree, S("any_mine"), mine->count > 0);
	val_put_bool(rq->a, tree, S("any_others"), others->count > 0);
	put_done(rq, tree);
	out->tree = tree;
	return put_office(rq, tree, S("orders"), VIEW_ORDERS, S("replied"), e) &&
	       put_office(rq, tree, S("cases"), VIEW_CASES, S("handled"), e);
}

/* The claim: the last step that asks, and the reports since. */
static void put_claim(struct request *rq, struct val *tree, const struct val *finding)
{
	static const struct str asking[] = { S("plan"), S("apply"), S("extend") };
	const struct val *last = NULL;
	for val_each(d, val_get(finding, S("decisions")))
		for (size_t i = 0; i < sizeof(asking) / sizeof(*asking); i++)
			if (str_eq(val_get_str(d, S("verb")), asking[i]))
				last = d;
	struct val *claim = val_put(tree, S("claim"), last ? val_map(rq->a) : val_null(rq->a));
	if (!last)
		return;
	struct str verb = val_get_str(last, S("verb"));
	val_put_str(rq->a, claim, S("name"), request_word(rq, S("web.do."), verb, verb));
	val_put_str(rq->a, claim, S("actor"), val_get_str(last, S("actor")));
	val_put_str(rq->a, claim, S("date"), val_get_str(last, S("date")));
	val_put_str(rq->a, claim, S("text"), val_get_str(last, S("text")));
	val_put_str(rq->a, claim, S("due"), val_get_str(last, S("due")));
}

static bool show_one(struct request *rq, struct answer *out, struct err *e)
{
	struct str code = in_text(rq, S("code"));
	const struct val *row, *finding;
	if (!finding_seen(rq, code, &row, e) ||
	    !view_show(rq->store, rq->a, code, rq->lang, &finding, e))
		return false;
	struct val *tree = (struct val *)finding;
	evidence_put(rq, val_get(tree, S("evidence")));
	measures_put(rq, val_get(tree, S("measures")));
	put_claim(rq, tree, finding);
	put_done(rq, tree);
	if (!choices_put(rq, tree, CHOICES(choices), code, e))
		return false;
	form_put(rq, tree);
	out->tree = tree;
	out->title = request_say(rq, MSG_WEB_REVIEW_HEAD,
				 ARGS(code, val_get_str(tree, S("title"))));
	return true;
}

bool page_review_one(struct request *rq, struct answer *out, struct err *e)
{
	return show_one(rq, out, e);
}

/* To the next that waits for who asks, else to the queue. */
static bool go_on(struct request *rq, struct answer *out, struct str code, struct err *e)
{
	struct val *mine, *others;
	struct str done = web_encode(rq->a, code);
	if (!read_queue(rq, &mine, &others, e))
		return false;
	out->location = str_fmt(rq->a, "/review?done=%.*s", STR_ARG(done));
	for val_each(row, mine) {
		struct str next = val_get_str(row, S("code"));
		if (str_eq(next, code))
			continue;
		out->location = str_fmt(rq->a, "/review/%.*s?done=%.*s",
					STR_ARG(web_encode(rq->a, next)), STR_ARG(done));
		break;
	}
	return true;
}

bool page_review_do(struct request *rq, struct answer *out, struct err *e)
{
	struct str code = in_text(rq, S("code"));
	const struct val *row;
	struct result done;
	struct err why = { 0 };
	if (!finding_seen(rq, code, &row, e))
		return false;
	if (!rq->faults->count && choice_do(rq, CHOICES(choices), code, &done, &why))
		return go_on(rq, out, code, e);
	return form_again(rq, out, &why, show_one, e);
}
