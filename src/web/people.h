/*
 * What the page of a person and one's own page share: sessions, and what a person
 * signs in with. No secret gets into a page.
 */
#ifndef WEB_PEOPLE_H
#define WEB_PEOPLE_H

#include "web/web.h"

/* Puts `sessions` [{id started seen address agent here}…], those that still hold. */
bool sessions_put(struct request *rq, struct val *tree, int64_t person, struct err *e);
/* Puts `password`, `code_open`, `totp` (each yes or no), `changed` and `login` (times). */
bool credential_put(struct request *rq, struct val *tree, int64_t person, struct err *e);
/* Seconds since 1970 as the clock in China shows them; STR_NONE for 0. */
struct str clock_of(struct request *rq, int64_t seconds);

#endif
