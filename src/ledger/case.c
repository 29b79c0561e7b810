/*
 * 群众意见, 线索, 巡查发现: what residents say and patrols find, from intake to
 * the resident's answer. Who handled a case never confirms it.
 */
#include "ledger/case.h"
#include "ledger/number.h"
#include "ledger/step.h"
#include "ledger/verb_row.h"

#define CHANNEL_WORDS S("public-page patrol visit phone letter")

static struct str today(struct decision *d)
{
	return decision_day(d->a, d->act->recorded);
}

/* The record (巡查, 联系) that the new case comes from keeps its code: once. */
static bool open_from(struct decision *d, struct str code, struct err *e)
{
	const struct val *of;
	if (!code.p)
		return true;
	if (!decision_ask(d, ASK_RECORD, val_str(d->a, code), &of, e))
		return false;
	if (!of)
		return err_set(e, ERR_NOT_FOUND, MSG_ACT_NO_TARGET, ARGS(d->verb->name, code));
	if (!decision_within(d, val_get_int(of, S("unit"), UNIT_WHOLE), code, e))
		return false;
	struct str opened = val_get_str(of, S("opened"));
	if (opened.p || !str_eq(val_get_str(of, S("state")), S("recorded")))
		return err_set(e, ERR_CONFLICT, MSG_RECORD_OPENED,
			       ARGS(code, opened.p ? opened : S("-")));
	struct effect *f = effect_add(d->a, &d->out->effects, EFFECT_UPDATE, OBJECT_RECORD);
	f->cell[COL_RECORD_ID] = val_int(d->a, val_get_int(of, S("id"), 0));
	f->cell[COL_RECORD_OPENED] = val_str(d->a, d->out->target);
	return true;
}

/* The unit's own where none is named. */
static bool take_case_decide(struct decision *d, struct err *e)
{
	int64_t unit = d->actor.unit;
	struct str date = decision_text(d, S("date")), now = today(d);
	if (date.p && str_cmp(date, now) > 0)
		return err_set(e, ERR_BAD_INPUT, MSG_REPORT_FUTURE, ARGS(date, now));
	if (decision_field(d, S("unit")) && !decision_unit(d, S("unit"), &unit, e))
		return false;
	struct effect *f = number_new(d, OBJECT_CASE_FILE, ASK_CASE_LAST, "QZ", e);
	if (!f)
		return false;
	const struct val **cell = f->cell;
	cell[COL_CASE_FILE_CHANNEL] = decision_field(d, S("channel"));
	cell[COL_CASE_FILE_RECEIVED] = val_str(d->a, date.p ? date : now);
	cell[COL_CASE_FILE_UNIT] = unit == UNIT_WHOLE ? NULL : val_int(d->a, unit);
	cell[COL_CASE_FILE_PLACE] = decision_field(d, S("place"));
	cell[COL_CASE_FILE_TEXT] = decision_field(d, S("text"));
	cell[COL_CASE_FILE_CONTACT] = decision_field(d, S("contact"));
	cell[COL_CASE_FILE_PHONE] = decision_field(d, S("phone"));
	cell[COL_CASE_FILE_STATE] =
		val_str(d->a, state_row_of(OBJECT_CASE_FILE, CASE_INTAKE)->name);
	step_first(d, OBJECT_CASE_FILE, cell[COL_CASE_FILE_ID]->i, CASE_INTAKE);
	return open_from(d, decision_text(d, S("record")), e);
}

static bool dispatch_case_decide(struct decision *d, struct err *e)
{
	struct step p;
	int64_t unit = UNIT_WHOLE;
	bool to = decision_field(d, S("unit"));
	if (!decision_ahead(d, e) || (to && !decision_unit(d, S("unit"), &unit, e)) ||
	    !step_begin(&p, d, e))
		return false;
	if (to)
		p.of[COL_CASE_FILE_UNIT] = val_int(d->a, unit);
	return step_decision(&p, d->verb->to, e);
}

bool case_link(struct decision *d, struct str code, struct str finding, struct err *e)
{
	const struct val *of;
	if (!decision_ask(d, ASK_CASE, val_str(d->a, code), &of, e))
		return false;
	if (!of)
		return err_set(e, ERR_NOT_FOUND, MSG_ACT_NO_TARGET, ARGS(d->verb->name, code));
	struct effect *f = effect_add(d->a, &d->out->effects, EFFECT_UPDATE, OBJECT_CASE_FILE);
	f->cell[COL_CASE_FILE_ID] = val_int(d->a, val_get_int(of, S("id"), 0));
	f->cell[COL_CASE_FILE_FINDING] = val_str(d->a, finding);
	return true;
}

