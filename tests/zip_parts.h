/* A zip made of parts in memory, for tests of the readers of office files. */
#ifndef TESTS_ZIP_PARTS_H
#define TESTS_ZIP_PARTS_H

#include <stdlib.h>
#include <zip.h>

#include "base/arena.h"
#include "base/str.h"

struct zip_part {
	const char *name;
	struct str text;
};

/* The zip's bytes, in `a`; `method` is ZIP_CM_STORE where fuzzing is to see the
 * text as it is. Aborts where libzip refuses. */
static inline struct str zip_parts(struct arena *a, const struct zip_part *part, int count,
				   int method)
{
	zip_source_t *out = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip_t *zip = zip_open_from_source(out, ZIP_TRUNCATE, NULL);
	if (!zip)
		abort();
	zip_source_keep(out);
	for (int i = 0; i < count; i++) {
		struct str text = part[i].text;
		zip_source_t *from = zip_source_buffer(zip, text.p, (zip_uint64_t)text.n, 0);
		zip_int64_t at = zip_file_add(zip, part[i].name, from, 0);
		if (at < 0 || zip_set_file_compression(zip, (zip_uint64_t)at, method, 0) != 0)
			abort();
	}
	if (zip_close(zip) != 0 || zip_source_open(out) != 0)
		abort();
	zip_source_seek(out, 0, SEEK_END);
	zip_int64_t size = zip_source_tell(out);
	zip_source_seek(out, 0, SEEK_SET);
	char *bytes = arena_new(a, char, size + 1);
	if (zip_source_read(out, bytes, (zip_uint64_t)size) != size)
		abort();
	zip_source_close(out);
	zip_source_free(out);
	return (struct str){ bytes, size };
}

#endif
