/* Grams for FTS5, and the rank of a match: see grams_fts.h. */
#include "store/grams_fts.h"

#include <math.h>

#include "base/utf8.h"
#include "text/grams.h"

typedef int (*token_sink)(void *, int, const char *, int, int, int);

/* The tokenizer has no state of its own, but FTS5 wants something to hold. */
static int create(void *with, const char **arg, int args, Fts5Tokenizer **out)
{
	static char nothing;
	*out = (Fts5Tokenizer *)&nothing;
	return SQLITE_OK;
}

static void destroy(Fts5Tokenizer *t)
{
}

/* Of a phrase that is looked for, the last character of a run of several is no
 * gram: in the text the run may go on. */
static int tokenize(Fts5Tokenizer *t, void *with, int flags, const char *text, int n,
		    token_sink sink)
{
	struct grams walk;
	struct gram gram;
	struct str s = { text, n };
	bool query = flags & FTS5_TOKENIZE_QUERY;
	if (utf8_check(s) >= 0)
		return SQLITE_CONSTRAINT;
	grams_start(&walk, s);
	while (grams_next(&walk, &gram)) {
		bool open_end = gram.kind == GRAM_LAST && !gram.alone;
		if (query && open_end) {
			struct grams rest = walk;
			struct gram more;
			if (!grams_next(&rest, &more))
				break;
		}
		int rc = sink(with, 0, gram.text.p, (int)gram.text.n, (int)gram.from, (int)gram.to);
		if (rc != SQLITE_OK)
			return rc;
	}
	return SQLITE_OK;
}

/* The columns of search_text, and what a match in each weighs. */
static const double weights[] = { 4, 1, 0 };
enum { COLUMNS = sizeof(weights) / sizeof(*weights), MILLION = 1000000 };

static void gram_rank(const Fts5ExtensionApi *api, Fts5Context *fts, sqlite3_context *out, int n,
		      sqlite3_value **arg)
{
	int count = 0, length = 0, rc = api->xInstCount(fts, &count);
	double sum = 0;
	for (int i = 0; i < count && rc == SQLITE_OK; i++) {
		int phrase, column, offset;
		rc = api->xInst(fts, i, &phrase, &column, &offset);
		if (rc == SQLITE_OK && column >= 0 && column < COLUMNS)
			sum += weights[column];
	}
	if (rc == SQLITE_OK)
		rc = api->xColumnSize(fts, -1, &length);
	if (rc != SQLITE_OK)
		sqlite3_result_error_code(out, rc);
	else
		sqlite3_result_int64(out, (sqlite3_int64)(MILLION * sum / (sum + 2) /
							  (1 + log1p(length))));
}

static fts5_api *api_of(sqlite3 *db)
{
	fts5_api *api = NULL;
	sqlite3_stmt *p = NULL;
	if (sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &p, NULL) == SQLITE_OK &&
	    sqlite3_bind_pointer(p, 1, &api, "fts5_api_ptr", NULL) == SQLITE_OK)
		sqlite3_step(p);
	sqlite3_finalize(p);
	return api;
}

int grams_fts_add(sqlite3 *db)
{
	fts5_api *api = api_of(db);
	fts5_tokenizer grams = { create, destroy, tokenize };
	if (!api)
		return SQLITE_ERROR;
	int rc = api->xCreateTokenizer(api, "grams", NULL, &grams, NULL);
	return rc == SQLITE_OK ? api->xCreateFunction(api, "gram_rank", NULL, gram_rank, NULL) : rc;
}
