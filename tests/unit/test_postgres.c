/* store on PostgreSQL: what the server adds: other sessions in the way, a lost
 * connection, a database that holds something else, rows that come one by one. */
#include "store_help.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>

static int64_t events(struct world *w)
{
	struct store *s;
	struct verdict v;
	struct err e = { 0 };
	help_must(store_open(w->ledger, STORE_READ, &s, &e), &e);
	help_must(store_verify(s, &w->a, NULL, &v, &e), &e);
	help_must(v.intact, &v.fault);
	store_close(s);
	return v.events;
}

static void must_say(struct world *w, const struct err *e, enum err_code code, enum msg msg)
{
	assert_int_equal(e->code, code);
	assert_int_equal(e->msg, msg);
	for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
		struct str said = err_text(&w->a, e, lang);
		assert_true(said.n > 0 && !str_has(said, S("{")));
	}
}

static int tables(struct world *w)
{
	struct raw raw = help_raw(w);
	struct raw_texts cells = raw_columns(&raw, &w->a);
	raw_close(&raw);
	return (int)cells.n;
}

/* A ledger is made whole or not at all. */
static void making(void **state)
{
	struct world w;
	world_open(&w);
	struct err e = { 0 };
	struct store *s;
	struct action init = help_init();
	assert_false(store_open(w.ledger, STORE_WRITE, &s, &e)); /* an empty schema stays so */
	assert_int_equal(e.code, ERR_NOT_FOUND);
	assert_int_equal(mkdir(w.files, 0700), 0);
	e = (struct err){ 0 };
	assert_false(store_open(w.ledger, STORE_WRITE, &s, &e));
	must_say(&w, &e, ERR_NOT_FOUND, MSG_STORE_NONE);
	assert_int_equal(rmdir(w.files), 0);

	init.fields = help_json(&w.a, "{\"name\":7}"); /* the door refuses: nothing is left */
	e = (struct err){ 0 };
	assert_false(store_create(w.ledger, &init, &e));
	assert_int_equal(e.code, ERR_BAD_INPUT);
	assert_int_equal(tables(&w), 0);
	assert_int_equal(access(w.files, F_OK), -1);

	struct raw raw = help_raw(&w);
	raw_exec(&raw, "CREATE TABLE payroll (id BIGINT)");
	init = help_init();
	e = (struct err){ 0 };
	assert_false(store_create(w.ledger, &init, &e));
	must_say(&w, &e, ERR_BAD_INPUT, MSG_PG_OTHER);
	assert_true(str_has(err_text(&w.a, &e, LANG_EN), S("payroll")));
	raw_exec(&raw, "DROP TABLE payroll");
	raw_close(&raw);

	char *path = folder_path(w.files, "a.txt");
	assert_int_equal(mkdir(w.files, 0700), 0);
	close(open(path, O_CREAT | O_WRONLY, 0600));
	e = (struct err){ 0 };
	assert_false(store_create(w.ledger, &init, &e));
	must_say(&w, &e, ERR_BAD_INPUT, MSG_STORE_FILES_FULL);
	assert_int_equal(tables(&w), 0);
	unlink(path);
	free(path);

	e = (struct err){ 0 };
	help_must(store_create(w.ledger, &init, &e), &e);
	assert_false(store_create(w.ledger, &init, &e));
	must_say(&w, &e, ERR_CONFLICT, MSG_STORE_EXISTS);
	assert_int_equal(events(&w), 1);
	world_close(&w);
}

/* Of several that make the same ledger at once, one does. */
static void makers(void **state)
{
	struct world w;
	world_open(&w);
	assert_int_equal(mkdir(w.files, 0700), 0);
	pid_t pid[4];
	int made = 0, status;
	for (int i = 0; i < 4; i++) {
		pid[i] = fork();
		assert_true(pid[i] >= 0);
		if (!pid[i]) {
			struct err e = { 0 };
			struct action init = help_init();
			bool ok = store_create(w.ledger, &init, &e);
			_exit(ok ? 0 : e.code == ERR_CONFLICT ? 1 : 2);
		}
	}
	for (int i = 0; i < 4; i++) {
		assert_int_equal(waitpid(pid[i], &status, 0), pid[i]);
		assert_in_range(WEXITSTATUS(status), 0, 1);
		made += WEXITSTATUS(status) == 0;
	}
	assert_int_equal(made, 1);
	assert_int_equal(events(&w), 1);
	world_close(&w);
}

