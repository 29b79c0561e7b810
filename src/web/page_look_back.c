/*
 * 回头看: a sample of closed findings, at random or weighted by risk, drawn by a seed
 * that the page shows, so that anybody can repeat the draw. The outcome is recorded by
 * the action look-back; what rebounded reopens by it.
 */
#include <openssl/rand.h>

#include "ledger/money.h"
#include "ledger/sample.h"
#include "view/findings_view.h"
#include "view/reach.h"
#include "web/engine.h"
#include "web/filter.h"
#include "web/pages.h"
#include "web/target.h"

enum { CANDIDATES = 5000, PAGE = FINDINGS_LIMIT_MOST, SIZE = 10, SEEDS = 1000000 };

struct candidates LIST(const struct val *);

/* The closed findings that the filter leaves, in the order of their codes. */
static bool read_closed(struct request *rq, struct candidates *out, bool *many, struct err *e)
{
	struct findings_asked asked = { .state = S("closed,stage-closed"), .limit = PAGE,
					.unit = in_text(rq, S("unit")),
					.inspection = in_text(rq, S("inspection")),
					.category = in_text(rq, S("category")),
					.today = rq->today };
	*many = false;
	if (!view_reach_unit(rq->store, rq->a, rq->who.name, &asked.reach, e))
		return false;
	do {
		const struct val *page;
		if (!view_findings(rq->store, rq->a, &asked, rq->lang, &page, e))
			return false;
		for val_each(row, val_get(page, S("rows")))
			*list_add(rq->a, out) = row;
		asked.after = val_get_str(page, S("next"));
		*many = asked.after.n && out->n >= CANDIDATES;
	} while (asked.after.n && !*many);
	return true;
}

static void risk_of(const struct val *row, struct sample_risk *r)
{
	struct str due = val_get_str(row, S("due")), closed = val_get_str(row, S("closed"));
	*r = (struct sample_risk){
		.fen = val_get_int(row, S("amount_fen"), 0),
		.reopened = val_get_int(row, S("reopened"), 0),
		.late = due.n && closed.n && str_cmp(closed, due) > 0,
		.repeats = val_get_str(row, S("recurrence_of")).n > 0,
	};
}

/* Why it weighs more than another, in words. */
static struct str why_of(struct request *rq, const struct sample_risk *r)
{
	struct buf b;
	buf_init(&b, rq->a);
	const struct {
		bool is;
		enum msg word;
	} reasons[] = {
		{ r->reopened > 0, MSG_WEB_LOOK_BACK_REOPENED },
		{ r->repeats, MSG_WEB_LOOK_BACK_REPEATS },
		{ r->late, MSG_WEB_LOOK_BACK_LATE },
		{ r->fen > 0, MSG_WEB_LOOK_BACK_AMOUNT },
	};
	for (size_t i = 0; i < sizeof(reasons) / sizeof(*reasons); i++)
		if (reasons[i].is)
			buf_fmt(&b, "%s%.*s", b.n ? " · " : "",
				STR_ARG(msg_text(reasons[i].word, rq->lang)));
	if (r->fen > 0)
		buf_fmt(&b, " %.*s", STR_ARG(money_text(rq->a, r->fen)));
	return buf_str(&b);
}

static void put_form(struct request *rq, struct val *tree, int64_t seed)
{
	const struct field_spec fields[] = {
		{ FIELD_NUMBER, S("size"), msg_text(MSG_WEB_FIELD_SIZE_OF, rq->lang),
		  STR_NONE, S("10") },
		{ FIELD_CHOICE, S("method"), msg_text(MSG_WEB_FIELD_METHOD, rq->lang), STR_NONE,
		  S("risk"), .words = S("risk random"), .group = S("web.method.") },
		{ FIELD_NUMBER, S("seed"), msg_text(MSG_WEB_FIELD_SEED, rq->lang), STR_NONE,
		  str_fmt(rq->a, "%lld", (long long)seed) },
		{ FIELD_TEXT, S("unit"), msg_text(MSG_WEB_FIELD_UNIT, rq->lang),
		  .suggest = SUGGEST_UNITS },
		{ FIELD_TEXT, S("inspection"), msg_text(MSG_WEB_FIELD_INSPECTION, rq->lang),
		  .suggest = SUGGEST_INSPECTIONS },
		{ FIELD_TEXT, S("category"), msg_text(MSG_WEB_FIELD_CATEGORY, rq->lang) },
	};
	struct val *form = val_put(tree, S("form"), val_list(rq->a));
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		val_put_bool(rq->a, field_put(rq, form, &fields[i]), S("plain"), true);
}

