/* The ledger's database: its schema, its log, and what stands beside the log. */
#include <sys/stat.h>

#include "base/buf.h"
#include "verifier/verifier.h"

/* Tables that are no rows of the ledger's: the log and what proves it, and the search's,
 * which begin with "search_" and are derived (docs/log.md). */
static const char own_tables[] =
	"SELECT t.name, c.name, c.type, c.pk FROM sqlite_schema t, pragma_table_info(t.name) c "
	"WHERE t.type = 'table' AND t.name NOT IN ('event', 'head', 'node', 'salt', "
	"'signed_head') AND substr(t.name, 1, 7) <> 'search_' AND substr(t.name, 1, 7) <> "
	"'sqlite_' ORDER BY t.name, c.cid";

bool ledger_prepare(struct ledger *l, const char *sql, sqlite3_stmt **out, struct err *e)
{
	return sqlite3_prepare_v2(l->db, sql, -1, out, NULL) == SQLITE_OK || sql_failed(l->db, e);
}

/* A column into its table; false where there is no more room. */
static bool add_column(struct ledger *l, sqlite3_stmt *s)
{
	struct str name = sql_str(s, 0), column = sql_str(s, 1), type = sql_str(s, 2);
	struct table *t = l->tables ? &l->table[l->tables - 1] : NULL;
	int pk = sqlite3_column_int(s, 3);
	if (!t || !str_eq(t->name, name)) {
		if (l->tables == TABLES)
			return false;
		t = &l->table[l->tables++];
		t->name = str_copy(l->kept, name);
	}
	if (str_eq(column, S("tenant")))
		return pk == 1;
	if (t->columns == TABLE_COLUMNS || pk == 1 || pk > TABLE_COLUMNS)
		return false;
	t->column[t->columns] = str_copy(l->kept, column);
	t->boolean[t->columns] = str_eq(type, S("BOOLEAN"));
	if (pk > 1) {
		t->key[pk - 2] = t->columns;
		t->keys++;
	}
	t->columns++;
	return true;
}

static bool read_schema(struct ledger *l, struct err *e)
{
	sqlite3_stmt *s;
	int rc;
	l->table = arena_new(l->kept, struct table, TABLES);
	if (!ledger_prepare(l, own_tables, &s, e))
		return false;
	bool ok = true;
	while (ok && (rc = sqlite3_step(s)) == SQLITE_ROW)
		ok = add_column(l, s);
	sqlite3_finalize(s);
	if (ok && rc != SQLITE_DONE)
		return sql_failed(l->db, e);
	return (ok && l->tables) ||
	       err_set(e, ERR_BAD_INPUT, MSG_VERIFIER_NO_LEDGER, ARGS(str_of(l->dir)));
}

static bool read_hash(struct ledger *l, struct err *e)
{
	sqlite3_stmt *s;
	if (!ledger_prepare(l, "SELECT hash FROM ledger", &s, e))
		return false;
	int rc = sqlite3_step(s);
	struct str name = rc == SQLITE_ROW ? sql_str(s, 0) : STR_NONE;
	bool ok = !name.p || hash_named(name, &l->hash);
	sqlite3_finalize(s);
	return ok || err_set(e, ERR_CONFLICT, MSG_VERIFIER_KEPT_HEAD, NO_ARGS);
}

static bool prepare_all(struct ledger *l, struct err *e)
{
	return ledger_prepare(l,
			      "SELECT tenant, seq, recorded, happened, actor, verb, target, "
			      "request_key, request_hash, payload, leaf FROM event "
			      "ORDER BY tenant, seq", &l->events, e) &&
	       ledger_prepare(l, "SELECT hash FROM node WHERE tenant = ? AND level = ? AND "
			      "idx = ?", &l->node, e) &&
	       ledger_prepare(l, "SELECT ordinal, size, root, signed_at, public_key, signature, "
			      "tenant FROM signed_head ORDER BY tenant, ordinal", &l->heads, e) &&
	       ledger_prepare(l, "SELECT salt, seq FROM salt WHERE tenant = ? AND object = ? AND "
			      "row_key = ? AND col = ?", &l->salt, e);
}

