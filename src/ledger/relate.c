/*
 * How a finding stands to others: the several that it is split into, the earlier
 * one that it repeats (屡查屡犯), the units that support the one in charge.
 */
#include "ledger/issue.h"
#include "ledger/pack_use.h"
#include "ledger/verb_row.h"
#include "text/items.h"

enum { PARTS_MIN = 2, PARTS_MAX = 20 };

/* The decision row of what leaves the finding's state as it is. */
static bool stay(struct step *p, struct err *e)
{
	return step_decision(p, p->d->verb->to ? p->d->verb->to : p->d->from, e);
}

/* The parts, one finding each: they take over what the origin had. */
static bool add_parts(struct decision *d, const struct val *inspection, struct err *e)
{
	static const struct {
		struct str name;
		int column;
	} kept[] = {
		{ S("detail"), COL_FINDING_DETAIL },     { S("class"), COL_FINDING_CLASS },
		{ S("standard"), COL_FINDING_STANDARD }, { S("due"), COL_FINDING_DUE },
	};
	struct str rest = decision_text(d, S("titles")), title;
	int64_t category = val_get_int(d->target, S("category"), 0);
	for (int n = 0; items_next(&rest, ITEMS_LINES, &title); n++) {
		const struct val **cell = issue_finding(d, inspection, n, category, title);
		if (!pack_new_finding(d, cell, e))
			return false;
		for (size_t i = 0; i < sizeof(kept) / sizeof(*kept); i++) {
			struct str had = val_get_str(d->target, kept[i].name);
			if (had.p)
				cell[kept[i].column] = val_str(d->a, had);
		}
		if (val_get_str(d->target, S("due")).p)
			cell[COL_FINDING_DUE_RULE] =
				val_str(d->a, val_get_str(d->target, S("due_rule")));
		cell[COL_FINDING_SPLIT_FROM] = val_str(d->a, d->act->target);
	}
	d->out->target = d->act->target;
	return true;
}

/* The origin is withdrawn: what it said is counted once, as its parts. */
static bool split_decide(struct decision *d, struct err *e)
{
	struct step p;
	const struct val *inspection;
	struct str rest = decision_text(d, S("titles")), title;
	int parts = 0;
	while (items_next(&rest, ITEMS_LINES, &title))
		parts++;
	if (parts < PARTS_MIN || parts > PARTS_MAX)
		return err_set(e, ERR_BAD_INPUT, MSG_RELATE_PARTS,
			       ARGS(str_fmt(d->a, "%d", parts)));
	struct val *code = val_str(d->a, val_get_str(d->target, S("inspection_code")));
	if (!step_begin(&p, d, e) || !stay(&p, e) ||
	    !decision_ask(d, ASK_INSPECTION, code, &inspection, e))
		return false;
	return add_parts(d, inspection, e);
}

/* An earlier finding: of an inspection before, or before it in its own. */
static bool link_recurrence_decide(struct decision *d, struct err *e)
{
	struct step p;
	const struct val *of;
	if (!decision_ask(d, ASK_FINDING, decision_field(d, S("of")), &of, e))
		return false;
	if (!of)
		return err_set(e, ERR_NOT_FOUND, MSG_ACT_NO_TARGET,
			       ARGS(d->verb->name, decision_text(d, S("of"))));
	int64_t there = val_get_int(of, S("inspection"), 0);
	int64_t here = val_get_int(d->target, S("inspection"), 0);
	bool before = there < here ||
		      (there == here &&
		       val_get_int(of, S("ordinal"), 0) < val_get_int(d->target, S("ordinal"), 0));
	if (!before)
		return err_set(e, ERR_CONFLICT, MSG_RELATE_EARLIER,
			       ARGS(d->act->target, decision_text(d, S("of"))));
	if (!step_begin(&p, d, e))
		return false;
	p.of[COL_FINDING_RECURRENCE_OF] = decision_field(d, S("of"));
	return stay(&p, e);
}

