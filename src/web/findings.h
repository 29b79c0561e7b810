/*
 * What the pages of the ledger's list share: its columns, and the list as a file.
 */
#ifndef WEB_FINDINGS_H
#define WEB_FINDINGS_H

#include "web/web.h"

enum column_when { COLUMN_ALWAYS, COLUMN_USUAL, COLUMN_CHOSEN };

struct findings_column {
	struct str name; /* as chosen */
	struct str key;  /* of a row's member */
	enum msg head;
	int width;       /* of a sheet's column, in characters */
	enum column_when when;
};

extern const struct findings_column findings_columns[];
extern const int findings_column_count;

/* Whether the request shows the column: it is always shown, chosen, or one of the
 * usual where none was chosen. */
bool findings_column_shown(const struct request *rq, int i);
/* Adds `measures_of` (done/all of those that do not recur) to a row. */
void findings_finish_row(struct arena *a, struct val *row);
/* All that the filters leave, as csv or xlsx by `format`. LIMIT where it is more
 * than a sheet that people can use. */
bool findings_file(struct request *rq, struct answer *out, struct err *e);

#endif
