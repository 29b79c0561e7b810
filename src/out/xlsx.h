/*
 * Rows as an XLSX sheet, by libxlsxwriter. The sheet is declared as a value tree:
 *
 *	name       of the sheet
 *	above      texts in rows of their own above the header, the first as title
 *	columns    [{key head width kind wrap merge}…]: `key` of a row's member,
 *	           `width` in characters, `kind` text (default), int or date
 *	           (YYYY-MM-DD), `wrap` its long lines (the row grows with them),
 *	           `merge`: equal neighbours of one group become one cell
 *	group      key of the member that rows of one group share; null: no groups
 *	landscape  bool        paper  "A4" (default) or "A3"
 *
 * Text is always a text cell, never a formula, whatever it starts with. Header
 * rows stay in sight and are printed on every page; a page is as wide as the
 * paper. Without `merge` the memory is flat however many rows come; with it the
 * sheet is held until it is written. The same rows give the same bytes.
 */
#ifndef OUT_XLSX_H
#define OUT_XLSX_H

#include "base/arena.h"
#include "base/err.h"
#include "base/val.h"

struct xlsx;

/* Begins the file at `path`; scratch and the sheet, which is borrowed, in `a`.
 * On success xlsx_close() must follow. */
bool xlsx_open(struct arena *a, const char *path, const struct val *sheet, struct xlsx **out,
	       struct err *e);
/* One row: a map; what it lacks, or is no date, is left blank or as text. It may
 * be gone after the call. */
bool xlsx_row(struct xlsx *x, const struct val *row, struct err *e);
/* Writes the file and frees `x`; where it fails the file is removed. */
bool xlsx_close(struct xlsx *x, struct err *e);

#endif
