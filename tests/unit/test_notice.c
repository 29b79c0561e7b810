/* notice: mending, numbers, the tree's invariants over every vector, facts. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tap.h"

#include "base/buf.h"
#include "base/json.h"
#include "notice/parse.h"
#include "notice/parser.h"

static struct notice *parse(struct arena *a, struct str text)
{
	struct source *src = arena_new(a, struct source, 1);
	struct err e = { 0 };
	if (!source_parse(a, S("test"), text, src, &e))
		fail_msg("%.*s", STR_ARG(err_text(a, &e, LANG_EN)));
	return notice_parse(a, src);
}

static void numbers(void **state)
{
	static const struct {
		struct str s;
		enum number_style style;
		int number;
		ptrdiff_t n;
	} rows[] = {
		{ S("一、标题"), NUM_CN, 1, 6 },
		{ S("十一、标题"), NUM_CN, 11, 9 },
		{ S("（二）标题"), NUM_CN_PAREN, 2, 9 },
		{ S("(二)标题"), NUM_CN_PAREN, 2, 5 },
		{ S("1. 标题"), NUM_ARABIC, 1, 3 },
		{ S("12、标题"), NUM_ARABIC, 12, 5 },
		{ S("1．标题"), NUM_ARABIC, 1, 4 },
		{ S("（3）标题"), NUM_PAREN, 3, 7 },
		{ S("3）标题"), NUM_PAREN, 3, 4 },
		{ S("③标题"), NUM_CIRCLED, 3, 3 },
		{ S("三是建立"), NUM_IS, 3, 6 },
		{ S("第二，建立"), NUM_TH, 2, 9 },
		{ S("反馈问题3：标题"), NUM_FEEDBACK, 3, 16 },
		{ S("问题一：标题"), NUM_FEEDBACK, 1, 12 },
		{ S("1.5公里"), NUM_NONE, 0, 0 },
		{ S("1.6个部门台账不全"), NUM_ARABIC, 1, 2 },
		{ S("一是一、二是二"), NUM_NONE, 0, 0 },
		{ S("统一是"), NUM_NONE, 0, 0 },
		{ S("2025年6月"), NUM_NONE, 0, 0 },
		{ S("第三巡察组"), NUM_NONE, 0, 0 },
		{ S("问题较多"), NUM_NONE, 0, 0 },
		{ S(""), NUM_NONE, 0, 0 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct numbering got = clue_numbering(rows[i].s);
		if (got.style != rows[i].style || got.number != rows[i].number ||
		    got.n != rows[i].n)
			fail_msg("%.*s: style %d, number %d, %td bytes", STR_ARG(rows[i].s),
				 got.style, got.number, got.n);
	}
}

/* Lines, and the paragraphs that they make, each set apart by |. */
static void mending(void **state)
{
	static const struct { struct str lines, paras; } rows[] = {
		{ S("导语。\n一、情况\n二是组织\n志愿者入户。"), S("导语。|一、情况|二是组织志愿者入户。") },
		{ S("导语。\n已于2025年\n\n6月1日完成。"), S("导语。|已于2025年6月1日完成。") },
		{ S("导语。\n（一）落实情况\n方面。\n1. 学习方面\n一是学习。"),
		  S("导语。|（一）落实情况方面。|1. 学习方面|一是学习。") },
		{ S("导语。\n制定计划；三是\n与学校共建。"), S("导语。|制定计划；三是与学校共建。") },
		{ S("导语。\n地址：云溪市桐湖\n街道1号。\n电话：0599-5550123"),
		  S("导语。|地址：云溪市桐湖街道1号。|电话：0599-5550123") },
		{ S("导语。\n宣传方面\n社区设立专区。"), S("导语。|宣传方面|社区设立专区。") },
		{ S("导语。\n没有句号\n桐湖社区委员会\n2025年6月1日"),
		  S("导语。|没有句号|桐湖社区委员会|2025年6月1日") },
	};
	struct arena a;
	arena_init(&a, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct notice *n = parse(&a, rows[i].lines);
		struct buf b;
		buf_init(&b, &a);
		for (ptrdiff_t k = 0; k < n->paras; k++) {
			if (k)
				buf_byte(&b, '|');
			buf_add(&b, n->para[k].text);
		}
		assert_str(buf_str(&b), rows[i].paras);
	}
	arena_free(&a);
}

