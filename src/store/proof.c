/* Proofs from the log, and their JSON: see proof.h. */
#include "store/proof.h"

#include "base/json.h"
#include "store/inside.h"

/* Where roots of subtrees are read from. */
struct from {
	struct db *db;
	enum hash_kind kind;
};

/* The root of 2^level leaves: of leaves, or of the nodes kept at the level
 * below that is a multiple of MERKLE_NOTE; never more than 2^7 rows. */
static bool node(void *with, int level, int64_t index, struct hash *out, struct err *e)
{
	const struct from *from = with;
	int base = level - level % MERKLE_NOTE, up = level - base;
	int64_t count = INT64_C(1) << up, first = index << up, got = 0;
	struct merkle m = { .kind = from->kind };
	struct rows r;
	if (!(base ? db_rows(from->db, SQL_NODES,
			     PARAMS(P_INT(base), P_INT(first), P_INT(first + count - 1)), &r, e)
		   : db_rows(from->db, SQL_LEAVES, PARAMS(P_INT(first), P_INT(count)), &r, e)))
		return false;
	for (struct hash h; rows_next(&r) && hash_parse(rows_str(&r, 0), &h); got++)
		merkle_add(&m, h);
	if (!rows_close(&r))
		return false;
	*out = merkle_root(&m);
	return got == count || err_set(e, ERR_DB, MSG_PROOF_NODE, NO_ARGS);
}

bool store_hash(struct store *s, enum hash_kind *kind, struct err *e)
{
	return log_kind(s->db, kind, e);
}

struct str store_event_line(struct arena *a, enum hash_kind kind, struct rows *r)
{
	struct event event = log_event(r);
	return log_line(a, kind, &event);
}

/* The log's size, in one reading with what follows. */
static bool begin(struct store *s, struct arena *a, struct merkle *tree, bool *own, struct err *e)
{
	struct str root;
	*own = !s->group;
	if (*own && !db_begin(s->db, false, e))
		return false;
	if (log_head(s->db, tree, &root, a, e))
		return true;
	if (*own)
		db_rollback(s->db);
	return false;
}

static struct str number(struct arena *a, int64_t n)
{
	return str_fmt(a, "%lld", (long long)n);
}

static bool read_event(struct store *s, struct arena *a, struct proof *out, struct err *e)
{
	struct rows r;
	if (!db_rows(s->db, SQL_EVENT_BY_SEQ, PARAMS(P_INT(out->seq)), &r, e))
		return false;
	bool there = rows_next(&r);
	if (there)
		out->event = store_event_line(a, out->hash, &r);
	return rows_close(&r) && (there || err_set(e, ERR_DB, MSG_PROOF_NODE, NO_ARGS));
}

bool store_prove(struct store *s, struct arena *a, int64_t seq, struct proof *out, struct err *e)
{
	struct merkle tree;
	bool own;
	if (!begin(s, a, &tree, &own, e))
		return false;
	struct from from = { s->db, tree.kind };
	struct merkle_source src = { &from, node };
	*out = (struct proof){ .hash = tree.kind, .tenant = TENANT, .seq = seq,
			       .size = tree.size, .root = merkle_root(&tree) };
	bool ok = (seq >= 1 && seq <= tree.size) ||
		  err_set(e, ERR_NOT_FOUND, MSG_PROOF_SEQ,
			  ARGS(number(a, seq), number(a, tree.size)));
	ok = ok && read_event(s, a, out, e) &&
	     merkle_inclusion(&src, tree.kind, seq - 1, tree.size, &out->path, e);
	if (own)
		db_rollback(s->db);
	return ok;
}

