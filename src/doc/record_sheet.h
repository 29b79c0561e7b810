/*
 * The records of a register as a spreadsheet, xlsx or csv; it comes in again as it
 * went out (intake/record_intake.h).
 */
#ifndef DOC_RECORD_SHEET_H
#define DOC_RECORD_SHEET_H

#include "base/buf.h"
#include "ledger/register.h"

/* The columns that every record has, before those of its fields. */
enum record_column { RECORD_CODE, RECORD_DATE, RECORD_UNIT, RECORD_ABOUT, RECORD_MEASURE,
		     RECORD_COLUMNS };

/* The declaration for xlsx_open(), in `a`; `made`: a line on who made it when. */
const struct val *record_sheet(struct arena *a, const struct register_def *r, struct str made,
			       enum lang lang);
/* A row of view_records() as a row of it. */
const struct val *record_sheet_row(struct arena *a, const struct register_def *r,
				   const struct val *row);
/* The row as a line of csv; NULL: the header. */
void record_sheet_csv(struct buf *to, const struct val *sheet, const struct val *row);
/* The heading of a column that every record has. */
struct str record_sheet_head(const struct register_def *r, enum record_column column,
			     enum lang lang);
/* The heading of a node's date, in `a`. */
struct str record_sheet_node(struct arena *a, const struct register_def *r, int node,
			     enum lang lang);

#endif
