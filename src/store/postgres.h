/* What the files of PostgreSQL's driver share: reaching a server, its errors. */
#ifndef STORE_POSTGRES_H
#define STORE_POSTGRES_H

#include <libpq-fe.h>

#include "store/db.h"

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
/* See db_inspect(). */
bool postgres_inspect(struct db *db, void (*fault)(void *with, struct str what), void *with,
		      int64_t *examined, struct err *e);

#endif
