/* base/merkle: the known answers of RFC 6962's tree, and the frontier as text. */
#include "tap.h"

#include <stdlib.h>

#include "base/arena.h"
#include "base/merkle.h"

/* The eight leaves that the certificate-transparency projects test with. */
static const struct str leaves[] = {
	{ "", 0 },
	{ "\x00", 1 },
	{ "\x10", 1 },
	{ "\x20\x21", 2 },
	{ "\x30\x31", 2 },
	{ "\x40\x41\x42\x43", 4 },
	{ "\x50\x51\x52\x53\x54\x55\x56\x57", 8 },
	{ "\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f", 16 },
};

/* The head over the first n of them. */
static const struct str heads[] = {
	S("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
	S("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"),
	S("fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"),
	S("aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77"),
	S("d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"),
	S("4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4"),
	S("76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef"),
	S("ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c"),
	S("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"),
};

static void known_heads(void **state)
{
	struct arena a;
	arena_init(&a, 0);
	struct merkle m = { 0 };
	assert_str(hash_hex(&a, merkle_root(&m)), heads[0]);
	for (int i = 0; i < 8; i++) {
		merkle_add(&m, merkle_leaf(HASH_SHA256, &leaves[i], 1));
		assert_int_equal(m.size, i + 1);
		assert_str(hash_hex(&a, merkle_root(&m)), heads[i + 1]);
	}
	arena_free(&a);
}

/* RFC 6962 §2.1 word for word: MTH over leaf hashes by recursion. */
static struct hash slow_root(const struct hash *leaf, int n)
{
	if (n == 1)
		return leaf[0];
	int k = 1;
	while (2 * k < n)
		k *= 2;
	struct hash l = slow_root(leaf, k), r = slow_root(leaf + k, n - k);
	struct str parts[] = { { "\1", 1 }, { (char *)l.b, 32 }, { (char *)r.b, 32 } };
	return hash_of(HASH_SHA256, parts, 3);
}

static void any_size(void **state)
{
	static struct hash leaf[200];
	struct arena a;
	arena_init(&a, 0);
	struct merkle m = { 0 };
	for (int i = 0; i < 200; i++) {
		struct str text[] = { S("leaf "), str_fmt(&a, "%d", i) };
		leaf[i] = merkle_leaf(HASH_SHA256, text, 2);
		merkle_add(&m, leaf[i]);
		assert_true(hash_eq(merkle_root(&m), slow_root(leaf, i + 1)));
		struct merkle back;
		assert_true(merkle_parse(HASH_SHA256, m.size, merkle_text(&a, &m), &back));
		assert_true(hash_eq(merkle_root(&m), merkle_root(&back)));
	}
	arena_free(&a);
}

static void bad_text(void **state)
{
	struct merkle m;
	assert_true(merkle_parse(HASH_SHA256, 0, S(""), &m));
	assert_false(merkle_parse(HASH_SHA256, 0, S("00"), &m));
	assert_false(merkle_parse(HASH_SHA256, 1, S(""), &m));
	assert_true(merkle_parse(HASH_SHA256, 1, heads[1], &m));
	assert_false(merkle_parse(HASH_SHA256, 3, heads[1], &m));
	assert_false(merkle_parse(HASH_SHA256, -1, S(""), &m));
	assert_false(merkle_parse(HASH_SHA256,
		1, S("xe340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"), &m));
}

/* Subtrees' roots from a list of leaves. */
struct leaves {
	const struct hash *leaf;
};

static bool from_leaves(void *with, int level, int64_t index, struct hash *out, struct err *e)
{
	const struct leaves *l = with;
	*out = slow_root(l->leaf + (index << level), 1 << level);
	return true;
}

/* The proofs that the certificate-transparency projects test with, over the
 * leaves above: index from 0, or old size; size; the path. */
static void known_proofs(void **state)
{
	static const char *const a =
		"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7";
	static const char *const b =
		"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e";
	static const char *const c =
		"6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4";
	static const char *const d =
		"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b";
	static const char *const f =
		"ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0";
	static const char *const g =
		"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a";
	const struct {
		bool inclusion;
		int64_t at, size;
		const char *path[3];
	} rows[] = {
		{ true, 0, 1, { NULL } },
		{ true, 0, 8, { a, b, c } },
		{ true, 5, 8, { d, f, heads[4].p } },
		{ true, 2, 3, { heads[2].p } },
		{ true, 1, 5, { heads[1].p, b, d } },
		{ false, 1, 1, { NULL } },
		{ false, 1, 8, { a, b, c } },
		{ false, 6, 8, { g, f, heads[4].p } },
		{ false, 2, 5, { b, d } },
	};
	struct arena ar;
	struct hash leaf[8];
	struct leaves l = { leaf };
	struct merkle_source src = { &l, from_leaves };
	arena_init(&ar, 0);
	for (int i = 0; i < 8; i++)
		leaf[i] = merkle_leaf(HASH_SHA256, &leaves[i], 1);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct merkle_path path;
		bool ok = rows[i].inclusion
				  ? merkle_inclusion(&src, HASH_SHA256, rows[i].at, rows[i].size,
						     &path, NULL)
				  : merkle_consistency(&src, HASH_SHA256, rows[i].at,
						       rows[i].size, &path, NULL);
		int n = 0;
		assert_true(ok);
		for (; n < 3 && rows[i].path[n]; n++)
			assert_str(hash_hex(&ar, path.node[n]), str_of(rows[i].path[n]));
		assert_int_equal(path.n, n);
	}
	arena_free(&ar);
}

