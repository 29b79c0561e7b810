/*
 * HTML to paragraphs by libxml2's SAX parser: block elements and <br> end one,
 * white space is folded as browsers do, scripts and what is not displayed are
 * left out, list numbers are put before their items. The parser is told
 * nothing of encodings: the text is UTF-8 by now.
 */
#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "in/in.h"
#include "in/number.h"

enum { PIECE = 1 << 15, CONDITION_MAX = 256 };

enum tag {
	TAG_INLINE,
	TAG_BLOCK,
	TAG_PARA,
	TAG_BR,
	TAG_SKIP,
	TAG_CELL,
	TAG_PRE,
	TAG_OL,
	TAG_UL,
	TAG_LI
};

/* Sorted by name. */
static const struct tag_row {
	const char *name;
	enum tag tag;
} tags[] = {
	{ "address", TAG_BLOCK },    { "article", TAG_BLOCK },  { "aside", TAG_BLOCK },
	{ "blockquote", TAG_BLOCK }, { "body", TAG_BLOCK },     { "br", TAG_BR },
	{ "caption", TAG_BLOCK },    { "center", TAG_BLOCK },   { "dd", TAG_BLOCK },
	{ "details", TAG_BLOCK },    { "dir", TAG_UL },         { "div", TAG_BLOCK },
	{ "dl", TAG_BLOCK },         { "dt", TAG_BLOCK },       { "fieldset", TAG_BLOCK },
	{ "figcaption", TAG_BLOCK }, { "figure", TAG_BLOCK },   { "footer", TAG_BLOCK },
	{ "form", TAG_BLOCK },       { "h1", TAG_PARA },        { "h2", TAG_PARA },
	{ "h3", TAG_PARA },          { "h4", TAG_PARA },        { "h5", TAG_PARA },
	{ "h6", TAG_PARA },          { "head", TAG_SKIP },      { "header", TAG_BLOCK },
	{ "hr", TAG_BLOCK },         { "html", TAG_BLOCK },     { "iframe", TAG_SKIP },
	{ "legend", TAG_BLOCK },     { "li", TAG_LI },          { "main", TAG_BLOCK },
	{ "menu", TAG_UL },          { "nav", TAG_BLOCK },      { "noscript", TAG_SKIP },
	{ "object", TAG_SKIP },      { "ol", TAG_OL },          { "p", TAG_PARA },
	{ "pre", TAG_PRE },          { "rp", TAG_SKIP },        { "rt", TAG_SKIP },
	{ "script", TAG_SKIP },      { "section", TAG_BLOCK },  { "select", TAG_SKIP },
	{ "style", TAG_SKIP },       { "summary", TAG_BLOCK },  { "svg", TAG_SKIP },
	{ "table", TAG_BLOCK },      { "tbody", TAG_BLOCK },    { "td", TAG_CELL },
	{ "template", TAG_SKIP },    { "textarea", TAG_SKIP },  { "tfoot", TAG_BLOCK },
	{ "th", TAG_CELL },          { "thead", TAG_BLOCK },    { "title", TAG_SKIP },
	{ "tr", TAG_BLOCK },         { "ul", TAG_UL },
};

/* An open <ol>, or a <ul> (which has no numbers). */
struct list {
	bool numbered;
	enum number_format format;
	int next;
};

struct html {
	struct in *in;
	struct str text;       /* the source */
	htmlParserCtxtPtr parser;
	struct err *e;
	struct buf line;       /* of the paragraph so far, folded */
	bool space, newline;   /* white space waits, a line break in it */
	ptrdiff_t at;          /* where its first character stands; -1 none */
	/* A cursor that follows `at` to tell line and column. */
	ptrdiff_t seen;
	int line_no, col;
	int depth, skip;       /* open elements; depth of the one left out, 0 none */
	int cells, pre;
	bool in_para;          /* a <p> opened and nothing was added since */
	struct list list[SOURCE_DEPTH_MAX + 1];
	int lists;
	struct str label;      /* the number that waits for its item's text */
};

static int by_name(const void *key, const void *row)
{
	return strcmp(key, ((const struct tag_row *)row)->name);
}

