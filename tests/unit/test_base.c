/* base: slices, arenas, UTF-8, dates, hashes, value trees, JSON, errors. */
#include "tap.h"

#include "base/arena.h"
#include "base/date.h"
#include "base/err.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/os.h"
#include "base/utf8.h"

static void slices(void **state)
{
	assert_str(str_trim(S(" \t\xE3\x80\x80中文\xC2\xA0\n")), S("中文"));
	assert_str(str_trim(S(" \xE3\x80\x80 ")), S(""));
	assert_int_equal(str_find(S("abcabc"), S("bc"), 2), 4);
	assert_int_equal(str_rfind(S("abcabc"), S("bc")), 4);
	assert_int_equal(str_find(S("abc"), S("abcd"), 0), -1);
	assert_str(str_cut(S("abc"), -5, 99), S("abc"));
	assert_str(str_cut(S("abc"), 2, 1), S(""));
	struct str rest = S("a,,b"), part;
	assert_true(str_split(&rest, ',', &part));
	assert_str(part, S("a"));
	assert_true(str_split(&rest, ',', &part));
	assert_str(part, S(""));
	assert_true(str_split(&rest, ',', &part));
	assert_str(part, S("b"));
	assert_false(str_split(&rest, ',', &part));
	int64_t n;
	assert_true(str_int(S("-9223372036854775808"), &n));
	assert_true(n == INT64_MIN);
	assert_false(str_int(S("9223372036854775808"), &n));
	assert_false(str_int(S(""), &n));
	assert_false(str_int(S("1x"), &n));
}

static void arenas(void **state)
{
	struct arena a;
	arena_init(&a, 1000);
	char *p = arena_new(&a, char, 10);
	struct arena_mark m = arena_mark(&a);
	uint64_t *q = arena_new(&a, uint64_t, 100000);
	assert_int_equal((uintptr_t)q % alignof(uint64_t), 0);
	assert_true(q[99999] == 0);
	assert_true(arena_over(&a));
	arena_release(&a, m);
	assert_false(arena_over(&a));
	assert_ptr_equal(arena_new(&a, char, 1), p + 10);
	struct LIST(int) l = { 0 };
	for (int i = 0; i < 1000; i++)
		*list_add(&a, &l) = i;
	assert_int_equal(l.p[999], 999);
	arena_free(&a);
}

