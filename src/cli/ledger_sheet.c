/* huiyin sheet: the ledger, or one of the three lists, as a spreadsheet. */
#include <stdio.h>

#include "cli/door.h"
#include "doc/ledger_sheet.h"
#include "out/xlsx.h"
#include "view/sheet_view.h"

struct writing {
	struct arena last_of;  /* the code of the row before */
	struct xlsx *x;
	struct str list, last;
	int64_t rows, findings;
};

static bool take(void *with, const struct val *row, struct err *e)
{
	struct writing *w = with;
	struct str code = val_get_str(row, S("code"));
	bool takes = ledger_sheet_takes(w->list, row, w->last);
	w->findings += !str_eq(code, w->last);
	if (!str_eq(code, w->last)) {
		arena_reset(&w->last_of);
		w->last = str_copy(&w->last_of, code);
	}
	w->rows += takes;
	return !takes || xlsx_row(w->x, row, e);
}

/* The names of the lists, for a sentence. */
static struct str list_names(struct arena *a)
{
	struct str all = STR_NONE, name;
	for (int i = 0; (name = ledger_sheet_name(i)).p; i++)
		all = all.p ? str_fmt(a, "%.*s, %.*s", STR_ARG(all), STR_ARG(name)) : name;
	return all;
}

static bool write_sheet(struct cli *c, struct store *s, struct writing *w, const char *path,
			struct date today, struct err *e)
{
	const struct val *ledger;
	struct sheet_asked asked = { .inspection = c->args ? str_of(c->arg[0]) : STR_NONE };
	if (!store_one(s, c->a, SQL_ASK_LEDGER, NO_PARAMS, &ledger, e) ||
	    !view_reach_of(s, c->a, door_as(c), &asked.reach, e))
		return false;
	struct str unit;
	if (!view_sheet_unit(s, c->a, asked.inspection, &unit, e))
		return false;
	struct str made = msg_fill(c->a, unit.n ? MSG_LEDGER_SHEET_OF : MSG_LEDGER_SHEET_MADE,
				   LANG_ZH, ARGS(date_iso(c->a, today), unit));
	struct str title = val_get_str(ledger, S("name"));
	const struct val *sheet = ledger_sheet(c->a, w->list, title, made);
	if (!xlsx_open(c->a, path, sheet, &w->x, e))
		return false;
	bool ok = view_sheet(s, c->a, &asked, take, w, e);
	ok = xlsx_close(w->x, ok ? e : NULL) && ok;
	if (!ok)
		remove(path);
	return ok;
}

int cmd_sheet(struct cli *c)
{
	struct writing w = { .list = cli_has(c, OPT_LIST) ? str_of(c->value[OPT_LIST])
							  : ledger_sheet_name(0) };
	struct err e = { 0 };
	struct date today;
	struct store *s;
	int status;
	if (!ledger_sheet(c->a, w.list, S(""), S(""))) {
		cli_say(c, MSG_LEDGER_SHEET_LIST, ARGS(w.list, list_names(c->a)));
		return 2;
	}
	if (!cli_has(c, OPT_OUTPUT)) {
		cli_say(c, MSG_LEDGER_SHEET_OUTPUT, NO_ARGS);
		return 2;
	}
	if (!door_day(c, &today))
		return 2;
	if (!door_open(c, STORE_READ, &s, &status))
		return status;
	arena_init(&w.last_of, 0);
	bool ok = write_sheet(c, s, &w, c->value[OPT_OUTPUT], today, &e);
	arena_free(&w.last_of);
	store_close(s);
	if (!ok)
		return cli_fail(c, &e);
	cli_say(c, MSG_LEDGER_SHEET_DONE,
		ARGS(str_of(c->value[OPT_OUTPUT]), str_fmt(c->a, "%lld", (long long)w.findings),
		     str_fmt(c->a, "%lld", (long long)w.rows)));
	return 0;
}
