/*
 * The notice of one inspection as the ledger holds it: the same tree, key for
 * key, that notice_val() made of the file.
 */
#ifndef VIEW_NOTICE_VIEW_H
#define VIEW_NOTICE_VIEW_H

#include "store/store.h"

/* The tree of the inspection `code`, in `a`; with `layout` also what writing
 * the notice needs (see notice/parse.h). NOT_FOUND where there is no such
 * inspection. Opens and closes a group of statements. */
bool view_notice(struct store *s, struct arena *a, struct str code, bool layout,
		 const struct val **out, struct err *e);

#endif