static enum tag tag_of(const xmlChar *name)
{
	const struct tag_row *row =
		bsearch(name, tags, sizeof(tags) / sizeof(*tags), sizeof(*tags), by_name);
	return row ? row->tag : TAG_INLINE;
}

/* Moves the cursor to h->at. */
static void follow(struct html *h)
{
	for (; h->seen < h->at; h->seen++) {
		unsigned char c = (unsigned char)h->text.p[h->seen];
		bool crlf = c == '\r' && h->seen + 1 < h->text.n && h->text.p[h->seen + 1] == '\n';
		if (c == '\n' || (c == '\r' && !crlf)) {
			h->line_no++;
			h->col = 1;
		} else {
			h->col += (c & 0xC0) != 0x80;
		}
	}
}

/* True where an author wrote the number himself. */
static bool starts_numbered(struct str text)
{
	static const char *const marks[] = { "（", "(", "一", "二", "三", "四", "五", "六",
					     "七", "八", "九", "十", "第" };
	ptrdiff_t len;
	uint32_t cp = text.n ? utf8_at(text, 0, &len) : 0;
	if ((cp >= '0' && cp <= '9') || (cp >= 0xFF10 && cp <= 0xFF19) ||
	    (cp >= 0x2460 && cp <= 0x24FF))
		return true;
	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (str_starts(text, str_of(marks[i])))
			return true;
	return false;
}

/* Ends the line; true where it became a paragraph. */
static bool flush(struct html *h)
{
	struct in *in = h->in;
	struct str raw = buf_str(&h->line), text = str_trim(raw);
	h->line.n = 0;
	h->space = h->newline = false;
	if (!text.n)
		return false;
	if (h->label.n && !starts_numbered(text))
		raw = str_join(in->a, h->label, text);
	else
		raw = str_copy(in->a, raw);
	h->label = STR_NONE;
	follow(h);
	in_add(in, raw, h->line_no, 1, h->cells > 0);
	in->list.p[in->list.n - 1].col = h->col;
	h->at = -1;
	h->in_para = false;
	return true;
}

/* A block's edge: what follows stands apart from what came before. */
static void edge(struct html *h)
{
	flush(h);
	if (h->in->list.n && !h->in->blank)
		h->in->blank = 1;
}

/* Wide characters, between which a line break of the source is no space. */
static bool is_wide(uint32_t cp)
{
	return cp >= 0x2E80 || (cp >= 0x2018 && cp <= 0x201D) || cp == 0x2026 || cp == 0x2014;
}

static void put_space(struct html *h, uint32_t next)
{
	ptrdiff_t len;
	struct str line = { h->line.p, h->line.n };
	bool wide = line.n && is_wide(utf8_before(line, line.n, &len)) && is_wide(next);
	if (line.n && !(wide && h->newline))
		buf_byte(&h->line, ' ');
	h->space = h->newline = false;
}

/* Adds text whose first byte stands at `from` in the source (of a character
 * reference: where it starts). */
static void add_text(struct html *h, struct str s, ptrdiff_t from)
{
	ptrdiff_t len;
	for (ptrdiff_t i = 0; i < s.n; i += len) {
		uint32_t cp = utf8_at(s, i, &len);
		bool line_end = cp == '\n' || cp == '\r';
		if (h->pre && line_end) {
			if (cp == '\n' && !flush(h))
				h->in->blank++;
			continue;
		}
		if (!h->pre && (line_end || cp == ' ' || cp == '\t' || cp == '\f')) {
			h->space = true;
			h->newline |= line_end;
			continue;
		}
		if (h->space)
			put_space(h, cp);
		if (h->at < 0 && str_trim(str_cut(s, i, i + len)).n)
			h->at = from + i < h->text.n ? from + i : h->text.n;
		buf_add(&h->line, str_cut(s, i, i + len));
	}
}

static ptrdiff_t offset(const struct html *h)
{
	const xmlParserInput *input = h->parser->input;
	ptrdiff_t at = input ? (ptrdiff_t)input->consumed + (input->cur - input->base) : 0;
	return at < 0 ? 0 : at < h->text.n ? at : h->text.n;
}

/* Where the parser took `s` from: it tells text after reading it, single
 * characters before, a character reference as its value. */
