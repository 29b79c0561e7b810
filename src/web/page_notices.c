/*
 * 通报: the list of notices to be published, with a form that drafts one; one notice with
 * its text, defects and proofs, its versions, whose turn it is; publishing it, which the
 * job process does; the folder as a zip.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "auth/auth.h"
#include "base/json.h"
#include "base/os.h"
#include "doc/publication.h"
#include "out/zip.h"
#include "store/ops.h"
#include "view/ledger_view.h"
#include "view/publication_view.h"
#include "view/reach.h"
#include "web/again.h"
#include "web/engine.h"
#include "web/jobs.h"
#include "web/target.h"

enum { ROWS = 50, INSPECTIONS = 200 };

/* The inspections of which a notice may be drafted. */
static bool put_inspections(struct request *rq, struct val *tree, const struct view_reach *reach,
			    struct err *e)
{
	struct view_key key = { .today = rq->today, .reach = reach };
	struct val *rows, *list = val_list(rq->a);
	struct str chosen = in_given(rq, S("inspection"));
	if (!view_list(rq->store, rq->a, VIEW_INSPECTIONS, &key, INSPECTIONS, rq->lang, &rows, e))
		return false;
	for val_each(row, rows) {
		struct val *made = val_push(list, val_map(rq->a));
		struct str code = val_get_str(row, S("code")), unit = val_get_str(row, S("unit"));
		val_put_str(rq->a, made, S("value"), code);
		val_put_str(rq->a, made, S("label"),
			    str_fmt(rq->a, "%.*s %.*s", STR_ARG(code), STR_ARG(unit)));
		val_put_bool(rq->a, made, S("selected"), str_eq(code, chosen));
	}
	struct val *form = val_put(tree, S("form"), val_list(rq->a));
	struct field_spec fields[] = {
		{ .kind = FIELD_CHOICE, .name = S("inspection"), .options = list,
		  .label = msg_text(MSG_WEB_FIELD_INSPECTION, rq->lang), .required = true },
		{ .kind = FIELD_CHOICE, .name = S("wording"), .words = S("public party"),
		  .group = S("web.wording."), .value = S("public"),
		  .label = msg_text(MSG_WEB_FIELD_WORDING, rq->lang), .required = true },
		{ .kind = FIELD_TEXT, .name = S("contact"),
		  .label = msg_text(MSG_WEB_NOTICES_TAKES, rq->lang),
		  .hint = msg_text(MSG_WEB_NOTICES_TAKES_HINT, rq->lang) },
	};
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		field_put(rq, form, &fields[i]);
	return true;
}

static bool show_list(struct request *rq, struct answer *out, struct err *e)
{
	struct view_reach reach;
	struct view_key key = { .inspection = in_int(rq, S("after"), 0), .today = rq->today,
				.reach = &reach };
	struct val *rows, *tree = val_map(rq->a);
	if (!view_reach_of(rq->store, rq->a, rq->who.name, &reach, e) ||
	    !view_list(rq->store, rq->a, VIEW_PUBLICATIONS, &key, ROWS, rq->lang, &rows, e))
		return false;
	val_put(tree, S("rows"), rows);
	if (rows->count == ROWS)
		val_put_str(rq->a, tree, S("next"),
			    str_fmt(rq->a, "/notices?after=%lld", (long long)key.inspection));
	out->tree = tree;
	form_put(rq, tree);
	bool drafts = (rq->who.roles & (ACTOR_CLERK | ACTOR_LEAD)) != 0;
	val_put_bool(rq->a, tree, S("may"), drafts);
	return !drafts || put_inspections(rq, tree, &reach, e);
}

bool page_notices(struct request *rq, struct answer *out, struct err *e)
{
	return show_list(rq, out, e);
}

bool page_notices_do(struct request *rq, struct answer *out, struct err *e)
{
	static const struct str names[] = { S("inspection"), S("wording"), S("contact") };
	struct val *fields = val_map(rq->a);
	struct str key = in_given(rq, S("_key")), text;
	struct result done;
	struct err why = { 0 };
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (in_text(rq, names[i]).n)
			val_put_str(rq->a, fields, names[i], in_text(rq, names[i]));
	if (!rq->faults->count &&
	    publication_draft(rq->store, rq->a, in_text(rq, S("inspection")), &text, &why)) {
		val_put_str(rq->a, fields, S("body"), text);
		if (request_act(rq, S("draft-notice"), STR_NONE, fields, key.n ? key : STR_NONE,
				VERSION_ANY, &done, &why)) {
			out->location = str_fmt(rq->a, "/notices/%.*s?done=%lld",
						STR_ARG(done.target), (long long)done.seq);
			return true;
		}
	}
	return form_again(rq, out, &why, show_list, e);
}