static bool link_case_decide(struct decision *d, struct err *e)
{
	struct step p;
	const struct val *finding;
	if (!number_finding(d, decision_text(d, S("finding")), &finding, e) ||
	    !step_begin(&p, d, e))
		return false;
	p.of[COL_CASE_FILE_FINDING] = decision_field(d, S("finding"));
	return step_decision(&p, d->from, e);
}

static const struct field take_fields[] = {
	{ S("channel"), ONE_OF(CHANNEL_WORDS), .required = true },
	{ S("text"), WORDS(PROSE), .required = true },
	{ S("unit"), WORDS(LONG_NAME) },
	{ S("place"), WORDS(LONG_NAME) },
	{ S("date"), DAY },
	{ S("contact"), WORDS(NAME) },
	{ S("phone"), WORDS(PHONE) },
	{ S("record"), WORDS(20) },
};

static const struct field dispatch_fields[] = {
	{ S("unit"), WORDS(LONG_NAME) },
	{ S("handler"), WORDS(NAME), .column = COL_CASE_FILE_HANDLER },
	{ S("due"), DAY, .column = COL_CASE_FILE_DUE },
	{ S("opinion"), WORDS(PROSE) },
};

static const struct field handle_fields[] = {
	{ S("text"), WORDS(PROSE), .required = true, .column = COL_CASE_FILE_HANDLING },
};

static const struct field answer_fields[] = {
	{ S("text"), WORDS(PROSE), .required = true, .column = COL_CASE_FILE_ANSWER },
};

static const struct field opinion_fields[] = {
	{ S("opinion"), WORDS(PROSE), .required = true },
};

static const struct field reason_fields[] = {
	{ S("reason"), WORDS(PROSE), .required = true },
};

static const struct field link_fields[] = {
	{ S("finding"), WORDS(24), .required = true },
};

#define ASKED COL_CASE_FILE_ASKED

static const struct verb rows[] = {
	{ S("take-case"), OBJECT_LEDGER, STATE_OPEN, CASE_INTAKE, ASSIGNS, false, 0, 0,
	  FIELDS(take_fields), MSG_VERB_TAKE_CASE, take_case_decide },
	{ S("dispatch-case"), OBJECT_CASE_FILE, CASE_INTAKE | CASE_SENT_BACK, CASE_DISPATCHED,
	  ASSIGNS, false, 0, 0, FIELDS(dispatch_fields), MSG_VERB_DISPATCH_CASE,
	  dispatch_case_decide },
	{ S("handle-case"), OBJECT_CASE_FILE, CASE_DISPATCHED | CASE_SENT_BACK, CASE_HANDLED,
	  RECTIFIES, false, ASKED, 0, FIELDS(handle_fields), MSG_VERB_HANDLE_CASE, step_decide },
	{ S("answer-case"), OBJECT_CASE_FILE, CASE_HANDLED, CASE_ANSWERED, ASSIGNS, false, 0, 0,
	  FIELDS(answer_fields), MSG_VERB_ANSWER_CASE, step_decide },
	{ S("confirm-case"), OBJECT_CASE_FILE, CASE_ANSWERED, CASE_CONFIRMED, APPROVES, true, 0,
	  ASKED, FIELDS(opinion_fields), MSG_VERB_CONFIRM_CASE, step_decide },
	{ S("return-case"), OBJECT_CASE_FILE, CASE_HANDLED | CASE_ANSWERED, CASE_SENT_BACK,
	  APPROVES, true, 0, ASKED, FIELDS(reason_fields), MSG_VERB_RETURN_CASE, step_decide },
	{ S("refuse-case"), OBJECT_CASE_FILE, CASE_INTAKE, CASE_REFUSED, APPROVES, false, 0, 0,
	  FIELDS(reason_fields), MSG_VERB_REFUSE_CASE, step_decide },
	{ S("link-case"), OBJECT_CASE_FILE, STATES_CASE & ~CASE_REFUSED, 0, ASSIGNS, false, 0, 0,
	  FIELDS(link_fields), MSG_VERB_LINK_CASE, link_case_decide },
};

const struct verb_family case_family = FAMILY(rows);