static void places(void **state)
{
	struct arena a;
	arena_init(&a, 0);
	struct notice *n = parse(&a, S("\n　　导语很长。\n一、情况\n  已于2025年\n6月1日完成。"));
	struct place at = notice_place(n, n->text.p + str_find(n->text, S("很"), 0));
	assert_int_equal(at.line, 2);
	assert_int_equal(at.col, 5);
	at = notice_place(n, n->text.p + str_find(n->text, S("2025"), 0));
	assert_int_equal(at.line, 4);
	assert_int_equal(at.col, 5);
	at = notice_place(n, n->text.p + str_find(n->text, S("1日"), 0));
	assert_int_equal(at.line, 5);
	assert_int_equal(at.col, 3);
	assert_int_equal(notice_para_at(n, n->text.p + str_find(n->text, S("1日"), 0)), 2);
	arena_free(&a);
}

/* A measure's text, and its facts as `kind value unit` with marks. */
static struct str facts_of(struct arena *a, struct str text)
{
	struct parser p = { .a = a, .n = arena_new(a, struct notice, 1) };
	struct measure m = { .text = text };
	struct buf b;
	p.n->text = text;
	p.n->published = (struct date){ 2025, 11, 1 };
	int year = 0;
	parse_facts(&p, &m, &year);
	buf_init(&b, a);
	static const char *const kinds[] = { "count", "rate", "money", "area", "percent", "date" };
	static const char *const pers[] = { "", "日", "周", "月", "季度", "年" };
	static const char *const approx[] = { "", "+", "~" };
	for (ptrdiff_t i = 0; i < m.facts; i++) {
		const struct fact *f = &m.fact[i];
		if (i)
			buf_add(&b, S("; "));
		buf_fmt(&b, "%s ", kinds[f->kind]);
		if (f->kind == FACT_DATE)
			buf_fmt(&b, "%d:%04d-%d-%d%s", f->date.grain, f->date.y, f->date.m,
				f->date.d, f->expected ? "?" : "");
		else if (f->kind == FACT_RATE)
			buf_fmt(&b, "%g..%g%.*s/%s", f->value, f->max, STR_ARG(f->unit),
				pers[f->per]);
		else
			buf_fmt(&b, "%.10g%s%.*s", f->value, approx[f->approx], STR_ARG(f->unit));
	}
	return buf_str(&b);
}

static void facts(void **state)
{
	static const struct { struct str text, facts; } rows[] = {
		{ S("召开5次交流会"), S("count 5次") },
		{ S("覆盖150余名居民、20多个单位"), S("count 150+名; count 20+个") },
		{ S("每月开展1至2次宣传"), S("rate 1..2次/月") },
		{ S("每季度开展指导不少于2次"), S("rate 2..nan次/季度") },
		{ S("一月一次例会，检查2次/年"), S("rate 1..1次/月; rate 2..2次/年") },
		{ S("每名党员联系5户，每年增加3万元"), S("count 5户; money 30000元") },
		{ S("捐赠2万元，退还1,280.5元"), S("money 20000元; money 1280.5元") },
		{ S("50余万元，近百亿元"), S("money 500000+元; money 1e+10~元") },
		{ S("面积1141.93 m²，复绿210余亩"), S("area 1141.93m²; area 210+亩") },
		{ S("合格率98.71%，达到百分之九十以上，百分之百"),
		  S("percent 98.71%; percent 90+%; percent 100%") },
		{ S("于2025年二季度招标，预计第四季度完工"), S("date 2:2025-2-0; date 2:2025-4-0?") },
		{ S("截至2024年12月31日完成40户"), S("date 4:2024-12-31; count 40户") },
		{ S("2025年6月1日至15日开展"), S("date 4:2025-6-1; date 4:2025-6-15") },
		{ S("2024年11月至2月"), S("date 3:2024-11-0; date 3:2025-2-0") },
		{ S("计划于2026年3月底前办结；制定2025年学习计划"), S("date 3:2026-3-0?; date 1:2025-0-0") },
		{ S("年底前完成"), S("") },
		{ S("今年6月完成，2023年以来"), S("date 3:2025-6-0; date 1:2023-0-0") },
		{ S("二十三户、三百余人、一万二千元、两次"), S("count 23户; count 300+人; money 12000元; count 2次") },
		{ S("近90吨，日处理3万吨，约1.5亿元"), S("count 90~吨; count 30000吨; money 150000000~元") },
		{ S("签约3份，40岁以下，50万元以上"), S("count 3份; count 40岁; money 500000+元") },
		{ S("“百千万工程”“三个一”，《条例十条》，第三巡察组，1栋二单元04层P04号"), S("") },
		{ S("统一部署，进一步，一把手，一批，2024级，12345热线，三审，四个意识，十分重视"), S("") },
		{ S("PM2.5、G205、3D打印机6台，5G基站"), S("count 6台") },
		{ S("三五次、两三个"), S("") },
		{ S("3分钟内到场，90天，7公里"), S("count 3分钟; count 90天; count 7公里") },
	};
	struct arena a;
	arena_init(&a, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct str got = facts_of(&a, rows[i].text);
		if (!str_eq(got, rows[i].facts))
			fail_msg("%.*s: got %.*s, want %.*s", STR_ARG(rows[i].text), STR_ARG(got),
				 STR_ARG(rows[i].facts));
	}
	arena_free(&a);
}

