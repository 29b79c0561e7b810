/*
 * The database under the store, as the store's own files see it: what a second
 * engine would have to give. Here SQLite's (sqlite.c).
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include "store/statement.h"
#include "store/store.h"

enum { TENANT = 1 };

struct db;

enum db_mode {
	DB_READ,   /* sees, never changes */
	DB_WRITE,
	DB_CREATE, /* an empty file becomes a database */
	DB_SCRATCH /* a database of its own, gone when closed; path is NULL */
};

bool db_open(const char *path, enum db_mode mode, struct db **out, struct err *e);
void db_close(struct db *db);

/* A transaction; `write` takes the right to write at once. */
bool db_begin(struct db *db, bool write, struct err *e);
bool db_commit(struct db *db, struct err *e);
void db_rollback(struct db *db);

/* Brings the schema up to date, one transaction a step; `steps` is how many
 * were done. CONFLICT where the schema is newer than this program. */
bool db_migrate(struct db *db, int *steps, struct err *e);
/* The schema's number. */
bool db_version(struct db *db, int *version, struct err *e);

/* Pages in the write-ahead log after the last commit. */
int db_wal_pages(const struct db *db);
/* Folds the write-ahead log into the database, as far as readers let it, and
 * waits for none; `last` cuts its file to nothing where no reader is left. Only
 * under the folder's lock. */
bool db_checkpoint(struct db *db, bool last, struct err *e);

/* Starts a statement: see store_rows(). */
bool db_rows(struct db *db, enum sql id, struct params params, struct rows *out, struct err *e);
/* Runs a statement that gives no rows. */
bool db_run(struct db *db, enum sql id, struct params params, struct err *e);
/* The cell of the row as a value, in `a`. */
struct val *rows_cell(struct rows *r, struct arena *a, int column);
/* How many columns the row has. */
int rows_columns(const struct rows *r);

#endif
