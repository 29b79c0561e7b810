/* Deciding about a thing in one form: see choose.h. */
#include "web/choose.h"

#include "ledger/offers.h"
#include "web/again.h"

static bool offered(struct request *rq, const struct choice *c, struct str target,
		    struct offer *out, struct err *e)
{
	return ledger_offer(rq->a, &rq->state, rq->who.name, verb_find(c->verb), target,
			    store_now(rq->a), out, e);
}

static struct str choice_name(struct request *rq, const struct choice *c)
{
	return request_word(rq, S("web.choice."), c->word,
			    request_word(rq, S("web.do."), c->verb, c->verb));
}

static void put_fields(struct request *rq, struct val *tree, bool due, bool person)
{
	struct val *form = val_put(tree, S("form"), val_list(rq->a));
	struct field_spec text = { .kind = FIELD_AREA, .name = S("text"),
				   .label = msg_text(MSG_WEB_FIELD_OPINION_OR_REASON, rq->lang),
				   .hint = msg_text(MSG_WEB_HINT_REASON, rq->lang),
				   .required = true };
	struct field_spec day = { .kind = FIELD_DATE, .name = S("due"),
				  .label = msg_text(MSG_WEB_FIELD_DUE, rq->lang),
				  .hint = msg_text(MSG_WEB_HINT_DUE, rq->lang) };
	struct field_spec who = { .kind = FIELD_TEXT, .name = S("person"),
				  .label = msg_text(MSG_WEB_FIELD_ORDER_PERSON, rq->lang) };
	field_put(rq, form, &text);
	if (due)
		field_put(rq, form, &day);
	if (person)
		field_put(rq, form, &who);
}

bool choices_put(struct request *rq, struct val *tree, struct choices c, struct str target,
		 struct err *e)
{
	struct val *can = val_put(tree, S("choices"), val_list(rq->a));
	struct val *cannot = val_put(tree, S("cannot"), val_list(rq->a));
	bool due = false, person = false;
	for (int i = 0; i < c.n; i++) {
		struct offer offer;
		if (!offered(rq, &c.p[i], target, &offer, e))
			return false;
		if (!offer.allowed && offer.why.msg == MSG_ACT_STATE)
			continue; /* it is for another time */
		struct str name = choice_name(rq, &c.p[i]);
		struct val *row = val_push(offer.allowed ? can : cannot, val_map(rq->a));
		val_put_str(rq->a, row, S("value"), c.p[i].word);
		val_put_str(rq->a, row, S("name"), name);
		val_put_bool(rq->a, row, S("selected"),
			     str_eq(in_given(rq, S("choice")), c.p[i].word));
		if (!offer.allowed)
			val_put_str(rq->a, row, S("why"), request_err(rq, &offer.why));
		due = due || (offer.allowed && c.p[i].due);
		person = person || (offer.allowed && c.p[i].person);
	}
	if (can->count == 1)
		val_put_bool(rq->a, can->first, S("selected"), true);
	/* what was typed is given back, though somebody else was first */
	val_put_bool(rq->a, tree, S("may"), can->count > 0 || in_given(rq, S("text")).n);
	val_put_bool(rq->a, tree, S("any_cannot"), cannot->count > 0);
	put_fields(rq, tree, due, person);
	return true;
}

bool choices_any(struct request *rq, struct choices c, struct str target, bool *any,
		 struct err *e)
{
	*any = false;
	for (int i = 0; i < c.n && !*any; i++) {
		struct offer offer;
		if (!offered(rq, &c.p[i], target, &offer, e))
			return false;
		*any = offer.allowed;
	}
	return true;
}

/* The verb's field that takes the text. */
static struct str text_field(const struct verb *verb)
{
	static const struct str names[] = { S("text"), S("opinion"), S("reason") };
	for (int i = 0; i < verb->fields; i++)
		for (size_t k = 0; k < sizeof(names) / sizeof(*names); k++)
			if (str_eq(verb->field[i].name, names[k]))
				return names[k];
	return S("text");
}

bool choice_do(struct request *rq, struct choices c, struct str target, struct result *done,
	       struct err *e)
{
	struct str word = in_text(rq, S("choice")), text = in_text(rq, S("text"));
	const struct choice *chosen = NULL;
	for (int i = 0; i < c.n; i++)
		if (str_eq(c.p[i].word, word))
			chosen = &c.p[i];
	if (!chosen)
		request_fault(rq, S("choice"),
			      request_say(rq, MSG_WEB_IN_CHOICE,
					  ARGS(msg_text(MSG_WEB_FIELD_CHOICE, rq->lang))));
	if (!str_trim(text).n && (!chosen || !chosen->mild))
		request_fault(rq, S("text"),
			      request_say(rq, MSG_WEB_IN_MISSING,
					  ARGS(msg_text(MSG_WEB_FIELD_OPINION_OR_REASON,
							rq->lang))));
	if (rq->faults->count)
		return false;
	struct val *fields = val_map(rq->a);
	struct str key = in_given(rq, S("_key"));
	if (text.n)
		val_put_str(rq->a, fields, text_field(verb_find(chosen->verb)), text);
	if (chosen->outcome.p)
		val_put_str(rq->a, fields, S("outcome"), chosen->outcome);
	if (chosen->due && in_text(rq, S("due")).n)
		val_put_str(rq->a, fields, S("due"), in_text(rq, S("due")));
	if (chosen->person && in_text(rq, S("person")).n)
		val_put_str(rq->a, fields, S("person"), in_text(rq, S("person")));
	return request_act(rq, chosen->verb, target, fields, key.n ? key : STR_NONE,
			   form_version(rq), done, e);
}
