/* Drawings: see svg.h. */
#include "out/svg.h"

#include "base/buf.h"
#include "base/date.h"
#include "out/html/template.h"
#include "text/width.h"

enum {
	BAR_WIDTH = 1000,
	BAR_HEIGHT = 10,
	/* the chart, in its own units */
	WIDTH = 1600,
	LEFT = 650,
	ROW = 28,
	HEAD = 40,
	FOOT = 34,
	FONT = 14,
	COLUMN = 8,     /* of text: half a Chinese character, and most of a Latin one */
	WEEKS_MOST = 30 /* columns of the chart; past it months */
};

static const int left[GANTT_TEXTS + 1] = { 6, 120, 430, 552, LEFT };

static struct val *markup(struct arena *a, struct buf *b)
{
	struct val *v = val_str(a, buf_str(b));
	v->kind = VAL_MARKUP;
	return v;
}

struct val *svg_bar(struct arena *a, const struct svg_part *part, int parts, int64_t of)
{
	struct buf b;
	int64_t sum = 0, at = 0;
	buf_init(&b, a);
	buf_fmt(&b,
		"<svg class=\"bar\" viewBox=\"0 0 %d %d\" preserveAspectRatio=\"none\" "
		"aria-hidden=\"true\" focusable=\"false\"><rect class=\"ground\" width=\"%d\" "
		"height=\"%d\"/>",
		BAR_WIDTH, BAR_HEIGHT, BAR_WIDTH, BAR_HEIGHT);
	for (int i = 0; i < parts && of > 0; i++) {
		sum += part[i].n;
		int64_t to = sum >= of ? BAR_WIDTH : sum * BAR_WIDTH / of;
		if (to > at)
			buf_fmt(&b,
				"<rect class=\"%.*s\" x=\"%lld\" width=\"%lld\" height=\"%d\"/>",
				STR_ARG(part[i].look), (long long)at, (long long)(to - at),
				BAR_HEIGHT);
		at = to > at ? to : at;
	}
	buf_add(&b, S("</svg>"));
	return markup(a, &b);
}

/* The text as far as it goes into that width, with … where it is cut. */
static void put_cut(struct buf *b, struct str s, int width)
{
	ptrdiff_t columns = width / COLUMN;
	bool whole = width_str(s) <= columns;
	html_escape(b, whole ? s : str_cut(s, 0, width_fit(s, columns - 2)));
	buf_add(b, whole ? S("") : S("…"));
}

static int x_of(const struct gantt *g, int32_t day)
{
	int64_t days = g->to - g->from + 1;
	day = day < g->from ? g->from : day > g->to + 1 ? g->to + 1 : day;
	return LEFT + (int)((int64_t)(day - g->from) * (WIDTH - LEFT) / days);
}

static void put_line(struct buf *b, const char *look, int x1, int y1, int x2, int y2)
{
	buf_fmt(b, "<line class=\"%s\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>", look, x1, y1, x2,
		y2);
}

static void put_text(struct buf *b, const char *look, int x, int y, struct str s, int width)
{
	buf_fmt(b, "<text class=\"%s\" x=\"%d\" y=\"%d\">", look, x, y);
	put_cut(b, s, width);
	buf_add(b, S("</text>"));
}

/* The first day of the column after the one that the day is in. */
static int32_t column_end(int32_t day, bool weeks)
{
	struct date d = date_of_days(day);
	if (weeks)
		return day + 7 - date_weekday(d);
	return date_days((struct date){ d.y, d.m, 1 }) + date_month_days(d.y, d.m);
}

