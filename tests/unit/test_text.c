/* text: numerals and dates in words. */
#include "tap.h"

#include "base/buf.h"
#include "text/dates.h"
#include "text/items.h"
#include "text/likeness.h"
#include "text/num.h"
#include "text/workday.h"

static void numerals(void **state)
{
	static const struct { struct str s; double value; ptrdiff_t n; } rows[] = {
		{ S("150余"), 150, 3 },         { S("1,260元"), 1260, 5 },
		{ S("1141.93 m²"), 1141.93, 7 }, { S("２３户"), 23, 6 },
		{ S("3万吨"), 30000, 4 },       { S("1.5亿元"), 150000000, 6 },
		{ S("5380多"), 5380, 4 },       { S("二十三户"), 23, 9 },
		{ S("十"), 10, 3 },             { S("十五名"), 15, 6 },
		{ S("一百零五"), 105, 12 },     { S("三百余"), 300, 6 },
		{ S("一万二千元"), 12000, 12 }, { S("两千三百"), 2300, 12 },
		{ S("两次"), 2, 3 },            { S("二〇二五年"), 2025, 12 },
		{ S("三亿五千万"), 350000000, 15 }, { S("九十八点七一"), 98.71, 18 },
		{ S("12,34"), 12, 2 },          { S("3千瓦"), 3, 1 },
		{ S("3千元"), 3000, 4 },        { S("10.户"), 10, 2 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct num num;
		assert_true(num_read(rows[i].s, 0, &num));
		if (num.n != rows[i].n || num.value < rows[i].value - 1e-9 ||
		    num.value > rows[i].value + 1e-9)
			fail_msg("%.*s: %g, %td bytes", STR_ARG(rows[i].s), num.value, num.n);
	}
	struct num num;
	assert_false(num_read(S("百余"), 0, &num));
	assert_false(num_read(S("户"), 0, &num));
}

static void dates(void **state)
{
	static const struct {
		struct str s, text;
		int y, m, d, q;
		bool possible, spaced;
	} rows[] = {
		{ S("2025年6月1日对"), S("2025年6月1日"), 2025, 6, 1, 0, true, false },
		{ S("2025 年 11 月 12 日"), S("2025 年 11 月 12 日"), 2025, 11, 12, 0, true, true },
		{ S("于6月31日"), S("6月31日"), 0, 6, 31, 0, false, false },
		{ S("13月"), S("13月"), 0, 13, 0, 0, false, false },
		{ S("13个月，30日内，15日"), S(""), 0, 0, 0, 0, false, false },
		{ S("二〇二五年六月十日"), S("二〇二五年六月十日"), 2025, 6, 10, 0, true, false },
		{ S("二○二五年"), S("二○二五年"), 2025, 0, 0, 0, true, false },
		{ S("2025年第三季度"), S("2025年第三季度"), 2025, 0, 0, 3, true, false },
		{ S("预计第四季度完工"), S("第四季度"), 0, 0, 0, 4, true, false },
		{ S("2025年二季度末"), S("2025年二季度末"), 2025, 0, 0, 2, true, false },
		{ S("截至2025年5月底"), S("2025年5月底"), 2025, 5, 0, 0, true, false },
		{ S("年底前"), S("年底"), 0, 0, 0, 0, true, false },
		{ S("2025-06-01"), S("2025-06-01"), 2025, 6, 1, 0, true, false },
		{ S("2025.6.1"), S("2025.6.1"), 2025, 6, 1, 0, true, false },
		{ S("8月下旬"), S("8月下旬"), 0, 8, 0, 0, true, false },
		{ S("２０２５年６月"), S("２０２５年６月"), 2025, 6, 0, 0, true, false },
		{ S("2024年2月30日"), S("2024年2月30日"), 2024, 2, 30, 0, false, false },
		{ S("十二月三十一日"), S("十二月三十一日"), 0, 12, 31, 0, true, false },
		{ S("2023年以来"), S("2023年"), 2023, 0, 0, 0, true, false },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct date_words w;
		bool found = dates_next(rows[i].s, 0, &w);
		if (found != (rows[i].text.n > 0))
			fail_msg("%.*s: found %d", STR_ARG(rows[i].s), found);
		if (!found)
			continue;
		assert_str(w.text, rows[i].text);
		if (w.y != rows[i].y || w.m != rows[i].m || w.d != rows[i].d || w.q != rows[i].q ||
		    w.possible != rows[i].possible || w.spaced != rows[i].spaced)
			fail_msg("%.*s: %d-%d-%d q%d possible %d spaced %d", STR_ARG(rows[i].s),
				 w.y, w.m, w.d, w.q, w.possible, w.spaced);
	}
}

static void spans(void **state)
{
	static const struct { struct str s; int y; struct date first, last; } rows[] = {
		{ S("8月下旬"), 2025, { 2025, 8, 21 }, { 2025, 8, 31 } },
		{ S("2月底"), 2024, { 2024, 2, 29 }, { 2024, 2, 29 } },
		{ S("第四季度"), 2025, { 2025, 10, 1 }, { 2025, 12, 31 } },
		{ S("2025年"), 0, { 2025, 1, 1 }, { 2025, 12, 31 } },
		{ S("6月"), 0, { 0, 0, 0 }, { 0, 0, 0 } },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct date_words w;
		struct date first, last;
		assert_true(dates_next(rows[i].s, 0, &w));
		dates_span(&w, rows[i].y, &first, &last);
		assert_int_equal(date_cmp(first, rows[i].first), 0);
		assert_int_equal(date_cmp(last, rows[i].last), 0);
	}
}

/* The State Council's Spring Festival of 2024 (10 to 17 February off, 4 and 18
 * worked), and a year that nobody has announced. */
static void workdays(void **state)
{
	static const struct { struct date d; enum workday is; } rows[] = {
		{ { 2024, 2, 4 }, WORKDAY_ON },  { { 2024, 2, 12 }, WORKDAY_OFF },
		{ { 2024, 2, 18 }, WORKDAY_ON }, { { 2024, 2, 19 }, WORKDAY_ON },
		{ { 2024, 2, 24 }, WORKDAY_OFF }, { { 2031, 1, 6 }, WORKDAY_UNKNOWN },
		{ { 0 }, WORKDAY_UNKNOWN },
	};
	struct date to = { 0 };
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_int_equal(workday_of(rows[i].d), rows[i].is);
	/* from 9 February: 18, 19, 20, 21, 22 */
	assert_true(workday_after((struct date){ 2024, 2, 9 }, 5, &to));
	assert_int_equal(date_cmp(to, (struct date){ 2024, 2, 22 }), 0);
	assert_false(workday_after((struct date){ 2026, 12, 30 }, 5, &to));
	assert_int_equal(to.y, 2027);
	assert_int_equal(
		workday_count((struct date){ 2024, 2, 9 }, to = (struct date){ 2024, 2, 22 }), 6);
	assert_int_equal(workday_count(to, (struct date){ 2031, 1, 1 }), -1);
	workday_close();
	assert_int_equal(workday_of((struct date){ 2024, 2, 4 }), WORKDAY_ON);
	workday_close();
}

static void items(void **state)
{
	static const struct { struct str text, separators; const char *want; } rows[] = {
		{ S("2025-01-001 2025-01-002，2025-01-003"), ITEMS_WORDS,
		  "2025-01-001|2025-01-002|2025-01-003|" },
		{ S(" 楼道堆物；路灯 不亮\n\n"), ITEMS_LINES, "楼道堆物|路灯 不亮|" },
		{ S("；；"), ITEMS_LINES, "" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct str rest = rows[i].text, item, want = str_of(rows[i].want), next;
		while (items_next(&rest, rows[i].separators, &item)) {
			assert_true(str_split(&want, '|', &next));
			assert_str(item, next);
		}
		assert_int_equal(want.n, 0);
	}
}

static void alike(void **state)
{
	static const struct { struct str a, b; int percent; } rows[] = {
		{ S("楼道堆物"), S("楼道堆物"), 100 },
		{ S("楼道堆物"), S("路灯不亮"), 0 },
		{ S("楼道堆物"), S("楼道、堆物。"), 100 },
		{ S("ABC"), S("abd"), 50 },
		{ S("物业"), S("物业费"), 66 },
		{ S("物"), S("物"), 100 },
		{ S(""), S(""), 0 },
		{ S("aaa"), S("aa"), 66 }, /* a multiset: one pair of two is shared */
	};
	struct arena a;
	arena_init(&a, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct bigrams x = bigrams_of(&a, rows[i].a), y = bigrams_of(&a, rows[i].b);
		assert_int_equal((int)(100 * likeness(x, y)), rows[i].percent);
		assert_int_equal((int)(100 * likeness(y, x)), rows[i].percent);
	}
	struct buf b; /* past 4,096 bytes nothing is looked at; cut at a character */
	buf_init(&b, &a);
	for (int i = 0; i < 3000; i++)
		buf_add(&b, S("物"));
	assert_int_equal(bigrams_of(&a, buf_str(&b)).n, 4096 / 3 - 1);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numerals),
		cmocka_unit_test(dates),
		cmocka_unit_test(spans),
		cmocka_unit_test(workdays),
		cmocka_unit_test(items),
		cmocka_unit_test(alike),
	};
	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
