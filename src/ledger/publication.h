/*
 * A notice to be published: what its decisions and those who show it have in common.
 */
#ifndef LEDGER_PUBLICATION_H
#define LEDGER_PUBLICATION_H

#include "notice/check/check.h"

/* The text of a version as a notice tree, in `a`; LIMIT as source_parse() has it. */
bool publication_read(struct arena *a, struct str text, struct notice **out, struct err *e);
/* True where the defect forbids publishing: an error, or a blank left in the text. */
bool publication_bars(const struct defect *d);

/* The files that are published: the field of publish-notice that has the SHA-256
 * (and the format's name), that of the size in bytes, the column of the SHA-256. */
enum { PUBLICATION_FORMATS = 3 };
struct publication_format {
	struct str name, size;
	int column;
};
extern const struct publication_format publication_formats[PUBLICATION_FORMATS];

#endif
