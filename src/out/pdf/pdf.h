/*
 * A document (see out/txt.h) as PDF in the official layout of GB/T 9704-2012:
 * A4, text of 156 by 225 mm, 22 lines of 28 characters a page, title 2号, body
 * 3号, page numbers — 1 — outside; punctuation at a line's end is set closer
 * instead of hanging out, and digits take half a character. The standard's
 * typefaces are asked for by name, those that fontconfig knows are used, and
 * Noto CJK stands in; fonts are embedded as subsets, headings are bookmarks. The
 * same document gives the same bytes with the same fonts: its date is the file's,
 * the clock is not in it.
 */
#ifndef OUT_PDF_PDF_H
#define OUT_PDF_PDF_H

#include "base/err.h"
#include "base/val.h"

enum {
	PDF_PAGES_MAX = 2000,
	PDF_PARA_BYTES_MAX = 256 << 10 /* of one paragraph or cell */
};

/* The file's bytes, in `a`. LIMIT past PDF_PAGES_MAX or PDF_PARA_BYTES_MAX, IO
 * where no font is found or cairo refuses. */
bool pdf_write(struct arena *a, const struct val *doc, struct str *out, struct err *e);

#endif
