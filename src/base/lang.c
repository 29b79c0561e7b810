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
	ptrdiff_t from = 0;
	buf_init(&out, a);
	for (ptrdiff_t i = 0; i < s.n; i++) {
		bool hole = s.p[i] == '{' && i + 2 < s.n && s.p[i + 2] == '}' &&
			    s.p[i + 1] >= '1' && s.p[i + 1] <= '9';
		if (!hole)
			continue;
		int k = s.p[i + 1] - '1';
		buf_add(&out, str_cut(s, from, i));
		if (k < args.n)
			buf_add(&out, args.p[k]);
		from = i + 3;
		i += 2;
	}
	buf_add(&out, str_from(s, from));
	return buf_str(&out);
}

enum msg msg_find(struct str key)
{
	uint64_t mask = (uint64_t)msg_slot_count - 1;
	for (uint64_t i = str_hash(key) & mask; msg_slots[i]; i = (i + 1) & mask)
		if (str_eq(msg_rows[msg_slots[i]].key, key))
			return (enum msg)msg_slots[i];
	return MSG_NONE;
}

enum lang lang_of(struct str tag)
{
	return str_starts(tag, S("en")) ? LANG_EN : LANG_ZH;
}
