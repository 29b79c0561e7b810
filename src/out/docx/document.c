/* word/document.xml: the blocks, each by its style; and docProps/core.xml. */
#include <stdio.h>

#include "out/docx/parts.h"
#include "text/width.h"

static void write_run(xmlTextWriter *w, struct str text, const struct docx_style *style)
{
	char id[32];
	part_open(w, "w:r");
	if (style && style->outline) {
		snprintf(id, sizeof(id), "%sChar", style->id);
		part_open(w, "w:rPr");
		part_val(w, "w:rStyle", id);
		part_close(w);
	}
	struct str piece, rest = text;
	while (str_split(&rest, '\t', &piece)) {
		if (piece.p > text.p)
			xmlTextWriterWriteElement(w, BAD_CAST "w:tab", NULL);
		part_open(w, "w:t");
		part_attr(w, "xml:space", "preserve");
		part_text(w, piece);
		part_close(w);
	}
	part_close(w);
}

/*
 * The signature stands centred over the date, which keeps its four characters
 * from the edge; a long one ends at the edge.
 */
static void write_sign_indent(xmlTextWriter *w, const struct val *sign)
{
	const struct val *date = sign->next;
	if (!date || !str_eq(val_get_str(date, S("style")), S("date")))
		return;
	/* half the difference, in hundredths of a character of two columns */
	ptrdiff_t right = docx_style_of(S("date"))->right +
			  (width_str(val_get_str(date, S("text"))) -
			   width_str(val_get_str(sign, S("text")))) * 25;
	if (right < 0)
		right = 0;
	part_open(w, "w:ind");
	part_attr_int(w, "w:rightChars", (int)right);
	part_attr_int(w, "w:right", (int)right * CHAR_PITCH / 100);
	part_close(w);
}

static bool lies(const struct val *doc)
{
	const struct val *wide = val_get(doc, S("landscape"));
	return wide && wide->kind == VAL_BOOL && wide->yes;
}

static void write_block(xmlTextWriter *w, const struct val *block, int width)
{
	struct str style = val_get_str(block, S("style"));
	if (str_eq(style, S("table"))) {
		docx_table(w, block, width);
		return;
	}
	const struct val *runs = val_get(block, S("runs"));
	part_open(w, "w:p");
	part_open(w, "w:pPr");
	part_val(w, "w:pStyle", docx_style_of(style)->id);
	if (str_eq(style, S("sign")))
		write_sign_indent(w, block);
	part_close(w);
	if (!runs || runs->kind != VAL_LIST)
		write_run(w, val_get_str(block, S("text")), NULL);
	else
		for val_each(run, runs)
			write_run(w, val_get_str(run, S("text")),
				  docx_style_of(val_get_str(run, S("style"))));
	part_close(w);
}

/* The page; a lying one is turned with its margins, as out/pdf has it. */
static void write_section(xmlTextWriter *w, bool lying)
{
	static const struct { const char *type, *id; } footers[] = {
		{ "default", "rId4" }, { "even", "rId5" },
	};
	static const struct {
		const char *name;
		int twips;
	} margins[] = {
		{ "w:top", MARGIN_TOP },       { "w:right", MARGIN_RIGHT },
		{ "w:bottom", MARGIN_BOTTOM }, { "w:left", MARGIN_LEFT },
		{ "w:header", 851 },           { "w:footer", FOOTER_EDGE },
		{ "w:gutter", 0 },
	};
	static const int turned[] = { MARGIN_LEFT, MARGIN_TOP, MARGIN_RIGHT, MARGIN_BOTTOM, 851,
				      FOOTER_EDGE - MARGIN_BOTTOM + MARGIN_RIGHT, 0 };
	part_open(w, "w:sectPr");
	for (size_t i = 0; i < sizeof(footers) / sizeof(*footers); i++) {
		part_open(w, "w:footerReference");
		part_attr(w, "w:type", footers[i].type);
		part_attr(w, "r:id", footers[i].id);
		part_close(w);
	}
	part_open(w, "w:pgSz");
	part_attr_int(w, "w:w", lying ? PAGE_HEIGHT : PAGE_WIDTH);
	part_attr_int(w, "w:h", lying ? PAGE_WIDTH : PAGE_HEIGHT);
	if (lying)
		part_attr(w, "w:orient", "landscape");
	part_close(w);
	part_open(w, "w:pgMar");
	for (size_t i = 0; i < sizeof(margins) / sizeof(*margins); i++)
		part_attr_int(w, margins[i].name, lying ? turned[i] : margins[i].twips);
	part_close(w);
	part_open(w, "w:docGrid");
	part_attr(w, "w:type", "lines");
	part_attr_int(w, "w:linePitch", LINE_PITCH);
	part_close(w);
	part_close(w);
}

void docx_document(xmlTextWriter *w, const struct val *doc)
{
	bool lying = lies(doc);
	int width = lying ? PAGE_HEIGHT - MARGIN_TOP - MARGIN_BOTTOM
			  : PAGE_WIDTH - MARGIN_LEFT - MARGIN_RIGHT;
	part_open(w, "w:document");
	part_attr(w, "xmlns:w", WORD_NS);
	part_attr(w, "xmlns:r",
		 "http://schemas.openxmlformats.org/officeDocument/2006/relationships");
	part_open(w, "w:body");
	for val_each(block, val_get(doc, S("blocks")))
		write_block(w, block, width);
	write_section(w, lying);
	part_close(w);
	part_close(w);
}

static void write_property(xmlTextWriter *w, const char *name, struct str value)
{
	if (!value.p)
		return;
	part_open(w, name);
	part_text(w, value);
	part_close(w);
}

void docx_core(xmlTextWriter *w, const struct val *doc)
{
	struct str date = val_get_str(doc, S("date"));
	part_open(w, "cp:coreProperties");
	part_attr(w, "xmlns:cp",
		 "http://schemas.openxmlformats.org/package/2006/metadata/core-properties");
	part_attr(w, "xmlns:dc", "http://purl.org/dc/elements/1.1/");
	part_attr(w, "xmlns:dcterms", "http://purl.org/dc/terms/");
	part_attr(w, "xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance");
	write_property(w, "dc:title", val_get_str(doc, S("title")));
	write_property(w, "dc:creator", val_get_str(doc, S("author")));
	write_property(w, "dc:language", val_get_str(doc, S("lang")));
	if (date.p) {
		part_open(w, "dcterms:created");
		part_attr(w, "xsi:type", "dcterms:W3CDTF");
		part_text(w, date);
		part_close(w);
	}
	part_close(w);
}
