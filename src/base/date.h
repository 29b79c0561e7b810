/*
 * Calendar days: the proleptic Gregorian calendar, no time zone.
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include "base/str.h"

struct date {
	int y; /* 1..9999; 0 = no date */
	int m; /* 1..12 */
	int d; /* 1..31 */
};

bool date_ok(struct date d);
bool date_none(struct date d);
int date_month_days(int y, int m);
/* Days since 1970-01-01 (may be negative), and back. H. Hinnant's civil-day
 * formula: years from March in eras of 400 years. */
int32_t date_days(struct date d);
struct date date_of_days(int32_t days);
/* <0, 0, >0 by the calendar. */
int date_cmp(struct date a, struct date b);
/* 0 = Monday … 6 = Sunday. */
int date_weekday(struct date d);
/* YYYY-MM-DD in `a`. */
struct str date_iso(struct arena *a, struct date d);
/* The date that is the whole of `s` as YYYY-MM-DD; false where it is none. */
bool date_parse(struct str s, struct date *out);

#endif
