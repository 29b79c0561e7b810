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
/* Whether a form can be made for the verb from the table alone. */
bool verb_has_form(const struct verb *verb);
/* Puts a form's fields for all of the verb's; `finding` fills them, or NULL. */
void act_form_put(struct request *rq, struct val *form, const struct verb *verb,
		  const struct val *finding);
/* The fields of the verb as given; each fault is noted. */
struct val *act_form_read(struct request *rq, const struct verb *verb, const struct val *finding);
/* A UTC time as the clock in China shows it, in `a`. */
struct str china_time(struct arena *a, struct str utc);

#endif
