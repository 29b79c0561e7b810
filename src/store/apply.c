/* Effects to rows: the one place that writes ledger tables. */
#include "store/inside.h"

#include "base/buf.h"

/* The number of an update that sets some columns holds one bit a column, and the object
 * above them. */
enum { OBJECT_BIT = 56 };
_Static_assert((int)COLS_MAX <= (int)OBJECT_BIT && OBJECT_COUNT <= 1 << (64 - OBJECT_BIT),
	       "an object and a set of its columns fit in 64 bits");

/* Values as a statement's parameters. */
struct row_params {
	struct val v[COLS_MAX];
	int n;
};

static void add(struct row_params *p, const struct effect *f, int i, int64_t seq)
{
	const struct column *c = &object_rows[f->object].column[i];
	struct val *v = &p->v[p->n++];
	*v = (struct val)P_NULL;
	if (c->changed)
		*v = (struct val)P_INT(seq);
	else if (f->cell[i])
		*v = *f->cell[i];
	/* A whole number is stored as the column's type, not as it came. */
	if (c->rule.type == VALUE_REAL && v->kind == VAL_INT)
		*v = (struct val){ .kind = VAL_NUM, .num = (double)v->i };
}

/* A new row: all columns in their order but those that are placed, which the statement
 * itself sees to. */
static bool insert(struct db *db, const struct effect *f, int64_t seq, struct err *e)
{
	const struct object *o = &object_rows[f->object];
	struct row_params p = { .n = 0 };
	for (int i = 0; i < o->columns; i++)
		if (!o->column[i].placed)
			add(&p, f, i, seq);
	return db_put(db, object_sql[f->object].insert, (struct params){ p.v, p.n }, e);
}

struct statement update_statement(struct arena *a, enum object_id id, uint64_t set)
{
	const struct object *o = &object_rows[id];
	struct str text[2];
	int n = 1;
	for (int engine = 0; engine < 2; engine++) {
		char mark = engine == ENGINE_SQLITE ? '?' : '$';
		struct buf b;
		buf_init(&b, a);
		buf_fmt(&b, "UPDATE %.*s SET ", STR_ARG(o->name));
		n = o->keys + 1;
		for (int i = o->keys; i < o->columns; i++)
			if (set >> i & 1) {
				buf_fmt(&b, "%s%.*s = %c%d", n > o->keys + 1 ? ", " : "",
					STR_ARG(o->column[i].name), mark, n + 1);
				n++;
			}
		if (n == o->keys + 1)
			buf_add(&b, S("tenant = tenant"));
		buf_fmt(&b, " WHERE tenant = %c1", mark);
		for (int i = 0; i < o->keys; i++)
			buf_fmt(&b, " AND %.*s = %c%d", STR_ARG(o->column[i].name), mark, i + 2);
		text[engine] = buf_str(&b);
	}
	return (struct statement){ str_fmt(a, "update_%.*s_%llx", STR_ARG(o->name),
					   (unsigned long long)set),
				   text[ENGINE_SQLITE], text[ENGINE_POSTGRES], n, o->name };
}

/* What the effect names, and which event changed the row; all else stays as it is. */
static bool update(struct db *db, struct arena *a, const struct effect *f, int64_t seq,
		   struct err *e)
{
	const struct object *o = &object_rows[f->object];
	struct row_params p = { .n = 0 };
	uint64_t set = 0;
	for (int i = 0; i < o->columns; i++) {
		bool sets = i >= o->keys && (f->cell[i] || o->column[i].changed);
		if (i < o->keys || sets)
			add(&p, f, i, seq);
		set |= (uint64_t)sets << i;
	}
	uint64_t key = (uint64_t)f->object << OBJECT_BIT | set;
	int id = db_made(db, key);
	if (id < 0) {
		struct statement s = update_statement(a, f->object, set);
		id = db_make(db, key, &s);
	}
	return db_put(db, id, (struct params){ p.v, p.n }, e);
}

bool apply_effects(struct db *db, struct arena *a, const struct effects *effects, int64_t seq,
		   struct err *e)
{
	for (ptrdiff_t i = 0; i < effects->n; i++) {
		const struct effect *f = &effects->p[i];
		if (!(f->kind == EFFECT_INSERT ? insert(db, f, seq, e) : update(db, a, f, seq, e)))
			return false;
	}
	return true;
}
