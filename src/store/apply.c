/* Effects to rows: the one place that writes ledger tables. */
#include "store/inside.h"

/* The values of a row's columns as parameters, in the table's order; the statement
 * itself sees to those that are placed. */
struct row_params {
	struct val v[COLS_MAX];
	int n;
};

static void fill(struct row_params *p, const struct effect *f, int64_t seq)
{
	const struct object *o = &object_rows[f->object];
	p->n = 0;
	for (int i = 0; i < o->columns; i++) {
		const struct column *c = &o->column[i];
		if (c->placed)
			continue;
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
}

/* An update writes the whole row: what it does not name stays as it is. */
static bool fill_rest(struct db *db, struct arena *a, struct row_params *p,
		      const struct effect *f, struct err *e)
{
	const struct object *o = &object_rows[f->object];
	struct rows r;
	if (!db_rows(db, object_sql[f->object].row, (struct params){ p->v, o->keys }, &r, e))
		return false;
	bool there = rows_next(&r);
	for (int i = o->keys, at = o->keys; i < o->columns && there; i++) {
		if (o->column[i].placed)
			continue;
		if (!f->cell[i] && !o->column[i].changed)
			p->v[at] = *rows_cell(&r, a, i);
		at++;
	}
	if (!rows_close(&r))
		return false;
	return there || err_set(e, ERR_CONFLICT, MSG_STORE_NO_ROW, ARGS(o->name));
}

bool apply_effects(struct db *db, struct arena *a, const struct effects *effects, int64_t seq,
		   struct err *e)
{
	for (ptrdiff_t i = 0; i < effects->n; i++) {
		const struct effect *f = &effects->p[i];
		const struct object_sql *sql = &object_sql[f->object];
		struct row_params p;
		fill(&p, f, seq);
		if (f->kind == EFFECT_UPDATE && !fill_rest(db, a, &p, f, e))
			return false;
		if (!db_put(db, f->kind == EFFECT_INSERT ? sql->insert : sql->update,
			    (struct params){ p.v, p.n }, e))
			return false;
	}
	return true;
}
