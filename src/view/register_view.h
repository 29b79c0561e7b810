/*
 * Registers, their records, and what is counted of them.
 */
#ifndef VIEW_REGISTER_VIEW_H
#define VIEW_REGISTER_VIEW_H

#include "base/date.h"
#include "ledger/tally.h"
#include "store/store.h"

/* [{name title about unit (whose own it is) carried fields counts nodes}…]: those of
 * the ledger, then those that the program carries. `s` may be NULL: no ledger. */
bool view_registers(struct store *s, struct arena *a, enum lang lang, const struct val **out,
		    struct err *e);

/* What a definition says: {name title about date channel fields [{name label type
 * required personal choices [{name label}…]}…] nodes [{name label second needs}…]
 * counts [{name label unit rule of where}…]}. */
const struct val *view_register(struct arena *a, const struct register_def *r, enum lang lang);

enum { RECORDS_LIMIT_MOST = 500 };

/* What of a register is asked for. */
struct records_asked {
	struct str name;      /* the register's, or its title */
	struct str unit;      /* with those under it; STR_NONE: all that is reached */
	struct str person;    /* whose reach; STR_NONE: the whole ledger */
	struct date from, to; /* none: open */
	struct str where;     /* of counts alone: a filter; STR_NONE: none */
	struct str after;     /* of lists alone: the place that the page before told */
	int64_t limit;        /* so too: 1 … RECORDS_LIMIT_MOST */
};

/* The register in force where that is asked for, and the unit's id (0: the whole
 * ledger): NOT_FOUND, DENIED where the unit is not reached. */
bool view_records_of(struct store *s, struct arena *a, const struct records_asked *asked,
		     struct register_def *def, struct str *text, int64_t *unit, struct err *e);

/* A page, by date: {rows [{code date unit about measure node node_name opened state
 * state_name version values {FIELD: text, number, date; money as yuan} cells [text…]
 * nodes [{name label date actor text}…]}…] next}; cells are as people write them, by
 * `def`, one a field. */
bool view_records(struct store *s, struct arena *a, const struct records_asked *asked,
		  const struct register_def *def, int64_t unit, enum lang lang,
		  const struct val **out, struct err *e);

/* {register title unit from to records counts [{name label unit value text}…]}:
 * `value` a number (money in yuan), null for 0 ÷ 0; `text` as people write it. */
bool view_count(struct store *s, struct arena *a, const struct records_asked *asked,
		struct date today, enum lang lang, const struct val **out, struct err *e);

/* What an indicator's register counts for a finding of that unit; *none where the
 * register or the count is no longer there, or it is 0 ÷ 0. The indicator's row has
 * register, counts, chosen, since, until. */
bool view_counted(struct store *s, struct arena *a, const struct val *indicator, int64_t unit,
		  double *out, bool *none, struct err *e);

/* The record of that row as a row of view_records(). */
bool view_record_put(struct store *s, struct arena *a, const struct val *row,
		     const struct register_def *def, enum lang lang, struct val *made,
		     struct err *e);

#endif
