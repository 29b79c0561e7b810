/*
 * PostgreSQL under the store. Rows come one at a time as they are asked for, so
 * that memory stays flat however many there are; where another statement starts
 * meanwhile, the rest of them is read into memory first. What a LIMIT bounds comes
 * at once. What is written is sent ahead, and its answers are taken with those of
 * the next statement that reads: a way to the server and back costs more than most
 * statements. Plans are made once a statement, for no parameter's value: to plan a
 * page of the list takes ten times as long as to read it. Writers take turns by
 * the row of the log's head, locked FOR UPDATE from the start of their
 * transaction to its end, so that events have no gaps; who makes or migrates the
 * schema holds one advisory lock. Readers see one snapshot a transaction.
 */
#include "store/postgres.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Types of columns, by the numbers that every PostgreSQL gives them. */
enum { OID_BOOL = 16, OID_INT8 = 20, OID_INT2 = 21, OID_INT4 = 23, OID_FLOAT4 = 700,
       OID_FLOAT8 = 701, OID_NUMERIC = 1700 };

#define BEGIN_READ "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"

/* A statement is prepared once a connection, under its own name. */
struct pg_prepared {
	bool whole;           /* its rows come at once */
	int columns;          /* 0: not known yet */
	struct str *name;     /* of the columns, in the connection's arena */
};

/* One run of a statement. */
struct pg_running {
	struct prepared base;
	struct pg_prepared *of;
	PGresult *now;        /* what holds the row that stands */
	int row;              /* which of its rows that is */
	bool live;            /* more comes from the server */
	PGresult **held;      /* what came already, where another statement started */
	int held_count, held_taken;
};

static struct pg_running *running(const struct rows *r)
{
	return (struct pg_running *)r->stmt;
}

/* Notes the error; `result` may be NULL, and is not cleared. */
static bool fail(struct pg *db, const PGresult *result, struct err *e)
{
	const char *code = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	if (code && strncmp(code, "40", 2) == 0)
		db->again = true;
	return postgres_fail(db->conn, result, db->shown, e);
}

static void hold(struct pg_running *x, PGresult *result)
{
	if ((x->held_count & (x->held_count - 1)) == 0) {
		size_t room = x->held_count ? 2 * (size_t)x->held_count : 1;
		x->held = realloc(x->held, room * sizeof(PGresult *));
		if (!x->held)
			abort();
	}
	x->held[x->held_count++] = result;
}

static bool pg_flush(struct db *base, struct err *e);
static bool send_begin(struct pg *db, struct err *e);

/* After the last answer to statements that were sent ahead. */
static bool end_ahead(struct pg *db)
{
	if (PQpipelineStatus(db->conn) == PQ_PIPELINE_OFF)
		return true;
	PQclear(PQgetResult(db->conn)); /* the mark that ends them */
	return PQexitPipelineMode(db->conn);
}

/* Ends what comes from the server for the statement under way: it is kept, or
 * dropped. The connection is free after that. */
static void free_line(struct pg *db, bool keep)
{
	PGresult *result;
	for (; db->ends && (result = PQgetResult(db->conn)); PQclear(result))
		;
	db->ends = false;
	if (!db->live)
		return;
	while ((result = PQgetResult(db->conn)))
		if (keep)
			hold(db->live, result);
		else
			PQclear(result);
	end_ahead(db);
	db->live->live = false;
	db->live = NULL;
}

/* Runs SQL of the driver's own; the result where `out` asks for it. */
static bool exec(struct pg *db, const char *sql, PGresult **out, struct err *e)
{
	free_line(db, true);
	if (!send_begin(db, e) || !pg_flush(&db->base, e))
		return false;
	PGresult *result = PQexec(db->conn, sql);
	ExecStatusType status = PQresultStatus(result);
	bool ok = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ||
		  fail(db, result, e);
	if (ok && out)
		*out = result;
	else
		PQclear(result);
	return ok;
}

bool postgres_query(struct db *db, const char *sql, PGresult **out, struct err *e)
{
	return exec(pg_of(db), sql, out, e);
}

/* What each mode asks of the session. A writer's commit waits for the disk,
 * whatever the server's setting; float8 comes with all its digits. */
#define EACH_MODE "SET extra_float_digits = 3; SET plan_cache_mode = force_generic_plan; "
static const char *const mode_sql[] = {
	[DB_READ] = EACH_MODE "SET default_transaction_read_only = on",
	[DB_WRITE] = EACH_MODE "SET lock_timeout = '5s'",
	[DB_CREATE] = EACH_MODE "SET lock_timeout = '5s'",
};

