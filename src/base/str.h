/*
 * Slices of text.
 *
 * Text inside the program is a pointer and a length, valid UTF-8, checked once
 * at the door (utf8_check). Nothing here allocates but str_copy, str_cstr,
 * str_join and str_fmt, which take the arena that the result lives in.
 * Lengths and offsets are bytes.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct arena;

struct str {
	const char *p;
	ptrdiff_t n;
};

/* A literal as a slice. */
#define S(lit) ((struct str){ (lit), (ptrdiff_t)sizeof(lit) - 1 })
#define STR_NONE ((struct str){ NULL, 0 })
/* For printf: "%.*s", STR_ARG(s). */
#define STR_ARG(s) (int)(s).n, (s).p ? (s).p : ""

/* A slice of the NUL-terminated `z`, which is borrowed; NULL gives STR_NONE. */
struct str str_of(const char *z);
/* The bytes from `from` to before `to`; both are held inside `s`. */
struct str str_cut(struct str s, ptrdiff_t from, ptrdiff_t to);
/* The bytes from `from` on. */
struct str str_from(struct str s, ptrdiff_t from);
/* The slice from the start of `a` to the end of `b`, both of one text. */
struct str str_span(struct str a, struct str b);

static inline bool str_eq(struct str a, struct str b)
{
	if (a.n != b.n || a.n == 0)
		return a.n == b.n;
	/* most texts that differ do so at an end: no call for those */
	return a.p[0] == b.p[0] && a.p[a.n - 1] == b.p[b.n - 1] &&
	       memcmp(a.p, b.p, (size_t)a.n) == 0;
}
/* Byte order: <0, 0, >0. */
int str_cmp(struct str a, struct str b);
bool str_starts(struct str s, struct str head);
bool str_ends(struct str s, struct str tail);
/* Offset of the first (last) `needle` at or after byte `from`, or -1. */
ptrdiff_t str_find(struct str s, struct str needle, ptrdiff_t from);
ptrdiff_t str_rfind(struct str s, struct str needle);
bool str_has(struct str s, struct str needle);
/* True where `inner` lies inside the memory of `outer`. */
bool str_within(struct str inner, struct str outer);
/* Without white space at both ends: ASCII, U+00A0, U+3000, U+FEFF. */
struct str str_trim(struct str s);
struct str str_trim_left(struct str s);
struct str str_trim_right(struct str s);
/* Drops `head` (`tail`) where `s` has it; says whether it did. */
bool str_drop_head(struct str *s, struct str head);
bool str_drop_tail(struct str *s, struct str tail);
/* Takes the part before the next `sep` off `rest` into `part`; the last part
 * is what remains. False when nothing is left (an empty last part counts
 * where a separator stood before it). Start with `rest` = the whole text. */
bool str_split(struct str *rest, char sep, struct str *part);
/* FNV-1a, 64 bits; for tables, never for proofs. */
uint64_t str_hash(struct str s);

/* A copy in `a`. */
struct str str_copy(struct arena *a, struct str s);
/* A NUL-terminated copy in `a`, for library calls. */
char *str_cstr(struct arena *a, struct str s);
/* `a` and `b` put together, in `ar`. */
struct str str_join(struct arena *ar, struct str a, struct str b);
/* printf into the arena. */
struct str str_fmt(struct arena *a, const char *fmt, ...)
	__attribute__((format(printf, 2, 3), nonnull(2)));
/* The decimal integer that is the whole of `s`; false where it is not one or
 * does not fit. */
bool str_int(struct str s, int64_t *out);

#endif
