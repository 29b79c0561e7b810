/*
 * XLSX to grids: workbook, relations, shared strings, number formats, then each
 * visible sheet, streamed through expat. Phonetic hints (rPh) are left out; a
 * number is shown by its format only as far as it matters: dates, times and
 * percentages, else as typed.
 */
#include "in/grid_in.h"

#include <string.h>

#include "in/xlsx_format.h"

struct sheet_ref {
	struct str name, relation, part;
};

struct book {
	const struct in *in;
	struct zip_file_in zip;
	struct LIST(struct sheet_ref) sheet;
	struct str strings_part, styles_part;
	struct LIST(struct str) strings;
	struct formats formats;
	bool from_1904;
	int64_t counts[3];
};

static bool has_space(struct xml_name name, const char *local)
{
	return name.space == XML_SHEET && strcmp(name.local, local) == 0;
}

/* Workbook. */

static void on_book(struct xml *x, struct xml_name name, const char **attrs)
{
	struct book *b = x->ud;
	struct arena *a = b->in->a;
	const char *date1904 = xml_attr(attrs, "date1904"), *title = xml_attr(attrs, "name");
	const char *state = xml_attr(attrs, "state"), *id = xml_attr(attrs, "id");
	if (has_space(name, "workbookPr"))
		b->from_1904 = date1904 && (*date1904 == '1' || *date1904 == 't');
	if (has_space(name, "sheet") && title && id && (!state || strcmp(state, "visible") == 0) &&
	    b->sheet.n < GRID_SHEETS_MAX)
		*list_add(a, &b->sheet) = (struct sheet_ref){ str_copy(a, str_of(title)),
							      str_copy(a, str_of(id)), STR_NONE };
}

/* "worksheets/sheet1.xml", "/xl/…" as the part's name in the zip. */
static struct str part_of(struct arena *a, const char *target)
{
	struct str t = str_of(target);
	return str_drop_head(&t, S("/")) ? str_copy(a, t) : str_join(a, S("xl/"), t);
}

static void on_relation(struct xml *x, struct xml_name name, const char **attrs)
{
	struct book *b = x->ud;
	const char *id = xml_attr(attrs, "Id"), *target = xml_attr(attrs, "Target");
	const char *type = xml_attr(attrs, "Type");
	if (name.space != XML_RELATIONS || !id || !target || !type)
		return;
	struct str kind = str_of(type), part = part_of(b->in->a, target);
	if (str_ends(kind, S("/sharedStrings")))
		b->strings_part = part;
	if (str_ends(kind, S("/styles")))
		b->styles_part = part;
	for (ptrdiff_t i = 0; str_ends(kind, S("/worksheet")) && i < b->sheet.n; i++)
		if (str_eq(b->sheet.p[i].relation, str_of(id)))
			b->sheet.p[i].part = part;
}

/* Shared strings: one item at a time. */

struct strings {
	struct book *b;
	struct buf item;
	int t, phonetic; /* depth of the open t, rPh; 0: none */
};

static void on_string_start(struct xml *x, struct xml_name name, const char **attrs)
{
	struct strings *s = x->ud;
	if (has_space(name, "si"))
		buf_init(&s->item, s->b->in->a);
	else if (has_space(name, "rPh") && !s->phonetic)
		s->phonetic = x->depth;
	else if (has_space(name, "t") && !s->phonetic)
		s->t = x->depth;
}

static void on_string_end(struct xml *x, struct xml_name name)
{
	struct strings *s = x->ud;
	if (x->depth == s->t)
		s->t = 0;
	if (x->depth == s->phonetic)
		s->phonetic = 0;
	if (!has_space(name, "si"))
		return;
	if (s->b->strings.n >= GRID_CELLS_MAX || arena_over(s->b->in->a)) {
		err_set(x->e, ERR_LIMIT, MSG_IN_MEMORY, ARGS(x->in->name));
		xml_stop(x);
		return;
	}
	*list_add(s->b->in->a, &s->b->strings) = buf_str(&s->item);
}

