/* Any text as HTML; paragraphs come in the order of their places. */
#include "in_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct err e = { 0 };
	arena_init(&a, 0);
	struct in in = { .a = &a, .name = S("f") };
	struct str text;
	if (decode(&in, (struct str){ (const char *)data, (ptrdiff_t)size }, STR_NONE, &text, &e) &&
	    html_read(&in, text, &e)) {
		in_check(in.list.p, in.list.n);
		for (ptrdiff_t i = 1; i < in.list.n; i++)
			if (in.list.p[i].line < in.list.p[i - 1].line)
				abort();
	}
	arena_free(&a);
	return 0;
}
