/* huiyin recurrences: earlier findings that a finding may repeat. */
#include <unistd.h>

#include "cli/door.h"
#include "out/table.h"
#include "view/recurrence_view.h"

static void print_rows(struct cli *c, const struct val *rows)
{
	const struct table_column column[] = {
		{ S("score"), msg_text(MSG_RECURRENCES_SCORE, c->lang), 0 },
		{ S("code"), msg_text(MSG_LIST_CODE, c->lang), 0 },
		{ S("title"), msg_text(MSG_LIST_TITLE, c->lang), 12 },
		{ S("unit"), msg_text(MSG_SHOW_UNIT, c->lang), 6 },
		{ S("state_name"), msg_text(MSG_LIST_STATE, c->lang), 6 },
	};
	struct buf b;
	buf_init(&b, c->a);
	table_write(&b, column, sizeof(column) / sizeof(*column), rows,
		    table_look_of(STDOUT_FILENO));
	cli_print(c, buf_str(&b));
}

int cmd_recurrences(struct cli *c)
{
	struct err e = { 0 };
	struct store *s;
	const struct val *v;
	int status;
	if (!door_open(c, STORE_READ, &s, &status))
		return status;
	bool ok = view_recurrences(s, c->a, str_of(c->arg[0]), c->lang, &v, &e);
	store_close(s);
	if (!ok)
		return cli_fail(c, &e);
	if (cli_has(c, OPT_JSON)) {
		cli_print_json(c, v, false);
		return 0;
	}
	struct str linked = val_get_str(v, S("recurrence_of"));
	if (val_get(v, S("rows"))->count)
		print_rows(c, val_get(v, S("rows")));
	else
		cli_say(c, MSG_RECURRENCES_NONE,
			ARGS(val_get_str(v, S("code")),
			     str_fmt(c->a, "%lld",
				     (long long)val_get_int(v, S("looked_at"), 0))));
	if (linked.p)
		cli_say(c, MSG_RECURRENCES_LINKED, ARGS(val_get_str(v, S("code")), linked));
	return 0;
}
