/*
 * The search. Its index is derived: it is kept in the transaction of each action,
 * is no part of the log, and can be made anew from the ledger's tables. What is
 * indexed is search.tsv; how words become grams, text/grams.h. SQLite keeps it in
 * FTS5, PostgreSQL in a tsvector with GIN; who asks need not know which.
 *
 * Of a row the first 16,000 characters are indexed.
 */
#ifndef STORE_SEARCH_H
#define STORE_SEARCH_H

#include "store/store.h"
#include "text/grams.h"

enum { SEARCH_RANKED_MOST = 5000, SEARCH_NONE_BEFORE = 0 };

struct search {
	const struct words_sought *words;
	unsigned in;          /* bit i: the list indexed[i] is wanted; 0: all */
	int64_t reach;        /* only what this unit and those under it were inspected
				 for or lead; 0 = the whole ledger */
};

/* The bits of the list `name` (findings, measures …); 0 where there is none. */
unsigned search_list(struct str name);
/* The list that the object of that name is in; STR_NONE: it is not searched. */
struct str search_list_of(struct str object);
/* The names of the lists, set apart by 、 or commas, in `a`. */
struct str search_lists(struct arena *a, enum lang lang);

/* At most `most` rows of what was found, those made last first, of ids under
 * `before` (or SEARCH_NONE_BEFORE). A row has id, object, key1 to key3, unit,
 * inspection and finding (their codes), `own` (the code of what is of neither),
 * title and state (the finding's, or its own), and the object's texts text1 to text5.
 * Costs the same in a small and in a large ledger. */
bool store_search_newest(struct store *s, struct arena *a, const struct search *q, int64_t before,
			 int64_t most, struct val **rows, struct err *e);

/* What the index is asked for q's words and lists, in `a`: a parameter of the
 * statements that search for themselves. */
struct str store_search_text(struct store *s, struct arena *a, const struct search *q);

struct search_hit {
	int64_t id, score; /* a greater score matches better */
};
struct search_hits LIST(struct search_hit);

/* The newest SEARCH_RANKED_MOST of what matches, the best first; *capped: there
 * is more. */
bool store_search_ranked(struct store *s, struct arena *a, const struct search *q,
			 struct search_hits *out, bool *capped, struct err *e);
/* The row of one hit, as above; NULL where it is gone. */
bool store_search_row(struct store *s, struct arena *a, int64_t id, const struct val **row,
		      struct err *e);

/* Makes the index anew, all or nothing; `tick`, may be NULL, is called with the
 * rows done so far. Of a writer. */
bool store_reindex(struct store *s, void (*tick)(int64_t rows), struct err *e);

#endif
