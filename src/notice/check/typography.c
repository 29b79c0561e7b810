/*
 * Rules on text and typography: blanks, breaks, widths, dates with spaces,
 * quotes and brackets.
 */
#include <stdio.h>

#include "notice/check/rule.h"

#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "text/num.h"

enum {
	RUNE_CROSS = 0xD7,    /* × */
	RUNE_FULL_X = 0xFF38, /* Ｘ */
	RUNE_YEAR = 0x5E74,
	RUNE_MONTH = 0x6708,
	RUNE_DAY = 0x65E5,
	RUNE_SOME = 0x67D0    /* 某 */
};

static bool is_digit(uint32_t cp)
{
	return (cp >= '0' && cp <= '9') || (cp >= 0xFF10 && cp <= 0xFF19);
}

static bool is_latin(uint32_t cp)
{
	return (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z');
}

static bool is_date_word(uint32_t cp)
{
	return cp == RUNE_YEAR || cp == RUNE_MONTH || cp == RUNE_DAY;
}

/* 张××, 居民李**: the name of a person, masked on purpose. */
static bool masked_name(const struct check *c, const char *p)
{
	return cue_before(c, CUE_SURNAME, p) != NULL;
}

/* A run of `cp`, `count` long, from `p` to `end`: is it a blank? */
static bool blank_run(const struct check *c, uint32_t cp, int count, const char *p, const char *end)
{
	uint32_t prev = char_before(c, p), next = char_at(c, end);
	switch (cp) {
	case RUNE_CROSS:
		if (is_date_word(next))
			return true;
		return count >= 2 && (prev == 0xFF1A || prev == ':') && !is_digit(next);
	case 'X': case 'x': case RUNE_FULL_X:
		if (is_latin(prev) || is_latin(next) || (is_digit(prev) && is_digit(next)))
			return false;
		if (is_date_word(next) && (count == 1 || cp != 'x'))
			return prev != 0x7B2C && (count > 1 || is_date_word(prev) ||
						  prev == 0x81F3 || !utf8_is_han(prev));
		return count >= 2 && cp != 'x' && !masked_name(c, p);
	case '_': return count >= 3;
	case 0xFF3F: return count >= 2;
	case '*':
		if (is_date_word(next))
			return true;
		return count >= 2 && !is_digit(prev) && !is_digit(next) && !is_latin(prev) &&
		       !masked_name(c, p);
	default: return false;
	}
}

/* Is `gap` only what stands between the blanks of one date or period? */
static bool same_blank(struct str gap)
{
	ptrdiff_t len;
	for (ptrdiff_t i = 0; i < gap.n; i += len) {
		uint32_t cp = utf8_at(gap, i, &len);
		if (!is_date_word(cp) && !is_digit(cp) && cp != 0x81F3 /* 至 */ && cp != ' ' &&
		    cp != '-' && cp != 0x2014 && cp != '_')
			return false;
	}
	return true;
}

/* 有待补充 is prose. */
static bool word_blank(const struct check *c, const struct hit *h)
{
	uint32_t prev = char_before(c, h->text.p);
	if (!str_starts(h->text, S("待")))
		return true;
	return prev != 0x6709 /* 有 */ && prev != 0x4E9F /* 亟 */ && prev != 0x8FD8 /* 还 */ &&
	       prev != 0x7B49 /* 等 */ && prev != 0x671F /* 期 */;
}

static void blank_report(struct check *c, const char **last, const char *p, const char *end)
{
	struct str gap = { *last, p - *last };
	if (!*last || p < *last || !same_blank(gap))
		report(c, p,
		       ARGS(quote(c,
				  clause_of(c, p).n ? clause_of(c, p) : (struct str){ p, end - p },
				  24)));
	*last = end;
}

void rule_placeholder(struct check *c)
{
	struct str text = c->n->text;
	const char *last = NULL;
	ptrdiff_t word = 0, len;
	const struct hits *words = &c->cue[CUE_PLACEHOLDER];
	for (ptrdiff_t i = 0; i < text.n;) {
		uint32_t cp = utf8_at(text, i, &len);
		ptrdiff_t end = i + len;
		int count = 1;
		if (word < words->n && words->p[word].text.p == text.p + i) {
			if (word_blank(c, &words->p[word]))
				blank_report(c, &last, text.p + i,
					     text.p + i + words->p[word].text.n);
			end = i + words->p[word].text.n;
			while (word < words->n && words->p[word].text.p < text.p + end)
				word++;
			i = end;
			continue;
		}
		if (cp == RUNE_CROSS || cp == 'X' || cp == 'x' || cp == RUNE_FULL_X || cp == '_' ||
		    cp == 0xFF3F || cp == '*') {
			ptrdiff_t l;
			while (end < text.n && utf8_at(text, end, &l) == cp) {
				end += l;
				count++;
			}
			if (blank_run(c, cp, count, text.p + i, text.p + end))
				blank_report(c, &last, text.p + i, text.p + end);
		}
		i = end;
	}
}

/* A line that ends in 。, be it with a remark in brackets behind: （已完成）. */
static bool ends_sentence(struct str head)
{
	static const struct str stops[] = { S("。"), S("；"), S("！"), S("？"), S("：") };
	ptrdiff_t open = str_rfind(head, S("（"));
	if (str_ends(head, S("）")) && open > 0)
		head = str_trim(str_cut(head, 0, open));
	for (size_t i = 0; i < sizeof(stops) / sizeof(*stops); i++)
		if (str_ends(head, stops[i]))
			return true;
	return false;
}

/* Is the line whole after all: a row of a table (it has tabs), or an entry of
 * the contact block that ends in its number or e-mail? */
static bool line_of_its_own(const struct npara *p, struct str head, struct str tail)
{
	ptrdiff_t digits = 0;
	while (digits < head.n && head.p[head.n - 1 - digits] >= '0' &&
	       head.p[head.n - 1 - digits] <= '9')
		digits++;
	return memchr(head.p, '\t', (size_t)head.n) ||
	       (tail.n && memchr(tail.p, '\t', (size_t)tail.n)) || ends_sentence(head) ||
	       (is_tail(p) && head.n &&
		(digits >= 6 || is_latin((unsigned char)head.p[head.n - 1])));
}

void rule_broken_paragraph(struct check *c)
{
	const struct notice *n = c->n;
	for (int i = 0; i < n->paras; i++) {
		const struct npara *p = &n->para[i];
		if (!is_prose(p) || p->cell)
			continue;
		for (int k = p->first_piece + 1; k < p->first_piece + p->pieces; k++) {
			if (!n->piece[k].joined)
				continue;
			const char *from = n->text.p + n->piece[k - 1].at,
				   *at = n->text.p + n->piece[k].at;
			struct str head = str_trim((struct str){ from, at - from });
			ptrdiff_t cut = head.n, len;
			for (int back = 0; back < 8 && cut > 0; back++) {
				utf8_before(head, cut, &len);
				cut -= len;
			}
			struct str tail = { at, p->text.p + p->text.n - at };
			if (line_of_its_own(p, head, tail))
				continue;
			report(c, from,
			       ARGS(str_from(head, cut), str_cut(tail, 0, utf8_skip(tail, 8))));
		}
	}
}

/* The full-width form of a half-width mark, or an empty text. */
static struct str full_width(uint32_t cp)
{
	switch (cp) {
	case ',': return S("，");
	case '.': return S("。");
	case ':': return S("：");
	case ';': return S("；");
	case '!': return S("！");
	case '?': return S("？");
	case '(': return S("（");
	case ')': return S("）");
	default: return STR_NONE;
	}
}

/* The `.` of `1.学习`, the `)` of `1)`: the mark of an item number. */
static bool number_mark(const struct check *c, const char *p)
{
	const char *start = p;
	uint32_t prev = char_before(c, start);
	int digits = 0;
	while (is_digit(prev) || (is_latin(prev) && !digits)) {
		start -= prev < 0x80 ? 1 : 3;
		digits++;
		prev = char_before(c, start);
	}
	return digits && digits <= 2 && (!utf8_is_han(prev) || prev == 0x9898 /* 题 */);
}

/* Brackets that hold no Chinese: a telephone number, Latin text. */
static bool foreign_brackets(struct str text, ptrdiff_t open, ptrdiff_t *close)
{
	ptrdiff_t len;
	bool foreign = true;
	*close = -1;
	for (ptrdiff_t i = open + 1; i < text.n && i < open + 200; i += len) {
		uint32_t cp = utf8_at(text, i, &len);
		if (cp == ')') {
			*close = i;
			break;
		}
		if (cp == '\n' || cp == 0xFF09)
			break;
		foreign &= cp < 0x80;
	}
	return foreign && *close > open;
}

void rule_width_mixed(struct check *c)
{
	struct str text = c->n->text;
	ptrdiff_t len, skip = -1, next_len;
	uint32_t prev = 0;
	for (ptrdiff_t i = 0; i < text.n; i += len) {
		uint32_t cp = utf8_at(text, i, &len), before_it = prev;
		prev = cp;
		if (cp >= 0x80 || !full_width(cp).n || i == skip)
			continue;
		uint32_t next = i + 1 < text.n ? utf8_at(text, i + 1, &next_len) : 0;
		if (cp == '(') {
			ptrdiff_t close;
			bool foreign = foreign_brackets(text, i, &close);
			if (foreign)
				skip = close;
			if (foreign || !(utf8_is_han(before_it) || utf8_is_han(next)))
				continue;
			skip = close;
		} else if (!utf8_is_han(before_it) && !utf8_is_han(next)) {
			continue;
		} else if ((cp == '.' || cp == ')') && number_mark(c, text.p + i)) {
			continue;
		}
		report(c, text.p + i,
		       ARGS(str_cut(text, i, i + 1), full_width(cp),
			    quote(c, clause_of(c, text.p + i), 24)));
	}
}

void rule_spaced_date(struct check *c)
{
	for (ptrdiff_t i = 0; i < c->when.n; i++) {
		const struct when *w = &c->when.p[i];
		if (!w->words.spaced || (i && c->when.p[i - 1].words.spaced && w->closes))
			continue;
		struct buf b;
		buf_init(&b, c->a);
		for (ptrdiff_t k = 0; k < w->text.n; k++)
			if (w->text.p[k] != ' ' && w->text.p[k] != '\t')
				buf_byte(&b, w->text.p[k]);
		report(c, w->text.p, ARGS(w->text, buf_str(&b)));
	}
}

/* Does the paragraph after `para` open with “, as a quotation does that runs on? */
static bool quotation_runs_on(const struct check *c, int para)
{
	return para + 1 < c->n->paras && str_starts(c->n->para[para + 1].text, S("“"));
}

/* One kind of quote over one paragraph: every opening has its closing. */
static void quotes_of(struct check *c, int para, uint32_t open, uint32_t close)
{
	struct str s = c->n->para[para].text;
	const char *pending = NULL;
	ptrdiff_t len;
	for (ptrdiff_t i = 0; i < s.n; i += len) {
		uint32_t cp = utf8_at(s, i, &len);
		const char *p = s.p + i;
		if (cp == open) {
			if (pending)
				report(c, pending,
				       ARGS(quote(c, (struct str){ pending, s.p + s.n - pending },
						  12)));
			pending = p;
		} else if (cp == close) {
			if (!pending &&
			    !(is_latin(char_before(c, p)) || is_latin(char_at(c, p + len))))
				report(c, p, ARGS(quote(c, clause_of(c, p), 24)));
			pending = NULL;
		}
	}
	if (pending && !(open == 0x201C && quotation_runs_on(c, para)))
		report(c, pending,
		       ARGS(quote(c, (struct str){ pending, s.p + s.n - pending }, 12)));
}

void rule_quote_unpaired(struct check *c)
{
	for (int i = 0; i < c->n->paras; i++) {
		quotes_of(c, i, 0x201C, 0x201D);
		quotes_of(c, i, 0x2018, 0x2019);
	}
}

/* The class of a bracket, positive where it opens, negative where it closes. */
static int bracket_class(uint32_t cp)
{
	switch (cp) {
	case '(': case 0xFF08: return 1;
	case ')': case 0xFF09: return -1;
	case 0x300A: return 2;  /* 《 */
	case 0x300B: return -2;
	case 0x3014: return 3;  /* 〔 */
	case 0x3015: return -3;
	case 0x3010: return 4;  /* 【 */
	case 0x3011: return -4;
	case 0x300C: return 5;  /* 「 */
	case 0x300D: return -5;
	case 0x300E: return 6;  /* 『 */
	case 0x300F: return -6;
	case '[': case 0xFF3B: return 7;
	case ']': case 0xFF3D: return -7;
	default: return 0;
	}
}

/* `1）`, `a)`, `①)`: the mark of an item number, no bracket. */
static bool item_bracket(const struct check *c, const char *p)
{
	const char *start = p;
	uint32_t prev = char_before(c, start);
	int marks = 0;
	while ((is_digit(prev) || (is_latin(prev) && !marks)) && marks < 3) {
		start -= prev < 0x80 ? 1 : 3;
		marks++;
		prev = char_before(c, start);
	}
	return marks && marks < 3 && !utf8_is_han(prev) && !is_latin(prev);
}

/* 按照1）入会审批、2）年度评价: numbers that count on within the paragraph. */
static bool counted(struct str s, const char *p)
{
	int value = 0, tens = 1;
	for (const char *d = p - 1; d >= s.p && *d >= '0' && *d <= '9' && tens <= 10;
	     d--, tens *= 10)
		value += (*d - '0') * tens;
	char next[24], before[24];
	snprintf(next, sizeof(next), "%d）", value + 1);
	snprintf(before, sizeof(before), "%d）", value - 1);
	return value > 0 && (str_has(s, str_of(next)) || (value > 1 && str_has(s, str_of(before))));
}

struct open_bracket {
	const char *at;
	int kind;
};

static void unpaired(struct check *c, const char *at, struct str s)
{
	report(c, at, ARGS(quote(c, (struct str){ at, s.p + s.n - at }, 12)));
}

static void brackets_of(struct check *c, struct str s)
{
	enum { DEEP = 32 };
	struct open_bracket stack[DEEP];
	int depth = 0;
	ptrdiff_t len;
	for (ptrdiff_t i = 0; i < s.n; i += len) {
		int kind = bracket_class(utf8_at(s, i, &len));
		const char *p = s.p + i;
		if (kind > 0 && depth < DEEP) {
			stack[depth++] = (struct open_bracket){ p, kind };
		} else if (kind < 0) {
			int k = depth - 1;
			while (k >= 0 && stack[k].kind != -kind)
				k--;
			if (k < 0) {
				if (kind != -1 || !(item_bracket(c, p) || counted(s, p)))
					report(c, p, ARGS(quote(c, clause_of(c, p), 24)));
				continue;
			}
			while (depth - 1 > k)
				unpaired(c, stack[--depth].at, s);
			depth--;
		}
	}
	while (depth)
		unpaired(c, stack[--depth].at, s);
}

void rule_bracket_unpaired(struct check *c)
{
	for (int i = 0; i < c->n->paras; i++)
		brackets_of(c, c->n->para[i].text);
}
