/*
 * 登记: a record of a register, from its values to its nodes (申请, 审核 … as the
 * definition has them). A record keeps to the definition that it was made under.
 */
#include "ledger/number.h"
#include "ledger/register_use.h"
#include "ledger/step.h"
#include "ledger/verb_row.h"

static struct str number(struct decision *d, int64_t n)
{
	return str_fmt(d->a, "%lld", (long long)n);
}

static bool check_date(struct decision *d, struct str date, struct err *e)
{
	struct str now = decision_day(d->a, d->act->recorded);
	return !date.p || str_cmp(date, now) <= 0 ||
	       err_set(e, ERR_BAD_INPUT, MSG_REPORT_FUTURE, ARGS(date, now));
}

/* The finding or inspection that `about` names, which the actor reaches, and the
 * finding's measure. */
static bool check_about(struct decision *d, struct err *e)
{
	struct str code = decision_text(d, S("about"));
	const struct val *measure = decision_field(d, S("measure")), *row;
	if (measure && !code.p)
		return err_set(e, ERR_BAD_INPUT, MSG_RECORD_MEASURE, NO_ARGS);
	if (!code.p)
		return true;
	if (!decision_ask(d, ASK_FINDING, val_str(d->a, code), &row, e))
		return false;
	if (row && measure) {
		struct val *about = val_list(d->a);
		const struct val *of;
		val_push(about, val_int(d->a, val_get_int(row, S("inspection"), 0)));
		val_push(about, val_int(d->a, val_get_int(row, S("ordinal"), 0)));
		val_push(about, val_int(d->a, measure->i));
		if (!decision_ask(d, ASK_MEASURE, about, &of, e))
			return false;
		if (!of)
			return err_set(e, ERR_NOT_FOUND, MSG_MEASURE_NONE,
				       ARGS(code, number(d, measure->i)));
	}
	if (!row && (measure || !decision_ask(d, ASK_INSPECTION, val_str(d->a, code), &row, e)))
		return measure ? err_set(e, ERR_NOT_FOUND, MSG_ACT_NO_TARGET,
					 ARGS(d->verb->name, code))
			       : false;
	if (!row)
		return err_set(e, ERR_NOT_FOUND, MSG_ACT_NO_TARGET, ARGS(d->verb->name, code));
	return decision_within(d, val_get_int(row, S("unit"), UNIT_WHOLE), code, e);
}

/* The field's value as given, as text; STR_NONE where it is not given. */
static struct str given_text(struct decision *d, const struct val *values, struct str name)
{
	const struct val *v = val_get(values, name);
	if (!v)
		return STR_NONE;
	switch (v->kind) {
	case VAL_STR: return v->s;
	case VAL_INT: return number(d, v->i);
	case VAL_NUM: return str_fmt(d->a, "%.15g", v->num);
	case VAL_BOOL: return v->yes ? S("yes") : S("no");
	case VAL_NULL:
	case VAL_MARKUP:
	case VAL_LIST:
	case VAL_MAP: break;
	}
	return S("");
}

static struct str field_names(struct decision *d, const struct register_def *r)
{
	struct str all = S("");
	for (int i = 0; i < r->fields; i++)
		all = str_fmt(d->a, "%.*s%s%.*s", STR_ARG(all), i ? " " : "",
			      STR_ARG(r->field[i].name));
	return all;
}

/* What was given is of the register's fields. */
static bool check_names(struct decision *d, const struct register_def *r,
			const struct val *values, struct err *e)
{
	if (values && values->kind != VAL_MAP)
		return err_set(e, ERR_BAD_INPUT, MSG_ACT_FIELD, ARGS(d->verb->name, S("values")));
	for val_each(v, values)
		if (register_field_find(r, v->key) < 0)
			return err_set(e, ERR_BAD_INPUT, MSG_RECORD_FIELD,
				       ARGS(r->name, v->key, field_names(d, r)));
	return true;
}

/* The row of that field's value, NULL where it has none. */
static bool ask_value(struct decision *d, int64_t record, struct str field,
		      const struct val **row, struct err *e)
{
	struct val *key = val_list(d->a);
	val_push(key, val_int(d->a, OBJECT_RECORD_VALUE));
	val_push(key, val_int(d->a, record));
	val_push(key, val_str(d->a, field));
	return decision_ask(d, ASK_ROW, key, row, e);
}

