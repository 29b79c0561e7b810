/* Ledger sheets at the command line: see sheet.h. */
#include "cli/sheet.h"

#include <unistd.h>

#include "out/table.h"

static struct str number(const struct cli *c, int64_t n)
{
	return str_fmt(c->a, "%lld", (long long)n);
}

void cli_say_sheet(const struct cli *c, struct str name, const struct sheet *sheet)
{
	for val_each(row, val_get(sheet->tree, S("passed")))
		cli_say(c, MSG_SHEET_PASSED,
			ARGS(name, number(c, val_get_int(row, S("row"), 0)),
			     table_clean(c->a, val_get_str(row, S("text")))));
	for (ptrdiff_t i = 0; i < sheet->faults; i++)
		cli_say(c, MSG_SHEET_FAULT,
			ARGS(name, sheet->fault[i].cell,
			     err_text(c->a, &sheet->fault[i].why, c->lang)));
}

static struct str joined(const struct cli *c, const struct val *list)
{
	struct buf b;
	buf_init(&b, c->a);
	for val_each(v, list) {
		buf_add(&b, b.n ? S("、") : S(""));
		buf_add(&b, table_clean(c->a, v->s));
	}
	return buf_str(&b);
}

/* One row a measure, its finding named in the first. */
static struct val *rows_of(const struct cli *c, const struct val *tree, int64_t *measures)
{
	struct val *rows = val_list(c->a);
	*measures = 0;
	for val_each(f, val_get(tree, S("findings")))
		for val_each(m, val_get(f, S("measures"))) {
			struct val *row = val_push(rows, val_map(c->a));
			bool first = m == val_get(f, S("measures"))->first;
			struct str due = val_get_str(m, S("due"));
			++*measures;
			val_put_int(c->a, row, S("row"), val_get_int(m, S("row"), 0));
			val_put_str(c->a, row, S("code"),
				    first ? val_get_str(f, S("code")) : STR_NONE);
			val_put_str(c->a, row, S("title"),
				    first ? val_get_str(f, S("title")) : STR_NONE);
			val_put_str(c->a, row, S("text"), val_get_str(m, S("text")));
			val_put_str(c->a, row, S("due"), due.n ? due : val_get_str(f, S("due")));
			val_put_str(c->a, row, S("owner"), val_get_str(m, S("owner")));
			val_put_str(c->a, row, S("state"), val_get_str(m, S("state")));
		}
	return rows;
}

static void draw(struct cli *c, const struct sheet *sheet)
{
	const struct {
		enum msg word;
		struct str text;
	} head[] = {
		{ MSG_SHEET_OF, sheet->name },
		{ MSG_SHEET_UNIT, val_get_str(sheet->tree, S("unit")) },
		{ MSG_SHEET_UNKNOWN, joined(c, val_get(sheet->tree, S("unknown"))) },
	};
	const struct table_column columns[] = {
		{ S("row"), msg_text(MSG_SHEET_ROW, c->lang), 0 },
		{ S("code"), msg_text(MSG_LIST_CODE, c->lang), 0 },
		{ S("title"), msg_text(MSG_LIST_TITLE, c->lang), 12 },
		{ S("text"), msg_text(MSG_LIST_TEXT, c->lang), 12 },
		{ S("due"), msg_text(MSG_LIST_DUE, c->lang), 0 },
		{ S("owner"), msg_text(MSG_LIST_OWNER, c->lang), 0 },
		{ S("state"), msg_text(MSG_LIST_STATE, c->lang), 0 },
	};
	int64_t measures;
	struct val *rows = rows_of(c, sheet->tree, &measures);
	struct buf b;
	buf_init(&b, c->a);
	for (size_t i = 0; i < sizeof(head) / sizeof(*head); i++)
		if (head[i].text.n)
			buf_fmt(&b, "%.*s  %.*s\n", STR_ARG(msg_text(head[i].word, c->lang)),
				STR_ARG(table_clean(c->a, head[i].text)));
	buf_byte(&b, '\n');
	table_write(&b, columns, sizeof(columns) / sizeof(*columns), rows,
		    table_look_of(STDOUT_FILENO));
	struct str totals = msg_fill(
		c->a, MSG_SHEET_TOTALS, c->lang,
		ARGS(number(c, val_get(sheet->tree, S("findings"))->count), number(c, measures),
		     number(c, val_get_int(sheet->tree, S("closed"), 0)), number(c, sheet->faults),
		     number(c, val_get(sheet->tree, S("passed"))->count)));
	buf_fmt(&b, "\n%.*s\n", STR_ARG(totals));
	cli_print(c, buf_str(&b));
}

/* The tree with its faults, each in both languages' one that is spoken. */
static const struct val *with_faults(const struct cli *c, const struct sheet *sheet)
{
	struct val *tree = (struct val *)sheet->tree;
	struct val *faults = val_put(tree, S("faults"), val_list(c->a));
	for (ptrdiff_t i = 0; i < sheet->faults; i++) {
		struct val *v = val_push(faults, val_map(c->a));
		val_put_int(c->a, v, S("row"), sheet->fault[i].row);
		val_put_str(c->a, v, S("cell"), sheet->fault[i].cell);
		val_put_str(c->a, v, S("says"), err_text(c->a, &sheet->fault[i].why, c->lang));
	}
	return tree;
}

int cli_parse_sheet(struct cli *c, struct str name, struct str bytes)
{
	struct grids grids;
	struct sheet sheet;
	struct err e = { 0 };
	if (!grid_parse(c->a, name, bytes, &grids, &e) || !sheet_read(c->a, &grids, &sheet, &e))
		return cli_fail(c, &e);
	if (cli_has(c, OPT_JSON)) {
		cli_print_json(c, with_faults(c, &sheet), c->args > 1);
	} else {
		draw(c, &sheet);
		cli_say_sheet(c, name, &sheet);
	}
	return sheet.faults ? 1 : 0;
}
