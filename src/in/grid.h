/*
 * A spreadsheet becomes grids of text: xlsx (its visible sheets), or csv (one
 * grid; UTF-8, UTF-16 or GB18030). The kind is known by the bytes. Dates and
 * numbers come as a person would type them (2025-06-01, 1141.93), formulas as
 * the value that was saved with them. A merged area's text stands in each of
 * its cells. Every bound on hostile files stands in the enum below or in
 * source.h; past one comes LIMIT.
 */
#ifndef IN_GRID_H
#define IN_GRID_H

#include "in/source.h"

enum {
	GRID_SHEETS_MAX = 64,
	GRID_ROWS_MAX = 200000,   /* with content, all sheets */
	GRID_COLUMNS_MAX = 256,
	GRID_CELLS_MAX = 4 << 20, /* with content, all sheets */
	GRID_MERGES_MAX = 200000  /* all sheets */
};

struct grid_cell {
	struct str text; /* without white space at its ends; empty where blank */
	bool merged;     /* repeats the first cell of a merged area */
};

/* A sheet. */
struct grid {
	struct str name;        /* of the sheet; of the file where it is a csv */
	ptrdiff_t rows;         /* those that hold something */
	int columns;
	int *number;            /* of each row, from 1, as the program shows it */
	struct grid_cell *cell; /* rows × columns */
};

struct grids {
	struct str name;        /* of the file, for messages */
	struct grid *sheet;     /* those that hold something; at least one */
	int sheets;
};

/* Whether the file is a spreadsheet, readable or not: by its bytes, or by `.csv`
 * at the end of its name. */
bool grid_looks(struct str name, struct str bytes);
/* Reads the file's bytes, which are not needed afterwards, into `out`, in `a`. */
bool grid_parse(struct arena *a, struct str name, struct str bytes, struct grids *out,
		struct err *e);
/* The cell's text; empty outside the grid. */
struct str grid_at(const struct grid *g, ptrdiff_t row, int column);
/* "AB12", in `a`: the cell as the program names it. */
struct str grid_cell_name(struct arena *a, const struct grid *g, ptrdiff_t row, int column);

#endif
