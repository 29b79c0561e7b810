/* Numbers as word processors write them: see number.h. */
#include "in/number.h"

static const struct {
	struct str name;
	enum number_format format;
} names[] = {
	{ { "decimal", 7 }, NUMBER_DECIMAL },
	{ { "decimalZero", 11 }, NUMBER_DECIMAL_ZERO },
	{ { "decimalFullWidth", 16 }, NUMBER_WIDE },
	{ { "decimalFullWidth2", 17 }, NUMBER_WIDE },
	{ { "chineseCounting", 15 }, NUMBER_CHINESE },
	{ { "chineseCountingThousand", 23 }, NUMBER_CHINESE },
	{ { "japaneseCounting", 16 }, NUMBER_CHINESE },
	{ { "taiwaneseCounting", 17 }, NUMBER_CHINESE },
	{ { "taiwaneseCountingThousand", 25 }, NUMBER_CHINESE },
	{ { "ideographDigital", 16 }, NUMBER_DIGITS },
	{ { "japaneseDigitalTenThousand", 26 }, NUMBER_DIGITS },
	{ { "taiwaneseDigital", 16 }, NUMBER_DIGITS },
	{ { "chineseLegalSimplified", 22 }, NUMBER_LEGAL },
	{ { "ideographLegalTraditional", 25 }, NUMBER_LEGAL },
	{ { "decimalEnclosedCircle", 21 }, NUMBER_CIRCLED },
	{ { "decimalEnclosedCircleChinese", 28 }, NUMBER_CIRCLED },
	{ { "decimalEnclosedParen", 20 }, NUMBER_PAREN },
	{ { "decimalEnclosedFullstop", 23 }, NUMBER_STOP },
	{ { "ideographTraditional", 20 }, NUMBER_STEMS },
	{ { "ideographZodiac", 15 }, NUMBER_BRANCHES },
	{ { "lowerLetter", 11 }, NUMBER_LOWER_LETTER },
	{ { "upperLetter", 11 }, NUMBER_UPPER_LETTER },
	{ { "lowerRoman", 10 }, NUMBER_LOWER_ROMAN },
	{ { "upperRoman", 10 }, NUMBER_UPPER_ROMAN },
	{ { "bullet", 6 }, NUMBER_BULLET },
	{ { "none", 4 }, NUMBER_NONE },
};

enum number_format number_format_of(struct str name)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (str_eq(names[i].name, name))
			return names[i].format;
	return NUMBER_DECIMAL;
}

/* The `n`th of a row of characters of three bytes each, from 0. */
static struct str nth(const char *row, int n)
{
	return (struct str){ row + (ptrdiff_t)n * 3, 3 };
}

/* 1..9999 by the digits and the units 十百千; `plain_ten` writes 十 for 一十
 * where nothing stands before it. */
static void put_counting(struct buf *b, const char *digits, const char *units, bool plain_ten,
			 int n)
{
	static const int worth[] = { 1000, 100, 10, 1 };
	bool begun = false, gap = false;
	for (int i = 0; i < 4; i++) {
		int digit = n / worth[i] % 10;
		if (!digit) {
			gap = begun;
			continue;
		}
		if (gap)
			buf_add(b, nth(digits, 0));
		if (!(plain_ten && !begun && worth[i] == 10 && digit == 1))
			buf_add(b, nth(digits, digit));
		if (worth[i] > 1)
			buf_add(b, nth(units, 2 - i));
		begun = true;
		gap = false;
	}
}

static void put_digits(struct buf *b, const char *digits, int n)
{
	struct str decimal = str_fmt(b->a, "%d", n);
	for (ptrdiff_t i = 0; i < decimal.n; i++)
		buf_add(b, nth(digits, decimal.p[i] - '0'));
}

/* a … z, aa, bb …: the letter again for each round, as Word does. */
static void put_letter(struct buf *b, char first, int n)
{
	buf_fill(b, (char)(first + (n - 1) % 26), 1 + (n - 1) / 26);
}

static void put_roman(struct buf *b, bool upper, int n)
{
	static const struct { int worth; const char *lower, *upper; } parts[] = {
		{ 1000, "m", "M" }, { 900, "cm", "CM" }, { 500, "d", "D" }, { 400, "cd", "CD" },
		{ 100, "c", "C" },  { 90, "xc", "XC" },  { 50, "l", "L" },  { 40, "xl", "XL" },
		{ 10, "x", "X" },   { 9, "ix", "IX" },   { 5, "v", "V" },   { 4, "iv", "IV" },
		{ 1, "i", "I" },
	};
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
		for (; n >= parts[i].worth; n -= parts[i].worth)
			buf_add(b, str_of(upper ? parts[i].upper : parts[i].lower));
}

void number_put(struct buf *b, enum number_format f, int n)
{
	static const char wide[] = "０１２３４５６７８９", plain[] = "〇一二三四五六七八九";
	static const char counting[] = "零一二三四五六七八九", legal[] = "零壹贰叁肆伍陆柒捌玖";
	static const int most[NUMBER_FORMATS] = {
		[NUMBER_DECIMAL_ZERO] = 9,   [NUMBER_WIDE] = 99999,
		[NUMBER_CHINESE] = 9999,     [NUMBER_DIGITS] = 99999,
		[NUMBER_LEGAL] = 9999,       [NUMBER_CIRCLED] = 50,
		[NUMBER_PAREN] = 20,         [NUMBER_STOP] = 20,
		[NUMBER_STEMS] = 10,         [NUMBER_BRANCHES] = 12,
		[NUMBER_LOWER_LETTER] = 780, [NUMBER_UPPER_LETTER] = 780,
		[NUMBER_LOWER_ROMAN] = 3999, [NUMBER_UPPER_ROMAN] = 3999,
		[NUMBER_BULLET] = 1 << 30,   [NUMBER_NONE] = 1 << 30,
	};
	uint32_t at = (uint32_t)n;
	if (n < 1 || n > most[f])
		f = NUMBER_DECIMAL;
	switch (f) {
	case NUMBER_DECIMAL_ZERO: buf_fmt(b, "0%d", n); break;
	case NUMBER_WIDE: put_digits(b, wide, n); break;
	case NUMBER_CHINESE: put_counting(b, counting, "十百千", true, n); break;
	case NUMBER_DIGITS: put_digits(b, plain, n); break;
	case NUMBER_LEGAL: put_counting(b, legal, "拾佰仟", false, n); break;
	case NUMBER_CIRCLED:
		buf_rune(b, at <= 20   ? 0x245F + at
			    : at <= 35 ? 0x3251 - 21 + at
				       : 0x32B1 - 36 + at);
		break;
	case NUMBER_PAREN: buf_rune(b, 0x2473 + at); break;
	case NUMBER_STOP: buf_rune(b, 0x2487 + at); break;
	case NUMBER_STEMS: buf_add(b, nth("甲乙丙丁戊己庚辛壬癸", n - 1)); break;
	case NUMBER_BRANCHES: buf_add(b, nth("子丑寅卯辰巳午未申酉戌亥", n - 1)); break;
	case NUMBER_LOWER_LETTER: put_letter(b, 'a', n); break;
	case NUMBER_UPPER_LETTER: put_letter(b, 'A', n); break;
	case NUMBER_LOWER_ROMAN: put_roman(b, false, n); break;
	case NUMBER_UPPER_ROMAN: put_roman(b, true, n); break;
	case NUMBER_BULLET:
	case NUMBER_NONE: break;
	case NUMBER_DECIMAL:
	case NUMBER_FORMATS: buf_fmt(b, "%d", n); break;
	}
}
