/*
 * What a character is to Chinese text: a stop, a bracket, a numeral … Half- and
 * full-width forms are of one class.
 */
#ifndef TEXT_CHARS_H
#define TEXT_CHARS_H

#include <stdint.h>

enum char_class {
	CHAR_STOP = 1,     /* 。！？； ends a sentence or an item */
	CHAR_COLON = 2,    /* ： */
	CHAR_COMMA = 4,    /* ， */
	CHAR_LIST = 8,     /* 、 */
	CHAR_OPEN = 16,    /* “ ‘ （ 《 「 『 【 〔 */
	CHAR_SHUT = 32,    /* ” ’ ） 》 」 』 】 〕 */
	CHAR_NUMBER = 64,  /* a digit, or a Chinese numeral up to 万 */
	CHAR_BLANK = 128   /* space, tab, U+00A0, U+3000 */
};

/* The classes of `cp`, or 0. */
static inline unsigned char_class(uint32_t cp)
{
	static const uint8_t ascii[0x80] = {
		[' '] = CHAR_BLANK, ['\t'] = CHAR_BLANK, ['!'] = CHAR_STOP, ['?'] = CHAR_STOP,
		[';'] = CHAR_STOP, [':'] = CHAR_COLON, [','] = CHAR_COMMA, ['('] = CHAR_OPEN,
		[')'] = CHAR_SHUT, ['0'] = CHAR_NUMBER, ['1'] = CHAR_NUMBER, ['2'] = CHAR_NUMBER,
		['3'] = CHAR_NUMBER, ['4'] = CHAR_NUMBER, ['5'] = CHAR_NUMBER, ['6'] = CHAR_NUMBER,
		['7'] = CHAR_NUMBER, ['8'] = CHAR_NUMBER, ['9'] = CHAR_NUMBER,
	};
	static const uint8_t cjk[0x20] = {
		[0x00] = CHAR_BLANK, [0x01] = CHAR_LIST, [0x02] = CHAR_STOP, [0x07] = CHAR_NUMBER,
		[0x08] = CHAR_OPEN, [0x09] = CHAR_SHUT, [0x0A] = CHAR_OPEN, [0x0B] = CHAR_SHUT,
		[0x0C] = CHAR_OPEN, [0x0D] = CHAR_SHUT, [0x0E] = CHAR_OPEN, [0x0F] = CHAR_SHUT,
		[0x10] = CHAR_OPEN, [0x11] = CHAR_SHUT, [0x14] = CHAR_OPEN, [0x15] = CHAR_SHUT,
	};
	static const uint8_t wide[0x20] = {
		[0x01] = CHAR_STOP,   [0x08] = CHAR_OPEN,   [0x09] = CHAR_SHUT,
		[0x0C] = CHAR_COMMA,  [0x10] = CHAR_NUMBER, [0x11] = CHAR_NUMBER,
		[0x12] = CHAR_NUMBER, [0x13] = CHAR_NUMBER, [0x14] = CHAR_NUMBER,
		[0x15] = CHAR_NUMBER, [0x16] = CHAR_NUMBER, [0x17] = CHAR_NUMBER,
		[0x18] = CHAR_NUMBER, [0x19] = CHAR_NUMBER, [0x1A] = CHAR_COLON,
		[0x1B] = CHAR_STOP,   [0x1F] = CHAR_STOP,
	};
	if (cp < 0x80)
		return ascii[cp];
	if (cp >= 0x3000 && cp < 0x3020)
		return cjk[cp - 0x3000];
	if (cp >= 0xFF00 && cp < 0xFF20)
		return wide[cp - 0xFF00];
	switch (cp) {
	case 0x00A0: return CHAR_BLANK;
	case 0x2018: case 0x201C: return CHAR_OPEN;
	case 0x2019: case 0x201D: return CHAR_SHUT;
	case 0x25CB: /* ○ */
	case 0x4E00: case 0x4E03: case 0x4E07: case 0x4E09: case 0x4E24: case 0x4E5D: case 0x4E8C:
	case 0x4E94: case 0x516B: case 0x516D: case 0x5341: case 0x5343: case 0x56DB: case 0x767E:
	case 0x96F6: /* 一 七 万 三 两 九 二 五 八 六 十 千 四 百 零 */
		return CHAR_NUMBER;
	default: return 0;
	}
}

/* What closes the bracket or quotation mark `cp`: the full- or half-width form;
 * 0 where it opens nothing. */
static inline uint32_t char_partner(uint32_t cp)
{
	switch (cp) {
	case '(': return ')';
	case 0x2018: case 0x201C: case 0x3008: case 0x300A: case 0x300C: case 0x300E: case 0x3010:
	case 0x3014: case 0xFF08: return cp + 1;
	default: return 0;
	}
}

#endif
