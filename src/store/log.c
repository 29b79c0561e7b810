/*
 * The event log: one row an action, each the leaf of an RFC 6962 Merkle tree.
 * A leaf's bytes are one line of JSON, its keys in this order:
 *
 *   {"log":1,"hash":…,"tenant":…,"seq":…,"recorded":…,"happened":…,
 *    "actor":…,"verb":…,"target":…,"key":…,"request":…,"payload":…}
 *
 * where payload is the row's payload as it is stored, and hash names the
 * algorithm of leaves and nodes.
 */
#include "store/inside.h"

#include "base/json.h"

/* The line but its payload and what follows. */
static struct str line_head(struct arena *a, enum hash_kind kind, const struct event *event)
{
	struct val *v = val_map(a);
	struct buf b;
	val_put_int(a, v, S("log"), 1);
	val_put_str(a, v, S("hash"), hash_name(kind));
	val_put_int(a, v, S("tenant"), TENANT);
	val_put_int(a, v, S("seq"), event->seq);
	val_put_str(a, v, S("recorded"), event->recorded);
	val_put_str(a, v, S("happened"), event->happened);
	val_put_str(a, v, S("actor"), event->actor);
	val_put_str(a, v, S("verb"), event->verb);
	val_put_str(a, v, S("target"), event->target);
	val_put_str(a, v, S("key"), event->key);
	val_put_str(a, v, S("request"), event->request);
	buf_init(&b, a);
	json_write(&b, v, JSON_LINE);
	struct str head = buf_str(&b);
	return str_cut(head, 0, head.n - 1);
}

struct str log_line(struct arena *a, enum hash_kind kind, const struct event *event)
{
	struct str head = line_head(a, kind, event);
	struct buf b;
	buf_init(&b, a);
	buf_add(&b, head);
	buf_add(&b, S(",\"payload\":"));
	buf_add(&b, event->payload);
	buf_byte(&b, '}');
	return buf_str(&b);
}

struct hash log_leaf(struct arena *a, enum hash_kind kind, const struct event *event)
{
	struct str parts[] = { line_head(a, kind, event), S(",\"payload\":"), event->payload,
			       S("}") };
	return merkle_leaf(kind, parts, 4);
}

struct event log_event(struct rows *r)
{
	return (struct event){
		.seq = rows_int(r, 0),
		.recorded = rows_str(r, 1),
		.happened = rows_str(r, 2),
		.actor = rows_str(r, 3),
		.verb = rows_str(r, 4),
		.target = rows_str(r, 5),
		.key = rows_str(r, 6),
		.request = rows_str(r, 7),
		.payload = rows_str(r, 8),
		.leaf = rows_str(r, 9),
	};
}

/* Adds the leaf, and keeps the roots of the subtrees that it ends. */
static bool add_leaf(struct db *db, struct arena *a, struct merkle *tree, struct hash leaf,
		     struct err *e)
{
	struct hash root[MERKLE_NOTES];
	int n = merkle_add_noting(tree, leaf, root);
	for (int i = 0; i < n; i++) {
		int level = (i + 1) * MERKLE_NOTE;
		if (!db_put(db, SQL_NODE_INSERT,
			    PARAMS(P_INT(level), P_INT((tree->size >> level) - 1),
				   P_STR(hash_hex(a, root[i]))), e))
			return false;
	}
	return true;
}

static bool fill_nodes(struct db *db, struct arena *a, struct merkle *tree, struct err *e)
{
	struct rows r;
	struct hash leaf;
	if (!db_rows(db, SQL_EVENTS_WHOLE, NO_PARAMS, &r, e))
		return false;
	bool ok = true;
	while (ok && rows_next(&r)) {
		ok = (hash_parse(rows_str(&r, 9), &leaf) ||
		      err_set(e, ERR_DB, MSG_STORE_HEAD, NO_ARGS)) &&
		     add_leaf(db, a, tree, leaf, e);
		arena_reset(a);
	}
	return rows_close(&r) && ok;
}

bool log_fill_nodes(struct db *db, struct err *e)
{
	struct arena a;
	struct rows r;
	struct merkle tree = { 0 };
	if (!db_begin(db, true, e))
		return false;
	arena_init(&a, 0);
	bool ok = db_rows(db, SQL_NODES_COUNT, NO_PARAMS, &r, e);
	if (ok) {
		bool none = rows_next(&r) && rows_int(&r, 0) == 0;
		ok = rows_close(&r) && (!none || (log_kind(db, &tree.kind, e) &&
						  fill_nodes(db, &a, &tree, e)));
	}
	arena_free(&a);
	if (ok)
		return db_commit(db, e);
	db_rollback(db);
	return false;
}

bool log_kind(struct db *db, enum hash_kind *kind, struct err *e)
{
	struct rows r;
	*kind = HASH_SHA256;
	if (!db_rows(db, SQL_ASK_LEDGER_HASH, NO_PARAMS, &r, e))
		return false;
	bool fits = true;
	if (rows_next(&r) && rows_str(&r, 0).p)
		fits = hash_named(rows_str(&r, 0), kind);
	return rows_close(&r) && (fits || err_set(e, ERR_DB, MSG_STORE_HEAD, NO_ARGS));
}

bool log_head(struct db *db, struct merkle *out, struct str *root, struct arena *a, struct err *e)
{
	struct rows r;
	*root = STR_NONE;
	*out = (struct merkle){ .kind = HASH_SHA256 };
	if (!db_rows(db, SQL_HEAD, NO_PARAMS, &r, e))
		return false;
	bool fits = true;
	if (rows_next(&r)) {
		struct str hash = rows_str(&r, 3);
		*root = str_copy(a, rows_str(&r, 1));
		fits = (!hash.p || hash_named(hash, &out->kind)) &&
		       merkle_parse(out->kind, rows_int(&r, 0), rows_str(&r, 2), out);
	}
	if (!rows_close(&r))
		return false;
	return fits || err_set(e, ERR_DB, MSG_STORE_HEAD, NO_ARGS);
}

bool log_append(struct db *db, struct arena *a, struct merkle *tree, struct event *event,
		struct err *e)
{
	enum sql move = tree->size ? SQL_HEAD_UPDATE : SQL_HEAD_INSERT;
	event->seq = tree->size + 1;
	struct hash leaf = log_leaf(a, tree->kind, event);
	event->leaf = hash_hex(a, leaf);
	if (!add_leaf(db, a, tree, leaf, e))
		return false;
	struct val row[] = { P_INT(event->seq), P_STR(event->recorded), P_STR(event->happened),
			     P_STR(event->actor), P_STR(event->verb), P_STR(event->target),
			     P_STR(event->key), P_STR(event->request), P_STR(event->payload),
			     P_STR(event->leaf) };
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++)
		if (row[i].kind == VAL_STR && !row[i].s.p)
			row[i].kind = VAL_NULL;
	return db_put(db, SQL_EVENT_INSERT, (struct params){ row, sizeof(row) / sizeof(*row) },
		      e) &&
	       db_put(db, move,
		      PARAMS(P_INT(tree->size), P_STR(hash_hex(a, merkle_root(tree))),
			     P_STR(merkle_text(a, tree))),
		      e);
}
