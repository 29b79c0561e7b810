/*
 * The progress notice 整改进展情况的通报 as a document (out/txt.h), from the
 * tree of one inspection: the keys of the notice's JSON form with `position`,
 * `flows`, `heading` and `label` (see notice_val).
 *
 * Everything stands in the order of `position`; what `flows` runs on in the
 * paragraph before it. The contact and the disclosure period are said in the
 * prose of the tail and are not printed again. Issuer and date sign it; a notice
 * without a date is not signed.
 */
#ifndef DOC_PROGRESS_NOTICE_H
#define DOC_PROGRESS_NOTICE_H

#include "base/err.h"
#include "base/val.h"

/* The document, in `a`; borrows the tree's text. BAD_INPUT where an item of the
 * tree has no position. */
bool progress_notice_doc(struct arena *a, const struct val *tree, const struct val **doc,
			 struct err *e);

#endif
