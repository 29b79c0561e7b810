/*
 * Text to grams, what is typed to words, and both through FTS5: whatever was typed
 * is a question that it takes, and a snippet is made of the text itself. The first
 * line is typed, the rest is the text.
 */
#include <stdint.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "store/grams_fts.h"
#include "text/grams.h"

static sqlite3 *db;
static sqlite3_stmt *add, *find, *drop;

static void must(int rc)
{
	if (rc != SQLITE_OK && rc != SQLITE_DONE && rc != SQLITE_ROW)
		abort();
}

static void open_index(void)
{
	must(sqlite3_open(":memory:", &db));
	must(grams_fts_add(db));
	must(sqlite3_exec(
		db, "CREATE VIRTUAL TABLE t USING fts5 (title, body, place, tokenize='grams')",
		NULL, NULL, NULL));
	must(sqlite3_prepare_v2(db, "INSERT INTO t (rowid, body) VALUES (1, ?1)", -1, &add, NULL));
	must(sqlite3_prepare_v2(db, "SELECT gram_rank(t) FROM t WHERE t MATCH ?1", -1, &find,
				NULL));
	must(sqlite3_prepare_v2(db, "DELETE FROM t", -1, &drop, NULL));
}

static int run(sqlite3_stmt *p, struct str s)
{
	if (s.p)
		must(sqlite3_bind_text(p, 1, s.p, (int)s.n, SQLITE_STATIC));
	int rc = sqlite3_step(p);
	must(sqlite3_reset(p));
	return rc;
}

/* The pieces are the text's, in order, but for the dots. */
static void check_snippet(const struct val *snippet, struct str text)
{
	const char *at = text.p;
	for val_each(piece, snippet) {
		struct str s = val_get_str(piece, S("text"));
		if (str_eq(s, S("…")))
			continue;
		if (!str_within(s, text) || s.p < at)
			abort();
		at = s.p + s.n;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct str text = { (const char *)data, (ptrdiff_t)size }, typed;
	struct words_sought words;
	struct buf b;
	if (!db)
		open_index();
	if (utf8_check(text) >= 0 || !str_split(&text, '\n', &typed))
		return 0;
	text = text.p ? text : S("");
	arena_init(&a, 0);
	if (words_sought_read(&a, typed, &words, NULL)) {
		buf_init(&b, &a);
		for (int i = 0; i < words.n; i++)
			buf_fmt(&b, "%s\"%.*s\"%s", i ? " AND " : "", STR_ARG(words.word[i].text),
				words.word[i].open ? " *" : "");
		must(run(add, text));
		struct val *snippet = words_sought_snippet(&a, &words, text, 40);
		/* what is found has a snippet */
		if (run(find, buf_str(&b)) == SQLITE_ROW && !snippet)
			abort();
		check_snippet(snippet, text);
		must(run(drop, STR_NONE));
	}
	arena_free(&a);
	return 0;
}
