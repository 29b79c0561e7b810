/*
 * Inside the pages of importing: what the previews of a notice and of a sheet share.
 */
#ifndef WEB_IMPORT_VIEW_H
#define WEB_IMPORT_VIEW_H

#include "web/import.h"

enum { PREVIEW_LINES = 150, PREVIEW_ROWS = 60, DOUBTS_SHOWN = 40 };

struct preview {
	struct request *rq;
	const struct import *x;
	struct val *tree;
	int64_t from, most;              /* the line from which on blocks are shown, how many
					    lines; a block is shown whole */
	struct val *blocks, *doubts;     /* of the page; all, as far as they are listed */
	int64_t count[SEVERITY_ERROR + 1];
};

/* A doubt about line `n`, for the list above and, by preview_doubts(), beside it. */
struct val *preview_doubt(struct preview *p, int64_t n, enum severity severity, struct str text);
/* The doubts of the line as a list. */
struct val *preview_doubts(struct preview *p, const struct val *all, int64_t n);
/* A fact of the head: {label value missing changed}. */
void preview_fact(struct preview *p, struct str label, struct str value, bool changed);

void preview_notice(struct preview *p);
void preview_sheet(struct preview *p);

#endif
