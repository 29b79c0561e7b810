/*
 * A register 登记簿 as data: the fields of its records, the nodes that they pass,
 * and what is counted of them. One engine keeps all: 学习, 会议, 巡查, 联系, 问卷,
 * 基金, 申请, 宣传, 节点 are carried, an office adopts its own or a changed one. A
 * definition's text is a row of the ledger and stays with the records that were
 * made under it. The format is told in docs/registers.md.
 */
#ifndef LEDGER_REGISTER_H
#define LEDGER_REGISTER_H

#include "base/date.h"
#include "base/embed.h"
#include "base/val.h"
#include "ledger/conf.h"

enum {
	REGISTER_FIELDS = 24,
	REGISTER_CHOICES = 24,
	REGISTER_NODES = 12,
	REGISTER_COUNTS = 24,
	REGISTER_TERMS = 6,
	REGISTER_LABEL = 90, /* bytes of a label */
	REGISTER_VALUE = 3000, /* bytes of a text, where its field says nothing */
	REGISTER_WHERE = 300
};

enum register_type {
	REGISTER_TEXT,
	REGISTER_NUMBER, /* whole */
	REGISTER_MONEY,  /* kept in 分 */
	REGISTER_DATE,
	REGISTER_CHOICE,
	REGISTER_YES     /* yes or no */
};

enum register_rule {
	REGISTER_COUNT,      /* records */
	REGISTER_SUM,        /* of a field */
	REGISTER_DISTINCT,   /* different values of a field */
	REGISTER_LATE,       /* of two dates, planned and actual */
	REGISTER_PERCENT,    /* of two counts above it: 100 × first ÷ second */
	REGISTER_DIFFERENCE, /* of two counts above it: first − second */
	REGISTER_MONTHS      /* of one count above it: months in which it was below `least` */
};

/* What a term of a filter is about: a field, or the node reached. */
enum { REGISTER_OF_NODE = -1 };
enum register_op {
	REGISTER_IS,
	REGISTER_IS_NOT,
	REGISTER_AT_LEAST,
	REGISTER_AT_MOST,
	REGISTER_GIVEN,
	REGISTER_MISSING
};

struct register_filter {
	struct {
		int of;
		enum register_op op;
		struct str text;  /* of a text, a choice, yes-no, a date */
		int64_t number;   /* of a number, money, a node */
	} term[REGISTER_TERMS]; /* all of them hold */
	int terms;
};

struct register_def {
	struct str name;                /* by which it is called; without blanks */
	struct str title[LANG_COUNT], about[LANG_COUNT], date[LANG_COUNT];
	struct str channel;             /* of the cases that its records open; STR_NONE */
	struct register_field {
		struct str name, label[LANG_COUNT];
		struct str synonyms;    /* other headings in sheets, set apart by blanks */
		enum register_type type;
		bool required, personal;
		bool bounded;           /* least and most were said */
		int64_t least, most;    /* bytes of a text, a number, 分 */
		struct {
			struct str name, label[LANG_COUNT];
		} choice[REGISTER_CHOICES];
		int choices;
	} field[REGISTER_FIELDS];
	int fields;
	struct register_node {
		struct str name, label[LANG_COUNT];
		bool second;            /* not by who did the one before */
		int needs;              /* the field that must be there; -1: none */
	} node[REGISTER_NODES];
	int nodes;                      /* 0: a record is whole when it is made */
	struct register_count {
		struct str name, label[LANG_COUNT], unit[LANG_COUNT], where;
		enum register_rule rule;
		int of[2];              /* fields, or counts above it; -1: none */
		int64_t least;
		struct register_filter filter;
	} count[REGISTER_COUNTS];
	int counts;
};

/* Reads a text, borrowed. BAD_INPUT, LIMIT with the line and what to do. */
bool register_read(struct arena *a, struct str text, struct register_def *out, struct err *e);

/* The registers that the program carries; the text of the one of that name, or
 * title in either language; STR_NONE. */
extern const struct embed register_files[];
struct str register_carried(struct arena *a, struct str name);

/* Its place, or -1. */
int register_field_find(const struct register_def *r, struct str name);
int register_node_find(const struct register_def *r, struct str name);
int register_count_find(const struct register_def *r, struct str name);
/* The names of its counts, set apart by blanks, in `a`. */
struct str register_counts(struct arena *a, const struct register_def *r);

/* `kind = talk; amount >= 100; found given`: BAD_INPUT says what is wrong. What is
 * filtered by is no personal field. The texts are borrowed. */
bool register_filter_read(struct arena *a, const struct register_def *r, struct str text,
			  struct register_filter *out, struct err *e);

/* What a person wrote of a field, as the ledger keeps it: VAL_STR or VAL_INT (a
 * number; money in 分), in `a`; BAD_INPUT names the field. Choices are taken by
 * name or label, dates and amounts as in ledger sheets. */
bool register_value_read(struct arena *a, const struct register_field *f, struct str text,
			 const struct val **out, struct err *e);
/* The same back, as people write it. `v` may be NULL or null: empty. */
struct str register_value_text(struct arena *a, const struct register_field *f,
			       const struct val *v, enum lang lang);

/* The column of record_value that keeps values of the field. */
enum { REGISTER_IN_TEXT, REGISTER_IN_NUMBER, REGISTER_IN_DATE, REGISTER_IN_SECRET };
int register_column(const struct register_field *f);

#endif
