/*
 * The steps of a finding's life that need more than the table of verbs says:
 * dates, closing, looking back, extension. Nothing closes by itself: each
 * closing is one person's step upon one version.
 */
#include "base/date.h"
#include "ledger/case.h"
#include "ledger/issue.h"
#include "ledger/pack_use.h"
#include "ledger/review.h"

/* Where the verb leads; it stays where the table names no state. */
static enum state led_to(const struct decision *d)
{
	return d->verb->to ? d->verb->to : d->from;
}

/* A step that the table says all of. */
bool step_decide(struct decision *d, struct err *e)
{
	struct step p;
	return step_begin(&p, d, e) && step_decision(&p, led_to(d), e);
}

static struct str number(struct decision *d, int64_t n)
{
	return str_fmt(d->a, "%lld", (long long)n);
}

/* The day on which the action is recorded: no claimed clock moves a date. */
static struct str today(struct decision *d)
{
	return decision_day(d->a, d->act->recorded);
}

bool assign_decide(struct decision *d, struct err *e)
{
	struct step p;
	int64_t unit = UNIT_WHOLE;
	const struct val *lead = decision_field(d, S("lead-unit"));
	if (!d->out->logged->first)
		return err_set(e, ERR_BAD_INPUT, MSG_FINDING_NOTHING, ARGS(d->verb->name));
	if ((lead && !decision_unit(d, S("lead-unit"), &unit, e)) || !step_begin(&p, d, e))
		return false;
	if (lead)
		p.of[COL_FINDING_LEAD_UNIT] = val_int(d->a, unit);
	p.of[COL_FINDING_AMOUNT] = issue_amount(d);
	return pack_step_dates(&p, PACK_DUE, e) && step_decision(&p, led_to(d), e);
}

/* The unit may set the date where none is set; a set one is the supervisor's
 * to move, or is extended. */
bool set_due_decide(struct decision *d, struct err *e)
{
	struct step p;
	struct str due = val_get_str(d->target, S("due"));
	if (due.p && !(d->actor.roles & ACTOR_SUPERVISOR))
		return err_set(e, ERR_DENIED, MSG_FINDING_DUE_SET, ARGS(d->act->target, due));
	return decision_ahead(d, e) && step_begin(&p, d, e) && step_decision(&p, led_to(d), e);
}

/* The finding has measures; where `done`, each is done and proved. */
static bool check_measures(struct decision *d, bool done, struct err *e)
{
	int64_t open = val_get_int(d->target, S("open_measure"), 0);
	int64_t unproved = val_get_int(d->target, S("unproved"), 0);
	struct str code = d->act->target;
	if (!val_get_int(d->target, S("measures"), 0))
		return err_set(e, ERR_CONFLICT, MSG_FINDING_NO_MEASURE, ARGS(d->verb->name, code));
	if (done && open)
		return err_set(e, ERR_CONFLICT, MSG_FINDING_OPEN,
			       ARGS(d->verb->name, code, number(d, open)));
	if (done && unproved)
		return err_set(e, ERR_CONFLICT, MSG_FINDING_UNPROVED,
			       ARGS(d->verb->name, code, number(d, unproved)));
	return true;
}

bool plan_decide(struct decision *d, struct err *e)
{
	struct step p;
	return check_measures(d, false, e) && decision_ahead(d, e) && step_begin(&p, d, e) &&
	       pack_step_dates(&p, PACK_DUE, e) && step_decision(&p, led_to(d), e);
}

bool claim_decide(struct decision *d, struct err *e)
{
	struct step p;
	return step_begin(&p, d, e) && pack_step_dates(&p, PACK_CLAIM, e) &&
	       step_decision(&p, led_to(d), e);
}

bool approve_decide(struct decision *d, struct err *e)
{
	struct step p;
	return step_begin(&p, d, e) && pack_step_dates(&p, PACK_APPROVE, e) &&
	       step_decision(&p, led_to(d), e);
}

bool return_decide(struct decision *d, struct err *e)
{
	struct step p;
	return step_begin(&p, d, e) && review_begin(&p, e) && step_decision(&p, led_to(d), e);
}

bool apply_decide(struct decision *d, struct err *e)
{
	/* a continuing finding's stage may be over while its measures go on */
	bool staged = str_eq(val_get_str(d->target, S("class")), S("continuing"));
	return check_measures(d, !staged, e) && step_decide(d, e);
}

bool close_decide(struct decision *d, struct err *e)
{
	struct step p;
	bool staged = str_eq(val_get_str(d->target, S("class")), S("continuing"));
	if (d->verb->to == STATE_STAGE && !staged)
		return err_set(e, ERR_CONFLICT, MSG_FINDING_NOT_CONTINUING,
			       ARGS(d->verb->name, d->act->target));
	if ((d->verb->to == STATE_CLOSED && !check_measures(d, true, e)) || !decision_ahead(d, e) ||
	    !step_begin(&p, d, e) || (d->verb->review && !review_begin(&p, e)))
		return false;
	if (d->verb->review && !review_last(&p))
		return review_raise(&p, e);
	if (d->verb->to & STATES_OVER)
		p.of[COL_FINDING_CLOSED] = val_str(d->a, today(d));
	return step_decision(&p, led_to(d), e);
}

