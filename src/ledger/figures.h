/*
 * Figures of a set of findings. Pure: findings are added one by one, each under
 * its own pack's formula; rates keep numerator and denominator. The denominator
 * is what was first registered: what was reopened, withdrawn, closed without
 * being rectified or completed by a stage is shown apart and never hidden in it.
 */
#ifndef LEDGER_FIGURES_H
#define LEDGER_FIGURES_H

#include "base/arena.h"
#include "base/val.h"
#include "ledger/pack.h"

/* One finding. Dates that are not known are none; `amount` is in fen. */
struct figures_of {
	const struct pack *pack;
	enum state state;
	struct date due, closed, start; /* start: the feedback, or the registration */
	int64_t amount, extensions;
	bool reopened, recurs;
};

enum { FIGURES = 21 };

struct figures {
	int64_t count[FIGURES];
	struct closing_days LIST(int32_t) days; /* from start to closing, of each closed */
	int64_t days_sum;
	const struct pack *pack; /* of all so far; NULL: none yet, or several */
	bool mixed;
};

/* Adds one finding as it stands on `today`. Lists grow in `a`. */
void figures_add(struct arena *a, struct figures *to, const struct figures_of *f,
		 struct date today);
/* Adds all of `from`. */
void figures_join(struct arena *a, struct figures *to, const struct figures *from);
/*
 * Puts what they come to into `map`:
 *	total counted closed staged unrectified imported withdrawn reopened recurrences
 *	extensions undated due due_closed on_time closed_late late_30 late_90
 *	late_more late; amount amount_counted in fen
 *	completion (counted of base): by the pack's formula
 *	due_completion (due_closed of due), on_time_rate (on_time of due), closure
 *	(closed of total), amount_rate (amount_counted of amount): each {n of
 *	percent decimals}, percent null where of is 0
 *	days_average, days_median: from feedback to closing, null where none closed
 * counted: those whose state the pack counts as rectified. closed: verified and
 * closed alone. late: not over and past its date, by 1 to 30, to 90, more days.
 */
void figures_put(struct arena *a, struct figures *f, struct val *map);

#endif
