/* view: what the ledger holds, as it went in. */
#include "store_help.h"

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

static struct str json_of(struct arena *a, const struct val *v)
{
	struct buf b;
	buf_init(&b, a);
	json_write(&b, v, JSON_PRETTY);
	return buf_str(&b);
}

/* A ledger that holds the golden notice alone. */
struct ledger {
	struct world w;
	struct store *s;
};

static int enter(void **state)
{
	struct ledger *l = calloc(1, sizeof(*l));
	struct err e = { 0 };
	world_open(&l->w);
	l->s = world_ledger(&l->w);
	help_must(store_begin(l->s, &e), &e);
	help_adopt(&l->w, l->s, "the notice's file", ERR_NONE);
	help_must(store_commit(l->s, &e), &e);
	*state = l;
	return 0;
}

static int leave(void **state)
{
	struct ledger *l = *state;
	store_close(l->s);
	world_close(&l->w);
	free(l);
	return 0;
}

/* The same bytes of JSON come out that went in, and the same notice. */
static void notices(void **state)
{
	struct ledger *l = *state;
	struct arena *a = &l->w.a;
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
	struct arena *a = &l->w.a;
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
	const struct val *want;
	help_must(
		json_read(
			a,
			S("{\"code\":\"2025-01-001\",\"unit\":"
			  "\"中共云溪市桐湖街道青石桥社区委员会\",\"short_name\":"
			  "\"青石桥社区党委\",\"category\":\"聚焦党的创新理论武装\","
			  "\"ordinal\":\"1\",\"title\":\"集体学习不够经常方面\","
			  "\"state\":\"rectifying\",\"progress\":null,\"class\":null,\"due\":null,"
			  "\"owner\":null,\"closed\":null,\"reopened\":null,\"measures\":2,"
			  "\"state_name\":\"整改中\",\"progress_name\":\"未说明\","
			  "\"light\":null,\"light_word\":\"未定期限\",\"outward\":\"正在整改\"}"),
			&want, &e),
		&e);
	assert_str(json_of(a, rows->first), json_of(a, want));
}

static void shows(void **state)
{
	struct ledger *l = *state;
	struct arena *a = &l->w.a;
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
