/* store: a ledger copied, kept in a file and made again, and checked. On either
 * engine; what is copied to is a folder. */
#include "store_help.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <utime.h>

#include "store/care.h"

enum { FILES = 5 }; /* two notices, two proofs of help_life(), the file of help_notice() */

/* A ledger with everything in it. */
static struct store *filled(struct world *w)
{
	struct store *s = world_ledger(w);
	help_adopt(w, s, "one", ERR_NONE);
	help_adopt(w, s, "two", ERR_NONE);
	help_life(w, s);
	return s;
}

static struct str head_of(struct world *w, const struct store_place *place)
{
	struct store *s;
	struct err e = { 0 };
	struct verdict v;
	help_must(store_open(place, STORE_READ, &s, &e), &e);
	help_must(store_verify(s, &w->a, NULL, &v, &e), &e);
	if (!v.intact)
		help_must(false, &v.fault);
	store_close(s);
	return v.head;
}

static struct store *reader(struct world *w)
{
	struct store *s;
	struct err e = { 0 };
	help_must(store_open(w->ledger, STORE_READ, &s, &e), &e);
	return s;
}

static char *in_world(struct world *w, const char *name)
{
	return str_cstr(&w->a, str_fmt(&w->a, "%s/%s", w->dir, name));
}

/* A new table is an object, or a row of copied_tables. */
static void tables_are_copied(void **state)
{
	struct world w;
	world_open(&w);
	store_close(world_ledger(&w));
	struct raw raw = help_raw(&w);
	struct raw_texts cells = raw_columns(&raw, &w.a);
	raw_close(&raw);
	for (const struct str *p = cells.p; p < cells.p + cells.n; p += 5) {
		bool found = object_find(p[0]) >= 0;
		for (int i = 0; i < copied_table_count; i++)
			found |= str_eq(copied_tables[i].name, p[0]);
		if (!found)
			fail_msg("the table %.*s is not copied", STR_ARG(p[0]));
	}
	for (int i = 0; i < copied_table_count; i++) {
		const struct copied_table *t = &copied_tables[i];
		int columns = -1; /* without the tenant */
		for (const struct str *p = cells.p; p < cells.p + cells.n; p += 5)
			columns += str_eq(p[0], t->name);
		assert_int_equal(statements[t->insert].params - 1, columns);
	}
	world_close(&w);
}

static void copying(void **state)
{
	struct world w;
	world_open(&w);
	store_close(filled(&w));
	struct store *s = reader(&w);
	struct err e = { 0 };
	struct care care = { 0 };
	struct store_place to = { in_world(&w, "copy"), NULL };
	help_must(store_copy(s, &to, false, &w.a, &care, &e), &e);
	assert_int_equal(care.files, FILES);
	assert_true(care.rows > 50);
	assert_str(head_of(&w, &to), head_of(&w, w.ledger));
	assert_str(care.head, head_of(&w, &to));

	/* a ledger that is there is left alone */
	assert_false(store_copy(s, &to, false, &w.a, &care, &e));
	assert_int_equal(e.code, ERR_CONFLICT);
	store_close(s);

	/* it goes on from there */
	help_must(store_open(&to, STORE_WRITE, &s, &(struct err){ 0 }), &e);
	help_adopt(&w, s, "three", ERR_NONE);
	store_close(s);
	head_of(&w, &to);
	world_close(&w);
}

/* What breaks off leaves nothing. */
static void broken_off(void **state)
{
	struct world w;
	world_open(&w);
	store_close(filled(&w));
	struct store *s = reader(&w);
	struct err e = { 0 };
	struct care care = { 0 };
	struct str hex = hash_hex(&w.a, hash_of(HASH_SHA256, &S("two"), 1));
	char *path = store_evidence_path(s, &w.a, hex), *backup = in_world(&w, "backup.zip");
	struct store_place to = { in_world(&w, "copy"), NULL };
	int before = help_entries(w.dir);

	int fd = open(path, O_WRONLY | O_TRUNC); /* another file of that name */
	assert_int_equal(write(fd, "owt", 3), 3);
	close(fd);
	assert_false(store_copy(s, &to, false, &w.a, &care, &e));
	assert_int_equal(e.code, ERR_DB);
	e = (struct err){ 0 };
	assert_false(store_backup(s, backup, &w.a, &care, &e));
	assert_int_equal(e.code, ERR_DB);

	unlink(path);
	e = (struct err){ 0 };
	assert_false(store_copy(s, &to, false, &w.a, &care, &e));
	assert_int_equal(e.code, ERR_DB);
	e = (struct err){ 0 };
	assert_false(store_backup(s, backup, &w.a, &care, &e));
	e = (struct err){ 0 };
	assert_false(store_backup(s, in_world(&w, "no/backup.zip"), &w.a, &care, &e));
	assert_int_equal(e.code, ERR_IO);
	assert_int_equal(help_entries(w.dir), before);
	store_close(s);
	world_close(&w);
}

