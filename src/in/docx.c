/*
 * DOCX to paragraphs: word/document.xml streamed through expat. A w:p is a
 * paragraph (a w:br in it ends a line of it), automatic numbers are put before
 * their paragraphs, deleted and hidden text is left out, and a text box comes
 * once, after the paragraph that it hangs on.
 */
#include <string.h>

#include "base/utf8.h"
#include "in/docx_number.h"
#include "in/in.h"
#include "in/xml.h"

enum { TWIPS_A_COLUMN = 160 }; /* half a character of 三号 (16 pt) */

enum tag {
	TAG_OTHER,
	TAG_SKIP,
	TAG_P,
	TAG_PPR,
	TAG_R,
	TAG_RPR,
	TAG_T,
	TAG_TAB,
	TAG_BR,
	TAG_HYPHEN,
	TAG_VANISH,
	TAG_DEL,
	TAG_STYLE,
	TAG_NUMPR,
	TAG_NUMID,
	TAG_LEVEL,
	TAG_IND,
	TAG_PAGE,
	TAG_SECT,
	TAG_TYPE,
	TAG_CELL
};

/* In order of use: w:t and its frame come first. */
static const struct {
	const char *local;
	enum tag tag;
} tags[] = {
	{ "r", TAG_R }, { "t", TAG_T }, { "p", TAG_P }, { "rPr", TAG_RPR }, { "pPr", TAG_PPR },
	{ "br", TAG_BR }, { "cr", TAG_BR }, { "tab", TAG_TAB }, { "ptab", TAG_TAB },
	{ "noBreakHyphen", TAG_HYPHEN }, { "vanish", TAG_VANISH }, { "del", TAG_DEL },
	{ "pStyle", TAG_STYLE }, { "numPr", TAG_NUMPR }, { "numId", TAG_NUMID },
	{ "ilvl", TAG_LEVEL }, { "ind", TAG_IND }, { "pageBreakBefore", TAG_PAGE },
	{ "sectPr", TAG_SECT }, { "type", TAG_TYPE }, { "tc", TAG_CELL },
	{ "moveFrom", TAG_SKIP }, { "delText", TAG_SKIP }, { "instrText", TAG_SKIP },
	{ "delInstrText", TAG_SKIP }, { "rt", TAG_SKIP }, { "pPrChange", TAG_SKIP },
	{ "rPrChange", TAG_SKIP }, { "sectPrChange", TAG_SKIP }, { "tblPrChange", TAG_SKIP },
	{ "numberingChange", TAG_SKIP },
};

/* An open w:p. */
struct open {
	struct buf text;       /* of the line so far */
	struct list_use use;
	int number, col;       /* of the line's start */
	int indent;            /* columns, from w:ind */
	bool numbered;         /* its number was put */
	bool merged;           /* its paragraph mark was deleted: it runs on */
	bool page_after;
};

struct docx {
	struct in *in;
	struct in box;         /* text boxes of the open paragraph */
	struct numbering *numbering;
	enum tag path[SOURCE_DEPTH_MAX + 1]; /* the open elements, by depth from 1 */
	struct open open[SOURCE_DEPTH_MAX + 1];
	int opens;
	int skip;              /* depth of the element being left out; 0 none */
	int cells;
	int count;             /* w:p so far */
	bool hidden;           /* the open run is */
	struct str carried;    /* text of paragraphs whose mark was deleted */
	int carried_number;
};

static enum tag tag_of(struct xml_name name)
{
	if (name.space == XML_COMPAT)
		return strcmp(name.local, "Fallback") == 0 ? TAG_SKIP : TAG_OTHER;
	if (name.space == XML_MATH)
		return strcmp(name.local, "t") == 0 ? TAG_T : TAG_OTHER;
	if (name.space != XML_WORD)
		return TAG_OTHER;
	for (size_t i = 0; i < sizeof(tags) / sizeof(*tags); i++)
		if (strcmp(tags[i].local, name.local) == 0)
			return tags[i].tag;
	return TAG_OTHER;
}

static bool is_on(const char **attrs)
{
	const char *value = xml_attr(attrs, "val");
	return !value || (strcmp(value, "0") != 0 && strcmp(value, "false") != 0);
}

