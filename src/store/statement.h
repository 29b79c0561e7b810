/*
 * The named statements that tools/sql.py makes from src/store/sql, those of
 * each table, and the migrations; of the ledger, and of the operating state beside
 * it (ops.h): two schemas that know nothing of each other.
 */
#ifndef STORE_STATEMENT_H
#define STORE_STATEMENT_H

#include "base/str.h"
#include "ledger/object.h"
#include "ops_sql.h"
#include "sql.h"

struct statement {
	struct str name;
	struct str text; /* as SQLite takes it; empty: it has no use for it */
	struct str pg;   /* as PostgreSQL takes it; so too */
	int params;      /* with the tenant, which is ?1 */
	struct str finds; /* the table where it must change a row; empty: it may change none */
};

/* The statements that keep one object's table, but its updates: see apply.c. */
struct object_sql {
	enum sql insert, row, scan;
};

/* An object that is searched, a row of search.tsv. */
struct indexed {
	enum object_id object;
	struct str list;          /* that it belongs to */
	enum sql next, of, gap;   /* its next first key, its rows of one, what the
				     index has of it */
	int columns;
	struct {
		int column; /* or BESIDE: of another object's row */
		bool title;
	} text[5];
	enum sql beside; /* that row, by these columns of this one's: as many as `keys` */
	int key[2], keys;
};

enum { BESIDE = -1 };

struct migration {
	struct str name;
	struct str text, pg; /* all its statements, for SQLite and for PostgreSQL */
};

/* What a database is made of. */
struct schema {
	const struct statement *statement;
	int statements;
	const struct migration *migration;
	const int *migrations;
	const char *table;  /* that holds its number on a server */
	int64_t lock;       /* who makes or migrates it there holds this one */
	const char *turn;   /* a writer's first statement there: it waits its turn */
};

extern const struct schema ledger_schema, ops_schema;

/* The statements that keep one table of the operating state. */
struct ops_table_row {
	const struct str *column; /* keys first */
	int columns, keys;
	enum ops_sql insert, update, row, delete, page;
};

extern const struct statement ops_statements[OPS_COUNT];
extern const struct ops_table_row ops_tables[OPS_TABLES];
extern const struct migration ops_migrations[];
extern const int ops_migration_count;

extern const struct statement statements[SQL_COUNT];
extern const struct object_sql object_sql[OBJECT_COUNT];
extern const struct migration migrations[];
extern const int migration_count;
extern const struct indexed indexed[];
extern const int indexed_count;

#endif
