/*
 * What the ledger holds, for lists and for looking at one thing.
 */
#ifndef VIEW_LEDGER_VIEW_H
#define VIEW_LEDGER_VIEW_H

#include "base/date.h"
#include "store/store.h"

enum view_list { VIEW_INSPECTIONS, VIEW_FINDINGS, VIEW_MEASURES, VIEW_ORDERS, VIEW_CASES,
		 VIEW_REGULATIONS, VIEW_PUBLICATIONS, VIEW_LISTS };

struct view_reach;

/* The last row seen of a list; all 0 before the first. */
struct view_key {
	int64_t inspection, finding, measure;
	struct date today;              /* of lights; none: today in China */
	const struct view_reach *reach; /* whose findings (reach.h); NULL: all */
};

/*
 * At most `most` rows after *key, in the order of their codes; *key moves to
 * the last of them. Fewer than `most`: the list is at its end. A row has
 *	inspections  code unit short_name kind authority team inspected start end
 *	             feedback title published findings measures
 *	findings     code unit short_name category ordinal title state state_name
 *	             progress progress_name class due owner closed reopened measures
 *	             light light_word outward (see names.h)
 *	measures     finding finding_title ordinal label text facts
 *	orders       code unit person level level_name text issued due state
 *	             state_name replied findings
 *	cases        code unit channel channel_name received text state state_name
 *	             due handler finding
 *	regulations  code unit title document in_force review state state_name
 *	             findings
 *	publications code unit inspection wording wording_name title version author
 *	             state state_name published until
 * where findings, measures, facts are numbers of them, and *_name is the word
 * in `lang`.
 */
bool view_list(struct store *s, struct arena *a, enum view_list list, struct view_key *key,
	       int64_t most, enum lang lang, struct val **rows, struct err *e);
/* "inspections", "findings" …; false where `name` is none. */
bool view_list_named(struct str name, enum view_list *out);

/*
 * The inspection, finding, order, case, regulation, record or publication `code`, in
 * `a`; NOT_FOUND where there is none. All have `object` ("inspection", "finding",
 * "order", "case", "regulation", "record", "publication") and `events` [{seq recorded
 * happened
 * actor verb target}…], the newest last; a finding's with its inspection's.
 *	inspection  … as in its list, and notice {issuer title published phone
 *	            address postcode email}, categories [{ordinal title findings
 *	            [{code ordinal title state state_name measures}…]}…],
 *	            evidence [{ordinal name kind size sha256}…]
 *	finding     … as in its list, and inspection {code kind team feedback},
 *	            category {ordinal title}, version, detail, class class_name,
 *	            standard, leader, lead_unit, plan_due, due_rule (the pack's
 *	            deadline that set due), level of levels (of its review),
 *	            report_due, light light_word outward, phone, amount (yuan, a
 *	            text), support [unit…], recurrence_of, repeated_by [code…],
 *	            split_from, parts [code…], measures [{ordinal label text
 *	            progress progress_name reported kind every starts due owner
 *	            facts […]}…], evidence [… as evidence_view.h has it],
 *	            reports [{ordinal measure actor date text progress reason
 *	            next}…], decisions [{ordinal verb actor date
 *	            version state asked asked_by text due score; of an extension
 *	            original extension granted, of a look-back lookback sample}…];
 *	            of a measure also indicators [{ordinal name unit target actual
 *	            stated register counts chosen since until}…] (`actual` is what
 *	            the register counts, where one is named), milestones [{ordinal name planned
 *	            actual}…]; orders, regulations, cases,
 *	            records [code…]
 *	record      as register_view.h has it, title, definition, version, steps
 *	order, case, regulation, publication: what office_view.c picks, version, findings [{code
 *	            title state due}…], steps [{ordinal verb actor date version
 *	            state asked asked_by text due}…]; a publication's versions
 *	            [{version author date}…]
 */
bool view_show(struct store *s, struct arena *a, struct str code, enum lang lang,
	       const struct val **out, struct err *e);

#endif
