/*
 * A rule pack 规则包: what differs from place to place, as data: deadlines, the
 * outward names of states, lights, the completion formula, the chain of review,
 * reminders, extensions. A pack's text is a row of the ledger and belongs to the
 * inspections that use it; an inspection without one goes by the pack `默认`,
 * which sets no date. The format is told in docs/rulepacks.md.
 */
#ifndef LEDGER_PACK_H
#define LEDGER_PACK_H

#include "base/date.h"
#include "base/embed.h"
#include "ledger/conf.h"
#include "ledger/rights.h"
#include "ledger/state.h"

enum {
	PACK_BYTES = CONF_BYTES, /* of a text at most */
	PACK_NAME = CONF_NAME,
	PACK_DEADLINES = 32,
	PACK_STATES = 96,
	PACK_LEVELS = 4,
	PACK_REMINDERS = 16,
	PACK_DECIMALS = 4
};

enum pack_unit { PACK_DAYS, PACK_WORKING_DAYS, PACK_MONTHS };
/* What a deadline is counted from. */
enum pack_event { PACK_FEEDBACK, PACK_ISSUE, PACK_CLAIM, PACK_APPROVE, PACK_DUE,
		  PACK_PUBLISH };
/* What it sets: the day on which the plan is due, the finding itself, the report
 * on the whole (counted from the feedback) or on the finding (from its date); the day until which a
 * notice is displayed, counted from its publishing. */
enum pack_sets { PACK_SETS_PLAN, PACK_SETS_DUE, PACK_SETS_REPORT, PACK_SETS_DISPLAY };
/* What a light may be lit for. */
enum pack_light_when {
	PACK_CLOSED_LATE,
	PACK_CLOSED,
	PACK_OVERDUE,
	PACK_BEHIND,
	PACK_NEAR,
	PACK_ON_TRACK,
	PACK_LIGHTS
};
enum pack_rounding { PACK_HALF_UP, PACK_DOWN };
/* The sections of a text, each with the source of its figures. */
enum pack_section {
	PACK_IN_PACK,
	PACK_IN_DEADLINE,
	PACK_IN_STATES,
	PACK_IN_LIGHTS,
	PACK_IN_COMPLETION,
	PACK_IN_REVIEW,
	PACK_IN_REMINDERS,
	PACK_IN_EXTENSION,
	PACK_SECTIONS
};

struct pack {
	struct str name, english;
	struct pack_deadline {
		struct str name;
		int number;
		enum pack_unit unit;
		enum pack_event after;
		enum pack_sets sets;
		struct str class; /* of findings; STR_NONE: any */
		bool off;
		struct str source;
		int line;
		unsigned keys;    /* named so far, while reading */
	} deadline[PACK_DEADLINES];
	int deadlines;
	struct pack_state {
		enum state state;
		struct str of; /* a class or progress; STR_NONE: any */
		struct str outward[LANG_COUNT];
	} state[PACK_STATES];
	int states;
	struct pack_light {
		enum pack_light_when when;
		struct str colour; /* none green blue yellow red */
		struct str word[LANG_COUNT];
	} light[PACK_LIGHTS];      /* the first that holds counts */
	int lights;
	int near_days;             /* near: due within so many days */
	int behind_points;         /* behind: so many percent of the time more gone
				      than of the measures done; 0: not asked */
	unsigned counts;           /* states that count as rectified */
	bool withdrawn_apart;      /* what was withdrawn is not in the denominator */
	int decimals;              /* of a rate in percent */
	enum pack_rounding rounding;
	struct rights level[PACK_LEVELS]; /* who verifies there */
	int levels;                       /* 0: one, as the table of verbs has it */
	int reminder[PACK_REMINDERS];     /* days before the due date */
	int reminders;
	int extensions;            /* granted at most; 0: no bound */
	int extension_days;        /* after the first date at most; 0: no bound */
	int extension_ahead;       /* asked for so many days before the due date */
	struct str source[PACK_SECTIONS];
};

/* Reads a text, borrowed: what it has no section for is the default pack's, but
 * for deadlines and levels. BAD_INPUT, LIMIT with the line and what to do. */
bool pack_read(struct arena *a, struct str text, struct pack *out, struct err *e);

/* The packs that the program carries. */
extern const struct embed pack_files[];
/* The text of the one named so (its name, its English name); STR_NONE. */
struct str pack_carried(struct arena *a, struct str name);
/* The pack of an inspection that uses none; the same for the whole process. */
const struct pack *pack_default(void);

/* The deadline that sets this for a finding of the class, counted from the
 * event; one for the class itself goes before one for any. NULL: none. */
const struct pack_deadline *pack_deadline(const struct pack *p, enum pack_sets sets,
					  enum pack_event after, struct str class);
/* Its day counted from `from`. False where the holidays of a year are not known,
 * the year in *out, or the calendar ends. */
bool pack_day(const struct pack_deadline *d, struct date from, struct date *out);
/* The deadline in words: 集中整改：反馈后3个月; in `a`. */
struct str pack_deadline_says(struct arena *a, const struct pack_deadline *d, enum lang lang);
/* The outward name of a state; the more exact row first: progress, class, any.
 * STR_NONE where the pack has none. */
struct str pack_outward(const struct pack *p, enum state state, struct str class,
			struct str progress, enum lang lang);
/* n of `of` in percent, rounded as the pack has it; `of` is not 0. */
double pack_percent(const struct pack *p, int64_t n, int64_t of);

#endif
