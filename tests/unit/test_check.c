/*
 * notice/check: every rule by lines that must and must not be reported.
 *
 * A case is the clean notice below with one stretch of it put another way; so
 * each is a whole notice, and a line is wrong or right where it stands.
 */
#include "tap.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/os.h"
#include "in/source.h"
#include "notice/check/check.h"
#include "notice/parse.h"
#include "check_cases.h"

static const char clean_notice[] =
	"中共云溪市临川区柳埠街道桐湖社区委员会\n"
	"关于巡察整改进展情况的通报\n"
	"\n"
	"根据区委统一部署，2024年9月2日至10月31日，区委第二巡察组对柳埠街道桐湖社区党委开展了巡察。"
	"2024年12月5日，区委第二巡察组向桐湖社区党委反馈了巡察意见。现将整改进展情况通报如下。\n"
	"\n"
	"一、履行整改主体责任情况\n"
	"桐湖社区党委专题研究整改工作，逐条明确责任人。\n"
	"二、巡察反馈问题整改落实情况\n"
	"（一）基层党建方面\n"
	"1. 理论学习方面\n"
	"一是制定学习计划，由书记领学。二是召开交流会4场。\n"
	"2. 组织生活方面\n"
	"一是规范会议记录。二是开展谈心谈话。\n"
	"3. 队伍建设方面\n"
	"一是充实网格力量。二是组织业务培训。\n"
	"（二）服务群众方面\n"
	"1. 环境整治方面\n"
	"一是清理楼道杂物。二是安排专人看护。\n"
	"2. 便民服务方面\n"
	"一是公开办事指南。二是设置意见箱。\n"
	"三、下一步工作打算\n"
	"桐湖社区党委将持续抓好后续整改。\n"
	"欢迎广大居民监督。公示期：2025年5月6日至5月20日。\n"
	"联系电话：0599-5550199；联系地址：云溪市临川区柳埠路1号；电子邮箱：tonghu@example.com。\n"
	"\n"
	"中共云溪市临川区柳埠街道桐湖社区委员会\n"
	"2025年5月6日\n";

/* The clean notice with each `from` put as `to`; `line` = where the first one
 * begins. Fails where the clean notice does not have it. */
static struct str notice_with(struct arena *a, const struct check_case *k, int *line)
{
	struct str text = str_of(clean_notice);
	*line = 0;
	for (int i = 0; i < CASE_EDITS && k->edit[i].from; i++) {
		struct str from = str_of(k->edit[i].from);
		ptrdiff_t at = str_find(text, from, 0);
		if (at < 0)
			fail_msg("the clean notice has no \"%s\"", k->edit[i].from);
		if (!i)
			for (ptrdiff_t p = *line = 1; p <= at; p++)
				*line += text.p[p - 1] == '\n';
		struct buf b;
		buf_init(&b, a);
		buf_add(&b, str_cut(text, 0, at));
		buf_add(&b, str_of(k->edit[i].to));
		buf_add(&b, str_from(text, at + from.n));
		text = buf_str(&b);
	}
	return text;
}

static struct defects check_text(struct arena *a, struct str text)
{
	struct source src;
	struct err e = { 0 };
	assert_true(source_parse(a, S("notice.txt"), text, &src, &e));
	return notice_check(a, notice_parse(a, &src));
}

static int count_of(const struct defects *d, struct str rule)
{
	int count = 0;
	for (ptrdiff_t i = 0; i < d->n; i++)
		count += str_eq(d->p[i].rule->id, rule);
	return count;
}

static void a_clean_notice(void **state)
{
	struct arena a;
	arena_init(&a, 0);
	struct defects d = check_text(&a, str_of(clean_notice));
	for (ptrdiff_t i = 0; i < d.n; i++)
		print_message("# %d: %.*s\n", d.p[i].at.line, STR_ARG(d.p[i].rule->id));
	assert_int_equal(d.n, 0);
	arena_free(&a);
}

static bool case_holds(struct arena *a, const struct check_case *k)
{
	int line;
	struct str text = notice_with(a, k, &line), rule = str_of(k->rule);
	struct defects d = check_text(a, text);
	if (!k->bad)
		return count_of(&d, rule) == 0;
	for (ptrdiff_t i = 0; i < d.n; i++)
		if (str_eq(d.p[i].rule->id, rule) && d.p[i].at.line == line + k->shift)
			return true;
	return false;
}

static void cases(void **state)
{
	int failed = 0;
	for (int i = 0; i < CHECK_CASES; i++) {
		const struct check_case *k = &check_cases[i];
		struct arena a;
		arena_init(&a, 0);
		if (!case_holds(&a, k)) {
			print_message("# %s: %s: %s\n", k->rule, k->bad ? "missed" : "false alarm",
				      k->edit[0].to);
			failed++;
		}
		arena_free(&a);
	}
	assert_int_equal(failed, 0);
}

/* Each rule of the table has a bad case and two good ones. */
static void rules_have_cases(void **state)
{
	int count;
	const struct rule *rules = check_rules(&count);
	assert_int_equal(count, 39);
	for (int r = 0; r < count; r++) {
		int bad = 0, good = 0;
		for (int i = 0; i < CHECK_CASES; i++) {
			bool mine = str_eq(str_of(check_cases[i].rule), rules[r].id);
			bad += mine && check_cases[i].bad;
			good += mine && !check_cases[i].bad;
		}
		if (bad < 1 || good < 2)
			fail_msg("%.*s: %d bad and %d good cases", STR_ARG(rules[r].id), bad, good);
	}
}

