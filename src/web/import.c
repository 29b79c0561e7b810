/* Uploaded files that wait to be adopted, among the operating state: see import.h. */
#include "web/import.h"

#include <openssl/rand.h>
#include <time.h>

#include "base/json.h"
#include "web/session.h"

enum { LIST_MOST = 200 };

#define HEAD S("import/")
#define BODY S("import-body/")

struct str import_name(const struct import *x)
{
	return val_get_str(val_get(x->draft, S("file")), S("name"));
}

struct str import_state(const struct import *x)
{
	return val_get_str(x->draft, S("state"));
}

int64_t import_version(const struct import *x)
{
	return val_get_int(x->draft, S("version"), 0);
}

/* What was read stands in a row of its own, for it does not change. */
static bool is_body(struct str key)
{
	return str_eq(key, S("lines")) || str_eq(key, S("rows"));
}

static struct str json_of(struct arena *a, const struct val *draft, bool body)
{
	struct val *map = val_map(a);
	struct buf b;
	for val_each(v, draft) {
		if (is_body(v->key) != body)
			continue;
		struct val *copy = arena_new(a, struct val, 1);
		*copy = *v;
		copy->next = NULL;
		val_put(map, v->key, copy);
	}
	buf_init(&b, a);
	json_write(&b, map, JSON_LINE);
	return buf_str(&b);
}

static bool put_row(struct import *x, struct str prefix, struct str content, struct err *e)
{
	struct val *row = val_map(x->a);
	val_put_int(x->a, row, S("person"), x->person);
	val_put_str(x->a, row, S("form"), str_join(x->a, prefix, x->id));
	val_put_str(x->a, row, S("content"), content);
	val_put_int(x->a, row, S("changed"), (int64_t)time(NULL));
	return ops_put(x->ops, x->a, OPS_TABLE_DRAFT, row, e);
}

static bool get_row(const struct import *x, struct str prefix, const struct val **out,
		    struct err *e)
{
	const struct val *row;
	struct str form = str_join(x->a, prefix, x->id);
	*out = NULL;
	return ops_get(x->ops, x->a, OPS_TABLE_DRAFT, PARAMS(P_INT(x->person), P_STR(form)), &row,
		       e) &&
	       (!row || json_read(x->a, val_get_str(row, S("content")), out, e));
}

static bool drop_row(struct import *x, struct str prefix, struct err *e)
{
	return ops_delete(x->ops, OPS_TABLE_DRAFT,
			  PARAMS(P_INT(x->person), P_STR(str_join(x->a, prefix, x->id))), e);
}

static bool close_group(struct ops *o, bool ok, struct err *e)
{
	if (ok)
		return ops_commit(o, e);
	ops_rollback(o);
	return false;
}

static bool add_job(struct import *x, struct str kind, struct str actor, struct err *e)
{
	struct val *input = val_map(x->a);
	struct buf b;
	int64_t id;
	val_put_str(x->a, input, S("draft"), x->id);
	val_put_int(x->a, input, S("person"), x->person);
	val_put_str(x->a, input, S("actor"), actor);
	buf_init(&b, x->a);
	json_write(&b, input, JSON_LINE);
	return ops_job_put(x->ops, x->a, kind, x->person, buf_str(&b), (int64_t)time(NULL), &id, e);
}

bool import_find(struct import *x, struct err *e)
{
	const struct val *head, *body;
	if (!get_row(x, HEAD, &head, e) || !get_row(x, BODY, &body, e))
		return false;
	x->draft = (struct val *)head;
	bool read = head && (str_eq(import_state(x), S("open")) ||
			     str_eq(import_state(x), S("adopting")));
	if (!head || (read && !body))
		return err_set(e, ERR_NOT_FOUND, MSG_WEB_IMPORT_GONE, NO_ARGS);
	for (struct val *v = body ? body->first : NULL, *next; v; v = next) {
		next = v->next;
		v->next = NULL;
		val_put(x->draft, v->key, v);
	}
	return true;
}

bool import_open(struct request *rq, struct import *x, struct err *e)
{
	*x = (struct import){ .ops = request_ops(rq), .a = rq->a, .person = session_person(rq),
			      .id = in_text(rq, S("draft")) };
	return import_find(x, e);
}

