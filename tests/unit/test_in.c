/* in: files to paragraphs, and every refusal of a hostile or foreign file. */
#include "tap.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "in/source.h"

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
		{ RAW("\xEF\xBB\xBF中\n\xD6\xD0"), ERR_BAD_INPUT, "byte 8 (line 2) is not valid UTF-8" },
		{ RAW("a\r\nb\xFF"), ERR_BAD_INPUT, "byte 5 (line 2) is not UTF-8, byte 5 (line 2)" },
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(texts),
		cmocka_unit_test(refused_texts),
	};
	return cmocka_run_group_tests_name("in", tests, NULL, NULL);
}