bool store_prove_consistency(struct store *s, struct arena *a, int64_t old, int64_t size,
			     struct proof *out, struct err *e)
{
	struct merkle tree;
	bool own;
	if (!begin(s, a, &tree, &own, e))
		return false;
	struct from from = { s->db, tree.kind };
	struct merkle_source src = { &from, node };
	size = size ? size : tree.size;
	*out = (struct proof){ .hash = tree.kind, .tenant = TENANT, .old_size = old,
			       .size = size };
	bool ok = (old >= 1 && old <= size && size <= tree.size) ||
		  err_set(e, ERR_NOT_FOUND, MSG_PROOF_SIZES,
			  ARGS(number(a, old), number(a, size), number(a, tree.size)));
	ok = ok && merkle_root_at(&src, tree.kind, old, &out->old_root, e) &&
	     merkle_root_at(&src, tree.kind, size, &out->root, e) &&
	     merkle_consistency(&src, tree.kind, old, size, &out->path, e);
	if (own)
		db_rollback(s->db);
	return ok;
}

struct val *proof_val(struct arena *a, const struct proof *proof)
{
	struct val *v = val_map(a);
	val_put_str(a, v, S("proof"), proof->seq ? S("inclusion") : S("consistency"));
	val_put_str(a, v, S("hash"), hash_name(proof->hash));
	val_put_int(a, v, S("tenant"), proof->tenant);
	if (proof->seq) {
		val_put_int(a, v, S("seq"), proof->seq);
		val_put_str(a, v, S("event"), proof->event);
	} else {
		val_put_int(a, v, S("old_size"), proof->old_size);
		val_put_str(a, v, S("old_root"), hash_hex(a, proof->old_root));
	}
	val_put_int(a, v, S("size"), proof->size);
	val_put_str(a, v, S("root"), hash_hex(a, proof->root));
	struct val *path = val_put(v, S("path"), val_list(a));
	for (int i = 0; i < proof->path.n; i++)
		val_push(path, val_str(a, hash_hex(a, proof->path.node[i])));
	return v;
}

static bool read_path(const struct val *path, struct merkle_path *out)
{
	if (!path || path->kind != VAL_LIST || path->count > MERKLE_PATH_MAX)
		return false;
	for val_each(h, path)
		if (h->kind != VAL_STR || !hash_parse(h->s, &out->node[out->n++]))
			return false;
	return true;
}

bool proof_read(struct arena *a, struct str text, struct proof *out, struct err *e)
{
	const struct val *v;
	*out = (struct proof){ 0 };
	if (text.n > PROOF_BYTES_MAX || !json_read(a, text, &v, NULL))
		return err_set(e, ERR_BAD_INPUT, MSG_PROOF_FORM, NO_ARGS);
	bool inclusion = str_eq(val_get_str(v, S("proof")), S("inclusion"));
	bool ok = inclusion || str_eq(val_get_str(v, S("proof")), S("consistency"));
	out->tenant = val_get_int(v, S("tenant"), -1);
	out->size = val_get_int(v, S("size"), -1);
	out->seq = inclusion ? val_get_int(v, S("seq"), -1) : 0;
	out->old_size = inclusion ? 0 : val_get_int(v, S("old_size"), -1);
	out->event = val_get_str(v, S("event"));
	ok = ok && hash_named(val_get_str(v, S("hash")), &out->hash) && out->tenant > 0 &&
	     hash_parse(val_get_str(v, S("root")), &out->root) &&
	     (inclusion ? out->seq > 0 && out->event.p != NULL
			: out->old_size > 0 &&
				  hash_parse(val_get_str(v, S("old_root")), &out->old_root)) &&
	     read_path(val_get(v, S("path")), &out->path);
	return ok || err_set(e, ERR_BAD_INPUT, MSG_PROOF_FORM, NO_ARGS);
}

bool proof_holds(const struct proof *proof)
{
	if (!proof->seq)
		return merkle_consistent(proof->hash, proof->old_size, proof->old_root, proof->size,
					 proof->root, &proof->path);
	return merkle_included(proof->hash, merkle_leaf(proof->hash, &proof->event, 1),
			       proof->seq - 1, proof->size, proof->root, &proof->path);
}
