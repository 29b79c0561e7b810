/*
 * From a request to the handler of its route: everything that a row of the
 * table declares is checked here, in one order for all, before the handler
 * runs; and what a handler's error is to the one who asked.
 */
#include "web/engine.h"

#include "ledger/rights.h"
#include "web/form.h"
#include "web/pages.h"

/* Whether the path fits the row's; parts in {} go into `in`. */
static bool path_fits(struct arena *a, struct str pattern, struct str path, struct val *in)
{
	struct str want = pattern, have = path, w, h;
	struct str name[PATH_PARTS_MAX], value[PATH_PARTS_MAX];
	int n = 0;
	for (;;) {
		bool more = str_split(&want, '/', &w), also = str_split(&have, '/', &h);
		if (more != also)
			return false;
		if (!more)
			break;
		bool hole = w.n > 2 && w.p[0] == '{';
		if (hole ? !h.n : !str_eq(w, h))
			return false;
		if (hole && n < PATH_PARTS_MAX) {
			name[n] = str_cut(w, 1, w.n - 1);
			value[n++] = h;
		}
	}
	for (int i = 0; in && i < n; i++)
		val_put_str(a, in, name[i], value[i]);
	return true;
}

const struct route *route_find(struct arena *a, enum method method, struct str path,
			       struct val *in, bool *known)
{
	*known = false;
	for (int i = 0; i < route_count; i++) {
		if (!path_fits(a, routes[i].path, path, NULL))
			continue;
		*known = true;
		if (routes[i].method != method)
			continue;
		path_fits(a, routes[i].path, path, in);
		return &routes[i];
	}
	return NULL;
}

struct str request_say(struct request *rq, enum msg msg, struct msg_args args)
{
	return msg_fill(rq->a, msg, rq->lang, args);
}

struct str request_word(struct request *rq, struct str group, struct str key, struct str otherwise)
{
	struct str name = str_join(rq->a, group, key);
	for (char *p = (char *)name.p; p < name.p + name.n; p++)
		*p = *p == '_' ? '-' : *p;
	enum msg msg = msg_find(name);
	return msg == MSG_NONE ? otherwise : msg_text(msg, rq->lang);
}

struct str request_return(struct request *rq, struct str to)
{
	bool ours = to.n > 0 && to.n < 2000 && to.p[0] == '/' && !str_starts(to, S("//")) &&
		    !str_has(to, S("\\")) && !str_has(to, S("\r")) && !str_has(to, S("\n"));
	return ours ? to : S("/");
}

void answer_problem(struct request *rq, struct answer *out, int status, struct str text)
{
	static const struct {
		int status;
		enum msg title;
	} titles[] = {
		{ 400, MSG_WEB_400 }, { 401, MSG_WEB_401 }, { 403, MSG_WEB_403 },
		{ 404, MSG_WEB_404 }, { 405, MSG_WEB_405 }, { 409, MSG_WEB_409 },
		{ 413, MSG_WEB_413 }, { 429, MSG_WEB_429 }, { 503, MSG_WEB_503 },
	};
	enum msg title = MSG_WEB_500;
	for (size_t i = 0; i < sizeof(titles) / sizeof(*titles); i++)
		if (titles[i].status == status)
			title = titles[i].title;
	struct val *tree = val_map(rq->a);
	val_put_str(rq->a, tree, S("type"), S("about:blank"));
	val_put_str(rq->a, tree, S("title"), msg_text(title, rq->lang));
	val_put_int(rq->a, tree, S("status"), status);
	val_put_str(rq->a, tree, S("detail"), text);
	val_put_str(rq->a, tree, S("instance"), rq->id);
	faults_put(rq, tree);
	*out = (struct answer){ .status = status,
				.tree = tree,
				.page = S("problem"),
				.title = msg_text(title, rq->lang),
				.fd = -1 };
}

/* What an error is over HTTP. */
static int status_of(enum err_code code)
{
	static const int of[ERR_CODES] = {
		[ERR_NONE] = 500,      [ERR_BAD_INPUT] = 400, [ERR_NOT_FOUND] = 404,
		[ERR_DENIED] = 403,    [ERR_CONFLICT] = 409,  [ERR_LIMIT] = 413,
		[ERR_IO] = 500,        [ERR_DB] = 500,        [ERR_BUG] = 500,
	};
	return of[code];
}

void answer_err(struct request *rq, struct answer *out, const struct err *e)
{
	int status = status_of(e->code);
	struct str text = request_err(rq, e);
	if (status == 500) {
		/* what went wrong inside is for the log */
		server_log("error", str_fmt(rq->a, "%.*s: %.*s", STR_ARG(rq->id), STR_ARG(text)));
		text = request_say(rq, MSG_WEB_INSIDE, ARGS(rq->id));
	}
	answer_problem(rq, out, status, text);
}

/* Who has not signed in is asked to, and comes back to where they were; a form
 * that they sent is kept in the page until then. */
