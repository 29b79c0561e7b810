/*
 * Passwords: kept as Argon2id PHC strings (RFC 9106; m = 19 MiB, t = 2, p = 1 as
 * OWASP's cheat sheet advises), and what the rules ask of a new one.
 */
#ifndef AUTH_PASSWORD_H
#define AUTH_PASSWORD_H

#include "ledger/settings.h"

/* What a PHC string says of its cost. */
struct phc {
	int64_t memory, time, lanes; /* m in KiB, t, p */
};

/* The parameters of `$argon2id$v=19$m=…,t=…,p=…$salt$hash`; false where it is no
 * such string, or asks for more than 1 GiB, 16 rounds or 16 lanes. */
bool phc_read(struct str s, struct phc *out);
/* The password's PHC string, in `a`, with a new salt. */
struct str password_hash(struct arena *a, struct str password);
/* Whether the password fits the string; STR_NONE, and one that phc_read() refuses,
 * fits none, after the same work. */
bool password_fits(struct str phc, struct str password);
/* Whether the string costs less than a new one would. */
bool password_is_weak(struct str phc);

/* Whether the rules take the new password of `person`; else BAD_INPUT, whose
 * sentence says what is wrong. `old`: PHC strings, one a line. */
bool password_check(const struct settings *rules, struct str password, struct str person,
		    struct str old, struct err *e);
/* How many of its characters are left when what everybody tries first is taken out:
 * common words, the person's and the system's name, runs, keyboard rows, years. */
int password_left(struct arena *a, struct str password, struct str person);

#endif
