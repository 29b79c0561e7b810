/* A file to be kept: its ending is chosen by the first byte, the rest is the
 * file. What is taken must be of a kind that its ending may have. */
#include <stdlib.h>
#include <string.h>

#include "in/upload.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static bool read_str(void *with, int64_t at, char *to, ptrdiff_t n)
{
	const struct str *bytes = with;
	memcpy(to, bytes->p + at, (size_t)n);
	return true;
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	static const struct str names[] = {
		S("a.jpg"),  S("a.png"),  S("a.webp"), S("a.heic"), S("a.pdf"),
		S("a.docx"), S("a.xlsx"), S("a.txt"),  S("a.mp4"),  S("a.doc"),
		S("a.xls"),  S("a.wps"),  S("a.et"),   S("a.ofd"),
	};
	struct arena a;
	struct err e = { 0 };
	struct str kind;
	if (!size)
		return 0;
	arena_init(&a, 0);
	struct str bytes = { (const char *)data + 1, (ptrdiff_t)size - 1 };
	struct str name = names[data[0] % (sizeof(names) / sizeof(*names))];
	struct upload file = { bytes.n, &bytes, read_str };
	bool ok = upload_kind(&a, name, &file, &kind, &e);
	if (ok != (e.code == ERR_NONE) || (ok && !str_ends(name, kind)))
		abort();
	struct str kept = upload_name(&a, bytes);
	if (kept.n < 1 || kept.n > 1000)
		abort();
	arena_free(&a);
	return 0;
}
