/*
 * PDF to paragraphs: poppler's pdftotext, a child with time and memory caps,
 * writes the lines; what belongs to the pages and not to the text (page
 * numbers, running heads) is taken out of them here.
 */
#include <string.h>

#include "base/os.h"
#include "base/utf8.h"
#include "in/in.h"

enum {
	SECONDS = 60,
	HEAD_PAGES_MIN = 3,  /* a line that starts this many pages is a head */
	NUMBER_BYTES_MAX = 72,
	OUTPUT_MAX = 64 << 20
};

struct line {
	struct str raw;
	int no;             /* of pdftotext's output */
	bool mark, drop;    /* is to be dropped after this round; is dropped */
};

struct page {
	struct line *line;
	ptrdiff_t lines;
};

struct pages LIST(struct page);

/* True for what LibreOffice, Word and WPS set a thin gap around in Chinese
 * text, which pdftotext writes as a space: 2024 年 9 月. */
static bool is_narrow(uint32_t cp)
{
	return (cp >= '0' && cp <= '9') || (cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z') ||
	       cp == '%';
}

static bool is_wide(uint32_t cp)
{
	return cp > 0x3000 || (cp >= 0x2018 && cp <= 0x201D);
}

/* 年, 月 or 日: the number before it is no ordinal. */
static bool is_day_word(uint32_t cp)
{
	return cp == 0x5E74 || cp == 0x6708 || cp == 0x65E5;
}

/* Without those gaps; the space after an ordinal that starts the line stays. */
static struct str close_gaps(struct arena *a, struct str raw)
{
	struct buf b;
	ptrdiff_t len, from = 0;
	bool begun = false;
	if (str_find(raw, S(" "), raw.n - str_trim_left(raw).n) < 0)
		return raw;
	buf_init(&b, a);
	for (ptrdiff_t i = 0; i < raw.n; i += len) {
		uint32_t cp = utf8_at(raw, i, &len);
		bool digit = cp >= '0' && cp <= '9';
		if (cp == ' ' && i > 0 && i + 1 < raw.n) {
			ptrdiff_t skip;
			uint32_t before = utf8_before(raw, i, &skip),
				 after = utf8_at(raw, i + 1, &skip);
			if (!begun && !is_day_word(after))
				continue;
			if ((is_narrow(before) && is_wide(after)) ||
			    (is_wide(before) && is_narrow(after))) {
				buf_add(&b, str_cut(raw, from, i));
				from = i + 1;
			}
		}
		begun |= cp != ' ' && !digit;
	}
	buf_add(&b, str_from(raw, from));
	return buf_str(&b);
}

static struct str plain(const struct line *l)
{
	return str_trim(l->raw);
}

/* Reads the digits that `s` starts with, five at most, off it; -1 for none. */
static int take_digits(struct str *s)
{
	int n = -1;
	ptrdiff_t len;
	for (int i = 0; i < 5 && s->n; i++) {
		uint32_t cp = utf8_at(*s, 0, &len);
		int digit = cp >= '0' && cp <= '9' ? (int)cp - '0' :
			    cp >= 0xFF10 && cp <= 0xFF19 ? (int)cp - 0xFF10 : -1;
		if (digit < 0)
			break;
		n = (n < 0 ? 0 : n) * 10 + digit;
		*s = str_from(*s, len);
	}
	return n;
}

/* The page that a line names which holds nothing else (`— 3 —`, `-3-`, `3`,
 * `第3页`, `第 3 页 共 9 页`, `3/9`), else 0; `dressed` unless it is bare. */
static int page_number(struct str s, bool *dressed)
{
	static const char *const dress[] = { "—", "－", "–", "-", "﹣", "·", "•", "第", "页", "共", "/",
					     "，", ",", " ", "\xC2\xA0", "　", "Page", "of" };
	int page[2] = { 0 }, numbers = 0, n;
	*dressed = false;
	if (s.n > NUMBER_BYTES_MAX)
		return 0;
	while (s.n) {
		size_t i = 0, count = sizeof(dress) / sizeof(*dress);
		if ((n = take_digits(&s)) >= 0) {
			if (numbers == 2 || n == 0)
				return 0;
			page[numbers++] = n;
			continue;
		}
		while (i < count && !str_drop_head(&s, str_of(dress[i])))
			i++;
		if (i == count)
			return 0;
		*dressed = true;
	}
	/* Of two numbers the second is how many pages there are; 2024-12 is a
	 * month. */
	return numbers == 2 && page[0] > page[1] ? 0 : page[0];
}

/* The i-th line from the top (i >= 0) or the foot (-1, -2) that holds text. */
static struct line *edge_line(const struct page *p, int i)
{
	int left = i < 0 ? -i : i + 1;
	for (ptrdiff_t k = 0; k < p->lines; k++) {
		struct line *l = &p->line[i < 0 ? p->lines - 1 - k : k];
		if (!l->drop && plain(l).n && --left == 0)
			return l;
	}
	return NULL;
}

/* Page numbers stand last or first on their pages. A bare number is one only
 * where it grows with the pages. */
static void drop_numbers(struct pages *all, int at)
{
	for (ptrdiff_t i = 0; i < all->n; i++) {
		struct line *l = edge_line(&all->p[i], at);
		bool dressed, other;
		int n = l ? page_number(plain(l), &dressed) : 0;
		if (!n)
			continue;
		bool follows = false;
		for (ptrdiff_t k = i ? i - 1 : 0; !dressed && k <= i + 1 && k < all->n; k++) {
			const struct line *near = edge_line(&all->p[k], at);
			follows |= k != i && near &&
				   page_number(plain(near), &other) - n == (int)(k - i);
		}
		follows |= !dressed && all->n == 1 && n == 1;
		/* Dropped at once it would be no evidence for its neighbour. */
		l->mark = dressed || follows;
	}
	for (ptrdiff_t i = 0; i < all->n; i++)
		for (ptrdiff_t k = 0; k < all->p[i].lines; k++)
			all->p[i].line[k].drop |= all->p[i].line[k].mark;
}

/* A line that stands at the same edge of most pages is the running head; it
 * stays where it is first said, so that nothing is lost. */
static void drop_heads(struct pages *all, int at)
{
	for (ptrdiff_t i = 0; i + HEAD_PAGES_MIN <= all->n; i++) {
		struct line *first = edge_line(&all->p[i], at);
		if (!first || i >= HEAD_PAGES_MIN)
			return;
		ptrdiff_t same = 0;
		for (ptrdiff_t k = i; k < all->n; k++) {
			struct line *l = edge_line(&all->p[k], at);
			same += l && str_eq(plain(l), plain(first));
		}
		if (same < HEAD_PAGES_MIN || same * 2 <= all->n)
			continue;
		struct str head = plain(first);
		for (ptrdiff_t k = i + 1; k < all->n; k++) {
			struct line *l = edge_line(&all->p[k], at);
			if (l && str_eq(plain(l), head))
				l->drop = true;
		}
		return;
	}
}

static void split_pages(struct arena *a, struct str text, struct pages *all)
{
	struct str page;
	int no = 1;
	while (str_split(&text, '\f', &page)) {
		struct LIST(struct line) lines = { 0 };
		struct str raw;
		/* The feed stands at the start of the line that it cuts off. */
		while (str_split(&page, '\n', &raw))
			*list_add(a, &lines) = (struct line){ .raw = raw, .no = no++ };
		if (lines.n && !lines.p[lines.n - 1].raw.n)
			no = lines.p[--lines.n].no;
		*list_add(a, all) = (struct page){ lines.p, lines.n };
	}
}

/* Blank lines at a page's edges say nothing of the text. */
static void add_page(struct in *in, const struct page *p)
{
	in->blank = 0;
	for (ptrdiff_t k = 0, held = 0; k < p->lines; k++) {
		const struct line *l = &p->line[k];
		if (!l->drop && in_add(in, close_gaps(in->a, l->raw), l->no, 1, false))
			held++;
		if (!held)
			in->blank = 0;
	}
}

void pdf_lines(struct in *in, struct str text)
{
	static const int edges[] = { -1, 0 };
	struct pages all = { 0 };
	split_pages(in->a, text, &all);
	for (size_t i = 0; i < sizeof(edges) / sizeof(*edges); i++) {
		drop_numbers(&all, edges[i]);
		drop_heads(&all, edges[i]);
		drop_numbers(&all, edges[i]);
	}
	for (ptrdiff_t i = 0; i < all.n; i++) {
		in->page |= i > 0;
		add_page(in, &all.p[i]);
	}
}

/* What pdftotext's refusal means. */
static bool explain(const struct in *in, const struct err *why, struct err *e)
{
	struct str words = err_text(in->a, why, LANG_EN);
	if (why->code == ERR_IO)
		return err_set(e, ERR_IO, MSG_IN_PDF_TOOL, ARGS(in->name));
	if (why->code == ERR_LIMIT)
		return err_set(e, ERR_LIMIT, MSG_IN_PDF_LIMIT, ARGS(in->name));
	if (str_has(words, S("Incorrect password")))
		return err_set(e, ERR_BAD_INPUT, MSG_IN_LOCKED, ARGS(in->name));
	return err_set(e, ERR_BAD_INPUT, MSG_IN_PDF_BAD, ARGS(in->name));
}

bool pdf_read(struct in *in, struct str bytes, struct err *e)
{
	/* -layout keeps the indents and the blank lines that tell where a
	 * paragraph starts; -raw loses both and mends nothing in return. */
	static const char *const argv[] = {
		"pdftotext", "-layout", "-enc", "UTF-8", "-", "-", NULL
	};
	struct os_caps caps = { .seconds = SECONDS,
				.memory = (int64_t)2 << 30,
				.output = OUTPUT_MAX };
	struct err why = { 0 };
	struct str text;
	if (!os_run(in->a, argv, bytes, caps, &text, &why))
		return explain(in, &why, e);
	if (!decode(in, text, S("utf-8"), &text, e))
		return false;
	pdf_lines(in, text);
	return in->list.n || err_set(e, ERR_BAD_INPUT, MSG_IN_PDF_SCAN, ARGS(in->name));
}
