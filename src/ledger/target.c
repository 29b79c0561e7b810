/*
 * What a measure is held to: indicators (量化指标), whose actual figure is stated
 * or counted by a register,
 * and milestones (节点) with planned and actual days.
 */
#include "ledger/register_use.h"
#include "ledger/step.h"
#include "ledger/verb_row.h"

enum { ORDINALS_MAX = 999 };

/* The finding's measure that the field `measure` names. */
static bool find_measure(struct step *p, const struct val **row, struct err *e)
{
	const struct val *given = decision_field(p->d, S("measure"));
	return step_ask(p, ASK_MEASURE, val_int(p->d->a, given->i), row, e) &&
	       (*row || err_set(e, ERR_NOT_FOUND, MSG_MEASURE_NONE,
				ARGS(p->d->act->target,
				     str_fmt(p->d->a, "%lld", (long long)given->i))));
}

/* The indicator or milestone of it that the field `name` names. */
static bool find_of(struct step *p, enum question q, struct str name, const struct val **row,
		    struct err *e)
{
	struct decision *d = p->d;
	struct val *about = val_list(d->a);
	int64_t measure = decision_field(d, S("measure"))->i, n = decision_field(d, name)->i;
	val_push(about, val_int(d->a, p->inspection));
	val_push(about, val_int(d->a, p->finding));
	val_push(about, val_int(d->a, measure));
	val_push(about, val_int(d->a, n));
	if (!decision_ask(d, q, about, row, e))
		return false;
	return *row || err_set(e, ERR_NOT_FOUND, MSG_TARGET_NONE,
			       ARGS(d->act->target, str_fmt(d->a, "%lld", (long long)measure), name,
				    str_fmt(d->a, "%lld", (long long)n)));
}

/* A row of the measure: its ordinal is `n`. */
static const struct val **row_of(struct step *p, enum effect_kind kind, enum object_id object,
				 int64_t n)
{
	const struct val **cell =
		step_row(p, kind, object, decision_field(p->d, S("measure"))->i);
	cell[3] = val_int(p->d->a, n);
	return cell;
}

/* The action's fields that are columns of the indicator as they are. */
static void take(struct decision *d, const struct val **cell)
{
	static const struct {
		struct str field;
		int column;
	} taken[] = {
		{ S("name"), COL_INDICATOR_NAME },         { S("unit"), COL_INDICATOR_UNIT },
		{ S("target"), COL_INDICATOR_TARGET },     { S("actual"), COL_INDICATOR_ACTUAL },
	};
	for (size_t i = 0; i < sizeof(taken) / sizeof(*taken); i++)
		if (decision_field(d, taken[i].field))
			cell[taken[i].column] = decision_field(d, taken[i].field);
	if (decision_field(d, S("actual")))
		cell[COL_INDICATOR_STATED] = val_str(d->a, decision_day(d->a, d->act->recorded));
}

/* The indicator's register, count and filter are there, in force for the finding's
 * unit; `none` takes the register away. What is counted is not stated. */
static bool link_register(struct decision *d, const struct val **cell, const struct val *was,
			  struct err *e)
{
	struct register_def *r = arena_new(d->a, struct register_def, 1);
	struct register_filter filter;
	struct str name = decision_text(d, S("register")), count = decision_text(d, S("count"));
	struct str where = decision_text(d, S("where")), text;
	int64_t id;
	bool none = str_eq(name, S("none")), given = name.p && !none;
	struct str now = given ? name : none ? STR_NONE : val_get_str(was, S("register"));
	if (now.p && decision_field(d, S("actual")))
		return err_set(e, ERR_CONFLICT, MSG_TARGET_COUNTED, ARGS(now));
	cell[COL_INDICATOR_REGISTER] = none ? val_null(d->a) : given ? val_str(d->a, name) : NULL;
	cell[COL_INDICATOR_COUNTS] = none ? val_null(d->a) : decision_field(d, S("count"));
	cell[COL_INDICATOR_CHOSEN] = none ? val_null(d->a) : decision_field(d, S("where"));
	cell[COL_INDICATOR_SINCE] = none ? val_null(d->a) : decision_field(d, S("from"));
	cell[COL_INDICATOR_UNTIL] = none ? val_null(d->a) : decision_field(d, S("to"));
	if (!now.p)
		return !(count.p || where.p || decision_field(d, S("from")) ||
			 decision_field(d, S("to"))) ||
		       err_set(e, ERR_BAD_INPUT, MSG_TARGET_REGISTER, NO_ARGS);
	if (!register_in_force(d->a, d->state, now, val_get_int(d->target, S("unit"), UNIT_WHOLE),
			       r, &text, &id, e))
		return false;
	cell[COL_INDICATOR_REGISTER] = val_str(d->a, r->name);
	count = count.p ? count : val_get_str(was, S("counts"));
	return (register_count_find(r, count) >= 0 ||
		err_set(e, ERR_BAD_INPUT, MSG_REGISTER_NO_COUNT,
			ARGS(r->name, count.p ? count : S("-"), register_counts(d->a, r)))) &&
	       (!where.p || register_filter_read(d->a, r, where, &filter, e));
}

