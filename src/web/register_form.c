/* The form of a register's record: see register_form.h. */
#include "web/register_form.h"

#include "web/acting.h"

enum { AREA_BYTES = 1000 };

static enum field_kind kind_of(const struct register_field *f)
{
	switch (f->type) {
	case REGISTER_TEXT: return f->most > AREA_BYTES ? FIELD_AREA : FIELD_TEXT;
	case REGISTER_NUMBER: return FIELD_NUMBER;
	case REGISTER_MONEY: return FIELD_NUMBER;
	case REGISTER_DATE: return FIELD_DATE;
	case REGISTER_CHOICE:
	case REGISTER_YES: return FIELD_CHOICE;
	}
	return FIELD_TEXT;
}

static void option(struct request *rq, struct val *list, struct str value, struct str label,
		   struct str now)
{
	struct val *v = val_push(list, val_map(rq->a));
	val_put_str(rq->a, v, S("value"), value);
	val_put_str(rq->a, v, S("label"), label);
	val_put_bool(rq->a, v, S("selected"), str_eq(value, now));
}

/* The choices, by name; `now` as the form shows it, a label or a name. */
static struct val *options(struct request *rq, const struct register_field *f, struct str now)
{
	struct val *list = val_list(rq->a);
	const struct val *v = NULL;
	static const struct str yes[] = { S("yes"), S("no") };
	if (now.n && register_value_read(rq->a, f, now, &v, NULL) && v->kind == VAL_STR)
		now = v->s;
	for (int i = 0; i < f->choices; i++)
		option(rq, list, f->choice[i].name, f->choice[i].label[rq->lang], now);
	for (int i = 0; i < 2 && f->type == REGISTER_YES; i++)
		option(rq, list, yes[i],
		       register_value_text(rq->a, f, val_str(rq->a, yes[i]), rq->lang), now);
	return list;
}

static void put(struct request *rq, struct val *list, enum field_kind kind, struct str name,
		struct str label, struct str value, bool required)
{
	struct field_spec spec = { .kind = kind, .name = name, .label = label, .value = value,
				   .required = required };
	field_put(rq, list, &spec);
}

static struct str number(struct request *rq, const struct val *of, struct str key)
{
	int64_t n = val_get_int(of, key, 0);
	return n ? str_fmt(rq->a, "%lld", (long long)n) : STR_NONE;
}

bool register_fields(struct request *rq, const struct register_def *def,
		     const struct val *shown, struct val *list, struct err *e)
{
	struct field_spec unit = { .kind = FIELD_TEXT, .name = S("unit"),
				   .label = msg_text(MSG_RECORD_SHEET_UNIT, rq->lang),
				   .value = rq->who.unit_name, .required = true };
	const struct val *cells = val_get(shown, S("cells"));
	const struct val *cell = cells ? cells->first : NULL;
	put(rq, list, FIELD_DATE, S("date"), def->date[rq->lang],
	    shown ? val_get_str(shown, S("date")) : date_iso(rq->a, rq->today), true);
	if (!shown && !acting_units(rq, &unit, e))
		return false;
	if (!shown)
		field_put(rq, list, &unit);
	for (int i = 0; i < def->fields; i++) {
		const struct register_field *f = &def->field[i];
		struct str now = cell ? cell->s : STR_NONE, typed = in_given(rq, f->name);
		struct field_spec spec = { .kind = kind_of(f), .name = f->name,
					   .label = f->label[rq->lang], .value = now,
					   .required = f->required };
		if (f->personal)
			spec.hint = msg_text(MSG_WEB_REGISTERS_PERSONAL, rq->lang);
		if (spec.kind == FIELD_CHOICE)
			spec.options = options(rq, f, typed.p ? typed : now);
		field_put(rq, list, &spec);
		cell = cell ? cell->next : NULL;
	}
	put(rq, list, FIELD_TEXT, S("about"), msg_text(MSG_WEB_FIELD_ABOUT, rq->lang),
	    val_get_str(shown, S("about")), false);
	put(rq, list, FIELD_NUMBER, S("measure"), msg_text(MSG_WEB_FIELD_MEASURE, rq->lang),
	    number(rq, shown, S("measure")), false);
	if (shown)
		put(rq, list, FIELD_TEXT, S("reason"), msg_text(MSG_WEB_FIELD_REASON, rq->lang),
		    STR_NONE, false);
	return true;
}

/* The form's own inputs, then the route's, then the register's fields. */
static bool is_known(const struct request *rq, const struct register_def *def, struct str name)
{
	static const struct str own[] = { S("date"), S("unit"), S("about"), S("measure"),
					  S("reason") };
	bool known = name.p[0] == '_' || register_field_find(def, name) >= 0;
	for (size_t i = 0; !known && i < sizeof(own) / sizeof(*own); i++)
		known = str_eq(own[i], name);
	for (int i = 0; !known && i < rq->route->in.n; i++)
		known = str_eq(rq->route->in.p[i].name, name);
	return known;
}

/* A value as typed, where it is not what the record has already. */
static void take_value(struct request *rq, const struct register_field *f, const struct val *cell,
		       struct val *values)
{
	struct str typed = str_trim(in_given(rq, f->name));
	const struct val *v;
	struct err why = { 0 };
	if (!typed.n && f->required)
		request_fault(rq, f->name,
			      request_say(rq, MSG_WEB_IN_MISSING, ARGS(f->label[rq->lang])));
	else if (!register_value_read(rq->a, f, typed, &v, &why))
		request_fault_err(rq, f->name, &why);
	else if (cell ? !str_eq(register_value_text(rq->a, f, v, rq->lang), cell->s) : typed.n > 0)
		val_put_str(rq->a, values, f->name, typed);
}

struct val *register_typed(struct request *rq, const struct register_def *def,
			   const struct val *shown)
{
	static const struct str own[] = { S("unit"), S("about"), S("reason") };
	struct val *fields = val_map(rq->a), *values = val_map(rq->a);
	const struct val *cells = val_get(shown, S("cells"));
	const struct val *cell = cells ? cells->first : NULL;
	struct str date = str_trim(in_given(rq, S("date")));
	struct str measure = str_trim(in_given(rq, S("measure")));
	struct date day;
	int64_t n;
	for val_each(v, rq->given)
		if (!is_known(rq, def, v->key))
			request_fault(rq, STR_NONE,
				      request_say(rq, MSG_WEB_IN_UNKNOWN, ARGS(v->key)));
	if (!date_parse(date, &day))
		request_fault(rq, S("date"),
			      request_say(rq, MSG_WEB_IN_MISSING, ARGS(def->date[rq->lang])));
	else if (!str_eq(date, val_get_str(shown, S("date"))))
		val_put_str(rq->a, fields, S("date"), date);
	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++) {
		struct str typed = str_trim(in_given(rq, own[i]));
		if (typed.n && !str_eq(typed, val_get_str(shown, own[i])))
			val_put_str(rq->a, fields, own[i], typed);
	}
	if (measure.n && !str_eq(measure, number(rq, shown, S("measure"))))
		val_put(fields, S("measure"),
			str_int(measure, &n) ? val_int(rq->a, n) : val_str(rq->a, measure));
	if (val_get(fields, S("measure")) && !val_get(fields, S("about")))
		val_put_str(rq->a, fields, S("about"), str_trim(in_given(rq, S("about"))));
	for (int i = 0; i < def->fields; i++) {
		take_value(rq, &def->field[i], cell, values);
		cell = cell ? cell->next : NULL;
	}
	val_put(fields, S("values"), values);
	return fields;
}
