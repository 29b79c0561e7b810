/*
 * The cases of test_check.c, by rule: what must (BAD) and must not (GOOD) be
 * reported. A case is the clean notice with each first text put as the second.
 */
#ifndef TESTS_UNIT_CHECK_CASES_H
#define TESTS_UNIT_CHECK_CASES_H

#include <stdbool.h>

enum { CASE_EDITS = 3, GOOD = 0, BAD = 1 };

struct check_case {
	const char *rule;
	bool bad;
	int shift; /* the report's line, counted from where the first edit begins */
	struct {
		const char *from, *to;
	} edit[CASE_EDITS];
};

#define MEASURES "一是清理楼道杂物。二是安排专人看护。"
#define LEAD \
	"根据区委统一部署，2024年9月2日至10月31日，区委第二巡察组对柳埠街道桐湖社区党委开展了巡察。" \
	"2024年12月5日，区委第二巡察组向桐湖社区党委反馈了巡察意见。"
#define PERIOD "公示期：2025年5月6日至5月20日"
#define DUTY "桐湖社区党委专题研究整改工作，逐条明确责任人。"
#define CONTACT "联系电话：0599-5550199；联系地址：云溪市临川区柳埠路1号；电子邮箱：tonghu@example.com。"
#define HEAD "中共云溪市临川区柳埠街道桐湖社区委员会\n关于"
#define NEXT "桐湖社区党委将持续抓好后续整改。"
#define END "中共云溪市临川区柳埠街道桐湖社区委员会\n2025年5月6日"

static const struct check_case check_cases[] = {
#include "check_cases_text.h"
#include "check_cases_facts.h"
};

enum { CHECK_CASES = sizeof(check_cases) / sizeof(*check_cases) };

#endif
