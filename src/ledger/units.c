/* Units by name: see units.h. */
#include "ledger/units.h"

static bool made_now(struct units *u, struct str name, int64_t *id)
{
	for (ptrdiff_t i = 0; i < u->made.n; i++)
		if (str_eq(u->made.p[i].name, name)) {
			*id = u->made.p[i].id;
			return true;
		}
	return false;
}

bool units_find(struct units *u, struct str name, struct str short_name, int64_t parent,
		int64_t *id, const struct val **row, struct err *e)
{
	struct decision *d = u->d;
	const struct val *last;
	*row = NULL;
	if (made_now(u, name, id))
		return true;
	if (!decision_ask(d, ASK_UNIT_BY_NAME, val_str(d->a, name), row, e))
		return false;
	if (*row) {
		*id = val_get_int(*row, S("id"), 0);
		return decision_within(u->d, *id, name, e);
	}
	if (!u->last) {
		if (!decision_ask(d, ASK_UNIT_LAST, NULL, &last, e))
			return false;
		u->last = val_get_int(last, S("id"), 0);
	}
	*id = ++u->last;
	*list_add(d->a, &u->made) = (struct unit_made){ name, *id };
	struct effect *f = effect_add(d->a, &d->out->effects, EFFECT_INSERT, OBJECT_UNIT);
	f->cell[COL_UNIT_ID] = val_int(d->a, *id);
	f->cell[COL_UNIT_NAME] = val_str(d->a, name);
	f->cell[COL_UNIT_SHORT_NAME] = val_str(d->a, short_name.n ? short_name : STR_NONE);
	parent = parent == UNIT_WHOLE ? d->actor.unit : parent;
	if (parent != UNIT_WHOLE)
		f->cell[COL_UNIT_PARENT] = val_int(d->a, parent);
	return true;
}
