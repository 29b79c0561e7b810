/* Line breaking: see line.h. */
#include "out/pdf/line.h"

#include "text/chars.h"

static const double EPSILON = 0.01;

/* Of a western word or a number: a run of these is not broken. */
static bool western(uint32_t cp)
{
	return (cp > 0x20 && cp < 0x7F) || (cp >= 0xC0 && cp < 0x250) || cp == 0xB0 ||
	       cp == 0x2030 || cp == 0x2103;
}

/* Full-width punctuation that may lose half its width. */
static bool full(uint32_t cp)
{
	return cp > 0x7F && char_class(cp) & (CHAR_OPEN | CHAR_SHUT | CHAR_COMMA | CHAR_LIST |
					      CHAR_STOP | CHAR_COLON);
}

static bool no_start(uint32_t cp)
{
	return char_class(cp) & (CHAR_SHUT | CHAR_STOP | CHAR_COLON | CHAR_COMMA | CHAR_LIST) ||
	       cp == 0xFF05 /* ％ */ || cp == 0x2026 /* … */ || cp == 0x00B7 /* · */ ||
	       cp == ' ';
}

static bool no_end(uint32_t cp)
{
	return char_class(cp) & CHAR_OPEN;
}

/* 年 月 日 stay with their number. */
static bool of_date(uint32_t cp)
{
	return cp == 0x5E74 || cp == 0x6708 || cp == 0x65E5;
}

/* May a line end between the two? */
static bool breaks(uint32_t before, uint32_t after)
{
	if (before == 0x2014 && after == 0x2014) /* —— */
		return false;
	if (western(before) && (western(after) || of_date(after)))
		return false;
	return !no_start(after) && !no_end(before);
}

double line_shrink(const struct piece *p)
{
	static const double share = 0.5;
	if (!full(p->cp) || p->width < p->em * 0.75)
		return 0;
	bool middle = char_class(p->cp) & (CHAR_COLON | CHAR_STOP) && p->cp != 0x3002;
	return p->width * (middle ? share / 2 : share);
}

bool line_opens(const struct piece *before, const struct piece *after)
{
	return !(western(before->cp) && western(after->cp)) &&
	       !(before->cp == 0x2014 && after->cp == 0x2014);
}

/* The end of the line that begins at `from`, and its spare points. */
static struct cut cut_at(const struct piece *piece, ptrdiff_t n, ptrdiff_t from, double width)
{
	double wide = 0, shrink = 0, bare = 0; /* bare: without blanks at the end */
	struct cut fits = { from, from, 0 }, any = fits;
	for (ptrdiff_t i = from; i < n; i++) {
		wide += piece[i].width;
		shrink += line_shrink(&piece[i]);
		bare = piece[i].cp == ' ' ? bare : wide;
		bool may = i + 1 == n || breaks(piece[i].cp, piece[i + 1].cp);
		if (bare <= width + EPSILON) {
			any = (struct cut){ from, i + 1, width - bare };
			fits = may ? any : fits;
			continue;
		}
		if (bare - shrink > width)
			break;
		/* a stop or bracket may come in by squeezing; nothing else does */
		if (may && full(piece[i].cp) && no_start(piece[i].cp))
			fits = (struct cut){ from, i + 1, width - bare };
	}
	if (fits.to > from)
		return fits;
	if (any.to > from)
		return any;
	return (struct cut){ from, from + 1, width - piece[from].width };
}

void line_break(struct arena *a, const struct piece *piece, ptrdiff_t n, double first,
		double width, struct cuts *out)
{
	for (ptrdiff_t at = 0; at < n;) {
		struct cut cut = cut_at(piece, n, at, at ? width : first);
		*list_add(a, out) = cut;
		at = cut.to;
	}
}

static ptrdiff_t count(const struct piece *piece, ptrdiff_t n, double width)
{
	ptrdiff_t lines = 0;
	for (ptrdiff_t at = 0; at < n; lines++)
		at = cut_at(piece, n, at, width).to;
	return lines;
}

void line_balance(struct arena *a, const struct piece *piece, ptrdiff_t n, double width,
		  struct cuts *out)
{
	ptrdiff_t lines = count(piece, n, width);
	double low = width / 4, high = width;
	for (int i = 0; lines > 1 && i < 12; i++) {
		double mid = (low + high) / 2;
		if (count(piece, n, mid) > lines)
			low = mid;
		else
			high = mid;
	}
	line_break(a, piece, n, high, high, out);
	for (ptrdiff_t i = 0; i < out->n; i++)
		out->p[i].spare += width - high;
}
