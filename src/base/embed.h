/*
 * Files that the program carries in itself: tables made by tools/embed.py at
 * build. A room declares its own: extern const struct embed doc_files[];
 */
#ifndef BASE_EMBED_H
#define BASE_EMBED_H

#include "base/str.h"

struct embed {
	struct str name; /* the file's base name; STR_NONE ends the table */
	struct str text;
};

/* The file's text, STR_NONE where it is not in the table. */
static inline struct str embed_find(const struct embed *table, struct str name)
{
	for (; table->name.p; table++)
		if (str_eq(table->name, name))
			return table->text;
	return STR_NONE;
}

#endif
