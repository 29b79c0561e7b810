/* What a line or paragraph shows by itself: its number, label, ending, whether
 * it names a body or a date. Pure functions over text; see parser.h. */
#include "notice/parser.h"

#include "base/utf8.h"
#include "notice_words.h"
#include "text/chars.h"
#include "text/dates.h"
#include "text/num.h"

static bool any_of(uint32_t cp, const char *set)
{
	struct str s = str_of(set);
	ptrdiff_t len;
	for (ptrdiff_t i = 0; i < s.n; i += len)
		if (utf8_at(s, i, &len) == cp)
			return true;
	return false;
}

/* The code point at `at`, 0 at the end; moves on. */
static uint32_t take(struct str s, ptrdiff_t *at)
{
	ptrdiff_t len;
	if (*at >= s.n)
		return 0;
	uint32_t cp = utf8_at(s, *at, &len);
	*at += len;
	return cp;
}

/* An ordinal of one kind at *at: Chinese numerals or up to two digits. */
static int ordinal(struct str s, ptrdiff_t *at, bool chinese)
{
	struct num num;
	if (!num_read(s, *at, &num) || num.chinese != chinese || num.places || num.multiplied ||
	    num.value < 1 || num.value > 99)
		return 0;
	*at += num.n;
	return (int)num.value;
}

static struct numbering numbered(struct str s, enum number_style style, int number, ptrdiff_t n)
{
	return (struct numbering){ style, number, n + (s.n - n) - str_trim_left(str_from(s, n)).n };
}

/* ① … ⑳, ⑴ … ⒇, ⒈ … ⒛ */
static struct numbering sign(struct str s, uint32_t cp, ptrdiff_t len)
{
	if (cp >= 0x2460 && cp <= 0x2473)
		return numbered(s, NUM_CIRCLED, (int)(cp - 0x2460) + 1, len);
	if (cp >= 0x2474 && cp <= 0x2487)
		return numbered(s, NUM_PAREN, (int)(cp - 0x2474) + 1, len);
	if (cp >= 0x2488 && cp <= 0x249B)
		return numbered(s, NUM_ARABIC, (int)(cp - 0x2488) + 1, len);
	return (struct numbering){ 0 };
}

/* （一） (1) 1） */
static struct numbering bracketed(struct str s)
{
	ptrdiff_t i = 0;
	bool open = any_of(take(s, &i), "（(");
	if (!open)
		i = 0;
	ptrdiff_t from = i;
	int n = open ? ordinal(s, &i, true) : 0;
	bool chinese = n > 0;
	if (!n) {
		i = from;
		n = ordinal(s, &i, false);
	}
	if (!n || !any_of(take(s, &i), "）)"))
		return (struct numbering){ 0 };
	return numbered(s, chinese ? NUM_CN_PAREN : NUM_PAREN, n, i);
}

/* 1. 1、 1．, not 1.5; 一、; 一是; 第一， */
static struct numbering plain(struct str s)
{
	ptrdiff_t i = 0, j;
	bool nth = str_drop_head(&s, S("第"));
	int n = ordinal(s, &i, true);
	ptrdiff_t off = nth ? 3 : 0;
	struct str whole = { s.p - off, s.n + off };
	if (n) {
		j = i;
		uint32_t cp = take(s, &j);
		if (nth)
			return any_of(cp, "，、：,:") ? numbered(whole, NUM_TH, n, j + off)
						      : (struct numbering){ 0 };
		if (any_of(cp, "、．"))
			return numbered(whole, NUM_CN, n, j);
		if (cp == 0x662F /* 是 */)
			return (struct numbering){ NUM_IS, n, j };
		return (struct numbering){ 0 };
	}
	n = nth ? 0 : ordinal(s, &i, false);
	/* 1.5公里 is no number of an item; 1.6个部门 is, for things are whole */
	struct num point;
	if (!n && !nth && num_read(s, 0, &point) && point.places && !point.chinese &&
	    words_at(&words_whole, s, point.n)) {
		int value;
		n = num_digits(s, 0, &value, &i) && value <= 99 ? value : 0;
	}
	j = i;
	if (!n || !any_of(take(s, &j), ".．、"))
		return (struct numbering){ 0 };
	struct num more;
	if (num_read(s, j, &more) && !more.chinese && !words_at(&words_whole, s, j + more.n))
		return (struct numbering){ 0 };
	return numbered(whole, NUM_ARABIC, n, j);
}

