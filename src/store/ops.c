/*
 * The operating state: opening, groups, rows. The discipline of locks is the
 * ledger's (folder.c, sqlite.c) with a lock file of its own, so that who logs in
 * does not wait for who writes the ledger.
 */
#include "store/ops.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "store/inside.h"

/* Past this many pages of write-ahead log a writer folds it in: 4 MiB. */
enum { WAL_PAGES_MAX = 1024 };

struct ops {
	char *dir;            /* as people see it */
	enum store_mode mode;
	int lock;             /* -1: the database has one */
	struct db *db;
	bool group, spoilt, wrote;
};

static bool none(const struct ops *o, struct err *e)
{
	return err_set(e, ERR_NOT_FOUND, MSG_STORE_NO_OPS, ARGS(str_of(o->dir)));
}

/* The file is made here, so that nobody else may read it from the start; what
 * SQLite puts beside it takes its mode. */
static bool open_at(const char *path, bool make, int *fd, struct err *e)
{
	*fd = open(path, O_RDWR | O_CLOEXEC | (make ? O_CREAT : 0), 0600);
	return *fd >= 0 || err_set(e, ERR_IO, MSG_OS_OPEN, ARGS(str_of(path), err_errno()));
}

static bool open_files(struct ops *o, const char *path, const char *lock, struct err *e)
{
	bool reads = o->mode == STORE_READ;
	int file = -1, steps;
	if (reads && access(path, F_OK) != 0)
		return none(o, e);
	if (reads)
		return open_at(lock, false, &o->lock, e) &&
		       db_open_of(&ops_schema, path, DB_READ, &o->db, e);
	if (!folder_check(o->dir, e) || !open_at(lock, true, &o->lock, e) ||
	    !folder_turn(o->lock, o->dir, e))
		return false;
	bool ok = open_at(path, true, &file, e);
	if (ok)
		close(file);
	ok = ok && db_open_of(&ops_schema, path, DB_CREATE, &o->db, e) &&
	     db_migrate(o->db, &steps, e);
	flock(o->lock, LOCK_UN);
	return ok;
}

static bool open_folder(struct ops *o, struct err *e)
{
	char *path = folder_path(o->dir, "ops.db"), *lock = folder_path(o->dir, "ops.lock");
	char *ledger = folder_path(o->dir, "ledger.db");
	bool ok = access(ledger, F_OK) == 0
		? open_files(o, path, lock, e)
		: err_set(e, ERR_NOT_FOUND, MSG_STORE_NONE, ARGS(str_of(o->dir)));
	free(path);
	free(lock);
	free(ledger);
	return ok;
}

static bool open_server(struct ops *o, const char *at, struct err *e)
{
	int steps;
	return db_open_of(&ops_schema, at, o->mode == STORE_READ ? DB_READ : DB_WRITE, &o->db, e) &&
	       (o->mode == STORE_READ || db_migrate(o->db, &steps, e));
}

/* A reader takes the schema as it is: a newer or an older one is refused. */
static bool check_version(struct ops *o, struct err *e)
{
	int version, newest = *ops_schema.migrations;
	if (!db_version(o->db, &version, e))
		return false;
	if (!version)
		return none(o, e);
	return version == newest ||
	       err_set(e, ERR_CONFLICT, version > newest ? MSG_STORE_NEWER : MSG_STORE_OLDER,
		       ARGS(str_of(o->dir)));
}

bool ops_open(const struct store_place *place, enum store_mode mode, struct ops **out,
	      struct err *e)
{
	struct ops *o = calloc(1, sizeof(*o));
	if (!o)
		abort();
	o->dir = db_shown(place->at);
	o->mode = mode;
	o->lock = -1;
	if ((db_is_server(place->at) ? open_server(o, place->at, e) : open_folder(o, e)) &&
	    check_version(o, e)) {
		*out = o;
		return true;
	}
	ops_close(o);
	return false;
}

void ops_close(struct ops *o)
{
	if (!o)
		return;
	if (o->group)
		ops_rollback(o);
	if (o->wrote && folder_turn(o->lock, o->dir, NULL)) {
		db_checkpoint(o->db, true, NULL);
		if (o->lock >= 0)
			flock(o->lock, LOCK_UN);
	}
	db_close(o->db);
	if (o->lock >= 0)
		close(o->lock);
	free(o->dir);
	free(o);
}

static void leave(struct ops *o)
{
	o->group = o->spoilt = false;
	if (o->mode == STORE_WRITE && o->lock >= 0)
		flock(o->lock, LOCK_UN);
}

bool ops_begin(struct ops *o, struct err *e)
{
	bool writes = o->mode == STORE_WRITE;
	if (o->group)
		return err_set(e, ERR_BUG, MSG_STORE_GROUP, NO_ARGS);
	if (writes && !folder_turn(o->lock, o->dir, e))
		return false;
	if (!db_begin(o->db, writes, e)) {
		leave(o);
		return false;
	}
	return o->group = true;
}