static ptrdiff_t origin(const struct html *h, struct str s)
{
	ptrdiff_t now = offset(h);
	if (str_eq(str_cut(h->text, now - s.n, now), s))
		return now - s.n;
	if (str_starts(str_from(h->text, now), s))
		return now;
	ptrdiff_t and = now;
	while (and > 0 && now - and < 32 && h->text.p[and-1] != '&')
		and--;
	if (and > 0 && h->text.p[and-1] == '&')
		return and-1;
	return now - s.n > h->seen ? now - s.n : h->seen;
}

static void on_text(void *ud, const xmlChar *p, int n)
{
	struct html *h = ud;
	struct str s = { (const char *)p, n };
	if (!h->skip && utf8_check(s) < 0)
		add_text(h, s, origin(h, s));
}

static struct str attribute(const xmlChar **attrs, const char *name)
{
	for (; attrs && *attrs; attrs += 2)
		if (strcmp((const char *)attrs[0], name) == 0)
			return attrs[1] ? str_of((const char *)attrs[1]) : S("");
	return STR_NONE;
}

/* hidden, style="display: none" */
static bool is_hidden(const xmlChar **attrs)
{
	struct str style = attribute(attrs, "style");
	ptrdiff_t at = str_find(style, S("display"), 0);
	if (attribute(attrs, "hidden").p)
		return true;
	if (at < 0)
		return false;
	struct str rest = str_trim_left(str_from(style, at + S("display").n));
	return str_drop_head(&rest, S(":")) && str_starts(str_trim_left(rest), S("none"));
}

static void list_open(struct html *h, bool numbered, const xmlChar **attrs)
{
	static const struct { const char *type; enum number_format format; } types[] = {
		{ "a", NUMBER_LOWER_LETTER }, { "A", NUMBER_UPPER_LETTER },
		{ "i", NUMBER_LOWER_ROMAN },  { "I", NUMBER_UPPER_ROMAN },
	};
	struct list *list = &h->list[h->lists++];
	int64_t start;
	*list = (struct list){ .numbered = numbered, .next = 1 };
	if (str_int(attribute(attrs, "start"), &start) && start > 0 && start < 1 << 20)
		list->next = (int)start;
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (str_eq(attribute(attrs, "type"), str_of(types[i].type)))
			list->format = types[i].format;
}

static void item_open(struct html *h, const xmlChar **attrs)
{
	struct list *list = h->lists ? &h->list[h->lists - 1] : NULL;
	int64_t value;
	edge(h);
	h->label = STR_NONE;
	if (!list || !list->numbered)
		return;
	if (str_int(attribute(attrs, "value"), &value) && value > 0 && value < 1 << 20)
		list->next = (int)value;
	struct buf b;
	buf_init(&b, h->in->a);
	number_put(&b, list->format, list->next++);
	buf_add(&b, S(". "));
	h->label = buf_str(&b);
}

static void open_tag(struct html *h, enum tag tag, const xmlChar **attrs)
{
	if (tag == TAG_INLINE || tag == TAG_SKIP)
		return;
	if (tag == TAG_BR) {
		if (!flush(h))
			h->in->blank++;
		h->in_para = false;
		return;
	}
	if (tag == TAG_LI) {
		item_open(h, attrs);
		return;
	}
	edge(h);
	h->in_para = tag == TAG_PARA;
	h->cells += tag == TAG_CELL;
	h->pre += tag == TAG_PRE;
	if (tag == TAG_OL || tag == TAG_UL)
		list_open(h, tag == TAG_OL, attrs);
}

static void on_start(void *ud, const xmlChar *name, const xmlChar **attrs)
{
	struct html *h = ud;
	if (++h->depth > SOURCE_DEPTH_MAX) {
		h->at = offset(h);
		follow(h);
		err_set(h->e, ERR_LIMIT, MSG_IN_HTML_DEEP,
			ARGS(h->in->name, str_fmt(h->in->a, "%d", h->line_no),
			     str_fmt(h->in->a, "%d", SOURCE_DEPTH_MAX)));
		xmlStopParser(h->parser);
		return;
	}
	enum tag tag = tag_of(name);
	if (h->skip)
		return;
	if (tag == TAG_SKIP || is_hidden(attrs))
		h->skip = h->depth;
	else
		open_tag(h, tag, attrs);
}

