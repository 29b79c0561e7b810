/*
 * What the log proves to those who hold no ledger: its head, that an event is in
 * it, that it continues an earlier one. A proof as JSON is either of
 *
 *	{"proof":"inclusion","hash":…,"tenant":…,"seq":…,"event":the event's line,
 *	 "size":…,"root":…,"path":[hex …]}
 *	{"proof":"consistency","hash":…,"tenant":…,"old_size":…,"old_root":…,
 *	 "size":…,"root":…,"path":[hex …]}
 *
 * The leaf is the hash of the byte 0x00 and the event's line (docs/log.md).
 */
#ifndef STORE_PROOF_H
#define STORE_PROOF_H

#include "base/merkle.h"
#include "store/head.h"
#include "store/store.h"

enum { PROOF_BYTES_MAX = 8 << 20 };

struct proof {
	enum hash_kind hash;
	int64_t tenant;
	int64_t seq, old_size; /* one of them; the other 0 */
	struct str event;      /* of seq: its line */
	struct hash old_root;
	int64_t size;
	struct hash root;
	struct merkle_path path;
};

/* The head as it stands now. */
bool store_head(struct store *s, struct arena *a, struct head *out, struct err *e);
/* The same signed, and kept among the signed heads; no part of the ledger, and
 * no event. */
bool store_sign_head(struct store *s, struct arena *a, struct sign_key *key, struct head *out,
		     struct err *e);
/* That the event is in the log as it stands; NOT_FOUND where it is not. */
bool store_prove(struct store *s, struct arena *a, int64_t seq, struct proof *out, struct err *e);
/* That the log of `size` events (0: as it stands) continues that of `old`. */
bool store_prove_consistency(struct store *s, struct arena *a, int64_t old, int64_t size,
			     struct proof *out, struct err *e);

/* The proof as a value tree, in `a`; and back from the bytes of a file, in `a`:
 * BAD_INPUT where it is none. */
struct val *proof_val(struct arena *a, const struct proof *proof);
bool proof_read(struct arena *a, struct str text, struct proof *out, struct err *e);
/* Whether it proves what it says; needs no ledger. */
bool proof_holds(const struct proof *proof);

/* An event of the log as a line of JSON, in `a`: what its leaf is the hash of.
 * The row is one of a statement that gives seq, recorded, happened, actor, verb,
 * target, request_key, request_hash, payload first. */
struct str store_event_line(struct arena *a, enum hash_kind kind, struct rows *r);
/* The log's algorithm. */
bool store_hash(struct store *s, enum hash_kind *kind, struct err *e);

#endif
