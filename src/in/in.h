/*
 * What the readers of this folder share; no other room includes it.
 *
 * A reader walks one file of one kind and hands each line it finds to
 * in_add(), which keeps what is not blank as a paragraph.
 */
#ifndef IN_IN_H
#define IN_IN_H

#include "base/buf.h"
#include "in/source.h"

/* A file being read. */
struct in {
	struct arena *a;   /* where the paragraphs and their text live */
	struct str name;   /* for messages */
	struct LIST(struct para) list;
	int blank;         /* blank lines since the last paragraph */
	bool page;         /* a page began since the last paragraph */
};

/* A raw line, white space and all. Where it holds more than that it becomes a
 * paragraph at `line`, whose first column is `col`, and true comes back;
 * otherwise it counts as a blank line. `raw` must live as long as `in->a`. */
bool in_add(struct in *in, struct str raw, int line, int col, bool cell);

/* Bytes to UTF-8 text without BOM or NUL: UTF-8 as it stands, UTF-16 by its
 * BOM, else GB18030. `charset` is what the file says of itself (a meta tag),
 * or STR_NONE; valid UTF-8 is believed before it. BAD_INPUT names the byte. */
bool decode(const struct in *in, struct str bytes, struct str charset, struct str *text,
	    struct err *e);

/* Lines of plain text; LF, CRLF and CR end one, a form feed starts a page. */
void txt_read(struct in *in, struct str text);
/* True where the text starts as an HTML page or a piece of one does. */
bool html_looks(struct str text);
/* The charset that its meta tag names, or STR_NONE. */
struct str html_charset(struct str bytes);
/* Blocks of HTML; the text must be UTF-8. */
bool html_read(struct in *in, struct str text, struct err *e);

/* Paragraphs of a docx; other zip files are refused by their kind. */
bool docx_read(struct in *in, struct str bytes, struct err *e);

/* Lines of a PDF, by pdftotext. */
bool pdf_read(struct in *in, struct str bytes, struct err *e);
/* The same from what pdftotext wrote: form feeds end pages; page numbers and
 * running heads are dropped. */
void pdf_lines(struct in *in, struct str text);

#endif
