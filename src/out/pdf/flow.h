/*
 * A document's blocks as what is put on pages one under another: lines and table
 * rows, with their heights in points.
 */
#ifndef OUT_PDF_FLOW_H
#define OUT_PDF_FLOW_H

#include "out/pdf/type.h"

/* One line of a paragraph in its place. */
struct line {
	const struct para *para;
	struct cut cut;
	double x, y; /* from the slab's left and top to the line's base */
	bool spread;
};

struct lines LIST(struct line);

/* A frame of a table row. */
struct box {
	double x, width;
};

/* What stands whole on one page. */
struct slab {
	double height, before; /* before: blank above it, but not at a page's top */
	bool keep;             /* on one page with the next */
	const struct look *look;
	struct str bookmark;   /* of a heading's first line */
	struct lines line;
	const struct table *table; /* of a row, else NULL */
	struct box *box;
	ptrdiff_t boxes;
};

struct slabs LIST(struct slab);

struct table {
	struct slabs head; /* rows that stand on top of each of its pages */
};

/* The room that a page has for text. */
struct area {
	double width, height;
};

/* The standard's line: 22 of them on 225 mm. */
#define FLOW_PITCH (MM(225.0) / 22)

/* Appends the slabs of all blocks to `out`, in t->a. */
bool flow_doc(struct type *t, const struct val *doc, struct area area, struct slabs *out,
	      struct err *e);

#endif
