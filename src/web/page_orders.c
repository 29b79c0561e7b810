/*
 * Orders (督办单): what is open, issuing one about several findings, and one with its
 * replies, to be printed, answered, returned, raised, closed.
 */
#include "ledger/offers.h"
#include "view/ledger_view.h"
#include "view/reach.h"
#include "web/again.h"
#include "web/choose.h"
#include "web/engine.h"
#include "web/finding.h"

enum { ROWS = 50 };

static const struct choice choices[] = {
	{ S("reply"), S("reply"), STR_NONE },
	{ S("close-order"), S("close-order"), STR_NONE },
	{ S("return-reply"), S("return-reply"), STR_NONE },
	{ S("raise-order"), S("raise-order"), STR_NONE, .due = true, .person = true },
	{ S("withdraw-order"), S("withdraw-order"), STR_NONE },
};

/* A page of those in the state asked for; open: sent or replied. */
static bool put_list(struct request *rq, struct val *tree, struct err *e)
{
	struct view_reach reach;
	struct view_key at = { .inspection = in_int(rq, S("after"), 0), .today = rq->today,
			       .reach = &reach };
	struct str state = in_text(rq, S("state"));
	bool all = str_eq(state, S("all")), more = true;
	struct val *rows, *list = val_put(tree, S("orders"), val_list(rq->a));
	if (!view_reach_of(rq->store, rq->a, rq->who.name, &reach, e))
		return false;
	while (more && list->count < ROWS) {
		int64_t want = ROWS - list->count;
		if (!view_list(rq->store, rq->a, VIEW_ORDERS, &at, want, rq->lang, &rows, e))
			return false;
		more = rows->count == want;
		for (struct val *row = rows->first, *next; row; row = next) {
			struct str is = val_get_str(row, S("state"));
			next = row->next;
			row->next = NULL;
			if (all || (state.n ? str_eq(is, state)
					    : str_eq(is, S("sent")) || str_eq(is, S("replied"))))
				val_push(list, row);
		}
	}
	val_put_bool(rq->a, tree, S("any"), list->count > 0);
	val_put_str(rq->a, tree, S("state_asked"), state);
	val_put_str(rq->a, tree, S("more"),
		    more ? str_fmt(rq->a, "/orders?state=%.*s&after=%lld", STR_ARG(state),
				   (long long)at.inspection)
			 : STR_NONE);
	return true;
}

/* The codes chosen: boxes of a list, or typed with spaces between. */
static struct str codes_of(struct request *rq)
{
	const struct val *v = val_get(rq->given, S("findings"));
	struct buf b;
	buf_init(&b, rq->a);
	for (const struct val *one = v && v->kind == VAL_LIST ? v->first : v; one;
	     one = v->kind == VAL_LIST ? one->next : NULL)
		buf_fmt(&b, "%s%.*s", b.n ? " " : "", STR_ARG(one->s));
	return buf_str(&b);
}

/* The field's value in place of the one that field_put() chose. */
static struct val codes_value(struct request *rq, const struct val *field)
{
	struct val v = *val_get(field, S("value"));
	v.kind = VAL_STR;
	v.s = codes_of(rq);
	return v;
}

static void put_form(struct request *rq, struct val *tree)
{
	static const struct {
		enum field_kind kind;
		struct str name, words;
		enum msg label, hint;
		bool required;
	} fields[] = {
		{ FIELD_AREA, S("findings"), STR_NONE, MSG_WEB_FIELD_FINDINGS,
		  MSG_WEB_ORDERS_CODES, true },
		{ FIELD_CHOICE, S("level"), S("reminder order warning accountability"),
		  MSG_WEB_FIELD_LEVEL, MSG_NONE, true },
		{ FIELD_AREA, S("text"), STR_NONE, MSG_WEB_ORDERS_TEXT, MSG_WEB_ORDERS_ASKS, true },
		{ FIELD_TEXT, S("unit"), STR_NONE, MSG_WEB_FIELD_UNIT, MSG_WEB_ORDERS_UNIT, false },
		{ FIELD_TEXT, S("person"), STR_NONE, MSG_WEB_FIELD_ORDER_PERSON, MSG_NONE, false },
		{ FIELD_DATE, S("due"), STR_NONE, MSG_WEB_ORDERS_DUE, MSG_WEB_HINT_DUE, false },
	};
	struct val *form = val_put(tree, S("form"), val_list(rq->a));
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		struct field_spec spec = {
			.kind = fields[i].kind,
			.name = fields[i].name,
			.label = msg_text(fields[i].label, rq->lang),
			.hint = fields[i].hint == MSG_NONE ? STR_NONE
							   : msg_text(fields[i].hint, rq->lang),
			.words = fields[i].words,
			.group = S("web.level."),
			.value = S("reminder"),
			.required = fields[i].required,
		};
		if (fields[i].kind != FIELD_CHOICE)
			spec.value = STR_NONE;
		if (str_eq(spec.name, S("unit")))
			spec.suggest = SUGGEST_UNITS;
		struct val *made = field_put(rq, form, &spec);
		if (str_eq(fields[i].name, S("findings")))
			*(struct val *)val_get(made, S("value")) = codes_value(rq, made);
	}
}

