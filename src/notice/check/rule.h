/*
 * What the rules share: one run over one notice (struct check), its index of
 * sentences, clauses, dates and table words, and the reporting call. Private
 * to this folder.
 */
#ifndef NOTICE_CHECK_RULE_H
#define NOTICE_CHECK_RULE_H

#include "base/arena.h"
#include "notice/check/check.h"
#include "text/dates.h"

/* The word lists of cues.tsv; cue_names in tables.c has them in this order. */
enum cue {
	CUE_PLACEHOLDER, /* a blank never filled in */
	CUE_SURNAME,     /* 李某某, 张××: a masked name, no blank */
	CUE_PATROL,      /* what makes 巡查 a patrol, right before it */
	CUE_PLAN,        /* 预计 拟 计划: what is still to come */
	CUE_DONE,        /* 完成 召开 印发: verbs of a finished measure */
	CUE_FAULT,       /* 违规 时任 指出: the clause tells what was found wrong */
	CUE_DURING,      /* 边巡边改: done before the feedback, and said so */
	CUE_OBJECT,      /* 核查 清查: the period after it is what the act is about */
	CUE_PARTNER,     /* 邀请 联合 与: somebody else's duty or name */
	CUE_ADVERB,      /* 明显 显著 */
	CUE_BETTER,      /* 提升 改善 */
	CUE_PART_VERB,   /* after 部分: 完成 修复 */
	CUE_MOST_VERB,   /* after 基本: 完成 整改到位 */
	CUE_PART_NOUN,   /* after that verb: it was a noun's (部分整改任务) */
	CUE_WHOLE,       /* 共 反馈: a sentence that states a total */
	CUE_STATE_DONE,  /* 已完成 */
	CUE_STATE_DOING, /* 正在 */
	CUE_STATE_OPEN,  /* 尚未 未 */
	CUE_STATE_LONG,  /* 长期 持续 */
	CUE_PERIOD,      /* 公示期 公开期限: labels of the period */
	CUE_SITE,        /* 网站 www.: a reporting site instead of an e-mail */
	CUE_PERSON,      /* 居民 户 家长: a private person follows */
	CUE_NO_NAME,     /* 代表 小组: what follows a person word and is no name */
	CUE_OFFICE,      /* 热线 值班: a telephone that is the office's */
	CUE_NUMBER,      /* 合同 许可 信用代码: a number that is no person's */
	CUE_MARK,        /* 内部资料 */
	CUE_REVIEW,      /* 总结 评估: a period looked back on */
	CUE_UNIT,        /* 个 项 条: measure words */
	CUE_STAGE,       /* 年中 阶段性: a review on the way */
	CUE_COUNT
};

/* A word of a table at a place of the text. */
struct hit {
	struct str text;
	const struct row *row;
};

enum { ROW_COLS = 4 };

/* A row of a table: what it says and where it stands, for messages. */
struct row {
	struct str col[ROW_COLS];
	struct str file;
	int line;
};

enum table_id {
	TABLE_CUES,        /* class, word */
	TABLE_REPEATED,    /* word twice, not after, not before */
	TABLE_CONFUSABLES, /* wrong, right, when, arguments */
	TABLE_BODIES,      /* kind, names (of such a body), words that name one */
	TABLE_DUTIES,      /* kind, word */
	TABLE_ORGS,        /* what a body's full name ends in: 委员会 党委 */
	TABLE_KINDS,       /* what a place's or body's name ends in, how it is compared */
	TABLE_PLACES,      /* city, province */
	TABLE_AREA_CODES,  /* area code, city */
	TABLE_POSTCODES,   /* prefix of 2 or 3 digits, place */
	TABLE_COUNT
};

struct rows {
	struct row *p;
	ptrdiff_t n, cap;
};

/* The tables, and an index of the words that are looked for in every text. */
struct tables {
	struct rows rows[TABLE_COUNT];
	struct word_index *index;
};

/* The tables as built in, with what check_open() added. */
const struct tables *tables_get(void);

struct hits {
	struct hit *p;
	ptrdiff_t n, cap;
};

struct span {
	struct str text;
	int para;
	int first_clause, clauses; /* of a sentence */
	int sentence;              /* of a clause */
};

struct spans {
	struct span *p;
	ptrdiff_t n, cap;
};

/* A date of the text with its year resolved. */
struct when {
	struct date_words words;
	struct str text;
	int year;                /* 0 = neither said nor implied */
	struct date first, last; /* no date where year is 0 */
	int sentence, clause, para;
	bool opens, closes;      /* of a range, with the next / the previous */
};

