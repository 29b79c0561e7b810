/*
 * Inside the docx room: parts of the package, and a thin hold on libxml2's
 * writer.
 */
#ifndef OUT_DOCX_PARTS_H
#define OUT_DOCX_PARTS_H

#include <libxml/xmlwriter.h>

#include "base/buf.h"
#include "base/val.h"

/* Measures in twentieths of a point (1 mm = 56.69). */
enum {
	PAGE_WIDTH = 11906,
	PAGE_HEIGHT = 16838,
	MARGIN_TOP = 2098,    /* 37 mm */
	MARGIN_BOTTOM = 1984, /* 35 mm */
	MARGIN_LEFT = 1587,   /* 28 mm */
	MARGIN_RIGHT = 1474,  /* 26 mm */
	FOOTER_EDGE = 1406,   /* the number's dash 7 mm under the text */
	LINE_PITCH = 579,     /* (297 - 37 - 35) mm / 22 lines */
	CHAR_PITCH = 315,     /* (210 - 28 - 26) mm / 28 characters, rounded down */
	CHAR_SPACE = -5,      /* CHAR_PITCH less 16 pt */
	BODY_SIZE = 32        /* 3号 = 16 pt, in half points */
};

#define WORD_NS "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

/* A style of the document; rows in styles.c. */
struct docx_style {
	struct str style; /* of a block; STR_NONE: of the page */
	const char *id, *name;
	const char *font;
	int size;         /* half points */
	const char *align;
	int first;        /* first-line indent, hundredths of a character */
	int right;        /* right indent, the same */
	int before, after;/* space around it, lines */
	int outline;      /* heading level 1..4; 0 = none */
	int line;         /* its pitch, twips; 0 = LINE_PITCH */
};

/* The style of a block or run; body text where there is none of that name. */
const struct docx_style *docx_style_of(struct str style);

/* Each appends one part to the writer. */
void docx_styles(xmlTextWriter *w, const struct val *doc);
void docx_document(xmlTextWriter *w, const struct val *doc);
/* A table block, `width` twips wide. */
void docx_table(xmlTextWriter *w, const struct val *table, int width);
void docx_core(xmlTextWriter *w, const struct val *doc);

/* xmlTextWriter with fewer words. Its only failure is lack of memory, which
 * the caller sees when the document does not end. */
void part_open(xmlTextWriter *w, const char *name);
void part_close(xmlTextWriter *w);
void part_attr(xmlTextWriter *w, const char *name, const char *value);
void part_attr_int(xmlTextWriter *w, const char *name, int value);
/* <name w:val="value"/> */
void part_val(xmlTextWriter *w, const char *name, const char *value);
void part_val_int(xmlTextWriter *w, const char *name, int value);
/* Text without the characters that XML 1.0 can't hold. */
void part_text(xmlTextWriter *w, struct str s);

#endif
