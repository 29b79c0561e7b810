/* What pdftotext might write: pages, page numbers, running heads, gaps. */
#include "in_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct err e = { 0 };
	arena_init(&a, 0);
	struct in in = { .a = &a, .name = S("f") };
	struct str text;
	if (decode(&in, (struct str){ (const char *)data, (ptrdiff_t)size }, S("utf-8"), &text,
		   &e)) {
		pdf_lines(&in, text);
		in_check(in.list.p, in.list.n);
	}
	arena_free(&a);
	return 0;
}
