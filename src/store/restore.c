/*
 * A ledger again from its backup: the archive is unpacked beside the new place,
 * each file held against the manifest, and then copied as a ledger is moved.
 */
#include "store/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

enum { MANIFEST_MAX = 256 << 20, NAME_MAX_BYTES = 100 };

struct unpacking {
	const char *path;
	zip_t *zip;
	struct arena *a;
	struct manifest *m;
	char *work;
};

static bool damaged(const struct unpacking *u, struct str what, struct err *e)
{
	return err_set(e, ERR_BAD_INPUT, MSG_BACKUP_DAMAGED, ARGS(str_of(u->path), what));
}

static bool cannot(const char *path, struct err *e)
{
	return err_set(e, ERR_IO, MSG_OS_WRITE, ARGS(str_of(path), err_errno()));
}

static bool open_archive(struct unpacking *u, struct err *e)
{
	zip_error_t why;
	int code = 0;
	u->zip = zip_open(u->path, ZIP_RDONLY, &code);
	if (u->zip)
		return true;
	if (code == ZIP_ER_NOENT || code == ZIP_ER_OPEN)
		return err_set(e, ERR_NOT_FOUND, MSG_OS_OPEN, ARGS(str_of(u->path), err_errno()));
	zip_error_init_with_code(&why, code);
	damaged(u, str_copy(u->a, str_of(zip_error_strerror(&why))), e);
	zip_error_fini(&why);
	return false;
}

static bool read_manifest(struct unpacking *u, struct err *e)
{
	zip_stat_t st;
	if (zip_stat(u->zip, "manifest.json", 0, &st) != 0 || !(st.valid & ZIP_STAT_SIZE) ||
	    st.size > MANIFEST_MAX)
		return damaged(u, S("manifest.json"), e);
	char *text = arena_new(u->a, char, (ptrdiff_t)st.size + 1);
	zip_file_t *f = zip_fopen(u->zip, "manifest.json", 0);
	bool ok = f && zip_fread(f, text, st.size) == (zip_int64_t)st.size &&
		  zip_fclose(f) == 0;
	if (!ok)
		return damaged(u, S("manifest.json"), e);
	if (!manifest_read(u->a, (struct str){ text, (ptrdiff_t)st.size }, u->m, e))
		return false;
	return zip_get_num_entries(u->zip, 0) == u->m->files + 1 ||
	       damaged(u, S("manifest.json"), e);
}

static bool write_whole(int fd, const char *p, zip_int64_t n)
{
	while (n > 0) {
		ssize_t done = write(fd, p, (size_t)n);
		if (done < 0 && errno != EINTR)
			return false;
		p += done > 0 ? done : 0;
		n -= done > 0 ? done : 0;
	}
	return true;
}

/* The entry's bytes into `out`; they must be as many as, and hash to, what the
 * manifest says. */
static bool unpack_bytes(struct unpacking *u, const struct manifest_file *f, zip_file_t *in,
			 int out, struct err *e)
{
	char chunk[1 << 16];
	int64_t size = 0;
	zip_int64_t n;
	bool written = true;
	struct hasher *h = hash_open(HASH_SHA256);
	while ((n = zip_fread(in, chunk, sizeof(chunk))) > 0 && size <= f->size && written) {
		hash_add(h, (struct str){ chunk, (ptrdiff_t)n });
		size += n;
		written = write_whole(out, chunk, n);
	}
	struct hash got = hash_close(h), want;
	if (!written)
		return cannot(u->work, e);
	return (n == 0 && size == f->size && hash_parse(f->sha256, &want) &&
		hash_eq(got, want)) ||
	       damaged(u, f->name, e);
}

static bool unpack_file(struct unpacking *u, const struct manifest_file *f, struct err *e)
{
	char name[NAME_MAX_BYTES];
	snprintf(name, sizeof(name), "%.*s", STR_ARG(f->name));
	char *path = folder_path(u->work, name), *slash = strrchr(path, '/');
	*slash = 0;
	bool ok = mkdir(path, 0700) == 0 || errno == EEXIST;
	*slash = '/';
	int out = ok ? open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600) : -1;
	if (out < 0) {
		cannot(path, e);
		free(path);
		return false;
	}
	zip_file_t *in = zip_fopen(u->zip, name, 0);
	ok = in ? unpack_bytes(u, f, in, out, e) : damaged(u, f->name, e);
	if (in)
		zip_fclose(in);
	ok = (close(out) == 0 || cannot(path, e)) && ok;
	free(path);
	return ok;
}

