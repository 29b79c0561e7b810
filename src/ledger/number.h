/*
 * What is numbered by year, `DB-2025-003`: orders, cases, regulations and the
 * like. Their tables begin with the columns id, code, year, number.
 */
#ifndef LEDGER_NUMBER_H
#define LEDGER_NUMBER_H

#include "ledger/verb.h"

enum { NUMBERED_ITEMS_MAX = 200 };

/* Adds the row of a new `object` with the next number of the year in which the
 * action is recorded; its code is the action's target. `last` answers with the
 * greatest id and, for a year, the greatest number. NULL on an error. */
struct effect *number_new(struct decision *d, enum object_id object, enum question last,
			  const char *prefix, struct err *e);

/* Adds a row (id, inspection, finding) of `object` for each finding whose code
 * stands in the field `findings`; `fits`, where it is not NULL, sees each one's row
 * and may refuse it. NOT_FOUND, DENIED (the actor does not reach it), CONFLICT
 * (named twice), LIMIT (more than NUMBERED_ITEMS_MAX). */
typedef bool number_fits(struct decision *d, void *with, const struct val *row, struct err *e);
bool number_findings(struct decision *d, enum object_id object, int64_t id, number_fits *fits,
		     void *with, struct err *e);
/* The same of the one finding `code`. */
bool number_finding(struct decision *d, struct str code, const struct val **row, struct err *e);

#endif
