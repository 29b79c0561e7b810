/*
 * How far each inspection is: its findings counted by their states.
 */
#ifndef VIEW_OVERVIEW_VIEW_H
#define VIEW_OVERVIEW_VIEW_H

#include "store/store.h"

/* The inspections that have findings, the newest first, in `a`: those that the
 * person `as` reaches by their unit, STR_NONE all. Each has
 *	code unit kind feedback total closed open percent (closed of total; what
 *	was withdrawn counts in neither) states {state: count …} */
bool view_overview(struct store *s, struct arena *a, struct str as, struct val **rows,
		   struct err *e);
/* The states of those inspections put together: {state: count …}, in `a`. */
const struct val *overview_states(struct arena *a, const struct val *rows);

#endif
