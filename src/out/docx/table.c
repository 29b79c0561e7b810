/* A table block as w:tbl: framed cells on a grid of its own, see out/txt.h. */
#include "out/docx/parts.h"

static const int FRAME = 6;         /* eighths of a point */
static const int CELL_LINE = 360;   /* of 12 points, twips */
static const int CELL_MARGIN = 80;

static bool yes(const struct val *map, struct str key)
{
	const struct val *v = val_get(map, key);
	return v && v->kind == VAL_BOOL && v->yes;
}

static void write_frames(xmlTextWriter *w)
{
	static const char *const sides[] = { "w:top",   "w:left",    "w:bottom",
					     "w:right", "w:insideH", "w:insideV" };
	part_open(w, "w:tblBorders");
	for (size_t i = 0; i < sizeof(sides) / sizeof(*sides); i++) {
		part_open(w, sides[i]);
		part_attr(w, "w:val", "single");
		part_attr_int(w, "w:sz", FRAME);
		part_attr_int(w, "w:space", 0);
		part_attr(w, "w:color", "auto");
		part_close(w);
	}
	part_close(w);
}

static void write_measure(xmlTextWriter *w, const char *name, int twips)
{
	part_open(w, name);
	part_attr_int(w, "w:w", twips);
	part_attr(w, "w:type", "dxa");
	part_close(w);
}

/* A paragraph of a cell. */
static void write_line(xmlTextWriter *w, const char *style, const char *align, struct str text)
{
	part_open(w, "w:p");
	part_open(w, "w:pPr");
	part_val(w, "w:pStyle", style);
	if (align)
		part_val(w, "w:jc", align);
	part_close(w);
	part_open(w, "w:r");
	part_open(w, "w:t");
	part_attr(w, "xml:space", "preserve");
	part_text(w, text);
	part_close(w);
	part_close(w);
	part_close(w);
}

static void write_cell(xmlTextWriter *w, const struct val *cell, int width)
{
	bool label = yes(cell, S("label"));
	struct str text = val_get_str(cell, S("text")), foot = val_get_str(cell, S("foot")), line;
	int span = (int)val_get_int(cell, S("span"), 1);
	part_open(w, "w:tc");
	part_open(w, "w:tcPr");
	write_measure(w, "w:tcW", width);
	if (span > 1)
		part_val_int(w, "w:gridSpan", span);
	part_val(w, "w:vAlign", label || (!foot.n && !str_has(text, S("\n"))) ? "center" : "top");
	part_close(w);
	const char *id = docx_style_of(label ? S("label") : S("cell"))->id;
	bool any = false;
	for (; str_split(&text, '\n', &line); any = true)
		write_line(w, id, NULL, line);
	for (; str_split(&foot, '\n', &line); any = true)
		write_line(w, id, "right", line);
	if (!any) /* a cell has a paragraph at least */
		write_line(w, id, NULL, S(""));
	part_close(w);
}

static void write_row(xmlTextWriter *w, const struct val *row, const struct val *widths, int sum,
		      int width)
{
	const struct val *column = widths ? widths->first : NULL;
	int lines = (int)val_get_int(row, S("lines"), 1);
	part_open(w, "w:tr");
	part_open(w, "w:trPr");
	part_open(w, "w:trHeight");
	part_attr_int(w, "w:val", lines * CELL_LINE + 2 * CELL_MARGIN);
	part_attr(w, "w:hRule", "atLeast");
	part_close(w);
	if (yes(row, S("head")))
		xmlTextWriterWriteElement(w, BAD_CAST "w:tblHeader", NULL);
	part_close(w);
	for val_each(cell, val_get(row, S("cells"))) {
		int64_t share = 0;
		for (int64_t n = val_get_int(cell, S("span"), 1); n > 0 && column; n--) {
			share += column->i;
			column = column->next;
		}
		write_cell(w, cell, (int)(width * share / sum));
	}
	part_close(w);
}

void docx_table(xmlTextWriter *w, const struct val *table, int width)
{
	const struct val *widths = val_get(table, S("widths"));
	int64_t sum = 0;
	for val_each(column, widths)
		sum += column->i;
	if (sum <= 0)
		return;
	part_open(w, "w:tbl");
	part_open(w, "w:tblPr");
	write_measure(w, "w:tblW", width);
	write_frames(w);
	part_open(w, "w:tblLayout");
	part_attr(w, "w:type", "fixed");
	part_close(w);
	part_open(w, "w:tblCellMar");
	write_measure(w, "w:top", CELL_MARGIN);
	write_measure(w, "w:left", CELL_MARGIN);
	write_measure(w, "w:bottom", CELL_MARGIN);
	write_measure(w, "w:right", CELL_MARGIN);
	part_close(w);
	part_close(w);
	part_open(w, "w:tblGrid");
	for val_each(column, widths) {
		part_open(w, "w:gridCol");
		part_attr_int(w, "w:w", (int)(width * column->i / sum));
		part_close(w);
	}
	part_close(w);
	for val_each(row, val_get(table, S("rows")))
		write_row(w, row, widths, (int)sum, width);
	part_close(w);
}
