/*
 * Counting a register's records: they stream past once, what is kept is a number a
 * count, the values that distinct ones have seen, and for monthly minimums a
 * number a month.
 */
#ifndef LEDGER_TALLY_H
#define LEDGER_TALLY_H

#include "ledger/register.h"

enum { TALLY_MONTHS = 1200 };

/* A record as it is counted. */
struct tally_record {
	struct str date; /* YYYY-MM-DD */
	int node;        /* how many it passed */
	struct tally_value {
		bool given;
		struct str text; /* of a text, a choice, yes-no, a date */
		int64_t number;
	} value[REGISTER_FIELDS]; /* by field */
};

struct tally;

/* `only`: NULL, or what every record must fulfil beside. `from`, `to`: the period,
 * none: open; months are counted from `from` (the first record's where open) to the
 * last that is over by `to` and `today`. Borrows both. */
struct tally *tally_new(struct arena *a, const struct register_def *def,
			const struct register_filter *only, struct date from, struct date to,
			struct date today);
void tally_add(struct tally *t, const struct tally_record *r);
/* Records that were counted. */
int64_t tally_records(const struct tally *t);
/* What the count came to; false where it is none (0 ÷ 0). A sum of money is in 分. */
bool tally_figure(const struct tally *t, int count, double *out);
/* Whether the count is an amount of money. */
bool tally_is_money(const struct register_def *def, int count);

#endif
