/*
 * The notice tree: what a rectification notice (整改进展情况的通报) says, as
 * structure. notice_parse() makes it from paragraphs, notice_val() turns it
 * into the JSON form.
 *
 * Every str that is "as printed" is a slice of notice.text, the mended text of
 * the whole notice, one paragraph a line; so any piece of the tree knows its
 * place in the file: notice_place(n, s.p). What the notice does not say is
 * STR_NONE, a date of year 0, or an empty list: never guessed.
 */
#ifndef NOTICE_TREE_H
#define NOTICE_TREE_H

#include "base/date.h"
#include "base/str.h"

/* A place in the source: line and column from 1, the column in characters. */
struct place {
	int line, col;
};

/* A stretch of notice.text that came from one line or paragraph of the source.
 * In order of `at`; the next piece starts where this one ends. */
struct piece {
	ptrdiff_t at;   /* offset in notice.text */
	int line, col;  /* of its first character */
	bool joined;    /* a broken paragraph was mended before this piece */
};

enum para_role {
	PARA_MARK,    /* 密级、内部标记、文号: what stands above the title */
	PARA_HEAD,    /* 版头: the issuer alone on a line above the title */
	PARA_TITLE,
	PARA_LEAD,    /* 导语 */
	PARA_HEADING, /* numbered or not; level 1..4 */
	PARA_LABEL,   /* 整改情况： alone on its line */
	PARA_BODY,
	PARA_INVITE,  /* 欢迎监督, 公开期限 */
	PARA_CONTACT, /* 联系方式 */
	PARA_ISSUER,  /* 落款 */
	PARA_DATE,    /* 成文日期 */
	PARA_COUNT
};

/* How an item is numbered. */
enum number_style {
	NUM_NONE,
	NUM_CN,         /* 一、 */
	NUM_CN_PAREN,   /* （一） */
	NUM_ARABIC,     /* 1. 1、 1． */
	NUM_PAREN,      /* （1） 1） */
	NUM_CIRCLED,    /* ① */
	NUM_IS,         /* 一是 */
	NUM_TH,         /* 第一，  第一、 */
	NUM_FEEDBACK,   /* 反馈问题3： 问题一： */
	NUM_STYLES
};

/* A mended paragraph. */
struct npara {
	struct str text;          /* whole, in notice.text */
	enum para_role role;
	enum number_style style;  /* of a heading or a numbered item */
	int number;               /* the ordinal's value; 0 = none */
	int level;                /* of a heading: 1..4; 0 = no heading */
	struct str label;         /* the number as printed: `（一）`, `1. `, `反馈问题3：` */
	struct str title;         /* of a heading: without label, final stop kept out */
	struct str body;          /* what follows a run-in heading; else STR_NONE */
	bool cell;                /* stands in a table cell */
	int section;              /* index into sections, -1 = before the first */
	int category, finding;    /* indexes: into categories; into that category's
				     findings; -1 = in none */
	int first_piece, pieces;  /* its pieces; more than one = it was broken */
};

enum fact_kind {
	FACT_COUNT,
	FACT_RATE,
	FACT_MONEY,
	FACT_AREA,
	FACT_PERCENT,
	FACT_DATE,
	FACT_KINDS
};
enum fact_approx { APPROX_NONE, APPROX_OVER, APPROX_ABOUT };
enum fact_per { PER_NONE, PER_DAY, PER_WEEK, PER_MONTH, PER_QUARTER, PER_YEAR };
/* How exact a date is. */
enum date_grain { GRAIN_NONE, GRAIN_YEAR, GRAIN_QUARTER, GRAIN_MONTH, GRAIN_DAY };

/* A date as the text has it: by grain, y; y m=quarter (1..4); y m; y m d. */
struct fuzzy_date {
	enum date_grain grain;
	int y, m, d;
};

struct fact {
	enum fact_kind kind;
	struct str text;          /* the words that say it, in notice.text */
	double value;             /* count, money (yuan), area, percent; rate: min */
	double max;               /* rate; NAN = open */
	bool no_min;              /* rate without a lower bound */
	struct str unit;          /* count, rate, area: as printed; money 元; percent % */
	enum fact_approx approx;
	enum fact_per per;
	struct fuzzy_date date;
	bool expected;            /* planned: 预计, 拟, 计划, 将于 */
	struct str of;            /* what it counts, free words */
};

struct measure {
	int ordinal;              /* 1, 2, … */
	enum number_style style;  /* NUM_NONE: the whole body */
	struct str label;         /* the number as printed where it is not part of
				     the text (（1） ①); else STR_NONE */
	struct str text;          /* may hold one '\n' (a body of two paragraphs) */
	struct fact *fact;
	ptrdiff_t facts;
};

struct finding {
	int para;                 /* its heading, index into notice.para */
	struct str ordinal;       /* 1, （一）; STR_NONE where it bears none */
	struct str title;
	struct measure *measure;
	ptrdiff_t measures;
};

struct category {
	int para;                 /* its heading; -1: nameless */
	int section;              /* the section it stands in */
	struct str ordinal, title;/* （一）; STR_NONE both where nameless */
	struct finding *finding;
	ptrdiff_t findings;
};

enum section_role { SECTION_RESPONSIBILITY, SECTION_FINDINGS, SECTION_NEXT, SECTION_OTHER };

struct section {
	int para;                 /* its heading */
	struct str ordinal, title;
	enum section_role role;
};

enum prose_at { PROSE_LEAD, PROSE_SECTION, PROSE_CATEGORY, PROSE_FINDING, PROSE_TAIL };

struct prose {
	enum prose_at at;
	struct str section;       /* ordinal or STR_NONE */
	struct str text;
	int para;                 /* where it stands */
};

struct inspection {
	struct str kind;          /* 巡察 巡视 审计 督查 环保督察 … */
	struct str authority, team, inspected;
	struct date start, end, feedback;
};

struct contact {
	struct str *phone;
	ptrdiff_t phones;
	struct str address, postcode, email;
};

struct disclosure {
	struct date start, end;
	struct str raw;           /* the text after the label */
};

struct notice {
	struct str name;          /* the source's name, for messages */
	struct str text;
	struct piece *piece;
	ptrdiff_t pieces;
	struct npara *para;
	ptrdiff_t paras;

	struct str issuer, title;
	struct date published;
	struct str published_text;/* the sign-off date as printed */
	struct inspection inspection;
	struct contact contact;
	struct disclosure disclosure;
	struct section *section;
	ptrdiff_t sections;
	struct category *category;
	ptrdiff_t categories;
	struct prose *prose;
	ptrdiff_t proses;
};

/* Where the byte `p` of n->text stands in the source. */
struct place notice_place(const struct notice *n, const char *p);
/* The index of the paragraph that holds `p`, or -1. */
int notice_para_at(const struct notice *n, const char *p);

#endif
