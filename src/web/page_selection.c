/*
 * What is done with several findings at once: assign, set a date, send an order.
 * Each finding's is an action of its own (an order: one for each unit), allowed or
 * refused by itself, and the page says of each what came of it.
 */
#include "web/acting.h"
#include "web/finding.h"
#include "web/pages.h"
#include "web/engine.h"

/* The verb's fields that are typed: the findings of an order are those selected. */
static bool typed_verb(struct request *rq, struct verb *out, struct err *e)
{
	const struct verb *verb = verb_find(in_text(rq, S("verb")));
	if (!verb)
		return err_set(e, ERR_NOT_FOUND, MSG_WEB_ACT_NONE, ARGS(in_given(rq, S("verb"))));
	*out = *verb;
	if (verb->fields && str_eq(verb->field[0].name, S("findings"))) {
		out->field++;
		out->fields--;
	}
	return true;
}

static bool of_each(const struct verb *verb)
{
	return verb->target == OBJECT_FINDING;
}

/* Inputs that are neither the route's nor the verb's. */
static void refuse_unknown(struct request *rq, const struct verb *verb)
{
	for val_each(v, rq->given) {
		bool known = v->key.p[0] == '_';
		for (int i = 0; !known && i < rq->route->in.n; i++)
			known = str_eq(rq->route->in.p[i].name, v->key);
		for (int i = 0; !known && i < verb->fields; i++)
			known = str_eq(verb->field[i].name, v->key);
		if (!known)
			request_fault(rq, STR_NONE,
				      request_say(rq, MSG_WEB_IN_UNKNOWN, ARGS(v->key)));
	}
}

static struct val *copy_codes(struct request *rq)
{
	struct val *list = val_list(rq->a);
	for val_each(v, val_get(rq->in, S("code"))) {
		struct val *item = val_push(list, val_map(rq->a));
		val_put_str(rq->a, item, S("code"), v->s);
	}
	return list;
}

static bool serious(const struct err *e)
{
	return e->code == ERR_IO || e->code == ERR_DB || e->code == ERR_BUG;
}

/* One action on `target`, told of as `code`; what the ledger refuses is no error of
 * the page. */
static bool act_once(struct request *rq, const struct verb *verb, struct str target,
		     struct str code, const struct val *fields, struct val *results, int64_t *done,
		     struct err *e)
{
	struct str key = in_given(rq, S("_key"));
	struct result result;
	struct err why = { 0 };
	bool ok = request_act(rq, verb->name, target, fields,
			      key.n ? str_fmt(rq->a, "%.*s-%.*s", STR_ARG(key), STR_ARG(code))
				    : STR_NONE,
			      VERSION_ANY, &result, &why);
	if (!ok && serious(&why)) {
		*e = why;
		return false;
	}
	struct val *row = val_push(results, val_map(rq->a));
	val_put_str(rq->a, row, S("code"), code);
	val_put_bool(rq->a, row, S("done"), ok);
	val_put(row, S("event"), ok ? val_int(rq->a, result.seq) : val_null(rq->a));
	val_put_str(rq->a, row, S("why"), ok ? STR_NONE : request_err(rq, &why));
	*done += ok;
	return true;
}

static bool act_on_each(struct request *rq, const struct verb *verb, const struct val *fields,
			struct val *results, int64_t *done, struct err *e)
{
	for val_each(v, val_get(rq->in, S("code"))) {
		const struct val *row;
		struct err why = { 0 };
		/* what one may not see is not there; the sentence is the same */
		if (finding_seen(rq, v->s, &row, &why)) {
			if (!act_once(rq, verb, v->s, v->s, fields, results, done, e))
				return false;
			continue;
		}
		if (serious(&why)) {
			*e = why;
			return false;
		}
		struct val *result = val_push(results, val_map(rq->a));
		val_put_str(rq->a, result, S("code"), v->s);
		val_put_bool(rq->a, result, S("done"), false);
		val_put(result, S("event"), val_null(rq->a));
		val_put_str(rq->a, result, S("why"), request_err(rq, &why));
	}
	return true;
}

