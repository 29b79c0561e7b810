/* Steps of an object's life: see step.h. */
#include "ledger/step.h"

/* What a decision is to a finding, a row of `step` is to any other object: their
 * columns stand in one order. */
_Static_assert((int)COL_STEP_ORDINAL == (int)COL_DECISION_ORDINAL &&
		       (int)COL_STEP_VERB == (int)COL_DECISION_VERB &&
		       (int)COL_STEP_ACTOR == (int)COL_DECISION_ACTOR &&
		       (int)COL_STEP_DATE == (int)COL_DECISION_DATE &&
		       (int)COL_STEP_VERSION == (int)COL_DECISION_VERSION &&
		       (int)COL_STEP_STATE == (int)COL_DECISION_STATE &&
		       (int)COL_STEP_ASKED == (int)COL_DECISION_ASKED &&
		       (int)COL_STEP_ASKED_BY == (int)COL_DECISION_ASKED_BY &&
		       (int)COL_STEP_TEXT == (int)COL_DECISION_TEXT &&
		       (int)COL_STEP_DUE == (int)COL_DECISION_DUE,
	       "step and decision have the same columns");

static bool of_finding(const struct step *p)
{
	return p->d->verb->target == OBJECT_FINDING;
}

const struct val **step_row(struct step *p, enum effect_kind kind, enum object_id object,
			    int64_t ordinal)
{
	struct arena *a = p->d->a;
	struct effect *f = effect_add(a, &p->d->out->effects, kind, object);
	f->cell[0] = val_int(a, p->inspection);
	f->cell[1] = val_int(a, p->finding);
	f->cell[2] = val_int(a, ordinal);
	return f->cell;
}

bool step_ask(struct step *p, enum question q, struct val *of, const struct val **row,
	      struct err *e)
{
	struct val *about = val_list(p->d->a);
	val_push(about, val_int(p->d->a, p->inspection));
	val_push(about, val_int(p->d->a, p->finding));
	val_push(about, of);
	return decision_ask(p->d, q, about, row, e);
}

bool step_measure(struct step *p, const struct val *number, const struct val **row, struct err *e)
{
	if (!step_ask(p, ASK_MEASURE, val_int(p->d->a, number->i), row, e))
		return false;
	return *row || err_set(e, ERR_NOT_FOUND, MSG_MEASURE_NONE,
			       ARGS(p->d->act->target,
				    str_fmt(p->d->a, "%lld", (long long)number->i)));
}

bool step_second(struct step *p, struct err *e)
{
	const struct action *act = p->d->act;
	const struct val *row;
	if (!step_ask(p, ASK_REPORT_BY, val_str(p->d->a, act->actor), &row, e))
		return false;
	return !row || err_set(e, ERR_DENIED, MSG_ACT_REPORTED,
			       ARGS(act->actor, act->verb, act->target,
				    val_get_str(row, S("date"))));
}

bool step_begin(struct step *p, struct decision *d, struct err *e)
{
	*p = (struct step){
		.d = d,
		.inspection = val_get_int(d->target, S("inspection"), 0),
		.finding = val_get_int(d->target, S("ordinal"), 0),
		.id = val_get_int(d->target, S("id"), 0),
		.day = decision_day(d->a, d->act->happened),
	};
	p->ordinal = val_get_int(d->target, of_finding(p) ? S("decisions") : S("steps"), 0) + 1;
	if (d->verb->second && of_finding(p) && !step_second(p, e))
		return false;
	const struct object *o = &object_rows[d->verb->target];
	struct effect *f = effect_add(d->a, &d->out->effects, EFFECT_UPDATE, d->verb->target);
	for (int i = 0; i < o->keys; i++)
		f->cell[i] = val_int(d->a, val_get_int(d->target, o->column[i].name, 0));
	for (int i = 0; i < d->verb->fields; i++) {
		const struct val *given = decision_field(d, d->verb->field[i].name);
		if (d->verb->field[i].column && given)
			f->cell[d->verb->field[i].column] = given;
	}
	if (of_finding(p) && f->cell[COL_FINDING_DUE])
		f->cell[COL_FINDING_DUE_RULE] = val_null(d->a);
	p->of = f->cell;
	return true;
}

