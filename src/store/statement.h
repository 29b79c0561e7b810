/*
 * The named statements that tools/sql.py makes from src/store/sql, those of
 * each ledger table, and the migrations.
 */
#ifndef STORE_STATEMENT_H
#define STORE_STATEMENT_H

#include "base/str.h"
#include "ledger/object.h"
#include "sql.h"

struct statement {
	struct str name;
	struct str text; /* as SQLite takes it */
	struct str pg;   /* as PostgreSQL takes it */
	int params;      /* with the tenant, which is ?1 */
};

/* The statements that keep one object's table. */
struct object_sql {
	enum sql insert, update, row, scan;
};

struct migration {
	struct str name;
	struct str text, pg; /* all its statements, for SQLite and for PostgreSQL */
};

extern const struct statement statements[SQL_COUNT];
extern const struct object_sql object_sql[OBJECT_COUNT];
extern const struct migration migrations[];
extern const int migration_count;

#endif
