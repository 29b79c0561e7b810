/*
 * A document (see out/txt.h) as DOCX in the official layout of GB/T 9704-2012:
 * A4, margins 37 35 28 26 mm (top bottom left right), 22 lines of 28
 * characters a page, the standard's typefaces by name (substitutes are noted
 * in the font table), page numbers — 1 — outside. The same document gives the
 * same bytes.
 */
#ifndef OUT_DOCX_DOCX_H
#define OUT_DOCX_DOCX_H

#include "base/err.h"
#include "base/val.h"

/* The file's bytes, in `a`. */
bool docx_write(struct arena *a, const struct val *doc, struct str *out, struct err *e);

#endif
