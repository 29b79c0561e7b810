/* Values of a register's fields, from what people write and back: see register.h. */
#include "ledger/money.h"
#include "ledger/register.h"
#include "sheet/value.h"
#include "text/num.h"

static bool bad(const struct register_field *f, struct str text, struct str want,
		struct err *e)
{
	return err_set(e, ERR_BAD_INPUT, MSG_REGISTER_VALUE,
		       ARGS(f->label[LANG_ZH], f->name, text, want));
}

static bool bounded(struct arena *a, const struct register_field *f, struct str text, int64_t n,
		    struct err *e)
{
	return (n >= f->least && n <= f->most) ||
	       bad(f, text,
		   str_fmt(a, "%lld–%lld", (long long)f->least, (long long)f->most), e);
}

static bool read_number(struct arena *a, const struct register_field *f, struct str text,
			const struct val **out, struct err *e)
{
	struct num n;
	int64_t i;
	if (!str_int(text, &i)) {
		if (!num_read(text, 0, &n) || n.n != text.n || n.value != (double)(int64_t)n.value)
			return bad(f, text, S("1, 2, 3 …"), e);
		i = (int64_t)n.value;
	}
	*out = val_int(a, i);
	return bounded(a, f, text, i, e);
}

static struct str choices(struct arena *a, const struct register_field *f)
{
	struct str all = STR_NONE;
	for (int i = 0; i < f->choices; i++)
		all = str_fmt(a, "%.*s%s%.*s", STR_ARG(all.p ? all : S("")), i ? "、" : "",
			      STR_ARG(f->choice[i].label[LANG_ZH]));
	return all;
}

static bool read_choice(struct arena *a, const struct register_field *f, struct str text,
			const struct val **out, struct err *e)
{
	for (int i = 0; i < f->choices; i++)
		if (str_eq(text, f->choice[i].name) || str_eq(text, f->choice[i].label[LANG_ZH]) ||
		    str_eq(text, f->choice[i].label[LANG_EN])) {
			*out = val_str(a, f->choice[i].name);
			return true;
		}
	return bad(f, text, choices(a, f), e);
}

static const struct { struct str word; bool yes; } yes_words[] = {
	{ S("是"), true },  { S("yes"), true }, { S("有"), true },  { S("√"), true },
	{ S("1"), true },   { S("否"), false }, { S("no"), false }, { S("无"), false },
	{ S("×"), false },  { S("0"), false },
};

static bool read_yes(struct arena *a, const struct register_field *f, struct str text,
		     const struct val **out, struct err *e)
{
	for (size_t i = 0; i < sizeof(yes_words) / sizeof(*yes_words); i++)
		if (str_eq(text, yes_words[i].word)) {
			*out = val_str(a, yes_words[i].yes ? S("yes") : S("no"));
			return true;
		}
	return bad(f, text, S("是、否 yes, no"), e);
}

bool register_value_read(struct arena *a, const struct register_field *f, struct str text,
			 const struct val **out, struct err *e)
{
	*out = val_null(a);
	text = str_trim(text);
	if (!text.n)
		return true;
	switch (f->type) {
	case REGISTER_TEXT:
		*out = val_str(a, text);
		return (text.n >= f->least && text.n <= f->most) ||
		       bad(f, str_fmt(a, "%td", text.n),
			   str_fmt(a, "%lld–%lld B", (long long)f->least, (long long)f->most), e);
	case REGISTER_NUMBER: return read_number(a, f, text, out, e);
	case REGISTER_MONEY:
		return sheet_amount(a, text, S(""), out, e) &&
		       ((*out)->kind == VAL_NULL || bounded(a, f, text, (*out)->i, e));
	case REGISTER_DATE: return sheet_date(a, text, true, out, e);
	case REGISTER_CHOICE: return read_choice(a, f, text, out, e);
	case REGISTER_YES: return read_yes(a, f, text, out, e);
	}
	return true;
}

struct str register_value_text(struct arena *a, const struct register_field *f,
			       const struct val *v, enum lang lang)
{
	static const struct str words[LANG_COUNT][2] = {
		[LANG_ZH] = { S("否"), S("是") }, [LANG_EN] = { S("no"), S("yes") },
	};
	if (!v || v->kind == VAL_NULL)
		return S("");
	if (f->type == REGISTER_MONEY)
		return money_text(a, v->i);
	if (v->kind == VAL_INT)
		return str_fmt(a, "%lld", (long long)v->i);
	if (f->type == REGISTER_YES)
		return words[lang][str_eq(v->s, S("yes"))];
	for (int i = 0; i < f->choices; i++)
		if (str_eq(f->choice[i].name, v->s))
			return f->choice[i].label[lang];
	return v->s;
}
