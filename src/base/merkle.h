/*
 * The Merkle tree of RFC 6962 §2.1 over a growing list of leaves.
 *
 * Only the frontier is kept: the roots of the complete subtrees that the size
 * is made of, one for each bit that is set in it. So adding a leaf and asking
 * for the root cost O(log n) hashes, and a tree of any size fits in the struct.
 */
#ifndef BASE_MERKLE_H
#define BASE_MERKLE_H

#include "base/hash.h"

enum { MERKLE_LEVELS = 62 };

/* Zeroed, it is the empty tree. */
struct merkle {
	int64_t size;                    /* leaves */
	struct hash node[MERKLE_LEVELS]; /* [k]: root of 2^k leaves, where bit k
					    of size is set */
};

/* The hash of a leaf whose bytes are the parts put together: H(0x00 ‖ bytes).
 * At most 7 parts. */
struct hash merkle_leaf(const struct str *parts, int count);
/* Appends a leaf by its hash. */
void merkle_add(struct merkle *m, struct hash leaf);
/* The head over all leaves; of the empty tree the hash of no bytes. */
struct hash merkle_root(const struct merkle *m);
/* The frontier as hex digits, greatest subtree first, in `a`; and back for a
 * tree of `size` leaves, false where the text does not fit the size. */
struct str merkle_text(struct arena *a, const struct merkle *m);
bool merkle_parse(int64_t size, struct str text, struct merkle *out);

#endif
