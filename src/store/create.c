/*
 * Making a ledger: everything is made in a folder of its own inside `dir` and
 * moved into place at the end, ledger.db last. So a ledger is there whole, with
 * its first event, or it is not there. In a database server one transaction does
 * the same.
 */
#include "store/inside.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"

/* In the order in which they are moved; the last makes it a ledger. */
static const char *const parts[] = { "evidence", "lock", "ledger.db" };
enum { PARTS = sizeof(parts) / sizeof(*parts) };

/* What SQLite leaves beside the database; empty once it is closed. */
static const char *const leavings[] = { "ledger.db-wal", "ledger.db-shm" };

static bool io(const char *dir, struct err *e)
{
	return err_set(e, ERR_IO, MSG_STORE_FOLDER, ARGS(str_of(dir), err_errno()));
}

/* What an earlier attempt may have left is no reason to refuse. */
static bool is_ours(const char *name)
{
	return !strcmp(name, ".") || !strcmp(name, "..") || !strcmp(name, parts[0]) ||
	       !strcmp(name, parts[1]) || !strncmp(name, ".new-", 5);
}

/* `fd` is the folder, which is to become the ledger. */
static bool check_empty(int fd, const char *dir, struct err *e)
{
	if (faccessat(fd, parts[PARTS - 1], F_OK, 0) == 0)
		return err_set(e, ERR_CONFLICT, MSG_STORE_EXISTS, ARGS(str_of(dir)));
	int copy = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d = copy < 0 ? NULL : fdopendir(copy);
	if (!d)
		return io(dir, e);
	bool ok = true;
	for (struct dirent *entry; ok && (entry = readdir(d));)
		if (!is_ours(entry->d_name))
			ok = err_set(e, ERR_BAD_INPUT, MSG_STORE_NOT_EMPTY,
				     ARGS(str_of(dir), str_of(entry->d_name)));
	closedir(d);
	return ok;
}

/* A whole ledger at `dir`, which is an empty folder. */
static bool fill(const char *dir, const struct filling *filling, struct err *e)
{
	char *evidence = folder_path(dir, parts[0]);
	struct store s = { .dir = (char *)dir, .files = evidence, .mode = STORE_WRITE,
			   .lock = -1, .evidence = -1 };
	int steps;
	bool ok = mkdir(evidence, 0700) == 0 || io(dir, e);
	ok = ok && folder_open(&s, DB_CREATE, e) && db_migrate(s.db, &steps, e) &&
	     filling->fill(&s, filling->with, e) && search_ready(s.db, e) &&
	     db_checkpoint(s.db, true, e) && (fsync(s.lock) == 0 || io(dir, e));
	db_close(s.db);
	if (s.lock >= 0)
		close(s.lock);
	if (s.evidence >= 0)
		close(s.evidence);
	free(evidence);
	return ok;
}

static bool move(int work, int fd, const char *dir, struct err *e)
{
	for (size_t i = 0; i < sizeof(leavings) / sizeof(*leavings); i++)
		unlinkat(work, leavings[i], 0);
	if (fsync(work) != 0)
		return io(dir, e);
	for (int i = 0; i < PARTS; i++)
		if (renameat(work, parts[i], fd, parts[i]) != 0)
			return io(dir, e);
	return fsync(fd) == 0 || io(dir, e);
}

void folder_remove(int at, const char *name)
{
	if (unlinkat(at, name, 0) == 0 || errno == ENOENT)
		return;
	int fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	if (!d)
		return;
	for (struct dirent *entry; (entry = readdir(d));)
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
			folder_remove(fd, entry->d_name);
	closedir(d);
	unlinkat(at, name, AT_REMOVEDIR);
}