static bool unlink_recurrence_decide(struct decision *d, struct err *e)
{
	struct step p;
	if (!val_get_str(d->target, S("recurrence_of")).p)
		return err_set(e, ERR_CONFLICT, MSG_RELATE_NO_LINK, ARGS(d->act->target));
	if (!step_begin(&p, d, e))
		return false;
	p.of[COL_FINDING_RECURRENCE_OF] = val_null(d->a);
	return stay(&p, e);
}

/* Any unit may support: it need not be within the actor's reach. */
static bool find_support(struct step *p, int64_t *unit, const struct val **row, struct err *e)
{
	const struct val *given = decision_field(p->d, S("unit")), *found;
	if (!decision_ask(p->d, ASK_UNIT_BY_NAME, given, &found, e))
		return false;
	if (!found)
		return err_set(e, ERR_NOT_FOUND, MSG_ACT_UNIT, ARGS(given->s));
	*unit = val_get_int(found, S("id"), 0);
	return step_ask(p, ASK_SUPPORT, val_int(p->d->a, *unit), row, e);
}

static bool set_support(struct decision *d, bool active, struct err *e)
{
	struct step p;
	const struct val *row;
	int64_t unit;
	if (!step_begin(&p, d, e) || !find_support(&p, &unit, &row, e))
		return false;
	const struct val *is = val_get(row, S("active"));
	if ((is && is->yes) == active)
		return err_set(e, ERR_CONFLICT,
			       active ? MSG_RELATE_SUPPORTS : MSG_RELATE_NO_SUPPORT,
			       ARGS(d->act->target, decision_text(d, S("unit"))));
	const struct val **cell =
		step_row(&p, row ? EFFECT_UPDATE : EFFECT_INSERT, OBJECT_SUPPORT, unit);
	cell[COL_SUPPORT_ACTIVE] = val_bool(d->a, active);
	return stay(&p, e);
}

static bool add_support_decide(struct decision *d, struct err *e)
{
	return set_support(d, true, e);
}

static bool drop_support_decide(struct decision *d, struct err *e)
{
	return set_support(d, false, e);
}

static const struct field split_fields[] = {
	{ S("titles"), WORDS(PROSE), .required = true },
	{ S("reason"), WORDS(PROSE) },
};

static const struct field link_fields[] = {
	{ S("of"), WORDS(24), .required = true },
	{ S("reason"), WORDS(PROSE) },
};

static const struct field unlink_fields[] = {
	{ S("reason"), WORDS(PROSE), .required = true },
};

static const struct field support_fields[] = {
	{ S("unit"), WORDS(LONG_NAME), .required = true },
};

#define SPLITS (STATE_ISSUED | STATE_CLAIMED | STATE_DISPUTED)
#define UNCLOSED (STATES_EARLY | STATES_WORK | STATE_STAGE)
#define THERE (STATES_FINDING & ~STATE_WITHDRAWN)

static const struct verb rows[] = {
	{ S("split"), OBJECT_FINDING, SPLITS, STATE_WITHDRAWN, SUPERVISES, false, 0, 0,
	  FIELDS(split_fields), MSG_VERB_SPLIT, split_decide },
	{ S("link-recurrence"), OBJECT_FINDING, THERE, 0, ASSIGNS, false, 0, 0,
	  FIELDS(link_fields), MSG_VERB_LINK_RECURRENCE, link_recurrence_decide },
	{ S("unlink-recurrence"), OBJECT_FINDING, THERE, 0, ASSIGNS, false, 0, 0,
	  FIELDS(unlink_fields), MSG_VERB_UNLINK_RECURRENCE, unlink_recurrence_decide },
	{ S("add-support"), OBJECT_FINDING, UNCLOSED, 0, ASSIGNS, false, 0, 0,
	  FIELDS(support_fields), MSG_VERB_ADD_SUPPORT, add_support_decide },
	{ S("drop-support"), OBJECT_FINDING, UNCLOSED, 0, ASSIGNS, false, 0, 0,
	  FIELDS(support_fields), MSG_VERB_DROP_SUPPORT, drop_support_decide },
};

const struct verb_family relate_family = FAMILY(rows);
