/* Headings: see heading.h. */
#include "notice/heading.h"

#include "base/utf8.h"
#include "notice_words.h"

enum { BARE_CHARS = 45 };

bool heading_has(struct str s, uint32_t want)
{
	int depth = 0;
	ptrdiff_t len;
	for (ptrdiff_t i = 0; i < s.n; i += len) {
		uint32_t cp = utf8_at(s, i, &len);
		if (cp == 0x201C || cp == 0x300A)
			depth++;
		else if (cp == 0x201D || cp == 0x300B)
			depth--;
		else if (cp == want && depth <= 0)
			return true;
	}
	return false;
}

bool heading_opens_measures(struct str s)
{
	struct numbering num = clue_numbering(s);
	ptrdiff_t n;
	return ((num.style == NUM_IS || num.style == NUM_TH || num.style == NUM_CIRCLED ||
		 num.style == NUM_PAREN) && num.number == 1) ||
	       label_read(s, &n) == LABEL_DONE;
}

bool heading_strong(struct str title)
{
	return utf8_count(title) <= BARE_CHARS && heading_end(title) == HEADING_STRONG &&
	       !heading_has(title, 0xFF0C) && !heading_has(title, 0xFF1B);
}

void heading_split(struct str s, struct str *title, struct str *body)
{
	struct str sentence = first_sentence(s);
	*body = STR_NONE;
	*title = without_stop(sentence);
	if (sentence.n < s.n && str_trim(str_from(s, sentence.n)).n)
		*body = str_trim(str_from(s, sentence.n));
	/* 针对…问题，一是… */
	ptrdiff_t comma = str_find(str_cut(s, 0, 4 * HEADING_CHARS), S("，一是"), 0);
	if (comma > 0 && comma < title->n && heading_strong(str_cut(s, 0, comma))) {
		*title = str_cut(s, 0, comma);
		*body = str_from(s, comma + S("，").n);
		return;
	}
	/* X方面：一是… */
	ptrdiff_t colon = str_find(*title, S("："), 0);
	if (colon > 0 && (heading_opens_measures(str_from(*title, colon + 3)) ||
			  (colon + 3 == title->n && !body->n))) {
		struct str rest = str_trim(str_from(s, colon + 3));
		*title = str_cut(s, 0, colon);
		*body = rest.n ? rest : STR_NONE;
	}
}

bool heading_bare(const struct parser *p, int para)
{
	struct str s = p->n->para[para].text;
	struct str title, body;
	ptrdiff_t n;
	if (p->num[para].style != NUM_NONE)
		return false;
	/* a title is short: no need to look further for its stop */
	struct str head = str_cut(s, 0, 4 * BARE_CHARS);
	if (s.n > head.n && !str_has(head, S("。")) && !str_has(head, S("：")) &&
	    !str_has(head, S("，一是")))
		return false;
	if (label_read(s, &n) != LABEL_NONE)
		return false;
	heading_split(s, &title, &body);
	if (!heading_strong(title) || heading_has(title, 0xFF1A))
		return false;
	if (!body.n)
		return true;
	return str_ends(title, S("方面")) || heading_opens_measures(body) ||
	       str_starts(title, S("关于")) || str_starts(title, S("针对"));
}

void heading_set(struct parser *parser, int para, int level)
{
	struct npara *p = &parser->n->para[para];
	struct numbering num = parser->num[para];
	ptrdiff_t n = 0;
	p->role = PARA_HEADING;
	p->level = level;
	p->style = numbering_heads(num.style) ? num.style : NUM_NONE;
	p->number = p->style ? num.number : 0;
	if (!p->style && label_read(p->text, &n) != LABEL_TASK)
		n = 0;
	p->label = str_cut(p->text, 0, p->style ? num.n : n);
	heading_split(str_from(p->text, p->label.n), &p->title, &p->body);
}

int heading_level(enum number_style style)
{
	static const int levels[NUM_STYLES] = {
		[NUM_CN] = 1, [NUM_CN_PAREN] = 2, [NUM_ARABIC] = 3, [NUM_FEEDBACK] = 3,
		[NUM_PAREN] = 4, [NUM_CIRCLED] = 4, [NUM_NONE] = 3,
	};
	return levels[style];
}

struct str heading_ordinal(const struct npara *p)
{
	struct str s = str_trim(p->label);
	ptrdiff_t len;
	if (p->style == NUM_CN_PAREN || p->style == NUM_CIRCLED || p->style == NUM_NONE)
		return p->style ? s : STR_NONE;
	while (s.n) { /* the mark behind it */
		uint32_t cp = utf8_before(s, s.n, &len);
		if (cp != 0x3001 && cp != '.' && cp != 0xFF0E && cp != 0xFF1A && cp != ':' &&
		    cp != ')' && cp != 0xFF09)
			break;
		s.n -= len;
	}
	if (!str_drop_head(&s, S("（")))
		str_drop_head(&s, S("("));
	if (p->style == NUM_FEEDBACK) {
		ptrdiff_t at = str_rfind(s, S("题"));
		if (at < 0)
			at = str_rfind(s, S("见"));
		s = str_from(s, at < 0 ? 0 : at + 3);
	}
	return s;
}