struct whens {
	struct when *p;
	ptrdiff_t n, cap;
};

/* A number with its measure word. */
struct quantity {
	struct str text;  /* number and unit */
	double value;
	struct str unit;  /* % for a percentage */
	int places;
};

struct quantities {
	struct quantity *p;
	ptrdiff_t n, cap;
};

struct check {
	struct arena *a;
	const struct notice *n;
	const struct tables *t;
	const struct rule *rule;      /* the one that runs */
	struct defects *out;
	struct hits cue[CUE_COUNT];
	struct hits repeated, confusable, duty, place;
	struct spans sentence, clause; /* of what is no table cell */
	struct whens when;
	const char *last;             /* start of the last line */
};

/* Reports the running rule at `at`, quoting the arguments. */
void report(struct check *c, const char *at, struct msg_args args);
/* The text of `s`, cut to at most `max` characters with … */
struct str quote(struct check *c, struct str s, int max);

/* Fills the index of `c`. */
void scan_notice(struct check *c);
/* All table words of `text`, in order, into the lists of `c`. */
void tables_scan(struct check *c, struct str text);
/* The first hit of `cue` that lies inside `in`, or NULL. */
const struct hit *cue_in(const struct check *c, enum cue cue, struct str in);
/* The same over any list in order of place. */
const struct hit *hit_in(const struct hits *hits, struct str in);
/* A hit of `cue` that starts (ends) right at `p`; NULL where none does. */
const struct hit *cue_at(const struct check *c, enum cue cue, const char *p);
const struct hit *cue_before(const struct check *c, enum cue cue, const char *p);

/* The sentence or clause that holds `p`; an empty span where none does. */
struct span *span_at(const struct spans *spans, const char *p);
struct str clause_of(const struct check *c, const char *p);
struct str sentence_of(const struct check *c, const char *p);
/* From the end of `part` to the end of `whole`, from the start of `whole` to
 * the start of `part`. */
struct str after(struct str whole, struct str part);
struct str before(struct str whole, struct str part);

/* The numbers with units in `in`. */
struct quantities quantities_in(struct check *c, struct str in);
/* The length of the item number that starts `s` (一是 第一， （1） ① 1.), and
 * its style and value; 0 where none does. */
ptrdiff_t item_number(struct str s, enum number_style *style, int *number);
/* `s` without its leading item number and white space. */
struct str without_number(struct str s);
/* True where the paragraph is running text: no mark, head, title, sign-off. */
bool is_prose(const struct npara *p);
/* True where the paragraph invites, gives the contact or the like. */
bool is_tail(const struct npara *p);
/* The character before `p` in the notice's text, 0 at a paragraph's start. */
uint32_t char_before(const struct check *c, const char *p);
uint32_t char_at(const struct check *c, const char *p);

/* How deep a heading stands by its number's style: 一、 1, （一） 2, 1. 3, （1） 4,
 * ① 5; one without a number stands with the numbered ones of its level. */
int heading_rank(const struct check *c, const struct npara *p);

/* Where the reports on what is absent go. */
const char *place_of_invitation(const struct check *c);
const char *place_of_contact(const struct check *c);

/* The rules, by family. */
typedef void rule_fn(struct check *c);
rule_fn rule_placeholder, rule_broken_paragraph, rule_width_mixed, rule_spaced_date,
	rule_quote_unpaired, rule_bracket_unpaired, rule_repeated_text, rule_repeated_word,
	rule_confusable_term;
rule_fn rule_heading_punctuation, rule_missing_number, rule_number_gap, rule_number_restart,
	rule_duplicate_number, rule_heading_level_skip, rule_empty_heading,
	rule_finding_without_measure, rule_mixed_terminators, rule_missing_issuer,
	rule_missing_date, rule_missing_feedback_date, rule_missing_disclosure_period,
	rule_missing_contact;
rule_fn rule_unit_name_mismatch, rule_foreign_duty;
rule_fn rule_date_impossible, rule_date_order, rule_before_feedback, rule_future_as_done,
	rule_stale_plan, rule_period_length;
rule_fn rule_count_mismatch, rule_total_mismatch, rule_percent_mismatch, rule_vague_result,
	rule_partial_as_done;
rule_fn rule_postcode_region, rule_personal_data, rule_secret_mark;

#endif
