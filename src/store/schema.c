/* The two schemas: the ledger's, and that of the operating state beside it. */
#include "store/statement.h"

const struct schema ledger_schema = {
	.statement = statements,
	.statements = SQL_COUNT,
	.migration = migrations,
	.migrations = &migration_count,
	.table = "huiyin_schema",
	.lock = 4852010915,
	.turn = "SELECT size FROM head WHERE tenant = 1 FOR UPDATE",
};

const struct schema ops_schema = {
	.statement = ops_statements,
	.statements = OPS_COUNT,
	.migration = ops_migrations,
	.migrations = &ops_migration_count,
	.table = "ops_schema",
	.lock = 4852010916,
	.turn = "SELECT version FROM ops_schema FOR UPDATE",
};
