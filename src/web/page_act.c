/*
 * Any verb on a finding: a form made from the verb's row in the table, and what
 * comes of sending it. What was typed is given back filled whatever is refused.
 */
#include "ledger/offers.h"
#include "view/ledger_view.h"
#include "web/engine.h"
#include "web/finding.h"
#include "web/pages.h"

enum { AREA_BYTES = 2000 };

static const struct verb *verb_of(struct request *rq, struct err *e)
{
	const struct verb *verb = verb_find(in_text(rq, S("verb")));
	if (verb && verb_has_form(verb))
		return verb;
	err_set(e, ERR_NOT_FOUND, MSG_WEB_ACT_NONE, ARGS(in_text(rq, S("verb"))));
	return NULL;
}

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

/* What the finding has now in the column that the field fills. */
static struct str value_now(struct request *rq, const struct field *f, const struct val *finding)
{
	char *key = str_cstr(rq->a, f->name);
	for (char *p = key; *p; p++)
		*p = *p == '-' ? '_' : *p;
	return f->required ? STR_NONE : val_get_str(finding, str_of(key));
}

/* A measure is chosen, not typed as a number. */
static struct val *measures_of(struct request *rq, const struct val *finding, struct str name)
{
	struct val *options = val_list(rq->a);
	struct str chosen = in_given(rq, name);
	for val_each(m, val_get(finding, S("measures"))) {
		struct val *option = val_push(options, val_map(rq->a));
		struct str n = str_fmt(rq->a, "%lld",
				       (long long)val_get_int(m, S("ordinal"), 0));
		val_put_str(rq->a, option, S("value"), n);
		val_put_str(rq->a, option, S("label"),
			    str_fmt(rq->a, "%.*s. %.*s", STR_ARG(n),
				    STR_ARG(val_get_str(m, S("text")))));
		val_put_bool(rq->a, option, S("selected"), str_eq(n, chosen));
	}
	return options;
}

static void put_field(struct request *rq, struct val *form, const struct field *f,
		      const struct val *finding)
{
	bool measure = str_eq(f->name, S("measure")) && f->rule.type == VALUE_INT;
	struct field_spec spec = {
		.kind = measure ? FIELD_CHOICE : kind_of(&f->rule),
		.name = f->name,
		.label = label_of(rq, f),
		.hint = request_word(rq, S("web.hint."), f->name, STR_NONE),
		.value = f->column ? value_now(rq, f, finding) : STR_NONE,
		.words = f->rule.words,
		.group = str_fmt(rq->a, "web.%.*s.", STR_ARG(f->name)),
		.required = f->required,
	};
	if (measure)
		spec.options = measures_of(rq, finding, f->name);
	field_put(rq, form, &spec);
}

/* The page: the finding in short, the form, the reason where it cannot be. */
static bool show_form(struct request *rq, struct answer *out, const struct verb *verb,
		      struct err *e)
{
	struct str code = in_text(rq, S("code"));
	const struct val *finding;
	if (!view_show(rq->store, rq->a, code, rq->lang, &finding, e))
		return false;
	static const struct str copied[] = { S("code"), S("title"), S("state_name"), S("unit"),
					     S("due"), S("standard") };
	struct val *tree = val_map(rq->a);
	for (size_t i = 0; i < sizeof(copied) / sizeof(*copied); i++)
		val_put_str(rq->a, tree, copied[i], val_get_str(finding, copied[i]));
	struct str name = request_word(rq, S("web.do."), verb->name, verb->name);
	val_put_str(rq->a, tree, S("verb"), verb->name);
	val_put_str(rq->a, tree, S("name"), name);
	val_put_str(rq->a, tree, S("help"),
		    request_word(rq, S("web.help."), verb->name, STR_NONE));
	val_put_int(rq->a, tree, S("version"), val_get_int(finding, S("version"), 0));
	struct val *form = val_put(tree, S("form"), val_list(rq->a));
	for (int i = 0; i < verb->fields; i++)
		put_field(rq, form, &verb->field[i], finding);
	form_put(rq, tree);
	out->tree = tree;
	out->title = str_fmt(rq->a, "%.*s %.*s", STR_ARG(name), STR_ARG(code));
	return true;
}

