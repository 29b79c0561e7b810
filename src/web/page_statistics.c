/*
 * Statistics: findings counted by what they have in common; every rate with its
 * numerator and denominator, bars beside the figures, and the same as csv.
 */
#include "out/csv.h"
#include "out/svg.h"
#include "view/stats_view.h"
#include "web/engine.h"
#include "web/pages.h"

enum { FEN = 100, GROUPS_SHOWN = 500 };

enum look { NAME, COUNT, RATE, MONEY, DAYS };

/* The page has the columns that are `main`; the file has all. */
static const struct {
	struct str key;
	enum msg head;
	enum look look;
	bool main;
} columns[] = {
	{ S("group"), MSG_WEB_STATS_GROUP, NAME, true },
	{ S("total"), MSG_WEB_STATS_TOTAL, COUNT, true },
	{ S("closed"), MSG_WEB_STATS_CLOSED, COUNT, true },
	{ S("staged"), MSG_WEB_STATS_STAGED, COUNT, true },
	{ S("unrectified"), MSG_WEB_STATS_UNRECTIFIED, COUNT, false },
	{ S("withdrawn"), MSG_WEB_STATS_WITHDRAWN, COUNT, false },
	{ S("reopened"), MSG_WEB_STATS_REOPENED, COUNT, true },
	{ S("recurrences"), MSG_WEB_STATS_RECURRENCES, COUNT, true },
	{ S("extensions"), MSG_WEB_STATS_EXTENSIONS, COUNT, false },
	{ S("undated"), MSG_WEB_STATS_UNDATED, COUNT, true },
	{ S("late_30"), MSG_WEB_STATS_LATE_30, COUNT, true },
	{ S("late_90"), MSG_WEB_STATS_LATE_90, COUNT, true },
	{ S("late_more"), MSG_WEB_STATS_LATE_MORE, COUNT, true },
	{ S("closed_late"), MSG_WEB_STATS_CLOSED_LATE, COUNT, false },
	{ S("completion"), MSG_WEB_STATS_COMPLETION, RATE, true },
	{ S("due_completion"), MSG_WEB_STATS_DUE_COMPLETION, RATE, false },
	{ S("on_time_rate"), MSG_WEB_STATS_ON_TIME, RATE, true },
	{ S("closure"), MSG_WEB_STATS_CLOSURE, RATE, false },
	{ S("amount_rate"), MSG_WEB_STATS_AMOUNT, MONEY, false },
	{ S("days_average"), MSG_WEB_STATS_DAYS_AVERAGE, DAYS, false },
	{ S("days_median"), MSG_WEB_STATS_DAYS_MEDIAN, DAYS, true },
};

enum { COLUMNS = sizeof(columns) / sizeof(*columns) };

/* What groups are called, and the filter of the list that leaves one of them. */
static const struct {
	struct str by, filter;
} bys[] = {
	{ S("unit"), S("unit") },
	{ S("category"), S("category") },
	{ S("class"), S("class") },
	{ S("inspection"), S("inspection") },
	{ S("month"), STR_NONE },
	{ S("closed-month"), STR_NONE },
};

static struct str fraction(struct arena *a, const struct val *rate, bool money)
{
	long long n = val_get_int(rate, S("n"), 0), of = val_get_int(rate, S("of"), 0);
	if (money)
		return str_fmt(a, "%lld.%02lld/%lld.%02lld", n / FEN, n % FEN, of / FEN, of % FEN);
	return str_fmt(a, "%lld/%lld", n, of);
}

/* 22.22%; — where the denominator is 0. */
static struct str percent(struct arena *a, const struct val *rate)
{
	const struct val *p = val_get(rate, S("percent"));
	if (!p || p->kind != VAL_NUM)
		return S("—");
	return str_fmt(a, "%.*f%%", (int)val_get_int(rate, S("decimals"), 0), p->num);
}

static struct str group_name(struct request *rq, const struct val *row)
{
	struct str name = val_get_str(row, S("group"));
	bool by_class = str_eq(in_text(rq, S("by")), S("class"));
	if (name.p)
		return by_class ? request_word(rq, S("class."), name, name) : name;
	return msg_text(row->next ? MSG_WEB_STATS_NONE : MSG_WEB_STATS_WHOLE, rq->lang);
}

static struct str cell(struct request *rq, const struct val *row, int i)
{
	const struct val *v = val_get(row, columns[i].key);
	bool money = columns[i].look == MONEY;
	if (columns[i].look == NAME)
		return group_name(rq, row);
	if (money || columns[i].look == RATE)
		return str_fmt(rq->a, "%.*s %.*s", STR_ARG(fraction(rq->a, v, money)),
			       STR_ARG(percent(rq->a, v)));
	if (v && v->kind == VAL_NUM)
		return str_fmt(rq->a, "%.1f", v->num);
	if (v && v->kind == VAL_INT)
		return str_fmt(rq->a, "%lld", (long long)v->i);
	return S("—");
}

