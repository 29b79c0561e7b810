/* huiyin stats: figures by unit, category, class, inspection or month; as a table,
 * as CSV, as JSON. */
#include <unistd.h>

#include "cli/door.h"
#include "out/csv.h"
#include "out/table.h"
#include "view/stats_view.h"

enum look { COUNT, RATE, MONEY, DAYS };

/* The table has the columns that are `main`; CSV has all. */
static const struct {
	struct str key;
	enum msg head;
	int min;
	enum look look;
	bool main;
} columns[] = {
	{ S("group"), MSG_STATS_GROUP, 6, COUNT, true },
	{ S("total"), MSG_STATS_TOTAL, 0, COUNT, true },
	{ S("closed"), MSG_STATS_CLOSED, 0, COUNT, true },
	{ S("staged"), MSG_STATS_STAGED, 0, COUNT, true },
	{ S("unrectified"), MSG_STATS_UNRECTIFIED, 0, COUNT, true },
	{ S("imported"), MSG_STATS_IMPORTED, 0, COUNT, true },
	{ S("withdrawn"), MSG_STATS_WITHDRAWN, 0, COUNT, true },
	{ S("reopened"), MSG_STATS_REOPENED, 0, COUNT, true },
	{ S("recurrences"), MSG_STATS_RECURRENCES, 0, COUNT, false },
	{ S("extensions"), MSG_STATS_EXTENSIONS, 0, COUNT, false },
	{ S("undated"), MSG_STATS_UNDATED, 0, COUNT, true },
	{ S("late_30"), MSG_STATS_LATE_30, 0, COUNT, true },
	{ S("late_90"), MSG_STATS_LATE_90, 0, COUNT, true },
	{ S("late_more"), MSG_STATS_LATE_MORE, 0, COUNT, true },
	{ S("closed_late"), MSG_STATS_CLOSED_LATE, 0, COUNT, false },
	{ S("completion"), MSG_STATS_COMPLETION, 0, RATE, true },
	{ S("due_completion"), MSG_STATS_DUE_COMPLETION, 0, RATE, true },
	{ S("on_time_rate"), MSG_STATS_ON_TIME, 0, RATE, true },
	{ S("closure"), MSG_STATS_CLOSURE, 0, RATE, false },
	{ S("amount_rate"), MSG_STATS_AMOUNT, 0, MONEY, false },
	{ S("days_average"), MSG_STATS_DAYS_AVERAGE, 0, DAYS, false },
	{ S("days_median"), MSG_STATS_DAYS_MEDIAN, 0, DAYS, true },
};

enum { COLUMNS = sizeof(columns) / sizeof(*columns), FEN = 100 };

/* 2/9 22.22%, 12.50/100.00 12.50% in yuan, and — for 0 of 0. */
static struct str shown_rate(struct cli *c, const struct val *v, bool money)
{
	const struct val *percent = val_get(v, S("percent"));
	long long n = val_get_int(v, S("n"), 0), of = val_get_int(v, S("of"), 0);
	int decimals = (int)val_get_int(v, S("decimals"), 0);
	if (!percent || percent->kind != VAL_NUM)
		return S("—");
	if (money)
		return str_fmt(c->a, "%lld.%02lld/%lld.%02lld %.*f%%", n / FEN, n % FEN, of / FEN,
			       of % FEN, decimals, percent->num);
	return str_fmt(c->a, "%lld/%lld %.*f%%", n, of, decimals, percent->num);
}

/* A cell in words. */
static struct str shown(struct cli *c, const struct val *row, int column)
{
	const struct val *v = val_get(row, columns[column].key);
	if (columns[column].look == RATE || columns[column].look == MONEY)
		return shown_rate(c, v, columns[column].look == MONEY);
	if (v && v->kind == VAL_NUM)
		return str_fmt(c->a, "%.1f", v->num);
	if (columns[column].look == DAYS)
		return S("—");
	if (v && v->kind == VAL_INT)
		return str_fmt(c->a, "%lld", (long long)v->i);
	if (v && v->kind == VAL_STR)
		return v->s;
	return msg_text(row->next ? MSG_STATS_NONE : MSG_STATS_WHOLE, c->lang);
}

static void print_csv(struct cli *c, const struct val *rows)
{
	struct buf b;
	buf_init(&b, c->a);
	for (int i = 0; i < COLUMNS; i++)
		csv_cell(&b, i, msg_text(columns[i].head, c->lang));
	csv_end(&b);
	for val_each(row, rows) {
		for (int i = 0; i < COLUMNS; i++)
			csv_cell(&b, i, shown(c, row, i));
		csv_end(&b);
	}
	cli_print(c, buf_str(&b));
}

static void print_table(struct cli *c, const struct val *rows)
{
	struct table_column column[COLUMNS];
	struct val *list = val_list(c->a);
	struct buf b;
	int n = 0;
	for (int i = 0; i < COLUMNS; i++)
		if (columns[i].main)
			column[n++] = (struct table_column){ columns[i].key,
							     msg_text(columns[i].head, c->lang),
							     columns[i].min };
	for val_each(row, rows) {
		struct val *line = val_push(list, val_map(c->a));
		for (int i = 0; i < COLUMNS; i++)
			if (columns[i].main)
				val_put_str(c->a, line, columns[i].key, shown(c, row, i));
	}
	buf_init(&b, c->a);
	table_write(&b, column, n, list, table_look_of(STDOUT_FILENO));
	cli_print(c, buf_str(&b));
}

int cmd_stats(struct cli *c)
{
	struct str by = c->args ? str_of(c->arg[0]) : S("unit");
	struct err e = { 0 };
	struct date today;
	struct store *s;
	const struct val *v;
	int status;
	if (!view_stats_by(by)) {
		cli_say(c, MSG_STATS_BY, ARGS(by, view_stats_bys(c->a)));
		return 2;
	}
	if (!door_day(c, &today))
		return 2;
	if (!door_open(c, STORE_READ, &s, &status))
		return status;
	bool ok = view_stats(s, c->a, by, door_as(c), today, &v, &e);
	store_close(s);
	if (!ok)
		return cli_fail(c, &e);
	if (cli_has(c, OPT_JSON))
		cli_print_json(c, v, false);
	else if (cli_has(c, OPT_CSV))
		print_csv(c, v);
	else
		print_table(c, v);
	return 0;
}
