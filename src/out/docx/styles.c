/*
 * word/styles.xml: the looks of GB/T 9704-2012, one row a style. Title 2号
 * (22 pt), body and headings 3号 (16 pt), page numbers 4号 (14 pt); no bold
 * type anywhere. Every line is exactly one twenty-second of the page. The 28
 * characters are had by setting them a little closer, not by a grid of
 * characters: 16 pt are wider than 156 mm / 28, and LibreOffice then gives each
 * character two cells of the grid.
 */
#include <stdio.h>

#include "out/docx/parts.h"

static const struct docx_style styles[] = {
	{ S("body"), "BodyText", "Body Text", "仿宋_GB2312", BODY_SIZE, "both", 200, 0, 0, 0, 0 },
	{ S("mark"), "DocMark", "密级和文号", "黑体", BODY_SIZE, "left", 0, 0, 0, 0, 0 },
	{ S("head"), "DocIssuer", "发文机关", "方正小标宋简体", 44, "center", 0, 0, 1, 0, 0 },
	{ S("title"), "Title", "Title", "方正小标宋简体", 44, "center", 0, 0, 0, 1, 0 },
	{ S("h1"), "Heading1", "heading 1", "黑体", BODY_SIZE, "both", 200, 0, 0, 0, 1 },
	{ S("h2"), "Heading2", "heading 2", "楷体_GB2312", BODY_SIZE, "both", 200, 0, 0, 0, 2 },
	{ S("h3"), "Heading3", "heading 3", "仿宋_GB2312", BODY_SIZE, "both", 200, 0, 0, 0, 3 },
	{ S("h4"), "Heading4", "heading 4", "仿宋_GB2312", BODY_SIZE, "both", 200, 0, 0, 0, 4 },
	{ S("sign"), "Signature", "Signature", "仿宋_GB2312", BODY_SIZE, "right", 0, 0, 2, 0, 0 },
	{ S("date"), "Date", "Date", "仿宋_GB2312", BODY_SIZE, "right", 0, 400, 0, 0, 0 },
	{ S("note"), "DocNote", "备注", "仿宋_GB2312", 21, "left", 0, 0, 0, 0, 0, 320 },
	{ S("cell"), "TableText", "Table Text", "仿宋_GB2312", 24, "left", 0, 0, 0, 0, 0, 360 },
	{ S("label"), "TableLabel", "Table Label", "黑体", 24, "center", 0, 0, 0, 0, 0, 360 },
	{ STR_NONE, "Footer", "footer", "宋体", 28, "left", 0, 0, 0, 0, 0 },
};

const struct docx_style *docx_style_of(struct str style)
{
	for (size_t i = 0; i < sizeof(styles) / sizeof(*styles); i++)
		if (styles[i].style.p && str_eq(styles[i].style, style))
			return &styles[i];
	return &styles[0];
}

static void write_fonts(xmlTextWriter *w, const char *font, int size)
{
	static const char *const scripts[] = { "w:ascii", "w:hAnsi", "w:eastAsia", "w:cs" };
	part_open(w, "w:rPr");
	part_open(w, "w:rFonts");
	part_attr(w, "w:hint", "eastAsia"); /* “ ” … — are Chinese here */
	for (size_t i = 0; i < sizeof(scripts) / sizeof(*scripts); i++)
		part_attr(w, scripts[i], font);
	part_close(w);
	if (size == BODY_SIZE)
		part_val_int(w, "w:spacing", CHAR_SPACE);
	part_val_int(w, "w:sz", size);
	part_val_int(w, "w:szCs", size);
}

static void write_defaults(xmlTextWriter *w, const char *lang)
{
	part_open(w, "w:docDefaults");
	part_open(w, "w:rPrDefault");
	write_fonts(w, styles[0].font, BODY_SIZE);
	part_open(w, "w:lang");
	part_attr(w, "w:val", "en-US");
	part_attr(w, "w:eastAsia", lang);
	part_attr(w, "w:bidi", "ar-SA");
	part_close(w);
	part_close(w);
	part_close(w);
	part_open(w, "w:pPrDefault");
	part_close(w);
	part_close(w);
}

