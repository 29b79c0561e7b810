/*
 * Plain text to paragraphs: a line is one. What every reader does with a raw
 * line (trim it, find its column and indent, count blank ones) is here too.
 */
#include <string.h>

#include "base/utf8.h"
#include "in/in.h"

enum { TAB_COLUMNS = 4, COUNT_MAX = 1 << 20 };

/* The columns and characters of the white space that `s` starts with, up to
 * `end`; notes a form feed. */
static void measure_space(struct in *in, struct str s, ptrdiff_t end, int *columns, int *chars)
{
	ptrdiff_t len;
	for (ptrdiff_t i = 0; i < end && *chars < COUNT_MAX; i += len) {
		uint32_t cp = utf8_at(s, i, &len);
		++*chars;
		if (cp == '\t')
			*columns += TAB_COLUMNS - *columns % TAB_COLUMNS;
		else if (cp == '\f')
			in->page = true;
		else if (cp != 0xFEFF && cp != '\v' && cp != '\r')
			*columns += cp == 0x3000 ? 2 : 1;
	}
}

bool in_add(struct in *in, struct str raw, int line, int col, bool cell)
{
	struct str text = str_trim(raw);
	int columns = 0, chars = 0;
	if (!text.n) {
		measure_space(in, raw, raw.n, &columns, &chars);
		in->blank += in->blank < COUNT_MAX;
		return false;
	}
	measure_space(in, raw, text.p - raw.p, &columns, &chars);
	*list_add(in->a, &in->list) = (struct para){
		.text = text,
		.line = line,
		.col = col + chars,
		.blank = in->blank,
		.indent = columns,
		.page = in->page,
		.cell = cell,
	};
	in->blank = 0;
	in->page = false;
	return true;
}

/* Where the line that starts at `p` stops: at a CR or LF, or at `end`. `cr`
 * is the next CR at or after p, or `end`. */
static const char *line_stop(const char *p, const char *cr, const char *end)
{
	const char *lf = memchr(p, '\n', (size_t)(end - p));
	if (!lf)
		lf = end;
	return cr < lf ? cr : lf;
}

static const char *next_cr(const char *p, const char *end)
{
	const char *cr = p < end ? memchr(p, '\r', (size_t)(end - p)) : NULL;
	return cr ? cr : end;
}

void txt_read(struct in *in, struct str text)
{
	const char *p = text.p, *end = p + text.n, *cr = next_cr(p, end);
	for (int line = 1; p < end; line++) {
		const char *stop = line_stop(p, cr, end);
		in_add(in, (struct str){ p, stop - p }, line, 1, false);
		if (stop == end)
			break;
		p = stop + 1;
		if (*stop == '\r' && p < end && *p == '\n')
			p++;
		if (cr < p)
			cr = next_cr(p, end);
	}
}
