/* What a register's definition says; filters: see register.h. */
#include "ledger/register.h"

struct str register_carried(struct arena *a, struct str name)
{
	for (const struct embed *f = register_files; f->name.p; f++) {
		struct err e = { 0 };
		struct arena_mark mark = arena_mark(a);
		struct register_def *r = arena_new(a, struct register_def, 1);
		bool is = register_read(a, f->text, r, &e) &&
			  (str_eq(r->name, name) || str_eq(r->title[LANG_ZH], name) ||
			   str_eq(r->title[LANG_EN], name));
		arena_release(a, mark);
		if (is)
			return f->text;
	}
	return STR_NONE;
}

int register_field_find(const struct register_def *r, struct str name)
{
	for (int i = 0; i < r->fields; i++)
		if (str_eq(r->field[i].name, name))
			return i;
	return -1;
}

int register_node_find(const struct register_def *r, struct str name)
{
	for (int i = 0; i < r->nodes; i++)
		if (str_eq(r->node[i].name, name))
			return i;
	return -1;
}

int register_count_find(const struct register_def *r, struct str name)
{
	for (int i = 0; i < r->counts; i++)
		if (str_eq(r->count[i].name, name))
			return i;
	return -1;
}

struct str register_counts(struct arena *a, const struct register_def *r)
{
	struct str all = S("");
	for (int i = 0; i < r->counts; i++)
		all = str_fmt(a, "%.*s%s%.*s", STR_ARG(all), i ? " " : "",
			      STR_ARG(r->count[i].name));
	return all;
}

int register_column(const struct register_field *f)
{
	static const int columns[] = {
		[REGISTER_TEXT] = REGISTER_IN_TEXT,     [REGISTER_NUMBER] = REGISTER_IN_NUMBER,
		[REGISTER_MONEY] = REGISTER_IN_NUMBER,  [REGISTER_DATE] = REGISTER_IN_DATE,
		[REGISTER_CHOICE] = REGISTER_IN_TEXT,   [REGISTER_YES] = REGISTER_IN_TEXT,
	};
	return f->personal ? REGISTER_IN_SECRET : columns[f->type];
}

/* Longer signs first: >= is no =. */
static const struct { struct str sign; enum register_op op; } signs[] = {
	{ S(">="), REGISTER_AT_LEAST }, { S("<="), REGISTER_AT_MOST },
	{ S("!="), REGISTER_IS_NOT },   { S("="), REGISTER_IS },
};

static bool bad(struct str term, struct err *e)
{
	return err_set(e, ERR_BAD_INPUT, MSG_REGISTER_TERM, ARGS(term));
}

/* The value that the term compares with. */
static bool term_value(struct arena *a, const struct register_def *r, struct str term,
		       struct str value, struct register_filter *f, struct err *e)
{
	const struct val *v;
	int of = f->term[f->terms].of;
	if (of == REGISTER_OF_NODE) {
		f->term[f->terms].number = register_node_find(r, value) + 1;
		return f->term[f->terms].number || bad(term, e);
	}
	if (!register_value_read(a, &r->field[of], value, &v, e))
		return false;
	if (v->kind == VAL_STR)
		f->term[f->terms].text = v->s;
	else if (v->kind == VAL_INT)
		f->term[f->terms].number = v->i;
	return v->kind != VAL_NULL || bad(term, e);
}

/* `FIELD given`, `FIELD >= VALUE`. */
static bool read_term(struct arena *a, const struct register_def *r, struct str term,
		      struct register_filter *f, struct err *e)
{
	struct str name = term, value = STR_NONE;
	enum register_op op = REGISTER_IS;
	ptrdiff_t at = -1;
	if (f->terms == REGISTER_TERMS)
		return bad(term, e);
	if (str_drop_tail(&name, S(" given")))
		op = REGISTER_GIVEN;
	else if (str_drop_tail(&name, S(" missing")))
		op = REGISTER_MISSING;
	else {
		for (size_t i = 0; i < sizeof(signs) / sizeof(*signs) && at < 0; i++)
			if ((at = str_find(term, signs[i].sign, 0)) > 0) {
				op = signs[i].op;
				name = str_cut(term, 0, at);
				value = str_trim(str_from(term, at + signs[i].sign.n));
			}
		if (at <= 0 || !value.n)
			return bad(term, e);
	}
	name = str_trim(name);
	int of = register_field_find(r, name);
	if (of < 0 && !(str_eq(name, S("node")) && r->nodes))
		return bad(term, e);
	if (of >= 0 && r->field[of].personal)
		return err_set(e, ERR_BAD_INPUT, MSG_REGISTER_SECRET, ARGS(name));
	f->term[f->terms].of = of;
	f->term[f->terms].op = op;
	if (value.n && !term_value(a, r, term, value, f, e))
		return false;
	f->terms++;
	return true;
}

bool register_filter_read(struct arena *a, const struct register_def *r, struct str text,
			  struct register_filter *out, struct err *e)
{
	struct str term;
	*out = (struct register_filter){ 0 };
	if (text.n > REGISTER_WHERE)
		return bad(str_cut(text, 0, REGISTER_WHERE), e);
	while (str_split(&text, ';', &term))
		if ((term = str_trim(term)).n && !read_term(a, r, term, out, e))
			return false;
	return true;
}
