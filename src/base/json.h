/*
 * Value trees to JSON (RFC 8259) and back. Text goes out as UTF-8, with only
 * what must be escaped escaped; reading is jansson's, strict: duplicate keys,
 * invalid UTF-8, trailing bytes and depth past 64 are refused.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buf.h"
#include "base/err.h"
#include "base/val.h"

enum json_style {
	JSON_LINE,  /* one line, no spaces: canonical for a given tree */
	JSON_PRETTY /* indented by one space a level */
};

/* A NUM prints with the fewest digits that read back to the same double.
 * VAL_MARKUP prints as text. */
void json_write(struct buf *out, const struct val *v, enum json_style style);
/* `text` to a tree in `a`; BAD_INPUT with line and column where it is none. */
bool json_read(struct arena *a, struct str text, const struct val **out, struct err *e);

#endif
