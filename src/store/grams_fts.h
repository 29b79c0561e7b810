/*
 * SQLite's full-text index (FTS5) with our grams. The index names its tokenizer,
 * so that each connection needs it before it touches the index.
 */
#ifndef STORE_GRAMS_FTS_H
#define STORE_GRAMS_FTS_H

#include <sqlite3.h>

#include "store/db.h"

/* Adds to the connection the tokenizer `grams` and the function gram_rank(table):
 * how well a row matches, as a whole number, from how often what was sought stands
 * in it, where (title before body) and how long it is. An SQLite result code. */
int grams_fts_add(sqlite3 *db);

#endif
