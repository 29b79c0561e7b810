/* Any bytes as text: encodings, line ends, detection of the kind. A PDF would
 * start a child and is left to fuzz_pdf. */
#include "in_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str bytes = { (const char *)data, (ptrdiff_t)size };
	if (!str_has(bytes, S("%PDF-")))
		in_check_bytes(bytes);
	return 0;
}