static void write_csv(struct request *rq, const struct val *rows, struct answer *out)
{
	struct buf b;
	buf_init(&b, rq->a);
	buf_add(&b, CSV_MARK);
	for (int i = 0; i < COLUMNS; i++)
		csv_cell(&b, i, msg_text(columns[i].head, rq->lang));
	csv_end(&b);
	for val_each(row, rows) {
		for (int i = 0; i < COLUMNS; i++)
			csv_cell(&b, i, cell(rq, row, i));
		csv_end(&b);
	}
	out->body = buf_str(&b);
	out->type = S("text/csv; charset=utf-8");
	out->file_name = str_fmt(rq->a, "%.*s-%.*s.csv",
				 STR_ARG(msg_text(MSG_WEB_NAV_STATISTICS, rq->lang)),
				 STR_ARG(date_iso(rq->a, rq->today)));
}

static struct str link_of(struct request *rq, struct str by, const struct val *row)
{
	struct str name = val_get_str(row, S("group"));
	for (size_t i = 0; i < sizeof(bys) / sizeof(*bys) && name.p; i++)
		if (str_eq(bys[i].by, by) && bys[i].filter.p)
			return str_fmt(rq->a, "/findings?%.*s=%.*s", STR_ARG(bys[i].filter),
				       STR_ARG(web_encode(rq->a, name)));
	return STR_NONE;
}

static void put_bars(struct arena *a, struct val *row)
{
	int64_t counted = val_get_int(val_get(row, S("completion")), S("n"), 0);
	int64_t base = val_get_int(val_get(row, S("completion")), S("of"), 0);
	int64_t total = val_get_int(row, S("total"), 0);
	struct svg_part done = { counted, S("done") };
	struct svg_part late[] = {
		{ val_get_int(row, S("late_30"), 0), S("late30") },
		{ val_get_int(row, S("late_90"), 0), S("late90") },
		{ val_get_int(row, S("late_more"), 0), S("latemore") },
	};
	val_put(row, S("done_bar"), svg_bar(a, &done, 1, base));
	val_put(row, S("late_bar"), svg_bar(a, late, 3, total));
}

/* The row's cells in words, for the page; JSON has the figures. */
static void finish(struct request *rq, struct str by, struct val *row)
{
	val_put_str(rq->a, row, S("name"), group_name(rq, row));
	val_put_str(rq->a, row, S("link"), link_of(rq, by, row));
	val_put_bool(rq->a, row, S("whole"), !row->next);
	if (rq->json)
		return;
	struct val *cells = val_put(row, S("cells"), val_list(rq->a));
	for (int i = 1; i < COLUMNS; i++) {
		if (!columns[i].main)
			continue;
		struct val *c = val_push(cells, val_map(rq->a));
		val_put_str(rq->a, c, S("head"), msg_text(columns[i].head, rq->lang));
		val_put_str(rq->a, c, S("text"), cell(rq, row, i));
	}
	put_bars(rq->a, row);
}

/* The first of them, and the whole. */
static void put_groups(struct request *rq, struct val *tree, struct str by, const struct val *rows,
		       int64_t most)
{
	struct val *list = val_put(tree, S("groups"), val_list(rq->a));
	int64_t at = 0;
	for (struct val *row = rows->first, *next; row; row = next) {
		next = row->next;
		if (at++ >= most && next)
			continue;
		finish(rq, by, row);
		row->next = NULL;
		val_push(list, row);
	}
}

static void put_choice(struct request *rq, struct val *tree, struct str by)
{
	struct val *list = val_put(tree, S("bys"), val_list(rq->a));
	for (size_t i = 0; i < sizeof(bys) / sizeof(*bys); i++) {
		struct val *v = val_push(list, val_map(rq->a));
		val_put_str(rq->a, v, S("by"), bys[i].by);
		val_put_str(rq->a, v, S("word"),
			    request_word(rq, S("web.by."), bys[i].by, bys[i].by));
		val_put_bool(rq->a, v, S("here"), str_eq(by, bys[i].by));
	}
}

bool page_statistics(struct request *rq, struct answer *out, struct err *e)
{
	struct str by = in_text(rq, S("by"));
	const struct val *rows;
	by = by.n ? by : S("unit");
	if (!view_stats(rq->store, rq->a, by, rq->who.name, rq->today, &rows, e))
		return false;
	if (in_text(rq, S("format")).n) {
		write_csv(rq, rows, out);
		return true;
	}
	struct val *tree = out->tree = val_map(rq->a);
	val_put_str(rq->a, tree, S("by"), by);
	put_choice(rq, tree, by);
	struct val *heads = val_put(tree, S("heads"), val_list(rq->a));
	for (int i = 1; i < COLUMNS; i++)
		if (columns[i].main)
			val_push(heads, val_str(rq->a, msg_text(columns[i].head, rq->lang)));
	int64_t more = rq->json ? 0 : rows->count - 1 - GROUPS_SHOWN;
	put_groups(rq, tree, by, rows, rq->json ? rows->count : GROUPS_SHOWN);
	val_put_bool(rq->a, tree, S("any"), rows->count > 1);
	val_put_str(rq->a, tree, S("more"),
		    more > 0 ? request_say(rq, MSG_WEB_STATS_MORE,
					   ARGS(str_fmt(rq->a, "%lld", (long long)more)))
			     : STR_NONE);
	return true;
}
