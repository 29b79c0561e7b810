/* A proof's file of any bytes: read, written, and the same when read again; what
 * is read is checked without a fault. */
#include <stdlib.h>

#include "base/json.h"
#include "store/proof.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct proof p, again;
	struct err e = { 0 };
	arena_init(&a, 0);
	if (proof_read(&a, (struct str){ (const char *)data, (ptrdiff_t)size }, &p, &e)) {
		struct buf b;
		buf_init(&b, &a);
		json_write(&b, proof_val(&a, &p), JSON_LINE);
		if (!proof_read(&a, buf_str(&b), &again, &e) ||
		    proof_holds(&p) != proof_holds(&again) || again.path.n != p.path.n)
			abort();
	}
	arena_free(&a);
	return 0;
}
