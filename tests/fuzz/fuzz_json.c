/* JSON of any bytes: read, written, and the same when read again. */
#include <stdlib.h>

#include "base/json.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	arena_init(&a, 0);
	struct str text = { (const char *)data, (ptrdiff_t)size };
	struct err e = { 0 };
	const struct val *v, *again;
	if (json_read(&a, text, &v, &e)) {
		struct buf out;
		buf_init(&out, &a);
		json_write(&out, v, JSON_LINE);
		struct str line = buf_str(&out);
		if (utf8_check(line) >= 0 || !json_read(&a, line, &again, &e) || !val_eq(v, again))
			abort();
	}
	arena_free(&a);
	return 0;
}
