/* store: the discipline of SQLite's locks, and migrations that are killed. */
#include "store_help.h"

#include <sys/wait.h>

#include "store/care.h"
#include "trace_vfs.h"

/* All that is done to a ledger, by writers and readers, in turns. */
static void use(struct world *w)
{
	struct err e = { 0 };
	struct store *s, *r;
	struct verdict v;
	struct care care = { 0 };
	help_must(store_open(w->ledger, STORE_WRITE, &s, &e), &e);
	help_must(store_open(w->ledger, STORE_READ, &r, &e), &e);
	help_adopt(w, s, "one", ERR_NONE);
	help_life(w, s);
	help_must(store_begin(s, &e), &e);
	help_adopt(w, s, "two", ERR_NONE);
	store_rollback(s);
	help_must(store_begin(s, &e), &e);
	help_adopt(w, s, "three", ERR_NONE);
	help_must(store_commit(s, &e), &e);
	help_must(store_verify(r, &w->a, NULL, &v, &e), &e);
	store_close(s); /* folds in what the reader lets it */
	help_must(store_backup(r, str_cstr(&w->a, str_fmt(&w->a, "%s/b.zip", w->dir)), &w->a,
			       &care, &e), &e);
	store_close(r);
	help_must(store_open(w->ledger, STORE_READ, &r, &e), &e);
	store_close(r);
	help_must(store_open(w->ledger, STORE_WRITE, &s, &e), &e);
	help_adopt(w, s, "four", ERR_NONE);
	store_close(s);
}

/* Whoever writes the database or its log holds the ledger's lock, and so no
 * checkpoint ever crosses a write. */
static void locks(void **state)
{
	struct world w;
	world_open(&w);
	store_close(world_ledger(&w));
	char *lock = folder_path(w.folder, "lock"), *path = folder_path(w.folder, "ledger.db");
	trace_start();
	trace.folder = w.folder;
	trace.lock = open(lock, O_RDWR | O_CLOEXEC);
	trace.database = trace.wal = trace.unlocked = 0;
	use(&w);
	assert_true(trace.wal > 50);
	assert_true(trace.database > 50);
	int unlocked = trace.unlocked;

	/* the trace does see one who checkpoints without the lock */
	struct raw raw = raw_open(NULL, path);
	raw_exec(&raw, "CREATE TABLE x (y); PRAGMA wal_checkpoint(TRUNCATE)");
	raw_close(&raw);
	assert_true(trace.unlocked > unlocked);
	assert_int_equal(unlocked, 0);
	close(trace.lock);
	trace.lock = -1;
	trace_stop();
	free(lock), free(path);
	world_close(&w);
}

static struct str schema_of(struct arena *a, const char *path)
{
	struct raw raw = raw_open(NULL, path);
	struct raw_texts cells = raw_cells(&raw, a, "SELECT coalesce(sql, name) FROM sqlite_schema "
						    "ORDER BY name");
	struct buf b;
	buf_init(&b, a);
	for (ptrdiff_t i = 0; i < cells.n; i++) {
		buf_add(&b, cells.p[i]);
		buf_byte(&b, '\n');
	}
	raw_close(&raw);
	return buf_str(&b);
}

/* The database at `path`, at that version, with a row. */
static void make_old(const char *path, int version)
{
	struct err e = { 0 };
	struct db *db;
	help_must(db_open(path, DB_CREATE, &db, &e), &e);
	for (int i = 0; i < version; i++)
		help_must(db->driver->migrate_step(db, i, &e), &e);
	help_must(db_checkpoint(db, true, &e), &e);
	db_close(db);
	struct raw raw = raw_open(NULL, path);
	raw_exec(&raw, "INSERT INTO unit (tenant, id, name, changed) VALUES (1, 1, '桐湖', 1); "
		       "PRAGMA wal_checkpoint(TRUNCATE)");
	raw_close(&raw);
}

/* True where the child that migrates was killed before its n-th write. */
static bool killed_at(const char *path, int n)
{
	int status;
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		struct db *db;
		int steps;
		trace.writes = 0;
		trace.die_at = n;
		bool ok = db_open(path, DB_WRITE, &db, NULL) && db_migrate(db, &steps, NULL);
		_exit(ok ? 0 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	if (WIFEXITED(status))
		assert_int_equal(WEXITSTATUS(status), 0);
	return WIFSIGNALED(status);
}

static void migrations_killed(void **state)
{
	struct world w;
	struct err e = { 0 };
	world_open(&w);
	struct str *schema = arena_new(&w.a, struct str, migration_count + 1), old;
	char *path = folder_path(w.dir, "old.db"), *copy = folder_path(w.dir, "copy.db");
	for (int i = 1; i <= migration_count; i++) {
		make_old(copy, i);
		schema[i] = schema_of(&w.a, copy);
		unlink(copy);
	}
	make_old(path, 1);
	help_must(os_read(&w.a, path, 64 << 20, &old, &e), &e);
	trace_start();
	int kills = 0, seen = 0;
	for (int n = 1;; n += n < 12 ? 1 : 7) {
		help_must(os_write(copy, old, &e), &e);
		bool killed = killed_at(copy, n);
		struct db *db;
		int version, steps;
		help_must(db_open(copy, DB_WRITE, &db, &e), &e);
		help_must(db_version(db, &version, &e), &e);
		assert_true(version >= 1 && version <= migration_count);
		assert_str(schema_of(&w.a, copy), schema[version]);
		seen |= 1 << version;
		help_must(db_migrate(db, &steps, &e), &e);
		help_must(db_checkpoint(db, true, &e), &e);
		db_close(db);
		assert_str(schema_of(&w.a, copy), schema[migration_count]);
		unlink(copy);
		folder_remove(AT_FDCWD, str_cstr(&w.a, str_fmt(&w.a, "%s-wal", copy)));
		folder_remove(AT_FDCWD, str_cstr(&w.a, str_fmt(&w.a, "%s-shm", copy)));
		if (!killed)
			break;
		kills++;
	}
	trace_stop();
	assert_true(kills > 15);
	assert_true(seen & 1 << 1 && seen & 1 << migration_count);
	assert_true(__builtin_popcount((unsigned)seen) > 2); /* and between, whole */
	free(path), free(copy);
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(locks),
		cmocka_unit_test(migrations_killed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