/* The row of this object's steps with that ordinal. */
static bool ask_asked(struct step *p, int64_t ordinal, const struct val **row, struct err *e)
{
	struct arena *a = p->d->a;
	struct val *about = val_list(a);
	if (of_finding(p))
		return step_ask(p, ASK_DECISION, val_int(a, ordinal), row, e);
	val_push(about, val_str(a, object_rows[p->d->verb->target].name));
	val_push(about, val_int(a, p->id));
	val_push(about, val_int(a, ordinal));
	return decision_ask(p->d, ASK_STEP, about, row, e);
}

/* The row that this one answers: who asked may not answer. */
static bool answer(struct step *p, struct err *e)
{
	struct decision *d = p->d;
	const struct object *o = &object_rows[d->verb->target];
	const struct val *asked = d->verb->answers
					  ? val_get(d->target, o->column[d->verb->answers].name)
					  : NULL;
	const struct val *row;
	if (!asked || asked->kind != VAL_INT)
		return true;
	if (!ask_asked(p, asked->i, &row, e))
		return false;
	struct str who = val_get_str(row, S("actor"));
	if (str_eq(who, d->act->actor))
		return err_set(e, ERR_DENIED, MSG_ACT_SECOND,
			       ARGS(who, d->act->verb, d->act->target, val_get_str(row, S("verb")),
				    val_get_str(row, S("date"))));
	p->decision[COL_DECISION_ASKED] = val_int(d->a, asked->i);
	p->decision[COL_DECISION_ASKED_BY] = val_str(d->a, who);
	return true;
}

/* A row of `step`, all but its text. */
static const struct val **add_row(struct decision *d, enum object_id object, int64_t id,
				  int64_t ordinal)
{
	struct effect *f = effect_add(d->a, &d->out->effects, EFFECT_INSERT, OBJECT_STEP);
	f->cell[COL_STEP_OBJECT] = val_str(d->a, object_rows[object].name);
	f->cell[COL_STEP_ID] = val_int(d->a, id);
	f->cell[COL_STEP_ORDINAL] = val_int(d->a, ordinal);
	return f->cell;
}

/* What every row of steps has. */
static void fill_row(struct decision *d, const struct val **cell, enum object_id object,
		     enum state state, int64_t version)
{
	cell[COL_STEP_VERB] = val_str(d->a, d->verb->name);
	cell[COL_STEP_ACTOR] = val_str(d->a, d->act->actor);
	cell[COL_STEP_DATE] = val_str(d->a, decision_day(d->a, d->act->happened));
	cell[COL_STEP_VERSION] = val_int(d->a, version);
	cell[COL_STEP_STATE] = val_str(d->a, state_row_of(object, state)->name);
	cell[COL_STEP_DUE] = decision_field(d, S("due"));
}

/* What a decision on a finding has beside. */
static void fill_finding(struct step *p, enum state state)
{
	struct decision *d = p->d;
	const struct val **cell = p->decision;
	cell[COL_DECISION_SCORE] = decision_field(d, S("score"));
	if (p->rule.n) {
		cell[COL_DECISION_DUE] = p->of[COL_FINDING_DUE];
		cell[COL_DECISION_RULE] = val_str(d->a, p->rule);
	}
	if (p->level)
		cell[COL_DECISION_LEVEL] = val_int(d->a, p->level);
	if (d->from == STATE_APPLIED && state != STATE_APPLIED)
		p->of[COL_FINDING_LEVEL] = val_null(d->a);
}

void step_first(struct decision *d, enum object_id object, int64_t id, enum state state)
{
	fill_row(d, add_row(d, object, id, 1), object, state, 0);
}

bool step_decision(struct step *p, enum state state, struct err *e)
{
	struct decision *d = p->d;
	struct str words = decision_text(d, S("reason"));
	enum object_id object = d->verb->target;
	const struct val **cell =
		of_finding(p) ? step_row(p, EFFECT_INSERT, OBJECT_DECISION, p->ordinal)
			      : add_row(d, object, p->id, p->ordinal);
	words = words.p ? words : decision_text(d, S("opinion"));
	words = words.p ? words : decision_text(d, S("text"));
	p->decision = cell;
	fill_row(d, cell, object, state, val_get_int(d->target, S("changed"), 0));
	cell[COL_STEP_TEXT] = val_str(d->a, words);
	if (of_finding(p))
		fill_finding(p, state);
	if (state != d->from)
		p->of[object_column(&object_rows[object], S("state"))] =
			val_str(d->a, state_row_of(object, state)->name);
	if (d->verb->asks)
		p->of[d->verb->asks] = val_int(d->a, p->ordinal);
	return answer(p, e);
}
