/*
 * Inside the ledger: units by name, made where the ledger has none of that name,
 * for what comes in from files.
 */
#ifndef LEDGER_UNITS_H
#define LEDGER_UNITS_H

#include "ledger/verb.h"

/* Those that one action made: they are not in the ledger yet. */
struct units {
	struct decision *d;
	int64_t last; /* the greatest id; 0: not asked for yet */
	struct LIST(struct unit_made { struct str name; int64_t id; }) made;
};

/* The unit called `name`: *row is what the ledger has of it, NULL where it was
 * made now, with `short_name` (may be STR_NONE), under `parent` (UNIT_WHOLE:
 * under the unit of who acts). DENIED where who acts does not reach it. */
bool units_find(struct units *u, struct str name, struct str short_name, int64_t parent,
		int64_t *id, const struct val **row, struct err *e);

#endif
