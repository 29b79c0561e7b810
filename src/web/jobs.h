/*
 * Long work, done by the job process. A page adds the job by ops_job_add() and
 * shows ops_get(…, OPS_TABLE_JOB, …); here is what it does, one row a kind.
 */
#ifndef WEB_JOBS_H
#define WEB_JOBS_H

#include "store/ops.h"

struct job {
	struct arena *a;         /* of this job */
	struct store *store;     /* a reader */
	struct store *writer;
	struct ops *ops;
	const struct val *input; /* what the page gave */
	int64_t id;
	struct str name;         /* of the process, as the row has it */
};

struct job_kind {
	struct str name;
	/* Does it; *result, in j->a, is what the page shows. Bounded to much less
	 * than OPS_JOB_SECONDS; done a second time it changes nothing more. */
	bool (*run)(struct job *j, struct val **result, struct err *e);
};

/* page_notices.c: publishes a notice. */
bool notice_publish_job(struct job *j, struct val **result, struct err *e);

extern const struct job_kind job_kinds[];
extern const int job_kind_count;

#endif
