/* UTF-8: see utf8.h. */
#include "base/utf8.h"

#include <string.h>

/* Length of the valid sequence at p (n bytes are left), or 0. RFC 3629 §4. */
static ptrdiff_t sequence(const unsigned char *p, ptrdiff_t n)
{
	static const unsigned char tail[] = { 0, 0x80, 0xBF };
	unsigned char lo = tail[1], hi = tail[2];
	ptrdiff_t len;
	if (p[0] < 0x80)
		return 1;
	if (p[0] >= 0xC2 && p[0] <= 0xDF)
		len = 2;
	else if (p[0] >= 0xE0 && p[0] <= 0xEF)
		len = 3;
	else if (p[0] >= 0xF0 && p[0] <= 0xF4)
		len = 4;
	else
		return 0;
	switch (p[0]) {
	case 0xE0: lo = 0xA0; break;
	case 0xED: hi = 0x9F; break;
	case 0xF0: lo = 0x90; break;
	case 0xF4: hi = 0x8F; break;
	default: break;
	}
	if (n < len || p[1] < lo || p[1] > hi)
		return 0;
	for (ptrdiff_t i = 2; i < len; i++)
		if ((p[i] & 0xC0) != 0x80)
			return 0;
	return len;
}

ptrdiff_t utf8_check(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	ptrdiff_t i = 0;
	while (i < s.n) {
		uint64_t eight;
		while (s.n - i >= 8 && (memcpy(&eight, p + i, 8), !(eight & 0x8080808080808080u)))
			i += 8;
		if (i >= s.n)
			break;
		/* most of Chinese text: U+4000..U+CFFF and U+1000..U+3FFF */
		while (s.n - i >= 3 && (p[i] & 0xF0) == 0xE0 && p[i] != 0xE0 && p[i] != 0xED &&
		       (p[i + 1] & 0xC0) == 0x80 && (p[i + 2] & 0xC0) == 0x80)
			i += 3;
		if (i >= s.n)
			break;
		ptrdiff_t len = sequence(p + i, s.n - i);
		if (!len)
			return i;
		i += len;
	}
	return -1;
}

uint32_t utf8_before(struct str s, ptrdiff_t i, ptrdiff_t *len)
{
	ptrdiff_t at = i - 1, got;
	while (at > 0 && ((unsigned char)s.p[at] & 0xC0) == 0x80)
		at--;
	uint32_t cp = utf8_at(s, at, &got);
	*len = i - at;
	return cp;
}

ptrdiff_t utf8_put(char out[4], uint32_t cp)
{
	if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
		cp = 0xFFFD;
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (char)(0xC0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3F));
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = (char)(0xE0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
		out[2] = (char)(0x80 | (cp & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | cp >> 18);
	out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
	out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
	out[3] = (char)(0x80 | (cp & 0x3F));
	return 4;
}

ptrdiff_t utf8_count(struct str s)
{
	ptrdiff_t count = 0;
	for (ptrdiff_t i = 0; i < s.n; i++)
		count += ((unsigned char)s.p[i] & 0xC0) != 0x80;
	return count;
}

ptrdiff_t utf8_skip(struct str s, ptrdiff_t count)
{
	ptrdiff_t i = 0, len;
	while (i < s.n && count-- > 0) {
		utf8_at(s, i, &len);
		i += len;
	}
	return i < s.n ? i : s.n;
}

bool utf8_is_han(uint32_t cp)
{
	return (cp >= 0x4E00 && cp <= 0x9FFF) || (cp >= 0x3400 && cp <= 0x4DBF) ||
	       (cp >= 0x20000 && cp <= 0x3FFFF);
}
