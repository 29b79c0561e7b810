/*
 * Typefaces, and paragraphs shaped by Pango into pieces whose widths the
 * standard's grid has set; what out/pdf/line.h breaks and out/pdf/page.c draws.
 */
#ifndef OUT_PDF_TYPE_H
#define OUT_PDF_TYPE_H

#include <pango/pangocairo.h>

#include "base/err.h"
#include "base/val.h"
#include "out/pdf/line.h"

/* Millimetres to points. */
#define MM(mm) ((mm) * 72 / 25.4)

/* The look of a style; rows in type.c. */
struct look {
	struct str style;
	const char *families; /* as Pango takes them, the standard's first */
	double size;          /* points */
	bool heavy;           /* its stand-in is set bold */
	enum look_align { LOOK_BOTH, LOOK_LEFT, LOOK_CENTRE, LOOK_RIGHT } align;
	int first, right;     /* indents, characters */
	int before, after;    /* lines */
	int level;            /* of the bookmark, 0 none */
};

/* The look of a style; body text where there is none of that name. */
const struct look *look_of(struct str style);
/* How far apart its characters stand, points. */
double type_pitch(const struct look *look);

/* Fonts of one document. */
struct type {
	struct arena *a;
	PangoFontMap *map;
	PangoContext *context;
	GPtrArray *kept; /* layouts, which own the shaped runs */
};

/* IO where there are no fonts. type_close after it in any case. */
bool type_open(struct type *t, struct arena *a, struct err *e);
void type_close(struct type *t);

/* A shaped paragraph; lives until type_close. */
struct para {
	const struct look *look;
	const char *text;
	PangoGlyphItem **run;
	struct piece *piece;
	ptrdiff_t pieces;
};

/* Shapes `text`; `runs` are a block's, or NULL. LIMIT where it is too long. */
bool type_shape(struct type *t, const struct look *look, struct str text, const struct val *runs,
		struct para *out, struct err *e);
/* Draws the pieces of `cut` with its first at x and the base line at y. The
 * spare points go between its pieces, or out of its punctuation, where `spread`. */
void type_draw(struct type *t, cairo_t *cr, const struct para *para, struct cut cut, bool spread,
	       double x, double y);
/* How wide the cut is as set without spreading. */
double type_width(const struct para *para, struct cut cut);

#endif
