/*
 * 通报: a notice from its draft to the end of its display: its text in versions, the
 * secrecy review, the approval, what is published. Whoever wrote any version neither
 * reviews nor approves, and these two are two people; a changed text voids both. It
 * is not published while the checker finds an error or a blank in it.
 */
#include "in/source.h"
#include "ledger/number.h"
#include "ledger/pack_use.h"
#include "ledger/publication.h"
#include "ledger/step.h"
#include "ledger/verb_row.h"
#include "notice/check/check.h"
#include "notice/parse.h"

enum { TEXT_MOST = 200000 };

static struct str digits(struct arena *a, int64_t n)
{
	return str_fmt(a, "%lld", (long long)n);
}

bool publication_read(struct arena *a, struct str text, struct notice **out, struct err *e)
{
	struct source source;
	if (!source_parse(a, S("notice.txt"), text, &source, e))
		return false;
	*out = notice_parse(a, &source);
	return true;
}

bool publication_bars(const struct defect *d)
{
	return d->rule->severity == SEVERITY_ERROR || str_eq(d->rule->id, S("placeholder"));
}

static bool put_title(struct decision *d, struct str text, const struct val **cell, struct err *e)
{
	struct notice *n;
	if (!publication_read(d->a, text, &n, e))
		return false;
	struct str title = str_join(d->a, n->issuer, n->title);
	if (title.n)
		cell[COL_PUBLICATION_TITLE] = val_str(d->a, title);
	return true;
}

/* The actor's hand in the notice: DENIED where they have another in it. */
static bool take_hand(struct decision *d, int64_t id, struct str hand, struct err *e)
{
	const struct val *row;
	struct val *about = val_list(d->a);
	val_push(about, val_int(d->a, id));
	val_push(about, val_str(d->a, d->act->actor));
	if (!decision_ask(d, ASK_PUBLICATION_HAND, about, &row, e))
		return false;
	struct str other = val_get_str(row, S("hand"));
	if (row && str_eq(other, hand))
		return true;
	if (row)
		return err_set(e, ERR_DENIED,
			       str_eq(other, S("writer"))     ? MSG_PUBLICATION_WROTE
			       : str_eq(other, S("reviewer")) ? MSG_PUBLICATION_REVIEWED
							      : MSG_PUBLICATION_APPROVED,
			       ARGS(d->act->actor, d->act->target, d->verb->name));
	struct effect *f =
		effect_add(d->a, &d->out->effects, EFFECT_INSERT, OBJECT_PUBLICATION_HAND);
	f->cell[COL_PUBLICATION_HAND_ID] = val_int(d->a, id);
	f->cell[COL_PUBLICATION_HAND_PERSON] = val_str(d->a, d->act->actor);
	f->cell[COL_PUBLICATION_HAND_HAND] = val_str(d->a, hand);
	return true;
}

static int64_t target_id(const struct decision *d)
{
	return val_get_int(d->target, S("id"), 0);
}

static void add_text(struct decision *d, int64_t id, int64_t version)
{
	struct effect *f =
		effect_add(d->a, &d->out->effects, EFFECT_INSERT, OBJECT_PUBLICATION_TEXT);
	f->cell[COL_PUBLICATION_TEXT_ID] = val_int(d->a, id);
	f->cell[COL_PUBLICATION_TEXT_VERSION] = val_int(d->a, version);
	f->cell[COL_PUBLICATION_TEXT_AUTHOR] = val_str(d->a, d->act->actor);
	f->cell[COL_PUBLICATION_TEXT_DATE] =
		val_str(d->a, decision_day(d->a, d->act->recorded));
	f->cell[COL_PUBLICATION_TEXT_TEXT] = decision_field(d, S("body"));
}

/* The text of the version that stands. */
static bool ask_text(struct decision *d, struct str *text, struct err *e)
{
	const struct val *row;
	struct val *about = val_list(d->a);
	val_push(about, val_int(d->a, target_id(d)));
	val_push(about, val_int(d->a, val_get_int(d->target, S("version"), 0)));
	if (!decision_ask(d, ASK_PUBLICATION_TEXT, about, &row, e))
		return false;
	*text = val_get_str(row, S("text"));
	return true;
}