/* Fails each insert of an event, as a session in the way would, `times` times. */
static void in_the_way(struct raw *raw, const char *code, int times)
{
	char sql[700];
	snprintf(
		sql, sizeof(sql),
		"DROP TRIGGER IF EXISTS t ON event; DROP SEQUENCE IF EXISTS tries;"
		"CREATE SEQUENCE tries; CREATE OR REPLACE FUNCTION fail_some() RETURNS trigger AS "
		"'BEGIN IF nextval(''tries'') <= %d THEN RAISE EXCEPTION ''in the way'' "
		"USING ERRCODE = ''%s''; END IF; RETURN NEW; END' LANGUAGE plpgsql;"
		"CREATE TRIGGER t BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION fail_some()",
		times, code);
	raw_exec(raw, sql);
}

static void again(void **state)
{
	static const struct {
		const char *code;
		int times;
		enum err_code want;
	} rows[] = {
		{ "40001", 2, ERR_NONE },   { "40P01", 3, ERR_NONE }, { "40001", 9, ERR_CONFLICT },
		{ "53100", 1, ERR_IO },     { "53200", 1, ERR_IO },   { "25006", 1, ERR_IO },
		{ "42501", 1, ERR_DENIED }, { "23505", 1, ERR_DB },   { "55P03", 1, ERR_CONFLICT },
	};
	struct world w;
	world_open(&w);
	struct store *s = world_ledger(&w);
	struct raw raw = help_raw(&w);
	int64_t due = 1;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char *bytes = str_cstr(&w.a, str_fmt(&w.a, "file %d", (int)i));
		in_the_way(&raw, rows[i].code, rows[i].times);
		help_adopt(&w, s, bytes, rows[i].want);
		due += rows[i].want == ERR_NONE;
		assert_int_equal(events(&w), due);
		in_the_way(&raw, "40001", 0);
		help_adopt(&w, s, bytes, ERR_NONE); /* nothing hinders the next try */
		due += rows[i].want != ERR_NONE;
		assert_int_equal(events(&w), due);
	}
	raw_close(&raw);
	store_close(s);
	assert_int_equal(help_files(&w), (int)due - 1);
	world_close(&w);
}

/* A group in which the database failed keeps nothing, whatever came after. */
static void spoilt(void **state)
{
	struct world w;
	world_open(&w);
	struct store *s = world_ledger(&w);
	struct raw raw = help_raw(&w);
	struct err e = { 0 };
	in_the_way(&raw, "40001", 1);
	help_must(store_begin(s, &e), &e);
	help_adopt(&w, s, "one", ERR_CONFLICT); /* not done again: the group has more in it */
	help_adopt(&w, s, "two", ERR_DB);
	assert_false(store_commit(s, &e));
	must_say(&w, &e, ERR_DB, MSG_STORE_SPOILT);
	assert_int_equal(events(&w), 1);

	e = (struct err){ 0 }; /* the driver knows it by itself too */
	struct db *db;
	help_must(db_open(w.url, DB_WRITE, &db, &e), &e);
	help_must(db_begin(db, true, &e), &e);
	assert_int_equal(db_state(db), DB_FINE);
	assert_false(db_run(db, SQL_HEAD_UPDATE, PARAMS(P_NULL, P_NULL, P_NULL), &e));
	assert_int_equal(db_state(db), DB_SPOILT);
	e = (struct err){ 0 };
	assert_false(db_commit(db, &e));
	must_say(&w, &e, ERR_DB, MSG_STORE_SPOILT);
	db_close(db);
	raw_close(&raw);
	store_close(s);
	world_close(&w);
}

/* Ends every other session of the database's schema's sort: those of the store. */
static void cut(struct raw *raw)
{
	raw_exec(raw, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> "
		      "pg_backend_pid() AND application_name = 'huiyin' AND pid IN "
		      "(SELECT l.pid FROM pg_locks l JOIN pg_class c ON c.oid = l.relation "
		      "JOIN pg_namespace n ON n.oid = c.relnamespace "
		      "WHERE n.nspname = current_schema())");
	usleep(50 * 1000);
}

