/* The fields of an action's form, and what comes back of them: see acting.h. */
#include "web/acting.h"

#include "view/pack_view.h"
#include "view/publication_view.h"
#include "view/register_view.h"
#include "view/reach.h"
#include "web/engine.h"

enum { AREA_BYTES = 2000, UNITS_PAGE = 500, UNITS_MOST = 2000 };

#define ROLE_WORDS S("clerk lead supervisor publisher auditor admin none")

static enum field_kind kind_of(const struct value_rule *rule)
{
	if (rule->words.n)
		return FIELD_CHOICE;
	if (rule->type == VALUE_DATE)
		return FIELD_DATE;
	if (rule->type == VALUE_INT)
		return FIELD_NUMBER;
	return rule->max >= AREA_BYTES ? FIELD_AREA : FIELD_TEXT;
}

static struct str label_of(struct request *rq, const struct field *f)
{
	return request_word(rq, S("web.field."), f->name, f->name);
}

/* What the thing has now in the column that the field fills. */
static struct str value_now(struct request *rq, const struct field *f, const struct val *shown)
{
	char *key = str_cstr(rq->a, f->name);
	for (char *p = key; *p; p++)
		*p = *p == '-' ? '_' : *p;
	return f->required ? STR_NONE : val_get_str(shown, str_of(key));
}

static struct val *put_option(struct request *rq, struct val *list, struct str value,
			      struct str label, struct str chosen)
{
	struct val *option = val_push(list, val_map(rq->a));
	val_put_str(rq->a, option, S("value"), value);
	val_put_str(rq->a, option, S("label"), label);
	val_put_bool(rq->a, option, S("selected"), str_eq(value, chosen));
	return option;
}

/* Fields that are chosen from what there is, not typed. */

static bool measures(struct request *rq, const struct acting *x, struct field_spec *spec,
		     struct err *e)
{
	spec->kind = FIELD_CHOICE;
	spec->options = val_list(rq->a);
	for val_each(m, val_get(x->shown, S("measures"))) {
		struct str n = str_fmt(rq->a, "%lld",
				       (long long)val_get_int(m, S("ordinal"), 0));
		put_option(rq, spec->options, n,
			   str_fmt(rq->a, "%.*s. %.*s", STR_ARG(n),
				   STR_ARG(val_get_str(m, S("text")))),
			   in_given(rq, spec->name));
	}
	return true;
}

static bool roles(struct request *rq, const struct acting *x, struct field_spec *spec,
		  struct err *e)
{
	spec->kind = FIELD_CHECKS;
	spec->words = ROLE_WORDS;
	spec->group = S("web.role.");
	spec->value = val_get_str(x->row, S("roles"));
	return true;
}

bool acting_units(struct request *rq, struct field_spec *spec, struct err *e)
{
	struct view_reach reach;
	int64_t after = 0;
	struct val *rows = NULL;
	if (!view_reach_of(rq->store, rq->a, rq->who.name, &reach, e))
		return false;
	spec->options = val_list(rq->a);
	for (ptrdiff_t got = UNITS_PAGE; got == UNITS_PAGE && spec->options->count < UNITS_MOST;) {
		if (!store_list(rq->store, rq->a, SQL_UNITS,
				PARAMS(P_INT(after), P_INT(UNITS_PAGE)), &rows, e))
			return false;
		got = rows->count;
		for val_each(row, rows) {
			after = val_get_int(row, S("unit_id"), 0);
			if (view_reaches(&reach, row))
				put_option(rq, spec->options, val_get_str(row, S("name")),
					   STR_NONE, STR_NONE);
		}
	}
	return true;
}

static bool units(struct request *rq, const struct acting *x, struct field_spec *spec,
		  struct err *e)
{
	return acting_units(rq, spec, e);
}