/* How far the job is that publishes it, where one was begun from here. */
static bool put_job(struct request *rq, struct val *tree, struct err *e)
{
	const struct val *row;
	int64_t id = in_int(rq, S("job"), 0);
	if (id <= 0)
		return true;
	if (!ops_get(request_ops(rq), rq->a, OPS_TABLE_JOB, PARAMS(P_INT(id)), &row, e))
		return false;
	if (!row || val_get_int(row, S("person"), 0) != rq->who.session->person)
		return true;
	struct str state = val_get_str(row, S("state"));
	struct val *job = val_put(tree, S("job"), val_map(rq->a));
	bool open = str_eq(state, S("queued")) || str_eq(state, S("running"));
	val_put_bool(rq->a, job, S("open"), open);
	val_put_bool(rq->a, job, S("finished"), str_eq(state, S("done")));
	val_put_str(rq->a, job, S("problem"), val_get_str(row, S("problem")));
	if (open)
		val_put_int(rq->a, tree, S("refresh"), 2);
	return true;
}

/* The steps of its life by name; the versions, each but the first beside the one
 * before. */
static void put_life(struct request *rq, struct val *tree)
{
	for val_each(row, val_get(tree, S("steps"))) {
		struct str verb = val_get_str(row, S("verb"));
		val_put_str(rq->a, (struct val *)row, S("name"),
			    request_word(rq, S("web.do."), verb, verb));
	}
	for val_each(row, val_get(tree, S("versions"))) {
		int64_t n = val_get_int(row, S("version"), 0);
		if (n > 1)
			val_put_str(rq->a, (struct val *)row, S("changes"),
				    str_fmt(rq->a, "?from=%lld&to=%lld#diff", (long long)n - 1,
					    (long long)n));
	}
}

/* What still stands in the way of publishing. */
static void put_way(struct request *rq, struct val *tree)
{
	struct str state = val_get_str(tree, S("state"));
	struct val *is = val_put(tree, S("is"), val_map(rq->a));
	val_put_bool(rq->a, is, state, true);
	val_put_str(rq->a, tree, S("turn"), request_word(rq, S("web.turn."), state, STR_NONE));
	bool out = str_eq(state, S("published")) || str_eq(state, S("withdrawn"));
	val_put_bool(rq->a, tree, S("open"), !out);
	val_put_bool(rq->a, tree, S("barred"), val_get_int(tree, S("bars"), 0) > 0);
	val_put_bool(rq->a, tree, S("doubtful"), val_get_int(tree, S("unproved"), 0) > 0);
	val_put_bool(rq->a, tree, S("files"), val_get_str(tree, S("head")).p != NULL);
}

static bool put_diff(struct request *rq, struct val *tree, struct str code, struct err *e)
{
	int64_t from = in_int(rq, S("from"), 0), to = in_int(rq, S("to"), 0);
	struct val *rows;
	if (from <= 0 || to <= 0)
		return true;
	if (!view_publication_diff(rq->store, rq->a, code, from, to, &rows, e))
		return false;
	for val_each(row, rows)
		val_put_bool(rq->a, val_put((struct val *)row, S("is"), val_map(rq->a)),
			     val_get_str(row, S("sign")), true);
	struct val *diff = val_put(tree, S("diff"), val_map(rq->a));
	val_put_int(rq->a, diff, S("from"), from);
	val_put_int(rq->a, diff, S("to"), to);
	val_put(diff, S("rows"), rows);
	return true;
}

/* The period of a form to publish it, where who asks may. */
static void put_period(struct request *rq, struct val *tree)
{
	struct val *form = val_put(tree, S("form"), val_list(rq->a));
	struct field_spec fields[] = {
		{ .kind = FIELD_DATE, .name = S("from"), .value = date_iso(rq->a, rq->today),
		  .label = msg_text(MSG_WEB_NOTICES_FROM, rq->lang) },
		{ .kind = FIELD_DATE, .name = S("until"),
		  .label = msg_text(MSG_WEB_FIELD_UNTIL, rq->lang),
		  .hint = msg_text(MSG_WEB_NOTICES_UNTIL_HINT, rq->lang) },
	};
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++)
		field_put(rq, form, &fields[i]);
}

static bool show_one(struct request *rq, struct answer *out, struct err *e)
{
	struct str code = in_text(rq, S("code"));
	const struct val *row, *shown;
	if (!target_seen(rq, OBJECT_PUBLICATION, code, &row, e) ||
	    !view_publication(rq->store, rq->a, code, rq->lang, &shown, e))
		return false;
	struct val *tree = (struct val *)shown;
	put_life(rq, tree);
	put_way(rq, tree);
	put_period(rq, tree);
	form_put(rq, tree);
	out->tree = tree;
	out->title = code;
	return put_diff(rq, tree, code, e) && put_job(rq, tree, e) &&
	       offers_put(rq, tree, OBJECT_PUBLICATION, code, e) &&
	       offer_put(rq, tree, S("publish"), S("publish-notice"), code, STR_NONE, e) &&
	       done_put(rq, tree, e);
}

