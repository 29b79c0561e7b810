/*
 * The states of what actions act on: one table of their names in the ledger
 * and outward. A set of states is a set of
 * bits; each object has bits of its own.
 */
#ifndef LEDGER_STATE_H
#define LEDGER_STATE_H

#include "base/lang.h"
#include "columns.h"

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
	STATE_WITHDRAWN = 1 << 14,   /* 撤销 */
	STATE_IMPORTED = 1 << 15,    /* 已销号（导入）: a sheet says so, nobody here verified */

	ORDER_SENT = 1 << 2,         /* 已发出; 督办单 */
	ORDER_REPLIED = 1 << 3,      /* 已回复 */
	ORDER_SETTLED = 1 << 4,      /* 办结 */
	ORDER_RAISED = 1 << 5,       /* 已升级 */
	ORDER_WITHDRAWN = 1 << 6,

	CASE_INTAKE = 1 << 2,        /* 已受理; 群众意见 */
	CASE_DISPATCHED = 1 << 3,    /* 已交办 */
	CASE_HANDLED = 1 << 4,       /* 已办理 */
	CASE_ANSWERED = 1 << 5,      /* 已答复 */
	CASE_CONFIRMED = 1 << 6,     /* 已确认 */
	CASE_SENT_BACK = 1 << 7,     /* 退回重办 */
	CASE_REFUSED = 1 << 8,       /* 不予受理 */

	REGULATION_IN_FORCE = 1 << 2, /* 施行中; 制度 */
	REGULATION_RETIRED = 1 << 3,  /* 已废止 */

	RECORD_RECORDED = 1 << 2,     /* 已登记 */
	RECORD_VOID = 1 << 3,         /* 作废 */

	NOTICE_DRAFT = 1 << 2,        /* 起草中; 通报 */
	NOTICE_SUBMITTED = 1 << 3,    /* 待保密审查 */
	NOTICE_REVIEWED = 1 << 4,     /* 已过保密审查 */
	NOTICE_APPROVED = 1 << 5,     /* 已批准 */
	NOTICE_PUBLISHED = 1 << 6,    /* 已公开; past its period: 公开期满 */
	NOTICE_WITHDRAWN = 1 << 7
};

enum {
	/* under way: reported on, extended, applied for */
	STATES_WORK = STATE_RECTIFYING | STATE_RETURNED | STATE_REOPENED,
	/* before the work */
	STATES_EARLY = STATE_ISSUED | STATE_CLAIMED | STATE_DISPUTED | STATE_PLANNED,
	/* over, unless it comes up again */
	STATES_OVER = STATE_CLOSED | STATE_HELD | STATE_UNRECTIFIED | STATE_IMPORTED,
	STATES_FINDING = STATES_EARLY | STATES_WORK | STATES_OVER | STATE_APPLIED | STATE_STAGE |
			 STATE_WITHDRAWN,
	STATES_CASE = CASE_INTAKE | CASE_DISPATCHED | CASE_HANDLED | CASE_ANSWERED |
		      CASE_CONFIRMED | CASE_SENT_BACK | CASE_REFUSED,
	STATES_NOTICE_OPEN = NOTICE_DRAFT | NOTICE_SUBMITTED | NOTICE_REVIEWED | NOTICE_APPROVED
};

/* The states of each object that has a life, in the order of it. */
struct state_row {
	enum object_id object;
	struct str name;
	enum state state;
	enum msg outward;
};

extern const struct state_row state_rows[];
extern const int state_count;

/* The object's state of that name, 0 where there is none; and its row, or NULL. */
enum state state_find(enum object_id object, struct str name);
const struct state_row *state_row_of(enum object_id object, enum state state);

#endif
