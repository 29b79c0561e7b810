/* Dates in words: see dates.h. */
#include "text/dates.h"

#include <string.h>

#include "base/utf8.h"
#include "text/chars.h"
#include "text/num.h"

static ptrdiff_t spaces(struct str s, ptrdiff_t at)
{
	return s.n - at - str_trim_left(str_from(s, at)).n;
}

/* Takes `word` at *at, white space before it allowed (and noted). */
static bool word(struct str s, ptrdiff_t *at, struct str w, bool *spaced)
{
	ptrdiff_t gap = spaces(s, *at);
	if (!str_starts(str_from(s, *at + gap), w))
		return false;
	*spaced |= gap > 0;
	*at += gap + w.n;
	return true;
}

/* Takes a whole number at *at, white space before it allowed, as Arabic digits
 * or Chinese numerals: 6, 12, 十二, 二十一, 二〇二五. */
static bool whole(struct str s, ptrdiff_t *at, int *value, int *digits, bool *spaced)
{
	ptrdiff_t gap = spaces(s, *at);
	struct num num;
	if (!num_read(s, *at + gap, &num) || num.places || num.multiplied || num.value > 9999)
		return false;
	*spaced |= gap > 0;
	*at += gap + num.n;
	*value = (int)num.value;
	*digits = num.digits;
	return true;
}

