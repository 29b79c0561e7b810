/*
 * How the rows of the table of verbs are written: kinds of fields, their usual
 * bounds, the usual rights. Each family of verbs is an array of its own, in the
 * file of its objects, and named in verb.c.
 */
#ifndef LEDGER_VERB_ROW_H
#define LEDGER_VERB_ROW_H

#include "ledger/verb.h"

#define WORDS(most) { VALUE_TEXT, 1, most }
#define ONE_OF(words) { VALUE_TEXT, 1, 60, words }
#define DAY { VALUE_DATE }
enum { NAME = 300, LONG_NAME = 600, HEADER = 1200, PROSE = 30000, PHONE = 60,
       MEASURES_MAX = 9999 };

#define FIELDS(rows) rows, (int)(sizeof(rows) / sizeof(*(rows)))

/* Who may, of the own unit and under it; nobody reaches another unit. */
#define BOTH(roles) { { roles, roles, 0 } }
#define RECTIFIES BOTH(ACTOR_CLERK | ACTOR_LEAD)
#define SUPERVISES BOTH(ACTOR_SUPERVISOR)
#define APPROVES BOTH(ACTOR_LEAD | ACTOR_SUPERVISOR)
#define ASSIGNS BOTH(ACTOR_CLERK | ACTOR_LEAD | ACTOR_SUPERVISOR)
#define DISCLOSES BOTH(ACTOR_PUBLISHER)
#define MANAGES BOTH(ACTOR_ADMIN)
/* of the whole ledger */
#define MANAGES_ALL { { 0, ACTOR_ADMIN, 0 } }
/* a lead closes what is under them, never what is their own unit's */
#define CLOSES { { ACTOR_SUPERVISOR, ACTOR_LEAD | ACTOR_SUPERVISOR, 0 } }

/* A family of verbs, one row of verb.c's list of families. */
struct verb_family {
	const struct verb *row;
	int rows;
};
#define FAMILY(verbs) { verbs, (int)(sizeof(verbs) / sizeof(*(verbs))) }

extern const struct verb_family relate_family, target_family, order_family, case_family,
	regulation_family, evidence_family, record_family, publication_family;

#endif
