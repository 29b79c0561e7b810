/* sheet: spreadsheets to grids, and ledger sheets to findings. */
#include "tap.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "in/grid_in.h"
#include "in/xlsx_format.h"
#include "sheet/sheet.h"
#include "sheet/value.h"
#include "../zip_parts.h"

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

/* A workbook of one sheet: what stands inside <worksheet>, and shared strings. */
static struct str book(struct arena *a, const char *sheet, const char *shared)
{
	struct zip_part parts[] = {
		{ "xl/workbook.xml",
		  S("<workbook xmlns='" MAIN "' xmlns:r='" OFFICE "'><sheets>"
		  "<sheet name='隐藏' sheetId='1' state='hidden' r:id='rId9'/>"
		  "<sheet name='台账' sheetId='2' r:id='rId1'/></sheets></workbook>") },
		{ "xl/_rels/workbook.xml.rels",
		  S("<Relationships "
		  "xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
		  "<Relationship Id='rId1' Type='" OFFICE "/worksheet' Target='worksheets/a.xml'/>"
		  "<Relationship Id='rId2' Type='" OFFICE "/sharedStrings' Target='/xl/s.xml'/>"
		  "<Relationship Id='rId3' Type='" OFFICE "/styles' Target='styles.xml'/>"
		  "</Relationships>") },
		{ "xl/s.xml", str_fmt(a, "<sst xmlns='" MAIN "'>%s</sst>", shared) },
		{ "xl/styles.xml",
		  S("<styleSheet xmlns='" MAIN "'><numFmts><numFmt numFmtId='164' "
		  "formatCode='yyyy\"年\"m\"月\"d\"日\"'/></numFmts>"
		  "<cellStyleXfs><xf numFmtId='9'/></cellStyleXfs>"
		  "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='164'/>"
		  "<xf numFmtId='10'/><xf numFmtId='22'/></cellXfs></styleSheet>") },
		{ "xl/worksheets/a.xml",
		  str_fmt(a, "<worksheet xmlns='" MAIN "'>%s</worksheet>", sheet) },
	};
	return zip_parts(a, parts, sizeof(parts) / sizeof(*parts), ZIP_CM_DEFAULT);
}

