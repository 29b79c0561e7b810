/* XLSX sheets and zip archives as they are written: text stays text, groups become
 * one cell, names are safe everywhere. */
#include "tap.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zip.h>

#include "base/json.h"
#include "out/xlsx.h"
#include "out/zip.h"

static const struct val *json(struct arena *a, const char *text)
{
	const struct val *v;
	struct err e = { 0 };
	assert_true(json_read(a, str_of(text), &v, &e));
	return v;
}

/* One part of the zip at `path`, in `a`. */
static struct str part(struct arena *a, const char *path, const char *name)
{
	zip_stat_t st;
	zip_t *z = zip_open(path, ZIP_RDONLY, NULL);
	assert_non_null(z);
	assert_int_equal(zip_stat(z, name, 0, &st), 0);
	zip_file_t *f = zip_fopen(z, name, 0);
	char *bytes = arena_new(a, char, st.size + 1);
	assert_int_equal(zip_fread(f, bytes, st.size), st.size);
	zip_fclose(f);
	zip_discard(z);
	return (struct str){ bytes, (ptrdiff_t)st.size };
}

/* The sheet's own part, of a file with these rows. */
static struct str sheet_of(struct arena *a, const char *sheet, const char *rows)
{
	char path[] = "/tmp/huiyin-test-XXXXXX";
	struct xlsx *x;
	struct err e = { 0 };
	close(mkstemp(path));
	assert_true(xlsx_open(a, path, json(a, sheet), &x, &e));
	for val_each(row, json(a, rows))
		assert_true(xlsx_row(x, row, &e));
	assert_true(xlsx_close(x, &e));
	struct str xml = part(a, path, "xl/worksheets/sheet1.xml");
	unlink(path);
	return xml;
}

static void must_have(struct str xml, struct str what)
{
	if (!str_has(xml, what))
		fail_msg("%.*s is not in %.*s", STR_ARG(what), STR_ARG(xml));
}

static void cells(void **state)
{
	struct arena a;
	arena_init(&a, 0);
	struct str xml = sheet_of(
		&a,
		"{\"name\":\"台账\",\"above\":[\"整改台账\"],\"landscape\":true,\"paper\":\"A3\","
		"\"columns\":[{\"key\":\"a\",\"head\":\"序号\",\"width\":6,\"kind\":\"int\"},"
		"{\"key\":\"b\",\"head\":\"题名\",\"width\":20,\"kind\":\"text\",\"wrap\":true},"
		"{\"key\":\"c\",\"head\":\"日期\",\"width\":12,\"kind\":\"date\"}]}",
		"[{\"a\":1,\"b\":\"=HYPERLINK(1)\",\"c\":\"2025-06-01\"},"
		"{\"a\":2,\"b\":\"@a&<b>\",\"c\":\"2025年\"},{\"a\":null}]");
	assert_false(str_has(xml, S("<f>")));
	must_have(xml, S("=HYPERLINK(1)"));
	must_have(xml, S("@a&amp;&lt;b&gt;"));
	must_have(xml, S("<v>45809</v>")); /* 2025-06-01 as Excel counts days */
	must_have(xml, S("2025年"));       /* what is no date stays as it is */
	must_have(xml, S("paperSize=\"8\""));
	must_have(xml, S("orientation=\"landscape\""));
	must_have(xml, S("ySplit=\"2\""));
	arena_free(&a);
}

