/* Likeness by bigrams: see likeness.h. */
#include "text/likeness.h"

#include <stdlib.h>

#include "base/utf8.h"

enum { BYTES_MOST = 4096 };

static int by_value(const void *x, const void *y)
{
	uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
	return (a > b) - (a < b);
}

/* The character as it counts, 0 where it does not. */
static uint32_t counted(uint32_t cp)
{
	if (cp >= 'A' && cp <= 'Z')
		return cp + ('a' - 'A');
	bool ascii = (cp >= 'a' && cp <= 'z') || (cp >= '0' && cp <= '9');
	return ascii || utf8_is_han(cp) ? cp : 0;
}

struct bigrams bigrams_of(struct arena *a, struct str s)
{
	struct bigrams out = { NULL, 0 };
	uint32_t before = 0;
	if (s.n > BYTES_MOST) {
		ptrdiff_t at = BYTES_MOST;
		while ((s.p[at] & 0xC0) == 0x80)
			at--;
		s = str_cut(s, 0, at);
	}
	out.p = arena_new(a, uint64_t, s.n + 1);
	for (ptrdiff_t at = 0, len; at < s.n; at += len) {
		uint32_t cp = counted(utf8_at(s, at, &len));
		if (!cp)
			continue;
		if (before)
			out.p[out.n++] = (uint64_t)before << 32 | cp;
		before = cp;
	}
	if (!out.n && before)
		out.p[out.n++] = before;
	qsort(out.p, (size_t)out.n, sizeof(*out.p), by_value);
	return out;
}

double likeness(struct bigrams a, struct bigrams b)
{
	ptrdiff_t both = 0, i = 0, k = 0;
	while (i < a.n && k < b.n) {
		if (a.p[i] == b.p[k]) {
			both++;
			i++;
			k++;
		} else if (a.p[i] < b.p[k]) {
			i++;
		} else {
			k++;
		}
	}
	return a.n + b.n ? 2.0 * (double)both / (double)(a.n + b.n) : 0;
}
