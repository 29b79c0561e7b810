/*
 * Inside the web room: a connection, and the request on it.
 */
#ifndef WEB_EXCHANGE_H
#define WEB_EXCHANGE_H

#include <arpa/inet.h>
#include <microhttpd.h>

#include "web/engine.h"
#include "web/form.h"

enum phase { WAITING, READING, ANSWERING };

struct exchange;

struct connection {
	struct connection *next, *before;
	struct worker *w;
	int fd, slot;
	bool tight;       /* taken when few slots were left */
	bool used;        /* it has had a request */
	bool proxied;     /* from the trusted proxy */
	bool closing;
	enum phase phase;
	int64_t since;    /* of the phase, ms */
	int64_t bytes;    /* of the body so far; of the answer */
	char address[INET6_ADDRSTRLEN];
	struct exchange *now;
};

/* One request and its answer. */
struct exchange {
	struct arena arena;
	struct request rq;
	struct connection *c;
	struct str uri;    /* as it came */
	struct str cookies;
	int64_t began;
	bool begun;        /* its head is read */
	bool zip, stale;   /* takes gzip */
	struct str if_none; /* If-None-Match */
	struct str token, origin;
	struct str type;   /* of the body */
	struct multipart parts;
	bool in_parts, json_in;
	struct buf body;
	int64_t most;      /* bytes of the body */
	struct err fault;  /* met in the body */
};

/* The connection's next phase; `bytes` of what its least rate is counted from. */
void connection_phase(struct connection *c, enum phase phase, int64_t bytes);
/* Ends it from below; libmicrohttpd then finds it closed. */
void connection_shut(struct connection *c);
/* Frees the request and what is its; NULL is allowed. */
void exchange_free(struct exchange *x);

/* libmicrohttpd's callback for a request. */
enum MHD_Result exchange_request(void *cls, struct MHD_Connection *m, const char *url,
				 const char *method, const char *version, const char *data,
				 size_t *size, void **request);

#endif
