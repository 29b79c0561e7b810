/*
 * PostgreSQL under the store. Rows come one at a time as they are asked for, so
 * that memory stays flat however many there are; where another statement starts
 * meanwhile, the rest of them is read into memory first. Writers take turns by
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

enum { PUT_MAX = 256 }; /* statements sent before their answers are taken */

/* A statement is prepared once a connection, under its own name. */
struct pg_prepared {
	bool made;
	int columns;          /* 0: not known yet */
	struct str *name;     /* of the columns, in the connection's arena */
};

/* One run of a statement. */
struct pg_running {
	struct prepared base;
	struct pg_prepared *of;
	PGresult *now;        /* the row that stands */
	bool live;            /* more comes from the server */
	PGresult **held;      /* what came already, where another statement started */
	int held_count, held_taken;
};

struct pg {
	struct db base;
	PGconn *conn;
	char *shown;
	enum db_mode mode;
	struct arena arena;   /* lives as long as the connection */
	struct pg_running *live;
	bool again;           /* the transaction failed because of another session */
	int put;              /* statements sent in a row, not yet answered */
	struct pg_prepared *ready; /* one a statement */
};

static struct pg *pg_of(const struct db *db)
{
	return (struct pg *)db;
}

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

/* Ends what comes from the server for the statement under way: it is kept, or
 * dropped. The connection is free after that. */
static void free_line(struct pg *db, bool keep)
{
	PGresult *result;
	if (!db->live)
		return;
	while ((result = PQgetResult(db->conn)))
		if (keep)
			hold(db->live, result);
		else
			PQclear(result);
	db->live->live = false;
	db->live = NULL;
}

