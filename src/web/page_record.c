/*
 * One record of a register: what was recorded, its nodes and steps, what can be done
 * next, and the form that corrects it.
 */
#include "ledger/rights.h"
#include "view/ledger_view.h"
#include "web/again.h"
#include "web/engine.h"
#include "web/pages.h"
#include "web/register_form.h"
#include "web/target.h"

/* Its definition, as it was made under. */
static bool read_record(struct request *rq, const struct val **row, const struct val **shown,
			struct register_def *def, struct err *e)
{
	struct str code = in_text(rq, S("code"));
	return target_seen(rq, OBJECT_RECORD, code, row, e) &&
	       register_read(rq->a, val_get_str(*row, S("definition")), def, e) &&
	       view_show(rq->store, rq->a, code, rq->lang, shown, e);
}

/* What is personal has the address where it is taken away. */
static void put_values(struct request *rq, struct val *tree, const struct register_def *def,
		       int64_t id)
{
	struct val *list = val_put(tree, S("pairs"), val_list(rq->a));
	const struct val *cell = val_get(tree, S("cells"))->first;
	bool may = rq->who.roles & ACTOR_ADMIN && rq->who.unit == UNIT_WHOLE;
	for (int i = 0; i < def->fields && cell; i++, cell = cell->next) {
		struct val *v = val_push(list, val_map(rq->a));
		val_put_str(rq->a, v, S("label"), def->field[i].label[rq->lang]);
		val_put_str(rq->a, v, S("text"), cell->s);
		val_put_str(rq->a, v, S("erase"),
			    may && def->field[i].personal && cell->s.n
				    ? str_fmt(rq->a, "/act/erase?object=record_value&row=%lld/%.*s",
					      (long long)id,
					      STR_ARG(web_encode(rq->a, def->field[i].name)))
				    : STR_NONE);
	}
}

/* Every node of the definition, with the day on which it was passed. */
static void put_nodes(struct request *rq, struct val *tree, const struct register_def *def)
{
	const struct val *passed = val_get(tree, S("nodes"))->first;
	struct val *list = val_put(tree, S("way"), val_list(rq->a));
	for (int i = 0; i < def->nodes; i++) {
		struct val *v = val_push(list, val_map(rq->a));
		val_put_str(rq->a, v, S("label"), def->node[i].label[rq->lang]);
		val_put_str(rq->a, v, S("date"), val_get_str(passed, S("date")));
		val_put_str(rq->a, v, S("actor"), val_get_str(passed, S("actor")));
		passed = passed ? passed->next : NULL;
	}
}

/* The first long text is what a case would say. */
static bool put_case(struct request *rq, struct val *tree, const struct register_def *def,
		     struct err *e)
{
	struct str text = STR_NONE, code = val_get_str(tree, S("code"));
	const struct val *cell = val_get(tree, S("cells"))->first;
	for (int i = 0; i < def->fields && cell; i++, cell = cell->next)
		if (def->field[i].type == REGISTER_TEXT && !def->field[i].personal &&
		    def->field[i].most > 1000 && cell->s.n && !text.p)
			text = cell->s;
	if (!def->channel.n || val_get_str(tree, S("opened")).p || !text.p)
		return true;
	return offer_put(rq, tree, S("open_case"), S("take-case"), STR_NONE,
			 str_fmt(rq->a, "record=%.*s&channel=%.*s&text=%.*s&unit=%.*s",
				 STR_ARG(code), STR_ARG(def->channel),
				 STR_ARG(web_encode(rq->a, text)),
				 STR_ARG(web_encode(rq->a, val_get_str(tree, S("unit"))))),
			 e);
}

static bool show_record(struct request *rq, struct answer *out, struct err *e)
{
	struct register_def *def = arena_new(rq->a, struct register_def, 1);
	const struct val *row, *shown;
	struct str code = in_text(rq, S("code"));
	if (!read_record(rq, &row, &shown, def, e))
		return false;
	struct val *tree = (struct val *)shown;
	put_values(rq, tree, def, val_get_int(row, S("id"), 0));
	put_nodes(rq, tree, def);
	life_put(rq, tree);
	val_put_str(rq->a, tree, S("href"),
		    str_fmt(rq->a, "/registers/%.*s", STR_ARG(web_encode(rq->a, def->name))));
	out->tree = tree;
	out->title = code;
	bool stands = str_eq(val_get_str(tree, S("state")), S("recorded")) &&
		      verb_may(rq, S("correct-record"));
	val_put_bool(rq->a, tree, S("correctable"), stands);
	val_put_bool(rq->a, tree, S("stepped"), def->nodes > 0);
	if (stands &&
	    !register_fields(rq, def, shown, val_put(tree, S("form"), val_list(rq->a)), e))
		return false;
	form_put(rq, tree);
	return put_case(rq, tree, def, e) && offers_put(rq, tree, OBJECT_RECORD, code, e) &&
	       done_put(rq, tree, e);
}

bool page_record(struct request *rq, struct answer *out, struct err *e)
{
	return show_record(rq, out, e);
}

bool page_record_do(struct request *rq, struct answer *out, struct err *e)
{
	struct register_def *def = arena_new(rq->a, struct register_def, 1);
	const struct val *row, *shown;
	struct result done;
	struct str code = in_text(rq, S("code")), key = in_given(rq, S("_key"));
	struct err why = { 0 };
	if (!read_record(rq, &row, &shown, def, e))
		return false;
	struct val *fields = register_typed(rq, def, shown);
	if (!rq->faults->count &&
	    request_act(rq, S("correct-record"), code, fields, key.n ? key : STR_NONE,
			form_version(rq), &done, &why)) {
		out->location = str_fmt(rq->a, "/records/%.*s?done=%lld", STR_ARG(code),
					(long long)done.seq);
		return true;
	}
	return form_again(rq, out, &why, show_record, e);
}
