/*
 * Kept files: evidence/ab/cdef… named by SHA-256. The order is temporary file,
 * write, fsync, rename, fsync of the folders, and only then the commit of the
 * row that names it: a crash leaves a file without a row, never a row without
 * its file. In a group the syncs of all its files come together, before the
 * group's one commit.
 */
#include "store/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"

enum {
	HEX = 2 * HASH_BYTES,
	SYNC_EACH_MAX = 4,     /* past this many files, one sync for all */
	SYNC_EARLY = 1 << 20   /* bytes from which a file is synced before its turn */
};

/* "ab/cdef…" into `out`. */
static void name_of(const char *hex, char out[HEX + 2])
{
	memcpy(out, hex, 2);
	out[2] = '/';
	memcpy(out + 3, hex + 2, HEX - 1);
}

char *store_evidence_path(const struct store *s, struct arena *a, struct str hex)
{
	return str_cstr(a, str_fmt(a, "%s/%.*s/%.*s", s->files, STR_ARG(str_cut(hex, 0, 2)),
				   STR_ARG(str_from(hex, 2))));
}

static bool io(struct store *s, struct err *e)
{
	return err_set(e, ERR_IO, MSG_STORE_KEEP, ARGS(str_of(s->files), err_errno()));
}

static bool stands(struct store *s, const char *hex, int64_t size)
{
	struct stat st;
	char name[HEX + 2];
	name_of(hex, name);
	return fstatat(s->evidence, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode) &&
	       st.st_size == size;
}

static struct kept *find(struct store *s, const char *hex)
{
	for (struct kept *k = s->kept; k; k = k->next)
		if (memcmp(k->hex, hex, HEX) == 0)
			return k;
	return NULL;
}

static bool write_whole(int fd, struct str bytes)
{
	while (bytes.n) {
		ssize_t n = write(fd, bytes.p, (size_t)bytes.n);
		if (n < 0 && errno != EINTR)
			return false;
		if (n > 0)
			bytes = str_from(bytes, n);
	}
	return true;
}

/* A sync that failed is not tried again: what it lost is unknown. */
static bool synced(struct store *s, bool ok)
{
	if (!ok)
		s->dead = true;
	return ok;
}

/* A file on its way in. */
struct keeping {
	struct store *s;
	struct hasher *hasher;
	struct kept *k;
};

