/* Recurring due dates: see recur.h. */
#include "ledger/recur.h"

enum { YEAR_MAX = 9999, MONTHS = 12, DAYS_MAX = 2932896 /* of 9999-12-31 */ };

static const struct {
	struct str name;
	int days, months;
} rows[] = {
	{ S("day"), 1, 0 },     { S("week"), 7, 0 },  { S("month"), 0, 1 },
	{ S("quarter"), 0, 3 }, { S("year"), 0, 12 },
};

struct date recur_date(struct date starts, struct str every, int n)
{
	struct date none = { 0 };
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		if (!str_eq(rows[i].name, every) || n < 0 || date_none(starts))
			continue;
		int64_t day = date_days(starts) + (int64_t)n * rows[i].days;
		if (rows[i].days)
			return day > DAYS_MAX ? none : date_of_days((int32_t)day);
		int64_t month = (int64_t)starts.y * MONTHS + starts.m - 1 +
				(int64_t)n * rows[i].months;
		if (month / MONTHS > YEAR_MAX)
			return none;
		struct date d = { (int)(month / MONTHS), (int)(month % MONTHS) + 1, starts.d };
		int last = date_month_days(d.y, d.m);
		d.d = d.d > last ? last : d.d;
		return d;
	}
	return none;
}

struct date recur_due(struct date starts, struct str every, struct date reported)
{
	if (date_none(reported) || date_cmp(reported, starts) < 0)
		return recur_date(starts, every, 0);
	/* low: due on or before the report; high: after it, or none */
	int low = 0, high = date_days(reported) - date_days(starts) + 2;
	while (high - low > 1) {
		int mid = low + (high - low) / 2;
		struct date d = recur_date(starts, every, mid);
		if (!date_none(d) && date_cmp(d, reported) <= 0)
			low = mid;
		else
			high = mid;
	}
	return recur_date(starts, every, high);
}
