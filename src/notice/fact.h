/*
 * What the two halves of fact finding share: facts.c walks a measure's text,
 * fact_date.c reads its dates.
 */
#ifndef NOTICE_FACT_H
#define NOTICE_FACT_H

#include "notice/parser.h"
#include "text/dates.h"

/* How far a clause or sentence is followed to tell a date's year or plan. */
enum { FACT_CLAUSE_BYTES = 600 };

struct facts LIST(struct fact);

struct fact_scan {
	struct parser *p;
	struct str s;          /* the measure's text */
	struct facts facts;
	int year;              /* the last year said in the measure, 0 = none */
	struct fact *last_date;/* of a range: the date before 至 */
};

/* A date or range of dates at `at`: adds its facts and returns the offset
 * behind it; -1 where none starts there. */
ptrdiff_t fact_date(struct fact_scan *f, ptrdiff_t at);
/* The words of the clause around `at`: from the last ，。；： before it. */
struct str fact_clause_before(struct str s, ptrdiff_t at);
/* What follows at `at` up to a stop, at most 16 characters: free words. */
struct str fact_of(struct str s, ptrdiff_t at);

#endif
