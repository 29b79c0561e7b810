/*
 * One request and its answer: its head is read and held against what HTTP
 * allows, its route and session are found, its body taken apart as it comes,
 * then the dispatcher has it; and the answer is sent.
 */
#include <microhttpd.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "base/os.h"
#include "ledger/once.h"
#include "web/exchange.h"
#include "web/session.h"

static const char *header(struct MHD_Connection *m, const char *name)
{
	return MHD_lookup_connection_value(m, MHD_HEADER_KIND, name);
}

/* Answers. */

static void log_answer(struct exchange *x, int status, int64_t bytes)
{
	struct slots *s = x->c->w->slots;
	int64_t micros = (int64_t)((os_clock() - (double)x->began / 1e6) * 1e6);
	slots_add(s, COUNT_REQUESTS, 1);
	slots_add(s, status < 300 ? COUNT_2XX : status < 400 ? COUNT_3XX
					: status < 500	     ? COUNT_4XX
							     : COUNT_5XX, 1);
	slots_add(s, COUNT_BYTES, bytes);
	slots_add(s, COUNT_MICROS, micros);
	access_log(&x->rq, status, bytes, micros);
}

static enum MHD_Result queue(struct exchange *x, struct MHD_Connection *m, int status,
			     struct MHD_Response *r, int64_t bytes)
{
	connection_phase(x->c, ANSWERING, bytes);
	enum MHD_Result ok = MHD_queue_response(m, (unsigned)status, r);
	log_answer(x, status, bytes);
	return ok;
}

static enum MHD_Result send_cached(struct exchange *x, struct MHD_Connection *m,
				   const struct cached *is)
{
	if (x->if_none.n && str_has(x->if_none, is->etag)) {
		struct MHD_Response *r =
			MHD_create_response_from_buffer(0, (void *)"", MHD_RESPMEM_PERSISTENT);
		MHD_add_response_header(r, "ETag", str_cstr(&x->arena, is->etag));
		enum MHD_Result ok = queue(x, m, 304, r, 0);
		MHD_destroy_response(r);
		return ok;
	}
	bool zip = x->zip && is->zipped;
	return queue(x, m, 200, zip ? is->zipped : is->plain, zip ? is->zipped_size : is->size);
}

/* RFC 6266: the name in ASCII, and in UTF-8. */
static void name_file(struct exchange *x, struct MHD_Response *r, struct str name)
{
	char *plain = str_cstr(&x->arena, name);
	for (char *p = plain; *p; p++)
		if (*p < 33 || *p > 126 || *p == '"' || *p == '\\' || *p == '%')
			*p = '_';
	struct str both = str_fmt(&x->arena, "attachment; filename=\"%s\"; filename*=UTF-8''%.*s",
				  plain, STR_ARG(web_encode(&x->arena, name)));
	MHD_add_response_header(r, "Content-Disposition", str_cstr(&x->arena, both));
	MHD_add_response_header(r, "Content-Security-Policy", "sandbox");
}

static struct MHD_Response *make_response(struct exchange *x, struct answer *out, struct str body,
					  struct str type, int64_t *bytes)
{
	struct MHD_Response *r;
	*bytes = body.n;
	if (out->fd >= 0) {
		*bytes = out->size;
		r = MHD_create_response_from_fd64((uint64_t)out->size, out->fd);
	} else {
		struct str zipped = x->zip ? gzip(&x->arena, body, 1) : STR_NONE;
		struct str send = zipped.n ? zipped : body;
		*bytes = send.n;
		r = MHD_create_response_from_buffer((size_t)send.n, (void *)send.p,
						    MHD_RESPMEM_MUST_COPY);
		if (r && zipped.n)
			MHD_add_response_header(r, "Content-Encoding", "gzip");
	}
	if (!r)
		return NULL;
	answer_headers(r, x->c->w->tls || x->rq.secure);
	if (type.n)
		MHD_add_response_header(r, "Content-Type", str_cstr(&x->arena, type));
	MHD_add_response_header(r, "Cache-Control", "no-store");
	MHD_add_response_header(r, "X-Request-Id", str_cstr(&x->arena, x->rq.id));
	for (int i = 0; i < out->cookies; i++)
		MHD_add_response_header(r, "Set-Cookie", str_cstr(&x->arena, out->cookie[i]));
	if (out->file_name.n)
		name_file(x, r, out->file_name);
	return r;
}