/* Opened again: a new date, counted, and evidence counts from now on. */
static void open_again(struct step *p)
{
	struct decision *d = p->d;
	p->of[COL_FINDING_CLOSED] = val_null(d->a);
	p->of[COL_FINDING_SINCE] = val_str(d->a, today(d));
	p->of[COL_FINDING_PROGRESS] = val_str(d->a, S("under-way"));
	p->of[COL_FINDING_REOPENED] =
		val_int(d->a, val_get_int(d->target, S("reopened"), 0) + 1);
}

bool reopen_decide(struct decision *d, struct err *e)
{
	struct step p;
	if (!decision_ahead(d, e) || !step_begin(&p, d, e))
		return false;
	open_again(&p);
	struct str of = decision_text(d, S("case"));
	if (of.p && !case_link(d, of, d->act->target, e))
		return false;
	return step_decision(&p, led_to(d), e);
}

bool look_back_decide(struct decision *d, struct err *e)
{
	struct step p;
	bool held = str_eq(decision_text(d, S("outcome")), S("held"));
	struct str due = decision_text(d, S("due"));
	if (held != !due.p || (!held && !decision_text(d, S("opinion")).p))
		return err_set(e, ERR_BAD_INPUT, MSG_FINDING_LOOK_BACK, NO_ARGS);
	if (!decision_ahead(d, e) || !step_begin(&p, d, e))
		return false;
	if (!held) {
		p.of[COL_FINDING_DUE] = decision_field(d, S("due"));
		p.of[COL_FINDING_DUE_RULE] = val_null(d->a);
		open_again(&p);
	}
	if (!step_decision(&p, held ? STATE_HELD : STATE_REOPENED, e))
		return false;
	const struct val **cell = step_row(&p, EFFECT_INSERT, OBJECT_LOOKBACK, p.ordinal);
	cell[COL_LOOKBACK_DATE] = val_str(d->a, p.day);
	cell[COL_LOOKBACK_OUTCOME] = decision_field(d, S("outcome"));
	cell[COL_LOOKBACK_SAMPLE] = decision_field(d, S("sample"));
	return true;
}

bool extend_decide(struct decision *d, struct err *e)
{
	struct step p;
	struct str due = val_get_str(d->target, S("due")), asked = decision_text(d, S("due"));
	if (!due.p)
		return err_set(e, ERR_CONFLICT, MSG_FINDING_DUE_UNSET, ARGS(d->act->target));
	if (val_get_int(d->target, S("extension"), 0))
		return err_set(e, ERR_CONFLICT, MSG_FINDING_EXTENDING, ARGS(d->act->target));
	if (str_cmp(today(d), due) > 0)
		return err_set(e, ERR_CONFLICT, MSG_FINDING_LATE, ARGS(d->act->target, due));
	if (str_cmp(asked, due) <= 0)
		return err_set(e, ERR_BAD_INPUT, MSG_FINDING_SHORTER, ARGS(asked, due));
	if (!pack_extension(d, due, asked, e) || !pack_extension_times(d, today(d), due, e))
		return false;
	if (!step_begin(&p, d, e) || !step_decision(&p, led_to(d), e))
		return false;
	const struct val **cell = step_row(&p, EFFECT_INSERT, OBJECT_EXTENSION, p.ordinal);
	cell[COL_EXTENSION_ORIGINAL] = val_str(d->a, due);
	cell[COL_EXTENSION_ASKED] = decision_field(d, S("due"));
	cell[COL_EXTENSION_REASON] = decision_field(d, S("reason"));
	cell[COL_EXTENSION_ASKED_BY] = val_str(d->a, d->act->actor);
	return true;
}

/* Granted: the date asked for, or the one that is given. */
bool decide_extension_decide(struct decision *d, struct err *e)
{
	struct step p;
	const struct val *asked, *due = decision_field(d, S("due"));
	bool granted = str_eq(decision_text(d, S("outcome")), S("granted"));
	int64_t ordinal = val_get_int(d->target, S("extension"), 0);
	if (!ordinal)
		return err_set(e, ERR_CONFLICT, MSG_FINDING_NOT_EXTENDING, ARGS(d->act->target));
	if (!granted && due)
		return err_set(e, ERR_BAD_INPUT, MSG_FINDING_REFUSED_DUE, NO_ARGS);
	if (!step_begin(&p, d, e) ||
	    !step_ask(&p, ASK_EXTENSION, val_int(d->a, ordinal), &asked, e))
		return false;
	struct str original = val_get_str(asked, S("original"));
	due = due ? due : val_get(asked, S("asked"));
	if (granted && str_cmp(due->s, original) <= 0)
		return err_set(e, ERR_BAD_INPUT, MSG_FINDING_SHORTER, ARGS(due->s, original));
	if (granted && !pack_extension(d, original, due->s, e))
		return false;
	p.of[COL_FINDING_EXTENSION] = val_null(d->a);
	if (granted) {
		p.of[COL_FINDING_DUE] = val_str(d->a, due->s);
		p.of[COL_FINDING_DUE_RULE] = val_null(d->a);
	}
	if (!step_decision(&p, led_to(d), e))
		return false;
	const struct val **cell = step_row(&p, EFFECT_UPDATE, OBJECT_EXTENSION, ordinal);
	cell[COL_EXTENSION_OUTCOME] = decision_field(d, S("outcome"));
	cell[COL_EXTENSION_GRANTED] = granted ? val_str(d->a, due->s) : NULL;
	cell[COL_EXTENSION_DECIDED_BY] = val_str(d->a, d->act->actor);
	cell[COL_EXTENSION_DECIDED] = val_str(d->a, today(d));
	return true;
}