static bool set_up(struct pg *db, struct err *e)
{
	PGresult *r;
	if (!exec(db, mode_sql[db->mode], NULL, e))
		return false;
	if (db->mode == DB_READ)
		return true;
	if (!exec(db, "SHOW synchronous_commit", &r, e))
		return false;
	bool off = PQntuples(r) == 1 && strcmp(PQgetvalue(r, 0, 0), "off") == 0;
	PQclear(r);
	return !off || exec(db, "SET synchronous_commit = on", NULL, e);
}

static void pg_close(struct db *base)
{
	struct pg *db = pg_of(base);
	PQfinish(db->conn);
	free(db->shown);
	db_fini(base);
	free(db);
}

static bool pg_open(const struct schema *schema, const char *at, enum db_mode mode,
		    struct db **out, struct err *e)
{
	struct pg *db = calloc(1, sizeof(*db));
	if (!db)
		return err_set(e, ERR_LIMIT, MSG_STORE_MEMORY, NO_ARGS);
	db_init(&db->base, &postgres_driver, schema);
	db->mode = mode;
	db->shown = db_shown(at);
	if (!postgres_reach(at, db->shown, &db->conn, e) || !set_up(db, e)) {
		pg_close(&db->base);
		return false;
	}
	*out = &db->base;
	return true;
}

/* A reader's BEGIN goes with its first statement. */
static bool pg_begin(struct db *base, bool write, struct err *e)
{
	struct pg *db = pg_of(base);
	char sql[200];
	db->again = false;
	db->reads = db->begins = !write;
	if (!write)
		return true;
	if (db->mode == DB_CREATE)
		snprintf(sql, sizeof(sql), POSTGRES_BEGIN ";" POSTGRES_LOCK,
			 (long long)base->schema->lock);
	else
		snprintf(sql, sizeof(sql), POSTGRES_BEGIN ";%s", base->schema->turn);
	if (exec(db, sql, NULL, e))
		return true;
	base->driver->rollback(base);
	return false;
}

/* Ends a transaction of which nothing is to be kept; the answer is taken later. */
static bool end_reading(struct pg *db)
{
	bool begun = !db->begins;
	db->begins = false;
	free_line(db, true);
	if (begun && PQtransactionStatus(db->conn) != PQTRANS_IDLE)
		db->ends = PQsendQuery(db->conn, "ROLLBACK");
	return true;
}

static bool pg_commit(struct db *base, struct err *e)
{
	struct pg *db = pg_of(base);
	if (db->reads)
		return end_reading(db);
	free_line(db, true);
	if (!pg_flush(base, e))
		return false;
	PGresult *r = PQexec(db->conn, "COMMIT");
	bool done = PQresultStatus(r) == PGRES_COMMAND_OK;
	/* A transaction that had failed is rolled back by COMMIT, without an error. */
	bool kept = done && strcmp(PQcmdStatus(r), "COMMIT") == 0;
	if (done && !kept)
		err_set(e, ERR_DB, MSG_STORE_SPOILT, NO_ARGS);
	else if (!done && PQstatus(db->conn) == CONNECTION_BAD)
		err_set(e, ERR_IO, MSG_PG_UNSURE, ARGS(str_of(db->shown)));
	else if (!done)
		fail(db, r, e);
	PQclear(r);
	return kept;
}

static void pg_rollback(struct db *base)
{
	struct pg *db = pg_of(base);
	free_line(db, false);
	pg_flush(base, NULL);
	if (db->reads)
		end_reading(db);
	else if (PQtransactionStatus(db->conn) != PQTRANS_IDLE)
		exec(db, "ROLLBACK", NULL, NULL);
}

static enum db_state pg_state(const struct db *base)
{
	const struct pg *db = pg_of(base);
	switch (PQtransactionStatus(db->conn)) {
	case PQTRANS_INERROR: return db->again ? DB_AGAIN : DB_SPOILT;
	case PQTRANS_UNKNOWN: return DB_SPOILT;
	case PQTRANS_IDLE:
	case PQTRANS_ACTIVE:
	case PQTRANS_INTRANS: break;
	}
	return DB_FINE;
}

/* The parameters as libpq takes them: text as its bytes, all else in words. */
struct pg_params {
	const char *value[PARAMS_MAX];
	int length[PARAMS_MAX], format[PARAMS_MAX];
	char words[PARAMS_MAX][32];
};

