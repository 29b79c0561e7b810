/* Numerals in text ↔ values: see num.h. */
#include "text/num.h"

#include "base/utf8.h"
#include "text/chars.h"

/* One Chinese numeral: a digit 0..9, or a power of ten (10, 100, 1000). */
struct numeral {
	int digit; /* -1 = none */
	int unit;  /* 0 = none */
};

static struct numeral numeral_of(uint32_t cp)
{
	switch (cp) {
	case 0x3007: /* 〇 */
	case 0x25CB: /* ○, often typed for it */
	case 0x96F6: /* 零 */ return (struct numeral){ 0, 0 };
	case 0x4E00: /* 一 */ return (struct numeral){ 1, 0 };
	case 0x4E8C: /* 二 */
	case 0x4E24: /* 两 */ return (struct numeral){ 2, 0 };
	case 0x4E09: /* 三 */ return (struct numeral){ 3, 0 };
	case 0x56DB: /* 四 */ return (struct numeral){ 4, 0 };
	case 0x4E94: /* 五 */ return (struct numeral){ 5, 0 };
	case 0x516D: /* 六 */ return (struct numeral){ 6, 0 };
	case 0x4E03: /* 七 */ return (struct numeral){ 7, 0 };
	case 0x516B: /* 八 */ return (struct numeral){ 8, 0 };
	case 0x4E5D: /* 九 */ return (struct numeral){ 9, 0 };
	case 0x5341: /* 十 */ return (struct numeral){ -1, 10 };
	case 0x767E: /* 百 */ return (struct numeral){ -1, 100 };
	case 0x5343: /* 千 */ return (struct numeral){ -1, 1000 };
	default: return (struct numeral){ -1, 0 };
	}
}

/* 0..9 of a half- or full-width digit at `at`, or -1; `*len` its bytes. */
static int arabic(struct str s, ptrdiff_t at, ptrdiff_t *len)
{
	if (at >= s.n)
		return -1;
	uint32_t cp = utf8_at(s, at, len);
	if (cp >= '0' && cp <= '9')
		return (int)(cp - '0');
	return cp >= 0xFF10 && cp <= 0xFF19 ? (int)(cp - 0xFF10) : -1;
}

/* A point between digits: `.` or `．`; its bytes, or 0. */
static ptrdiff_t point(struct str s, ptrdiff_t at)
{
	ptrdiff_t len, next;
	if (at >= s.n)
		return 0;
	uint32_t cp = utf8_at(s, at, &len);
	if (cp != '.' && cp != 0xFF0E)
		return 0;
	return arabic(s, at + len, &next) >= 0 ? len : 0;
}

/* A group comma: `,` (or `，` between full-width digits is none) before exactly
 * three digits. */
static bool group_comma(struct str s, ptrdiff_t at)
{
	ptrdiff_t len;
	if (at + 3 >= s.n + 0 || s.p[at] != ',')
		return false;
	for (int i = 1; i <= 3; i++)
		if (s.p[at + i] < '0' || s.p[at + i] > '9')
			return false;
	return arabic(s, at + 4, &len) < 0;
}

static bool read_arabic(struct str s, ptrdiff_t at, struct num *out)
{
	ptrdiff_t i = at, len;
	double value = 0, scale = 1;
	int digits = 0, places = 0, lead = 0;
	for (int d; i < s.n;) {
		if ((d = arabic(s, i, &len)) >= 0) {
			value = value * 10 + d;
			digits++;
			lead++;
			i += len;
		} else if (digits && lead <= 3 && group_comma(s, i)) {
			lead = 0;
			i++;
		} else {
			break;
		}
	}
	if (!digits)
		return false;
	ptrdiff_t dot = point(s, i);
	if (dot) {
		i += dot;
		for (int d; (d = arabic(s, i, &len)) >= 0; i += len) {
			value = value * 10 + d;
			scale *= 10;
			digits++;
			places++;
		}
	}
	*out = (struct num){
		.value = value / scale, .n = i - at, .digits = digits, .places = places
	};
	return true;
}

/* 点 and Chinese digits after it: 点七一. */
static void chinese_fraction(struct str s, ptrdiff_t at, struct num *num)
{
	static const double tenths[] = { 1, 10, 100, 1e3, 1e4, 1e5, 1e6 };
	ptrdiff_t i = at + num->n, len;
	int whole = 0, places = 0;
	if (!str_starts(str_from(s, i), S("点")))
		return;
	i += 3;
	for (; i < s.n && places < 6; i += len) {
		struct numeral one = numeral_of(utf8_at(s, i, &len));
		if (one.digit < 0)
			break;
		whole = whole * 10 + one.digit;
		places++;
	}
	if (!places)
		return;
	num->value += whole / tenths[places];
	num->places = places;
	num->n = i - at;
}

