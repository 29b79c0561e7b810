/*
 * Rules on what a notice must have: something below each heading, measures
 * that end alike, issuer and date, feedback date, period and contact.
 */
#include "notice/check/rule.h"

#include <string.h>

#include "base/utf8.h"

/* Has the heading `at` nothing below it: no body, no deeper heading? */
static bool nothing_below(const struct check *c, int at)
{
	const struct npara *p = &c->n->para[at];
	if (p->body.n)
		return false;
	for (int i = at + 1; i < c->n->paras; i++) {
		const struct npara *q = &c->n->para[i];
		if (q->role == PARA_LABEL)
			continue;
		if (q->role == PARA_HEADING)
			return heading_rank(c, q) <= heading_rank(c, p);
		return is_tail(q);
	}
	return true;
}

/* The deepest rank of the headings of a section that holds findings; 0 where
 * it holds none. */
static int finding_rank(const struct check *c, int section)
{
	int rank = 0;
	if (section < 0 || c->n->section[section].role != SECTION_FINDINGS)
		return 0;
	for (int i = 0; i < c->n->paras; i++) {
		const struct npara *p = &c->n->para[i];
		if (p->role == PARA_HEADING && p->section == section && heading_rank(c, p) > rank)
			rank = heading_rank(c, p);
	}
	return rank;
}

/* A section that tells how to watch or to write holds the contact block. */
static bool announces_contact(struct str title)
{
	return str_has(title, S("监督")) || str_has(title, S("联系")) || str_has(title, S("反馈方式")) ||
	       str_has(title, S("公示"));
}

static void empty_headings(struct check *c, bool findings)
{
	int section = -1, deepest = 0; /* of the section looked at last */
	for (int i = 0; i < c->n->paras; i++) {
		const struct npara *p = &c->n->para[i];
		if (p->role != PARA_HEADING || p->cell || !nothing_below(c, i))
			continue;
		if (i + 1 < c->n->paras && is_tail(p + 1) && announces_contact(p->title))
			continue;
		if (p->section != section) {
			section = p->section;
			deepest = finding_rank(c, section);
		}
		int rank = heading_rank(c, p);
		bool finding = rank > 1 && rank == deepest;
		if (finding == findings)
			report(c, p->text.p, ARGS(quote(c, p->text, 24)));
	}
}

void rule_empty_heading(struct check *c)
{
	empty_headings(c, false);
}

void rule_finding_without_measure(struct check *c)
{
	empty_headings(c, true);
}

/* 1 = ends in 。, 2 = in ；, 0 = in neither. */
static int terminator(struct str s)
{
	static const struct { struct str mark; int kind; } rows[] = {
		{ S("。"), 1 }, { S("；"), 2 }, { S(";"), 2 }, { S("."), 1 }, { S("．"), 1 },
	};
	s = str_trim(s);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (str_ends(s, rows[i].mark))
			return rows[i].kind;
	return 0;
}

static void terminators_of(struct check *c, const struct finding *f)
{
	int count[3] = { 0 }, first[3] = { -1, -1, -1 };
	for (int m = 0; m + 1 < f->measures; m++) {
		int kind = f->measure[m].style == NUM_NONE ? 0 : terminator(f->measure[m].text);
		if (!count[kind]++)
			first[kind] = m;
	}
	if (!count[1] || !count[2])
		return;
	int odd = count[1] == count[2]  ? (first[1] > first[2] ? 1 : 2)
		  : count[1] < count[2] ? 1
					: 2;
	struct str text = f->measure[first[odd]].text;
	report(c, text.p, ARGS(quote(c, text, 12), odd == 1 ? S("。") : S("；"),
			       odd == 1 ? S("；") : S("。")));
}

void rule_mixed_terminators(struct check *c)
{
	for (ptrdiff_t k = 0; k < c->n->categories; k++)
		for (ptrdiff_t f = 0; f < c->n->category[k].findings; f++)
			terminators_of(c, &c->n->category[k].finding[f]);
}

void rule_missing_issuer(struct check *c)
{
	for (int i = 0; i < c->n->paras; i++)
		if (c->n->para[i].role == PARA_ISSUER)
			return;
	report(c, c->last, NO_ARGS);
}

/* Does the last paragraph hold a date, though one that is no day or has
 * blanks? Those have rules of their own. */
static bool faulty_date(const struct check *c)
{
	struct str s = c->n->paras ? c->n->para[c->n->paras - 1].text : STR_NONE;
	for (ptrdiff_t i = 0; i < c->when.n; i++)
		if (c->when.p[i].para == c->n->paras - 1 && s.n < 120)
			return true;
	return utf8_count(s) < 40 && str_has(s, S("年")) && str_has(s, S("月"));
}

void rule_missing_date(struct check *c)
{
	if (!c->n->published_text.n && date_none(c->n->published) && !faulty_date(c))
		report(c, c->last, NO_ARGS);
}

/* Is the feedback dated, by month at least, or with a blank that has its own
 * rule? The dates before 开展, 进行 are the inspection's. */
