/* ledger: the sample for 回头看 is repeatable, without repeats, and follows its weights. */
#include "ledger/sample.h"
#include "tap.h"

enum { N = 100 };

static int64_t count(const bool *drawn, int64_t n)
{
	int64_t c = 0;
	for (int64_t i = 0; i < n; i++)
		c += drawn[i];
	return c;
}

static void test_repeats(void **state)
{
	bool one[N], two[N], other[N];
	int differ = 0;
	sample_draw(42, NULL, N, 10, one);
	sample_draw(42, NULL, N, 10, two);
	sample_draw(43, NULL, N, 10, other);
	assert_int_equal(count(one, N), 10);
	for (int i = 0; i < N; i++) {
		assert_int_equal(one[i], two[i]);
		differ += one[i] != other[i];
	}
	assert_true(differ > 0);
}

/* The draw of seed 1 as it was first: it must never change, for it is held against. */
static void test_stays(void **state)
{
	static const int is[] = { 5, 9, 11, 14, 15 };
	bool drawn[20];
	sample_draw(1, NULL, 20, 5, drawn);
	for (size_t i = 0; i < sizeof(is) / sizeof(*is); i++)
		assert_true(drawn[is[i]]);
	assert_int_equal(count(drawn, 20), 5);
}

static void test_bounds(void **state)
{
	bool drawn[N];
	sample_draw(7, NULL, 5, 10, drawn);
	assert_int_equal(count(drawn, 5), 5);
	sample_draw(7, NULL, N, 0, drawn);
	assert_int_equal(count(drawn, N), 0);
	sample_draw(7, NULL, 0, 3, drawn);
}

/* Of two, the one that weighs 9 of 10 comes about 9 times of 10. */
static void test_weights(void **state)
{
	static const int64_t weight[] = { 1, 9 };
	int heavy = 0;
	for (uint64_t seed = 0; seed < 10000; seed++) {
		bool drawn[2];
		sample_draw(seed, weight, 2, 1, drawn);
		heavy += drawn[1];
	}
	assert_in_range(heavy, 8800, 9200);
}

static void test_weight(void **state)
{
	static const struct {
		struct sample_risk risk;
		int64_t is;
	} cases[] = {
		{ { 0, 0, false, false }, 1 },          { { 0, 1, false, false }, 5 },
		{ { 0, 9, false, false }, 9 },          { { 0, 0, true, false }, 3 },
		{ { 0, 0, false, true }, 4 },           { { 9999999, 0, false, false }, 1 },
		{ { 10000000, 0, false, false }, 2 },   { { 100000000, 0, false, false }, 3 },
		{ { 100000000, 9, true, true }, SAMPLE_WEIGHT_MOST },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_int_equal(sample_weight(&cases[i].risk), cases[i].is);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_repeats), cmocka_unit_test(test_stays),
		cmocka_unit_test(test_bounds),  cmocka_unit_test(test_weights),
		cmocka_unit_test(test_weight),
	};
	return cmocka_run_group_tests_name("sample", tests, NULL, NULL);
}
