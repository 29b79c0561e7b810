/*
 * A ledger in one file. The rows are copied from one snapshot into a database
 * beside the file, then the files of evidence that it names are added: these never
 * change and outlive their rows, so the order is safe while others write. The
 * archive gets its name at the end.
 */
#include "store/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#include <zip.h>

enum { FAST = 1 /* zlib's level: rows shrink well enough by it */ };

/* What is under way. */
struct packing {
	struct store *from;
	struct arena *a;
	struct care *care;
	const char *path;
	char *work, *database, *archive; /* the folder beside `path`, and in it */
	struct manifest m;
	struct files LIST(struct manifest_file) files;
};

static bool cannot(const struct packing *p, struct str why, struct err *e)
{
	return err_set(e, ERR_IO, MSG_OS_WRITE, ARGS(str_of(p->path), why));
}

static struct str now(struct arena *a)
{
	time_t t = time(NULL);
	struct tm tm;
	gmtime_r(&t, &tm);
	return str_fmt(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", tm.tm_year + 1900, tm.tm_mon + 1,
		       tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec);
}

static void add_file(struct packing *p, struct str name, int64_t size, struct str sha256)
{
	*list_add(p->a, &p->files) = (struct manifest_file){ name, size, sha256 };
}

/* The rows, as a database that any SQLite reads. */
static bool pack_rows(struct packing *p, struct err *e)
{
	struct db *db;
	int steps;
	if (!db_open(p->database, DB_SCRATCH, &db, e))
		return false;
	bool ok = db_migrate(db, &steps, e) && db_begin(db, true, e) &&
		  copy_rows(p->from->db, db, p->care, e) && db_commit(db, e);
	db_close(db);
	return ok;
}

