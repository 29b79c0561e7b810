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

#endif
