/*
 * The ledger as a spreadsheet: 整改台账 with its 27 columns, and the three lists
 * (三清单) that are cut from it.
 */
#ifndef DOC_LEDGER_SHEET_H
#define DOC_LEDGER_SHEET_H

#include "base/err.h"
#include "base/val.h"

/* The sheets by name: ledger 整改台账, findings 问题清单, tasks 任务清单, duties 责任清单;
 * STR_NONE past the last. */
struct str ledger_sheet_name(int i);
/* The declaration for xlsx_open() of the sheet `name`, in `a`; `title` stands above
 * it, then `made` (a line on who made it when). NULL where there is no such sheet.
 * Its rows are those of view_sheet(). */
const struct val *ledger_sheet(struct arena *a, struct str name, struct str title,
			       struct str made);
/* Whether the sheet has a row for this one of view_sheet()'s: the list of findings
 * has one a finding, not one a measure. `last` is the code of the row before. */
bool ledger_sheet_takes(struct str name, const struct val *row, struct str last);

#endif
