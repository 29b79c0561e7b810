/*
 * The states of what actions act on: one table of their names in the ledger
 * and outward. A set of states is a set of bits.
 */
#ifndef LEDGER_STATE_H
#define LEDGER_STATE_H

#include "base/lang.h"

enum state {
	STATE_NONE = 1,              /* not there yet */
	STATE_OPEN = 2,              /* there, without a life of its own */
	STATE_ISSUED = 1 << 2,       /* 已反馈; from here on: a finding */
	STATE_CLAIMED = 1 << 3,      /* 已认领 */
	STATE_DISPUTED = 1 << 4,     /* 有异议 */
	STATE_PLANNED = 1 << 5,      /* 方案待审 */
	STATE_RECTIFYING = 1 << 6,   /* 整改中 */
	STATE_RETURNED = 1 << 7,     /* 退回整改 */
	STATE_APPLIED = 1 << 8,      /* 申请销号 */
	STATE_CLOSED = 1 << 9,       /* 已销号 */
	STATE_STAGE = 1 << 10,       /* 阶段性完成 */
	STATE_HELD = 1 << 11,        /* 巩固 */
	STATE_REOPENED = 1 << 12,    /* 反弹重开 */
	STATE_UNRECTIFIED = 1 << 13, /* 未整改到位关闭 */
	STATE_WITHDRAWN = 1 << 14    /* 撤销 */
};

enum {
	/* under way: reported on, extended, applied for */
	STATES_WORK = STATE_RECTIFYING | STATE_RETURNED | STATE_REOPENED,
	/* before the work */
	STATES_EARLY = STATE_ISSUED | STATE_CLAIMED | STATE_DISPUTED | STATE_PLANNED,
	/* over, unless it comes up again */
	STATES_OVER = STATE_CLOSED | STATE_HELD | STATE_UNRECTIFIED,
	STATES_FINDING = STATES_EARLY | STATES_WORK | STATES_OVER | STATE_APPLIED | STATE_STAGE |
			 STATE_WITHDRAWN
};

/* A finding's states, in the order of its life. */
struct state_row {
	struct str name;
	enum state state;
	enum msg outward;
};

extern const struct state_row state_rows[];
extern const int state_count;

/* The state of that name, 0 where there is none; and its row, or NULL. */
enum state state_find(struct str name);
const struct state_row *state_row_of(enum state state);

#endif