/* A lead, and `kind|authority|team|inspected|start|end|feedback` read from it. */
static void leads(void **state)
{
	static const struct { struct str lead, header; } rows[] = {
		{ S("根据区委统一部署，2024年9月2日至10月31日，区委第一巡察组对石桥镇党委开展了巡察。"
		    "2024年12月5日，区委巡察组向石桥镇党委反馈了意见。"),
		  S("巡察|区委|区委第一巡察组|石桥镇党委|2024-09-02|2024-10-31|2024-12-05") },
		{ S("2024年12月2日至1月20日，县委提级巡察组对桐湖社区党委开展了巡察，4月25日反馈了意见。"),
		  S("巡察|县委|县委提级巡察组|桐湖社区党委|2024-12-02|2025-01-20|2025-04-25") },
		{ S("按照市委巡察工作安排，市委巡察二组于2025年3月3日至28日对市林业和草原局党组进行了巡察。"),
		  S("巡察|市委|市委巡察二组|市林业和草原局党组|2025-03-03|2025-03-28|") },
		{ S("2025年3月3日至5月30日，县审计局派出审计组对县财政局2024年度预算执行情况进行了审计。"),
		  S("审计|县审计局|县审计局派出审计组|县财政局|2025-03-03|2025-05-30|") },
		{ S("根据省委、省政府督察工作安排，省第三生态环境保护督察组对云溪市开展了督察。"),
		  S("督察|省委、省政府|省第三生态环境保护督察组|云溪市|||") },
	};
	struct arena a;
	arena_init(&a, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct inspection *in = &parse(&a, rows[i].lead)->inspection;
		struct date days[] = { in->start, in->end, in->feedback };
		struct buf b;
		buf_init(&b, &a);
		buf_fmt(&b, "%.*s|%.*s|%.*s|%.*s", STR_ARG(in->kind), STR_ARG(in->authority),
			STR_ARG(in->team), STR_ARG(in->inspected));
		for (int k = 0; k < 3; k++) {
			buf_byte(&b, '|');
			if (!date_none(days[k]))
				buf_add(&b, date_iso(&a, days[k]));
		}
		assert_str(buf_str(&b), rows[i].header);
	}
	arena_free(&a);
}

/* A contact block, and `phones|address|postcode|email` read from it. */
static void contacts(void **state)
{
	static const struct { struct str block, contact; } rows[] = {
		{ S("联系电话：0599-5550123；邮政地址：云溪市桐湖路1号；邮编：353000；邮箱：a@yx.example。"),
		  S("0599-5550123|云溪市桐湖路1号|353000|a@yx.example") },
		{ S("联 系 人：王某\n联系电话 0599-5550123、5550124\n地　　址：云溪市桐湖路1号（353000）"),
		  S("0599-5550123,5550124|云溪市桐湖路1号|353000|") },
		{ S("电话：（0599）5550123（工作日9:00-17:00）\nE-mail：a@yx.example"),
		  S("（0599）5550123|||a@yx.example") },
		{ S("电话0599-5550123；邮政地址云溪市桐湖路1号；邮编353000；电子邮箱a@yx.example。"),
		  S("0599-5550123|云溪市桐湖路1号|353000|a@yx.example") },
		{ S("意见建议可通过邮政信箱：云溪市A012号邮政信箱（邮编353000）、联系电话：5550123反映。"),
		  S("5550123|云溪市A012号邮政信箱|353000|") },
		{ S("电话：0599-5550178\n0599-5550179"), S("0599-5550178,0599-5550179|||") },
	};
	struct arena a;
	arena_init(&a, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct str text = str_fmt(&a, "导语如下。\n一、整改情况\n已整改。\n%.*s\n桐湖社区委员会\n2025年6月1日",
					  STR_ARG(rows[i].block));
		const struct notice *n = parse(&a, text);
		const struct contact *c = &n->contact;
		struct buf b;
		buf_init(&b, &a);
		for (ptrdiff_t k = 0; k < c->phones; k++)
			buf_fmt(&b, "%s%.*s", k ? "," : "", STR_ARG(c->phone[k]));
		buf_fmt(&b, "|%.*s|%.*s|%.*s", STR_ARG(c->address), STR_ARG(c->postcode),
			STR_ARG(c->email));
		assert_str(buf_str(&b), rows[i].contact);
		assert_str(n->issuer, S("桐湖社区委员会"));
	}
	arena_free(&a);
}

