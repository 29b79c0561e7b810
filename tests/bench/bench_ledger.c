/*
 * How fast a ledger of N findings answers, beside the bare statement on the bare
 * engine in the same run.
 *
 * usage: bench_ledger FINDINGS ROUNDS PLACE EVIDENCE [PART…]     ROUNDS 0: makes the
 *        ledger alone, to be measured by other runs
 *
 * PLACE is a folder, made where it is not there yet, or postgres://… with an empty
 * schema or a ledger of that many findings.
 * Prints for each part `name who ops p10 p50 p99` (microseconds), who being huiyin or
 * raw; then `load SECONDS` and `index SECONDS`. What raw cannot do alone has no row
 * of its own.
 */
#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "../unit/many.h"
#include "base/os.h"
#include "store/grams_fts.h"
#include "store/inside.h"
#include "view/findings_view.h"
#include "view/search_view.h"

struct bench {
	struct store_place place;
	struct store *s;
	struct arena a;
	sqlite3 *lite;
	sqlite3 *bare;      /* a file of its own for bare commits: in the ledger's they would
			       empty its connection's cache */
	PGconn *pg;
	long long findings;
	int rounds;
	double *took[2];    /* ours, raw */
	uint64_t random;
};

/* What a bare commit writes. */
static const char bare_table[] = "CREATE TABLE bare (tenant BIGINT, id BIGINT, text TEXT, "
				 "PRIMARY KEY (tenant, id))";
static const char bare_sql[] = "INSERT INTO bare (tenant, id, text) VALUES ($1, $2, $3)";

static void die(struct bench *b, const char *what, const struct err *e)
{
	struct str text = e ? err_text(&b->a, e, LANG_EN) : S("");
	fprintf(stderr, "bench_ledger: %s %.*s\n", what, STR_ARG(text));
	exit(1);
}

static void must(struct bench *b, bool ok, const struct err *e)
{
	if (!ok)
		die(b, "refused:", e);
}

static void raw_exec(void *with, const char *sql)
{
	struct bench *b = with;
	char *why = NULL;
	if (b->lite) {
		if (sqlite3_exec(b->lite, sql, NULL, NULL, &why) != SQLITE_OK)
			die(b, why, NULL);
		return;
	}
	PGresult *r = PQexec(b->pg, sql);
	if (PQresultStatus(r) != PGRES_COMMAND_OK && PQresultStatus(r) != PGRES_TUPLES_OK)
		die(b, PQerrorMessage(b->pg), NULL);
	PQclear(r);
}

/* Raw's connections are as the ledger's own; the file of bare commits folds in its log as
 * SQLite does by itself, so that it too writes where the log was written before. */
static sqlite3 *open_lite(struct bench *b, const char *name, int fold)
{
	struct str path = str_fmt(&b->a, "%s/%s", b->place.at, name);
	struct str set = str_fmt(&b->a, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
				 "PRAGMA cache_size=-24000; PRAGMA wal_autocheckpoint=%d", fold);
	sqlite3 *lite;
	if (sqlite3_open_v2(str_cstr(&b->a, path), &lite,
			    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
			    NULL) != SQLITE_OK ||
	    grams_fts_add(lite) != SQLITE_OK ||
	    sqlite3_exec(lite, str_cstr(&b->a, set), NULL, NULL, NULL) != SQLITE_OK)
		die(b, "sqlite3_open", NULL);
	return lite;
}

static void open_raw(struct bench *b)
{
	if (!db_is_server(b->place.at)) {
		b->lite = open_lite(b, "ledger.db", 0);
		b->bare = open_lite(b, "bare.db", 1000);
		return;
	}
	b->pg = PQconnectdb(b->place.at);
	if (PQstatus(b->pg) != CONNECTION_OK)
		die(b, PQerrorMessage(b->pg), NULL);
	raw_exec(b, "SET plan_cache_mode = force_generic_plan; SET synchronous_commit = on");
}

