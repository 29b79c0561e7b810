/* A docx: bytes that start as a zip are one; others are its parts, set apart
 * by form feeds (document, numbering, styles), and are packed here, so that
 * what is tried gets past the checksums. */
#include "in_check.h"
#include "../zip_parts.h"

static struct str pack(struct arena *a, struct str parts)
{
	struct zip_part part[] = { { "word/document.xml" }, { "word/numbering.xml" },
				   { "word/styles.xml" } };
	int n = 0;
	while (n < (int)(sizeof(part) / sizeof(*part)) && str_split(&parts, '\f', &part[n].text))
		n++;
	return zip_parts(a, part, n, ZIP_CM_STORE);
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