static int number_attr(const char **attrs, const char *name)
{
	const char *value = xml_attr(attrs, name);
	int64_t n;
	return value && str_int(str_of(value), &n) && n >= 0 && n <= 1 << 24 ? (int)n : -1;
}

/* Where the open paragraph's lines go: those of a text box wait until the
 * paragraph that it hangs on is done. */
static struct in *target(struct docx *d)
{
	return d->opens > 1 ? &d->box : d->in;
}

/* Hands the line over; the first of a paragraph bears its number. */
static void flush(struct docx *d, struct open *p)
{
	struct in *in = target(d);
	struct str raw = buf_str(&p->text), text = str_trim(raw);
	bool first = !p->numbered && text.n;
	struct str label = first ? numbering_label(d->numbering, p->use) : STR_NONE;
	int width = (int)utf8_count(raw);
	p->numbered |= first;
	if (text.n && label.n)
		raw = str_join(in->a, label, text);
	else if (text.n)
		raw = str_copy(in->a, raw);
	else
		raw = S("");
	if (in_add(in, raw, p->number, p->col, d->cells > 0) && first)
		in->list.p[in->list.n - 1].indent += p->indent;
	p->text.n = 0;
	p->col += width + 1;
}

static void paragraph_open(struct docx *d)
{
	struct open *p = &d->open[d->opens++];
	struct buf text = p->text;
	text.n = 0;
	d->count++;
	*p = (struct open){ .text = text, .number = d->count, .col = 1,
			    .use = { -1, -1, STR_NONE } };
	if (!text.a)
		buf_init(&p->text, d->in->a);
	if (d->carried.n) {
		buf_add(&p->text, d->carried);
		p->number = d->carried_number;
		d->carried = STR_NONE;
	}
	struct in *in = target(d);
	if (in->list.n && !in->blank)
		in->blank = 1;
}

/* The text boxes of the outermost paragraph, which has just ended. */
static void boxes_out(struct docx *d)
{
	for (ptrdiff_t i = 0; i < d->box.list.n; i++)
		*list_add(d->in->a, &d->in->list) = d->box.list.p[i];
	d->box.list.n = 0;
	d->box.page = false;
	d->box.blank = 0;
}

static void paragraph_close(struct docx *d)
{
	struct open *p = &d->open[d->opens - 1];
	if (p->merged && p->text.n) {
		d->carried = str_copy(d->in->a, buf_str(&p->text));
		d->carried_number = p->number;
	} else if (!p->merged) {
		flush(d, p);
		if (!p->numbered) /* an empty paragraph counts too */
			numbering_label(d->numbering, p->use);
	}
	target(d)->page |= p->page_after;
	if (--d->opens == 0)
		boxes_out(d);
}

static void line_break(struct docx *d, struct open *p, const char **attrs)
{
	const char *type = xml_attr(attrs, "type");
	flush(d, p);
	if (type && strcmp(type, "page") == 0)
		target(d)->page = true;
}

/* What stands in a paragraph's properties. */
static void on_property(struct docx *d, struct open *p, enum tag tag, enum tag parent,
			const char **attrs)
{
	int chars = number_attr(attrs, "firstLineChars"), twips = number_attr(attrs, "firstLine");
	const char *value = xml_attr(attrs, "val");
	if (tag == TAG_STYLE && parent == TAG_PPR && value)
		p->use.style = str_copy(d->in->a, str_of(value));
	else if (tag == TAG_NUMID && parent == TAG_NUMPR)
		p->use.num = number_attr(attrs, "val");
	else if (tag == TAG_LEVEL && parent == TAG_NUMPR)
		p->use.level = number_attr(attrs, "val");
	else if (tag == TAG_IND && parent == TAG_PPR)
		p->indent = chars >= 0 ? chars / 50 : twips > 0 ? twips / TWIPS_A_COLUMN : 0;
	else if (tag == TAG_PAGE && parent == TAG_PPR && is_on(attrs))
		target(d)->page = true;
	else if (tag == TAG_SECT && parent == TAG_PPR)
		p->page_after = true;
	else if (tag == TAG_TYPE && parent == TAG_SECT && value)
		p->page_after = strcmp(value, "continuous") != 0;
}

