/*
 * Verification: the log is read once, event by event. Each leaf and the head
 * are computed again; each event's effects are applied to an empty database on
 * disk; then every column of every ledger table is compared with what that
 * gave, and every kept file is hashed. Memory stays flat whatever the ledger's
 * size. It detects, it does not prevent: who can rewrite the whole folder can
 * rewrite the log too, so heads are to be kept elsewhere.
 */
#include "store/inside.h"

#include "base/json.h"

struct check {
	struct store *s;
	struct db *replay;
	struct arena a;      /* reset for each event and row */
	struct merkle tree;
	struct verdict *out;
	void (*tick)(int64_t events);
	int64_t nodes;           /* subtrees' roots met */
	struct arena kept;       /* holds `heads` */
	struct heads heads;      /* signed ones; `head` of them met */
	ptrdiff_t head;
	const struct head *held; /* kept elsewhere; NULL: none */
};

/* Notes what does not fit; false, so that the walk ends. */
static bool misfit(struct check *c, int64_t seq, enum msg msg, struct msg_args args)
{
	c->out->intact = false;
	c->out->seq = seq;
	err_set(&c->out->fault, ERR_DB, msg, args);
	return false;
}

static struct str number(struct check *c, int64_t n)
{
	return str_fmt(&c->a, "%lld", (long long)n);
}

/* Applies an event's effects again. What can't be applied does not fit; only
 * the operating system's refusals are errors. */
static bool replay(struct check *c, const struct event *event, struct err *e)
{
	const struct val *v;
	struct effects effects;
	struct seals seals;
	struct err why = { 0 };
	bool ok = json_read(&c->a, event->payload, &v, &why) &&
		  effects_read(&c->a, val_get(v, S("effects")), &effects, &why);
	if (ok) {
		effects = seal_replayed(&c->a, &effects, &seals);
		ok = apply_effects(c->replay, &c->a, &effects, event->seq, &why) &&
		     seal_keep(c->replay, &seals, event->seq, &why);
	}
	if (ok)
		return true;
	if (why.code == ERR_IO)
		return *e = why, false;
	c->out->intact = false;
	c->out->seq = event->seq;
	c->out->fault = why;
	return false;
}

/* Adds the leaf; the subtrees that it ends are kept as they are. */
static bool check_nodes(struct check *c, struct hash leaf, struct err *e)
{
	struct hash root[MERKLE_NOTES];
	struct rows r;
	int n = merkle_add_noting(&c->tree, leaf, root);
	for (int i = 0; i < n; i++) {
		int level = (i + 1) * MERKLE_NOTE;
		int64_t idx = (c->tree.size >> level) - 1;
		if (!db_rows(c->s->db, SQL_NODES, PARAMS(P_INT(level), P_INT(idx), P_INT(idx)), &r,
			     e))
			return false;
		bool fits = rows_next(&r) &&
			    str_eq(rows_str(&r, 0), hash_hex(&c->a, root[i]));
		if (!rows_close(&r))
			return false;
		if (!fits)
			return misfit(c, c->tree.size, MSG_VERIFY_NODE,
				      ARGS(number(c, c->tree.size)));
		c->nodes++;
	}
	return true;
}

/* The heads over as many events as were read: those signed here, and the one
 * held elsewhere. */
static bool check_heads(struct check *c)
{
	const struct head *held = c->held;
	struct hash root = merkle_root(&c->tree);
	for (; c->head < c->heads.n && c->heads.p[c->head].size <= c->tree.size; c->head++) {
		const struct head *h = &c->heads.p[c->head];
		if (h->size != c->tree.size || !hash_eq(h->root, root) || !head_signed(&c->a, h))
			return misfit(c, 0, MSG_VERIFY_SIGNED, ARGS(number(c, c->head + 1)));
	}
	if (!held || held->size != c->tree.size)
		return true;
	return (hash_eq(held->root, root) && held->hash == c->tree.kind) ||
	       misfit(c, 0, MSG_VERIFY_HELD, ARGS(number(c, held->size), held->time));
}

/* Nothing stands beside what the events give. */
static bool check_rest(struct check *c, struct err *e)
{
	const struct val *nodes, *head;
	if (!store_one(c->s, &c->a, SQL_NODES_COUNT, NO_PARAMS, &nodes, e) ||
	    !store_one(c->s, &c->a, SQL_HEAD_SIGNED, NO_PARAMS, &head, e))
		return false;
	if (val_get_int(nodes, S("nodes"), 0) != c->nodes)
		return misfit(c, 0, MSG_VERIFY_NODE, ARGS(number(c, c->tree.size)));
	if (c->head != c->heads.n || val_get_int(head, S("signed"), 0) != c->heads.n ||
	    val_get(head, S("signed"))->kind == (c->heads.n ? VAL_NULL : VAL_INT))
		return misfit(c, 0, MSG_VERIFY_SIGNED, ARGS(number(c, c->head + 1)));
	if (c->held && c->held->size > c->tree.size)
		return misfit(c, 0, MSG_VERIFY_ROLLED,
			      ARGS(number(c, c->held->size), c->held->time,
				   number(c, c->tree.size)));
	return true;
}

