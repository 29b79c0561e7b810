/*
 * A ledger of its own for the tests of the store: in a folder, or, where
 * HUIYIN_TEST_PG names a PostgreSQL database, in a schema there.
 */
#ifndef TESTS_UNIT_STORE_HELP_H
#define TESTS_UNIT_STORE_HELP_H

#include <dirent.h>
#include <ftw.h>
#include <libpq-fe.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tap.h"

#include "base/json.h"
#include "base/os.h"
#include "store/inside.h"

struct world {
	char dir[64];
	char folder[80], files[100], url[400], schema[40];
	struct store_place ledger[1]; /* made by world_ledger() */
	struct arena a;
};

/* Past the store, as one who tampers opens its database: one of the two. */
struct raw {
	sqlite3 *lite;
	PGconn *pg;
};

static inline const char *help_server(void)
{
	const char *url = getenv("HUIYIN_TEST_PG");
	return url && *url ? url : NULL;
}

static inline void help_must(bool ok, const struct err *e)
{
	struct arena a;
	if (ok)
		return;
	arena_init(&a, 0);
	fail_msg("%.*s", STR_ARG(err_text(&a, e, LANG_EN)));
}

static inline PGresult *raw_result(struct raw *raw, const char *sql)
{
	PGresult *r = PQexec(raw->pg, sql);
	ExecStatusType status = PQresultStatus(r);
	if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
		fail_msg("%s: %s", sql, PQerrorMessage(raw->pg));
	return r;
}

/* Runs SQL, all of it; how many rows its last statement changed. */
static inline int raw_exec(struct raw *raw, const char *sql)
{
	char *why = NULL;
	if (raw->lite) {
		if (sqlite3_exec(raw->lite, sql, NULL, NULL, &why) != SQLITE_OK)
			fail_msg("%s: %s", sql, why);
		return sqlite3_changes(raw->lite);
	}
	PGresult *r = raw_result(raw, sql);
	int changed = (int)strtol(PQcmdTuples(r), NULL, 10);
	PQclear(r);
	return changed;
}

