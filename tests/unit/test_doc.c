/* doc: the progress notice as txt, html and docx, and back. */
#include "tap.h"

#include <expat.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

#include "base/json.h"
#include "base/os.h"
#include "doc/progress_notice.h"
#include "doc/write.h"
#include "notice/parse.h"

static struct str golden(struct arena *a, const char *name)
{
	const char *root = getenv("SOURCE_ROOT");
	struct err e = { 0 };
	struct str text;
	if (!os_read(a, str_cstr(a, str_fmt(a, "%s/tests/golden/%s", root ? root : ".", name)),
		     1 << 20, &text, &e))
		fail_msg("%.*s", STR_ARG(err_text(a, &e, LANG_EN)));
	return text;
}

static const struct val *notice_tree(struct arena *a)
{
	struct err e = { 0 };
	const struct val *tree;
	assert_true(json_read(a, golden(a, "notice.tree.json"), &tree, &e));
	return tree;
}

static struct str notice_as(struct arena *a, const char *format)
{
	struct err e = { 0 };
	const struct val *doc;
	struct str out = STR_NONE;
	if (!progress_notice_doc(a, notice_tree(a), &doc, &e) ||
	    !doc_write(a, str_of(format), doc, &out, &e))
		fail_msg("%.*s", STR_ARG(err_text(a, &e, LANG_EN)));
	return out;
}

static void goldens(void **state)
{
	struct arena a;
	arena_init(&a, 0);
	assert_str(notice_as(&a, "txt"), golden(&a, "notice.txt"));
	assert_str(notice_as(&a, "html"), golden(&a, "notice.html"));
	arena_free(&a);
}

static void faults(void **state)
{
	struct arena a;
	arena_init(&a, 0);
	struct err none = { 0 }, format = { 0 }, fine = { 0 };
	const struct val *tree, *doc;
	struct str out;
	assert_true(
		json_read(&a, S("{\"prose\":[{\"text\":\"a\",\"flows\":false}]}"), &tree, &fine));
	assert_false(progress_notice_doc(&a, tree, &doc, &none));
	assert_int_equal(none.code, ERR_BAD_INPUT);
	assert_true(json_read(&a, S("{}"), &tree, &fine));
	assert_true(progress_notice_doc(&a, tree, &doc, &fine));
	assert_int_equal(val_get(doc, S("blocks"))->count, 0);
	assert_false(doc_write(&a, S("odt"), doc, &out, &format));
	assert_int_equal(format.code, ERR_BAD_INPUT);
	arena_free(&a);
}

/* A part of the package, as bytes. */
static struct str part(struct arena *a, struct str bytes, const char *path)
{
	zip_error_t why;
	zip_stat_t st;
	zip_error_init(&why);
	zip_source_t *from = zip_source_buffer_create(bytes.p, (zip_uint64_t)bytes.n, 0, &why);
	zip_t *zip = zip_open_from_source(from, ZIP_RDONLY | ZIP_CHECKCONS, &why);
	if (!zip)
		fail_msg("%s", zip_error_strerror(&why));
	if (zip_stat(zip, path, 0, &st) < 0)
		fail_msg("no part %s", path);
	char *p = arena_array(a, (ptrdiff_t)st.size, 1, 1);
	zip_file_t *file = zip_fopen(zip, path, 0);
	assert_true(zip_fread(file, p, st.size) == (zip_int64_t)st.size);
	zip_fclose(file);
	zip_discard(zip);
	return (struct str){ p, (ptrdiff_t)st.size };
}

/* What a part says, by expat: `<element name="value"…>` and text, as lines. */
static void XMLCALL on_start(void *data, const char *name, const char **attrs)
{
	struct buf *b = data;
	buf_fmt(b, "<%s", name);
	for (; *attrs; attrs += 2)
		buf_fmt(b, " %s=%s", attrs[0], attrs[1]);
	buf_add(b, S(">\n"));
}

static void XMLCALL on_end(void *data, const char *name)
{
	buf_fmt(data, "</%s>\n", name);
}

static void XMLCALL on_text(void *data, const char *text, int n)
{
	buf_add(data, (struct str){ text, n });
}

