/* Filters of the list of findings: see filter.h. */
#include "web/filter.h"

#include "base/buf.h"
#include "ledger/state.h"
#include "view/reach.h"
#include "web/engine.h"

/* The form's fields, and which of them are folded away. */
static const struct {
	struct str name;
	enum field_kind kind;
	enum msg label;
	struct str words, group;
	bool more;
	struct str suggest;
} fields[] = {
	{ S("text"), FIELD_TEXT, MSG_WEB_FIELD_WORDS },
	{ S("unit"), FIELD_TEXT, MSG_WEB_FIELD_UNIT, .suggest = SUGGEST_UNITS },
	{ S("state"), FIELD_CHOICE, MSG_WEB_FIELD_STATE },
	{ S("due"), FIELD_CHOICE, MSG_WEB_FIELD_DUE, S("overdue unset"), S("web.due.") },
	{ S("sort"), FIELD_CHOICE, MSG_WEB_FIELD_SORT, S("due changed"), S("web.sort.") },
	{ S("inspection"), FIELD_TEXT, MSG_WEB_COL_INSPECTION, .more = true,
	  .suggest = SUGGEST_INSPECTIONS },
	{ S("category"), FIELD_TEXT, MSG_WEB_FIELD_CATEGORY, .more = true },
	{ S("class"), FIELD_CHOICE, MSG_WEB_FIELD_CLASS, S("immediate staged continuing"),
	  S("web.class."), true },
	{ S("progress"), FIELD_CHOICE, MSG_WEB_FIELD_PROGRESS,
	  S("none not-started under-way partly done"), S("web.progress."), true },
	{ S("due-from"), FIELD_DATE, MSG_WEB_FIELD_DUE_FROM, .more = true },
	{ S("due-before"), FIELD_DATE, MSG_WEB_FIELD_DUE_BEFORE, .more = true },
	{ S("owner"), FIELD_TEXT, MSG_WEB_FIELD_OWNER, .more = true },
	{ S("lead-unit"), FIELD_TEXT, MSG_WEB_FIELD_LEAD_UNIT, .more = true,
	  .suggest = SUGGEST_UNITS },
};

bool filter_read(struct request *rq, struct findings_asked *out, struct err *e)
{
	*out = (struct findings_asked){ .today = rq->today };
	for (int i = 0; i < findings_names(); i++)
		if (in_text(rq, findings_name(i)).n)
			findings_set(out, findings_name(i), in_text(rq, findings_name(i)));
	return view_reach_unit(rq->store, rq->a, rq->who.name, &out->reach, e);
}

/* The filter that a fault is of; STR_NONE where it is none's. */
static struct str fault_field(const struct request *rq, const struct err *why)
{
	struct str about = str_copy(rq->a, (struct str){ why->bytes, why->args ? why->end[0] : 0 });
	struct str unit = in_text(rq, S("unit")), lead = in_text(rq, S("lead-unit"));
	const struct {
		enum msg msg;
		struct str field;
		bool is;
	} places[] = {
		{ MSG_VIEW_UNIT, S("unit"), str_eq(about, unit) },
		{ MSG_VIEW_UNIT, S("lead-unit"), str_eq(about, lead) },
		{ MSG_VIEW_REACH, S("unit"), true },
		{ MSG_VIEW_INSPECTION, S("inspection"), true },
		{ MSG_FINDINGS_VALUE, about, true },
		{ MSG_SEARCH_EMPTY, S("text"), true },
		{ MSG_SEARCH_LONG, S("text"), true },
	};
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++)
		if (places[i].msg == why->msg && places[i].is)
			return places[i].field;
	return STR_NONE;
}

void filter_fault(struct request *rq, const struct err *why)
{
	request_fault_err(rq, fault_field(rq, why), why);
}

static void put_state(struct request *rq, struct val *list, struct str value, struct str label,
		      bool *chosen)
{
	struct val *option = val_push(list, val_map(rq->a));
	bool here = str_eq(value, in_given(rq, S("state")));
	val_put_str(rq->a, option, S("value"), value);
	val_put_str(rq->a, option, S("label"), label);
	val_put_bool(rq->a, option, S("selected"), here);
	*chosen = *chosen || here;
}

