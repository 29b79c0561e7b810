/*
 * Who is at the door: passwords, one-time codes, TOTP, sessions. Persons and their
 * roles are the ledger's; what they log in with is operating state (store/ops.h).
 * Every function takes the time, seconds since 1970, so that nothing here waits
 * for a clock, and an address as text (STR_NONE: the command line).
 *
 * The way in: auth_login() with a password or a one-time code gives a session,
 * whose stage says what is still asked for; auth_second(), auth_set_password() and
 * auth_totp_prove() lead it on until it is AUTH_WHOLE. Each step gives a new token.
 * All of it is written to the log of logins, never a password or a code.
 */
#ifndef AUTH_AUTH_H
#define AUTH_AUTH_H

#include "ledger/rights.h"
#include "store/ops.h"

/* What a session may do. */
enum auth_stage {
	AUTH_WHOLE,    /* everything that the person's roles allow */
	AUTH_TOTP,     /* give a TOTP or recovery code: auth_second() */
	AUTH_PASSWORD, /* set a new password: auth_set_password() */
	AUTH_ENROL     /* set up TOTP, which a role asks for: auth_totp_begin(), _prove() */
};

/* A ledger's door, as long as one request or command. */
struct auth {
	struct store *store;   /* read alone */
	struct ops *ops;       /* a writer */
	struct arena *a;
	struct settings rules; /* of the ledger, in `a` */
};

/* Borrows all it is given, and closes none of it. */
bool auth_open(struct auth *out, struct store *store, struct ops *ops, struct arena *a,
	       struct err *e);

struct auth_session {
	int64_t person;        /* id; 0: there is no such session */
	struct str name;       /* the actor of the person's actions */
	unsigned roles;        /* ACTOR_… bits */
	int64_t unit;          /* or UNIT_WHOLE */
	enum auth_stage stage;
	struct str id;         /* names it to people who end sessions; no secret */
	struct str token;      /* what the browser is to send from now on: 64 hex digits */
	bool fresh;            /* the token is new: send it to the browser */
	int64_t started, ends; /* when it ends at the latest */
};

struct auth_try {
	struct str name, secret;   /* secret: a password, or a one-time code */
	struct str address, agent; /* where from, as far as known */
};

/* Logs in. DENIED: name and secret do not fit, whichever it is, after the same
 * work; LIMIT: too many failures, the sentence says how long to wait. */
bool auth_login(struct auth *h, const struct auth_try *t, int64_t now, struct auth_session *out,
		struct err *e);
/* The session of a token, kept alive by this; out->person is 0 where there is none
 * any more: ended, idle for too long, too old, or its person has no role left.
 * Where the person's rights changed the token is changed with them. */
bool auth_session(struct auth *h, struct str token, int64_t now, struct auth_session *out,
		  struct err *e);
/* The second factor of a session at AUTH_TOTP: six digits, or a recovery code,
 * which is then used up. DENIED, LIMIT as for logging in. */
bool auth_second(struct auth *h, const struct auth_session *s, struct str code,
		 struct str address, int64_t now, struct auth_session *out, struct err *e);
/* Sets the password of a session's person; `old` is asked for at AUTH_WHOLE alone.
 * All other sessions of the person end. BAD_INPUT where the rules refuse it. */
bool auth_set_password(struct auth *h, const struct auth_session *s, struct str old,
		       struct str fresh, struct str address, int64_t now,
		       struct auth_session *out, struct err *e);
/* Ends the session; all of a person's. */
bool auth_end(struct auth *h, const struct auth_session *s, struct str address, int64_t now,
	      struct err *e);
bool auth_end_all(struct auth *h, int64_t person, int64_t now, struct err *e);
/* Ends the session of that id (struct auth_session); NOT_FOUND where it is none. */
bool auth_end_id(struct auth *h, struct str id, int64_t now, struct err *e);

/* TOTP (RFC 6238) of a session's person: a new secret as base32 and as otpauth://
 * URI, not in force until proved; `again`: the one that was shown already and still
 * waits for its proof, where there is one. DENIED where one is in force. */
bool auth_totp_begin(struct auth *h, const struct auth_session *s, bool again,
		     struct str *secret, struct str *uri, struct err *e);
/* Proves it by a code; *recovery, in the arena, are the recovery codes, one a line,
 * shown this once. */
bool auth_totp_prove(struct auth *h, const struct auth_session *s, struct str code,
		     struct str address, int64_t now, struct auth_session *out,
		     struct str *recovery, struct err *e);

/* What an administrator does for a person of the ledger, by name, after
 * auth_may_manage(). NOT_FOUND where there is none. */

/* DENIED unless `by` is an administrator whose reach the person is in; `self`: or
 * the person themselves. */
bool auth_may_manage(struct auth *h, struct str by, struct str name, bool self, struct err *e);

/* A one-time code for the first login or a forgotten password, in the arena; it
 * takes the place of an earlier one. `by` goes into the log. */
bool auth_login_code(struct auth *h, struct str name, struct str by, int64_t now,
		     struct str *code, struct err *e);
bool auth_admin_password(struct auth *h, struct str name, struct str fresh, struct str by,
			 int64_t now, struct err *e);
/* A new TOTP secret that is in force at once, with its recovery codes. */
bool auth_admin_totp(struct auth *h, struct str name, struct str by, int64_t now,
		     struct str *secret, struct str *uri, struct str *recovery, struct err *e);
bool auth_admin_totp_off(struct auth *h, struct str name, struct str by, int64_t now,
			 struct err *e);

/* The CSRF token of a session's (or any secret) token, 64 hex digits, in `a`. */
struct str auth_csrf(struct arena *a, struct str token);
/* 32 random bytes as 64 hex digits, in `a`. */
struct str auth_random(struct arena *a);

/* Takes away what is over: sessions, throttles, drafts of 30 days, jobs of 30 days,
 * the log of logins past its days. */
bool auth_sweep(struct auth *h, int64_t now, struct err *e);

#endif
