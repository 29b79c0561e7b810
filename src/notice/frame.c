/*
 * The frame of a notice: head matter (marks, head line, title), the lead, and
 * the tail (invitation, contact, sign-off). Gives those paragraphs their roles
 * and finds where the body between them starts and ends.
 */
#include <string.h>

#include "base/utf8.h"
#include "notice/parser.h"
#include "notice_words.h"
#include "text/chars.h"
#include "text/dates.h"

static bool is_sentence(struct str s)
{
	return str_has(s, S("。")) || str_has(s, S("，"));
}

/* Does the line end as a title does, blanks inside it (通　报) not counted? */
static bool ends_title(struct str s)
{
	char bare[64];
	ptrdiff_t fill = (ptrdiff_t)sizeof(bare), len;
	while (s.n > 0) {
		uint32_t cp = utf8_before(s, s.n, &len);
		s.n -= len;
		if (char_class(cp) & CHAR_BLANK)
			continue;
		if (fill < len)
			break;
		fill -= len;
		memcpy(bare + fill, s.p + s.n, (size_t)len);
	}
	return words_end(&words_title_end,
			 (struct str){ bare + fill, (ptrdiff_t)sizeof(bare) - fill });
}

/* The head matter; returns the first paragraph after it. */
static int frame_head(struct parser *parser)
{
	struct notice *n = parser->n;
	int end = 0, title = -1, last = -1;
	for (; end < n->paras && end < 14; end++) {
		struct str s = n->para[end].text;
		if (is_mark(s))
			continue;
		if (numbering_heads(parser->num[end].style) || is_sentence(s) ||
		    is_terminated(s))
			break;
	}
	/* the title starts at 关于, else is the last line that ends like one */
	for (int i = 0; i < end && title < 0; i++)
		if (str_has(n->para[i].text, S("关于")))
			title = i;
	for (int i = end - 1; i >= 0 && title < 0; i--)
		if (ends_title(n->para[i].text))
			title = i;
	for (int i = title; i >= 0 && i < end && last < 0; i++)
		if (ends_title(n->para[i].text) && !is_mark(n->para[i].text))
			last = i;
	if (last < 0)
		last = title;
	for (int i = 0; i < end; i++) {
		struct npara *p = &n->para[i];
		if (i >= title && i <= last && title >= 0)
			p->role = PARA_TITLE;
		else if (is_mark(p->text) || (title >= 0 && i > last))
			p->role = PARA_MARK;
		else if (is_body_name(p->text))
			p->role = PARA_HEAD;
		else if (title >= 0 && i + 1 < title && p->text.n <= 90 && is_bare(p->text) &&
			 is_body_name(n->para[i + 1].text))
			p->role = PARA_HEAD; /* a head line broken in two */
		else
			p->role = PARA_MARK;
	}
	return end;
}

/* The lead runs to the first heading; where headings bear no numbers, to the
 * paragraph that announces the rest. */
static int frame_lead(struct parser *p, int from)
{
	struct notice *n = p->n;
	int end = from, told = -1;
	for (; end < n->paras; end++) {
		struct str s = n->para[end].text;
		ptrdiff_t len;
		struct numbering num = p->num[end];
		if (numbering_heads(num.style) || label_read(s, &len) != LABEL_NONE)
			break;
		if (told < 0 && words_in(&words_announce, s))
			told = end;
		if (told >= 0 && end > told)
			break;
		if (told < 0 && end - from >= 8)
			break;
	}
	if (told < 0 && end - from > 1 && end < n->paras &&
	    !numbering_heads(p->num[end].style))
		end = from + 1;
	for (int i = from; i < end; i++)
		n->para[i].role = PARA_LEAD;
	return end;
}

/* A line of a date whose blanks were never filled: ×年×月×日. */
static bool is_blank_date(struct str s)
{
	return s.n <= 60 && str_ends(s, S("日")) && str_has(s, S("年")) && str_has(s, S("月")) &&
	       !is_sentence(s) && !str_has(s, S("：")) && !str_has(s, S(":"));
}

/* `NAME 2025年6月1日` on one line. */
static bool is_name_and_date(struct str s, struct str *name, struct date *date)
{
	struct date_words w;
	for (ptrdiff_t at = 0; dates_next(s, at, &w); at = w.text.p + w.text.n - s.p) {
		if (w.text.p + w.text.n != s.p + s.n)
			continue;
		*name = str_trim(str_cut(s, 0, w.text.p - s.p));
		if (!w.y || !w.m || !w.d || !is_body_name(*name))
			return false;
		*date = (struct date){ w.y, w.m, w.d };
		return true;
	}
	return false;
}

