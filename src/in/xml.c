/* XML parts of an office file: see xml.h. */
#include "in/xml.h"

#include <expat.h>
#include <string.h>

static const struct {
	const char *uri;
	enum xml_space space;
} spaces[] = {
	{ "http://schemas.openxmlformats.org/wordprocessingml/2006/main", XML_WORD },
	{ "http://purl.oclc.org/ooxml/wordprocessingml/main", XML_WORD },
	{ "http://schemas.openxmlformats.org/officeDocument/2006/math", XML_MATH },
	{ "http://purl.oclc.org/ooxml/officeDocument/math", XML_MATH },
	{ "http://schemas.openxmlformats.org/markup-compatibility/2006", XML_COMPAT },
	{ "http://schemas.openxmlformats.org/package/2006/relationships", XML_RELATIONS },
	{ "http://schemas.openxmlformats.org/spreadsheetml/2006/main", XML_SHEET },
	{ "http://purl.oclc.org/ooxml/spreadsheetml/main", XML_SHEET },
};

static struct xml_name name_of(const char *expanded)
{
	const char *bar = strrchr(expanded, '|');
	if (!bar)
		return (struct xml_name){ XML_OTHER, expanded };
	struct str uri = { expanded, bar - expanded };
	for (size_t i = 0; i < sizeof(spaces) / sizeof(*spaces); i++)
		if (str_eq(uri, str_of(spaces[i].uri)))
			return (struct xml_name){ spaces[i].space, bar + 1 };
	return (struct xml_name){ XML_OTHER, bar + 1 };
}

static struct str line_of(const struct xml *x)
{
	return str_fmt(x->in->a, "%lu", (unsigned long)XML_GetCurrentLineNumber(x->parser));
}

void xml_stop(struct xml *x)
{
	XML_StopParser(x->parser, XML_FALSE);
}

static void XMLCALL on_start(void *ud, const XML_Char *expanded, const XML_Char **attrs)
{
	struct xml *x = ud;
	if (++x->depth > SOURCE_DEPTH_MAX) {
		err_set(x->e, ERR_LIMIT, MSG_IN_XML_DEEP,
			ARGS(x->in->name, x->part, line_of(x),
			     str_fmt(x->in->a, "%d", SOURCE_DEPTH_MAX)));
		xml_stop(x);
		return;
	}
	if (x->start)
		x->start(x, name_of(expanded), attrs);
}

static void XMLCALL on_end(void *ud, const XML_Char *expanded)
{
	struct xml *x = ud;
	/* expat still ends an empty element that it was stopped at. */
	if (x->end && x->depth <= SOURCE_DEPTH_MAX)
		x->end(x, name_of(expanded));
	x->depth--;
}

static void XMLCALL on_text(void *ud, const XML_Char *p, int n)
{
	struct xml *x = ud;
	if (x->text)
		x->text(x, (struct str){ p, n });
}

static void XMLCALL on_doctype(void *ud, const XML_Char *name, const XML_Char *system,
			       const XML_Char *public, int internal)
{
	struct xml *x = ud;
	err_set(x->e, ERR_BAD_INPUT, MSG_IN_XML_DTD, ARGS(x->in->name, x->part, line_of(x)));
	xml_stop(x);
}

static bool take(void *ud, struct str piece, bool last, struct err *e)
{
	struct xml *x = ud;
	enum XML_Status got = XML_Parse(x->parser, piece.p, (int)piece.n, last);
	if (got == XML_STATUS_OK)
		return true;
	return err_set(e, ERR_BAD_INPUT, MSG_IN_XML_BAD,
		       ARGS(x->in->name, x->part, line_of(x),
			    str_of(XML_ErrorString(XML_GetErrorCode(x->parser)))));
}

bool xml_read(struct xml *x, struct zip_file_in *z, int64_t index, const char *part, struct err *e)
{
	x->in = z->in;
	x->part = str_of(part);
	x->depth = 0;
	x->e = e;
	x->parser = XML_ParserCreateNS(NULL, '|');
	if (!x->parser)
		return err_set(e, ERR_LIMIT, MSG_IN_MEMORY, ARGS(z->in->name));
	XML_SetUserData(x->parser, x);
	XML_SetElementHandler(x->parser, on_start, on_end);
	XML_SetCharacterDataHandler(x->parser, on_text);
	XML_SetStartDoctypeDeclHandler(x->parser, on_doctype);
	bool ok = zip_in_read(z, index, take, x, e);
	XML_ParserFree(x->parser);
	x->parser = NULL;
	return ok;
}

const char *xml_attr(const char **attrs, const char *local)
{
	for (; *attrs; attrs += 2) {
		const char *bar = strrchr(*attrs, '|');
		if (strcmp(bar ? bar + 1 : *attrs, local) == 0)
			return attrs[1];
	}
	return NULL;
}
