/*
 * The table of verbs: what may be done to the ledger, by whom, with which
 * fields. Adding a verb is adding a row here (and, where its effects are not
 * plain, a function that makes them).
 */
#ifndef LEDGER_VERB_H
#define LEDGER_VERB_H

#include "ledger/act.h"

/* States of what actions act on, as bits for from-sets. */
enum state {
	STATE_NONE = 1,        /* not there yet */
	STATE_OPEN = 2,        /* a ledger in use */
	STATE_RECTIFYING = 4   /* a finding: 整改中 */
};

struct field {
	struct str name;
	struct value_rule rule;
	bool required;
	bool bulk; /* its content stands in the effects: not kept in the event */
};

/* A decision under way. */
struct decision {
	struct arena *a;
	const struct action *act;
	const struct ledger_state *state;
	const struct val *target; /* the row acted on, NULL where none */
	struct outcome *out;
};

struct verb {
	struct str name;
	enum object_id target;       /* what it acts on */
	unsigned from;               /* the states it starts from: bits */
	enum state to;               /* the state it leads to: of the target, or of
					the findings that it makes */
	unsigned roles;              /* who may: bits of enum actor_role */
	bool second;                 /* by another person than the one who asked */
	const struct field *field;
	int fields;
	enum msg says;               /* the log's sentence: {1} actor, {2} target */
	/* Fills d->out; what it adds is checked by the door. */
	bool (*decide)(struct decision *d, struct err *e);
};

extern const struct verb verb_rows[];
extern const int verb_count;

/* The row, or NULL. */
const struct verb *verb_find(struct str name);
/* The log's sentence for an event, in `a`. */
struct str verb_says(struct arena *a, struct str verb, struct str actor, struct str target,
		     enum lang lang);

/* Asks the ledger's state; *row is NULL where there is none. */
bool decision_ask(struct decision *d, enum question q, const struct val *about,
		  const struct val **row, struct err *e);

/* The verbs' own decisions. */
bool init_decide(struct decision *d, struct err *e);
bool adopt_decide(struct decision *d, struct err *e);

#endif