static void backing_up(void **state)
{
	struct world w;
	world_open(&w);
	struct store *writer = filled(&w), *s = reader(&w);
	struct err e = { 0 };
	struct care care = { 0 }, back = { 0 };
	struct manifest m;
	struct store_place to = { in_world(&w, "restored"), NULL };
	char *path = in_world(&w, "backup.zip");
	struct str head = head_of(&w, w.ledger);
	help_must(store_begin(s, &e), &e); /* what is written meanwhile is not in it */
	const struct val *row;
	help_must(store_one(s, &w.a, SQL_ASK_LEDGER, NO_PARAMS, &row, &e), &e);
	help_adopt(&w, writer, "three", ERR_NONE);
	help_must(store_backup(s, path, &w.a, &care, &e), &e);
	store_rollback(s);
	assert_str(care.head, head);
	assert_int_equal(care.files, FILES);
	help_must(store_restore(path, &to, &w.a, &m, &back, &e), &e);
	assert_str(head_of(&w, &to), head);
	assert_int_equal(m.events, care.events);
	assert_false(store_backup(s, path, &w.a, &care, &e));
	assert_int_equal(e.code, ERR_BAD_INPUT);
	store_close(s);

	int64_t at;
	e = (struct err){ 0 };
	struct store *restored;
	help_must(store_open(&to, STORE_READ, &restored, &e), &e);
	help_must(store_head_at(restored, head, &at, &e), &e);
	assert_int_equal(at, care.events);
	help_must(store_head_at(restored, head_of(&w, w.ledger), &at, &e), &e);
	assert_int_equal(at, -1);
	assert_false(store_head_at(restored, S("abc"), &at, &e));
	store_close(restored);
	store_close(writer);
	world_close(&w);
}

/* Wherever a byte of the archive is changed, nothing is restored, or, where the
 * byte means nothing, the very ledger. */
static void damaged(void **state)
{
	struct world w;
	world_open(&w);
	store_close(filled(&w));
	struct store *s = reader(&w);
	struct err e = { 0 };
	struct care care = { 0 };
	struct str bytes;
	char *path = in_world(&w, "backup.zip"), *bad = in_world(&w, "bad.zip");
	help_must(store_backup(s, path, &w.a, &care, &e), &e);
	store_close(s);
	help_must(os_read(&w.a, path, 64 << 20, &bytes, &e), &e);
	int before = help_entries(w.dir), refused = 0;
	enum { TRIES = 24 };
	for (int i = 0; i < TRIES; i++) {
		struct arena a;
		struct store_place to = { in_world(&w, "again"), NULL };
		struct manifest m;
		ptrdiff_t at = bytes.n * i / TRIES + i;
		char *copy = str_cstr(&w.a, bytes);
		copy[at] = (char)(copy[at] ^ (1 << i % 8));
		int fd = open(bad, O_WRONLY | O_CREAT | O_TRUNC, 0600);
		/* the last ones are cut short */
		ptrdiff_t n = i < TRIES - 4 ? bytes.n : at;
		assert_int_equal(write(fd, copy, (size_t)n), n);
		close(fd);
		arena_init(&a, 0);
		e = (struct err){ 0 };
		if (store_restore(bad, &to, &a, &m, &care, &e)) {
			assert_str(head_of(&w, &to), head_of(&w, w.ledger));
			folder_remove(AT_FDCWD, to.at);
		} else {
			refused++;
			assert_true(e.code == ERR_BAD_INPUT || e.code == ERR_CONFLICT ||
				    e.code == ERR_NOT_FOUND);
		}
		arena_free(&a);
		unlink(bad);
		assert_int_equal(help_entries(w.dir), before);
	}
	assert_true(refused > TRIES / 2);
	world_close(&w);
}

static void manifests(void **state)
{
#define HASH_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define REST_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define DB "{\"name\":\"ledger.db\",\"size\":1,\"sha256\":\"" HASH_A "\"}"
#define EV(name) "{\"name\":\"" name "\",\"size\":1,\"sha256\":\"" HASH_A "\"}"
#define ALL(version, schema, files)                                            \
	"{\"format\":\"huiyin-backup\",\"version\":" version ",\"program\":\"9\",\"schema\":" \
	schema ",\"made\":\"x\",\"events\":1,\"head\":\"" HASH_A "\",\"files\":[" files "]}"
	static const struct { const char *json; enum err_code code; } rows[] = {
		{ ALL("1", "1", DB), ERR_NONE },
		{ ALL("1", "1", DB "," EV("evidence/aa/" REST_A)), ERR_NONE },
		{ ALL("2", "1", DB), ERR_CONFLICT },
		{ ALL("1", "9999", DB), ERR_CONFLICT },
		{ ALL("0", "1", DB), ERR_BAD_INPUT },
		{ ALL("1", "0", DB), ERR_BAD_INPUT },
		{ ALL("1", "1", ""), ERR_BAD_INPUT },
		{ ALL("1", "1", DB "," DB), ERR_BAD_INPUT },
		{ ALL("1", "1", EV("evidence/aa/" REST_A)), ERR_BAD_INPUT },
		{ ALL("1", "1", DB "," EV("evidence/../" REST_A)), ERR_BAD_INPUT },
		{ ALL("1", "1", DB "," EV("evidence/ab/" REST_A)), ERR_BAD_INPUT },
		{ ALL("1", "1", DB "," EV("/etc/passwd")), ERR_BAD_INPUT },
		{ ALL("1", "1", DB "," EV("lock")), ERR_BAD_INPUT },
		{ ALL("1", "1", DB "," EV("evidence/aa/" REST_A) "," EV("evidence/aa/" REST_A)),
		  ERR_BAD_INPUT },
		{ "{}", ERR_BAD_INPUT },
		{ "[1,", ERR_BAD_INPUT },
		{ "", ERR_BAD_INPUT },
	};
	struct arena a;
	arena_init(&a, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct manifest m = { 0 };
		struct err e = { 0 };
		bool ok = manifest_read(&a, str_of(rows[i].json), &m, &e);
		if (ok != !rows[i].code || e.code != rows[i].code)
			fail_msg("%s: %d", rows[i].json, e.code);
		if (ok) {
			struct manifest again;
			assert_true(manifest_read(&a, manifest_text(&a, &m), &again, &e));
			assert_int_equal(again.files, m.files);
		}
	}
	arena_free(&a);
}

