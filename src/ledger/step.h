/*
 * A step of the life of a finding, or of an order, a case, a regulation …, as its
 * verbs build it: the object's own row is changed, and a row of decisions (of a
 * finding) or of steps (of any other) says who took the step, upon which version,
 * and what it answers.
 */
#ifndef LEDGER_STEP_H
#define LEDGER_STEP_H

#include "ledger/verb.h"

struct step {
	struct decision *d;
	int64_t inspection, finding; /* a finding's key */
	int64_t id;                  /* any other object's */
	int64_t ordinal;             /* of the decision row */
	struct str day;              /* on which it happened */
	struct str rule;             /* the pack's deadline that sets the due date */
	int level;                   /* of the review chain, where it is one; else 0 */
	const struct val **of;       /* the object's cells that change */
	const struct val **decision; /* cells of the decision row; NULL before it is there */
};

/* Begins: the object's row changes, its state where the verb leads to one, and
 * the columns that the verb's fields fill. Refuses who reported or asked where
 * the verb wants a second person. */
bool step_begin(struct step *p, struct decision *d, struct err *e);
/* Adds the row of the step; `state` is the one led to. */
bool step_decision(struct step *p, enum state state, struct err *e);
/* The first step of an object that the action makes. */
void step_first(struct decision *d, enum object_id object, int64_t id, enum state state);
/* Of a finding: a new row of `object` (report, extension …) or the one to update, with the
 * finding's key and `ordinal`; its cells. */
const struct val **step_row(struct step *p, enum effect_kind kind, enum object_id object,
			    int64_t ordinal);
/* The finding's measure of that number; NOT_FOUND where it has none. */
bool step_measure(struct step *p, const struct val *number, const struct val **row,
		  struct err *e);
/* DENIED where who acts reported on the finding, or attached to it. */
bool step_second(struct step *p, struct err *e);
/* Asks about something of the finding. */
bool step_ask(struct step *p, enum question q, struct val *of, const struct val **row,
	      struct err *e);

#endif
