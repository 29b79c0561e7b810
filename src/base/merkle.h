/*
 * The Merkle tree of RFC 6962 §2.1 over a growing list of leaves.
 *
 * Only the frontier is kept: the roots of the complete subtrees that the size
 * is made of, one for each bit that is set in it. So adding a leaf and asking
 * for the root cost O(log n) hashes, and a tree of any size fits in the struct.
 */
#ifndef BASE_MERKLE_H
#define BASE_MERKLE_H

#include "base/err.h"
#include "base/hash.h"

enum { MERKLE_LEVELS = 62, MERKLE_NOTE = 8, MERKLE_NOTES = MERKLE_LEVELS / MERKLE_NOTE };

/* Zeroed, it is the empty tree. */
struct merkle {
	enum hash_kind kind;
	int64_t size;                    /* leaves */
	struct hash node[MERKLE_LEVELS]; /* [k]: root of 2^k leaves, where bit k
					    of size is set */
};

/* The hash of a leaf whose bytes are the parts put together: H(0x00 ‖ bytes).
 * At most 7 parts. */
struct hash merkle_leaf(enum hash_kind kind, const struct str *parts, int count);
/* The hash of an inner node: H(0x01 ‖ left ‖ right). */
struct hash merkle_node(enum hash_kind kind, struct hash left, struct hash right);
/* Appends a leaf by its hash. */
void merkle_add(struct merkle *m, struct hash leaf);
/* Appends a leaf, and gives the roots of the complete subtrees that it ends, of
 * 2^8, 2^16, 2^24 … leaves; how many. */
int merkle_add_noting(struct merkle *m, struct hash leaf, struct hash root[MERKLE_NOTES]);
/* The head over all leaves; of the empty tree the hash of no bytes. */
struct hash merkle_root(const struct merkle *m);
/* The frontier as hex digits, greatest subtree first, in `a`; and back for a
 * tree of `size` leaves by `kind`, false where the text does not fit the size. */
struct str merkle_text(struct arena *a, const struct merkle *m);
bool merkle_parse(enum hash_kind kind, int64_t size, struct str text, struct merkle *out);

/*
 * Proofs (RFC 6962 §2.1.1, §2.1.2; checked as RFC 9162 §2.1.3.2, §2.1.4.2 say).
 * Who proves needs the roots of complete subtrees: `node` gives that of the
 * 2^level leaves from index << level on.
 */
struct merkle_source {
	void *with;
	bool (*node)(void *with, int level, int64_t index, struct hash *out, struct err *e);
};

enum { MERKLE_PATH_MAX = 2 * MERKLE_LEVELS };

struct merkle_path {
	int n;
	struct hash node[MERKLE_PATH_MAX];
};

/* The head over the first `size` leaves. */
bool merkle_root_at(const struct merkle_source *src, enum hash_kind kind, int64_t size,
		    struct hash *out, struct err *e);
/* That the leaf `index` (from 0) is among the first `size`: 0 <= index < size. */
bool merkle_inclusion(const struct merkle_source *src, enum hash_kind kind, int64_t index,
		      int64_t size, struct merkle_path *out, struct err *e);
/* That the tree of `size` leaves continues that of `old`: 0 < old <= size. */
bool merkle_consistency(const struct merkle_source *src, enum hash_kind kind, int64_t old,
			int64_t size, struct merkle_path *out, struct err *e);
/* Whether the path proves it. */
bool merkle_included(enum hash_kind kind, struct hash leaf, int64_t index, int64_t size,
		     struct hash root, const struct merkle_path *path);
bool merkle_consistent(enum hash_kind kind, int64_t old, struct hash old_root, int64_t size,
		       struct hash root, const struct merkle_path *path);

#endif
