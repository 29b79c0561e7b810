/*
 * Any verb on anything: a form made from the verb's row in the table, and what
 * comes of sending it. What was typed is given back filled whatever is refused.
 * /findings/CODE/act/VERB is for findings, /act/VERB?target=CODE for all else.
 */
#include "view/ledger_view.h"
#include "web/acting.h"
#include "web/engine.h"
#include "web/pages.h"

/* The verb and what it acts on, by the address. */
static bool begin(struct request *rq, struct acting *x, struct err *e)
{
	struct str name = in_text(rq, S("verb"));
	bool finding = val_get(rq->given, S("code"));
	*x = (struct acting){ .verb = verb_find(name) };
	if (!x->verb || !verb_has_form(x->verb) || (x->verb->target == OBJECT_FINDING) != finding)
		return err_set(e, ERR_NOT_FOUND, MSG_WEB_ACT_NONE, ARGS(name));
	if (x->verb->target == OBJECT_LEDGER)
		return true;
	x->code = in_given(rq, finding ? S("code") : S("target"));
	x->code = x->code.p ? x->code : S("");
	if (!target_seen(rq, x->verb->target, x->code, &x->row, e))
		return false;
	if (x->verb->target == OBJECT_UNIT || x->verb->target == OBJECT_PERSON)
		return true;
	return view_show(rq->store, rq->a, x->code, rq->lang, &x->shown, e);
}

/* What the form says of the thing, in short. */
static void put_target(struct request *rq, struct val *tree, const struct acting *x)
{
	static const struct str copied[] = { S("title"), S("state_name"), S("unit"), S("due"),
					     S("standard"), S("text") };
	val_put_str(rq->a, tree, S("code"), x->code);
	for (size_t i = 0; i < sizeof(copied) / sizeof(*copied); i++)
		val_put_str(rq->a, tree, copied[i], val_get_str(x->shown, copied[i]));
}

/* The page: the thing in short, the form. */
static bool show_form(struct request *rq, struct answer *out, const struct acting *x,
		      struct err *e)
{
	const struct verb *verb = x->verb;
	struct val *tree = val_map(rq->a);
	struct str name = request_word(rq, S("web.do."), verb->name, verb->name), list;
	put_target(rq, tree, x);
	val_put_str(rq->a, tree, S("verb"), verb->name);
	val_put_str(rq->a, tree, S("name"), name);
	val_put_str(rq->a, tree, S("help"), request_word(rq, S("web.help."), verb->name, STR_NONE));
	val_put_int(rq->a, tree, S("version"), val_get_int(x->row, S("changed"), VERSION_ANY));
	bool beside = verb->target != OBJECT_FINDING && verb->target != OBJECT_LEDGER;
	val_put_str(rq->a, tree, S("action"),
		    beside ? str_join(rq->a, S("/act/"), verb->name)
			   : verb_form(rq, verb, x->code));
	val_put_str(rq->a, tree, S("target"), beside ? x->code : STR_NONE);
	val_put_str(rq->a, tree, S("back"), target_path(rq, verb, x->code));
	val_put_str(rq->a, tree, S("list_name"), target_list(rq, verb, &list));
	val_put_str(rq->a, tree, S("list"), list);
	struct val *form = val_put(tree, S("form"), val_list(rq->a));
	if (!acting_fields(rq, x, form, e))
		return false;
	form_put(rq, tree);
	out->tree = tree;
	out->title = x->code.n ? str_fmt(rq->a, "%.*s %.*s", STR_ARG(name), STR_ARG(x->code))
			       : name;
	return true;
}

bool page_act(struct request *rq, struct answer *out, struct err *e)
{
	struct acting x;
	struct offer offer;
	if (!begin(rq, &x, e) || !show_form(rq, out, &x, e) ||
	    !ledger_offer(rq->a, &rq->state, rq->who.name, x.verb, x.code, store_now(rq->a), &offer,
			  e))
		return false;
	struct str why = STR_NONE, now = val_get_str(out->tree, S("state_name"));
	if (!offer.allowed)
		why = request_err(rq, &offer.why);
	if (!offer.allowed && offer.why.code == ERR_CONFLICT && now.p)
		why = request_say(rq, MSG_WEB_ACT_NOT_NOW,
				  ARGS(val_get_str(out->tree, S("name")), now));
	val_put_str(rq->a, out->tree, S("absent"), why);
	return true;
}

/* Where to go when it is done: to what was made or changed. */
static struct str done_path(struct request *rq, const struct acting *x, const struct result *done)
{
	struct str code = x->verb->target == OBJECT_LEDGER ? done->target : x->code;
	return str_fmt(rq->a, "%.*s?done=%lld", STR_ARG(target_path(rq, x->verb, code)),
		       (long long)done->seq);
}

bool page_act_do(struct request *rq, struct answer *out, struct err *e)
{
	struct acting x;
	struct result done;
	struct err why = { 0 };
	int64_t version = VERSION_ANY;
	if (!begin(rq, &x, e))
		return false;
	struct val *fields = acting_read(rq, &x);
	acting_refuse_unknown(rq, x.verb);
	if (in_given(rq, S("_version")).n && !str_int(in_given(rq, S("_version")), &version))
		version = VERSION_ANY;
	struct str key = in_given(rq, S("_key"));
	if (rq->faults->count)
		return show_form(rq, out, &x, e);
	if (request_act(rq, x.verb->name, x.code, fields, key.n ? key : STR_NONE, version, &done,
			&why)) {
		out->location = done_path(rq, &x, &done);
		return true;
	}
	if (why.code == ERR_IO || why.code == ERR_DB || why.code == ERR_BUG || rq->json) {
		*e = why;
		return false;
	}
	request_fault_err(rq, STR_NONE, &why);
	out->status = why.code == ERR_CONFLICT ? 409 : why.code == ERR_DENIED ? 403 : 400;
	if (!show_form(rq, out, &x, e))
		return false;
	val_put_bool(rq->a, out->tree, S("conflict"), why.code == ERR_CONFLICT);
	return true;
}