/* 反馈问题3：, 问题一：, 反馈意见1. */
static struct numbering feedback(struct str s)
{
	const struct word *w = words_at(&words_feedback, s, 0);
	ptrdiff_t i = w ? w->text.n : 0, from = i;
	if (!w)
		return (struct numbering){ 0 };
	int n = ordinal(s, &i, true);
	if (!n) {
		i = from;
		n = ordinal(s, &i, false);
	}
	if (!n || !any_of(take(s, &i), "：:、.．"))
		return (struct numbering){ 0 };
	return numbered(s, NUM_FEEDBACK, n, i);
}

/* Could a number start with this character: a digit, a bracket, ①, 第, or the
 * first of 反馈问题 and its like? Most paragraphs end the question here. */
static bool may_number(uint32_t cp)
{
	if (char_class(cp) & (CHAR_NUMBER | CHAR_OPEN))
		return true;
	if (cp < 0x4E00)
		return cp >= 0x2460 && cp <= 0x249B;
	if (cp == 0x7B2C /* 第 */)
		return true;
	return words_starts(&words_feedback, cp);
}

struct numbering clue_numbering(struct str s)
{
	ptrdiff_t len;
	if (s.n == 0)
		return (struct numbering){ 0 };
	uint32_t cp = utf8_at(s, 0, &len);
	if (!may_number(cp))
		return (struct numbering){ 0 };
	struct numbering got = sign(s, cp, len);
	if (!got.style)
		got = bracketed(s);
	if (!got.style)
		got = plain(s);
	if (!got.style)
		got = feedback(s);
	/* 一是一、二是二 is a saying */
	ptrdiff_t i = got.n;
	if (got.style == NUM_IS && ordinal(s, &i, true) && any_of(take(s, &i), "、，"))
		return (struct numbering){ 0 };
	return got;
}

bool numbering_heads(enum number_style style)
{
	return style != NUM_NONE && style != NUM_IS && style != NUM_TH;
}

/* The colon (and blanks) at `at`; 0 bytes where none. */
static ptrdiff_t colon(struct str s, ptrdiff_t at)
{
	ptrdiff_t i = at;
	if (!any_of(take(s, &i), "：:"))
		return 0;
	return i - at + (s.n - i) - str_trim_left(str_from(s, i)).n;
}

enum label_is label_read(struct str s, ptrdiff_t *n)
{
	const struct word *w = words_at(&words_label, s, 0);
	*n = 0;
	if (!w)
		return LABEL_NONE;
	/* the label alone on its line needs no colon */
	ptrdiff_t after = colon(s, w->text.n);
	if (!after && str_trim_right(str_from(s, w->text.n)).n > 0)
		return LABEL_NONE;
	*n = w->text.n + after;
	return (enum label_is)w->is;
}

/* E-mail, Email, e-mail: the one label in Latin letters. */
static bool latin_label(struct str s, ptrdiff_t *n)
{
	static const struct str labels[] = { S("E-mail"), S("e-mail"), S("Email"), S("email"),
					     S("E-MAIL"), S("EMAIL") };
	for (size_t i = 0; i < sizeof(labels) / sizeof(*labels); i++)
		if (str_starts(s, labels[i])) {
			*n = labels[i].n;
			return true;
		}
	return false;
}

enum contact_is contact_label(struct str s, ptrdiff_t at, ptrdiff_t *n)
{
	/* 联 系 人 and the like: match with the blanks taken out. */
	char bare[64];
	ptrdiff_t fill = 0, end[16], i = at, len;
	int count = 0;
	if (at < s.n && (s.p[at] == 'E' || s.p[at] == 'e') && latin_label(str_from(s, at), n))
		return CONTACT_EMAIL;
	if (at >= s.n || !words_starts(&words_contact, utf8_at(s, at, &len)))
		return CONTACT_NONE;
	while (i < s.n && count < 6 && fill < (ptrdiff_t)sizeof(bare) - 4) {
		uint32_t cp = utf8_at(s, i, &len);
		if (cp != ' ' && cp != 0x3000 && cp != 0xA0) {
			if (!utf8_is_han(cp))
				break;
			fill += utf8_put(bare + fill, cp);
			end[count++] = i + len - at;
		} else if (count == 0) {
			break;
		}
		i += len;
	}
	const struct word *w = words_at(&words_contact, (struct str){ bare, fill }, 0);
	if (!w)
		return CONTACT_NONE;
	*n = end[utf8_count(w->text) - 1];
	return (enum contact_is)w->is;
}

