/*
 * Files that were uploaded to be adopted: kept among the operating state until they
 * are, for who uploaded them alone. What is kept is a draft (intake/draft.h), in two
 * rows of OPS_TABLE_DRAFT: `import/ID`, which changes, and `import-body/ID`, what was
 * read. Beside the draft's own members there are
 *
 *	state    reading, failed, open, adopting, adopted
 *	version  counts changes: who saves upon an older one is told so
 *	tries    how often a job began to read it
 *	refusal  {zh en}: why it could not be read, or was not adopted; null
 *	code     of what was adopted; same: it was there already; findings, measures
 */
#ifndef WEB_IMPORT_H
#define WEB_IMPORT_H

#include "intake/draft.h"
#include "web/engine.h"
#include "web/jobs.h"

struct import {
	struct ops *ops;
	struct arena *a;
	int64_t person;
	struct str id;
	struct val *draft;
};

/* A new one of that file, its state `reading`, with the job that reads it. */
bool import_start(struct request *rq, const struct val *file, struct str *id, struct err *e);
/* The draft of the path's {draft}, of who asks; NOT_FOUND where it is not there, or
 * has been swept. */
bool import_open(struct request *rq, struct import *x, struct err *e);
/* The same in a job. */
bool import_find(struct import *x, struct err *e);
/* Keeps the draft as it is now, with a state and, where `job` is one, the job that goes
 * on with it. CONFLICT where it is not of the version `seen` any more. */
bool import_keep(struct import *x, struct str state, struct str job, struct str actor,
		 int64_t seen, struct err *e);
/* The drafts of who asks, without what was read: [{id name state what code changed}…]. */
bool import_list(struct request *rq, struct val **list, struct err *e);
/* Takes it away. */
bool import_drop(struct import *x, struct err *e);

/* What its name is, its state, its version. */
struct str import_name(const struct import *x);
struct str import_state(const struct import *x);
int64_t import_version(const struct import *x);

/* Puts blocks of the draft from the line `from` on, about `most` lines, each its lines
 * or rows with the doubts beside them and what was made of them; the facts of the
 * head, all doubts, counts, links to the pages before and after. */
void import_preview(struct request *rq, const struct import *x, int64_t from, int64_t most,
		    struct val *tree);
/* How many lines or rows a page shows. */
int64_t import_page(const struct import *x);
bool import_is_sheet(const struct import *x);
/* The address of a line on the page of the draft. */
struct str import_link(struct request *rq, const struct import *x, int64_t n);
/* "F12": the cell of a sheet by its row's number and its column, from 0. */
struct str import_cell(struct arena *a, int64_t row, int column);
/* The first and the last line of the block of a notice that the line is in. */
void import_block(struct arena *a, const struct import *x, const struct notice *n, int line,
		  int *first, int *last);

/* import_jobs.c: the jobs `read-import` and `adopt-import`. */
bool import_read_job(struct job *j, struct val **result, struct err *e);
bool import_adopt_job(struct job *j, struct val **result, struct err *e);

#endif