static void on_string_text(struct xml *x, struct str text)
{
	struct strings *s = x->ud;
	if (s->t && s->item.a)
		buf_add(&s->item, text);
}

/* A sheet. */

struct sheet {
	struct book *b;
	struct grid_in grid;
	int row, column;    /* of the open cell, from 0 */
	int style;
	char type;          /* of the cell: n number, s shared, i inline, t text, b yes/no */
	struct buf value;
	int take, phonetic; /* depth of the open v or t, and rPh; 0: none */
};

static void damaged(struct xml *x, const struct sheet *s, const char *ref)
{
	err_set(x->e, ERR_BAD_INPUT, MSG_IN_GRID_REF,
		ARGS(x->in->name, s->grid.name, str_of(ref ? ref : "")));
	xml_stop(x);
}

/* "AB12" at *p: row and column from 0; false where it is none. */
static bool read_ref(const char **p, int *row, int *column)
{
	int c = 0, r = 0;
	for (; **p >= 'A' && **p <= 'Z' && c < 1 << 16; ++*p)
		c = c * 26 + (**p - 'A' + 1);
	for (; **p >= '0' && **p <= '9' && r < 1 << 24; ++*p)
		r = r * 10 + (**p - '0');
	*row = r - 1;
	*column = c - 1;
	return r > 0 && c > 0 && c <= 16384;
}

static char type_of(const char *t)
{
	if (!t || strcmp(t, "n") == 0)
		return 'n';
	if (strcmp(t, "s") == 0)
		return 's';
	if (strcmp(t, "inlineStr") == 0)
		return 'i';
	return strcmp(t, "b") == 0 ? 'b' : 't'; /* str, d, e */
}

static void cell_open(struct xml *x, struct sheet *s, const char **attrs)
{
	const char *ref = xml_attr(attrs, "r"), *style = xml_attr(attrs, "s"), *p = ref;
	int64_t n = 0;
	int row = s->row;
	s->column++;
	if (ref && (!read_ref(&p, &row, &s->column) || *p || row != s->row)) {
		damaged(x, s, ref);
		return;
	}
	s->type = type_of(xml_attr(attrs, "t"));
	s->style = style && str_int(str_of(style), &n) && n >= 0 && n < 1 << 20 ? (int)n : 0;
	s->value.n = 0;
}

static void row_open(struct xml *x, struct sheet *s, const char **attrs)
{
	const char *r = xml_attr(attrs, "r");
	int64_t n = s->row + 2;
	if (r && (!str_int(str_of(r), &n) || n < 1 || n > 1 << 24)) {
		damaged(x, s, r);
		return;
	}
	s->row = (int)n - 1;
	s->column = -1;
}

static void area_open(struct xml *x, struct sheet *s, const char **attrs)
{
	const char *ref = xml_attr(attrs, "ref"), *p = ref ? ref : "";
	struct grid_area area;
	if (!read_ref(&p, &area.top, &area.left) || *p++ != ':' ||
	    !read_ref(&p, &area.bottom, &area.right) || *p || area.bottom < area.top ||
	    area.right < area.left)
		damaged(x, s, ref);
	else if (!grid_in_area(&s->grid, area, x->e))
		xml_stop(x);
}

static void on_sheet_start(struct xml *x, struct xml_name name, const char **attrs)
{
	struct sheet *s = x->ud;
	if (name.space != XML_SHEET)
		return;
	if (strcmp(name.local, "row") == 0)
		row_open(x, s, attrs);
	else if (strcmp(name.local, "c") == 0)
		cell_open(x, s, attrs);
	else if (strcmp(name.local, "mergeCell") == 0)
		area_open(x, s, attrs);
	else if (strcmp(name.local, "rPh") == 0 && !s->phonetic)
		s->phonetic = x->depth;
	else if (strcmp(name.local, s->type == 'i' ? "t" : "v") == 0 && !s->phonetic)
		s->take = x->depth;
}

