/*
 * A notice that is drafted, reviewed or published, as its page reads it: the text by
 * paragraphs, the checker's defects beside each, every number with what proves it.
 */
#ifndef VIEW_PUBLICATION_VIEW_H
#define VIEW_PUBLICATION_VIEW_H

#include "store/store.h"

/*
 * What view_show() gives of the notice `code` (NOT_FOUND where there is none), and
 *	lines    [{n, style (out/txt.h), parts, defects}…]; parts [{text, claim}…], a
 *	         claim being null or {word: proved, planned, differs or unproved, name,
 *	         href, why}; defects [{severity, severity_name, text, rule, bars}…]
 *	defects, bars, claims, unproved: how many of each; `bars`: that forbid publishing
 *	others   [{code wording wording_name state state_name}…]: the inspection's other
 *	         notices
 */
bool view_publication(struct store *s, struct arena *a, struct str code, enum lang lang,
		      const struct val **out, struct err *e);

/* What is other between two versions of its text, paragraph by paragraph: [{sign: same,
 * gone or new, text}…]. NOT_FOUND where there is no such version. */
bool view_publication_diff(struct store *s, struct arena *a, struct str code, int64_t from,
			   int64_t to, struct val **out, struct err *e);
/* The text of a version, 0: the one that stands. */
bool view_publication_text(struct store *s, struct arena *a, struct str code, int64_t version,
			   struct str *out, struct err *e);

#endif