static struct str told(struct arena *a, struct str xml)
{
	struct buf b;
	buf_init(&b, a);
	XML_Parser parser = XML_ParserCreate(NULL);
	XML_SetUserData(parser, &b);
	XML_SetElementHandler(parser, on_start, on_end);
	XML_SetCharacterDataHandler(parser, on_text);
	if (XML_Parse(parser, xml.p, (int)xml.n, 1) != XML_STATUS_OK)
		fail_msg("line %lu: %s", XML_GetCurrentLineNumber(parser),
			 XML_ErrorString(XML_GetErrorCode(parser)));
	XML_ParserFree(parser);
	return buf_str(&b);
}

/* The paragraphs of word/document.xml, one a line. */
static struct str paragraphs(struct arena *a, struct str said)
{
	struct buf b;
	buf_init(&b, a);
	struct str line, rest = said;
	while (str_split(&rest, '\n', &line)) {
		if (str_eq(line, S("</w:p>")))
			buf_byte(&b, '\n');
		else if (str_drop_tail(&line, S("</w:t>")))
			buf_add(&b, line);
	}
	return buf_str(&b);
}

static void docx_layout(void **state)
{
	static const struct { const char *path; struct str says; } rows[] = {
		{ "word/document.xml", S("<w:pgSz w:w=11906 w:h=16838>") },
		{ "word/document.xml", S("<w:pgMar w:top=2098 w:right=1474 w:bottom=1984 "
					 "w:left=1587 w:header=851 w:footer=1406 w:gutter=0>") },
		{ "word/document.xml", S("<w:docGrid w:type=lines w:linePitch=579>") },
		{ "word/document.xml", S("<w:footerReference w:type=even r:id=rId5>") },
		{ "word/document.xml", S("<w:rStyle w:val=Heading3Char>") },
		{ "word/document.xml", S("<w:ind w:rightChars=0 w:right=0>") },
		{ "word/styles.xml", S("w:eastAsia=方正小标宋简体 ") },
		{ "word/styles.xml", S("w:eastAsia=仿宋_GB2312 ") },
		{ "word/styles.xml", S("w:eastAsia=楷体_GB2312 ") },
		{ "word/styles.xml", S("w:eastAsia=黑体 ") },
		{ "word/styles.xml", S("w:eastAsia=宋体 ") },
		{ "word/styles.xml", S("<w:sz w:val=44>") },
		{ "word/styles.xml", S("<w:sz w:val=32>") },
		{ "word/styles.xml", S("<w:sz w:val=28>") },
		{ "word/styles.xml", S("w:line=579 w:lineRule=exact>") },
		{ "word/styles.xml", S("<w:ind w:firstLineChars=200 w:firstLine=630>") },
		{ "word/styles.xml", S("<w:ind w:rightChars=400 w:right=1260>") },
		{ "word/styles.xml", S("w:eastAsia=zh-CN") },
		{ "word/settings.xml", S("<w:evenAndOddHeaders>") },
		{ "word/footer1.xml", S("<w:jc w:val=right>") },
		{ "word/footer1.xml", S("— </w:t>") },
		{ "word/footer1.xml", S(" PAGE </w:instrText>") },
		{ "word/footer2.xml", S("<w:jc w:val=left>") },
		{ "word/footer2.xml", S(" PAGE </w:instrText>") },
		{ "word/fontTable.xml", S("<w:font w:name=方正小标宋简体>") },
		{ "docProps/core.xml", S("zh-CN</dc:language>") },
		{ "docProps/app.xml", S("Huiyin</Application>") },
		{ "word/_rels/document.xml.rels", S("Id=rId5") },
		{ "_rels/.rels", S("Target=word/document.xml") },
		{ "[Content_Types].xml", S("PartName=/word/footer2.xml") },
	};
	struct arena a;
	arena_init(&a, 0);
	struct str bytes = notice_as(&a, "docx");
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (!str_has(told(&a, part(&a, bytes, rows[i].path)), rows[i].says))
			fail_msg("%s lacks \"%.*s\"", rows[i].path, STR_ARG(rows[i].says));
	assert_str(notice_as(&a, "docx"), bytes);
	arena_free(&a);
}

