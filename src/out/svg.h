/*
 * Small drawings for pages, as SVG markup: bars and a Gantt chart. No colour is
 * written into them: each part has a class, and the style sheet says how it looks
 * on the screen and in black and white. What a drawing says stands in words
 * beside or inside it.
 */
#ifndef OUT_SVG_H
#define OUT_SVG_H

#include "base/val.h"

struct svg_part {
	int64_t n;
	struct str look; /* its class */
};

/* A horizontal bar that fills its place, in parts of `of` from the left; hidden
 * from readers of the page aloud, who have the figures. VAL_MARKUP in `a`. */
struct val *svg_bar(struct arena *a, const struct svg_part *part, int parts, int64_t of);

enum { GANTT_TEXTS = 4, GANTT_BARS = 3 };

struct gantt_bar {
	int32_t from, to; /* days since 1970-01-01, both within it; to < from: none */
};

struct gantt_row {
	struct str text[GANTT_TEXTS]; /* cut to their columns; whole in the row's title */
	struct str look;              /* the class of the mark before the last text */
	struct gantt_bar bar[GANTT_BARS]; /* planned, actual, late */
};

struct gantt {
	struct str title;
	struct str head[GANTT_TEXTS];
	struct str legend[GANTT_BARS];
	int32_t from, to, today;
	struct str today_word;
	const struct gantt_row *row;
	ptrdiff_t rows;
};

/* The chart, 1600 units wide: columns are weeks where there are few, else months.
 * VAL_MARKUP in `a`. */
struct val *svg_gantt(struct arena *a, const struct gantt *g);

#endif
