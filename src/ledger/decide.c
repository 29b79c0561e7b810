/*
 * The door itself: an action is checked against the table of verbs in one
 * order for all (who, what, fields, state, version), then its verb decides,
 * then every effect is checked against the table of objects.
 */
#include "ledger/verb.h"

static const struct value_rule actor_rule = { VALUE_TEXT, 1, 300 };
static const struct value_rule key_rule = { VALUE_TEXT, 1, 200 };
static const struct value_rule time_rule = { VALUE_TIME, 0, 0 };

/* How the object that a verb acts on is found, and which state its row is in. */
struct target_kind {
	enum question ask;
	bool coded;          /* found by the action's target, its code */
	enum state without, with;
};

static const struct target_kind target_kinds[OBJECT_COUNT] = {
	[OBJECT_LEDGER] = { ASK_LEDGER, false, STATE_NONE, STATE_OPEN },
};

static bool check_text(const struct value_rule *rule, struct str s, struct str name, struct err *e)
{
	struct val v = { .kind = VAL_STR, .s = s };
	return value_check(rule, &v, S("action"), name, e);
}

bool action_check(const struct action *act, struct err *e)
{
	return check_text(&actor_rule, act->actor.p ? act->actor : S(""), S("actor"), e) &&
	       (!act->key.p || check_text(&key_rule, act->key, S("key"), e)) &&
	       check_text(&time_rule, act->recorded, S("recorded"), e) &&
	       check_text(&time_rule, act->happened, S("happened"), e);
}

static const struct field *find_field(const struct verb *verb, struct str name)
{
	for (int i = 0; i < verb->fields; i++)
		if (str_eq(verb->field[i].name, name))
			return &verb->field[i];
	return NULL;
}

/* Checks the fields given; keeps for the event those that are not bulk, in the
 * order of the table. */
static bool check_fields(struct arena *a, const struct verb *verb, const struct val *fields,
			 struct outcome *out, struct err *e)
{
	for val_each(v, fields)
		if (!find_field(verb, v->key))
			return err_set(e, ERR_BAD_INPUT, MSG_ACT_FIELD, ARGS(verb->name, v->key));
	struct val *logged = val_map(a);
	for (int i = 0; i < verb->fields; i++) {
		const struct field *f = &verb->field[i];
		const struct val *v = val_get(fields, f->name);
		if (!v || v->kind == VAL_NULL) {
			if (f->required)
				return err_set(e, ERR_BAD_INPUT, MSG_VALUE_MISSING,
					       ARGS(verb->name, f->name));
			continue;
		}
		if (!value_check(&f->rule, v, verb->name, f->name, e))
			return false;
		if (f->bulk)
			continue;
		struct val *kept = arena_new(a, struct val, 1);
		*kept = *v;
		kept->next = NULL;
		val_put(logged, f->name, kept);
	}
	out->logged = logged;
	return true;
}

bool decision_ask(struct decision *d, enum question q, const struct val *about,
		  const struct val **row, struct err *e)
{
	*row = NULL;
	return d->state->ask(d->state->with, d->a, q, about, row, e);
}

/* CONFLICT that says who did what since. */
static bool stale(struct decision *d, int64_t version, struct err *e)
{
	const struct val *event;
	if (!decision_ask(d, ASK_EVENT, val_int(d->a, version), &event, e))
		return false;
	return err_set(e, ERR_CONFLICT, MSG_ACT_STALE,
		       ARGS(val_get_str(event, S("actor")), val_get_str(event, S("verb")),
			    val_get_str(event, S("recorded")),
			    str_fmt(d->a, "%lld", (long long)version)));
}

static bool check_target(struct decision *d, const struct verb *verb, struct err *e)
{
	const struct target_kind *kind = &target_kinds[verb->target];
	const struct val *about = kind->coded ? val_str(d->a, d->act->target) : NULL;
	if (!kind->coded && d->act->target.n)
		return err_set(e, ERR_BAD_INPUT, MSG_ACT_TARGET, ARGS(verb->name, d->act->target));
	if (!decision_ask(d, kind->ask, about, &d->target, e))
		return false;
	enum state state = d->target ? kind->with : kind->without;
	if (!(verb->from & state))
		return err_set(e, d->target ? ERR_CONFLICT : ERR_NOT_FOUND,
			       d->target ? MSG_ACT_THERE : MSG_ACT_NOT_THERE,
			       ARGS(verb->name, object_rows[verb->target].name));
	int64_t version = val_get_int(d->target, S("changed"), 0);
	if (d->act->version >= 0 && d->act->version != version)
		return stale(d, version, e);
	return true;
}

bool ledger_decide(struct arena *a, const struct action *act, const struct ledger_state *state,
		   struct outcome *out, struct err *e)
{
	*out = (struct outcome){ 0 };
	struct decision d = { a, act, state, NULL, out };
	const struct verb *verb = verb_find(act->verb);
	if (!verb)
		return err_set(e, ERR_BAD_INPUT, MSG_ACT_VERB, ARGS(act->verb));
	if (!action_check(act, e))
		return false;
	if (!(verb->roles & act->roles))
		return err_set(e, ERR_DENIED, MSG_ACT_DENIED, ARGS(act->actor, verb->name));
	if (!check_fields(a, verb, act->fields, out, e) || !check_target(&d, verb, e) ||
	    !verb->decide(&d, e))
		return false;
	for (ptrdiff_t i = 0; i < out->effects.n; i++)
		if (!effect_check(&out->effects.p[i], e))
			return false;
	return true;
}
