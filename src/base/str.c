/* Slices of text: see str.h. */
#include "base/str.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"

struct str str_of(const char *z)
{
	return z ? (struct str){ z, (ptrdiff_t)strlen(z) } : STR_NONE;
}

struct str str_cut(struct str s, ptrdiff_t from, ptrdiff_t to)
{
	to = to < 0 ? 0 : to > s.n ? s.n : to;
	from = from < 0 ? 0 : from > to ? to : from;
	return (struct str){ s.p ? s.p + from : NULL, to - from };
}

struct str str_from(struct str s, ptrdiff_t from)
{
	return str_cut(s, from, s.n);
}

struct str str_span(struct str a, struct str b)
{
	return (struct str){ a.p, (b.p + b.n) - a.p };
}

int str_cmp(struct str a, struct str b)
{
	ptrdiff_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.p, b.p, (size_t)n) : 0;
	return c ? c : (a.n > b.n) - (a.n < b.n);
}

bool str_starts(struct str s, struct str head)
{
	return s.n >= head.n && str_eq(str_cut(s, 0, head.n), head);
}

bool str_ends(struct str s, struct str tail)
{
	return s.n >= tail.n && str_eq(str_from(s, s.n - tail.n), tail);
}

ptrdiff_t str_find(struct str s, struct str needle, ptrdiff_t from)
{
	if (from < 0)
		from = 0;
	if (needle.n > s.n - from)
		return -1;
	if (needle.n == 0)
		return from;
	const char *at = needle.n == 1
				 ? memchr(s.p + from, needle.p[0], (size_t)(s.n - from))
				 : memmem(s.p + from, (size_t)(s.n - from), needle.p,
					  (size_t)needle.n);
	return at ? at - s.p : -1;
}

ptrdiff_t str_rfind(struct str s, struct str needle)
{
	for (ptrdiff_t i = s.n - needle.n; i >= 0; i--)
		if (str_eq(str_cut(s, i, i + needle.n), needle))
			return i;
	return -1;
}

bool str_has(struct str s, struct str needle)
{
	return str_find(s, needle, 0) >= 0;
}

bool str_within(struct str inner, struct str outer)
{
	uintptr_t i = (uintptr_t)inner.p, o = (uintptr_t)outer.p;
	return i >= o && i + (uintptr_t)inner.n <= o + (uintptr_t)outer.n;
}

/* Length in bytes of the white space that `s` starts with; 0 where none. */
static ptrdiff_t space_head(struct str s)
{
	if (s.n < 1)
		return 0;
	unsigned char c = (unsigned char)s.p[0];
	if (c == ' ' || (c >= '\t' && c <= '\r'))
		return 1;
	if (str_starts(s, S("\xC2\xA0")))
		return 2;
	if (str_starts(s, S("\xE3\x80\x80")) || str_starts(s, S("\xEF\xBB\xBF")))
		return 3;
	return 0;
}

struct str str_trim_left(struct str s)
{
	for (ptrdiff_t n; (n = space_head(s)) > 0;)
		s = str_from(s, n);
	return s;
}

struct str str_trim_right(struct str s)
{
	for (;;) {
		ptrdiff_t n = 0;
		for (ptrdiff_t k = 1; k <= 3 && k <= s.n && !n; k++)
			if (space_head(str_from(s, s.n - k)) == k)
				n = k;
		if (!n)
			return s;
		s.n -= n;
	}
}

struct str str_trim(struct str s)
{
	return str_trim_right(str_trim_left(s));
}

bool str_drop_head(struct str *s, struct str head)
{
	if (!str_starts(*s, head))
		return false;
	*s = str_from(*s, head.n);
	return true;
}

bool str_drop_tail(struct str *s, struct str tail)
{
	if (!str_ends(*s, tail))
		return false;
	s->n -= tail.n;
	return true;
}

bool str_split(struct str *rest, char sep, struct str *part)
{
	if (!rest->p)
		return false;
	const char *at = rest->n ? memchr(rest->p, sep, (size_t)rest->n) : NULL;
	if (!at) {
		*part = *rest;
		*rest = STR_NONE;
		return true;
	}
	*part = str_cut(*rest, 0, at - rest->p);
	*rest = str_from(*rest, at - rest->p + 1);
	return true;
}

uint64_t str_hash(struct str s)
{
	uint64_t h = 0xcbf29ce484222325u;
	for (ptrdiff_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 0x100000001b3u;
	return h;
}

struct str str_copy(struct arena *a, struct str s)
{
	return (struct str){ str_cstr(a, s), s.n };
}

char *str_cstr(struct arena *a, struct str s)
{
	char *z = arena_bytes(a, s.n + 1);
	if (s.n)
		memcpy(z, s.p, (size_t)s.n);
	z[s.n] = 0;
	return z;
}

struct str str_join(struct arena *ar, struct str a, struct str b)
{
	char *p = arena_bytes(ar, a.n + b.n + 1);
	if (a.n)
		memcpy(p, a.p, (size_t)a.n);
	if (b.n)
		memcpy(p + a.n, b.p, (size_t)b.n);
	p[a.n + b.n] = 0;
	return (struct str){ p, a.n + b.n };
}

struct str str_fmt(struct arena *a, const char *fmt, ...)
{
	char most[256]; /* few are longer; those are printed twice */
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	int n = vsnprintf(most, sizeof(most), fmt, ap);
	va_end(ap);
	n = n < 0 ? 0 : n;
	char *p = arena_bytes(a, (ptrdiff_t)n + 1);
	if (n >= (int)sizeof(most))
		vsnprintf(p, (size_t)n + 1, fmt, again);
	else
		memcpy(p, most, (size_t)n + 1);
	p[n] = 0;
	va_end(again);
	return (struct str){ p, n };
}

bool str_int(struct str s, int64_t *out)
{
	bool minus = str_drop_head(&s, S("-"));
	int64_t v = 0;
	if (s.n < 1)
		return false;
	for (ptrdiff_t i = 0; i < s.n; i++) {
		if (s.p[i] < '0' || s.p[i] > '9')
			return false;
		if (__builtin_mul_overflow(v, 10, &v) ||
		    __builtin_sub_overflow(v, s.p[i] - '0', &v))
			return false;
	}
	if (!minus && __builtin_sub_overflow((int64_t)0, v, &v))
		return false;
	*out = v;
	return true;
}