/* The selected findings by their units: [{unit codes}…]. */
static bool by_unit(struct request *rq, struct val **out, struct err *e)
{
	struct val *groups = *out = val_list(rq->a);
	for val_each(v, val_get(rq->in, S("code"))) {
		const struct val *row;
		if (!finding_seen(rq, v->s, &row, e))
			return false;
		int64_t unit = val_get_int(row, S("unit"), UNIT_WHOLE);
		struct val *group = groups->first;
		while (group && val_get_int(group, S("unit"), UNIT_WHOLE) != unit)
			group = group->next;
		if (group) {
			struct val *codes = (struct val *)val_get(group, S("codes"));
			codes->s = str_fmt(rq->a, "%.*s %.*s", STR_ARG(codes->s), STR_ARG(v->s));
			continue;
		}
		group = val_push(groups, val_map(rq->a));
		val_put_int(rq->a, group, S("unit"), unit);
		val_put_str(rq->a, group, S("codes"), v->s);
	}
	return true;
}

static bool act_by_unit(struct request *rq, const struct verb *verb, const struct val *fields,
			struct val *results, int64_t *done, struct err *e)
{
	struct val *groups;
	struct err why = { 0 };
	if (!by_unit(rq, &groups, &why)) {
		if (!serious(&why))
			request_fault_err(rq, STR_NONE, &why);
		*e = serious(&why) ? why : *e;
		return !serious(&why);
	}
	for val_each(group, groups) {
		struct val *own = val_map(rq->a);
		struct str codes = val_get_str(group, S("codes"));
		val_put_str(rq->a, own, S("findings"), codes);
		for val_each(v, fields) {
			struct val *copy = arena_new(rq->a, struct val, 1);
			*copy = *v;
			copy->next = NULL;
			val_put(own, v->key, copy);
		}
		if (!act_once(rq, verb, STR_NONE, codes, own, results, done, e))
			return false;
	}
	return true;
}

static void put_results(struct request *rq, struct val *tree, struct val *results, int64_t done)
{
	long long failed = (long long)(results->count - done);
	val_put_str(rq->a, tree, S("outcome"),
		    request_say(rq, failed ? MSG_WEB_SELECTION_SOME : MSG_WEB_SELECTION_ALL,
				ARGS(str_fmt(rq->a, "%lld", (long long)done),
				     str_fmt(rq->a, "%lld", failed))));
	val_put_bool(rq->a, tree, S("whole"), !failed);
	val_put(tree, S("results"), results);
}

bool page_selection(struct request *rq, struct answer *out, struct err *e)
{
	struct verb verb;
	struct val *tree = val_map(rq->a), *results = val_list(rq->a);
	int64_t done = 0;
	if (!val_get(rq->in, S("code"))) {
		out->location = request_return(rq, in_text(rq, S("return")));
		rq->faults->count = 0;
		return true;
	}
	if (!typed_verb(rq, &verb, e))
		return false;
	struct acting x = { .verb = &verb };
	bool go = str_eq(in_text(rq, S("step")), S("do"));
	if (go && !rq->faults->count) {
		struct val *fields = acting_read(rq, &x);
		refuse_unknown(rq, &verb);
		go = !rq->faults->count;
		if (go && !(of_each(&verb) ? act_on_each(rq, &verb, fields, results, &done, e)
					   : act_by_unit(rq, &verb, fields, results, &done, e)))
			return false;
	}
	struct str name = request_word(rq, S("web.do."), verb.name, verb.name);
	val_put_str(rq->a, tree, S("verb"), verb.name);
	val_put_str(rq->a, tree, S("name"), name);
	val_put_str(rq->a, tree, S("back"), request_return(rq, in_text(rq, S("return"))));
	val_put_bool(rq->a, tree, S("each"), of_each(&verb));
	val_put(tree, S("codes"), copy_codes(rq));
	if (go && !rq->faults->count) {
		put_results(rq, tree, results, done);
	} else {
		struct val *form = val_put(tree, S("form"), val_list(rq->a));
		if (!acting_fields(rq, &x, form, e))
			return false;
		val_put_bool(rq->a, tree, S("asks"), true);
	}
	form_put(rq, tree);
	out->tree = tree;
	out->title = name;
	return true;
}
