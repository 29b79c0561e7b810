/*
 * The wall screen 大屏: how the ledger stands, to be read from afar and never
 * touched. It shows a screen at a time; where it is asked to, it turns them over by
 * itself, without a script.
 */
#include "ledger/state.h"
#include "out/svg.h"
#include "view/due_view.h"
#include "view/overview_view.h"
#include "web/engine.h"
#include "web/pages.h"

enum { DUE_DAYS = 30, DUE_ROWS = 6, INSPECTION_ROWS = 5, SCREENS_MOST = 20, LATE_FROM_DAYS = 3650 };

static void put_figure(struct request *rq, struct val *list, enum msg word, int64_t n, bool known,
		       struct str look)
{
	struct val *v = val_push(list, val_map(rq->a));
	val_put_str(rq->a, v, S("word"), msg_text(word, rq->lang));
	val_put(v, S("n"), known ? val_int(rq->a, n) : val_null(rq->a));
	val_put_str(rq->a, v, S("look"), look);
}

/* Rows number `from` and on, at most `most`, out of the list into another. */
static struct val *some_of(struct request *rq, struct val *rows, int64_t from, int64_t most)
{
	struct val *list = val_list(rq->a);
	int64_t at = 0;
	for (struct val *row = rows->first, *next; row; row = next, at++) {
		next = row->next;
		if (at < from || at >= from + most)
			continue;
		row->next = NULL;
		val_push(list, row);
	}
	return list;
}

static void put_inspections(struct request *rq, struct val *tree, struct val *rows, int64_t screen)
{
	int64_t screens = (rows->count + INSPECTION_ROWS - 1) / INSPECTION_ROWS;
	int64_t at = screens ? screen % screens : 0;
	struct val *list = some_of(rq, rows, at * INSPECTION_ROWS, INSPECTION_ROWS);
	for val_each(row, list) {
		struct svg_part done = { val_get_int(row, S("closed"), 0), S("done") };
		if (!rq->json)
			val_put(row, S("bar"),
				svg_bar(rq->a, &done, 1, val_get_int(row, S("total"), 0)));
	}
	val_put(tree, S("inspections"), list);
}

static void put_due(struct request *rq, struct val *tree, struct val *soon, int64_t screen)
{
	int64_t screens = (soon->count + DUE_ROWS - 1) / DUE_ROWS;
	int64_t at = screens ? screen % screens : 0;
	struct val *list = some_of(rq, soon, at * DUE_ROWS, DUE_ROWS);
	val_put(tree, S("soon"), list);
	val_put_bool(rq->a, tree, S("any_soon"), list->count > 0);
}

/* Of the findings: how many are late, how many fall due soon. */
struct counts {
	int64_t late, soon;
	bool known; /* false: too many to count */
};

/* What falls due from today on: findings, measures, plans and reports. */
static bool read_due(struct request *rq, struct val **soon, struct counts *n, struct err *e)
{
	int32_t today = date_days(rq->today);
	const struct val *due;
	struct err many = { 0 };
	*soon = val_list(rq->a);
	*n = (struct counts){ 0 };
	n->known = view_due(rq->store, rq->a, date_of_days(today - LATE_FROM_DAYS),
			  date_of_days(today + DUE_DAYS), rq->today, rq->who.name, rq->lang, &due,
			  &many);
	if (!n->known)
		return many.code == ERR_LIMIT || (*e = many, false);
	for (struct val *row = val_get(due, S("rows"))->first, *next; row; row = next) {
		next = row->next;
		bool finding = str_eq(val_get_str(row, S("kind")), S("finding"));
		bool late = val_get_int(row, S("days"), 0) < 0;
		n->late += finding && late;
		n->soon += finding && !late;
		if (late)
			continue;
		row->next = NULL;
		val_push(*soon, row);
	}
	return true;
}

static void put_screens(struct request *rq, struct val *tree, int64_t screen, int64_t screens)
{
	int64_t every = in_int(rq, S("every"), 0);
	int64_t next = (screen + 1) % screens;
	val_put_int(rq->a, tree, S("screen"), screen + 1);
	val_put_int(rq->a, tree, S("screens"), screens);
	val_put_bool(rq->a, tree, S("turns"), every > 0);
	val_put_str(rq->a, tree, S("still"),
		    str_fmt(rq->a, "/wall?screen=%lld", (long long)screen + 1));
	val_put_str(rq->a, tree, S("turn"),
		    str_fmt(rq->a, "/wall?every=20&screen=%lld", (long long)screen + 1));
	val_put_str(rq->a, tree, S("forth"),
		    str_fmt(rq->a, "/wall?screen=%lld", (long long)next + 1));
	if (every)
		val_put_str(rq->a, tree, S("refresh"),
			    str_fmt(rq->a, "%lld;url=/wall?every=%lld&screen=%lld",
				    (long long)every, (long long)every, (long long)next + 1));
}

bool page_wall(struct request *rq, struct answer *out, struct err *e)
{
	struct val *tree = out->tree = val_map(rq->a), *inspections, *soon;
	int64_t total = 0, closed = 0, screen = in_int(rq, S("screen"), 1) - 1;
	struct counts due;
	if (!view_overview(rq->store, rq->a, rq->who.name, &inspections, e) ||
	    !read_due(rq, &soon, &due, e))
		return false;
	for val_each(row, inspections) {
		total += val_get_int(row, S("total"), 0);
		closed += val_get_int(row, S("closed"), 0);
	}
	int64_t screens = (inspections->count + INSPECTION_ROWS - 1) / INSPECTION_ROWS;
	int64_t of_due = (soon->count + DUE_ROWS - 1) / DUE_ROWS;
	screens = of_due > screens ? of_due : screens;
	screens = screens < 1 ? 1 : screens > SCREENS_MOST ? SCREENS_MOST : screens;
	screen = screen % screens;
	struct val *figures = val_put(tree, S("figures"), val_list(rq->a));
	put_figure(rq, figures, MSG_WEB_WALL_TOTAL, total, true, S("plain"));
	put_figure(rq, figures, MSG_WEB_WALL_CLOSED, closed, true, S("good"));
	put_figure(rq, figures, MSG_WEB_WALL_OPEN, total - closed, true, S("plain"));
	put_figure(rq, figures, MSG_WEB_WALL_LATE, due.late, due.known, S("bad"));
	put_figure(rq, figures, MSG_WEB_WALL_SOON, due.soon, due.known, S("warn"));
	struct svg_part done = { closed, S("done") };
	val_put(tree, S("percent"), total ? val_int(rq->a, closed * 100 / total) : val_null(rq->a));
	if (!rq->json)
		val_put(tree, S("bar"), svg_bar(rq->a, &done, 1, total));
	val_put_str(rq->a, tree, S("day"), date_iso(rq->a, rq->today));
	put_due(rq, tree, soon, screen);
	put_inspections(rq, tree, inspections, screen);
	put_screens(rq, tree, screen, screens);
	return true;
}