/* The inspection that the notice is of, which the actor reaches. */
static bool find_inspection(struct decision *d, const struct val **of, struct err *e)
{
	const struct val *code = decision_field(d, S("inspection"));
	if (!decision_ask(d, ASK_INSPECTION, code, of, e))
		return false;
	if (!*of)
		return err_set(e, ERR_NOT_FOUND, MSG_ACT_NO_TARGET, ARGS(d->verb->name, code->s));
	return decision_within(d, val_get_int(*of, S("unit"), UNIT_WHOLE), code->s, e);
}

static bool draft_decide(struct decision *d, struct err *e)
{
	const struct val *of;
	if (!find_inspection(d, &of, e))
		return false;
	if (!decision_field(d, S("body")))
		return err_set(e, ERR_BAD_INPUT, MSG_VALUE_MISSING, ARGS(d->verb->name, S("body")));
	int64_t unit = val_get_int(of, S("unit"), UNIT_WHOLE);
	struct effect *f = number_new(d, OBJECT_PUBLICATION, ASK_PUBLICATION_LAST, "TB", e);
	if (!f)
		return false;
	const struct val **cell = f->cell;
	int64_t id = cell[COL_PUBLICATION_ID]->i;
	cell[COL_PUBLICATION_INSPECTION] = val_int(d->a, val_get_int(of, S("id"), 0));
	cell[COL_PUBLICATION_UNIT] = unit == UNIT_WHOLE ? NULL : val_int(d->a, unit);
	cell[COL_PUBLICATION_WORDING] = decision_field(d, S("wording"));
	cell[COL_PUBLICATION_CONTACT] = decision_field(d, S("contact"));
	cell[COL_PUBLICATION_VERSION] = val_int(d->a, 1);
	cell[COL_PUBLICATION_AUTHOR] = val_str(d->a, d->act->actor);
	cell[COL_PUBLICATION_STATE] =
		val_str(d->a, state_row_of(OBJECT_PUBLICATION, NOTICE_DRAFT)->name);
	if (!put_title(d, decision_text(d, S("body")), cell, e) ||
	    !take_hand(d, id, S("writer"), e))
		return false;
	add_text(d, id, 1);
	step_first(d, OBJECT_PUBLICATION, id, NOTICE_DRAFT);
	return true;
}

/* A new version of the text, where it is another; what was reviewed and approved is
 * no more. */
static bool edit_decide(struct decision *d, struct err *e)
{
	struct step p;
	struct str before, text = decision_text(d, S("body")),
			   contact = decision_text(d, S("contact"));
	int64_t version = val_get_int(d->target, S("version"), 0);
	if (!take_hand(d, target_id(d), S("writer"), e) || !ask_text(d, &before, e))
		return false;
	if (!text.p && !contact.p)
		return err_set(e, ERR_BAD_INPUT, MSG_PUBLICATION_NOTHING, ARGS(d->verb->name));
	bool other = text.p && !str_eq(text, before);
	if (!other && (!contact.p || str_eq(contact, val_get_str(d->target, S("contact"))))) {
		d->out->effects.n = 0;
		return d->out->same = true;
	}
	if (!step_begin(&p, d, e))
		return false;
	p.of[COL_PUBLICATION_REVIEWER] = val_null(d->a);
	p.of[COL_PUBLICATION_APPROVER] = val_null(d->a);
	if (other) {
		p.of[COL_PUBLICATION_VERSION] = val_int(d->a, version + 1);
		p.of[COL_PUBLICATION_AUTHOR] = val_str(d->a, d->act->actor);
		if (!put_title(d, text, p.of, e))
			return false;
		add_text(d, p.id, version + 1);
	}
	return step_decision(&p, d->verb->to, e);
}

static bool submit_decide(struct decision *d, struct err *e)
{
	return take_hand(d, target_id(d), S("writer"), e) && step_decide(d, e);
}

/* Reviewed or approved: the actor's name goes into `column`. */
static bool sign(struct decision *d, struct str hand, int column, struct err *e)
{
	struct step p;
	if (!take_hand(d, target_id(d), hand, e) || !step_begin(&p, d, e))
		return false;
	p.of[column] = val_str(d->a, d->act->actor);
	return step_decision(&p, d->verb->to, e);
}

