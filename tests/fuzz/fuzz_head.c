/* A head's file of any bytes: what is taken is written again as it was. */
#include <stdlib.h>

#include "store/head.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct head head, again;
	struct err e = { 0 };
	arena_init(&a, 0);
	if (head_read(&a, (struct str){ (const char *)data, (ptrdiff_t)size }, &head, &e)) {
		struct str text = head_text(&a, &head);
		if (!head_read(&a, text, &again, &e) || again.size != head.size ||
		    !str_eq(head_text(&a, &again), text))
			abort();
	}
	arena_free(&a);
	return 0;
}
