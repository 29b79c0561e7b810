/* XLSX sheets: see xlsx.h. */
#include "out/xlsx.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/date.h"
#include "base/utf8.h"
#include "text/width.h"

enum {
	LINE_HEIGHT = 15,   /* points */
	HEIGHT_MOST = 400,
	COLUMNS_MOST = 64,
	CELL_MOST = 32000,  /* characters; Excel holds 32767 UTF-16 units */
	PAPER_A3 = 8,
	PAPER_A4 = 9
};

enum kind { KIND_TEXT, KIND_INT, KIND_DATE };

struct column {
	struct str key;
	enum kind kind;
	bool merge, wrap;
	int width;
	lxw_format *format;
	struct str last; /* text of the group's first row; merging columns alone */
};

struct xlsx {
	struct arena *a;
	struct arena group_arena; /* of what is remembered of a group */
	char *path;
	lxw_workbook *book;
	lxw_worksheet *sheet;
	struct column column[COLUMNS_MOST];
	int columns;
	struct str group_key, group;
	lxw_row_t row, group_row;
	bool in_group, merges, failed;
};

static bool fail(struct xlsx *x, struct err *e)
{
	x->failed = true;
	return err_set(e, ERR_IO, MSG_XLSX_WRITE, ARGS(str_of(x->path)));
}

/* NUL-terminated, and no longer than a cell holds. Text past the basic plane
 * takes two units of the cell. */
static const char *cell_text(struct arena *a, struct str s)
{
	ptrdiff_t end = utf8_skip(s, CELL_MOST), at = 0, len;
	for (ptrdiff_t units = 0; at < end && units < CELL_MOST; at += len)
		units += utf8_at(s, at, &len) > 0xFFFF ? 2 : 1;
	return str_cstr(a, str_cut(s, 0, at));
}

static lxw_format *make_format(lxw_workbook *book, enum kind kind, bool wrap)
{
	lxw_format *f = workbook_add_format(book);
	format_set_border(f, LXW_BORDER_THIN);
	format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
	format_set_align(f, kind == KIND_TEXT ? LXW_ALIGN_LEFT : LXW_ALIGN_CENTER);
	if (wrap)
		format_set_text_wrap(f);
	if (kind == KIND_DATE)
		format_set_num_format(f, "yyyy-mm-dd");
	return f;
}

static void put_head(struct xlsx *x, const struct val *sheet)
{
	lxw_format *title = workbook_add_format(x->book), *head = workbook_add_format(x->book);
	format_set_bold(title);
	format_set_font_size(title, 16);
	format_set_align(title, LXW_ALIGN_VERTICAL_CENTER);
	format_set_bold(head);
	format_set_border(head, LXW_BORDER_THIN);
	format_set_align(head, LXW_ALIGN_CENTER);
	format_set_align(head, LXW_ALIGN_VERTICAL_CENTER);
	format_set_text_wrap(head);
	format_set_bg_color(head, 0xEEEEEE);
	for val_each(text, val_get(sheet, S("above"))) {
		worksheet_write_string(x->sheet, x->row, 0, cell_text(x->a, text->s),
				       x->row ? NULL : title);
		if (!x->row)
			worksheet_set_row(x->sheet, 0, 28, NULL);
		x->row++;
	}
	int i = 0;
	for val_each(c, val_get(sheet, S("columns")))
		worksheet_write_string(x->sheet, x->row, (lxw_col_t)i++,
				       cell_text(x->a, val_get_str(c, S("head"))), head);
	x->row++;
	worksheet_freeze_panes(x->sheet, x->row, 0);
	worksheet_repeat_rows(x->sheet, x->row - 1, x->row - 1);
}

static void read_columns(struct xlsx *x, const struct val *sheet)
{
	for val_each(c, val_get(sheet, S("columns"))) {
		struct column *to = &x->column[x->columns];
		struct str kind = val_get_str(c, S("kind"));
		const struct val *wrap = val_get(c, S("wrap")), *merge = val_get(c, S("merge"));
		to->key = val_get_str(c, S("key"));
		to->kind = str_eq(kind, S("date"))  ? KIND_DATE
			   : str_eq(kind, S("int")) ? KIND_INT
						    : KIND_TEXT;
		to->merge = merge && merge->yes;
		to->wrap = wrap && wrap->yes;
		to->width = (int)val_get_int(c, S("width"), 12);
		x->merges = x->merges || to->merge;
		to->format = make_format(x->book, to->kind, to->wrap);
		worksheet_set_column(x->sheet, (lxw_col_t)x->columns, (lxw_col_t)x->columns,
				     (double)to->width, NULL);
		x->columns++;
	}
}

static bool any_merge(const struct val *sheet)
{
	for val_each(c, val_get(sheet, S("columns"))) {
		const struct val *merge = val_get(c, S("merge"));
		if (merge && merge->yes)
			return true;
	}
	return false;
}