static bool review_decide(struct decision *d, struct err *e)
{
	return sign(d, S("reviewer"), COL_PUBLICATION_REVIEWER, e);
}

static bool approve_notice_decide(struct decision *d, struct err *e)
{
	return sign(d, S("approver"), COL_PUBLICATION_APPROVER, e);
}

static bool return_notice_decide(struct decision *d, struct err *e)
{
	struct step p;
	if (!step_begin(&p, d, e))
		return false;
	p.of[COL_PUBLICATION_REVIEWER] = val_null(d->a);
	return step_decision(&p, d->verb->to, e);
}

/* CONFLICT where the text has errors, a blank, or nobody takes opinions. */
static bool check_text(struct decision *d, struct err *e)
{
	struct notice *n;
	struct str text;
	const struct defect *first = NULL;
	int bars = 0;
	if (!val_get_str(d->target, S("contact")).p)
		return err_set(e, ERR_CONFLICT, MSG_PUBLICATION_CONTACT, ARGS(d->act->target));
	if (!ask_text(d, &text, e) || !publication_read(d->a, text, &n, e))
		return false;
	struct defects found = notice_check(d->a, n);
	for (ptrdiff_t i = 0; i < found.n; i++)
		if (publication_bars(&found.p[i]) && !bars++)
			first = &found.p[i];
	return !first || err_set(e, ERR_CONFLICT, MSG_PUBLICATION_DEFECTS,
				 ARGS(d->act->target, digits(d->a, bars),
				      digits(d->a, first->at.line), first->rule->id));
}

/* From when until when it is displayed. */
static bool put_period(struct step *p, struct err *e)
{
	struct decision *d = p->d;
	struct str today = decision_day(d->a, d->act->recorded), from = decision_text(d, S("from"));
	const struct val *until = decision_field(d, S("until"));
	from = from.p ? from : today;
	if (str_cmp(from, today) < 0)
		return err_set(e, ERR_BAD_INPUT, MSG_FINDING_PAST,
			       ARGS(d->verb->name, from, today));
	if (!until && !pack_display(d, from, &until, e))
		return false;
	if (!until)
		return err_set(e, ERR_BAD_INPUT, MSG_PUBLICATION_PERIOD, ARGS(d->verb->name));
	if (str_cmp(until->s, from) < 0)
		return err_set(e, ERR_BAD_INPUT, MSG_PUBLICATION_UNTIL, ARGS(until->s, from));
	p->of[COL_PUBLICATION_PUBLISHED] = val_str(d->a, from);
	p->of[COL_PUBLICATION_UNTIL] = until;
	return true;
}

const struct publication_format publication_formats[PUBLICATION_FORMATS] = {
	{ S("html"), S("html-size"), COL_PUBLICATION_HTML },
	{ S("pdf"), S("pdf-size"), COL_PUBLICATION_PDF },
	{ S("docx"), S("docx-size"), COL_PUBLICATION_DOCX },
};

/* The files, as evidence of the inspection: a row without its file cannot be. */
static void put_files(struct step *p)
{
	struct decision *d = p->d;
	int64_t last = val_get_int(d->target, S("last_evidence"), 0);
	for (int i = 0; i < PUBLICATION_FORMATS; i++) {
		const struct publication_format *format = &publication_formats[i];
		const struct val *sha256 = decision_field(d, format->name);
		struct effect *f =
			effect_add(d->a, &d->out->effects, EFFECT_INSERT, OBJECT_EVIDENCE);
		f->cell[COL_EVIDENCE_INSPECTION] =
			val_int(d->a, val_get_int(d->target, S("inspection"), 0));
		f->cell[COL_EVIDENCE_ORDINAL] = val_int(d->a, ++last);
		f->cell[COL_EVIDENCE_SHA256] = sha256;
		f->cell[COL_EVIDENCE_NAME] =
			val_str(d->a, str_fmt(d->a, "%.*s.%.*s", STR_ARG(d->act->target),
					      STR_ARG(format->name)));
		f->cell[COL_EVIDENCE_KIND] = val_str(d->a, format->name);
		f->cell[COL_EVIDENCE_SIZE] = decision_field(d, format->size);
		f->cell[COL_EVIDENCE_ACTOR] = val_str(d->a, d->act->actor);
		p->of[format->column] = sha256;
	}
}

