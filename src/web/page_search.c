/* Search: words in findings, measures, reports, notices and cases, with the match marked. */
#include "view/reach.h"
#include "view/search_view.h"
#include "web/filter.h"
#include "web/pages.h"

enum { ROWS = 30 };

static void put_form(struct request *rq, struct val *tree)
{
	struct val *form = val_put(tree, S("form"), val_list(rq->a));
	struct field_spec words = { .kind = FIELD_TEXT, .name = S("words"),
				    .label = msg_text(MSG_WEB_FIELD_WORDS, rq->lang) };
	struct field_spec in = { .kind = FIELD_CHOICE, .name = S("in"),
				 .label = msg_text(MSG_WEB_SEARCH_IN, rq->lang),
				 .words = S("findings measures reports notices cases"),
				 .group = S("web.list.") };
	struct field_spec unit = { .kind = FIELD_TEXT, .name = S("unit"),
				   .label = msg_text(MSG_WEB_FIELD_UNIT, rq->lang),
				   .suggest = SUGGEST_UNITS };
	struct field_spec order = { .kind = FIELD_CHOICE, .name = S("order"),
				    .label = msg_text(MSG_WEB_FIELD_SORT, rq->lang),
				    .words = S("newest"), .group = S("web.order.") };
	const struct field_spec *all[] = { &words, &in, &unit, &order };
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		struct val *field = field_put(rq, form, all[i]);
		val_put_bool(rq->a, field, S("plain"), true);
		val_put_str(rq->a, field, S("blank"),
			    msg_text(all[i] == &order ? MSG_WEB_ORDER_RANK : MSG_WEB_ALL,
				     rq->lang));
	}
}

/* Where a hit stands: the list of an inspection, a page of its own, or a finding's. */
static struct str link_of(struct request *rq, const struct val *row)
{
	static const struct {
		struct str object;
		const char *path;
	} places[] = {
		{ S("notice"), "/findings?inspection=" }, { S("prose"), "/findings?inspection=" },
		{ S("publication"), "/notices/" },        { S("case"), "/cases/" },
	};
	struct str object = val_get_str(row, S("object")), code = val_get_str(row, S("code"));
	const char *path = "/findings/";
	for (size_t i = 0; i < sizeof(places) / sizeof(*places); i++)
		if (str_eq(places[i].object, object))
			path = places[i].path;
	return str_fmt(rq->a, "%s%.*s", path, STR_ARG(web_encode(rq->a, code)));
}

static void put_hits(struct request *rq, struct val *tree, const struct val *found)
{
	const struct val *capped = val_get(found, S("capped")), *hits = val_get(found, S("hits"));
	struct val *rows = (struct val *)val_get(found, S("rows"));
	struct val *list = val_put(tree, S("hits"), val_list(rq->a));
	for (struct val *row = rows->first, *next; row; row = next) {
		next = row->next;
		row->next = NULL;
		val_put_str(rq->a, row, S("link"), link_of(rq, row));
		val_put_str(rq->a, row, S("what"),
			    request_word(rq, S("object."), val_get_str(row, S("object")),
					 val_get_str(row, S("object"))));
		val_push(list, row);
	}
	val_put_bool(rq->a, tree, S("any"), list->count > 0);
	val_put_bool(rq->a, tree, S("capped"), capped && capped->kind == VAL_BOOL && capped->yes);
	if (hits && hits->kind == VAL_INT)
		val_put_str(rq->a, tree, S("count"),
			    request_say(rq, MSG_WEB_SEARCH_COUNT,
					ARGS(str_fmt(rq->a, "%lld", (long long)hits->i))));
	val_put_str(rq->a, tree, S("next"),
		    link_with(rq, S("/search"), S("after"), S("after"),
			      val_get_str(found, S("next"))));
}

bool page_search(struct request *rq, struct answer *out, struct err *e)
{
	struct val *tree = val_map(rq->a);
	const struct val *found;
	struct err why = { 0 };
	struct search_asked asked = {
		.words = in_text(rq, S("words")),
		.in = in_text(rq, S("in")),
		.unit = in_text(rq, S("unit")),
		.newest = str_eq(in_text(rq, S("order")), S("newest")),
		.after = in_text(rq, S("after")),
		.limit = ROWS,
	};
	out->tree = tree;
	if (asked.words.n && !rq->faults->count) {
		if (!view_reach_unit(rq->store, rq->a, rq->who.name, &asked.reach, e))
			return false;
		if (view_search(rq->store, rq->a, &asked, rq->lang, &found, &why)) {
			val_put_bool(rq->a, tree, S("asked"), true);
			put_hits(rq, tree, found);
		} else if (why.code == ERR_IO || why.code == ERR_DB || why.code == ERR_BUG) {
			*e = why;
			return false;
		} else {
			bool unit = why.msg == MSG_VIEW_UNIT || why.msg == MSG_VIEW_REACH;
			request_fault_err(rq, unit ? S("unit") : S("words"), &why);
		}
	}
	put_form(rq, tree);
	faults_put(rq, tree);
	return true;
}
