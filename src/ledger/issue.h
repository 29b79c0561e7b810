/*
 * Making inspections and findings: shared by adopting a notice, opening and
 * issuing by hand, and splitting a finding.
 */
#ifndef LEDGER_ISSUE_H
#define LEDGER_ISSUE_H

#include "ledger/verb.h"

struct inspection_code {
	int64_t id, year, number;
	struct str code; /* `2024-03` */
};

/* The next number of the year. */
bool inspection_number(struct decision *d, int64_t year, struct inspection_code *out,
		       struct err *e);
/* Fills the cells that hold it. */
void inspection_number_put(struct decision *d, const struct inspection_code *code,
			   struct effect *f);

/* Adds a finding to the inspection of the row `of` (ASK_INSPECTION's), the n-th
 * that the action makes, from 0: key, code, title, where it stands in the notice,
 * issued. Its code is the action's target; the cells, for what else is known. */
const struct val **issue_finding(struct decision *d, const struct val *of, int n, int64_t category,
				 struct str title);
/* The amount that the field `amount` names, in fen; NULL where absent. */
const struct val *issue_amount(struct decision *d);

#endif
