/*
 * Earlier findings that a finding may repeat (屡查屡犯), by likeness of text. Only
 * a person links them: this suggests.
 */
#ifndef VIEW_RECURRENCE_VIEW_H
#define VIEW_RECURRENCE_VIEW_H

#include "store/store.h"

/*
 * At most 20 earlier findings whose titles are like that of `code`, the likest
 * first, in `a`; NOT_FOUND where there is no such finding. Looked at are the
 * newest 2,000 of the same unit, of categories of the same title, and of all.
 * *out has `code`, `title`, `recurrence_of` (the one linked already, or null),
 * `looked_at`, and `rows`, each
 *	score (percent, 30 to 100: Dice's coefficient of bigrams) code title unit
 *	state state_name
 */
bool view_recurrences(struct store *s, struct arena *a, struct str code, enum lang lang,
		      const struct val **out, struct err *e);

#endif
