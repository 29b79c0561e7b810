/* What holds of every paragraph that a reader gives, whatever the bytes. */
#ifndef TESTS_FUZZ_IN_CHECK_H
#define TESTS_FUZZ_IN_CHECK_H

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "in/in.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void in_check(const struct para *para, ptrdiff_t paras)
{
	for (ptrdiff_t i = 0; i < paras; i++) {
		const struct para *p = &para[i];
		if (!p->text.n || utf8_check(p->text) >= 0 || str_trim(p->text).n != p->text.n ||
		    memchr(p->text.p, '\0', (size_t)p->text.n) || p->line < 1 || p->col < 1 ||
		    p->blank < 0 || p->indent < 0)
			abort();
	}
}

/* Reads `bytes` and checks what came: paragraphs, or an error with words. */
static inline void in_check_bytes(struct str bytes)
{
	struct arena a;
	struct source src;
	struct err e = { 0 };
	arena_init(&a, 0);
	if (source_parse(&a, S("f"), bytes, &src, &e))
		in_check(src.para, src.paras);
	else if (e.code == ERR_NONE || !err_text(&a, &e, LANG_EN).n)
		abort();
	arena_free(&a);
}

#endif
