/* The progress notice as a document: see progress_notice.h. */
#include "doc/progress_notice.h"

#include <stdlib.h>

#include "base/date.h"

/* One thing that the notice says, at its place. */
struct item {
	int64_t position;
	bool flows, prose;
	struct str style; /* h1..h4 of a heading; else body */
	struct str text;
};

struct items LIST(struct item);

struct run {
	struct str style, text;
};

/* The paragraphs as they are put together. */
struct writer {
	struct arena *a;
	struct val *blocks;
	struct LIST(struct run) run; /* of the paragraph at hand */
};

/*
 * A heading's level shows in its number: each row is what may open it, what
 * its first character then is one of, and the level. After the headings of the
 * official layout: 一、 （一） 1. （1）.
 */
static const struct { struct str open, digits, style; } levels[] = {
	{ S("（"), S("一二三四五六七八九十"), S("h2") },
	{ S("("), S("一二三四五六七八九十"), S("h2") },
	{ S("（"), S("0123456789０１２３４５６７８９"), S("h4") },
	{ S("("), S("0123456789０１２３４５６７８９"), S("h4") },
	{ S(""), S("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"), S("h4") },
	{ S(""), S("0123456789０１２３４５６７８９"), S("h3") },
};

/* The first character of `s`, whole. */
static struct str first_char(struct str s)
{
	ptrdiff_t n = s.n > 0;
	while (n < s.n && ((unsigned char)s.p[n] & 0xC0) == 0x80)
		n++;
	return str_cut(s, 0, n);
}

/* The style that the number of `heading` asks for, `otherwise` where it has
 * none. */
static struct str heading_style(struct str heading, struct str otherwise)
{
	for (size_t i = 0; i < sizeof(levels) / sizeof(*levels); i++) {
		struct str rest = heading;
		if (!str_drop_head(&rest, levels[i].open) || !rest.n)
			continue;
		if (str_has(levels[i].digits, first_char(rest)))
			return levels[i].style;
	}
	return otherwise;
}

static bool add_item(struct arena *a, struct items *items, const struct val *from,
		     struct str style, struct str text, struct err *e)
{
	if (!text.p)
		return true;
	const struct val *flows = val_get(from, S("flows"));
	int64_t position = val_get_int(from, S("position"), -1);
	if (position < 0)
		return err_set(e, ERR_BAD_INPUT, MSG_NOTICE_POSITION, ARGS(text));
	*list_add(a, items) = (struct item){
		.position = position,
		.flows = flows && flows->kind == VAL_BOOL && flows->yes,
		.style = style,
		.text = text,
	};
	return true;
}

/* Headings that a section without findings has are prose; one is known by its
 * number and by being a single sentence. */
static struct str prose_style(struct str text)
{
	struct str style = heading_style(text, S("body"));
	ptrdiff_t stop = str_find(text, S("。"), 0);
	bool one = stop < 0 || stop == text.n - S("。").n;
	return str_eq(style, S("h2")) && one && !str_has(text, S("\n")) ? style : S("body");
}

/* Up to 99 in Chinese numerals: 三, 十二, 四十. */
static struct str numeral(struct arena *a, int n)
{
	static const char *const digits[] = { "", "一", "二", "三", "四", "五",
					      "六", "七", "八", "九" };
	if (n < 1 || n > 99)
		return str_fmt(a, "%d", n);
	return str_fmt(a, "%s%s%s", n >= 20 ? digits[n / 10] : "", n >= 10 ? "十" : "",
		       digits[n % 10]);
}

/* A heading that has no number, with this one. */
static struct str numbered(struct arena *a, struct str heading, struct str number)
{
	bool has = !heading.n || heading_style(heading, STR_NONE).p;
	return has ? heading : str_join(a, number, heading);
}

/* A measure that has neither number nor stop, with both. */
static struct str measure_text(struct arena *a, struct str text, int n)
{
	struct str stop = str_ends(text, S("。")) || str_ends(text, S("；")) ? S("") : S("。");
	return str_fmt(a, "%.*s是%.*s%.*s", STR_ARG(numeral(a, n)), STR_ARG(text), STR_ARG(stop));
}

/* `number`: its own in a notice that is made here, 0 where it was read from one. */
static bool add_finding(struct arena *a, struct items *items, const struct val *finding, int number,
			struct err *e)
{
	struct str heading = val_get_str(finding, S("heading"));
	int n = 0;
	if (number)
		heading = numbered(a, heading, str_fmt(a, "%d. ", number));
	if (!add_item(a, items, finding, heading_style(heading, S("h3")), heading, e))
		return false;
	for val_each(measure, val_get(finding, S("measures"))) {
		struct str label = val_get_str(measure, S("label"));
		struct str text = val_get_str(measure, S("text"));
		text = number && !label.n ? measure_text(a, text, ++n) : str_join(a, label, text);
		if (!add_item(a, items, measure, S("body"), text, e))
			return false;
	}
	return true;
}

/* Whether no notice was read: what was issued has no numbers of its own. */
static bool is_made(const struct val *tree)
{
	const struct val *sections = val_get(tree, S("sections"));
	return !val_get_str(tree, S("title")).n && (!sections || !sections->count);
}

