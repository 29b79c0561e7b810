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

static void put_figure(struct request *rq, struct val *list, enum msg word, int64_t n,
		       struct str look)
{
	struct val *v = val_push(list, val_map(rq->a));
	val_put_str(rq->a, v, S("word"), msg_text(word, rq->lang));
	val_put_int(rq->a, v, S("n"), n);
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

/* What falls due on those days, the first of it. */
static bool read_due(struct request *rq, int32_t from, int32_t to, int64_t most,
		     struct val **out, struct err *e)
{
	const struct due_asked asked = { date_of_days(from), date_of_days(to), rq->today,
					 rq->who.name, most, rq->lang };
	return view_due(rq->store, rq->a, &asked, out, e);
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
	struct val *tree = out->tree = val_map(rq->a), *inspections, *all, *late,
		   *due;
	int64_t screen = in_int(rq, S("screen"), 1) - 1;
	int32_t today = date_days(rq->today);
	if (!view_states(rq->store, rq->a, rq->who.name, &all, e) ||
	    !view_overview(rq->store, rq->a, rq->who.name, INSPECTION_ROWS * SCREENS_MOST,
			   &inspections, e) ||
	    !read_due(rq, today - LATE_FROM_DAYS, today - 1, 1, &late, e) ||
	    !read_due(rq, today, today + DUE_DAYS, DUE_ROWS * SCREENS_MOST, &due, e))
		return false;
	int64_t total = val_get_int(all, S("total"), 0), closed = val_get_int(all, S("closed"), 0);
	struct val *soon = (struct val *)val_get(due, S("rows"));
	int64_t screens = (inspections->count + INSPECTION_ROWS - 1) / INSPECTION_ROWS;
	int64_t of_due = (soon->count + DUE_ROWS - 1) / DUE_ROWS;
	screens = of_due > screens ? of_due : screens;
	screens = screens < 1 ? 1 : screens > SCREENS_MOST ? SCREENS_MOST : screens;
	screen = screen % screens;
	struct val *figures = val_put(tree, S("figures"), val_list(rq->a));
	put_figure(rq, figures, MSG_WEB_WALL_TOTAL, total, S("plain"));
	put_figure(rq, figures, MSG_WEB_WALL_CLOSED, closed, S("good"));
	put_figure(rq, figures, MSG_WEB_WALL_OPEN, val_get_int(all, S("open"), 0), S("plain"));
	put_figure(rq, figures, MSG_WEB_WALL_LATE, val_get_int(late, S("findings"), 0), S("bad"));
	put_figure(rq, figures, MSG_WEB_WALL_SOON, val_get_int(due, S("findings"), 0), S("warn"));
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
