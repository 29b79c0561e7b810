/*
 * The table of verbs: what may be done to the ledger, by whom, with which
 * fields. Adding a verb is adding a row here (and, where its effects are not
 * plain, a function that makes them).
 */
#ifndef LEDGER_VERB_H
#define LEDGER_VERB_H

#include "ledger/rights.h"
#include "ledger/state.h"

struct field {
	struct str name;
	struct value_rule rule;
	bool required;
	bool bulk;  /* its content stands in the effects: not kept in the event */
	int column; /* of the target, which it fills as it is; 0: none */
};

/* A decision under way. */
struct decision {
	struct arena *a;
	const struct action *act;
	const struct ledger_state *state;
	const struct verb *verb;
	struct actor actor;
	const struct val *target; /* the row acted on, NULL where none */
	enum state from;          /* the state it is in */
	int levels;               /* of the review chain, where the verb is of one */
	struct outcome *out;
};

struct verb {
	struct str name;
	enum object_id target;       /* what it acts on */
	unsigned from;               /* the states it starts from: bits */
	enum state to;               /* the state it leads to: of the target, or of
					what it makes; 0: it stays */
	struct rights rights;        /* who may, where */
	bool second;                 /* by nobody who reported or asked */
	int asks, answers;           /* column of the target that keeps the row of
					the step which asks; 0: none */
	const struct field *field;
	int fields;
	enum msg says;               /* the log's sentence: {1} actor, {2} target */
	/* Fills d->out; what it adds is checked by the door. */
	bool (*decide)(struct decision *d, struct err *e);
	bool review;                 /* at a level of the pack's chain, which then says
					who may */
};

/* The table's rows one by one: the first after NULL, NULL after the last.
 *	for verb_each(v) … */
const struct verb *verb_next(const struct verb *v);
#define verb_each(v) (const struct verb *v = verb_next(NULL); v; v = verb_next(v))

/* The row, or NULL. */
const struct verb *verb_find(struct str name);
/* The log's sentence for an event, in `a`. */
struct str verb_says(struct arena *a, struct str verb, struct str actor, struct str target,
		     enum lang lang);

/* Asks the ledger's state; *row is NULL where there is none. */
bool decision_ask(struct decision *d, enum question q, const struct val *about,
		  const struct val **row, struct err *e);
/* The row of `object` whose code or name that is; NULL where there is none, or
 * where the object has no codes. */
bool decision_coded(struct decision *d, enum object_id object, struct str code,
		    const struct val **row, struct err *e);
/* The action's field of that name, and its text; NULL, STR_NONE where absent. */
const struct val *decision_field(const struct decision *d, struct str name);
struct str decision_text(const struct decision *d, struct str name);
/* The unit that the field `name` names: its id, UNIT_WHOLE where the field is
 * absent; NOT_FOUND where there is no such unit, DENIED where the actor does
 * not reach it. */
bool decision_unit(struct decision *d, struct str name, int64_t *unit, struct err *e);
/* Whether the actor's reach takes that unit in; else DENIED, naming `what` (STR_NONE:
 * the whole ledger). */
bool decision_within(struct decision *d, int64_t unit, struct str what, struct err *e);
/* A date in the field `due` lies ahead of the day of recording, or there is none. */
bool decision_ahead(struct decision *d, struct err *e);
/* The calendar day in China (UTC+8) of a UTC time, as YYYY-MM-DD in `a`. */
struct str decision_day(struct arena *a, struct str time);

/* The verbs' own decisions: people.c, settings.c, erase.c, adopt.c, issue.c, finding.c,
 * measure.c. */
bool init_decide(struct decision *d, struct err *e);
bool add_unit_decide(struct decision *d, struct err *e);
bool move_unit_decide(struct decision *d, struct err *e);
bool add_person_decide(struct decision *d, struct err *e);
bool set_roles_decide(struct decision *d, struct err *e);
bool set_contact_decide(struct decision *d, struct err *e);
bool erase_decide(struct decision *d, struct err *e);
bool set_setting_decide(struct decision *d, struct err *e);
bool adopt_decide(struct decision *d, struct err *e);
bool adopt_sheet_decide(struct decision *d, struct err *e);
bool open_inspection_decide(struct decision *d, struct err *e);
bool issue_decide(struct decision *d, struct err *e);
bool add_pack_decide(struct decision *d, struct err *e);
bool use_pack_decide(struct decision *d, struct err *e);
bool submit_report_decide(struct decision *d, struct err *e);
bool claim_decide(struct decision *d, struct err *e);
bool approve_decide(struct decision *d, struct err *e);
bool return_decide(struct decision *d, struct err *e);
bool step_decide(struct decision *d, struct err *e);
bool assign_decide(struct decision *d, struct err *e);
bool set_due_decide(struct decision *d, struct err *e);
bool report_decide(struct decision *d, struct err *e);
bool plan_decide(struct decision *d, struct err *e);
bool apply_decide(struct decision *d, struct err *e);
bool close_decide(struct decision *d, struct err *e);
bool look_back_decide(struct decision *d, struct err *e);
bool reopen_decide(struct decision *d, struct err *e);
bool extend_decide(struct decision *d, struct err *e);
bool decide_extension_decide(struct decision *d, struct err *e);
bool add_measure_decide(struct decision *d, struct err *e);
bool set_measure_decide(struct decision *d, struct err *e);

#endif
