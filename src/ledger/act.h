/*
 * The action door. Whatever changes the ledger is an action; ledger_decide()
 * checks it against the table of verbs and says which rows it changes. Pure:
 * what stands in the ledger is asked through struct ledger_state, the time
 * comes with the action. The store applies what was decided (store_act).
 */
#ifndef LEDGER_ACT_H
#define LEDGER_ACT_H

#include "ledger/effect.h"

enum { VERSION_ANY = -1 };

struct action {
	struct str actor;          /* who: 1..300 bytes, a person of the ledger */
	struct str verb;
	struct str target;         /* code of the object acted on; STR_NONE: the ledger */
	const struct val *fields;  /* a map; NULL = none */
	struct str key;            /* idempotency key, at most 200 bytes; STR_NONE = none */
	int64_t version;           /* of the target as the actor last saw it, or VERSION_ANY */
	struct str happened;       /* UTC; STR_NONE = when recorded */
	struct str recorded;       /* UTC; STR_NONE: the store's clock */
};

/* What a decision asks of what stands in the ledger: one row of named values. */
enum question {
	ASK_LEDGER,             /* (): name, started, changed (events so far) */
	ASK_EVENT,              /* (seq): actor, verb, recorded */
	ASK_UNIT_BY_NAME,       /* (name): id, short_name */
	ASK_UNIT_LAST,          /* (): id, the greatest */
	ASK_INSPECTION_LAST,    /* (): id, the greatest */
	ASK_INSPECTION_NUMBER,  /* (year): number, the greatest */
	ASK_NOTICE_BY_SOURCE,   /* (sha256): inspection, code */
	ASK_UNIT,               /* (id): id, name, parent */
	ASK_PERSON,             /* (name): id, name, unit, roles, changed */
	ASK_PERSON_LAST,        /* (): id, the greatest */
	ASK_OTHER_ADMIN,        /* (id): id of another who manages the whole ledger */
	ASK_INSPECTION,         /* (code): id, code, unit, feedback, changed, and the
				   last of what is its: see ask.sql */
	ASK_CATEGORY_BY_TITLE,  /* (inspection, title): ordinal */
	ASK_FINDING,            /* (code): the finding, its unit, the last of what is
				   its, what stands in the way of closing */
	ASK_MEASURE,            /* (inspection, finding, ordinal) */
	ASK_DECISION,           /* (inspection, finding, ordinal): verb, actor, date */
	ASK_REPORT_BY,          /* (inspection, finding, actor): ordinal, date of what they
				   reported or attached */
	ASK_EXTENSION,          /* (inspection, finding, ordinal) */
	ASK_PACK,               /* (id): id, name, text */
	ASK_PACK_BY_NAME,       /* (name): the newest; id, name, text */
	ASK_PACK_LAST,          /* (): id, the greatest */
	ASK_REVIEW_BY,          /* (inspection, finding, asked, actor): level, date */
	ASK_ROW,                /* (object, key …): its row as it stands */
	ASK_SUPPORT,            /* (inspection, finding, unit): active */
	ASK_INDICATOR,          /* (inspection, finding, measure, ordinal) */
	ASK_MILESTONE,          /* (inspection, finding, measure, ordinal) */
	ASK_STEP,               /* (object, id, ordinal): verb, actor, date */
	ASK_ORDER,              /* (code): the order, `steps` so far */
	ASK_ORDER_LAST,         /* (year): the greatest id; number, of that year */
	ASK_ORDER_ITEM_AFTER,   /* (id, inspection, finding): the next item's */
	ASK_CASE,               /* (code) */
	ASK_CASE_LAST,          /* (year) */
	ASK_REGULATION,         /* (code) */
	ASK_REGULATION_LAST,    /* (year) */
	ASK_EVIDENCE,           /* (code): the evidence, with its finding's state and unit */
	ASK_EVIDENCE_ITEM,      /* (inspection, finding, measure): item, the greatest */
	ASK_EVIDENCE_BYTES,     /* (unit): bytes kept for its inspections */
	ASK_SETTING,            /* (name): name, value */
	ASK_SHEET_BY_SOURCE,    /* (sha256): code */
	ASK_REGISTER,           /* (id): id, name, text */
	ASK_REGISTER_OF,        /* (name, unit; 0: the whole ledger's): the newest */
	ASK_REGISTER_LAST,      /* (): id, the greatest */
	ASK_RECORD,             /* (code): the record, `steps` so far */
	ASK_RECORD_LAST,        /* (year): the greatest id; number, of that year */
	ASK_PUBLICATION,        /* (code): the notice, its inspection's pack, `steps` so far */
	ASK_PUBLICATION_LAST,   /* (year) */
	ASK_PUBLICATION_TEXT,   /* (id, version): text */
	ASK_PUBLICATION_HAND,   /* (id, person): hand */
	ASK_COUNT
};

enum { ASK_ABOUT_MOST = 6 };

struct ledger_state {
	void *with;
	/* Answers `q` in `a`; *row is NULL where there is none. `about` is the
	 * question's argument, a list where it has several, NULL for none. */
	bool (*ask)(void *with, struct arena *a, enum question q, const struct val *about,
		    const struct val **row, struct err *e);
};

struct outcome {
	struct effects effects;    /* in the order to apply them */
	struct str target;         /* code of what was made or changed */
	bool same;                 /* the ledger holds it already: nothing to do */
	const struct val *logged;  /* the fields that the event keeps: a map */
	struct val *told;          /* dates that the rule pack set: a list, NULL = none;
				      see pack_use.h */
};

/* Checks the action and decides. Errors: BAD_INPUT (verb, fields), LIMIT,
 * NOT_FOUND (target), DENIED (rights, second person), CONFLICT (state, stale
 * version), and what asking gave. */
bool ledger_decide(struct arena *a, const struct action *act, const struct ledger_state *state,
		   struct outcome *out, struct err *e);

/* Checks what every action has, whatever its verb: actor, key, times. */
bool action_check(const struct action *act, struct err *e);

#endif
