/*
 * Inside the template room: a template's text cut into its tags.
 */
#ifndef OUT_HTML_SCAN_H
#define OUT_HTML_SCAN_H

#include "base/err.h"
#include "base/str.h"

enum tag_kind {
	TAG_VALUE,    /* {{x}} */
	TAG_RAW,      /* {{{x}}} {{&x}} */
	TAG_SECTION,  /* {{#x}} */
	TAG_INVERTED, /* {{^x}} */
	TAG_END,      /* {{/x}} */
	TAG_COMMENT,  /* {{! }} */
	TAG_PARTIAL,  /* {{>x}} */
	TAG_DELIMS    /* {{=<% %>=}} */
};

struct tag {
	enum tag_kind kind;
	struct str name;
	ptrdiff_t from, to; /* the tag in the text, delimiters included */
};

struct scan {
	struct str name, text;
	struct str open, close; /* delimiters */
	ptrdiff_t at;
};

/* At the start of `text`, with {{ and }}. */
struct scan scan_start(struct str name, struct str text);
/* The next tag; false at the end and on a fault (then `e` is set). A change of
 * delimiters has taken effect when its tag is given. */
bool scan_next(struct scan *s, struct tag *out, struct err *e);
/* Sets `e` to the sentence `msg`, whose {1} {2} {3} are name, line and column
 * of the byte `at`, and {4} is `what`; false. */
bool scan_fault(const struct scan *s, ptrdiff_t at, enum msg msg, struct str what,
		struct err *e);

#endif