static bool put_param(struct pg_params *p, int at, const struct val *v)
{
	char *words = p->words[at];
	p->value[at] = words;
	p->format[at] = 0;
	switch (v->kind) {
	case VAL_BOOL: snprintf(words, sizeof(p->words[0]), "%c", v->yes ? 't' : 'f'); break;
	case VAL_INT: snprintf(words, sizeof(p->words[0]), "%lld", (long long)v->i); break;
	case VAL_NUM: snprintf(words, sizeof(p->words[0]), "%.17g", v->num); break;
	case VAL_NULL: p->value[at] = NULL; break;
	case VAL_STR:
		p->value[at] = v->s.p;
		p->length[at] = (int)v->s.n;
		p->format[at] = 1;
		return v->s.n <= INT32_MAX;
	case VAL_MARKUP:
	case VAL_LIST:
	case VAL_MAP: return false;
	}
	return true;
}

static bool fill_params(struct pg *db, int id, struct params params, struct pg_params *p,
			struct err *e)
{
	const struct val tenant = P_INT(TENANT);
	bool fits = put_param(p, 0, &tenant);
	for (int i = 0; i < params.n && fits; i++)
		fits = put_param(p, i + 1, &params.p[i]);
	return fits || err_set(e, ERR_BUG, MSG_STORE_PARAMS,
			       ARGS(db_statement(&db->base, id)->name));
}

static bool prepare(struct pg *db, int id, struct err *e)
{
	const struct statement *s = db_statement(&db->base, id);
	if (db->base.ready[id])
		return true;
	if (!pg_flush(&db->base, e))
		return false;
	PGresult *r = PQprepare(db->conn, s->name.p, s->pg.p, 0, NULL);
	bool ok = PQresultStatus(r) == PGRES_COMMAND_OK || fail(db, r, e);
	PQclear(r);
	if (!ok)
		return false;
	struct pg_prepared *ready = arena_new(&db->base.arena, struct pg_prepared, 1);
	ready->whole = str_has(s->pg, S("LIMIT"));
	db->base.ready[id] = ready;
	return true;
}

static bool send(struct pg *db, int id, struct params params, struct err *e)
{
	struct pg_params p;
	return fill_params(db, id, params, &p, e) &&
	       (PQsendQueryPrepared(db->conn, db_statement(&db->base, id)->name.p, params.n + 1,
				    p.value, p.length, p.format, 0) ||
		fail(db, NULL, e));
}

/* Whether what was sent ahead did what it should. */
static bool answer(struct pg *db, const struct statement *s, PGresult *r, struct err *e)
{
	if (PQresultStatus(r) == PGRES_FATAL_ERROR)
		return fail(db, r, e);
	if (s && s->finds.n && strcmp(PQcmdTuples(r), "0") == 0)
		return err_set(e, ERR_CONFLICT, MSG_STORE_NO_ROW, ARGS(s->finds));
	return true;
}

/* Takes the answers to what was sent ahead; the first error of them is kept. */
static bool take_answers(struct pg *db, struct err *e)
{
	bool ok = true;
	for (int i = 0; i < db->put; i++)
		for (PGresult *r; (r = PQgetResult(db->conn)); PQclear(r))
			ok = ok && answer(db, db->sent[i], r, e);
	db->put = 0;
	return ok;
}

static bool pg_flush(struct db *base, struct err *e)
{
	struct pg *db = pg_of(base);
	if (!db->put)
		return true;
	bool sent = PQpipelineSync(db->conn) || fail(db, NULL, e);
	bool ok = take_answers(db, e) && sent;
	return end_ahead(db) ? ok : ok && fail(db, NULL, e);
}

/* What is sent from here on waits for no answer. */
static bool go_ahead(struct pg *db, struct err *e)
{
	return PQpipelineStatus(db->conn) == PQ_PIPELINE_ON || PQenterPipelineMode(db->conn) ||
	       fail(db, NULL, e);
}

static bool send_begin(struct pg *db, struct err *e)
{
	if (!db->begins)
		return true;
	if (!go_ahead(db, e) ||
	    !PQsendQueryParams(db->conn, BEGIN_READ, 0, NULL, NULL, NULL, NULL, 0))
		return fail(db, NULL, e);
	db->begins = false;
	db->sent[db->put++] = NULL;
	return true;
}

/* Sends the statement after what was sent ahead, whose answers come first. */
static bool start(struct pg *db, int id, struct params params, struct err *e)
{
	free_line(db, true);
	if (!prepare(db, id, e) || !send_begin(db, e))
		return false;
	bool ok = send(db, id, params, e);
	if (!db->put)
		return ok;
	ok = (PQpipelineSync(db->conn) || fail(db, NULL, e)) && ok;
	return take_answers(db, e) && ok;
}

