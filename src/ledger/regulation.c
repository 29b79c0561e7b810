/*
 * 建章立制: the regulations that answer findings: their document numbers, when
 * they come into force, when they are looked at again.
 */
#include "base/utf8.h"
#include "ledger/number.h"
#include "ledger/step.h"
#include "ledger/verb_row.h"

/* A document number: words, 〔year〕, number, 号 (GB/T 9704-2012, 7.2.5: the year
 * in full within 〔〕, the number without 第 and without leading 0). */
static bool is_document(struct str s)
{
	ptrdiff_t open = str_find(s, S("〔"), 0), shut = str_find(s, S("〕"), 0);
	int64_t year, number;
	if (open <= 0 || shut < open || !str_drop_tail(&s, S("号")))
		return false;
	struct str in = str_span(str_cut(s, open + 3, open + 3), str_cut(s, shut, shut));
	struct str after = str_from(s, shut + 3);
	return in.n == 4 && str_int(in, &year) && year >= 1000 && after.n && after.p[0] != '0' &&
	       str_int(after, &number) && number > 0;
}

static bool check_document(struct decision *d, struct err *e)
{
	struct str s = decision_text(d, S("document"));
	return !s.p || is_document(s) ||
	       err_set(e, ERR_BAD_INPUT, MSG_REGULATION_DOCUMENT, ARGS(s));
}

/* Looked at again after it comes into force. */
static bool check_review(struct decision *d, struct str from, struct err *e)
{
	struct str review = decision_text(d, S("review"));
	return !review.p || str_cmp(review, from) > 0 ||
	       err_set(e, ERR_BAD_INPUT, MSG_REGULATION_REVIEW, ARGS(review, from));
}

static bool add_regulation_decide(struct decision *d, struct err *e)
{
	int64_t unit = d->actor.unit;
	if (!check_document(d, e) || !check_review(d, decision_text(d, S("from")), e) ||
	    (decision_field(d, S("unit")) && !decision_unit(d, S("unit"), &unit, e)))
		return false;
	struct effect *f = number_new(d, OBJECT_REGULATION, ASK_REGULATION_LAST, "ZD", e);
	if (!f)
		return false;
	const struct val **cell = f->cell;
	int64_t id = cell[COL_REGULATION_ID]->i;
	cell[COL_REGULATION_UNIT] = unit == UNIT_WHOLE ? NULL : val_int(d->a, unit);
	cell[COL_REGULATION_TITLE] = decision_field(d, S("title"));
	cell[COL_REGULATION_DOCUMENT] = decision_field(d, S("document"));
	cell[COL_REGULATION_IN_FORCE] = decision_field(d, S("from"));
	cell[COL_REGULATION_REVIEW] = decision_field(d, S("review"));
	cell[COL_REGULATION_STATE] =
		val_str(d->a, state_row_of(OBJECT_REGULATION, REGULATION_IN_FORCE)->name);
	step_first(d, OBJECT_REGULATION, id, REGULATION_IN_FORCE);
	return number_findings(d, OBJECT_REGULATION_FINDING, id, NULL, NULL, e);
}

static bool review_regulation_decide(struct decision *d, struct err *e)
{
	struct step p;
	return check_review(d, decision_day(d->a, d->act->recorded), e) && step_begin(&p, d, e) &&
	       step_decision(&p, d->from, e);
}

static const struct field add_fields[] = {
	{ S("title"), WORDS(HEADER), .required = true },
	{ S("from"), DAY, .required = true },
	{ S("document"), WORDS(120) },
	{ S("review"), DAY },
	{ S("unit"), WORDS(LONG_NAME) },
	{ S("findings"), WORDS(PROSE) },
};

static const struct field review_fields[] = {
	{ S("text"), WORDS(PROSE), .required = true },
	{ S("review"), DAY, .required = true, .column = COL_REGULATION_REVIEW },
};

static const struct field retire_fields[] = {
	{ S("reason"), WORDS(PROSE), .required = true },
};

static const struct verb rows[] = {
	{ S("add-regulation"), OBJECT_LEDGER, STATE_OPEN, REGULATION_IN_FORCE, RECTIFIES, false, 0,
	  0, FIELDS(add_fields), MSG_VERB_ADD_REGULATION, add_regulation_decide },
	{ S("review-regulation"), OBJECT_REGULATION, REGULATION_IN_FORCE, 0, RECTIFIES, false, 0,
	  0, FIELDS(review_fields), MSG_VERB_REVIEW_REGULATION, review_regulation_decide },
	{ S("retire-regulation"), OBJECT_REGULATION, REGULATION_IN_FORCE, REGULATION_RETIRED,
	  RECTIFIES, false, 0, 0, FIELDS(retire_fields), MSG_VERB_RETIRE_REGULATION,
	  step_decide },
};

const struct verb_family regulation_family = FAMILY(rows);