/* What the cell shows. */
static struct str cell_text(struct sheet *s)
{
	struct arena *a = s->b->in->a;
	struct str raw = buf_str(&s->value);
	int64_t n;
	switch (s->type) {
	case 's': return str_int(str_trim(raw), &n) && n >= 0 && n < s->b->strings.n
				 ? s->b->strings.p[n] : S("");
	case 'b': return str_eq(str_trim(raw), S("1")) ? S("是") : S("否");
	case 'n': return format_number(a, &s->b->formats, s->style, str_trim(raw),
				       s->b->from_1904);
	default: return str_copy(a, raw);
	}
}

static void on_sheet_end(struct xml *x, struct xml_name name)
{
	struct sheet *s = x->ud;
	if (x->depth == s->take)
		s->take = 0;
	if (x->depth == s->phonetic)
		s->phonetic = 0;
	if (!has_space(name, "c") || x->e->code != ERR_NONE)
		return;
	if (s->value.n && !grid_in_cell(&s->grid, s->row, s->column, cell_text(s), x->e))
		xml_stop(x);
	s->value.n = 0;
}

static void on_sheet_text(struct xml *x, struct str text)
{
	struct sheet *s = x->ud;
	if (s->take)
		buf_add(&s->value, text);
}

/* Parts that may be absent are passed over. */
static bool read_part(struct book *b, struct xml *x, struct str part, struct err *e)
{
	char *name = str_cstr(b->in->a, part.p ? part : S(""));
	int64_t index = *name ? zip_in_find(&b->zip, name) : -1;
	return index < 0 || xml_read(x, &b->zip, index, name, e);
}

static bool read_sheet(struct book *b, const struct sheet_ref *ref, struct grid_list *out,
		       struct err *e)
{
	struct sheet s = { .b = b, .row = -1, .column = -1, .type = 'n' };
	struct xml x = { .ud = &s, .start = on_sheet_start, .end = on_sheet_end,
			 .text = on_sheet_text };
	struct grid made;
	grid_in_start(&s.grid, b->in, ref->name, b->counts);
	buf_init(&s.value, b->in->a);
	if (!read_part(b, &x, ref->part, e))
		return false;
	if (grid_in_end(&s.grid, &made))
		*list_add(b->in->a, out) = made;
	return true;
}

static bool read_book(struct book *b, struct grid_list *out, struct err *e)
{
	struct strings strings = { .b = b };
	struct xml book = { .ud = b, .start = on_book };
	struct xml relations = { .ud = b, .start = on_relation };
	struct xml shared = { .ud = &strings, .start = on_string_start, .end = on_string_end,
			      .text = on_string_text };
	if (zip_in_find(&b->zip, "xl/workbook.xml") < 0)
		return err_set(e, ERR_BAD_INPUT, MSG_IN_GRID_ZIP, ARGS(b->in->name));
	if (!read_part(b, &book, S("xl/workbook.xml"), e) ||
	    !read_part(b, &relations, S("xl/_rels/workbook.xml.rels"), e) ||
	    !read_part(b, &shared, b->strings_part, e))
		return false;
	struct xml styles = formats_reader(&b->formats, b->in->a);
	if (!read_part(b, &styles, b->styles_part, e))
		return false;
	for (ptrdiff_t i = 0; i < b->sheet.n; i++)
		if (!read_sheet(b, &b->sheet.p[i], out, e))
			return false;
	return true;
}

bool xlsx_read(const struct in *in, struct str bytes, struct grid_list *out, struct err *e)
{
	struct book b = { .in = in };
	struct err why = { 0 };
	if (!zip_in_open(&b.zip, in, bytes, &why) || !read_book(&b, out, &why)) {
		if (b.zip.zip)
			zip_in_close(&b.zip);
		if (e && e->code == ERR_NONE)
			*e = why;
		return false;
	}
	zip_in_close(&b.zip);
	return true;
}
