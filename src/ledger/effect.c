/* Effects, their check and their JSON form: see effect.h. */
#include "ledger/effect.h"

#include "base/hash.h"

static const struct str kind_name[] = {
	[EFFECT_INSERT] = S("insert"),
	[EFFECT_UPDATE] = S("update"),
};

struct effect *effect_add(struct arena *a, struct effects *to, enum effect_kind kind,
			  enum object_id object)
{
	struct effect *f = list_add(a, to);
	f->kind = kind;
	f->object = object;
	f->cell = arena_new(a, const struct val *, object_rows[object].columns);
	return f;
}

static bool is_null(const struct val *v)
{
	return !v || v->kind == VAL_NULL;
}

struct val *commitment_val(struct arena *a, struct str hex)
{
	struct val *v = val_map(a);
	val_put_str(a, v, S("commit"), hex);
	return v;
}

struct str commitment_hex(const struct val *cell)
{
	struct hash h;
	bool is = cell && cell->kind == VAL_MAP && cell->count == 1;
	struct str hex = is ? val_get_str(cell, S("commit")) : STR_NONE;
	return hash_parse(hex, &h) ? hex : STR_NONE;
}

/* `logged`: as the log has it. */
static bool check(const struct effect *f, bool logged, struct err *e)
{
	const struct object *o = &object_rows[f->object];
	for (int i = 0; i < o->columns; i++) {
		const struct column *c = &o->column[i];
		const struct val *v = f->cell[i];
		if (c->changed || c->placed) {
			if (v)
				return err_set(e, ERR_BUG, MSG_EFFECT_CHANGED,
					       ARGS(o->name, c->name));
			continue;
		}
		bool needed = !c->null && (v || c->key || f->kind == EFFECT_INSERT);
		if (is_null(v) && needed)
			return err_set(e, ERR_BAD_INPUT, MSG_VALUE_MISSING, ARGS(o->name, c->name));
		if (is_null(v))
			continue;
		if (logged && c->personal) {
			if (!commitment_hex(v).p)
				return err_set(e, ERR_BAD_INPUT, MSG_EFFECT_PLAIN,
					       ARGS(o->name, c->name));
		} else if (!value_check(&c->rule, v, o->name, c->name, e)) {
			return false;
		}
	}
	return true;
}

bool effect_check(const struct effect *f, struct err *e)
{
	return check(f, false, e);
}

/* True where `b` can stand in the group that `a` opened. */
static bool same_shape(const struct effect *a, const struct effect *b)
{
	if (a->kind != b->kind || a->object != b->object)
		return false;
	for (int i = 0; i < object_rows[a->object].columns; i++)
		if (!a->cell[i] != !b->cell[i])
			return false;
	return true;
}

static struct val *copy(struct arena *a, const struct val *v)
{
	struct val *c = arena_new(a, struct val, 1);
	*c = *v;
	c->key = STR_NONE;
	c->next = NULL;
	return c;
}

struct val *effects_val(struct arena *a, const struct effects *from)
{
	struct val *list = val_list(a), *rows = NULL;
	for (ptrdiff_t i = 0; i < from->n; i++) {
		const struct effect *f = &from->p[i];
		const struct object *o = &object_rows[f->object];
		if (!i || !same_shape(f - 1, f)) {
			struct val *group = val_push(list, val_map(a));
			val_put_str(a, group, kind_name[f->kind], o->name);
			struct val *columns = val_put(group, S("columns"), val_list(a));
			for (int c = 0; c < o->columns; c++)
				if (f->cell[c])
					val_push(columns, val_str(a, o->column[c].name));
			rows = val_put(group, S("rows"), val_list(a));
		}
		struct val *row = val_push(rows, val_list(a));
		for (int c = 0; c < o->columns; c++)
			if (f->cell[c])
				val_push(row, copy(a, f->cell[c]));
	}
	return list;
}

static bool bad(struct err *e, struct str what)
{
	return err_set(e, ERR_BAD_INPUT, MSG_EFFECT_FORM, ARGS(what));
}

/* One group; `order` holds the column that each place of a row fills. */
static bool read_group(struct arena *a, const struct val *group, struct effects *out,
		       struct err *e)
{
	enum effect_kind kind = EFFECT_INSERT;
	while (kind <= EFFECT_UPDATE && !val_get(group, kind_name[kind]))
		kind++;
	if (kind > EFFECT_UPDATE)
		return bad(e, S("insert/update"));
	int object = object_find(val_get_str(group, kind_name[kind]));
	if (object < 0)
		return bad(e, val_get_str(group, kind_name[kind]));
	const struct object *o = &object_rows[object];
	int order[COLS_MAX], n = 0;
	for val_each(name, val_get(group, S("columns"))) {
		int c = name->kind == VAL_STR ? object_column(o, name->s) : -1;
		if (c < 0 || n == COLS_MAX)
			return bad(e, o->name);
		order[n++] = c;
	}
	for val_each(row, val_get(group, S("rows"))) {
		if (row->kind != VAL_LIST || row->count != n)
			return bad(e, o->name);
		struct effect *f = effect_add(a, out, kind, (enum object_id)object);
		int at = 0;
		for val_each(v, row)
			f->cell[order[at++]] = v;
		if (!check(f, true, e))
			return false;
	}
	return true;
}

bool effects_read(struct arena *a, const struct val *v, struct effects *out, struct err *e)
{
	*out = (struct effects){ 0 };
	if (!v || v->kind != VAL_LIST)
		return bad(e, S("effects"));
	for val_each(group, v)
		if (!read_group(a, group, out, e))
			return false;
	return true;
}
