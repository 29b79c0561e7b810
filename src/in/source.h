/*
 * A file becomes paragraphs, each with its place in the file.
 *
 * Kinds: txt (UTF-8 with or without BOM, UTF-16 with BOM, GB18030), html, docx,
 * pdf (by pdftotext as a child). The kind is known by the bytes, not the name.
 * Every bound on hostile files stands in the enum below; past one comes LIMIT.
 */
#ifndef IN_SOURCE_H
#define IN_SOURCE_H

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum source_kind { SOURCE_TXT, SOURCE_HTML, SOURCE_DOCX, SOURCE_PDF, SOURCE_KINDS };

/* A paragraph (docx, html) or a line (txt, pdf). */
struct para {
	struct str text; /* without white space at its ends; never empty; the
			    automatic number of docx and <ol> included */
	int line;        /* from 1: line of the file (txt, html), of what
			    pdftotext wrote (pdf); paragraph number (docx) */
	int col;         /* from 1, in characters: where `text` starts */
	int blank;       /* blank lines before it. In html and docx a block's
			    edge counts one and each empty paragraph one more;
			    a line after a break (<br>, w:br) counts none. At
			    a page's top in pdf: none */
	int indent;      /* columns of white space before it: an ideographic
			    space is two, a tab goes to the next multiple of
			    four, docx adds the first-line indent */
	bool page;       /* the first of a new page, where the file says so
			    (form feed, w:br, pageBreakBefore, section) */
	bool cell;       /* stands in a table cell */
};

struct source {
	enum source_kind kind;
	struct str name;   /* as given, for messages */
	struct str bytes;  /* the file itself; must outlive `para`: UTF-8 text
			      is not copied */
	struct para *para;
	ptrdiff_t paras;
};

enum {
	SOURCE_BYTES_MAX = 64 << 20,    /* a file */
	SOURCE_ENTRIES_MAX = 2000,      /* entries of a zip */
	SOURCE_EXPANDED_MAX = 200 << 20,/* bytes of a zip, expanded */
	SOURCE_DEPTH_MAX = 64           /* nested elements */
};

/* Reads `path` ("-" = standard input) into `out`, in `a`. */
bool source_read(struct arena *a, const char *path, struct source *out, struct err *e);
/* The same from bytes already here; `name` is for messages. */
bool source_parse(struct arena *a, struct str name, struct str bytes, struct source *out,
		  struct err *e);
/* "txt", "html", "docx", "pdf". */
struct str source_kind_name(enum source_kind kind);

#endif
