/*
 * Comma-separated values (RFC 4180) for spreadsheets: every cell in quotes, lines
 * end in CR LF. A cell that a spreadsheet would take for a formula gets a ' before.
 */
#ifndef OUT_CSV_H
#define OUT_CSV_H

#include "base/buf.h"

/* By which spreadsheets know that the text is UTF-8: the first bytes of a file. */
#define CSV_MARK S("\xEF\xBB\xBF")

/* Appends the cell number `at` (0: the first) of a line; csv_end() ends the line. */
void csv_cell(struct buf *out, int at, struct str s);
void csv_end(struct buf *out);

#endif
