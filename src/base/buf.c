/* A growing byte buffer: see buf.h. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

enum { FMT_MOST = 256 };

void buf_init(struct buf *b, struct arena *a)
{
	*b = (struct buf){ .a = a };
}

static void room(struct buf *b, ptrdiff_t more)
{
	if (b->cap - b->n > more)
		return;
	ptrdiff_t cap = b->cap ? b->cap * 2 : 256;
	while (cap - b->n <= more)
		cap *= 2;
	char *p = arena_bytes(b->a, cap);
	if (b->n)
		memcpy(p, b->p, (size_t)b->n);
	b->p = p;
	b->cap = cap;
}

void buf_add(struct buf *b, struct str s)
{
	room(b, s.n);
	if (s.n)
		memcpy(b->p + b->n, s.p, (size_t)s.n);
	b->n += s.n;
}

void buf_byte(struct buf *b, char c)
{
	room(b, 1);
	b->p[b->n++] = c;
}

void buf_fill(struct buf *b, char c, ptrdiff_t count)
{
	if (count <= 0)
		return;
	room(b, count);
	memset(b->p + b->n, c, (size_t)count);
	b->n += count;
}

void buf_rune(struct buf *b, uint32_t cp)
{
	char four[4];
	buf_add(b, (struct str){ four, utf8_put(four, cp) });
}

void buf_fmt(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;
	va_start(ap, fmt);
	va_copy(again, ap);
	room(b, FMT_MOST);
	int n = vsnprintf(b->p + b->n, FMT_MOST, fmt, ap);
	va_end(ap);
	if (n >= FMT_MOST) { /* few are; those are printed twice */
		room(b, n + 1);
		vsnprintf(b->p + b->n, (size_t)n + 1, fmt, again);
	}
	b->n += n > 0 ? n : 0;
	va_end(again);
}

struct str buf_str(struct buf *b)
{
	room(b, 1);
	b->p[b->n] = 0;
	return (struct str){ b->p, b->n };
}
