/*
 * A growing byte buffer in an arena, for writing text of unknown length.
 * What is written stays valid until the arena is freed; buf_str() borrows it.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/arena.h"
#include "base/str.h"

struct buf {
	struct arena *a;
	char *p;
	ptrdiff_t n, cap;
};

void buf_init(struct buf *b, struct arena *a);
void buf_add(struct buf *b, struct str s);
void buf_byte(struct buf *b, char c);
/* `count` copies of the byte `c`. */
void buf_fill(struct buf *b, char c, ptrdiff_t count);
/* One code point as UTF-8. */
void buf_rune(struct buf *b, uint32_t cp);
void buf_fmt(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3), nonnull(2)));
/* What was written so far; NUL-terminated past its end. */
struct str buf_str(struct buf *b);

#endif
