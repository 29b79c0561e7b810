/* Calendar days: see date.h. */
#include "base/date.h"

#include "base/arena.h"

bool date_none(struct date d)
{
	return d.y == 0;
}

int date_month_days(int y, int m)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = y % 4 == 0 && (y % 100 != 0 || y % 400 == 0);
	if (m < 1 || m > 12)
		return 0;
	return days[m - 1] + (m == 2 && leap);
}

bool date_ok(struct date d)
{
	return d.y >= 1 && d.y <= 9999 && d.d >= 1 && d.d <= date_month_days(d.y, d.m);
}

int32_t date_days(struct date d)
{
	int32_t y = d.y - (d.m <= 2);
	int32_t era = (y >= 0 ? y : y - 399) / 400;
	int32_t year = y - era * 400;
	int32_t day = (153 * (d.m + (d.m > 2 ? -3 : 9)) + 2) / 5 + d.d - 1;
	return era * 146097 + year * 365 + year / 4 - year / 100 + day - 719468;
}

struct date date_of_days(int32_t days)
{
	int32_t z = days + 719468;
	int32_t era = (z >= 0 ? z : z - 146096) / 146097;
	int32_t doe = z - era * 146097;
	int32_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int32_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int32_t mp = (5 * doy + 2) / 153;
	struct date d = { .d = doy - (153 * mp + 2) / 5 + 1, .m = mp < 10 ? mp + 3 : mp - 9 };
	d.y = yoe + era * 400 + (d.m <= 2);
	return d;
}

int date_cmp(struct date a, struct date b)
{
	if (a.y != b.y)
		return a.y - b.y;
	return a.m != b.m ? a.m - b.m : a.d - b.d;
}

int date_weekday(struct date d)
{
	int32_t w = (date_days(d) + 3) % 7;
	return w < 0 ? w + 7 : w;
}

static void put_digits(char *to, int n, int v)
{
	for (; n--; v /= 10)
		to[n] = (char)('0' + v % 10);
}

struct str date_iso(struct arena *a, struct date d)
{
	if (!date_ok(d)) /* no date, or one reckoned beyond the year 9999 */
		return str_fmt(a, "%04d-%02d-%02d", d.y, d.m, d.d);
	char *p = arena_bytes(a, 11);
	put_digits(p, 4, d.y);
	put_digits(p + 5, 2, d.m);
	put_digits(p + 8, 2, d.d);
	p[4] = p[7] = '-';
	p[10] = 0;
	return (struct str){ p, 10 };
}

/* A number of `n` digits, or -1. */
static int digits(const char *p, int n)
{
	int v = 0;
	for (int i = 0; i < n; i++) {
		if (p[i] < '0' || p[i] > '9')
			return -1;
		v = v * 10 + (p[i] - '0');
	}
	return v;
}

bool date_parse(struct str s, struct date *out)
{
	if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-')
		return false;
	*out = (struct date){ digits(s.p, 4), digits(s.p + 5, 2), digits(s.p + 8, 2) };
	return date_ok(*out);
}
