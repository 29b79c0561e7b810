/*
 * The log's head as people and programs hand it about: how many events, the root
 * over them, when, and who signed that. As text it is these lines, in this order,
 * the last two only where it is signed; what is signed are the lines before
 * `signature`.
 *
 *	huiyin log head 1
 *	tenant 1
 *	hash SHA-256
 *	size 12
 *	root 64 hex digits
 *	time 2025-06-30T16:00:00.000Z
 *	key base64 of the public key
 *	signature base64
 */
#ifndef STORE_HEAD_H
#define STORE_HEAD_H

#include "base/hash.h"
#include "base/sign.h"
#include "base/val.h"

enum { HEAD_BYTES_MAX = 4096 };

struct head {
	int64_t tenant;
	enum hash_kind hash;
	int64_t size;
	struct hash root;
	struct str time;           /* UTC */
	struct str key, signature; /* STR_NONE: not signed */
};

/* The head as text, in `a`; and back from the bytes of a file, whose texts are
 * borrowed: BAD_INPUT where it is none, or where its signature is not its key's. */
struct str head_text(struct arena *a, const struct head *head);
bool head_read(struct arena *a, struct str text, struct head *out, struct err *e);
/* The head as a value tree, in `a`. */
struct val *head_val(struct arena *a, const struct head *head);
/* Signs it: key and signature are filled in, in `a`. */
void head_sign(struct arena *a, struct head *head, struct sign_key *key);
/* Whether it is signed, and rightly. */
bool head_signed(struct arena *a, const struct head *head);

#endif
