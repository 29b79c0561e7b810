/*
 * UTF-8: checked once where bytes come in, then walked without checks.
 * Form: RFC 3629 (no surrogates, no overlong forms, at most U+10FFFF).
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/str.h"

/* Offset of the first byte that is not valid UTF-8, or -1 where all is. */
ptrdiff_t utf8_check(struct str s);

/* The code point at byte `i` of valid text, i < s.n; `*len` is its length. */
static inline uint32_t utf8_at(struct str s, ptrdiff_t i, ptrdiff_t *len)
{
	const unsigned char *p = (const unsigned char *)s.p + i;
	if (p[0] < 0x80)
		return *len = 1, p[0];
	if (p[0] < 0xE0)
		return *len = 2, (p[0] & 0x1Fu) << 6 | (p[1] & 0x3Fu);
	if (p[0] < 0xF0)
		return *len = 3, (p[0] & 0x0Fu) << 12 | (p[1] & 0x3Fu) << 6 | (p[2] & 0x3Fu);
	return *len = 4, (p[0] & 0x07u) << 18 | (p[1] & 0x3Fu) << 12 |
			 (p[2] & 0x3Fu) << 6 | (p[3] & 0x3Fu);
}

/* The code point that ends before byte `i` > 0; `*len` is its length. */
uint32_t utf8_before(struct str s, ptrdiff_t i, ptrdiff_t *len);
/* Writes `cp` as 1 to 4 bytes to `out`; what is no code point as U+FFFD. */
ptrdiff_t utf8_put(char out[4], uint32_t cp);
/* How many code points. */
ptrdiff_t utf8_count(struct str s);
/* The offset after `count` code points, at most s.n. */
ptrdiff_t utf8_skip(struct str s, ptrdiff_t count);
/* U+4E00..U+9FFF, U+3400..U+4DBF and U+20000..U+3FFFF: a Chinese character. */
bool utf8_is_han(uint32_t cp);

#endif
