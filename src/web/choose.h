/*
 * One form for what may be decided about a thing: one of a few verbs, a text, and
 * what one of them wants besides (a date, a person).
 */
#ifndef WEB_CHOOSE_H
#define WEB_CHOOSE_H

#include "web/web.h"

struct choice {
	struct str word;    /* as the form sends it; its name is web.choice.WORD */
	struct str verb;
	struct str outcome; /* the verb's field of that name; STR_NONE: it has none */
	bool due, person;   /* takes them, where they are given */
	bool mild;          /* the text may be left out */
};

struct choices {
	const struct choice *p;
	int n;
};
#define CHOICES(table) ((struct choices){ (table), (int)(sizeof(table) / sizeof(*(table))) })

/* The inputs that a route of such a form declares, after its path's own. */
#define CHOICE_INPUTS                                                                        \
	{ S("choice"), { VALUE_TEXT, 1, 60 }, MSG_WEB_FIELD_CHOICE },                        \
		{ S("text"), { VALUE_TEXT, 1, 30000 }, MSG_WEB_FIELD_OPINION_OR_REASON },    \
		{ S("due"), { VALUE_DATE }, MSG_WEB_FIELD_DUE },                             \
		{ S("person"), { VALUE_TEXT, 1, 300 }, MSG_WEB_FIELD_ORDER_PERSON }

/* Puts `choices` [{value label selected}…] of what who asks may do with `target` now,
 * `cannot` [{name why}…] of the rest that its state takes, `may` (bool; true too
 * where something was typed), and `form`, the
 * other fields. */
bool choices_put(struct request *rq, struct val *tree, struct choices c, struct str target,
		 struct err *e);
/* Does what was chosen. False with a fault in rq->faults, or with `e`. */
bool choice_do(struct request *rq, struct choices c, struct str target, struct result *done,
	       struct err *e);
/* Whether who asks may do one of them now. */
bool choices_any(struct request *rq, struct choices c, struct str target, bool *any,
		 struct err *e);

#endif
