/*
 * Inside the view room: rows of the store to the members that a view shows.
 */
#ifndef VIEW_PICK_H
#define VIEW_PICK_H

#include "base/val.h"

/* A member of the view and the column that fills it. */
struct pick {
	struct str key, column;
	bool layout; /* only where the notice's layout is asked for */
};

struct picks {
	const struct pick *p;
	int n;
};

#define PICKS(table) ((struct picks){ (table), (int)(sizeof(table) / sizeof(*(table))) })

/* A copy of a value without members, to be put elsewhere; NULL gives null. */
struct val *pick_copy(struct arena *a, const struct val *v);
/* Puts the members that `picks` names from `row` into `map`, in their order. */
void pick_into(struct arena *a, struct val *map, const struct val *row, struct picks picks,
	       bool layout);
/* A new map of them. */
struct val *pick_row(struct arena *a, const struct val *row, struct picks picks, bool layout);
/* A fact as the notice's JSON has it, from its row. */
struct val *pick_fact(struct arena *a, const struct val *row);

#endif