static void close_tag(struct html *h, enum tag tag)
{
	if (tag == TAG_INLINE || tag == TAG_SKIP || tag == TAG_BR)
		return;
	bool empty = tag == TAG_PARA && h->in_para && !flush(h);
	edge(h);
	h->in->blank += empty && h->in->list.n;
	h->in_para = false;
	h->cells -= tag == TAG_CELL && h->cells > 0;
	h->pre -= tag == TAG_PRE && h->pre > 0;
	h->lists -= (tag == TAG_OL || tag == TAG_UL) && h->lists > 0;
	if (tag == TAG_LI)
		h->label = STR_NONE;
}

static void on_end(void *ud, const xmlChar *name)
{
	struct html *h = ud;
	if (!h->skip)
		close_tag(h, tag_of(name));
	if (h->skip >= h->depth)
		h->skip = 0;
	if (h->depth > 0)
		h->depth--;
}

/* Makes a comment, byte for byte, of the condition that starts at `at`. */
static void mend_condition(char *copy, struct str text, ptrdiff_t at)
{
	ptrdiff_t end = str_find(str_cut(text, at, at + CONDITION_MAX), S(">"), 0);
	if (end < 6 || copy[at + end - 1] != ']')
		return;
	memset(copy + at + 2, '-', 2);
	memset(copy + at + end - 2, '-', 2);
}

/* A copy with what libxml2 would lose text over. Word writes <![if …]> and
 * <![endif]>, which it takes for text; and it stops at </body> or </html>,
 * while sites put whole notices after one. */
static struct str mend(struct arena *a, struct str text)
{
	static const char end_body[] = "/body>", end_html[] = "/html>", stand_in[] = "hr   >";
	char *copy = str_cstr(a, text);
	for (const char *p = copy; (p = memchr(p, '<', (size_t)(copy + text.n - p))); p++) {
		ptrdiff_t at = p - copy;
		if (p[1] == '!' && p[2] == '[')
			mend_condition(copy, text, at);
		if (strncasecmp(p + 1, end_body, 6) == 0 || strncasecmp(p + 1, end_html, 6) == 0)
			memcpy(copy + at + 1, stand_in, 6);
	}
	return (struct str){ copy, text.n };
}

static bool feed(struct html *h, struct str text)
{
	for (ptrdiff_t at = 0; at < text.n && h->e->code == ERR_NONE; at += PIECE) {
		struct str piece = str_cut(text, at, at + PIECE);
		htmlParseChunk(h->parser, piece.p, (int)piece.n, 0);
	}
	if (h->e->code == ERR_NONE)
		htmlParseChunk(h->parser, "", 0, 1);
	if (h->e->code != ERR_NONE)
		return false;
	if (h->parser->disableSAX)
		return err_set(h->e, ERR_BAD_INPUT, MSG_IN_HTML_BAD,
			       ARGS(h->in->name, str_fmt(h->in->a, "%d", h->parser->input->line)));
	return true;
}

bool html_read(struct in *in, struct str text, struct err *e)
{
	struct err why = { 0 };
	struct html *h = arena_new(in->a, struct html, 1);
	h->in = in;
	h->e = &why;
	h->text = text;
	h->at = -1;
	h->line_no = h->col = 1;
	buf_init(&h->line, in->a);
	xmlSAXHandler sax = {
		.startElement = on_start, .endElement = on_end, .characters = on_text,
		.ignorableWhitespace = on_text,
	};
	h->parser = htmlCreatePushParserCtxt(&sax, h, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
	if (!h->parser)
		return err_set(e, ERR_LIMIT, MSG_IN_MEMORY, ARGS(in->name));
	htmlCtxtUseOptions(h->parser, HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
					      HTML_PARSE_IGNORE_ENC);
	bool ok = feed(h, mend(in->a, text));
	htmlFreeParserCtxt(h->parser);
	flush(h);
	if (!ok)
		*e = e->code == ERR_NONE ? why : *e;
	return ok;
}
