/* What actions act on, as pages have it: see target.h. */
#include "web/target.h"

#include "web/finding.h"

/* Where things are shown, the first that fits: of an object, of one verb alone where
 * it is named. `each`: every thing has a page of its own under the list's. */
static const struct place {
	enum object_id object;
	struct str verb, path;
	enum msg word;
	bool each;
} places[] = {
	{ OBJECT_FINDING, STR_NONE, S("/findings"), MSG_WEB_NAV_FINDINGS, true },
	{ OBJECT_SUPERVISION_ORDER, STR_NONE, S("/orders"), MSG_WEB_NAV_ORDERS, true },
	{ OBJECT_CASE_FILE, STR_NONE, S("/cases"), MSG_WEB_NAV_CASES, true },
	{ OBJECT_REGULATION, STR_NONE, S("/regulations"), MSG_WEB_NAV_REGULATIONS, true },
	{ OBJECT_RECORD, STR_NONE, S("/records"), MSG_WEB_NAV_REGISTERS, true },
	{ OBJECT_PUBLICATION, STR_NONE, S("/notices"), MSG_WEB_NAV_NOTICES, true },
	{ OBJECT_INSPECTION, STR_NONE, S("/inspections"), MSG_WEB_NAV_OVERVIEW, true },
	{ OBJECT_UNIT, STR_NONE, S("/units"), MSG_WEB_NAV_UNITS, true },
	{ OBJECT_PERSON, STR_NONE, S("/people"), MSG_WEB_NAV_PEOPLE, true },
	{ OBJECT_LEDGER, S("open-inspection"), S("/inspections"), MSG_WEB_NAV_OVERVIEW, true },
	{ OBJECT_LEDGER, S("order"), S("/orders"), MSG_WEB_NAV_ORDERS, true },
	{ OBJECT_LEDGER, S("take-case"), S("/cases"), MSG_WEB_NAV_CASES, true },
	{ OBJECT_LEDGER, S("add-regulation"), S("/regulations"), MSG_WEB_NAV_REGULATIONS, true },
	{ OBJECT_LEDGER, S("draft-notice"), S("/notices"), MSG_WEB_NAV_NOTICES, true },
	{ OBJECT_LEDGER, S("add-unit"), S("/units"), MSG_WEB_NAV_UNITS, true },
	{ OBJECT_LEDGER, S("add-person"), S("/people"), MSG_WEB_NAV_PEOPLE, true },
	{ OBJECT_LEDGER, S("add-pack"), S("/packs"), MSG_WEB_NAV_PACKS, true },
	{ OBJECT_LEDGER, S("add-register"), S("/registers"), MSG_WEB_NAV_REGISTERS, true },
	{ OBJECT_LEDGER, S("set-setting"), S("/settings"), MSG_WEB_NAV_SETTINGS, false },
};

static const struct place *place_of(const struct verb *verb)
{
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++)
		if (places[i].object == verb->target &&
		    (!places[i].verb.p || str_eq(places[i].verb, verb->name)))
			return &places[i];
	return NULL;
}

struct str target_path(struct request *rq, const struct verb *verb, struct str code)
{
	const struct place *place = place_of(verb);
	if (!place || !place->each || !code.n)
		return place ? place->path : S("/");
	return str_fmt(rq->a, "%.*s/%.*s", STR_ARG(place->path),
		       STR_ARG(web_encode(rq->a, code)));
}

struct str target_list(struct request *rq, const struct verb *verb, struct str *path)
{
	const struct place *place = place_of(verb);
	*path = place ? place->path : S("/");
	return msg_text(place ? place->word : MSG_WEB_NAV_OVERVIEW, rq->lang);
}

bool target_seen(struct request *rq, enum object_id object, struct str code,
		 const struct val **row, struct err *e)
{
	struct decision d = { .a = rq->a, .state = &rq->state };
	struct str unit = object == OBJECT_UNIT ? S("id") : S("unit");
	bool sees = false;
	*row = NULL;
	if (object == OBJECT_LEDGER)
		return true;
	if (object == OBJECT_FINDING)
		return finding_seen(rq, code, row, e);
	if (!decision_coded(&d, object, code, row, e))
		return false;
	if (*row && !request_sees(rq, val_get_int(*row, unit, UNIT_WHOLE), &sees, e))
		return false;
	return sees || err_set(e, ERR_NOT_FOUND, MSG_WEB_TARGET_NONE, ARGS(code));
}

bool verb_has_form(const struct verb *verb)
{
	for (int i = 0; i < verb->fields; i++)
		if (verb->field[i].required && (verb->field[i].rule.type == VALUE_TREE ||
						verb->field[i].rule.type == VALUE_HASH))
			return false;
	return !(verb->from & STATE_NONE); /* the ledger was begun before there were pages */
}

