/*
 * SQLite under the store. Every connection, readers too, neither checkpoints by
 * itself nor on close: a checkpoint beside a writer can lose commits in the
 * versions of SQLite before 3.51.3, so the only one is db_checkpoint(), called
 * under the folder's lock. Commits are WAL with synchronous=FULL: durable when
 * acknowledged.
 */
#include "store/grams_fts.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BUSY_MS = 5000 };

/* A statement, prepared once a connection. */
struct lite_prepared {
	struct prepared base;
	sqlite3_stmt *p;
	bool running, cached;
	const struct statement *of;
	struct str name[COLUMNS_MAX]; /* of the columns, in the connection's arena */
	bool yes_no[COLUMNS_MAX];     /* declared BOOLEAN */
};

/* What begins and ends transactions. */
enum turn { BEGIN_READ, BEGIN_WRITE, COMMIT, ROLLBACK, TURNS };
static const char *const turn_sql[TURNS] = { "BEGIN", "BEGIN IMMEDIATE", "COMMIT", "ROLLBACK" };

struct lite {
	struct db base;
	sqlite3 *p;
	int wal_pages;
	sqlite3_stmt *turn[TURNS]; /* as they are first needed */
};

static struct lite *lite_of(const struct db *db)
{
	return (struct lite *)db;
}

static struct lite_prepared *running(const struct rows *r)
{
	return (struct lite_prepared *)r->stmt;
}

static struct str utf8(const char *z)
{
	return str_of(z ? z : "");
}

/* SQLite's error as ours. */
static bool fail(struct lite *db, struct err *e)
{
	int code = sqlite3_extended_errcode(db->p);
	struct str says = utf8(sqlite3_errmsg(db->p));
	switch (code & 0xFF) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED: return err_set(e, ERR_CONFLICT, MSG_STORE_BUSY, NO_ARGS);
	case SQLITE_FULL: return err_set(e, ERR_IO, MSG_STORE_FULL, NO_ARGS);
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
	case SQLITE_READONLY:
	case SQLITE_PERM: return err_set(e, ERR_IO, MSG_STORE_IO, ARGS(says));
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB: return err_set(e, ERR_DB, MSG_STORE_CORRUPT, ARGS(says));
	default: return err_set(e, ERR_DB, MSG_STORE_DB, ARGS(says));
	}
}

static bool exec(struct lite *db, const char *sql, struct err *e)
{
	return sqlite3_exec(db->p, sql, NULL, NULL, NULL) == SQLITE_OK || fail(db, e);
}

/* The first column of the first row that a pragma gives, as an integer. */
static bool pragma(struct lite *db, const char *sql, int *out, struct err *e)
{
	sqlite3_stmt *p = NULL;
	bool ok = sqlite3_prepare_v2(db->p, sql, -1, &p, NULL) == SQLITE_OK &&
		  sqlite3_step(p) == SQLITE_ROW;
	if (ok)
		*out = sqlite3_column_int(p, 0);
	else
		fail(db, e);
	sqlite3_finalize(p);
	return ok;
}

static int wal_grew(void *with, sqlite3 *p, const char *name, int pages)
{
	((struct lite *)with)->wal_pages = pages;
	return SQLITE_OK;
}