/* What stands in a run. */
static void on_run(struct docx *d, struct open *p, enum tag tag, const char **attrs)
{
	if (tag == TAG_BR && !d->hidden)
		line_break(d, p, attrs);
	else if (tag == TAG_TAB && !d->hidden)
		buf_byte(&p->text, '\t');
	else if (tag == TAG_HYPHEN && !d->hidden)
		buf_byte(&p->text, '-');
}

static void on_start(struct xml *x, struct xml_name name, const char **attrs)
{
	struct docx *d = x->ud;
	enum tag tag = tag_of(name), parent = d->path[x->depth - 1];
	d->path[x->depth] = tag;
	if (d->skip)
		return;
	struct open *p = d->opens ? &d->open[d->opens - 1] : NULL;
	if (p && tag == TAG_DEL && parent == TAG_RPR && d->path[x->depth - 2] == TAG_PPR) {
		p->merged = true;
	} else if (tag == TAG_SKIP || tag == TAG_DEL) {
		d->skip = x->depth;
	} else if (tag == TAG_P) {
		paragraph_open(d);
	} else if (tag == TAG_CELL) {
		d->cells++;
	} else if (tag == TAG_R) {
		d->hidden = false;
	} else if (tag == TAG_VANISH && parent == TAG_RPR && d->path[x->depth - 2] == TAG_R) {
		d->hidden = is_on(attrs);
	} else if (p && parent == TAG_R) {
		on_run(d, p, tag, attrs);
	} else if (p) {
		on_property(d, p, tag, parent, attrs);
	}
}

static void on_end(struct xml *x, struct xml_name name)
{
	struct docx *d = x->ud;
	enum tag tag = d->path[x->depth];
	if (d->skip) {
		if (d->skip == x->depth)
			d->skip = 0;
		return;
	}
	if (tag == TAG_P)
		paragraph_close(d);
	else if (tag == TAG_CELL)
		d->cells--;
}

static void on_text(struct xml *x, struct str text)
{
	struct docx *d = x->ud;
	if (d->path[x->depth] == TAG_T && !d->skip && !d->hidden && d->opens)
		buf_add(&d->open[d->opens - 1].text, text);
}

/* What a zip without word/document.xml may be. */
static bool refuse_zip(struct zip_file_in *z, struct err *e)
{
	static const struct {
		const char *part;
		enum msg msg;
	} others[] = {
		{ "xl/workbook.xml", MSG_IN_IS_XLSX },
		{ "xl/workbook.bin", MSG_IN_IS_XLSX },
		{ "ppt/presentation.xml", MSG_IN_IS_PPTX },
		{ "OFD.xml", MSG_IN_IS_OFD },
		{ "content.xml", MSG_IN_IS_ODF },
		{ "[Content_Types].xml", MSG_IN_DOCX_EMPTY },
	};
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (zip_in_find(z, others[i].part) >= 0)
			return err_set(e, ERR_BAD_INPUT, others[i].msg, ARGS(z->in->name));
	return err_set(e, ERR_BAD_INPUT, MSG_IN_IS_ARCHIVE, ARGS(z->in->name));
}

static bool read_document(struct in *in, struct zip_file_in *z, struct err *e)
{
	static const char part[] = "word/document.xml";
	int64_t index = zip_in_find(z, part);
	if (index < 0)
		return refuse_zip(z, e);
	struct docx *d = arena_new(in->a, struct docx, 1);
	d->in = in;
	d->box = (struct in){ .a = in->a, .name = in->name };
	struct xml x = { .ud = d, .start = on_start, .end = on_end, .text = on_text };
	if (!numbering_read(z, &d->numbering, e) || !xml_read(&x, z, index, part, e))
		return false;
	if (d->carried.n)
		in_add(in, d->carried, d->carried_number, 1, false);
	return true;
}

bool docx_read(struct in *in, struct str bytes, struct err *e)
{
	struct zip_file_in z;
	if (!zip_in_open(&z, in, bytes, e))
		return false;
	bool ok = read_document(in, &z, e);
	zip_in_close(&z);
	return ok;
}