static void lost(void **state)
{
	struct world w;
	world_open(&w);
	struct store *s = world_ledger(&w);
	struct raw raw = help_raw(&w);
	struct err e = { 0 };
	help_must(store_begin(s, &e), &e);
	help_adopt(&w, s, "one", ERR_NONE);
	cut(&raw);
	struct action act = help_adoption(&w, s, "two");
	struct result r;
	assert_false(store_act(s, &w.a, &act, &r, &e));
	must_say(&w, &e, ERR_IO, MSG_PG_LOST);
	store_rollback(s);
	e = (struct err){ 0 };
	assert_false(store_begin(s, &e));
	assert_int_equal(e.code, ERR_IO);
	store_close(s);
	assert_int_equal(events(&w), 1);

	e = (struct err){ 0 };
	help_must(store_open(w.ledger, STORE_WRITE, &s, &e), &e);
	help_must(store_begin(s, &e), &e);
	help_adopt(&w, s, "one", ERR_NONE);
	help_must(db_flush(s->db, &e), &e); /* so that COMMIT alone is lost */
	cut(&raw);
	assert_false(store_commit(s, &e));
	must_say(&w, &e, ERR_IO, MSG_PG_UNSURE);
	store_close(s);
	assert_int_equal(events(&w), 1);
	raw_close(&raw);
	world_close(&w);
}

/* Reading never writes; a schema that only a writer may bring up to date. */
static void readers(void **state)
{
	struct world w;
	world_open(&w);
	store_close(world_ledger(&w));
	struct db *db;
	struct err e = { 0 };
	help_must(db_open(w.url, DB_READ, &db, &e), &e);
	assert_false(db_run(db, SQL_HEAD_UPDATE, PARAMS(P_INT(1), P_STR(S("")), P_STR(S(""))), &e));
	must_say(&w, &e, ERR_IO, MSG_PG_STANDBY);
	db_close(db);

	struct store *s; /* without its folder a ledger can be read, not verified */
	struct store_place away = { w.url, "/tmp/huiyin-nowhere" };
	struct verdict v;
	const struct val *row;
	e = (struct err){ 0 };
	help_must(store_open(w.ledger, STORE_WRITE, &s, &e), &e);
	help_adopt(&w, s, "one", ERR_NONE);
	store_close(s);
	help_must(store_open(&away, STORE_READ, &s, &e), &e);
	help_must(store_one(s, &w.a, SQL_ASK_LEDGER, NO_PARAMS, &row, &e), &e);
	assert_int_equal(val_get_int(row, S("changed"), 0), 2);
	assert_false(store_verify(s, &w.a, NULL, &v, &e));
	must_say(&w, &e, ERR_NOT_FOUND, MSG_STORE_NO_FILES);
	store_close(s);
	e = (struct err){ 0 };
	assert_false(store_open(&away, STORE_WRITE, &s, &e));
	must_say(&w, &e, ERR_NOT_FOUND, MSG_STORE_NO_FILES);
	world_close(&w);
}

/* A step that was killed leaves the old schema; it is then done from the start. */
static void migrating(void **state)
{
	struct world w;
	world_open(&w);
	struct err e = { 0 };
	struct db *db;
	int steps, version;
	help_must(db_open(w.url, DB_WRITE, &db, &e), &e);
	struct raw raw = help_raw(&w);
	raw_exec(&raw, "CREATE TABLE head (x INT)"); /* the last that the first step makes */
	assert_false(db_migrate(db, &steps, &e));
	assert_int_equal(e.code, ERR_DB);
	assert_int_equal(steps, 0);
	e = (struct err){ 0 };
	help_must(db_version(db, &version, &e), &e);
	assert_int_equal(version, 0);
	assert_int_equal(tables(&w), 5);
	raw_exec(&raw, "DROP TABLE head");
	raw_close(&raw);
	help_must(db_migrate(db, &steps, &e), &e);
	assert_int_equal(steps, migration_count);
	help_must(db_migrate(db, &steps, &e), &e);
	assert_int_equal(steps, 0);
	db_close(db);
	world_close(&w);
}

#define DIE "SELECT pg_terminate_backend(pg_backend_pid());"

/* A row that kills its backend when the transaction commits. */
#define DIE_AT_COMMIT                                                                       \
	"CREATE FUNCTION pg_temp.die() RETURNS trigger LANGUAGE plpgsql AS "                \
	"'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END';"         \
	"CREATE TEMP TABLE dies (x INT);"                                                   \
	"CREATE CONSTRAINT TRIGGER dies AFTER INSERT ON dies DEFERRABLE INITIALLY DEFERRED " \
	"FOR EACH ROW EXECUTE FUNCTION pg_temp.die();"                                      \
	"INSERT INTO dies VALUES (1);"

