/*
 * Whose findings a person sees: those of their unit and of the units under it, and
 * those that such a unit leads.
 */
#ifndef VIEW_REACH_H
#define VIEW_REACH_H

#include "store/store.h"

struct view_reach {
	bool whole;       /* the whole ledger */
	bool *has;        /* by the unit's id */
	int64_t units;    /* ids are under this */
};

/* The reach of the person of that name, in `a`; STR_NONE: the whole ledger.
 * NOT_FOUND where the ledger has no such person. */
bool view_reach_of(struct store *s, struct arena *a, struct str person, struct view_reach *out,
		   struct err *e);
/* Whether a row is within it: by its columns unit_id and lead_unit_id. */
bool view_reaches(const struct view_reach *r, const struct val *row);

/* So too as the unit whose subtree it is, for statements that look it up
 * themselves; 0: the whole ledger. DENIED where the person has no role. */
bool view_reach_unit(struct store *s, struct arena *a, struct str person, int64_t *unit,
		     struct err *e);
/* The id of the unit `name`; NOT_FOUND where there is none. */
bool view_unit(struct store *s, struct arena *a, struct str name, int64_t *id, struct err *e);

#endif