static uint64_t next_random(struct bench *b)
{
	b->random ^= b->random << 13;
	b->random ^= b->random >> 7;
	b->random ^= b->random << 17;
	return b->random;
}

/* The log's head after as many events as were loaded. */
static void set_head(struct bench *b)
{
	struct merkle tree;
	struct str root;
	struct err e = { 0 };
	must(b, log_head(b->s->db, &tree, &root, &b->a, &e), &e);
	struct str bytes = S("loaded");
	for (long long i = 0; i < b->findings; i++)
		merkle_add(&tree, merkle_leaf(tree.kind, &bytes, 1));
	must(b,
	     db_run(b->s->db, SQL_HEAD_UPDATE,
		    PARAMS(P_INT(tree.size), P_STR(hash_hex(&b->a, merkle_root(&tree))),
			   P_STR(merkle_text(&b->a, &tree))), &e), &e);
}

/* A ledger that an earlier run has made is taken as it is. */
static bool opened(struct bench *b)
{
	struct err e = { 0 };
	if (!store_open(&b->place, STORE_WRITE, &b->s, &e))
		return false;
	open_raw(b);
	return true;
}

static void load(struct bench *b)
{
	struct action init = { .actor = S("王小明"), .verb = S("init"), .version = VERSION_ANY };
	struct err e = { 0 };
	double start = os_clock();
	must(b, store_create(&b->place, &init, &e), &e);
	must(b, store_open(&b->place, STORE_WRITE, &b->s, &e), &e);
	open_raw(b);
	/* a commit a table, with memory for its indexes */
	raw_exec(b, b->pg ? "SET synchronous_commit = off"
			  : "PRAGMA synchronous=OFF; PRAGMA cache_size=-500000");
	many_load(raw_exec, b, b->findings);
	raw_exec(b, b->pg ? "SET synchronous_commit = on"
			  : "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA synchronous=FULL;"
			    "PRAGMA cache_size=-8000");
	set_head(b);
	if (b->pg)
		raw_exec(b, bare_table);
	else if (sqlite3_exec(b->bare, bare_table, NULL, NULL, NULL) != SQLITE_OK)
		die(b, sqlite3_errmsg(b->bare), NULL);
	printf("load %.1f\n", os_clock() - start);
	start = os_clock();
	if (b->pg)
		raw_exec(b, "DROP INDEX search_item_by_grams");
	must(b, store_reindex(b->s, NULL, &e), &e);
	if (b->pg)
		raw_exec(b, "SET maintenance_work_mem = '256MB'; CREATE INDEX search_item_by_grams "
			    "ON search_item USING GIN (grams) WITH (gin_pending_list_limit = 256)");
	raw_exec(b, b->pg ? "VACUUM ANALYZE" : "PRAGMA wal_checkpoint(TRUNCATE)");
	printf("index %.1f\n", os_clock() - start);
	fflush(stdout);
	store_close(b->s);
	must(b, store_open(&b->place, STORE_WRITE, &b->s, &e), &e);
}

static int by_time(const void *x, const void *y)
{
	double a = *(const double *)x, c = *(const double *)y;
	return (a > c) - (a < c);
}

static void report(const char *name, const char *who, double *took, int rounds)
{
	double sum = 0;
	for (int i = 0; i < rounds; i++)
		sum += took[i];
	qsort(took, (size_t)rounds, sizeof(*took), by_time);
	printf("%s %s %.1f %.1f %.1f %.1f\n", name, who, rounds / sum, 1e6 * took[rounds / 10],
	       1e6 * took[rounds / 2], 1e6 * took[rounds - 1 - rounds / 100]);
	fflush(stdout);
}

