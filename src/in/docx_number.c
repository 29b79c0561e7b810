/* Automatic numbering of a docx: see docx_number.h. */
#include "in/docx_number.h"

#include <stdlib.h>
#include <string.h>

#include "in/number.h"
#include "in/xml.h"

enum { LEVELS = 9, LISTS_MAX = 10000, STYLES_MAX = 20000, BASED_ON_MAX = 16, LABEL_MAX = 64 };

/* w:lvl */
struct level {
	int start;
	int restart;      /* w:lvlRestart: the level (from 1) that restarts it,
			     0 never, -1 any above */
	enum number_format format;
	bool legal, tight;/* w:isLgl; w:suff nothing */
	struct str text;  /* `（%1）` */
	struct str style; /* w:pStyle */
};

/* w:abstractNum: a way of counting, and where its counting stands. */
struct list {
	int id;
	struct level *level[LEVELS];
	struct str link;  /* w:numStyleLink: the style that holds it */
	int count[LEVELS];/* 0 = not begun */
	bool begun[LEVELS];
};

/* w:num: a use of a list. */
struct num {
	int id, list_id;
	struct list *list;
	struct level *own[LEVELS];
	int start[LEVELS]; /* w:startOverride, -1 none */
	bool used[LEVELS];
};

struct style {
	struct str id, based_on;
	int num, level;
};

struct numbering {
	struct arena *a;
	struct LIST(struct list) lists;
	struct LIST(struct num) nums;
	struct LIST(struct style) styles;
	/* While reading: what the open elements are. */
	enum { IN_NONE, IN_LIST, IN_NUM, IN_STYLE } inside;
	int at;               /* the open level's index */
	struct level *level;  /* the open level */
	bool changed;         /* inside a record of former properties */
};

static int int_attr(const char **attrs, const char *name, int otherwise)
{
	const char *value = xml_attr(attrs, name);
	int64_t n;
	return value && str_int(str_of(value), &n) && n >= 0 && n <= 1 << 24 ? (int)n : otherwise;
}

static struct str str_attr(struct arena *a, const char **attrs, const char *name)
{
	const char *value = xml_attr(attrs, name);
	return value ? str_copy(a, str_of(value)) : STR_NONE;
}

static bool is(const char *name, const char *local)
{
	return strcmp(name, local) == 0;
}

static void too_many(struct xml *x)
{
	err_set(x->e, ERR_LIMIT, MSG_IN_DOCX_LISTS, ARGS(x->in->name, x->part));
	xml_stop(x);
}

static void level_open(struct numbering *nb, const char **attrs)
{
	nb->at = int_attr(attrs, "ilvl", LEVELS);
	if (nb->at >= LEVELS)
		return;
	struct level **slot = nb->inside == IN_LIST ? &nb->lists.p[nb->lists.n - 1].level[nb->at]
						    : &nb->nums.p[nb->nums.n - 1].own[nb->at];
	if (!*slot)
		*slot = arena_new(nb->a, struct level, 1);
	nb->level = *slot;
	*nb->level = (struct level){ .restart = -1 };
}

static void level_property(struct numbering *nb, const char *name, const char **attrs)
{
	struct level *level = nb->level;
	const char *value = xml_attr(attrs, "val");
	if (is(name, "start"))
		level->start = int_attr(attrs, "val", 1);
	else if (is(name, "numFmt"))
		level->format = number_format_of(str_of(value));
	else if (is(name, "lvlText") && str_of(value).n <= LABEL_MAX)
		level->text = str_attr(nb->a, attrs, "val");
	else if (is(name, "lvlRestart"))
		level->restart = int_attr(attrs, "val", -1);
	else if (is(name, "isLgl"))
		level->legal = !value || (!is(value, "0") && !is(value, "false"));
	else if (is(name, "suff"))
		level->tight = value && is(value, "nothing");
	else if (is(name, "pStyle"))
		level->style = str_attr(nb->a, attrs, "val");
}

static void num_property(struct numbering *nb, const char *name, const char **attrs)
{
	struct num *num = &nb->nums.p[nb->nums.n - 1];
	if (is(name, "abstractNumId"))
		num->list_id = int_attr(attrs, "val", -1);
	else if (is(name, "lvlOverride"))
		nb->at = int_attr(attrs, "ilvl", LEVELS);
	else if (is(name, "startOverride") && nb->at < LEVELS)
		num->start[nb->at] = int_attr(attrs, "val", 1);
}

