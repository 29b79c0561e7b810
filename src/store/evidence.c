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
	SYNC_EACH_MAX = 4 /* past this many files, one sync for all */
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

bool store_keep(struct store *s, struct arena *a, struct str bytes, struct str *hex,
		struct err *e)
{
	*hex = hash_hex(a, hash_of(HASH_SHA256, &bytes, 1));
	if (s->mode != STORE_WRITE || s->dead)
		return err_set(e, ERR_IO, MSG_STORE_READ_ONLY, ARGS(str_of(s->dir)));
	if (stands(s, hex->p, bytes.n) || find(s, hex->p))
		return true;
	struct kept *k = calloc(1, sizeof(*k));
	if (!k)
		return err_set(e, ERR_LIMIT, MSG_STORE_MEMORY, NO_ARGS);
	memcpy(k->hex, hex->p, HEX);
	k->size = bytes.n;
	snprintf(k->temp, sizeof(k->temp), ".tmp-%ld-%lld", (long)getpid(), (long long)++s->temps);
	k->fd = openat(s->evidence, k->temp, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (k->fd < 0) {
		io(s, e);
		free(k);
		return false;
	}
	k->next = s->kept;
	s->kept = k;
	return write_whole(k->fd, bytes) || io(s, e);
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

/* A sync that failed is not tried again: what it lost is unknown. */
static bool synced(struct store *s, bool ok)
{
	if (!ok)
		s->dead = true;
	return ok;
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

void evidence_drop(struct store *s)
{
	while (s->kept) {
		struct kept *k = s->kept;
		s->kept = k->next;
		close(k->fd);
		if (k->temp[0])
			unlinkat(s->evidence, k->temp, 0);
		free(k);
	}
}

bool evidence_fits(struct store *s, struct str hex, int64_t size, bool *fits, struct err *e)
{
	char name[HEX + 2], chunk[1 << 16];
	*fits = false;
	if (s->evidence < 0)
		return err_set(e, ERR_NOT_FOUND, MSG_STORE_NO_FILES,
			       ARGS(str_of(s->files), str_of(strerror(ENOENT))));
	if (hex.n != HEX)
		return true;
	name_of(hex.p, name);
	int fd = openat(s->evidence, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return errno == ENOENT || errno == ELOOP || errno == ENOTDIR || io(s, e);
	struct hasher *h = hash_open(HASH_SHA256);
	struct hash want;
	int64_t bytes = 0;
	ssize_t n;
	while ((n = read(fd, chunk, sizeof(chunk))) > 0) {
		hash_add(h, (struct str){ chunk, n });
		bytes += n;
	}
	struct hash got = hash_close(h);
	bool ok = n == 0 || io(s, e);
	close(fd);
	*fits = ok && bytes == size && hash_parse(hex, &want) && hash_eq(got, want);
	return ok;
}
