/* Registers and counts to value trees: see register_view.h. */
#include "view/register_view.h"

#include "base/os.h"
#include "ledger/register_use.h"
#include "view/reach.h"

enum { REGISTERS_MOST = 1000 };

static const struct str types[] = { S("text"), S("number"), S("money"),
				    S("date"), S("choice"), S("yes-no") };
static const struct str rules[] = { S("count"),      S("sum"),		S("distinct"),
				    S("late"),	     S("percent"),	S("difference"),
				    S("months-below") };

static void put_row(struct arena *a, struct val *list, const struct register_def *r,
		    struct str unit, bool carried, enum lang lang)
{
	struct val *row = val_push(list, val_map(a));
	val_put_str(a, row, S("name"), r->name);
	val_put_str(a, row, S("title"), r->title[lang]);
	val_put_str(a, row, S("about"), r->about[lang]);
	val_put_str(a, row, S("unit"), unit);
	val_put_bool(a, row, S("carried"), carried);
	val_put_int(a, row, S("fields"), r->fields);
	val_put_int(a, row, S("counts"), r->counts);
	val_put_int(a, row, S("nodes"), r->nodes);
}

/* The last row that has the name and unit is in force. */
static bool is_last(const struct val *row)
{
	for (const struct val *v = row->next; v; v = v->next)
		if (str_eq(val_get_str(v, S("name")), val_get_str(row, S("name"))) &&
		    val_get_int(v, S("unit_id"), 0) == val_get_int(row, S("unit_id"), 0))
			return false;
	return true;
}

static bool whole_has(const struct val *rows, struct str name)
{
	for val_each(row, rows)
		if (str_eq(val_get_str(row, S("name")), name) && !val_get_int(row, S("unit_id"), 0))
			return true;
	return false;
}

bool view_registers(struct store *s, struct arena *a, enum lang lang, const struct val **out,
		    struct err *e)
{
	struct val *list = val_list(a), *rows = NULL;
	struct register_def *r = arena_new(a, struct register_def, 1);
	if (s &&
	    !store_list(s, a, SQL_REGISTERS, PARAMS(P_INT(0), P_INT(REGISTERS_MOST)), &rows, e))
		return false;
	for (const struct embed *f = register_files; f->name.p; f++) {
		if (!register_read(a, f->text, r, e))
			return false;
		if (!whole_has(rows, r->name))
			put_row(a, list, r, STR_NONE, true, lang);
	}
	for val_each(row, rows) {
		if (!is_last(row))
			continue;
		struct str text = val_get_str(row, S("text"));
		if (!register_read(a, text, r, e))
			return false;
		put_row(a, list, r, val_get_str(row, S("unit")),
			str_eq(text, register_carried(a, r->name)), lang);
	}
	*out = list;
	return true;
}

static void put_fields(struct arena *a, struct val *made, const struct register_def *r,
		       enum lang lang)
{
	struct val *list = val_put(made, S("fields"), val_list(a));
	for (int i = 0; i < r->fields; i++) {
		const struct register_field *f = &r->field[i];
		struct val *row = val_push(list, val_map(a));
		val_put_str(a, row, S("name"), f->name);
		val_put_str(a, row, S("label"), f->label[lang]);
		val_put_str(a, row, S("type"), types[f->type]);
		val_put_bool(a, row, S("required"), f->required);
		val_put_bool(a, row, S("personal"), f->personal);
		struct val *choices = val_put(row, S("choices"), val_list(a));
		for (int k = 0; k < f->choices; k++) {
			struct val *c = val_push(choices, val_map(a));
			val_put_str(a, c, S("name"), f->choice[k].name);
			val_put_str(a, c, S("label"), f->choice[k].label[lang]);
		}
	}
}

static void put_counts(struct arena *a, struct val *made, const struct register_def *r,
		       enum lang lang)
{
	struct val *list = val_put(made, S("counts"), val_list(a));
	for (int i = 0; i < r->counts; i++) {
		const struct register_count *n = &r->count[i];
		struct val *row = val_push(list, val_map(a));
		val_put_str(a, row, S("name"), n->name);
		val_put_str(a, row, S("label"), n->label[lang]);
		val_put_str(a, row, S("unit"), n->unit[lang]);
		val_put_str(a, row, S("rule"), rules[n->rule]);
		struct val *of = val_put(row, S("of"), val_list(a));
		for (int k = 0; k < 2 && n->of[k] >= 0; k++)
			val_push(of, val_str(a, n->rule < REGISTER_PERCENT
							? r->field[n->of[k]].name
							: r->count[n->of[k]].name));
		val_put_str(a, row, S("where"), n->where);
	}
}

