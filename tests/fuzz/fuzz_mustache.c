/*
 * Templates of any text. No crash; and the lint keeps its word: where it lets a
 * template through, the page made of it, with {{v}} printed wherever it prints
 * a value, passes the lint too, that is, each value stands in its page where a
 * value may.
 */
#include <stdlib.h>

#include "base/json.h"
#include "base/utf8.h"
#include "out/html/template.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct str find(void *of, struct str name)
{
	struct str text = *(struct str *)of;
	if (str_eq(name, S("main")))
		return text;
	if (str_eq(name, S("p")))
		return S("<b>{{a}}</b>\n{{#l}}\n{{b}}\n{{/l}}\n");
	return str_eq(name, S("q")) ? text : STR_NONE;
}

static void run(struct arena *a, struct str text, const struct val *v, enum template_mode mode)
{
	struct template_source from = { find, &text };
	const struct template *t;
	struct err e = { 0 };
	struct buf out;
	buf_init(&out, a);
	if (!template_compile(a, S("main"), from, mode, &t, &e) ||
	    !template_render(&out, t, v, &e)) {
		if (!e.code)
			abort();
		return;
	}
	if (mode == TEMPLATE_STRICT && !template_lint(S("page"), buf_str(&out), &e))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, (ptrdiff_t)size };
	if (size > 4096 || utf8_check(text) >= 0)
		return 0;
	struct arena a;
	arena_init(&a, 4 << 20);
	struct err e = { 0 };
	const struct val *v;
	if (!json_read(&a,
		       S("{\"a\":\" {{v}} \",\"b\":\" {{v}} \",\"t\":true,\"f\":false,"
			 "\"l\":[{\"x\":\" {{v}} \"},{\"x\":\" {{v}} \",\"t\":false}]}"),
		       &v, &e))
		abort();
	run(&a, text, v, TEMPLATE_STRICT);
	run(&a, text, v, TEMPLATE_RAW);
	arena_free(&a);
	return 0;
}
