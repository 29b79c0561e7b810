/*
 * Where the lines of a paragraph end, by the habits of Chinese setting: no line
 * begins with what closes nor ends with what opens, numbers and western words
 * stay whole, and a stop that does not fit is let in by setting the line's
 * punctuation closer. Pure: it knows widths and characters, no fonts.
 */
#ifndef OUT_PDF_LINE_H
#define OUT_PDF_LINE_H

#include "base/arena.h"
#include "base/str.h"

/* The least that is set: a character with its marks. */
struct piece {
	uint32_t cp;  /* its first code point */
	double width; /* points */
	double em;    /* of its type, points */
	int run, from, to; /* its glyphs in the paragraph's run */
	int at, end;  /* its bytes */
};

/* A line: the pieces from..to-1, `spare` points narrower (< 0: wider) than it
 * may be. */
struct cut {
	ptrdiff_t from, to;
	double spare;
};

struct cuts LIST(struct cut);

/* The lines of `n` pieces, the first `first` points wide, the others `width`.
 * Each holds a piece at least; none where n is 0. */
void line_break(struct arena *a, const struct piece *piece, ptrdiff_t n, double first,
		double width, struct cuts *out);
/* The same in as few lines, none much longer than another: for centred titles. */
void line_balance(struct arena *a, const struct piece *piece, ptrdiff_t n, double width,
		  struct cuts *out);
/* How many points of its width the piece may lose: half of a bracket or stop. */
double line_shrink(const struct piece *p);
/* Whether space may be put between two pieces: not inside numbers and words. */
bool line_opens(const struct piece *before, const struct piece *after);

#endif
