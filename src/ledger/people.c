/* Starting a ledger; its units and people: what they are called, where they
 * stand, what they may do. Passwords are no part of the ledger. */
#include "ledger/verb.h"

enum { TREE_DEPTH_MAX = 32 };

static struct effect *insert(struct decision *d, enum object_id object)
{
	return effect_add(d->a, &d->out->effects, EFFECT_INSERT, object);
}

static struct effect *update(struct decision *d, enum object_id object)
{
	struct effect *f = effect_add(d->a, &d->out->effects, EFFECT_UPDATE, object);
	f->cell[0] = val_int(d->a, val_get_int(d->target, S("id"), 0));
	return f;
}

/* An id as a cell; UNIT_WHOLE is null. */
static struct val *unit_cell(struct decision *d, int64_t unit)
{
	return unit == UNIT_WHOLE ? val_null(d->a) : val_int(d->a, unit);
}

/* The id after the greatest. */
static bool next_id(struct decision *d, enum question last, int64_t *id, struct err *e)
{
	const struct val *row;
	if (!decision_ask(d, last, NULL, &row, e))
		return false;
	*id = val_get_int(row, S("id"), 0) + 1;
	return true;
}

static void add_person(struct decision *d, int64_t id, struct str name, int64_t unit,
		       unsigned roles)
{
	struct effect *f = insert(d, OBJECT_PERSON);
	f->cell[COL_PERSON_ID] = val_int(d->a, id);
	f->cell[COL_PERSON_NAME] = val_str(d->a, name);
	f->cell[COL_PERSON_UNIT] = unit_cell(d, unit);
	f->cell[COL_PERSON_ROLES] = val_str(d->a, roles_text(d->a, roles));
}

static void fill_contact(struct decision *d, struct effect *f)
{
	f->cell[COL_PERSON_PHONE] = decision_field(d, S("phone"));
	f->cell[COL_PERSON_EMAIL] = decision_field(d, S("email"));
}

/* Who starts a ledger keeps and manages the whole of it, until they say
 * otherwise. */
bool init_decide(struct decision *d, struct err *e)
{
	struct effect *f = insert(d, OBJECT_LEDGER);
	f->cell[COL_LEDGER_NAME] = val_str(d->a, decision_text(d, S("name")));
	f->cell[COL_LEDGER_HASH] = decision_field(d, S("hash"));
	f->cell[COL_LEDGER_STARTED] = val_str(d->a, d->act->recorded);
	add_person(d, 1, d->act->actor, UNIT_WHOLE, ACTOR_CLERK | ACTOR_ADMIN);
	return true;
}

bool add_unit_decide(struct decision *d, struct err *e)
{
	const struct val *there;
	int64_t id, parent;
	struct str name = decision_text(d, S("name"));
	if (!decision_ask(d, ASK_UNIT_BY_NAME, decision_field(d, S("name")), &there, e))
		return false;
	if (there)
		return err_set(e, ERR_CONFLICT, MSG_PEOPLE_THERE, ARGS(name));
	if (!decision_unit(d, S("parent"), &parent, e) || !next_id(d, ASK_UNIT_LAST, &id, e))
		return false;
	struct effect *f = insert(d, OBJECT_UNIT);
	f->cell[COL_UNIT_ID] = val_int(d->a, id);
	f->cell[COL_UNIT_NAME] = val_str(d->a, name);
	f->cell[COL_UNIT_SHORT_NAME] = val_str(d->a, decision_text(d, S("short-name")));
	f->cell[COL_UNIT_PARENT] = unit_cell(d, parent);
	d->out->target = name;
	return true;
}

/* A unit under itself would be a ring; a tree as deep as TREE_DEPTH_MAX is one
 * too, as far as anybody can see. */
static bool check_ring(struct decision *d, int64_t parent, struct err *e)
{
	int64_t moved = val_get_int(d->target, S("id"), 0);
	const struct val *row;
	for (int depth = 0; parent != UNIT_WHOLE; depth++) {
		if (parent == moved || depth == TREE_DEPTH_MAX)
			return err_set(e, ERR_CONFLICT, MSG_PEOPLE_RING, ARGS(d->act->target));
		if (!decision_ask(d, ASK_UNIT, val_int(d->a, parent), &row, e))
			return false;
		parent = val_get_int(row, S("parent"), UNIT_WHOLE);
	}
	return true;
}

bool move_unit_decide(struct decision *d, struct err *e)
{
	int64_t parent;
	if (!decision_unit(d, S("parent"), &parent, e) || !check_ring(d, parent, e))
		return false;
	update(d, OBJECT_UNIT)->cell[COL_UNIT_PARENT] = unit_cell(d, parent);
	return true;
}

static bool read_roles(struct decision *d, unsigned *roles, struct err *e)
{
	struct str bad;
	return roles_read(decision_text(d, S("roles")), roles, &bad) ||
	       err_set(e, ERR_BAD_INPUT, MSG_PEOPLE_ROLE, ARGS(bad, roles_text(d->a, ACTOR_ALL)));
}

bool add_person_decide(struct decision *d, struct err *e)
{
	const struct val *there;
	int64_t id, unit;
	unsigned roles;
	struct str name = decision_text(d, S("name"));
	if (!decision_ask(d, ASK_PERSON, decision_field(d, S("name")), &there, e))
		return false;
	if (there)
		return err_set(e, ERR_CONFLICT, MSG_PEOPLE_THERE, ARGS(name));
	if (!read_roles(d, &roles, e) || !decision_unit(d, S("unit"), &unit, e) ||
	    !next_id(d, ASK_PERSON_LAST, &id, e))
		return false;
	add_person(d, id, name, unit, roles);
	fill_contact(d, &d->out->effects.p[d->out->effects.n - 1]);
	d->out->target = name;
	return true;
}

bool set_contact_decide(struct decision *d, struct err *e)
{
	if (!d->act->fields || !d->act->fields->first)
		return err_set(e, ERR_BAD_INPUT, MSG_FINDING_NOTHING, ARGS(d->act->target));
	fill_contact(d, update(d, OBJECT_PERSON));
	return true;
}

/* Somebody must be left who manages the whole ledger. */
bool set_roles_decide(struct decision *d, struct err *e)
{
	int64_t unit = val_get_int(d->target, S("unit"), UNIT_WHOLE);
	const struct val *other;
	unsigned roles;
	if (!read_roles(d, &roles, e) ||
	    (decision_field(d, S("unit")) && !decision_unit(d, S("unit"), &unit, e)) ||
	    !decision_ask(d, ASK_OTHER_ADMIN, val_get(d->target, S("id")), &other, e))
		return false;
	if (!other && (!(roles & ACTOR_ADMIN) || unit != UNIT_WHOLE))
		return err_set(e, ERR_CONFLICT, MSG_PEOPLE_LAST, ARGS(d->act->target));
	struct effect *f = update(d, OBJECT_PERSON);
	f->cell[COL_PERSON_UNIT] = unit_cell(d, unit);
	f->cell[COL_PERSON_ROLES] = val_str(d->a, roles_text(d->a, roles));
	return true;
}
