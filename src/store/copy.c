/*
 * Copying a ledger: every row of every table, by the statements that read and
 * write them, from one snapshot; then the files that its evidence names. The
 * copy is verified before it is there.
 */
#include "store/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { HEX = 2 * HASH_BYTES, ROWS_A_COMMIT = 50000 };

/* A table of the ledger that is no object's is a row here: its columns are
 * read and written in the same order. */
const struct copied_table copied_tables[] = {
	{ S("event"), SQL_EVENTS_WHOLE, SQL_EVENT_INSERT },
	{ S("head"), SQL_HEAD_WHOLE, SQL_HEAD_COPY },
	{ S("salt"), SQL_SALTS_WHOLE, SQL_SALT_INSERT },
	{ S("node"), SQL_NODES_WHOLE, SQL_NODE_INSERT },
	{ S("signed_head"), SQL_SIGNED_HEADS, SQL_SIGNED_HEAD_INSERT },
};
const int copied_table_count = sizeof(copied_tables) / sizeof(*copied_tables);

struct copying {
	struct db *from, *to;
	struct care *care;
	bool parts;     /* commits now and then: nobody sees the copy yet */
	struct arena a; /* reset after each row */
};

static bool commit_part(struct copying *c, struct err *e)
{
	return db_flush(c->to, e) && db_commit(c->to, e) && db_checkpoint(c->to, false, e) &&
	       db_begin(c->to, true, e);
}

/* `o`: the table's object, NULL where it is no object's. What is placed in a row
 * the statement finds out again. */
static bool copy_row(struct copying *c, struct rows *r, const struct object *o, enum sql insert,
		     struct err *e)
{
	struct val cell[PARAMS_MAX];
	int n = statements[insert].params - 1;
	for (int i = 0, column = 0; i < n; i++, column++) {
		while (o && o->column[column].placed)
			column++;
		cell[i] = *rows_cell(r, &c->a, column);
	}
	if (!db_put(c->to, insert, (struct params){ cell, n }, e))
		return false;
	arena_reset(&c->a);
	if (c->care->tick)
		c->care->tick(c->care->rows + 1);
	return ++c->care->rows % ROWS_A_COMMIT || !c->parts || commit_part(c, e);
}

static bool copy_table(struct copying *c, const struct object *o, enum sql scan, enum sql insert,
		       struct err *e)
{
	struct rows r;
	if (!db_rows(c->from, scan, NO_PARAMS, &r, e))
		return false;
	bool ok = true;
	while (ok && rows_next(&r))
		ok = copy_row(c, &r, o, insert, e);
	return rows_close(&r) && ok && db_flush(c->to, e);
}

static bool copy_tables(struct copying *c, struct err *e)
{
	bool ok = true;
	arena_init(&c->a, 0);
	for (int i = 0; i < OBJECT_COUNT && ok; i++)
		ok = copy_table(c, &object_rows[i], object_sql[i].scan, object_sql[i].insert, e);
	for (int i = 0; i < copied_table_count && ok; i++)
		ok = copy_table(c, NULL, copied_tables[i].scan, copied_tables[i].insert, e);
	if (!ok)
		db_flush(c->to, NULL);
	arena_free(&c->a);
	return ok;
}

bool copy_rows(struct db *from, struct db *to, struct care *care, struct err *e)
{
	struct copying c = { .from = from, .to = to, .care = care };
	return copy_tables(&c, e);
}

static bool cannot(struct store *s, struct err *e)
{
	return err_set(e, ERR_IO, MSG_STORE_KEEP, ARGS(str_of(s->files), err_errno()));
}

/* Whether the file stands there with that size. */
static bool stands(int dir, const char *name, int64_t size)
{
	struct stat st;
	return fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode) &&
	       st.st_size == size;
}

static bool write_whole(int fd, const char *p, ssize_t n)
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

static bool copy_bytes(int in, int out)
{
	char chunk[1 << 16];
	ssize_t n;
	while ((n = read(in, chunk, sizeof(chunk))) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 || !write_whole(out, chunk, n))
			return false;
	}
	return true;
}

