/* out/pdf: where lines end, how many stand on a page, and its bounds. */
#include "tap.h"

#include <string.h>

#include "base/buf.h"
#include "base/json.h"
#include "base/utf8.h"
#include "out/pdf/line.h"
#include "out/pdf/pdf.h"

enum { WIDE = 10 };

/* Pieces of a made-up type: Chinese WIDE, all else half of it. */
static struct piece *pieces_of(struct arena *a, struct str text, ptrdiff_t *n)
{
	struct piece *p = arena_new(a, struct piece, text.n + 1);
	ptrdiff_t len;
	*n = 0;
	for (ptrdiff_t i = 0; i < text.n; i += len) {
		uint32_t cp = utf8_at(text, i, &len);
		p[(*n)++] = (struct piece){ .cp = cp,
					    .width = cp < 0x80 ? WIDE / 2.0 : WIDE,
					    .em = WIDE,
					    .at = (int)i,
					    .end = (int)(i + len) };
	}
	return p;
}

/* The lines with | between them. */
static struct str lines_of(struct arena *a, struct str text, double first, double width,
			   bool balance)
{
	struct cuts cuts = { 0 };
	struct buf b;
	ptrdiff_t n;
	const struct piece *p = pieces_of(a, text, &n);
	buf_init(&b, a);
	if (balance)
		line_balance(a, p, n, width, &cuts);
	else
		line_break(a, p, n, first, width, &cuts);
	for (ptrdiff_t i = 0; i < cuts.n; i++) {
		if (i)
			buf_byte(&b, '|');
		buf_add(&b, str_cut(text, p[cuts.p[i].from].at, p[cuts.p[i].to - 1].end));
	}
	return buf_str(&b);
}

