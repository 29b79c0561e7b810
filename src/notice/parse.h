/*
 * Paragraphs to the notice tree.
 */
#ifndef NOTICE_PARSE_H
#define NOTICE_PARSE_H

#include "base/val.h"
#include "in/source.h"
#include "notice/tree.h"

/* Any text parses: what is no notice gives a tree with little in it. The tree
 * lives in `a` and borrows nothing of `src` but its name. */
struct notice *notice_parse(struct arena *a, const struct source *src);

/*
 * The tree in its JSON form, every key present, in `a`; borrows the notice's
 * text. Keys: issuer title published inspection contact disclosure sections
 * categories prose totals.
 *
 * With `layout`, what the ledger needs to write the notice again stands in it
 * too. Every section, category, finding, measure and prose has
 *   position  its place in the order of the notice (an offset, unique)
 *   flows     true: it runs on in the paragraph of what stands before it
 * and sections, categories and findings have `heading`, their heading as
 * printed with number and final stop (null where nameless); measures `label`,
 * the printed number that is no part of their text (`（1）`, else null); a
 * measure's or prose's text may hold line breaks.
 */
struct val *notice_val(struct arena *a, const struct notice *n, bool layout);

#endif
