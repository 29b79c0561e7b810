/* The Merkle tree of RFC 6962: see merkle.h. */
#include "base/merkle.h"

#include "base/buf.h"

enum { LEAF_PARTS = 8, HEX = 2 * HASH_BYTES };

struct hash merkle_leaf(enum hash_kind kind, const struct str *parts, int count)
{
	struct str all[LEAF_PARTS] = { { "\0", 1 } };
	int n = 1;
	for (int i = 0; i < count && n < LEAF_PARTS; i++)
		all[n++] = parts[i];
	return hash_of(kind, all, n);
}

struct hash merkle_node(enum hash_kind kind, struct hash left, struct hash right)
{
	struct str parts[] = { { "\1", 1 },
			       { (const char *)left.b, HASH_BYTES },
			       { (const char *)right.b, HASH_BYTES } };
	return hash_of(kind, parts, 3);
}

int merkle_add_noting(struct merkle *m, struct hash leaf, struct hash root[MERKLE_NOTES])
{
	int level = 0, notes = 0;
	for (; m->size >> level & 1; level++) {
		leaf = merkle_node(m->kind, m->node[level], leaf);
		if ((level + 1) % MERKLE_NOTE == 0)
			root[notes++] = leaf;
	}
	m->node[level] = leaf;
	m->size++;
	return notes;
}

void merkle_add(struct merkle *m, struct hash leaf)
{
	struct hash root[MERKLE_NOTES];
	merkle_add_noting(m, leaf, root);
}

struct hash merkle_root(const struct merkle *m)
{
	if (!m->size)
		return hash_of(m->kind, NULL, 0);
	int level = __builtin_ctzll((unsigned long long)m->size);
	struct hash root = m->node[level];
	while (++level < MERKLE_LEVELS)
		if (m->size >> level & 1)
			root = merkle_node(m->kind, m->node[level], root);
	return root;
}

struct str merkle_text(struct arena *a, const struct merkle *m)
{
	struct buf b;
	buf_init(&b, a);
	for (int level = MERKLE_LEVELS - 1; level >= 0; level--)
		if (m->size >> level & 1)
			buf_add(&b, hash_hex(a, m->node[level]));
	return buf_str(&b);
}

bool merkle_parse(enum hash_kind kind, int64_t size, struct str text, struct merkle *out)
{
	if (size < 0 || size >> MERKLE_LEVELS)
		return false;
	*out = (struct merkle){ .kind = kind, .size = size };
	ptrdiff_t at = 0;
	for (int level = MERKLE_LEVELS - 1; level >= 0; level--) {
		if (!(size >> level & 1))
			continue;
		if (text.n - at < HEX ||
		    !hash_parse(str_cut(text, at, at + HEX), &out->node[level]))
			return false;
		at += HEX;
	}
	return at == text.n;
}
