/*
 * Numerals in text ↔ values: Arabic digits of half and full width with group
 * commas and a decimal point, and Chinese numerals to 亿 (二十三, 一百零五,
 * 三千, 一万二千, 二〇二五, 两, 半 is none). 万 and 亿 after digits multiply:
 * 3万, 1.5亿, 5380亿.
 */
#ifndef TEXT_NUM_H
#define TEXT_NUM_H

#include "base/str.h"

struct num {
	double value;
	ptrdiff_t n;      /* bytes it takes, the multiplier included */
	bool chinese;     /* written in Chinese numerals */
	bool multiplied;  /* ends in 万 or 亿 */
	int digits;       /* digits written, without multiplier */
	int places;       /* of them after the decimal point */
};

/* The number that starts at byte `at` of `s`, the longest reading; false where
 * none does. A space between digits ends it. */
bool num_read(struct str s, ptrdiff_t at, struct num *out);
/* A run of plain digits (half or full width, or Chinese digits one by one as
 * in 二〇二五) read as an integer; `*n` is its bytes. False where none. */
bool num_digits(struct str s, ptrdiff_t at, int *value, ptrdiff_t *n);
#endif
