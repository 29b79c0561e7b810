/* The driver of each database is asked here, and what all have in common done. */
#include "store/db.h"

#include <stdlib.h>
#include <string.h>

#include "store/postgres.h"

bool db_is_server(const char *at)
{
	return at && (str_starts(str_of(at), S("postgres://")) ||
		      str_starts(str_of(at), S("postgresql://")));
}

char *db_shown(const char *at)
{
	char *shown = db_is_server(at) ? postgres_shown(at) : strdup(at);
	if (!shown)
		abort();
	return shown;
}

bool db_open(const char *at, enum db_mode mode, struct db **out, struct err *e)
{
	return db_open_of(&ledger_schema, at, mode, out, e);
}

bool db_open_of(const struct schema *schema, const char *at, enum db_mode mode, struct db **out,
		struct err *e)
{
	const struct driver *driver = db_is_server(at) ? &postgres_driver : &sqlite_driver;
	return driver->open(schema, at, mode, out, e);
}

void db_close(struct db *db)
{
	if (db)
		db->driver->close(db);
}

/* Out of memory ends the program, as it does in an arena. */
static void *grown(void *p, int n)
{
	p = realloc(p, (size_t)n * sizeof(void *));
	if (!p)
		abort();
	return p;
}

void db_init(struct db *db, const struct driver *driver, const struct schema *schema)
{
	*db = (struct db){ .driver = driver, .schema = schema };
	db->ready = grown(NULL, schema->statements);
	memset(db->ready, 0, (size_t)schema->statements * sizeof(*db->ready));
	arena_init(&db->arena, 0);
}

void db_fini(struct db *db)
{
	arena_free(&db->arena);
	free(db->made);
	free(db->ready);
}

int db_statements(const struct db *db)
{
	return db->schema->statements + db->made_count;
}

const struct statement *db_statement(const struct db *db, int id)
{
	int of_schema = db->schema->statements;
	return id < of_schema ? &db->schema->statement[id] : &db->made[id - of_schema]->s;
}

int db_made(const struct db *db, uint64_t key)
{
	for (int i = 0; i < db->made_count; i++)
		if (db->made[i]->key == key)
			return db->schema->statements + i;
	return -1;
}

int db_make(struct db *db, uint64_t key, const struct statement *s)
{
	int id = db_statements(db);
	struct made *made = arena_new(&db->arena, struct made, 1);
	*made = (struct made){ *s, key };
	made->s.name = str_copy(&db->arena, s->name);
	made->s.text = str_copy(&db->arena, s->text);
	made->s.pg = str_copy(&db->arena, s->pg);
	made->s.finds = str_copy(&db->arena, s->finds);
	db->made = grown(db->made, db->made_count + 1);
	db->made[db->made_count++] = made;
	db->ready = grown(db->ready, id + 1);
	db->ready[id] = NULL;
	return id;
}

bool db_begin(struct db *db, bool write, struct err *e)
{
	return db->driver->begin(db, write, e);
}

bool db_commit(struct db *db, struct err *e)
{
	return db->driver->commit(db, e);
}

void db_rollback(struct db *db)
{
	db->driver->rollback(db);
}

enum db_state db_state(const struct db *db)
{
	return db->driver->state ? db->driver->state(db) : DB_FINE;
}

bool db_version(struct db *db, int *version, struct err *e)
{
	return db->driver->version(db, version, e);
}

bool db_migrate(struct db *db, int *steps, struct err *e)
{
	int version, newest = *db->schema->migrations;
	for (*steps = 0; db_version(db, &version, e); ++*steps) {
		if (version > newest)
			return err_set(e, ERR_CONFLICT, MSG_STORE_NEWER, NO_ARGS);
		if (version == newest)
			return true;
		if (!db->driver->migrate_step(db, version, e))
			return false;
	}
	return false;
}

bool db_vacant(struct db *db, struct err *e)
{
	return !db->driver->vacant || db->driver->vacant(db, e);
}

int db_wal_pages(const struct db *db)
{
	return db->driver->wal_pages ? db->driver->wal_pages(db) : 0;
}

bool db_checkpoint(struct db *db, bool last, struct err *e)
{
	return !db->driver->checkpoint || db->driver->checkpoint(db, last, e);
}

bool db_rows(struct db *db, int id, struct params params, struct rows *out, struct err *e)
{
	const struct statement *s = db_statement(db, id);
	if (params.n + 1 != s->params || params.n >= PARAMS_MAX)
		return err_set(e, ERR_BUG, MSG_STORE_PARAMS, ARGS(s->name));
	return db->driver->rows(db, id, params, out, e);
}

bool rows_next(struct rows *r)
{
	return !r->failed && r->db->driver->next(r);
}

int64_t rows_int(struct rows *r, int column)
{
	return r->db->driver->integer(r, column);
}

struct str rows_str(struct rows *r, int column)
{
	return r->db->driver->text(r, column);
}

struct val *rows_cell(struct rows *r, struct arena *a, int column)
{
	return r->db->driver->cell(r, a, column);
}

struct val *rows_val(struct rows *r, struct arena *a)
{
	struct val *map = val_map(a);
	for (int i = 0; i < r->stmt->columns; i++)
		val_put(map, r->stmt->name[i], rows_cell(r, a, i));
	return map;
}

bool rows_close(struct rows *r)
{
	r->db->driver->end(r);
	return !r->failed;
}

bool db_run(struct db *db, int id, struct params params, struct err *e)
{
	struct rows r;
	if (!db_rows(db, id, params, &r, e))
		return false;
	while (rows_next(&r))
		;
	return rows_close(&r);
}

bool db_put(struct db *db, int id, struct params params, struct err *e)
{
	if (!db->driver->put)
		return db_run(db, id, params, e);
	const struct statement *s = db_statement(db, id);
	if (params.n + 1 != s->params || params.n >= PARAMS_MAX)
		return err_set(e, ERR_BUG, MSG_STORE_PARAMS, ARGS(s->name));
	return db->driver->put(db, id, params, e);
}

bool db_flush(struct db *db, struct err *e)
{
	return !db->driver->flush || db->driver->flush(db, e);
}

bool db_inspect(struct db *db, void (*fault)(void *with, struct str what), void *with,
		int64_t *examined, struct err *e)
{
	return db->driver->inspect(db, fault, with, examined, e);
}
