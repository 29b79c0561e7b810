/*
 * The ledger's objects as tables: one row a column, from objects.tsv. Every
 * table's key starts with the tenant, which no row here names.
 */
#ifndef LEDGER_OBJECT_H
#define LEDGER_OBJECT_H

#include "columns.h"
#include "ledger/value.h"

struct column {
	struct str name;
	struct value_rule rule;
	bool key;     /* part of the row's key */
	bool null;    /* may be absent */
	bool changed; /* the seq of the last event that touched the row: set by
			 the store, never by an effect */
	bool personal; /* personal data: an event keeps a commitment instead */
	bool placed;  /* the unit of its inspection: so too */
};

struct object {
	struct str name;             /* of the table */
	const struct column *column; /* keys first */
	int columns, keys;
	bool personal;               /* one of its columns is */
};

/* By enum object_id; columns by COL_OBJECT_COLUMN (columns.h). */
extern const struct object object_rows[OBJECT_COUNT];

/* The object (its column) of that name, or -1. */
int object_find(struct str name);
int object_column(const struct object *o, struct str name);

#endif
