/* Proofs over the Merkle tree of RFC 6962: see merkle.h. */
#include "base/merkle.h"

/* The greatest power of two less than n (n > 1), as its exponent. */
static int split(int64_t n)
{
	return 63 - __builtin_clzll((unsigned long long)(n - 1));
}

/* What a walk down the tree carries. */
struct walk {
	const struct merkle_source *src;
	enum hash_kind kind;
	struct err *e;
};

/* MTH of the leaves from `first` on, `n` of them. Where n is no power of two it
 * is a run at the right edge: its left part is complete, and aligned. */
static bool head_of(const struct walk *w, int64_t first, int64_t n, struct hash *out)
{
	if (n == 0) {
		*out = hash_of(w->kind, NULL, 0);
		return true;
	}
	if ((n & (n - 1)) == 0) {
		int level = n > 1 ? split(n) + 1 : 0;
		return w->src->node(w->src->with, level, first >> level, out, w->e);
	}
	int64_t k = INT64_C(1) << split(n);
	struct hash left, right;
	if (!head_of(w, first, k, &left) || !head_of(w, first + k, n - k, &right))
		return false;
	*out = merkle_node(w->kind, left, right);
	return true;
}

bool merkle_root_at(const struct merkle_source *src, enum hash_kind kind, int64_t size,
		    struct hash *out, struct err *e)
{
	struct walk w = { src, kind, e };
	return head_of(&w, 0, size, out);
}

/* Turns the path, gathered from the root down, to run from the leaf up. */
static void reverse(struct merkle_path *path)
{
	for (int i = 0, j = path->n - 1; i < j; i++, j--) {
		struct hash h = path->node[i];
		path->node[i] = path->node[j];
		path->node[j] = h;
	}
}

bool merkle_inclusion(const struct merkle_source *src, enum hash_kind kind, int64_t index,
		      int64_t size, struct merkle_path *out, struct err *e)
{
	struct walk w = { src, kind, e };
	int64_t first = 0;
	*out = (struct merkle_path){ 0 };
	while (size > 1) {
		int64_t k = INT64_C(1) << split(size);
		bool right = index >= k;
		if (!head_of(&w, right ? first : first + k, right ? k : size - k,
			     &out->node[out->n++]))
			return false;
		first += right ? k : 0;
		index -= right ? k : 0;
		size = right ? size - k : k;
	}
	reverse(out);
	return true;
}

bool merkle_consistency(const struct merkle_source *src, enum hash_kind kind, int64_t old,
			int64_t size, struct merkle_path *out, struct err *e)
{
	struct walk w = { src, kind, e };
	int64_t first = 0;
	bool whole = true; /* the old tree is all of what is looked at: who checks has its head */
	*out = (struct merkle_path){ 0 };
	while (old < size) {
		int64_t k = INT64_C(1) << split(size);
		bool right = old > k;
		if (!head_of(&w, right ? first : first + k, right ? k : size - k,
			     &out->node[out->n++]))
			return false;
		first += right ? k : 0;
		old -= right ? k : 0;
		size = right ? size - k : k;
		whole = whole && !right;
	}
	if (!whole && !head_of(&w, first, size, &out->node[out->n++]))
		return false;
	reverse(out);
	return true;
}

bool merkle_included(enum hash_kind kind, struct hash leaf, int64_t index, int64_t size,
		     struct hash root, const struct merkle_path *path)
{
	if (index < 0 || index >= size)
		return false;
	int64_t at = index, last = size - 1;
	struct hash r = leaf;
	for (int i = 0; i < path->n; i++) {
		if (last == 0)
			return false;
		if (at & 1 || at == last) {
			r = merkle_node(kind, path->node[i], r);
			while (!(at & 1) && at) {
				at >>= 1;
				last >>= 1;
			}
		} else {
			r = merkle_node(kind, r, path->node[i]);
		}
		at >>= 1;
		last >>= 1;
	}
	return last == 0 && hash_eq(r, root);
}

bool merkle_consistent(enum hash_kind kind, int64_t old, struct hash old_root, int64_t size,
		       struct hash root, const struct merkle_path *path)
{
	if (old < 1 || old > size)
		return false;
	if (old == size)
		return path->n == 0 && hash_eq(old_root, root);
	int64_t at = old - 1, last = size - 1;
	int i = 0;
	for (; at & 1; at >>= 1)
		last >>= 1;
	bool power = (old & (old - 1)) == 0;
	if (!power && !path->n)
		return false;
	struct hash was = power ? old_root : path->node[i++], is = was;
	for (; i < path->n; i++) {
		if (last == 0)
			return false;
		if (at & 1 || at == last) {
			was = merkle_node(kind, path->node[i], was);
			is = merkle_node(kind, path->node[i], is);
			while (!(at & 1) && at) {
				at >>= 1;
				last >>= 1;
			}
		} else {
			is = merkle_node(kind, is, path->node[i]);
		}
		at >>= 1;
		last >>= 1;
	}
	return last == 0 && hash_eq(was, old_root) && hash_eq(is, root);
}