/* One part: the same things asked of both, by turns. */
struct part {
	const char *name;
	void (*ours)(struct bench *b, int64_t pick);
	enum sql sql; /* what raw runs, prepared once */
	void (*fill)(struct bench *b, int64_t pick, struct val *given, int *n); /* NULL: no raw */
	int share;    /* of the rounds: one in so many */
	bool bare;    /* raw commits one row to a table beside the ledger instead */
};

static struct str code_of(struct bench *b, int64_t i)
{
	int64_t k = i / MANY_OF_INSPECTION;
	return str_fmt(&b->a, "%lld-%lld-%03lld", (long long)(2000 + k / 900),
		       (long long)(100 + k % 900), (long long)(1 + i % MANY_OF_INSPECTION));
}

static void ours_code(struct bench *b, int64_t pick)
{
	const struct val *row;
	struct err e = { 0 };
	must(b,
	     store_one(b->s, &b->a, SQL_FINDING_BY_CODE, PARAMS(P_STR(code_of(b, pick))), &row,
		       &e) &&
		     row,
	     &e);
}

static void fill_code(struct bench *b, int64_t pick, struct val *given, int *n)
{
	given[(*n)++] = (struct val)P_STR(code_of(b, pick));
}

static const struct date today = { 2026, 12, 31 };

static void ours_overdue(struct bench *b, int64_t pick)
{
	struct findings_asked asked = { .due = S("overdue"), .sort = S("due"), .limit = 50,
					.today = today };
	const struct val *v;
	struct err e = { 0 };
	/* units that have nothing under them */
	asked.unit = str_fmt(&b->a, "第%lld社区",
			     (long long)(9 + pick % (many_units(b->findings) - 8)));
	must(b,
	     view_findings(b->s, &b->a, &asked, LANG_ZH, &v, &e) &&
		     val_get(v, S("rows"))->count > 0,
	     &e);
}

static void fill_overdue(struct bench *b, int64_t pick, struct val *given, int *n)
{
	const struct val all[] = {
		P_INT(9 + pick % (many_units(b->findings) - 8)), P_STR(S("")), P_INT(-1), P_INT(-1),
		P_INT(0), P_NULL, P_NULL, P_NULL, P_NULL, P_NULL, P_STR(S("")),
		P_STR(S("2026-12-30")), P_STR(S("2026-12-31")), P_NULL, P_NULL, P_INT(51), P_INT(0),
	};
	memcpy(given, all, sizeof(all));
	*n = sizeof(all) / sizeof(*all);
}

static void search(struct bench *b, bool newest)
{
	struct search_asked asked = { .words = S("物业"), .newest = newest, .limit = 20 };
	const struct val *v;
	struct err e = { 0 };
	must(b,
	     view_search(b->s, &b->a, &asked, LANG_ZH, &v, &e) &&
		     val_get(v, S("rows"))->count == 20,
	     &e);
}

static void ours_newest(struct bench *b, int64_t pick)
{
	search(b, true);
}

static void ours_ranked(struct bench *b, int64_t pick)
{
	search(b, false);
}

static void fill_newest(struct bench *b, int64_t pick, struct val *given, int *n)
{
	struct words_sought words;
	struct search q = { .words = &words };
	words_sought_read(&b->a, S("物业"), &words, NULL);
	given[(*n)++] = (struct val)P_STR(store_search_text(b->s, &b->a, &q));
	given[(*n)++] = (struct val)P_INT(INT64_MAX);
	given[(*n)++] = (struct val)P_INT(0);
	given[(*n)++] = (struct val)P_INT(21);
}

static void ours_due_page(struct bench *b, int64_t pick)
{
	struct findings_asked asked = { .sort = S("due"), .limit = 50, .today = today };
	const struct val *v;
	struct err e = { 0 };
	must(b, view_findings(b->s, &b->a, &asked, LANG_ZH, &v, &e), &e);
}

