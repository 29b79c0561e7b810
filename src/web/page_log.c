/*
 * The log: events a sentence each, one event with its leaf and the proof that it is
 * in the log, and the head by which anybody checks all of it offline.
 */
#include <inttypes.h>

#include "base/json.h"
#include "ledger/verb.h"
#include "store/proof.h"
#include "web/engine.h"
#include "web/finding.h"
#include "web/pages.h"
#include "web/target.h"

enum { ROWS = 50 };

static struct val given(const struct request *rq, struct str name)
{
	struct val none = P_NULL, text = P_STR(in_text(rq, name));
	return in_text(rq, name).p ? text : none;
}

/* The first event recorded on that day in China or later; the log's times rise. */
static bool first_since(struct request *rq, struct str day, int64_t size, int64_t *out,
			struct err *e)
{
	int64_t low = 1, high = size + 1;
	while (low < high) {
		int64_t mid = low + (high - low) / 2;
		const struct val *row;
		if (!store_one(rq->store, rq->a, SQL_EVENT_BY_SEQ, PARAMS(P_INT(mid)), &row, e))
			return false;
		struct str time = china_time(rq->a, val_get_str(row, S("recorded")));
		if (str_cmp(str_cut(time, 0, 10), day) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	*out = low;
	return true;
}

static void put_event(struct request *rq, struct val *to, const struct val *event)
{
	struct str verb = val_get_str(event, S("verb")), actor = val_get_str(event, S("actor"));
	struct str target = val_get_str(event, S("target"));
	const struct verb *row = verb_find(verb);
	bool paged = row && target.n && row->target != OBJECT_INSPECTION &&
		     row->target != OBJECT_SUPERVISION_ORDER;
	struct str path = paged ? target_path(rq, row, target) : S("/");
	val_put_int(rq->a, to, S("seq"), val_get_int(event, S("seq"), 0));
	val_put_str(rq->a, to, S("time"), china_time(rq->a, val_get_str(event, S("recorded"))));
	val_put_str(rq->a, to, S("recorded"), val_get_str(event, S("recorded")));
	val_put_str(rq->a, to, S("happened"), val_get_str(event, S("happened")));
	val_put_str(rq->a, to, S("actor"), actor);
	val_put_str(rq->a, to, S("verb"), verb);
	val_put_str(rq->a, to, S("name"), request_word(rq, S("web.do."), verb, verb));
	val_put_str(rq->a, to, S("target"), target);
	val_put_str(rq->a, to, S("href"), str_eq(path, S("/")) ? STR_NONE : path);
	val_put_str(rq->a, to, S("says"),
		    verb_says(rq->a, verb, actor, target.p ? target : S(""), rq->lang));
}

/* The filter, with every verb to choose from. */
static void put_filter(struct request *rq, struct val *tree)
{
	struct val *form = val_put(tree, S("form"), val_list(rq->a));
	struct val *verbs = val_list(rq->a);
	for verb_each(v) {
		struct val *option = val_push(verbs, val_map(rq->a));
		val_put_str(rq->a, option, S("value"), v->name);
		val_put_str(rq->a, option, S("label"),
			    request_word(rq, S("web.do."), v->name, v->name));
		val_put_bool(rq->a, option, S("selected"),
			     str_eq(v->name, in_given(rq, S("verb"))));
	}
	const struct field_spec specs[] = {
		{ FIELD_DATE, S("since"), msg_text(MSG_WEB_LOG_SINCE, rq->lang) },
		{ FIELD_CHOICE, S("verb"), msg_text(MSG_WEB_FIELD_VERB, rq->lang),
		  .options = verbs },
		{ FIELD_TEXT, S("actor"), msg_text(MSG_WEB_LOG_ACTOR, rq->lang) },
		{ FIELD_TEXT, S("target"), msg_text(MSG_WEB_LOG_TARGET, rq->lang) },
	};
	/* without the word (optional) the filter keeps one line */
	for (size_t i = 0; i < sizeof(specs) / sizeof(*specs); i++)
		val_put_bool(rq->a, field_put(rq, form, &specs[i]), S("plain"), true);
}

/* The address of the next page: the filter, and where it begins. */
static struct str next_of(struct request *rq, int64_t seq)
{
	static const struct str names[] = { S("since"), S("verb"), S("actor"), S("target") };
	struct buf b;
	buf_init(&b, rq->a);
	buf_fmt(&b, "/log?before=%" PRId64, seq);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (in_text(rq, names[i]).p)
			buf_fmt(&b, "&%.*s=%.*s", STR_ARG(names[i]),
				STR_ARG(web_encode(rq->a, in_text(rq, names[i]))));
	return buf_str(&b);
}

static bool read_events(struct request *rq, int64_t size, struct val **rows, struct err *e)
{
	struct str since = in_text(rq, S("since")), target = in_text(rq, S("target"));
	int64_t before = in_int(rq, S("before"), size + 1), from = 1;
	struct val verb = given(rq, S("verb")), actor = given(rq, S("actor"));
	if (since.p && !first_since(rq, since, size, &from, e))
		return false;
	if (target.p)
		return store_list(rq->store, rq->a, SQL_EVENTS_BACK_OF_TARGET,
				  PARAMS(P_INT(before), P_INT(ROWS), verb, actor, P_INT(from),
					 P_STR(target)),
				  rows, e);
	return store_list(rq->store, rq->a, SQL_EVENTS_BACK,
			  PARAMS(P_INT(before), P_INT(ROWS), verb, actor, P_INT(from)), rows, e);
}

bool page_log(struct request *rq, struct answer *out, struct err *e)
{
	struct val *tree = val_map(rq->a), *list = val_put(tree, S("events"), val_list(rq->a));
	struct val *rows = NULL;
	struct head head;
	out->tree = tree;
	put_filter(rq, tree);
	faults_put(rq, tree);
	if (rq->faults->count)
		return true;
	if (!store_head(rq->store, rq->a, &head, e) || !read_events(rq, head.size, &rows, e))
		return false;
	val_put_int(rq->a, tree, S("size"), head.size);
	for val_each(row, rows)
		put_event(rq, val_push(list, val_map(rq->a)), row);
	if (rows->count == ROWS)
		val_put_str(rq->a, tree, S("next"),
			    next_of(rq, val_get_int(rows->last, S("seq"), 0)));
	return true;
}

/* The proof holds the event's whole line: for those of the whole ledger. */
static bool proof_open(const struct request *rq)
{
	return rq->who.unit == UNIT_WHOLE;
}

bool page_event(struct request *rq, struct answer *out, struct err *e)
{
	int64_t seq = in_int(rq, S("seq"), 0);
	const struct val *event;
	struct proof proof;
	struct val *tree = val_map(rq->a);
	if (!store_prove(rq->store, rq->a, seq, &proof, e) ||
	    !store_one(rq->store, rq->a, SQL_EVENT_BY_SEQ, PARAMS(P_INT(seq)), &event, e))
		return false;
	put_event(rq, tree, event);
	val_put_str(rq->a, tree, S("leaf"), val_get_str(event, S("leaf")));
	val_put_str(rq->a, tree, S("root"), hash_hex(rq->a, proof.root));
	val_put_int(rq->a, tree, S("size"), proof.size);
	val_put_str(rq->a, tree, S("hash"), hash_name(proof.hash));
	struct val *path = val_put(tree, S("path"), val_list(rq->a));
	for (int i = 0; i < proof.path.n; i++)
		val_push(path, val_str(rq->a, hash_hex(rq->a, proof.path.node[i])));
	val_put_str(rq->a, tree, S("line"), proof_open(rq) ? proof.event : STR_NONE);
	if (seq > 1)
		val_put_int(rq->a, tree, S("earlier"), seq - 1);
	if (seq < proof.size)
		val_put_int(rq->a, tree, S("later"), seq + 1);
	out->tree = tree;
	out->title = request_say(rq, MSG_WEB_LOG_EVENT,
				 ARGS(str_fmt(rq->a, "%lld", (long long)seq)));
	return true;
}

bool page_event_proof(struct request *rq, struct answer *out, struct err *e)
{
	int64_t seq = in_int(rq, S("seq"), 0);
	struct proof proof;
	struct buf b;
	if (!proof_open(rq))
		return err_set(e, ERR_DENIED, MSG_WEB_LOG_WHOLE, NO_ARGS);
	if (!store_prove(rq->store, rq->a, seq, &proof, e))
		return false;
	buf_init(&b, rq->a);
	json_write(&b, proof_val(rq->a, &proof), JSON_PRETTY);
	out->body = buf_str(&b);
	out->type = S("application/json");
	out->file_name = str_fmt(rq->a, "proof-%lld.json", (long long)seq);
	return true;
}

/* The newest head that was signed. */
static bool put_signed(struct request *rq, struct val *tree, struct err *e)
{
	struct val *rows;
	if (!store_list(rq->store, rq->a, SQL_SIGNED_HEADS, NO_PARAMS, &rows, e))
		return false;
	const struct val *last = rows->last;
	if (!last)
		return true;
	struct val *to = val_put(tree, S("signed"), val_map(rq->a));
	val_put_int(rq->a, to, S("size"), val_get_int(last, S("size"), 0));
	val_put_str(rq->a, to, S("root"), val_get_str(last, S("root")));
	val_put_str(rq->a, to, S("time"), china_time(rq->a, val_get_str(last, S("signed_at"))));
	val_put_str(rq->a, to, S("key"), val_get_str(last, S("public_key")));
	val_put_str(rq->a, to, S("signature"), val_get_str(last, S("signature")));
	return true;
}

bool page_head(struct request *rq, struct answer *out, struct err *e)
{
	struct head head;
	if (!store_head(rq->store, rq->a, &head, e))
		return false;
	out->tree = head_val(rq->a, &head);
	val_put_str(rq->a, out->tree, S("text"), head_text(rq->a, &head));
	return put_signed(rq, out->tree, e);
}

bool page_head_file(struct request *rq, struct answer *out, struct err *e)
{
	struct head head;
	if (!store_head(rq->store, rq->a, &head, e))
		return false;
	out->body = head_text(rq->a, &head);
	out->type = S("text/plain; charset=utf-8");
	out->file_name = str_fmt(rq->a, "head-%lld.txt", (long long)head.size);
	return true;
}
