/*
 * The operating state beside the ledger: what people log in with, sessions,
 * throttles, saved views, drafts, jobs. It is kept in ops.db of the ledger's
 * folder, or in tables ops_… beside the ledger's in a database server. It is no
 * part of the ledger: no figure depends on it, no event tells of it, verify does
 * not look at it, and losing it harms nothing but that people log in anew.
 *
 * src/store/ops/ops.tsv is the list of its tables. Rows are value maps, keyed by
 * their columns; times are seconds since 1970. One process opens its own, after a
 * fork; writers take turns by ops.lock, or by a row in the database.
 */
#ifndef STORE_OPS_H
#define STORE_OPS_H

#include "ops_sql.h"
#include "store/store.h"

struct ops;

/* Opens the operating state of the ledger at `place`. A writer makes it where
 * there is none, and brings an older one up to date; for a reader it is then
 * NOT_FOUND. The ledger is there already. */
bool ops_open(const struct store_place *place, enum store_mode mode, struct ops **out,
	      struct err *e);
/* Closes; NULL is allowed. What was not committed is undone. */
void ops_close(struct ops *o);

/* Groups what follows, to be kept together or not at all: of a writer, alone from
 * here on (it waits up to 5 seconds for its turn, then CONFLICT). Groups do not
 * nest. Without a group each call stands for itself. */
bool ops_begin(struct ops *o, struct err *e);
bool ops_commit(struct ops *o, struct err *e);
void ops_rollback(struct ops *o);

/* Keeps the row, in place of the one of its key; columns that it lacks are null. */
bool ops_put(struct ops *o, struct arena *a, enum ops_table table, const struct val *row,
	     struct err *e);
/* The row of that key, in `a`; NULL where there is none. */
bool ops_get(struct ops *o, struct arena *a, enum ops_table table, struct params key,
	     const struct val **row, struct err *e);
/* Takes the row of that key away; it may not be there. */
bool ops_delete(struct ops *o, enum ops_table table, struct params key, struct err *e);
/* The next rows of the table by key: at most `most` of those whose key starts with
 * all of `after` but its last value, and goes on after that one. The first page
 * is after 0, or after an empty text.
 *	ops_page(o, a, OPS_TABLE_DRAFT, PARAMS(P_INT(person), P_STR(S(""))), 50, &list, e) */
bool ops_page(struct ops *o, struct arena *a, enum ops_table table, struct params after, int most,
	      struct val **list, struct err *e);

/* Runs a statement of src/store/ops/ops.sql that changes rows. */
bool ops_run(struct ops *o, enum ops_sql id, struct params params, struct err *e);
/* All rows of a reading one, as a list of maps in `a`. */
bool ops_list(struct ops *o, struct arena *a, enum ops_sql id, struct params params,
	      struct val **list, struct err *e);
/* The first row; NULL where there is none. */
bool ops_one(struct ops *o, struct arena *a, enum ops_sql id, struct params params,
	     const struct val **row, struct err *e);

/* Notes that `name` (backup, head) was done at `now`. */
bool ops_mark(struct ops *o, struct arena *a, struct str name, struct str detail, int64_t now,
	      struct err *e);

/* Jobs. Who takes one has it alone for OPS_JOB_SECONDS; one that has not ended by
 * then is lost, and taken by the next. */
enum { OPS_JOB_SECONDS = 60 };

/* Adds a job; `input` is JSON, `person` an id or 0. */
bool ops_job_add(struct ops *o, struct arena *a, struct str kind, int64_t person,
		 struct str input, int64_t now, int64_t *id, struct err *e);
/* The same in a group under way. */
bool ops_job_put(struct ops *o, struct arena *a, struct str kind, int64_t person,
		 struct str input, int64_t now, int64_t *id, struct err *e);
/* Takes the oldest that waits, as `worker`; *job is its row in `a`, NULL where
 * none waits. */
bool ops_job_take(struct ops *o, struct arena *a, struct str worker, int64_t now,
		  const struct val **job, struct err *e);
/* Ends the job: done with its result (JSON), or failed with a sentence. CONFLICT
 * where it is no longer this worker's. */
bool ops_job_finish(struct ops *o, struct arena *a, int64_t id, struct str worker,
		    struct str result, int64_t now, struct err *e);
bool ops_job_fail(struct ops *o, struct arena *a, int64_t id, struct str worker,
		  struct str problem, int64_t now, struct err *e);

#endif