bool page_notice(struct request *rq, struct answer *out, struct err *e)
{
	return show_one(rq, out, e);
}

/* What the job is given: who publishes what, as they saw it. */
static struct str job_input(struct request *rq, struct str code)
{
	static const struct str copied[] = { S("from"), S("until") };
	struct val *input = val_map(rq->a);
	struct buf b;
	buf_init(&b, rq->a);
	val_put_str(rq->a, input, S("actor"), rq->who.name);
	val_put_str(rq->a, input, S("code"), code);
	val_put_int(rq->a, input, S("version"), form_version(rq));
	for (size_t i = 0; i < sizeof(copied) / sizeof(*copied); i++)
		if (in_text(rq, copied[i]).n)
			val_put_str(rq->a, input, copied[i], in_text(rq, copied[i]));
	json_write(&b, input, JSON_LINE);
	return buf_str(&b);
}

bool page_notice_publish_do(struct request *rq, struct answer *out, struct err *e)
{
	struct str code = in_text(rq, S("code"));
	const struct val *row;
	struct offer offer;
	int64_t id;
	if (!target_seen(rq, OBJECT_PUBLICATION, code, &row, e) ||
	    !ledger_offer(rq->a, &rq->state, rq->who.name, verb_find(S("publish-notice")), code,
			  store_now(rq->a), &offer, e))
		return false;
	if (rq->faults->count || !offer.allowed)
		return form_again(rq, out, &offer.why, show_one, e);
	if (!ops_job_add(request_ops(rq), rq->a, S("publish-notice"), rq->who.session->person,
			 job_input(rq, code), (int64_t)time(NULL), &id, e))
		return false;
	out->location = str_fmt(rq->a, "/notices/%.*s?job=%lld", STR_ARG(code), (long long)id);
	return true;
}

/* The job: see jobs.h. */
bool notice_publish_job(struct job *j, struct val **result, struct err *e)
{
	struct result done;
	struct action act = {
		.actor = val_get_str(j->input, S("actor")),
		.verb = S("publish-notice"),
		.target = val_get_str(j->input, S("code")),
		.fields = j->input,
		.version = val_get_int(j->input, S("version"), VERSION_ANY),
	};
	if (!publication_publish(j->writer, j->a, &act, NULL, &done, e))
		return false;
	*result = val_map(j->a);
	val_put_str(j->a, *result, S("target"), done.target);
	val_put_int(j->a, *result, S("seq"), done.seq);
	return true;
}

struct folder {
	struct arena *a;
	struct zip_out *zip;
};

static bool give(void *with, struct arena *a, struct str *bytes, struct err *e)
{
	*bytes = *(const struct str *)with;
	return true;
}

static bool add_file(void *ud, struct str name, struct str bytes, struct err *e)
{
	struct folder *f = ud;
	struct str *kept = arena_new(f->a, struct str, 1);
	*kept = bytes;
	return zip_out_made(f->zip, name, give, kept, e);
}

/* The folder as a zip, in a file without a name. */
static bool pack(struct request *rq, struct str code, const char *path, struct err *e)
{
	struct folder f = { .a = rq->a };
	if (!zip_out_open(rq->a, path, &f.zip, e))
		return false;
	if (!publication_folder(rq->store, rq->a, code, add_file, &f, e)) {
		zip_out_drop(f.zip);
		return false;
	}
	return zip_out_close(f.zip, e);
}

bool page_notice_folder(struct request *rq, struct answer *out, struct err *e)
{
	struct str code = in_text(rq, S("code"));
	const struct val *row;
	char *dir = str_cstr(rq->a, str_fmt(rq->a, "%s/huiyin-XXXXXX", os_temp()));
	if (!target_seen(rq, OBJECT_PUBLICATION, code, &row, e))
		return false;
	if (!mkdtemp(dir))
		return err_set(e, ERR_IO, MSG_WEB_NOTICES_ZIP, ARGS(str_of(dir)));
	char *path = str_cstr(rq->a, str_fmt(rq->a, "%s/notice.zip", dir));
	bool ok = pack(rq, code, path, e);
	out->fd = ok ? open(path, O_RDONLY | O_CLOEXEC) : -1;
	out->size = out->fd < 0 ? 0 : lseek(out->fd, 0, SEEK_END);
	unlink(path);
	rmdir(dir);
	if (ok && (out->fd < 0 || out->size < 0 || lseek(out->fd, 0, SEEK_SET) != 0))
		return err_set(e, ERR_IO, MSG_WEB_NOTICES_ZIP, ARGS(str_of(path)));
	out->type = S("application/zip");
	out->file_name = str_fmt(rq->a, "%.*s.zip", STR_ARG(code));
	return ok;
}
