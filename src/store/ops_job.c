/* Jobs: work that takes long, done by whoever takes it first. See ops.h. */
#include "store/ops.h"

/* The row with some of its members set anew, in `a`. */
static struct val *altered(struct arena *a, const struct val *row, const struct val *with)
{
	struct val *out = val_map(a);
	for val_each(v, row) {
		const struct val *other = val_get(with, v->key);
		struct val *copy = arena_new(a, struct val, 1);
		struct str key = v->key;
		*copy = other ? *other : *v;
		copy->next = NULL;
		val_put(out, key, copy);
	}
	return out;
}

static bool end(struct ops *o, bool ok, struct err *e)
{
	if (ok)
		return ops_commit(o, e);
	ops_rollback(o);
	return false;
}

bool ops_job_put(struct ops *o, struct arena *a, struct str kind, int64_t person,
		 struct str input, int64_t now, int64_t *id, struct err *e)
{
	struct val *row = val_map(a);
	const struct val *last;
	if (!ops_one(o, a, OPS_JOB_LAST, NO_PARAMS, &last, e))
		return false;
	*id = val_get_int(last, S("id"), 0) + 1;
	val_put_int(a, row, S("id"), *id);
	val_put_str(a, row, S("kind"), kind);
	val_put(row, S("person"), person ? val_int(a, person) : val_null(a));
	val_put_str(a, row, S("input"), input);
	val_put_str(a, row, S("state"), S("queued"));
	val_put_int(a, row, S("added"), now);
	return ops_put(o, a, OPS_TABLE_JOB, row, e);
}

bool ops_job_add(struct ops *o, struct arena *a, struct str kind, int64_t person,
		 struct str input, int64_t now, int64_t *id, struct err *e)
{
	return ops_begin(o, e) && end(o, ops_job_put(o, a, kind, person, input, now, id, e), e);
}

/* The oldest that waits, or one whose worker is not heard of any more. */
static bool take(struct ops *o, struct arena *a, struct str worker, int64_t now,
		 const struct val **job, struct err *e)
{
	struct val *with = val_map(a);
	if (!ops_one(o, a, OPS_JOB_FIRST, PARAMS(P_STR(S("queued"))), job, e) ||
	    (!*job &&
	     !ops_one(o, a, OPS_JOBS_LOST, PARAMS(P_INT(now - OPS_JOB_SECONDS)), job, e)))
		return false;
	if (!*job)
		return true;
	val_put_str(a, with, S("state"), S("running"));
	val_put_str(a, with, S("worker"), worker);
	val_put_int(a, with, S("seen"), now);
	*job = altered(a, *job, with);
	return ops_put(o, a, OPS_TABLE_JOB, *job, e);
}

bool ops_job_take(struct ops *o, struct arena *a, struct str worker, int64_t now,
		  const struct val **job, struct err *e)
{
	*job = NULL;
	return ops_begin(o, e) && end(o, take(o, a, worker, now, job, e), e);
}

/* Changes the job, where it is the worker's. */
static bool alter(struct ops *o, struct arena *a, int64_t id, struct str worker,
		  const struct val *with, struct err *e)
{
	const struct val *job;
	if (!ops_get(o, a, OPS_TABLE_JOB, PARAMS(P_INT(id)), &job, e))
		return false;
	if (!str_eq(val_get_str(job, S("state")), S("running")) ||
	    !str_eq(val_get_str(job, S("worker")), worker))
		return err_set(e, ERR_CONFLICT, MSG_OPS_JOB,
			       ARGS(str_fmt(a, "%lld", (long long)id)));
	return ops_put(o, a, OPS_TABLE_JOB, altered(a, job, with), e);
}

static bool alter_alone(struct ops *o, struct arena *a, int64_t id, struct str worker,
			const struct val *with, struct err *e)
{
	return ops_begin(o, e) && end(o, alter(o, a, id, worker, with, e), e);
}

static bool finish(struct ops *o, struct arena *a, int64_t id, struct str worker, bool well,
		   struct str says, int64_t now, struct err *e)
{
	struct val *with = val_map(a);
	val_put_str(a, with, S("state"), well ? S("done") : S("failed"));
	val_put_int(a, with, S("ended"), now);
	val_put_str(a, with, well ? S("result") : S("problem"), says);
	return alter_alone(o, a, id, worker, with, e);
}

bool ops_job_finish(struct ops *o, struct arena *a, int64_t id, struct str worker,
		    struct str result, int64_t now, struct err *e)
{
	return finish(o, a, id, worker, true, result, now, e);
}

bool ops_job_fail(struct ops *o, struct arena *a, int64_t id, struct str worker,
		  struct str problem, int64_t now, struct err *e)
{
	return finish(o, a, id, worker, false, problem, now, e);
}
