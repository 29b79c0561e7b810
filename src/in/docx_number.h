/*
 * Automatic numbering of a docx: word/numbering.xml says how a list counts,
 * word/styles.xml which styles belong to one. Word shows these numbers but
 * the text of the paragraphs does not hold them.
 */
#ifndef IN_DOCX_NUMBER_H
#define IN_DOCX_NUMBER_H

#include "in/zip.h"

/* What a paragraph says of its numbering; -1 and STR_NONE: nothing. */
struct list_use {
	int num;         /* w:numId; 0 = explicitly none */
	int level;       /* w:ilvl */
	struct str style;/* w:pStyle */
};

struct numbering;

/* Reads both parts where the file has them. LIMIT where they define more
 * lists or styles than any document needs. */
bool numbering_read(struct zip_file_in *z, struct numbering **out, struct err *e);
/* Counts the paragraph and returns its number as shown (`（一）`, `1. `), in
 * the reader's arena; STR_NONE where it bears none. */
struct str numbering_label(struct numbering *nb, struct list_use use);

#endif
