/* The words that people see: see lang.h. */
#include "base/lang.h"

#include "base/buf.h"

struct str msg_text(enum msg msg, enum lang lang)
{
	return msg_rows[msg].text[lang];
}

struct str msg_fill(struct arena *a, enum msg msg, enum lang lang, struct msg_args args)
{
	struct str s = msg_text(msg, lang);
	struct buf out;
	buf_init(&out, a);
	for (ptrdiff_t i = 0; i < s.n; i++) {
		bool hole = s.p[i] == '{' && i + 2 < s.n && s.p[i + 2] == '}' &&
			    s.p[i + 1] >= '1' && s.p[i + 1] <= '9';
		if (!hole) {
			buf_byte(&out, s.p[i]);
			continue;
		}
		int k = s.p[i + 1] - '1';
		if (k < args.n)
			buf_add(&out, args.p[k]);
		i += 2;
	}
	return buf_str(&out);
}

enum msg msg_find(struct str key)
{
	int low = 1, high = msg_row_count; /* lang.py sorts the rows by their keys */
	while (low < high) {
		int middle = low + (high - low) / 2, c = str_cmp(msg_rows[middle].key, key);
		if (c == 0)
			return (enum msg)middle;
		if (c < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return MSG_NONE;
}

enum lang lang_of(struct str tag)
{
	return str_starts(tag, S("en")) ? LANG_EN : LANG_ZH;
}
