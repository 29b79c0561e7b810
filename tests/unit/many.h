/*
 * A ledger of many rows at once, past the action door: for plans and for speed.
 * One INSERT a table, of a recursive series, in SQL that both engines take. Each
 * inspection has 20 findings of one measure, each unit 10 inspections.
 */
#ifndef TESTS_UNIT_MANY_H
#define TESTS_UNIT_MANY_H

#include <stdio.h>

enum { MANY_OF_INSPECTION = 20, MANY_OF_UNIT = 10 };

#define SERIES(count) \
	"WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < " count ")" \
											       " "
#define YEAR_CODE                                                                               \
	"CAST(2000 + i / 900 AS TEXT) || '-' || CAST(100 + i % 900 AS TEXT)"
#define INSPECTION_OF "(i / 20)"
#define FINDING_CODE                                                                            \
	"CAST(2000 + i / 20 / 900 AS TEXT) || '-' || CAST(100 + i / 20 % 900 AS TEXT) || '-' || " \
	"substr(CAST(1001 + i % 20 AS TEXT), 2)"
#define DAY \
	"CAST(2024 + i / 7 % 3 AS TEXT) || '-' || substr(CAST(101 + i % 12 AS TEXT), 2) || '-' " \
	"|| " \
	"substr(CAST(101 + i % 28 AS TEXT), 2)"
#define PIECE(k)                                                                                \
	"CASE (i * " #k " + i / 11) % 7 WHEN 0 THEN '与物业沟通不多' WHEN 1 THEN '楼道堆放杂物' "       \
	"WHEN 2 THEN '学习记录不全' WHEN 3 THEN '垃圾清运不及时' WHEN 4 THEN '路面破损未修' "           \
	"WHEN 5 THEN '台账登记有遗漏' ELSE '走访居民不够' END"

/* Each takes how many findings, inspections, units there are. */
static const char *const many_sql[] = {
	"INSERT INTO unit (tenant, id, name, short_name, parent, changed) " SERIES(
		"%3$lld") "SELECT 1, i + 1, '第' || CAST(i + 1 AS TEXT) || '社区', NULL, "
			  "CASE WHEN i = 0 THEN NULL WHEN i < 8 THEN 1 ELSE 2 + i % 7 END, 1 FROM "
			  "n",
	"INSERT INTO inspection (tenant, id, code, year, number, unit, kind, feedback, "
	"changed) " SERIES("%2$lld") "SELECT 1, i + 1, " YEAR_CODE
				     ", 2000 + i / 900, 100 + i % 900, "
				     "1 + i % %3$lld, '巡察', '2024-01-15', 1 FROM n",
	"INSERT INTO category (tenant, inspection, ordinal, title, position, flows) " SERIES(
		"%2$lld") "SELECT 1, i + 1, 1, '聚焦民生', 0, FALSE FROM n",
	"INSERT INTO event (tenant, seq, recorded, happened, actor, verb, target, payload, "
	"leaf) " SERIES("%1$lld") "SELECT 1, i + 2, '2025-01-01T00:00:00.000Z', "
				  "'2025-01-01T00:00:00.000Z', "
				  "'王小明', 'issue', " FINDING_CODE ", '{}', '00' FROM n",
	"INSERT INTO finding (tenant, inspection, ordinal, category, code, title, position, flows, "
	"state, changed, detail, class, due, owner, unit) " SERIES(
		"%1$lld") "SELECT 1, " INSPECTION_OF " + 1, 1 + i % 20, 1, " FINDING_CODE
			  ", " PIECE(3) ", i, FALSE, "
					"CASE WHEN i % 10 < 6 THEN 'closed' ELSE 'rectifying' END, "
					"i + 2, " PIECE(5) " || '，' || " PIECE(
						2) " || CAST(i AS TEXT), 'staged', " DAY
						   ", '王小明', 1 + (i / 20) % %3$lld FROM n",
	"INSERT INTO measure (tenant, inspection, finding, ordinal, text, position, flows, "
	"changed, "
	"due) " SERIES("%1$lld") "SELECT 1, " INSPECTION_OF " + 1, 1 + i % 20, 1, " PIECE(
		4) " || '，每月检查' || CAST(i % 30 AS TEXT) || '次', i, FALSE, i + 2, " DAY
		   " FROM n",
	"INSERT INTO evidence (tenant, inspection, ordinal, sha256, name, kind, size) "
	SERIES("%2$lld") "SELECT 1, i + 1, 1, CAST(i AS TEXT), '通报.txt', 'txt', 1 FROM n",
	"INSERT INTO salt (tenant, object, row_key, col, seq, salt) " SERIES(
		"%2$lld") "SELECT 1, 'person', CAST(i AS TEXT), 'phone', i + 2, '00' FROM n",
	"INSERT INTO report (tenant, inspection, finding, ordinal, measure, actor, date, "
	"text) " SERIES("%2$lld") "SELECT 1, i + 1, 1, 1, 1, '王小明', '2025-01-01', " PIECE(
		6) " FROM n",
	"INSERT INTO decision (tenant, inspection, finding, ordinal, verb, actor, date, version, "
	"state) " SERIES("%2$lld") "SELECT 1, i + 1, 1, 1, 'claim', '王小明', '2025-01-01', 2, "
				   "'claimed' FROM n",
};

static inline long long many_inspections(long long findings)
{
	return (findings + MANY_OF_INSPECTION - 1) / MANY_OF_INSPECTION;
}

static inline long long many_units(long long findings)
{
	long long n = many_inspections(findings) / MANY_OF_UNIT;
	return n < 10 ? 10 : n;
}

/* Runs them all. */
static inline void many_load(void (*exec)(void *with, const char *sql), void *with,
			     long long findings)
{
	char sql[4000];
	for (size_t i = 0; i < sizeof(many_sql) / sizeof(*many_sql); i++) {
		const char *format = many_sql[i];
		char *to = sql;
		for (const char *p = format; *p; p++) {
			long long n = p[0] != '%' || p[2] != '$' ? -1
				    : p[1] == '1'                ? findings
				    : p[1] == '2'                ? many_inspections(findings)
								 : many_units(findings);
			if (n < 0) {
				*to++ = *p;
				continue;
			}
			to += snprintf(to, 24, "%lld", n);
			p += 5; /* %1$lld */
		}
		*to = '\0';
		exec(with, sql);
	}
}

#endif
