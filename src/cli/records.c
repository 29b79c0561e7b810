/* huiyin records: a register's records listed or exported; huiyin record and
 * correct-record: one of them made, corrected. */
#include <stdio.h>
#include <unistd.h>

#include "cli/door.h"
#include "cli/records.h"
#include "doc/record_sheet.h"
#include "out/csv.h"
#include "out/table.h"
#include "out/xlsx.h"

enum { PAGE = 100, COLUMNS_MOST = RECORD_COLUMNS + REGISTER_FIELDS + REGISTER_NODES + 1 };

/* Where the records go. */
struct listing {
	struct cli *c;
	const struct register_def *def;
	const struct val *sheet;  /* its columns */
	struct xlsx *xlsx;        /* NULL: standard output */
	int64_t rows;
};

static void print_table(struct listing *l, const struct val *rows)
{
	struct cli *c = l->c;
	struct table_column column[COLUMNS_MOST];
	struct val *list = val_list(c->a);
	struct buf b;
	int n = 0;
	for val_each(k, val_get(l->sheet, S("columns")))
		column[n++] = (struct table_column){ val_get_str(k, S("key")),
						     val_get_str(k, S("head")), 8 };
	column[n++] = (struct table_column){ S("state"), msg_text(MSG_LIST_STATE, c->lang), 0 };
	for val_each(row, rows) {
		struct val *made = (struct val *)record_sheet_row(c->a, l->def, row);
		val_put_str(c->a, made, S("state"), val_get_str(row, S("state_name")));
		val_push(list, made);
	}
	buf_init(&b, c->a);
	table_write(&b, column, n, list, table_look_of(STDOUT_FILENO));
	cli_print(c, buf_str(&b));
}

static bool put_page(struct listing *l, const struct val *page, struct err *e)
{
	struct cli *c = l->c;
	const struct val *rows = val_get(page, S("rows"));
	struct buf b;
	buf_init(&b, c->a);
	if (!l->xlsx && cli_has(c, OPT_JSON)) {
		for val_each(row, rows) {
			cli_print(c, l->rows++ ? S(",\n") : S("[\n"));
			cli_print_json(c, row, true);
		}
		return true;
	}
	if (!l->xlsx && !cli_has(c, OPT_CSV)) {
		l->rows += rows->count;
		if (rows->count)
			print_table(l, rows);
		return true;
	}
	for val_each(row, rows) {
		if (!str_eq(val_get_str(row, S("state")), S("recorded")))
			continue;
		const struct val *made = record_sheet_row(c->a, l->def, row);
		l->rows++;
		if (!l->xlsx)
			record_sheet_csv(&b, l->sheet, made);
		else if (!xlsx_row(l->xlsx, made, e))
			return false;
	}
	cli_print(c, buf_str(&b));
	return true;
}

/* All pages, or the one that --limit asks for. */
static bool put_pages(struct listing *l, struct store *s, struct records_asked *asked,
		      int64_t unit, struct err *e)
{
	const struct val *page;
	bool one = asked->limit;
	asked->limit = one ? asked->limit : PAGE;
	do {
		if (!view_records(s, l->c->a, asked, l->def, unit, l->c->lang, &page, e) ||
		    !put_page(l, page, e))
			return false;
		asked->after = val_get_str(page, S("next"));
	} while (!one && asked->after.p);
	if (one && asked->after.p)
		cli_say(l->c, MSG_CLI_NEXT, ARGS(asked->after));
	return true;
}

static bool put_all(struct listing *l, struct store *s, struct records_asked *asked, int64_t unit,
		    struct err *e)
{
	struct cli *c = l->c;
	struct buf b;
	const char *path = cli_has(c, OPT_OUTPUT) ? c->value[OPT_OUTPUT] : NULL;
	buf_init(&b, c->a);
	if (path && !xlsx_open(c->a, path, l->sheet, &l->xlsx, e))
		return false;
	if (!path && cli_has(c, OPT_CSV)) {
		buf_add(&b, CSV_MARK);
		record_sheet_csv(&b, l->sheet, NULL);
		cli_print(c, buf_str(&b));
	}
	bool ok = put_pages(l, s, asked, unit, e);
	if (path) {
		ok = xlsx_close(l->xlsx, ok ? e : NULL) && ok;
		if (!ok)
			remove(path);
	}
	return ok;
}