/* Inside a group: the row is of the version that was seen, then the next one. */
static bool keep(struct import *x, struct str state, struct str job, struct str actor,
		 int64_t seen, struct err *e)
{
	const struct val *now, *body;
	if (!get_row(x, HEAD, &now, e))
		return false;
	if (!now || val_get_int(now, S("version"), 0) != seen)
		return err_set(e, ERR_CONFLICT, MSG_WEB_IMPORT_CONFLICT, NO_ARGS);
	bool first = str_eq(val_get_str(now, S("state")), S("reading"));
	draft_set(x->a, x->draft, S("version"), val_int(x->a, seen + 1));
	draft_set(x->a, x->draft, S("state"), val_str(x->a, state));
	if (!put_row(x, HEAD, json_of(x->a, x->draft, false), e))
		return false;
	body = val_get(x->draft, S("lines")) ? val_get(x->draft, S("lines"))
					     : val_get(x->draft, S("rows"));
	if (str_eq(state, S("adopted")) && !drop_row(x, BODY, e))
		return false;
	return (!first || !body || put_row(x, BODY, json_of(x->a, x->draft, true), e)) &&
	       (!job.n || add_job(x, job, actor, e));
}

bool import_keep(struct import *x, struct str state, struct str job, struct str actor,
		 int64_t seen, struct err *e)
{
	return ops_begin(x->ops, e) &&
	       close_group(x->ops, keep(x, state, job, actor, seen, e), e);
}

static struct str new_id(struct arena *a)
{
	unsigned char bytes[12];
	struct buf hex;
	buf_init(&hex, a);
	if (RAND_bytes(bytes, sizeof(bytes)) != 1)
		return STR_NONE;
	for (size_t i = 0; i < sizeof(bytes); i++)
		buf_fmt(&hex, "%02x", bytes[i]);
	return buf_str(&hex);
}

bool import_start(struct request *rq, const struct val *file, struct str *id, struct err *e)
{
	struct import x = { .ops = request_ops(rq), .a = rq->a, .person = session_person(rq),
			    .id = new_id(rq->a), .draft = val_map(rq->a) };
	if (!x.id.n)
		return err_set(e, ERR_IO, MSG_WEB_FORM_KEEP, ARGS(err_errno()));
	val_put_int(rq->a, x.draft, S("version"), 0);
	val_put_str(rq->a, x.draft, S("state"), S("reading"));
	val_put_int(rq->a, x.draft, S("tries"), 0);
	val_put(x.draft, S("file"), (struct val *)file);
	*id = x.id;
	return ops_begin(x.ops, e) &&
	       close_group(x.ops,
			   put_row(&x, HEAD, json_of(rq->a, x.draft, false), e) &&
				   add_job(&x, S("read-import"), rq->who.name, e),
			   e);
}

bool import_list(struct request *rq, struct val **list, struct err *e)
{
	struct val *rows;
	*list = val_list(rq->a);
	if (!ops_page(request_ops(rq), rq->a, OPS_TABLE_DRAFT,
		      PARAMS(P_INT(session_person(rq)), P_STR(HEAD)), LIST_MOST, &rows, e))
		return false;
	for val_each(row, rows) {
		struct str id = val_get_str(row, S("form"));
		const struct val *draft;
		if (!str_drop_head(&id, HEAD))
			break;
		if (!json_read(rq->a, val_get_str(row, S("content")), &draft, e))
			return false;
		struct str state = val_get_str(draft, S("state"));
		struct val *item = val_push(*list, val_map(rq->a));
		val_put_str(rq->a, item, S("id"), id);
		val_put_str(rq->a, item, S("name"),
			    val_get_str(val_get(draft, S("file")), S("name")));
		val_put_str(rq->a, item, S("state"), state);
		val_put_str(rq->a, item, S("state_name"),
			    request_word(rq, S("web.import.state."), state, state));
		val_put_str(rq->a, item, S("code"), val_get_str(draft, S("code")));
		int64_t day = (val_get_int(row, S("changed"), 0) + 8 * 3600) / 86400;
		val_put_str(rq->a, item, S("changed"),
			    date_iso(rq->a, date_of_days((int32_t)day)));
	}
	return true;
}

bool import_drop(struct import *x, struct err *e)
{
	return ops_begin(x->ops, e) &&
	       close_group(x->ops, drop_row(x, HEAD, e) && drop_row(x, BODY, e), e);
}
