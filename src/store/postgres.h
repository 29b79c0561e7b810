/* What the files of PostgreSQL's driver share: reaching a server, its errors. */
#ifndef STORE_POSTGRES_H
#define STORE_POSTGRES_H

#include <libpq-fe.h>

#include "store/db.h"

struct pg_running;

enum { PUT_MAX = 256 }; /* statements sent before their answers are taken */

struct pg {
	struct db base;
	PGconn *conn;
	char *shown;
	enum db_mode mode;
	struct pg_running *live;
	bool again;           /* the transaction failed because of another session */
	int put;              /* statements sent ahead, not yet answered */
	const struct statement *sent[PUT_MAX + 1]; /* which; NULL: one of the driver's own */
	bool reads;           /* the transaction keeps nothing */
	bool begins, ends;    /* so its BEGIN is still to be sent, its end to be answered */
};

static inline struct pg *pg_of(const struct db *db)
{
	return (struct pg *)db;
}

/* How a writer's transaction begins; and who makes or migrates the schema is alone
 * with it by the lock of that number until the transaction ends. */
#define POSTGRES_BEGIN "BEGIN ISOLATION LEVEL READ COMMITTED"
#define POSTGRES_LOCK "SELECT pg_advisory_xact_lock(%lld)"

/* The address without its password and options; malloced. */
char *postgres_shown(const char *at);
/* A connection to the database at `at`, whose server is one that the driver can
 * use; `shown` is how people see it. Errors: BAD_INPUT (address, version,
 * encoding), DENIED (login), NOT_FOUND (database), IO (not reachable). */
bool postgres_reach(const char *at, const char *shown, PGconn **out, struct err *e);
/* The error of `result` (NULL: of the connection) as ours. */
bool postgres_fail(PGconn *conn, const PGresult *result, const char *shown, struct err *e);
/* Runs a query of the driver's own; its rows in *out. */
bool postgres_query(struct db *db, const char *sql, PGresult **out, struct err *e);
/* See db_version(), db_vacant(), db_migrate(). */
bool postgres_version(struct db *db, int *version, struct err *e);
bool postgres_vacant(struct db *db, struct err *e);
bool postgres_migrate_step(struct db *db, int step, struct err *e);
/* See db_inspect(). */
bool postgres_inspect(struct db *db, void (*fault)(void *with, struct str what), void *with,
		      int64_t *examined, struct err *e);

#endif
