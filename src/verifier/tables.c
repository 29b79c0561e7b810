/* Every cell of every table against what replaying gave: a personal one by its
 * commitment, kept files by their hash. */
#include <errno.h>
#include <stdio.h>

#include "base/buf.h"
#include "verifier/verifier.h"

struct compare {
	struct ledger *l;
	struct arena *a;
	struct replay *r;
	int64_t tenant;
	enum hash_kind kind;
	const struct table *t;
	sqlite3_stmt *row; /* the tenant, then the table's columns */
	struct str key;
};

/* What stands in the i-th column; bytes that are no text fit nothing: a list. */
static struct val *stands(const struct compare *c, int i)
{
	struct arena *a = c->a;
	int64_t n = sqlite3_column_int64(c->row, i + 1);
	switch (sqlite3_column_type(c->row, i + 1)) {
	case SQLITE_NULL: return val_null(a);
	case SQLITE_FLOAT: return val_num(a, sqlite3_column_double(c->row, i + 1));
	case SQLITE_TEXT: return val_str(a, sql_str(c->row, i + 1));
	case SQLITE_INTEGER:
		return c->t->boolean[i] && (n == 0 || n == 1) ? val_bool(a, n) : val_int(a, n);
	default: return val_list(a);
	}
}

static bool misfit(const struct compare *c, enum msg msg, struct str what, struct err *e)
{
	return err_set(e, ERR_CONFLICT, msg, ARGS(c->t->name, c->key, what));
}

/* H(0x02 ‖ {"salt":…,"object":…,"key":[…],"column":…,"value":…}) is the commitment. */
static bool opens(struct compare *c, struct str column, const struct val *value,
		  const struct val *due, bool *fits, struct err *e)
{
	sqlite3_stmt *s = c->l->salt;
	struct buf b;
	sqlite3_bind_int64(s, 1, c->tenant);
	sql_bind(s, 2, c->t->name);
	sql_bind(s, 3, c->key);
	sql_bind(s, 4, column);
	int rc = sqlite3_step(s);
	*fits = rc == SQLITE_ROW && sqlite3_column_int64(s, 1) == val_get_int(due, S("seq"), 0);
	if (*fits) {
		buf_init(&b, c->a);
		buf_fmt(&b, "\2{\"salt\":\"%.*s\",\"object\":\"%.*s\",\"key\":%.*s,",
			STR_ARG(sql_str(s, 0)), STR_ARG(c->t->name), STR_ARG(c->key));
		buf_fmt(&b, "\"column\":\"%.*s\",\"value\":", STR_ARG(column));
		json_write(&b, value, JSON_LINE);
		buf_byte(&b, '}');
		struct str bytes = buf_str(&b);
		*fits = str_eq(hash_hex(c->a, hash_of(c->kind, &bytes, 1)), cell_commit(due));
		c->l->salts++;
	}
	sqlite3_reset(s);
	return rc == SQLITE_ROW || rc == SQLITE_DONE || sql_failed(c->l->db, e);
}

static bool compare_cells(struct compare *c, const struct val *due, struct err *e)
{
	for (int i = 0; i < c->t->columns; i++) {
		struct str column = c->t->column[i];
		const struct val *y = val_get(due, column), *x = stands(c, i);
		bool fits = val_eq(x, y);
		if (y && y->kind == VAL_MAP && !opens(c, column, x, y, &fits, e))
			return false;
		if (!fits)
			return misfit(c, MSG_VERIFIER_CELL, column, e);
	}
	return true;
}

