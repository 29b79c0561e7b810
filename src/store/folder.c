/*
 * The ledger's folder: its file system, its lock, its making. Each process
 * opens the lock file itself; who holds the flock may write and checkpoint.
 */
#include "store/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/os.h"

/* A writer is done in a few milliseconds: who waits looks often, and for LOCK_SECONDS. */
enum { LOCK_SECONDS = 5, LOCK_PAUSE_US = 250, LOCK_PAUSE_MOST_US = 2000 };

/* File systems whose locks or renames can't be trusted, by linux/magic.h. */
static const struct { uint64_t type; const char *name; } refused[] = {
	{ 0x6969, "NFS" },         { 0x517B, "SMB" },         { 0xFE534D42, "SMB" },
	{ 0xFF534D42, "SMB/CIFS" }, { 0x4D44, "FAT" },        { 0x2011BAB0, "exFAT" },
	{ 0x01021997, "9P" },      { 0x5346414F, "AFS" },     { 0x73757245, "Coda" },
};

const char *folder_refused(uint64_t type)
{
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++)
		if (refused[i].type == (type & 0xFFFFFFFF))
			return refused[i].name;
	return NULL;
}

char *folder_path(const char *dir, const char *name)
{
	char *path = NULL;
	if (asprintf(&path, "%s/%s", dir, name) < 0)
		abort();
	return path;
}

bool folder_check(const char *dir, struct err *e)
{
	struct statfs fs;
	if (statfs(dir, &fs) != 0)
		return err_set(e, ERR_IO, MSG_STORE_FOLDER, ARGS(str_of(dir), err_errno()));
	const char *name = folder_refused((uint64_t)fs.f_type);
	if (name)
		return err_set(e, ERR_BAD_INPUT, MSG_STORE_FS, ARGS(str_of(dir), str_of(name)));
	return true;
}

bool folder_turn(int lock, const char *dir, struct err *e)
{
	double end = os_clock() + LOCK_SECONDS;
	long pause = LOCK_PAUSE_US;
	if (lock < 0)
		return true;
	do {
		if (flock(lock, LOCK_EX | LOCK_NB) == 0)
			return true;
		if (errno != EWOULDBLOCK && errno != EINTR)
			return err_set(e, ERR_IO, MSG_STORE_LOCK, ARGS(str_of(dir), err_errno()));
		nanosleep(&(struct timespec){ 0, pause * 1000 }, NULL);
		pause = pause < LOCK_PAUSE_MOST_US ? pause * 2 : pause;
	} while (os_clock() < end);
	return err_set(e, ERR_CONFLICT, MSG_STORE_TURN, ARGS(str_of(dir)));
}

bool folder_lock(struct store *s, struct err *e)
{
	return folder_turn(s->lock, s->dir, e);
}

void folder_unlock(struct store *s)
{
	if (s->lock >= 0)
		flock(s->lock, LOCK_UN);
}

static bool open_at(const char *path, int flags, int *fd, struct err *e)
{
	*fd = open(path, flags | O_CLOEXEC, 0600);
	return *fd >= 0 || err_set(e, ERR_IO, MSG_OS_OPEN, ARGS(str_of(path), err_errno()));
}

bool folder_open(struct store *s, enum db_mode mode, struct err *e)
{
	int create = mode == DB_CREATE ? O_CREAT : 0;
	char *lock = folder_path(s->dir, "lock"), *path = folder_path(s->dir, "ledger.db");
	bool ok = folder_check(s->dir, e) && open_at(lock, O_RDWR | create, &s->lock, e) &&
		  open_at(s->files, O_RDONLY | O_DIRECTORY, &s->evidence, e) &&
		  db_open(path, mode, &s->db, e);
	free(lock);
	free(path);
	return ok;
}

bool folder_open_server(struct store *s, const char *at, enum db_mode mode, struct err *e)
{
	s->evidence = open(s->files, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (s->evidence < 0 && (mode != DB_READ || errno != ENOENT))
		return err_set(e, errno == ENOENT ? ERR_NOT_FOUND : ERR_IO, MSG_STORE_NO_FILES,
			       ARGS(str_of(s->files), err_errno()));
	return db_open(at, mode, &s->db, e);
}
