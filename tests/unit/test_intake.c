/* Drafts: what was read, the corrections, and what forbids adopting. */
#include "tap.h"

#include "base/buf.h"
#include "intake/draft.h"

static const char notice_text[] =
	"中共云溪市临川区柳埠街道桐湖社区委员会\n"
	"关于巡察整改进展情况的通报\n"
	"2025年2月18日，区委第二巡察组向桐湖社区党委反馈了巡察意见。\n"
	"一、巡察反馈意见整改落实情况\n"
	"（一）聚焦党的建设方面\n"
	"1. 学习方面\n"
	"一是于2025年×月×日建立台账；二是每月学习1次。\n"
	"2. 照明方面\n"
	"一是修复路灯6盏。\n"
	"中共云溪市临川区柳埠街道桐湖社区委员会\n"
	"2025年9月10日\n";

static const char sheet_text[] = "序号,问题表述,整改措施,完成时限,整改状态\n"
				 "1,学习不经常,每月学习,2026年6月31日,整改中\n"
				 "2,路灯不亮,更换路灯,2026-4-30,已销号\n";

static struct val *read_text(struct arena *a, const char *name, const char *text)
{
	struct val *draft;
	struct err e = { 0 };
	assert_true(draft_read(a, str_of(name), str_of(text), &draft, &e));
	return draft;
}

static void edit(struct arena *a, struct val *draft, const char *map, const char *key,
		 const char *text)
{
	draft_set(a, draft_map(a, draft, str_of(map)), str_of(key),
		  text ? val_str(a, str_of(text)) : val_null(a));
}

static enum msg refusal(struct arena *a, const struct val *draft)
{
	struct str verb;
	struct val *fields;
	struct err e = { 0 };
	return draft_fields(a, draft, &verb, &fields, &e) ? MSG_NONE : e.msg;
}

static int64_t total(struct arena *a, const struct val *draft, const char *key)
{
	const struct val *tree = draft_tree(a, draft, draft_notice(a, draft));
	return val_get_int(val_get(tree, S("totals")), str_of(key), -1);
}

static void notices(void **state)
{
	struct arena a;
	(void)state;
	arena_init(&a, 0);
	struct val *draft = read_text(&a, "a.txt", notice_text);
	assert_int_equal(val_get(draft, S("lines"))->count, 11);
	assert_int_equal(total(&a, draft, "findings"), 2);
	assert_int_equal(total(&a, draft, "measures"), 3);
	assert_int_equal(refusal(&a, draft), MSG_INTAKE_ERRORS);
	/* left out, then taken in again, then in other words on two lines */
	edit(&a, draft, "edits", "7", NULL);
	assert_int_equal(total(&a, draft, "measures"), 1);
	draft_set(&a, draft_map(&a, draft, S("edits")), S("7"), val_bool(&a, true));
	assert_int_equal(total(&a, draft, "measures"), 3);
	edit(&a, draft, "edits", "7", "一是于2025年3月3日建立台账；\n二是每月学习1次。");
	assert_int_equal(total(&a, draft, "measures"), 3);
	assert_true(refusal(&a, draft) != MSG_INTAKE_ERRORS);
	edit(&a, draft, "choices", "seen", "1");
	assert_int_equal(refusal(&a, draft), MSG_NONE);
	arena_free(&a);
}

static void beside(void **state)
{
	struct arena a;
	(void)state;
	arena_init(&a, 0);
	struct val *draft = read_text(&a, "a.txt", notice_text);
	struct draft_keys keys = { 0 };
	const struct notice *n = draft_notice(&a, draft);
	assert_int_equal(n->category[0].findings, 2);
	assert_str(draft_key(&a, &keys, n, &n->category[0].finding[0]), S("6.1"));
	assert_str(draft_key(&a, &keys, n, &n->category[0].finding[1]), S("8.1"));
	edit(&a, draft_map(&a, draft, S("more")), "8.1", "owner", "李芳");
	edit(&a, draft_map(&a, draft, S("more")), "8.1/1", "due", "2026-12-01");
	edit(&a, draft, "head", "postcode", "258106");
	edit(&a, draft, "head", "feedback", "2025-02-19");
	edit(&a, draft, "head", "phone", "0549-1\n0549-2\n");
	n = draft_notice(&a, draft);
	assert_int_equal(n->contact.phones, 2);
	assert_int_equal(n->inspection.feedback.d, 19);
	const struct val *tree = draft_tree(&a, draft, n);
	assert_true(str_eq(val_get_str(val_get(tree, S("contact")), S("postcode")), S("258106")));
	const struct val *f = val_get(val_get(tree, S("categories"))->first, S("findings"))->last;
	assert_true(str_eq(val_get_str(f, S("owner")), S("李芳")));
	assert_true(str_eq(val_get_str(val_get(f, S("measures"))->first, S("due")),
			   S("2026-12-01")));
	assert_null(val_get(val_get(tree, S("categories"))->first->first, S("owner")));
	arena_free(&a);
}

static void sheets(void **state)
{
	struct arena a;
	struct sheet sheet;
	struct err e = { 0 };
	(void)state;
	arena_init(&a, 0);
	struct val *draft = read_text(&a, "a.csv", sheet_text);
	assert_true(draft_sheet(&a, draft, &sheet, &e));
	assert_int_equal(sheet.faults, 1);
	assert_int_equal(refusal(&a, draft), MSG_INTAKE_FAULTS);
	edit(&a, draft, "edits", "2.3", "2026年6月30日");
	assert_int_equal(refusal(&a, draft), MSG_INTAKE_UNIT);
	edit(&a, draft, "choices", "unit", "桐湖社区党委");
	assert_int_equal(refusal(&a, draft), MSG_INTAKE_STRUCK);
	edit(&a, draft, "choices", "struck", "history");
	assert_int_equal(refusal(&a, draft), MSG_INTAKE_CONFIRM);
	edit(&a, draft, "choices", "struck", "leave-out");
	struct str verb;
	struct val *fields;
	int64_t findings, measures;
	assert_true(draft_fields(&a, draft, &verb, &fields, &e));
	intake_count(fields, &findings, &measures);
	assert_true(str_eq(verb, S("adopt-sheet")));
	assert_int_equal(findings, 1);
	edit(&a, draft, "edits", "2", NULL);
	edit(&a, draft, "edits", "3", NULL);
	assert_false(draft_sheet(&a, draft, &sheet, &e));
	arena_free(&a);
}

static void bounds(void **state)
{
	struct arena a;
	struct val *draft;
	struct err e = { 0 };
	(void)state;
	arena_init(&a, 0);
	struct buf b;
	buf_init(&b, &a);
	for (int i = 0; i < DRAFT_BYTES_MAX / DRAFT_LINE_BYTES + 1; i++)
		buf_add(&b, S("一\n"));
	assert_false(draft_read(&a, S("a.txt"), buf_str(&b), &draft, &e));
	assert_int_equal(e.code, ERR_LIMIT);
	e = (struct err){ 0 };
	assert_false(draft_read(&a, S("a.png"), S("\x89PNG\r\n"), &draft, &e));
	assert_int_equal(e.code, ERR_BAD_INPUT);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(notices),
		cmocka_unit_test(beside),
		cmocka_unit_test(sheets),
		cmocka_unit_test(bounds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
