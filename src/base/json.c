/* Value trees to JSON and back: see json.h. */
#include "base/json.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>

enum { DEPTH_MAX = 64 };

static void write_text(struct buf *out, struct str s)
{
	buf_byte(out, '"');
	ptrdiff_t from = 0;
	for (ptrdiff_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7F)
			continue;
		buf_add(out, str_cut(s, from, i));
		from = i + 1;
		switch (c) {
		case '"': buf_add(out, S("\\\"")); break;
		case '\\': buf_add(out, S("\\\\")); break;
		case '\n': buf_add(out, S("\\n")); break;
		case '\t': buf_add(out, S("\\t")); break;
		case '\r': buf_add(out, S("\\r")); break;
		default: buf_fmt(out, "\\u%04x", c);
		}
	}
	buf_add(out, str_from(s, from));
	buf_byte(out, '"');
}

static void write_number(struct buf *out, double x)
{
	char z[40];
	if (!isfinite(x)) {
		buf_add(out, S("null"));
		return;
	}
	if (fabs(x) < 1e15 && trunc(x) >= x && trunc(x) <= x) {
		buf_fmt(out, "%.0f", x);
		return;
	}
	for (int digits = 6; digits <= 17; digits++) {
		snprintf(z, sizeof(z), "%.*g", digits, x);
		double back = strtod(z, NULL);
		if (back <= x && back >= x)
			break;
	}
	buf_add(out, str_of(z));
}

static void new_line(struct buf *out, enum json_style style, int depth)
{
	if (style == JSON_PRETTY) {
		buf_byte(out, '\n');
		buf_fill(out, ' ', depth);
	}
}

static void write_value(struct buf *out, const struct val *v, enum json_style style, int depth)
{
	if (!v || v->kind == VAL_NULL) {
		buf_add(out, S("null"));
		return;
	}
	switch (v->kind) {
	case VAL_BOOL:
		buf_add(out, v->yes ? S("true") : S("false"));
		return;
	case VAL_INT:
		buf_fmt(out, "%lld", (long long)v->i);
		return;
	case VAL_NUM:
		write_number(out, v->num);
		return;
	case VAL_STR:
	case VAL_MARKUP:
		write_text(out, v->s);
		return;
	case VAL_LIST:
	case VAL_MAP:
	case VAL_NULL:
		break;
	}
	bool map = v->kind == VAL_MAP;
	buf_byte(out, map ? '{' : '[');
	for val_each(child, v) {
		if (child != v->first)
			buf_byte(out, ',');
		new_line(out, style, depth + 1);
		if (map) {
			write_text(out, child->key);
			buf_add(out, style == JSON_PRETTY ? S(": ") : S(":"));
		}
		write_value(out, child, style, depth + 1);
	}
	if (v->first)
		new_line(out, style, depth);
	buf_byte(out, map ? '}' : ']');
}

void json_write(struct buf *out, const struct val *v, enum json_style style)
{
	write_value(out, v, style, 0);
}

static struct str text_of(struct arena *a, const json_t *j)
{
	return str_copy(a, (struct str){ json_string_value(j), (ptrdiff_t)json_string_length(j) });
}

/* False where it is deeper than DEPTH_MAX. */
static bool take(struct arena *a, json_t *j, int depth, struct val **out)
{
	if (depth > DEPTH_MAX)
		return false;
	switch (json_typeof(j)) {
	case JSON_NULL: *out = val_null(a); return true;
	case JSON_TRUE: *out = val_bool(a, true); return true;
	case JSON_FALSE: *out = val_bool(a, false); return true;
	case JSON_INTEGER: *out = val_int(a, json_integer_value(j)); return true;
	case JSON_REAL: *out = val_num(a, json_real_value(j)); return true;
	case JSON_STRING: *out = val_str(a, text_of(a, j)); return true;
	case JSON_ARRAY: {
		*out = val_list(a);
		for (size_t i = 0; i < json_array_size(j); i++) {
			struct val *v;
			if (!take(a, json_array_get(j, i), depth + 1, &v))
				return false;
			val_push(*out, v);
		}
		return true;
	}
	case JSON_OBJECT: {
		*out = val_map(a);
		const char *key;
		json_t *member;
		json_object_foreach(j, key, member) {
			struct val *v;
			if (!take(a, member, depth + 1, &v))
				return false;
			val_put(*out, str_copy(a, str_of(key)), v);
		}
		return true;
	}
	}
	return false;
}

bool json_read(struct arena *a, struct str text, const struct val **out, struct err *e)
{
	json_error_t why;
	json_t *j = json_loadb(text.p ? text.p : "", (size_t)text.n,
			       JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &why);
	if (!j)
		return err_set(e, ERR_BAD_INPUT, MSG_JSON_BAD,
			       ARGS(str_fmt(a, "%d", why.line), str_fmt(a, "%d", why.column),
				    str_of(why.text)));
	struct val *v;
	bool ok = take(a, j, 0, &v);
	json_decref(j);
	if (!ok)
		return err_set(e, ERR_LIMIT, MSG_JSON_DEEP, ARGS(str_fmt(a, "%d", DEPTH_MAX)));
	*out = v;
	return true;
}
