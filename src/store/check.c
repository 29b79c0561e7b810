/*
 * check-ledger: the tables held against their constraints and the table of
 * objects, the rows counted against the log, the files against the rows. verify
 * asks whether history was rewritten; this asks whether what stands is sound.
 */
#include "store/inside.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/json.h"

enum { HEX = 2 * HASH_BYTES, SWEEP_SECONDS = 24 * 3600 };

struct checking {
	struct store *s;
	const struct check_wish *wish;
	struct arena *a;     /* the findings' texts */
	struct arena row;    /* reset after each row */
	struct ledger_check *now;   /* the row of the answer that is being filled */
	int64_t done;
};

/* Counts what does not fit; the first is kept as an example. */
static void fault(struct checking *c, struct str what)
{
	if (!c->now->faults++)
		c->now->example = str_copy(c->a, what);
}

static void examined(struct checking *c)
{
	c->now->examined++;
	if (c->wish->tick)
		c->wish->tick(++c->done);
}

static void inspected(void *with, struct str what)
{
	fault(with, what);
}

static bool check_database(struct checking *c, struct err *e)
{
	return db_inspect(c->s->db, inspected, c, &c->now->examined, e);
}

/* Every column of every row by the table of objects. */
static void check_row(struct checking *c, const struct object *o, struct rows *r)
{
	for (int i = 0; i < o->columns; i++) {
		const struct val *v = rows_cell(r, &c->row, i);
		struct err why = { 0 };
		if (v->kind == VAL_NULL ? o->column[i].null
					: value_check(&o->column[i].rule, v, o->name,
						      o->column[i].name, &why))
			continue;
		fault(c, str_fmt(&c->row, "%.*s %.*s: %.*s", STR_ARG(o->name),
				 STR_ARG(rows_str(r, 0)), STR_ARG(o->column[i].name)));
	}
}

static bool check_values(struct checking *c, struct err *e)
{
	for (int i = 0; i < OBJECT_COUNT; i++) {
		struct rows r;
		if (!db_rows(c->s->db, object_sql[i].scan, NO_PARAMS, &r, e))
			return false;
		while (rows_next(&r)) {
			examined(c);
			check_row(c, &object_rows[i], &r);
			arena_reset(&c->row);
		}
		if (!rows_close(&r))
			return false;
	}
	return true;
}

/* What an event's effects insert, added to the count of each table. */
static void count_inserts(struct checking *c, struct str payload, int64_t *count)
{
	const struct val *v;
	struct effects effects;
	struct err why = { 0 };
	if (!json_read(&c->row, payload, &v, &why) ||
	    !effects_read(&c->row, val_get(v, S("effects")), &effects, &why)) {
		fault(c, err_text(&c->row, &why, c->wish->lang));
		return;
	}
	for (ptrdiff_t i = 0; i < effects.n; i++)
		count[effects.p[i].object] += effects.p[i].kind == EFFECT_INSERT;
}

static bool count_log(struct checking *c, int64_t *count, struct err *e)
{
	struct rows r;
	int64_t due = 0;
	if (!db_rows(c->s->db, SQL_EVENTS_WHOLE, NO_PARAMS, &r, e))
		return false;
	while (rows_next(&r)) {
		examined(c);
		if (rows_int(&r, 0) != ++due)
			fault(c, str_fmt(&c->row, "event %lld", (long long)due));
		due = rows_int(&r, 0);
		count_inserts(c, rows_str(&r, 8), count);
		arena_reset(&c->row);
	}
	return rows_close(&r);
}

static bool check_counts(struct checking *c, struct err *e)
{
	int64_t logged[OBJECT_COUNT] = { 0 };
	if (!count_log(c, logged, e))
		return false;
	for (int i = 0; i < OBJECT_COUNT; i++) {
		struct rows r;
		int64_t rows = 0;
		if (!db_rows(c->s->db, object_sql[i].scan, NO_PARAMS, &r, e))
			return false;
		while (rows_next(&r))
			rows++;
		if (!rows_close(&r))
			return false;
		if (rows != logged[i])
			fault(c, str_fmt(&c->row, "%.*s: %lld, %lld",
					 STR_ARG(object_rows[i].name), (long long)rows,
					 (long long)logged[i]));
	}
	return true;
}

static bool check_head(struct checking *c, struct err *e)
{
	struct merkle stands, tree = { 0 };
	struct str root;
	struct rows r;
	struct hash leaf;
	struct err why = { 0 };
	c->now->examined = 1;
	if (!log_head(c->s->db, &stands, &root, &c->row, &why)) {
		fault(c, err_text(&c->row, &why, c->wish->lang));
		return why.code == ERR_DB || (*e = why, false);
	}
	tree.kind = stands.kind;
	if (!db_rows(c->s->db, SQL_LEAVES_WHOLE, NO_PARAMS, &r, e))
		return false;
	while (rows_next(&r))
		if (hash_parse(rows_str(&r, 1), &leaf))
			merkle_add(&tree, leaf);
	if (tree.size != stands.size || !str_eq(root, hash_hex(&c->row, merkle_root(&tree))))
		fault(c, str_fmt(&c->row, "head %lld, %lld", (long long)stands.size,
				 (long long)tree.size));
	return rows_close(&r);
}

