/* Opening, closing, groups and reading: see store.h. */
#include "store/inside.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Past this many pages of write-ahead log a writer folds it in: 16 MiB. */
enum { WAL_PAGES_MAX = 4096 };

struct str store_place_shown(struct arena *a, const struct store_place *place)
{
	char *shown = db_shown(place->at);
	struct str copy = str_copy(a, str_of(shown));
	free(shown);
	return copy;
}

static struct store *make(const struct store_place *place, enum store_mode mode)
{
	struct store *s = calloc(1, sizeof(*s));
	if (!s)
		abort();
	s->dir = db_shown(place->at);
	s->files = db_is_server(place->at) ? strdup(place->evidence)
					   : folder_path(place->at, "evidence");
	if (!s->files)
		abort();
	s->mode = mode;
	s->lock = s->evidence = -1;
	arena_init(&s->settings_text, 0);
	return s;
}

static void let_go(struct store *s)
{
	db_close(s->db);
	if (s->lock >= 0)
		close(s->lock);
	if (s->evidence >= 0)
		close(s->evidence);
	free(s->dir);
	free(s->files);
	arena_free(&s->settings_text);
	free(s);
}

/* The index of the search becomes this program's, in a transaction of its own. */
static bool make_search_ready(struct store *s, struct err *e)
{
	int64_t last;
	bool is;
	if (!search_formed(s->db, &is, &last, e) || is)
		return is;
	if (!db_begin(s->db, true, e))
		return false;
	if (search_ready(s->db, e) && db_commit(s->db, e))
		return s->wrote = true;
	db_rollback(s->db);
	return false;
}

/* Under the lock: the schema becomes this program's. */
static bool migrate(struct store *s, struct err *e)
{
	int steps;
	if (!folder_lock(s, e))
		return false;
	bool ok = db_migrate(s->db, &steps, e) && (!steps || log_fill_nodes(s->db, e)) &&
		  make_search_ready(s, e);
	s->wrote = s->wrote || steps > 0;
	folder_unlock(s);
	return ok;
}

static bool none(const struct store *s, struct err *e)
{
	return err_set(e, ERR_NOT_FOUND, MSG_STORE_NONE, ARGS(str_of(s->dir)));
}

static bool open_folder(struct store *s, enum store_mode mode, struct err *e)
{
	char *path = folder_path(s->dir, "ledger.db");
	bool there = access(path, F_OK) == 0;
	free(path);
	return there ? folder_open(s, mode == STORE_READ ? DB_READ : DB_WRITE, e) : none(s, e);
}

/* A database that holds no ledger is left as it is. */
static bool open_server(struct store *s, const char *at, enum store_mode mode, struct err *e)
{
	int version;
	return folder_open_server(s, at, mode == STORE_READ ? DB_READ : DB_WRITE, e) &&
	       db_version(s->db, &version, e) && (version || none(s, e));
}

static bool check_version(struct store *s, struct err *e)
{
	int version;
	if (!db_version(s->db, &version, e))
		return false;
	if (version > migration_count)
		return err_set(e, ERR_CONFLICT, MSG_STORE_NEWER, NO_ARGS);
	return version == migration_count ||
	       err_set(e, ERR_CONFLICT, MSG_STORE_OLDER, ARGS(str_of(s->dir)));
}

bool store_open(const struct store_place *place, enum store_mode mode, struct store **out,
		struct err *e)
{
	struct store *s = make(place, mode);
	bool there = db_is_server(place->at) ? open_server(s, place->at, mode, e)
					     : open_folder(s, mode, e);
	if (!there || !(mode == STORE_READ ? check_version(s, e) : migrate(s, e))) {
		let_go(s);
		return false;
	}
	*out = s;
	return true;
}

void store_close(struct store *s)
{
	if (!s)
		return;
	if (s->group)
		store_rollback(s);
	evidence_drop(s);
	if (s->wrote && !s->dead && folder_lock(s, NULL)) {
		db_checkpoint(s->db, true, NULL);
		folder_unlock(s);
	}
	let_go(s);
}

bool store_fold(struct store *s, struct err *e)
{
	if (s->group || s->dead || !folder_lock(s, e))
		return s->dead || s->group ? err_set(e, ERR_BUG, MSG_STORE_GROUP, NO_ARGS) : false;
	bool ok = db_checkpoint(s->db, false, e);
	folder_unlock(s);
	return ok;
}

bool store_begin(struct store *s, struct err *e)
{
	if (s->group && s->mode == STORE_READ) {
		s->nested++;
		return true;
	}
	if (s->group)
		return err_set(e, ERR_BUG, MSG_STORE_GROUP, NO_ARGS);
	if (s->mode == STORE_READ)
		return s->group = db_begin(s->db, false, e);
	if (s->dead)
		return err_set(e, ERR_IO, MSG_STORE_READ_ONLY, ARGS(str_of(s->dir)));
	if (!folder_lock(s, e))
		return false;
	s->spoilt = false;
	s->group = db_begin(s->db, true, e);
	if (!s->group)
		folder_unlock(s);
	return s->group;
}

bool store_commit(struct store *s, struct err *e)
{
	if (!s->group)
		return err_set(e, ERR_BUG, MSG_STORE_GROUP, NO_ARGS);
	if (s->nested) {
		s->nested--;
		return true;
	}
	if (s->mode == STORE_READ) {
		s->group = false;
		return db_commit(s->db, e);
	}
	bool ok = s->spoilt ? err_set(e, ERR_DB, MSG_STORE_SPOILT, NO_ARGS)
			    : evidence_settle(s, e) && db_commit(s->db, e);
	if (!ok) {
		store_rollback(s);
		return false;
	}
	s->group = false;
	s->wrote = true;
	if (db_wal_pages(s->db) > WAL_PAGES_MAX)
		db_checkpoint(s->db, false, NULL);
	folder_unlock(s);
	return true;
}

void store_rollback(struct store *s)
{
	if (!s->group)
		return;
	if (s->nested) {
		s->nested--;
		return;
	}
	s->group = s->spoilt = false;
	db_rollback(s->db);
	if (s->mode == STORE_READ)
		return;
	evidence_drop(s);
	folder_unlock(s);
}

bool store_rows(struct store *s, enum sql id, struct params params, struct rows *out,
		struct err *e)
{
	if (!str_starts(statements[id].text, S("SELECT")))
		return err_set(e, ERR_BUG, MSG_STORE_WRITES, ARGS(statements[id].name));
	return db_rows(s->db, id, params, out, e);
}

bool store_list(struct store *s, struct arena *a, enum sql id, struct params params,
		struct val **list, struct err *e)
{
	struct rows r;
	if (!store_rows(s, id, params, &r, e))
		return false;
	*list = val_list(a);
	while (rows_next(&r))
		val_push(*list, rows_val(&r, a));
	return rows_close(&r);
}

bool store_one(struct store *s, struct arena *a, enum sql id, struct params params,
	       const struct val **row, struct err *e)
{
	struct rows r;
	if (!store_rows(s, id, params, &r, e))
		return false;
	*row = rows_next(&r) ? rows_val(&r, a) : NULL;
	return rows_close(&r);
}
