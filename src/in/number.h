/*
 * Numbers as word processors and browsers write them before a paragraph:
 * `一`, `３`, `iv`, `⑫` … by the names that WordprocessingML gives the formats
 * (ECMA-376 part 1, 17.18.59 ST_NumberFormat).
 */
#ifndef IN_NUMBER_H
#define IN_NUMBER_H

#include "base/buf.h"

enum number_format {
	NUMBER_DECIMAL,
	NUMBER_DECIMAL_ZERO,  /* 01 */
	NUMBER_WIDE,          /* １ */
	NUMBER_CHINESE,       /* 一, 十, 二十一, 一百零二 */
	NUMBER_DIGITS,        /* 一, 一〇, 二一 */
	NUMBER_LEGAL,         /* 壹, 贰, 拾 */
	NUMBER_CIRCLED,       /* ① */
	NUMBER_PAREN,         /* ⑴ */
	NUMBER_STOP,          /* ⒈ */
	NUMBER_STEMS,         /* 甲乙丙 */
	NUMBER_BRANCHES,      /* 子丑寅 */
	NUMBER_LOWER_LETTER,
	NUMBER_UPPER_LETTER,
	NUMBER_LOWER_ROMAN,
	NUMBER_UPPER_ROMAN,
	NUMBER_BULLET,        /* a dot or a dash: no number */
	NUMBER_NONE,          /* the words around it alone */
	NUMBER_FORMATS
};

/* The format of that name; NUMBER_DECIMAL where it is not known. */
enum number_format number_format_of(struct str name);
/* `n` in that format; in decimal where it has no such number (0, ㊿+1). */
void number_put(struct buf *b, enum number_format f, int n);

#endif
