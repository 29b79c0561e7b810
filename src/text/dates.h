/*
 * Dates in words: 2025年6月1日, 2025 年 6 月, 6月1日, 二〇二五年六月一日,
 * 2025年第三季度, 二季度, 2025年, 6月底, 年底, 2025-06-01, 2025.6.1, 2025/6/1,
 * with half- or full-width digits and with spaces inside.
 */
#ifndef TEXT_DATES_H
#define TEXT_DATES_H

#include "base/date.h"
#include "base/str.h"

struct date_words {
	struct str text;   /* the words, 底/末 and the like included */
	int y;             /* 0 = not said */
	int m, d, q;       /* 0 = not said; q = quarter */
	bool possible;     /* there is such a day; a month is 1..12, a quarter 1..4 */
	bool spaced;       /* white space inside */
	bool end;          /* 底, 末: the end of that month, quarter or year */
	int part;          /* of a month: 1 上旬, 2 中旬, 3 下旬; 0 = whole */
};

/* The date that starts at byte `at`; false where none does. Takes what looks
 * like one even where it is impossible (6月31日, 13月). A bare 6日 or 30日内
 * is none, nor is 13个月. */
bool dates_read(struct str s, ptrdiff_t at, struct date_words *out);
/* The first date at or after byte `from`; its offset is text.p - s.p. */
bool dates_next(struct str s, ptrdiff_t from, struct date_words *out);
/* The end of a range that began with `from`, at byte `at`, behind 至 or a dash
 * (which dates_dash measures): a date, or a day alone of the same month
 * (6月1日至15日). Leaves out the year where the words do. */
bool dates_range_end(struct str s, ptrdiff_t at, const struct date_words *from,
		     struct date_words *out);
/* Bytes of the 至, 到, -, —, ~ at `at`, blanks round it and 起 before it included;
 * 0 = none. */
ptrdiff_t dates_dash(struct str s, ptrdiff_t at);
/* First and last day of what the words say, year `y` where they leave it out
 * (0: none, both come back as no date). */
void dates_span(const struct date_words *w, int y, struct date *first, struct date *last);

#endif
