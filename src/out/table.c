/* Tables for a terminal: see table.h. */
#include "out/table.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/os.h"
#include "base/utf8.h"
#include "text/width.h"

enum { GAP = 2 };

/* A table being laid out. */
struct layout {
	struct arena *a;
	const struct table_column *column;
	int columns;
	ptrdiff_t rows;
	struct str *cell;  /* rows × columns */
	ptrdiff_t *width;  /* of each column */
	bool *right;       /* it holds numbers alone */
};

struct table_look table_look_of(int fd)
{
	const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
	/* a pipe gets whole lines, unless COLUMNS says how wide they may be */
	if (!os_is_terminal(fd))
		return (struct table_look){ .width =
						    getenv("COLUMNS") ? os_terminal_width(fd) : 0 };
	return (struct table_look){
		.width = os_terminal_width(fd),
		.colour = !(no && *no) && !(term && strcmp(term, "dumb") == 0),
	};
}

/* Control characters and those that turn the direction of writing. */
static bool steers(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7F && cp < 0xA0) || (cp >= 0x202A && cp <= 0x202E) ||
	       (cp >= 0x2066 && cp <= 0x2069);
}

struct str table_clean(struct arena *a, struct str s)
{
	struct buf b;
	ptrdiff_t len;
	buf_init(&b, a);
	for (ptrdiff_t i = 0; i < s.n; i += len) {
		uint32_t cp = utf8_at(s, i, &len);
		if (cp == '\n' || cp == '\t' || cp == '\r')
			buf_byte(&b, ' ');
		else
			buf_rune(&b, steers(cp) ? 0xFFFD : cp);
	}
	return str_trim(buf_str(&b));
}

static struct str cell_text(struct arena *a, const struct val *v)
{
	if (!v || v->kind == VAL_NULL || v->kind == VAL_MAP)
		return S("");
	if (v->kind == VAL_STR || v->kind == VAL_MARKUP)
		return table_clean(a, v->s);
	struct buf b;
	buf_init(&b, a);
	if (v->kind != VAL_LIST)
		json_write(&b, v, JSON_LINE);
	else
		for val_each(item, v) {
			if (item != v->first)
				buf_add(&b, S("、"));
			buf_add(&b, item->kind == VAL_STR ? table_clean(a, item->s) : S("…"));
		}
	return buf_str(&b);
}

static bool number(const struct val *v)
{
	return v->kind == VAL_INT || v->kind == VAL_NUM;
}

static struct layout lay(struct arena *a, const struct table_column *column, int columns,
			 const struct val *rows)
{
	struct layout l = { a, column, columns, rows ? rows->count : 0 };
	l.cell = arena_new(a, struct str, l.rows * columns);
	l.width = arena_new(a, ptrdiff_t, columns);
	l.right = arena_new(a, bool, columns);
	bool *words = arena_new(a, bool, columns);
	for (int k = 0; k < columns; k++)
		l.width[k] = width_str(column[k].head);
	ptrdiff_t i = 0;
	for val_each(row, rows) {
		for (int k = 0; k < columns; k++, i++) {
			const struct val *v = val_get(row, column[k].key);
			l.cell[i] = cell_text(a, v);
			ptrdiff_t w = width_str(l.cell[i]);
			if (w > l.width[k])
				l.width[k] = w;
			if (v && v->kind != VAL_NULL)
				*(number(v) ? &l.right[k] : &words[k]) = true;
		}
	}
	for (int k = 0; k < columns; k++)
		l.right[k] = l.right[k] && !words[k];
	return l;
}

/* Takes from the widest column that may be cut, until the line fits. */
static void shrink(struct layout *l, ptrdiff_t room)
{
	ptrdiff_t sum = (l->columns - 1) * GAP;
	for (int k = 0; k < l->columns; k++)
		sum += l->width[k];
	while (sum > room) {
		int widest = -1;
		for (int k = 0; k < l->columns; k++)
			if (l->column[k].min > 0 && l->width[k] > l->column[k].min &&
			    (widest < 0 || l->width[k] > l->width[widest]))
				widest = k;
		if (widest < 0)
			return;
		l->width[widest]--;
		sum--;
	}
}

/* `s` in `width` columns; `last` gets no white space at the line's end. */
static void put(struct buf *out, struct str s, ptrdiff_t width, bool right, bool last)
{
	ptrdiff_t w = width_str(s);
	bool cut = w > width;
	if (cut) {
		s = str_cut(s, 0, width_fit(s, width - 1));
		w = width_str(s) + 1;
	}
	if (right)
		buf_fill(out, ' ', width - w);
	buf_add(out, s);
	if (cut)
		buf_add(out, S("…"));
	if (!right && !last)
		buf_fill(out, ' ', width - w);
	if (!last)
		buf_fill(out, ' ', GAP);
}

void table_write(struct buf *out, const struct table_column *column, int columns,
		 const struct val *rows, struct table_look look)
{
	struct layout l = lay(out->a, column, columns, rows);
	if (look.width > 0)
		shrink(&l, look.width);
	if (look.colour)
		buf_add(out, S("\033[1m"));
	for (int k = 0; k < columns; k++)
		put(out, column[k].head, l.width[k], l.right[k], k == columns - 1);
	if (look.colour)
		buf_add(out, S("\033[0m"));
	buf_byte(out, '\n');
	for (ptrdiff_t i = 0; i < l.rows; i++) {
		for (int k = 0; k < columns; k++)
			put(out, l.cell[i * columns + k], l.width[k], l.right[k], k == columns - 1);
		buf_byte(out, '\n');
	}
}
