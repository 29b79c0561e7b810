/* Inputs as typed to values, held against their declared kinds and bounds. */
#include "base/utf8.h"
#include "text/dates.h"
#include "web/engine.h"

struct str in_text(const struct request *rq, struct str name)
{
	return val_get_str(rq->in, name);
}

int64_t in_int(const struct request *rq, struct str name, int64_t otherwise)
{
	return val_get_int(rq->in, name, otherwise);
}

struct str in_given(const struct request *rq, struct str name)
{
	const struct val *v = val_get(rq->given, name);
	if (v && v->kind == VAL_LIST)
		v = v->first;
	return v && v->kind == VAL_STR ? v->s : STR_NONE;
}

void request_fault(struct request *rq, struct str field, struct str text)
{
	struct val *fault = val_push(rq->faults, val_map(rq->a));
	val_put_str(rq->a, fault, S("field"), field);
	val_put_str(rq->a, fault, S("text"), text);
}

void request_fault_err(struct request *rq, struct str field, const struct err *e)
{
	request_fault(rq, field, request_err(rq, e));
}

/* A day as people type it: 2025-6-1, 2025/6/1, 2025年6月1日. */
static bool read_day(struct arena *a, struct str typed, struct str *iso)
{
	struct date_words w;
	if (!dates_read(typed, 0, &w) || w.text.n != typed.n || !w.possible || !w.y || !w.m || !w.d)
		return false;
	*iso = date_iso(a, (struct date){ w.y, w.m, w.d });
	return true;
}

/* What a rule's fault is called where people see it. */
static bool say_fault(struct request *rq, const struct input *input, struct str typed,
		      struct err *e)
{
	const struct value_rule *r = &input->rule;
	struct str label = msg_text(input->label, rq->lang);
	struct str min = str_fmt(rq->a, "%lld", (long long)r->min);
	struct str max = str_fmt(rq->a, "%lld", (long long)r->max);
	switch (r->type) {
	case VALUE_INT:
		return err_set(e, ERR_BAD_INPUT, r->max ? MSG_WEB_IN_RANGE : MSG_WEB_IN_NUMBER,
			       ARGS(label, min, max));
	case VALUE_DATE:
		return err_set(e, ERR_BAD_INPUT, MSG_WEB_IN_DATE, ARGS(label));
	case VALUE_TEXT:
		if (r->words.n)
			return err_set(e, ERR_BAD_INPUT, MSG_WEB_IN_CHOICE, ARGS(label));
		/* bounds are bytes; people count characters, a Chinese one is three */
		return err_set(e, ERR_BAD_INPUT, MSG_WEB_IN_LONG,
			       ARGS(label, str_fmt(rq->a, "%lld", (long long)utf8_count(typed)),
				    str_fmt(rq->a, "%lld", (long long)(r->max / 3))));
	case VALUE_MONEY:
		return err_set(e, ERR_BAD_INPUT, MSG_WEB_IN_MONEY, ARGS(label));
	case VALUE_REAL:
	case VALUE_BOOL:
	case VALUE_TIME:
	case VALUE_HASH:
	case VALUE_TREE:
		break;
	}
	return err_set(e, ERR_BAD_INPUT, MSG_WEB_IN_OTHER, ARGS(label));
}

const struct val *input_read(struct request *rq, const struct input *input, struct str typed,
			     struct err *e)
{
	struct err why = { 0 };
	struct val *v = val_str(rq->a, typed);
	int64_t n;
	struct str text = str_trim(typed);
	if (input->rule.type == VALUE_INT && str_int(text, &n))
		v = val_int(rq->a, n);
	else if (input->rule.type == VALUE_BOOL)
		v = val_bool(rq->a, str_eq(text, S("1")) || str_eq(text, S("true")) ||
					    str_eq(text, S("on")));
	else if (input->rule.type == VALUE_DATE && read_day(rq->a, text, &text))
		v = val_str(rq->a, text);
	if (value_check(&input->rule, v, S("-"), input->name, &why))
		return v;
	say_fault(rq, input, typed, e);
	return NULL;
}

/* One declared input; an empty text counts as not given. */
static void read_one(struct request *rq, const struct input *input, struct val *in)
{
	const struct val *given = val_get(rq->given, input->name);
	struct err e = { 0 };
	struct val *list = input->many ? val_list(rq->a) : NULL;
	bool got = false;
	const struct val *v = given && given->kind == VAL_LIST ? given->first : given;
	for (; v; v = given->kind == VAL_LIST ? v->next : NULL) {
		if (!str_trim(v->s).n)
			continue;
		const struct val *read = input_read(rq, input, v->s, &e);
		if (!read) {
			request_fault_err(rq, input->name, &e);
			return;
		}
		struct val *kept = arena_new(rq->a, struct val, 1);
		*kept = *read;
		kept->next = NULL;
		if (list)
			val_push(list, kept);
		else if (!got)
			val_put(in, input->name, kept);
		got = true;
	}
	if (list && got)
		val_put(in, input->name, list);
	if (input->required && !got)
		request_fault(rq, input->name,
			      request_say(rq, MSG_WEB_IN_MISSING,
					  ARGS(msg_text(input->label, rq->lang))));
}

void inputs_read(struct request *rq)
{
	struct val *in = val_map(rq->a);
	for (int i = 0; i < rq->route->in.n; i++)
		read_one(rq, &rq->route->in.p[i], in);
	rq->in = in;
}