static void act(struct bench *b, const char *verb, int64_t pick, struct val *fields)
{
	struct result r;
	struct err e = { 0 };
	/* one that is not over: the last four of ten */
	struct action action = { .actor = S("王小明"), .verb = str_of(verb),
				 .target = code_of(b, pick / 10 * 10 + 6 + pick % 4),
				 .fields = fields, .version = VERSION_ANY };
	must(b, store_act(b->s, &b->a, &action, &r, &e), &e);
}

static void ours_action(struct bench *b, int64_t pick)
{
	struct val *fields = val_map(&b->a);
	val_put_str(&b->a, fields, S("owner"), pick % 2 ? S("何强") : S("李芳"));
	act(b, "assign", pick, fields);
}

static void ours_report(struct bench *b, int64_t pick)
{
	struct val *fields = val_map(&b->a);
	val_put_int(&b->a, fields, S("measure"), 1);
	val_put_str(&b->a, fields, S("progress"), S("under-way"));
	val_put_str(&b->a, fields, S("text"), S("本月与物业公司会商一次，清理楼道堆物，走访居民"));
	act(b, "report", pick, fields);
}

static void fill_bare(struct bench *b, int64_t pick, struct val *given, int *n)
{
	static int64_t id;
	given[(*n)++] = (struct val)P_INT(++id);
	given[(*n)++] = (struct val)P_STR(S("一行小字"));
}

static const struct part parts[] = {
	{ "by-code", ours_code, SQL_FINDING_BY_CODE, fill_code, 1 },
	{ "overdue", ours_overdue, SQL_FINDINGS_UNIT_OPEN_AFTER, fill_overdue, 4 },
	{ "newest", ours_newest, SQL_SEARCH_NEWEST_ALL, fill_newest, 4 },
	{ "ranked", ours_ranked, SQL_COUNT, NULL, 200 },
	{ "due-page", ours_due_page, SQL_COUNT, NULL, 10 },
	{ "action", ours_action, SQL_COUNT, fill_bare, 2, true },
	{ "report", ours_report, SQL_COUNT, fill_bare, 2, true },
};

static int64_t touched; /* so that what raw reads is read */

static void lite_run(struct bench *b, sqlite3_stmt *p, const struct val *given, int n)
{
	sqlite3_bind_int64(p, 1, TENANT);
	for (int i = 0; i < n; i++)
		if (given[i].kind == VAL_STR)
			sqlite3_bind_text(p, i + 2, given[i].s.p, (int)given[i].s.n, SQLITE_STATIC);
		else if (given[i].kind == VAL_INT)
			sqlite3_bind_int64(p, i + 2, given[i].i);
		else
			sqlite3_bind_null(p, i + 2);
	while (sqlite3_step(p) == SQLITE_ROW)
		for (int c = 0; c < sqlite3_column_count(p); c++)
			touched += sqlite3_column_bytes(p, c);
	if (sqlite3_reset(p) != SQLITE_OK)
		die(b, sqlite3_errmsg(b->lite), NULL);
}

static void pg_run(struct bench *b, const char *name, const struct val *given, int n)
{
	const char *value[PARAMS_MAX] = { "1" };
	for (int i = 0; i < n; i++)
		value[i + 1] =
			given[i].kind == VAL_STR ? str_cstr(&b->a, given[i].s)
			: given[i].kind == VAL_INT
				? str_cstr(&b->a, str_fmt(&b->a, "%lld", (long long)given[i].i))
				: NULL;
	PGresult *r = PQexecPrepared(b->pg, name, n + 1, value, NULL, NULL, 0);
	if (PQresultStatus(r) != PGRES_TUPLES_OK && PQresultStatus(r) != PGRES_COMMAND_OK)
		die(b, PQerrorMessage(b->pg), NULL);
	for (int i = 0; i < PQntuples(r); i++)
		for (int c = 0; c < PQnfields(r); c++)
			touched += PQgetlength(r, i, c);
	PQclear(r);
}

