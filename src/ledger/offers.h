/*
 * What can be done next with a finding, and by whom: the table of verbs held
 * against the finding and a person, so that a page shows the buttons that work
 * and says why another is absent.
 */
#ifndef LEDGER_OFFERS_H
#define LEDGER_OFFERS_H

#include "ledger/verb.h"

struct offer {
	const struct verb *verb;
	bool allowed;    /* this person, now; what they fill in may still be wrong */
	struct err why;  /* where not: the door's own sentence */
};

struct offers LIST(struct offer);

/* The verbs that the finding's state takes, in the order of the table, in `a`.
 * Each is tried at the door, without doing anything, with fields that fit the
 * table; `now` is the time of asking (UTC). NOT_FOUND where there is no such
 * finding. Pure, as ledger_decide() is. */
bool ledger_offers(struct arena *a, const struct ledger_state *state, struct str actor,
		   struct str finding, struct str now, struct offers *out, struct err *e);
/* A value that fits the rule, in `a`: a day far ahead, the first of its words. */
struct val *offer_sample(struct arena *a, const struct value_rule *rule);

#endif
