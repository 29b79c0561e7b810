/*
 * Who may do what where: a person of the ledger has roles in a unit and reaches
 * that unit and those under it. What each role may do is the table of verbs.
 */
#ifndef LEDGER_RIGHTS_H
#define LEDGER_RIGHTS_H

#include "ledger/act.h"

/* Roles of who acts, as bits. */
enum actor_role {
	ACTOR_CLERK = 1,      /* 经办人 */
	ACTOR_LEAD = 2,       /* 主要负责人 */
	ACTOR_SUPERVISOR = 4, /* 巡察办、督查室 */
	ACTOR_PUBLISHER = 8,  /* 保密审查与公开 */
	ACTOR_AUDITOR = 16,   /* 查看日志 */
	ACTOR_ADMIN = 32,     /* 管理员 */
	ACTOR_ALL = 63
};

/* Where the object acted on stands to the actor's unit. */
enum reach { REACH_OWN, REACH_UNDER, REACH_OTHER, REACH_COUNT };

/* The roles that may act, one set of bits a reach. */
struct rights {
	unsigned may[REACH_COUNT];
};

enum { UNIT_WHOLE = 0 }; /* the actor's, or a place: the whole ledger, no unit */

/* Who acts, as the ledger's rows have it. */
struct actor {
	unsigned roles;
	int64_t unit; /* or UNIT_WHOLE */
};

/* The roles that `words` names, set apart by spaces or commas; "none" is none.
 * False where a word is no role; it is then in *bad. */
bool roles_read(struct str words, unsigned *roles, struct str *bad);
/* The roles as words set apart by spaces, in `a`; "none" for none. */
struct str roles_text(struct arena *a, unsigned roles);

/* Whether `unit` (an id, or UNIT_WHOLE) is the actor's, under it, or neither.
 * Who reaches the whole ledger has every unit under them. */
bool rights_reach(struct arena *a, const struct ledger_state *state, const struct actor *actor,
		  int64_t unit, enum reach *out, struct err *e);

#endif