/* Each state, all that is not over, and what an address asks for: several. */
static struct val *states_of(struct request *rq)
{
	struct val *list = val_list(rq->a);
	struct str asked = in_given(rq, S("state")), rest = asked, word;
	bool chosen = false;
	struct buf several;
	put_state(rq, list, S("open"), msg_text(MSG_WEB_STATE_OPEN, rq->lang), &chosen);
	for (int i = 0; i < state_count; i++)
		if (state_rows[i].object == OBJECT_FINDING)
			put_state(rq, list, state_rows[i].name,
				  request_word(rq, S("state."), state_rows[i].name,
					       state_rows[i].name),
				  &chosen);
	if (chosen || !asked.n)
		return list;
	buf_init(&several, rq->a);
	while (str_split(&rest, ',', &word))
		buf_fmt(&several, "%s%.*s", !several.n ? "" : rq->lang == LANG_EN ? ", " : "、",
			STR_ARG(request_word(rq, S("state."), word, word)));
	put_state(rq, list, asked, buf_str(&several), &chosen);
	return list;
}

static bool listed(struct str names, struct str name)
{
	for (struct str rest = names, word; str_split(&rest, ' ', &word);)
		if (str_eq(word, name))
			return true;
	return false;
}

static void put_one(struct request *rq, struct val *list, size_t i)
{
	struct field_spec spec = {
		.kind = fields[i].kind,
		.name = fields[i].name,
		.label = msg_text(fields[i].label, rq->lang),
		.words = fields[i].words,
		.group = fields[i].group,
		.suggest = fields[i].suggest,
	};
	if (str_eq(spec.name, S("state")))
		spec.options = states_of(rq);
	struct val *field = field_put(rq, list, &spec);
	bool sort = str_eq(spec.name, S("sort"));
	val_put_bool(rq->a, field, S("plain"), true); /* none is wanted */
	val_put_str(rq->a, field, S("blank"),
		    msg_text(sort ? MSG_WEB_SORT_CODE : MSG_WEB_ALL, rq->lang));
}

void filter_put(struct request *rq, struct val *tree)
{
	struct val *always = val_put(tree, S("filter"), val_list(rq->a));
	struct val *more = val_put(tree, S("more"), val_list(rq->a));
	bool set = false;
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		put_one(rq, fields[i].more ? more : always, i);
		set = set || (fields[i].more && in_given(rq, fields[i].name).n);
	}
	val_put_bool(rq->a, tree, S("more_set"), set);
}

void filter_put_some(struct request *rq, struct val *tree, struct str names)
{
	struct val *list = val_put(tree, S("filter"), val_list(rq->a));
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		if (listed(names, fields[i].name))
			put_one(rq, list, i);
}

struct str query_without(struct request *rq, struct str names)
{
	struct buf b;
	buf_init(&b, rq->a);
	for val_each(v, rq->given) {
		const struct val *one = v->kind == VAL_LIST ? v->first : v;
		for (; one; one = v->kind == VAL_LIST ? one->next : NULL)
			if (one->s.n && v->key.p[0] != '_' && !listed(names, v->key))
				buf_fmt(&b, "%s%.*s=%.*s", b.n ? "&" : "",
					STR_ARG(web_encode(rq->a, v->key)),
					STR_ARG(web_encode(rq->a, one->s)));
	}
	return buf_str(&b);
}

struct str link_with(struct request *rq, struct str path, struct str without, struct str name,
		     struct str value)
{
	struct str query = query_without(rq, without);
	if (!value.p)
		return STR_NONE;
	return str_fmt(rq->a, "%.*s?%.*s%s%.*s=%.*s", STR_ARG(path), STR_ARG(query),
		       query.n ? "&" : "", STR_ARG(name), STR_ARG(web_encode(rq->a, value)));
}
