/* huiyin audit-settings: dangerous configuration, with an exit status. */
#include <time.h>

#include "cli/door.h"
#include "out/table.h"
#include "view/audit_view.h"

static int tell(struct cli *c, const struct val *found)
{
	int faults = 0, hints = 0;
	for val_each(v, found) {
		bool hint = str_eq(val_get_str(v, S("severity")), S("hint"));
		faults += !hint;
		hints += hint;
	}
	if (cli_has(c, OPT_JSON)) {
		cli_print_json(c, found, false);
		return faults ? 1 : 0;
	}
	for val_each(v, found)
		cli_print(c, str_fmt(c->a, "%.*s: %.*s [%.*s]\n  %.*s\n",
				     STR_ARG(val_get_str(v, S("severity"))),
				     STR_ARG(table_clean(c->a, val_get_str(v, S("says")))),
				     STR_ARG(val_get_str(v, S("check"))),
				     STR_ARG(table_clean(c->a, val_get_str(v, S("todo"))))));
	int rows;
	audit_rows(&rows);
	cli_say(c, MSG_AUDIT_TOTAL,
		ARGS(str_fmt(c->a, "%d", rows), str_fmt(c->a, "%d", faults),
		     str_fmt(c->a, "%d", hints)));
	return faults ? 1 : 0;
}

int cmd_audit_settings(struct cli *c)
{
	struct err e = { 0 }, none = { 0 };
	struct store_place place;
	struct store *s;
	struct ops *o = NULL;
	const struct val *found;
	int status;
	if (!door_open(c, STORE_READ, &s, &status))
		return status;
	/* where nobody logged in yet there is nothing to look at */
	bool ok = door_place(c, &place) &&
		  (ops_open(&place, STORE_READ, &o, &none) || none.code == ERR_NOT_FOUND);
	if (!ok)
		e = none;
	ok = ok && view_audit(s, o, &place, c->a, time(NULL), c->lang, &found, &e);
	ops_close(o);
	store_close(s);
	return ok ? tell(c, found) : cli_fail(c, &e);
}
