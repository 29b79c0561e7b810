/* Tables of words: see words.h. */
#include "text/words.h"

#include "base/utf8.h"

/* The group of words that start with `cp`, or NULL. */
static const struct words_first *group_of(const struct words *w, uint32_t cp)
{
	int lo = 0, hi = w->firsts;
	while (lo < hi) {
		int mid = (lo + hi) / 2;
		if (w->first[mid].cp < cp)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < w->firsts && w->first[lo].cp == cp ? &w->first[lo] : NULL;
}

bool words_starts(const struct words *w, uint32_t cp)
{
	return group_of(w, cp) != NULL;
}

const struct word *words_at(const struct words *w, struct str s, ptrdiff_t at)
{
	ptrdiff_t len;
	const struct words_first *first = at < s.n ? group_of(w, utf8_at(s, at, &len)) : NULL;
	struct str rest = str_from(s, at);
	for (int i = 0; first && i < first->n; i++) {
		const struct word *row = &w->row[w->order[first->from + i]];
		if (str_starts(rest, row->text))
			return row;
	}
	return NULL;
}

const struct word *words_in(const struct words *w, struct str s)
{
	ptrdiff_t len;
	int best = w->rows;
	for (ptrdiff_t at = 0; at < s.n; at += len) {
		const struct words_first *first = group_of(w, utf8_at(s, at, &len));
		struct str rest = str_from(s, at);
		for (int i = 0; first && i < first->n; i++) {
			int row = w->order[first->from + i];
			if (row < best && str_starts(rest, w->row[row].text))
				best = row;
		}
	}
	return best < w->rows ? &w->row[best] : NULL;
}

const struct word *words_find(const struct words *w, struct str s, ptrdiff_t from, ptrdiff_t *at)
{
	ptrdiff_t len;
	for (ptrdiff_t i = from; i < s.n; i += len) {
		const struct word *row = words_at(w, s, i);
		if (row) {
			*at = i;
			return row;
		}
		utf8_at(s, i, &len);
	}
	return NULL;
}

const struct word *words_end(const struct words *w, struct str s)
{
	const struct word *best = NULL;
	for (int i = 0; i < w->rows && s.n; i++) {
		struct str t = w->row[i].text;
		if (t.p[t.n - 1] == s.p[s.n - 1] && (!best || t.n > best->text.n) && str_ends(s, t))
			best = &w->row[i];
	}
	return best;
}

const struct word *words_is(const struct words *w, struct str s)
{
	const struct word *row = words_at(w, s, 0);
	return row && row->text.n == s.n ? row : NULL;
}