const struct val *view_register(struct arena *a, const struct register_def *r, enum lang lang)
{
	struct val *made = val_map(a);
	val_put_str(a, made, S("name"), r->name);
	val_put_str(a, made, S("title"), r->title[lang]);
	val_put_str(a, made, S("about"), r->about[lang]);
	val_put_str(a, made, S("date"), r->date[lang]);
	val_put_str(a, made, S("channel"), r->channel);
	put_fields(a, made, r, lang);
	struct val *nodes = val_put(made, S("nodes"), val_list(a));
	for (int i = 0; i < r->nodes; i++) {
		struct val *row = val_push(nodes, val_map(a));
		int needs = r->node[i].needs;
		val_put_str(a, row, S("name"), r->node[i].name);
		val_put_str(a, row, S("label"), r->node[i].label[lang]);
		val_put_bool(a, row, S("second"), r->node[i].second);
		val_put_str(a, row, S("needs"), needs < 0 ? STR_NONE : r->field[needs].name);
	}
	put_counts(a, made, r, lang);
	return made;
}

/* A title in the ledger stands for its name. */
static bool name_of(struct store *s, struct arena *a, struct str *name, struct err *e)
{
	const struct val *all;
	for (enum lang lang = 0; lang < LANG_COUNT; lang++) {
		if (!view_registers(s, a, lang, &all, e))
			return false;
		for val_each(row, all)
			if (str_eq(val_get_str(row, S("title")), *name)) {
				*name = val_get_str(row, S("name"));
				return true;
			}
	}
	return true;
}

bool view_records_of(struct store *s, struct arena *a, const struct records_asked *asked,
		     struct register_def *def, struct str *text, int64_t *unit, struct err *e)
{
	struct ledger_state state = store_state(s);
	struct actor actor = { 0 };
	struct str name = asked->name;
	enum reach reach;
	int64_t id;
	if (!view_reach_unit(s, a, asked->person, &actor.unit, e))
		return false;
	*unit = actor.unit;
	if (asked->unit.n) {
		if (!view_unit(s, a, asked->unit, unit, e) ||
		    !rights_reach(a, &state, &actor, *unit, &reach, e))
			return false;
		if (reach == REACH_OTHER)
			return err_set(e, ERR_DENIED, MSG_VIEW_NOT_REACHED,
				       ARGS(asked->person, asked->unit));
	}
	return name_of(s, a, &name, e) &&
	       register_in_force(a, &state, name, *unit, def, text, &id, e);
}

static struct val day(struct arena *a, struct date d, struct str otherwise)
{
	return (struct val)P_STR(date_none(d) ? otherwise : date_iso(a, d));
}

/* What the row says of its field, of the record that is being put together. */
static void take_value(struct arena *a, const struct register_def *def, struct rows *r,
		       struct tally_record *to)
{
	int i = register_field_find(def, rows_str(r, 3));
	if (i < 0)
		return;
	struct tally_value *v = &to->value[i];
	switch (register_column(&def->field[i])) {
	case REGISTER_IN_NUMBER:
		v->given = rows_int(r, 7);
		v->number = rows_int(r, 5);
		break;
	case REGISTER_IN_DATE: v->text = str_copy(a, rows_str(r, 6)); break;
	default: v->text = str_copy(a, rows_str(r, 4)); break;
	}
	v->given = v->given || v->text.n;
}

/* The records stream past, the values of one after another. */
static bool stream(struct store *s, struct arena *a, const struct records_asked *asked,
		   const struct register_def *def, int64_t unit, struct tally *t, struct err *e)
{
	struct arena one;
	struct rows r;
	int64_t last = 0;
	arena_init(&one, 0);
	struct tally_record *record = NULL;
	bool ok = store_rows(s, unit ? SQL_TALLY_UNDER : SQL_TALLY_ALL,
			     PARAMS(P_STR(def->name), P_INT(unit), day(a, asked->from, S("")),
				    day(a, asked->to, S("9999-12-31"))),
			     &r, e);
	while (ok && rows_next(&r)) {
		if (!record || rows_int(&r, 0) != last) {
			if (record)
				tally_add(t, record);
			arena_reset(&one);
			last = rows_int(&r, 0);
			record = arena_new(&one, struct tally_record, 1);
			record->date = str_copy(&one, rows_str(&r, 1));
			record->node = (int)rows_int(&r, 2);
		}
		take_value(&one, def, &r, record);
	}
	if (record)
		tally_add(t, record);
	ok = ok && rows_close(&r);
	arena_free(&one);
	return ok;
}

