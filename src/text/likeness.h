/*
 * How alike two sentences are: by their bigrams, pairs of neighbouring
 * characters. Dice's coefficient, 2·|A∩B| ÷ (|A|+|B|), over multisets; letters
 * of ASCII in lower case, what is no letter, digit or Chinese character left out.
 */
#ifndef TEXT_LIKENESS_H
#define TEXT_LIKENESS_H

#include "base/arena.h"
#include "base/str.h"

/* The bigrams of a text, sorted; of a text of one character that one alone. */
struct bigrams {
	uint64_t *p;
	ptrdiff_t n;
};

/* Of the text's first 4,096 bytes, in `a`. */
struct bigrams bigrams_of(struct arena *a, struct str s);
/* 0 (nothing shared) to 1 (the same); 0 where both are empty. */
double likeness(struct bigrams a, struct bigrams b);

#endif