static bool check_event(struct check *c, struct rows *r, struct err *e)
{
	struct event event = log_event(r);
	int64_t due = c->tree.size + 1;
	if (event.seq != due)
		return misfit(c, due, MSG_VERIFY_GAP, ARGS(number(c, due), number(c, event.seq)));
	struct hash leaf = log_leaf(&c->a, c->tree.kind, &event);
	if (!str_eq(hash_hex(&c->a, leaf), event.leaf))
		return misfit(c, due, MSG_VERIFY_LEAF, ARGS(number(c, due)));
	return check_nodes(c, leaf, e) && check_heads(c) && replay(c, &event, e);
}

static bool check_log(struct check *c, struct err *e)
{
	struct rows r;
	struct err why = { 0 };
	if (!log_kind(c->s->db, &c->tree.kind, &why))
		return misfit(c, 0, MSG_STORE_HEAD, NO_ARGS);
	if (!heads_kept(c->s->db, &c->kept, c->tree.kind, &c->heads, e) || !check_heads(c))
		return false;
	if (!db_rows(c->s->db, SQL_EVENTS_WHOLE, NO_PARAMS, &r, e))
		return false;
	bool ok = true;
	while (ok && rows_next(&r)) {
		ok = check_event(c, &r, e);
		arena_reset(&c->a);
		if (c->tick)
			c->tick(c->tree.size);
	}
	return rows_close(&r) && ok;
}

/* The head that stands is the one that the events give. */
static bool check_head(struct check *c, struct err *e)
{
	struct merkle stored;
	struct str root;
	struct err why = { 0 };
	if (!log_head(c->s->db, &stored, &root, &c->a, &why)) {
		if (why.code != ERR_DB)
			return *e = why, false;
		return misfit(c, 0, MSG_STORE_HEAD, NO_ARGS);
	}
	if (stored.size != c->tree.size)
		return misfit(c, stored.size < c->tree.size ? stored.size + 1 : c->tree.size + 1,
			      MSG_VERIFY_SIZE, ARGS(number(c, stored.size),
						    number(c, c->tree.size)));
	if (!str_eq(root, c->out->head) ||
	    !str_eq(merkle_text(&c->a, &stored), merkle_text(&c->a, &c->tree)))
		return misfit(c, 0, MSG_VERIFY_ROOT, NO_ARGS);
	return true;
}

/* A row's key for people: "1/3". */
static struct str key_text(struct check *c, const struct object *o, struct rows *r)
{
	struct buf b;
	buf_init(&b, &c->a);
	for (int i = 0; i < o->keys; i++) {
		buf_add(&b, i ? S("/") : S(""));
		buf_add(&b, rows_str(r, i));
	}
	return buf_str(&b);
}

/* Whether the value `x` under its salt is what the log's commitment `y` says. */
static bool opens(struct check *c, const struct object *o, const struct val *const *cell, int i,
		  const struct val *y, bool *fits, struct err *e)
{
	struct rows r;
	struct seal seal = { .object = (enum object_id)(o - object_rows),
			     .key = seal_key(&c->a, o, cell),
			     .column = o->column[i].name };
	if (!db_rows(c->s->db, SQL_SALT,
		     PARAMS(P_STR(o->name), P_STR(seal.key), P_STR(seal.column)), &r, e))
		return false;
	*fits = rows_next(&r) && cell[i]->kind == VAL_STR && y->kind == VAL_STR;
	if (*fits) {
		seal.salt = rows_str(&r, 0);
		*fits = str_eq(seal_commit(&c->a, c->tree.kind, &seal, cell[i]), y->s);
	}
	return rows_close(&r);
}

/* The row that stands and the row that replaying gave. */
static bool check_row(struct check *c, const struct object *o, struct rows *stands,
		      struct rows *due, struct err *e)
{
	const struct val *cell[COLS_MAX];
	for (int i = 0; i < o->columns; i++) {
		const struct val *x = rows_cell(stands, &c->a, i), *y = rows_cell(due, &c->a, i);
		bool fits = x->kind == y->kind;
		cell[i] = x;
		if (fits && o->column[i].personal && x->kind != VAL_NULL) {
			if (!opens(c, o, cell, i, y, &fits, e))
				return false;
		} else {
			fits = fits && val_eq(x, y);
		}
		if (!fits)
			return misfit(c, 0, MSG_VERIFY_CELL,
				      ARGS(o->name, key_text(c, o, due), o->column[i].name));
	}
	return true;
}

