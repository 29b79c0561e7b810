/*
 * The header of a sheet whose columns are told at run time: which row it is, which
 * column each heading stands in.
 */
#ifndef SHEET_TABLE_H
#define SHEET_TABLE_H

#include "base/lang.h"
#include "in/grid.h"

struct table_heading {
	struct str name[LANG_COUNT];
	struct str synonyms;  /* other names, set apart by blanks */
	bool needed;
};

struct sheet_table {
	const struct grid *grid;
	ptrdiff_t header, first; /* rows: the header's, the first below it */
	int *column;             /* one a heading; -1: not there */
};

/* Finds the row near the top of a grid that has all needed headings and the most of
 * all; in `a`. False where none has: *lacks is then what the best one lacks. */
bool sheet_table_find(struct arena *a, const struct grids *grids,
		      const struct table_heading *heading, int headings, struct sheet_table *out,
		      struct str *lacks);

#endif
