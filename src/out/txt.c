/* A document as plain text: see txt.h. */
#include "out/txt.h"

static const struct str flush[] = { S("mark"), S("head"), S("title"), S("sign"), S("date") };

static bool indented(struct str style)
{
	for (size_t i = 0; i < sizeof(flush) / sizeof(*flush); i++)
		if (str_eq(style, flush[i]))
			return false;
	return true;
}

void txt_write(struct buf *out, const struct val *doc)
{
	const struct val *blocks = val_get(doc, S("blocks"));
	for val_each(block, blocks) {
		if (block != blocks->first)
			buf_byte(out, '\n');
		if (indented(val_get_str(block, S("style"))))
			buf_add(out, S("　　"));
		buf_add(out, val_get_str(block, S("text")));
		buf_byte(out, '\n');
	}
}