bool page_act(struct request *rq, struct answer *out, struct err *e)
{
	const struct verb *verb = verb_of(rq, e);
	const struct val *row;
	struct offers offers;
	struct ledger_state state = store_state(rq->store);
	struct str code = in_text(rq, S("code"));
	if (!verb || !finding_seen(rq, code, &row, e) || !show_form(rq, out, verb, e) ||
	    !ledger_offers(rq->a, &state, rq->who.name, code, store_now(rq->a), &offers, e))
		return false;
	struct str why = request_say(rq, MSG_WEB_ACT_NOT_NOW,
				     ARGS(val_get_str(out->tree, S("name")),
					  val_get_str(out->tree, S("state_name"))));
	for (ptrdiff_t i = 0; i < offers.n; i++)
		if (offers.p[i].verb == verb)
			why = offers.p[i].allowed ? STR_NONE : request_err(rq, &offers.p[i].why);
	val_put_str(rq->a, out->tree, S("absent"), why);
	return true;
}

/* The fields of the verb as given; what is as it was before is left out. */
static struct val *read_fields(struct request *rq, const struct verb *verb,
			       const struct val *finding)
{
	struct val *fields = val_map(rq->a);
	for (int i = 0; i < verb->fields; i++) {
		const struct field *f = &verb->field[i];
		struct str typed = in_given(rq, f->name);
		struct str label = label_of(rq, f);
		struct input input = { f->name, f->rule,
				       msg_find(str_join(rq->a, S("web.field."), f->name)) };
		struct err why = { 0 };
		if (!str_trim(typed).n) {
			if (f->required)
				request_fault(rq, f->name,
					      request_say(rq, MSG_WEB_IN_MISSING, ARGS(label)));
			continue;
		}
		const struct val *v = input_read(rq, &input, typed, &why);
		if (!v) {
			request_fault_err(rq, f->name, &why);
			continue;
		}
		struct str now = f->column ? value_now(rq, f, finding) : STR_NONE;
		if (now.p && v->kind == VAL_STR && str_eq(v->s, now))
			continue;
		val_put(fields, f->name, (struct val *)v);
	}
	return fields;
}

/* Inputs that are none of the verb's. */
static void refuse_unknown(struct request *rq, const struct verb *verb)
{
	for val_each(v, rq->given) {
		bool known = v->key.p[0] == '_' || str_eq(v->key, S("code")) ||
			     str_eq(v->key, S("verb"));
		for (int i = 0; !known && i < verb->fields; i++)
			known = str_eq(verb->field[i].name, v->key);
		if (!known)
			request_fault(rq, STR_NONE,
				      request_say(rq, MSG_WEB_IN_UNKNOWN, ARGS(v->key)));
	}
}

bool page_act_do(struct request *rq, struct answer *out, struct err *e)
{
	const struct verb *verb = verb_of(rq, e);
	const struct val *row, *finding;
	struct str code = in_text(rq, S("code"));
	struct result done;
	struct err why = { 0 };
	int64_t version = VERSION_ANY;
	if (!verb || !finding_seen(rq, code, &row, e) ||
	    !view_show(rq->store, rq->a, code, rq->lang, &finding, e))
		return false;
	struct val *fields = read_fields(rq, verb, finding);
	refuse_unknown(rq, verb);
	if (in_given(rq, S("_version")).n && !str_int(in_given(rq, S("_version")), &version))
		version = VERSION_ANY;
	struct str key = in_given(rq, S("_key"));
	if (rq->faults->count)
		return show_form(rq, out, verb, e);
	if (request_act(rq, verb->name, code, fields, key.n ? key : STR_NONE, version, &done,
			&why)) {
		out->location = str_fmt(rq->a, "/findings/%.*s?done=%lld",
					STR_ARG(web_encode(rq->a, code)), (long long)done.seq);
		return true;
	}
	if (why.code == ERR_IO || why.code == ERR_DB || why.code == ERR_BUG || rq->json) {
		*e = why;
		return false;
	}
	request_fault_err(rq, STR_NONE, &why);
	out->status = why.code == ERR_CONFLICT ? 409 : why.code == ERR_DENIED ? 403 : 400;
	if (!show_form(rq, out, verb, e))
		return false;
	val_put_bool(rq->a, out->tree, S("conflict"), why.code == ERR_CONFLICT);
	return true;
}

void act_form_put(struct request *rq, struct val *form, const struct verb *verb,
		  const struct val *finding)
{
	for (int i = 0; i < verb->fields; i++)
		put_field(rq, form, &verb->field[i], finding);
}

struct val *act_form_read(struct request *rq, const struct verb *verb, const struct val *finding)
{
	return read_fields(rq, verb, finding);
}
