/*
 * Several things in one text: codes, names, titles, as people set them apart.
 */
#ifndef TEXT_ITEMS_H
#define TEXT_ITEMS_H

#include "base/str.h"

#define ITEMS_WORDS S(" \t\r\n,;，、；　") /* of codes and names */
#define ITEMS_LINES S("\r\n；")            /* of titles: a line each, or by ； */

/* Takes the next item off `rest`, trimmed, never empty; any character of
 * `separators` ends one. False when none is left. */
bool items_next(struct str *rest, struct str separators, struct str *item);

#endif
