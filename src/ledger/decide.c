/*
 * The door itself: an action is checked against the table of verbs in one
 * order for all (fields, target, rights, version, state), then its verb decides,
 * then every effect is checked against the table of objects.
 */
#include "base/buf.h"
#include "base/date.h"
#include "ledger/review.h"

enum { CHINA_HOURS = 8 }; /* China Standard Time: no summer time, one zone */

static const struct value_rule actor_rule = { VALUE_TEXT, 1, 300 };
static const struct value_rule target_rule = { VALUE_TEXT, 1, 600 };
static const struct value_rule key_rule = { VALUE_TEXT, 1, 200 };
static const struct value_rule time_rule = { VALUE_TIME, 0, 0 };

/* How the object that a verb acts on is found: by the action's target, its
 * code or name, or the ledger itself. */
static const struct target_kind {
	enum question ask;
	bool coded;
} target_kinds[OBJECT_COUNT] = {
	[OBJECT_LEDGER] = { ASK_LEDGER, false },
	[OBJECT_UNIT] = { ASK_UNIT_BY_NAME, true },
	[OBJECT_PERSON] = { ASK_PERSON, true },
	[OBJECT_INSPECTION] = { ASK_INSPECTION, true },
	[OBJECT_FINDING] = { ASK_FINDING, true },
	[OBJECT_SUPERVISION_ORDER] = { ASK_ORDER, true },
	[OBJECT_CASE_FILE] = { ASK_CASE, true },
	[OBJECT_REGULATION] = { ASK_REGULATION, true },
	[OBJECT_EVIDENCE] = { ASK_EVIDENCE, true },
	[OBJECT_RECORD] = { ASK_RECORD, true },
	[OBJECT_PUBLICATION] = { ASK_PUBLICATION, true },
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

const struct val *decision_field(const struct decision *d, struct str name)
{
	const struct val *v = val_get(d->act->fields, name);
	return v && v->kind != VAL_NULL ? v : NULL;
}

struct str decision_text(const struct decision *d, struct str name)
{
	return val_get_str(d->act->fields, name);
}

struct str decision_day(struct arena *a, struct str time)
{
	struct date day = { 0 };
	int64_t hour = 0;
	date_parse(str_cut(time, 0, 10), &day);
	str_int(str_cut(time, 11, 13), &hour);
	return date_iso(a, date_of_days(date_days(day) + (hour >= 24 - CHINA_HOURS)));
}

bool decision_ahead(struct decision *d, struct err *e)
{
	struct str due = decision_text(d, S("due")), now = decision_day(d->a, d->act->recorded);
	return !due.p || str_cmp(due, now) >= 0 ||
	       err_set(e, ERR_BAD_INPUT, MSG_FINDING_PAST, ARGS(d->verb->name, due, now));
}

bool decision_within(struct decision *d, int64_t unit, struct str what, struct err *e)
{
	enum reach reach;
	if (!rights_reach(d->a, d->state, &d->actor, unit, &reach, e))
		return false;
	return reach != REACH_OTHER ||
	       err_set(e, ERR_DENIED, what.p ? MSG_ACT_REACH : MSG_ACT_REACH_WHOLE,
		       ARGS(d->act->actor, d->verb->name, roles_text(d->a, d->actor.roles), what));
}

bool decision_unit(struct decision *d, struct str name, int64_t *unit, struct err *e)
{
	const struct val *given = decision_field(d, name), *row;
	*unit = UNIT_WHOLE;
	if (given) {
		if (!decision_ask(d, ASK_UNIT_BY_NAME, given, &row, e))
			return false;
		if (!row)
			return err_set(e, ERR_NOT_FOUND, MSG_ACT_UNIT, ARGS(given->s));
		*unit = val_get_int(row, S("id"), UNIT_WHOLE);
	}
	return decision_within(d, *unit, given ? given->s : STR_NONE, e);
}

bool decision_ask(struct decision *d, enum question q, const struct val *about,
		  const struct val **row, struct err *e)
{
	*row = NULL;
	return d->state->ask(d->state->with, d->a, q, about, row, e);
}

bool decision_coded(struct decision *d, enum object_id object, struct str code,
		    const struct val **row, struct err *e)
{
	const struct target_kind *kind = &target_kinds[object];
	*row = NULL;
	return !kind->coded || decision_ask(d, kind->ask, val_str(d->a, code), row, e);
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

/* Whose life an object has: evidence that of its finding. */
static enum object_id life_of(enum object_id object)
{
	return object == OBJECT_EVIDENCE ? OBJECT_FINDING : object;
}

/* Finds the row acted on, and the state it is in. */
static bool find_target(struct decision *d, struct err *e)
{
	const struct verb *verb = d->verb;
	const struct target_kind *kind = &target_kinds[verb->target];
	struct str code = d->act->target.p ? d->act->target : S("");
	if (!kind->coded && code.n)
		return err_set(e, ERR_BAD_INPUT, MSG_ACT_TARGET, ARGS(verb->name, code));
	if (kind->coded && !check_text(&target_rule, code, S("target"), e))
		return false;
	if (!decision_ask(d, kind->ask, kind->coded ? val_str(d->a, code) : NULL, &d->target, e))
		return false;
	d->from = d->target ? STATE_OPEN : STATE_NONE;
	enum object_id life = life_of(verb->target);
	if (d->target && object_column(&object_rows[life], S("state")) >= 0)
		d->from = state_find(life, val_get_str(d->target, S("state")));
	if (d->target || verb->from & STATE_NONE)
		return true;
	if (kind->coded)
		return err_set(e, ERR_NOT_FOUND, MSG_ACT_NO_TARGET, ARGS(verb->name, code));
	return err_set(e, ERR_NOT_FOUND, MSG_ACT_NOT_THERE,
		       ARGS(verb->name, object_rows[verb->target].name));
}

/* Who acts: a person of the ledger; where it has none yet (it is of an earlier
 * version), who started it. */
static bool find_actor(struct decision *d, struct err *e)
{
	const struct val *person, *any, *start;
	struct str bad;
	if (!decision_ask(d, ASK_PERSON, val_str(d->a, d->act->actor), &person, e))
		return false;
	if (person) {
		d->actor.unit = val_get_int(person, S("unit"), UNIT_WHOLE);
		roles_read(val_get_str(person, S("roles")), &d->actor.roles, &bad);
		return true;
	}
	if (!decision_ask(d, ASK_PERSON_LAST, NULL, &any, e) ||
	    !decision_ask(d, ASK_EVENT, val_int(d->a, 1), &start, e))
		return false;
	if (any || !str_eq(val_get_str(start, S("actor")), d->act->actor))
		return err_set(e, ERR_DENIED, MSG_ACT_NOBODY, ARGS(d->act->actor));
	d->actor = (struct actor){ ACTOR_CLERK | ACTOR_ADMIN, UNIT_WHOLE };
	return true;
}

/* Where the target stands to the actor: by the unit that was inspected; who is
 * of the unit that leads the work has it as their own. */
static bool find_reach(struct decision *d, enum reach *reach, struct err *e)
{
	struct str column = d->verb->target == OBJECT_UNIT ? S("id") : S("unit");
	*reach = d->actor.unit == UNIT_WHOLE ? REACH_UNDER : REACH_OWN;
	if (d->verb->target == OBJECT_LEDGER)
		return true; /* what it makes is held against the reach by its decision */
	if (!rights_reach(d->a, d->state, &d->actor,
			  val_get_int(d->target, column, UNIT_WHOLE), reach, e))
		return false;
	int64_t lead = val_get_int(d->target, S("lead_unit"), UNIT_WHOLE);
	if (*reach != REACH_OTHER || lead == UNIT_WHOLE)
		return true;
	if (!rights_reach(d->a, d->state, &d->actor, lead, reach, e))
		return false;
	if (*reach == REACH_UNDER)
		*reach = REACH_OWN;
	return true;
}

static bool check_rights(struct decision *d, struct err *e)
{
	enum reach reach;
	if (d->verb->from & STATE_NONE)
		return true; /* who may make the folder may start the ledger */
	struct rights rights = d->verb->rights;
	if (!find_actor(d, e) || !find_reach(d, &reach, e) ||
	    (d->verb->review && !review_rights(d, &rights, e)))
		return false;
	if (rights.may[reach] & d->actor.roles)
		return true;
	if (d->levels > 1 && reach != REACH_OTHER)
		return review_denied(d, &rights, e);
	return err_set(e, ERR_DENIED, reach == REACH_OTHER ? MSG_ACT_REACH : MSG_ACT_DENIED,
		       ARGS(d->act->actor, d->verb->name, roles_text(d->a, d->actor.roles),
			    d->act->target));
}

/* The verbs that the object takes in that state. */
static struct str verbs_from(struct arena *a, enum object_id object, enum state state)
{
	struct buf b;
	buf_init(&b, a);
	for
		verb_each(v) if (v->target == object && v->from & state)
		{
			buf_add(&b, buf_str(&b).n ? S(" ") : S(""));
			buf_add(&b, v->name);
		}
	return b.n ? buf_str(&b) : S("-");
}

/* The version first: who lost a race learns who won it. */
static bool check_state(struct decision *d, struct err *e)
{
	const struct state_row *row = state_row_of(life_of(d->verb->target), d->from);
	int64_t version = val_get_int(d->target, S("changed"), 0);
	if (d->act->version >= 0 && d->target && d->act->version != version)
		return stale(d, version, e);
	if (!(d->verb->from & d->from) && row)
		return err_set(e, ERR_CONFLICT, MSG_ACT_STATE,
			       ARGS(d->verb->name, d->act->target,
				    msg_text(row->outward, LANG_ZH), row->name,
				    verbs_from(d->a, d->verb->target, d->from)));
	if (!(d->verb->from & d->from))
		return err_set(e, ERR_CONFLICT, MSG_ACT_THERE,
			       ARGS(d->verb->name, object_rows[d->verb->target].name));
	return true;
}

/* What happened cannot be later than its recording. */
static bool check_times(const struct action *act, struct err *e)
{
	if (str_cmp(str_cut(act->happened, 0, 19), str_cut(act->recorded, 0, 19)) <= 0)
		return true;
	return err_set(e, ERR_BAD_INPUT, MSG_ACT_FUTURE, ARGS(act->happened, act->recorded));
}

bool ledger_decide(struct arena *a, const struct action *act, const struct ledger_state *state,
		   struct outcome *out, struct err *e)
{
	*out = (struct outcome){ 0 };
	const struct verb *verb = verb_find(act->verb);
	struct decision d = { .a = a, .act = act, .state = state, .verb = verb, .out = out };
	if (!verb)
		return err_set(e, ERR_BAD_INPUT, MSG_ACT_VERB, ARGS(act->verb));
	if (!action_check(act, e) || !check_times(act, e))
		return false;
	out->target = act->target;
	if (!check_fields(a, verb, act->fields, out, e) || !find_target(&d, e) ||
	    !check_rights(&d, e) || !check_state(&d, e) || !verb->decide(&d, e))
		return false;
	for (ptrdiff_t i = 0; i < out->effects.n; i++)
		if (!effect_check(&out->effects.p[i], e))
			return false;
	return true;
}