static enum MHD_Result send_answer(struct exchange *x, struct MHD_Connection *m,
				   struct answer *out)
{
	struct str type;
	int64_t bytes;
	if (out->location.p && !out->status)
		out->status = x->rq.json ? 200 : 303;
	out->status = out->status ? out->status : 200;
	/* whose rights changed has a new token from now on */
	if (x->rq.who.session && x->rq.who.session->fresh && !out->cookies)
		session_give(&x->rq, out, x->rq.who.session);
	struct str body = answer_body(&x->rq, out, &type);
	struct MHD_Response *r = make_response(x, out, body, type, &bytes);
	if (!r)
		return MHD_NO;
	if (out->location.p && !x->rq.json)
		MHD_add_response_header(r, "Location", str_cstr(&x->arena, out->location));
	if (out->status == 405)
		MHD_add_response_header(r, "Allow", "GET, HEAD, POST");
	if (out->status == 503 || out->status == 429)
		MHD_add_response_header(r, "Retry-After", "5");
	enum MHD_Result ok = queue(x, m, out->status, r, bytes);
	MHD_destroy_response(r);
	return ok;
}

/* Refuses before the body is read; the connection closes then. */
static enum MHD_Result refuse(struct exchange *x, struct MHD_Connection *m, int status,
			      enum msg why)
{
	struct answer out;
	answer_problem(&x->rq, &out, status, msg_text(why, x->rq.lang));
	return send_answer(x, m, &out);
}

/* The head of a request. */

/* Whose the address is: behind the trusted proxy, the last that it names. */
static struct str client_of(struct exchange *x, struct MHD_Connection *m)
{
	const char *via = x->c->proxied ? header(m, "X-Forwarded-For") : NULL;
	struct str list = str_of(via), one = STR_NONE;
	while (via && str_split(&list, ',', &one))
		;
	one = str_trim(one);
	return one.n && one.n < INET6_ADDRSTRLEN ? str_copy(&x->arena, one)
						 : str_of(x->c->address);
}

/* Where a form was sent from, as far as the browser says: "" ours, STR_NONE not
 * known, else the foreign place. */
static struct str origin_of(struct exchange *x, struct MHD_Connection *m)
{
	struct str host = str_of(header(m, "Host")), site = str_of(header(m, "Sec-Fetch-Site"));
	struct str from = str_of(header(m, "Origin"));
	if (!from.p)
		from = str_of(header(m, "Referer"));
	ptrdiff_t at = str_find(from, S("://"), 0);
	struct str rest = at < 0 ? STR_NONE : str_from(from, at + 3), there = rest;
	str_split(&rest, '/', &there);
	if (site.p && !str_eq(site, S("same-origin")) && !str_eq(site, S("none")))
		return str_copy(&x->arena, from.n ? from : site);
	if (!from.p)
		return site.p ? S("") : STR_NONE;
	return at >= 0 && str_eq(there, host) ? S("") : str_copy(&x->arena, from.n ? from : S("-"));
}

struct head {
	int lengths, encodings, hosts, count;
};

static enum MHD_Result see_header(void *cls, enum MHD_ValueKind kind, const char *key,
				  const char *value)
{
	struct head *h = cls;
	h->count++;
	h->lengths += strcasecmp(key, "Content-Length") == 0;
	h->encodings += strcasecmp(key, "Transfer-Encoding") == 0;
	h->hosts += strcasecmp(key, "Host") == 0;
	return MHD_YES;
}

/* A head that two readers could take in two ways (RFC 9112 §6.3, §3.2). */
static bool head_is_odd(struct MHD_Connection *m)
{
	enum { HEADERS_MAX = 100 };
	struct head h = { 0 };
	MHD_get_connection_values(m, MHD_HEADER_KIND, see_header, &h);
	return h.lengths > 1 || (h.lengths && h.encodings) || h.encodings > 1 || h.hosts != 1 ||
	       h.count > HEADERS_MAX;
}

/* What the request is, from its head; the parts of the path in rq->given. */
static bool read_head(struct exchange *x, struct MHD_Connection *m, struct err *e)
{
	struct request *rq = &x->rq;
	struct str raw = x->uri;
	ptrdiff_t mark = str_find(raw, S("?"), 0);
	rq->query = mark < 0 ? STR_NONE : str_from(raw, mark + 1);
	if (!form_path(rq->a, mark < 0 ? raw : str_cut(raw, 0, mark), &rq->path))
		return err_set(e, ERR_BAD_INPUT, MSG_WEB_FORM_PATH, NO_ARGS);
	rq->json = str_drop_tail(&rq->path, S(".json")) ||
		   str_starts(str_of(header(m, "Accept")), S("application/json"));
	rq->address = client_of(x, m);
	rq->secure = x->c->w->tls || (x->c->proxied &&
				      str_eq(str_of(header(m, "X-Forwarded-Proto")), S("https")));
	rq->agent = str_cut(str_of(header(m, "User-Agent")), 0, 300);
	x->cookies = str_of(header(m, "Cookie"));
	x->zip = str_has(str_of(header(m, "Accept-Encoding")), S("gzip"));
	x->if_none = str_of(header(m, "If-None-Match"));
	x->origin = origin_of(x, m);
	x->token = str_of(header(m, "X-CSRF-Token"));
	struct str tag = form_cookie(x->cookies, S("lang"));
	rq->lang = lang_of(tag);
	return true;
}

