/* Several things in one text: see items.h. */
#include "text/items.h"

#include "base/utf8.h"

bool items_next(struct str *rest, struct str separators, struct str *item)
{
	while (rest->n) {
		ptrdiff_t at = 0, len = 0;
		while (at < rest->n) {
			utf8_at(*rest, at, &len);
			if (str_has(separators, str_cut(*rest, at, at + len)))
				break;
			at += len;
		}
		*item = str_trim(str_cut(*rest, 0, at));
		*rest = str_from(*rest, at < rest->n ? at + len : at);
		if (item->n)
			return true;
	}
	return false;
}
