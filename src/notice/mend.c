/*
 * Lines to mended paragraphs: a page, a column or an editor's wrapping breaks
 * paragraphs in mid-sentence, mid-date, mid-ordinal or mid-address; what
 * belongs together is put together, with nothing between.
 *
 * A line is joined to the paragraph before it when that one does not end in
 * 。！？；： and the line starts nothing new. In a text wrapped by hand, known
 * by its many full lines, an unindented line after a full one belongs to it
 * even after a stop.
 */
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "notice/parser.h"
#include "notice_words.h"

/* What the whole text shows of its lay-out. */
struct layout {
	bool wrapped;   /* most long lines are equally long, with no blank lines */
	bool indented;  /* paragraphs start with an indent, other lines do not */
	ptrdiff_t full; /* columns of a full line, somewhat less */
};

struct line {
	const struct para *para;
	struct str s;
	struct numbering num;
	ptrdiff_t wide;  /* columns, indent included */
	bool ended;
	bool label;      /* a contact or body label starts it */
	bool body_name, date;
	bool bare;       /* short, with no number and no mark */
	bool row;        /* of a table: a tab stands in it */
};

/* Columns: two for what is beyond U+2E80. */
static ptrdiff_t columns(struct str s)
{
	ptrdiff_t wide = 0, len;
	for (ptrdiff_t i = 0; i < s.n; i += len)
		wide += utf8_at(s, i, &len) >= 0x2010 ? 2 : 1;
	return wide;
}

static struct layout layout_of(const struct line *line, ptrdiff_t lines)
{
	enum { WIDEST = 240 };
	int count[WIDEST + 1] = { 0 }, indented = 0, flush = 0, blanks = 0;
	ptrdiff_t most = 0;
	for (ptrdiff_t i = 0; i < lines; i++) {
		ptrdiff_t w = line[i].wide < WIDEST ? line[i].wide : WIDEST;
		count[w]++;
		most = w > most ? w : most;
		indented += line[i].para->indent >= 2;
		flush += line[i].para->indent == 0;
		blanks += i > 0 && line[i].para->blank > 0;
	}
	struct layout l = { 0 };
	/* a full line: within 6 columns of the widest one that is not alone */
	for (ptrdiff_t w = most, seen = 0; w > 0; w--) {
		seen += count[w];
		if (seen >= 3 || seen * 8 >= lines) {
			l.full = w - 6;
			break;
		}
	}
	int full = 0, open = 0;
	for (ptrdiff_t i = 0; i < lines; i++)
		if (line[i].wide >= l.full) {
			full++;
			open += !line[i].ended;
		}
	l.wrapped = lines >= 8 && most < 140 && full * 3 >= lines && open * 2 >= full &&
		    blanks * 3 < lines;
	l.indented = indented >= 3 && flush >= 3;
	return l;
}

static struct line line_of(const struct para *p)
{
	struct line l = { .para = p, .s = p->text };
	ptrdiff_t n;
	struct date d;
	l.num = clue_numbering(p->text);
	l.wide = p->indent + columns(p->text);
	l.ended = is_terminated(p->text);
	l.label = contact_label(p->text, 0, &n) != CONTACT_NONE ||
		  label_read(p->text, &n) != LABEL_NONE;
	l.row = str_has(p->text, S("\t"));
	l.bare = p->text.n <= 150 && l.num.style == NUM_NONE && is_bare(p->text);
	l.body_name = l.bare && is_body_name(p->text);
	l.date = is_date_line(p->text, &d);
	return l;
}

/* The name of a body that stands where the sign-off is: only names, dates and
 * bracketed remarks follow it. */
static bool signs_off(const struct line *line, ptrdiff_t i, ptrdiff_t lines)
{
	if (lines - i > 6)
		return false;
	/* whatever stands bare right above the last date signs */
	if (!line[i].body_name &&
	    !(line[i].bare && i + 1 < lines && line[i + 1].date && lines - i <= 3))
		return false;
	for (i++; i < lines; i++)
		if (!line[i].body_name && !line[i].date && !str_starts(line[i].s, S("（")) &&
		    !str_starts(line[i].s, S("附件")))
			return false;
	return true;
}

/* A heading broken off: does `next` continue it? */
static bool continues_heading(struct str head, const struct line *line, ptrdiff_t i,
			      ptrdiff_t lines, const struct layout *lay)
{
	const struct line *last = &line[i - 1], *next = &line[i];
	struct str tail = without_stop(next->s);
	if (words_is(&words_heading_rest, tail))
		return true;
	if (lay->wrapped && last->wide >= lay->full)
		return !(lay->indented && next->para->indent >= 2);
	if (heading_end(head) == HEADING_STRONG || next->num.style != NUM_NONE)
		return false;
	/* a few characters between two headings */
	if (tail.n <= 24 && !next->ended && i + 1 < lines && line[i + 1].num.style != NUM_NONE)
		return true;
	return tail.n <= 90 && !str_has(tail, S("。")) && !str_has(tail, S("；")) &&
	       heading_end(tail) != HEADING_NONE && heading_end(head) == HEADING_NONE;
}

