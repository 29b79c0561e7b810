/* The Merkle tree of RFC 6962: see merkle.h. */
#include "base/merkle.h"

#include "base/buf.h"

enum { LEAF_PARTS = 8, HEX = 2 * HASH_BYTES };

struct hash merkle_leaf(const struct str *parts, int count)
{
	struct str all[LEAF_PARTS] = { { "\0", 1 } };
	int n = 1;
	for (int i = 0; i < count && n < LEAF_PARTS; i++)
		all[n++] = parts[i];
	return hash_of(HASH_SHA256, all, n);
}

static struct hash node(struct hash left, struct hash right)
{
	struct str parts[] = { { "\1", 1 },
			       { (const char *)left.b, HASH_BYTES },
			       { (const char *)right.b, HASH_BYTES } };
	return hash_of(HASH_SHA256, parts, 3);
}

void merkle_add(struct merkle *m, struct hash leaf)
{
	int level = 0;
	for (; m->size >> level & 1; level++)
		leaf = node(m->node[level], leaf);
	m->node[level] = leaf;
	m->size++;
}

struct hash merkle_root(const struct merkle *m)
{
	if (!m->size)
		return hash_of(HASH_SHA256, NULL, 0);
	int level = __builtin_ctzll((unsigned long long)m->size);
	struct hash root = m->node[level];
	while (++level < MERKLE_LEVELS)
		if (m->size >> level & 1)
			root = node(m->node[level], root);
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

bool merkle_parse(int64_t size, struct str text, struct merkle *out)
{
	if (size < 0 || size >> MERKLE_LEVELS)
		return false;
	*out = (struct merkle){ .size = size };
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