/* The rows drawn, in the order of their codes. */
static void put_drawn(struct request *rq, struct val *tree, const struct candidates *c,
		      int64_t seed, int64_t size, bool random)
{
	struct val *rows = val_put(tree, S("rows"), val_list(rq->a));
	int64_t *weight = arena_new(rq->a, int64_t, c->n + 1);
	bool *drawn = arena_new(rq->a, bool, c->n + 1);
	struct sample_risk r;
	for (ptrdiff_t i = 0; i < c->n; i++) {
		risk_of(c->p[i], &r);
		weight[i] = random ? 1 : sample_weight(&r);
	}
	sample_draw((uint64_t)seed, weight, c->n, size, drawn);
	struct str method = request_word(rq, S("web.method."), random ? S("random") : S("risk"),
					 STR_NONE);
	struct str told = request_say(
		rq, MSG_WEB_LOOK_BACK_TOLD,
		ARGS(str_fmt(rq->a, "%lld", (long long)c->n),
		     str_fmt(rq->a, "%lld", (long long)(size < c->n ? size : c->n)), method,
		     str_fmt(rq->a, "%lld", (long long)seed)));
	for (ptrdiff_t i = 0; i < c->n; i++) {
		static const struct str copied[] = { S("code"), S("title"), S("unit"), S("due"),
						     S("closed"), S("state_name") };
		if (!drawn[i])
			continue;
		struct val *row = val_push(rows, val_map(rq->a));
		for (size_t k = 0; k < sizeof(copied) / sizeof(*copied); k++)
			val_put_str(rq->a, row, copied[k], val_get_str(c->p[i], copied[k]));
		risk_of(c->p[i], &r);
		val_put_int(rq->a, row, S("weight"), weight[i]);
		val_put_str(rq->a, row, S("why"), why_of(rq, &r));
		val_put_str(rq->a, row, S("sample"), web_encode(rq->a, told));
	}
	val_put_str(rq->a, tree, S("told"), told);
}

bool page_look_back(struct request *rq, struct answer *out, struct err *e)
{
	struct candidates c = { 0 };
	bool many = false, random = str_eq(in_text(rq, S("method")), S("random"));
	int64_t size = in_int(rq, S("size"), 0), seed = in_int(rq, S("seed"), -1);
	uint32_t fresh = 0;
	struct val *tree = val_map(rq->a);
	struct err why = { 0 };
	if (seed < 0 && RAND_bytes((unsigned char *)&fresh, sizeof(fresh)) != 1)
		fresh = (uint32_t)date_days(rq->today);
	seed = seed < 0 ? fresh % SEEDS : seed;
	out->tree = tree;
	bool drawn = size > 0 && !rq->faults->count;
	if (drawn && !read_closed(rq, &c, &many, &why)) {
		if (why.code != ERR_NOT_FOUND && why.code != ERR_BAD_INPUT) {
			*e = why;
			return false;
		}
		filter_fault(rq, &why);
		drawn = false;
	}
	if (drawn)
		put_drawn(rq, tree, &c, seed, size, random);
	val_put_int(rq->a, tree, S("seed"), seed);
	val_put_int(rq->a, tree, S("candidates"), c.n);
	val_put_bool(rq->a, tree, S("may"), verb_may(rq, S("look-back")));
	val_put_bool(rq->a, tree, S("drawn"), drawn);
	val_put_bool(rq->a, tree, S("many"), many);
	val_put_bool(rq->a, tree, S("any"), drawn && c.n > 0);
	val_put_str(rq->a, tree, S("again"),
		    str_fmt(rq->a, "size=%lld&method=%s&unit=%.*s&inspection=%.*s&category=%.*s",
			    (long long)(size ? size : SIZE), random ? "random" : "risk",
			    STR_ARG(web_encode(rq->a, in_text(rq, S("unit")))),
			    STR_ARG(web_encode(rq->a, in_text(rq, S("inspection")))),
			    STR_ARG(web_encode(rq->a, in_text(rq, S("category"))))));
	put_form(rq, tree, seed);
	faults_put(rq, tree);
	return true;
}