bool ledger_open(struct ledger *l, struct arena *kept, const char *dir, struct err *e)
{
	struct stat st;
	*l = (struct ledger){ .dir = dir, .kept = kept };
	char *path = str_cstr(kept, str_fmt(kept, "%s/ledger.db", dir));
	if (stat(path, &st) != 0)
		return err_set(e, ERR_IO, MSG_OS_OPEN, ARGS(str_of(path), err_errno()));
	if (sqlite3_open_v2(path, &l->db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK)
		return sql_failed(l->db, e);
	/* the file may be hostile, and checkpoints are the writers' alone */
	sqlite3_db_config(l->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(l->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(l->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	sqlite3_busy_timeout(l->db, 10000);
	if (sqlite3_exec(l->db, "PRAGMA wal_autocheckpoint = 0; BEGIN", NULL, NULL, NULL) !=
	    SQLITE_OK)
		return sql_failed(l->db, e);
	return read_schema(l, e) && read_hash(l, e) && prepare_all(l, e);
}

void ledger_close(struct ledger *l)
{
	sqlite3_finalize(l->events);
	sqlite3_finalize(l->node);
	sqlite3_finalize(l->heads);
	sqlite3_finalize(l->salt);
	sqlite3_close(l->db);
}

static void add_member(struct buf *b, struct arena *a, const char *name, struct str text)
{
	buf_fmt(b, ",\"%s\":", name);
	json_write(b, val_str(a, text), JSON_LINE);
}

bool ledger_line(struct ledger *l, struct arena *a, struct str *line, struct str *leaf,
		 struct err *e)
{
	static const char *const texts[] = { "recorded", "happened", "actor",  "verb",
					     "target",	 "key",	     "request" };
	struct buf b;
	int rc = sqlite3_step(l->events);
	if (rc != SQLITE_ROW)
		return rc == SQLITE_DONE ? false : sql_failed(l->db, e);
	buf_init(&b, a);
	buf_fmt(&b, "{\"log\":1,\"hash\":\"%.*s\",\"tenant\":%lld,\"seq\":%lld",
		STR_ARG(hash_name(l->hash)), (long long)sqlite3_column_int64(l->events, 0),
		(long long)sqlite3_column_int64(l->events, 1));
	for (int i = 0; i < 7; i++)
		add_member(&b, a, texts[i], sql_str(l->events, 2 + i));
	buf_add(&b, S(",\"payload\":"));
	buf_add(&b, sql_str(l->events, 9));
	buf_byte(&b, '}');
	*line = buf_str(&b);
	*leaf = sql_str(l->events, 10);
	return true;
}

bool ledger_nodes(struct ledger *l, struct arena *a, const struct tree *t, const struct hash *up,
		  int ended, struct err *e)
{
	for (int k = 8; k <= ended; k += 8) {
		sqlite3_bind_int64(l->node, 1, sqlite3_column_int64(l->events, 0));
		sqlite3_bind_int(l->node, 2, k);
		sqlite3_bind_int64(l->node, 3, (t->size >> k) - 1);
		int rc = sqlite3_step(l->node);
		bool fits = rc == SQLITE_ROW &&
			    str_eq(sql_str(l->node, 0), hash_hex(a, up[k - 1]));
		sqlite3_reset(l->node);
		if (rc != SQLITE_ROW && rc != SQLITE_DONE)
			return sql_failed(l->db, e);
		if (!fits)
			return err_set(e, ERR_CONFLICT, MSG_VERIFIER_NODE,
				       ARGS(decimal(a, t->size)));
		l->nodes++;
	}
	return true;
}

bool ledger_signed(struct ledger *l, struct arena *a, const struct tree *t, int64_t tenant,
		   struct err *e)
{
	for (;;) {
		int rc = l->head_waits ? SQLITE_ROW : sqlite3_step(l->heads);
		l->head_waits = rc == SQLITE_ROW;
		if (rc == SQLITE_DONE)
			return true;
		if (rc != SQLITE_ROW)
			return sql_failed(l->db, e);
		struct head h = { .hash = t->kind,
				  .tenant = sqlite3_column_int64(l->heads, 6),
				  .size = sqlite3_column_int64(l->heads, 1),
				  .time = sql_str(l->heads, 3),
				  .key = sql_str(l->heads, 4),
				  .signature = sql_str(l->heads, 5) };
		if (h.size > t->size)
			return true;
		l->head_waits = false;
		l->signed_heads++;
		if (sqlite3_column_int64(l->heads, 0) != l->signed_heads || h.size != t->size ||
		    h.tenant != tenant || !hash_parse(sql_str(l->heads, 2), &h.root) ||
		    !hash_eq(h.root, tree_root(t)) || !head_signed(a, &h))
			return err_set(e, ERR_CONFLICT, MSG_VERIFIER_SIGNED,
				       ARGS(decimal(a, l->signed_heads)));
	}
}

/* The head's row, and beside it: whether `signed` is as it is written, how many nodes,
 * how many rows. */
static bool head_row(struct ledger *l, sqlite3_stmt **s, struct err *e)
{
	if (!ledger_prepare(l,
			    "SELECT size, root, frontier, coalesce(signed, 0), "
			    "signed IS NULL OR signed > 0, (SELECT count(*) FROM node), "
			    "(SELECT count(*) FROM head) FROM head", s, e))
		return false;
	int rc = sqlite3_step(*s);
	if (rc == SQLITE_ROW)
		return true;
	return rc == SQLITE_DONE ? err_set(e, ERR_CONFLICT, MSG_VERIFIER_KEPT_HEAD, NO_ARGS)
				 : sql_failed(l->db, e);
}

bool ledger_head(struct ledger *l, struct arena *a, const struct tree *t, struct err *e)
{
	sqlite3_stmt *s = NULL;
	bool ok = head_row(l, &s, e);
	if (ok && (sqlite3_column_int64(s, 0) != t->size || sqlite3_column_int(s, 6) != 1 ||
		   !str_eq(sql_str(s, 1), hash_hex(a, tree_root(t))) ||
		   !str_eq(sql_str(s, 2), tree_peaks(a, t))))
		ok = err_set(e, ERR_CONFLICT, MSG_VERIFIER_KEPT_HEAD, NO_ARGS);
	if (ok && (l->head_waits || sqlite3_column_int64(s, 3) != l->signed_heads ||
		   !sqlite3_column_int(s, 4)))
		ok = err_set(e, ERR_CONFLICT, MSG_VERIFIER_SIGNED,
			     ARGS(decimal(a, l->signed_heads + 1)));
	if (ok && sqlite3_column_int64(s, 5) != l->nodes)
		ok = err_set(e, ERR_CONFLICT, MSG_VERIFIER_NODE, ARGS(decimal(a, t->size)));
	sqlite3_finalize(s);
	return ok;
}
