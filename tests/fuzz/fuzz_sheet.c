/* A ledger sheet: bytes that start as a zip are an xlsx; those that start with a
 * form feed are its parts, set apart by form feeds (sheet, shared strings,
 * styles), packed here; others are a csv. */
#include <stdlib.h>

#include "base/utf8.h"
#include "sheet/sheet.h"
#include "../zip_parts.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

static struct str pack(struct arena *a, struct str parts)
{
	struct zip_part part[] = {
		{ "xl/workbook.xml", S("<workbook xmlns='" MAIN "' xmlns:r='" OFFICE "'><sheets>"
				       "<sheet name='s' r:id='r1'/></sheets></workbook>") },
		{ "xl/_rels/workbook.xml.rels",
		  S("<Relationships "
		    "xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
		    "<Relationship Id='r1' Type='x/worksheet' Target='a.xml'/>"
		    "<Relationship Id='r2' Type='x/sharedStrings' Target='s.xml'/>"
		    "<Relationship Id='r3' Type='x/styles' "
		    "Target='styles.xml'/></Relationships>") },
		{ "xl/a.xml" },
		{ "xl/s.xml" },
		{ "xl/styles.xml" },
	};
	int n = 2;
	while (n < (int)(sizeof(part) / sizeof(*part)) && str_split(&parts, '\f', &part[n].text))
		n++;
	return zip_parts(a, part, n, ZIP_CM_STORE);
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
