/*
 * Working days in China: weekdays but for public holidays, and the Saturdays and
 * Sundays that are worked instead. The State Council announces them a year at a
 * time, so they are data (holidays.tsv); a year without rows is not known, and
 * nothing here guesses it.
 */
#ifndef TEXT_WORKDAY_H
#define TEXT_WORKDAY_H

#include "base/date.h"
#include "base/err.h"

/* Takes the table that is built in and, where `folder` is not empty and has a
 * holidays.tsv, its rows; a later row of a day stands. BAD_INPUT names file and
 * line. Without it the table that is built in is used. */
bool workday_open(struct str folder, struct err *e);
/* Forgets the table. */
void workday_close(void);

enum workday { WORKDAY_UNKNOWN, WORKDAY_OFF, WORKDAY_ON };
/* What the day is; unknown where its year has no rows. */
enum workday workday_of(struct date d);
/* Working days from `from` to `to`, both counted; -1 where a year is unknown. */
int workday_count(struct date from, struct date to);
/* The n-th working day after `from`, which is not counted itself; n is 1 or
 * more. False where a year on the way is unknown: it is that of *out then. */
bool workday_after(struct date from, int n, struct date *out);

#endif
