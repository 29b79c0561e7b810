/*
 * What of its constraints a PostgreSQL database holds no longer: who switched
 * them off may have left rows behind. Each is made into a query by the catalog
 * itself, so that a new constraint is checked without a line here.
 */
#include "store/postgres.h"

#include <stdlib.h>

/* A row each: what people see, and the query that counts what does not hold. */
#define HERE "k.connamespace = pg_catalog.to_regnamespace(quote_ident(current_schema())) "
static const char queries[] =
	"SELECT k.conrelid::regclass::text || ' -> ' || k.confrelid::regclass::text, "
	"format('SELECT count(*) FROM %s c WHERE %s AND NOT EXISTS (SELECT 1 FROM %s p WHERE %s)', "
	"k.conrelid::regclass, string_agg(format('c.%I IS NOT NULL', a.attname), ' AND '), "
	"k.confrelid::regclass, string_agg(format('p.%I = c.%I', b.attname, a.attname), ' AND ')) "
	"FROM pg_catalog.pg_constraint k "
	"CROSS JOIN LATERAL unnest(k.conkey, k.confkey) AS u (x, y) "
	"JOIN pg_catalog.pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.x "
	"JOIN pg_catalog.pg_attribute b ON b.attrelid = k.confrelid AND b.attnum = u.y "
	"WHERE k.contype = 'f' AND " HERE "GROUP BY k.oid, k.conrelid, k.confrelid "
	"UNION ALL "
	"SELECT k.conrelid::regclass::text || ': ' || pg_get_constraintdef(k.oid), "
	"format('SELECT count(*) FROM %s WHERE NOT (%s)', k.conrelid::regclass, "
	"pg_get_expr(k.conbin, k.conrelid)) "
	"FROM pg_catalog.pg_constraint k WHERE k.contype = 'c' AND " HERE "ORDER BY 1";

bool postgres_inspect(struct db *db, void (*fault)(void *with, struct str what), void *with,
		      int64_t *examined, struct err *e)
{
	PGresult *all, *one;
	if (!postgres_query(db, queries, &all, e))
		return false;
	bool ok = true;
	for (int i = 0; i < PQntuples(all) && ok; i++) {
		ok = postgres_query(db, PQgetvalue(all, i, 1), &one, e);
		if (!ok)
			break;
		++*examined;
		if (strtoll(PQgetvalue(one, 0, 0), NULL, 10))
			fault(with, str_of(PQgetvalue(all, i, 0)));
		PQclear(one);
	}
	PQclear(all);
	return ok;
}