static bool registers(struct request *rq, const struct acting *x, struct field_spec *spec,
		      struct err *e)
{
	const struct val *rows;
	if (!view_registers(rq->store, rq->a, rq->lang, &rows, e))
		return false;
	spec->kind = FIELD_CHOICE;
	spec->options = val_list(rq->a);
	for val_each(row, rows)
		put_option(rq, spec->options, val_get_str(row, S("name")),
			   val_get_str(row, S("title")), in_given(rq, spec->name));
	if (str_eq(x->verb->name, S("set-indicator")))
		put_option(rq, spec->options, S("none"), S("—"), in_given(rq, spec->name));
	return true;
}

static bool settings(struct request *rq, const struct acting *x, struct field_spec *spec,
		     struct err *e)
{
	spec->kind = FIELD_CHOICE;
	spec->options = val_list(rq->a);
	for (int i = 0; i < SETTING_COUNT; i++)
		put_option(rq, spec->options, setting_rows[i].name,
			   msg_text(setting_rows[i].about, rq->lang), in_given(rq, spec->name));
	return true;
}

/* The value of the setting that is named already: as it is, from what it may be. */
static bool setting_value(struct request *rq, const struct acting *x, struct field_spec *spec,
			  struct err *e)
{
	struct settings now;
	int id = setting_find(in_given(rq, S("name")));
	if (id < 0)
		return true;
	if (!store_settings(rq->store, rq->a, &now, e))
		return false;
	const struct setting_row *row = &setting_rows[id];
	spec->value = now.value[id];
	if (row->rule.words.n || row->roles) {
		spec->kind = row->roles ? FIELD_CHECKS : FIELD_CHOICE;
		spec->words = row->roles ? ROLE_WORDS : row->rule.words;
		spec->group = row->roles ? S("web.role.") : S("web.setting.");
	} else if (row->rule.type == VALUE_INT) {
		spec->kind = FIELD_NUMBER;
		spec->hint = request_say(rq, MSG_WEB_SETTINGS_BOUNDS,
					 ARGS(str_fmt(rq->a, "%lld", (long long)row->rule.min),
					      str_fmt(rq->a, "%lld", (long long)row->rule.max)));
	} else {
		spec->kind = FIELD_TEXT;
	}
	return true;
}

static bool packs(struct request *rq, const struct acting *x, struct field_spec *spec,
		  struct err *e)
{
	const struct val *rows;
	if (!view_packs(rq->store, rq->a, &rows, e))
		return false;
	spec->kind = FIELD_CHOICE;
	spec->options = val_list(rq->a);
	for val_each(row, rows)
		put_option(rq, spec->options, val_get_str(row, S("name")),
			   val_get_str(row, rq->lang == LANG_EN ? S("english") : S("name")),
			   in_given(rq, spec->name));
	return true;
}

/* Inspections that were opened and hold nothing yet, of units in reach. */
static bool empty_inspections(struct request *rq, const struct acting *x,
			      struct field_spec *spec, struct err *e)
{
	struct view_reach reach;
	struct val *rows;
	if (!view_reach_of(rq->store, rq->a, rq->who.name, &reach, e) ||
	    !store_list(rq->store, rq->a, SQL_INSPECTIONS_EMPTY, PARAMS(P_INT(UNITS_PAGE)), &rows,
			e))
		return false;
	spec->kind = FIELD_CHOICE;
	spec->options = val_list(rq->a);
	for val_each(row, rows)
		if (view_reaches(&reach, row))
			put_option(rq, spec->options, val_get_str(row, S("code")),
				   str_fmt(rq->a, "%.*s %.*s %.*s",
					   STR_ARG(val_get_str(row, S("code"))),
					   STR_ARG(val_get_str(row, S("kind"))),
					   STR_ARG(val_get_str(row, S("unit")))),
				   in_given(rq, spec->name));
	return true;
}

/* The text that stands, to be changed. */
static bool notice_body(struct request *rq, const struct acting *x, struct field_spec *spec,
			struct err *e)
{
	return view_publication_text(rq->store, rq->a, x->code, 0, &spec->value, e);
}