static bool collect(struct arena *a, struct items *items, const struct val *tree, struct err *e)
{
	for val_each(section, val_get(tree, S("sections")))
		if (!add_item(a, items, section, S("h1"), val_get_str(section, S("heading")), e))
			return false;
	bool made = is_made(tree);
	int categories = 0, findings = 0;
	for val_each(category, val_get(tree, S("categories"))) {
		struct str heading = val_get_str(category, S("heading"));
		struct str number = numeral(a, ++categories);
		if (made)
			heading = numbered(a, heading, str_fmt(a, "（%.*s）", STR_ARG(number)));
		if (!add_item(a, items, category, heading_style(heading, S("h2")), heading, e))
			return false;
		for val_each(finding, val_get(category, S("findings")))
			if (!add_finding(a, items, finding, made ? ++findings : 0, e))
				return false;
	}
	for val_each(prose, val_get(tree, S("prose"))) {
		struct str text = val_get_str(prose, S("text"));
		if (!add_item(a, items, prose, prose_style(text), text, e))
			return false;
		if (text.p)
			items->p[items->n - 1].prose = true;
	}
	return true;
}

static int by_position(const void *x, const void *y)
{
	const struct item *a = x, *b = y;
	return (a->position > b->position) - (a->position < b->position);
}

/* Adds a paragraph of one look. */
static void add_block(struct writer *w, struct str style, struct str text)
{
	struct val *block = val_push(w->blocks, val_map(w->a));
	val_put_str(w->a, block, S("style"), style);
	val_put_str(w->a, block, S("text"), text);
	val_put(block, S("runs"), val_null(w->a));
}

/* Ends the paragraph at hand. */
static void flush(struct writer *w)
{
	if (w->run.n == 1)
		add_block(w, w->run.p[0].style, w->run.p[0].text);
	if (w->run.n > 1) {
		struct str text = STR_NONE;
		struct val *runs = val_list(w->a);
		for (ptrdiff_t i = 0; i < w->run.n; i++) {
			struct val *run = val_push(runs, val_map(w->a));
			val_put_str(w->a, run, S("style"), w->run.p[i].style);
			val_put_str(w->a, run, S("text"), w->run.p[i].text);
			text = str_join(w->a, text, w->run.p[i].text);
		}
		struct val *block = val_push(w->blocks, val_map(w->a));
		val_put_str(w->a, block, S("style"), S("body"));
		val_put_str(w->a, block, S("text"), text);
		val_put(block, S("runs"), runs);
	}
	w->run.n = 0;
}

static void add_run(struct writer *w, struct str style, struct str text)
{
	struct run *last = w->run.n ? &w->run.p[w->run.n - 1] : NULL;
	if (last && str_eq(last->style, style))
		last->text = str_join(w->a, last->text, text);
	else
		*list_add(w->a, &w->run) = (struct run){ style, text };
}

/* `（一）强化责任。各支部…` in prose: bytes of the heading that runs in. */
static ptrdiff_t run_in(struct str line)
{
	enum { LONGEST = 40 * 3 };
	ptrdiff_t stop = str_find(line, S("。"), 0) + S("。").n;
	bool heading = str_eq(heading_style(line, S("body")), S("h2"));
	return heading && stop >= S("。").n && stop < line.n && stop <= LONGEST ? stop : 0;
}

static void write_item(struct writer *w, const struct item *item)
{
	struct str rest = item->text, line;
	bool flows = item->flows;
	while (str_split(&rest, '\n', &line)) {
		if (!flows)
			flush(w);
		ptrdiff_t head = item->prose ? run_in(line) : 0;
		if (head)
			add_run(w, S("h2"), str_cut(line, 0, head));
		if (line.n)
			add_run(w, item->style, str_from(line, head));
		flows = false;
	}
}

/* 2025-11-12 as 2025年11月12日. */
static struct str date_words(struct arena *a, struct str iso)
{
	struct date d;
	if (!date_parse(iso, &d))
		return STR_NONE;
	return str_fmt(a, "%d年%d月%d日", d.y, d.m, d.d);
}

bool progress_notice_doc(struct arena *a, const struct val *tree, const struct val **doc,
			 struct err *e)
{
	struct str issuer = val_get_str(tree, S("issuer")), title = val_get_str(tree, S("title"));
	struct str published = val_get_str(tree, S("published"));
	struct str date = date_words(a, published);
	struct items items = { 0 };
	if (!collect(a, &items, tree, e))
		return false;
	if (items.n)
		qsort(items.p, (size_t)items.n, sizeof(*items.p), by_position);
	struct writer w = { .a = a, .blocks = val_list(a) };
	if (issuer.p)
		add_block(&w, S("head"), issuer);
	if (title.p)
		add_block(&w, S("title"), title);
	for (ptrdiff_t i = 0; i < items.n; i++)
		write_item(&w, &items.p[i]);
	flush(&w);
	if (issuer.p && date.p)
		add_block(&w, S("sign"), issuer);
	if (date.p)
		add_block(&w, S("date"), date);
	struct val *made = val_map(a);
	val_put_str(a, made, S("title"), str_join(a, issuer, title));
	val_put_str(a, made, S("author"), issuer);
	val_put_str(a, made, S("date"), published);
	val_put_str(a, made, S("lang"), S("zh-CN"));
	val_put(made, S("blocks"), w.blocks);
	*doc = made;
	return true;
}