static bool check_rows(struct check *c, const struct object *o, struct rows *stands,
		       struct rows *due, struct err *e)
{
	for (;;) {
		bool x = rows_next(stands), y = rows_next(due);
		if (stands->failed || due->failed)
			return false;
		if (!x && !y)
			return true;
		if (!x)
			return misfit(c, 0, MSG_VERIFY_LOST, ARGS(o->name, key_text(c, o, due)));
		if (!y)
			return misfit(c, 0, MSG_VERIFY_EXTRA,
				      ARGS(o->name, key_text(c, o, stands)));
		if (!check_row(c, o, stands, due, e))
			return false;
		arena_reset(&c->a);
	}
}

static bool check_table(struct check *c, enum object_id id, struct err *e)
{
	struct rows stands, due;
	if (!db_rows(c->s->db, object_sql[id].scan, NO_PARAMS, &stands, e))
		return false;
	bool ok = db_rows(c->replay, object_sql[id].scan, NO_PARAMS, &due, e);
	if (ok) {
		ok = check_rows(c, &object_rows[id], &stands, &due, e);
		ok = rows_close(&due) && ok;
	}
	return rows_close(&stands) && ok;
}

/* Salts stand for just the cells that the log fills; each is held against its
 * commitment with the cell. */
static bool check_salts(struct check *c, struct err *e)
{
	enum { OBJECT, KEY, COL, SEQ };
	struct rows stands, due = { 0 };
	if (!db_rows(c->s->db, SQL_SALTS_WHOLE, NO_PARAMS, &stands, e))
		return false;
	bool ok = db_rows(c->replay, SQL_SALTS_WHOLE, NO_PARAMS, &due, e);
	while (ok) {
		bool x = rows_next(&stands), y = rows_next(&due);
		struct rows *at = y ? &due : &stands;
		if (!x && !y)
			break;
		ok = x && y && rows_int(&stands, SEQ) == rows_int(&due, SEQ);
		for (int i = OBJECT; ok && i <= COL; i++)
			ok = str_eq(rows_str(&stands, i), rows_str(&due, i));
		if (!ok && !stands.failed && !due.failed)
			misfit(c, 0, MSG_VERIFY_SALT,
			       ARGS(rows_str(at, OBJECT), rows_str(at, KEY), rows_str(at, COL)));
	}
	if (due.db)
		ok = rows_close(&due) && ok;
	return rows_close(&stands) && ok;
}

static bool check_files(struct check *c, struct err *e)
{
	struct rows r;
	if (!db_rows(c->s->db, SQL_SCAN_EVIDENCE, NO_PARAMS, &r, e))
		return false;
	bool ok = true;
	while (ok && rows_next(&r)) {
		struct str hex = rows_str(&r, COL_EVIDENCE_SHA256);
		bool fits;
		ok = evidence_fits(c->s, hex, rows_int(&r, COL_EVIDENCE_SIZE), &fits, e) &&
		     (fits || misfit(c, 0, MSG_VERIFY_FILE,
				     ARGS(rows_str(&r, COL_EVIDENCE_NAME), hex)));
	}
	return rows_close(&r) && ok;
}

/* The index of the search is derived, but who looks there must find all. */
static bool check_search(struct check *c, struct err *e)
{
	struct err why = { 0 };
	if (search_whole(c->s->db, &why))
		return true;
	if (why.code != ERR_CONFLICT)
		return *e = why, false;
	c->out->intact = false;
	c->out->fault = why;
	return false;
}

static bool check_all(struct check *c, struct arena *a, struct err *e)
{
	if (!check_log(c, e))
		return false;
	c->out->events = c->tree.size;
	c->out->head = hash_hex(a, merkle_root(&c->tree));
	if (!check_head(c, e) || !check_rest(c, e))
		return false;
	for (int i = 0; i < OBJECT_COUNT; i++)
		if (!check_table(c, (enum object_id)i, e))
			return false;
	return check_salts(c, e) && check_files(c, e) && check_search(c, e);
}

bool store_verify(struct store *s, struct arena *a, void (*tick)(int64_t events),
		  struct verdict *out, struct err *e)
{
	return store_verify_held(s, a, tick, NULL, out, e);
}

bool store_verify_held(struct store *s, struct arena *a, void (*tick)(int64_t events),
		       const struct head *held, struct verdict *out, struct err *e)
{
	struct check c = { .s = s, .out = out, .tick = tick, .held = held };
	bool own = !s->group;
	int steps;
	*out = (struct verdict){ .intact = true };
	if (own && !db_begin(s->db, false, e))
		return false;
	arena_init(&c.a, 0);
	arena_init(&c.kept, 0);
	bool ok = db_open(NULL, DB_SCRATCH, &c.replay, e) &&
		  db_migrate(c.replay, &steps, e) &&
		  db_begin(c.replay, true, e) && check_all(&c, a, e);
	db_close(c.replay);
	arena_free(&c.a);
	arena_free(&c.kept);
	if (own)
		db_rollback(s->db);
	return ok || !out->intact;
}