/* The same paragraphs as the plain text has. */
static void docx_text(void **state)
{
	struct arena a;
	arena_init(&a, 0);
	struct str said = told(&a, part(&a, notice_as(&a, "docx"), "word/document.xml"));
	struct str rest = notice_as(&a, "txt"), line;
	struct buf want;
	buf_init(&want, &a);
	while (str_split(&rest, '\n', &line))
		if (line.n) {
			buf_add(&want, str_trim(line));
			buf_byte(&want, '\n');
		}
	assert_str(paragraphs(&a, said), buf_str(&want));
	arena_free(&a);
}

/* Characters that XML can't hold do not break the file. */
static void docx_odd_text(void **state)
{
	struct arena a;
	arena_init(&a, 0);
	struct err e = { 0 };
	const struct val *tree, *doc;
	struct str out;
	assert_true(json_read(&a,
			      S("{\"issuer\":\"a<&\\u0001\\uffff\",\"title\":null,\"prose\":"
				"[{\"text\":\"]]>\\u000b\\nx\",\"position\":1,\"flows\":true}]}"),
			      &tree, &e));
	assert_true(progress_notice_doc(&a, tree, &doc, &e));
	assert_true(doc_write(&a, S("docx"), doc, &out, &e));
	assert_str(paragraphs(&a, told(&a, part(&a, out, "word/document.xml"))),
		   S("a<&\n]]>\nx\n"));
	arena_free(&a);
}

/* Every paragraph of the source but head matter and sign-off, which are set in
 * their own way, stands in the plain text. */
static void nothing_lost(const char *path, const struct notice *n, struct str txt)
{
	for (ptrdiff_t i = 0; i < n->paras; i++) {
		enum para_role role = n->para[i].role;
		if (role == PARA_HEAD || role == PARA_TITLE || role == PARA_ISSUER ||
		    role == PARA_DATE)
			continue;
		if (!str_has(txt, n->para[i].text))
			fail_msg("%s: lost \"%.*s\"", path, STR_ARG(n->para[i].text));
	}
}

/* Read, written in each format and read again, a notice is the same. */
static void round_trip(const char *path)
{
	static const struct str formats[] = { S("txt"), S("html"), S("docx") };
	struct arena a;
	arena_init(&a, 0);
	struct source src;
	struct err e = { 0 };
	const struct val *doc;
	struct str out;
	assert_true(source_read(&a, path, &src, &e));
	const struct notice *n = notice_parse(&a, &src);
	const struct val *want = notice_val(&a, n, false);
	assert_true(progress_notice_doc(&a, notice_val(&a, n, true), &doc, &e));
	for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++) {
		if (!doc_write(&a, formats[i], doc, &out, &e) ||
		    !source_parse(&a, formats[i], out, &src, &e))
			fail_msg("%s: %.*s", path, STR_ARG(err_text(&a, &e, LANG_EN)));
		if (!val_eq(want, notice_val(&a, notice_parse(&a, &src), false)))
			fail_msg("%s: not the same as %.*s", path, STR_ARG(formats[i]));
		if (i == 0)
			nothing_lost(path, n, out);
	}
	arena_free(&a);
}

static void round_trips(void **state)
{
	static const char *const patterns[] = { "tests/golden/notice.txt",
						"tests/vectors/*/*.txt" };
	const char *root = getenv("SOURCE_ROOT");
	struct arena a;
	arena_init(&a, 0);
	for (size_t i = 0; i < sizeof(patterns) / sizeof(*patterns); i++) {
		glob_t found;
		struct str pattern = str_fmt(&a, "%s/%s", root ? root : ".", patterns[i]);
		assert_int_equal(glob(str_cstr(&a, pattern), 0, NULL, &found), 0);
		for (size_t k = 0; k < found.gl_pathc; k++)
			round_trip(found.gl_pathv[k]);
		globfree(&found);
	}
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(goldens),   cmocka_unit_test(faults),
		cmocka_unit_test(docx_layout), cmocka_unit_test(docx_text),
		cmocka_unit_test(docx_odd_text), cmocka_unit_test(round_trips),
	};
	return cmocka_run_group_tests_name("doc", tests, NULL, NULL);
}