int cmd_records(struct cli *c)
{
	struct records_asked asked;
	struct register_def *def = arena_new(c->a, struct register_def, 1);
	struct listing l = { .c = c, .def = def };
	struct err e = { 0 };
	struct date today;
	struct store *s;
	struct str text;
	int64_t unit;
	int status;
	if (!records_take(c, false, &asked) || !door_day(c, &today))
		return 2;
	if (!door_open(c, STORE_READ, &s, &status))
		return status;
	bool ok = view_records_of(s, c->a, &asked, def, &text, &unit, &e);
	if (ok) {
		l.sheet = record_sheet(c->a, def,
				       msg_fill(c->a, MSG_LEDGER_SHEET_MADE, c->lang,
						ARGS(date_iso(c->a, today))), c->lang);
		ok = put_all(&l, s, &asked, unit, &e);
	}
	store_close(s);
	if (!ok)
		return cli_fail(c, &e);
	if (cli_has(c, OPT_OUTPUT))
		cli_say(c, MSG_RECORDS_WRITTEN,
			ARGS(str_of(c->value[OPT_OUTPUT]),
			     str_fmt(c->a, "%lld", (long long)l.rows)));
	else if (cli_has(c, OPT_JSON))
		cli_print(c, l.rows ? S("\n]\n") : S("[]\n"));
	else if (!l.rows && !cli_has(c, OPT_CSV))
		cli_say(c, MSG_RECORDS_NONE, NO_ARGS);
	return 0;
}

/* --date, --about, --measure, --reason are the verb's, all else are values. */
static bool make_fields(struct cli *c, struct val *fields)
{
	static const struct str own[] = { S("date"), S("about"), S("reason") };
	struct val *values = val_map(c->a);
	for (int i = 0; i < c->fields; i++) {
		const struct cli_field *f = &c->field[i];
		bool is = false;
		int64_t n;
		if (val_get(fields, f->name) || val_get(values, f->name)) {
			cli_say(c, MSG_ACT_TWICE, ARGS(f->name));
			return false;
		}
		for (size_t k = 0; k < sizeof(own) / sizeof(*own); k++)
			is = is || str_eq(own[k], f->name);
		if (str_eq(f->name, S("measure")))
			val_put(fields, f->name,
				str_int(f->value, &n) ? val_int(c->a, n) : val_str(c->a, f->value));
		else if (is)
			val_put_str(c->a, fields, f->name, f->value);
		else
			val_put_str(c->a, values, f->name, f->value);
	}
	val_put(fields, S("values"), values);
	return true;
}

static int do_act(struct cli *c, struct action *act)
{
	struct result r;
	int status;
	if (!act_options(c, act))
		return 2;
	return door_act(c, act, &r, &status) ? act_tell(c, act, &r) : status;
}

void help_record(struct cli *c)
{
	cli_print(c, msg_text(MSG_RECORD_HELP, c->lang));
}

int cmd_record(struct cli *c)
{
	struct val *fields = val_map(c->a);
	val_put_str(c->a, fields, S("register"), str_of(c->arg[0]));
	if (cli_has(c, OPT_UNIT))
		val_put_str(c->a, fields, S("unit"), str_of(c->value[OPT_UNIT]));
	struct action act = door_action(c, S("record"), fields);
	return make_fields(c, fields) ? do_act(c, &act) : 2;
}

int cmd_correct_record(struct cli *c)
{
	struct val *fields = val_map(c->a);
	struct action act = door_action(c, S("correct-record"), fields);
	act.target = str_of(c->arg[0]);
	return make_fields(c, fields) ? do_act(c, &act) : 2;
}
