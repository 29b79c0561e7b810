/*
 * What the search finds, a page at a time.
 */
#ifndef VIEW_SEARCH_VIEW_H
#define VIEW_SEARCH_VIEW_H

#include "store/search.h"

struct search_asked {
	struct str words;  /* as typed: see text/grams.h */
	struct str in;     /* lists set apart by commas: findings,measures,reports,
			      notices,cases; empty: all */
	struct str unit;   /* of this unit and those under it, by name; empty: all */
	int64_t reach;     /* who looks sees this unit's: see reach.h; 0: all */
	bool newest;       /* those made last first; else the best first */
	struct str after;  /* `next` of the page before; empty: the first */
	int64_t limit;     /* rows, 1 … 200 */
};

/*
 * In `a`: {words order ("rank", "newest") hits capped next rows [{object list code
 * ordinal title unit state state_name snippet [{text mark}…]}…]}. `object` is
 * finding, measure, report, notice, prose, publication, case; `code` that of the
 * finding, the inspection, the case or the notice to be published; `ordinal` the
 * measure's or report's number; mark is true for what was looked for. Ranked, hits
 * counts what was found, the newest 5,000 at most: capped says whether there is
 * more; newest first both are null. `next` is null on the last page. BAD_INPUT,
 * LIMIT, NOT_FOUND for what was asked; CONFLICT where the index is to be made.
 */
bool view_search(struct store *s, struct arena *a, const struct search_asked *asked,
		 enum lang lang, const struct val **out, struct err *e);

#endif