static void begin_request(struct exchange *x)
{
	struct worker *w = x->c->w;
	x->began = (int64_t)(os_clock() * 1e6);
	x->begun = true;
	w->in_flight++;
	x->rq = (struct request){
		.a = &x->arena,
		.path = S("/"),
		.store = w->reader,
		.state = store_state(w->reader),
		.worker = w,
		.given = val_map(&x->arena),
		.faults = val_list(&x->arena),
		.in = val_map(&x->arena),
		.today = date_of_days((int32_t)((time(NULL) + 8 * 3600) / 86400)),
		.id = str_fmt(&x->arena, "%x-%llx", (unsigned)getpid(),
			      (unsigned long long)++w->requests),
	};
}

/* The body that will come, by its type. */
static bool expect_body(struct exchange *x, struct MHD_Connection *m, struct err *e)
{
	struct request *rq = &x->rq;
	bool files = rq->route->flags & ROUTE_FILES;
	x->type = str_copy(rq->a, str_of(header(m, "Content-Type")));
	x->most = files ? UPLOAD_BYTES : FORM_BYTES;
	int64_t length = 0;
	str_int(str_of(header(m, "Content-Length")), &length);
	if (length > DRAINED * x->most)
		return err_set(e, ERR_LIMIT, MSG_WEB_FORM_LONG, NO_ARGS);
	if (length > x->most)
		err_set(&x->fault, ERR_LIMIT, MSG_WEB_FORM_LONG, NO_ARGS);
	struct str boundary = form_boundary(x->type);
	x->json_in = str_starts(x->type, S("application/json"));
	if (boundary.p) {
		x->in_parts = true;
		multipart_open(&x->parts, rq->a, boundary, (struct val *)rq->given,
			       files ? rq : NULL);
		x->parts.drop = !rq->who.name.p; /* the words are kept for signing in */
	} else if (!x->json_in && x->type.n &&
		   !str_starts(x->type, S("application/x-www-form-urlencoded"))) {
		return err_set(e, ERR_BAD_INPUT, MSG_WEB_FORM_TYPE, NO_ARGS);
	}
	buf_init(&x->body, rq->a);
	return true;
}

/* A page's place is kept for who has signed in, where there are few. */
static bool shut_out(const struct exchange *x)
{
	const struct route *route = x->rq.route;
	return x->c->tight && !x->rq.who.name.p && !(route->flags & ROUTE_LOCAL) &&
	       route->right == RIGHT_SIGNED_IN;
}

static enum MHD_Result on_head(struct exchange *x, struct MHD_Connection *m, const char *method)
{
	struct request *rq = &x->rq;
	struct worker *w = x->c->w;
	struct err e = { 0 };
	struct answer out;
	bool known;
	begin_request(x);
	connection_phase(x->c, READING, 0);
	if (head_is_odd(m) || !read_head(x, m, &e))
		return refuse(x, m, 400, MSG_WEB_FORM_HEAD);
	bool get = strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;
	rq->method = get ? METHOD_GET : METHOD_POST;
	if (!get && strcmp(method, "POST") != 0)
		return refuse(x, m, 405, MSG_WEB_METHOD);
	if (x->c->proxied && !slots_move(w->slots, x->c->slot, str_hash(rq->address),
					 w->set->per_address))
		return refuse(x, m, 429, MSG_WEB_MANY);
	rq->route = route_find(rq->a, rq->method, rq->path, (struct val *)rq->given, &known);
	if (get && rq->route)
		return MHD_YES; /* who asks is looked up with all that the page reads */
	if (!session_find(rq, x->cookies, &e)) {
		answer_err(rq, &out, &e);
		return send_answer(x, m, &out);
	}
	if (!rq->route)
		return refuse(x, m, known ? 405 : 404, known ? MSG_WEB_METHOD : MSG_WEB_NOWHERE);
	if (shut_out(x))
		return refuse(x, m, 503, MSG_WEB_FULL);
	if (!expect_body(x, m, &e)) {
		answer_err(rq, &out, &e);
		return send_answer(x, m, &out);
	}
	return MHD_YES;
}

static void on_bytes(struct exchange *x, struct str bytes)
{
	x->c->bytes += bytes.n;
	if (x->rq.method == METHOD_GET)
		return;
	if (x->c->bytes > DRAINED * x->most)
		connection_shut(x->c); /* more is coming, and none of it is wanted */
	if (x->fault.code)
		return;
	if (x->c->bytes > x->most)
		err_set(&x->fault, ERR_LIMIT, MSG_WEB_FORM_LONG, NO_ARGS);
	else if (x->in_parts)
		multipart_feed(&x->parts, bytes, &x->fault);
	else
		buf_add(&x->body, bytes);
}

