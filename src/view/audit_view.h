/*
 * Dangerous configuration, found by looking: who may do too much, who logs in
 * weakly, which files others can read, what is open to the network, what was not
 * done for too long. Adding a check is adding a row to the table in audit_view.c.
 */
#ifndef VIEW_AUDIT_VIEW_H
#define VIEW_AUDIT_VIEW_H

#include "store/ops.h"

struct audit_row {
	struct str name;
	int severity;  /* enum severity of notice/check/check.h: hints are no fault */
	enum msg says; /* what is wrong: {1} who or what */
	enum msg todo; /* what to do */
};

/* The table. */
const struct audit_row *audit_rows(int *count);

/* Looks at the ledger at `place`, open as `s`; `o` is its operating state, NULL
 * where it has none. `now`: seconds since 1970. *out is a list, in `a`, of what was
 * found, in the table's order, each
 *	check severity (error, warning, hint) about (who or what) says todo */
bool view_audit(struct store *s, struct ops *o, const struct store_place *place,
		struct arena *a, int64_t now, enum lang lang, const struct val **out,
		struct err *e);

#endif
