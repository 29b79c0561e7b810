/* Tables of words: see words.h. */
#include "text/words.h"

#include "base/utf8.h"

const struct word *words_at(const struct words *w, struct str s, ptrdiff_t at)
{
	ptrdiff_t len;
	if (at >= s.n)
		return NULL;
	uint32_t cp = utf8_at(s, at, &len);
	int lo = 0, hi = w->firsts;
	while (lo < hi) {
		int mid = (lo + hi) / 2;
		if (w->first[mid].cp < cp)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (lo == w->firsts || w->first[lo].cp != cp)
		return NULL;
	struct str rest = str_from(s, at);
	for (int i = 0; i < w->first[lo].n; i++) {
		const struct word *row = &w->row[w->order[w->first[lo].from + i]];
		if (str_starts(rest, row->text))
			return row;
	}
	return NULL;
}

const struct word *words_in(const struct words *w, struct str s)
{
	for (int i = 0; i < w->rows; i++)
		if (str_has(s, w->row[i].text))
			return &w->row[i];
	return NULL;
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
	for (int i = 0; i < w->rows; i++)
		if (str_ends(s, w->row[i].text) && (!best || w->row[i].text.n > best->text.n))
			best = &w->row[i];
	return best;
}

const struct word *words_is(const struct words *w, struct str s)
{
	const struct word *row = words_at(w, s, 0);
	return row && row->text.n == s.n ? row : NULL;
}
