/* huiyin stats: figures by unit, category, class or inspection; as a table, as
 * CSV, as JSON. */
#include <unistd.h>

#include "cli/door.h"
#include "out/table.h"
#include "view/stats_view.h"

static const struct {
	struct str key;
	enum msg head;
	int min;
	bool rate;
} columns[] = {
	{ S("group"), MSG_STATS_GROUP, 6, false },
	{ S("total"), MSG_STATS_TOTAL, 0, false },
	{ S("closed"), MSG_STATS_CLOSED, 0, false },
	{ S("staged"), MSG_STATS_STAGED, 0, false },
	{ S("unrectified"), MSG_STATS_UNRECTIFIED, 0, false },
	{ S("withdrawn"), MSG_STATS_WITHDRAWN, 0, false },
	{ S("reopened"), MSG_STATS_REOPENED, 0, false },
	{ S("undated"), MSG_STATS_UNDATED, 0, false },
	{ S("late_30"), MSG_STATS_LATE_30, 0, false },
	{ S("late_90"), MSG_STATS_LATE_90, 0, false },
	{ S("late_more"), MSG_STATS_LATE_MORE, 0, false },
	{ S("completion"), MSG_STATS_COMPLETION, 0, true },
	{ S("due_completion"), MSG_STATS_DUE_COMPLETION, 0, true },
	{ S("on_time_rate"), MSG_STATS_ON_TIME, 0, true },
};

enum { COLUMNS = sizeof(columns) / sizeof(*columns) };

/* A cell in words: 2/9 22.2%, and — for 0 of 0. */
static struct str shown(struct cli *c, const struct val *row, int column)
{
	const struct val *v = val_get(row, columns[column].key);
	if (columns[column].rate) {
		const struct val *percent = val_get(v, S("percent"));
		if (!percent || percent->kind == VAL_NULL)
			return S("—");
		return str_fmt(c->a, "%lld/%lld %.1f%%", (long long)val_get_int(v, S("n"), 0),
			       (long long)val_get_int(v, S("of"), 0), percent->num);
	}
	if (v && v->kind == VAL_INT)
		return str_fmt(c->a, "%lld", (long long)v->i);
	if (v && v->kind == VAL_STR)
		return v->s;
	return msg_text(row->next ? MSG_STATS_NONE : MSG_STATS_WHOLE, c->lang);
}

/* RFC 4180; a cell that a spreadsheet would take for a formula gets a ' before. */
static void print_csv(struct cli *c, const struct val *rows)
{
	struct buf b;
	buf_init(&b, c->a);
	for (int i = 0; i < COLUMNS; i++)
		buf_fmt(&b, "%s%.*s", i ? "," : "",
			STR_ARG(msg_text(columns[i].head, c->lang)));
	buf_add(&b, S("\r\n"));
	for val_each(row, rows) {
		for (int i = 0; i < COLUMNS; i++) {
			struct str s = shown(c, row, i), part;
			bool formula = s.n && str_has(S("=+-@\t"), str_cut(s, 0, 1));
			buf_add(&b, i ? S(",\"") : S("\""));
			buf_add(&b, formula ? S("'") : S(""));
			for (bool more = false; str_split(&s, '"', &part); more = true) {
				buf_add(&b, more ? S("\"\"") : S(""));
				buf_add(&b, part);
			}
			buf_byte(&b, '"');
		}
		buf_add(&b, S("\r\n"));
	}
	cli_print(c, buf_str(&b));
}

static void print_table(struct cli *c, const struct val *rows)
{
	struct table_column column[COLUMNS];
	struct val *list = val_list(c->a);
	struct buf b;
	for (int i = 0; i < COLUMNS; i++)
		column[i] = (struct table_column){ columns[i].key,
						   msg_text(columns[i].head, c->lang),
						   columns[i].min };
	for val_each(row, rows) {
		struct val *line = val_push(list, val_map(c->a));
		for (int i = 0; i < COLUMNS; i++)
			val_put_str(c->a, line, columns[i].key, shown(c, row, i));
	}
	buf_init(&b, c->a);
	table_write(&b, column, COLUMNS, list, table_look_of(STDOUT_FILENO));
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
		cli_say(c, MSG_STATS_BY, ARGS(by));
		return 2;
	}
	if (!door_day(c, &today))
		return 2;
	if (!door_open(c, STORE_READ, &s, &status))
		return status;
	bool ok = view_stats(s, c->a, by, today, &v, &e);
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
