/* A ledger sheet given back with its faults beside the rows. */
#include "base/buf.h"
#include "intake/intake.h"
#include "out/xlsx.h"

enum { FAULT_WIDTH = 40, COLUMN_WIDTH = 16 };

static struct str key_of(struct arena *a, int column)
{
	return str_fmt(a, "c%d", column);
}

/* Every fault of the row, for its last column. */
static struct str faults_of(struct arena *a, const struct sheet *sheet, int row, enum lang lang)
{
	struct buf b;
	buf_init(&b, a);
	for (ptrdiff_t i = 0; i < sheet->faults; i++)
		if (sheet->fault[i].row == row)
			buf_fmt(&b, "%s%.*s：%.*s", b.n ? "\n" : "", STR_ARG(sheet->fault[i].cell),
				STR_ARG(err_text(a, &sheet->fault[i].why, lang)));
	return buf_str(&b);
}

/* The declaration of the sheet as it came, with a column more. */
static const struct val *as_it_came(struct arena *a, const struct sheet *sheet, bool csv)
{
	const struct grid *g = sheet->grid;
	struct val *v = val_map(a), *above, *columns;
	/* the name of a csv is that of its file, which no sheet can have */
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

bool intake_fault_sheet(struct arena *a, const struct sheet *sheet, bool csv, const char *path,
			enum lang lang, struct err *e)
{
	const struct grid *g = sheet->grid;
	struct xlsx *x;
	if (!xlsx_open(a, path, as_it_came(a, sheet, csv), &x, e))
		return false;
	bool ok = true;
	for (ptrdiff_t r = sheet->first; r < g->rows && ok; r++) {
		struct val *row = val_map(a);
		for (int c = 0; c < g->columns; c++)
			val_put_str(a, row, key_of(a, c),
				    g->cell[r * g->columns + c].merged ? STR_NONE
								       : grid_at(g, r, c));
		val_put_str(a, row, key_of(a, g->columns), faults_of(a, sheet, g->number[r], lang));
		ok = xlsx_row(x, row, e);
	}
	return xlsx_close(x, ok ? e : NULL) && ok;
}
