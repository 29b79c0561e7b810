/*
 * Figures of findings: counts, and rates that keep numerator and denominator.
 */
#ifndef VIEW_STATS_VIEW_H
#define VIEW_STATS_VIEW_H

#include "base/date.h"
#include "store/store.h"

/* "unit", "category", "class", "inspection". */
bool view_stats_by(struct str name);

/*
 * A list of groups in the order in which they come up, the whole (its `group`
 * null) last, in `a`. A group has
 *	group total closed staged unrectified withdrawn reopened undated due
 *	due_closed on_time late late_30 late_90 late_more
 *	completion (closed of total), due_completion (due_closed of due),
 *	on_time_rate (on_time of due): each {n of percent}, percent null where of
 *	is 0
 * total is all that was registered, what was withdrawn too; late counts what is
 * not over and past its date before `today`, by 1 to 30, 31 to 90, more days.
 */
bool view_stats(struct store *s, struct arena *a, struct str by, struct date today,
		const struct val **out, struct err *e);

#endif