bool xlsx_open(struct arena *a, const char *path, const struct val *sheet, struct xlsx **out,
	       struct err *e)
{
	const struct val *columns = val_get(sheet, S("columns")), *wide;
	struct xlsx *x = arena_new(a, struct xlsx, 1);
	lxw_workbook_options options = { .constant_memory = !any_merge(sheet) };
	lxw_doc_properties properties = { .created = 1 }; /* the same bytes each time */
	*x = (struct xlsx){ .a = a, .path = str_cstr(a, str_of(path)) };
	if (!columns || columns->count > COLUMNS_MOST)
		return err_set(e, ERR_BUG, MSG_XLSX_WRITE, ARGS(str_of(path)));
	arena_init(&x->group_arena, 0);
	x->book = workbook_new_opt(path, &options);
	x->sheet = x->book ? workbook_add_worksheet(
				     x->book, str_cstr(a, val_get_str(sheet, S("name"))))
			   : NULL;
	if (!x->sheet) {
		if (x->book)
			lxw_workbook_free(x->book);
		return fail(x, e);
	}
	workbook_set_properties(x->book, &properties);
	wide = val_get(sheet, S("landscape"));
	if (wide && wide->yes)
		worksheet_set_landscape(x->sheet);
	worksheet_set_paper(x->sheet,
			    str_eq(val_get_str(sheet, S("paper")), S("A3")) ? PAPER_A3 : PAPER_A4);
	worksheet_fit_to_pages(x->sheet, 1, 0);
	worksheet_set_footer(x->sheet, "&C&P / &N");
	x->group_key = val_get_str(sheet, S("group"));
	read_columns(x, sheet);
	put_head(x, sheet);
	*out = x;
	return true;
}

/* A member as text. */
static struct str text_of(struct arena *a, const struct val *v)
{
	if (!v || v->kind == VAL_NULL)
		return S("");
	if (v->kind == VAL_INT)
		return str_fmt(a, "%lld", (long long)v->i);
	return v->kind == VAL_STR ? v->s : S("");
}

static bool put_cell(struct xlsx *x, int at, const struct val *v, struct arena *a)
{
	const struct column *c = &x->column[at];
	struct date d;
	lxw_col_t col = (lxw_col_t)at;
	if (!v || v->kind == VAL_NULL)
		return worksheet_write_blank(x->sheet, x->row, col, c->format) == LXW_NO_ERROR;
	if (c->kind == KIND_INT && v->kind == VAL_INT)
		return worksheet_write_number(x->sheet, x->row, col, (double)v->i, c->format) ==
		       LXW_NO_ERROR;
	if (c->kind == KIND_DATE && v->kind == VAL_STR && date_parse(v->s, &d) && d.y >= 1900) {
		lxw_datetime when = { .year = d.y, .month = d.m, .day = d.d };
		return worksheet_write_datetime(x->sheet, x->row, col, &when, c->format) ==
		       LXW_NO_ERROR;
	}
	return worksheet_write_string(x->sheet, x->row, col, cell_text(a, text_of(a, v)),
				      c->format) == LXW_NO_ERROR;
}

/* Readers do not all make a row as high as its wrapped text needs, so it is told:
 * by the widest of its columns, a Chinese character being two wide. */
static void set_height(struct xlsx *x, const struct val *row)
{
	ptrdiff_t most = 1;
	for (int i = 0; i < x->columns; i++) {
		const struct column *c = &x->column[i];
		const struct val *v = val_get(row, c->key);
		if (!c->wrap || !v || v->kind != VAL_STR || c->width < 3)
			continue;
		ptrdiff_t lines = 1 + (width_str(v->s) - 1) / (c->width - 1);
		most = lines > most ? lines : most;
	}
	if (most > 1)
		worksheet_set_row(x->sheet, x->row,
				  most * LINE_HEIGHT < HEIGHT_MOST ? (double)(most * LINE_HEIGHT)
								   : HEIGHT_MOST,
				  NULL);
}

/* What the group's rows share becomes one cell. */
static void end_group(struct xlsx *x)
{
	lxw_row_t last = x->row - 1;
	for (int i = 0; i < x->columns && x->in_group && last > x->group_row; i++) {
		struct column *c = &x->column[i];
		if (!c->merge || !c->last.p)
			continue;
		worksheet_merge_range(x->sheet, x->group_row, (lxw_col_t)i, last, (lxw_col_t)i,
				      "", c->format);
		worksheet_write_string(x->sheet, x->group_row, (lxw_col_t)i,
				       cell_text(&x->group_arena, c->last), c->format);
	}
	arena_reset(&x->group_arena);
	x->in_group = false;
}

/* Begins a group with the row, or holds the row against it. */
static void group(struct xlsx *x, const struct val *row)
{
	struct arena *a = &x->group_arena;
	struct str key = text_of(a, val_get(row, x->group_key));
	bool same = x->in_group && str_eq(key, x->group);
	if (!same) {
		end_group(x);
		x->group = str_copy(a, text_of(a, val_get(row, x->group_key)));
		x->group_row = x->row;
		x->in_group = true;
	}
	for (int i = 0; i < x->columns; i++) {
		struct column *c = &x->column[i];
		struct str text = text_of(a, val_get(row, c->key));
		if (!same)
			c->last = c->kind == KIND_TEXT ? str_copy(a, text) : STR_NONE;
		else if (!str_eq(text, c->last))
			c->last = STR_NONE;
	}
}

bool xlsx_row(struct xlsx *x, const struct val *row, struct err *e)
{
	struct arena scratch;
	bool ok = true;
	if (x->merges && x->group_key.p)
		group(x, row);
	arena_init(&scratch, 0);
	set_height(x, row);
	for (int i = 0; i < x->columns && ok; i++)
		ok = put_cell(x, i, val_get(row, x->column[i].key), &scratch);
	arena_free(&scratch);
	x->row++;
	return ok || fail(x, e);
}

bool xlsx_close(struct xlsx *x, struct err *e)
{
	end_group(x);
	arena_free(&x->group_arena);
	bool ok = workbook_close(x->book) == LXW_NO_ERROR && !x->failed;
	if (ok)
		return true;
	fail(x, e);
	unlink(x->path);
	return false;
}
