/* view: what the ledger holds, as it went in. */
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/json.h"
#include "base/os.h"
#include "doc/progress_notice.h"
#include "doc/write.h"
#include "view/ledger_view.h"
#include "view/notice_view.h"

static struct str golden(struct arena *a, const char *name)
{
	const char *root = getenv("SOURCE_ROOT");
	struct err e = { 0 };
	struct str text;
	assert_true(os_read(a,
			    str_cstr(a, str_fmt(a, "%s/tests/golden/%s", root ? root : ".", name)),
			    1 << 20, &text, &e));
	return text;
}

static const struct val *read_json(struct arena *a, struct str text)
{
	struct err e = { 0 };
	const struct val *v;
	assert_true(json_read(a, text, &v, &e));
	return v;
}

static struct str json_of(struct arena *a, const struct val *v)
{
	struct buf b;
	buf_init(&b, a);
	json_write(&b, v, JSON_PRETTY);
	return buf_str(&b);
}

static void act(struct store *s, struct arena *a, const char *verb, const struct val *fields)
{
	struct err e = { 0 };
	struct result r;
	struct action x = { .actor = S("王小明"),
			    .roles = ROLE_ADMIN,
			    .verb = str_of(verb),
			    .fields = fields,
			    .version = VERSION_ANY };
	if (!store_act(s, a, &x, &r, &e))
		fail_msg("%.*s", STR_ARG(err_text(a, &e, LANG_EN)));
}

/* A ledger of one notice, made anew; removed by leave(). */
struct ledger {
	struct arena a;
	char dir[64];
	struct store *s;
};

static void adopt(struct ledger *l, const char *tree, const char *source)
{
	struct arena *a = &l->a;
	struct str bytes = golden(a, source), hex;
	struct err e = { 0 };
	struct val *fields = val_map(a), *copy = arena_new(a, struct val, 1);
	*copy = *read_json(a, golden(a, tree));
	assert_true(store_begin(l->s, &e));
	assert_true(store_keep(l->s, a, bytes, &hex, &e));
	val_put(fields, S("notice"), copy);
	val_put_str(a, fields, S("sha256"), hex);
	val_put_str(a, fields, S("name"), str_of(source));
	val_put_str(a, fields, S("kind"), S("txt"));
	val_put_int(a, fields, S("size"), bytes.n);
	act(l->s, a, "adopt", fields);
	assert_true(store_commit(l->s, &e));
}

static int enter(void **state)
{
	struct ledger *l = calloc(1, sizeof(*l));
	struct err e = { 0 };
	arena_init(&l->a, 0);
	snprintf(l->dir, sizeof(l->dir), "/tmp/huiyin-view-XXXXXX");
	assert_non_null(mkdtemp(l->dir));
	struct action init = { .actor = S("王小明"),
			       .roles = ROLE_ADMIN,
			       .verb = S("init"),
			       .version = VERSION_ANY };
	if (!store_create(l->dir, &init, &e) || !store_open(l->dir, STORE_WRITE, &l->s, &e))
		fail_msg("%.*s", STR_ARG(err_text(&l->a, &e, LANG_EN)));
	adopt(l, "notice.tree.json", "notice.txt");
	*state = l;
	return 0;
}

static int leave(void **state)
{
	struct ledger *l = *state;
	struct err e = { 0 };
	struct str out;
	store_close(l->s);
	const char *const rm[] = { "rm", "-r", "--", l->dir, NULL };
	struct os_caps caps = { .seconds = 10, .output = 1 << 16 };
	bool gone = os_run(&l->a, rm, S(""), caps, &out, &e);
	arena_free(&l->a);
	free(l);
	return gone ? 0 : -1;
}