static void ask_to_sign_in(struct request *rq, struct answer *out, bool ours)
{
	struct val *tree = val_map(rq->a);
	bool read = rq->method == METHOD_GET;
	struct str back = rq->path;
	if (read && rq->query.n)
		back = str_fmt(rq->a, "%.*s?%.*s", STR_ARG(rq->path), STR_ARG(rq->query));
	if (read && !rq->json) {
		*out = (struct answer){ .fd = -1 };
		out->location = str_eq(back, S("/"))
					? S("/login")
					: str_fmt(rq->a, "/login?return=%.*s",
						  STR_ARG(web_encode(rq->a, back)));
		return;
	}
	answer_problem(rq, out, 401, msg_text(MSG_WEB_SIGN_IN, rq->lang));
	if (rq->json || !ours)
		return;
	struct buf draft;
	buf_init(&draft, rq->a);
	for val_each(v, rq->given) {
		const struct val *one = v->kind == VAL_LIST ? v->first : v;
		bool goes = v->key.p[0] != '_' || str_eq(v->key, S("_version"));
		for (; one && goes; one = v->kind == VAL_LIST ? one->next : NULL)
			buf_fmt(&draft, "%s%.*s=%.*s", draft.n ? "&" : "",
				STR_ARG(web_encode(rq->a, v->key)),
				STR_ARG(web_encode(rq->a, one->s)));
	}
	val_put_str(rq->a, tree, S("return"), back);
	val_put_str(rq->a, tree, S("draft"), buf_str(&draft));
	val_put_str(rq->a, tree, S("notice"), msg_text(MSG_WEB_DRAFT_KEPT, rq->lang));
	out->tree = tree;
	out->page = S("login");
	out->title = msg_text(MSG_WEB_LOGIN_TITLE, rq->lang);
}

/* The right to the route itself; false where the answer says why not. */
static bool check_right(struct request *rq, struct answer *out, bool ours)
{
	unsigned right = rq->route->right;
	if (right == RIGHT_PUBLIC)
		return true;
	if (!rq->who.name.p) {
		ask_to_sign_in(rq, out, ours);
		return false;
	}
	if (!rq->who.whole && !(rq->route->flags & ROUTE_HALFWAY)) {
		if (rq->json) {
			answer_problem(rq, out, 401, msg_text(MSG_WEB_HALFWAY, rq->lang));
			return false;
		}
		*out = (struct answer){ .location = login_step(rq, rq->path), .fd = -1 };
		return false;
	}
	if (right & RIGHT_SIGNED_IN || right & rq->who.roles)
		return true;
	answer_problem(rq, out, 403,
		       request_say(rq, MSG_WEB_NO_RIGHT,
				   ARGS(request_words(rq, roles_text(rq->a, rq->who.roles)),
					request_words(rq, roles_text(rq->a, right)))));
	return false;
}

/* A request that changes something comes from a page of ours, with the token
 * of the session. */
static bool check_token(struct request *rq, struct answer *out, struct str token,
			struct str origin_fault)
{
	if (rq->method == METHOD_GET)
		return true;
	if (origin_fault.n) {
		answer_problem(rq, out, 403,
			       request_say(rq, MSG_WEB_FOREIGN, ARGS(origin_fault)));
		return false;
	}
	/* who has no session has no token: their form has to say where it comes from */
	bool stranger = rq->route->flags & ROUTE_STRANGER || !rq->who.name.p;
	if (stranger ? origin_fault.p != NULL : session_token_fits(rq, token))
		return true;
	answer_problem(rq, out, 403, msg_text(MSG_WEB_TOKEN, rq->lang));
	return false;
}

/* Names that every form may carry. */
static bool is_ours(struct str name)
{
	return str_eq(name, S("_csrf")) || str_eq(name, S("_key")) ||
	       str_eq(name, S("_version")) || str_eq(name, S("_resumed"));
}

/* Inputs that the row does not know; one without a value counts as not given. */
static void check_known(struct request *rq)
{
	for val_each(v, rq->given) {
		bool blank = v->kind == VAL_STR && !str_trim(v->s).n;
		bool known = blank || is_ours(v->key) || rq->route->flags & ROUTE_OPEN;
		for (int i = 0; !known && i < rq->route->in.n; i++)
			known = str_eq(rq->route->in.p[i].name, v->key);
		if (!known)
			request_fault(rq, STR_NONE,
				      request_say(rq, MSG_WEB_IN_UNKNOWN, ARGS(v->key)));
	}
}

void dispatch(struct request *rq, struct answer *out, struct str token, struct str origin_fault)
{
	struct err e = { 0 };
	*out = (struct answer){ .fd = -1 };
	if (!check_token(rq, out, token, origin_fault) ||
	    !check_right(rq, out, origin_fault.p != NULL))
		return;
	inputs_read(rq);
	check_known(rq);
	if (rq->faults->count && (rq->json || !(rq->route->flags & ROUTE_FORM))) {
		answer_problem(rq, out, 400, msg_text(MSG_WEB_CHECK, rq->lang));
		return;
	}
	if (!rq->route->run(rq, out, &e)) {
		answer_err(rq, out, &e);
		return;
	}
	if (rq->faults->count && out->tree) {
		if (rq->json)
			answer_problem(rq, out, 400, msg_text(MSG_WEB_CHECK, rq->lang));
		else
			out->status = out->status ? out->status : 400;
	}
}

bool request_act(struct request *rq, struct str verb, struct str target, const struct val *fields,
		 struct str key, int64_t version, struct result *out, struct err *e)
{
	struct action act = {
		.actor = rq->who.name,
		.verb = verb,
		.target = target,
		.fields = fields,
		.key = key,
		.version = version,
	};
	return store_act(rq->worker->writer, rq->a, &act, out, e);
}

bool request_ask(struct request *rq, enum question q, const struct val *about,
		 const struct val **row, struct err *e)
{
	return rq->state.ask(rq->state.with, rq->a, q, about, row, e);
}

bool request_sees(struct request *rq, int64_t unit, bool *sees, struct err *e)
{
	struct actor actor = { rq->who.roles, rq->who.unit };
	enum reach reach;
	if (!rights_reach(rq->a, &rq->state, &actor, unit, &reach, e))
		return false;
	*sees = reach != REACH_OTHER;
	return true;
}