/* All inputs of the request as one map. */
static bool read_inputs(struct exchange *x, struct err *e)
{
	struct request *rq = &x->rq;
	struct val *map = (struct val *)rq->given;
	if (x->fault.code) {
		*e = x->fault;
		return false;
	}
	if (!form_pairs(rq->a, rq->query, map, e))
		return false;
	if (rq->method == METHOD_GET)
		return true;
	if (x->in_parts)
		return multipart_end(&x->parts, e);
	struct str text = buf_str(&x->body);
	if (x->json_in && text.n)
		return form_json(rq->a, text, map, e);
	return form_pairs(rq->a, text, map, e);
}

/* Whether the answer is a file that is the same for everybody, whoever asks. */
static bool is_file(const struct route *route)
{
	return route->flags & ROUTE_CACHED && route->flags & ROUTE_BARE;
}

/* The answer of a route that is the same for everybody, where it is kept. */
static bool from_cache(struct exchange *x, struct MHD_Connection *m, struct str *key,
		       enum MHD_Result *ok)
{
	struct request *rq = &x->rq;
	struct err e = { 0 };
	bool file = is_file(rq->route);
	*key = STR_NONE;
	if (!(rq->route->flags & ROUTE_CACHED) || rq->query.n || (rq->who.name.p && !file) ||
	    (!file && !cache_fresh(rq->worker, rq->a, &e)))
		return false;
	*key = str_fmt(rq->a, "%d%d%.*s", file ? 0 : rq->lang, rq->json, STR_ARG(rq->path));
	const struct cached *is = cache_find(rq->worker, *key);
	if (is) {
		slots_add(rq->worker->slots, COUNT_CACHED, 1);
		*ok = send_cached(x, m, is);
	}
	return is != NULL;
}

/* Reads what came with the request and lets its route answer. */
static void answer_route(struct exchange *x, struct answer *out)
{
	struct request *rq = &x->rq;
	struct err e = { 0 };
	if (!read_inputs(x, &e)) {
		answer_err(rq, out, &e);
		return;
	}
	struct str token = in_given(rq, S("_csrf"));
	if (!x->origin.p && x->json_in)
		x->origin = S(""); /* no form of another site can send that type */
	bool local = !rq->worker->set->proxy && address_is_loopback(x->c->address);
	if (rq->route->flags & ROUTE_LOCAL && !local && !rq->worker->set->open_metrics)
		answer_problem(rq, out, 403, msg_text(MSG_WEB_LOCAL, rq->lang));
	else
		dispatch(rq, out, token.p ? token : x->token, x->origin);
}

/* What is read, from who asks to the last word of the page. */
static enum MHD_Result answer_get(struct exchange *x, struct MHD_Connection *m)
{
	struct request *rq = &x->rq;
	struct err e = { 0 };
	struct answer out;
	struct str key, type;
	enum MHD_Result ok;
	if (!is_file(rq->route) && !session_find(rq, x->cookies, &e)) {
		answer_err(rq, &out, &e);
		return send_answer(x, m, &out);
	}
	if (shut_out(x))
		return refuse(x, m, 503, MSG_WEB_FULL);
	if (from_cache(x, m, &key, &ok))
		return ok;
	answer_route(x, &out);
	if (!key.p || out.status || out.location.p || out.cookies || out.fd >= 0)
		return send_answer(x, m, &out);
	struct str body = answer_body(rq, &out, &type);
	if (out.status)
		return send_answer(x, m, &out);
	return send_cached(x, m, cache_put(rq->worker, key, type, body, is_file(rq->route)));
}

static enum MHD_Result on_end(struct exchange *x, struct MHD_Connection *m)
{
	struct request *rq = &x->rq;
	struct err e = { 0 };
	struct answer out;
	if (rq->method != METHOD_GET) {
		answer_route(x, &out);
		return send_answer(x, m, &out);
	}
	if (!is_file(rq->route) && !store_begin(rq->store, &e)) {
		answer_err(rq, &out, &e);
		return send_answer(x, m, &out);
	}
	/* a page sees one state of the ledger */
	rq->state = ledger_once(rq->a, rq->state);
	enum MHD_Result ok = answer_get(x, m);
	store_rollback(rq->store);
	return ok;
}

enum MHD_Result exchange_request(void *cls, struct MHD_Connection *m, const char *url,
				  const char *method, const char *version, const char *data,
				  size_t *size, void **request)
{
	struct exchange *x = *request;
	if (!x)
		return MHD_NO;
	if (!x->begun)
		return on_head(x, m, method);
	if (*size) {
		on_bytes(x, (struct str){ data, (ptrdiff_t)*size });
		*size = 0;
		return MHD_YES;
	}
	return on_end(x, m);
}
