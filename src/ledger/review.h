/*
 * Inside the ledger: the chain of review 逐级审核. An application to close passes
 * the levels of the rule pack one after another; each is another person's, none
 * of them who applied or reported, and the last one closes. Without a chain there
 * is one level, whose rights are those of the table of verbs.
 */
#ifndef LEDGER_REVIEW_H
#define LEDGER_REVIEW_H

#include "ledger/step.h"

/* Who may verify or return at the level at which the target stands. */
bool review_rights(struct decision *d, struct rights *out, struct err *e);
/* DENIED: which level it is, and whose, of a chain of several. */
bool review_denied(struct decision *d, const struct rights *rights, struct err *e);
/* Notes the level of this step; DENIED where its actor verified an earlier one,
 * CONFLICT where the verb is the last level's and this is none. */
bool review_begin(struct step *p, struct err *e);
/* Whether the step is at the last level. */
bool review_last(const struct step *p);
/* Passes the level: the finding stays applied for. */
bool review_raise(struct step *p, struct err *e);

#endif