static void on_numbering(struct xml *x, struct xml_name name, const char **attrs)
{
	struct numbering *nb = x->ud;
	if (name.space != XML_WORD)
		return;
	if (nb->lists.n > LISTS_MAX || nb->nums.n > LISTS_MAX) {
		too_many(x);
	} else if (is(name.local, "abstractNum")) {
		nb->inside = IN_LIST;
		*list_add(nb->a, &nb->lists) =
			(struct list){ .id = int_attr(attrs, "abstractNumId", -1) };
	} else if (is(name.local, "num")) {
		nb->inside = IN_NUM;
		struct num *num = list_add(nb->a, &nb->nums);
		*num = (struct num){ .id = int_attr(attrs, "numId", -1), .list_id = -1 };
		memset(num->start, -1, sizeof(num->start));
	} else if (is(name.local, "lvl") && nb->inside != IN_NONE) {
		level_open(nb, attrs);
	} else if (nb->level) {
		level_property(nb, name.local, attrs);
	} else if (is(name.local, "numStyleLink") && nb->inside == IN_LIST) {
		nb->lists.p[nb->lists.n - 1].link = str_attr(nb->a, attrs, "val");
	} else if (nb->inside == IN_NUM) {
		num_property(nb, name.local, attrs);
	}
}

static void on_numbering_end(struct xml *x, struct xml_name name)
{
	struct numbering *nb = x->ud;
	if (name.space != XML_WORD)
		return;
	if (is(name.local, "lvl"))
		nb->level = NULL;
	else if (is(name.local, "abstractNum") || is(name.local, "num"))
		nb->inside = IN_NONE;
}

static void on_styles(struct xml *x, struct xml_name name, const char **attrs)
{
	struct numbering *nb = x->ud;
	struct style *style = nb->inside == IN_STYLE ? &nb->styles.p[nb->styles.n - 1] : NULL;
	if (name.space != XML_WORD)
		return;
	if (nb->styles.n > STYLES_MAX) {
		too_many(x);
	} else if (is(name.local, "style")) {
		nb->inside = IN_STYLE;
		*list_add(nb->a, &nb->styles) = (struct style){
			.id = str_attr(nb->a, attrs, "styleId"), .num = -1, .level = -1
		};
	} else if (is(name.local, "pPrChange")) {
		nb->changed = true;
	} else if (!style || nb->changed) {
		return;
	} else if (is(name.local, "basedOn")) {
		style->based_on = str_attr(nb->a, attrs, "val");
	} else if (is(name.local, "numId")) {
		style->num = int_attr(attrs, "val", -1);
	} else if (is(name.local, "ilvl")) {
		style->level = int_attr(attrs, "val", -1);
	}
}

static void on_styles_end(struct xml *x, struct xml_name name)
{
	struct numbering *nb = x->ud;
	if (name.space != XML_WORD)
		return;
	if (is(name.local, "style"))
		nb->inside = IN_NONE;
	else if (is(name.local, "pPrChange"))
		nb->changed = false;
}

static int by_list(const void *a, const void *b)
{
	const struct list *x = a, *y = b;
	return (x->id > y->id) - (x->id < y->id);
}

static int by_num(const void *a, const void *b)
{
	const struct num *x = a, *y = b;
	return (x->id > y->id) - (x->id < y->id);
}

static int by_style(const void *a, const void *b)
{
	const struct style *x = a, *y = b;
	return str_cmp(x->id, y->id);
}

static struct list *list_find(const struct numbering *nb, int id)
{
	struct list key = { .id = id };
	return nb->lists.n ? bsearch(&key, nb->lists.p, (size_t)nb->lists.n, sizeof(key), by_list)
			   : NULL;
}

static struct num *num_find(const struct numbering *nb, int id)
{
	struct num key = { .id = id };
	return nb->nums.n ? bsearch(&key, nb->nums.p, (size_t)nb->nums.n, sizeof(key), by_num)
			  : NULL;
}

static struct style *style_find(const struct numbering *nb, struct str id)
{
	struct style key = { .id = id };
	if (!id.n || !nb->styles.n)
		return NULL;
	return bsearch(&key, nb->styles.p, (size_t)nb->styles.n, sizeof(key), by_style);
}

/* Takes from the styles below what a style leaves unsaid. */
static void styles_inherit(struct numbering *nb)
{
	for (ptrdiff_t i = 0; i < nb->styles.n; i++) {
		struct style *style = &nb->styles.p[i];
		const struct style *base = style_find(nb, style->based_on);
		for (int hop = 0; base && style->num < 0 && hop < BASED_ON_MAX; hop++) {
			style->num = base->num;
			style->level = style->level < 0 ? base->level : style->level;
			base = style_find(nb, base->based_on);
		}
	}
}

