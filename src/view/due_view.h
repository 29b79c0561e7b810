/*
 * What falls due, and what is late: findings, measures, milestones, orders that
 * wait for a reply, cases, regulations to be looked at again.
 */
#ifndef VIEW_DUE_VIEW_H
#define VIEW_DUE_VIEW_H

#include "base/date.h"
#include "store/store.h"

/*
 * What is not over and falls due from `from` to `to`, in the order of dates, in
 * `a`; `today` is what lateness is counted from. A recurring measure is due on
 * its first date after its last report. *out has `today`, `undated` (findings
 * that are not over and have no date: neither due nor late), and `rows`, each
 *	due days (left; negative: late) code measure (null: the finding itself)
 *	kind (finding plan report measure) title state state_name unit owner light
 *	light_word outward (see names.h)
 * `as` leaves those that this person reaches, STR_NONE all. A plan is due until it
 * is there, the report on an inspection (its code and name) until it is handed in.
 * LIMIT where more than 10,000 findings, or measures …, are due within that reach.
 */
bool view_due(struct store *s, struct arena *a, struct date from, struct date to, struct date today,
	      struct str as, enum lang lang, const struct val **out, struct err *e);

#endif
