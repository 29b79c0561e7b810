/* Widths on a terminal: see width.h. */
#include "text/width.h"

#include "base/utf8.h"

static const struct range {
	uint32_t from, to;
	int width;
} ranges[] = {
#include "width_table.h"
};

int width_rune(uint32_t cp)
{
	if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0))
		return 0;
	ptrdiff_t low = 0, high = (ptrdiff_t)(sizeof(ranges) / sizeof(*ranges));
	while (low < high) {
		ptrdiff_t mid = (low + high) / 2;
		if (cp > ranges[mid].to)
			low = mid + 1;
		else if (cp < ranges[mid].from)
			high = mid;
		else
			return ranges[mid].width;
	}
	return 1;
}

ptrdiff_t width_fit(struct str s, ptrdiff_t columns)
{
	ptrdiff_t i = 0, len, sum = 0;
	while (i < s.n) {
		sum += width_rune(utf8_at(s, i, &len));
		if (sum > columns)
			break;
		i += len;
	}
	return i;
}

ptrdiff_t width_str(struct str s)
{
	ptrdiff_t sum = 0, len;
	for (ptrdiff_t i = 0; i < s.n; i += len)
		sum += width_rune(utf8_at(s, i, &len));
	return sum;
}