static bool hash_database(struct packing *p, struct err *e)
{
	char chunk[1 << 16];
	int64_t size = 0;
	ssize_t n;
	int fd = open(p->database, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return cannot(p, err_errno(), e);
	struct hasher *h = hash_open(HASH_SHA256);
	while ((n = read(fd, chunk, sizeof(chunk))) > 0) {
		hash_add(h, (struct str){ chunk, n });
		size += n;
	}
	struct hash hash = hash_close(h);
	close(fd);
	add_file(p, S("ledger.db"), size, hash_hex(p->a, hash));
	return n == 0 || cannot(p, err_errno(), e);
}

/* The names of the files, which are also their hashes. */
static bool list_files(struct packing *p, struct err *e)
{
	struct rows r;
	if (!db_rows(p->from->db, SQL_KEPT_FILES, NO_PARAMS, &r, e))
		return false;
	while (rows_next(&r)) {
		struct str hex = str_copy(p->a, rows_str(&r, 0));
		add_file(p,
			 str_fmt(p->a, "evidence/%.*s/%.*s", STR_ARG(str_cut(hex, 0, 2)),
				 STR_ARG(str_from(hex, 2))),
			 rows_int(&r, 1), hex);
	}
	return rows_close(&r);
}

/* What one snapshot of the ledger gives. */
static bool take(struct packing *p, struct err *e)
{
	struct merkle tree;
	bool own = !p->from->group;
	if (own && !store_begin(p->from, e))
		return false;
	bool ok = log_head(p->from->db, &tree, &p->care->head, p->a, e) && pack_rows(p, e) &&
		  hash_database(p, e) && list_files(p, e);
	if (own)
		store_rollback(p->from);
	p->care->events = tree.size;
	p->m = (struct manifest){ S(HUIYIN_VERSION), now(p->a), migration_count, tree.size,
				  p->care->head, p->files.p, p->files.n };
	return ok;
}

/* A damaged file is found now, not when the backup is needed. */
static bool check_files(struct packing *p, struct err *e)
{
	for (ptrdiff_t i = 1; i < p->files.n; i++) {
		const struct manifest_file *f = &p->files.p[i];
		bool fits;
		if (!evidence_fits(p->from, f->sha256, f->size, &fits, e))
			return false;
		if (!fits)
			return err_set(e, ERR_DB, MSG_VERIFY_FILE, ARGS(f->name, f->sha256));
		p->care->files++;
		if (p->care->tick)
			p->care->tick(p->care->rows + p->care->files);
	}
	return true;
}

/* Adds an entry; the source is the archive's from then on. */
static bool add_entry(zip_t *zip, struct str name, zip_source_t *source, int method)
{
	zip_int64_t at = source ? zip_file_add(zip, name.p, source, ZIP_FL_ENC_UTF_8) : -1;
	if (source && at < 0)
		zip_source_free(source);
	return at >= 0 && zip_set_file_compression(zip, (zip_uint64_t)at, method, FAST) == 0;
}

static bool add_all(struct packing *p, zip_t *zip)
{
	struct str text = manifest_text(p->a, &p->m);
	bool ok = add_entry(zip, S("manifest.json"),
			    zip_source_buffer(zip, text.p, (zip_uint64_t)text.n, 0),
			    ZIP_CM_DEFLATE) &&
		  add_entry(zip, S("ledger.db"), zip_source_file(zip, p->database, 0, -1),
			    ZIP_CM_DEFLATE);
	for (ptrdiff_t i = 1; i < p->files.n && ok; i++) {
		const struct manifest_file *f = &p->files.p[i];
		char *path = store_evidence_path(p->from, p->a, f->sha256);
		ok = add_entry(zip, f->name, zip_source_file(zip, path, 0, -1), ZIP_CM_STORE);
	}
	return ok;
}

static bool pack(struct packing *p, struct err *e)
{
	int code;
	zip_t *zip = zip_open(p->archive, ZIP_CREATE | ZIP_EXCL, &code);
	if (!zip)
		return cannot(p, err_errno(), e);
	if (add_all(p, zip) && zip_close(zip) == 0)
		return true;
	cannot(p, str_of(zip_strerror(zip)), e);
	zip_discard(zip);
	return false;
}

/* The archive reaches the disk, then gets its name, which nobody else may have
 * taken meanwhile; then the name reaches the disk. */
static bool name_archive(struct packing *p, struct err *e)
{
	int fd = open(p->archive, O_RDONLY | O_CLOEXEC);
	bool ok = fd >= 0 && fsync(fd) == 0;
	if (fd >= 0)
		close(fd);
	if (!ok)
		return cannot(p, err_errno(), e);
	if (link(p->archive, p->path) != 0)
		return errno == EEXIST
			       ? err_set(e, ERR_BAD_INPUT, MSG_BACKUP_THERE, ARGS(str_of(p->path)))
			       : cannot(p, err_errno(), e);
	char *parent = folder_path(p->work, "..");
	fd = open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	ok = (fd >= 0 && fsync(fd) == 0) || cannot(p, err_errno(), e);
	if (fd >= 0)
		close(fd);
	free(parent);
	return ok;
}

bool store_backup(struct store *from, const char *path, struct arena *a, struct care *care,
		  struct err *e)
{
	struct packing p = { .from = from, .a = a, .care = care, .path = path };
	if (access(path, F_OK) == 0)
		return err_set(e, ERR_BAD_INPUT, MSG_BACKUP_THERE, ARGS(str_of(path)));
	p.work = str_cstr(a, str_fmt(a, "%s.new-%ld", path, (long)getpid()));
	p.database = str_cstr(a, str_fmt(a, "%s/ledger.db", p.work));
	p.archive = str_cstr(a, str_fmt(a, "%s/archive.zip", p.work));
	if (mkdir(p.work, 0700) != 0)
		return cannot(&p, err_errno(), e);
	bool ok = take(&p, e) && check_files(&p, e) && pack(&p, e) && name_archive(&p, e);
	folder_remove(AT_FDCWD, p.work);
	return ok;
}
