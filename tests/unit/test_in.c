/* in: files to paragraphs, and every refusal of a hostile or foreign file. */
#include "tap.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "in/in.h"
#include "in/number.h"
#include "../zip_parts.h"

#define RAW(lit) { (lit), (ptrdiff_t)sizeof(lit) - 1 }

/* Paragraphs one a line: line:col:blank:indent, P for a page, C for a cell,
 * the text. */
static struct str dump(struct arena *a, const struct source *src)
{
	struct buf b;
	buf_init(&b, a);
	for (ptrdiff_t i = 0; i < src->paras; i++) {
		const struct para *p = &src->para[i];
		buf_fmt(&b, "%d:%d:%d:%d%s%s %.*s\n", p->line, p->col, p->blank, p->indent,
			p->page ? "P" : "", p->cell ? "C" : "", STR_ARG(p->text));
	}
	return buf_str(&b);
}

static struct str read_dump(struct arena *a, struct str bytes, enum source_kind kind)
{
	struct source src;
	struct err e = { 0 };
	if (!source_parse(a, S("甲"), bytes, &src, &e))
		fail_msg("%.*s", STR_ARG(err_text(a, &e, LANG_EN)));
	assert_int_equal(src.kind, kind);
	return dump(a, &src);
}

/* The English sentence that the bytes are refused with. */
static struct str refusal(struct arena *a, struct str bytes, enum err_code code)
{
	struct source src;
	struct err e = { 0 };
	if (source_parse(a, S("f"), bytes, &src, &e))
		fail_msg("was read: %.*s", STR_ARG(dump(a, &src)));
	assert_int_equal(e.code, code);
	assert_true(err_text(a, &e, LANG_ZH).n > 0);
	return err_text(a, &e, LANG_EN);
}

struct want {
	struct str bytes, dump;
};

