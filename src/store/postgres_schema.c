/*
 * The schema of a PostgreSQL database: its number, its migrations, and whether a
 * new ledger may be made there.
 */
#include "store/postgres.h"

#include <stdio.h>
#include <stdlib.h>

static bool exec(struct db *base, const char *sql, PGresult **out, struct err *e)
{
	PGresult *r;
	if (!postgres_query(base, sql, &r, e))
		return false;
	if (out)
		*out = r;
	else
		PQclear(r);
	return true;
}

static bool schema_lock(struct db *base, struct err *e)
{
	char sql[80];
	snprintf(sql, sizeof(sql), POSTGRES_LOCK, (long long)base->schema->lock);
	return exec(base, sql, NULL, e);
}

/* Tables of the current schema: the schema's number first, else any. */
#define TABLES                                                                      \
	"SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n " \
	"ON n.oid = c.relnamespace WHERE n.nspname = current_schema() "             \
	"AND c.relkind IN ('r', 'p', 'v', 'm', 'f') "

bool postgres_version(struct db *base, int *version, struct err *e)
{
	const char *table = base->schema->table;
	char sql[400];
	PGresult *r;
	*version = 0;
	snprintf(sql, sizeof(sql), TABLES "AND c.relname = '%s'", table);
	if (!exec(base, sql, &r, e))
		return false;
	bool there = PQntuples(r) > 0;
	PQclear(r);
	if (!there)
		return true;
	snprintf(sql, sizeof(sql), "SELECT version FROM %s", table);
	if (!exec(base, sql, &r, e))
		return false;
	if (PQntuples(r) == 1)
		*version = (int)strtol(PQgetvalue(r, 0, 0), NULL, 10);
	PQclear(r);
	return true;
}

bool postgres_vacant(struct db *base, struct err *e)
{
	struct pg *db = pg_of(base);
	int version;
	PGresult *r;
	if (!postgres_version(base, &version, e))
		return false;
	if (version)
		return err_set(e, ERR_CONFLICT, MSG_STORE_EXISTS, ARGS(str_of(db->shown)));
	if (!exec(base, TABLES "ORDER BY c.relname LIMIT 1", &r, e))
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
	const char *table = base->schema->table;
	char first[150], bump[80];
	int version;
	if (!schema_lock(base, e) || !postgres_version(base, &version, e))
		return false;
	if (version != step)
		return true;
	snprintf(first, sizeof(first), "CREATE TABLE %s (version BIGINT NOT NULL);"
		 "INSERT INTO %s VALUES (0)", table, table);
	snprintf(bump, sizeof(bump), "UPDATE %s SET version = %d", table, step + 1);
	return (step || exec(base, first, NULL, e)) &&
	       exec(base, base->schema->migration[step].pg.p, NULL, e) && exec(base, bump, NULL, e);
}

bool postgres_migrate_step(struct db *base, int step, struct err *e)
{
	struct pg *db = pg_of(base);
	if (PQtransactionStatus(db->conn) == PQTRANS_INTRANS)
		return step_inside(base, step, e);
	if (exec(base, POSTGRES_BEGIN, NULL, e) &&
	    step_inside(base, step, e) && db_commit(base, e))
		return true;
	db_rollback(base);
	return false;
}