static void write_spacing(xmlTextWriter *w, const struct docx_style *s)
{
	if (s->size > BODY_SIZE) /* else each of its lines takes two of the grid */
		part_val(w, "w:snapToGrid", "0");
	part_open(w, "w:spacing");
	part_attr_int(w, "w:before", s->before * LINE_PITCH);
	part_attr_int(w, "w:after", s->after * LINE_PITCH);
	if (s->style.p) {
		part_attr_int(w, "w:line", s->line ? s->line : LINE_PITCH);
		part_attr(w, "w:lineRule", "exact");
	}
	part_close(w);
	if (!s->first && !s->right)
		return;
	part_open(w, "w:ind");
	if (s->right) {
		part_attr_int(w, "w:rightChars", s->right);
		part_attr_int(w, "w:right", s->right * CHAR_PITCH / 100);
	}
	if (s->first) {
		part_attr_int(w, "w:firstLineChars", s->first);
		part_attr_int(w, "w:firstLine", s->first * CHAR_PITCH / 100);
	}
	part_close(w);
}

static void write_style(xmlTextWriter *w, const struct docx_style *s)
{
	part_open(w, "w:style");
	part_attr(w, "w:type", "paragraph");
	part_attr(w, "w:styleId", s->id);
	part_val(w, "w:name", s->name);
	part_val(w, "w:basedOn", "Normal");
	if (s->outline) {
		char link[32];
		part_val(w, "w:next", "BodyText");
		snprintf(link, sizeof(link), "%sChar", s->id);
		part_val(w, "w:link", link);
	}
	xmlTextWriterWriteElement(w, BAD_CAST "w:qFormat", NULL);
	part_open(w, "w:pPr");
	if (s->outline || str_eq(s->style, S("head")) || str_eq(s->style, S("sign")))
		xmlTextWriterWriteElement(w, BAD_CAST "w:keepNext", NULL);
	write_spacing(w, s);
	part_val(w, "w:jc", s->align);
	if (s->outline)
		part_val_int(w, "w:outlineLvl", s->outline - 1);
	part_close(w);
	write_fonts(w, s->font, s->size);
	part_close(w);
	part_close(w);
}

/* The same type for a part of a paragraph. */
static void write_run_style(xmlTextWriter *w, const struct docx_style *s)
{
	char text[48];
	part_open(w, "w:style");
	part_attr(w, "w:type", "character");
	part_attr(w, "w:customStyle", "1");
	snprintf(text, sizeof(text), "%sChar", s->id);
	part_attr(w, "w:styleId", text);
	snprintf(text, sizeof(text), "%s Char", s->name);
	part_val(w, "w:name", text);
	part_val(w, "w:link", s->id);
	write_fonts(w, s->font, s->size);
	part_close(w);
	part_close(w);
}

void docx_styles(xmlTextWriter *w, const struct val *doc)
{
	struct arena a;
	arena_init(&a, 0);
	struct str lang = val_get_str(doc, S("lang"));
	part_open(w, "w:styles");
	part_attr(w, "xmlns:w", WORD_NS);
	write_defaults(w, lang.p ? str_cstr(&a, lang) : "zh-CN");
	part_open(w, "w:style");
	part_attr(w, "w:type", "paragraph");
	part_attr(w, "w:default", "1");
	part_attr(w, "w:styleId", "Normal");
	part_val(w, "w:name", "Normal");
	part_open(w, "w:pPr");
	part_val(w, "w:widowControl", "0");
	part_val(w, "w:autoSpaceDE", "0");
	part_val(w, "w:autoSpaceDN", "0");
	part_close(w);
	part_close(w);
	for (size_t i = 0; i < sizeof(styles) / sizeof(*styles); i++)
		write_style(w, &styles[i]);
	for (size_t i = 0; i < sizeof(styles) / sizeof(*styles); i++)
		if (styles[i].outline)
			write_run_style(w, &styles[i]);
	part_close(w);
	arena_free(&a);
}