/* Sentences have no hole left, in both languages. */
static void sentences(void **state)
{
	for (int i = 0; i < CHECK_CASES; i++) {
		const struct check_case *k = &check_cases[i];
		struct arena a;
		int line;
		arena_init(&a, 0);
		struct defects d = check_text(&a, notice_with(&a, k, &line));
		for (ptrdiff_t n = 0; n < d.n; n++)
			for (int lang = 0; lang < LANG_COUNT; lang++) {
				struct str s = defect_text(&a, &d.p[n], (enum lang)lang);
				assert_true(s.n > 0);
				assert_false(str_has(s, S("{")));
				assert_false(str_has(s, S("「」")));
				assert_false(str_has(s, S("\"\"")));
			}
		arena_free(&a);
	}
}

/* docs/checks.md has a row for each rule, as the table says it. */
static void documented(void **state)
{
	static const struct str level[] = { [SEVERITY_HINT] = S("提示"),
					    [SEVERITY_WARNING] = S("警告"),
					    [SEVERITY_ERROR] = S("错误") };
	const char *root = getenv("SOURCE_ROOT");
	struct arena a;
	struct str text;
	struct err e = { 0 };
	int count;
	const struct rule *rules = check_rules(&count);
	arena_init(&a, 0);
	assert_non_null(root);
	assert_true(os_read(&a, str_cstr(&a, str_fmt(&a, "%s/docs/checks.md", root)), 1 << 20,
			    &text, &e));
	for (int i = 0; i < count; i++) {
		struct str row = str_fmt(&a, "\n| `%.*s` | %.*s | %.*s | ", STR_ARG(rules[i].id),
					 STR_ARG(level[rules[i].severity]),
					 STR_ARG(msg_text(rules[i].about, LANG_ZH)));
		if (!str_has(text, row))
			fail_msg("docs/checks.md has no row%.*s", STR_ARG(row));
	}
	arena_free(&a);
}

static void write_table(const char *path, const char *text)
{
	struct err e = { 0 };
	assert_true(os_write(path, str_of(text), &e));
}

/* A user's folder adds rows; a bad row is told with its file and line. */
static void own_tables(void **state)
{
	char folder[] = "/tmp/huiyin-tables-XXXXXX";
	struct arena a;
	struct err e = { 0 };
	arena_init(&a, 0);
	assert_non_null(mkdtemp(folder));
	char *path = str_cstr(&a, str_fmt(&a, "%s/duties.tsv", folder));
	assert_int_equal(setenv("HUIYIN_TABLES", folder, 1), 0);
	struct check_case k = { "foreign-duty", false, 0, { { "意见箱", "意见箱，规范庙会摊位" } } };
	int line;
	struct defects d = check_text(&a, notice_with(&a, &k, &line));
	assert_int_equal(count_of(&d, S("foreign-duty")), 0);
	write_table(path, "# kind, word\ncourt\t庙会摊位\n");
	assert_true(check_open(&e));
	d = check_text(&a, notice_with(&a, &k, &line));
	assert_int_equal(count_of(&d, S("foreign-duty")), 1);
	static const struct { const char *file, *text; enum msg msg; } bad[] = {
		{ "duties.tsv", "court\t甲\nonly-one\n", MSG_CHECK_TABLE_COLUMNS },
		{ "duties.tsv", "court\t甲\ncourt\t乙\t丙\n", MSG_CHECK_TABLE_COLUMNS },
		{ "duties.tsv", "court\t甲\n\t乙\n", MSG_CHECK_TABLE_EMPTY },
		{ "cues.tsv", "plan\t甲\nplans\t乙\n", MSG_CHECK_TABLE_CLASS },
		{ "holidays.tsv", "2031-01-01\toff\n2031-02-30\toff\n", MSG_CHECK_TABLE_DATE },
		{ "holidays.tsv", "\n2031-01-01\trest\n", MSG_CHECK_TABLE_DAY },
		{ "postcodes.tsv", "# x\n3500\t甲市\n", MSG_CHECK_TABLE_PREFIX },
		{ "areacodes.tsv", "# x\n599\t甲市\n", MSG_CHECK_TABLE_AREA },
		{ "places.tsv", "甲市\t甲省\n乙\xFF市\t乙省\n", MSG_CHECK_TABLE_UTF8 },
	};
	assert_int_equal(unlink(path), 0);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct err wrong = { 0 };
		path = str_cstr(&a, str_fmt(&a, "%s/%s", folder, bad[i].file));
		write_table(path, bad[i].text);
		assert_false(check_open(&wrong));
		assert_int_equal(wrong.msg, bad[i].msg);
		struct str said = err_text(&a, &wrong, LANG_EN);
		assert_true(str_has(said, str_fmt(&a, "%s:2:", bad[i].file)));
		assert_int_equal(unlink(path), 0);
	}
	assert_int_equal(rmdir(folder), 0);
	unsetenv("HUIYIN_TABLES");
	assert_true(check_open(&e));
	check_close();
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_clean_notice), cmocka_unit_test(rules_have_cases),
		cmocka_unit_test(cases),          cmocka_unit_test(sentences),
		cmocka_unit_test(documented),     cmocka_unit_test(own_tables),
	};
	return cmocka_run_group_tests_name("check", tests, NULL, NULL);
}
