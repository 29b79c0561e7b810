/* The header of a sheet whose columns are told at run time: see table.h. */
#include "sheet/table.h"

#include "sheet/value.h"

enum { HEADER_WITHIN = 30 };

static bool is_heading(struct arena *a, const struct table_heading *h, struct str bare)
{
	struct str rest = h->synonyms, word;
	for (int i = 0; i < LANG_COUNT; i++)
		if (str_eq(sheet_bare(a, h->name[i]), bare))
			return true;
	while (str_split(&rest, ' ', &word))
		if (word.n && str_eq(sheet_bare(a, word), bare))
			return true;
	return false;
}

/* The row's columns; how many headings are there, and what it lacks. */
static int take_row(struct arena *a, const struct grid *g, ptrdiff_t row,
		    const struct table_heading *heading, int headings, int *column,
		    struct str *lacks)
{
	int known = 0;
	*lacks = STR_NONE;
	for (int h = 0; h < headings; h++)
		column[h] = -1;
	for (int c = 0; c < g->columns; c++) {
		struct str bare = sheet_bare(a, grid_at(g, row, c));
		for (int h = 0; bare.n && h < headings; h++)
			if (column[h] < 0 && is_heading(a, &heading[h], bare)) {
				column[h] = c;
				known++;
				break;
			}
	}
	for (int h = 0; h < headings; h++)
		if (heading[h].needed && column[h] < 0)
			*lacks = str_fmt(a, "%.*s%s%.*s", STR_ARG(lacks->p ? *lacks : S("")),
					 lacks->p ? "、" : "", STR_ARG(heading[h].name[LANG_ZH]));
	return known;
}

bool sheet_table_find(struct arena *a, const struct grids *grids,
		      const struct table_heading *heading, int headings, struct sheet_table *out,
		      struct str *lacks)
{
	int *column = arena_new(a, int, headings), best = 0, most = -1;
	struct str lacking;
	*out = (struct sheet_table){ .column = arena_new(a, int, headings) };
	for (int s = 0; s < grids->sheets; s++)
		for (ptrdiff_t r = 0; r < grids->sheet[s].rows && r < HEADER_WITHIN; r++) {
			int known = take_row(a, &grids->sheet[s], r, heading, headings, column,
					     &lacking);
			if (known > most) {
				most = known;
				*lacks = lacking;
			}
			if (lacking.p || known <= best)
				continue;
			best = known;
			*out = (struct sheet_table){ &grids->sheet[s], r, r + 1, out->column };
			for (int h = 0; h < headings; h++)
				out->column[h] = column[h];
		}
	return out->grid;
}