/* Which fields: of one verb, or (STR_NONE) of all. */
static const struct {
	struct str verb, field;
	bool (*fill)(struct request *rq, const struct acting *x, struct field_spec *spec,
		     struct err *e);
} chosen[] = {
	{ S("edit-notice"), S("body"), notice_body },
	{ S("set-setting"), S("name"), settings },
	{ S("set-setting"), S("value"), setting_value },
	{ S("adopt"), S("inspection"), empty_inspections },
	{ STR_NONE, S("measure"), measures },
	{ STR_NONE, S("roles"), roles },
	{ STR_NONE, S("parent"), units },
	{ STR_NONE, S("lead-unit"), units },
	{ STR_NONE, S("pack"), packs },
	{ STR_NONE, S("register"), registers },
	{ S("add-indicator"), S("unit"), NULL }, /* 单位: what it is counted in */
	{ S("set-indicator"), S("unit"), NULL },
	{ STR_NONE, S("unit"), units },
};

static bool put_field(struct request *rq, const struct acting *x, struct val *list,
		      const struct field *f, struct err *e)
{
	struct str key = str_fmt(rq->a, "%.*s.%.*s", STR_ARG(x->verb->name), STR_ARG(f->name));
	struct field_spec spec = {
		.kind = kind_of(&f->rule),
		.name = f->name,
		.label = request_word(rq, S("web.label."), key, label_of(rq, f)),
		.hint = request_word(rq, S("web.hint."), key,
				     request_word(rq, S("web.hint."), f->name, STR_NONE)),
		.value = f->column ? value_now(rq, f, x->shown) : STR_NONE,
		.words = f->rule.words,
		.group = str_fmt(rq->a, "web.%.*s.", STR_ARG(f->name)),
		.required = f->required,
	};
	for (size_t i = 0; i < sizeof(chosen) / sizeof(*chosen); i++) {
		if (!str_eq(chosen[i].field, f->name) ||
		    (chosen[i].verb.p && !str_eq(chosen[i].verb, x->verb->name)))
			continue;
		if (chosen[i].fill && !chosen[i].fill(rq, x, &spec, e))
			return false;
		break;
	}
	field_put(rq, list, &spec);
	return true;
}

bool acting_fields(struct request *rq, const struct acting *x, struct val *list, struct err *e)
{
	for (int i = 0; i < x->verb->fields; i++)
		if (!put_field(rq, x, list, &x->verb->field[i], e))
			return false;
	return true;
}

static void read_field(struct request *rq, const struct acting *x, const struct field *f,
		       struct val *fields)
{
	struct str typed = in_all(rq, f->name), label = label_of(rq, f);
	struct input input = { f->name, f->rule,
			       msg_find(str_join(rq->a, S("web.field."), f->name)) };
	struct err why = { 0 };
	if (!str_trim(typed).n) {
		if (f->required)
			request_fault(rq, f->name,
				      request_say(rq, MSG_WEB_IN_MISSING, ARGS(label)));
		return;
	}
	const struct val *v = input_read(rq, &input, typed, &why);
	if (!v) {
		request_fault_err(rq, f->name, &why);
		return;
	}
	struct str now = f->column ? value_now(rq, f, x->shown) : STR_NONE;
	if (!(now.p && v->kind == VAL_STR && str_eq(v->s, now)))
		val_put(fields, f->name, (struct val *)v);
}

/* Inputs that are none of the verb's. */
void acting_refuse_unknown(struct request *rq, const struct verb *verb)
{
	static const struct str ours[] = { S("code"), S("verb"), S("target"), S("_csrf"),
					   S("_key"), S("_version"), S("_resumed") };
	for val_each(v, rq->given) {
		bool known = false;
		for (size_t i = 0; !known && i < sizeof(ours) / sizeof(*ours); i++)
			known = str_eq(ours[i], v->key);
		for (int i = 0; !known && i < verb->fields; i++)
			known = str_eq(verb->field[i].name, v->key);
		if (!known)
			request_fault(rq, STR_NONE,
				      request_say(rq, MSG_WEB_IN_UNKNOWN, ARGS(v->key)));
	}
}

struct val *acting_read(struct request *rq, const struct acting *x)
{
	struct val *fields = val_map(rq->a);
	for (int i = 0; i < x->verb->fields; i++)
		read_field(rq, x, &x->verb->field[i], fields);
	return fields;
}
