/*
 * The table of rules, and the run: every rule over one notice, its defects in
 * the order of their places. A rule is one row here and one function in the
 * file of its family; its words are in src/lang/check.tsv.
 */
#include "notice/check/rule.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

#define ROW(name, level, fn, key)                                              \
	{ { S(name), SEVERITY_##level, MSG_CHECK_##key, MSG_CHECK_##key##_ABOUT }, fn }

static const struct {
	struct rule rule;
	rule_fn *run;
} table[] = {
	ROW("placeholder", ERROR, rule_placeholder, PLACEHOLDER),
	ROW("broken-paragraph", WARNING, rule_broken_paragraph, BROKEN_PARAGRAPH),
	ROW("width-mixed", WARNING, rule_width_mixed, WIDTH_MIXED),
	ROW("spaced-date", WARNING, rule_spaced_date, SPACED_DATE),
	ROW("quote-unpaired", ERROR, rule_quote_unpaired, QUOTE_UNPAIRED),
	ROW("bracket-unpaired", ERROR, rule_bracket_unpaired, BRACKET_UNPAIRED),
	ROW("repeated-text", WARNING, rule_repeated_text, REPEATED_TEXT),
	ROW("repeated-word", WARNING, rule_repeated_word, REPEATED_WORD),
	ROW("confusable-term", WARNING, rule_confusable_term, CONFUSABLE_TERM),
	ROW("heading-punctuation", WARNING, rule_heading_punctuation, HEADING_PUNCTUATION),
	ROW("missing-number", WARNING, rule_missing_number, MISSING_NUMBER),
	ROW("number-gap", WARNING, rule_number_gap, NUMBER_GAP),
	ROW("number-restart", WARNING, rule_number_restart, NUMBER_RESTART),
	ROW("duplicate-number", WARNING, rule_duplicate_number, DUPLICATE_NUMBER),
	ROW("heading-level-skip", WARNING, rule_heading_level_skip, HEADING_LEVEL_SKIP),
	ROW("empty-heading", ERROR, rule_empty_heading, EMPTY_HEADING),
	ROW("finding-without-measure", ERROR, rule_finding_without_measure,
	    FINDING_WITHOUT_MEASURE),
	ROW("mixed-terminators", WARNING, rule_mixed_terminators, MIXED_TERMINATORS),
	ROW("missing-issuer", ERROR, rule_missing_issuer, MISSING_ISSUER),
	ROW("missing-date", ERROR, rule_missing_date, MISSING_DATE),
	ROW("missing-feedback-date", WARNING, rule_missing_feedback_date, MISSING_FEEDBACK_DATE),
	ROW("missing-disclosure-period", WARNING, rule_missing_disclosure_period,
	    MISSING_DISCLOSURE_PERIOD),
	ROW("missing-contact", HINT, rule_missing_contact, MISSING_CONTACT),
	ROW("unit-name-mismatch", ERROR, rule_unit_name_mismatch, UNIT_NAME_MISMATCH),
	ROW("foreign-duty", WARNING, rule_foreign_duty, FOREIGN_DUTY),
	ROW("date-impossible", ERROR, rule_date_impossible, DATE_IMPOSSIBLE),
	ROW("date-order", ERROR, rule_date_order, DATE_ORDER),
	ROW("before-feedback", WARNING, rule_before_feedback, BEFORE_FEEDBACK),
	ROW("future-as-done", ERROR, rule_future_as_done, FUTURE_AS_DONE),
	ROW("stale-plan", WARNING, rule_stale_plan, STALE_PLAN),
	ROW("period-length", ERROR, rule_period_length, PERIOD_LENGTH),
	ROW("count-mismatch", ERROR, rule_count_mismatch, COUNT_MISMATCH),
	ROW("total-mismatch", ERROR, rule_total_mismatch, TOTAL_MISMATCH),
	ROW("percent-mismatch", ERROR, rule_percent_mismatch, PERCENT_MISMATCH),
	ROW("vague-result", HINT, rule_vague_result, VAGUE_RESULT),
	ROW("partial-as-done", WARNING, rule_partial_as_done, PARTIAL_AS_DONE),
	ROW("postcode-region", WARNING, rule_postcode_region, POSTCODE_REGION),
	ROW("personal-data", ERROR, rule_personal_data, PERSONAL_DATA),
	ROW("secret-mark", ERROR, rule_secret_mark, SECRET_MARK),
};

enum { RULES = sizeof(table) / sizeof(*table) };

const struct rule *check_rules(int *count)
{
	static struct rule rules[RULES];
	for (int i = 0; i < RULES; i++)
		rules[i] = table[i].rule;
	*count = RULES;
	return rules;
}

void report(struct check *c, const char *at, struct msg_args args)
{
	struct str *copy = arena_new(c->a, struct str, args.n ? args.n : 1);
	for (int i = 0; i < args.n; i++)
		copy[i] = args.p[i];
	*list_add(c->a, c->out) = (struct defect){ .rule = c->rule, .at = notice_place(c->n, at),
						   .args = { copy, args.n } };
}

static int by_place(const void *a, const void *b)
{
	const struct defect *x = a, *y = b;
	if (x->at.line != y->at.line)
		return x->at.line < y->at.line ? -1 : 1;
	if (x->at.col != y->at.col)
		return x->at.col < y->at.col ? -1 : 1;
	return (x->rule > y->rule) - (x->rule < y->rule);
}

struct defects notice_check(struct arena *a, const struct notice *n)
{
	struct defects out = { 0 };
	struct check c = { .a = a, .n = n, .t = tables_get(), .out = &out };
	int count;
	const struct rule *rules = check_rules(&count);
	scan_notice(&c);
	for (int i = 0; i < count; i++) {
		c.rule = &rules[i];
		table[i].run(&c);
	}
	if (out.n)
		qsort(out.p, (size_t)out.n, sizeof(*out.p), by_place);
	return out;
}

struct str severity_name(enum severity s)
{
	static const struct str names[] = { [SEVERITY_HINT] = S("hint"),
					    [SEVERITY_WARNING] = S("warning"),
					    [SEVERITY_ERROR] = S("error") };
	return names[s];
}

struct str defect_text(struct arena *a, const struct defect *d, enum lang lang)
{
	return msg_fill(a, d->rule->sentence, lang, d->args);
}

struct val *defect_val(struct arena *a, struct str file, const struct defect *d, enum lang lang)
{
	struct val *v = val_map(a);
	val_put_str(a, v, S("file"), file);
	val_put_int(a, v, S("line"), d->at.line);
	val_put_int(a, v, S("col"), d->at.col);
	val_put_str(a, v, S("severity"), severity_name(d->rule->severity));
	val_put_str(a, v, S("rule"), d->rule->id);
	val_put_str(a, v, S("message"), defect_text(a, d, lang));
	return v;
}