static bool harden(struct lite *db)
{
	static const struct { int op, on; } rows[] = {
		{ SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1 }, { SQLITE_DBCONFIG_DEFENSIVE, 1 },
		{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },   { SQLITE_DBCONFIG_ENABLE_FKEY, 1 },
		{ SQLITE_DBCONFIG_DQS_DML, 0 },          { SQLITE_DBCONFIG_DQS_DDL, 0 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		int now = -1;
		if (sqlite3_db_config(db->p, rows[i].op, rows[i].on, &now) != SQLITE_OK ||
		    now != rows[i].on)
			return false;
	}
	sqlite3_wal_autocheckpoint(db->p, 0);
	sqlite3_wal_hook(db->p, wal_grew, db);
	return true;
}

/* What each mode asks of the connection. */
static const char *const mode_sql[] = {
	[DB_READ] = "PRAGMA query_only=ON; PRAGMA synchronous=FULL; PRAGMA cache_size=-8000;",
	[DB_WRITE] = "PRAGMA synchronous=FULL; PRAGMA cache_size=-24000; PRAGMA secure_delete=ON;",
	[DB_CREATE] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
	[DB_SCRATCH] = "PRAGMA synchronous=OFF; PRAGMA cache_size=-24000;",
};

static bool set_up(struct lite *db, enum db_mode mode, struct err *e)
{
	sqlite3_stmt *p = NULL;
	int level = 0;
	if (!harden(db))
		return err_set(e, ERR_DB, MSG_STORE_DB, ARGS(S("sqlite3_db_config")));
	if (grams_fts_add(db->p) != SQLITE_OK)
		return err_set(e, ERR_DB, MSG_STORE_DB, ARGS(S("FTS5")));
	sqlite3_busy_timeout(db->p, BUSY_MS);
	if (!exec(db, mode_sql[mode], e))
		return false;
	if (mode == DB_SCRATCH)
		return true;
	bool wal = sqlite3_prepare_v2(db->p, "PRAGMA journal_mode", -1, &p, NULL) == SQLITE_OK &&
		   sqlite3_step(p) == SQLITE_ROW &&
		   strcmp((const char *)sqlite3_column_text(p, 0), "wal") == 0;
	if (!wal)
		fail(db, sqlite3_errcode(db->p) == SQLITE_ROW ? NULL : e);
	sqlite3_finalize(p);
	if (!wal)
		return err_set(e, ERR_DB, MSG_STORE_MODE, NO_ARGS);
	return pragma(db, "PRAGMA synchronous", &level, e) &&
	       (level == 2 || err_set(e, ERR_DB, MSG_STORE_MODE, NO_ARGS));
}

static void lite_close(struct db *base)
{
	struct lite *db = lite_of(base);
	for (int i = 0; i < db_statements(base); i++) {
		struct lite_prepared *ready = base->ready[i];
		if (ready)
			sqlite3_finalize(ready->p);
		free(ready);
	}
	for (int i = 0; i < TURNS; i++)
		sqlite3_finalize(db->turn[i]);
	sqlite3_close(db->p);
	db_fini(base);
	free(db);
}

/* Before the first connection of the process, which has one thread. */
static void begin_library(void)
{
	static bool begun;
	if (begun)
		return;
	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	begun = true;
}

static bool lite_open(const struct schema *schema, const char *path, enum db_mode mode,
		      struct db **out, struct err *e)
{
	static const int flags[] = {
		[DB_READ] = SQLITE_OPEN_READWRITE,
		[DB_WRITE] = SQLITE_OPEN_READWRITE,
		[DB_CREATE] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
		[DB_SCRATCH] = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
	};
	struct lite *db = calloc(1, sizeof(*db));
	if (!db)
		return err_set(e, ERR_LIMIT, MSG_STORE_MEMORY, NO_ARGS);
	db_init(&db->base, &sqlite_driver, schema);
	begin_library();
	int rc = sqlite3_open_v2(path ? path : "", &db->p, flags[mode] | SQLITE_OPEN_NOMUTEX |
				 SQLITE_OPEN_EXRESCODE, NULL);
	if (rc != SQLITE_OK || !set_up(db, mode, e)) {
		if (rc != SQLITE_OK)
			fail(db, e);
		lite_close(&db->base);
		return false;
	}
	*out = &db->base;
	return true;
}

static bool turn(struct db *base, enum turn which, struct err *e)
{
	struct lite *db = lite_of(base);
	sqlite3_stmt **p = &db->turn[which];
	if (!*p && sqlite3_prepare_v3(db->p, turn_sql[which], -1, SQLITE_PREPARE_PERSISTENT, p,
				      NULL) != SQLITE_OK)
		return fail(db, e);
	sqlite3_step(*p);
	return sqlite3_reset(*p) == SQLITE_OK || fail(db, e);
}

static bool lite_begin(struct db *db, bool write, struct err *e)
{
	return turn(db, write ? BEGIN_WRITE : BEGIN_READ, e);
}

static bool lite_commit(struct db *db, struct err *e)
{
	return turn(db, COMMIT, e);
}

static void lite_rollback(struct db *db)
{
	if (!sqlite3_get_autocommit(lite_of(db)->p))
		turn(db, ROLLBACK, NULL);
}

static bool lite_version(struct db *db, int *version, struct err *e)
{
	return pragma(lite_of(db), "PRAGMA user_version", version, e);
}

/*
 * What the planner is told of each table, in place of ANALYZE: one tenant has all
 * rows, each further column of an index leaves few, a whole unique key one. Else
 * SQLite takes any equality to leave ten rows and reads tables from end to end by
 * their tenant; and measured figures would give each ledger plans of its own.
 */
static const char expect_sql[] =
	"ANALYZE sqlite_schema; DELETE FROM sqlite_stat1;"
	"INSERT INTO sqlite_stat1 (tbl, idx, stat) "
	"SELECT t.name, iif(t.wr AND i.origin = 'pk', t.name, i.name), '1000000 ' || "
	"(SELECT group_concat(iif(i.\"unique\" AND c.seqno + 1 = c.n, 1, "
	"iif(c.seqno, max(10 / c.seqno, 2), 1000000)), ' ') "
	"FROM (SELECT seqno, count(*) OVER () AS n FROM pragma_index_info(i.name) "
	"ORDER BY seqno) c) "
	"FROM pragma_table_list t, pragma_index_list(t.name) i "
	"WHERE t.schema = 'main' AND t.type = 'table';"
	"ANALYZE sqlite_schema";

/* One step, its number with it, in one transaction. */
static bool lite_migrate_step(struct db *db, int step, struct err *e)
{
	char bump[40];
	struct str text = db->schema->migration[step].text;
	snprintf(bump, sizeof(bump), "PRAGMA user_version=%d", step + 1);
	if (!lite_begin(db, true, e))
		return false;
	if (exec(lite_of(db), text.p, e) && exec(lite_of(db), expect_sql, e) &&
	    exec(lite_of(db), bump, e) && lite_commit(db, e))
		return true;
	lite_rollback(db);
	return false;
}

static int lite_wal_pages(const struct db *db)
{
	return lite_of(db)->wal_pages;
}

static bool lite_checkpoint(struct db *base, bool last, struct err *e)
{
	struct lite *db = lite_of(base);
	int mode = last ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE;
	sqlite3_busy_timeout(db->p, 0);
	int rc = sqlite3_wal_checkpoint_v2(db->p, NULL, mode, NULL, NULL);
	sqlite3_busy_timeout(db->p, BUSY_MS);
	/* A reader in the way is no fault: the next one folds in the rest. */
	return rc == SQLITE_OK || (rc & 0xFF) == SQLITE_BUSY || fail(db, e);
}

/* SQLite's own checks; each gives a row a fault, `ok` where there is none. */
static bool lite_inspect(struct db *base, void (*fault)(void *with, struct str what), void *with,
			 int64_t *examined, struct err *e)
{
	static const char *const sql[] = {
		"SELECT integrity_check FROM pragma_integrity_check",
		"SELECT \"table\" || ' -> ' || parent || ', ' || count(*) "
		"FROM pragma_foreign_key_check GROUP BY \"table\", parent",
		"SELECT 'ok' FROM sqlite_schema" /* what was looked at */
	};
	struct lite *db = lite_of(base);
	for (size_t i = 0; i < sizeof(sql) / sizeof(*sql); i++) {
		sqlite3_stmt *p = NULL;
		int rc = sqlite3_prepare_v2(db->p, sql[i], -1, &p, NULL);
		while (rc == SQLITE_OK && sqlite3_step(p) == SQLITE_ROW) {
			struct str said = utf8((const char *)sqlite3_column_text(p, 0));
			if (!str_eq(said, S("ok")))
				fault(with, said);
			*examined += i == 2;
		}
		if (sqlite3_finalize(p) != SQLITE_OK || rc != SQLITE_OK)
			return fail(db, e);
	}
	return true;
}

/* Compiles the statement; the names of its columns are kept once. */
static struct lite_prepared *prepare(struct lite *db, int id, struct err *e)
{
	const struct statement *s = db_statement(&db->base, id);
	const struct lite_prepared *ready = db->base.ready[id];
	struct lite_prepared *fresh = calloc(1, sizeof(*fresh));
	if (!fresh || sqlite3_prepare_v3(db->p, s->text.p, (int)s->text.n,
					 SQLITE_PREPARE_PERSISTENT, &fresh->p, NULL) != SQLITE_OK) {
		free(fresh);
		fail(db, e);
		return NULL;
	}
	fresh->base = (struct prepared){ sqlite3_column_count(fresh->p), fresh->name };
	fresh->of = s;
	if (fresh->base.columns > COLUMNS_MAX) {
		err_set(e, ERR_BUG, MSG_STORE_DB, ARGS(s->name));
		sqlite3_finalize(fresh->p);
		free(fresh);
		return NULL;
	}
	for (int i = 0; i < fresh->base.columns; i++) {
		const char *type = sqlite3_column_decltype(fresh->p, i);
		fresh->name[i] = ready ? ready->name[i]
				       : str_copy(&db->base.arena,
						  str_of(sqlite3_column_name(fresh->p, i)));
		fresh->yes_no[i] = type && strcmp(type, "BOOLEAN") == 0;
	}
	return fresh;
}

/* The statement, from the cache unless its cached copy is running. */
static struct lite_prepared *take(struct lite *db, int id, struct err *e)
{
	struct lite_prepared *ready = db->base.ready[id];
	if (ready && !ready->running)
		return ready;
	struct lite_prepared *fresh = prepare(db, id, e);
	if (fresh && !ready) {
		fresh->cached = true;
		db->base.ready[id] = fresh;
	}
	return fresh;
}

static void give_back(struct lite_prepared *s)
{
	sqlite3_reset(s->p);
	sqlite3_clear_bindings(s->p);
	s->running = false;
	if (s->cached)
		return;
	sqlite3_finalize(s->p);
	free(s);
}

static int bind(sqlite3_stmt *p, int at, const struct val *v)
{
	switch (v->kind) {
	case VAL_BOOL: return sqlite3_bind_int(p, at, v->yes);
	case VAL_INT: return sqlite3_bind_int64(p, at, v->i);
	case VAL_NUM: return sqlite3_bind_double(p, at, v->num);
	case VAL_STR: return sqlite3_bind_text64(p, at, v->s.p, (sqlite3_uint64)v->s.n,
						 SQLITE_STATIC, SQLITE_UTF8);
	case VAL_NULL:
	case VAL_MARKUP:
	case VAL_LIST:
	case VAL_MAP: break;
	}
	return v->kind == VAL_NULL ? sqlite3_bind_null(p, at) : SQLITE_MISMATCH;
}

static bool lite_rows(struct db *base, int id, struct params params, struct rows *out,
		      struct err *e)
{
	struct lite *db = lite_of(base);
	struct lite_prepared *s = take(db, id, e);
	if (!s)
		return false;
	s->running = true;
	bool ok = sqlite3_bind_int64(s->p, 1, TENANT) == SQLITE_OK;
	for (int i = 0; i < params.n && ok; i++)
		ok = bind(s->p, i + 2, &params.p[i]) == SQLITE_OK;
	if (!ok) {
		fail(db, e);
		give_back(s);
		return false;
	}
	*out = (struct rows){ .db = base, .stmt = &s->base, .e = e };
	return true;
}

static bool lite_next(struct rows *r)
{
	int rc = sqlite3_step(running(r)->p);
	if (rc == SQLITE_ROW)
		return true;
	if (rc != SQLITE_DONE) {
		r->failed = true;
		fail(lite_of(r->db), r->e);
	} else if (running(r)->of->finds.n && !sqlite3_changes64(lite_of(r->db)->p)) {
		r->failed = true;
		err_set(r->e, ERR_CONFLICT, MSG_STORE_NO_ROW, ARGS(running(r)->of->finds));
	}
	return false;
}

static int64_t lite_integer(struct rows *r, int column)
{
	return sqlite3_column_int64(running(r)->p, column);
}

static struct str lite_text(struct rows *r, int column)
{
	sqlite3_stmt *p = running(r)->p;
	const unsigned char *z = sqlite3_column_text(p, column);
	return z ? (struct str){ (const char *)z, sqlite3_column_bytes(p, column) } : STR_NONE;
}

static struct val *lite_cell(struct rows *r, struct arena *a, int column)
{
	sqlite3_stmt *p = running(r)->p;
	switch (sqlite3_column_type(p, column)) {
	case SQLITE_INTEGER: {
		int64_t i = lite_integer(r, column);
		return running(r)->yes_no[column] && (i == 0 || i == 1) ? val_bool(a, i == 1)
									: val_int(a, i);
	}
	case SQLITE_FLOAT: return val_num(a, sqlite3_column_double(p, column));
	case SQLITE_NULL: return val_null(a);
	default: return val_str(a, str_copy(a, lite_text(r, column)));
	}
}

static void lite_end(struct rows *r)
{
	give_back(running(r));
}

const struct driver sqlite_driver = {
	.engine = ENGINE_SQLITE,
	.open = lite_open,
	.close = lite_close,
	.begin = lite_begin,
	.commit = lite_commit,
	.rollback = lite_rollback,
	.version = lite_version,
	.migrate_step = lite_migrate_step,
	.wal_pages = lite_wal_pages,
	.checkpoint = lite_checkpoint,
	.rows = lite_rows,
	.next = lite_next,
	.integer = lite_integer,
	.text = lite_text,
	.cell = lite_cell,
	.end = lite_end,
	.inspect = lite_inspect,
};