/* Chinese numerals: 一万二千三百零五 by places, 二〇二五 digit by digit. `yi` and
 * `wan` hold what 亿 and 万 closed, `below` what 千, 百, 十 did since. */
static bool read_chinese(struct str s, ptrdiff_t at, struct num *out)
{
	double yi = 0, wan = 0, below = 0, plain = 0;
	int count = 0, run = 0;
	ptrdiff_t i = at, len;
	bool digit_open = false, by_place = false, multiplied = false;
	for (; i < s.n; i += len) {
		uint32_t cp = utf8_at(s, i, &len);
		struct numeral one = numeral_of(cp);
		bool big = count && (cp == 0x4E07 /* 万 */ || cp == 0x4EBF /* 亿 */);
		if (one.digit >= 0) {
			if (by_place && digit_open)
				break; /* 二十三四: stop after 三 */
			plain = plain * 10 + one.digit;
			digit_open = one.digit > 0 || !by_place;
			run++;
		} else if (one.unit) {
			if (!digit_open && (one.unit != 10 || by_place))
				break; /* 百 and 千 want a digit; 十 may stand first */
			if (run > 1 && !by_place)
				break;
			below += (digit_open ? plain : 1) * one.unit;
			plain = 0;
			digit_open = false;
			by_place = true;
		} else if (big) {
			if (cp == 0x4E07) {
				wan += (below + plain) * 1e4;
			} else {
				yi = (yi + wan + below + plain) * 1e8;
				wan = 0;
			}
			below = plain = 0;
			digit_open = false;
			by_place = multiplied = true;
		} else {
			break;
		}
		count++;
	}
	if (!count)
		return false;
	*out = (struct num){ .value = yi + wan + below + plain, .n = i - at, .chinese = true,
			     .multiplied = multiplied, .digits = count };
	chinese_fraction(s, at, out);
	return true;
}

/* 千瓦, 千米 …: there 千 belongs to the unit. */
static bool unit_prefix(struct str after)
{
	static const struct str units[] = { S("瓦"), S("米"), S("克"), S("伏"),
					    S("卡"), S("帕"), S("焦") };
	for (size_t i = 0; i < sizeof(units) / sizeof(*units); i++)
		if (str_starts(after, units[i]))
			return true;
	return false;
}

/* What 百, 千, 万, 亿 multiply by; 0 = another character. */
static double power_of(uint32_t cp)
{
	switch (cp) {
	case 0x767E: return 1e2;
	case 0x5343: return 1e3;
	case 0x4E07: return 1e4;
	case 0x4EBF: return 1e8;
	default: return 0;
	}
}

/* 百, 千, 万, 亿 after digits. */
static void multiply(struct str s, ptrdiff_t at, struct num *num)
{
	for (ptrdiff_t i = at + num->n, len; i < s.n; i += len) {
		double times = power_of(utf8_at(s, i, &len));
		if (times < 2 ||
		    (times < 1e4 && (num->multiplied || unit_prefix(str_from(s, i + len)))))
			return;
		num->value *= times;
		num->n += len;
		num->multiplied = true;
	}
}

bool num_read(struct str s, ptrdiff_t at, struct num *out)
{
	ptrdiff_t len;
	if (at >= s.n || !(char_class(utf8_at(s, at, &len)) & CHAR_NUMBER))
		return false;
	if (read_arabic(s, at, out)) {
		multiply(s, at, out);
		return true;
	}
	if (!read_chinese(s, at, out))
		return false;
	if (out->places)
		multiply(s, at, out);
	return true;
}

bool num_digits(struct str s, ptrdiff_t at, int *value, ptrdiff_t *n)
{
	ptrdiff_t i = at, len = 0;
	int64_t v = 0;
	int count = 0;
	for (; i < s.n && count < 9; i += len, count++) {
		int d = arabic(s, i, &len);
		if (d < 0)
			d = numeral_of(utf8_at(s, i, &len)).digit;
		if (d < 0)
			break;
		v = v * 10 + d;
	}
	*value = (int)v;
	*n = i - at;
	return count > 0;
}
