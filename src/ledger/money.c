/* Fen and yuan: see money.h. */
#include "ledger/money.h"

#include <math.h>

static const int64_t yuan_most = 10000000000000;

/* Digits that `,` may set apart in threes, then at most two decimals. */
static bool read_text(struct str s, int64_t *fen)
{
	int64_t n = 0;
	int digits = 0, since = -1, decimals = -1;
	for (ptrdiff_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		if (c == ',' && decimals < 0 && digits && (since < 0 ? digits <= 3 : since == 3)) {
			since = 0;
			continue;
		}
		if (c == '.' && decimals < 0 && digits && (since < 0 || since == 3)) {
			decimals = 0;
			continue;
		}
		if (c < '0' || c > '9' || n > 100 * yuan_most || decimals == 2)
			return false;
		n = 10 * n + (c - '0');
		digits++;
		since += since >= 0 && decimals < 0;
		decimals += decimals >= 0;
	}
	if (!digits || decimals == 0 || (since >= 0 && since != 3))
		return false;
	*fen = decimals == 2 ? n : decimals == 1 ? 10 * n : 100 * n;
	return *fen <= 100 * yuan_most;
}

bool money_read(const struct val *v, int64_t *fen)
{
	if (v && v->kind == VAL_STR)
		return read_text(v->s, fen);
	if (v && v->kind == VAL_INT && v->i >= 0 && v->i <= yuan_most) {
		*fen = 100 * v->i;
		return true;
	}
	if (!v || v->kind != VAL_NUM || !(v->num >= 0 && v->num <= (double)yuan_most))
		return false;
	*fen = llround(v->num * 100);
	return fabs(v->num * 100 - (double)*fen) < 1e-4;
}

struct str money_text(struct arena *a, int64_t fen)
{
	if (fen % 100 == 0)
		return str_fmt(a, "%lld", (long long)(fen / 100));
	return str_fmt(a, "%lld.%02d", (long long)(fen / 100), (int)(fen % 100));
}