static void texts(void **state)
{
	static const struct want rows[] = {
		{ RAW("一\n二"), RAW("1:1:0:0 一\n2:1:0:0 二\n") },
		{ RAW("\xEF\xBB\xBF一\r\n\r\n　　二 \r\n"), RAW("1:1:0:0 一\n3:3:1:4 二\n") },
		{ RAW("一\r \t二\r\r\r三"), RAW("1:1:0:0 一\n2:3:0:4 二\n5:1:2:0 三\n") },
		{ RAW("\n\n一\n\f二\n\f\n三\n"),
		  RAW("3:1:2:0 一\n4:2:0:0P 二\n6:1:1:0P 三\n") },
		{ RAW("一\xC2\xA0\xC2\xA0\n\xC2\xA0二"), RAW("1:1:0:0 一\n2:2:0:1 二\n") },
		{ RAW("\xFF\xFE\x00\x4E\x0D\x00\x0A\x00\x8C\x4E"), RAW("1:1:0:0 一\n2:1:0:0 二\n") },
		{ RAW("\xFE\xFF\x4E\x00\x00\x0A\x4E\x8C"), RAW("1:1:0:0 一\n2:1:0:0 二\n") },
		/* GB18030: 中文, and a character of four bytes (㐀). */
		{ RAW("\xD6\xD0\xCE\xC4\r\n\x81\x39\xEE\x39"), RAW("1:1:0:0 中文\n2:1:0:0 㐀\n") },
		{ RAW("plain"), RAW("1:1:0:0 plain\n") },
	};
	struct arena a;
	arena_init(&a, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_str(read_dump(&a, rows[i].bytes, SOURCE_TXT), rows[i].dump);
	arena_free(&a);
}

struct refused {
	struct str bytes;
	enum err_code code;
	const char *says; /* stands in the English sentence */
};

static void refuse_all(const struct refused *rows, size_t count)
{
	struct arena a;
	arena_init(&a, 0);
	for (size_t i = 0; i < count; i++) {
		struct str why = refusal(&a, rows[i].bytes, rows[i].code);
		if (!str_has(why, str_of(rows[i].says)))
			fail_msg("row %zu: \"%.*s\" lacks \"%s\"", i, STR_ARG(why), rows[i].says);
	}
	arena_free(&a);
}

static void refused_texts(void **state)
{
	static const struct refused rows[] = {
		{ RAW(""), ERR_BAD_INPUT, "empty" },
		{ RAW(" \r\n　\t\n"), ERR_BAD_INPUT, "only white space" },
		{ RAW("\xEF\xBB\xBF"), ERR_BAD_INPUT, "only white space" },
		{ RAW("一\nab\0c"), ERR_BAD_INPUT, "byte 7 (line 2) is a NUL" },
		/* One bad byte in Chinese UTF-8 is damage, not GB18030. */
		{ RAW("中文\n中\xFF文字"), ERR_BAD_INPUT, "byte 11 (line 2) is not valid UTF-8" },
		{ RAW("中文中\xE6\x96"), ERR_BAD_INPUT, "byte 10 (line 1) is not valid UTF-8" },
		{ RAW("\xEF\xBB\xBF中\n\xD6\xD0"), ERR_BAD_INPUT,
		  "byte 8 (line 2) is not valid UTF-8" },
		{ RAW("a\r\nb\xFF"), ERR_BAD_INPUT,
		  "byte 5 (line 2) is not UTF-8, byte 5 (line 2)" },
		{ RAW("\xD6\xD0\n\xD6\xD0\xFF\xFF"), ERR_BAD_INPUT,
		  "byte 1 (line 1) is not UTF-8, byte 6 (line 2) is not GB18030" },
		{ RAW("\xFF\xFE\x00\xDC\x00\x4E"), ERR_BAD_INPUT, "not valid UTF-16 from byte 3" },
		{ RAW("\xFF\xFE\x00\x4E\x00"), ERR_BAD_INPUT, "not valid UTF-16 from byte 5" },
		{ RAW("\xFF\xFE\x00\x00\x00\x4E"), ERR_BAD_INPUT, "NUL" },
		{ RAW("\x89PNG\r\n\x1A\n"), ERR_BAD_INPUT, "picture" },
		{ RAW("{\\rtf1\\ansi"), ERR_BAD_INPUT, "RTF" },
		{ RAW("Rar!\x1A\x07"), ERR_BAD_INPUT, "archive" },
	};
	refuse_all(rows, sizeof(rows) / sizeof(*rows));
}

static void pages(void **state)
{
	static const struct want rows[] = {
		/* Word's own: conditions, spans, empty o:p, a break inside words. */
		{ RAW("<html>\n<head><title>题</title><style>p{}</style></head>\n<body>\n"
		      "<!--[if gte mso 9]><xml>x</xml><![endif]-->\n"
		      "<p class=MsoNormal><b><span style='font-size:16pt'>关于整改\n进展</span>情况"
		      "<o:p></o:p></b></p>\n<p>&nbsp;</p>\n"
		      "<p><![if !supportLists]><span "
		      "style='mso-list:Ignore'>一、</span><![endif]>组织&ldquo;领导"
		      "&rdquo;</p></body></html>"),
		  RAW("5:52:0:0 关于整改进展情况\n8:55:2:0 一、组织“领导”\n") },
		/* <br> ends a line without a gap; two leave a blank one. */
		{ RAW("<p>一<br>二<br/><br>三</p>四"),
		  RAW("1:4:0:0 一\n1:9:0:0 二\n1:19:1:0 三\n1:24:1:0 四\n") },
		{ RAW("<div>甲<p>　　乙\r\n丙 丁</div>\r\n<div>a\nb"),
		  RAW("1:6:0:0 甲\n1:12:1:4 乙丙 丁\n3:6:1:0 a b\n") },
		{ RAW("<table><tr><td>序号<th>问题</tr></table>后"),
		  RAW("1:16:0:0C 序号\n1:22:1:0C 问题\n1:37:1:0 后\n") },
		{ RAW("<p>一</p><script>document.write('<p>二</p>')</script><p hidden>三</p>"
		      "<div style='color:red;display: "
		      "none'><p>四</p></div><textarea>五</textarea>六"),
		  RAW("1:4:0:0 一\n1:140:1:0 六\n") },
		{ RAW("<ol start=3><li>甲<li><p>乙</p><ul><li>丙</ul><li value=9>丁<li>3. "
		      "戊</ol><ol type=a><li>己</ol>"),
		  RAW("1:17:0:0 3. 甲\n1:25:1:0 4. 乙\n1:38:1:0 丙\n1:56:1:0 9. 丁\n1:61:1:0 3. "
		      "戊\n"
		      "1:85:1:0 a. 己\n") },
		{ RAW("<pre>一\n　二\n\n三</pre>"), RAW("1:6:0:0 一\n2:2:0:2 二\n4:1:1:0 三\n") },
		{ RAW("正文<p>&#20013;&#x6587; &amp; &lt;3</p>"),
		  RAW("1:1:0:0 正文\n1:6:1:0 中文 & <3\n") },
		{ RAW("<meta charset='gb2312'><p>\xD6\xD0\xCE\xC4"), RAW("1:27:0:0 中文\n") },
		{ RAW("<meta http-equiv=Content-Type content=\"text/html; "
		      "charset=BIG5\"><p>\xA4\xA4\xA4\xE5"),
		  RAW("1:68:0:0 中文\n") },
		{ RAW("<meta charset=gb2312><p>中文"),
		  RAW("1:25:0:0 中文\n") }, /* is UTF-8 all the same */
		/* What stands after the page's end is read too. */
		{ RAW("<html><body><p>一</body></html>\n二<p>三"),
		  RAW("1:16:0:0 一\n2:1:1:0 二\n2:5:1:0 三\n") },
		{ RAW("\xFF\xFE<\0p\0>\0\x00\x4E"), RAW("1:4:0:0 一\n") },
	};
	struct arena a;
	arena_init(&a, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_str(read_dump(&a, rows[i].bytes, SOURCE_HTML), rows[i].dump);
	/* What is long keeps its lines: 40,000 paragraphs, one a line. */
	struct buf b;
	buf_init(&b, &a);
	for (int i = 0; i < 40000; i++)
		buf_add(&b, S("<p class='MsoNormal'>整改 &amp; 落实</p>\r\n"));
	struct source src;
	struct err e = { 0 };
	assert_true(source_parse(&a, S("f"), buf_str(&b), &src, &e));
	assert_int_equal(src.paras, 40000);
	for (int i = 0; i < 40000; i++) {
		assert_int_equal(src.para[i].line, i + 1);
		assert_int_equal(src.para[i].col, 22);
	}
	arena_free(&a);
}

static void refused_pages(void **state)
{
	static const struct refused rows[] = {
		{ RAW("<p>\n</p><script>x</script>"), ERR_BAD_INPUT, "only white space" },
		{ RAW("<p>a\0"), ERR_BAD_INPUT, "byte 5 (line 1) is a NUL" },
		{ RAW("<meta charset=utf-8>\n<p>\xD6\xD0"), ERR_BAD_INPUT,
		  "byte 25 (line 2) is not valid UTF-8" },
		{ RAW("<meta charset=big5><p>\xFF\xFF"), ERR_BAD_INPUT,
		  "byte 23 (line 1) is not valid big5" },
		{ RAW("<?xml version='1.0'?><?mso-application "
		      "progid='Word.Document'?><w:wordDocument/>"),
		  ERR_BAD_INPUT, "Word XML" },
	};
	refuse_all(rows, sizeof(rows) / sizeof(*rows));
	struct arena a;
	arena_init(&a, 0);
	struct buf b;
	buf_init(&b, &a);
	for (int i = 0; i < 100; i++)
		buf_add(&b, S("<div>\n"));
	buf_add(&b, S("一"));
	assert_true(str_has(refusal(&a, buf_str(&b), ERR_LIMIT),
			    S("line 63 is nested deeper than 64")));
	arena_free(&a);
}

/* A part of a zip to be made; `fill`: as often is `text` repeated. */
struct part {
	const char *name, *text;
	int fill;
};

static struct str make_zip(struct arena *a, const struct part *parts, int count)
{
	struct zip_part *made = arena_new(a, struct zip_part, count);
	for (int i = 0; i < count; i++) {
		struct buf b;
		buf_init(&b, a);
		for (int k = 0; k < (parts[i].fill ? parts[i].fill : 1); k++)
			buf_add(&b, str_of(parts[i].text));
		made[i] = (struct zip_part){ parts[i].name, buf_str(&b) };
	}
	return zip_parts(a, made, count, ZIP_CM_DEFAULT);
}

#define W "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"
#define DOC(body)                                                              \
	"<?xml version='1.0' encoding='UTF-8'?><w:document " W                 \
	" xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>" \
	"<w:body>" body "</w:body></w:document>"
#define P(text) "<w:p><w:r><w:t>" text "</w:t></w:r></w:p>"
#define NP(num, level, text) \
	"<w:p><w:pPr><w:numPr><w:ilvl w:val='" #level "'/><w:numId w:val='" #num \
	"'/></w:numPr></w:pPr>" \
	"<w:r><w:t>" text "</w:t></w:r></w:p>"
#define LVL(at, format, text, more)                                            \
	"<w:lvl w:ilvl='" #at "'><w:start w:val='1'/><w:numFmt w:val='" format "'/>" more \
	"<w:lvlText w:val='" text "'/></w:lvl>"

static const char numbering[] =
	"<w:numbering " W "><w:abstractNum w:abstractNumId='4'>"
	LVL(0, "chineseCountingThousand", "%1、", "<w:pStyle w:val='Head1'/>")
	LVL(1, "chineseCounting", "（%2）", "<w:suff w:val='nothing'/>")
	LVL(2, "decimal", "%3.", "")
	LVL(3, "decimal", "（%4）", "")
	LVL(4, "decimalEnclosedCircle", "%5", "<w:suff w:val='nothing'/>")
	LVL(5, "decimal", "%1.%6", "<w:isLgl/>")
	"</w:abstractNum><w:abstractNum w:abstractNumId='7'>"
	LVL(0, "bullet", "\xEF\x82\xB7", "") "</w:abstractNum>"
	"<w:abstractNum w:abstractNumId='8'><w:numStyleLink w:val='ListStyle'/></w:abstractNum>"
	"<w:num w:numId='1'><w:abstractNumId w:val='4'/></w:num>"
	"<w:num w:numId='2'><w:abstractNumId w:val='7'/></w:num>"
	"<w:num w:numId='3'><w:abstractNumId w:val='4'/><w:lvlOverride w:ilvl='2'>"
	"<w:startOverride w:val='5'/></w:lvlOverride></w:num>"
	"<w:num w:numId='5'><w:abstractNumId w:val='8'/></w:num></w:numbering>";

static const char styles[] = "<w:styles " W "><w:style w:styleId='Head1'><w:pPr><w:numPr><w:numId "
			     "w:val='1'/></w:numPr></w:pPr></w:style>"
			     "<w:style w:styleId='Head1b'><w:basedOn w:val='Head1'/></w:style>"
			     "<w:style w:styleId='ListStyle'><w:pPr><w:numPr><w:numId "
			     "w:val='1'/></w:numPr></w:pPr></w:style></w:styles>";

static struct str make_docx(struct arena *a, const char *document)
{
	const struct part parts[] = {
		{ "[Content_Types].xml", "<x/>" },
		{ "word/document.xml", document },
		{ "word/numbering.xml", numbering },
		{ "word/styles.xml", styles },
	};
	return make_zip(a, parts, 4);
}

static void documents(void **state)
{
	static const struct {
		const char *document;
		struct str dump;
	} rows[] = {
		{ DOC(P("一") "<w:p/>" P(" 二 ")), RAW("1:1:0:0 一\n3:2:2:1 二\n") },
		{ DOC("<w:p><w:pPr><w:ind w:firstLineChars='200' "
		      "w:firstLine='640'/></w:pPr><w:r><w:t>甲</w:t><w:br/>"
		      "<w:t>乙</w:t><w:tab/><w:t xml:space='preserve'> "
		      "丙</w:t><w:noBreakHyphen/></w:r></w:p>"),
		  RAW("1:1:0:4 甲\n1:3:0:0 乙\t 丙-\n") },
		{ DOC("<w:tbl><w:tr><w:tc>" P("甲") "</w:tc><w:tc>" P(
			  "乙") "</w:tc></w:tr></w:tbl>" P("丙")),
		  RAW("1:1:0:0C 甲\n2:1:1:0C 乙\n3:1:1:0 丙\n") },
		/* Deleted, moved away, hidden, a field's code and former properties go. */
		{ DOC("<w:p><w:pPr><w:pPrChange><w:pPr><w:numPr><w:ilvl w:val='0'/><w:numId "
		      "w:val='1'/></w:numPr>"
		      "</w:pPr></w:pPrChange></w:pPr><w:del><w:r><w:delText>旧</w:delText><w:t>旧</"
		      "w:t></w:r></w:del>"
		      "<w:ins><w:r><w:t>新</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>移</w:t></"
		      "w:r></w:moveFrom>"
		      "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r><w:r><w:rPr><w:vanish "
		      "w:val='0'/></w:rPr><w:t>显</w:t>"
		      "<w:instrText>PAGE</w:instrText></w:r></w:p>"),
		  RAW("1:1:0:0 新显\n") },
		/* A deleted paragraph mark joins two. */
		{ DOC("<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>前</w:t></w:r></w:p>" P(
			  "后")),
		  RAW("1:1:0:0 前后\n") },
		/* A text box comes once, after its paragraph. */
		{ DOC("<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>" P(
			  "框") "</w:txbxContent></mc:Choice>"
				"<mc:Fallback><w:pict><w:txbxContent>" P(
					"框") "</w:txbxContent></w:pict></mc:Fallback>"
					      "</mc:AlternateContent></w:r><w:r><w:t>文</w:t><w:br/"
					      "><w:t>后</w:t></w:r></w:p>" P("下")),
		  RAW("1:1:0:0 文\n1:3:0:0 后\n2:1:0:0 框\n3:1:1:0 下\n") },
		{ DOC(P("一") "<w:p><w:r><w:br w:type='page'/></w:r></w:p>" P(
			  "二") "<w:p><w:pPr><w:pageBreakBefore/></w:pPr><w:r><w:t>三</w:t></w:r></"
				"w:p>"),
		  RAW("1:1:0:0 一\n3:1:3:0P 二\n4:1:1:0P 三\n") },
		{ DOC(NP(1, 0, "甲") NP(1, 1, "乙") NP(1, 2, "丙") NP(1, 2, "丁") NP(1, 3, "戊")
			      NP(1, 4, "己") NP(1, 1, "庚") NP(1, 2, "辛") NP(2, 0, "点")
				      NP(3, 2, "五起") NP(3, 2, "六") NP(1, 0, "壬") NP(1, 1, "癸")
					      NP(1, 5, "法") NP(0, 0, "无")),
		  RAW("1:1:0:0 一、甲\n2:1:1:0 （一）乙\n3:1:1:0 1. 丙\n4:1:1:0 2. 丁\n5:1:1:0 "
		      "（1）戊\n"
		      "6:1:1:0 ①己\n7:1:1:0 （二）庚\n8:1:1:0 1. 辛\n9:1:1:0 点\n10:1:1:0 5. 五起\n"
		      "11:1:1:0 6. 六\n12:1:1:0 二、壬\n13:1:1:0 （一）癸\n14:1:1:0 2.1 "
		      "法\n15:1:1:0 无\n") },
		/* A level that is stepped over counts as begun. */
		{ DOC(NP(1, 1, "甲") NP(1, 0, "乙") NP(1, 2, "丙") NP(1, 1, "丁")),
		  RAW("1:1:0:0 （一）甲\n2:1:1:0 二、乙\n3:1:1:0 1. 丙\n4:1:1:0 （二）丁\n") },
		{ DOC("<w:p><w:pPr><w:pStyle w:val='Head1'/></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>"
		      "<w:p><w:pPr><w:pStyle w:val='Head1b'/></w:pPr><w:r><w:t>乙</w:t></w:r></w:p>"
		      "<w:p><w:pPr><w:pStyle w:val='Head1'/><w:numPr><w:numId "
		      "w:val='0'/></w:numPr></w:pPr>"
		      "<w:r><w:t>丙</w:t></w:r></w:p>" NP(5, 1, "丁")),
		  RAW("1:1:0:0 一、甲\n2:1:1:0 二、乙\n3:1:1:0 丙\n4:1:1:0 （一）丁\n") },
	};
	struct arena a;
	arena_init(&a, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_str(read_dump(&a, make_docx(&a, rows[i].document), SOURCE_DOCX),
			   rows[i].dump);
	arena_free(&a);
}

static void refused_documents(void **state)
{
	static const struct {
		struct part part;
		enum err_code code;
		const char *says;
	} rows[] = {
		{ { "word/document.xml", "<a>" },
		  ERR_BAD_INPUT,
		  "word/document.xml, line 1 is not valid XML" },
		{ { "word/document.xml", "\n<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>" },
		  ERR_BAD_INPUT,
		  "line 2 has a DTD" },
		{ { "word/document.xml", "<a>\n", 65 },
		  ERR_LIMIT,
		  "line 65 is nested deeper than 64" },
		{ { "word/document.xml", "<a/>" }, ERR_BAD_INPUT, "only white space" },
		{ { "word/document.xml", "<a>\xFF</a>" }, ERR_BAD_INPUT, "not valid XML" },
		/* 4 MB of one byte shrink a thousandfold. */
		{ { "word/document.xml", "                ", 1 << 18 }, ERR_LIMIT, "zip bomb" },
		{ { "xl/workbook.xml", "<a/>" }, ERR_BAD_INPUT, "spreadsheet" },
		{ { "ppt/presentation.xml", "<a/>" }, ERR_BAD_INPUT, "slide show" },
		{ { "OFD.xml", "<a/>" }, ERR_BAD_INPUT, "OFD" },
		{ { "content.xml", "<a/>" }, ERR_BAD_INPUT, "OpenDocument" },
		{ { "[Content_Types].xml", "<a/>" }, ERR_BAD_INPUT, "no word/document.xml" },
		{ { "a.txt", "a" }, ERR_BAD_INPUT, "archive" },
		/* The header owns up to more than 200 MB. */
		{ { "a.txt", "0123456789abcdef", 210 << 16 }, ERR_LIMIT, "expands past the limit" },
	};
	struct arena a;
	arena_init(&a, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct arena_mark mark = arena_mark(&a);
		struct str why = refusal(&a, make_zip(&a, &rows[i].part, 1), rows[i].code);
		if (!str_has(why, str_of(rows[i].says)))
			fail_msg("row %zu: \"%.*s\" lacks \"%s\"", i, STR_ARG(why), rows[i].says);
		arena_release(&a, mark);
	}
	arena_free(&a);
}

static void broken_zips(void **state)
{
	struct arena a;
	arena_init(&a, 0);
	struct str good = make_docx(&a, DOC(P("一")));
	assert_str(read_dump(&a, good, SOURCE_DOCX), S("1:1:0:0 一\n"));
	/* Cut anywhere, it is refused with a sentence. */
	for (ptrdiff_t n = 4; n < good.n; n += 7)
		assert_true(str_has(refusal(&a, str_cut(good, 0, n), ERR_BAD_INPUT),
				    S("damaged or cut off")));
	/* A wrong byte in the packed document breaks its checksum or its XML. */
	struct str harmed = str_copy(&a, good);
	ptrdiff_t at = str_find(harmed, S("word/document.xml"), 0) + 40;
	((char *)(uintptr_t)harmed.p)[at] ^= 0x55;
	refusal(&a, harmed, ERR_BAD_INPUT);
	/* Both headers of the part say that it is encrypted. */
	struct str locked = str_copy(&a, good);
	for (ptrdiff_t k = 0; k + 10 < locked.n; k++) {
		char *p = (char *)(uintptr_t)locked.p + k;
		if (memcmp(p, "PK\x03\x04", 4) == 0)
			p[6] |= 1;
		else if (memcmp(p, "PK\x01\x02", 4) == 0)
			p[8] |= 1;
	}
	assert_true(str_has(refusal(&a, locked, ERR_BAD_INPUT), S("locked")));
	/* Headers that own up to a small size do not help a bomb: the bytes are counted. */
	const struct part bomb = { "word/document.xml", "                ", 1 << 18 };
	struct str liar = make_zip(&a, &bomb, 1);
	for (ptrdiff_t k = 0; k + 28 < liar.n; k++) {
		char *p = (char *)(uintptr_t)liar.p + k;
		if (memcmp(p, "PK\x01\x02", 4) == 0)
			memcpy(p + 24, "\x10\0\0\0", 4);
	}
	assert_true(str_has(refusal(&a, liar, ERR_LIMIT), S("zip bomb")));
	struct LIST(struct part) many = { 0 };
	for (int i = 0; i <= SOURCE_ENTRIES_MAX; i++)
		*list_add(&a, &many) = (struct part){ str_fmt(&a, "%d", i).p, "" };
	assert_true(str_has(refusal(&a, make_zip(&a, many.p, (int)many.n), ERR_LIMIT),
			    S("has 2001 entries")));
	arena_free(&a);
}

static void office_containers(void **state)
{
#define OLE "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
	static const struct refused rows[] = {
		{ RAW(OLE "W\0o\0r\0d\0D\0o\0c\0"), ERR_BAD_INPUT, "old Word document" },
		{ RAW(OLE "W\0o\0r\0k\0b\0o\0o\0k\0"), ERR_BAD_INPUT, "spreadsheet" },
		{ RAW(OLE "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"), ERR_BAD_INPUT,
		  "locked" },
	};
	refuse_all(rows, sizeof(rows) / sizeof(*rows));
}

static void pdf_pages(void **state)
{
	static const struct want rows[] = {
		/* Dressed page numbers go, at foot and head, in every form. */
		{ RAW("一\n— 1 —\n\f二\n- 2 -\n\f第 3 页 共 4 页\n三\n\f四\n4/4\n"),
		  RAW("1:1:0:0 一\n3:1:0:0P 二\n6:1:0:0P 三\n7:1:0:0P 四\n") },
		/* A bare number goes where it grows with the pages, and else stays. */
		{ RAW("一\n 7\n\f二\n 8\n"), RAW("1:1:0:0 一\n3:1:0:0P 二\n") },
		{ RAW("一\n2025\n\f二\n8\n"),
		  RAW("1:1:0:0 一\n2:1:0:0 2025\n3:1:0:0P 二\n4:1:0:0 8\n") },
		/* Blank lines at a page's edges are the page's. */
		{ RAW("一\n\n二\n\n\n1\n\f\n\n三\n\n2\n"),
		  RAW("1:1:0:0 一\n3:1:1:0 二\n9:1:0:0P 三\n") },
		{ RAW("一\n2024-12\n"), RAW("1:1:0:0 一\n2:1:0:0 2024-12\n") },
		{ RAW("一\n2025-11-12\n"), RAW("1:1:0:0 一\n2:1:0:0 2025-11-12\n") },
		/* A running head stays once. */
		{ RAW("首\n一\n1\n\f首\n二\n2\n\f首\n三\n3\n"),
		  RAW("1:1:0:0 首\n2:1:0:0 一\n5:1:0:0P 二\n8:1:0:0P 三\n") },
		/* Gaps between Chinese and digits are the layout's; others stay. */
		{ RAW("  于 2024 年 9 月，共 5 次 A 类\n27 日 起\n1 学习方面\n甲 乙  3  丙\n1. "
		      "学习"),
		  RAW("1:3:0:2 于2024年9月，共5次A类\n2:1:0:0 27日 起\n3:1:0:0 1 学习方面\n"
		      "4:1:0:0 甲 乙  3  丙\n5:1:0:0 1. 学习\n") },
	};
	struct arena a;
	arena_init(&a, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct in in = { .a = &a, .name = S("f") };
		pdf_lines(&in, rows[i].bytes);
		struct source src = { .para = in.list.p, .paras = in.list.n };
		assert_str(dump(&a, &src), rows[i].dump);
	}
	arena_free(&a);
}

#define PDF(page)                                                              \
	"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"               \
	"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"                   \
	"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R" \
	"/Resources<</Font<</F 5 0 R>>>>>>endobj\n"                            \
	"4 0 obj<</Length 99>>stream\n" page "\nendstream endobj\n"            \
	"5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"

static void pdfs(void **state)
{
	static const struct refused rows[] = {
		{ RAW("%PDF-1.7\nnothing"), ERR_BAD_INPUT, "no whole PDF" },
		{ RAW(PDF("") "trailer<</Root 1 0 R>>\n%%EOF"), ERR_BAD_INPUT, "scan" },
		{ RAW(PDF("BT /F 12 Tf 50 200 Td (Hello) Tj ET")
		      "6 0 obj<</Filter/Standard/V 1/R 2/P -4/O(01234567890123456789012345678901)"
		      "/U(01234567890123456789012345678901)>>endobj\n"
		      "trailer<</Root 1 0 R/Encrypt 6 0 R/ID[(a)(a)]>>\n%%EOF"),
		  ERR_BAD_INPUT, "locked" },
	};
	if (system("pdftotext -v >/dev/null 2>&1") != 0)
		skip();
	refuse_all(rows, sizeof(rows) / sizeof(*rows));
	struct arena a;
	arena_init(&a, 0);
	struct str dumped = read_dump(&a,
				      S(PDF("BT /F 12 Tf 50 200 Td (Hello) Tj 0 -40 Td (World) Tj "
					    "ET") "trailer<</Root 1 0 R>>\n%%EOF"),
				      SOURCE_PDF);
	assert_true(str_has(dumped, S(" Hello\n")) && str_has(dumped, S(" World\n")));
	arena_free(&a);
}

static void paths(void **state)
{
	char folder[] = "/tmp/test_in.XXXXXX";
	assert_non_null(mkdtemp(folder));
	struct arena a;
	arena_init(&a, 0);
	const char *pipe = str_fmt(&a, "%s/pipe", folder).p, *big = str_fmt(&a, "%s/big", folder).p;
	assert_int_equal(mkfifo(pipe, 0600), 0);
	FILE *f = fopen(big, "w");
	assert_non_null(f);
	assert_int_equal(ftruncate(fileno(f), SOURCE_BYTES_MAX + 1), 0);
	fclose(f);
	const struct { const char *path; enum err_code code; const char *says; } rows[] = {
		{ folder, ERR_BAD_INPUT, "is a folder" },
		{ pipe, ERR_BAD_INPUT, "no regular file" },
		{ "/dev/null", ERR_BAD_INPUT, "no regular file" },
		{ big, ERR_LIMIT, "more than the limit" },
		{ "/no/such/file", ERR_NOT_FOUND, "cannot open" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct source src;
		struct err e = { 0 };
		assert_false(source_read(&a, rows[i].path, &src, &e));
		assert_int_equal(e.code, rows[i].code);
		if (!str_has(err_text(&a, &e, LANG_EN), str_of(rows[i].says)))
			fail_msg("%s", e.bytes);
	}
	struct source src;
	struct err e = { 0 };
	char *more = arena_new(&a, char, SOURCE_BYTES_MAX + 1);
	assert_false(
		source_parse(&a, S("f"), (struct str){ more, SOURCE_BYTES_MAX + 1 }, &src, &e));
	assert_int_equal(e.code, ERR_LIMIT);
	unlink(pipe);
	unlink(big);
	rmdir(folder);
	arena_free(&a);
}

static void numbers(void **state)
{
	static const struct { enum number_format format; int n; struct str want; } rows[] = {
		{ NUMBER_CHINESE, 1, RAW("一") },       { NUMBER_CHINESE, 10, RAW("十") },
		{ NUMBER_CHINESE, 19, RAW("十九") },    { NUMBER_CHINESE, 21, RAW("二十一") },
		{ NUMBER_CHINESE, 102, RAW("一百零二") }, { NUMBER_CHINESE, 110, RAW("一百一十") },
		{ NUMBER_CHINESE, 1001, RAW("一千零一") }, { NUMBER_DIGITS, 10, RAW("一〇") },
		{ NUMBER_LEGAL, 12, RAW("壹拾贰") },    { NUMBER_CIRCLED, 1, RAW("①") },
		{ NUMBER_CIRCLED, 20, RAW("⑳") },      { NUMBER_CIRCLED, 21, RAW("㉑") },
		{ NUMBER_CIRCLED, 36, RAW("㊱") },      { NUMBER_CIRCLED, 51, RAW("51") },
		{ NUMBER_PAREN, 2, RAW("⑵") },         { NUMBER_STOP, 3, RAW("⒊") },
		{ NUMBER_STEMS, 3, RAW("丙") },         { NUMBER_BRANCHES, 12, RAW("亥") },
		{ NUMBER_LOWER_LETTER, 27, RAW("aa") }, { NUMBER_UPPER_ROMAN, 14, RAW("XIV") },
		{ NUMBER_WIDE, 12, RAW("１２") },       { NUMBER_DECIMAL_ZERO, 3, RAW("03") },
		{ NUMBER_DECIMAL_ZERO, 13, RAW("13") }, { NUMBER_CHINESE, 0, RAW("0") },
	};
	struct arena a;
	arena_init(&a, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buf b;
		buf_init(&b, &a);
		number_put(&b, rows[i].format, rows[i].n);
		assert_str(buf_str(&b), rows[i].want);
	}
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts),         cmocka_unit_test(refused_texts),
		cmocka_unit_test(pages),         cmocka_unit_test(refused_pages),
		cmocka_unit_test(documents),     cmocka_unit_test(refused_documents),
		cmocka_unit_test(broken_zips),   cmocka_unit_test(office_containers),
		cmocka_unit_test(pdf_pages),     cmocka_unit_test(pdfs),
		cmocka_unit_test(paths),         cmocka_unit_test(numbers),
	};
	return cmocka_run_group_tests_name("in", tests, NULL, NULL);
}
