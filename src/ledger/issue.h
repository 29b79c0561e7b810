/*
 * Numbering an inspection: shared by adopting a notice and opening one by hand.
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

#endif
