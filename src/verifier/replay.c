/* Replaying: each row that is due stands in a database of its own as a line of JSON
 * under its table and key. A column is what its name says; nothing is known of it. */
#include "base/buf.h"
#include "verifier/verifier.h"

bool sql_failed(sqlite3 *db, struct err *e)
{
	return err_set(e, ERR_IO, MSG_VERIFIER_SQLITE,
		       ARGS(str_of(db ? sqlite3_errmsg(db) : sqlite3_errstr(SQLITE_NOMEM))));
}

struct str sql_str(sqlite3_stmt *s, int i)
{
	const char *p = (const char *)sqlite3_column_text(s, i);
	return p ? (struct str){ p, sqlite3_column_bytes(s, i) } : STR_NONE;
}

void sql_bind(sqlite3_stmt *s, int i, struct str text)
{
	sqlite3_bind_text(s, i, text.p ? text.p : "", (int)text.n, SQLITE_TRANSIENT);
}

struct str decimal(struct arena *a, int64_t n)
{
	return str_fmt(a, "%lld", (long long)n);
}

bool replay_open(struct replay *r, const struct table *tables, int count, struct err *e)
{
	*r = (struct replay){ .table = tables, .tables = count };
	if (sqlite3_open("", &r->db) != SQLITE_OK ||
	    sqlite3_exec(r->db,
			 "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;"
			 "CREATE TABLE due (tab TEXT, key TEXT, cells TEXT, PRIMARY KEY (tab, key))"
			 " WITHOUT ROWID; BEGIN",
			 NULL, NULL, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(r->db, "REPLACE INTO due VALUES (?, ?, ?)", -1, &r->put, NULL) !=
		    SQLITE_OK ||
	    sqlite3_prepare_v2(r->db, "SELECT cells FROM due WHERE tab = ? AND key = ?", -1,
			       &r->get, NULL) != SQLITE_OK ||
	    sqlite3_prepare_v2(r->db, "DELETE FROM due WHERE tab = ? AND key = ?", -1, &r->drop,
			       NULL) != SQLITE_OK)
		return sql_failed(r->db, e);
	return true;
}

void replay_close(struct replay *r)
{
	sqlite3_finalize(r->put);
	sqlite3_finalize(r->get);
	sqlite3_finalize(r->drop);
	sqlite3_close(r->db);
}

static bool find(struct replay *r, struct arena *a, struct str table, struct str key,
		 const struct val **row, struct err *e)
{
	*row = NULL;
	sql_bind(r->get, 1, table);
	sql_bind(r->get, 2, key);
	int rc = sqlite3_step(r->get);
	bool ok = rc == SQLITE_DONE ||
		  (rc == SQLITE_ROW && json_read(a, sql_str(r->get, 0), row, e)) ||
		  sql_failed(r->db, e);
	sqlite3_reset(r->get);
	return ok;
}

static bool run(struct replay *r, sqlite3_stmt *s, struct err *e)
{
	int rc = sqlite3_step(s);
	sqlite3_reset(s);
	return rc == SQLITE_DONE || sql_failed(r->db, e);
}

bool replay_take(struct replay *r, struct arena *a, struct str table, struct str key,
		 const struct val **row, struct err *e)
{
	if (!find(r, a, table, key, row, e))
		return false;
	if (!*row)
		return true;
	sql_bind(r->drop, 1, table);
	sql_bind(r->drop, 2, key);
	return run(r, r->drop, e);
}

bool replay_left(struct replay *r, struct arena *a, struct str *table, struct str *key, bool *any,
		 struct err *e)
{
	sqlite3_stmt *s;
	if (sqlite3_prepare_v2(r->db, "SELECT tab, key FROM due LIMIT 1", -1, &s, NULL) !=
	    SQLITE_OK)
		return sql_failed(r->db, e);
	int rc = sqlite3_step(s);
	*any = rc == SQLITE_ROW;
	if (*any) {
		*table = str_copy(a, sql_str(s, 0));
		*key = str_copy(a, sql_str(s, 1));
	}
	sqlite3_finalize(s);
	return rc == SQLITE_ROW || rc == SQLITE_DONE || sql_failed(r->db, e);
}

/* The place of a column among those that a group names; -1 where it does not. */
static int place(const struct val *columns, struct str name)
{
	int i = 0;
	for val_each(c, columns) {
		if (str_eq(c->s, name))
			return i;
		i++;
	}
	return -1;
}

static const struct val *nth(const struct val *list, int n)
{
	const struct val *v = list->first;
	while (n-- > 0 && v)
		v = v->next;
	return v;
}

/* The row's key as JSON; STR_NONE where a column of the key is not named. */
static struct str key_of(struct arena *a, const struct table *t, const struct val *columns,
			 const struct val *row)
{
	struct buf b;
	buf_init(&b, a);
	buf_byte(&b, '[');
	for (int i = 0; i < t->keys; i++) {
		int at = place(columns, t->column[t->key[i]]);
		if (at < 0)
			return STR_NONE;
		buf_add(&b, i ? S(",") : S(""));
		json_write(&b, nth(row, at), JSON_LINE);
	}
	buf_byte(&b, ']');
	return buf_str(&b);
}

/* A copy of a cell that can stand in a map; a commitment is told its event. */
static struct val *cell_copy(struct arena *a, const struct val *cell, int64_t seq)
{
	struct val *v = arena_new(a, struct val, 1);
	*v = *cell;
	v->next = NULL;
	if (cell->kind == VAL_MAP && seq) {
		v = val_map(a);
		val_put_str(a, v, S("commit"), cell_commit(cell));
		val_put_int(a, v, S("seq"), seq);
	}
	return v;
}

/* `finding.unit` is no event's: it is the unit of the inspection when the finding is
 * made (docs/log.md). */
static bool put_placed(struct replay *r, struct arena *a, struct str table, struct val *row,
		       struct err *e)
{
	const struct val *inspection;
	struct buf b;
	if (!str_eq(table, S("finding")))
		return true;
	buf_init(&b, a);
	buf_byte(&b, '[');
	json_write(&b, val_get(row, S("inspection")), JSON_LINE);
	buf_byte(&b, ']');
	if (!find(r, a, S("inspection"), buf_str(&b), &inspection, e))
		return false;
	const struct val *unit = val_get(inspection, S("unit"));
	if (unit)
		val_put(row, S("unit"), cell_copy(a, unit, 0));
	return true;
}

/* One row of a group. `old`: the row that stands, NULL where none does. */
static bool put(struct replay *r, struct arena *a, const struct table *t,
		const struct val *columns, const struct val *cells, struct str key, int64_t seq,
		const struct val *old, struct err *e)
{
	struct val *row = val_map(a);
	const struct val *cell = cells->first;
	struct buf b;
	for val_each(c, columns) {
		val_put(row, c->s, cell_copy(a, cell, seq));
		cell = cell->next;
	}
	val_put_int(a, row, S("changed"), seq);
	if (!old && !put_placed(r, a, t->name, row, e))
		return false;
	for val_each(v, old)
		if (!val_get(row, v->key))
			val_put(row, v->key, cell_copy(a, v, 0));
	buf_init(&b, a);
	json_write(&b, row, JSON_LINE);
	sql_bind(r->put, 1, t->name);
	sql_bind(r->put, 2, key);
	sql_bind(r->put, 3, buf_str(&b));
	return run(r, r->put, e);
}

/* The table that a group names, where it has every column that the group names once. */
static const struct table *table_of(struct replay *r, const struct val *group)
{
	const struct val *columns = val_get(group, S("columns"));
	for (int i = 0; i < r->tables; i++) {
		const struct table *t = &r->table[i];
		int known = 0;
		if (!str_eq(t->name, group->first->s))
			continue;
		if (str_eq(t->name, S("finding")) && place(columns, S("unit")) >= 0)
			return NULL; /* placed, never named */
		for (int c = 0; c < t->columns; c++)
			known += place(columns, t->column[c]) >= 0;
		return known == columns->count ? t : NULL;
	}
	return NULL;
}

bool replay_event(struct replay *r, struct arena *a, const struct event *event, struct err *e)
{
	for val_each(group, event->effects) {
		const struct table *t = table_of(r, group);
		const struct val *columns = val_get(group, S("columns")), *old;
		bool insert = str_eq(group->first->key, S("insert"));
		if (!t)
			return err_set(e, ERR_CONFLICT, MSG_VERIFIER_TABLE,
				       ARGS(decimal(a, event->seq), group->first->s));
		for val_each(cells, val_get(group, S("rows"))) {
			struct arena_mark mark = arena_mark(a);
			struct str key = key_of(a, t, columns, cells);
			if (key.p && !find(r, a, t->name, key, &old, e))
				return false;
			if (!key.p || insert != !old)
				return err_set(e, ERR_CONFLICT, MSG_VERIFIER_EFFECT,
					       ARGS(decimal(a, event->seq), t->name,
						    key.p ? key : S("[]")));
			if (!put(r, a, t, columns, cells, key, event->seq, old, e))
				return false;
			arena_release(a, mark);
		}
	}
	return true;
}
