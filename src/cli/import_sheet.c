/* Bringing a ledger sheet in: see sheet.h. */
#include <stdio.h>

#include "base/buf.h"
#include "cli/sheet.h"
#include "out/xlsx.h"

enum { FAULT_WIDTH = 40, COLUMN_WIDTH = 16 };

/* The text that --NAME gave, STR_NONE where it was not given. */
static struct str given(const struct cli *c, enum option_id id)
{
	return cli_has(c, id) ? str_of(c->value[id]) : STR_NONE;
}

static struct str key_of(struct arena *a, int column)
{
	return str_fmt(a, "c%d", column);
}

/* Every fault of the row, for its last column. */
static struct str faults_of(const struct cli_sheet_in *in, const struct sheet *sheet, int row)
{
	struct buf b;
	buf_init(&b, in->a);
	for (ptrdiff_t i = 0; i < sheet->faults; i++)
		if (sheet->fault[i].row == row)
			buf_fmt(&b, "%s%.*s：%.*s", b.n ? "\n" : "", STR_ARG(sheet->fault[i].cell),
				STR_ARG(err_text(in->a, &sheet->fault[i].why, in->c->lang)));
	return buf_str(&b);
}

/* The declaration of the sheet as it came, with a column more. */
static const struct val *as_it_came(const struct cli_sheet_in *in, const struct sheet *sheet)
{
	struct arena *a = in->a;
	const struct grid *g = sheet->grid;
	struct val *v = val_map(a), *above, *columns;
	/* the name of a csv is that of its file, which no sheet can have */
	bool csv = !str_starts(in->bytes, S("PK"));
	val_put_str(a, v, S("name"), csv ? sheet_columns[SHEET_TITLE].title : g->name);
	above = val_put(v, S("above"), val_list(a));
	struct str title = val_get_str(sheet->tree, S("title")), line;
	while (title.n && str_split(&title, '\n', &line))
		val_push(above, val_str(a, line));
	columns = val_put(v, S("columns"), val_list(a));
	for (int c = 0; c <= g->columns; c++) {
		struct val *column = val_push(columns, val_map(a));
		bool last = c == g->columns;
		val_put_str(a, column, S("key"), key_of(a, c));
		val_put_str(a, column, S("head"),
			    last ? msg_text(MSG_SHEET_FAULTS_HEAD, LANG_ZH)
				 : grid_at(g, sheet->first - 1, c));
		val_put_int(a, column, S("width"), last ? FAULT_WIDTH : COLUMN_WIDTH);
		val_put_str(a, column, S("kind"), S("text"));
		val_put_bool(a, column, S("wrap"), true);
	}
	val_put_bool(a, v, S("landscape"), true);
	return v;
}

/* The sheet given back with its faults beside the rows. */
static bool write_faults(const struct cli_sheet_in *in, const struct sheet *sheet,
			 const char *path, struct err *e)
{
	const struct grid *g = sheet->grid;
	struct xlsx *x;
	if (!xlsx_open(in->a, path, as_it_came(in, sheet), &x, e))
		return false;
	bool ok = true;
	for (ptrdiff_t r = sheet->first; r < g->rows && ok; r++) {
		struct val *row = val_map(in->a);
		for (int c = 0; c < g->columns; c++)
			val_put_str(in->a, row, key_of(in->a, c),
				    g->cell[r * g->columns + c].merged ? STR_NONE
								       : grid_at(g, r, c));
		val_put_str(in->a, row, key_of(in->a, g->columns),
			    faults_of(in, sheet, g->number[r]));
		ok = xlsx_row(x, row, e);
	}
	return xlsx_close(x, ok ? e : NULL) && ok;
}

static int refuse(const struct cli_sheet_in *in, const struct sheet *sheet)
{
	struct err e = { 0 };
	struct str count = str_fmt(in->a, "%td", sheet->faults);
	cli_say_sheet(in->c, in->name, sheet);
	if (!cli_has(in->c, OPT_FAULTS)) {
		cli_say(in->c, MSG_IMPORT_SHEET_FAULTS_PLAIN, ARGS(in->name, count));
		return 1;
	}
	const char *path = in->c->value[OPT_FAULTS];
	if (!write_faults(in, sheet, path, &e))
		return cli_fail(in->c, &e);
	cli_say(in->c, MSG_IMPORT_SHEET_FAULTS, ARGS(in->name, count, str_of(path)));
	return 1;
}

static void put_fields(const struct cli_sheet_in *in, const struct sheet *sheet, struct str unit,
		       struct str sha, struct val *fields)
{
	static const struct {
		struct str field;
		enum option_id option;
	} rows[] = {
		{ S("feedback"), OPT_FEEDBACK }, { S("pack"), OPT_PACK },
		{ S("confirmed-by"), OPT_HISTORY },
	};
	struct arena *a = in->a;
	bool zip = str_starts(in->bytes, S("PK"));
	val_put(fields, S("sheet"), (struct val *)sheet->tree);
	val_put_str(a, fields, S("unit"), unit);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (cli_has(in->c, rows[i].option))
			val_put_str(a, fields, rows[i].field, given(in->c, rows[i].option));
	val_put_str(a, fields, S("sha256"), sha);
	val_put_str(a, fields, S("name"), in->name);
	val_put_str(a, fields, S("file-kind"), zip ? S("xlsx") : S("csv"));
	val_put_int(a, fields, S("size"), in->bytes.n);
}

int cli_sheet_fields(const struct cli_sheet_in *in, struct str *verb, struct val **fields,
		     int64_t *findings, int64_t *measures)
{
	struct grids grids;
	struct sheet sheet;
	struct str sha;
	struct err e = { 0 };
	if (!grid_parse(in->a, in->name, in->bytes, &grids, &e) ||
	    !sheet_read(in->a, &grids, &sheet, &e))
		return cli_fail(in->c, &e);
	if (sheet.faults)
		return refuse(in, &sheet);
	struct str unit = given(in->c, OPT_UNIT);
	unit = unit.n ? unit : val_get_str(sheet.tree, S("unit"));
	if (!unit.n) {
		cli_say(in->c, MSG_IMPORT_SHEET_UNIT, ARGS(in->name));
		return 2;
	}
	if (!store_keep(in->s, in->a, in->bytes, &sha, &e))
		return cli_fail(in->c, &e);
	cli_say_sheet(in->c, in->name, &sheet);
	*verb = cli_has(in->c, OPT_HISTORY) ? S("adopt-history") : S("adopt-sheet");
	*fields = val_map(in->a);
	put_fields(in, &sheet, unit, sha, *fields);
	*findings = val_get(sheet.tree, S("findings"))->count;
	*measures = 0;
	for val_each(f, val_get(sheet.tree, S("findings")))
		*measures += val_get(f, S("measures"))->count;
	return 0;
}
