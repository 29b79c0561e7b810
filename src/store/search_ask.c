/*
 * Asks the index of the search: what is sought, written as FTS5 and as PostgreSQL
 * take it. On PostgreSQL the newest are found by looking into the last thousand
 * rows, then into eight times as many, and so on, for its index has no order; each
 * of these windows is words in the question, so that its cost does not grow with
 * the ledger. See search.h.
 */
#include "store/inside.h"

#include <stdlib.h>

#include "base/buf.h"
#include "store/search.h"

/* A person's reach of at most so many units is words of the question; a wider
 * one is looked up for each hit, of which then many are within it. */
enum { UNITS_MOST = 64 };

enum { C_BITS = 10, D_BITS = 15, C_MOST = 16, D_MOST = 32, WIDER = 8 };

struct asking {
	struct store *s;
	struct arena *a;
	const struct search *q;
	int64_t unit[UNITS_MOST + 1];
	int units;
	bool wide;    /* the reach is looked up */
	int64_t last; /* the greatest id */
};

unsigned search_list(struct str name)
{
	unsigned bits = 0;
	for (int i = 0; i < indexed_count; i++)
		if (str_eq(indexed[i].list, name))
			bits |= 1u << i;
	return bits;
}

struct str search_list_of(struct str object)
{
	for (int i = 0; i < indexed_count; i++)
		if (str_eq(object_rows[indexed[i].object].name, object))
			return indexed[i].list;
	return STR_NONE;
}

struct str search_lists(struct arena *a, enum lang lang)
{
	struct buf b;
	buf_init(&b, a);
	for (int i = 0; i < indexed_count; i++) {
		if (i && str_eq(indexed[i].list, indexed[i - 1].list))
			continue;
		buf_add(&b, !b.n ? S("") : lang == LANG_ZH ? S("、") : S(", "));
		buf_add(&b, indexed[i].list);
	}
	return buf_str(&b);
}

/* The words as FTS5 has them: "物业 管理" AND "业" * … */
static void add_words_fts(const struct asking *x, struct buf *b)
{
	buf_add(b, S("{title body} : ("));
	for (int i = 0; i < x->q->words->n; i++) {
		const struct word_sought *w = &x->q->words->word[i];
		buf_fmt(b, "%s\"%.*s\"%s", i ? " AND " : "", STR_ARG(w->text),
			w->open ? " *" : "");
	}
	buf_byte(b, ')');
}

/* As a tsquery: ('物业' <-> '业管') & '业':* … */
static void add_words_pg(const struct asking *x, struct buf *b)
{
	for (int i = 0; i < x->q->words->n; i++) {
		const struct word_sought *w = &x->q->words->word[i];
		struct gram_list grams;
		words_sought_grams(x->a, w, &grams);
		buf_add(b, i ? S(" & (") : S("("));
		for (ptrdiff_t g = 0; g < grams.n; g++)
			buf_fmt(b, "%s'%.*s'%s", g ? " <-> " : "", STR_ARG(grams.p[g].text),
				w->open && g == grams.n - 1 ? ":*" : "");
		buf_byte(b, ')');
	}
}

/* One of several words about the row: the forms of FTS5 and of a tsquery. */
struct either {
	struct buf *b;
	bool pg;
	int n;
};

static void add_either(struct either *x, struct str word)
{
	const char *first = x->pg ? " & (" : " AND place : (", *more = x->pg ? " | " : " OR ";
	buf_fmt(x->b, x->pg ? "%s'/%.*s'" : "%s\"%.*s\"", x->n++ ? more : first, STR_ARG(word));
}

static void end_either(struct either *x)
{
	if (x->n)
		buf_byte(x->b, ')');
	x->n = 0;
}

/* What is sought among the ids from `from` to before `to`. */
static struct str write_question(const struct asking *x, int64_t from, int64_t to)
{
	struct buf b;
	buf_init(&b, x->a);
	struct either any = { &b, db_engine(x->s->db) == ENGINE_POSTGRES, 0 };
	(any.pg ? add_words_pg : add_words_fts)(x, &b);
	for (int i = 0; i < indexed_count; i++)
		if (x->q->in & 1u << i)
			add_either(&any, str_fmt(x->a, "o%.*s",
						 STR_ARG(object_rows[indexed[i].object].name)));
	end_either(&any);
	for (int i = 0; i < x->units && !x->wide; i++) {
		add_either(&any, str_fmt(x->a, "u%lld", (long long)x->unit[i]));
		add_either(&any, str_fmt(x->a, "v%lld", (long long)x->unit[i]));
	}
	end_either(&any);
	if (!any.pg || to - from > (int64_t)D_MOST << D_BITS)
		return buf_str(&b);
	int bits = to - from > (int64_t)C_MOST << C_BITS ? D_BITS : C_BITS;
	for (int64_t i = from >> bits; i <= (to - 1) >> bits; i++)
		add_either(&any, str_fmt(x->a, "%c%lld", bits == C_BITS ? 'c' : 'd', (long long)i));
	end_either(&any);
	return buf_str(&b);
}

