/*
 * Which register is in force: the unit's own, else that of the nearest unit above
 * it, else the whole ledger's, else one that the program carries.
 */
#ifndef LEDGER_REGISTER_USE_H
#define LEDGER_REGISTER_USE_H

#include "ledger/register.h"
#include "ledger/verb.h"

/* Its text, and its row's id, 0 where it is only carried; NOT_FOUND where there is
 * none of that name (of those carried: or title). */
bool register_in_force(struct arena *a, const struct ledger_state *state, struct str name,
		       int64_t unit, struct register_def *out, struct str *text, int64_t *id,
		       struct err *e);
/* Adds a row for the text, of the unit (UNIT_WHOLE: the whole ledger's). */
bool register_insert(struct decision *d, const struct register_def *r, struct str text,
		     int64_t unit, int64_t *id, struct err *e);
bool add_register_decide(struct decision *d, struct err *e);

#endif
