/*
 * How wide text stands on a terminal, in columns: Chinese characters take two,
 * combining marks none (Unicode's East Asian Width, UAX 11; ambiguous ones as
 * narrow).
 */
#ifndef TEXT_WIDTH_H
#define TEXT_WIDTH_H

#include "base/str.h"

/* 0, 1 or 2; a control character has 0. */
int width_rune(uint32_t cp);
ptrdiff_t width_str(struct str s);
/* The bytes of the longest head of `s` that is at most `columns` wide; marks
 * that belong to its last character stay with it. */
ptrdiff_t width_fit(struct str s, ptrdiff_t columns);

#endif