static const int columns[] = {
	[REGISTER_IN_TEXT] = COL_RECORD_VALUE_TEXT,
	[REGISTER_IN_NUMBER] = COL_RECORD_VALUE_NUMBER,
	[REGISTER_IN_DATE] = COL_RECORD_VALUE_DATE,
	[REGISTER_IN_SECRET] = COL_RECORD_VALUE_SECRET,
};

static void put_value(struct decision *d, enum effect_kind kind, int64_t record,
		      const struct register_field *f, const struct val *v)
{
	struct effect *x = effect_add(d->a, &d->out->effects, kind, OBJECT_RECORD_VALUE);
	x->cell[COL_RECORD_VALUE_RECORD] = val_int(d->a, record);
	x->cell[COL_RECORD_VALUE_FIELD] = val_str(d->a, f->name);
	x->cell[columns[register_column(f)]] = v;
}

static bool lacks(const struct register_field *f, struct err *e)
{
	return err_set(e, ERR_BAD_INPUT, MSG_RECORD_LACKS,
		       ARGS(f->label[LANG_ZH], f->name));
}

/* The values of a new record, or those that a correction changes. */
static bool put_values(struct decision *d, const struct register_def *r, int64_t record,
		       bool fresh, struct err *e)
{
	const struct val *values = decision_field(d, S("values"));
	if (!check_names(d, r, values, e))
		return false;
	for (int i = 0; i < r->fields; i++) {
		const struct register_field *f = &r->field[i];
		struct str text = given_text(d, values, f->name);
		const struct val *v = NULL, *row = NULL;
		if (text.p && !register_value_read(d->a, f, text, &v, e))
			return false;
		bool empty = !v || v->kind == VAL_NULL;
		if (f->required && empty && (fresh || text.p))
			return lacks(f, e);
		if (fresh ? empty : !text.p)
			continue;
		if (!fresh && !ask_value(d, record, f->name, &row, e))
			return false;
		if (row || !empty)
			put_value(d, row ? EFFECT_UPDATE : EFFECT_INSERT, record, f, v);
	}
	return true;
}

static void add_node(struct decision *d, const struct register_def *r, int64_t record, int at,
		     struct str date)
{
	struct effect *f = effect_add(d->a, &d->out->effects, EFFECT_INSERT, OBJECT_RECORD_NODE);
	f->cell[COL_RECORD_NODE_RECORD] = val_int(d->a, record);
	f->cell[COL_RECORD_NODE_ORDINAL] = val_int(d->a, at + 1);
	f->cell[COL_RECORD_NODE_NAME] = val_str(d->a, r->node[at].name);
	f->cell[COL_RECORD_NODE_DATE] = val_str(d->a, date);
	f->cell[COL_RECORD_NODE_ACTOR] = val_str(d->a, d->act->actor);
	f->cell[COL_RECORD_NODE_TEXT] = decision_field(d, S("text"));
}

/* Nodes that were passed before the record was made here, by the dates of `nodes`,
 * {NAME: date} from the second on: stated by who records them, as an imported row is. */
static bool put_nodes(struct decision *d, const struct register_def *r, int64_t record,
		      const struct val **node, struct err *e)
{
	const struct val *nodes = decision_field(d, S("nodes"));
	struct str last = decision_text(d, S("date")), now = decision_day(d->a, d->act->recorded);
	struct str s = STR_NONE;
	struct date day;
	int at = 1;
	if (!r->nodes)
		return !nodes || err_set(e, ERR_BAD_INPUT, MSG_RECORD_NODES, ARGS(r->name));
	add_node(d, r, record, 0, last);
	for (; nodes && at - 1 < nodes->count; last = s) {
		s = at < r->nodes ? given_text(d, nodes, r->node[at].name) : STR_NONE;
		if (!date_parse(s, &day) || str_cmp(s, last) < 0 || str_cmp(s, now) > 0)
			return err_set(e, ERR_BAD_INPUT, MSG_RECORD_NODES, ARGS(s.p ? s : S("-")));
		const struct val *values = decision_field(d, S("values"));
		int needs = r->node[at].needs;
		if (needs >= 0 && !given_text(d, values, r->field[needs].name).n)
			return lacks(&r->field[needs], e);
		add_node(d, r, record, at++, s);
	}
	*node = val_int(d->a, at);
	return true;
}

