/*
 * When a recurring measure (学习、巡查、更新 …) comes due. Pure calendar.
 */
#ifndef LEDGER_RECUR_H
#define LEDGER_RECUR_H

#include "base/date.h"

/* The n-th due date, 0 being `starts`, at every `every`: day, week, month,
 * quarter, year. A month without that day has its last day (01-31, 02-28,
 * 03-31). No date where `every` is none of these, `n` is negative, or the date
 * would lie past 9999. */
struct date recur_date(struct date starts, struct str every, int n);
/* The first due date after `reported`, the day of the last report; `starts`
 * where there is no report. A report on a due date answers for it. */
struct date recur_due(struct date starts, struct str every, struct date reported);

#endif