/* Runs SQL of the driver's own; the result where `out` asks for it. */
static bool exec(struct pg *db, const char *sql, PGresult **out, struct err *e)
{
	free_line(db, true);
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
static const char *const mode_sql[] = {
	[DB_READ] = "SET extra_float_digits = 3; SET default_transaction_read_only = on",
	[DB_WRITE] = "SET extra_float_digits = 3; SET lock_timeout = '5s'",
	[DB_CREATE] = "SET extra_float_digits = 3; SET lock_timeout = '5s'",
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
	arena_free(&db->arena);
	free(db->shown);
	free(db->ready);
	free(db);
}

static bool pg_open(const struct schema *schema, const char *at, enum db_mode mode,
		    struct db **out, struct err *e)
{
	struct pg *db = calloc(1, sizeof(*db));
	struct pg_prepared *ready = calloc((size_t)schema->statements, sizeof(*ready));
	if (!db || !ready) {
		free(db);
		free(ready);
		return err_set(e, ERR_LIMIT, MSG_STORE_MEMORY, NO_ARGS);
	}
	db->base = (struct db){ &postgres_driver, schema };
	db->ready = ready;
	db->mode = mode;
	db->shown = db_shown(at);
	arena_init(&db->arena, 0);
	if (!postgres_reach(at, db->shown, &db->conn, e) || !set_up(db, e)) {
		pg_close(&db->base);
		return false;
	}
	*out = &db->base;
	return true;
}

/* Who makes or migrates the schema is alone with it until the transaction ends. */
static bool schema_lock(struct pg *db, struct err *e)
{
	char sql[80];
	snprintf(sql, sizeof(sql), "SELECT pg_advisory_xact_lock(%lld)",
		 (long long)db->base.schema->lock);
	return exec(db, sql, NULL, e);
}

static bool pg_begin(struct db *base, bool write, struct err *e)
{
	struct pg *db = pg_of(base);
	db->again = false;
	if (!write)
		return exec(db, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", NULL, e);
	if (exec(db, "BEGIN ISOLATION LEVEL READ COMMITTED", NULL, e) &&
	    (db->mode == DB_CREATE ? schema_lock(db, e) : exec(db, base->schema->turn, NULL, e)))
		return true;
	base->driver->rollback(base);
	return false;
}

static bool pg_commit(struct db *base, struct err *e)
{
	struct pg *db = pg_of(base);
	free_line(db, true);
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
	if (PQtransactionStatus(db->conn) != PQTRANS_IDLE)
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

/* Tables of the current schema: the schema's number first, else any. */
#define TABLES                                                                      \
	"SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n " \
	"ON n.oid = c.relnamespace WHERE n.nspname = current_schema() "             \
	"AND c.relkind IN ('r', 'p', 'v', 'm', 'f') "

static bool pg_version(struct db *base, int *version, struct err *e)
{
	struct pg *db = pg_of(base);
	const char *table = base->schema->table;
	char sql[400];
	PGresult *r;
	*version = 0;
	snprintf(sql, sizeof(sql), TABLES "AND c.relname = '%s'", table);
	if (!exec(db, sql, &r, e))
		return false;
	bool there = PQntuples(r) > 0;
	PQclear(r);
	if (!there)
		return true;
	snprintf(sql, sizeof(sql), "SELECT version FROM %s", table);
	if (!exec(db, sql, &r, e))
		return false;
	if (PQntuples(r) == 1)
		*version = (int)strtol(PQgetvalue(r, 0, 0), NULL, 10);
	PQclear(r);
	return true;
}

static bool pg_vacant(struct db *base, struct err *e)
{
	struct pg *db = pg_of(base);
	int version;
	PGresult *r;
	if (!pg_version(base, &version, e))
		return false;
	if (version)
		return err_set(e, ERR_CONFLICT, MSG_STORE_EXISTS, ARGS(str_of(db->shown)));
	if (!exec(db, TABLES "ORDER BY c.relname LIMIT 1", &r, e))
		return false;
	bool empty = PQntuples(r) == 0 ||
		     err_set(e, ERR_BAD_INPUT, MSG_PG_OTHER,
			     ARGS(str_of(db->shown), str_of(PQgetvalue(r, 0, 0))));
	PQclear(r);
	return empty;
}

/* Inside a transaction: the step, unless somebody else did it meanwhile. */
static bool step_inside(struct db *base, int step, struct err *e)
{
	struct pg *db = pg_of(base);
	const char *table = base->schema->table;
	char first[150], bump[80];
	int version;
	if (!schema_lock(db, e) || !pg_version(base, &version, e))
		return false;
	if (version != step)
		return true;
	snprintf(first, sizeof(first), "CREATE TABLE %s (version BIGINT NOT NULL);"
		 "INSERT INTO %s VALUES (0)", table, table);
	snprintf(bump, sizeof(bump), "UPDATE %s SET version = %d", table, step + 1);
	return (step || exec(db, first, NULL, e)) &&
	       exec(db, base->schema->migration[step].pg.p, NULL, e) && exec(db, bump, NULL, e);
}

static bool pg_migrate_step(struct db *base, int step, struct err *e)
{
	struct pg *db = pg_of(base);
	if (PQtransactionStatus(db->conn) == PQTRANS_INTRANS)
		return step_inside(base, step, e);
	if (exec(db, "BEGIN ISOLATION LEVEL READ COMMITTED", NULL, e) &&
	    step_inside(base, step, e) && pg_commit(base, e))
		return true;
	pg_rollback(base);
	return false;
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

static bool prepare(struct pg *db, int id, struct err *e)
{
	const struct statement *s = &db->base.schema->statement[id];
	if (db->ready[id].made)
		return true;
	PGresult *r = PQprepare(db->conn, s->name.p, s->pg.p, 0, NULL);
	bool ok = PQresultStatus(r) == PGRES_COMMAND_OK || fail(db, r, e);
	PQclear(r);
	return db->ready[id].made = ok;
}

static bool pg_rows(struct db *base, int id, struct params params, struct rows *out,
		    struct err *e)
{
	struct pg *db = pg_of(base);
	struct str name = base->schema->statement[id].name;
	struct pg_params p;
	const struct val tenant = P_INT(TENANT);
	bool fits = put_param(&p, 0, &tenant);
	for (int i = 0; i < params.n && fits; i++)
		fits = put_param(&p, i + 1, &params.p[i]);
	if (!fits)
		return err_set(e, ERR_BUG, MSG_STORE_PARAMS, ARGS(name));
	free_line(db, true);
	if (!prepare(db, id, e))
		return false;
	struct pg_running *x = calloc(1, sizeof(*x));
	if (!x)
		return err_set(e, ERR_LIMIT, MSG_STORE_MEMORY, NO_ARGS);
	if (!PQsendQueryPrepared(db->conn, name.p, params.n + 1, p.value, p.length,
				 p.format, 0)) {
		free(x);
		return fail(db, NULL, e);
	}
	PQsetSingleRowMode(db->conn);
	x->of = &db->ready[id];
	x->live = true;
	db->live = x;
	*out = (struct rows){ .db = base, .stmt = &x->base, .e = e };
	return true;
}

/* Takes the answers to the statements sent in a row. */
static bool pg_flush(struct db *base, struct err *e)
{
	struct pg *db = pg_of(base);
	bool ok = true;
	if (!db->put)
		return true;
	ExecStatusType status = PQpipelineSync(db->conn) ? PGRES_EMPTY_QUERY : PGRES_PIPELINE_SYNC;
	while (status != PGRES_PIPELINE_SYNC && PQstatus(db->conn) != CONNECTION_BAD) {
		PGresult *r = PQgetResult(db->conn); /* NULL after each answer */
		status = r ? PQresultStatus(r) : PGRES_EMPTY_QUERY;
		if (status == PGRES_FATAL_ERROR && ok)
			ok = fail(db, r, e);
		PQclear(r);
	}
	db->put = 0;
	return (PQexitPipelineMode(db->conn) && ok) || (ok && fail(db, NULL, e));
}

static bool pg_put(struct db *base, int id, struct params params, struct err *e)
{
	struct pg *db = pg_of(base);
	struct pg_params p;
	const struct val tenant = P_INT(TENANT);
	bool fits = put_param(&p, 0, &tenant);
	for (int i = 0; i < params.n && fits; i++)
		fits = put_param(&p, i + 1, &params.p[i]);
	if (!fits)
		return err_set(e, ERR_BUG, MSG_STORE_PARAMS,
			       ARGS(base->schema->statement[id].name));
	if (db->put == PUT_MAX || !db->ready[id].made) {
		if (!pg_flush(base, e))
			return false;
		free_line(db, true);
		if (!prepare(db, id, e))
			return false;
	}
	if (!db->put && !PQenterPipelineMode(db->conn))
		return fail(db, NULL, e);
	db->put++;
	return PQsendQueryPrepared(db->conn, base->schema->statement[id].name.p, params.n + 1,
				   p.value, p.length, p.format, 0) ||
	       fail(db, NULL, e);
}

/* The names of the columns, kept once a statement. */
static void learn_columns(struct pg *db, struct pg_running *x)
{
	struct pg_prepared *of = x->of;
	if (!of->columns) {
		of->columns = PQnfields(x->now);
		of->name = arena_new(&db->arena, struct str, of->columns);
		for (int i = 0; i < of->columns; i++)
			of->name[i] = str_copy(&db->arena, str_of(PQfname(x->now, i)));
	}
	x->base = (struct prepared){ of->columns, of->name };
}

static bool pg_next(struct rows *r)
{
	struct pg *db = pg_of(r->db);
	struct pg_running *x = running(r);
	PQclear(x->now);
	x->now = NULL;
	if (x->held_taken < x->held_count)
		x->now = x->held[x->held_taken++];
	else if (x->live)
		x->now = PQgetResult(db->conn);
	else
		return false;
	switch ((int)PQresultStatus(x->now)) {
	case PGRES_SINGLE_TUPLE: learn_columns(db, x); return true;
	case PGRES_TUPLES_OK:
	case PGRES_COMMAND_OK: break;
	default: r->failed = true; fail(db, x->now, r->e);
	}
	if (x->live)
		free_line(db, false);
	return false;
}

static int64_t pg_integer(struct rows *r, int column)
{
	const PGresult *now = running(r)->now;
	const char *z = PQgetvalue(now, 0, column);
	return *z == 't' && PQftype(now, column) == OID_BOOL ? 1 : strtoll(z, NULL, 10);
}

static struct str pg_text(struct rows *r, int column)
{
	const PGresult *now = running(r)->now;
	if (PQgetisnull(now, 0, column))
		return STR_NONE;
	return (struct str){ PQgetvalue(now, 0, column), PQgetlength(now, 0, column) };
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
	.version = pg_version,
	.migrate_step = pg_migrate_step,
	.vacant = pg_vacant,
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
