/* Measures, and what is reported on them or on the finding as a whole. */
#include "ledger/step.h"

/* The later of two days; the first may be none. */
static struct str later(struct str a, struct str b)
{
	return a.p && str_cmp(a, b) > 0 ? a : b;
}

bool report_decide(struct decision *d, struct err *e)
{
	struct step p;
	const struct val *measure, *progress = decision_field(d, S("progress"));
	struct str date = decision_text(d, S("date"));
	struct str now = decision_day(d->a, d->act->recorded);
	if (!step_begin(&p, d, e))
		return false;
	date = date.p ? date : p.day;
	if (str_cmp(date, now) > 0)
		return err_set(e, ERR_BAD_INPUT, MSG_REPORT_FUTURE, ARGS(date, now));
	if (decision_field(d, S("measure"))) {
		if (!step_measure(&p, decision_field(d, S("measure")), &measure, e))
			return false;
		const struct val **cell = step_row(&p, EFFECT_UPDATE, OBJECT_MEASURE,
						   val_get_int(measure, S("ordinal"), 0));
		/* the key is inspection, finding, ordinal: as step_row() fills it */
		cell[COL_MEASURE_PROGRESS] = progress;
		cell[COL_MEASURE_REPORTED] =
			val_str(d->a, later(val_get_str(measure, S("reported")), date));
	} else if (progress) {
		p.of[COL_FINDING_PROGRESS] = progress;
	}
	const struct val **cell = step_row(&p, EFFECT_INSERT, OBJECT_REPORT,
					   val_get_int(d->target, S("reports"), 0) + 1);
	cell[COL_REPORT_MEASURE] = decision_field(d, S("measure"));
	cell[COL_REPORT_ACTOR] = val_str(d->a, d->act->actor);
	cell[COL_REPORT_DATE] = val_str(d->a, date);
	cell[COL_REPORT_TEXT] = decision_field(d, S("text"));
	cell[COL_REPORT_PROGRESS] = progress;
	cell[COL_REPORT_REASON] = decision_field(d, S("reason"));
	cell[COL_REPORT_NEXT] = decision_field(d, S("next"));
	return true;
}

/* What may be said of a measure, when it is added or later. */
static const struct {
	struct str field;
	int column;
} measure_fields[] = {
	{ S("kind"), COL_MEASURE_KIND },     { S("every"), COL_MEASURE_EVERY },
	{ S("starts"), COL_MEASURE_STARTS }, { S("due"), COL_MEASURE_DUE },
	{ S("owner"), COL_MEASURE_OWNER },
};

static void take(struct decision *d, const struct val **cell)
{
	for (size_t i = 0; i < sizeof(measure_fields) / sizeof(*measure_fields); i++)
		if (decision_field(d, measure_fields[i].field))
			cell[measure_fields[i].column] = decision_field(d, measure_fields[i].field);
}

/* A measure that recurs says how often and from when; no other does. */
static bool check_kind(const struct decision *d, const struct val *before, struct err *e)
{
	struct str of[3] = { S("kind"), S("every"), S("starts") };
	for (int i = 0; i < 3; i++) {
		struct str given = decision_text(d, of[i]);
		of[i] = given.p ? given : val_get_str(before, of[i]);
	}
	bool recurring = str_eq(of[0], S("recurring"));
	if (recurring ? of[1].p && of[2].p : !of[1].p && !of[2].p)
		return true;
	return err_set(e, ERR_BAD_INPUT, MSG_MEASURE_KIND, NO_ARGS);
}

bool add_measure_decide(struct decision *d, struct err *e)
{
	struct step p;
	if (!check_kind(d, NULL, e) || !step_begin(&p, d, e))
		return false;
	const struct val **cell = step_row(&p, EFFECT_INSERT, OBJECT_MEASURE,
					   val_get_int(d->target, S("measures"), 0) + 1);
	int64_t position = val_get_int(d->target, S("position"), 0);
	cell[COL_MEASURE_TEXT] = decision_field(d, S("text"));
	cell[COL_MEASURE_POSITION] =
		val_int(d->a, val_get_int(d->target, S("measure_position"), position));
	cell[COL_MEASURE_FLOWS] = val_bool(d->a, false);
	take(d, cell);
	return true;
}

bool set_measure_decide(struct decision *d, struct err *e)
{
	struct step p;
	const struct val *measure;
	if (d->out->logged->count < 2)
		return err_set(e, ERR_BAD_INPUT, MSG_FINDING_NOTHING, ARGS(d->verb->name));
	if (!step_begin(&p, d, e) ||
	    !step_measure(&p, decision_field(d, S("measure")), &measure, e) ||
	    !check_kind(d, measure, e))
		return false;
	take(d, step_row(&p, EFFECT_UPDATE, OBJECT_MEASURE,
			 val_get_int(measure, S("ordinal"), 0)));
	return true;
}
