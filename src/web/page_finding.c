/*
 * One finding: everything that is its, the story of its actions, and what can
 * be done next, by whom, and why a button is absent.
 */
#include "view/ledger_view.h"
#include "web/engine.h"
#include "web/finding.h"
#include "web/pages.h"
#include "web/target.h"

bool finding_seen(struct request *rq, struct str code, const struct val **row, struct err *e)
{
	bool sees = false;
	if (!request_ask(rq, ASK_FINDING, val_str(rq->a, code), row, e))
		return false;
	if (*row && !request_sees(rq, val_get_int(*row, S("unit"), UNIT_WHOLE), &sees, e))
		return false;
	int64_t lead = val_get_int(*row, S("lead_unit"), UNIT_WHOLE);
	if (*row && !sees && lead != UNIT_WHOLE && !request_sees(rq, lead, &sees, e))
		return false;
	return sees || err_set(e, ERR_NOT_FOUND, MSG_WEB_FINDING_NONE, ARGS(code));
}

/* The row of `list` (reports, decisions) that the event made: the events of a
 * verb and its rows are in one order. */
static const struct val *row_of_event(const struct val *tree, struct str verb, int64_t nth)
{
	bool report = str_eq(verb, S("report"));
	for val_each(row, val_get(tree, report ? S("reports") : S("decisions"))) {
		if (!report && !str_eq(val_get_str(row, S("verb")), verb))
			continue;
		if (nth-- == 0)
			return row;
	}
	return NULL;
}

static int64_t count_before(const struct val *events, const struct val *event)
{
	int64_t n = 0;
	for val_each(v, events) {
		if (v == event)
			break;
		n += str_eq(val_get_str(v, S("verb")), val_get_str(event, S("verb"))) &&
		     str_eq(val_get_str(v, S("target")), val_get_str(event, S("target")));
	}
	return n;
}

/* A UTC time as the clock in China shows it: 2025-06-01 09:30. */
struct str china_time(struct arena *a, struct str utc)
{
	struct date day;
	int64_t hour;
	if (utc.n < 16 || !date_parse(str_cut(utc, 0, 10), &day) ||
	    !str_int(str_cut(utc, 11, 13), &hour))
		return utc;
	hour += 8;
	struct str iso = date_iso(a, date_of_days(date_days(day) + (hour >= 24)));
	return str_fmt(a, "%.*s %02d:%.*s", STR_ARG(iso), (int)(hour % 24),
		       STR_ARG(str_cut(utc, 14, 16)));
}

/* The story, the newest first. */
static void put_timeline(struct request *rq, struct val *tree)
{
	static const struct str copied[] = { S("text"),   S("reason"), S("next"),
					     S("due"),    S("score"),  S("granted"),
					     S("lookback"), S("sample"), S("date"), S("measure") };
	const struct val *events = val_get(tree, S("events"));
	struct val *list = val_list(rq->a);
	for val_each(event, events) {
		struct str verb = val_get_str(event, S("verb"));
		struct val *step = val_map(rq->a);
		val_put_int(rq->a, step, S("seq"), val_get_int(event, S("seq"), 0));
		val_put_str(rq->a, step, S("time"),
			    china_time(rq->a, val_get_str(event, S("recorded"))));
		val_put_str(rq->a, step, S("actor"), val_get_str(event, S("actor")));
		val_put_str(rq->a, step, S("name"), request_word(rq, S("web.do."), verb, verb));
		val_put_str(rq->a, step, S("says"),
			    verb_says(rq->a, verb, val_get_str(event, S("actor")),
				      val_get_str(event, S("target")), rq->lang));
		const struct val *row = row_of_event(tree, verb, count_before(events, event));
		for (size_t i = 0; i < sizeof(copied) / sizeof(*copied); i++) {
			const struct val *v = row ? val_get(row, copied[i]) : NULL;
			if (v && v->kind == VAL_INT)
				val_put_int(rq->a, step, copied[i], v->i);
			else /* null too: else the template finds the finding's own */
				val_put_str(rq->a, step, copied[i],
					    v && v->kind == VAL_STR ? v->s : STR_NONE);
		}
		step->next = list->first; /* newest first */
		list->first = step;
		list->last = list->last ? list->last : step;
		list->count++;
	}
	val_put(tree, S("timeline"), list);
}

enum { PREVIEW_BYTES = 4 << 20 }; /* of a picture that a page shows */

void evidence_put(struct request *rq, const struct val *evidence)
{
	for val_each(row, evidence) {
		struct val *x = (struct val *)row;
		int64_t size = val_get_int(row, S("size"), 0);
		bool live = !val_get_str(row, S("voided")).n;
		val_put_str(rq->a, x, S("size_word"),
			    size < 1 << 20
				    ? str_fmt(rq->a, "%lld KB", (long long)(size + 1023) / 1024)
				    : str_fmt(rq->a, "%.1f MB", (double)size / (1 << 20)));
		val_put_bool(rq->a, x, S("live"), live);
		val_put_bool(rq->a, x, S("preview"),
			     live && size <= PREVIEW_BYTES &&
				     picture_type(val_get_str(row, S("kind"))).p);
	}
}

/* A template says a list's name once where there is any, not once a row. */
static void put_some(struct request *rq, struct val *tree)
{
	static const struct {
		struct str list, some;
	} lists[] = {
		{ S("orders"), S("any_orders") },     { S("cases"), S("any_cases") },
		{ S("regulations"), S("any_regulations") },
		{ S("repeated_by"), S("any_repeated") }, { S("parts"), S("any_parts") },
		{ S("support"), S("any_support") },
		{ S("measures"), S("any_measures") },
	};
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		const struct val *list = val_get(tree, lists[i].list);
		val_put_bool(rq->a, tree, lists[i].some, list && list->count > 0);
	}
}

static void put_done(struct request *rq, struct val *tree)
{
	int64_t seq = in_int(rq, S("done"), 0);
	for val_each(event, val_get(tree, S("timeline")))
		if (seq && val_get_int(event, S("seq"), 0) == seq)
			val_put_str(rq->a, tree, S("done"),
				    request_say(rq, MSG_WEB_DONE,
						ARGS(val_get_str(event, S("says")),
						     str_fmt(rq->a, "%lld", (long long)seq))));
}

bool page_finding(struct request *rq, struct answer *out, struct err *e)
{
	struct str code = in_text(rq, S("code"));
	const struct val *row, *shown;
	if (!finding_seen(rq, code, &row, e) ||
	    !view_show(rq->store, rq->a, code, rq->lang, &shown, e))
		return false;
	struct val *tree = (struct val *)shown;
	put_timeline(rq, tree);
	put_done(rq, tree);
	put_some(rq, tree);
	evidence_put(rq, val_get(tree, S("evidence")));
	measures_put(rq, val_get(tree, S("measures")));
	out->tree = tree;
	out->title = str_fmt(rq->a, "%.*s %.*s", STR_ARG(code),
			     STR_ARG(val_get_str(tree, S("title"))));
	return offers_put(rq, tree, OBJECT_FINDING, code, e);
}
