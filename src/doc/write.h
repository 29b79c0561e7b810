/*
 * A document (out/txt.h) as a file: txt, html, docx or pdf.
 */
#ifndef DOC_WRITE_H
#define DOC_WRITE_H

#include "base/err.h"
#include "base/val.h"

/* The file's bytes in the format `format` ("txt", "html", "docx", "pdf"), in `a`;
 * BAD_INPUT where there is no such format. */
bool doc_write(struct arena *a, struct str format, const struct val *doc, struct str *out,
	       struct err *e);

#endif
