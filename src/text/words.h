/*
 * Tables of words, made at build from TSV files by tools/wordtable.py: each row
 * a word and what it stands for, with an index by first character.
 */
#ifndef TEXT_WORDS_H
#define TEXT_WORDS_H

#include "base/str.h"

struct word {
	struct str text;
	int is;           /* an enumerator of the table's own */
	struct str value; /* the second column as text */
};

struct words {
	const struct word *row; /* in the order of the file */
	int rows;
	/* Groups of rows with one first character, sorted by it; each group is a
	 * stretch of `order`, longest word first. */
	const struct words_first {
		uint32_t cp;
		short from, n;
	} * first;
	int firsts;
	const short *order;
};

/* Does any word start with `cp`? Asked first where most characters start none. */
bool words_starts(const struct words *w, uint32_t cp);
/* The longest word that stands at byte `at` of `s`, or NULL. */
const struct word *words_at(const struct words *w, struct str s, ptrdiff_t at);
/* The first row, in the order of the file, whose word is anywhere in `s`. */
const struct word *words_in(const struct words *w, struct str s);
/* The first place at or after byte `from` where a word stands: its row (the
 * longest there) and offset; NULL where none does. */
const struct word *words_find(const struct words *w, struct str s, ptrdiff_t from, ptrdiff_t *at);
/* The longest word that `s` ends with, or NULL. */
const struct word *words_end(const struct words *w, struct str s);
/* The row whose word is the whole of `s`, or NULL. */
const struct word *words_is(const struct words *w, struct str s);

#endif