/* Does a bare line look like a heading without a number: X方面, 关于…问题? */
static bool bare_heading(struct str s)
{
	struct str bare = without_stop(s);
	return bare.n <= 120 && heading_end(bare) == HEADING_STRONG && !str_has(bare, S("，")) &&
	       !str_has(bare, S("；")) && !str_has(bare, S("。"));
}

/* 办公地点：, 接待时间：: a few characters and a colon at the start. */
static bool short_label(struct str s)
{
	ptrdiff_t colon = str_find(str_cut(s, 0, 30), S("："), 0);
	return colon > 0 && is_bare(str_cut(s, 0, colon));
}

/* Is line `i` the continuation of the paragraph `so_far`, whose last line is
 * `last` and whose first is `head`? */
static bool continues(struct str so_far, const struct line *head, const struct line *line,
		      ptrdiff_t i, ptrdiff_t lines, const struct layout *lay)
{
	const struct line *last = &line[i - 1], *next = &line[i];
	if (last->para->cell || next->para->cell || last->row || next->row)
		return false;
	if (last->label && short_label(next->s))
		return false;
	bool opens = lay->wrapped && lay->indented && next->para->indent >= 2;
	bool full = lay->wrapped && last->wide >= lay->full;
	if (last->ended)
		return full && lay->indented && !opens && next->para->indent == 0 &&
		       !numbering_heads(next->num.style) && !next->label &&
		       !signs_off(line, i, lines);
	if (next->date)
		return words_end(&words_open_end, so_far) && i + 1 < lines;
	if (opens || is_note(next->s) || numbering_heads(next->num.style) || next->label ||
	    signs_off(line, i, lines))
		return false;
	if (last->date || signs_off(line, i - 1, lines))
		return false;
	/* bounded: so_far grows with each line */
	if (numbering_heads(head->num.style) && so_far.n <= 3 * 60 && !str_has(so_far, S("。")) &&
	    !str_has(so_far, S("一是")))
		return continues_heading(so_far, line, i, lines, lay);
	if (head == last && bare_heading(so_far) && !full)
		return str_eq(next->s, S("方面。")) || str_eq(next->s, S("方面"));
	ptrdiff_t n;
	if (label_read(so_far, &n) != LABEL_NONE && n == so_far.n)
		return false;
	return true;
}

/* Head matter: the lines before the first that is a sentence or a numbered
 * heading. None of them is joined; titles over several lines are put together
 * when the header is read. */
static ptrdiff_t head_lines(const struct line *line, ptrdiff_t lines)
{
	ptrdiff_t i = 0;
	for (; i < lines && i < 14; i++) {
		struct str s = line[i].s;
		bool sentence = str_has(s, S("，")) || str_has(s, S("。")) ||
				(line[i].ended && !str_ends(s, S("：")));
		if (!is_mark(s) && (sentence || line[i].num.style != NUM_NONE))
			break;
	}
	return i;
}

static void add_piece(struct parser *p, struct buf *text, const struct line *l, bool joined,
		      ptrdiff_t *cap)
{
	struct { struct piece *p; ptrdiff_t n, cap; } list = { p->n->piece, p->n->pieces, *cap };
	*list_add(p->a, &list) = (struct piece){ .at = text->n, .line = l->para->line,
						 .col = l->para->col, .joined = joined };
	p->n->piece = list.p;
	p->n->pieces = list.n;
	*cap = list.cap;
}

void parse_mend(struct parser *p, const struct source *src)
{
	struct notice *n = p->n;
	struct line *line = arena_new(p->a, struct line, src->paras + 1);
	ptrdiff_t bytes = 0, cap = 0, start = 0;
	for (ptrdiff_t i = 0; i < src->paras; i++) {
		line[i] = line_of(&src->para[i]);
		bytes += line[i].s.n + 1;
	}
	struct layout lay = layout_of(line, src->paras);
	ptrdiff_t head = head_lines(line, src->paras);
	struct buf text;
	buf_init(&text, p->a);
	/* the text must not move: all of it fits from the start */
	text.p = arena_alloc(p->a, bytes + 1, 1);
	text.cap = bytes + 1;
	n->para = arena_new(p->a, struct npara, src->paras + 1);
	p->num = arena_new(p->a, struct numbering, src->paras + 1);
	const struct line *first = line;
	for (ptrdiff_t i = 0; i < src->paras; i++) {
		struct str so_far = { text.p + start, text.n - start };
		bool joined = i > head && continues(so_far, first, line, i, src->paras, &lay);
		if (!joined) {
			if (i > 0)
				buf_byte(&text, '\n');
			start = text.n;
			first = &line[i];
			p->num[n->paras] = line[i].num;
			n->para[n->paras++] = (struct npara){ .first_piece = (int)n->pieces,
							      .section = -1,
							      .category = -1,
							      .finding = -1,
							      .cell = line[i].para->cell };
		}
		add_piece(p, &text, &line[i], joined, &cap);
		buf_add(&text, line[i].s);
		n->para[n->paras - 1].text = (struct str){ text.p + start, text.n - start };
		n->para[n->paras - 1].pieces++;
		if (joined && first->s.n < 16) /* broken within its number */
			p->num[n->paras - 1] = clue_numbering(n->para[n->paras - 1].text);
	}
	n->text = (struct str){ text.p, text.n };
}
