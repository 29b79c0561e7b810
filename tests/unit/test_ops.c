/* ops: the operating state on disk: every table, its pages, jobs, opening. */
#include "store_help.h"

#include <sys/stat.h>
#include <sys/wait.h>

#include "store/ops.h"

static struct ops *open_ops(struct world *w, enum store_mode mode)
{
	struct ops *o;
	struct err e = { 0 };
	help_must(ops_open(w->ledger, mode, &o, &e), &e);
	return o;
}

/* Every statement compiles; every table is as ops.tsv says. */
static void statements_compile(void **state)
{
	struct world w;
	world_open(&w);
	store_close(world_ledger(&w));
	ops_close(open_ops(&w, STORE_WRITE));
	char *path = folder_path(w.folder, "ops.db");
	struct db *db;
	struct err e = { 0 };
	struct val nulls[COLUMNS_MAX];
	for (int i = 0; i < COLUMNS_MAX; i++)
		nulls[i] = (struct val)P_NULL;
	help_must(db_open_of(&ops_schema, *w.url ? w.url : path, DB_WRITE, &db, &e), &e);
	for (int i = 0; i < OPS_COUNT; i++) {
		struct rows r;
		help_must(db_begin(db, true, &e), &e);
		if (!db_rows(db, i, (struct params){ nulls, ops_statements[i].params - 1 }, &r, &e))
			fail_msg("%.*s: %.*s", STR_ARG(ops_statements[i].name),
				 STR_ARG(err_text(&w.a, &e, LANG_EN)));
		rows_close(&r);
		db_rollback(db);
	}
	db_close(db);
	free(path);
	world_close(&w);
}

/* A row of a table: texts that hold `n`, or `n`; with the least for a CHECK. */
static struct val *row_of(struct arena *a, enum ops_table table, int n)
{
	static const struct { const char *table, *column, *value; } fixed[] = {
		{ "session", "stage", "whole" }, { "throttle", "kind", "pair" },
		{ "job", "state", "queued" },
	};
	static const char *const texts[] = { "name", "id", "form", "stage", "kind", "event", "page",
					     "query", "content", "state", "password", "address" };
	static const struct str names[] = { S("credential"), S("session"), S("throttle"),
					    S("auth_log"), S("view"), S("draft"), S("job"),
					    S("mark") };
	struct val *v = val_map(a);
	for (int i = 0; i < ops_tables[table].columns; i++) {
		struct str column = ops_tables[table].column[i], text = STR_NONE;
		for (size_t k = 0; k < sizeof(texts) / sizeof(*texts); k++)
			if (str_eq(column, str_of(texts[k])))
				text = str_fmt(a, "%03d“'\\%%", n);
		if (table == OPS_TABLE_JOB && str_eq(column, S("id")))
			text = STR_NONE;
		for (size_t k = 0; k < sizeof(fixed) / sizeof(*fixed); k++)
			if (str_eq(names[table], str_of(fixed[k].table)) &&
			    str_eq(column, str_of(fixed[k].column)))
				text = str_of(fixed[k].value);
		if (str_eq(column, S("totp_on")))
			val_put_bool(a, v, column, n % 2);
		else if (text.p)
			val_put_str(a, v, column, text);
		else if (i < ops_tables[table].keys || !strchr("wrpos", column.p[0]))
			val_put_int(a, v, column, n);
		else if (str_eq(column, S("person")) || str_eq(column, S("rights")) ||
			 str_eq(column, S("started")) || str_eq(column, S("seen")))
			val_put_int(a, v, column, n);
		else
			val_put(v, column, val_null(a));
	}
	return v;
}

/* The columns that may hold no number, so that PostgreSQL takes the row. */
static bool is_text(struct str column)
{
	static const char *const rows[] = { "old", "code", "totp", "recovery", "agent", "detail",
					    "input", "worker", "result", "problem", "address" };
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (str_eq(column, str_of(rows[i])))
			return true;
	return false;
}

static struct val *row(struct arena *a, enum ops_table table, int n)
{
	struct val *v = row_of(a, table, n);
	for val_each(m, v)
		if (is_text(m->key) && m->kind == VAL_INT) {
			m->kind = VAL_STR;
			m->s = str_fmt(a, "t%d", n);
		}
	return v;
}

/* The key of a row as parameters, its last column taken from `last`. */
static struct params key_of(struct arena *a, enum ops_table table, const struct val *of)
{
	struct val *key = arena_new(a, struct val, ops_tables[table].keys);
	for (int i = 0; i < ops_tables[table].keys; i++)
		key[i] = *val_get(of, ops_tables[table].column[i]);
	return (struct params){ key, ops_tables[table].keys };
}