/* No change of a path is taken for it. */
static void spoil(enum hash_kind kind, bool inclusion, int64_t at, int64_t size, struct hash leaf,
		  struct hash root, const struct merkle_path *path)
{
	for (int i = 0; i <= path->n + 1; i++) {
		struct merkle_path bad = *path;
		if (i < path->n)
			bad.node[i].b[(at + i) % HASH_BYTES] ^= 1;
		else if (i == path->n)
			bad.node[bad.n++] = leaf;
		else if (bad.n)
			bad.n--;
		else
			break;
		assert_false(inclusion
				     ? merkle_included(kind, leaf, at, size, root, &bad)
				     : merkle_consistent(kind, at, leaf, size, root, &bad));
	}
}

/* Every proof of every tree up to 70 leaves holds; a spoilt one does not. */
static void any_proof(void **state)
{
	static struct hash leaf[70], root[71];
	struct leaves l = { leaf };
	struct merkle_source src = { &l, from_leaves };
	enum hash_kind kind = HASH_SHA256;
	struct merkle m = { .kind = kind };
	for (int n = 1; n <= 70; n++) {
		struct str text = { (const char *)&n, sizeof(n) };
		struct merkle_path path;
		struct hash again;
		leaf[n - 1] = merkle_leaf(kind, &text, 1);
		merkle_add(&m, leaf[n - 1]);
		root[n] = merkle_root(&m);
		assert_true(merkle_root_at(&src, kind, n, &again, NULL));
		assert_true(hash_eq(again, root[n]));
		for (int i = 0; i < n; i++) {
			assert_true(merkle_inclusion(&src, kind, i, n, &path, NULL));
			assert_true(merkle_included(kind, leaf[i], i, n, root[n], &path));
			assert_false(merkle_included(kind, leaf[i], i, n, leaf[0], &path) &&
				     n > 1);
			assert_false(merkle_included(kind, leaf[i], n, n, root[n], &path));
			spoil(kind, true, i, n, leaf[i], root[n], &path);
			assert_true(merkle_consistency(&src, kind, i + 1, n, &path, NULL));
			assert_true(merkle_consistent(kind, i + 1, root[i + 1], n, root[n],
						      &path));
			assert_false(merkle_consistent(kind, i + 1, leaf[0], n, root[n],
						       &path) &&
				     i > 0);
			spoil(kind, false, i + 1, n, root[i + 1], root[n], &path);
		}
	}
}

/* The roots noted on the way are those of the complete subtrees. */
static void notes(void **state)
{
	enum { MANY = 1 << 17 };
	struct hash *leaf = calloc(MANY, sizeof(*leaf)), root[MERKLE_NOTES];
	struct merkle m = { 0 };
	int of_256 = 0, of_65536 = 0;
	assert_non_null(leaf);
	for (int i = 0; i < MANY; i++) {
		leaf[i].b[0] = (unsigned char)i;
		leaf[i].b[1] = (unsigned char)(i >> 8);
		int n = merkle_add_noting(&m, leaf[i], root);
		assert_int_equal(n, (i + 1) % 256 ? 0 : (i + 1) % 65536 ? 1 : 2);
		if (n)
			assert_true(hash_eq(root[0], slow_root(leaf + i - 255, 256)));
		of_256 += n > 0;
		of_65536 += n > 1;
		if (n > 1)
			assert_true(hash_eq(root[1], slow_root(leaf + i - 65535, 65536)));
	}
	assert_int_equal(of_256, 512);
	assert_int_equal(of_65536, 2);
	free(leaf);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_heads),
		cmocka_unit_test(any_size),
		cmocka_unit_test(bad_text),
		cmocka_unit_test(known_proofs),
		cmocka_unit_test(any_proof),
		cmocka_unit_test(notes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
