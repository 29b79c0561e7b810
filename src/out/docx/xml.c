/* A thin hold on libxml2's writer: see parts.h. */
#include "base/utf8.h"
#include "out/docx/parts.h"

void xml_open(xmlTextWriter *w, const char *name)
{
	xmlTextWriterStartElement(w, BAD_CAST name);
}

void xml_close(xmlTextWriter *w)
{
	xmlTextWriterEndElement(w);
}

void xml_attr(xmlTextWriter *w, const char *name, const char *value)
{
	xmlTextWriterWriteAttribute(w, BAD_CAST name, BAD_CAST value);
}

void xml_attr_int(xmlTextWriter *w, const char *name, int value)
{
	xmlTextWriterWriteFormatAttribute(w, BAD_CAST name, "%d", value);
}

void xml_val(xmlTextWriter *w, const char *name, const char *value)
{
	xml_open(w, name);
	xml_attr(w, "w:val", value);
	xml_close(w);
}

void xml_val_int(xmlTextWriter *w, const char *name, int value)
{
	xml_open(w, name);
	xml_attr_int(w, "w:val", value);
	xml_close(w);
}

/* XML 1.0, production 2. */
static bool allowed(uint32_t cp)
{
	return cp == '\t' || cp == '\n' || cp == '\r' || (cp >= 0x20 && cp < 0xFFFE) ||
	       cp >= 0x10000;
}

void xml_text(xmlTextWriter *w, struct str s)
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