struct str verb_form(struct request *rq, const struct verb *verb, struct str code)
{
	if (verb->target == OBJECT_FINDING)
		return str_fmt(rq->a, "/findings/%.*s/act/%.*s", STR_ARG(web_encode(rq->a, code)),
			       STR_ARG(verb->name));
	if (verb->target == OBJECT_LEDGER)
		return str_fmt(rq->a, "/act/%.*s", STR_ARG(verb->name));
	return str_fmt(rq->a, "/act/%.*s?target=%.*s", STR_ARG(verb->name),
		       STR_ARG(web_encode(rq->a, code)));
}

/* The roles that may do the verb anywhere. */
static struct str roles_of(struct request *rq, const struct verb *verb)
{
	unsigned may = 0;
	for (int i = 0; i < REACH_COUNT; i++)
		may |= verb->rights.may[i];
	return request_words(rq, roles_text(rq->a, may));
}

bool verb_may(const struct request *rq, struct str verb)
{
	const struct verb *v = verb_find(verb);
	unsigned may = 0;
	for (int i = 0; v && i < REACH_COUNT; i++)
		may |= v->rights.may[i];
	return (may & rq->who.roles) != 0;
}

/* Whether it leads onwards. What takes back or breaks off is never the button that stands
 * out. */
static bool leads_on(const struct verb *verb)
{
	static const struct str back[] = {
		S("close-unrectified"), S("dispute"), S("refuse-case"), S("void-record"),
		S("withdraw"), S("withdraw-notice"), S("withdraw-order"),
	};
	for (size_t i = 0; i < sizeof(back) / sizeof(*back); i++)
		if (str_eq(verb->name, back[i]))
			return false;
	return verb->to != 0;
}

static struct val *put_offer(struct request *rq, struct val *to, const struct offer *o,
			     struct str code)
{
	const struct verb *verb = o->verb;
	val_put_str(rq->a, to, S("verb"), verb->name);
	val_put_str(rq->a, to, S("name"),
		    request_word(rq, S("web.do."), verb->name, verb->name));
	val_put_str(rq->a, to, S("roles"), roles_of(rq, verb));
	val_put_bool(rq->a, to, S("step"), leads_on(verb));
	val_put_bool(rq->a, to, S("allowed"), o->allowed);
	if (!o->allowed)
		val_put_str(rq->a, to, S("why"), request_err(rq, &o->why));
	return to;
}

bool offers_put(struct request *rq, struct val *tree, enum object_id object, struct str code,
		struct err *e)
{
	struct offers offers;
	struct val *can = val_put(tree, S("offers"), val_list(rq->a));
	struct val *cannot = val_put(tree, S("absent"), val_list(rq->a));
	if (!ledger_offers(rq->a, &rq->state, rq->who.name, object, code, store_now(rq->a), &offers,
			   e))
		return false;
	for (ptrdiff_t i = 0; i < offers.n; i++) {
		const struct offer *o = &offers.p[i];
		if (!verb_has_form(o->verb))
			continue;
		struct val *to = val_push(o->allowed ? can : cannot, val_map(rq->a));
		put_offer(rq, to, o, code);
		val_put_str(rq->a, to, S("href"), verb_form(rq, o->verb, code));
	}
	return true;
}

bool offer_put(struct request *rq, struct val *tree, struct str key, struct str verb,
	       struct str code, struct str query, struct err *e)
{
	const struct verb *row = verb_find(verb);
	struct offer offer;
	if (!ledger_offer(rq->a, &rq->state, rq->who.name, row, code, store_now(rq->a), &offer, e))
		return false;
	struct val *to = put_offer(rq, val_put(tree, key, val_map(rq->a)), &offer, code);
	struct str form = verb_form(rq, row, code);
	if (query.n)
		form = str_fmt(rq->a, "%.*s%s%.*s", STR_ARG(form),
			       str_has(form, S("?")) ? "&" : "?", STR_ARG(query));
	val_put_str(rq->a, to, S("href"), form);
	return true;
}

bool done_put(struct request *rq, struct val *tree, struct err *e)
{
	int64_t seq = in_int(rq, S("done"), 0);
	const struct val *event;
	if (seq <= 0)
		return true;
	if (!store_one(rq->store, rq->a, SQL_EVENT_BY_SEQ, PARAMS(P_INT(seq)), &event, e))
		return false;
	if (!event || !str_eq(val_get_str(event, S("actor")), rq->who.name))
		return true;
	struct str target = val_get_str(event, S("target"));
	val_put_str(rq->a, tree, S("done"),
		    request_say(rq, MSG_WEB_DONE,
				ARGS(verb_says(rq->a, val_get_str(event, S("verb")), rq->who.name,
					       target.p ? target : S(""), rq->lang),
				     str_fmt(rq->a, "%lld", (long long)seq))));
	return true;
}
