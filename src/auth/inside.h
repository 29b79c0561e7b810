/* What the files of the room share: see auth.h. */
#ifndef AUTH_INSIDE_H
#define AUTH_INSIDE_H

#include "auth/auth.h"

enum { SECRET_BYTES = 32, NAME_MOST = 300, SECRET_MOST = 1024 };

/* secret.c: random bytes, digests. The process ends where the system gives no
 * random bytes. */
void secret_random(unsigned char *out, size_t n);
/* SHA-256 as 64 hex digits, in `a`. */
struct str secret_hash(struct arena *a, struct str s);
/* Whether both are the same, in a time that tells only their lengths. */
bool secret_eq(struct str a, struct str b);
/* A code for people to type: groups of four of a-z 2-7, `bits` of chance. */
struct str secret_code(struct arena *a, int bits);
/* The code as it is kept: without what people put between groups, hashed. */
struct str secret_code_hash(struct arena *a, struct str typed);

/* person.c: persons and their credentials. */

/* The person of that name or id; *row NULL where there is none. */
bool person_named(struct auth *h, struct str name, const struct val **row, struct err *e);
bool person_of(struct auth *h, int64_t id, const struct val **row, struct err *e);
unsigned person_roles(const struct val *person);
/* The person's credential, an empty one where there is none yet. */
bool credential_of(struct auth *h, int64_t person, const struct val **row, struct err *e);
/* Puts the credential with these members set anew. */
bool credential_set(struct auth *h, const struct val *row, const struct val *with,
		    struct err *e);
/* A line of the log of logins. */
bool auth_note(struct auth *h, struct str event, struct str name, struct str address,
	       struct str detail, int64_t now, struct err *e);
/* Ends a group: keeps it where `ok`. */
bool auth_close_group(struct auth *h, bool ok, struct err *e);

/* throttle.c */

/* Counts an attempt before it is looked at; LIMIT where it comes too early. `known`:
 * the address is the one of the person's last login. */
bool throttle_charge(struct auth *h, struct str name, struct str address, bool known,
		     int64_t now, struct err *e);
/* The attempt was right: what it was charged is given back. Inside a group. */
bool throttle_clear(struct auth *h, struct str name, struct str address, struct err *e);

/* session.c */

/* What is still asked of a person who gave their password; `second`: and TOTP. */
enum auth_stage stage_of(const struct auth *h, const struct val *person,
			 const struct val *credential, bool second, int64_t now);
/* A new session in place of `old` (NULL: none). Inside a group. */
bool session_start(struct auth *h, const struct val *person, enum auth_stage stage,
		   const struct auth_session *old, const struct auth_try *from, int64_t now,
		   struct auth_session *out, struct err *e);

#endif
