/*
 * What the cells of a ledger sheet say, one function a kind. Each sets the error
 * and gives false for a cell that says something else; a blank cell says nothing:
 * true, with the value null.
 */
#ifndef SHEET_VALUE_H
#define SHEET_VALUE_H

#include "sheet/sheet.h"

/* What words/states.tsv rows mean. */
enum claim {
	CLAIM_NONE, /* nothing is claimed */
	CLAIM_NOT_STARTED,
	CLAIM_UNDER_WAY,
	CLAIM_PARTLY,
	CLAIM_DONE,
	CLAIM_STRUCK /* struck off */
};

/* A date: 2025-6-1, 2025年6月1日, 2025年6月 (its last day where `last`, else its
 * first), 2025年6月底, 45809 was made a date by the reader. `open`: words such as
 * 长期, 持续 say that there is no date: true with null. */
bool sheet_date(struct arena *a, struct str text, bool last, const struct val **out,
		struct err *e);
/* An amount in 分 (1/100 元); `heading` may hold its unit: 涉及金额（万元）. */
bool sheet_amount(struct arena *a, struct str text, struct str heading, const struct val **out,
		  struct err *e);
/* immediate, staged, continuing. */
bool sheet_class(struct arena *a, struct str text, const struct val **out, struct err *e);
/* What is claimed. */
bool sheet_claim(struct str text, enum claim *out, struct err *e);
/* The ledger's word for it; STR_NONE for none. Struck off is done. */
struct str sheet_progress_word(enum claim claim);
/* `text` without blanks and line ends, and without what stands in brackets at its
 * end, in `a`: how headings and kinds are looked up. */
struct str sheet_bare(struct arena *a, struct str text);

#endif
