/*
 * Rows as a table for people at a terminal: columns lined up by the width of
 * Chinese text, numbers to the right, the widest columns cut with … until the
 * line fits. The same rows as JSON are the caller's to print.
 */
#ifndef OUT_TABLE_H
#define OUT_TABLE_H

#include "base/buf.h"
#include "base/val.h"

struct table_column {
	struct str key;  /* of a row's member */
	struct str head; /* as shown */
	int min;         /* never cut below this many columns; 0 = never cut */
};

struct table_look {
	int width;   /* of the terminal; 0: nothing is cut */
	bool colour; /* the head in bold */
};

/* What suits the descriptor: cut and coloured for a terminal alone, and no
 * colour where NO_COLOR is set or TERM is dumb. */
struct table_look table_look_of(int fd);
/* Appends the table of `rows`, a list of maps. Lists in a cell are joined by
 * 、; control characters, which could steer a terminal, become U+FFFD. */
void table_write(struct buf *out, const struct table_column *column, int columns,
		 const struct val *rows, struct table_look look);
/* `s` on one line and safe for a terminal, in `a`. */
struct str table_clean(struct arena *a, struct str s);

#endif
