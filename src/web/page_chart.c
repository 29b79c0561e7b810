/*
 * The wall chart 挂图作战: findings as bars over weeks or months, planned beside
 * actual, for an A3 sheet on the wall.
 */
#include "ledger/act.h"
#include "out/svg.h"
#include "web/engine.h"
#include "web/filter.h"
#include "web/pages.h"

enum {
	ROWS = 30,            /* of a sheet */
	DAYS_BACK = 3 * 365,  /* how far a chart reaches from today */
	DAYS_AHEAD = 2 * 365,
	DAYS_ROOM = 6
};

static bool day_of(const struct val *row, struct str key, int32_t *days)
{
	struct date d;
	if (!date_parse(val_get_str(row, key), &d))
		return false;
	*days = date_days(d);
	return true;
}

/* When the inspection's findings were fed back; asked once for each. */
static bool start_of(struct request *rq, struct val *known, struct str code,
		     const struct val **row, struct err *e)
{
	*row = val_get(known, code);
	if (*row)
		return true;
	const struct val *asked;
	if (!request_ask(rq, ASK_INSPECTION, val_str(rq->a, code), &asked, e))
		return false;
	struct val *kept = val_put(known, code, val_map(rq->a));
	val_put_str(rq->a, kept, S("feedback"), val_get_str(asked, S("feedback")));
	*row = kept;
	return true;
}

/* Planned from the feedback to the date of due; actual to the closing, or to today
 * while it is open; late from the date of due on. */
static void put_bars(struct gantt_row *g, const struct val *row, const struct val *inspection,
		     int32_t today)
{
	static const struct gantt_bar none = { 0, -1 };
	int32_t start, due, closed;
	bool has_start = day_of(inspection, S("feedback"), &start);
	bool has_due = day_of(row, S("due"), &due);
	bool has_closed = day_of(row, S("closed"), &closed);
	const struct val *overdue = val_get(row, S("overdue"));
	bool late = overdue && overdue->yes;
	int32_t end = has_closed ? closed : today;
	g->bar[0] = g->bar[1] = g->bar[2] = none;
	late = has_due && (late || (has_closed && closed > due));
	if (has_due)
		g->bar[0] = (struct gantt_bar){ has_start && start < due ? start : due, due };
	if (has_start)
		g->bar[1] = (struct gantt_bar){ start, late ? due : end };
	if (late)
		g->bar[2] = (struct gantt_bar){ due + 1, end };
}

static struct str name_of(const struct val *row)
{
	struct str name = val_get_str(row, S("short_name"));
	return name.n ? name : val_get_str(row, S("unit"));
}

/* From the first month that a bar is in to the last, around today. */
static void set_range(struct gantt *g, const struct gantt_row *rows)
{
	g->from = g->to = g->today;
	for (ptrdiff_t i = 0; i < g->rows; i++)
		for (int k = 0; k < GANTT_BARS; k++) {
			const struct gantt_bar *bar = &rows[i].bar[k];
			if (bar->to < bar->from)
				continue;
			g->from = bar->from < g->from ? bar->from : g->from;
			g->to = bar->to > g->to ? bar->to : g->to;
		}
	g->from = g->from < g->today - DAYS_BACK ? g->today - DAYS_BACK : g->from;
	g->to = g->to > g->today + DAYS_AHEAD ? g->today + DAYS_AHEAD : g->to;
	struct date first = date_of_days(g->from), last = date_of_days(g->to + DAYS_ROOM);
	g->from = date_days((struct date){ first.y, first.m, 1 });
	g->to = date_days((struct date){ last.y, last.m, date_month_days(last.y, last.m) });
}

static bool make_chart(struct request *rq, const struct val *rows, struct str title,
		       struct val **out, struct err *e)
{
	struct val *known = val_map(rq->a);
	struct gantt_row *row = arena_new(rq->a, struct gantt_row, rows->count + 1);
	struct gantt g = {
		.title = title,
		.head = { msg_text(MSG_WEB_COL_CODE, rq->lang),
			  msg_text(MSG_WEB_COL_TITLE, rq->lang),
			  msg_text(MSG_WEB_COL_UNIT, rq->lang),
			  msg_text(MSG_WEB_COL_LIGHT, rq->lang) },
		.legend = { msg_text(MSG_WEB_CHART_PLANNED, rq->lang),
			    msg_text(MSG_WEB_CHART_ACTUAL, rq->lang),
			    msg_text(MSG_WEB_CHART_LATE, rq->lang) },
		.today = date_days(rq->today),
		.today_word = msg_text(MSG_WEB_TODAY, rq->lang),
		.row = row,
	};
	for val_each(v, rows) {
		const struct val *inspection;
		struct gantt_row *r = &row[g.rows++];
		if (!start_of(rq, known, val_get_str(v, S("inspection")), &inspection, e))
			return false;
		struct str word = val_get_str(v, S("light_word"));
		*r = (struct gantt_row){
			.text = { val_get_str(v, S("code")), val_get_str(v, S("title")),
				  name_of(v),
				  word.n ? word : val_get_str(v, S("state_name")) },
			.look = val_get_str(v, S("light")),
		};
		put_bars(r, v, inspection, g.today);
	}
	set_range(&g, row);
	*out = svg_gantt(rq->a, &g);
	return true;
}

static bool put_chart(struct request *rq, struct val *tree, const struct val *page,
		      struct str title, struct err *e)
{
	static const struct str paging = S("after before");
	struct val *rows = (struct val *)val_get(page, S("rows")), *chart;
	if (!rq->json) {
		if (!make_chart(rq, rows, title, &chart, e))
			return false;
		val_put(tree, S("chart"), chart);
	}
	val_put_str(rq->a, tree, S("next"),
		    link_with(rq, S("/wall-chart"), paging, S("after"),
			      val_get_str(page, S("next"))));
	val_put_str(rq->a, tree, S("previous"),
		    link_with(rq, S("/wall-chart"), paging, S("before"),
			      val_get_str(page, S("previous"))));
	val_put_bool(rq->a, tree, S("any"), rows->count > 0);
	struct val *list = val_put(tree, S("findings"), val_list(rq->a));
	for (struct val *row = rows->first, *next; row; row = next) {
		next = row->next;
		row->next = NULL;
		val_push(list, row);
	}
	return true;
}

bool page_chart(struct request *rq, struct answer *out, struct err *e)
{
	struct val *tree = out->tree = val_map(rq->a);
	struct findings_asked asked;
	const struct val *page = NULL;
	struct err why = { 0 };
	struct str title = msg_text(MSG_WEB_NAV_CHART, rq->lang);
	struct str of = in_text(rq, S("inspection"));
	of = of.n ? of : in_text(rq, S("unit"));
	title = of.n ? str_fmt(rq->a, "%.*s %.*s", STR_ARG(title), STR_ARG(of)) : title;
	val_put_str(rq->a, tree, S("title"), title);
	val_put_str(rq->a, tree, S("day"), date_iso(rq->a, rq->today));
	if (!rq->faults->count) {
		if (!filter_read(rq, &asked, e))
			return false;
		asked.limit = ROWS;
		if (view_findings(rq->store, rq->a, &asked, rq->lang, &page, &why)) {
			if (!put_chart(rq, tree, page, title, e))
				return false;
		} else if (why.code == ERR_IO || why.code == ERR_DB || why.code == ERR_BUG) {
			*e = why;
			return false;
		} else {
			filter_fault(rq, &why);
		}
	}
	filter_put_some(rq, tree, S("inspection unit state"));
	faults_put(rq, tree);
	out->title = title;
	return true;
}
