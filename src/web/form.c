/* Queries, forms, cookies, paths and JSON bodies: see form.h. */
#include "web/form.h"

#include "base/json.h"
#include "base/utf8.h"

static int hex_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 32);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* %XX, and + where `plus`; false where a % is not followed by two digits. */
static bool decode(struct arena *a, struct str s, bool plus, struct str *out)
{
	char *to = (char *)arena_alloc(a, s.n + 1, 1);
	ptrdiff_t n = 0;
	for (ptrdiff_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c == '+' && plus)
			c = ' ';
		if (c == '%') {
			int high = i + 2 < s.n ? hex_of(s.p[i + 1]) : -1;
			int low = i + 2 < s.n ? hex_of(s.p[i + 2]) : -1;
			if (high < 0 || low < 0)
				return false;
			c = (char)(high << 4 | low);
			i += 2;
		}
		to[n++] = c;
	}
	*out = (struct str){ to, n };
	return true;
}

/* Text as forms bring it: UTF-8, no control character but tab and line breaks. */
static bool clean(struct str s)
{
	for (ptrdiff_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		if ((c < 32 && c != '\t' && c != '\n' && c != '\r') || c == 127)
			return false;
	}
	return utf8_check(s) < 0;
}

/* Line breaks of a browser (CR LF) become LF. */
static struct str unix_lines(struct arena *a, struct str s)
{
	if (!str_has(s, S("\r")))
		return s;
	char *to = (char *)arena_alloc(a, s.n + 1, 1);
	ptrdiff_t n = 0;
	for (ptrdiff_t i = 0; i < s.n; i++)
		if (s.p[i] != '\r')
			to[n++] = s.p[i];
		else if (i + 1 >= s.n || s.p[i + 1] != '\n')
			to[n++] = '\n';
	return (struct str){ to, n };
}

bool form_add(struct arena *a, struct val *map, struct str name, struct str value, struct err *e)
{
	int64_t all = 0;
	bool named = name.n > 0 && name.n <= FORM_NAME_BYTES && clean(name) &&
		     !str_has(name, S("\r")) && !str_has(name, S("\n"));
	if (!named || !clean(value))
		return err_set(e, ERR_BAD_INPUT, MSG_WEB_FORM_TEXT, NO_ARGS);
	for val_each(v, map)
		all += v->kind == VAL_LIST ? v->count : 1;
	if (all >= FORM_NAMES)
		return err_set(e, ERR_LIMIT, MSG_WEB_FORM_MANY, NO_ARGS);
	value = unix_lines(a, value);
	struct val *there = (struct val *)val_get(map, name), *fresh = val_str(a, value);
	if (!there) {
		val_put(map, name, fresh);
		return true;
	}
	if (there->kind != VAL_LIST) {
		struct val *first = val_str(a, there->s);
		there->kind = VAL_LIST;
		there->first = there->last = NULL;
		there->count = 0;
		val_push(there, first);
	}
	val_push(there, fresh);
	return true;
}

bool form_pairs(struct arena *a, struct str text, struct val *map, struct err *e)
{
	struct str rest = text, pair;
	while (str_split(&rest, '&', &pair)) {
		if (!pair.n)
			continue;
		ptrdiff_t eq = str_find(pair, S("="), 0);
		struct str name = eq < 0 ? pair : str_cut(pair, 0, eq), value = S("");
		struct str raw = eq < 0 ? S("") : str_from(pair, eq + 1);
		if (!decode(a, name, true, &name) || !decode(a, raw, true, &value))
			return err_set(e, ERR_BAD_INPUT, MSG_WEB_FORM_TEXT, NO_ARGS);
		if (!form_add(a, map, name, value, e))
			return false;
	}
	return true;
}

static bool json_member(struct arena *a, struct str name, const struct val *v, struct val *map,
			struct err *e)
{
	struct buf b;
	switch (v->kind) {
	case VAL_NULL:
		return true;
	case VAL_STR:
		return form_add(a, map, name, v->s, e);
	case VAL_INT:
	case VAL_NUM:
	case VAL_BOOL:
		buf_init(&b, a);
		json_write(&b, v, JSON_LINE);
		return form_add(a, map, name, buf_str(&b), e);
	case VAL_LIST:
		for val_each(item, v)
			if (item->kind == VAL_LIST || !json_member(a, name, item, map, e))
				return err_set(e, ERR_BAD_INPUT, MSG_WEB_FORM_JSON, ARGS(name));
		return true;
	case VAL_MARKUP:
	case VAL_MAP:
		break;
	}
	return err_set(e, ERR_BAD_INPUT, MSG_WEB_FORM_JSON, ARGS(name));
}

bool form_json(struct arena *a, struct str text, struct val *map, struct err *e)
{
	const struct val *v;
	if (!json_read(a, text, &v, e))
		return false;
	if (v->kind != VAL_MAP)
		return err_set(e, ERR_BAD_INPUT, MSG_WEB_FORM_JSON, ARGS(S("-")));
	for val_each(member, v)
		if (!json_member(a, member->key, member, map, e))
			return false;
	return true;
}

struct str form_cookie(struct str header, struct str name)
{
	struct str rest = header, pair;
	while (str_split(&rest, ';', &pair)) {
		pair = str_trim(pair);
		if (pair.n > name.n && str_starts(pair, name) && pair.p[name.n] == '=' &&
		    pair.n - name.n - 1 <= 4096)
			return str_from(pair, name.n + 1);
	}
	return STR_NONE;
}

bool form_path(struct arena *a, struct str raw, struct str *out)
{
	struct str rest, part;
	if (raw.n < 1 || raw.p[0] != '/' || raw.n > 2000 || !decode(a, raw, false, out) ||
	    !clean(*out) || str_has(*out, S("\\")) || str_has(*out, S("\n")))
		return false;
	for (rest = *out; str_split(&rest, '/', &part);)
		if (str_eq(part, S(".")) || str_eq(part, S("..")))
			return false;
	return true;
}

struct str form_boundary(struct str type)
{
	if (!str_starts(type, S("multipart/form-data")))
		return STR_NONE;
	ptrdiff_t at = str_find(type, S("boundary="), 0);
	struct str b = at < 0 ? STR_NONE : str_from(type, at + 9);
	if (b.n && b.p[0] == '"') {
		ptrdiff_t end = str_find(b, S("\""), 1);
		b = end < 0 ? STR_NONE : str_cut(b, 1, end);
	} else {
		ptrdiff_t end = str_find(b, S(";"), 0);
		b = str_trim(end < 0 ? b : str_cut(b, 0, end));
	}
	if (b.n < 1 || b.n > BOUNDARY_MAX)
		return STR_NONE;
	for (ptrdiff_t i = 0; i < b.n; i++)
		if (b.p[i] < 32 || b.p[i] > 126)
			return STR_NONE;
	return b;
}

struct str web_encode(struct arena *a, struct str s)
{
	static const char digits[] = "0123456789ABCDEF";
	struct buf b;
	buf_init(&b, a);
	for (ptrdiff_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.p[i];
		bool plain = (c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') ||
			     c == '-' || c == '_' || c == '.' || c == '~';
		if (!plain)
			buf_byte(&b, '%');
		buf_byte(&b, plain ? (char)c : digits[c >> 4]);
		if (!plain)
			buf_byte(&b, digits[c & 15]);
	}
	return buf_str(&b);
}