static void line_ends(void **state)
{
	static const struct {
		struct str text;
		double first, width;
		struct str lines;
	} rows[] = {
		{ S(""), 40, 40, S("") },
		{ S("一二三四五六"), 40, 40, S("一二三四|五六") },
		{ S("一二三四五六"), 20, 40, S("一二|三四五六") },
		/* a stop that does not fit takes its character along … */
		{ S("一二三四。五"), 40, 40, S("一二三|四。五") },
		/* … or is let in where the line has enough to lose */
		{ S("一，三，。五"), 40, 40, S("一，三，。|五") },
		{ S("一二三（五）"), 40, 40, S("一二三|（五）") },
		{ S("一二“四”五"), 30, 30, S("一二|“四”|五") },
		/* numbers, their signs and western words stay whole */
		{ S("一二三12.5%五"), 40, 40, S("一二三|12.5%五") },
		{ S("一二三2025年"), 50, 50, S("一二三|2025年") },
		{ S("一二3月一日"), 25, 25, S("一二|3月一|日") },
		{ S("abcdefghijkl"), 20, 20, S("abcd|efgh|ijkl") },
		{ S("ab cd ef"), 25, 25, S("ab cd |ef") },
		{ S("一二三——六"), 40, 40, S("一二三|——六") },
		{ S("一二三……六"), 40, 40, S("一二|三……六") },
		/* what is wider than the line stands alone */
		{ S("一二"), 5, 5, S("一|二") },
		{ S("。。。。"), 20, 20, S("。。。。") },
	};
	struct arena a;
	arena_init(&a, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_str(lines_of(&a, rows[i].text, rows[i].first, rows[i].width, false),
			   rows[i].lines);
	assert_str(lines_of(&a, S("一二三四五六七"), 0, 60, true), S("一二三四|五六七"));
	assert_str(lines_of(&a, S("一二三四五六"), 0, 60, true), S("一二三四五六"));
	arena_free(&a);
}

static void shrinks(void **state)
{
	static const struct { struct str text; double shrink; } rows[] = {
		{ S("，"), 5 }, { S("（"), 5 }, { S("。"), 5 }, { S("："), 2.5 },
		{ S("！"), 2.5 }, { S("一"), 0 }, { S(","), 0 }, { S("…"), 0 },
	};
	struct arena a;
	arena_init(&a, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		ptrdiff_t n;
		assert_true(line_shrink(pieces_of(&a, rows[i].text, &n)) == rows[i].shrink);
	}
	arena_free(&a);
}

/* The document of blocks that are `block` `count` times. */
static const struct val *doc_of(struct arena *a, const char *block, int count)
{
	struct buf b;
	struct err e = { 0 };
	const struct val *doc;
	buf_init(&b, a);
	buf_add(&b, S("{\"title\":\"t\",\"date\":\"2025-06-01\",\"blocks\":["));
	for (int i = 0; i < count; i++)
		buf_fmt(&b, "%s%s", i ? "," : "", block);
	buf_add(&b, S("]}"));
	if (!json_read(a, buf_str(&b), &doc, &e))
		fail_msg("%.*s", STR_ARG(err_text(a, &e, LANG_EN)));
	return doc;
}

static int pages_of(struct arena *a, const struct val *doc)
{
	struct str out, at = S("/Type /Page %");
	struct err e = { 0 };
	int pages = 0;
	if (!pdf_write(a, doc, &out, &e))
		fail_msg("%.*s", STR_ARG(err_text(a, &e, LANG_EN)));
	assert_true(str_starts(out, S("%PDF-1.")));
	assert_true(str_has(out, S("(20250601000000+08")));
	for (ptrdiff_t i = 0; (i = str_find(out, at, i)) >= 0; i++)
		pages++;
	return pages;
}

#define PARA(text) "{\"style\":\"body\",\"text\":\"" text "\",\"runs\":null}"
#define TEN "一二三四五六七八九十"
#define ROW(lines) \
	"{\"lines\":" lines ",\"cells\":[{\"text\":\"x\"},{\"text\":\"y\",\"foot\":\"z\"}]}"
#define TABLE(rows) "{\"style\":\"table\",\"widths\":[4,8],\"rows\":[" rows "]}"

static void pages(void **state)
{
	static const struct {
		const char *block;
		int count, pages;
	} rows[] = {
		{ "", 0, 1 },
		{ PARA("一"), 22, 1 },
		{ PARA("一"), 23, 2 },
		/* two characters in, 28 a line: 26 are one line, 27 two */
		{ PARA(TEN TEN "一二三四五六"), 22, 1 },
		{ PARA(TEN TEN "一二三四五六七"), 11, 1 },
		{ PARA(TEN TEN "一二三四五六七"), 12, 2 },
		/* a heading does not end a page */
		{ PARA("一") "," PARA("二") "," "{\"style\":\"h1\",\"text\":\"三\"}", 8, 2 },
		{ TABLE(ROW("1")), 14, 1 },
		{ TABLE(ROW("20")), 2, 2 },
		{ TABLE(ROW("1000")), 1, 1 },
	};
	struct arena a;
	arena_init(&a, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_int_equal(pages_of(&a, doc_of(&a, rows[i].block, rows[i].count)),
				 rows[i].pages);
	arena_free(&a);
}

static void bounds(void **state)
{
	struct arena a;
	struct err big = { 0 }, many = { 0 };
	struct str out;
	arena_init(&a, 0);
	char *long_text = arena_new(&a, char, PDF_PARA_BYTES_MAX + 100);
	memset(long_text, 'x', PDF_PARA_BYTES_MAX + 1);
	struct str block = str_fmt(&a, PARA("%s"), long_text);
	assert_false(pdf_write(&a, doc_of(&a, block.p, 1), &out, &big));
	assert_int_equal(big.code, ERR_LIMIT);
	assert_false(pdf_write(&a, doc_of(&a, TABLE(ROW("34")), PDF_PAGES_MAX + 1), &out, &many));
	assert_int_equal(many.code, ERR_LIMIT);
	arena_free(&a);
}

/* Characters that no font has, marks, right-to-left words, control characters. */
static void odd_text(void **state)
{
	static const char *const texts[] = {
		PARA("\xF0\x90\x8A\xA0 e\xCC\x81\xCC\x81\xCC\x81 \xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D "
		     "一"),
		PARA("\\u0001\\u000b\\t\\n\\u202e\\u2066一\\u2028二三"),
		PARA("   "),
		"{\"style\":\"table\",\"widths\":[],\"rows\":[{\"cells\":[]},{\"cells\":[{}]}]}",
		"{\"style\":\"table\"}",
		"{\"style\":\"body\",\"text\":\"一二\",\"runs\":[{\"style\":\"h2\",\"text\":"
		"\"一二三四五\"}]}",
	};
	struct arena a;
	arena_init(&a, 0);
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		const struct val *doc = doc_of(&a, texts[i], 1);
		struct str first = STR_NONE, again = STR_NONE;
		struct err e = { 0 };
		assert_int_equal(pages_of(&a, doc), 1);
		assert_true(pdf_write(&a, doc, &first, &e) && pdf_write(&a, doc, &again, &e));
		assert_true(str_eq(first, again));
	}
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(line_ends), cmocka_unit_test(shrinks), cmocka_unit_test(pages),
		cmocka_unit_test(bounds),    cmocka_unit_test(odd_text),
	};
	return cmocka_run_group_tests_name("pdf", tests, NULL, NULL);
}