static bool feedback_dated(const struct check *c, struct str lead)
{
	static const struct str back = S("反馈");
	static const struct str held[] = { S("开展"), S("进行") };
	for (ptrdiff_t at = str_find(lead, back, 0); at >= 0;
	     at = str_find(lead, back, at + back.n)) {
		struct str sentence = before(sentence_of(c, lead.p + at), str_cut(lead, at, at));
		for (int k = 0; k < 2; k++) {
			ptrdiff_t did = str_rfind(sentence, held[k]);
			if (did >= 0)
				sentence = str_from(sentence, did);
		}
		for (ptrdiff_t i = 0; i < c->when.n; i++)
			if (str_within(c->when.p[i].text, sentence) &&
			    (c->when.p[i].words.m || c->when.p[i].words.d))
				return true;
		if (str_has(sentence, S("×")) || str_has(sentence, S("X月")) ||
		    str_has(sentence, S("__")))
			return true;
	}
	return false;
}

void rule_missing_feedback_date(struct check *c)
{
	const struct inspection *in = &c->n->inspection;
	struct str lead = STR_NONE;
	bool inspected = false, fed = false, dated = false;
	for (int i = 0; i < c->n->paras; i++) {
		const struct npara *p = &c->n->para[i];
		if (p->role != PARA_LEAD && p->role != PARA_TITLE)
			continue;
		inspected |= str_has(p->text, S("巡察")) || str_has(p->text, S("巡视"));
		if (p->role != PARA_LEAD)
			continue;
		if (!lead.n)
			lead = p->text;
		fed |= str_has(p->text, S("反馈"));
		dated |= feedback_dated(c, p->text);
	}
	inspected |= str_has(in->kind, S("巡察")) || str_has(in->kind, S("巡视"));
	if (lead.n && date_none(in->feedback) && !dated && (inspected || fed))
		report(c, lead.p, NO_ARGS);
}

/* Is a label of the period followed by something, be it a blank? */
static bool label_has_value(const struct check *c, const struct hit *h)
{
	struct str rest = after(sentence_of(c, h->text.p), h->text);
	static const struct str skip[] = { S("："), S(":"), S("为"), S("是"), S("限"), S("自") };
	for (size_t i = 0; i < sizeof(skip) / sizeof(*skip); i++)
		str_drop_head(&rest, skip[i]);
	rest = str_trim(rest);
	str_drop_tail(&rest, S("。"));
	return rest.n > 0;
}

void rule_missing_disclosure_period(struct check *c)
{
	if (c->n->disclosure.raw.n)
		return;
	for (ptrdiff_t i = 0; i < c->cue[CUE_PERIOD].n; i++) {
		const struct hit *h = &c->cue[CUE_PERIOD].p[i];
		int para = notice_para_at(c->n, h->text.p);
		if (para >= 0 && c->n->para[para].finding < 0 && label_has_value(c, h))
			return;
	}
	report(c, place_of_invitation(c), NO_ARGS);
}

/* Is one of the labels printed in the contact block, though with a blank? */
static const char *contact_label(const struct check *c, const struct str *labels, size_t count)
{
	const char *found = NULL, *from = place_of_invitation(c);
	for (int i = 0; i < c->n->paras; i++) {
		const struct npara *p = &c->n->para[i];
		if (!is_tail(p) && p->text.p < from)
			continue;
		for (size_t k = 0; k < count; k++) {
			ptrdiff_t at = str_find(p->text, labels[k], 0);
			if (at >= 0 && (!found || p->text.p + at < found))
				found = p->text.p + at;
		}
	}
	return found;
}

/* The contact block's first words, wherever its paragraph begins. */
static const char *first_contact(const struct check *c)
{
	static const struct str labels[] = {
		S("联系电话"), S("监督电话"), S("举报电话"), S("咨询电话"), S("电话"), S("联系地址"),
		S("通讯地址"), S("通信地址"), S("邮政地址"), S("地址"), S("联系方式"), S("联系人"),
		S("电子邮箱"), S("电子邮件"), S("邮箱"), S("手机"), S("邮编"), S("邮政编码"),
	};
	const char *at = contact_label(c, labels, sizeof(labels) / sizeof(*labels));
	return at ? at : place_of_invitation(c);
}

void rule_missing_contact(struct check *c)
{
	static const struct str phone[] = { S("电话"), S("手机"), S("热线") };
	static const struct str address[] = { S("地址"), S("信箱"), S("地点") };
	static const struct str email[] = { S("邮箱"), S("邮件"), S("mail"), S("MAIL"), S("Mail") };
	const struct contact *k = &c->n->contact;
	struct str missing = STR_NONE;
	bool site = false;
	const char *from = place_of_invitation(c);
	for (int i = 0; i < c->n->paras && !site; i++)
		if (c->n->para[i].text.p >= from)
			site = cue_in(c, CUE_SITE, c->n->para[i].text) != NULL;
	if (!k->phones && !contact_label(c, phone, 3))
		missing = S("电话");
	if (!k->address.n && !contact_label(c, address, 3))
		missing = missing.n ? str_join(c->a, missing, S("、地址")) : S("地址");
	if (!k->email.n && !site && !contact_label(c, email, 5))
		missing = missing.n ? str_join(c->a, missing, S("、电子邮箱")) : S("电子邮箱");
	if (missing.n)
		report(c, first_contact(c), ARGS(missing));
}
