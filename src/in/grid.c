/* Spreadsheets to grids: see grid.h. */
#include "in/grid_in.h"

void grid_in_start(struct grid_in *g, const struct in *in, struct str name, int64_t counts[3])
{
	*g = (struct grid_in){ .in = in, .name = name, .last = -1, .cells = &counts[0],
			       .rows = &counts[1], .areas = &counts[2] };
}

static bool past(const struct grid_in *g, enum msg msg, int most, struct err *e)
{
	return err_set(e, ERR_LIMIT, msg,
		       ARGS(g->in->name, g->name, str_fmt(g->in->a, "%d", most)));
}

bool grid_in_cell(struct grid_in *g, int row, int column, struct str text, struct err *e)
{
	text = str_trim(text);
	if (!text.n)
		return true;
	if (column >= GRID_COLUMNS_MAX)
		return past(g, MSG_IN_GRID_COLUMNS, GRID_COLUMNS_MAX, e);
	if (row < g->last)
		return err_set(e, ERR_BAD_INPUT, MSG_IN_GRID_ORDER,
			       ARGS(g->in->name, g->name, str_fmt(g->in->a, "%d", row + 1)));
	if (row > g->last && ++*g->rows > GRID_ROWS_MAX)
		return past(g, MSG_IN_GRID_ROWS, GRID_ROWS_MAX, e);
	if (++*g->cells > GRID_CELLS_MAX)
		return past(g, MSG_IN_GRID_CELLS, GRID_CELLS_MAX, e);
	if (arena_over(g->in->a))
		return err_set(e, ERR_LIMIT, MSG_IN_MEMORY, ARGS(g->in->name));
	g->last = row;
	*list_add(g->in->a, &g->entry) = (struct grid_entry){ row, column, text };
	return true;
}

bool grid_in_area(struct grid_in *g, struct grid_area area, struct err *e)
{
	if (++*g->areas > GRID_MERGES_MAX)
		return past(g, MSG_IN_GRID_MERGES, GRID_MERGES_MAX, e);
	*list_add(g->in->a, &g->area) = area;
	return true;
}

