/*
 * Inside the template room: what a template is compiled into.
 */
#ifndef OUT_HTML_OPS_H
#define OUT_HTML_OPS_H

#include "out/html/template.h"

enum op_kind {
	OP_TEXT,     /* text as it is */
	OP_LINE,     /* a line starts: a partial's indent goes out */
	OP_VALUE,    /* the value of path, escaped */
	OP_RAW,      /* the value of path as it is */
	OP_SECTION,  /* begin; jump = past its OP_END */
	OP_INVERTED, /* begin; jump = past its OP_END */
	OP_END,      /* jump = its beginning */
	OP_PARTIAL   /* partial, indented by text */
};

struct op {
	enum op_kind kind;
	struct str text;  /* text; name as written; indent */
	struct str *path; /* the name's parts; none for {{.}} */
	int parts;
	int jump;
	bool alone;       /* of a partial: alone on its line */
	const struct template *partial;
};

struct template {
	struct str name, text;
	struct op *op;
	int ops;
	struct template *next;
};

#endif
