/*
 * The checker: one table of rules, one function a rule.
 */
#ifndef NOTICE_CHECK_CHECK_H
#define NOTICE_CHECK_CHECK_H

#include "base/err.h"
#include "base/val.h"
#include "notice/tree.h"

enum severity { SEVERITY_HINT, SEVERITY_WARNING, SEVERITY_ERROR };

struct rule {
	struct str id;           /* kebab-case: placeholder */
	enum severity severity;
	enum msg sentence;       /* with {1}… filled by the rule */
	enum msg about;          /* what the rule looks for, for --rules */
};

struct defect {
	const struct rule *rule;
	struct place at;
	struct msg_args args;
};

struct defects {
	struct defect *p;
	ptrdiff_t n, cap;
};

/*
 * Reads the tables the rules use: the built-in ones, and the rows that files of
 * the same names in the folder of the environment variable HUIYIN_TABLES add.
 * BAD_INPUT with file and line where a row is wrong. Call it once before the
 * first check; without it the built-in tables alone are used. The tables live
 * until check_close().
 */
bool check_open(struct err *e);
void check_close(void);

/* All defects of `n`, by place, then by the order of the table; in `a`. */
struct defects notice_check(struct arena *a, const struct notice *n);
/* The table. */
const struct rule *check_rules(int *count);
/* "error", "warning", "hint". */
struct str severity_name(enum severity s);
/* The defect's sentence. */
struct str defect_text(struct arena *a, const struct defect *d, enum lang lang);
/* {file, line, col, severity, rule, message} */
struct val *defect_val(struct arena *a, struct str file, const struct defect *d, enum lang lang);

#endif