static bool unpunctuated(struct str s)
{
	static const struct str marks[] = { S("。"), S("，"), S("；"), S("："),
					    S(":"),  S("、"), S("！"), S("@") };
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (str_has(s, marks[i]))
			return false;
	return true;
}

/* A note of the tail: 附件 or the like, or an item of the list that 附件 opens. */
static bool notes(const struct parser *p, int para)
{
	int i = para;
	while (i > p->body && para - i < 8 && p->num[i].style == NUM_ARABIC)
		i--;
	return is_note(p->n->para[i].text);
}

/* The sign-off, upwards from `end`; returns its first paragraph. */
static int frame_signoff(struct parser *parser, int from, int end)
{
	struct notice *n = parser->n;
	int i = end - 1;
	/* notes below it: 附件, （此件公开发布） */
	while (i > from && end - i <= 8 && notes(parser, i))
		n->para[i--].role = PARA_CONTACT;
	if (i < from)
		return end;
	struct npara *p = &n->para[i];
	struct str name;
	if (is_name_and_date(p->text, &name, &n->published)) {
		p->role = PARA_ISSUER;
		n->issuer = name;
		n->published_text = str_trim(str_from(p->text, name.n));
		return i;
	}
	bool dated = is_date_line(p->text, &n->published) || is_blank_date(p->text);
	if (dated) {
		p->role = PARA_DATE;
		n->published_text = p->text;
		i--;
	}
	while (i > from && is_note(n->para[i].text)) /* （盖章） on a line of its own */
		n->para[i--].role = PARA_ISSUER;
	int last = i;
	while (i >= from && last - i < 4) {
		p = &n->para[i];
		bool name_line = is_body_name(p->text) ||
				 (dated && i == last && is_bare(p->text) && p->text.n <= 120 &&
				  parser->num[i].style == NUM_NONE && i > from);
		bool part = last != i && p->text.n <= 120 && unpunctuated(p->text) &&
			    !is_terminated(p->text) &&
			    !numbering_heads(parser->num[i].style) &&
			    heading_end(p->text) == HEADING_NONE;
		struct date day;
		if ((!name_line && !part) || is_date_line(p->text, &day))
			break;
		p->role = PARA_ISSUER;
		i--;
	}
	/* some put the date above the name */
	if (!dated && i < last && i >= from && is_date_line(n->para[i].text, &n->published)) {
		n->para[i].role = PARA_DATE;
		n->published_text = n->para[i].text;
		i--;
	}
	return i + 1;
}

/* An invitation to watch, ask or object. */
static bool invites(struct str s)
{
	const struct word *w = words_at(&words_invite, s, 0);
	if (w && w->is == 1)
		return true;
	for (ptrdiff_t at = -1; (w = words_find(&words_invite, s, at + 1, &at));)
		if (w->is == 2)
			return true;
	return false;
}

static int frame_tail(struct parser *p, int from, int sign)
{
	struct notice *n = p->n;
	int i = sign;
	while (i > from) {
		struct str s = n->para[i - 1].text;
		bool contact = contact_opens(s) || (p->num[i - 1].style == NUM_NONE && s.n <= 900 &&
						    contact_count(s) >= 2);
		bool invite = !contact && !numbering_heads(p->num[i - 1].style) && invites(s);
		/* a remark between two lines of the block: 办公时间 and such */
		bool between = !contact && !invite && i < sign && i - 1 > from && s.n <= 150 &&
			       !numbering_heads(p->num[i - 1].style) &&
			       contact_opens(n->para[i - 2].text);
		if (!contact && !invite && !between && !notes(p, i - 1))
			break;
		n->para[i - 1].role = invite ? PARA_INVITE : PARA_CONTACT;
		i--;
	}
	return i;
}

void parse_frame(struct parser *p)
{
	struct notice *n = p->n;
	for (ptrdiff_t i = 0; i < n->paras; i++) {
		ptrdiff_t len;
		bool label = label_read(n->para[i].text, &len) != LABEL_NONE;
		n->para[i].role = label && len == n->para[i].text.n ? PARA_LABEL : PARA_BODY;
	}
	int head = frame_head(p);
	p->body = frame_lead(p, head);
	int sign = frame_signoff(p, p->body, (int)n->paras);
	p->tail = frame_tail(p, p->body, sign);
}
