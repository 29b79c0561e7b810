/*
 * Connections: libmicrohttpd's callbacks. A connection has a slot of the shared
 * page; a request has an arena, from its first line to the last byte of its
 * answer (exchange.c).
 *
 * libmicrohttpd sees inactivity alone, so a client that sends a byte now and
 * then would stay for ever. connections_reap() knows better: a head has its
 * seconds, bodies and answers a least rate. Nor does it see an end that came in
 * the same moment as the last bytes (its epoll is told once): a client that went
 * away in the midst of a request is looked for here too.
 */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "web/exchange.h"

/* The worker's connections; a process has one worker. */
static struct {
	struct connection *first;
	int pending; /* the slot of a connection that is being taken */
	bool pending_tight, pending_proxied;
} all = { .pending = -1 };

/* Addresses. */

static void address_words(const struct sockaddr *sa, char room[static INET6_ADDRSTRLEN])
{
	const void *at = sa->sa_family == AF_INET6
				 ? (const void *)&((const struct sockaddr_in6 *)sa)->sin6_addr
				 : (const void *)&((const struct sockaddr_in *)sa)->sin_addr;
	room[0] = 0;
	if (sa->sa_family == AF_INET || sa->sa_family == AF_INET6)
		inet_ntop(sa->sa_family, at, room, INET6_ADDRSTRLEN);
	if (strncmp(room, "::ffff:", 7) == 0 && strchr(room, '.'))
		memmove(room, room + 7, strlen(room + 7) + 1);
}

static enum MHD_Result on_address(void *cls, const struct sockaddr *sa, socklen_t size)
{
	struct worker *w = cls;
	char room[INET6_ADDRSTRLEN];
	int taken;
	if (all.pending >= 0) /* the one before went no further */
		slots_give(w->slots, all.pending);
	address_words(sa, room);
	bool proxied = w->set->proxy && strcmp(room, w->set->proxy) == 0;
	all.pending = slots_take(w->slots, w->number, str_hash(str_of(room)), SLOTS_MOST,
				 proxied ? 0 : w->set->per_address, &taken);
	all.pending_tight = taken >= SLOTS_MOST - SLOTS_KEPT;
	all.pending_proxied = proxied;
	slots_add(w->slots, all.pending >= 0 ? COUNT_CONNECTIONS : COUNT_REFUSED, 1);
	return all.pending >= 0 ? MHD_YES : MHD_NO;
}

void connection_phase(struct connection *c, enum phase phase, int64_t bytes)
{
	c->phase = phase;
	c->since = now_ms();
	c->bytes = bytes;
}

void exchange_free(struct exchange *x)
{
	if (!x)
		return;
	if (x->begun)
		x->c->w->in_flight--;
	if (x->in_parts)
		multipart_close(&x->parts);
	for (ptrdiff_t i = 0; i < x->rq.file.n; i++)
		close(x->rq.file.p[i].fd);
	x->c->now = NULL;
	struct arena arena = x->arena; /* it lives in its own arena */
	arena_free(&arena);
}