/* The record's unit: the one named, else the actor's own. */
static bool find_unit(struct decision *d, int64_t *unit, struct err *e)
{
	*unit = d->actor.unit;
	if (decision_field(d, S("unit")) && !decision_unit(d, S("unit"), unit, e))
		return false;
	return *unit != UNIT_WHOLE || err_set(e, ERR_BAD_INPUT, MSG_RECORD_UNIT, NO_ARGS);
}

static bool record_decide(struct decision *d, struct err *e)
{
	struct register_def *r = arena_new(d->a, struct register_def, 1);
	struct str text, date = decision_text(d, S("date"));
	int64_t unit, id;
	if (!check_date(d, date, e) || !find_unit(d, &unit, e) ||
	    !register_in_force(d->a, d->state, decision_text(d, S("register")), unit, r, &text,
			       &id, e) ||
	    !check_about(d, e) || (!id && !register_insert(d, r, text, UNIT_WHOLE, &id, e)))
		return false;
	struct effect *f = number_new(d, OBJECT_RECORD, ASK_RECORD_LAST, "DJ", e);
	if (!f)
		return false;
	const struct val **cell = f->cell;
	int64_t record = cell[COL_RECORD_ID]->i;
	cell[COL_RECORD_REGISTER] = val_int(d->a, id);
	cell[COL_RECORD_NAME] = val_str(d->a, r->name);
	cell[COL_RECORD_UNIT] = val_int(d->a, unit);
	cell[COL_RECORD_DATE] = val_str(d->a, date);
	cell[COL_RECORD_ABOUT] = decision_field(d, S("about"));
	cell[COL_RECORD_MEASURE] = decision_field(d, S("measure"));
	cell[COL_RECORD_STATE] =
		val_str(d->a, state_row_of(OBJECT_RECORD, RECORD_RECORDED)->name);
	step_first(d, OBJECT_RECORD, record, RECORD_RECORDED);
	return put_nodes(d, r, record, &cell[COL_RECORD_NODE], e) &&
	       put_values(d, r, record, true, e);
}

/* The definition that the target was made under. */
static bool own_register(struct decision *d, struct register_def **out, struct err *e)
{
	*out = arena_new(d->a, struct register_def, 1);
	return register_read(d->a, val_get_str(d->target, S("definition")), *out, e);
}

static bool correct_decide(struct decision *d, struct err *e)
{
	struct register_def *r;
	struct step p;
	if (d->act->fields->count == 1 && !decision_field(d, S("values"))->count)
		return err_set(e, ERR_BAD_INPUT, MSG_FINDING_NOTHING, ARGS(d->verb->name));
	return check_date(d, decision_text(d, S("date")), e) && check_about(d, e) &&
	       own_register(d, &r, e) && step_begin(&p, d, e) &&
	       put_values(d, r, p.id, false, e) && step_decision(&p, d->from, e);
}

/* Who did the node before, where this one wants another. */
static bool check_second(struct decision *d, int64_t record, int at, struct err *e)
{
	const struct val *row;
	struct val *key = val_list(d->a);
	val_push(key, val_int(d->a, OBJECT_RECORD_NODE));
	val_push(key, val_int(d->a, record));
	val_push(key, val_int(d->a, at));
	if (!decision_ask(d, ASK_ROW, key, &row, e))
		return false;
	return !str_eq(val_get_str(row, S("actor")), d->act->actor) ||
	       err_set(e, ERR_DENIED, MSG_RECORD_SECOND,
		       ARGS(d->act->actor, val_get_str(row, S("name")), d->act->target));
}

