/* The Merkle tree of RFC 6962 §2.1: see verifier.h. */
#include "base/buf.h"
#include "verifier/verifier.h"

struct hash tree_leaf(enum hash_kind kind, struct str line)
{
	struct str parts[] = { { "\0", 1 }, line };
	return hash_of(kind, parts, 2);
}

static struct hash joined(enum hash_kind kind, const struct hash *left, const struct hash *right)
{
	struct str parts[] = { { "\1", 1 },
			       { (const char *)left->b, HASH_BYTES },
			       { (const char *)right->b, HASH_BYTES } };
	return hash_of(kind, parts, 3);
}

int tree_add(struct tree *t, struct hash leaf, struct hash up[63])
{
	int k = 0;
	for (; t->size >> k & 1; k++) {
		leaf = joined(t->kind, &t->peak[k], &leaf);
		up[k] = leaf;
	}
	t->peak[k] = leaf;
	t->size++;
	return k;
}

struct hash tree_root(const struct tree *t)
{
	bool any = false;
	struct hash root = hash_of(t->kind, NULL, 0);
	for (int k = 0; k < 63; k++) {
		if (!(t->size >> k & 1))
			continue;
		root = any ? joined(t->kind, &t->peak[k], &root) : t->peak[k];
		any = true;
	}
	return root;
}

struct str tree_peaks(struct arena *a, const struct tree *t)
{
	struct buf b;
	buf_init(&b, a);
	for (int k = 62; k >= 0; k--)
		if (t->size >> k & 1)
			buf_add(&b, hash_hex(a, t->peak[k]));
	return buf_str(&b);
}