void ops_rollback(struct ops *o)
{
	if (!o->group)
		return;
	db_rollback(o->db);
	leave(o);
}

bool ops_commit(struct ops *o, struct err *e)
{
	if (!o->group)
		return err_set(e, ERR_BUG, MSG_STORE_GROUP, NO_ARGS);
	bool ok = o->spoilt ? err_set(e, ERR_DB, MSG_STORE_SPOILT, NO_ARGS) : db_commit(o->db, e);
	if (!ok) {
		ops_rollback(o);
		return false;
	}
	o->wrote |= o->mode == STORE_WRITE;
	if (o->mode == STORE_WRITE && db_wal_pages(o->db) > WAL_PAGES_MAX)
		db_checkpoint(o->db, false, NULL);
	leave(o);
	return true;
}

/* Does the change, in a group of its own where none is open. */
static bool change(struct ops *o, bool (*does)(struct ops *o, const void *with, struct err *e),
		   const void *with, struct err *e)
{
	bool own = !o->group;
	if (o->mode != STORE_WRITE)
		return err_set(e, ERR_DENIED, MSG_STORE_READ_ONLY, ARGS(str_of(o->dir)));
	if (own && !ops_begin(o, e))
		return false;
	bool ok = does(o, with, e);
	if (!ok)
		o->spoilt = true;
	if (!own)
		return ok;
	if (ok)
		return ops_commit(o, e);
	ops_rollback(o);
	return false;
}

struct running {
	int id;
	struct params params;
};

static bool run(struct ops *o, const void *with, struct err *e)
{
	const struct running *x = with;
	return db_run(o->db, x->id, x->params, e);
}

bool ops_run(struct ops *o, enum ops_sql id, struct params params, struct err *e)
{
	return change(o, run, &(struct running){ id, params }, e);
}

struct putting {
	const struct ops_table_row *table;
	struct params all; /* the cells; the key's stand first */
};

static bool put(struct ops *o, const void *with, struct err *e)
{
	const struct putting *x = with;
	struct rows r;
	if (!db_rows(o->db, x->table->row, (struct params){ x->all.p, x->table->keys }, &r, e))
		return false;
	bool there = rows_next(&r);
	return rows_close(&r) &&
	       db_run(o->db, there ? x->table->update : x->table->insert, x->all, e);
}

bool ops_put(struct ops *o, struct arena *a, enum ops_table table, const struct val *row,
	     struct err *e)
{
	const struct ops_table_row *t = &ops_tables[table];
	struct val *cell = arena_new(a, struct val, t->columns);
	for (int i = 0; i < t->columns; i++) {
		const struct val *v = val_get(row, t->column[i]);
		cell[i] = v ? *v : (struct val)P_NULL;
	}
	return change(o, put, &(struct putting){ t, { cell, t->columns } }, e);
}

bool ops_delete(struct ops *o, enum ops_table table, struct params key, struct err *e)
{
	return ops_run(o, ops_tables[table].delete, key, e);
}

bool ops_list(struct ops *o, struct arena *a, enum ops_sql id, struct params params,
	      struct val **list, struct err *e)
{
	struct rows r;
	if (!db_rows(o->db, id, params, &r, e))
		return false;
	*list = val_list(a);
	while (rows_next(&r))
		val_push(*list, rows_val(&r, a));
	return rows_close(&r);
}

bool ops_one(struct ops *o, struct arena *a, enum ops_sql id, struct params params,
	     const struct val **row, struct err *e)
{
	struct rows r;
	*row = NULL;
	if (!db_rows(o->db, id, params, &r, e))
		return false;
	if (rows_next(&r))
		*row = rows_val(&r, a);
	return rows_close(&r);
}

bool ops_get(struct ops *o, struct arena *a, enum ops_table table, struct params key,
	     const struct val **row, struct err *e)
{
	return ops_one(o, a, ops_tables[table].row, key, row, e);
}

bool ops_page(struct ops *o, struct arena *a, enum ops_table table, struct params after, int most,
	      struct val **list, struct err *e)
{
	const struct ops_table_row *t = &ops_tables[table];
	struct val *given = arena_new(a, struct val, after.n + 1);
	for (int i = 0; i < after.n; i++)
		given[i] = after.p[i];
	given[after.n] = (struct val)P_INT(most);
	return ops_list(o, a, t->page, (struct params){ given, after.n + 1 }, list, e);
}

bool ops_mark(struct ops *o, struct arena *a, struct str name, struct str detail, int64_t now,
	      struct err *e)
{
	struct val *row = val_map(a);
	val_put_str(a, row, S("name"), name);
	val_put_int(a, row, S("time"), now);
	val_put_str(a, row, S("detail"), detail);
	return ops_put(o, a, OPS_TABLE_MARK, row, e);
}
