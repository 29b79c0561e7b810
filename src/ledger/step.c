/* Steps of a finding's life: see step.h. */
#include "ledger/step.h"

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

/* Who reported on the finding, or asked for what is decided, may not decide. */
static bool check_second(struct step *p, struct err *e)
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
		.ordinal = val_get_int(d->target, S("decisions"), 0) + 1,
		.day = decision_day(d->a, d->act->happened),
	};
	if (d->verb->second && !check_second(p, e))
		return false;
	struct effect *f = effect_add(d->a, &d->out->effects, EFFECT_UPDATE, OBJECT_FINDING);
	f->cell[COL_FINDING_INSPECTION] = val_int(d->a, p->inspection);
	f->cell[COL_FINDING_ORDINAL] = val_int(d->a, p->finding);
	for (int i = 0; i < d->verb->fields; i++) {
		const struct val *given = decision_field(d, d->verb->field[i].name);
		if (d->verb->field[i].column && given)
			f->cell[d->verb->field[i].column] = given;
	}
	if (f->cell[COL_FINDING_DUE])
		f->cell[COL_FINDING_DUE_RULE] = val_null(d->a);
	p->of = f->cell;
	return true;
}

/* The row that this one answers: who asked may not answer. */
static bool answer(struct step *p, struct err *e)
{
	struct decision *d = p->d;
	const struct object *o = &object_rows[OBJECT_FINDING];
	const struct val *asked = d->verb->answers
					  ? val_get(d->target, o->column[d->verb->answers].name)
					  : NULL;
	const struct val *row;
	if (!asked || asked->kind != VAL_INT)
		return true;
	if (!step_ask(p, ASK_DECISION, val_int(d->a, asked->i), &row, e))
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

bool step_decision(struct step *p, enum state state, struct err *e)
{
	struct decision *d = p->d;
	struct str words = decision_text(d, S("reason"));
	const struct val **cell = step_row(p, EFFECT_INSERT, OBJECT_DECISION, p->ordinal);
	words = words.p ? words : decision_text(d, S("opinion"));
	words = words.p ? words : decision_text(d, S("text"));
	p->decision = cell;
	cell[COL_DECISION_VERB] = val_str(d->a, d->verb->name);
	cell[COL_DECISION_ACTOR] = val_str(d->a, d->act->actor);
	cell[COL_DECISION_DATE] = val_str(d->a, p->day);
	cell[COL_DECISION_VERSION] = val_get(d->target, S("changed"));
	cell[COL_DECISION_STATE] = val_str(d->a, state_row_of(state)->name);
	cell[COL_DECISION_TEXT] = val_str(d->a, words);
	cell[COL_DECISION_DUE] = decision_field(d, S("due"));
	cell[COL_DECISION_SCORE] = decision_field(d, S("score"));
	if (p->rule.n) {
		cell[COL_DECISION_DUE] = p->of[COL_FINDING_DUE];
		cell[COL_DECISION_RULE] = val_str(d->a, p->rule);
	}
	if (p->level)
		cell[COL_DECISION_LEVEL] = val_int(d->a, p->level);
	if (d->from == STATE_APPLIED && state != STATE_APPLIED)
		p->of[COL_FINDING_LEVEL] = val_null(d->a);
	if (state != d->from)
		p->of[COL_FINDING_STATE] = val_str(d->a, state_row_of(state)->name);
	if (d->verb->asks)
		p->of[d->verb->asks] = val_int(d->a, p->ordinal);
	return answer(p, e);
}
