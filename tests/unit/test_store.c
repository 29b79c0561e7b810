/* store: making and opening a ledger, the door on disk, statements, files. */
#include "tap.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store_help.h"

static void making(void **state)
{
	struct world w;
	world_open(&w);
	struct err e = { 0 };
	struct action init = help_init();
	char *dir = folder_path(w.dir, "新台账");
	struct store_place place = { dir, NULL };
	assert_true(store_create(&place, &init, &e));
	assert_false(store_create(&place, &init, &e));
	assert_int_equal(e.code, ERR_CONFLICT);
	struct stat st;
	assert_int_equal(stat(dir, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	assert_int_equal(help_entries(dir), 3); /* nothing is left of the making */

	struct store *s;
	struct verdict v;
	help_must(store_open(&place, STORE_READ, &s, &e), &e);
	help_must(store_verify(s, &w.a, NULL, &v, &e), &e);
	assert_true(v.intact);
	assert_int_equal(v.events, 1);
	store_close(s);
	free(dir);
	world_close(&w);
}

static bool create_at(const char *dir, const struct action *init, struct err *e)
{
	return store_create(&(struct store_place){ dir, NULL }, init, e);
}

static void making_refused(void **state)
{
	struct world w;
	world_open(&w);
	struct err e = { 0 };
	struct action init = help_init();
	char *full = folder_path(w.dir, "full"), *deep = folder_path(w.dir, "no/deep");
	char *file = folder_path(w.dir, "full/a.txt"), *refused = folder_path(w.dir, "refused");
	assert_int_equal(mkdir(full, 0700), 0);
	close(open(file, O_CREAT | O_WRONLY, 0600));
	assert_false(create_at(full, &init, &e));
	assert_int_equal(e.code, ERR_BAD_INPUT);
	assert_int_equal(help_entries(full), 1);
	e = (struct err){ 0 };
	assert_false(create_at(file, &init, &e));
	assert_int_equal(e.code, ERR_IO);
	e = (struct err){ 0 };
	assert_false(create_at(deep, &init, &e));
	assert_int_equal(e.code, ERR_IO);
	unlink(file);
	help_must(create_at(full, &init, &(struct err){ 0 }), &e); /* an empty folder will do */

	e = (struct err){ 0 };
	init.fields = help_json(&w.a, "{\"name\":7}"); /* the door refuses: nothing is left */
	assert_false(create_at(refused, &init, &e));
	assert_int_equal(e.code, ERR_BAD_INPUT);
	assert_int_equal(access(refused, F_OK), -1);
	struct store *s;
	e = (struct err){ 0 };
	assert_false(store_open(&(struct store_place){ refused, NULL }, STORE_READ, &s, &e));
	assert_int_equal(e.code, ERR_NOT_FOUND);
	free(full), free(deep), free(file), free(refused);
	world_close(&w);
}

static void file_systems(void **state)
{
	static const struct { uint64_t type; bool refused; } rows[] = {
		{ 0xEF53, false },     /* ext4 */
		{ 0x58465342, false }, /* xfs */
		{ 0x01021994, false }, /* tmpfs */
		{ 0x6969, true },      /* nfs */
		{ 0xFF534D42, true },  /* cifs */
		{ 0xFFFFFFFFFF534D42u, true },
		{ 0x4D44, true },      /* vfat */
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_int_equal(folder_refused(rows[i].type) != NULL, rows[i].refused);
}

/* Every statement compiles against the schema; every object is its table. */
static void statements_compile(void **state)
{
	struct world w;
	world_open(&w);
	struct store *s = world_ledger(&w);
	struct val nulls[COLS_MAX];
	for (int i = 0; i < COLS_MAX; i++)
		nulls[i] = (struct val)P_NULL;
	for (int i = 0; i < SQL_COUNT; i++) {
		struct err e = { 0 };
		struct rows r;
		bool pg = db_engine(s->db) == ENGINE_POSTGRES;
		if (!(pg ? statements[i].pg : statements[i].text).n)
			continue; /* of the other engine alone */
		help_must(db_begin(s->db, true, &e), &e); /* some run at once: undone */
		if (!db_rows(s->db, (enum sql)i, (struct params){ nulls, statements[i].params - 1 },
			     &r, &e))
			fail_msg("%.*s: %.*s", STR_ARG(statements[i].name),
				 STR_ARG(err_text(&w.a, &e, LANG_EN)));
		rows_close(&r);
		db_rollback(s->db);
		e = (struct err){ 0 };
		assert_false(db_rows(s->db, (enum sql)i,
				     (struct params){ nulls, statements[i].params }, &r, &e));
		assert_int_equal(e.code, ERR_BUG);
	}
	store_close(s);
	world_close(&w);
}

static void objects_are_tables(void **state)
{
	struct world w;
	world_open(&w);
	store_close(world_ledger(&w));
	static const char *const types[] = { [VALUE_INT] = "BIGINT",
					     [VALUE_REAL] = "DOUBLE PRECISION",
					     [VALUE_BOOL] = "BOOLEAN" };
	struct raw raw = help_raw(&w);
	struct raw_texts cells = raw_columns(&raw, &w.a);
	for (int i = 0; i < OBJECT_COUNT; i++) {
		const struct object *o = &object_rows[i];
		int c = -1;
		for (const struct str *p = cells.p; p < cells.p + cells.n; p += 5) {
			if (!str_eq(p[0], o->name))
				continue;
			assert_true(c < o->columns);
			struct str name = c < 0 ? S("tenant") : o->column[c].name;
			enum value_type type = c < 0 ? VALUE_INT : o->column[c].rule.type;
			assert_str(p[1], name);
			assert_str(p[2], type < 3 && types[type] ? str_of(types[type]) : S("TEXT"));
			assert_str(p[3], c >= 0 && o->column[c].null ? S("0") : S("1"));
			assert_str(p[4], str_fmt(&w.a, "%d", c < o->keys ? c + 2 : 0));
			c++;
		}
		assert_int_equal(c, o->columns);
	}
	raw_close(&raw);
	world_close(&w);
}

static int64_t count(struct world *w, struct store *s, enum sql id, struct params params)
{
	struct err e = { 0 };
	struct val *list;
	help_must(store_list(s, &w->a, id, params, &list, &e), &e);
	return list->count;
}

static void adopting(void **state)
{
	struct world w;
	world_open(&w);
	struct store *s = world_ledger(&w);
	struct err e = { 0 };
	const struct val *tree = help_tree(&w.a), *row;
	struct result r = help_adopt(&w, s, "one", ERR_NONE);
	assert_str(r.target, S("2025-01"));
	assert_int_equal(r.seq, 2);
	r = help_adopt(&w, s, "one", ERR_NONE);
	assert_true(r.same);
	assert_int_equal(r.seq, 0);
	assert_str(r.target, S("2025-01"));
	r = help_adopt(&w, s, "two", ERR_NONE);
	assert_str(r.target, S("2025-02"));

	help_must(store_one(s, &w.a, SQL_INSPECTION_BY_CODE, PARAMS(P_STR(S("2025-02"))), &row, &e),
		  &e);
	assert_int_equal(val_get_int(row, S("id"), 0), 2);
	assert_str(val_get_str(row, S("feedback")), S("2025-02-18"));
	help_must(
		store_one(s, &w.a, SQL_FINDING_BY_CODE, PARAMS(P_STR(S("2025-02-001"))), &row, &e),
		&e);
	assert_str(val_get_str(row, S("state")), S("rectifying"));
	assert_int_equal(val_get(row, S("flows"))->kind, VAL_BOOL);
	assert_int_equal(val_get(row, S("progress"))->kind, VAL_NULL);
	help_must(
		store_one(s, &w.a, SQL_FINDING_BY_CODE, PARAMS(P_STR(S("2025-02-999"))), &row, &e),
		&e);
	assert_null(row);

	int64_t findings = val_get_int(val_get(tree, S("totals")), S("findings"), -1);
	assert_int_equal(count(&w, s, SQL_FINDINGS_OF_INSPECTION, PARAMS(P_INT(2))), findings);
	assert_int_equal(count(&w, s, SQL_FINDINGS_OF_INSPECTION, PARAMS(P_INT(1))), findings);
	assert_int_equal(count(&w, s, SQL_INSPECTIONS, PARAMS(P_INT(1), P_INT(10))), 1);
	assert_int_equal(count(&w, s, SQL_PROSE_OF_NOTICE, PARAMS(P_INT(1), P_INT(1))),
			 val_get(tree, S("prose"))->count);
	assert_int_equal(count(&w, s, SQL_EVENTS, PARAMS(P_INT(0), P_INT(10))), 3);
	assert_int_equal(count(&w, s, SQL_SCAN_UNIT, NO_PARAMS), 1);

	struct rows rows; /* only the door writes */
	assert_false(store_rows(s, SQL_INSERT_LEDGER, PARAMS(P_NULL, P_NULL), &rows, &e));
	assert_int_equal(e.code, ERR_BUG);
	store_close(s);
	world_close(&w);
}

static void keys(void **state)
{
	struct world w;
	world_open(&w);
	struct store *s = world_ledger(&w);
	struct result first, again;
	struct err e = { 0 };
	struct action act = help_adoption(&w, s, "one");
	act.key = S("req-1");
	help_must(store_act(s, &w.a, &act, &first, &e), &e);
	assert_false(first.repeated);
	help_must(store_act(s, &w.a, &act, &again, &e), &e);
	assert_true(again.repeated);
	assert_int_equal(again.seq, first.seq);
	assert_str(again.target, first.target);
	act = help_adoption(&w, s, "two");
	act.key = S("req-1");
	assert_false(store_act(s, &w.a, &act, &again, &e));
	assert_int_equal(e.code, ERR_CONFLICT);
	assert_int_equal(count(&w, s, SQL_EVENTS, PARAMS(P_INT(0), P_INT(10))), 2);
	store_close(s);
	world_close(&w);
}

/* What is refused leaves the ledger as it was, byte for byte of its log. */
static void refused(void **state)
{
	struct world w;
	world_open(&w);
	struct store *s = world_ledger(&w);
	struct err e = { 0 };
	struct verdict before, after;
	help_adopt(&w, s, "one", ERR_NONE);
	help_must(store_verify(s, &w.a, NULL, &before, &e), &e);

	struct action act = help_adoption(&w, s, "two");
	struct val *fields = val_map(&w.a); /* a tree that breaks off after good rows */
	for val_each(v, act.fields) {
		struct val *copy = arena_new(&w.a, struct val, 1);
		*copy = *v;
		copy->next = NULL;
		if (str_eq(v->key, S("notice")))
			copy = val_map(&w.a), val_put(copy, S("inspection"), val_map(&w.a));
		val_put(fields, v->key, copy);
	}
	act.fields = fields;
	struct result r;
	assert_false(store_act(s, &w.a, &act, &r, &e));
	assert_int_equal(e.code, ERR_BAD_INPUT);

	act = help_adoption(&w, s, "three"); /* its file was not kept */
	store_begin(s, &(struct err){ 0 });
	store_rollback(s);
	e = (struct err){ 0 };
	assert_false(store_act(s, &w.a, &act, &r, &e));
	assert_int_equal(e.code, ERR_NOT_FOUND);

	act = help_adoption(&w, s, "four");
	act.version = 1;
	e = (struct err){ 0 };
	assert_false(store_act(s, &w.a, &act, &r, &e));
	assert_int_equal(e.code, ERR_CONFLICT);

	e = (struct err){ 0 };
	help_must(store_verify(s, &w.a, NULL, &after, &e), &e);
	assert_true(after.intact);
	assert_str(after.head, before.head);
	store_close(s);
	assert_int_equal(help_files(&w), 1);
	world_close(&w);
}

static void groups(void **state)
{
	struct world w;
	world_open(&w);
	struct store *s = world_ledger(&w);
	struct err e = { 0 };
	help_must(store_begin(s, &e), &e);
	help_adopt(&w, s, "one", ERR_NONE);
	help_adopt(&w, s, "two", ERR_NONE);
	store_rollback(s);
	assert_int_equal(count(&w, s, SQL_INSPECTIONS, PARAMS(P_INT(0), P_INT(10))), 0);
	assert_int_equal(help_files(&w), 0);

	help_must(store_begin(s, &e), &e);
	help_adopt(&w, s, "one", ERR_NONE);
	struct action bad = help_adoption(&w, s, "bad");
	bad.actor = S("nobody");
	struct result r;
	assert_false(store_act(s, &w.a, &bad, &r, &(struct err){ 0 }));
	help_adopt(&w, s, "two", ERR_NONE); /* a refusal leaves the group usable */
	help_must(store_commit(s, &e), &e);
	assert_int_equal(count(&w, s, SQL_INSPECTIONS, PARAMS(P_INT(0), P_INT(10))), 2);
	assert_int_equal(help_files(&w), 2); /* the refused one's file is dropped */

	help_must(store_begin(s, &e), &e); /* many files are synced as one */
	for (int i = 0; i < 9; i++)
		help_adopt(&w, s, str_cstr(&w.a, str_fmt(&w.a, "many %d", i)), ERR_NONE);
	help_must(store_commit(s, &e), &e);
	assert_int_equal(help_files(&w), 11);
	struct verdict v;
	help_must(store_verify(s, &w.a, NULL, &v, &e), &e);
	assert_true(v.intact);
	assert_int_equal(v.events, 12);
	store_close(s);
	world_close(&w);
}

/* Who holds the lock keeps others from writing, not from reading. */
static void turns(void **state)
{
	struct world w;
	world_open(&w);
	struct store *s = world_ledger(&w), *reader;
	struct err e = { 0 };
	char *lock = folder_path(w.folder, "lock");
	int fd = open(lock, O_RDWR);
	struct raw raw = help_raw(&w);
	if (raw.pg)
		raw_exec(&raw, "BEGIN; SELECT size FROM head FOR UPDATE");
	else
		assert_int_equal(flock(fd, LOCK_EX), 0);
	help_must(store_open(w.ledger, STORE_READ, &reader, &e), &e);
	assert_int_equal(count(&w, reader, SQL_EVENTS, PARAMS(P_INT(0), P_INT(10))), 1);
	struct action act = help_adoption(&w, reader, "one");
	struct result r;
	assert_false(store_act(reader, &w.a, &act, &r, &e));
	assert_int_equal(e.code, ERR_DENIED);
	e = (struct err){ 0 };
	assert_false(store_begin(s, &e));
	assert_int_equal(e.code, ERR_CONFLICT);
	close(fd);
	raw_close(&raw);
	store_close(reader);
	help_adopt(&w, s, "one", ERR_NONE);
	store_close(s);
	free(lock);
	world_close(&w);
}

/* No connection folds the log in but a writer's under the lock, at its end. */
static void write_ahead_log(void **state)
{
	struct world w;
	world_open(&w);
	struct store *s = world_ledger(&w), *reader;
	struct err e = { 0 };
	struct stat st;
	char *wal = folder_path(w.folder, "ledger.db-wal");
	help_adopt(&w, s, "one", ERR_NONE);
	assert_int_equal(stat(wal, &st), 0);
	assert_true(st.st_size > 0);
	int64_t size = st.st_size;
	help_must(store_open(w.ledger, STORE_READ, &reader, &e), &e);
	assert_int_equal(count(&w, reader, SQL_EVENTS, PARAMS(P_INT(0), P_INT(10))), 2);
	store_close(reader);
	assert_int_equal(stat(wal, &st), 0);
	assert_int_equal(st.st_size, size);
	store_close(s);
	assert_int_equal(stat(wal, &st), 0);
	assert_int_equal(st.st_size, 0);
	free(wal);
	world_close(&w);
}

/* A long import bounds its write-ahead log as it goes. */
static void long_import(void **state)
{
	struct world w;
	world_open(&w);
	struct store *s = world_ledger(&w);
	struct err e = { 0 };
	struct stat st;
	char *wal = folder_path(w.folder, "ledger.db-wal"),
	     *db = folder_path(w.folder, "ledger.db");
	assert_int_equal(stat(db, &st), 0);
	int64_t before = st.st_size;
	for (int i = 0; i < 100; i++) {
		help_must(store_begin(s, &e), &e);
		for (int k = 0; k < 10; k++)
			help_adopt(&w, s, str_cstr(&w.a, str_fmt(&w.a, "%d/%d", i, k)), ERR_NONE);
		help_must(store_commit(s, &e), &e);
		arena_reset(&w.a);
	}
	assert_int_equal(stat(wal, &st), 0);
	int64_t log = st.st_size;
	assert_int_equal(stat(db, &st), 0);
	assert_true(st.st_size > before); /* part was folded in under way */
	assert_true(log < 20 << 20);
	store_close(s);
	free(wal), free(db);
	world_close(&w);
}

/* Runs `work` in a process of its own, as another program would. */
static pid_t apart(void (*work)(const struct world *w, int n, int to), const struct world *w, int n,
		   int to)
{
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid)
		return pid;
	work(w, n, to);
	_exit(0);
}

static void adopt_some(const struct world *given, int n, int to)
{
	struct world w = *given;
	struct store *s;
	struct err e = { 0 };
	arena_init(&w.a, 0);
	if (!store_open(w.ledger, STORE_WRITE, &s, &e))
		_exit(1);
	for (int i = 0; i < 5; i++) {
		struct result r;
		struct action act =
			help_adoption(&w, s, str_cstr(&w.a, str_fmt(&w.a, "%d of %d", i, n)));
		if (!store_act(s, &w.a, &act, &r, &e))
			_exit(2);
	}
	store_close(s);
}

static void writers(void **state)
{
	struct world w;
	world_open(&w);
	store_close(world_ledger(&w));
	pid_t pid[4];
	for (int i = 0; i < 4; i++)
		pid[i] = apart(adopt_some, &w, i, -1);
	for (int i = 0; i < 4; i++) {
		int status;
		assert_int_equal(waitpid(pid[i], &status, 0), pid[i]);
		assert_int_equal(status, 0);
	}
	struct store *s;
	struct verdict v;
	struct err e = { 0 };
	help_must(store_open(w.ledger, STORE_READ, &s, &e), &e);
	help_must(store_verify(s, &w.a, NULL, &v, &e), &e);
	assert_true(v.intact);
	assert_int_equal(v.events, 21);
	assert_int_equal(count(&w, s, SQL_INSPECTIONS, PARAMS(P_INT(0), P_INT(100))), 20);
	store_close(s);
	world_close(&w);
}

/* Adopts until it is killed; a byte to `to` for each that was acknowledged. */
static void adopt_on(const struct world *given, int n, int to)
{
	struct world w = *given;
	struct store *s;
	struct err e = { 0 };
	arena_init(&w.a, 0);
	if (!store_open(w.ledger, STORE_WRITE, &s, &e))
		_exit(1);
	for (int i = 0; i < 1000; i++) {
		struct result r;
		struct action act =
			help_adoption(&w, s, str_cstr(&w.a, str_fmt(&w.a, "%d of %d", i, n)));
		if (!store_act(s, &w.a, &act, &r, &e) || write(to, "x", 1) != 1)
			_exit(2);
		arena_reset(&w.a);
	}
}

static void killed(void **state)
{
	struct world w;
	world_open(&w);
	store_close(world_ledger(&w));
	int64_t acknowledged = 0;
	for (int i = 0; i < 4; i++) {
		int ends[2], status;
		char byte;
		assert_int_equal(pipe(ends), 0);
		pid_t pid = apart(adopt_on, &w, i, ends[1]);
		close(ends[1]);
		for (int k = 0; k < 3 + i; k++)
			acknowledged += read(ends[0], &byte, 1);
		usleep(1000 * 3 * i);
		kill(pid, SIGKILL);
		waitpid(pid, &status, 0);
		assert_true(WIFSIGNALED(status));
		while (read(ends[0], &byte, 1) == 1)
			acknowledged++;
		close(ends[0]);
		struct store *s;
		struct verdict v;
		struct err e = { 0 };
		help_must(store_open(w.ledger, STORE_READ, &s, &e), &e);
		help_must(store_verify(s, &w.a, NULL, &v, &e), &e);
		help_must(v.intact, &v.fault);
		/* At most the one under way when it was killed is there beside. */
		assert_in_range(v.events, acknowledged + 1, acknowledged + 1 + i + 1);
		store_close(s);
	}
	world_close(&w);
}

/* A reader's group sees one state while a writer goes on. */
static void snapshot(void **state)
{
	struct world w;
	world_open(&w);
	struct store *s = world_ledger(&w), *reader;
	struct err e = { 0 };
	help_must(store_open(w.ledger, STORE_READ, &reader, &e), &e);
	help_must(store_begin(reader, &e), &e);
	assert_int_equal(count(&w, reader, SQL_INSPECTIONS, PARAMS(P_INT(0), P_INT(10))), 0);
	help_adopt(&w, s, "one", ERR_NONE);
	assert_int_equal(count(&w, reader, SQL_INSPECTIONS, PARAMS(P_INT(0), P_INT(10))), 0);
	help_must(store_commit(reader, &e), &e);
	assert_int_equal(count(&w, reader, SQL_INSPECTIONS, PARAMS(P_INT(0), P_INT(10))), 1);
	store_close(reader);
	store_close(s);
	world_close(&w);
}

static void newer_schema(void **state)
{
	struct world w;
	world_open(&w);
	store_close(world_ledger(&w));
	char sql[80];
	struct raw raw = help_raw(&w);
	snprintf(sql, sizeof(sql),
		 raw.pg ? "UPDATE huiyin_schema SET version = %d" : "PRAGMA user_version=%d",
		 migration_count + 1);
	raw_exec(&raw, sql);
	raw_close(&raw);
	for (enum store_mode mode = STORE_READ; mode <= STORE_WRITE; mode++) {
		struct store *s;
		struct err e = { 0 };
		assert_false(store_open(w.ledger, mode, &s, &e));
		assert_int_equal(e.code, ERR_CONFLICT);
	}
	world_close(&w);
}

/* The same statement may run inside itself. */
static struct effect *unit_effect(struct arena *a, struct effects *to, enum effect_kind kind,
				  int64_t id)
{
	struct effect *f = effect_add(a, to, kind, OBJECT_UNIT);
	f->cell[COL_UNIT_ID] = val_int(a, id);
	return f;
}

static bool applied(struct store *s, struct arena *a, const struct effects *effects, int64_t seq,
		    struct err *e)
{
	return apply_effects(s->db, a, effects, seq, e) && db_flush(s->db, e);
}

/* An update sets what it names and which event did it, by a statement made once; one that
 * finds no row is a conflict. */
static void updates(void **state)
{
	struct world w;
	struct err e = { 0 };
	struct effects add = { 0 }, change = { 0 }, stray = { 0 };
	const struct val *row;
	world_open(&w);
	struct store *s = world_ledger(&w);
	unit_effect(&w.a, &add, EFFECT_INSERT, 77)->cell[COL_UNIT_NAME] = val_str(&w.a, S("桐湖社区"));
	add.p[0].cell[COL_UNIT_PARENT] = val_null(&w.a);
	unit_effect(&w.a, &change, EFFECT_UPDATE, 77)->cell[COL_UNIT_SHORT_NAME] =
		val_str(&w.a, S("桐湖"));
	unit_effect(&w.a, &stray, EFFECT_UPDATE, 78)->cell[COL_UNIT_SHORT_NAME] =
		val_str(&w.a, S("不在"));
	help_must(store_begin(s, &e), &e);
	help_must(applied(s, &w.a, &add, 500, &e), &e);
	int before = db_statements(s->db);
	help_must(applied(s, &w.a, &change, 501, &e) && applied(s, &w.a, &change, 502, &e), &e);
	assert_int_equal(db_statements(s->db), before + 1);
	help_must(store_one(s, &w.a, SQL_ROW_UNIT, PARAMS(P_INT(77)), &row, &e), &e);
	assert_str(val_get_str(row, S("name")), S("桐湖社区"));
	assert_str(val_get_str(row, S("short_name")), S("桐湖"));
	assert_int_equal(val_get_int(row, S("changed"), 0), 502);
	assert_false(applied(s, &w.a, &stray, 503, &e));
	assert_int_equal(e.code, ERR_CONFLICT);
	assert_true(str_has(err_text(&w.a, &e, LANG_EN), S("unit")));
	store_rollback(s);
	store_close(s);
	world_close(&w);
}

static void nested(void **state)
{
	struct world w;
	world_open(&w);
	struct store *s = world_ledger(&w);
	struct err e = { 0 };
	help_adopt(&w, s, "one", ERR_NONE);
	struct rows outer, inner;
	int steps = 0;
	help_must(store_rows(s, SQL_EVENTS, PARAMS(P_INT(0), P_INT(10)), &outer, &e), &e);
	while (rows_next(&outer)) {
		help_must(store_rows(s, SQL_EVENTS, PARAMS(P_INT(0), P_INT(10)), &inner, &e), &e);
		while (rows_next(&inner))
			steps++;
		assert_true(rows_close(&inner));
	}
	assert_true(rows_close(&outer));
	assert_int_equal(steps, 4);
	store_close(s);
	world_close(&w);
}

int main(void)
{
	enum { OF_FOLDERS = 5 }; /* the first of them */
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(making),             cmocka_unit_test(making_refused),
		cmocka_unit_test(file_systems),       cmocka_unit_test(write_ahead_log),
		cmocka_unit_test(long_import),        cmocka_unit_test(statements_compile),
		cmocka_unit_test(objects_are_tables), cmocka_unit_test(adopting),
		cmocka_unit_test(keys),               cmocka_unit_test(refused),
		cmocka_unit_test(groups),             cmocka_unit_test(turns),
		cmocka_unit_test(writers),            cmocka_unit_test(killed),
		cmocka_unit_test(snapshot),           cmocka_unit_test(newer_schema),
		cmocka_unit_test(nested),             cmocka_unit_test(updates),
	};
	int skip = help_server() ? OF_FOLDERS : 0;
	return _cmocka_run_group_tests("store", tests + skip, sizeof(tests) / sizeof(*tests) - skip,
				       NULL, NULL);
}
