/*
 * A notice of any bytes, checked: no crash, and every report stands inside the
 * source and has its sentence.
 */
#include <stdlib.h>

#include "base/utf8.h"
#include "in/source.h"
#include "notice/check/check.h"
#include "notice/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Is there such a line, and is it that long? */
static bool inside(const struct source *src, struct place at)
{
	int lines = 1;
	for (ptrdiff_t i = 0; i < src->paras; i++) {
		const struct para *p = &src->para[i];
		lines = p->line > lines ? p->line : lines;
		if (p->line == at.line)
			return at.col >= 1 && at.col <= p->col + utf8_count(p->text);
	}
	return at.line >= 1 && at.line <= lines && at.col >= 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct source src;
	struct err e = { 0 };
	arena_init(&a, 0);
	struct str bytes = { (const char *)data, (ptrdiff_t)size };
	if (source_parse(&a, S("fuzz.txt"), bytes, &src, &e) && src.kind == SOURCE_TXT) {
		struct defects d = notice_check(&a, notice_parse(&a, &src));
		for (ptrdiff_t i = 0; i < d.n; i++)
			if (!inside(&src, d.p[i].at) || !defect_text(&a, &d.p[i], LANG_ZH).n ||
			    utf8_check(defect_text(&a, &d.p[i], LANG_EN)) >= 0)
				abort();
	}
	arena_free(&a);
	return 0;
}