/* Each table: put, put again, read back, paged, taken away; on both engines. */
static void tables(void **state)
{
	struct world w;
	world_open(&w);
	store_close(world_ledger(&w));
	struct ops *o = open_ops(&w, STORE_WRITE);
	struct err e = { 0 };
	for (enum ops_table t = 0; t < OPS_TABLES; t++) {
		const struct val *got;
		struct val *list, *want = row(&w.a, t, 1);
		help_must(ops_put(o, &w.a, t, want, &e), &e);
		help_must(ops_get(o, &w.a, t, key_of(&w.a, t, want), &got, &e), &e);
		if (!val_eq(got, want))
			fail_msg("table %d: what was read is not what was put", (int)t);
		struct val *other = row(&w.a, t, 2); /* the same key, all else anew */
		for val_each(m, other)
			for (int i = 0; i < ops_tables[t].keys; i++)
				if (str_eq(m->key, ops_tables[t].column[i]))
					m->kind == VAL_INT
						? (void)(m->i = 1)
						: (void)(m->s = val_get_str(want, m->key));
		help_must(ops_put(o, &w.a, t, other, &e), &e);
		help_must(ops_get(o, &w.a, t, key_of(&w.a, t, want), &got, &e), &e);
		assert_true(val_eq(got, other));

		struct params after = key_of(&w.a, t, want);
		struct val *last = (struct val *)&after.p[after.n - 1];
		*last = last->kind == VAL_INT ? (struct val)P_INT(0) : (struct val)P_STR(S(""));
		help_must(ops_page(o, &w.a, t, after, 10, &list, &e), &e);
		assert_int_equal(list->count, 1);
		help_must(ops_page(o, &w.a, t, key_of(&w.a, t, want), 10, &list, &e), &e);
		assert_int_equal(list->count, 0);
		help_must(ops_delete(o, t, key_of(&w.a, t, want), &e), &e);
		help_must(ops_get(o, &w.a, t, key_of(&w.a, t, want), &got, &e), &e);
		assert_null(got);
	}
	/* pages go on after a key, in its order, and stay with one person */
	for (int i = 1; i <= 5; i++) {
		struct val *draft = val_map(&w.a), *list;
		val_put_int(&w.a, draft, S("person"), i == 5 ? 8 : 7);
		val_put_str(&w.a, draft, S("form"), str_fmt(&w.a, "f%d", i));
		val_put_str(&w.a, draft, S("content"), S("{}"));
		val_put_int(&w.a, draft, S("changed"), i);
		help_must(ops_put(o, &w.a, OPS_TABLE_DRAFT, draft, &e), &e);
		help_must(ops_page(o, &w.a, OPS_TABLE_DRAFT, PARAMS(P_INT(7), P_STR(S("f1"))), 2,
				   &list, &e), &e);
		assert_int_equal(list->count, i < 2 ? 0 : i == 2 ? 1 : 2);
	}
	ops_close(o);
	world_close(&w);
}

/* What was not committed is undone; what was survives closing and another opens it. */
static void groups(void **state)
{
	struct world w;
	world_open(&w);
	store_close(world_ledger(&w));
	struct ops *o = open_ops(&w, STORE_WRITE), *r;
	struct err e = { 0 };
	const struct val *got;
	help_must(ops_begin(o, &e), &e);
	help_must(ops_mark(o, &w.a, S("backup"), S("a"), 5, &e), &e);
	ops_rollback(o);
	help_must(ops_get(o, &w.a, OPS_TABLE_MARK, PARAMS(P_STR(S("backup"))), &got, &e), &e);
	assert_null(got);
	help_must(ops_mark(o, &w.a, S("backup"), STR_NONE, 6, &e), &e);
	r = open_ops(&w, STORE_READ);
	help_must(ops_get(r, &w.a, OPS_TABLE_MARK, PARAMS(P_STR(S("backup"))), &got, &e), &e);
	assert_int_equal(val_get_int(got, S("time"), 0), 6);
	assert_false(ops_mark(r, &w.a, S("backup"), STR_NONE, 7, &e));
	assert_int_equal(e.code, ERR_DENIED);
	ops_close(r);
	ops_close(o);
	if (!*w.url) {
		struct stat st;
		char *path = folder_path(w.folder, "ops.db"),
		     *wal = folder_path(w.folder, "ops.db-wal");
		assert_int_equal(stat(path, &st), 0);
		assert_int_equal(st.st_mode & 0777, 0600); /* nobody else reads it */
		assert_true(stat(wal, &st) != 0 || st.st_size == 0);
		free(path), free(wal);
	}
	/* the ledger knows nothing of it */
	struct store *s;
	struct verdict v;
	e = (struct err){ 0 };
	help_must(store_open(w.ledger, STORE_READ, &s, &e), &e);
	help_must(store_verify(s, &w.a, NULL, &v, &e), &e);
	assert_true(v.intact);
	store_close(s);
	world_close(&w);
}

