/*
 * What the pages about findings share.
 */
#ifndef WEB_FINDING_H
#define WEB_FINDING_H

#include "ledger/verb.h"
#include "web/web.h"

/* The finding's row (ASK_FINDING) where who asks may see it: it is of their
 * unit or of one under it, or such a unit leads the work; else NOT_FOUND. */
bool finding_seen(struct request *rq, struct str code, const struct val **row, struct err *e);
/* A UTC time as the clock in China shows it, in `a`. */
struct str china_time(struct arena *a, struct str utc);
/* The content type of a kept picture that a page may show; STR_NONE of what is none. */
struct str picture_type(struct str kind);
/* Puts what a page shows beside each row of the list `evidence`:
 * `size_word`, `live` (not void), `preview` (bool). */
void evidence_put(struct request *rq, const struct val *evidence);
/* Beside each measure of a finding `kind_name`, `every_name`, and of a recurring one
 * `next_due` and `dates`, its next days [text…]; whether there are `any_indicators`,
 * `any_milestones`. */
void measures_put(struct request *rq, const struct val *measures);

#endif
