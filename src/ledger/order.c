/*
 * 督办单: orders to a unit about findings that it is late or weak on, in four
 * levels: reminder 提醒, order 督办, warning 告诫, accountability 问责. A raised
 * order keeps the one before. Who replies never settles.
 */
#include "ledger/number.h"
#include "ledger/step.h"
#include "ledger/verb_row.h"

#define LEVEL_WORDS S("reminder order warning accountability")

/* The level after `level`; STR_NONE after the last. */
static struct str next_level(struct str level)
{
	struct str rest = LEVEL_WORDS, word, next;
	while (str_split(&rest, ' ', &word))
		if (str_eq(word, level))
			return str_split(&rest, ' ', &next) ? next : STR_NONE;
	return STR_NONE;
}

/* A new order's row, its first step with it; the cells of the row. */
static const struct val **add_order(struct decision *d, struct str level, struct err *e)
{
	struct arena *a = d->a;
	struct effect *f = number_new(d, OBJECT_SUPERVISION_ORDER, ASK_ORDER_LAST, "DB", e);
	if (!f)
		return NULL;
	const struct val **cell = f->cell;
	cell[COL_SUPERVISION_ORDER_PERSON] = decision_field(d, S("person"));
	cell[COL_SUPERVISION_ORDER_LEVEL] = val_str(a, level);
	cell[COL_SUPERVISION_ORDER_TEXT] = decision_field(d, S("text"));
	cell[COL_SUPERVISION_ORDER_ISSUED] = val_str(a, decision_day(a, d->act->recorded));
	cell[COL_SUPERVISION_ORDER_DUE] = decision_field(d, S("due"));
	cell[COL_SUPERVISION_ORDER_STATE] =
		val_str(a, state_row_of(OBJECT_SUPERVISION_ORDER, ORDER_SENT)->name);
	step_first(d, OBJECT_SUPERVISION_ORDER, cell[COL_SUPERVISION_ORDER_ID]->i, ORDER_SENT);
	return cell;
}

/* An order is about what is open, and about what its unit or one under it has or
 * leads; the unit of the first finding where none is named. */
static bool fits_order(struct decision *d, void *with, const struct val *row, struct err *e)
{
	static const char *const columns[] = { "unit", "lead_unit" };
	int64_t *unit = with;
	struct str code = val_get_str(row, S("code"));
	enum state state = state_find(OBJECT_FINDING, val_get_str(row, S("state")));
	if (state & (STATES_OVER | STATE_WITHDRAWN)) {
		const struct state_row *s = state_row_of(OBJECT_FINDING, state);
		return err_set(e, ERR_CONFLICT, MSG_ORDER_OVER,
			       ARGS(code, msg_text(s->outward, LANG_ZH), s->name));
	}
	if (*unit == UNIT_WHOLE)
		*unit = val_get_int(row, S("unit"), UNIT_WHOLE);
	if (*unit == UNIT_WHOLE)
		return err_set(e, ERR_BAD_INPUT, MSG_ORDER_NOBODY, NO_ARGS);
	struct actor addressee = { .unit = *unit };
	for (int i = 0; i < 2; i++) {
		enum reach reach;
		int64_t of = val_get_int(row, str_of(columns[i]), UNIT_WHOLE);
		if (!rights_reach(d->a, d->state, &addressee, of, &reach, e))
			return false;
		if (reach != REACH_OTHER)
			return true;
	}
	return err_set(e, ERR_BAD_INPUT, MSG_ORDER_OTHER, ARGS(code));
}

/* To the unit that is named, else to the one that has the first finding. */
static bool order_decide(struct decision *d, struct err *e)
{
	struct str level = decision_text(d, S("level"));
	int64_t unit = UNIT_WHOLE;
	if (!decision_ahead(d, e) || (decision_field(d, S("unit")) &&
				      !decision_unit(d, S("unit"), &unit, e)))
		return false;
	const struct val **cell = add_order(d, level.p ? level : S("reminder"), e);
	if (!cell || !number_findings(d, OBJECT_ORDER_ITEM, cell[COL_SUPERVISION_ORDER_ID]->i,
				      fits_order, &unit, e))
		return false;
	if (unit == UNIT_WHOLE)
		return err_set(e, ERR_BAD_INPUT, MSG_ORDER_NOBODY, NO_ARGS);
	cell[COL_SUPERVISION_ORDER_UNIT] = val_int(d->a, unit);
	return true;
}

static bool reply_decide(struct decision *d, struct err *e)
{
	struct step p;
	if (!step_begin(&p, d, e))
		return false;
	p.of[COL_SUPERVISION_ORDER_REPLY] = decision_field(d, S("text"));
	p.of[COL_SUPERVISION_ORDER_REPLIED] = val_str(d->a, decision_day(d->a, d->act->recorded));
	return step_decision(&p, d->verb->to, e);
}

