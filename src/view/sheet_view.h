/*
 * The ledger as rows of a sheet: one row a measure, its finding's cells repeated.
 */
#ifndef VIEW_SHEET_VIEW_H
#define VIEW_SHEET_VIEW_H

#include "store/store.h"
#include "view/reach.h"

struct sheet_asked {
	struct str inspection; /* by code; STR_NONE: all */
	struct view_reach reach;
};

/* The unit that the sheet is of: that of the inspection, or of all; STR_NONE where
 * there are several, or none. NOT_FOUND where there is no such inspection. */
bool view_sheet_unit(struct store *s, struct arena *a, struct str inspection, struct str *name,
		     struct err *e);

/*
 * Gives each row to `take`, by inspection, finding and measure; false from it ends
 * the walk. A row, which is gone after the call, is a map of texts:
 *	number code kind round category title amount (元) class standard text (of the
 *	measure) leader lead_unit support owner phone starts due state report done
 *	regulation evidence reason next closed opinion note
 * as src/sheet/sheet.h names the columns, each as the sheet writes it, in Chinese;
 * what is not said is absent. NOT_FOUND where there is no such inspection.
 */
bool view_sheet(struct store *s, struct arena *a, const struct sheet_asked *asked,
		bool (*take)(void *with, const struct val *row, struct err *e), void *with,
		struct err *e);

#endif
