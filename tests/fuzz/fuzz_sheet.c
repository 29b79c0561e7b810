/* A ledger sheet: bytes that start as a zip are an xlsx; those that start with a
 * form feed are its parts, set apart by form feeds (sheet, shared strings,
 * styles), packed here; others are a csv. */
#include <stdlib.h>
#include <zip.h>

#include "base/utf8.h"
#include "sheet/sheet.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

static void add(zip_t *zip, const char *name, struct str part)
{
	zip_source_t *from = zip_source_buffer(zip, part.p, (zip_uint64_t)part.n, 0);
	zip_int64_t at = zip_file_add(zip, name, from, 0);
	if (at < 0)
		abort();
	zip_set_file_compression(zip, (zip_uint64_t)at, ZIP_CM_STORE, 0);
}

static struct str pack(struct arena *a, struct str parts)
{
	static const char *const names[] = { "xl/a.xml", "xl/s.xml", "xl/styles.xml" };
	zip_source_t *out = zip_source_buffer_create(NULL, 0, 0, NULL);
	zip_t *zip = zip_open_from_source(out, ZIP_TRUNCATE, NULL);
	struct str part;
	if (!zip)
		abort();
	zip_source_keep(out);
	add(zip, "xl/workbook.xml",
	    S("<workbook xmlns='" MAIN "' xmlns:r='" OFFICE "'><sheets><sheet name='s' r:id='r1'/>"
	      "</sheets></workbook>"));
	add(zip, "xl/_rels/workbook.xml.rels",
	    S("<Relationships "
	      "xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
	      "<Relationship Id='r1' Type='x/worksheet' Target='a.xml'/>"
	      "<Relationship Id='r2' Type='x/sharedStrings' Target='s.xml'/>"
	      "<Relationship Id='r3' Type='x/styles' Target='styles.xml'/></Relationships>"));
	for (size_t i = 0; i < sizeof(names) / sizeof(*names) && str_split(&parts, '\f', &part);
	     i++)
		add(zip, names[i], part);
	char *bytes = NULL;
	zip_int64_t size = 0;
	if (zip_close(zip) == 0 && zip_source_open(out) == 0) {
		zip_source_seek(out, 0, SEEK_END);
		size = zip_source_tell(out);
		zip_source_seek(out, 0, SEEK_SET);
		bytes = arena_new(a, char, size + 1);
		size = zip_source_read(out, bytes, (zip_uint64_t)size);
		zip_source_close(out);
	}
	zip_source_free(out);
	return (struct str){ bytes, size > 0 ? size : 0 };
}

static void check(struct arena *a, const struct grids *g)
{
	struct sheet s;
	struct err e = { 0 };
	for (int i = 0; i < g->sheets; i++)
		for (ptrdiff_t r = 0; r < g->sheet[i].rows; r++)
			for (int c = 0; c < g->sheet[i].columns; c++)
				if (utf8_check(grid_at(&g->sheet[i], r, c)) >= 0)
					abort();
	if (!sheet_read(a, g, &s, &e)) {
		if (e.code == ERR_NONE)
			abort();
		return;
	}
	if (!val_get(s.tree, S("findings"))->count)
		abort();
	for (ptrdiff_t i = 0; i < s.faults; i++)
		if (s.fault[i].why.code == ERR_NONE || !s.fault[i].cell.n)
			abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena a;
	struct grids g;
	struct err e = { 0 };
	arena_init(&a, 256 << 20);
	struct str bytes = { (const char *)data, (ptrdiff_t)size };
	if (str_drop_head(&bytes, S("\f")))
		bytes = pack(&a, bytes);
	if (grid_parse(&a, S("f"), bytes, &g, &e))
		check(&a, &g);
	else if (e.code == ERR_NONE || !err_text(&a, &e, LANG_EN).n)
		abort();
	arena_free(&a);
	return 0;
}
