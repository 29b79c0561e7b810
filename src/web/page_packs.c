/* Rule packs: the list, and one as people read it. */
#include "base/buf.h"
#include "view/pack_view.h"
#include "web/pages.h"
#include "web/target.h"

bool page_packs(struct request *rq, struct answer *out, struct err *e)
{
	const struct val *rows;
	struct val *tree = val_map(rq->a);
	if (!view_packs(rq->store, rq->a, &rows, e))
		return false;
	for val_each(row, rows) {
		bool kept = val_get_int(row, S("id"), 0);
		struct str name = val_get_str(row, S("name"));
		val_put_bool(rq->a, row, S("kept"), kept);
		val_put_str(rq->a, row, S("where"),
			    msg_text(kept ? MSG_WEB_PACKS_KEPT : MSG_WEB_PACKS_CARRIED, rq->lang));
		val_put_str(rq->a, row, S("href"),
			    str_fmt(rq->a, "/packs/%.*s", STR_ARG(web_encode(rq->a, name))));
	}
	val_put(tree, S("packs"), (struct val *)rows);
	out->tree = tree;
	return offer_put(rq, tree, S("add"), S("add-pack"), STR_NONE, STR_NONE, e);
}

static struct str number(struct request *rq, const struct val *v, struct str key)
{
	return str_fmt(rq->a, "%lld", (long long)val_get_int(v, key, 0));
}

/* What the rows are called where people read them. */
static void name_rows(struct request *rq, const struct val *v)
{
	for val_each(row, val_get(v, S("deadlines"))) {
		struct str sets = val_get_str(row, S("sets")), class = val_get_str(row, S("class"));
		val_put_str(rq->a, row, S("sets_name"),
			    request_word(rq, S("packs.sets-"), sets, sets));
		val_put_str(rq->a, row, S("class_name"),
			    class.p ? request_word(rq, S("class."), class, class) : STR_NONE);
	}
	for val_each(row, val_get(v, S("states"))) {
		struct str state = val_get_str(row, S("state"));
		val_put_str(rq->a, row, S("state_name"),
			    request_word(rq, S("state."), state, state));
		struct str class = val_get_str(row, S("of"));
		val_put_str(rq->a, row, S("of_name"),
			    class.p ? request_word(rq, S("class."), class, class) : STR_NONE);
	}
	for val_each(row, val_get(v, S("lights"))) {
		struct str when = val_get_str(row, S("when"));
		val_put_str(rq->a, row, S("when_name"),
			    request_word(rq, S("web.packs.when."), when, when));
	}
	int level = 0;
	for val_each(row, val_get(v, S("levels"))) {
		val_put_int(rq->a, row, S("level"), ++level);
		val_put_str(rq->a, row, S("own_words"),
			    request_words(rq, val_get_str(row, S("own"))));
		val_put_str(rq->a, row, S("above_words"),
			    request_words(rq, val_get_str(row, S("above"))));
	}
}

static struct str days_of(struct request *rq, const struct val *list)
{
	struct buf b;
	buf_init(&b, rq->a);
	for val_each(v, list)
		buf_fmt(&b, "%s%lld", b.n ? ", " : "", (long long)v->i);
	return buf_str(&b);
}

/* The formula, the reminders and the extensions as sentences. */
static void put_sentences(struct request *rq, struct val *v)
{
	const struct val *extension = val_get(v, S("extension"));
	bool apart = val_get(v, S("withdrawn_apart"))->yes;
	bool down = str_eq(val_get_str(v, S("rounding")), S("down"));
	struct buf counts;
	buf_init(&counts, rq->a);
	for val_each(state, val_get(v, S("counts")))
		buf_fmt(&counts, "%s%.*s", counts.n ? " + " : "",
			STR_ARG(request_word(rq, S("state."), state->s, state->s)));
	val_put_str(rq->a, v, S("formula"),
		    request_say(rq, MSG_PACKS_SAYS_COMPLETION,
				ARGS(buf_str(&counts),
				     msg_text(apart ? MSG_PACKS_WITHOUT_WITHDRAWN : MSG_PACKS_ALL,
					      rq->lang),
				     number(rq, v, S("decimals")),
				     msg_text(down ? MSG_PACKS_DOWN : MSG_PACKS_HALF_UP,
					      rq->lang))));
	struct str days = days_of(rq, val_get(v, S("reminders")));
	val_put_str(rq->a, v, S("reminders_say"),
		    days.n ? request_say(rq, MSG_PACKS_SAYS_REMINDERS, ARGS(days)) : STR_NONE);
	val_put_str(rq->a, v, S("extension_says"),
		    request_say(rq, MSG_PACKS_SAYS_EXTENSION,
				ARGS(number(rq, extension, S("times")),
				     number(rq, extension, S("days")),
				     number(rq, extension, S("ahead")))));
	val_put_str(rq->a, v, S("lights_say"),
		    request_say(rq, MSG_PACKS_SAYS_LIGHTS, ARGS(number(rq, v, S("near_days")))));
}

bool page_pack(struct request *rq, struct answer *out, struct err *e)
{
	struct str text, name = in_text(rq, S("name"));
	struct pack *p = arena_new(rq->a, struct pack, 1);
	if (!view_pack_text(rq->store, rq->a, name, &text, e) || !pack_read(rq->a, text, p, e))
		return false;
	struct val *v = (struct val *)view_pack(rq->a, p, rq->lang);
	name_rows(rq, v);
	put_sentences(rq, v);
	val_put_str(rq->a, v, S("text"), text);
	out->tree = v;
	out->title = p->name;
	return done_put(rq, v, e);
}