static void utf8(void **state)
{
	static const struct { struct str s; ptrdiff_t bad; } rows[] = {
		{ S("中文 abc 😀"), -1 },
		{ S("12345678\xff"), 8 },
		{ S("\xC0\x80"), 0 },             /* overlong */
		{ S("a\xED\xA0\x80"), 1 },        /* a surrogate */
		{ S("\xF4\x90\x80\x80"), 0 },     /* past U+10FFFF */
		{ S("\xE4\xB8"), 0 },             /* cut off */
		{ S("\xF0\x9F\x98\x80"), -1 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_int_equal(utf8_check(rows[i].s), rows[i].bad);
	struct str s = S("a中😀");
	ptrdiff_t len;
	assert_int_equal(utf8_count(s), 3);
	assert_int_equal(utf8_at(s, 1, &len), 0x4E2D);
	assert_int_equal(utf8_before(s, s.n, &len), 0x1F600);
	assert_int_equal(len, 4);
	assert_int_equal(utf8_skip(s, 2), 4);
	for (uint32_t cp = 0; cp <= 0x10FFFF; cp += 7) {
		char four[4];
		ptrdiff_t n = utf8_put(four, cp);
		struct str one = { four, n };
		assert_int_equal(utf8_check(one), -1);
		if (cp < 0xD800 || cp > 0xDFFF)
			assert_int_equal(utf8_at(one, 0, &len), cp);
	}
}

static void dates(void **state)
{
	struct arena a;
	arena_init(&a, 0);
	for (int32_t day = date_days((struct date){ 1900, 1, 1 }); day < 80000; day++) {
		struct date d = date_of_days(day), back;
		assert_true(date_ok(d));
		assert_int_equal(date_days(d), day);
		if (day % 97 == 0) {
			assert_true(date_parse(date_iso(&a, d), &back));
			assert_int_equal(date_cmp(d, back), 0);
		}
	}
	assert_int_equal(date_weekday((struct date){ 1970, 1, 1 }), 3);
	assert_int_equal(date_weekday((struct date){ 2026, 11, 23 }), 0);
	assert_false(date_ok((struct date){ 2025, 2, 29 }));
	assert_true(date_ok((struct date){ 2024, 2, 29 }));
	struct date d;
	assert_false(date_parse(S("2025-06-31"), &d));
	assert_false(date_parse(S("2025-6-1"), &d));
	arena_free(&a);
}

/* FIPS 180-4 and GB/T 32905 example "abc". */
static void hashes(void **state)
{
	struct arena a;
	arena_init(&a, 0);
	struct str abc = S("abc");
	assert_str(hash_hex(&a, hash_of(HASH_SHA256, &abc, 1)),
		   S("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
	assert_str(hash_hex(&a, hash_of(HASH_SM3, &abc, 1)),
		   S("66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"));
	struct hash h;
	assert_true(hash_parse(hash_hex(&a, hash_of(HASH_SM3, &abc, 1)), &h));
	assert_true(hash_eq(h, hash_of(HASH_SM3, &abc, 1)));
	assert_false(hash_parse(S("xy"), &h));
	arena_free(&a);
}

static void json(void **state)
{
	struct arena a;
	arena_init(&a, 0);
	struct str text = S("{\"a\":[1,-2.5,\"q\\\"\\n中\",null,true],\"b\":{\"c\":0.1}}");
	const struct val *v;
	struct err e = { 0 };
	assert_true(json_read(&a, text, &v, &e));
	struct buf b;
	buf_init(&b, &a);
	json_write(&b, v, JSON_LINE);
	assert_str(buf_str(&b), text);
	const struct val *again;
	buf_init(&b, &a);
	json_write(&b, v, JSON_PRETTY);
	assert_true(json_read(&a, buf_str(&b), &again, &e));
	assert_true(val_eq(v, again));
	static const char *const bad[] = {
		"", "{", "[1,]", "{\"a\":1,\"a\":2}", "\"\xff\"", "1 2"
	};
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct err why = { 0 };
		assert_false(json_read(&a, str_of(bad[i]), &v, &why));
		assert_int_equal(why.code, ERR_BAD_INPUT);
	}
	buf_init(&b, &a);
	buf_fill(&b, '[', 100);
	buf_fill(&b, ']', 100);
	struct err deep = { 0 };
	assert_false(json_read(&a, buf_str(&b), &v, &deep));
	assert_int_equal(deep.code, ERR_LIMIT);
	arena_free(&a);
}

static void errors(void **state)
{
	struct arena a;
	arena_init(&a, 0);
	struct err e = { 0 };
	assert_false(err_set(&e, ERR_IO, MSG_OS_OPEN, ARGS(S("甲.txt"), S("why"))));
	err_set(&e, ERR_BUG, MSG_OS_FOLDER, NO_ARGS); /* the first sticks */
	assert_int_equal(e.code, ERR_IO);
	assert_str(err_text(&a, &e, LANG_ZH), S("打不开甲.txt：why"));
	assert_str(err_text(&a, &e, LANG_EN), S("cannot open 甲.txt: why"));
	struct buf b;
	buf_init(&b, &a);
	for (int i = 0; i < 700; i++)
		buf_add(&b, S("长"));
	struct err longer = { 0 };
	err_set(&longer, ERR_IO, MSG_OS_OPEN, ARGS(buf_str(&b), S("why")));
	assert_int_equal(utf8_check(err_text(&a, &longer, LANG_ZH)), -1);
	assert_int_equal(msg_find(S("os.open")), MSG_OS_OPEN);
	assert_int_equal(msg_find(S("no.such")), MSG_NONE);
	arena_free(&a);
}

static void children(void **state)
{
	struct arena a;
	arena_init(&a, 0);
	struct os_caps caps = { .seconds = 2, .output = 1 << 20 };
	struct str out;
	struct err e = { 0 };
	const char *const cat[] = { "cat", NULL };
	assert_true(os_run(&a, cat, S("through"), caps, &out, &e));
	assert_str(out, S("through"));
	const char *const rude[] = { "sh", "-c", "echo no >&2; exit 3", NULL };
	assert_false(os_run(&a, rude, S(""), caps, &out, &e));
	assert_str(err_text(&a, &e, LANG_EN), S("sh failed with status 3: no"));
	const char *const absent[] = { "no-such-program-here", NULL };
	struct err gone = { 0 };
	assert_false(os_run(&a, absent, S(""), caps, &out, &gone));
	assert_int_equal(gone.code, ERR_IO);
	const char *const flood[] = { "yes", NULL };
	struct err limit = { 0 };
	assert_false(os_run(&a, flood, S(""), caps, &out, &limit));
	assert_int_equal(limit.code, ERR_LIMIT);
	const char *const slow[] = { "sleep", "30", NULL };
	struct err late = { 0 };
	caps.seconds = 1;
	assert_false(os_run(&a, slow, S(""), caps, &out, &late));
	assert_int_equal(late.code, ERR_LIMIT);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(slices),   cmocka_unit_test(arenas), cmocka_unit_test(utf8),
		cmocka_unit_test(dates),    cmocka_unit_test(hashes), cmocka_unit_test(json),
		cmocka_unit_test(errors),   cmocka_unit_test(children),
	};
	return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