static void on_connection(void *cls, struct MHD_Connection *m, void **socket_context,
			  enum MHD_ConnectionNotificationCode code)
{
	struct worker *w = cls;
	struct connection *c = *socket_context;
	if (code == MHD_CONNECTION_NOTIFY_STARTED) {
		c = calloc(1, sizeof(*c));
		if (!c)
			return;
		*c = (struct connection){ .w = w, .slot = all.pending, .tight = all.pending_tight,
					  .proxied = all.pending_proxied, .next = all.first };
		all.pending = -1;
		const union MHD_ConnectionInfo *info =
			MHD_get_connection_info(m, MHD_CONNECTION_INFO_CONNECTION_FD);
		c->fd = info ? info->connect_fd : -1;
		info = MHD_get_connection_info(m, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
		if (info)
			address_words(info->client_addr, c->address);
		if (all.first)
			all.first->before = c;
		all.first = c;
		connection_phase(c, WAITING, 0);
		*socket_context = c;
		return;
	}
	if (!c)
		return;
	exchange_free(c->now);
	if (c->slot >= 0)
		slots_give(w->slots, c->slot);
	if (c->before)
		c->before->next = c->next;
	else
		all.first = c->next;
	if (c->next)
		c->next->before = c->before;
	free(c);
	*socket_context = NULL;
}

void connection_shut(struct connection *c)
{
	if (c->fd >= 0 && !c->closing)
		shutdown(c->fd, SHUT_RDWR);
	c->closing = true;
}

/* How long the connection may stay in its phase, ms. */
static int64_t allowed(const struct connection *c)
{
	int64_t head = 1000 * (c->tight ? HEAD_SECONDS_FULL : HEAD_SECONDS);
	if (c->phase == WAITING)
		return head + (c->used ? 1000 * IDLE_SECONDS : 0);
	return 1000 * GRACE_SECONDS + c->bytes * 1000 / BODY_RATE;
}

/* Its client has sent all it will, and that is less than a request. */
static bool left(const struct connection *c)
{
	char byte;
	return c->phase != ANSWERING && recv(c->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

void connections_reap(struct worker *w)
{
	int64_t now = now_ms();
	for (struct connection *c = all.first; c; c = c->next) {
		bool slow = now - c->since > allowed(c);
		if (!c->closing && (slow || left(c))) {
			slots_add(w->slots, COUNT_REAPED, slow);
			connection_shut(c);
		}
	}
}

bool connections_close_idle(struct worker *w)
{
	bool fresh = false;
	char byte;
	for (struct connection *c = all.first; c; c = c->next) {
		if (c->phase != WAITING || c->closing)
			continue;
		if (c->now || !c->used)
			fresh |= !(c->now && c->now->begun);
		else if (recv(c->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) <= 0)
			connection_shut(c);
	}
	return fresh;
}

/* A request's first line: its arena begins. */
static void *on_uri(void *cls, const char *uri, struct MHD_Connection *m)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(m, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	struct connection *c = info ? info->socket_context : NULL;
	struct arena arena;
	if (!c)
		return NULL;
	exchange_free(c->now); /* one that ended before its head was read */
	arena_init(&arena, REQUEST_BYTES);
	struct exchange *x = arena_new(&arena, struct exchange, 1);
	x->arena = arena;
	x->c = c;
	c->now = x;
	x->uri = str_copy(&x->arena, str_of(uri));
	return x;
}

static void on_completed(void *cls, struct MHD_Connection *m, void **request,
			 enum MHD_RequestTerminationCode code)
{
	struct exchange *x = *request;
	if (!x)
		return;
	struct connection *c = x->c;
	exchange_free(x);
	*request = NULL;
	c->used = true;
	connection_phase(c, WAITING, 0);
}

static void on_words(void *cls, const char *format, va_list args)
{
	/* libmicrohttpd's own words tell of clients that went away: no news */
}

/* Percent signs are taken apart by form_path() and form_pairs(). */
static size_t keep(void *cls, struct MHD_Connection *m, char *s)
{
	return strlen(s);
}

int connections_start(struct worker *w, int socket, struct str cert, struct str key)
{
	unsigned flags = MHD_USE_EPOLL | MHD_USE_ERROR_LOG | (w->tls ? MHD_USE_TLS : 0);
	struct MHD_OptionItem tls[] = {
		{ MHD_OPTION_HTTPS_MEM_CERT, 0, w->tls ? str_cstr(&w->arena, cert) : NULL },
		{ MHD_OPTION_HTTPS_MEM_KEY, 0, w->tls ? str_cstr(&w->arena, key) : NULL },
		{ MHD_OPTION_HTTPS_PRIORITIES, 0, "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2" },
		{ MHD_OPTION_END, 0, NULL },
	};
	w->daemon = MHD_start_daemon(
		flags, 0, on_address, w, exchange_request, w, MHD_OPTION_EXTERNAL_LOGGER, on_words,
		NULL, MHD_OPTION_LISTEN_SOCKET, socket, MHD_OPTION_CONNECTION_LIMIT,
		(unsigned)SLOTS_MOST, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)IDLE_SECONDS,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)24 << 10, MHD_OPTION_STRICT_FOR_CLIENT,
		1, MHD_OPTION_NOTIFY_CONNECTION, on_connection, w, MHD_OPTION_NOTIFY_COMPLETED,
		on_completed, w, MHD_OPTION_URI_LOG_CALLBACK, on_uri, w,
		MHD_OPTION_UNESCAPE_CALLBACK, keep, w, MHD_OPTION_ARRAY,
		w->tls ? tls : tls + sizeof(tls) / sizeof(*tls) - 1, MHD_OPTION_END);
	return w->daemon ? 0 : -1;
}