static bool make_in(int fd, const char *dir, const struct filling *filling, struct err *e)
{
	char name[40];
	snprintf(name, sizeof(name), ".new-%ld", (long)getpid());
	if (mkdirat(fd, name, 0700) != 0)
		return io(dir, e);
	int work = openat(fd, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	char *path = folder_path(dir, name);
	bool ok = work < 0 ? io(dir, e) : fill(path, filling, e) && move(work, fd, dir, e);
	if (work >= 0)
		close(work);
	folder_remove(fd, name);
	free(path);
	return ok;
}

/* So that the new folder's name outlives a power cut. */
static bool sync_parent(int fd, const char *dir, struct err *e)
{
	int parent = openat(fd, "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = parent >= 0 && fsync(parent) == 0;
	if (!ok)
		io(dir, e);
	if (parent >= 0)
		close(parent);
	return ok;
}

static bool create_in_folder(const char *dir, const struct filling *filling, struct err *e)
{
	bool made = mkdir(dir, 0700) == 0;
	if (!made && errno != EEXIST)
		return io(dir, e);
	int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return io(dir, e);
	bool ok = flock(fd, LOCK_EX | LOCK_NB) == 0 ||
		  err_set(e, ERR_CONFLICT, MSG_STORE_TURN, ARGS(str_of(dir)));
	ok = ok && folder_check(dir, e) && check_empty(fd, dir, e) &&
	     make_in(fd, dir, filling, e) && (!made || sync_parent(fd, dir, e));
	close(fd);
	if (!ok && made)
		rmdir(dir);
	return ok;
}

/* The schema and what it is filled with, in one transaction. */
static bool fill_server(struct store *s, const struct filling *filling, struct err *e)
{
	int steps;
	bool ok = store_begin(s, e);
	if (ok) {
		ok = db_vacant(s->db, e) && db_migrate(s->db, &steps, e) &&
		     filling->fill(s, filling->with, e) && search_ready(s->db, e);
		if (ok)
			ok = store_commit(s, e);
		else
			store_rollback(s);
	}
	return ok;
}

/* A folder of kept files, by its name. */
static bool is_kept(const char *name)
{
	return strlen(name) == 2 && strspn(name, "0123456789abcdef") == 2;
}

/* The folder of evidence holds nothing yet; a copy that was broken off may have
 * left kept files there, which are what their names say. */
static bool check_no_files(int fd, const char *dir, bool resumes, struct err *e)
{
	int copy = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *d = copy < 0 ? NULL : fdopendir(copy);
	if (!d)
		return io(dir, e);
	bool ok = true;
	for (struct dirent *entry; ok && (entry = readdir(d));)
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..") &&
		    !(resumes && is_kept(entry->d_name)))
			ok = err_set(e, ERR_BAD_INPUT, MSG_STORE_FILES_FULL,
				     ARGS(str_of(dir), str_of(entry->d_name)));
	closedir(d);
	return ok;
}

static bool create_on_server(const struct store_place *place, const struct filling *filling,
			     struct err *e)
{
	const char *dir = place->evidence;
	struct store s = { .dir = db_shown(place->at), .files = (char *)dir, .mode = STORE_WRITE,
			   .lock = -1, .evidence = -1 };
	struct err why = { 0 };
	bool made = mkdir(dir, 0700) == 0;
	bool ok = made || errno == EEXIST || io(dir, &why);
	ok = ok && folder_open_server(&s, place->at, DB_CREATE, &why) &&
	     check_no_files(s.evidence, dir, filling->resumes, &why) &&
	     (!made || sync_parent(s.evidence, dir, &why)) && fill_server(&s, filling, &why);
	db_close(s.db);
	if (s.evidence >= 0)
		close(s.evidence);
	/* Who was first at the same database may have taken the folder as its own. */
	if (!ok && made && why.code != ERR_CONFLICT)
		folder_remove(AT_FDCWD, dir);
	free(s.dir);
	if (!ok && e && e->code == ERR_NONE)
		*e = why;
	return ok;
}

bool create_filled(const struct store_place *place, const struct filling *filling, struct err *e)
{
	return db_is_server(place->at) ? create_on_server(place, filling, e)
				       : create_in_folder(place->at, filling, e);
}

/* The first event. */
static bool begin(struct store *s, void *init, struct err *e)
{
	struct arena a;
	struct result result;
	arena_init(&a, 0);
	bool ok = store_act(s, &a, init, &result, e);
	arena_free(&a);
	return ok;
}

bool store_create(const struct store_place *place, const struct action *init, struct err *e)
{
	struct filling filling = { begin, (struct action *)init, false };
	return create_filled(place, &filling, e);
}