/* All that the schema holds, and its number; a row of a table that is there early. */
static struct str schema_of(struct world *w)
{
	static const char *const sql[] = {
		"SELECT conname, pg_get_constraintdef(c.oid) FROM pg_constraint c "
		"JOIN pg_namespace n ON n.oid = c.connamespace "
		"WHERE n.nspname = current_schema() ORDER BY conrelid::regclass::text, 1, 2",
		"SELECT regexp_replace(indexdef, '[a-z0-9_]+\\.', '') FROM pg_indexes "
		"WHERE schemaname = current_schema() ORDER BY indexname",
	};
	struct raw raw = help_raw(w);
	struct buf b;
	buf_init(&b, &w->a);
	for (int i = -1; i < 2; i++) {
		struct raw_texts cells = i < 0 ? raw_columns(&raw, &w->a)
					       : raw_cells(&raw, &w->a, sql[i]);
		for (ptrdiff_t k = 0; k < cells.n; k++)
			buf_fmt(&b, "%.*s%s", STR_ARG(cells.p[k]), i < 0 ? " " : "\n");
	}
	raw_close(&raw);
	return b.n ? buf_str(&b) : S("");
}

/* Where the text's n-th statement ends, the first being 1; -1: it has fewer. */
static ptrdiff_t end_of(struct str text, int n)
{
	ptrdiff_t at = 0;
	bool quoted = false;
	for (; at < text.n && n > 0; at++) {
		quoted ^= text.p[at] == '\'';
		n -= text.p[at] == ';' && !quoted;
	}
	return n ? -1 : at;
}

/* The database brought from `step` to the next by a text with the end in it. */
static void killed_in(struct world *w, int step, struct str text)
{
	struct migration *all = arena_new(&w->a, struct migration, migration_count);
	struct schema schema = ledger_schema;
	struct err e = { 0 };
	struct db *db;
	int steps, version;
	struct str before = schema_of(w);
	memcpy(all, migrations, sizeof(*all) * (size_t)migration_count);
	all[step].pg = text;
	schema.migration = all;
	help_must(db_open_of(&schema, w->url, DB_WRITE, &db, &e), &e);
	assert_false(db_migrate(db, &steps, &e));
	assert_int_equal(steps, 0);
	db_close(db);
	e = (struct err){ 0 };
	help_must(db_open(w->url, DB_WRITE, &db, &e), &e);
	help_must(db_version(db, &version, &e), &e);
	assert_int_equal(version, step);
	db_close(db);
	assert_str(schema_of(w), before);
}

/* The backend is killed before each statement of each step, after the last, and while
 * it commits: the old schema is left whole each time, with its rows, and the step is
 * then done as if nothing had been. */
static void migrations_killed(void **state)
{
	struct world w, other;
	struct err e = { 0 };
	struct db *db;
	int kills = 0, steps;
	world_open(&w);
	world_open(&other);
	for (int step = 0; step < migration_count; step++) {
		struct str text = migrations[step].pg;
		ptrdiff_t at = 0;
		for (int n = 1; at >= 0; at = end_of(text, n++), kills++)
			killed_in(&w, step,
				  str_fmt(&w.a, "%.*s " DIE " %.*s", (int)at, text.p,
					  STR_ARG(str_from(text, at))));
		killed_in(&w, step, str_fmt(&w.a, DIE_AT_COMMIT "%.*s", STR_ARG(text)));
		help_must(db_open(w.url, DB_WRITE, &db, &e), &e);
		help_must(db->driver->migrate_step(db, step, &e), &e);
		db_close(db);
		struct raw raw = help_raw(&w);
		if (!step)
			raw_exec(&raw, "INSERT INTO unit (tenant, id, name, changed) "
				       "VALUES (1, 1, '桐湖', 1)");
		assert_str(raw_cells(&raw, &w.a, "SELECT name FROM unit").p[0], S("桐湖"));
		raw_close(&raw);
	}
	assert_true(kills > 100);
	help_must(db_open(other.url, DB_WRITE, &db, &e), &e);
	help_must(db_migrate(db, &steps, &e), &e);
	db_close(db);
	assert_str(schema_of(&w), schema_of(&other));
	world_close(&other);
	world_close(&w);
}