/* Whether the database takes it. */
static inline bool raw_try(struct raw *raw, const char *sql)
{
	if (raw->lite)
		return sqlite3_exec(raw->lite, sql, NULL, NULL, NULL) == SQLITE_OK;
	PGresult *r = PQexec(raw->pg, sql);
	ExecStatusType status = PQresultStatus(r);
	PQclear(r);
	return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

/* The database at `url`, or the file. */
static inline struct raw raw_open(const char *url, const char *file)
{
	struct raw raw = { 0 };
	if (url) {
		raw.pg = PQconnectdb(url);
		if (PQstatus(raw.pg) != CONNECTION_OK)
			fail_msg("%s", PQerrorMessage(raw.pg));
		raw_exec(&raw, "SET client_min_messages = error");
	} else {
		assert_int_equal(sqlite3_open(file, &raw.lite), SQLITE_OK);
	}
	return raw;
}

static inline void raw_close(struct raw *raw)
{
	sqlite3_close(raw->lite);
	PQfinish(raw->pg);
}

/* Opens the world's database. */
static inline struct raw help_raw(const struct world *w)
{
	char *path = folder_path(w->folder, "ledger.db");
	struct raw raw = raw_open(*w->url ? w->url : NULL, path);
	free(path);
	return raw;
}

/* As one who tampers: nothing holds any more but types and keys. */
static inline void raw_loosen(struct raw *raw)
{
	raw_exec(raw, raw->lite ? "PRAGMA ignore_check_constraints = ON"
				: "SET session_replication_role = replica");
}

struct raw_texts LIST(struct str);

/* Every cell that a query gives, row after row; NULL as STR_NONE. */
static inline struct raw_texts raw_cells(struct raw *raw, struct arena *a, const char *sql)
{
	struct raw_texts out = { 0 };
	sqlite3_stmt *p;
	if (raw->pg) {
		PGresult *r = raw_result(raw, sql);
		for (int i = 0; i < PQntuples(r); i++)
			for (int c = 0; c < PQnfields(r); c++)
				*list_add(a, &out) = str_copy(a, str_of(PQgetvalue(r, i, c)));
		PQclear(r);
		return out;
	}
	if (sqlite3_prepare_v2(raw->lite, sql, -1, &p, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(raw->lite));
	while (sqlite3_step(p) == SQLITE_ROW)
		for (int c = 0; c < sqlite3_column_count(p); c++)
			*list_add(a, &out) =
				str_copy(a, str_of((const char *)sqlite3_column_text(p, c)));
	sqlite3_finalize(p);
	return out;
}

/* Of each column of each table but those of the search, which are derived: table,
 * name, type, 1 where not null, place in the primary key (0: none). */
static inline struct raw_texts raw_columns(struct raw *raw, struct arena *a)
{
	return raw_cells(
		raw, a,
		raw->lite ? "SELECT m.name, c.name, c.type, c.\"notnull\", c.pk "
			    "FROM (SELECT name FROM sqlite_schema WHERE type = 'table' "
			    "AND name NOT LIKE 'search_%' AND name NOT LIKE 'sqlite_%') m, "
			    "pragma_table_info(m.name) c "
			    "ORDER BY m.name, c.cid"
			  : "SELECT t.relname, c.attname, upper(format_type(c.atttypid, NULL)), "
			    "c.attnotnull::int, coalesce(array_position(i.indkey::int2[], "
			    "c.attnum) + 1, 0) "
			    "FROM pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace "
			    "JOIN pg_attribute c ON c.attrelid = t.oid AND c.attnum > 0 "
			    "LEFT JOIN pg_index i ON i.indrelid = t.oid AND i.indisprimary "
			    "WHERE n.nspname = current_schema() AND t.relkind = 'r' "
			    "AND t.relname <> 'huiyin_schema' AND t.relname NOT LIKE 'search_%' "
			    "ORDER BY t.relname, c.attnum");
}

static inline void world_open_server(struct world *w, const char *url)
{
	static int made;
	char sql[100];
	struct raw raw = raw_open(url, NULL);
	snprintf(w->schema, sizeof(w->schema), "t%ld_%d", (long)getpid(), ++made);
	snprintf(sql, sizeof(sql), "CREATE SCHEMA %s", w->schema);
	raw_exec(&raw, sql);
	raw_close(&raw);
	snprintf(w->url, sizeof(w->url), "%s?options=-csearch_path%%3D%s", url, w->schema);
	snprintf(w->files, sizeof(w->files), "%s/evidence", w->dir);
	w->ledger[0] = (struct store_place){ w->url, w->files };
}

static inline void world_open(struct world *w)
{
	*w = (struct world){ 0 };
	snprintf(w->dir, sizeof(w->dir), "/tmp/huiyin-test-XXXXXX");
	assert_non_null(mkdtemp(w->dir));
	snprintf(w->folder, sizeof(w->folder), "%s/ledger", w->dir);
	arena_init(&w->a, 0);
	if (help_server()) {
		world_open_server(w, help_server());
		return;
	}
	snprintf(w->files, sizeof(w->files), "%s/evidence", w->folder);
	w->ledger[0] = (struct store_place){ w->folder, NULL };
}

static inline int help_remove(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
	return remove(path);
}

static inline void world_close(struct world *w)
{
	if (*w->schema) {
		struct raw raw = help_raw(w);
		char sql[150];
		snprintf(sql, sizeof(sql), "DROP SCHEMA IF EXISTS %s, %s_kept CASCADE", w->schema,
			 w->schema);
		raw_exec(&raw, sql);
		raw_close(&raw);
	}
	nftw(w->dir, help_remove, 16, FTW_DEPTH | FTW_PHYS);
	arena_free(&w->a);
}

static inline struct action help_init(void)
{
	return (struct action){ .actor = S("王小明"), .verb = S("init"), .version = VERSION_ANY };
}

/* A new ledger, open for writing. */
static inline struct store *world_ledger(struct world *w)
{
	struct err e = { 0 };
	struct store *s;
	struct action init = help_init();
	help_must(store_create(w->ledger, &init, &e), &e);
	help_must(store_open(w->ledger, STORE_WRITE, &s, &e), &e);
	return s;
}

static inline const struct val *help_tree(struct arena *a)
{
	const char *root = getenv("SOURCE_ROOT");
	struct err e = { 0 };
	struct str text;
	const struct val *tree;
	struct str path = str_fmt(a, "%s/tests/golden/notice.tree.json", root ? root : ".");
	help_must(os_read(a, str_cstr(a, path), 1 << 20, &text, &e), &e);
	help_must(json_read(a, text, &tree, &e), &e);
	return tree;
}

/* The action that adopts the golden notice from a file of these bytes, which a
 * writer keeps on the way. */
static inline struct action help_adoption(struct world *w, struct store *s, const char *bytes)
{
	struct val *f = val_map(&w->a), *tree = arena_new(&w->a, struct val, 1);
	struct str hex;
	struct err e = { 0 };
	*tree = *help_tree(&w->a);
	store_keep(s, &w->a, str_of(bytes), &hex, &e);
	val_put(f, S("notice"), tree);
	val_put_str(&w->a, f, S("sha256"), hex);
	val_put_str(&w->a, f, S("name"), S("青石桥.txt"));
	val_put_str(&w->a, f, S("kind"), S("txt"));
	val_put_int(&w->a, f, S("size"), str_of(bytes).n);
	return (struct action){ .actor = S("王小明"), .verb = S("adopt"),
				.fields = f, .version = VERSION_ANY };
}

static inline struct result help_adopt(struct world *w, struct store *s, const char *bytes,
				       enum err_code code)
{
	struct result r;
	struct err e = { 0 };
	struct action act = help_adoption(w, s, bytes);
	if (store_act(s, &w->a, &act, &r, &e) != (code == ERR_NONE) || e.code != code)
		help_must(false, &e);
	return r;
}

static inline const struct val *help_json(struct arena *a, const char *text)
{
	struct err e = { 0 };
	const struct val *v;
	help_must(json_read(a, str_of(text), &v, &e), &e);
	return v;
}

/* Does one action, its fields as JSON; what is expected of it is `code`. */
static inline struct result help_do(struct world *w, struct store *s, const char *actor,
				    const char *verb, const char *target, const char *fields,
				    enum err_code code)
{
	struct result r;
	struct err e = { 0 };
	struct action act = { .actor = str_of(actor), .verb = str_of(verb),
			      .target = str_of(target), .version = VERSION_ANY,
			      .fields = fields ? help_json(&w->a, fields) : NULL };
	bool ok = store_act(s, &w->a, &act, &r, &e);
	if (ok != (code == ERR_NONE) || e.code != code)
		fail_msg("%s %s %s: %d, want %d: %.*s", actor, verb, target ? target : "", e.code,
			 code, STR_ARG(err_text(&w->a, &e, LANG_EN)));
	return r;
}

/* Attaches a file of these bytes to the finding, or to one of its measures. */
static inline struct result help_attach(struct world *w, struct store *s, const char *actor,
					const char *code, int measure, const char *bytes)
{
	struct str hex;
	struct err e = { 0 };
	char of[40] = "";
	help_must(store_keep(s, &w->a, str_of(bytes), &hex, &e), &e);
	if (measure)
		snprintf(of, sizeof(of), "\"measure\":%d,", measure);
	struct str fields = str_fmt(&w->a,
				    "{%s\"sha256\":\"%.*s\",\"name\":\"照片.txt\",\"kind\":\"txt\","
				    "\"title\":\"整改后\",\"size\":%zu}",
				    of, STR_ARG(hex), strlen(bytes));
	return help_do(w, s, actor, "attach", code, str_cstr(&w->a, fields), ERR_NONE);
}

/* A notice from its draft to its publishing, by three people. */
static inline void help_notice(struct world *w, struct store *s, const char *me,
			       const char *other)
{
	const char *third = "陈静";
	struct str hex;
	struct err e = { 0 };
	help_do(w, s, me, "add-person", NULL, "{\"name\":\"陈静\",\"roles\":\"publisher\"}",
		ERR_NONE);
	struct result r = help_do(w, s, me, "draft-notice", NULL,
				  "{\"inspection\":\"2025-01\",\"wording\":\"public\","
				  "\"contact\":\"李芳\",\"body\":\"整改情况\"}", ERR_NONE);
	const char *code = str_cstr(&w->a, r.target);
	help_do(w, s, me, "submit-notice", code, "{}", ERR_NONE);
	help_do(w, s, third, "return-notice", code, "{\"reason\":\"太短\"}", ERR_NONE);
	help_do(w, s, me, "edit-notice", code,
		"{\"body\":\"中共云溪市桐湖社区委员会\\n关于巡察整改进展情况的通报\\n"
		"一、整改情况\\n1. 楼道堆物。已清理。\\n中共云溪市桐湖社区委员会\\n2025年3月1日\"}", ERR_NONE);
	help_do(w, s, me, "submit-notice", code, "{}", ERR_NONE);
	help_do(w, s, third, "review-notice", code, "{\"opinion\":\"不涉密\"}", ERR_NONE);
	help_do(w, s, other, "approve-notice", code, "{\"opinion\":\"同意\"}", ERR_NONE);
	help_must(store_keep(s, &w->a, S("<p>"), &hex, &e), &e);
	const char *fields = str_fmt(&w->a,
				     "{\"until\":\"2999-01-01\",\"head\":\"x\",\"html\":\"%.*s\","
				     "\"html-size\":3,\"pdf\":\"%.*s\",\"pdf-size\":3,"
				     "\"docx\":\"%.*s\",\"docx-size\":3}",
				     STR_ARG(hex), STR_ARG(hex), STR_ARG(hex)).p;
	help_do(w, s, third, "publish-notice", code, fields, ERR_NONE);
}

/* What measures are held to; an order, a case and a regulation with their steps. */
static inline void help_offices(struct world *w, struct store *s, const char *me,
				const char *other, const char *code)
{
	struct result r;
	help_do(w, s, me, "add-indicator", code,
		"{\"measure\":1,\"name\":\"巡查\",\"target\":12,\"unit\":\"次\"}", ERR_NONE);
	help_do(w, s, me, "set-indicator", code, "{\"measure\":1,\"indicator\":1,\"actual\":3}",
		ERR_NONE);
	help_do(w, s, me, "set-measure", code, "{\"measure\":2,\"kind\":\"milestones\"}", ERR_NONE);
	help_do(w, s, me, "add-milestone", code,
		"{\"measure\":2,\"name\":\"招标\",\"planned\":\"2999-01-01\"}", ERR_NONE);
	help_do(w, s, me, "reach-milestone", code, "{\"measure\":2,\"milestone\":1}", ERR_NONE);
	r = help_do(w, s, other, "order", NULL,
		    "{\"findings\":\"2025-01-001 2025-01-002\",\"text\":\"进展缓慢\"}", ERR_NONE);
	const char *order = str_cstr(&w->a, r.target);
	help_do(w, s, me, "reply", order, "{\"text\":\"已加快\"}", ERR_NONE);
	help_do(w, s, me, "close-order", order, "{\"opinion\":\"属实\"}", ERR_DENIED);
	help_do(w, s, other, "raise-order", order, "{\"text\":\"仍未见效\"}", ERR_NONE);
	r = help_do(w, s, me, "take-case", NULL,
		    "{\"channel\":\"visit\",\"text\":\"路灯不亮\",\"contact\":\"周桂英\","
		    "\"phone\":\"0571-00000000\"}", ERR_NONE);
	const char *file = str_cstr(&w->a, r.target);
	help_do(w, s, me, "dispatch-case", file, "{\"handler\":\"王小明\"}", ERR_NONE);
	help_do(w, s, me, "handle-case", file, "{\"text\":\"已换灯\"}", ERR_NONE);
	help_do(w, s, me, "answer-case", file, "{\"text\":\"灯已换好\"}", ERR_NONE);
	help_do(w, s, other, "confirm-case", file, "{\"opinion\":\"回访属实\"}", ERR_NONE);
	help_do(w, s, me, "link-case", file, "{\"finding\":\"2025-01-001\"}", ERR_NONE);
	help_do(w, s, me, "add-regulation", NULL,
		"{\"title\":\"楼道巡查办法\",\"from\":\"2025-01-01\","
		"\"document\":\"桐社党〔2025〕3号\",\"findings\":\"2025-01-001\"}", ERR_NONE);
}

/* People of a ledger, and a finding of its adopted notice that went through
 * everything that leaves rows: reports, an extension, closing, looking back. */
static inline void help_life(struct world *w, struct store *s)
{
	const char *me = "王小明", *other = "李芳", *code = "2025-01-001";
	help_do(w, s, me, "add-unit", NULL, "{\"name\":\"云溪市桐湖街道\"}", ERR_NONE);
	help_do(w, s, me, "add-person", NULL,
		"{\"name\":\"李芳\",\"roles\":\"supervisor lead\",\"phone\":\"13800000000\"}",
		ERR_NONE);
	help_do(w, s, me, "set-contact", other, "{\"phone\":\"13800000001\"}", ERR_NONE);
	help_do(w, s, other, "assign", code, "{\"lead-unit\":\"云溪市桐湖街道\"}", ERR_NONE);
	help_do(w, s, other, "add-support", code, "{\"unit\":\"云溪市桐湖街道\"}", ERR_NONE);
	help_do(w, s, me, "set-due", code, "{\"due\":\"2999-03-31\"}", ERR_NONE);
	help_do(w, s, me, "extend", code,
		"{\"due\":\"2999-06-30\",\"reason\":\"设计变更\"}", ERR_NONE);
	help_do(w, s, other, "decide-extension", code, "{\"outcome\":\"granted\"}", ERR_NONE);
	for (int measure = 1; measure < 100; measure++) {
		const struct val *row;
		struct err e = { 0 };
		help_must(store_one(s, &w->a, SQL_ASK_MEASURE,
				    PARAMS(P_INT(1), P_INT(1), P_INT(measure)), &row, &e), &e);
		if (!row)
			break;
		help_do(w, s, me, "report", code,
			str_cstr(&w->a, str_fmt(&w->a,
						"{\"measure\":%d,\"progress\":\"done\","
						"\"text\":\"已完成\"}", measure)), ERR_NONE);
		help_attach(w, s, me, code, measure, "整改后的照片");
	}
	help_offices(w, s, me, other, code);
	help_notice(w, s, me, other);
	help_attach(w, s, me, code, 0, "写错的材料");
	help_do(w, s, other, "void-evidence", "2025-01-001-0-01",
		"{\"reason\":\"与问题无关\"}", ERR_NONE);
	help_do(w, s, me, "add-person", NULL, "{\"name\":\"周琳\",\"roles\":\"publisher\"}",
		ERR_NONE);
	help_do(w, s, "周琳", "clear-evidence", "2025-01-001-1-01",
		"{\"outcome\":\"public\"}", ERR_NONE);
	help_do(w, s, me, "apply", code, "{\"text\":\"各项措施已完成\"}", ERR_NONE);
	help_do(w, s, other, "verify", code, "{\"opinion\":\"属实\"}", ERR_NONE);
	help_do(w, s, other, "look-back", code,
		"{\"outcome\":\"rebounded\",\"opinion\":\"垃圾又堆起来了\","
		"\"due\":\"2999-12-31\"}", ERR_NONE);
	help_do(w, s, me, "set-setting", NULL, "{\"name\":\"site-name\",\"value\":\"台账\"}",
		ERR_NONE);
}

/* How many names the folder holds. */
static inline int help_entries(const char *dir)
{
	int n = 0;
	DIR *d = opendir(dir);
	assert_non_null(d);
	while (readdir(d))
		n++;
	closedir(d);
	return n - 2;
}

/* How many files stand in the ledger's evidence/ab folders; none may be left
 * over beside those. */
static inline int help_files(const struct world *w)
{
	int n = 0;
	DIR *d = opendir(w->files);
	assert_non_null(d);
	for (struct dirent *entry; (entry = readdir(d));) {
		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		char *sub = folder_path(w->files, entry->d_name);
		assert_int_equal(strlen(entry->d_name), 2);
		n += help_entries(sub);
		free(sub);
	}
	closedir(d);
	return n;
}

#endif
