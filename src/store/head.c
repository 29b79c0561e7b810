/* The log's head, signed: its forms, and keeping those that were signed. */
#include "store/head.h"

#include "base/buf.h"
#include "ledger/value.h"
#include "store/inside.h"
#include "store/proof.h"

static struct str signed_text(struct arena *a, const struct head *head)
{
	struct buf b;
	buf_init(&b, a);
	buf_fmt(&b, "huiyin log head 1\ntenant %lld\nhash %.*s\nsize %lld\nroot %.*s\ntime %.*s\n",
		(long long)head->tenant, STR_ARG(hash_name(head->hash)), (long long)head->size,
		STR_ARG(hash_hex(a, head->root)), STR_ARG(head->time));
	if (head->key.p)
		buf_fmt(&b, "key %.*s\n", STR_ARG(head->key));
	return buf_str(&b);
}

struct str head_text(struct arena *a, const struct head *head)
{
	struct str text = signed_text(a, head);
	if (!head->key.p)
		return text;
	return str_fmt(a, "%.*ssignature %.*s\n", STR_ARG(text), STR_ARG(head->signature));
}

struct val *head_val(struct arena *a, const struct head *head)
{
	struct val *v = val_map(a);
	val_put_int(a, v, S("tenant"), head->tenant);
	val_put_str(a, v, S("hash"), hash_name(head->hash));
	val_put_int(a, v, S("size"), head->size);
	val_put_str(a, v, S("root"), hash_hex(a, head->root));
	val_put_str(a, v, S("time"), head->time);
	val_put_str(a, v, S("key"), head->key);
	val_put_str(a, v, S("signature"), head->signature);
	return v;
}

void head_sign(struct arena *a, struct head *head, struct sign_key *key)
{
	head->key = sign_public(a, key);
	head->signature = sign_make(a, key, signed_text(a, head));
}

bool head_signed(struct arena *a, const struct head *head)
{
	return head->key.p && sign_fits(head->key, signed_text(a, head), head->signature);
}

/* The next line, which must begin with `name`: what stands behind it. */
static bool take(struct str *rest, struct str name, struct str *value)
{
	struct str line;
	if (!str_split(rest, '\n', &line))
		return false;
	str_drop_tail(&line, S("\r"));
	*value = line;
	return str_drop_head(value, name);
}

static bool parse(struct str text, struct head *out)
{
	struct str v;
	*out = (struct head){ 0 };
	if (!take(&text, S("huiyin log head 1"), &v) || v.n || !take(&text, S("tenant "), &v) ||
	    !str_int(v, &out->tenant) || !take(&text, S("hash "), &v) ||
	    !hash_named(v, &out->hash) || !take(&text, S("size "), &v) ||
	    !str_int(v, &out->size) || out->size < 0 || !take(&text, S("root "), &v) ||
	    !hash_parse(v, &out->root) || !take(&text, S("time "), &out->time) ||
	    !value_is_time(out->time))
		return false;
	if (!str_trim(text).n)
		return true;
	return take(&text, S("key "), &out->key) && out->key.n &&
	       take(&text, S("signature "), &out->signature) && !str_trim(text).n;
}

bool head_read(struct arena *a, struct str text, struct head *out, struct err *e)
{
	str_drop_head(&text, S("\xEF\xBB\xBF"));
	if (text.n > HEAD_BYTES_MAX || !parse(text, out))
		return err_set(e, ERR_BAD_INPUT, MSG_HEAD_FORM, NO_ARGS);
	return !out->key.p || head_signed(a, out) ||
	       err_set(e, ERR_BAD_INPUT, MSG_HEAD_SIGNATURE, NO_ARGS);
}

bool store_head(struct store *s, struct arena *a, struct head *out, struct err *e)
{
	struct merkle tree;
	struct str root;
	if (!log_head(s->db, &tree, &root, a, e))
		return false;
	*out = (struct head){ .tenant = TENANT, .hash = tree.kind, .size = tree.size,
			      .root = merkle_root(&tree), .time = store_now(a) };
	return true;
}

static bool keep_signed(struct store *s, struct arena *a, const struct head *head, struct err *e)
{
	const struct val *row;
	if (!store_one(s, a, SQL_HEAD_SIGNED, NO_PARAMS, &row, e))
		return false;
	int64_t ordinal = val_get_int(row, S("signed"), 0) + 1;
	return db_run(s->db, SQL_SIGNED_HEAD_INSERT,
		      PARAMS(P_INT(ordinal), P_INT(head->size), P_STR(hash_hex(a, head->root)),
			     P_STR(head->time), P_STR(head->key), P_STR(head->signature)), e) &&
	       db_run(s->db, SQL_HEAD_SIGN, PARAMS(P_INT(ordinal)), e);
}

bool store_sign_head(struct store *s, struct arena *a, struct sign_key *key, struct head *out,
		     struct err *e)
{
	if (s->mode != STORE_WRITE)
		return err_set(e, ERR_DENIED, MSG_STORE_READ_ONLY, ARGS(str_of(s->dir)));
	if (!store_begin(s, e))
		return false;
	bool ok = store_head(s, a, out, e);
	if (ok) {
		head_sign(a, out, key);
		ok = keep_signed(s, a, out, e);
	}
	if (ok)
		return store_commit(s, e);
	store_rollback(s);
	return false;
}

bool heads_kept(struct db *db, struct arena *a, enum hash_kind kind, struct heads *out,
		struct err *e)
{
	struct rows r;
	*out = (struct heads){ 0 };
	if (!db_rows(db, SQL_SIGNED_HEADS, NO_PARAMS, &r, e))
		return false;
	while (rows_next(&r)) {
		struct head *head = list_add(a, out);
		*head = (struct head){ .tenant = TENANT,
				       .hash = kind,
				       .size = rows_int(&r, 1),
				       .time = str_copy(a, rows_str(&r, 3)),
				       .key = str_copy(a, rows_str(&r, 4)),
				       .signature = str_copy(a, rows_str(&r, 5)) };
		/* what fits nothing is found by its signature */
		if (rows_int(&r, 0) != out->n || !hash_parse(rows_str(&r, 2), &head->root))
			head->signature = STR_NONE;
	}
	return rows_close(&r);
}
