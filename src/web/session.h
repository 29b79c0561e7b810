/*
 * Inside the web room: the auth room's door, for the pages of signing in.
 */
#ifndef WEB_SESSION_H
#define WEB_SESSION_H

#include "auth/auth.h"
#include "web/engine.h"

/* The door for this request. */
bool session_door(struct request *rq, struct auth *out, struct err *e);
/* The browser's cookie for the session, in the answer. */
void session_give(struct request *rq, struct answer *out, const struct auth_session *s);
/* The ledger's id of the person who asks; 0: nobody has signed in. */
int64_t session_person(const struct request *rq);

#endif
