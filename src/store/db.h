/*
 * The database under the store, as the store's own files see it. Each engine is
 * a driver, a table of functions: SQLite's (sqlite.c) keeps a file, PostgreSQL's
 * (postgres.c) talks to a server. What names the place decides which it is.
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
	DB_CREATE, /* an empty file, or an empty schema, becomes a database */
	DB_SCRATCH /* a database of its own, gone when closed; `at` names a file
		      that is to stay, or is NULL. Nothing is synced */
};

/* Whether `at` names a server (postgres://…), not a file. */
bool db_is_server(const char *at);
/* How people see `at`: without its password; malloced. */
char *db_shown(const char *at);

/* Opens a ledger's database; one of another schema. */
bool db_open(const char *at, enum db_mode mode, struct db **out, struct err *e);
bool db_open_of(const struct schema *schema, const char *at, enum db_mode mode, struct db **out,
		struct err *e);
void db_close(struct db *db);

/* A transaction; `write` takes the right to write at once. */
bool db_begin(struct db *db, bool write, struct err *e);
bool db_commit(struct db *db, struct err *e);
void db_rollback(struct db *db);

enum db_state {
	DB_FINE,
	DB_SPOILT, /* the transaction can only be rolled back */
	DB_AGAIN   /* so too, but only another session was in the way: begun
		      again it may succeed */
};
enum db_state db_state(const struct db *db);

/* Brings the schema up to date, one transaction a step (where none is open);
 * `steps` is how many were done. CONFLICT where the schema is newer than this
 * program. */
bool db_migrate(struct db *db, int *steps, struct err *e);
/* The schema's number; 0: there is no ledger. */
bool db_version(struct db *db, int *version, struct err *e);
/* Where several ledgers can't share the place: CONFLICT where it holds a
 * ledger, BAD_INPUT where it holds something else. */
bool db_vacant(struct db *db, struct err *e);

/* Tells what does not hold of the database's own structures and constraints, in
 * the database's words; adds to *examined the constraints and tables looked at. */
bool db_inspect(struct db *db, void (*fault)(void *with, struct str what), void *with,
		int64_t *examined, struct err *e);

/* Pages in the write-ahead log after the last commit. */
int db_wal_pages(const struct db *db);
/* Folds the write-ahead log into the database, as far as readers let it, and
 * waits for none; `last` cuts its file to nothing where no reader is left. Only
 * under the folder's lock. */
bool db_checkpoint(struct db *db, bool last, struct err *e);

/* Starts a statement of the database's schema: see store_rows(). */
bool db_rows(struct db *db, int id, struct params params, struct rows *out, struct err *e);
/* Runs a statement that gives no rows. */
bool db_run(struct db *db, int id, struct params params, struct err *e);
/* The same, but nothing waits for it: a failure may show at a later statement, at
 * db_flush() or at the commit. What reads later sees what was put. */
bool db_put(struct db *db, int id, struct params params, struct err *e);
bool db_flush(struct db *db, struct err *e);
/* The cell of the row as a value, in `a`. */
struct val *rows_cell(struct rows *r, struct arena *a, int column);

/* Statements besides the schema's, made as they are needed and kept as long as the
 * connection: the number of that which was added under `key`, or -1; adding one,
 * whose texts are copied. */
int db_made(const struct db *db, uint64_t key);
int db_make(struct db *db, uint64_t key, const struct statement *s);
/* The statement of that number. */
const struct statement *db_statement(const struct db *db, int id);

/* Drivers. */

enum { COLUMNS_MAX = 64, PARAMS_MAX = 64 };

/* What each driver's running statement begins with. */
struct prepared {
	int columns;            /* known from the first row on */
	const struct str *name; /* of the columns; live as long as the database */
};

enum engine { ENGINE_SQLITE, ENGINE_POSTGRES };

struct driver {
	enum engine engine;
	bool (*open)(const struct schema *schema, const char *at, enum db_mode mode,
		     struct db **out, struct err *e);
	void (*close)(struct db *db);
	bool (*begin)(struct db *db, bool write, struct err *e);
	bool (*commit)(struct db *db, struct err *e);
	void (*rollback)(struct db *db);
	enum db_state (*state)(const struct db *db);                        /* NULL: always fine */
	bool (*version)(struct db *db, int *version, struct err *e);
	bool (*migrate_step)(struct db *db, int step, struct err *e);       /* counted from 0 */
	bool (*vacant)(struct db *db, struct err *e);                       /* NULL: always */
	int (*wal_pages)(const struct db *db);                              /* NULL: none */
	bool (*checkpoint)(struct db *db, bool last, struct err *e);        /* NULL: not needed */
	bool (*rows)(struct db *db, int id, struct params params, struct rows *out,
		     struct err *e);
	bool (*next)(struct rows *r);
	int64_t (*integer)(struct rows *r, int column);
	struct str (*text)(struct rows *r, int column);
	struct val *(*cell)(struct rows *r, struct arena *a, int column);
	void (*end)(struct rows *r);                                        /* may set failed */
	bool (*inspect)(struct db *db, void (*fault)(void *with, struct str what), void *with,
			int64_t *examined, struct err *e);
	bool (*put)(struct db *db, int id, struct params params,
		    struct err *e);                                         /* NULL: as rows */
	bool (*flush)(struct db *db, struct err *e);                        /* NULL: not needed */
};

/* A statement besides the schema's. */
struct made {
	struct statement s;
	uint64_t key;
};

/* What each driver's database begins with. */
struct db {
	const struct driver *driver;
	const struct schema *schema;
	struct arena arena; /* lives as long as the connection */
	struct made **made;
	int made_count;
	void **ready;       /* one a statement: what the driver keeps of it, or NULL */
};

/* The first and last thing that a driver does with it. */
void db_init(struct db *db, const struct driver *driver, const struct schema *schema);
void db_fini(struct db *db);
/* How many statements there are. */
int db_statements(const struct db *db);

extern const struct driver sqlite_driver, postgres_driver;

static inline enum engine db_engine(const struct db *db)
{
	return db->driver->engine;
}

#endif
