/* Registers taken into the ledger, and which is in force: see register_use.h. */
#include "ledger/register_use.h"
#include "ledger/verb_row.h"

enum { TREE_DEPTH_MAX = 32 };

static bool ask(struct arena *a, const struct ledger_state *state, enum question q,
		struct str name, int64_t id, const struct val **row, struct err *e)
{
	struct val *about = name.p ? val_list(a) : val_int(a, id);
	if (name.p) {
		val_push(about, val_str(a, name));
		val_push(about, val_int(a, id));
	}
	*row = NULL;
	return state->ask(state->with, a, q, about, row, e);
}

bool register_in_force(struct arena *a, const struct ledger_state *state, struct str name,
		       int64_t unit, struct register_def *out, struct str *text, int64_t *id,
		       struct err *e)
{
	const struct val *row = NULL, *of;
	struct str carried = register_carried(a, name);
	*id = 0;
	*text = carried;
	if (carried.p && !register_read(a, carried, out, e))
		return false;
	name = carried.p ? out->name : name;
	for (int depth = 0; !row && depth <= TREE_DEPTH_MAX; depth++) {
		if (!ask(a, state, ASK_REGISTER_OF, name, unit, &row, e))
			return false;
		if (row || unit == UNIT_WHOLE)
			break;
		if (!ask(a, state, ASK_UNIT, STR_NONE, unit, &of, e))
			return false;
		unit = val_get_int(of, S("parent"), UNIT_WHOLE);
	}
	if (row) {
		*id = val_get_int(row, S("id"), 0);
		*text = val_get_str(row, S("text"));
		return register_read(a, *text, out, e);
	}
	return text->p || err_set(e, ERR_NOT_FOUND, MSG_REGISTER_NONE, ARGS(name));
}

bool register_insert(struct decision *d, const struct register_def *r, struct str text,
		     int64_t unit, int64_t *id, struct err *e)
{
	const struct val *last;
	if (!decision_ask(d, ASK_REGISTER_LAST, NULL, &last, e))
		return false;
	*id = val_get_int(last, S("id"), 0) + 1;
	struct effect *f = effect_add(d->a, &d->out->effects, EFFECT_INSERT, OBJECT_REGISTER);
	f->cell[COL_REGISTER_ID] = val_int(d->a, *id);
	f->cell[COL_REGISTER_NAME] = val_str(d->a, r->name);
	f->cell[COL_REGISTER_UNIT] = unit == UNIT_WHOLE ? NULL : val_int(d->a, unit);
	f->cell[COL_REGISTER_TEXT] = val_str(d->a, text);
	return true;
}

/* For the unit that is named, else the whole ledger, which the actor must reach. */
bool add_register_decide(struct decision *d, struct err *e)
{
	struct register_def *r = arena_new(d->a, struct register_def, 1);
	struct str text = decision_text(d, S("text"));
	const struct val *there;
	int64_t unit, id;
	if (!register_read(d->a, text, r, e) || !decision_unit(d, S("unit"), &unit, e))
		return false;
	struct val *about = val_list(d->a);
	val_push(about, val_str(d->a, r->name));
	val_push(about, val_int(d->a, unit));
	if (!decision_ask(d, ASK_REGISTER_OF, about, &there, e))
		return false;
	d->out->target = r->name;
	d->out->same = there && str_eq(val_get_str(there, S("text")), text);
	return d->out->same || register_insert(d, r, text, unit, &id, e);
}