/* What must be there before the node. */
static bool check_needs(struct decision *d, const struct register_field *f, int64_t record,
			struct err *e)
{
	const struct val *row;
	if (!ask_value(d, record, f->name, &row, e))
		return false;
	for val_each(v, row)
		if (v->kind != VAL_NULL && !str_eq(v->key, S("record")) &&
		    !str_eq(v->key, S("field")))
			return true;
	return lacks(f, e);
}

static bool advance_decide(struct decision *d, struct err *e)
{
	struct register_def *r;
	struct step p;
	int at = (int)val_get_int(d->target, S("node"), 0);
	struct str node = decision_text(d, S("node")), date = decision_text(d, S("date"));
	if (!check_date(d, date, e) || !own_register(d, &r, e) || !step_begin(&p, d, e))
		return false;
	if (at >= r->nodes)
		return err_set(e, ERR_CONFLICT, MSG_RECORD_DONE, ARGS(d->act->target));
	if (node.p && !str_eq(node, r->node[at].name))
		return err_set(e, ERR_CONFLICT, MSG_RECORD_NEXT,
			       ARGS(d->act->target, r->node[at].name, node));
	if ((r->node[at].second && !check_second(d, p.id, at, e)) ||
	    (r->node[at].needs >= 0 && !check_needs(d, &r->field[r->node[at].needs], p.id, e)))
		return false;
	p.of[COL_RECORD_NODE] = val_int(d->a, at + 1);
	add_node(d, r, p.id, at, date.p ? date : decision_day(d->a, d->act->recorded));
	return step_decision(&p, d->from, e);
}

#define ABOUT_FIELDS                                                           \
	{ S("about"), WORDS(24), .column = COL_RECORD_ABOUT },                 \
	{                                                                      \
		S("measure"), { VALUE_INT, 1, MEASURES_MAX }, .column = COL_RECORD_MEASURE \
	}

static const struct field add_fields[] = {
	{ S("text"), WORDS(CONF_BYTES), .required = true, .bulk = true },
	{ S("unit"), WORDS(LONG_NAME) },
};

static const struct field record_fields[] = {
	{ S("register"), WORDS(CONF_NAME), .required = true },
	{ S("date"), DAY, .required = true },
	{ S("unit"), WORDS(LONG_NAME) },
	ABOUT_FIELDS,
	{ S("values"), { VALUE_TREE }, .required = true, .bulk = true },
	{ S("nodes"), { VALUE_TREE }, .bulk = true },
};

static const struct field correct_fields[] = {
	{ S("date"), DAY, .column = COL_RECORD_DATE },
	ABOUT_FIELDS,
	{ S("reason"), WORDS(PROSE) },
	{ S("values"), { VALUE_TREE }, .required = true, .bulk = true },
};

static const struct field advance_fields[] = {
	{ S("node"), WORDS(CONF_NAME) },
	{ S("date"), DAY },
	{ S("text"), WORDS(REGISTER_VALUE) },
};

static const struct field void_fields[] = {
	{ S("reason"), WORDS(PROSE), .required = true },
};

static const struct verb rows[] = {
	{ S("add-register"), OBJECT_LEDGER, STATE_OPEN, 0, MANAGES, false, 0, 0,
	  FIELDS(add_fields), MSG_VERB_ADD_REGISTER, add_register_decide },
	{ S("record"), OBJECT_LEDGER, STATE_OPEN, RECORD_RECORDED, ASSIGNS, false, 0, 0,
	  FIELDS(record_fields), MSG_VERB_RECORD, record_decide },
	{ S("correct-record"), OBJECT_RECORD, RECORD_RECORDED, 0, ASSIGNS, false, 0, 0,
	  FIELDS(correct_fields), MSG_VERB_CORRECT_RECORD, correct_decide },
	{ S("advance-record"), OBJECT_RECORD, RECORD_RECORDED, 0, ASSIGNS, false, 0, 0,
	  FIELDS(advance_fields), MSG_VERB_ADVANCE_RECORD, advance_decide },
	{ S("void-record"), OBJECT_RECORD, RECORD_RECORDED, RECORD_VOID, ASSIGNS, false, 0, 0,
	  FIELDS(void_fields), MSG_VERB_VOID_RECORD, step_decide },
};

const struct verb_family record_family = FAMILY(rows);
