/* base/merkle: the known answers of RFC 6962's tree, and the frontier as text. */
#include "tap.h"

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
		merkle_add(&m, merkle_leaf(&leaves[i], 1));
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
		leaf[i] = merkle_leaf(text, 2);
		merkle_add(&m, leaf[i]);
		assert_true(hash_eq(merkle_root(&m), slow_root(leaf, i + 1)));
		struct merkle back;
		assert_true(merkle_parse(m.size, merkle_text(&a, &m), &back));
		assert_true(hash_eq(merkle_root(&m), merkle_root(&back)));
	}
	arena_free(&a);
}

static void bad_text(void **state)
{
	struct merkle m;
	assert_true(merkle_parse(0, S(""), &m));
	assert_false(merkle_parse(0, S("00"), &m));
	assert_false(merkle_parse(1, S(""), &m));
	assert_true(merkle_parse(1, heads[1], &m));
	assert_false(merkle_parse(3, heads[1], &m));
	assert_false(merkle_parse(-1, S(""), &m));
	assert_false(merkle_parse(
		1, S("xe340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"), &m));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_heads),
		cmocka_unit_test(any_size),
		cmocka_unit_test(bad_text),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