/* The items of the order, one after another, become those of the new one. */
static bool copy_items(struct decision *d, int64_t from, int64_t to, struct err *e)
{
	int64_t inspection = 0, finding = 0;
	for (;;) {
		const struct val *row;
		struct val *about = val_list(d->a);
		val_push(about, val_int(d->a, from));
		val_push(about, val_int(d->a, inspection));
		val_push(about, val_int(d->a, finding));
		if (!decision_ask(d, ASK_ORDER_ITEM_AFTER, about, &row, e))
			return false;
		if (!row)
			return true;
		inspection = val_get_int(row, S("inspection"), 0);
		finding = val_get_int(row, S("finding"), 0);
		struct effect *f =
			effect_add(d->a, &d->out->effects, EFFECT_INSERT, OBJECT_ORDER_ITEM);
		f->cell[COL_ORDER_ITEM_ID] = val_int(d->a, to);
		f->cell[COL_ORDER_ITEM_INSPECTION] = val_int(d->a, inspection);
		f->cell[COL_ORDER_ITEM_FINDING] = val_int(d->a, finding);
	}
}

static bool raise_order_decide(struct decision *d, struct err *e)
{
	struct step p;
	struct str level = next_level(val_get_str(d->target, S("level")));
	if (!level.p)
		return err_set(e, ERR_CONFLICT, MSG_ORDER_HIGHEST, ARGS(d->act->target));
	if (!decision_ahead(d, e) || !step_begin(&p, d, e) ||
	    !step_decision(&p, d->verb->to, e))
		return false;
	const struct val **cell = add_order(d, level, e);
	if (!cell)
		return false;
	cell[COL_SUPERVISION_ORDER_UNIT] = val_int(d->a, val_get_int(d->target, S("unit"), 0));
	cell[COL_SUPERVISION_ORDER_RAISED_FROM] = val_str(d->a, d->act->target);
	if (!cell[COL_SUPERVISION_ORDER_PERSON])
		cell[COL_SUPERVISION_ORDER_PERSON] =
			val_str(d->a, val_get_str(d->target, S("person")));
	return copy_items(d, p.id, cell[COL_SUPERVISION_ORDER_ID]->i, e);
}

static const struct field order_fields[] = {
	{ S("findings"), WORDS(PROSE), .required = true },
	{ S("text"), WORDS(PROSE), .required = true },
	{ S("level"), ONE_OF(LEVEL_WORDS) },
	{ S("unit"), WORDS(LONG_NAME) },
	{ S("person"), WORDS(NAME) },
	{ S("due"), DAY },
};

static const struct field reply_fields[] = {
	{ S("text"), WORDS(PROSE), .required = true },
};

static const struct field reason_fields[] = {
	{ S("reason"), WORDS(PROSE), .required = true },
};

static const struct field close_fields[] = {
	{ S("opinion"), WORDS(PROSE), .required = true },
};

static const struct field raise_fields[] = {
	{ S("text"), WORDS(PROSE), .required = true },
	{ S("person"), WORDS(NAME) },
	{ S("due"), DAY },
};

#define ASKED COL_SUPERVISION_ORDER_ASKED

static const struct verb rows[] = {
	{ S("order"), OBJECT_LEDGER, STATE_OPEN, ORDER_SENT, SUPERVISES, false, 0, 0,
	  FIELDS(order_fields), MSG_VERB_ORDER, order_decide },
	{ S("reply"), OBJECT_SUPERVISION_ORDER, ORDER_SENT, ORDER_REPLIED, RECTIFIES, false, ASKED,
	  0, FIELDS(reply_fields), MSG_VERB_REPLY, reply_decide },
	{ S("return-reply"), OBJECT_SUPERVISION_ORDER, ORDER_REPLIED, ORDER_SENT, SUPERVISES, true,
	  0, ASKED, FIELDS(reason_fields), MSG_VERB_RETURN_REPLY, step_decide },
	{ S("close-order"), OBJECT_SUPERVISION_ORDER, ORDER_REPLIED, ORDER_SETTLED, SUPERVISES,
	  true, 0, ASKED, FIELDS(close_fields), MSG_VERB_CLOSE_ORDER, step_decide },
	{ S("raise-order"), OBJECT_SUPERVISION_ORDER, ORDER_SENT | ORDER_REPLIED, ORDER_RAISED,
	  SUPERVISES, false, 0, 0, FIELDS(raise_fields), MSG_VERB_RAISE_ORDER,
	  raise_order_decide },
	{ S("withdraw-order"), OBJECT_SUPERVISION_ORDER, ORDER_SENT | ORDER_REPLIED,
	  ORDER_WITHDRAWN, SUPERVISES, false, 0, 0, FIELDS(reason_fields),
	  MSG_VERB_WITHDRAW_ORDER, step_decide },
};

const struct verb_family order_family = FAMILY(rows);
