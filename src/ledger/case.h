/*
 * Cases as other verbs reach them: a finding may be opened again upon one.
 */
#ifndef LEDGER_CASE_H
#define LEDGER_CASE_H

#include "ledger/verb.h"

/* Links the case `code` to the finding of that code. NOT_FOUND where there is no
 * such case. */
bool case_link(struct decision *d, struct str code, struct str finding, struct err *e);

#endif