/* The same bytes of JSON come out that went in, and the same notice. */
static void notices(void **state)
{
	struct ledger *l = *state;
	struct arena *a = &l->a;
	struct err e = { 0 }, none = { 0 };
	const struct val *tree, *doc;
	struct str out;
	if (!view_notice(l->s, a, S("2025-01"), true, &tree, &e))
		fail_msg("%.*s", STR_ARG(err_text(a, &e, LANG_EN)));
	assert_str(json_of(a, tree), str_trim(golden(a, "notice.tree.json")));
	assert_true(progress_notice_doc(a, tree, &doc, &e));
	assert_true(doc_write(a, S("txt"), doc, &out, &e));
	assert_str(out, golden(a, "notice.txt"));
	assert_true(view_notice(l->s, a, S("2025-01"), false, &tree, &e));
	assert_false(str_has(json_of(a, tree), S("\"position\"")));
	assert_false(view_notice(l->s, a, S("2025-02"), true, &tree, &none));
	assert_int_equal(none.code, ERR_NOT_FOUND);
}

static void lists(void **state)
{
	static const struct { const char *name; int rows; } all[] = {
		{ "inspections", 1 },
		{ "findings", 5 },
		{ "measures", 8 },
	};
	struct ledger *l = *state;
	struct arena *a = &l->a;
	struct err e = { 0 };
	struct val *rows;
	enum view_list list;
	assert_false(view_list_named(S("units"), &list));
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
		assert_true(view_list_named(str_of(all[i].name), &list));
		/* two at a time, each once */
		struct view_key key = { 0 };
		int count = 0;
		do {
			assert_true(view_list(l->s, a, list, &key, 2, LANG_ZH, &rows, &e));
			count += (int)rows->count;
		} while (rows->count == 2);
		assert_int_equal(count, all[i].rows);
	}
	struct view_key key = { 0 };
	assert_true(view_list(l->s, a, VIEW_FINDINGS, &key, 1, LANG_ZH, &rows, &e));
	assert_true(val_eq(rows->first,
			   read_json(a, S("{\"code\":\"2025-01-001\",\"unit\":"
					  "\"中共云溪市桐湖街道青石桥社区委员会\","
					  "\"short_name\":\"青石桥社区党委\",\"category\":"
					  "\"聚焦党的创新理论武装\",\"ordinal\":\"1\",\"title\":"
					  "\"集体学习不够经常方面\",\"state\":\"rectifying\","
					  "\"progress\":null,\"state_name\":\"整改中\","
					  "\"progress_name\":\"未说明\",\"measures\":2}"))));
}

static void shows(void **state)
{
	struct ledger *l = *state;
	struct arena *a = &l->a;
	struct err e = { 0 }, none = { 0 };
	const struct val *v;
	assert_true(view_show(l->s, a, S("2025-01"), LANG_EN, &v, &e));
	assert_str(val_get_str(v, S("object")), S("inspection"));
	assert_str(val_get_str(v, S("start")), S("2024-10-14"));
	assert_str(val_get_str(val_get(v, S("notice")), S("email")), S("qsq@example.org"));
	assert_int_equal(val_get(v, S("categories"))->count, 3);
	const struct val *second = val_get(v, S("categories"))->first->next;
	assert_int_equal(val_get(second, S("findings"))->count, 2);
	assert_int_equal(val_get_int(val_get(second, S("findings"))->first, S("measures"), 0), 2);
	assert_int_equal(val_get(v, S("evidence"))->count, 1);
	assert_str(val_get_str(val_get(v, S("events"))->first, S("verb")), S("adopt"));
	assert_true(view_show(l->s, a, S("2025-01-003"), LANG_EN, &v, &e));
	assert_str(val_get_str(v, S("object")), S("finding"));
	assert_str(val_get_str(v, S("state_name")), S("rectifying"));
	assert_str(val_get_str(val_get(v, S("inspection")), S("code")), S("2025-01"));
	const struct val *measures = val_get(v, S("measures"));
	assert_int_equal(measures->count, 2);
	assert_str(str_trim(val_get_str(measures->first, S("label"))), S("（1）"));
	assert_int_equal(val_get(measures->first, S("facts"))->count, 4);
	assert_int_equal(val_get(v, S("events"))->count, 1);
	assert_false(view_show(l->s, a, S("2025-01-099"), LANG_EN, &v, &none));
	assert_int_equal(none.code, ERR_NOT_FOUND);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(notices, enter, leave),
		cmocka_unit_test_setup_teardown(lists, enter, leave),
		cmocka_unit_test_setup_teardown(shows, enter, leave),
	};
	return cmocka_run_group_tests_name("view", tests, NULL, NULL);
}
