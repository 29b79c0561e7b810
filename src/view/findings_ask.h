/*
 * Inside the view room: what was asked of the list of findings, made into the
 * statements' parameters.
 */
#ifndef VIEW_FINDINGS_ASK_H
#define VIEW_FINDINGS_ASK_H

#include "view/findings_view.h"

/* How rows come: one of the statements' orders. */
enum findings_order { ORDER_CODE, ORDER_DUE, ORDER_OPEN, ORDER_UNDATED, ORDER_CHANGED, ORDERS };

enum { UNITS_MOST = 64 };

/* Where a page goes on: a row's place in its order. */
struct findings_place {
	enum findings_order order;
	struct str day;     /* its date, by ORDER_DUE and ORDER_OPEN */
	int64_t changed;    /* by ORDER_CHANGED */
	int64_t inspection, ordinal;
};

/* Parameters ?6 to ?18, and the orders that follow each other: dated, then undated. */
struct findings_query {
	enum findings_order order[2];
	int orders;
	bool back;                     /* the page stands before `from` */
	bool started;                  /* at `from`, not at the list's start or end */
	struct findings_place from;
	int64_t unit, reach;           /* 0: all */
	int64_t under[UNITS_MOST + 1]; /* the unit and those under it, as far as they go */
	int unders;
	struct val inspection, category, class, states, progress, due_from, due_to, late_on,
		owner, lead_unit;
	struct str sought;             /* what the search is asked, STR_NONE: nothing */
};

/* Reads what was asked, in `a`. */
bool findings_query_read(struct store *s, struct arena *a, const struct findings_asked *asked,
			 struct findings_query *out, struct err *e);
/* A place as text and back. */
struct str findings_place_text(struct arena *a, const struct findings_place *place);
bool findings_place_read(struct str text, struct findings_place *out);

#endif