/* 底, 末, 上旬 … after a month, quarter or year. */
static void tail(struct str s, ptrdiff_t *at, struct date_words *w)
{
	static const struct { struct str word; int part; bool end; } rows[] = {
		{ S("底"), 0, true }, { S("末"), 0, true }, { S("上旬"), 1, false },
		{ S("中旬"), 2, false }, { S("下旬"), 3, false }, { S("初"), 1, false },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (str_starts(str_from(s, *at), rows[i].word)) {
			*at += rows[i].word.n;
			w->part = rows[i].part;
			w->end = rows[i].end;
			return;
		}
}

/* 月 that counts months (13个月 has no 月 here; 3月龄), not names one. */
static bool month_word(struct str s, ptrdiff_t *at, bool *spaced)
{
	ptrdiff_t i = *at;
	if (!word(s, &i, S("月"), spaced) || str_starts(str_from(s, i), S("份额")))
		return false;
	*at = i;
	return true;
}

static bool quarter(struct str s, ptrdiff_t *at, struct date_words *w)
{
	ptrdiff_t i = *at;
	int q, digits;
	bool spaced = false;
	word(s, &i, S("第"), &spaced);
	if (!whole(s, &i, &q, &digits, &spaced) || !word(s, &i, S("季度"), &spaced))
		return false;
	w->q = q;
	w->spaced |= spaced;
	w->possible = q >= 1 && q <= 4;
	tail(s, &i, w);
	*at = i;
	return true;
}

/* `M月D日`, `M月`, each with its tails, at *at. */
static bool month_day(struct str s, ptrdiff_t *at, struct date_words *w)
{
	ptrdiff_t i = *at;
	int m, d, digits;
	bool spaced = false;
	if (!whole(s, &i, &m, &digits, &spaced) || digits > 2 + (m < 10) ||
	    !month_word(s, &i, &spaced))
		return false;
	w->m = m;
	w->possible = m >= 1 && m <= 12;
	ptrdiff_t j = i;
	bool day_spaced = spaced;
	if (whole(s, &j, &d, &digits, &day_spaced) && d < 100 &&
	    (word(s, &j, S("日"), &day_spaced) || word(s, &j, S("号"), &day_spaced))) {
		w->d = d;
		int y = w->y ? w->y : 2024;
		w->possible = w->possible && d >= 1 && d <= date_month_days(y, m);
		spaced = day_spaced;
		i = j;
	} else {
		word(s, &i, S("份"), &spaced);
		tail(s, &i, w);
	}
	w->spaced |= spaced;
	*at = i;
	return true;
}

/* 2025-06-01, 2025.6.1, 2025/6/1: four digits, a sign, month, the same sign,
 * day. */
static bool numeric(struct str s, ptrdiff_t at, struct date_words *out)
{
	ptrdiff_t i = at, n;
	int part[3];
	char sign = 0;
	for (int k = 0; k < 3; k++) {
		if (k) {
			if (i >= s.n || !strchr("-./", s.p[i]) || (sign && s.p[i] != sign))
				return false;
			sign = s.p[i++];
		}
		if (i >= s.n || s.p[i] < '0' || s.p[i] > '9' || !num_digits(s, i, &part[k], &n) ||
		    (k == 0 ? n != 4 : n > 2))
			return false;
		i += n;
	}
	if (part[0] < 1900 || part[0] > 2100)
		return false;
	*out = (struct date_words){
		.text = str_cut(s, at, i), .y = part[0], .m = part[1], .d = part[2]
	};
	out->possible = date_ok((struct date){ part[0], part[1], part[2] });
	return true;
}

/* What may follow 年: a month, a quarter, 底, or nothing. */
static void after_year(struct str s, ptrdiff_t *at, struct date_words *w)
{
	ptrdiff_t i = *at + spaces(s, *at);
	struct date_words more = *w;
	if (month_day(s, &i, &more) || quarter(s, &i, &more)) {
		more.spaced |= str_starts(str_from(s, *at), S(" "));
		*w = more;
		*at = i;
		return;
	}
	/* 2025年底, 2025年年底, 2025年末 */
	i = *at;
	if (str_starts(str_from(s, i), S("年底")) || str_starts(str_from(s, i), S("年末")))
		i += 3;
	tail(s, &i, w);
	if (w->end)
		*at = i;
}

bool dates_read(struct str s, ptrdiff_t at, struct date_words *out)
{
	struct date_words w = { .possible = true };
	ptrdiff_t i = at;
	int y, digits;
	bool spaced = false;
	if (numeric(s, at, out))
		return true;
	if (str_starts(str_from(s, at), S("年底")) || str_starts(str_from(s, at), S("年末"))) {
		w.text = str_cut(s, at, at + 6);
		w.end = true;
		*out = w;
		return true;
	}
	if (whole(s, &i, &y, &digits, &spaced) && digits == 4 && y >= 1900 && y <= 2100 &&
	    word(s, &i, S("年"), &spaced)) {
		w.y = y;
		w.spaced = spaced;
		if (str_starts(str_from(s, i), S("度")))
			i += 3;
		after_year(s, &i, &w);
	} else {
		i = at;
		if (!quarter(s, &i, &w) && !month_day(s, &i, &w))
			return false;
	}
	w.text = str_cut(s, at, i);
	*out = w;
	return true;
}

/* Could a date start with this character: a digit, a numeral, 第, 年? */
static bool may_start(uint32_t cp)
{
	return (char_class(cp) & CHAR_NUMBER) || cp == 0x7B2C || cp == 0x5E74;
}

bool dates_next(struct str s, ptrdiff_t from, struct date_words *out)
{
	bool in_number = false;
	ptrdiff_t len;
	for (ptrdiff_t i = from; i < s.n; i += len) {
		uint32_t cp = utf8_at(s, i, &len);
		bool may = may_start(cp);
		if (may && !in_number && dates_read(s, i, out))
			return true;
		/* the 5 of 15日 is no start */
		in_number = may && cp != 0x7B2C && cp != 0x5E74;
	}
	return false;
}

void dates_span(const struct date_words *w, int y, struct date *first, struct date *last)
{
	static const int part_end[] = { 0, 10, 20, 31 };
	*first = *last = (struct date){ 0 };
	if (w->y)
		y = w->y;
	if (!y || !w->possible)
		return;
	int m0 = w->m ? w->m : w->q ? w->q * 3 - 2 : 1, m1 = w->m ? w->m : w->q ? w->q * 3 : 12;
	int days = date_month_days(y, m1);
	*first = (struct date){ y, m0, w->d ? w->d : 1 };
	*last = (struct date){ y, m1, w->d ? w->d : days };
	if (!w->d && w->part) {
		first->d = part_end[w->part - 1] + 1;
		last->d = part_end[w->part] < days ? part_end[w->part] : days;
	}
	if (!w->d && w->end)
		*first = *last;
}

ptrdiff_t dates_dash(struct str s, ptrdiff_t at)
{
	static const struct str words[] = { S("至"), S("到"), S("——"), S("—"), S("－"),
					    S("-"),  S("–"),  S("~"),  S("～") };
	ptrdiff_t i = at + spaces(s, at);
	/* 自3月4日起，至4月12日止 */
	if (str_starts(str_from(s, i), S("起至")))
		i += S("起").n;
	else if (str_starts(str_from(s, i), S("起，至")))
		i += S("起，").n;
	for (size_t k = 0; k < sizeof(words) / sizeof(*words); k++)
		if (str_starts(str_from(s, i), words[k])) {
			i += words[k].n;
			return i + spaces(s, i) - at;
		}
	return 0;
}

bool dates_range_end(struct str s, ptrdiff_t at, const struct date_words *from,
		     struct date_words *out)
{
	struct date_words w = { .y = from->y, .m = from->m, .possible = true };
	ptrdiff_t i = at;
	int digits;
	if (dates_read(s, at, out))
		return true;
	if (!from->m || !from->d || !whole(s, &i, &w.d, &digits, &w.spaced) ||
	    !word(s, &i, S("日"), &w.spaced))
		return false;
	int y = from->y ? from->y : 2024;
	w.possible = w.d >= 1 && w.d <= date_month_days(y, w.m);
	w.text = str_cut(s, at, i);
	*out = w;
	return true;
}
