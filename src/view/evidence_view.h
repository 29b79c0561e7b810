/*
 * Evidence of an inspection's findings, or of one finding.
 */
#ifndef VIEW_EVIDENCE_VIEW_H
#define VIEW_EVIDENCE_VIEW_H

#include "store/store.h"

/* The last row seen; zeroed before the first. */
struct view_evidence_key {
	int64_t finding, measure, item;
	bool begun;
};

/*
 * At most `most` rows after *key of the evidence of `code`, an inspection's or a
 * finding's; in the order of their numbers. Fewer than `most`: the end. A row:
 *	code (2025-01-017-2-03) number (017-2-03) finding finding_title measure
 *	item title date origin actor name kind size sha256 cleared cleared_by voided
 *	voided_by void_reason
 * where `title` is never null, `measure` 0 is the finding as a whole. NOT_FOUND
 * where the ledger has no such code.
 */
bool view_evidence(struct store *s, struct arena *a, struct str code,
		   struct view_evidence_key *key, int64_t most, struct val **rows, struct err *e);
/* The members of one row of evidence, as above without those of its finding. */
struct val *view_evidence_row(struct arena *a, const struct val *row);

#endif
