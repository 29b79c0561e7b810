/* web: the table of routes, what comes from outside, templates, slots. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ledger/offers.h"
#include "tap.h"
#include "web/engine.h"
#include "web/form.h"

static int enter(void **state)
{
	struct arena *a = malloc(sizeof(*a));
	arena_init(a, 0);
	*state = a;
	return 0;
}

static int leave(void **state)
{
	arena_free(*state);
	free(*state);
	return 0;
}

/* Every route, with a path that it must answer: a row added here is a row that
 * was thought about. tests/flow/test_web_rights.py asks each of them. */
static const struct {
	const char *method, *path, *answers;
} expected[] = {
#include "web_routes.h"
};

enum { EXPECTED = sizeof(expected) / sizeof(*expected) };

static void test_routes(void **state)
{
	struct arena *a = *state;
	assert_int_equal(route_count, EXPECTED);
	for (int i = 0; i < EXPECTED; i++) {
		struct val *in = val_map(a);
		bool known;
		enum method method = strcmp(expected[i].method, "GET") == 0 ? METHOD_GET
									      : METHOD_POST;
		const struct route *r = route_find(a, method, str_of(expected[i].answers), in,
						   &known);
		assert_non_null(r);
		assert_str(r->path, str_of(expected[i].path));
	}
}

/* A row is whole: a handler, a template or bytes, inputs for the path's parts. */
static void test_rows(void **state)
{
	struct arena *a = *state;
	struct templates *t;
	struct err e = { 0 };
	assert_true(templates_open(a, &t, &e));
	for (int i = 0; i < route_count; i++) {
		const struct route *r = &routes[i];
		struct str rest = r->path, part;
		assert_non_null(r->run);
		assert_true(r->page.n || r->flags & ROUTE_BARE);
		assert_true(r->title != MSG_NONE || r->flags & ROUTE_BARE);
		while (str_split(&rest, '/', &part)) {
			bool found = part.n < 2 || part.p[0] != '{';
			for (int k = 0; !found && k < r->in.n; k++)
				found = str_eq(r->in.p[k].name, str_cut(part, 1, part.n - 1)) &&
					r->in.p[k].required;
			assert_true(found);
		}
		for (int k = 0; k < r->in.n; k++) {
			assert_true(r->in.p[k].label != MSG_NONE);
			assert_true(r->in.p[k].rule.type != VALUE_TEXT || r->in.p[k].rule.max > 0);
		}
	}
}

static void test_no_route(void **state)
{
	struct arena *a = *state;
	bool known;
	assert_null(route_find(a, METHOD_GET, S("/nowhere"), val_map(a), &known));
	assert_false(known);
	assert_null(route_find(a, METHOD_POST, S("/findings"), val_map(a), &known));
	assert_true(known);
	assert_null(route_find(a, METHOD_GET, S("/findings/"), val_map(a), &known));
	assert_null(route_find(a, METHOD_GET, S("/findings/1/act"), val_map(a), &known));
}

static int lacks(struct str key)
{
	if (msg_find(key) != MSG_NONE)
		return 0;
	print_error("src/lang/web.tsv lacks %.*s\n", STR_ARG(key));
	return 1;
}

/* Every verb that has a form, its fields and their words, has what pages call it. */
static void test_words(void **state)
{
	struct arena *a = *state;
	int lacking = 0;
	for
		verb_each(verb)
		{
			struct str key = str_join(a, S("web.do."), verb->name);
			lacking += lacks(key);
			for (int k = 0; k < verb->fields; k++) {
				key = str_join(a, S("web.field."), verb->field[k].name);
				lacking += lacks(key);
			}
		}
	assert_int_equal(lacking, 0);
}

static void test_offer_sample(void **state)
{
	struct arena *a = *state;
	for
		verb_each(verb) for (int k = 0; k < verb->fields; k++)
		{
			const struct field *f = &verb->field[k];
			struct err e = { 0 };
			assert_true(value_check(&f->rule, offer_sample(a, &f->rule), S("v"),
						f->name, &e));
		}
}

