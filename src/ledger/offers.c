/* What can be done next: see offers.h. */
#include "ledger/offers.h"

#include "ledger/once.h"

struct val *offer_sample(struct arena *a, const struct value_rule *rule)
{
	struct str rest = rule->words, first = S("-");
	if (rule->words.n)
		str_split(&rest, ' ', &first);
	switch (rule->type) {
	case VALUE_INT:
	case VALUE_REAL:
	case VALUE_MONEY:
		return val_int(a, rule->min);
	case VALUE_BOOL:
		return val_bool(a, true);
	case VALUE_DATE:
		return val_str(a, S("2999-12-31"));
	case VALUE_TIME:
		return val_str(a, S("2999-12-31T00:00:00Z"));
	case VALUE_HASH:
		return val_str(a, S("00000000000000000000000000000000"
				    "00000000000000000000000000000000"));
	case VALUE_TREE:
		return val_map(a);
	case VALUE_TEXT:
		break;
	}
	return val_str(a, first);
}

/* Tries the verb: true also where it is only refused for what was filled in. */
static bool try(struct arena *a, const struct ledger_state *state, struct action *act,
		struct offer *offer, struct err *e)
{
	struct val *fields = val_map(a);
	struct outcome outcome;
	for (int i = 0; i < offer->verb->fields; i++)
		if (offer->verb->field[i].required)
			val_put(fields, offer->verb->field[i].name,
				offer_sample(a, &offer->verb->field[i].rule));
	act->verb = offer->verb->name;
	act->fields = fields;
	offer->allowed = ledger_decide(a, act, state, &outcome, &offer->why);
	switch (offer->why.code) {
	case ERR_BAD_INPUT:
	case ERR_NOT_FOUND:
	case ERR_LIMIT:
		offer->allowed = true;
		break;
	case ERR_IO:
	case ERR_DB:
	case ERR_BUG:
		*e = offer->why;
		return false;
	case ERR_NONE:
	case ERR_DENIED:
	case ERR_CONFLICT:
	case ERR_CODES:
		break;
	}
	return true;
}

bool ledger_offer(struct arena *a, const struct ledger_state *state, struct str actor,
		  const struct verb *verb, struct str target, struct str now, struct offer *out,
		  struct err *e)
{
	struct action act = { .actor = actor, .target = target, .version = VERSION_ANY,
			      .happened = now, .recorded = now };
	*out = (struct offer){ .verb = verb };
	return try(a, state, &act, out, e);
}

/* The state that the thing is in; NOT_FOUND where there is none. */
static bool state_of(struct arena *a, const struct ledger_state *state, enum object_id object,
		     struct str target, enum state *out, struct err *e)
{
	struct decision d = { .a = a, .state = state };
	const struct val *row = NULL;
	*out = STATE_OPEN;
	if (object == OBJECT_LEDGER)
		return true;
	if (!decision_coded(&d, object, target, &row, e))
		return false;
	if (!row)
		return err_set(e, ERR_NOT_FOUND, MSG_ACT_NO_TARGET, ARGS(S("-"), target));
	if (object_column(&object_rows[object], S("state")) >= 0)
		*out = state_find(object, val_get_str(row, S("state")));
	return true;
}

static bool may_follow(const struct verb *verb, enum object_id object, enum state from)
{
	return verb->target == object && verb->from & from;
}

bool ledger_offers(struct arena *a, const struct ledger_state *state, struct str actor,
		   enum object_id object, struct str target, struct str now, struct offers *out,
		   struct err *e)
{
	enum state from;
	struct ledger_state once = ledger_once(a, *state);
	*out = (struct offers){ 0 };
	if (!state_of(a, &once, object, target, &from, e))
		return false;
	int n = 0;
	for verb_each(verb)
		n += may_follow(verb, object, from);
	out->p = arena_new(a, struct offer, n);
	for verb_each(verb)
		if (may_follow(verb, object, from) &&
		    !ledger_offer(a, &once, actor, verb, target, now, &out->p[out->n++], e))
			return false;
	return true;
}