/* Each kind of value comes back as it went in. */
static void values(void **state)
{
	static const double numbers[] = { 0.1, 1e300, -1.0 / 3, 5e-324, 12345678901234567.0, 0 };
	struct world w;
	world_open(&w);
	struct store *s = world_ledger(&w);
	struct err e = { 0 };
	struct rows r;
	help_must(store_begin(s, &e), &e);
	help_adopt(&w, s, "one", ERR_NONE);
	struct val at[] = { P_INT(1), P_INT(1), P_INT(1), P_INT(9), P_STR(S("count")),
			    { .kind = VAL_NUM }, P_NULL, P_NULL, P_STR(S("")),
			    P_STR(S("over\"'\\\n\t回音\xf0\xa0\xae\xb7")), P_NULL, P_NULL,
			    { .kind = VAL_BOOL, .yes = true }, P_STR(S("$1 ?2 :x")) };
	assert_int_equal(statements[SQL_INSERT_FACT].params, sizeof(at) / sizeof(*at) + 1);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		at[3].i = 900 + (int64_t)i;
		at[5].num = numbers[i];
		help_must(db_run(s->db, SQL_INSERT_FACT,
				 (struct params){ at, sizeof(at) / sizeof(*at) }, &e), &e);
		help_must(db_rows(s->db, SQL_ROW_FACT, (struct params){ at, 4 }, &r, &e), &e);
		assert_true(rows_next(&r));
		struct val *row = rows_val(&r, &w.a);
		ptrdiff_t c = 0;
		for val_each(v, row) {
			assert_int_equal(v->kind, at[c].kind);
			assert_true(val_eq(v, &at[c]));
			c++;
		}
		assert_true(rows_close(&r));
	}
	/* NUL is no text, and a wrong kind no integer: refused, not cut or guessed */
	at[3].i = 990;
	at[13].s = S("a\0b");
	assert_false(db_run(s->db, SQL_INSERT_FACT,
			    (struct params){ at, sizeof(at) / sizeof(*at) }, &e));
	assert_int_equal(e.code, ERR_DB);
	store_rollback(s);
	store_close(s);
	world_close(&w);
}

/* Statements that run beside each other, to the end or not. */
static void beside(void **state)
{
	struct world w;
	world_open(&w);
	struct store *s = world_ledger(&w);
	struct err e = { 0 };
	struct rows outer, inner;
	for (int i = 0; i < 12; i++)
		help_adopt(&w, s, str_cstr(&w.a, str_fmt(&w.a, "file %d", i)), ERR_NONE);
	int64_t seen = 0;
	help_must(store_rows(s, SQL_EVENTS_WHOLE, NO_PARAMS, &outer, &e), &e);
	while (rows_next(&outer)) {
		int64_t seq = rows_int(&outer, 0);
		assert_int_equal(seq, ++seen);
		help_must(store_rows(s, SQL_EVENTS_WHOLE, NO_PARAMS, &inner, &e), &e);
		for (int64_t i = 1; i <= seq; i++) { /* left before its end */
			assert_true(rows_next(&inner));
			assert_int_equal(rows_int(&inner, 0), i);
		}
		assert_true(rows_close(&inner));
		assert_int_equal(rows_int(&outer, 0), seq); /* the row still stands */
	}
	assert_false(rows_next(&outer));
	assert_true(rows_close(&outer));
	assert_int_equal(seen, 13);
	help_must(store_rows(s, SQL_EVENTS_WHOLE, NO_PARAMS, &outer, &e), &e);
	assert_true(rows_close(&outer)); /* not even begun */
	store_close(s);
	world_close(&w);
}

/* Passwords are not shown; what cannot be read is shown not at all. */
static void addresses(void **state)
{
	static const struct { const char *at, *shown; } rows[] = {
		{ "postgres://a:secret@h:1/d", "postgres://a@h:1/d" },
		{ "postgresql://h/d?password=secret", "postgres://h/d" },
		{ "postgres://a:se%20cret@/d", "postgres://a@/d" },
		{ "postgres://a:secret%zz@h/d", "postgres://…" },
		{ "postgres://", "postgres:///" },
		{ "ledger/a", "ledger/a" },
	};
	struct arena a;
	arena_init(&a, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_str(store_place_shown(&a, &(struct store_place){ rows[i].at, NULL }),
			   str_of(rows[i].shown));
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(making),    cmocka_unit_test(makers),  cmocka_unit_test(again),
		cmocka_unit_test(spoilt),    cmocka_unit_test(lost),    cmocka_unit_test(readers),
		cmocka_unit_test(migrating), cmocka_unit_test(values),  cmocka_unit_test(beside),
		cmocka_unit_test(addresses), cmocka_unit_test(migrations_killed),
	};
	if (!help_server()) {
		puts("1..0 # SKIP HUIYIN_TEST_PG names no PostgreSQL");
		return 0;
	}
	return cmocka_run_group_tests_name("postgres", tests, NULL, NULL);
}
