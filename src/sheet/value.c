/* Cells of a ledger sheet: see value.h. */
#include "sheet/value.h"

#include <math.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "sheet_words.h"
#include "text/chars.h"
#include "text/dates.h"
#include "text/num.h"

enum { FEN = 100 };
#define AMOUNT_MAX 9e15 /* 分; what a double holds exactly */

struct str sheet_bare(struct arena *a, struct str text)
{
	struct buf b;
	ptrdiff_t len;
	buf_init(&b, a);
	for (ptrdiff_t i = 0; i < text.n; i += len) {
		uint32_t cp = utf8_at(text, i, &len);
		if (!(char_class(cp) & CHAR_BLANK) && cp != '\n' && cp != '\r' && cp != '*')
			buf_add(&b, str_cut(text, i, i + len));
	}
	struct str s = buf_str(&b);
	static const struct { struct str open, shut; } brackets[] = {
		{ S("（"), S("）") }, { S("("), S(")") }, { S("【"), S("】") }, { S("["), S("]") },
	};
	for (size_t i = 0; i < sizeof(brackets) / sizeof(*brackets); i++) {
		ptrdiff_t at = str_rfind(s, brackets[i].open);
		if (at > 0 && str_ends(s, brackets[i].shut))
			s = str_cut(s, 0, at);
	}
	return s;
}

/* Words that say there is no date. */
static bool says_open(struct str text)
{
	static const struct str words[] = { S("长期"), S("持续"), S("常态"), S("立行立改"),
					    S("—"), S("-"), S("/"), S("无") };
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (i < 4 ? str_starts(text, words[i]) : str_eq(text, words[i]))
			return true;
	return false;
}

bool sheet_date(struct arena *a, struct str text, bool last, const struct val **out,
		struct err *e)
{
	struct date_words w;
	struct date from, to;
	text = str_trim(text);
	*out = val_null(a);
	if (!text.n || says_open(text))
		return true;
	struct str rest = text;
	str_drop_tail(&rest, S("前"));
	if (str_drop_tail(&rest, S("之")) || str_drop_tail(&rest, S("以")))
		rest = str_trim(rest);
	if (!dates_read(rest, 0, &w) || !w.possible)
		return err_set(e, ERR_BAD_INPUT, MSG_SHEET_DATE, ARGS(text));
	if (!w.y)
		return err_set(e, ERR_BAD_INPUT, MSG_SHEET_YEAR, ARGS(text));
	/* a time of day behind the date is no part of it */
	struct str behind = str_trim(str_from(rest, w.text.n));
	if (behind.n && !(behind.p[0] >= '0' && behind.p[0] <= '9' && str_has(behind, S(":"))))
		return err_set(e, ERR_BAD_INPUT, MSG_SHEET_DATE, ARGS(text));
	dates_span(&w, w.y, &from, &to);
	*out = val_str(a, date_iso(a, last ? to : from));
	return true;
}

bool sheet_amount(struct arena *a, struct str text, struct str heading, const struct val **out,
		  struct err *e)
{
	struct num n;
	text = str_trim(text);
	*out = val_null(a);
	if (!text.n || str_eq(text, S("-")) || str_eq(text, S("—")) || str_eq(text, S("/")) ||
	    str_eq(text, S("无")))
		return true;
	struct str rest = text;
	str_drop_head(&rest, S("¥"));
	str_drop_head(&rest, S("￥"));
	rest = str_trim_left(rest);
	if (!num_read(rest, 0, &n))
		return err_set(e, ERR_BAD_INPUT, MSG_SHEET_AMOUNT, ARGS(text));
	struct str unit = str_trim(str_from(rest, n.n));
	double value = n.value;
	bool bare = !unit.n;
	if (str_drop_head(&unit, S("万")))
		value *= 1e4;
	else if (str_drop_head(&unit, S("亿")))
		value *= 1e8;
	else if (bare && !n.multiplied && str_has(heading, S("万元")))
		value *= 1e4;
	else if (bare && !n.multiplied && str_has(heading, S("亿元")))
		value *= 1e8;
	str_drop_head(&unit, S("元"));
	double fen = round(value * FEN);
	if (unit.n || !(fen >= 0 && fen <= AMOUNT_MAX))
		return err_set(e, ERR_BAD_INPUT, MSG_SHEET_AMOUNT, ARGS(text));
	*out = val_int(a, (int64_t)fen);
	return true;
}

bool sheet_class(struct arena *a, struct str text, const struct val **out, struct err *e)
{
	struct str bare = sheet_bare(a, text);
	const struct word *w = bare.n ? words_is(&words_classes, bare) : NULL;
	*out = w ? val_str(a, w->value) : val_null(a);
	return w || !bare.n || err_set(e, ERR_BAD_INPUT, MSG_SHEET_CLASS, ARGS(text));
}

bool sheet_claim(struct str text, enum claim *out, struct err *e)
{
	const struct word *w;
	text = str_trim(text);
	*out = CLAIM_NONE;
	if (!text.n)
		return true;
	w = words_is(&words_states, text);
	if (!w)
		return err_set(e, ERR_BAD_INPUT, MSG_SHEET_STATE, ARGS(text));
	*out = (enum claim)w->is;
	return true;
}

struct str sheet_progress_word(enum claim claim)
{
	static const struct str words[] = {
		[CLAIM_NONE] = { NULL, 0 },
		[CLAIM_NOT_STARTED] = { "not-started", 11 },
		[CLAIM_UNDER_WAY] = { "under-way", 9 },
		[CLAIM_PARTLY] = { "partly", 6 },
		[CLAIM_DONE] = { "done", 4 },
		[CLAIM_STRUCK] = { "done", 4 },
	};
	return words[claim];
}
