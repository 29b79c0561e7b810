/*
 * Text as the search sees it. Chinese is written without blanks, so that the
 * index holds pairs of neighbouring characters (bigrams): 物业管理 gives 物业,
 * 业管, 管理, and 理 alone, which is the last of its run; so every character
 * starts a gram, and a word of one character is found by what starts with it.
 * Letters and digits (2025, wifi) are whole words. Full- and half-width forms
 * and letter case are one; traditional characters are not turned into
 * simplified ones. Whatever is neither separates.
 */
#ifndef TEXT_GRAMS_H
#define TEXT_GRAMS_H

#include "base/err.h"
#include "base/val.h"

enum { GRAM_BYTES = 60, WORDS_MOST = 12, WORDS_BYTES = 600 };

enum gram_kind {
	GRAM_PAIR, /* two characters */
	GRAM_LAST, /* the last character of a run */
	GRAM_WORD  /* letters and digits; one longer than GRAM_BYTES is cut in several */
};

struct gram {
	enum gram_kind kind;
	bool alone;         /* GRAM_LAST: its run is no longer */
	struct str text;    /* folded; holds until the next gram */
	ptrdiff_t from, to; /* its bytes in the source */
};

/* A walk through a text. */
struct grams {
	struct str s;
	ptrdiff_t at;
	bool inside; /* the character before is of the same run */
	char folded[GRAM_BYTES + 4];
};

void grams_start(struct grams *g, struct str s);
bool grams_next(struct grams *g, struct gram *out);

/* What somebody looks for: words that must all be there. */
struct words_sought {
	struct word_sought {
		struct str text; /* folded, one blank between its runs */
		bool open;       /* it ends in a character alone, which may be the
				    first of a pair: its last gram is a head */
	} word[WORDS_MOST];
	int n;
};

/*
 * Reads what was typed, in `a`: blanks set words apart, all that stands in
 * quotation marks (" “ 「 『) is one. Punctuation inside a word is passed over: what
 * stands on both sides must follow on each other. BAD_INPUT where there is
 * nothing to look for, LIMIT past WORDS_BYTES or WORDS_MOST.
 */
bool words_sought_read(struct arena *a, struct str typed, struct words_sought *out, struct err *e);

/* The grams of a word, in `a`; the last of a pair's run is left out at its end. */
struct gram_list LIST(struct gram);
void words_sought_grams(struct arena *a, const struct word_sought *word, struct gram_list *out);

/*
 * The part of `text` round the first place where a word stands, at most `most`
 * characters, as a list of maps {text mark}: mark is true for what was looked
 * for. NULL where none of the words is in it. A part left out shows as …
 */
struct val *words_sought_snippet(struct arena *a, const struct words_sought *words,
				 struct str text, ptrdiff_t most);

#endif