static bool pg_rows(struct db *base, int id, struct params params, struct rows *out,
		    struct err *e)
{
	struct pg *db = pg_of(base);
	struct pg_running *x = calloc(1, sizeof(*x));
	if (!x)
		return err_set(e, ERR_LIMIT, MSG_STORE_MEMORY, NO_ARGS);
	bool ok = start(db, id, params, e);
	x->of = base->ready[id];
	x->live = true;
	x->row = -1;
	db->live = x;
	if (!ok) {
		free_line(db, false);
		free(x);
		return false;
	}
	if (!x->of->whole)
		PQsetSingleRowMode(db->conn);
	*out = (struct rows){ .db = base, .stmt = &x->base, .e = e };
	return true;
}

static bool pg_put(struct db *base, int id, struct params params, struct err *e)
{
	struct pg *db = pg_of(base);
	free_line(db, true);
	if ((db->put == PUT_MAX && !pg_flush(base, e)) || !prepare(db, id, e) ||
	    !go_ahead(db, e) || !send(db, id, params, e))
		return false;
	db->sent[db->put++] = db_statement(base, id);
	return true;
}

/* The names of the columns, kept once a statement. */
static void learn_columns(struct pg *db, struct pg_running *x)
{
	struct pg_prepared *of = x->of;
	if (!of->columns) {
		of->columns = PQnfields(x->now);
		of->name = arena_new(&db->base.arena, struct str, of->columns);
		for (int i = 0; i < of->columns; i++)
			of->name[i] = str_copy(&db->base.arena, str_of(PQfname(x->now, i)));
	}
	x->base = (struct prepared){ of->columns, of->name };
}

static bool pg_next(struct rows *r)
{
	struct pg *db = pg_of(r->db);
	struct pg_running *x = running(r);
	if (x->now && ++x->row < PQntuples(x->now))
		return true;
	PQclear(x->now);
	x->now = NULL;
	x->row = 0;
	if (x->held_taken < x->held_count)
		x->now = x->held[x->held_taken++];
	else if (x->live)
		x->now = PQgetResult(db->conn);
	else
		return false;
	switch ((int)PQresultStatus(x->now)) {
	case PGRES_SINGLE_TUPLE: learn_columns(db, x); return true;
	case PGRES_TUPLES_OK: learn_columns(db, x); break;
	case PGRES_COMMAND_OK: break;
	default: r->failed = true; fail(db, x->now, r->e);
	}
	if (x->live)
		free_line(db, false);
	return !r->failed && PQntuples(x->now) > 0;
}

static int64_t pg_integer(struct rows *r, int column)
{
	const PGresult *now = running(r)->now;
	const char *z = PQgetvalue(now, running(r)->row, column);
	return *z == 't' && PQftype(now, column) == OID_BOOL ? 1 : strtoll(z, NULL, 10);
}

static struct str pg_text(struct rows *r, int column)
{
	const PGresult *now = running(r)->now;
	int row = running(r)->row;
	if (PQgetisnull(now, row, column))
		return STR_NONE;
	return (struct str){ PQgetvalue(now, row, column), PQgetlength(now, row, column) };
}

static struct val *pg_cell(struct rows *r, struct arena *a, int column)
{
	const PGresult *now = running(r)->now;
	struct str s = pg_text(r, column);
	if (!s.p)
		return val_null(a);
	switch (PQftype(now, column)) {
	case OID_BOOL: return val_bool(a, *s.p == 't');
	case OID_INT2:
	case OID_INT4:
	case OID_INT8: return val_int(a, strtoll(s.p, NULL, 10));
	case OID_NUMERIC: /* what sum() makes of integers */
		return str_has(s, S(".")) ? val_num(a, strtod(s.p, NULL))
					  : val_int(a, strtoll(s.p, NULL, 10));
	case OID_FLOAT4:
	case OID_FLOAT8: return val_num(a, strtod(s.p, NULL));
	default: return val_str(a, str_copy(a, s));
	}
}

static void pg_end(struct rows *r)
{
	struct pg_running *x = running(r);
	while (!r->failed && (x->live || x->held_taken < x->held_count) && pg_next(r))
		;
	PQclear(x->now);
	while (x->held_taken < x->held_count)
		PQclear(x->held[x->held_taken++]);
	free(x->held);
	free(x);
}

const struct driver postgres_driver = {
	.engine = ENGINE_POSTGRES,
	.open = pg_open,
	.close = pg_close,
	.begin = pg_begin,
	.commit = pg_commit,
	.rollback = pg_rollback,
	.state = pg_state,
	.version = postgres_version,
	.migrate_step = postgres_migrate_step,
	.vacant = postgres_vacant,
	.rows = pg_rows,
	.next = pg_next,
	.integer = pg_integer,
	.text = pg_text,
	.cell = pg_cell,
	.end = pg_end,
	.inspect = postgres_inspect,
	.put = pg_put,
	.flush = pg_flush,
};
