/*
 * Forms to print and sign, as documents (out/txt.h), from what view_show tells of
 * an object: what the ledger holds is filled in, where it holds nothing there is
 * room to write. Labels in `lang`.
 */
#ifndef DOC_FORM_H
#define DOC_FORM_H

#include "base/lang.h"
#include "base/val.h"

/* 销号审批表: the closing of a finding, with the newest application for it and
 * the opinions on that, a row a level of its review. */
const struct val *form_closing(struct arena *a, const struct val *finding, enum lang lang);
/* 督办单: a supervision order with its findings, its reply and what was said of
 * that. */
const struct val *form_order(struct arena *a, const struct val *order, enum lang lang);
/* 问题清单: the findings of an inspection, each as view_show tells it, on pages
 * that lie. */
const struct val *form_list(struct arena *a, const struct val *inspection,
			    const struct val *findings, enum lang lang);

#endif