/* 12, 66.7, 20000.50 (money), — */
static struct str figure_text(struct arena *a, double value, bool money, bool none)
{
	if (none)
		return S("—");
	if (money)
		return register_value_text(a, &(struct register_field){ .type = REGISTER_MONEY },
					   val_int(a, (int64_t)value), LANG_ZH);
	if (value == (double)(int64_t)value)
		return str_fmt(a, "%lld", (long long)value);
	return str_fmt(a, "%.1f", value);
}

bool view_count(struct store *s, struct arena *a, const struct records_asked *asked,
		struct date today, enum lang lang, const struct val **out, struct err *e)
{
	struct register_def *def = arena_new(a, struct register_def, 1);
	struct register_filter only;
	struct str text;
	int64_t unit;
	if (!view_records_of(s, a, asked, def, &text, &unit, e) ||
	    !register_filter_read(a, def, asked->where.p ? asked->where : S(""), &only, e))
		return false;
	struct tally *t = tally_new(a, def, &only, asked->from, asked->to, today);
	if (!stream(s, a, asked, def, unit, t, e))
		return false;
	struct val *made = val_map(a);
	val_put_str(a, made, S("register"), def->name);
	val_put_str(a, made, S("title"), def->title[lang]);
	val_put_str(a, made, S("unit"), asked->unit.n ? asked->unit : STR_NONE);
	val_put_str(a, made, S("from"),
		    date_none(asked->from) ? STR_NONE : date_iso(a, asked->from));
	val_put_str(a, made, S("to"), date_none(asked->to) ? STR_NONE : date_iso(a, asked->to));
	val_put_int(a, made, S("records"), tally_records(t));
	struct val *list = val_put(made, S("counts"), val_list(a));
	for (int i = 0; i < def->counts; i++) {
		struct val *row = val_push(list, val_map(a));
		double value;
		bool none = !tally_figure(t, i, &value), money = tally_is_money(def, i);
		val_put_str(a, row, S("name"), def->count[i].name);
		val_put_str(a, row, S("label"), def->count[i].label[lang]);
		val_put_str(a, row, S("unit"), def->count[i].unit[lang]);
		val_put(row, S("value"),
			none ? val_null(a) : val_num(a, money ? value / 100 : value));
		val_put_str(a, row, S("text"), figure_text(a, value, money, none));
	}
	*out = made;
	return true;
}

static struct date date_of(const struct val *row, struct str key)
{
	struct date d;
	return date_parse(val_get_str(row, key), &d) ? d : (struct date){ 0 };
}

bool view_counted(struct store *s, struct arena *a, const struct val *indicator, int64_t unit,
		  double *out, bool *none, struct err *e)
{
	struct ledger_state state = store_state(s);
	struct register_def *def = arena_new(a, struct register_def, 1);
	struct register_filter only;
	struct records_asked asked = { .from = date_of(indicator, S("since")),
				       .to = date_of(indicator, S("until")) };
	struct str text, where = val_get_str(indicator, S("chosen"));
	struct err gone = { 0 };
	int64_t id;
	*none = true;
	if (!register_in_force(a, &state, val_get_str(indicator, S("register")), unit, def, &text,
			       &id, &gone) ||
	    !register_filter_read(a, def, where.p ? where : S(""), &only, &gone))
		return gone.code == ERR_NOT_FOUND || gone.code == ERR_BAD_INPUT ||
		       (*e = gone, false);
	int count = register_count_find(def, val_get_str(indicator, S("counts")));
	if (count < 0)
		return true;
	struct tally *t = tally_new(a, def, &only, asked.from, asked.to, os_today());
	if (!stream(s, a, &asked, def, unit, t, e))
		return false;
	*none = !tally_figure(t, count, out);
	if (tally_is_money(def, count))
		*out /= 100;
	return true;
}