static bool show_list(struct request *rq, struct answer *out, struct err *e)
{
	struct offer offer;
	struct val *tree = val_map(rq->a);
	if (!put_list(rq, tree, e) ||
	    !ledger_offer(rq->a, &rq->state, rq->who.name, verb_find(S("order")), STR_NONE,
			  store_now(rq->a), &offer, e))
		return false;
	val_put_bool(rq->a, tree, S("may"), offer.allowed);
	val_put_str(rq->a, tree, S("absent"),
		    offer.allowed ? STR_NONE : request_err(rq, &offer.why));
	put_form(rq, tree);
	form_put(rq, tree);
	out->tree = tree;
	return true;
}

bool page_orders(struct request *rq, struct answer *out, struct err *e)
{
	return show_list(rq, out, e);
}

bool page_orders_do(struct request *rq, struct answer *out, struct err *e)
{
	static const struct str names[] = { S("text"), S("level"), S("unit"), S("person"),
					    S("due") };
	struct val *fields = val_map(rq->a);
	struct str key = in_given(rq, S("_key"));
	struct result done;
	struct err why = { 0 };
	val_put_str(rq->a, fields, S("findings"), codes_of(rq));
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (in_text(rq, names[i]).n)
			val_put_str(rq->a, fields, names[i], in_text(rq, names[i]));
	if (!rq->faults->count && request_act(rq, S("order"), STR_NONE, fields,
					      key.n ? key : STR_NONE, VERSION_ANY, &done, &why)) {
		out->location = str_fmt(rq->a, "/orders/%.*s?done=1",
					STR_ARG(web_encode(rq->a, done.target)));
		return true;
	}
	return form_again(rq, out, &why, show_list, e);
}

/* The order's row where who asks may see it: the unit's own, and who is above it. */
static bool order_seen(struct request *rq, struct str code, struct err *e)
{
	const struct val *row;
	bool sees = false;
	if (!request_ask(rq, ASK_ORDER, val_str(rq->a, code), &row, e) ||
	    (row && !request_sees(rq, val_get_int(row, S("unit"), UNIT_WHOLE), &sees, e)))
		return false;
	return sees || err_set(e, ERR_NOT_FOUND, MSG_WEB_ORDERS_NONE, ARGS(code));
}

static bool show_order(struct request *rq, struct answer *out, struct err *e)
{
	struct str code = in_text(rq, S("code"));
	const struct val *order;
	if (!order_seen(rq, code, e) ||
	    !view_show(rq->store, rq->a, code, rq->lang, &order, e))
		return false;
	struct val *tree = (struct val *)order;
	for val_each(row, val_get(tree, S("steps"))) {
		struct str verb = val_get_str(row, S("verb"));
		val_put_str(rq->a, (struct val *)row, S("name"),
			    request_word(rq, S("web.do."), verb, verb));
	}
	for val_each(row, val_get(tree, S("findings"))) {
		struct str state = val_get_str(row, S("state"));
		val_put_str(rq->a, (struct val *)row, S("state_name"),
			    request_word(rq, S("state."), state, state));
	}
	val_put_bool(rq->a, tree, S("done"), in_text(rq, S("done")).n > 0);
	if (!choices_put(rq, tree, CHOICES(choices), code, e))
		return false;
	form_put(rq, tree);
	out->tree = tree;
	out->title = request_say(rq, MSG_WEB_ORDERS_HEAD, ARGS(code));
	return true;
}

bool page_order(struct request *rq, struct answer *out, struct err *e)
{
	return show_order(rq, out, e);
}

bool page_order_do(struct request *rq, struct answer *out, struct err *e)
{
	struct str code = in_text(rq, S("code"));
	struct result done;
	struct err why = { 0 };
	if (!order_seen(rq, code, e))
		return false;
	if (!rq->faults->count && choice_do(rq, CHOICES(choices), code, &done, &why)) {
		out->location = str_fmt(rq->a, "/orders/%.*s?done=1",
					STR_ARG(web_encode(rq->a, done.target.n ? done.target
										: code)));
		return true;
	}
	return form_again(rq, out, &why, show_order, e);
}