/* Weeks are named by their first day, months by year and month. */
static void put_columns(struct buf *b, const struct gantt *g, int bottom)
{
	bool weeks = (g->to - g->from + 1) / 7 <= WEEKS_MOST;
	int said = 0;
	for (int32_t day = g->from; day <= g->to;) {
		int32_t next = column_end(day, weeks);
		struct date d = date_of_days(day);
		int x = x_of(g, day);
		put_line(b, "grid", x, HEAD - 14, x, bottom);
		if (x >= said && x_of(g, next) - x > FONT) {
			bool year = weeks || said == 0 || d.m == 1;
			struct str name = weeks  ? str_fmt(b->a, "%d-%d", d.m, d.d)
					  : year ? str_fmt(b->a, "%d-%d", d.y, d.m)
						 : str_fmt(b->a, "%d", d.m);
			put_text(b, "head", x + 3, HEAD - 4, name, 100);
			said = x + (int)name.n * FONT * 3 / 5 + 8;
		}
		day = next;
	}
}

static void put_bar(struct buf *b, const char *look, int x, int x2, int y, int height)
{
	buf_fmt(b, "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>", look, x, y,
		x2 - x > 3 ? x2 - x : 3, height);
}

static const struct {
	const char *look;
	int y, height;
} bars[GANTT_BARS] = { { "planned", 5, 8 }, { "actual", 15, 8 }, { "late", 15, 8 } };

static void put_row(struct buf *b, const struct gantt *g, const struct gantt_row *row, int y)
{
	buf_add(b, S("<g><title>"));
	for (int i = 0; i < GANTT_TEXTS; i++) {
		buf_add(b, i ? S(" · ") : S(""));
		html_escape(b, row->text[i]);
	}
	buf_add(b, S("</title>"));
	for (int i = 0; i < GANTT_TEXTS; i++) {
		bool marked = i == GANTT_TEXTS - 1 && row->look.n;
		int x = left[i] + (marked ? FONT + 4 : 0);
		if (marked)
			buf_fmt(b,
				"<rect class=\"mark %.*s\" x=\"%d\" y=\"%d\" width=\"11\" "
				"height=\"11\"/>",
				STR_ARG(row->look), left[i], y + 8);
		put_text(b, "cell", x, y + 19, row->text[i], left[i + 1] - x - 8);
	}
	for (int i = 0; i < GANTT_BARS; i++)
		if (row->bar[i].to >= row->bar[i].from)
			put_bar(b, bars[i].look, x_of(g, row->bar[i].from),
				x_of(g, row->bar[i].to + 1), y + bars[i].y, bars[i].height);
	buf_add(b, S("</g>"));
	put_line(b, "grid", 0, y + ROW, WIDTH, y + ROW);
}

static void put_legend(struct buf *b, const struct gantt *g, int y)
{
	for (int i = 0, x = LEFT; i < GANTT_BARS; i++, x += 200) {
		put_bar(b, bars[i].look, x, x + 40, y + 10, 9);
		put_text(b, "head", x + 48, y + 20, g->legend[i], 150);
	}
}

struct val *svg_gantt(struct arena *a, const struct gantt *g)
{
	struct buf b;
	int bottom = HEAD + (int)g->rows * ROW;
	buf_init(&b, a);
	buf_fmt(&b, "<svg class=\"gantt\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"", WIDTH,
		bottom + FOOT);
	html_escape(&b, g->title);
	buf_add(&b, S("\"><defs><pattern id=\"hatch\" width=\"6\" height=\"6\" "
		      "patternUnits=\"userSpaceOnUse\"><path class=\"hatch\" "
		      "d=\"M0 6L6 0M-1 1L1 -1M5 7L7 5\"/></pattern></defs>"));
	for (int i = 0; i < GANTT_TEXTS; i++)
		put_text(&b, "head", left[i], HEAD - 4, g->head[i], left[i + 1] - left[i]);
	put_columns(&b, g, bottom);
	put_line(&b, "grid", 0, HEAD, WIDTH, HEAD);
	for (ptrdiff_t i = 0; i < g->rows; i++)
		put_row(&b, g, &g->row[i], HEAD + (int)i * ROW);
	int x = x_of(g, g->today);
	put_line(&b, "today", x, HEAD - 18, x, bottom);
	put_text(&b, "head now", x + 4 > WIDTH - 60 ? WIDTH - 60 : x + 4, FONT + 2, g->today_word,
		 200);
	put_legend(&b, g, bottom);
	buf_add(&b, S("</svg>"));
	return markup(a, &b);
}
