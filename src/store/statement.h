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
	struct str text; /* as SQLite takes it; empty: it has no use for it */
	struct str pg;   /* as PostgreSQL takes it; so too */
	int params;      /* with the tenant, which is ?1 */
};

/* The statements that keep one object's table. */
struct object_sql {
	enum sql insert, update, row, scan;
};

/* An object that is searched, a row of search.tsv. */
struct indexed {
	enum object_id object;
	struct str list;          /* that it belongs to */
	enum sql next, of, gap;   /* its next first key, its rows of one, what the
				     index has of it */
	int columns;
	struct {
		int column;
		bool title;
	} text[4];
};

struct migration {
	struct str name;
	struct str text, pg; /* all its statements, for SQLite and for PostgreSQL */
};

extern const struct statement statements[SQL_COUNT];
extern const struct object_sql object_sql[OBJECT_COUNT];
extern const struct migration migrations[];
extern const int migration_count;
extern const struct indexed indexed[];
extern const int indexed_count;

#endif