static void nums_link(struct numbering *nb)
{
	for (ptrdiff_t i = 0; i < nb->nums.n; i++) {
		struct num *num = &nb->nums.p[i];
		num->list = list_find(nb, num->list_id);
		const struct style *style = num->list ? style_find(nb, num->list->link) : NULL;
		const struct num *other = style ? num_find(nb, style->num) : NULL;
		if (other && list_find(nb, other->list_id))
			num->list = list_find(nb, other->list_id);
	}
}

static void sort(void *p, ptrdiff_t n, size_t size, int (*by)(const void *, const void *))
{
	if (n)
		qsort(p, (size_t)n, size, by);
}

bool numbering_read(struct zip_file_in *z, struct numbering **out, struct err *e)
{
	struct numbering *nb = arena_new(z->in->a, struct numbering, 1);
	nb->a = z->in->a;
	*out = nb;
	static const struct {
		const char *part;
		void (*start)(struct xml *x, struct xml_name name, const char **attrs);
		void (*end)(struct xml *x, struct xml_name name);
	} parts[] = {
		{ "word/numbering.xml", on_numbering, on_numbering_end },
		{ "word/styles.xml", on_styles, on_styles_end },
	};
	for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		int64_t index = zip_in_find(z, parts[i].part);
		struct xml x = { .ud = nb, .start = parts[i].start, .end = parts[i].end };
		if (index >= 0 && !xml_read(&x, z, index, parts[i].part, e))
			return false;
	}
	sort(nb->lists.p, nb->lists.n, sizeof(*nb->lists.p), by_list);
	sort(nb->nums.p, nb->nums.n, sizeof(*nb->nums.p), by_num);
	sort(nb->styles.p, nb->styles.n, sizeof(*nb->styles.p), by_style);
	styles_inherit(nb);
	nums_link(nb);
	return true;
}

static const struct level *level_of(const struct num *num, int level)
{
	static const struct level plain = { .start = 1, .restart = -1 };
	if (num->own[level])
		return num->own[level];
	return num->list->level[level] ? num->list->level[level] : &plain;
}

/* The list and level that a paragraph counts in; NULL where in none. */
static struct num *use_resolve(const struct numbering *nb, struct list_use *use)
{
	const struct style *style = use->num < 0 ? style_find(nb, use->style) : NULL;
	if (style)
		use->num = style->num;
	struct num *num = use->num > 0 ? num_find(nb, use->num) : NULL;
	if (!num || !num->list)
		return NULL;
	for (int i = 0; style && use->level < 0 && i < LEVELS; i++)
		if (style->id.n && str_eq(level_of(num, i)->style, style->id))
			use->level = i;
	if (use->level < 0)
		use->level = style && style->level > 0 ? style->level : 0;
	return use->level < LEVELS ? num : NULL;
}

static void step(struct num *num, int at)
{
	struct list *list = num->list;
	const struct level *level = level_of(num, at);
	if (num->start[at] >= 0 && !num->used[at])
		list->count[at] = num->start[at];
	else
		list->count[at] = list->begun[at] ? list->count[at] + 1 : level->start;
	num->used[at] = true;
	list->begun[at] = true;
	/* A level that was stepped over counts as begun: after 一、 and 1. comes
	 * （二）. */
	for (int i = 0; i < at; i++) {
		list->count[i] = list->begun[i] ? list->count[i] : level_of(num, i)->start;
		list->begun[i] = true;
	}
	for (int i = at + 1; i < LEVELS; i++) {
		int restart = level_of(num, i)->restart;
		if (restart < 0 || at < restart)
			list->begun[i] = false;
	}
}

struct str numbering_label(struct numbering *nb, struct list_use use)
{
	struct num *num = use_resolve(nb, &use);
	if (!num)
		return STR_NONE;
	step(num, use.level);
	const struct level *level = level_of(num, use.level);
	if (level->format == NUMBER_BULLET)
		return STR_NONE;
	struct buf b;
	buf_init(&b, nb->a);
	for (ptrdiff_t i = 0; i < level->text.n; i++) {
		int at = i + 1 < level->text.n ? level->text.p[i + 1] - '1' : -1;
		if (level->text.p[i] != '%' || at < 0 || at >= LEVELS) {
			buf_byte(&b, level->text.p[i]);
			continue;
		}
		const struct level *of = level_of(num, at);
		number_put(&b, level->legal ? NUMBER_DECIMAL : of->format,
			   num->list->begun[at] ? num->list->count[at] : of->start);
		i++;
	}
	struct str label = buf_str(&b);
	if (label.n && !level->tight && (unsigned char)label.p[label.n - 1] < 0x80)
		buf_byte(&b, ' ');
	return buf_str(&b);
}