bool is_bare(struct str s)
{
	ptrdiff_t len;
	for (ptrdiff_t i = 0; i < s.n; i += len) {
		uint32_t cp = utf8_at(s, i, &len);
		unsigned mark = char_class(cp) & ~(unsigned)(CHAR_NUMBER | CHAR_BLANK);
		if (mark && cp != '(' && cp != 0xFF08 && cp != ')' && cp != 0xFF09)
			return false;
	}
	return true;
}

bool is_body_name(struct str s)
{
	return s.n >= 9 && s.n <= 150 && is_bare(s) &&
	       (words_end(&words_body_end, s) || str_starts(s, S("中共"))) &&
	       !numbering_heads(clue_numbering(s).style);
}

/* Without a weekday behind the date: （星期一）, 星期一. */
static struct str without_weekday(struct str s)
{
	ptrdiff_t at = str_find(s, S("星期"), 0);
	if (at <= 0 || s.n - at > 16)
		return s;
	s = str_trim(str_cut(s, 0, at));
	if (!str_drop_tail(&s, S("（")))
		str_drop_tail(&s, S("("));
	return s;
}

bool is_date_line(struct str s, struct date *out)
{
	struct date_words w;
	ptrdiff_t len;
	if (s.n == 0 || s.n > 120 ||
	    !(char_class(utf8_at(s, 0, &len)) & (CHAR_NUMBER | CHAR_OPEN)))
		return false;
	str_drop_head(&s, S("（"));
	str_drop_tail(&s, S("）"));
	s = str_trim(without_weekday(s));
	if (!dates_read(s, 0, &w) || w.text.n != s.n || !w.y || !w.m || !w.d)
		return false;
	*out = (struct date){ w.y, w.m, w.d };
	return true;
}

bool is_mark(struct str s)
{
	struct date d;
	return s.n <= 150 && (words_at(&words_mark, s, 0) || is_date_line(s, &d) ||
			      (str_has(s, S("〔")) && str_ends(s, S("号"))));
}

bool is_note(struct str s)
{
	return str_starts(s, S("附件")) || str_starts(s, S("（此件")) || str_starts(s, S("（盖章")) ||
	       str_starts(s, S("(盖章")) || str_starts(s, S("抄送"));
}

bool is_terminated(struct str s)
{
	ptrdiff_t len;
	s = str_trim_right(s);
	while (s.n > 0) {
		uint32_t cp = utf8_before(s, s.n, &len);
		unsigned is = char_class(cp);
		if (is & (CHAR_STOP | CHAR_COLON))
			return true;
		if (!(is & CHAR_SHUT) && cp != '"')
			return false;
		s.n -= len;
	}
	return false;
}

enum heading_is heading_end(struct str s)
{
	const struct word *w = words_end(&words_heading_end, s);
	return w ? (enum heading_is)w->is : HEADING_NONE;
}

struct str first_sentence(struct str s)
{
	int depth = 0;
	ptrdiff_t len;
	for (ptrdiff_t i = 0; i < s.n; i += len) {
		uint32_t cp = utf8_at(s, i, &len);
		unsigned is = char_class(cp);
		if (cp == '\n')
			return str_cut(s, 0, i);
		if (is & CHAR_OPEN)
			depth++;
		else if ((is & CHAR_SHUT) && depth > 0)
			depth--;
		else if (cp == 0x3002 /* 。 */ && depth == 0)
			return str_cut(s, 0, i + len);
	}
	return s;
}

struct str without_stop(struct str s)
{
	s = str_trim_right(s);
	str_drop_tail(&s, S("。"));
	return s;
}
