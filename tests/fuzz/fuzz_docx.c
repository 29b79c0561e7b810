/* A docx: bytes that start as a zip are one; others are its parts, set apart
 * by form feeds (document, numbering, styles), and are packed here, so that
 * what is tried gets past the checksums. */
#include <zip.h>

#include "in_check.h"

static void add(zip_t *zip, const char *name, struct str part)
{
	zip_source_t *from = zip_source_buffer(zip, part.p, (zip_uint64_t)part.n, 0);
	zip_int64_t at = zip_file_add(zip, name, from, 0);
	if (at < 0)
		abort();
	zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_STORE, 0);
}

static struct str pack(struct arena *a, struct str parts)
{
	static const char *const names[] = { "word/document.xml", "word/numbering.xml",
					     "word/styles.xml" };
	zip_source_t *out = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip_t *zip = zip_open_from_source(out, ZIP_TRUNCATE, NULL);
	struct str part;
	if (!zip)
		abort();
	zip_source_keep(out);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names) && str_split(&parts, '\f', &part);
	     i++)
		add(zip, names[i], part);
	char *bytes = NULL;
	zip_int64_t size = 0;
	if (zip_close(zip) == 0 && zip_source_open(out) == 0) {
		zip_source_seek(out, 0, SEEK_END);
		size = zip_source_tell(out);
		zip_source_seek(out, 0, SEEK_SET);
		bytes = arena_new(a, char, size + 1);
		size = zip_source_read(out, bytes, (zip_uint64_t)size);
		zip_source_close(out);
	}
	zip_source_free(out);
	return (struct str){ bytes, size > 0 ? size : 0 };
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	arena_init(&a, 0);
	struct str bytes = { (const char *)data, (ptrdiff_t)size };
	if (!str_starts(bytes, S("PK")))
		bytes = pack(&a, bytes);
	if (str_starts(bytes, S("PK")) && !str_has(bytes, S("%PDF-")))
		in_check_bytes(bytes);
	arena_free(&a);
	return 0;
}
