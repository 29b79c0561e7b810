/*
 * The overview: what waits for the one who asks, what falls due, and how far the
 * newest inspections are.
 */
#include "ledger/rights.h"
#include "ledger/state.h"
#include "out/svg.h"
#include "view/due_view.h"
#include "view/overview_view.h"
#include "web/engine.h"
#include "web/pages.h"
#include "web/target.h"

enum { DUE_DAYS = 30, DUE_ROWS = 10, LATE_FROM_DAYS = 3650, INSPECTION_ROWS = 20 };

/* What waits for whom: the states, the roles that take the next step. */
static const struct {
	unsigned states;
	unsigned roles;
	enum msg word;
} queues[] = {
	{ STATE_ISSUED, ACTOR_CLERK | ACTOR_LEAD, MSG_WEB_QUEUE_CLAIM },
	{ STATE_CLAIMED, ACTOR_CLERK | ACTOR_LEAD, MSG_WEB_QUEUE_PLAN },
	{ STATE_RETURNED, ACTOR_CLERK | ACTOR_LEAD, MSG_WEB_QUEUE_RETURNED },
	{ STATE_RECTIFYING | STATE_REOPENED, ACTOR_CLERK | ACTOR_LEAD, MSG_WEB_QUEUE_WORK },
	{ STATE_PLANNED, ACTOR_LEAD | ACTOR_SUPERVISOR, MSG_WEB_QUEUE_APPROVE },
	{ STATE_APPLIED, ACTOR_LEAD | ACTOR_SUPERVISOR, MSG_WEB_QUEUE_VERIFY },
	{ STATE_DISPUTED, ACTOR_SUPERVISOR, MSG_WEB_QUEUE_DISPUTED },
	{ STATE_CLOSED, ACTOR_SUPERVISOR, MSG_WEB_QUEUE_LOOK_BACK },
};

static void put_queues(struct request *rq, struct val *tree, const struct val *states)
{
	struct val *list = val_put(tree, S("queues"), val_list(rq->a));
	for (size_t i = 0; i < sizeof(queues) / sizeof(*queues); i++) {
		int64_t n = 0;
		struct buf query;
		if (!(queues[i].roles & rq->who.roles))
			continue;
		buf_init(&query, rq->a);
		for (int k = 0; k < state_count; k++)
			if (state_rows[k].object == OBJECT_FINDING &&
			    queues[i].states & state_rows[k].state) {
				n += val_get_int(states, state_rows[k].name, 0);
				buf_fmt(&query, "%s%.*s", query.n ? "," : "state=",
					STR_ARG(state_rows[k].name));
			}
		struct val *queue = val_push(list, val_map(rq->a));
		val_put_str(rq->a, queue, S("word"), msg_text(queues[i].word, rq->lang));
		val_put_int(rq->a, queue, S("count"), n);
		val_put_bool(rq->a, queue, S("some"), n > 0);
		val_put_str(rq->a, queue, S("query"), buf_str(&query));
	}
}

/* The first of what is due on those days, and how many findings are. */
static bool put_due(struct request *rq, struct val *tree, struct str name, int32_t from, int32_t to,
		    struct err *e)
{
	const struct due_asked asked = { date_of_days(from), date_of_days(to), rq->today,
					 rq->who.name, DUE_ROWS, rq->lang };
	struct val *due;
	if (!view_due(rq->store, rq->a, &asked, &due, e))
		return false;
	val_put(tree, name, due);
	const struct val *rows = val_get(due, S("rows"));
	for val_each(row, rows) {
		int64_t days = val_get_int(row, S("days"), 0);
		val_put_str(rq->a, (struct val *)row, S("days_word"),
			    request_say(rq, days < 0 ? MSG_WEB_DAYS_LATE : MSG_WEB_DAYS_LEFT,
					ARGS(str_fmt(rq->a, "%lld",
						     (long long)(days < 0 ? -days : days)))));
	}
	val_put_bool(rq->a, due, S("any"), rows->count > 0);
	val_put_bool(rq->a, due, S("urgent"), val_get_int(due, S("findings"), 0) > 0);
	return true;
}

/* The longest late and the next to fall due, of what is seen. */
static bool put_dues(struct request *rq, struct val *tree, struct err *e)
{
	int32_t today = date_days(rq->today);
	val_put_str(rq->a, tree, S("soon_query"),
		    str_fmt(rq->a, "state=open&due-from=%.*s&due-before=%.*s",
			    STR_ARG(date_iso(rq->a, rq->today)),
			    STR_ARG(date_iso(rq->a, date_of_days(today + DUE_DAYS + 1)))));
	return put_due(rq, tree, S("late"), today - LATE_FROM_DAYS, today - 1, e) &&
	       put_due(rq, tree, S("soon"), today, today + DUE_DAYS, e);
}

/* The newest, of those seen; whether there are more. */
static bool put_inspections(struct request *rq, struct val *tree, struct err *e)
{
	struct val *rows, *list = val_put(tree, S("inspections"), val_list(rq->a));
	if (!view_overview(rq->store, rq->a, rq->who.name, INSPECTION_ROWS + 1, &rows, e))
		return false;
	struct val *next = rows->first;
	for (struct val *row = next; row && list->count < INSPECTION_ROWS; row = next) {
		struct svg_part done = { val_get_int(row, S("closed"), 0), S("done") };
		next = row->next;
		row->next = NULL;
		if (!rq->json)
			val_put(row, S("bar"),
				svg_bar(rq->a, &done, 1, val_get_int(row, S("total"), 0)));
		val_push(list, row);
	}
	val_put_bool(rq->a, tree, S("any"), rows->count > 0);
	val_put_bool(rq->a, tree, S("more"), rows->count > INSPECTION_ROWS);
	return true;
}

bool page_overview(struct request *rq, struct answer *out, struct err *e)
{
	struct val *tree = val_map(rq->a), *all;
	if (!view_states(rq->store, rq->a, rq->who.name, &all, e))
		return false;
	put_queues(rq, tree, val_get(all, S("states")));
	out->tree = tree;
	return put_inspections(rq, tree, e) && put_dues(rq, tree, e) && done_put(rq, tree, e) &&
	       (!(rq->who.roles & ACTOR_SUPERVISOR) ||
		offer_put(rq, tree, S("open"), S("open-inspection"), STR_NONE, STR_NONE, e));
}
