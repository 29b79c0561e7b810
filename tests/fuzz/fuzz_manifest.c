/* A backup's manifest of any bytes: what is taken is written and read again the
 * same, and names nothing outside of the folder that it is unpacked into. */
#include <stdlib.h>

#include "store/care.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct manifest m, again;
	struct err e = { 0 };
	arena_init(&a, 0);
	if (manifest_read(&a, (struct str){ (const char *)data, (ptrdiff_t)size }, &m, &e)) {
		for (ptrdiff_t i = 0; i < m.files; i++)
			if (str_has(m.file[i].name, S("..")) || str_starts(m.file[i].name, S("/")))
				abort();
		if (!manifest_read(&a, manifest_text(&a, &m), &again, &e) ||
		    again.files != m.files || !str_eq(again.head, m.head))
			abort();
	}
	arena_free(&a);
	return 0;
}