static void xlsx_cells(void **state)
{
	static const struct {
		const char *cell, *shown;
	} rows[] = {
		{ "<c r='A1' t='s'><v>0</v></c>", "问题内容" },
		{ "<c r='A1' t='s'><v>1</v></c>", "富文本" },
		{ "<c r='A1' t='s'><v>9</v></c>", "" },
		{ "<c r='A1' t='inlineStr'><is><r><t>内</t></r><r><t>联</t></r></is></c>", "内联" },
		{ "<c r='A1' t='str'><f>A2&amp;B2</f><v>公式</v></c>", "公式" },
		{ "<c r='A1'><f>1+1</f><v>2</v></c>", "2" },
		{ "<c r='A1'><v>1.1419300000000001E3</v></c>", "1141.93" },
		{ "<c r='A1'><v>13800001111</v></c>", "13800001111" },
		{ "<c r='A1' s='1'><v>45809</v></c>", "2025-06-01" },
		{ "<c r='A1' s='2'><v>45809</v></c>", "2025-06-01" },
		{ "<c r='A1' s='2'><v>59</v></c>", "1900-02-28" },
		{ "<c r='A1' s='2'><v>61</v></c>", "1900-03-01" },
		{ "<c r='A1' s='3'><v>0.9871</v></c>", "98.71%" },
		{ "<c r='A1' s='4'><v>45809.375</v></c>", "2025-06-01 09:00" },
		{ "<c r='A1' t='b'><v>1</v></c>", "是" },
		{ "<c r='A1' t='e'><v>#N/A</v></c>", "#N/A" },
		{ "<c><v>7</v></c>", "7" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct arena a;
		struct grids g;
		struct err e = { 0 };
		arena_init(&a, 0);
		char *sheet = str_cstr(&a, str_fmt(&a, "<sheetData><row r='1'>%s</row><row r='2'>"
						   "<c r='A2'><v>0</v></c></row></sheetData>",
						   rows[i].cell));
		struct str bytes = book(&a, sheet,
					"<si><t>问题内容</t></si><si><r><t>富</t></r>"
					"<rPh sb='0' eb='1'><t>フ</t></rPh><r><t>文本</t></r></si>");
		assert_true(grid_parse(&a, S("f.xlsx"), bytes, &g, &e));
		assert_str(g.sheet[0].name, S("台账"));
		assert_str(g.sheet[0].number[0] == 1 ? grid_at(&g.sheet[0], 0, 0) : S(""),
			   str_of(rows[i].shown));
		arena_free(&a);
	}
}

static void merged_areas(void **state)
{
	struct arena a;
	struct grids g;
	struct err e = { 0 };
	arena_init(&a, 0);
	struct str bytes = book(&a,
		"<sheetData><row r='2'><c r='B2' t='str'><v>合并</v></c>"
		"<c r='AB2'><v>1</v></c></row><row r='4'><c r='C4'><v>2</v></c></row></sheetData>"
		"<mergeCells><mergeCell ref='B2:C4'/><mergeCell ref='A9:A10'/></mergeCells>", "");
	assert_true(grid_parse(&a, S("f.xlsx"), bytes, &g, &e));
	const struct grid *s = &g.sheet[0];
	assert_int_equal(s->rows, 2);
	assert_str(grid_at(s, 0, 2), S("合并"));
	assert_str(grid_at(s, 1, 1), S("合并"));
	assert_str(grid_at(s, 1, 2), S("2"));
	assert_true(s->cell[s->columns + 1].merged);
	assert_false(s->cell[1].merged);
	assert_str(grid_cell_name(&a, s, 1, 27), S("AB4"));
	arena_free(&a);
}

static void refused_books(void **state)
{
	static const struct {
		const char *sheet;
		enum err_code code;
	} rows[] = {
		{ "<sheetData><row r='1'><c r='ZZZ1'><v>1</v></c></row></sheetData>",
		  ERR_BAD_INPUT },
		{ "<sheetData><row r='1'><c r='A2'><v>1</v></c></row></sheetData>", ERR_BAD_INPUT },
		{ "<sheetData><row r='1'><c r='IW1'><v>1</v></c></row></sheetData>", ERR_LIMIT },
		{ "<sheetData><row r='x'/></sheetData>", ERR_BAD_INPUT },
		{ "<sheetData><row r='2'><c r='A2'><v>1</v></c></row><row r='1'><c r='A1'><v>1</v>"
		  "</c></row></sheetData>",
		  ERR_BAD_INPUT },
		{ "<sheetData/><mergeCells><mergeCell ref='B2'/></mergeCells>", ERR_BAD_INPUT },
		{ "<sheetData/>", ERR_BAD_INPUT },
		{ "<sheetData><row>", ERR_BAD_INPUT },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct arena a;
		struct grids g;
		struct err e = { 0 };
		arena_init(&a, 0);
		assert_false(grid_parse(&a, S("f.xlsx"), book(&a, rows[i].sheet, ""), &g, &e));
		if (e.code != rows[i].code)
			fail_msg("%s: code %d: %.*s", rows[i].sheet, e.code,
				 STR_ARG(err_text(&a, &e, LANG_EN)));
		arena_free(&a);
	}
}

static void format_codes(void **state)
{
	static const struct {
		const char *code;
		enum format kind;
	} rows[] = {
		{ "General", FORMAT_PLAIN },          { "0.00", FORMAT_PLAIN },
		{ "yyyy/m/d", FORMAT_DATE },          { "[$-804]yyyy\"年\"m\"月\";@", FORMAT_DATE },
		{ "m/d", FORMAT_DATE },               { "h:mm", FORMAT_TIME },
		{ "[h]:mm:ss", FORMAT_TIME },         { "yyyy-mm-dd hh:mm", FORMAT_DATE_TIME },
		{ "0.00%", FORMAT_PERCENT },          { "\"day\"0", FORMAT_PLAIN },
		{ "[Red]#,##0.00_)", FORMAT_PLAIN },  { "0\\d", FORMAT_PLAIN },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (format_of_code(str_of(rows[i].code)) != rows[i].kind)
			fail_msg("%s: %d", rows[i].code, format_of_code(str_of(rows[i].code)));
}

static void values(void **state)
{
	static const struct {
		char kind; /* d date, f date as the first day, m amount in 元, w in 万元, c class */
		const char *text, *want; /* NULL: refused; "": null */
	} rows[] = {
		{ 'd', "2025-6-1", "2025-06-01" },    { 'd', "2025年6月1日", "2025-06-01" },
		{ 'd', "2025年6月", "2025-06-30" },   { 'f', "2025年6月", "2025-06-01" },
		{ 'd', "2025年6月底前", "2025-06-30" }, { 'd', "2025-06-01 09:30", "2025-06-01" },
		{ 'd', "2025年12月31日前", "2025-12-31" }, { 'd', "长期坚持", "" },
		{ 'd', "", "" },                      { 'd', "6月底", NULL },
		{ 'd', "尽快", NULL },                { 'd', "2025年2月30日", NULL },
		{ 'd', "2025年6月1日完成", NULL },    { 'm', "12.5", "1250" },
		{ 'm', "1,234.56元", "123456" },      { 'm', "3.2万元", "3200000" },
		{ 'w', "3.2", "3200000" },            { 'w', "50元", "5000" },
		{ 'm', "—", "" },                     { 'm', "若干", NULL },
		{ 'm', "-5", NULL },                  { 'c', "立行立改", "immediate" },
		{ 'c', " 限期 整改 ", "staged" },     { 'c', "长期整改（三年）", "continuing" },
		{ 'c', "看情况", NULL },              { 'c', "", "" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct arena a;
		struct err e = { 0 };
		const struct val *v = NULL;
		struct str text = str_of(rows[i].text);
		arena_init(&a, 0);
		bool ok = rows[i].kind == 'c' ? sheet_class(&a, text, &v, &e)
			  : rows[i].kind == 'm' || rows[i].kind == 'w'
				  ? sheet_amount(&a, text,
						 rows[i].kind == 'w' ? S("涉及金额（万元）") : S("金额"),
						 &v, &e)
				  : sheet_date(&a, text, rows[i].kind == 'd', &v, &e);
		struct str got = v && v->kind == VAL_INT   ? str_fmt(&a, "%lld", (long long)v->i)
				 : v && v->kind == VAL_STR ? v->s
							   : S("");
		if (ok != (rows[i].want != NULL) || ok != (e.code == ERR_NONE) ||
		    (ok && !str_eq(got, str_of(rows[i].want))))
			fail_msg("%c %s: %d \"%.*s\"", rows[i].kind, rows[i].text, ok,
				 STR_ARG(got));
		arena_free(&a);
	}
}

/* The tree of a csv, as JSON on one line, and its faults. */
static struct str tree_of(struct arena *a, const char *csv, struct sheet *sheet)
{
	struct grids g;
	struct err e = { 0 };
	struct buf b;
	if (!grid_parse(a, S("f.csv"), str_of(csv), &g, &e) || !sheet_read(a, &g, sheet, &e))
		fail_msg("%.*s", STR_ARG(err_text(a, &e, LANG_EN)));
	buf_init(&b, a);
	json_write(&b, sheet->tree, JSON_LINE);
	return buf_str(&b);
}

static void ledger_sheet(void **state)
{
	struct arena a;
	struct sheet s;
	arena_init(&a, 0);
	struct str json = tree_of(&a,
		"桐湖社区党委巡察整改台账\n填报单位：桐湖社区党委,,,填报日期：2025-3-1\n"
		"序号,问题类别,具体问题,整改措施,责任 单位,责任人,整改时限,整改状态,心得\n"
		"1,党的建设,学习计划未落实,制定计划,党委办,王小明,2025-5-31,已完成,好\n"
		",,,每月学习,党委办,李芳,2025年6月底,整改中,\n"
		"2,民生,路灯损坏,更换路灯,居委会,赵丽,2025.4.30,已销号,\n"
		"合计,,2个\n", &s);
	assert_int_equal(s.faults, 0);
	static const char *const wants[] = {
		"\"unit\":\"桐湖社区党委\"", "\"unknown\":[\"心得\"]", "\"closed\":1",
		"\"passed\":[{\"row\":7,\"text\":\"合计 2个\"}]", "\"category\":\"党的建设\"",
		"\"title\":\"学习计划未落实\"", "\"due\":\"2025-06-30\"", "\"due\":\"2025-05-31\"",
		"\"text\":\"每月学习\",\"owner\":\"李芳\"", "\"progress\":\"under-way\"",
		"\"struck\":true",
	};
	for (size_t i = 0; i < sizeof(wants) / sizeof(*wants); i++)
		if (!str_has(json, str_of(wants[i])))
			fail_msg("no %s in %.*s", wants[i], STR_ARG(json));
	assert_int_equal(val_get(s.tree, S("findings"))->count, 2);
	assert_int_equal(val_get(val_get(s.tree, S("findings"))->first, S("measures"))->count, 2);
	arena_free(&a);
}

static void faults(void **state)
{
	static const struct {
		const char *row, *cell;
		enum msg msg;
	} rows[] = {
		{ "a,路灯,换灯,尽快,,", "D2", MSG_SHEET_DATE },
		{ "a,路灯,换灯,6月1日,,", "D2", MSG_SHEET_YEAR },
		{ "a,路灯,换灯,,看着办,", "E2", MSG_SHEET_STATE },
		{ "a,路灯,换灯,,,若干", "F2", MSG_SHEET_AMOUNT },
		{ "a,,换灯,,,", "B2", MSG_SHEET_TITLE },
		{ "a,路灯,换灯,,,\na,井盖,换盖,,,", "A3", MSG_SHEET_CODE_TWICE },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct arena a;
		struct sheet s;
		arena_init(&a, 0);
		tree_of(&a,
			str_cstr(&a,
				 str_fmt(&a, "问题编号,问题,整改措施,完成时限,整改状态,金额\n%s\n",
					 rows[i].row)),
			&s);
		if (s.faults != 1 || s.fault[0].why.msg != rows[i].msg ||
		    !str_eq(s.fault[0].cell, str_of(rows[i].cell)))
			fail_msg("%s: %td faults", rows[i].row, s.faults);
		arena_free(&a);
	}
}

static void no_ledger(void **state)
{
	static const struct {
		const char *csv;
		enum msg msg;
	} rows[] = {
		{ "姓名,电话\n王小明,1\n", MSG_SHEET_HEADER },
		{ "问题,整改措施,责任人\n", MSG_SHEET_EMPTY },
		{ "问题,整改措施,责任人\n合计,,\n", MSG_SHEET_EMPTY },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct arena a;
		struct grids g;
		struct sheet s;
		struct err e = { 0 };
		arena_init(&a, 0);
		assert_true(grid_parse(&a, S("f.csv"), str_of(rows[i].csv), &g, &e));
		assert_false(sheet_read(&a, &g, &s, &e));
		assert_int_equal(e.msg, rows[i].msg);
		arena_free(&a);
	}
}

static void csv_forms(void **state)
{
	static const struct {
		const char *csv, *cell; /* of row 1, column 1 */
	} rows[] = {
		{ "x,y\r\na,\"b,\"\"c\"\"\nd\"\r\n", "b,\"c\"\nd" }, { "x;y\na;b\n", "b" },
		{ "x\ty\na\tb", "b" }, { "x,y\na,'=1+1\n", "=1+1" }, { "x,y\n\n\na, b \n", "b" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct arena a;
		struct grids g;
		struct err e = { 0 };
		arena_init(&a, 0);
		assert_true(grid_parse(&a, S("f.csv"), str_of(rows[i].csv), &g, &e));
		assert_str(grid_at(&g.sheet[0], 1, 1), str_of(rows[i].cell));
		arena_free(&a);
	}
	struct arena a;
	struct grids g;
	struct err e = { 0 };
	arena_init(&a, 0);
	assert_false(grid_parse(&a, S("f.csv"), S("x,y\na,\"b\n"), &g, &e));
	assert_int_equal(e.msg, MSG_IN_CSV_QUOTE);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(xlsx_cells),    cmocka_unit_test(merged_areas),
		cmocka_unit_test(refused_books), cmocka_unit_test(format_codes),
		cmocka_unit_test(values),        cmocka_unit_test(ledger_sheet),
		cmocka_unit_test(faults),        cmocka_unit_test(no_ledger),
		cmocka_unit_test(csv_forms),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
