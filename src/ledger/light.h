/*
 * The light 亮灯 of a finding: how it stands to its date, by the rules of its
 * pack. Pure: the day comes with the question. A light is always a word; the
 * colour only repeats it.
 */
#ifndef LEDGER_LIGHT_H
#define LEDGER_LIGHT_H

#include "ledger/pack.h"

/* A finding, or one of its measures. Dates that are not known are none. */
struct light_case {
	enum state state;      /* of the finding */
	struct date due, closed, today;
	struct date start;     /* time counts from here: feedback, or reopening */
	int64_t measures, done; /* those that do not recur */
	struct date open_due;  /* the first date among measures that are not done */
};

/* The first rule of the pack that holds; NULL where none does, as without a due
 * date, or once withdrawn. What is closed is measured against its day of closing,
 * for good: it neither gets later nor comes back in time. */
const struct pack_light *light_of(const struct pack *p, const struct light_case *c);

#endif