static bool check_files(struct checking *c, struct err *e)
{
	struct rows r;
	if (!db_rows(c->s->db, SQL_KEPT_FILES, NO_PARAMS, &r, e))
		return false;
	bool ok = true;
	while (ok && rows_next(&r)) {
		struct str hex = rows_str(&r, 0);
		char name[HEX + 2];
		struct stat st;
		bool fits = false;
		examined(c);
		snprintf(name, sizeof(name), "%.2s/%.*s", hex.p, HEX - 2,
			 hex.n > 2 ? hex.p + 2 : "");
		if (c->wish->hashes)
			ok = evidence_fits(c->s, hex, rows_int(&r, 1), &fits, e);
		else
			fits = fstatat(c->s->evidence, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
			       S_ISREG(st.st_mode) && st.st_size == rows_int(&r, 1);
		if (ok && !fits)
			fault(c, str_fmt(&c->row, "%s/%s", c->s->files, name));
	}
	return rows_close(&r) && ok;
}

/* Whether a row names the file `ab/cdef…`. */
static bool named(struct checking *c, const char *folder, const char *name, bool *yes,
		  struct err *e)
{
	struct rows r;
	struct str hex = str_fmt(&c->row, "%s%s", folder, name);
	if (!db_rows(c->s->db, SQL_KEPT_FILE, PARAMS(P_STR(hex)), &r, e))
		return false;
	*yes = rows_next(&r);
	return rows_close(&r);
}

/* A file that nothing names: left behind by a crash. Young ones may be an action's
 * that is under way. */
static void orphan(struct checking *c, int dir, const char *folder, const char *name)
{
	struct stat st;
	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
		return;
	fault(c, str_fmt(&c->row, "%s/%s%s%s", c->s->files, folder, *folder ? "/" : "", name));
	if (c->wish->sweep && S_ISREG(st.st_mode) && time(NULL) - st.st_mtime > SWEEP_SECONDS &&
	    unlinkat(dir, name, 0) == 0)
		c->now->swept++;
}

static bool cannot(struct checking *c, struct err *e)
{
	return err_set(e, ERR_IO, MSG_STORE_NO_FILES, ARGS(str_of(c->s->files), err_errno()));
}

/* One folder of the kept files; `folder` "" is that of them all. */
static bool check_folder(struct checking *c, int at, const char *folder, struct err *e)
{
	int fd =
		openat(at, *folder ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	DIR *d = fd < 0 ? NULL : fdopendir(fd);
	if (!d)
		return cannot(c, e);
	bool ok = true;
	for (struct dirent *entry; ok && (entry = readdir(d));) {
		const char *name = entry->d_name;
		bool yes = false;
		if (!strcmp(name, ".") || !strcmp(name, ".."))
			continue;
		if (!*folder && strlen(name) == 2 && strspn(name, "0123456789abcdef") == 2) {
			ok = check_folder(c, fd, name, e);
			continue;
		}
		examined(c);
		ok = !*folder || named(c, folder, name, &yes, e);
		if (ok && !yes)
			orphan(c, fd, folder, name);
		arena_reset(&c->row);
	}
	closedir(d);
	return ok;
}

static bool check_orphans(struct checking *c, struct err *e)
{
	return check_folder(c, c->s->evidence, "", e);
}

/* The checks, in the order in which they are told. */
static const struct {
	struct str name;
	enum msg about;
	bool harmless; /* what it finds is no damage */
	bool (*run)(struct checking *c, struct err *e);
} checks[] = {
	{ S("database"), MSG_CARE_DATABASE, false, check_database },
	{ S("values"), MSG_CARE_VALUES, false, check_values },
	{ S("log"), MSG_CARE_LOG, false, check_counts },
	{ S("head"), MSG_CARE_TREE, false, check_head },
	{ S("files"), MSG_CARE_FILES, false, check_files },
	{ S("orphans"), MSG_CARE_ORPHANS, true, check_orphans },
};
_Static_assert(sizeof(checks) / sizeof(*checks) == CHECKS, "a row a check");

bool store_check(struct store *s, const struct check_wish *wish, struct arena *a,
		 struct ledger_check out[CHECKS], struct err *e)
{
	struct checking c = { .s = s, .wish = wish, .a = a };
	bool own = !s->group, ok = true;
	if (s->evidence < 0)
		return cannot(&c, (errno = ENOENT, e));
	if (own && !store_begin(s, e))
		return false;
	arena_init(&c.row, 0);
	for (int i = 0; i < CHECKS && ok; i++) {
		out[i] = (struct ledger_check){ checks[i].name, checks[i].about,
						checks[i].harmless };
		c.now = &out[i];
		ok = checks[i].run(&c, e);
		arena_reset(&c.row);
	}
	arena_free(&c.row);
	if (own)
		store_rollback(s);
	return ok;
}