static int64_t faults(struct world *w, const char *name, bool sweep, int64_t *swept)
{
	struct store *s;
	struct err e = { 0 };
	struct ledger_check found[CHECKS];
	struct check_wish wish = { .hashes = true, .sweep = sweep };
	int64_t n = -1;
	help_must(store_open(w->ledger, sweep ? STORE_WRITE : STORE_READ, &s, &e), &e);
	help_must(store_check(s, &wish, &w->a, found, &e), &e);
	store_close(s);
	for (int i = 0; i < CHECKS; i++) {
		assert_true(found[i].examined > 0);
		if (str_eq(found[i].name, str_of(name)))
			n = found[i].faults;
		if (swept && str_eq(found[i].name, S("orphans")))
			*swept = found[i].swept;
	}
	return n;
}

/* Each fault that is planted is found by the check that is for it. */
static void checking(void **state)
{
	static const struct {
		const char *sql, *found_by;
		bool lite; /* PostgreSQL cannot be told to take it */
	} rows[] = {
		{ "DELETE FROM decision WHERE verb = 'apply'", "database" },
		{ "UPDATE decision SET actor = asked_by WHERE verb = 'verify'", "database",
		  true },
		{ "UPDATE finding SET state = 'nearly' WHERE ordinal = 1", "values" },
		{ "UPDATE finding SET due = '2999-13-01' WHERE ordinal = 1", "values" },
		{ "DELETE FROM fact WHERE ordinal = 1 AND measure = 1", "log" },
		{ "UPDATE event SET seq = 999 WHERE seq = 4", "log" },
		{ "DELETE FROM event WHERE seq > 3", "head" },
		{ "UPDATE head SET size = size + 1", "head" },
		{ "UPDATE event SET leaf = '" HASH_A "' WHERE seq = 2", "head" },
		{ "UPDATE evidence SET sha256 = '" HASH_A "' WHERE inspection = 1", "files" },
		{ "UPDATE evidence SET size = 7 WHERE inspection = 1", "files" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct world w;
		world_open(&w);
		store_close(filled(&w));
		if (!i)
			for (size_t k = 0; k < sizeof(rows) / sizeof(*rows); k++)
				assert_int_equal(faults(&w, rows[k].found_by, false, NULL), 0);
		struct raw raw = help_raw(&w);
		raw_loosen(&raw);
		bool holds = raw.pg && rows[i].lite;
		if (holds)
			assert_false(raw_try(&raw, rows[i].sql));
		else
			assert_true(raw_exec(&raw, rows[i].sql) > 0);
		raw_close(&raw);
		if (!holds && faults(&w, rows[i].found_by, false, NULL) < 1)
			fail_msg("%s is not found", rows[i].sql);
		world_close(&w);
	}
}

static void put(const char *dir, const char *name, bool old)
{
	char *path = folder_path(dir, name);
	close(open(path, O_WRONLY | O_CREAT, 0600));
	if (old)
		utime(path, &(struct utimbuf){ 1000000, 1000000 });
	free(path);
}

static void sweeping(void **state)
{
	struct world w;
	world_open(&w);
	store_close(filled(&w));
	char *sub = folder_path(w.files, "ab");
	mkdir(sub, 0700);
	put(w.files, ".tmp-1-1", true);
	put(w.files, ".tmp-2-1", false);
	put(sub, REST_A, true);
	put(sub, "x", false);
	free(sub);
	int64_t swept = -1;
	assert_int_equal(faults(&w, "orphans", false, &swept), 4);
	assert_int_equal(swept, 0);
	assert_int_equal(faults(&w, "orphans", true, &swept), 4);
	assert_int_equal(swept, 2);
	assert_int_equal(faults(&w, "orphans", true, &swept), 2);
	assert_int_equal(faults(&w, "files", false, NULL), 0);
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tables_are_copied), cmocka_unit_test(copying),
		cmocka_unit_test(broken_off),        cmocka_unit_test(backing_up),
		cmocka_unit_test(damaged),           cmocka_unit_test(manifests),
		cmocka_unit_test(checking),          cmocka_unit_test(sweeping),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
