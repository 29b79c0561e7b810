/*
 * Figures of findings by what they have in common: counts, and rates that keep
 * numerator and denominator.
 */
#ifndef VIEW_STATS_VIEW_H
#define VIEW_STATS_VIEW_H

#include "base/date.h"
#include "store/store.h"

/* "unit", "category", "class", "inspection", "month" (of registration),
 * "closed-month". */
bool view_stats_by(struct str name);
/* All of them, set apart by spaces, in `a`. */
struct str view_stats_bys(struct arena *a);

/*
 * A list of groups in the order in which they come up (inspections: the newest first;
 * months: of the calendar), the whole (its `group` null) last, in `a`; each `group` and
 * what figures_put() gives (ledger/figures.h). `as` leaves what this person reaches,
 * STR_NONE all; DENIED where they have no role.
 */
bool view_stats(struct store *s, struct arena *a, struct str by, struct str as,
		struct date today, const struct val **out, struct err *e);

#endif
