/*
 * What falls due, and what is late: findings, measures, milestones, orders that
 * wait for a reply, cases, regulations to be looked at again.
 */
#ifndef VIEW_DUE_VIEW_H
#define VIEW_DUE_VIEW_H

#include "base/date.h"
#include "store/store.h"

struct due_asked {
	struct date from, to; /* both within */
	struct date today;    /* what lateness is counted from */
	struct str as;        /* leaves what this person reaches; STR_NONE all */
	int64_t most;         /* the first of them; 0: all */
	enum lang lang;
};

/*
 * What is not over and falls due, in the order of dates, in `a`. A recurring measure
 * is due on its first date after its last report. *out has `today`, `findings` (how
 * many findings are due then), `undated` (findings that are not over and have no date:
 * neither due nor late), `partial` (measures that recur are more than 10,000, and not
 * all of them were looked at), and `rows`, each
 *	due days (left; negative: late) code measure (null: the finding itself)
 *	kind (finding plan report measure) title state state_name unit owner light
 *	light_word outward (see names.h)
 * A plan is due until it is there, the report on an inspection (its code and name)
 * until it is handed in. LIMIT where all are asked for and more than 10,000 of a kind
 * are due within that reach; DENIED where the person has no role.
 */
bool view_due(struct store *s, struct arena *a, const struct due_asked *asked, struct val **out,
	      struct err *e);

#endif