bool store_keep_open(struct store *s, struct keeping **out, struct err *e)
{
	*out = NULL;
	if (s->mode != STORE_WRITE || s->dead)
		return err_set(e, ERR_IO, MSG_STORE_READ_ONLY, ARGS(str_of(s->dir)));
	struct keeping *made = calloc(1, sizeof(*made));
	struct kept *k = calloc(1, sizeof(*k));
	if (!made || !k) {
		free(made);
		free(k);
		return err_set(e, ERR_LIMIT, MSG_STORE_MEMORY, NO_ARGS);
	}
	snprintf(k->temp, sizeof(k->temp), ".tmp-%ld-%lld", (long)getpid(), (long long)++s->temps);
	k->fd = openat(s->evidence, k->temp, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (k->fd < 0) {
		io(s, e);
		free(made);
		free(k);
		return false;
	}
	*made = (struct keeping){ s, hash_open(HASH_SHA256), k };
	*out = made;
	return true;
}

bool store_keep_write(struct keeping *k, struct str bytes, struct err *e)
{
	hash_add(k->hasher, bytes);
	k->k->size += bytes.n;
	return write_whole(k->k->fd, bytes) || io(k->s, e);
}

int store_keep_fd(const struct keeping *k)
{
	return k->k->fd;
}

int64_t store_keep_size(const struct keeping *k)
{
	return k->k->size;
}

static void drop_one(struct store *s, struct kept *k)
{
	close(k->fd);
	if (k->temp[0])
		unlinkat(s->evidence, k->temp, 0);
	free(k);
}

void store_keep_drop(struct keeping *k)
{
	if (!k)
		return;
	if (k->hasher)
		hash_close(k->hasher);
	if (k->k)
		drop_one(k->s, k->k);
	free(k);
}

bool store_keep_finish(struct keeping *k, struct arena *a, struct str *hex, struct err *e)
{
	struct store *s = k->s;
	struct kept *made = k->k;
	*hex = hash_hex(a, hash_close(k->hasher));
	k->hasher = NULL;
	memcpy(made->hex, hex->p, HEX);
	bool ok = true;
	if (!stands(s, hex->p, made->size) && !find(s, hex->p)) {
		/* a large file's bytes go to the disk while nobody waits for a lock */
		ok = made->size < SYNC_EARLY || synced(s, fsync(made->fd) == 0) || io(s, e);
		if (ok) {
			made->next = s->kept;
			s->kept = made;
			k->k = NULL;
		}
	}
	store_keep_drop(k);
	return ok;
}

bool store_keep(struct store *s, struct arena *a, struct str bytes, struct str *hex,
		struct err *e)
{
	struct keeping *k;
	*hex = hash_hex(a, hash_of(HASH_SHA256, &bytes, 1));
	if (s->mode == STORE_WRITE && !s->dead &&
	    (stands(s, hex->p, bytes.n) || find(s, hex->p)))
		return true;
	if (!store_keep_open(s, &k, e))
		return false;
	if (store_keep_write(k, bytes, e))
		return store_keep_finish(k, a, hex, e);
	store_keep_drop(k);
	return false;
}

bool evidence_want(struct store *s, struct str hex, int64_t size, struct err *e)
{
	struct kept *k = hex.n == HEX ? find(s, hex.p) : NULL;
	if (k && k->size == size) {
		k->wanted = true;
		return true;
	}
	if (hex.n == HEX && stands(s, hex.p, size))
		return true;
	return err_set(e, ERR_NOT_FOUND, MSG_STORE_NOT_KEPT, ARGS(hex));
}

/* The bytes of the wanted files reach the disk: many by one sync of their file
 * system, which takes a fraction of the time of a sync for each. */
static bool sync_bytes(struct store *s, int wanted)
{
	if (wanted > SYNC_EACH_MAX)
		return synced(s, syncfs(s->evidence) == 0);
	for (struct kept *k = s->kept; k; k = k->next)
		if (k->wanted && !synced(s, fsync(k->fd) == 0))
			return false;
	return true;
}

/* Gives the file its name. */
static bool name_one(struct store *s, struct kept *k)
{
	char name[HEX + 2], folder[3] = { k->hex[0], k->hex[1] };
	name_of(k->hex, name);
	if (mkdirat(s->evidence, folder, 0700) != 0 && errno != EEXIST)
		return false;
	if (renameat(s->evidence, k->temp, s->evidence, name) != 0)
		return false;
	k->temp[0] = 0;
	return true;
}

/* The names reach the disk: the files' folders and the folder of those. */
static bool sync_names(struct store *s, int wanted)
{
	if (wanted > SYNC_EACH_MAX)
		return synced(s, syncfs(s->evidence) == 0);
	for (struct kept *k = s->kept; k; k = k->next) {
		char folder[3] = { k->hex[0], k->hex[1] };
		if (!k->wanted)
			continue;
		int fd = openat(s->evidence, folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		bool ok = fd >= 0 && fsync(fd) == 0;
		if (fd >= 0)
			close(fd);
		if (!synced(s, ok))
			return false;
	}
	return synced(s, fsync(s->evidence) == 0);
}

bool evidence_settle(struct store *s, struct err *e)
{
	int wanted = 0;
	for (struct kept *k = s->kept; k; k = k->next)
		wanted += k->wanted;
	bool ok = !wanted || sync_bytes(s, wanted);
	for (struct kept *k = s->kept; k && ok; k = k->next)
		ok = !k->wanted || name_one(s, k);
	ok = ok && (!wanted || sync_names(s, wanted));
	if (!ok)
		io(s, e);
	evidence_drop(s);
	return ok;
}

bool store_keep_alone(struct store *s, struct str hex, int64_t size, struct err *e)
{
	return evidence_want(s, hex, size, e) && evidence_settle(s, e);
}

void evidence_drop(struct store *s)
{
	while (s->kept) {
		struct kept *k = s->kept;
		s->kept = k->next;
		drop_one(s, k);
	}
}

/* Opens the kept file; -1 where it is not there (`e` stays unset) or cannot be
 * opened. */
static int open_kept(struct store *s, struct str hex, struct err *e)
{
	char name[HEX + 2];
	if (s->evidence < 0) {
		err_set(e, ERR_NOT_FOUND, MSG_STORE_NO_FILES,
			ARGS(str_of(s->files), str_of(strerror(ENOENT))));
		return -1;
	}
	if (hex.n != HEX)
		return -1;
	name_of(hex.p, name);
	int fd = openat(s->evidence, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0 && errno != ENOENT && errno != ELOOP && errno != ENOTDIR)
		io(s, e);
	return fd;
}

/* Reads it to its end, hashes it, and closes it; `take` may be NULL. */
static bool read_kept(struct store *s, int fd, struct str hex, int64_t size, bool *fits,
		      bool (*take)(void *ud, struct str piece, struct err *e), void *ud,
		      struct err *e)
{
	char chunk[1 << 16];
	struct hasher *h = hash_open(HASH_SHA256);
	struct hash want;
	int64_t bytes = 0;
	ssize_t n;
	bool taken = true;
	while (taken && (n = read(fd, chunk, sizeof(chunk))) > 0) {
		hash_add(h, (struct str){ chunk, n });
		bytes += n;
		taken = !take || take(ud, (struct str){ chunk, n }, e);
	}
	struct hash got = hash_close(h);
	bool ok = taken && (n == 0 || io(s, e));
	close(fd);
	*fits = ok && bytes == size && hash_parse(hex, &want) && hash_eq(got, want);
	return ok;
}

bool evidence_fits(struct store *s, struct str hex, int64_t size, bool *fits, struct err *e)
{
	struct err why = { 0 };
	*fits = false;
	int fd = open_kept(s, hex, &why);
	if (fd >= 0)
		return read_kept(s, fd, hex, size, fits, NULL, NULL, e);
	if (why.code != ERR_NONE && e && e->code == ERR_NONE)
		*e = why;
	return why.code == ERR_NONE;
}

bool store_evidence_read(struct store *s, struct str hex, int64_t size,
			 bool (*take)(void *ud, struct str piece, struct err *e), void *ud,
			 struct err *e)
{
	bool fits = false;
	struct err why = { 0 };
	int fd = open_kept(s, hex, &why);
	if (fd >= 0 && !read_kept(s, fd, hex, size, &fits, take, ud, e))
		return false;
	if (why.code != ERR_NONE && e && e->code == ERR_NONE)
		*e = why;
	return why.code == ERR_NONE &&
	       (fits || err_set(e, ERR_IO, MSG_STORE_FILE_CHANGED, ARGS(hex)));
}
