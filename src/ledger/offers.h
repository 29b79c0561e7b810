/*
 * What can be done next with a thing of the ledger, and by whom: the table of verbs
 * held against it and a person, so that a page shows the buttons that work and says
 * why another is absent.
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

/* The verbs that the thing's state takes, in the order of the table, in `a`: those on
 * `object`, whose code or name `target` is (of the ledger itself: STR_NONE). Each is
 * tried at the door, without doing anything, with fields that fit the table; `now` is
 * the time of asking (UTC). NOT_FOUND where there is no such thing. Pure, as
 * ledger_decide() is. */
bool ledger_offers(struct arena *a, const struct ledger_state *state, struct str actor,
		   enum object_id object, struct str target, struct str now, struct offers *out,
		   struct err *e);
/* The same of one verb, whatever state its target is in. */
bool ledger_offer(struct arena *a, const struct ledger_state *state, struct str actor,
		  const struct verb *verb, struct str target, struct str now, struct offer *out,
		  struct err *e);
/* A value that fits the rule, in `a`: a day far ahead, the first of its words. */
struct val *offer_sample(struct arena *a, const struct value_rule *rule);

#endif
