/* Comma-separated values: see csv.h. */
#include "out/csv.h"

void csv_cell(struct buf *out, int at, struct str s)
{
	bool formula = s.n && str_has(S("=+-@\t\r"), str_cut(s, 0, 1));
	buf_add(out, at ? S(",\"") : S("\""));
	buf_add(out, formula ? S("'") : S(""));
	for (ptrdiff_t i = 0; i < s.n; i++) {
		buf_byte(out, s.p[i]);
		if (s.p[i] == '"')
			buf_byte(out, '"');
	}
	buf_byte(out, '"');
}

void csv_end(struct buf *out)
{
	buf_add(out, S("\r\n"));
}