static bool start(struct store *s, struct arena *a, const struct search *q, struct asking *x,
		  struct err *e)
{
	struct rows r;
	bool is;
	*x = (struct asking){ .s = s, .a = a, .q = q };
	if (!search_formed(s->db, &is, &x->last, e))
		return false;
	if (!is)
		return err_set(e, ERR_CONFLICT, MSG_SEARCH_UNREADY, NO_ARGS);
	if (q->reach) {
		if (!db_rows(s->db, SQL_UNITS_UNDER, PARAMS(P_INT(q->reach), P_INT(UNITS_MOST + 1)),
			     &r, e))
			return false;
		while (rows_next(&r))
			x->unit[x->units++] = rows_int(&r, 0);
		if (!rows_close(&r))
			return false;
		x->wide = x->units > UNITS_MOST;
	}
	return true;
}

/* The words alone: what a match is ranked by. */
static struct str write_words(const struct asking *x)
{
	struct buf b;
	buf_init(&b, x->a);
	(db_engine(x->s->db) == ENGINE_POSTGRES ? add_words_pg : add_words_fts)(x, &b);
	return buf_str(&b);
}

/* The rows of the window from `from` to before `to`. The statement takes as many
 * of the parameters as it has. */
static bool ask(const struct asking *x, enum sql sql, int64_t from, int64_t to, int64_t most,
		struct rows *r, struct err *e)
{
	struct val given[] = { P_STR(write_question(x, from, to)), P_INT(to), P_INT(from),
			       P_INT(most), P_INT(x->wide ? x->q->reach : 0),
			       P_STR(write_words(x)) };
	return db_rows(x->s->db, sql, (struct params){ given, statements[sql].params - 1 }, r, e);
}

/* Calls `take` with what is found, newest first, until it has `most`. */
static bool walk(const struct asking *x, const enum sql sql[2], int64_t before, int64_t most,
		 void (*take)(void *with, struct rows *r), void *with, struct err *e)
{
	bool windows = db_engine(x->s->db) == ENGINE_POSTGRES;
	int64_t to = before > 0 && before <= x->last ? before : x->last + 1;
	int64_t width = (int64_t)1 << C_BITS, got = 0;
	while (to > 1 && got < most) {
		int64_t from = ((to - 1) >> C_BITS << C_BITS) - width;
		struct rows r;
		if (!windows || from < 1 || width > (int64_t)D_MOST << D_BITS)
			from = 1;
		if (!ask(x, sql[x->wide], from, to, most - got, &r, e))
			return false;
		for (; rows_next(&r); got++)
			take(with, &r);
		if (!rows_close(&r))
			return false;
		to = from;
		width *= WIDER;
	}
	return true;
}

struct taken {
	struct arena *a;
	struct val *rows;
	struct search_hits *hits;
};

static void take_row(void *with, struct rows *r)
{
	struct taken *t = with;
	val_push(t->rows, rows_val(r, t->a));
}

static void take_hit(void *with, struct rows *r)
{
	struct taken *t = with;
	*list_add(t->a, t->hits) = (struct search_hit){ rows_int(r, 0), rows_int(r, 1) };
}

struct str store_search_text(struct store *s, struct arena *a, const struct search *q)
{
	struct asking x = { .s = s, .a = a, .q = q };
	return write_question(&x, 0, INT64_MAX);
}

bool store_search_newest(struct store *s, struct arena *a, const struct search *q, int64_t before,
			 int64_t most, struct val **rows, struct err *e)
{
	static const enum sql sql[] = { SQL_SEARCH_NEWEST_ALL, SQL_SEARCH_NEWEST_UNDER };
	struct asking x;
	struct taken t = { a, val_list(a), NULL };
	*rows = t.rows;
	return start(s, a, q, &x, e) && walk(&x, sql, before, most, take_row, &t, e);
}

static int by_score(const void *x, const void *y)
{
	const struct search_hit *a = x, *b = y;
	if (a->score != b->score)
		return a->score < b->score ? 1 : -1;
	return (a->id < b->id) - (a->id > b->id);
}

bool store_search_ranked(struct store *s, struct arena *a, const struct search *q,
			 struct search_hits *out, bool *capped, struct err *e)
{
	static const enum sql sql[] = { SQL_SEARCH_RANKED_ALL, SQL_SEARCH_RANKED_UNDER };
	struct asking x;
	struct taken t = { a, NULL, out };
	*out = (struct search_hits){ 0 };
	if (!start(s, a, q, &x, e) ||
	    !walk(&x, sql, SEARCH_NONE_BEFORE, SEARCH_RANKED_MOST + 1, take_hit, &t, e))
		return false;
	*capped = out->n > SEARCH_RANKED_MOST;
	out->n -= *capped;
	if (out->n)
		qsort(out->p, (size_t)out->n, sizeof(*out->p), by_score);
	return true;
}

bool store_search_row(struct store *s, struct arena *a, int64_t id, const struct val **row,
		      struct err *e)
{
	return store_one(s, a, SQL_SEARCH_FOUND, PARAMS(P_INT(id)), row, e);
}
