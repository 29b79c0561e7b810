/*
 * Inside the web room: the engine under the pages. Public to the room alone;
 * makers of pages need web.h.
 */
#ifndef WEB_ENGINE_H
#define WEB_ENGINE_H

#include "base/buf.h"
#include "out/html/template.h"
#include "web/serve.h"
#include "web/slots.h"
#include "web/web.h"

enum {
	HEAD_SECONDS = 10,      /* for a request's head */
	HEAD_SECONDS_FULL = 3,  /* when few slots are left */
	IDLE_SECONDS = 15,      /* between two requests */
	GRACE_SECONDS = 10,     /* before a body's rate counts */
	BODY_RATE = 1000,       /* bytes a second, at least; of an answer too */
	SLOTS_MOST = 2048,      /* connections in all */
	SLOTS_KEPT = 256,       /* of them, for those who have signed in */
	DRAIN_SECONDS = 10,     /* for requests under way when a worker stops */
	FRESH_SECONDS = 2       /* for the first of a connection that it has just taken */
};

struct MHD_Daemon;
struct MHD_Response;
struct page_cache;

/* A worker process. */
struct worker {
	const struct serve_settings *set;
	struct slots *slots;
	int number;
	struct arena arena;         /* lives as long as the process */
	struct store *reader, *writer;
	struct ops *ops;            /* operating state, a writer */
	struct page_cache *cache;   /* cache.c */
	struct templates *templates; /* render.c */
	struct MHD_Daemon *daemon;
	bool stopping, died;
	int in_flight;              /* requests between their head and their end */
	int64_t requests;           /* so far; a part of each one's id */
	bool tls;
};

/* dispatch.c */

/* The row for a method and a path; the path's parts as inputs in *in. NULL with
 * *known false where no row has the path, true where only the method does not
 * fit. */
const struct route *route_find(struct arena *a, enum method method, struct str path,
			       struct val *in, bool *known);
/* Checks everything that the row declares and runs the handler; where something
 * is refused the answer says so. rq->given holds all inputs as typed. `token`:
 * that of the form, or of the header. */
void dispatch(struct request *rq, struct answer *out, struct str token, struct str origin_fault);
/* The answer for an error: its page, or problem+json. */
void answer_err(struct request *rq, struct answer *out, const struct err *e);
/* An answer that only says what is wrong, with a status. */
void answer_problem(struct request *rq, struct answer *out, int status, struct str text);

/* input.c: an input as typed to its value; a date is taken in words too. NULL
 * where it does not fit; then `e` says why, by the label. */
const struct val *input_read(struct request *rq, const struct input *input, struct str typed,
			     struct err *e);
/* Reads all declared inputs of rq->given into rq->in, faults into rq->faults. */
void inputs_read(struct request *rq);

/* render.c */

/* Compiles every page in every language: a fault in a template, or a word that
 * web.tsv does not have, is an error. */
bool templates_open(struct arena *a, struct templates **out, struct err *e);
/* The page `name` over `tree`, inside the layout, appended to `out`. */
bool templates_render(const struct templates *t, struct request *rq, struct str name,
		      const struct val *tree, struct str title, struct buf *out, struct err *e);
/* The bytes of a static file by its name in the address, hash and all; STR_NONE
 * where there is none. */
struct str static_find(struct str name, struct str *type);
/* The address of a static file, with the hash of its bytes. */
struct str static_url(struct arena *a, struct str name);

/* session.c: who asks. */
bool session_open(struct worker *w, struct err *e);
void session_close(struct worker *w);
/* Fills rq->who from the session's cookie; nobody where there is no live one. */
bool session_find(struct request *rq, struct str cookies, struct err *e);
/* The form token of the session: another text each time, for pages are
 * compressed. STR_NONE where nobody has signed in. */
struct str session_token(struct request *rq);
/* Whether the token belongs to the session. */
bool session_token_fits(const struct request *rq, struct str token);
/* Set-Cookie for a session's token; "" ends it. */
struct str session_cookie(struct request *rq, struct str token);
struct str session_cookie_name(const struct request *rq);
/* Ends what has run out; the timer's. */
bool session_sweep(struct worker *w, struct err *e);

/* cache.c: answers that are the same for everybody, by the ledger's version. */
struct cached {
	struct str etag;
	int64_t size, zipped_size;
	struct MHD_Response *plain, *zipped; /* zipped NULL: saves nothing */
};
bool cache_open(struct worker *w, struct err *e);
void cache_close(struct worker *w);
const struct cached *cache_find(struct worker *w, struct str key);
/* Keeps an answer; `file`: its address changes with its bytes. */
const struct cached *cache_put(struct worker *w, struct str key, struct str type,
			       struct str body, bool file);
/* Drops everything where the ledger has changed since. */
bool cache_fresh(struct worker *w, struct arena *a, struct err *e);
/* Bytes compressed by gzip, in `a`; STR_NONE where that saves nothing. */
struct str gzip(struct arena *a, struct str bytes, int level);

/* answer.c: the body of an answer and its type, in rq->a: a page, JSON, bytes. */
struct str answer_body(struct request *rq, struct answer *out, struct str *type);
/* The headers that every answer has. */
void answer_headers(struct MHD_Response *r, bool tls);

/* worker.c */
/* The life of a worker process on the listening socket; its exit status. */
int worker_run(struct worker *w, int socket, struct str cert, struct str key);

/* connection.c: what the worker asks about its connections, once a second. */
struct connections;
struct MHD_Connection;
void connections_reap(struct worker *w);
/* Closes those that wait for another request, when the worker stops; whether some are
 * there whose first has not come yet. */
bool connections_close_idle(struct worker *w);
int connections_start(struct worker *w, int socket, struct str cert, struct str key);

/* timer.c, jobs.c: the other processes; exit status. */
int timer_run(const struct serve_settings *set, struct slots *slots);
int jobs_run(const struct serve_settings *set, struct slots *slots);

/* access.c: one line of JSON a request, without names, addresses or queries. */
void access_log(const struct request *rq, int status, int64_t bytes, int64_t micros);
/* A line of the server's own on standard error: {"level":…,"what":…}. */
void server_log(const char *level, struct str what);

/* serve.c */
bool address_is_loopback(const char *address);
int64_t now_ms(void); /* a monotonic clock */

#endif