/* Equal neighbours of one group are one cell; another group's are not. */
static void groups(void **state)
{
	struct arena a;
	arena_init(&a, 0);
	struct str xml =
		sheet_of(&a,
			 "{\"name\":\"a\",\"above\":[],\"group\":\"g\",\"columns\":[{\"key\":\"t\","
			 "\"head\":\"t\","
			 "\"width\":9,\"merge\":true},{\"key\":\"m\",\"head\":\"m\",\"width\":9},"
			 "{\"key\":\"n\",\"head\":\"n\",\"width\":9,\"merge\":true}]}",
			 "[{\"g\":1,\"t\":\"x\",\"m\":\"1\",\"n\":\"p\"},{\"g\":1,\"t\":\"x\","
			 "\"m\":\"2\",\"n\":\"q\"},"
			 "{\"g\":2,\"t\":\"x\",\"m\":\"3\",\"n\":\"r\"},{\"g\":3,\"t\":\"y\",\"m\":"
			 "\"4\",\"n\":\"s\"},"
			 "{\"g\":3,\"t\":\"y\",\"m\":\"5\",\"n\":\"s\"}]");
	must_have(xml, S("<mergeCells count=\"3\">"));
	must_have(xml, S("ref=\"A2:A3\""));
	must_have(xml, S("ref=\"A5:A6\""));
	must_have(xml, S("ref=\"C5:C6\""));
	arena_free(&a);
}

static void names(void **state)
{
	static const struct { const char *from, *to; int most; } rows[] = {
		{ "a.txt", "a.txt", 60 },
		{ "a/b\\c:d*e?f\"g<h>i|j", "a_b_c_d_e_f_g_h_i_j", 60 },
		{ "..", "_", 60 },
		{ "../../etc", "_.._etc", 60 },
		{ "CON", "_CON", 60 },
		{ "con.txt", "_con.txt", 60 },
		{ "COM1.a.b", "_COM1.a.b", 60 },
		{ "COM", "COM", 60 },
		{ "console", "console", 60 },
		{ "a\xe2\x80\xae" "gpj.exe", "a_gpj.exe", 60 },
		{ "a\r\nb\tc", "a__b_c", 60 },
		{ " a. ", "a", 60 },
		{ "", "_", 60 },
		{ "长长长长长长.jpg", "长长.jpg", 6 },
	};
	struct arena a;
	arena_init(&a, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		assert_str(zip_out_name(&a, str_of(rows[i].from), rows[i].most),
			   str_of(rows[i].to));
	arena_free(&a);
}

static bool make(void *with, struct arena *a, struct str *bytes, struct err *e)
{
	*bytes = str_fmt(a, "made %s", (const char *)with);
	return true;
}

static bool make_not(void *with, struct arena *a, struct str *bytes, struct err *e)
{
	return err_set(e, ERR_NOT_FOUND, MSG_VIEW_CODE, ARGS(S("2025-01")));
}

/* What fails while the archive is written is told, and leaves no archive. */
static void archives(void **state)
{
	char file[] = "/tmp/huiyin-test-XXXXXX", path[64];
	struct arena a;
	struct zip_out *z;
	struct str text = S("kept");
	arena_init(&a, 0);
	int fd = mkstemp(file);
	assert_int_equal(write(fd, text.p, (size_t)text.n), text.n);
	close(fd);
	snprintf(path, sizeof(path), "%s.zip", file);
	for (int turn = 0; turn < 3; turn++) {
		struct err e = { 0 };
		struct hash hash = hash_of(HASH_SHA256, &text, 1);
		hash.b[0] ^= turn == 1;
		assert_true(zip_out_open(&a, path, &z, &e));
		assert_true(zip_out_made(z, S("一.txt"), turn == 2 ? make_not : make, "one", &e));
		assert_true(zip_out_file(z, S("b/二.jpg"), file, hash, true, &e));
		assert_int_equal(zip_out_close(z, &e), turn == 0);
		assert_int_equal(e.code, turn == 0 ? ERR_NONE : turn == 1 ? ERR_IO : ERR_NOT_FOUND);
		assert_int_equal(access(path, F_OK) == 0, turn == 0);
		if (turn)
			continue;
		assert_str(part(&a, path, "一.txt"), S("made one"));
		assert_str(part(&a, path, "b/二.jpg"), text);
		unlink(path);
	}
	unlink(file);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(cells),
		cmocka_unit_test(groups),
		cmocka_unit_test(names),
		cmocka_unit_test(archives),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
