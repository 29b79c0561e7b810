/*
 * A layer under SQLite, for tests: sees each write to a database and to its
 * write-ahead log, asks whether the ledger's lock is held meanwhile, and can kill
 * the process at the n-th.
 */
#ifndef TESTS_UNIT_TRACE_VFS_H
#define TESTS_UNIT_TRACE_VFS_H

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static struct {
	const char *folder; /* the ledger's: what lies elsewhere is not counted */
	int lock;      /* a descriptor of its own of the lock file; -1: not asked */
	int database;  /* writes to the database: checkpoints, in WAL mode */
	int wal;       /* writes to the write-ahead log: commits */
	int unlocked;  /* of both, how many while nobody held the lock */
	int writes;    /* all of them */
	int die_at;    /* the process dies before this one; 0: never */
} trace = { .lock = -1 };

struct traced {
	sqlite3_file base;
	int kind;           /* SQLITE_OPEN_MAIN_DB, SQLITE_OPEN_WAL, or other */
	sqlite3_file *real; /* behind this struct */
};

static sqlite3_vfs trace_vfs;

static inline sqlite3_file *trace_real(sqlite3_file *f)
{
	return ((struct traced *)f)->real;
}

static inline bool trace_held(void)
{
	if (flock(trace.lock, LOCK_EX | LOCK_NB) != 0)
		return errno == EWOULDBLOCK;
	flock(trace.lock, LOCK_UN);
	return false;
}

static inline int trace_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
	int kind = ((struct traced *)f)->kind;
	trace.database += kind == SQLITE_OPEN_MAIN_DB;
	trace.wal += kind == SQLITE_OPEN_WAL;
	if (trace.lock >= 0 && (kind == SQLITE_OPEN_MAIN_DB || kind == SQLITE_OPEN_WAL))
		trace.unlocked += !trace_held();
	if (++trace.writes == trace.die_at)
		kill(getpid(), SIGKILL);
	return trace_real(f)->pMethods->xWrite(trace_real(f), p, n, at);
}

#define PASS(name, params, args)                                               \
	static inline int trace_##name params                                  \
	{                                                                      \
		return trace_real(f)->pMethods->name args;                     \
	}
PASS(xClose, (sqlite3_file * f), (trace_real(f)))
PASS(xRead, (sqlite3_file * f, void *p, int n, sqlite3_int64 at), (trace_real(f), p, n, at))
PASS(xTruncate, (sqlite3_file * f, sqlite3_int64 n), (trace_real(f), n))
PASS(xSync, (sqlite3_file * f, int flags), (trace_real(f), flags))
PASS(xFileSize, (sqlite3_file * f, sqlite3_int64 *n), (trace_real(f), n))
PASS(xLock, (sqlite3_file * f, int level), (trace_real(f), level))
PASS(xUnlock, (sqlite3_file * f, int level), (trace_real(f), level))
PASS(xCheckReservedLock, (sqlite3_file * f, int *out), (trace_real(f), out))
PASS(xFileControl, (sqlite3_file * f, int op, void *p), (trace_real(f), op, p))
PASS(xSectorSize, (sqlite3_file * f), (trace_real(f)))
PASS(xDeviceCharacteristics, (sqlite3_file * f), (trace_real(f)))
PASS(xShmMap, (sqlite3_file * f, int page, int size, int grow, void volatile **p),
     (trace_real(f), page, size, grow, p))
PASS(xShmLock, (sqlite3_file * f, int at, int n, int flags), (trace_real(f), at, n, flags))
PASS(xShmUnmap, (sqlite3_file * f, int drop), (trace_real(f), drop))
#undef PASS

static inline void trace_xShmBarrier(sqlite3_file *f)
{
	trace_real(f)->pMethods->xShmBarrier(trace_real(f));
}

static const sqlite3_io_methods trace_methods = {
	2, trace_xClose, trace_xRead, trace_write, trace_xTruncate, trace_xSync, trace_xFileSize,
	trace_xLock, trace_xUnlock, trace_xCheckReservedLock, trace_xFileControl,
	trace_xSectorSize, trace_xDeviceCharacteristics, trace_xShmMap, trace_xShmLock,
	trace_xShmBarrier, trace_xShmUnmap
};

static inline int trace_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags,
			     int *out)
{
	sqlite3_vfs *real = vfs->pAppData;
	struct traced *t = (struct traced *)f;
	t->real = (sqlite3_file *)(t + 1);
	bool here = name && trace.folder && !strncmp(name, trace.folder, strlen(trace.folder));
	t->kind = here ? flags & (SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL) : 0;
	int rc = real->xOpen(real, name, t->real, flags, out);
	f->pMethods = t->real->pMethods ? &trace_methods : NULL;
	return rc;
}

/* From now on every database that is opened is traced. */
static inline void trace_start(void)
{
	sqlite3_vfs *real = sqlite3_vfs_find(NULL);
	trace_vfs = *real;
	trace_vfs.zName = "trace";
	trace_vfs.pAppData = real;
	trace_vfs.szOsFile = (int)sizeof(struct traced) + real->szOsFile;
	trace_vfs.xOpen = trace_open;
	sqlite3_vfs_register(&trace_vfs, 1);
}

static inline void trace_stop(void)
{
	sqlite3_vfs_unregister(&trace_vfs);
	trace.folder = NULL; /* its owner may free it now */
}

#endif