static bool add_indicator_decide(struct decision *d, struct err *e)
{
	struct step p;
	const struct val *measure;
	if (!step_begin(&p, d, e) || !find_measure(&p, &measure, e))
		return false;
	const struct val **cell = row_of(&p, EFFECT_INSERT, OBJECT_INDICATOR,
					 val_get_int(measure, S("indicators"), 0) + 1);
	take(d, cell);
	return link_register(d, cell, NULL, e);
}

static bool set_indicator_decide(struct decision *d, struct err *e)
{
	struct step p;
	const struct val *indicator;
	if (d->out->logged->count < 3)
		return err_set(e, ERR_BAD_INPUT, MSG_FINDING_NOTHING, ARGS(d->verb->name));
	if (!step_begin(&p, d, e) || !find_of(&p, ASK_INDICATOR, S("indicator"), &indicator, e))
		return false;
	const struct val **cell = row_of(&p, EFFECT_UPDATE, OBJECT_INDICATOR,
					 decision_field(d, S("indicator"))->i);
	take(d, cell);
	return link_register(d, cell, indicator, e);
}

static bool add_milestone_decide(struct decision *d, struct err *e)
{
	struct step p;
	const struct val *measure;
	if (!step_begin(&p, d, e) || !find_measure(&p, &measure, e))
		return false;
	if (!str_eq(val_get_str(measure, S("kind")), S("milestones")))
		return err_set(e, ERR_CONFLICT, MSG_TARGET_KIND, ARGS(d->act->target));
	const struct val **cell = row_of(&p, EFFECT_INSERT, OBJECT_MILESTONE,
					 val_get_int(measure, S("milestones"), 0) + 1);
	cell[COL_MILESTONE_NAME] = decision_field(d, S("name"));
	cell[COL_MILESTONE_PLANNED] = decision_field(d, S("planned"));
	return true;
}

static bool reach_milestone_decide(struct decision *d, struct err *e)
{
	struct step p;
	const struct val *milestone;
	struct str date = decision_text(d, S("date")), now = decision_day(d->a, d->act->recorded);
	date = date.p ? date : now;
	if (str_cmp(date, now) > 0)
		return err_set(e, ERR_BAD_INPUT, MSG_REPORT_FUTURE, ARGS(date, now));
	if (!step_begin(&p, d, e) || !find_of(&p, ASK_MILESTONE, S("milestone"), &milestone, e))
		return false;
	struct str actual = val_get_str(milestone, S("actual"));
	if (actual.p)
		return err_set(e, ERR_CONFLICT, MSG_TARGET_REACHED, ARGS(d->act->target, actual));
	row_of(&p, EFFECT_UPDATE, OBJECT_MILESTONE,
	       decision_field(d, S("milestone"))->i)[COL_MILESTONE_ACTUAL] = val_str(d->a, date);
	return true;
}

#define MEASURE { S("measure"), { VALUE_INT, 1, MEASURES_MAX }, .required = true }
#define ACTUAL { S("unit"), WORDS(60) }, { S("actual"), { VALUE_REAL } }
#define COUNTED                                                                        \
	{ S("register"), WORDS(60) }, { S("count"), WORDS(60) },                       \
		{ S("where"), WORDS(REGISTER_WHERE) }, { S("from"), DAY }, { S("to"), DAY }

static const struct field add_indicator_fields[] = {
	MEASURE,
	{ S("name"), WORDS(NAME), .required = true },
	{ S("target"), { VALUE_REAL }, .required = true },
	ACTUAL,
	COUNTED,
};

static const struct field set_indicator_fields[] = {
	MEASURE,
	{ S("indicator"), { VALUE_INT, 1, ORDINALS_MAX }, .required = true },
	{ S("name"), WORDS(NAME) },
	{ S("target"), { VALUE_REAL } },
	ACTUAL,
	COUNTED,
};

static const struct field add_milestone_fields[] = {
	MEASURE,
	{ S("name"), WORDS(NAME), .required = true },
	{ S("planned"), DAY, .required = true },
};

static const struct field reach_milestone_fields[] = {
	MEASURE,
	{ S("milestone"), { VALUE_INT, 1, ORDINALS_MAX }, .required = true },
	{ S("date"), DAY },
};

#define PLANS (STATE_CLAIMED | STATES_WORK | STATE_STAGE)
#define WORKS (STATES_WORK | STATE_STAGE)

static const struct verb rows[] = {
	{ S("add-indicator"), OBJECT_FINDING, PLANS, 0, RECTIFIES, false, 0, 0,
	  FIELDS(add_indicator_fields), MSG_VERB_ADD_INDICATOR, add_indicator_decide },
	{ S("set-indicator"), OBJECT_FINDING, PLANS, 0, RECTIFIES, false, 0, 0,
	  FIELDS(set_indicator_fields), MSG_VERB_SET_INDICATOR, set_indicator_decide },
	{ S("add-milestone"), OBJECT_FINDING, PLANS, 0, RECTIFIES, false, 0, 0,
	  FIELDS(add_milestone_fields), MSG_VERB_ADD_MILESTONE, add_milestone_decide },
	{ S("reach-milestone"), OBJECT_FINDING, WORKS, 0, RECTIFIES, false, 0, 0,
	  FIELDS(reach_milestone_fields), MSG_VERB_REACH_MILESTONE, reach_milestone_decide },
};

const struct verb_family target_family = FAMILY(rows);
