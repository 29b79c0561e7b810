/*
 * Inside the ledger: a decision under the rule pack of its inspection: which pack
 * that is, which dates it sets, what it allows of an extension.
 */
#ifndef LEDGER_PACK_USE_H
#define LEDGER_PACK_USE_H

#include "ledger/pack.h"
#include "ledger/step.h"

/* The pack in force for the target, a finding or an inspection, in d->a. */
bool decision_pack(struct decision *d, const struct pack **out, struct err *e);

/*
 * What a pack set is told in d->out->told, a list of
 *	{sets: plan due report, date, rule: the deadline's name, zh, en: it in words,
 *	 year}
 * date is null where the holidays of `year` are not known: then nothing is set.
 */

/* Of a new inspection: the pack that the field `pack` names, and the date of the
 * report on the whole, counted from `feedback`. */
bool pack_inspection(struct decision *d, struct str feedback, const struct val **cell,
		     struct err *e);
/* Of a finding that is issued: the dates that its cells do not have yet. */
bool pack_new_finding(struct decision *d, const struct val **cell, struct err *e);
/* Of a step at `event` (PACK_DUE: no event of its own): dates that are neither
 * set nor given; those that a pack set are set anew where the class changes. */
bool pack_step_dates(struct step *p, enum pack_event event, struct err *e);

/* The day until which a notice that is published on `from` is displayed: NULL where
 * the pack sets none. */
bool pack_display(struct decision *d, struct str from, const struct val **until, struct err *e);

/* CONFLICT where the pack does not allow to extend from `due` to `asked`; or on
 * this day, or once more. */
bool pack_extension(struct decision *d, struct str due, struct str asked, struct err *e);
bool pack_extension_times(struct decision *d, struct str today, struct str due, struct err *e);

#endif
