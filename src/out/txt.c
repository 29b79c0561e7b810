/* A document as plain text: see txt.h. */
#include "out/txt.h"

static const struct str flush[] = { S("mark"), S("head"), S("title"), S("sign"), S("date"),
				    S("note") };

static bool indented(struct str style)
{
	for (size_t i = 0; i < sizeof(flush) / sizeof(*flush); i++)
		if (str_eq(style, flush[i]))
			return false;
	return true;
}

static bool labels(const struct val *cell)
{
	const struct val *v = val_get(cell, S("label"));
	return v && v->kind == VAL_BOOL && v->yes;
}

/* On one line. */
static void add_flat(struct buf *out, struct str s)
{
	struct str line;
	for (bool more = false; str_split(&s, '\n', &line); more = true) {
		if (more)
			buf_byte(out, ' ');
		buf_add(out, line);
	}
}

static void write_row(struct buf *out, const struct val *row)
{
	const struct val *cells = val_get(row, S("cells")), *head = val_get(row, S("head"));
	bool list = head && head->kind == VAL_BOOL && head->yes, named = false;
	for val_each(cell, cells) {
		struct str text = val_get_str(cell, S("text")), foot = val_get_str(cell, S("foot"));
		if (!list && labels(cell)) {
			add_flat(out, text);
			buf_add(out, S("："));
			named = true;
			continue;
		}
		if (named)
			buf_add(out, text);
		else
			add_flat(out, text);
		if (foot.n)
			buf_byte(out, '\n');
		buf_add(out, foot);
		if (cell->next)
			buf_byte(out, named ? '\n' : '\t');
	}
	buf_byte(out, '\n');
}

void txt_write(struct buf *out, const struct val *doc)
{
	const struct val *blocks = val_get(doc, S("blocks"));
	for val_each(block, blocks) {
		if (block != blocks->first)
			buf_byte(out, '\n');
		if (str_eq(val_get_str(block, S("style")), S("table"))) {
			for val_each(row, val_get(block, S("rows")))
				write_row(out, row);
			continue;
		}
		if (indented(val_get_str(block, S("style"))))
			buf_add(out, S("　　"));
		buf_add(out, val_get_str(block, S("text")));
		buf_byte(out, '\n');
	}
}