/* The folder becomes a ledger: its lock, and the database as this program keeps
 * it, brought up to date. */
static bool wake(struct unpacking *u, struct err *e)
{
	struct db *db;
	int steps;
	char *lock = folder_path(u->work, "lock"), *path = folder_path(u->work, "ledger.db");
	char *evidence = folder_path(u->work, "evidence");
	int fd = open(lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	bool ok = (fd >= 0 && (mkdir(evidence, 0700) == 0 || errno == EEXIST)) || cannot(lock, e);
	if (fd >= 0)
		close(fd);
	ok = ok && db_open(path, DB_CREATE, &db, e);
	if (ok) {
		ok = db_migrate(db, &steps, e) && (!steps || log_fill_nodes(db, e));
		db_close(db);
	}
	free(lock), free(path), free(evidence);
	return ok;
}

static bool unpack(struct unpacking *u, struct care *care, struct err *e)
{
	char *evidence = folder_path(u->work, "evidence");
	bool ok = mkdir(evidence, 0700) == 0 || cannot(evidence, e);
	free(evidence);
	for (ptrdiff_t i = 0; i < u->m->files && ok; i++) {
		ok = unpack_file(u, &u->m->file[i], e);
		if (care->tick)
			care->tick(i + 1);
	}
	return ok && wake(u, e);
}

static bool copy_over(struct unpacking *u, const struct store_place *to, struct care *care,
		      struct err *e)
{
	struct store_place work = { u->work, NULL };
	struct store *from;
	if (!store_open(&work, STORE_READ, &from, e))
		return false;
	bool ok = store_copy(from, to, true, u->a, care, e);
	store_close(from);
	return ok;
}

/* The head is looked at before anything is made. */
static bool check_head(struct unpacking *u, struct err *e)
{
	struct store_place work = { u->work, NULL };
	struct store *from;
	struct merkle tree;
	struct str root;
	if (!store_open(&work, STORE_READ, &from, e))
		return false;
	bool ok = log_head(from->db, &tree, &root, u->a, e);
	store_close(from);
	return ok && ((tree.size == u->m->events && str_eq(root, u->m->head)) ||
		      damaged(u, S("ledger.db"), e));
}

bool store_restore(const char *path, const struct store_place *to, struct arena *a,
		   struct manifest *m, struct care *care, struct err *e)
{
	struct unpacking u = { .path = path, .a = a, .m = m };
	const char *beside = db_is_server(to->at) ? to->evidence : to->at;
	struct str base = str_of(beside);
	while (base.n > 1 && str_drop_tail(&base, S("/")))
		;
	u.work = str_cstr(a, str_fmt(a, "%.*s.new-%ld", STR_ARG(base), (long)getpid()));
	if (!open_archive(&u, e))
		return false;
	bool ok = read_manifest(&u, e) && (mkdir(u.work, 0700) == 0 || cannot(u.work, e));
	if (ok) {
		ok = unpack(&u, care, e) && check_head(&u, e) && copy_over(&u, to, care, e);
		folder_remove(AT_FDCWD, u.work);
	}
	zip_discard(u.zip);
	return ok;
}

bool store_head_at(struct store *s, struct str root, int64_t *events, struct err *e)
{
	struct rows r;
	struct hash want, leaf;
	struct merkle tree = { 0 };
	*events = -1;
	if (!hash_parse(root, &want))
		return err_set(e, ERR_BAD_INPUT, MSG_BACKUP_HEAD, ARGS(root));
	if (!log_kind(s->db, &tree.kind, e) || !db_rows(s->db, SQL_LEAVES_WHOLE, NO_PARAMS, &r, e))
		return false;
	while (*events < 0 && rows_next(&r)) {
		if (hash_parse(rows_str(&r, 1), &leaf))
			merkle_add(&tree, leaf);
		if (hash_eq(merkle_root(&tree), want))
			*events = tree.size;
	}
	return rows_close(&r);
}
