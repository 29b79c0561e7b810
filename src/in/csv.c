/*
 * CSV to a grid (RFC 4180): fields set apart by commas, or by tabs or
 * semicolons where the first line holds more of them; quotation marks round a
 * field keep what is inside, doubled ones stand for one. An escape that our own
 * sheets put before = + - @ ('=…) is taken off again.
 */
#include "in/grid_in.h"

static char separator(struct str text)
{
	static const char marks[] = { ',', '\t', ';' };
	int count[3] = { 0 }, best = 0;
	bool quoted = false;
	for (ptrdiff_t i = 0; i < text.n && (quoted || text.p[i] != '\n'); i++) {
		quoted ^= text.p[i] == '"';
		for (int k = 0; k < 3 && !quoted; k++)
			count[k] += text.p[i] == marks[k];
	}
	for (int k = 1; k < 3; k++)
		if (count[k] > count[best])
			best = k;
	return marks[best];
}

/* The quoted field at `*at`, behind its first mark; false where it has no end. */
static bool quoted_field(struct arena *a, struct str text, ptrdiff_t *at, struct str *field)
{
	struct buf b;
	buf_init(&b, a);
	for (ptrdiff_t i = *at; i < text.n; i++) {
		if (text.p[i] != '"') {
			buf_byte(&b, text.p[i]);
		} else if (i + 1 < text.n && text.p[i + 1] == '"') {
			buf_byte(&b, '"');
			i++;
		} else {
			*field = buf_str(&b);
			*at = i + 1;
			return true;
		}
	}
	return false;
}

static struct str plain_field(struct str text, ptrdiff_t *at, char sep)
{
	ptrdiff_t from = *at;
	while (*at < text.n && text.p[*at] != sep && text.p[*at] != '\n' && text.p[*at] != '\r')
		++*at;
	return str_cut(text, from, *at);
}

static struct str unescaped(struct str field)
{
	return field.n > 1 && field.p[0] == '\'' &&
			       (field.p[1] == '=' || field.p[1] == '+' || field.p[1] == '-' ||
				field.p[1] == '@')
		       ? str_from(field, 1)
		       : field;
}

bool csv_read(const struct in *in, struct str text, struct grid_list *out, struct err *e)
{
	struct grid_in g;
	struct grid made;
	int64_t counts[3] = { 0 };
	char sep = separator(text);
	int row = 0, column = 0;
	grid_in_start(&g, in, in->name, counts);
	for (ptrdiff_t at = 0; at < text.n;) {
		struct str field;
		if (text.p[at] == '"') {
			at++;
			if (!quoted_field(in->a, text, &at, &field))
				return err_set(e, ERR_BAD_INPUT, MSG_IN_CSV_QUOTE,
					       ARGS(in->name, str_fmt(in->a, "%d", row + 1)));
			plain_field(text, &at, sep); /* what stands behind the mark */
		} else {
			field = plain_field(text, &at, sep);
		}
		if (!grid_in_cell(&g, row, column, unescaped(field), e))
			return false;
		if (at < text.n && text.p[at] == sep) {
			column++;
		} else if (at < text.n) {
			at += text.p[at] == '\r' && at + 1 < text.n && text.p[at + 1] == '\n';
			row++;
			column = 0;
		}
		at++;
	}
	if (grid_in_end(&g, &made))
		*list_add(in->a, out) = made;
	return true;
}
