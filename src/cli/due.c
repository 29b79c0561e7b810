/* huiyin due, overdue: what falls due soon, and what is late. */
#include <unistd.h>

#include "cli/door.h"
#include "out/table.h"
#include "view/due_view.h"

enum { DAYS = 30, DAYS_MAX = 36500 };

static const struct date first_day = { 1, 1, 1 };

/* What is due: a measure's text, a finding's title, the plan for it, the report on
 * the inspection of a body. */
static void put_titles(struct cli *c, const struct val *v)
{
	for (struct val *row = val_get(v, S("rows"))->first; row; row = row->next) {
		struct str title = val_get_str(row, S("title"));
		bool plan = str_eq(val_get_str(row, S("kind")), S("plan"));
		bool report = str_eq(val_get_str(row, S("kind")), S("report"));
		val_put_str(c->a, row, S("item"),
			    plan     ? msg_fill(c->a, MSG_DUE_PLAN, c->lang, ARGS(title))
			    : report ? msg_fill(c->a, MSG_DUE_REPORT, c->lang, ARGS(title))
				     : title);
	}
}

static void print_rows(struct cli *c, const struct val *v)
{
	const struct table_column column[] = {
		{ S("due"), msg_text(MSG_LIST_DUE, c->lang), 0 },
		{ S("days"), msg_text(MSG_DUE_DAYS, c->lang), 0 },
		{ S("code"), msg_text(MSG_LIST_CODE, c->lang), 0 },
		{ S("measure"), msg_text(MSG_LIST_ORDINAL, c->lang), 0 },
		{ S("item"), msg_text(MSG_DUE_WHAT, c->lang), 10 },
		{ S("owner"), msg_text(MSG_LIST_OWNER, c->lang), 4 },
		{ S("light_word"), msg_text(MSG_LIST_LIGHT, c->lang), 4 },
	};
	struct buf b;
	put_titles(c, v);
	buf_init(&b, c->a);
	table_write(&b, column, sizeof(column) / sizeof(*column), val_get(v, S("rows")),
		    table_look_of(STDOUT_FILENO));
	cli_print(c, buf_str(&b));
}

static int print_due(struct cli *c, struct date from, struct date to, struct date today)
{
	struct err e = { 0 };
	struct store *s;
	struct val *v;
	int status;
	if (!door_open(c, STORE_READ, &s, &status))
		return status;
	const struct due_asked asked = { from, to, today, door_as(c), 0, c->lang };
	bool ok = view_due(s, c->a, &asked, &v, &e);
	store_close(s);
	if (!ok)
		return cli_fail(c, &e);
	if (cli_has(c, OPT_JSON)) {
		cli_print_json(c, v, false);
		return 0;
	}
	if (val_get(v, S("rows"))->count)
		print_rows(c, v);
	else
		cli_say(c, MSG_DUE_NONE, ARGS(date_iso(c->a, from), date_iso(c->a, to)));
	int64_t undated = val_get_int(v, S("undated"), 0);
	if (undated)
		cli_say(c, MSG_DUE_UNDATED, ARGS(str_fmt(c->a, "%lld", (long long)undated)));
	return 0;
}

int cmd_due(struct cli *c)
{
	struct date today;
	int64_t days = DAYS;
	if (!door_day(c, &today))
		return 2;
	if (cli_has(c, OPT_DAYS) && (!str_int(str_of(c->value[OPT_DAYS]), &days) || days < 0 ||
				     days > DAYS_MAX)) {
		cli_say(c, MSG_DUE_DAYS_BAD, ARGS(str_of(c->value[OPT_DAYS])));
		return 2;
	}
	return print_due(c, today, date_of_days(date_days(today) + (int32_t)days), today);
}

int cmd_overdue(struct cli *c)
{
	struct date today;
	if (!door_day(c, &today))
		return 2;
	return print_due(c, first_day, date_of_days(date_days(today) - 1), today);
}