/* The index of the first row at or after `number`. */
static ptrdiff_t row_from(const struct grid *g, int number)
{
	ptrdiff_t low = 0, high = g->rows;
	while (low < high) {
		ptrdiff_t mid = low + (high - low) / 2;
		if (g->number[mid] < number)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* Puts the first cell's text into the area's other cells, of rows that hold
 * something; what a cell holds of its own stays. */
static void spread(struct grid *g, struct grid_area area)
{
	ptrdiff_t top = row_from(g, area.top + 1);
	if (top == g->rows || g->number[top] != area.top + 1 || area.left >= g->columns)
		return;
	struct str text = g->cell[top * g->columns + area.left].text;
	int right = area.right < g->columns ? area.right : g->columns - 1;
	if (!text.n)
		return;
	for (ptrdiff_t r = top; r < g->rows && g->number[r] <= area.bottom + 1; r++)
		for (int c = area.left; c <= right; c++) {
			struct grid_cell *cell = &g->cell[r * g->columns + c];
			if (!cell->text.n)
				*cell = (struct grid_cell){ text, true };
		}
}

bool grid_in_end(struct grid_in *g, struct grid *out)
{
	struct arena *a = g->in->a;
	*out = (struct grid){ .name = g->name };
	for (ptrdiff_t i = 0; i < g->entry.n; i++) {
		const struct grid_entry *x = &g->entry.p[i];
		out->rows += !i || x->row != g->entry.p[i - 1].row;
		if (x->column >= out->columns)
			out->columns = x->column + 1;
	}
	if (!out->rows)
		return false;
	out->number = arena_new(a, int, out->rows);
	out->cell = arena_new(a, struct grid_cell, out->rows * out->columns);
	ptrdiff_t row = -1;
	for (ptrdiff_t i = 0; i < g->entry.n; i++) {
		const struct grid_entry *x = &g->entry.p[i];
		if (!i || x->row != g->entry.p[i - 1].row)
			out->number[++row] = x->row + 1;
		out->cell[row * out->columns + x->column].text = x->text;
	}
	for (ptrdiff_t i = 0; i < g->area.n; i++)
		spread(out, g->area.p[i]);
	return true;
}

struct str grid_at(const struct grid *g, ptrdiff_t row, int column)
{
	if (row < 0 || row >= g->rows || column < 0 || column >= g->columns)
		return S("");
	struct str text = g->cell[row * g->columns + column].text;
	return text.p ? text : S("");
}

struct str grid_cell_name(struct arena *a, const struct grid *g, ptrdiff_t row, int column)
{
	char letters[8];
	int n = 0;
	for (int c = column + 1; c > 0 && n < 7; c = (c - 1) / 26)
		letters[n++] = (char)('A' + (c - 1) % 26);
	for (int i = 0; i < n / 2; i++) {
		char swap = letters[i];
		letters[i] = letters[n - 1 - i];
		letters[n - 1 - i] = swap;
	}
	return str_fmt(a, "%.*s%d", n, letters, row >= 0 && row < g->rows ? g->number[row] : 0);
}

bool grid_looks(struct str name, struct str bytes)
{
	struct str zip = S("PK\x03\x04"), ole = S("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1");
	struct str stream = { "W\0o\0r\0k\0b\0o\0o\0k\0", 16 };
	return (str_starts(bytes, zip) && str_has(bytes, S("xl/workbook.xml"))) ||
	       (str_starts(bytes, ole) && str_has(bytes, stream)) || str_ends(name, S(".csv")) ||
	       str_ends(name, S(".CSV"));
}

/* What is no spreadsheet, or not one that can be read. */
static bool refuse(const struct in *in, struct str bytes, struct err *e)
{
	static const struct {
		struct str head;
		enum msg msg;
	} foreign[] = {
		{ { "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8 }, MSG_IN_GRID_XLS },
		{ { "%PDF-", 5 }, MSG_IN_GRID_FOREIGN },
		{ { "\x89PNG", 4 }, MSG_IN_GRID_FOREIGN },
		{ { "\xFF\xD8\xFF", 3 }, MSG_IN_GRID_FOREIGN },
		{ { "Rar!", 4 }, MSG_IN_GRID_FOREIGN },
		{ { "7z\xBC\xAF", 4 }, MSG_IN_GRID_FOREIGN },
		{ { "{\\rtf", 5 }, MSG_IN_GRID_FOREIGN },
	};
	for (size_t i = 0; i < sizeof(foreign) / sizeof(*foreign); i++)
		if (str_starts(bytes, foreign[i].head))
			return err_set(e, ERR_BAD_INPUT, foreign[i].msg, ARGS(in->name));
	return true;
}

static bool read_any(struct in *in, struct str bytes, struct grid_list *list, struct err *e)
{
	struct str text;
	if (str_starts(bytes, S("PK\x03\x04")) || str_starts(bytes, S("PK\x05\x06")))
		return xlsx_read(in, bytes, list, e);
	if (!refuse(in, bytes, e) || !decode(in, bytes, STR_NONE, &text, e))
		return false;
	if (html_looks(text)) /* what some systems give out as .xls */
		return err_set(e, ERR_BAD_INPUT, MSG_IN_GRID_XLS, ARGS(in->name));
	return csv_read(in, str_copy(in->a, text), list, e);
}

bool grid_parse(struct arena *a, struct str name, struct str bytes, struct grids *out,
		struct err *e)
{
	struct in in = { .a = a, .name = name };
	struct grid_list list = { 0 };
	*out = (struct grids){ .name = name };
	if (!bytes.n)
		return err_set(e, ERR_BAD_INPUT, MSG_IN_EMPTY, ARGS(name));
	if (bytes.n > SOURCE_BYTES_MAX)
		return err_set(e, ERR_LIMIT, MSG_OS_TOO_BIG,
			       ARGS(name, str_fmt(a, "%td", bytes.n),
				    str_fmt(a, "%d", SOURCE_BYTES_MAX)));
	if (!read_any(&in, bytes, &list, e))
		return false;
	if (!list.n)
		return err_set(e, ERR_BAD_INPUT, MSG_IN_GRID_BLANK, ARGS(name));
	out->sheet = list.p;
	out->sheets = (int)list.n;
	return true;
}
