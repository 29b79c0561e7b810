/*
 * Who asks, by the session's cookie. Sessions, passwords and throttles are the
 * auth room's; here is only how a browser carries them: the cookie, and the
 * form token that each page of a session has.
 */
#include <openssl/rand.h>
#include <string.h>
#include <time.h>

#include "base/hash.h"
#include "ledger/rights.h"
#include "web/form.h"
#include "web/session.h"

bool session_open(struct worker *w, struct err *e)
{
	return ops_open(&w->set->place, STORE_WRITE, &w->ops, e);
}

void session_close(struct worker *w)
{
	ops_close(w->ops);
}

struct ops *request_ops(const struct request *rq)
{
	return rq->worker->ops;
}

bool session_sweep(struct worker *w, struct err *e)
{
	struct auth door;
	return auth_open(&door, w->reader, w->ops, &w->arena, e) &&
	       auth_sweep(&door, (int64_t)time(NULL), e);
}

bool session_door(struct request *rq, struct auth *out, struct err *e)
{
	return auth_open(out, rq->store, request_ops(rq), rq->a, e);
}

int64_t session_person(const struct request *rq)
{
	return rq->who.session ? rq->who.session->person : 0;
}

struct str session_cookie_name(const struct request *rq)
{
	return rq->secure ? S("__Host-huiyin") : S("huiyin");
}

/* The unit's name, for the head of each page. */
static bool put_unit(struct request *rq, struct err *e)
{
	const struct val *row;
	if (rq->who.unit == UNIT_WHOLE)
		return true;
	if (!request_ask(rq, ASK_UNIT, val_int(rq->a, rq->who.unit), &row, e))
		return false;
	rq->who.unit_name = val_get_str(row, S("name"));
	return true;
}

static bool looks_like_token(struct str s)
{
	struct hash h;
	return hash_parse(s, &h);
}

static bool find(struct request *rq, struct str token, struct err *e)
{
	struct auth door;
	struct auth_session *s = arena_new(rq->a, struct auth_session, 1);
	if (!session_door(rq, &door, e) ||
	    !auth_session(&door, token, (int64_t)time(NULL), s, e))
		return false;
	if (!s->person)
		return true;
	rq->who = (struct who){ .name = s->name, .roles = s->roles, .unit = s->unit,
				.token = s->token.n ? s->token : token, .session = s,
				.whole = s->stage == AUTH_WHOLE };
	return put_unit(rq, e);
}

bool session_find(struct request *rq, struct str cookies, struct err *e)
{
	struct str token = form_cookie(cookies, session_cookie_name(rq));
	if (!looks_like_token(token))
		return true;
	if (!store_begin(rq->store, e))
		return false;
	bool ok = find(rq, token, e);
	store_rollback(rq->store);
	return ok;
}

static struct hash token_of(const struct request *rq)
{
	struct hash h = { 0 };
	hash_parse(auth_csrf(rq->a, rq->who.token), &h);
	return h;
}

/* A mask and the token under it: other bytes on each page, for pages are
 * compressed, and lengths tell of what repeats. */
struct str session_token(struct request *rq)
{
	unsigned char mask[HASH_BYTES];
	struct hash token = token_of(rq);
	struct hash shown, hidden;
	if (!rq->who.name.p || RAND_bytes(mask, sizeof(mask)) != 1)
		return STR_NONE;
	memcpy(shown.b, mask, sizeof(mask));
	for (int i = 0; i < HASH_BYTES; i++)
		hidden.b[i] = token.b[i] ^ mask[i];
	return str_join(rq->a, hash_hex(rq->a, shown), hash_hex(rq->a, hidden));
}

bool session_token_fits(const struct request *rq, struct str token)
{
	struct hash mask, hidden, want = token_of(rq);
	unsigned char differs = 0;
	if (token.n != 4 * HASH_BYTES || !hash_parse(str_cut(token, 0, 2 * HASH_BYTES), &mask) ||
	    !hash_parse(str_from(token, 2 * HASH_BYTES), &hidden))
		return false;
	for (int i = 0; i < HASH_BYTES; i++)
		differs |= hidden.b[i] ^ mask.b[i] ^ want.b[i];
	return differs == 0;
}

struct str session_cookie(struct request *rq, struct str token)
{
	return str_fmt(rq->a, "%.*s=%.*s; Path=/; HttpOnly; SameSite=Strict%s%s",
		       STR_ARG(session_cookie_name(rq)), STR_ARG(token),
		       rq->secure ? "; Secure" : "", token.n ? "" : "; Max-Age=0");
}

void session_give(struct request *rq, struct answer *out, const struct auth_session *s)
{
	out->cookie[out->cookies++] = session_cookie(rq, s ? s->token : S(""));
}
