/*
 * The ledger's list of findings: filtered, sorted, a page at a time by key, in
 * both directions. The command line and the page ask it alike, by names and words.
 */
#ifndef VIEW_FINDINGS_VIEW_H
#define VIEW_FINDINGS_VIEW_H

#include "base/date.h"
#include "store/store.h"

enum { FINDINGS_LIMIT_MOST = 500 };

enum findings_sort { FINDINGS_BY_CODE, FINDINGS_BY_DUE, FINDINGS_BY_CHANGE };

/* What is asked for; a zeroed one asks for all, by code. */
struct findings_asked {
	struct str unit;       /* 单位 by name: it and those under it */
	struct str inspection; /* 批次 by code */
	struct str category;   /* 问题大类 by title */
	struct str class;      /* 整改类型 */
	struct str state;      /* 整改状态: one or several, set apart by commas; open: all
				  that is not over */
	struct str progress;   /* so too; none: not stated */
	struct str due;        /* overdue; unset */
	struct str due_from;   /* from this day on */
	struct str due_before; /* before this day */
	struct str owner;      /* 责任人 */
	struct str lead_unit;  /* 牵头单位 by name */
	struct str text;       /* words, searched for as in search_view.h; the newest 5,000
				  findings that have them */
	struct str sort;       /* code, due (undated ones last), changed (newest first) */
	struct str after;      /* a page's `next`: what follows it */
	struct str before;     /* a page's `previous`: what stands before it */
	int64_t limit;         /* rows, 1 … FINDINGS_LIMIT_MOST */
	int64_t reach;         /* who looks sees this unit's: see reach.h; 0: all */
	struct date today;     /* that overdue is counted from */
};

/* The names under which each of the texts above is asked for (unit, due-from …), for
 * options and for a page's parameters. */
int findings_names(void);
struct str findings_name(int i);
/* Sets the one of that name; false where there is none. */
bool findings_set(struct findings_asked *asked, struct str name, struct str value);

/*
 * A page, in `a`: {rows previous next}. A row has
 *	code ordinal (as printed) title category inspection unit short_name lead_unit leader owner
 *	class class_name state state_name progress progress_name due overdue (bool)
 *	extension (bool: one waits for an answer) closed reopened (how often) measures
 *	measures_once measures_done (of those that do not recur) light light_word outward
 *	(see names.h) amount_fen (a hundredth of a yuan) recurrence_of
 *	changed (the event: the version that an action may expect)
 * `previous` and `next` are null where nothing stands before or follows. A unit's
 * page costs the same however large the ledger is. BAD_INPUT, NOT_FOUND, DENIED
 * for what was asked.
 */
bool view_findings(struct store *s, struct arena *a, const struct findings_asked *asked,
		   enum lang lang, const struct val **out, struct err *e);

/* Where a walk goes on; zeroed, at its start. */
struct findings_at {
	int64_t changed, inspection, ordinal;
};

/*
 * What waits for a decision within a reach (see reach.h; 0: all): plans, applications,
 * extensions asked for; the longest waiting first. The next `most` rows, as above, in
 * `a`; `at` goes on behind them.
 */
bool view_waiting(struct store *s, struct arena *a, int64_t reach, struct findings_at *at,
		  int64_t most, struct date today, enum lang lang, struct val **rows,
		  struct err *e);

#endif
