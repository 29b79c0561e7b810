/*
 * The web server: huiyin serve. See ARCHITECTURE.md, "The web".
 */
#ifndef WEB_SERVE_H
#define WEB_SERVE_H

#include "store/store.h"

struct serve_settings {
	struct store_place place;
	const char *listen;      /* ADDRESS:PORT, an IPv6 address in brackets */
	const char *cert, *key;  /* PEM files; NULL: no TLS */
	const char *proxy;       /* the address of a trusted proxy in front, or NULL */
	const char *user;        /* whom to become when started as root, or NULL */
	int workers;             /* 0: two a core */
	int per_address;         /* connections of one address */
	bool open_metrics;       /* /metrics from elsewhere too */
	enum lang lang;          /* of what is said on standard error */
};

/* Serves until SIGTERM or SIGINT; SIGHUP takes new certificates and worker
 * processes and loses no request. `ready`, may be NULL, is called when
 * connections are taken, with the address as people type it. Errors: BAD_INPUT
 * (settings: an address beyond this machine wants TLS or a trusted proxy), IO,
 * and what opening the ledger gave. */
bool web_serve(const struct serve_settings *settings, void (*ready)(void *with, const char *url),
	       void *with, struct err *e);

/* Writes a self-signed certificate for an office network: its names are `name`,
 * localhost and, where it is an address, itself; valid for `days`. */
bool web_cert(const char *cert, const char *key, const char *name, int days, struct err *e);

/* The routes as a list of {method path right roles flags title inputs}, in `a`: what tests
 * and people read. */
struct val *web_routes(struct arena *a, enum lang lang);

#endif
