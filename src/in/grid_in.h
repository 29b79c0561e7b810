/*
 * Between the readers of spreadsheets and the grids that they give: cells come
 * one by one, in any order inside a row, rows in their order.
 */
#ifndef IN_GRID_IN_H
#define IN_GRID_IN_H

#include "in/grid.h"
#include "in/in.h"

struct grid_entry {
	int row, column; /* from 0 */
	struct str text;
};

struct grid_area {
	int top, left, bottom, right; /* from 0, all within */
};

/* A sheet being read. */
struct grid_in {
	const struct in *in;
	struct str name;
	struct LIST(struct grid_entry) entry;
	struct LIST(struct grid_area) area;
	int last; /* row of the last entry; -1: none */
	int64_t *cells, *rows, *areas; /* so far, all sheets */
};

void grid_in_start(struct grid_in *g, const struct in *in, struct str name, int64_t counts[3]);
/* Takes a cell, which must live as long as the arena; a blank one is nothing. LIMIT past
 * a bound, BAD_INPUT where rows go backwards. */
bool grid_in_cell(struct grid_in *g, int row, int column, struct str text, struct err *e);
bool grid_in_area(struct grid_in *g, struct grid_area area, struct err *e);
/* The grid; false where it holds nothing. */
bool grid_in_end(struct grid_in *g, struct grid *out);

/* Visible sheets of an xlsx that hold something; csv lines. Each adds to `out`. */
struct grid_list LIST(struct grid);
bool xlsx_read(const struct in *in, struct str bytes, struct grid_list *out, struct err *e);
bool csv_read(const struct in *in, struct str text, struct grid_list *out, struct err *e);

#endif
