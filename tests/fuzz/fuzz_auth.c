/* What people type at the door, and PHC strings: base32 that reads back to the same
 * bytes, parameters within their bounds, no code that fits by accident of form. */
#include <stdlib.h>

#include "auth/password.h"
#include "auth/totp.h"
#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool ok)
{
	if (!ok)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct str text = { (const char *)data, (ptrdiff_t)size }, bytes, again;
	struct phc p;
	int64_t step;
	arena_init(&a, 0);
	if (base32_read(&a, text, &bytes)) {
		must(bytes.n <= text.n * 5 / 8);
		must(base32_read(&a, base32_of(&a, bytes), &again) && str_eq(bytes, again));
	}
	if (phc_read(text, &p))
		must(p.memory >= 1 && p.memory <= 1 << 20 && p.time >= 1 && p.time <= 16 &&
		     p.lanes >= 1 && p.lanes <= 16);
	if (totp_fits(&a, S("12345678901234567890"), text, 59, 0, &step))
		must(text.n == TOTP_DIGITS && step >= 1 && step <= 2);
	if (size < 1024 && utf8_check(text) < 0)
		must(password_left(&a, text, S("李芳")) <= utf8_count(text));
	must(totp_uri(&a, text, text, S("MZXW6")).n >= text.n);
	arena_free(&a);
	return 0;
}
