/* The package of a DOCX: its parts, put into a zip in memory. See docx.h. */
#include <zip.h>

#include "base/embed.h"
#include "out/docx/docx.h"
#include "out/docx/parts.h"

extern const struct embed docx_files[];

/* In this order; either written from the document or as it stands in a file. */
static const struct part {
	const char *path;
	const char *file;
	void (*write)(xmlTextWriter *w, const struct val *doc);
} parts[] = {
	{ "[Content_Types].xml", "content_types.xml", NULL },
	{ "_rels/.rels", "package_rels.xml", NULL },
	{ "docProps/app.xml", "app.xml", NULL },
	{ "docProps/core.xml", NULL, docx_core },
	{ "word/document.xml", NULL, docx_document },
	{ "word/_rels/document.xml.rels", "document_rels.xml", NULL },
	{ "word/styles.xml", NULL, docx_styles },
	{ "word/settings.xml", "settings.xml", NULL },
	{ "word/fontTable.xml", "font_table.xml", NULL },
	{ "word/footer1.xml", "footer_odd.xml", NULL },
	{ "word/footer2.xml", "footer_even.xml", NULL },
};

/* The part's text, in `a`; STR_NONE where libxml2 has no memory. */
static struct str part_bytes(struct arena *a, const struct part *part, const struct val *doc)
{
	if (part->file)
		return embed_find(docx_files, str_of(part->file));
	struct str out = STR_NONE;
	xmlBuffer *bytes = xmlBufferCreate();
	xmlTextWriter *w = bytes ? xmlNewTextWriterMemory(bytes, 0) : NULL;
	if (w && xmlTextWriterStartDocument(w, "1.0", "UTF-8", "yes") >= 0) {
		part->write(w, doc);
		if (xmlTextWriterEndDocument(w) >= 0 && xmlTextWriterFlush(w) >= 0)
			out = str_copy(a, (struct str){ (const char *)xmlBufferContent(bytes),
							xmlBufferLength(bytes) });
	}
	if (w)
		xmlFreeTextWriter(w);
	if (bytes)
		xmlBufferFree(bytes);
	return out;
}

static bool add_part(zip_t *zip, const struct part *part, struct str text)
{
	zip_source_t *from =
		text.p ? zip_source_buffer(zip, text.p, (zip_uint64_t)text.n, 0) : NULL;
	if (!from)
		return false;
	zip_int64_t index = zip_file_add(zip, part->path, from, ZIP_FL_ENC_UTF_8);
	if (index < 0) {
		zip_source_free(from);
		return false;
	}
	/* 1980-01-01 00:00, the first day of zip: the clock is not in the file */
	return zip_file_set_dostime(zip, (zip_uint64_t)index, 0, 1 << 5 | 1, 0) == 0;
}

static bool read_source(struct arena *a, zip_source_t *from, struct str *out)
{
	zip_stat_t st;
	zip_stat_init(&st);
	if (zip_source_open(from) < 0)
		return false;
	bool ok = zip_source_stat(from, &st) == 0 && (st.valid & ZIP_STAT_SIZE);
	if (ok) {
		char *p = arena_array(a, (ptrdiff_t)st.size, 1, 1);
		ok = zip_source_read(from, p, st.size) == (zip_int64_t)st.size;
		*out = (struct str){ p, (ptrdiff_t)st.size };
	}
	zip_source_close(from);
	return ok;
}

bool docx_write(struct arena *a, const struct val *doc, struct str *out, struct err *e)
{
	zip_error_t why;
	zip_error_init(&why);
	zip_source_t *into = zip_source_buffer_create(NULL, 0, 0, &why);
	zip_t *zip = into ? zip_open_from_source(into, ZIP_TRUNCATE, &why) : NULL;
	bool ok = zip != NULL;
	if (zip)
		zip_source_keep(into);
	for (size_t i = 0; ok && i < sizeof(parts) / sizeof(*parts); i++)
		ok = add_part(zip, &parts[i], part_bytes(a, &parts[i], doc));
	if (zip && (!ok || zip_close(zip) < 0)) {
		ok = false;
		zip_discard(zip);
	}
	ok = ok && read_source(a, into, out);
	if (into)
		zip_source_free(into);
	if (!ok)
		err_set(e, ERR_IO, MSG_DOCX_WRITE, ARGS(str_of(zip_error_strerror(&why))));
	zip_error_fini(&why);
	return ok;
}
