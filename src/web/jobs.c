/*
 * The job process: what takes longer than a page may (imports, exports,
 * archives, bulk work) is a row among the operating state, put there by a page;
 * this process does one after another, and the page shows what came of it.
 */
#include <signal.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "base/json.h"
#include "web/jobs.h"
#include "web/session.h"

enum { REST_MS = 500 };

/* Waits a little, or until it has to stop: true. */
static bool rest(void)
{
	sigset_t set;
	struct timespec t = { 0, REST_MS * 1000000L };
	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	return sigtimedwait(&set, NULL, &t) == SIGTERM;
}

static const struct job_kind *kind_of(struct str name)
{
	for (int i = 0; i < job_kind_count; i++)
		if (str_eq(job_kinds[i].name, name))
			return &job_kinds[i];
	return NULL;
}

static bool run_one(struct job *j, const struct val *row, struct err *e)
{
	const struct job_kind *kind = kind_of(val_get_str(row, S("kind")));
	struct val *result = NULL;
	struct err why = { 0 };
	struct buf b;
	j->id = val_get_int(row, S("id"), 0);
	buf_init(&b, j->a);
	bool ok =
		kind ? json_read(j->a, val_get_str(row, S("input")), &j->input, &why) &&
				kind->run(j, &result, &why)
		     : err_set(&why, ERR_BUG, MSG_WEB_JOB_KIND, ARGS(val_get_str(row, S("kind"))));
	if (!ok)
		return ops_job_fail(j->ops, j->a, j->id, j->name, err_text(j->a, &why, LANG_ZH),
				    (int64_t)time(NULL), e);
	json_write(&b, result, JSON_LINE);
	return ops_job_finish(j->ops, j->a, j->id, j->name, buf_str(&b), (int64_t)time(NULL), e);
}

int jobs_run(const struct serve_settings *set, struct slots *slots)
{
	struct worker w = { .set = set, .slots = slots };
	struct err e = { 0 };
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	arena_init(&w.arena, 0);
	bool ok = store_open(&set->place, STORE_WRITE, &w.writer, &e) &&
		  store_open(&set->place, STORE_READ, &w.reader, &e) &&
		  ops_open(&set->place, STORE_WRITE, &w.ops, &e);
	struct str name = str_fmt(&w.arena, "jobs-%d", (int)getpid());
	while (ok && !rest()) {
		struct arena_mark mark = arena_mark(&w.arena);
		struct err fault = { 0 };
		const struct val *row = NULL;
		struct job job = { .a = &w.arena, .store = w.reader, .writer = w.writer,
				   .ops = w.ops, .name = name };
		if (!ops_job_take(w.ops, &w.arena, name, (int64_t)time(NULL), &row, &fault) ||
		    (row && !run_one(&job, row, &fault)))
			server_log("error", err_text(&w.arena, &fault, set->lang));
		arena_release(&w.arena, mark);
	}
	if (!ok)
		server_log("error", err_text(&w.arena, &e, set->lang));
	ops_close(w.ops);
	store_close(w.reader);
	store_close(w.writer);
	arena_free(&w.arena);
	return ok ? 0 : 1;
}
