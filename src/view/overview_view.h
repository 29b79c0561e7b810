/*
 * How far the inspections are: findings counted by their states.
 */
#ifndef VIEW_OVERVIEW_VIEW_H
#define VIEW_OVERVIEW_VIEW_H

#include "store/store.h"

/* The newest inspections that have findings, at most `most`, in `a`: those that the
 * person `as` reaches by their unit, STR_NONE all. Each has
 *	code unit kind feedback total (but what was withdrawn) closed open (not over)
 *	percent (closed of total) states {state: count …} */
bool view_overview(struct store *s, struct arena *a, struct str as, int64_t most,
		   struct val **rows, struct err *e);
/* All findings that the person reaches, those that their unit leads too, in `a`:
 *	total closed open percent states, as above. DENIED where they have no role. */
bool view_states(struct store *s, struct arena *a, struct str as, struct val **out,
		 struct err *e);

#endif