/* Raw's statement, prepared; of PostgreSQL it is known by its name. */
static sqlite3_stmt *prepare_raw(struct bench *b, const struct part *p)
{
	sqlite3_stmt *stmt = NULL;
	const struct statement *s = &statements[p->sql];
	if (b->pg) {
		PQclear(PQprepare(b->pg, p->name, p->bare ? bare_sql : s->pg.p, 0, NULL));
		return NULL;
	}
	sqlite3 *on = p->bare ? b->bare : b->lite;
	if (sqlite3_prepare_v2(on, p->bare ? bare_sql : s->text.p, -1, &stmt, NULL) != SQLITE_OK)
		die(b, sqlite3_errmsg(on), NULL);
	return stmt;
}

static int64_t pick(struct bench *b)
{
	return (int64_t)(next_random(b) % (uint64_t)b->findings);
}

static double time_ours(struct bench *b, const struct part *p)
{
	int64_t of = pick(b);
	double start = os_clock();
	p->ours(b, of);
	double took = os_clock() - start;
	arena_reset(&b->a);
	return took;
}

static double time_raw(struct bench *b, const struct part *p, sqlite3_stmt *stmt)
{
	struct val given[PARAMS_MAX];
	int n = 0;
	p->fill(b, pick(b), given, &n);
	double start = os_clock();
	if (stmt)
		lite_run(b, stmt, given, n);
	else
		pg_run(b, p->name, given, n);
	double took = os_clock() - start;
	arena_reset(&b->a);
	return took;
}

/* By turns, so that whatever else the machine does strikes both; at first until the
 * caches of both are full. What takes long has fewer turns. */
static void measure_part(struct bench *b, const struct part *p)
{
	enum { WARM_S = 10, MEASURED_S = 30, FEWEST = 5 };
	int rounds = b->rounds / p->share < FEWEST ? FEWEST : b->rounds / p->share;
	int warm = p->share > 4 ? 8 : 4 * rounds, n = 0;
	sqlite3_stmt *stmt = p->fill ? prepare_raw(b, p) : NULL;
	for (double start = os_clock(); n < warm && os_clock() - start < WARM_S; n++) {
		time_ours(b, p);
		if (p->fill)
			time_raw(b, p, stmt);
	}
	n = 0;
	for (double start = os_clock();
	     n < rounds && (n < FEWEST || os_clock() - start < MEASURED_S); n++) {
		b->took[0][n] = time_ours(b, p);
		b->took[1][n] = p->fill ? time_raw(b, p, stmt) : 0;
	}
	sqlite3_finalize(stmt);
	report(p->name, "huiyin", b->took[0], n);
	if (p->fill)
		report(p->name, "raw", b->took[1], n);
}

static bool wanted(const struct part *p, char **names)
{
	bool all = !*names;
	for (; *names; names++)
		all = all || strcmp(*names, p->name) == 0;
	return all;
}

int main(int argc, char **argv)
{
	if (argc < 5) {
		fprintf(stderr, "usage: %s FINDINGS ROUNDS PLACE EVIDENCE [PART…]\n", argv[0]);
		return 2;
	}
	struct bench b = { .findings = strtoll(argv[1], NULL, 10), .random = 88172645463325252u,
			   .rounds = (int)strtol(argv[2], NULL, 10),
			   .place = { argv[3], argv[4] } };
	if (b.findings < 1000 || (b.rounds && b.rounds < 10))
		return 2;
	arena_init(&b.a, 0);
	for (int i = 0; i < 2; i++)
		b.took[i] = calloc((size_t)b.rounds + 1, sizeof(**b.took));
	if (!opened(&b))
		load(&b);
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		if (b.rounds && wanted(&parts[i], argv + 5))
			measure_part(&b, &parts[i]);
	store_close(b.s);
	sqlite3_close(b.lite);
	sqlite3_close(b.bare);
	PQfinish(b.pg);
	arena_free(&b.a);
	free(b.took[0]);
	free(b.took[1]);
	return touched < 0;
}