static void test_pairs(void **state)
{
	struct arena *a = *state;
	struct val *map = val_map(a);
	struct err e = { 0 };
	assert_true(form_pairs(a, S("a=1&b=%E7%8E%8B+x&a=2&c&d=1%0D%0A2"), map, &e));
	assert_int_equal(val_get(map, S("a"))->count, 2);
	assert_str(val_get(map, S("a"))->first->s, S("1"));
	assert_str(val_get_str(map, S("b")), S("王 x"));
	assert_str(val_get_str(map, S("c")), S(""));
	assert_str(val_get_str(map, S("d")), S("1\n2"));
	static const char *const bad[] = { "a=%", "a=%zz", "a=%00", "a=%FF", "=1", "a=%1b" };
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct err why = { 0 };
		assert_false(form_pairs(a, str_of(bad[i]), val_map(a), &why));
		assert_int_equal(why.code, ERR_BAD_INPUT);
	}
	struct buf many;
	buf_init(&many, a);
	for (int i = 0; i <= FORM_NAMES; i++)
		buf_fmt(&many, "n%d=1&", i);
	struct err why = { 0 };
	assert_false(form_pairs(a, buf_str(&many), val_map(a), &why));
	assert_int_equal(why.code, ERR_LIMIT);
}

static void test_json(void **state)
{
	struct arena *a = *state;
	struct val *map = val_map(a);
	struct err e = { 0 };
	assert_true(
		form_json(a, S("{\"n\":3,\"t\":\"x\",\"l\":[\"a\",\"b\"],\"z\":null}"), map, &e));
	assert_str(val_get_str(map, S("n")), S("3"));
	assert_int_equal(val_get(map, S("l"))->count, 2);
	assert_null(val_get(map, S("z")));
	static const char *const bad[] = { "[]", "{\"a\":{}}", "{\"a\":[[1]]}", "{", "3" };
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct err why = { 0 };
		assert_false(form_json(a, str_of(bad[i]), val_map(a), &why));
	}
}

static void test_path(void **state)
{
	struct arena *a = *state;
	struct str out;
	assert_true(form_path(a, S("/findings/%E7%8E%8B"), &out));
	assert_str(out, S("/findings/王"));
	static const char *const bad[] = { "",	     "findings",  "/a/../b", "/a/%2e%2e/b", "/%00",
					   "/a\\b",  "/%5cb",	  "/%ff",    "/%0a",	    "/.",
					   "http://x/" };
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_false(form_path(a, str_of(bad[i]), &out));
}

static void test_cookie(void **state)
{
	assert_str(form_cookie(S("a=1; huiyin=2; b=3"), S("huiyin")), S("2"));
	assert_str(form_cookie(S("xhuiyin=1"), S("huiyin")), STR_NONE);
	assert_str(form_cookie(STR_NONE, S("huiyin")), STR_NONE);
}

/* The same body whole, and a byte at a time. */
static void test_multipart(void **state)
{
	struct arena *a = *state;
	struct str body = S("--B\r\nContent-Disposition: form-data; name=\"t\"\r\n\r\n"
			    "one\r\n--x\r\n--B\r\nContent-Disposition: form-data; name=\"f\"; "
			    "filename=\"C:\\dir\\照片.jpg\"\r\n\r\n\r\n-\r\n\r\n--B--\r\n");
	for (ptrdiff_t piece = 1; piece <= body.n; piece += body.n - 1) {
		struct request rq = { .a = a };
		struct val *map = val_map(a);
		struct multipart m;
		struct err e = { 0 };
		char bytes[10];
		multipart_open(&m, a, S("B"), map, &rq);
		for (ptrdiff_t at = 0; at < body.n; at += piece)
			assert_true(multipart_feed(&m, str_cut(body, at, at + piece), &e));
		assert_true(multipart_end(&m, &e));
		multipart_close(&m);
		assert_str(val_get_str(map, S("t")), S("one\n--x"));
		assert_int_equal(rq.file.n, 1);
		assert_str(rq.file.p[0].name, S("照片.jpg"));
		assert_int_equal(rq.file.p[0].size, 5);
		assert_int_equal(read(rq.file.p[0].fd, bytes, 10), 5);
		assert_memory_equal(bytes, "\r\n-\r\n", 5);
		close(rq.file.p[0].fd);
	}
}

