/* A thin hold on libxml2's writer: see parts.h. */
#include "base/utf8.h"
#include "out/docx/parts.h"

void part_open(xmlTextWriter *w, const char *name)
{
	xmlTextWriterStartElement(w, BAD_CAST name);
}

void part_close(xmlTextWriter *w)
{
	xmlTextWriterEndElement(w);
}

void part_attr(xmlTextWriter *w, const char *name, const char *value)
{
	xmlTextWriterWriteAttribute(w, BAD_CAST name, BAD_CAST value);
}

void part_attr_int(xmlTextWriter *w, const char *name, int value)
{
	xmlTextWriterWriteFormatAttribute(w, BAD_CAST name, "%d", value);
}

void part_val(xmlTextWriter *w, const char *name, const char *value)
{
	part_open(w, name);
	part_attr(w, "w:val", value);
	part_close(w);
}

void part_val_int(xmlTextWriter *w, const char *name, int value)
{
	part_open(w, name);
	part_attr_int(w, "w:val", value);
	part_close(w);
}

/* XML 1.0, production 2. */
static bool allowed(uint32_t cp)
{
	return cp == '\t' || cp == '\n' || cp == '\r' || (cp >= 0x20 && cp < 0xFFFE) ||
	       cp >= 0x10000;
}

void part_text(xmlTextWriter *w, struct str s)
{
	struct arena a;
	struct buf b;
	ptrdiff_t len;
	arena_init(&a, 0);
	buf_init(&b, &a);
	for (ptrdiff_t i = 0; i < s.n; i += len)
		if (allowed(utf8_at(s, i, &len)))
			buf_add(&b, str_cut(s, i, i + len));
	xmlTextWriterWriteString(w, BAD_CAST buf_str(&b).p);
	arena_free(&a);
}