/* Marks the bytes of `s` as held; fails where one is held already. */
static void hold(const struct notice *n, char *held, struct str s, const char *what)
{
	if (!s.n || !str_within(s, n->text))
		return;
	for (ptrdiff_t i = s.p - n->text.p; i < s.p - n->text.p + s.n; i++) {
		if (held[i])
			fail_msg("%.*s: byte %td held twice, by %s: %.*s", STR_ARG(n->name), i,
				 what, STR_ARG(s));
		held[i] = 1;
	}
}

static void hold_items(const struct notice *n, char *held)
{
	for (ptrdiff_t c = 0; c < n->categories; c++)
		for (ptrdiff_t f = 0; f < n->category[c].findings; f++) {
			const struct finding *x = &n->category[c].finding[f];
			for (ptrdiff_t m = 0; m < x->measures; m++) {
				hold(n, held, x->measure[m].label, "label");
				hold(n, held, x->measure[m].text, "measure");
			}
		}
	for (ptrdiff_t i = 0; i < n->proses; i++)
		hold(n, held, n->prose[i].text, "prose");
}

/* Nothing of a notice may be missing from its tree, and nothing stand in it
 * twice: every character is in head matter, a heading, a measure, prose or the
 * sign-off. */
static void check_whole(struct arena *a, const struct notice *n)
{
	char *held = arena_alloc(a, n->text.n + 1, 1);
	hold_items(n, held);
	for (ptrdiff_t i = 0; i < n->paras; i++) {
		const struct npara *p = &n->para[i];
		bool head = p->role == PARA_HEAD && str_has(n->issuer, p->text);
		struct str text = p->text;
		/* a title's front may be prose: a name that is not the issuer's */
		while (p->role == PARA_TITLE && text.n && held[text.p - n->text.p])
			text = str_from(text, 1);
		if (head || p->role == PARA_TITLE || p->role == PARA_ISSUER || p->role == PARA_DATE)
			hold(n, held, text, "frame");
	}
	for (ptrdiff_t i = 0; i < n->paras; i++) {
		const struct npara *p = &n->para[i];
		if (p->role != PARA_HEADING)
			continue;
		struct str head = str_span(p->label.n ? p->label : p->title, p->title);
		if (!held[head.p - n->text.p]) /* a heading that is prose is held as such */
			hold(n, held, head, "heading");
	}
	for (ptrdiff_t i = 0; i < n->text.n; i++) {
		struct str rest = str_from(n->text, i);
		if (held[i] || n->text.p[i] == ' ' || n->text.p[i] == '\n')
			continue;
		bool stop = str_starts(rest, S("。")) || str_starts(rest, S("：")) ||
			    str_starts(rest, S("，")) || str_starts(rest, S("　"));
		if (!stop)
			fail_msg("%.*s: in no key: %.*s", STR_ARG(n->name),
				 (int)(rest.n < 90 ? rest.n : 90), rest.p);
		i += 2;
	}
}

static void check_folder(struct arena *a, const char *folder, int *count)
{
	DIR *dir = opendir(folder);
	assert_non_null(dir);
	for (struct dirent *entry; (entry = readdir(dir));) {
		if (!str_ends(str_of(entry->d_name), S(".txt")))
			continue;
		struct source src;
		struct err e = { 0 };
		arena_reset(a);
		char *path = str_cstr(a, str_fmt(a, "%s/%s", folder, entry->d_name));
		assert_true(source_read(a, path, &src, &e));
		check_whole(a, notice_parse(a, &src));
		++*count;
	}
	closedir(dir);
}

static void nothing_lost(void **state)
{
	static const char *const folders[] = { "examples", "tests/vectors/notices",
					       "tests/vectors/heldout" };
	struct arena a;
	int count = 0;
	const char *root = getenv("SOURCE_ROOT");
	arena_init(&a, 0);
	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++) {
		char path[4096];
		snprintf(path, sizeof(path), "%s/%s", root ? root : ".", folders[i]);
		check_folder(&a, path, &count);
	}
	assert_true(count >= 50);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(numbers), cmocka_unit_test(mending),      cmocka_unit_test(places),
		cmocka_unit_test(leads),   cmocka_unit_test(contacts),
		cmocka_unit_test(facts),   cmocka_unit_test(nothing_lost),
	};
	return cmocka_run_group_tests_name("notice", tests, NULL, NULL);
}