/* The file of a row of evidence. */
static bool compare_file(struct compare *c, const struct val *due, struct err *e)
{
	struct str hex = val_get_str(due, S("sha256"));
	struct hash want, got;
	int64_t size = 0;
	char piece[1 << 16];
	if (!str_eq(c->t->name, S("evidence")))
		return true;
	if (!hash_parse(hex, &want))
		return misfit(c, MSG_VERIFIER_CELL, S("sha256"), e);
	char *path =
		str_cstr(c->a, str_fmt(c->a, "%s/evidence/%.*s/%.*s", c->l->dir,
				       STR_ARG(str_cut(hex, 0, 2)), STR_ARG(str_from(hex, 2))));
	FILE *f = fopen(path, "rbe");
	if (!f && errno != ENOENT)
		return err_set(e, ERR_IO, MSG_OS_OPEN, ARGS(str_of(path), err_errno()));
	if (!f)
		return misfit(c, MSG_VERIFIER_FILE, hex, e);
	struct hasher *h = hash_open(HASH_SHA256);
	for (size_t n; (n = fread(piece, 1, sizeof(piece), f)) > 0; size += (int64_t)n)
		hash_add(h, (struct str){ piece, (ptrdiff_t)n });
	got = hash_close(h);
	bool failed = ferror(f);
	fclose(f);
	if (failed)
		return err_set(e, ERR_IO, MSG_OS_READ, ARGS(str_of(path), err_errno()));
	if (!hash_eq(got, want) || size != val_get_int(due, S("size"), -1))
		return misfit(c, MSG_VERIFIER_FILE, hex, e);
	c->l->files++;
	return true;
}

static bool compare_row(struct compare *c, struct err *e)
{
	const struct val *due;
	struct buf b;
	buf_init(&b, c->a);
	buf_byte(&b, '[');
	for (int i = 0; i < c->t->keys; i++) {
		buf_add(&b, i ? S(",") : S(""));
		json_write(&b, stands(c, c->t->key[i]), JSON_LINE);
	}
	buf_byte(&b, ']');
	c->key = buf_str(&b);
	if (!replay_take(c->r, c->a, c->t->name, c->key, &due, e))
		return false;
	if (!due || sqlite3_column_type(c->row, 0) != SQLITE_INTEGER ||
	    sqlite3_column_int64(c->row, 0) != c->tenant)
		return misfit(c, MSG_VERIFIER_EXTRA, S(""), e);
	c->l->rows++;
	return compare_cells(c, due, e) && compare_file(c, due, e);
}

static bool compare_table(struct compare *c, struct err *e)
{
	struct buf b;
	int rc;
	buf_init(&b, c->a);
	buf_add(&b, S("SELECT tenant"));
	for (int i = 0; i < c->t->columns; i++)
		buf_fmt(&b, ", \"%.*s\"", STR_ARG(c->t->column[i]));
	buf_fmt(&b, " FROM \"%.*s\"", STR_ARG(c->t->name));
	if (!ledger_prepare(c->l, str_cstr(c->a, buf_str(&b)), &c->row, e))
		return false;
	bool ok = true;
	while (ok && (rc = sqlite3_step(c->row)) == SQLITE_ROW) {
		struct arena_mark mark = arena_mark(c->a);
		ok = compare_row(c, e);
		arena_release(c->a, mark);
	}
	sqlite3_finalize(c->row);
	return ok && (rc == SQLITE_DONE || sql_failed(c->l->db, e));
}

/* Each salt was a cell's. */
static bool compare_salts(struct compare *c, struct err *e)
{
	sqlite3_stmt *s;
	if (!ledger_prepare(c->l, "SELECT count(*) FROM salt", &s, e))
		return false;
	int64_t n = sqlite3_step(s) == SQLITE_ROW ? sqlite3_column_int64(s, 0) : -1;
	sqlite3_finalize(s);
	return n == c->l->salts || err_set(e, ERR_CONFLICT, MSG_VERIFIER_SALTS,
					   ARGS(decimal(c->a, n), decimal(c->a, c->l->salts)));
}

bool ledger_tables(struct ledger *l, struct arena *a, struct replay *r, int64_t tenant,
		   enum hash_kind kind, struct err *e)
{
	struct compare c = { .l = l, .a = a, .r = r, .tenant = tenant, .kind = kind };
	struct str table, key;
	bool left;
	for (int i = 0; i < l->tables; i++) {
		c.t = &l->table[i];
		if (!compare_table(&c, e))
			return false;
	}
	if (!replay_left(r, a, &table, &key, &left, e))
		return false;
	if (left)
		return err_set(e, ERR_CONFLICT, MSG_VERIFIER_LOST, ARGS(table, key));
	return compare_salts(&c, e);
}