static bool publish_decide(struct decision *d, struct err *e)
{
	struct step p;
	if (!check_text(d, e) || !step_begin(&p, d, e) || !put_period(&p, e))
		return false;
	put_files(&p);
	return step_decision(&p, d->verb->to, e);
}

#define BODY { S("body"), WORDS(TEXT_MOST), .bulk = true }
#define FILE_FIELDS(name)                                         \
	{ S(name), { VALUE_HASH }, .required = true },            \
	{                                                         \
		S(name "-size"), { VALUE_INT, 1, 64 << 20 }, .required = true \
	}

static const struct field draft_fields[] = {
	{ S("inspection"), WORDS(20), .required = true },
	{ S("wording"), ONE_OF(S("public party")), .required = true },
	{ S("contact"), WORDS(NAME) },
	BODY,
};

static const struct field edit_fields[] = {
	BODY,
	{ S("contact"), WORDS(NAME), .column = COL_PUBLICATION_CONTACT },
	{ S("reason"), WORDS(PROSE) },
};

static const struct field submit_fields[] = {
	{ S("text"), WORDS(PROSE) },
};

static const struct field opinion_fields[] = {
	{ S("opinion"), WORDS(PROSE), .required = true },
};

static const struct field reason_fields[] = {
	{ S("reason"), WORDS(PROSE), .required = true },
};

static const struct field publish_fields[] = {
	{ S("from"), DAY },
	{ S("until"), DAY },
	{ S("head"), WORDS(LONG_NAME), .required = true, .column = COL_PUBLICATION_HEAD },
	FILE_FIELDS("html"),
	FILE_FIELDS("pdf"),
	FILE_FIELDS("docx"),
};

#define OBJECT OBJECT_PUBLICATION
#define ASKED COL_PUBLICATION_ASKED
#define RETURNS BOTH(ACTOR_PUBLISHER | ACTOR_LEAD | ACTOR_SUPERVISOR)

static const struct verb rows[] = {
	{ S("draft-notice"), OBJECT_LEDGER, STATE_OPEN, NOTICE_DRAFT, RECTIFIES, false, 0, 0,
	  FIELDS(draft_fields), MSG_VERB_DRAFT_NOTICE, draft_decide },
	{ S("edit-notice"), OBJECT, STATES_NOTICE_OPEN, NOTICE_DRAFT, RECTIFIES, false, 0, 0,
	  FIELDS(edit_fields), MSG_VERB_EDIT_NOTICE, edit_decide },
	{ S("submit-notice"), OBJECT, NOTICE_DRAFT, NOTICE_SUBMITTED, RECTIFIES, false, ASKED, 0,
	  FIELDS(submit_fields), MSG_VERB_SUBMIT_NOTICE, submit_decide },
	{ S("review-notice"), OBJECT, NOTICE_SUBMITTED, NOTICE_REVIEWED, DISCLOSES, true, ASKED,
	  ASKED, FIELDS(opinion_fields), MSG_VERB_REVIEW_NOTICE, review_decide },
	{ S("approve-notice"), OBJECT, NOTICE_REVIEWED, NOTICE_APPROVED, APPROVES, true, 0, ASKED,
	  FIELDS(opinion_fields), MSG_VERB_APPROVE_NOTICE, approve_notice_decide },
	{ S("return-notice"), OBJECT, NOTICE_SUBMITTED | NOTICE_REVIEWED, NOTICE_DRAFT, RETURNS,
	  true, 0, ASKED, FIELDS(reason_fields), MSG_VERB_RETURN_NOTICE, return_notice_decide },
	{ S("publish-notice"), OBJECT, NOTICE_APPROVED, NOTICE_PUBLISHED, DISCLOSES, false, 0, 0,
	  FIELDS(publish_fields), MSG_VERB_PUBLISH_NOTICE, publish_decide },
	{ S("withdraw-notice"), OBJECT, STATES_NOTICE_OPEN | NOTICE_PUBLISHED, NOTICE_WITHDRAWN,
	  RETURNS, false, 0, 0, FIELDS(reason_fields), MSG_VERB_WITHDRAW_NOTICE, step_decide },
};

const struct verb_family publication_family = FAMILY(rows);