static void test_multipart_bad(void **state)
{
	struct arena *a = *state;
	static const char *const bad[] = {
		"",
		"--C\r\n",
		"--B\r\n\r\n\r\n--B--",
		"--B\r\nContent-Disposition: form-data",
		"--B\r\nContent-Disposition: form-data; name=\"t\"\r\n\r\nx",
		"--B\r\nContent-Disposition: form-data; name=\"f\"; "
		"filename=\"a\"\r\n\r\nx\r\n--B--",
	};
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct multipart m;
		struct err e = { 0 };
		multipart_open(&m, a, S("B"), val_map(a), NULL);
		assert_false(multipart_feed(&m, str_of(bad[i]), &e) && multipart_end(&m, &e));
		assert_true(e.code == ERR_BAD_INPUT);
		multipart_close(&m);
	}
}

static void test_return(void **state)
{
	struct request rq = { .a = *state };
	assert_str(request_return(&rq, S("/findings?a=1")), S("/findings?a=1"));
	static const char *const bad[] = { "//evil.example", "https://evil.example", "/\\evil",
					   "", "x", "/a\r\nSet-Cookie: x" };
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_str(request_return(&rq, str_of(bad[i])), S("/"));
}

static void test_inputs(void **state)
{
	struct request rq = { .a = *state, .faults = val_list(*state) };
	struct err e = { 0 };
	struct input day = { S("due"), { VALUE_DATE }, MSG_WEB_FIELD_DUE };
	struct input number = { S("n"), { VALUE_INT, 1, 9 }, MSG_WEB_FIELD_MEASURE };
	assert_str(input_read(&rq, &day, S("2025-6-1"), &e)->s, S("2025-06-01"));
	assert_str(input_read(&rq, &day, S(" 2025年6月1日 "), &e)->s, S("2025-06-01"));
	assert_null(input_read(&rq, &day, S("2025-6-31"), &e));
	assert_null(input_read(&rq, &day, S("6月1日"), &e));
	assert_int_equal(input_read(&rq, &number, S(" 7 "), &e)->i, 7);
	assert_null(input_read(&rq, &number, S("10"), &e));
	assert_null(input_read(&rq, &number, S("x"), &e));
}

static void test_slots(void **state)
{
	struct slots *s = slots_make();
	int taken;
	assert_non_null(s);
	int one = slots_take(s, 0, 11, 10, 2, &taken);
	int two = slots_take(s, 1, 11, 10, 2, &taken);
	assert_true(one >= 0 && two >= 0 && one != two);
	assert_int_equal(slots_take(s, 0, 11, 10, 2, &taken), -1); /* the third of an address */
	assert_int_equal(taken, 2);
	int three = slots_take(s, 0, 12, 3, 2, &taken);
	assert_true(three >= 0);
	assert_int_equal(slots_take(s, 0, 13, 3, 2, &taken), -1); /* the fourth in all */
	assert_false(slots_move(s, three, 11, 2));
	assert_int_equal(slots_give_back(s, 0), 2); /* its worker died */
	assert_int_equal(slots_taken(s), 1);
	assert_true(slots_take(s, 0, 11, 10, 2, &taken) >= 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_routes, enter, leave),
		cmocka_unit_test_setup_teardown(test_rows, enter, leave),
		cmocka_unit_test_setup_teardown(test_no_route, enter, leave),
		cmocka_unit_test_setup_teardown(test_words, enter, leave),
		cmocka_unit_test_setup_teardown(test_offer_sample, enter, leave),
		cmocka_unit_test_setup_teardown(test_pairs, enter, leave),
		cmocka_unit_test_setup_teardown(test_json, enter, leave),
		cmocka_unit_test_setup_teardown(test_path, enter, leave),
		cmocka_unit_test(test_cookie),
		cmocka_unit_test_setup_teardown(test_multipart, enter, leave),
		cmocka_unit_test_setup_teardown(test_multipart_bad, enter, leave),
		cmocka_unit_test_setup_teardown(test_return, enter, leave),
		cmocka_unit_test_setup_teardown(test_inputs, enter, leave),
		cmocka_unit_test(test_slots),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