static void opening(void **state)
{
	struct world w;
	world_open(&w);
	struct ops *o;
	struct err e = { 0 };
	if (!*w.url) { /* a server's schema may be made before the ledger */
		assert_false(ops_open(w.ledger, STORE_WRITE, &o, &e));
		assert_int_equal(e.code, ERR_NOT_FOUND);
	}
	store_close(world_ledger(&w));
	e = (struct err){ 0 };
	assert_false(ops_open(w.ledger, STORE_READ, &o, &e));
	assert_int_equal(e.code, ERR_NOT_FOUND);
	assert_int_equal(e.msg, MSG_STORE_NO_OPS);
	ops_close(open_ops(&w, STORE_WRITE));
	ops_close(open_ops(&w, STORE_READ));
	char *path = folder_path(w.folder, "ops.db");
	struct raw raw = raw_open(*w.url ? w.url : NULL, path);
	raw_exec(&raw, *w.url ? "UPDATE ops_schema SET version = 99" : "PRAGMA user_version=99");
	raw_close(&raw);
	free(path);
	for (enum store_mode mode = STORE_READ; mode <= STORE_WRITE; mode++) {
		e = (struct err){ 0 };
		assert_false(ops_open(w.ledger, mode, &o, &e));
		assert_int_equal(e.msg, MSG_STORE_NEWER);
	}
	world_close(&w);
}

/* Eight processes take 40 jobs: each is had by one. */
static void jobs_race(void **state)
{
	enum { WORKERS = 8, JOBS = 40 };
	struct world w;
	world_open(&w);
	store_close(world_ledger(&w));
	struct ops *o = open_ops(&w, STORE_WRITE);
	struct err e = { 0 };
	int64_t id;
	int pipes[2], taken[JOBS + 1] = { 0 }, n = 0;
	for (int i = 0; i < JOBS; i++)
		help_must(ops_job_add(o, &w.a, S("export"), 0, S("{}"), 1, &id, &e), &e);
	ops_close(o);
	assert_int_equal(pipe(pipes), 0);
	for (int k = 0; k < WORKERS; k++) {
		if (fork())
			continue;
		struct str me = str_fmt(&w.a, "w%d", k);
		const struct val *job;
		bool ok = ops_open(w.ledger, STORE_WRITE, &o, &e);
		while (ok && (ok = ops_job_take(o, &w.a, me, 2, &job, &e)) && job) {
			int32_t had = (int32_t)val_get_int(job, S("id"), 0);
			ok = ops_job_finish(o, &w.a, had, me, S("{}"), 3, &e) &&
			     write(pipes[1], &had, sizeof(had)) == sizeof(had);
		}
		ops_close(o);
		_exit(ok ? 0 : 1);
	}
	close(pipes[1]);
	for (int k = 0, status; k < WORKERS; k++) {
		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
	}
	for (int32_t had; read(pipes[0], &had, sizeof(had)) == sizeof(had); n++)
		taken[had]++;
	assert_int_equal(n, JOBS);
	for (int i = 1; i <= JOBS; i++)
		assert_int_equal(taken[i], 1);
	close(pipes[0]);
	world_close(&w);
}

static void jobs(void **state)
{
	struct world w;
	world_open(&w);
	store_close(world_ledger(&w));
	struct ops *o = open_ops(&w, STORE_WRITE);
	struct err e = { 0 };
	const struct val *job;
	int64_t a, b;
	help_must(ops_job_take(o, &w.a, S("w"), 1, &job, &e), &e);
	assert_null(job);
	help_must(ops_job_add(o, &w.a, S("import"), 7, S("{\"file\":1}"), 10, &a, &e), &e);
	help_must(ops_job_add(o, &w.a, S("export"), 0, STR_NONE, 11, &b, &e), &e);
	help_must(ops_job_take(o, &w.a, S("w"), 12, &job, &e), &e);
	assert_int_equal(val_get_int(job, S("id"), 0), a); /* the oldest first */
	assert_str(val_get_str(job, S("input")), S("{\"file\":1}"));
	help_must(ops_job_take(o, &w.a, S("x"), 60, &job, &e), &e);
	assert_int_equal(val_get_int(job, S("id"), 0), b);
	help_must(ops_job_fail(o, &w.a, b, S("x"), S("磁盘已满"), 61, &e), &e);
	help_must(ops_job_take(o, &w.a, S("x"), 12 + OPS_JOB_SECONDS, &job, &e), &e);
	assert_null(job); /* w has it yet */
	help_must(ops_job_take(o, &w.a, S("x"), 13 + OPS_JOB_SECONDS, &job, &e), &e);
	assert_int_equal(val_get_int(job, S("id"), 0), a);
	assert_false(ops_job_finish(o, &w.a, a, S("w"), S("{}"), 130, &e)); /* no longer w's */
	assert_int_equal(e.code, ERR_CONFLICT);
	e = (struct err){ 0 };
	help_must(ops_job_finish(o, &w.a, a, S("x"), S("{\"n\":1}"), 130, &e), &e);
	help_must(ops_get(o, &w.a, OPS_TABLE_JOB, PARAMS(P_INT(a)), &job, &e), &e);
	assert_str(val_get_str(job, S("state")), S("done"));
	assert_str(val_get_str(job, S("result")), S("{\"n\":1}"));
	help_must(ops_get(o, &w.a, OPS_TABLE_JOB, PARAMS(P_INT(b)), &job, &e), &e);
	assert_str(val_get_str(job, S("problem")), S("磁盘已满"));
	ops_close(o);
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(statements_compile), cmocka_unit_test(tables),
		cmocka_unit_test(groups),             cmocka_unit_test(opening),
		cmocka_unit_test(jobs),               cmocka_unit_test(jobs_race),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