/* The file under a name of its own, then under the one that is due. What it
 * holds is hashed with all of them when the copy is verified. */
static bool copy_file(struct store *from, struct store *to, const char *name, struct err *e)
{
	int in = openat(from->evidence, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (in < 0)
		return err_set(e, errno == ENOENT ? ERR_DB : ERR_IO, MSG_CARE_NO_FILE,
			       ARGS(str_of(from->files), str_of(name), err_errno()));
	int out = openat(to->evidence, ".tmp-copy", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool ok = (out >= 0 && copy_bytes(in, out)) || cannot(to, e);
	close(in);
	if (out >= 0)
		ok = close(out) == 0 && ok;
	if (ok && renameat(to->evidence, ".tmp-copy", to->evidence, name) == 0)
		return true;
	cannot(to, e);
	unlinkat(to->evidence, ".tmp-copy", 0);
	return false;
}

static bool copy_kept(struct store *from, struct store *to, struct str hex, int64_t size, bool take,
		      struct err *e)
{
	char name[HEX + 2], folder[3];
	if (hex.n != HEX)
		return err_set(e, ERR_DB, MSG_STORE_NOT_KEPT, ARGS(hex));
	snprintf(folder, sizeof(folder), "%.2s", hex.p);
	snprintf(name, sizeof(name), "%.2s/%.*s", hex.p, HEX - 2, hex.p + 2);
	if (stands(to->evidence, name, size))
		return true;
	if (mkdirat(to->evidence, folder, 0700) != 0 && errno != EEXIST)
		return cannot(to, e);
	if (take && renameat(from->evidence, name, to->evidence, name) == 0)
		return true;
	return copy_file(from, to, name, e);
}

static bool copy_files(struct store *from, struct store *to, bool take, struct care *care,
		       struct err *e)
{
	struct rows r;
	if (!db_rows(from->db, SQL_KEPT_FILES, NO_PARAMS, &r, e))
		return false;
	bool ok = true, any = false;
	while (ok && rows_next(&r)) {
		any = true;
		ok = copy_kept(from, to, rows_str(&r, 0), rows_int(&r, 1), take, e);
		care->files += ok;
		if (care->tick)
			care->tick(care->rows + care->files);
	}
	ok = rows_close(&r) && ok;
	return ok && (!any || syncfs(to->evidence) == 0 || cannot(to, e));
}

/* The copy must be the ledger that its log tells of, with the head that stood. */
static bool check_copy(struct store *to, struct arena *a, struct care *care, struct err *e)
{
	struct verdict v;
	if (!store_verify(to, a, NULL, &v, e))
		return false;
	if (!v.intact) {
		if (e && e->code == ERR_NONE)
			*e = v.fault;
		return false;
	}
	care->events = v.events;
	return !care->head.p || str_eq(care->head, v.head) ||
	       err_set(e, ERR_DB, MSG_CARE_HEAD, ARGS(v.head, care->head));
}

struct order {
	struct store *from;
	bool take;
	struct arena *a;
	struct care *care;
};

static bool fill(struct store *to, void *with, struct err *e)
{
	const struct order *o = with;
	struct copying c = { .from = o->from->db, .to = to->db, .care = o->care,
			     .parts = !to->group };
	if (c.parts && !db_begin(to->db, true, e))
		return false;
	bool ok = copy_tables(&c, e) && search_anew(to->db, NULL, e) &&
		  (!c.parts || db_commit(to->db, e));
	if (!ok && c.parts)
		db_rollback(to->db);
	return ok && copy_files(o->from, to, o->take, o->care, e) &&
	       check_copy(to, o->a, o->care, e);
}

bool store_copy(struct store *from, const struct store_place *to, bool take, struct arena *a,
		struct care *care, struct err *e)
{
	struct order o = { from, take, a, care };
	struct filling filling = { fill, &o, true };
	struct merkle tree;
	bool own = !from->group;
	if (own && !store_begin(from, e))
		return false;
	bool ok = log_head(from->db, &tree, &care->head, a, e) && create_filled(to, &filling, e);
	if (own)
		store_rollback(from);
	return ok;
}
