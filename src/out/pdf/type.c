/* Typefaces and shaping: see type.h. */
#include "out/pdf/type.h"

#include <math.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "out/pdf/pdf.h"
#include "text/chars.h"

/* The standard's face, other names of it, then what stands in. */
#define SONG "方正小标宋简体,FZXiaoBiaoSong-B05S,方正小标宋_GBK,STZhongsong,华文中宋,Noto Serif CJK SC"
#define FANG "仿宋_GB2312,FangSong_GB2312,仿宋,FangSong,STFangsong,Noto Serif CJK SC"
#define KAI "楷体_GB2312,KaiTi_GB2312,楷体,KaiTi,STKaiti,Noto Serif CJK SC"
#define HEI "黑体,SimHei,STHeiti,Noto Sans CJK SC"
#define SIMSUN "宋体,SimSun,STSong,Noto Serif CJK SC"

static const struct look looks[] = {
	{ S("body"), FANG, 16, false, LOOK_BOTH, 2, 0, 0, 0, 0 },
	{ S("mark"), HEI, 16, false, LOOK_LEFT, 0, 0, 0, 0, 0 },
	{ S("head"), SONG, 22, true, LOOK_CENTRE, 0, 0, 1, 0, 0 },
	{ S("title"), SONG, 22, true, LOOK_CENTRE, 0, 0, 0, 1, 1 },
	{ S("h1"), HEI, 16, false, LOOK_BOTH, 2, 0, 0, 0, 1 },
	{ S("h2"), KAI, 16, false, LOOK_BOTH, 2, 0, 0, 0, 2 },
	{ S("h3"), FANG, 16, false, LOOK_BOTH, 2, 0, 0, 0, 3 },
	{ S("h4"), FANG, 16, false, LOOK_BOTH, 2, 0, 0, 0, 0 },
	{ S("sign"), FANG, 16, false, LOOK_RIGHT, 0, 0, 2, 0, 0 },
	{ S("date"), FANG, 16, false, LOOK_RIGHT, 0, 4, 0, 0, 0 },
	{ S("note"), FANG, 10.5, false, LOOK_LEFT, 0, 0, 0, 0, 0 },
	{ S("cell"), FANG, 12, false, LOOK_LEFT, 0, 0, 0, 0, 0 },
	{ S("label"), HEI, 12, false, LOOK_CENTRE, 0, 0, 0, 0, 0 },
	{ S("page"), SIMSUN, 14, false, LOOK_LEFT, 0, 0, 0, 0, 0 },
};

const struct look *look_of(struct str style)
{
	for (size_t i = 0; i < sizeof(looks) / sizeof(*looks); i++)
		if (str_eq(looks[i].style, style))
			return &looks[i];
	return &looks[0];
}

bool type_open(struct type *t, struct arena *a, struct err *e)
{
	*t = (struct type){ .a = a, .kept = g_ptr_array_new_with_free_func(g_object_unref) };
	t->map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
	if (!t->map)
		return err_set(e, ERR_IO, MSG_PDF_FONT, NO_ARGS);
	/* a point of the page is a unit of Pango's */
	pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(t->map), 72);
	t->context = pango_font_map_create_context(t->map);
	pango_context_set_language(t->context, pango_language_from_string("zh-cn"));
	pango_context_set_base_dir(t->context, PANGO_DIRECTION_LTR);
	pango_context_set_round_glyph_positions(t->context, FALSE);
	cairo_font_options_t *options = cairo_font_options_create();
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(t->context, options);
	cairo_font_options_destroy(options);
	PangoFontDescription *asked = pango_font_description_from_string(FANG " 16");
	PangoFont *font = pango_context_load_font(t->context, asked);
	pango_font_description_free(asked);
	if (!font)
		return err_set(e, ERR_IO, MSG_PDF_FONT, NO_ARGS);
	g_object_unref(font);
	return true;
}

void type_close(struct type *t)
{
	g_ptr_array_free(t->kept, TRUE);
	if (t->context)
		g_object_unref(t->context);
	if (t->map)
		g_object_unref(t->map);
}

/* Is the font that `asked` gets one of the Noto family? They are lighter than
 * the title face that they stand in for. */
static bool stands_in(struct type *t, const PangoFontDescription *asked)
{
	PangoFont *font = pango_context_load_font(t->context, asked);
	if (!font)
		return false;
	PangoFontDescription *got = pango_font_describe(font);
	const char *family = pango_font_description_get_family(got);
	bool noto = family && !strncmp(family, "Noto ", 5);
	pango_font_description_free(got);
	g_object_unref(font);
	return noto;
}

static void add_attr(PangoAttrList *list, PangoAttribute *attr, ptrdiff_t from, ptrdiff_t to)
{
	attr->start_index = (guint)from;
	attr->end_index = (guint)to;
	pango_attr_list_insert(list, attr);
}

static void add_look(struct type *t, PangoAttrList *list, const struct look *look, double size,
		     ptrdiff_t from, ptrdiff_t to)
{
	PangoFontDescription *d = pango_font_description_new();
	pango_font_description_set_family_static(d, look->families);
	pango_font_description_set_absolute_size(d, size * PANGO_SCALE);
	if (look->heavy && stands_in(t, d))
		pango_font_description_set_weight(d, PANGO_WEIGHT_BOLD);
	add_attr(list, pango_attr_font_desc_new(d), from, to);
	pango_font_description_free(d);
}

/* Half-width digits and letters, where the font has them. */
static void narrow(PangoAttrList *list, const char *text)
{
	for (ptrdiff_t at = 0, to; text[at]; at = to) {
		to = at;
		while (text[to] > 0x20 && text[to] < 0x7F)
			to++;
		if (to > at)
			add_attr(list, pango_attr_font_features_new("hwid=1"), at, to);
		to += to == at;
	}
}

/* Without what a line can't hold; a tab stays one. */
static char *clean(struct arena *a, struct str s)
{
	char *z = str_cstr(a, s);
	for (char *p = z; *p; p++)
		if ((unsigned char)*p < 0x20 && *p != '\t')
			*p = ' ';
	return z;
}

static PangoLayout *lay_out(struct type *t, const struct look *look, const char *text,
			    const struct val *runs)
{
	PangoLayout *layout = pango_layout_new(t->context);
	g_ptr_array_add(t->kept, layout);
	PangoAttrList *attrs = pango_attr_list_new();
	ptrdiff_t n = (ptrdiff_t)strlen(text), at = 0;
	for val_each(run, runs && runs->kind == VAL_LIST ? runs : NULL) {
		ptrdiff_t to = at + val_get_str(run, S("text")).n;
		add_look(t, attrs, look_of(val_get_str(run, S("style"))), look->size, at, to);
		at = to;
	}
	if (at < n)
		add_look(t, attrs, look, look->size, at, n);
	narrow(attrs, text);
	pango_layout_set_auto_dir(layout, FALSE);
	pango_layout_set_single_paragraph_mode(layout, TRUE);
	pango_layout_set_attributes(layout, attrs);
	pango_attr_list_unref(attrs);
	pango_layout_set_text(layout, text, (int)n);
	return layout;
}

/* 28 characters of 16 points in 156 mm stand a little closer than they are wide. */
double type_pitch(const struct look *look)
{
	return look->size == 16 ? MM(156.0) / 28 : look->size;
}

/*
 * The width of a character on the grid. What is about a whole or half character wide is
 * exactly that.
 */
static double on_grid(const struct look *look, double width)
{
	static const double near = 0.07;
	double pitch = type_pitch(look);
	for (int half = 1; half <= 2; half++)
		if (fabs(width - look->size * half / 2) < look->size * near)
			return pitch * half / 2;
	return width;
}

/* The clusters of one run, in the order they stand in. */
static void add_pieces(struct para *para, int index)
{
	const PangoGlyphItem *run = para->run[index];
	const PangoGlyphString *g = run->glyphs;
	bool right = run->item->analysis.level & 1;
	int end = run->item->offset + run->item->length;
	for (int i = 0; i < g->num_glyphs;) {
		struct piece p = { .run = index, .from = i, .em = para->look->size };
		int cluster = g->log_clusters[i];
		double width = 0;
		for (; i < g->num_glyphs && g->log_clusters[i] == cluster; i++)
			width += (double)g->glyphs[i].geometry.width / PANGO_SCALE;
		int next = right ? (p.from ? g->log_clusters[p.from - 1] : run->item->length)
				 : (i < g->num_glyphs ? g->log_clusters[i] : run->item->length);
		p.to = i;
		p.at = run->item->offset + cluster;
		p.end = run->item->offset + next;
		ptrdiff_t len;
		p.cp = p.at < end ? utf8_at(str_of(para->text + p.at), 0, &len) : ' ';
		p.width = p.cp == '\t' ? 2 * p.em : on_grid(para->look, width);
		para->piece[para->pieces++] = p;
	}
}

bool type_shape(struct type *t, const struct look *look, struct str text, const struct val *runs,
		struct para *out, struct err *e)
{
	if (text.n > PDF_PARA_BYTES_MAX)
		return err_set(e, ERR_LIMIT, MSG_PDF_PARA,
			       ARGS(str_cut(text, 0, utf8_skip(text, 20))));
	*out = (struct para){ .look = look, .text = clean(t->a, text) };
	if (!*out->text)
		return true;
	PangoLayout *layout = lay_out(t, look, out->text, runs);
	PangoLayoutLine *line = pango_layout_get_line(layout, 0);
	if (!line)
		return true;
	int runs_count = 0, glyphs = 0;
	for (GSList *l = line->runs; l; l = l->next, runs_count++)
		glyphs += ((PangoGlyphItem *)l->data)->glyphs->num_glyphs;
	out->run = arena_new(t->a, PangoGlyphItem *, runs_count + 1);
	out->piece = arena_new(t->a, struct piece, glyphs + 1);
	int i = 0;
	for (GSList *l = line->runs; l; l = l->next, i++) {
		out->run[i] = l->data;
		add_pieces(out, i);
	}
	return true;
}

/* What a line's pieces give or take. */
struct spread {
	double gap;   /* added between two pieces */
	double tight; /* part of its line_shrink that a piece loses */
};

static struct spread spread_of(const struct para *para, struct cut cut)
{
	double shrink = 0, em = para->look->size;
	int gaps = 0;
	for (ptrdiff_t i = cut.from; i < cut.to; i++) {
		shrink += line_shrink(&para->piece[i]);
		gaps += i > cut.from && line_opens(&para->piece[i - 1], &para->piece[i]);
	}
	if (cut.spare < 0 && shrink > 0)
		return (struct spread){ .tight = fmin(1, -cut.spare / shrink) };
	/* the last line keeps its own width */
	if (cut.spare <= 0 || cut.to == para->pieces || !gaps || cut.spare / gaps > em / 2)
		return (struct spread){ 0 };
	return (struct spread){ .gap = cut.spare / gaps };
}

/* The glyphs of the pieces from..to-1, all of one run, with the widths that the
 * line gives them; returns how wide they are. */
static double draw_run(struct type *t, cairo_t *cr, const struct para *para, ptrdiff_t from,
		       ptrdiff_t to, const double *width)
{
	const struct piece *p = para->piece;
	const PangoGlyphItem *run = para->run[p[from].run];
	int first = p[from].from, count = p[to - 1].to - first, at = p[from].at, end = p[from].end;
	double wide = 0;
	PangoGlyphString *g = pango_glyph_string_new();
	pango_glyph_string_set_size(g, count);
	for (ptrdiff_t i = from; i < to; i++) {
		at = p[i].at < at ? p[i].at : at;
		end = p[i].end > end ? p[i].end : end;
	}
	for (ptrdiff_t i = from; i < to; i++) {
		double own = 0, shift = 0;
		for (int k = p[i].from; k < p[i].to; k++) {
			g->glyphs[k - first] = run->glyphs->glyphs[k];
			g->log_clusters[k - first] = p[i].at - at;
			own += (double)run->glyphs->glyphs[k].geometry.width / PANGO_SCALE;
		}
		/* what opens loses its left half, where its blank is */
		if (char_class(p[i].cp) & CHAR_OPEN && width[i - from] < own)
			shift = width[i - from] - own;
		for (int k = p[i].from; k < p[i].to; k++)
			g->glyphs[k - first].geometry.x_offset += (int)lrint(shift * PANGO_SCALE);
		g->glyphs[p[i].to - 1 - first].geometry.width +=
			(int)lrint((width[i - from] - own) * PANGO_SCALE);
		wide += width[i - from];
	}
	PangoItem item = *run->item;
	item.offset = at;
	item.length = end - at;
	PangoGlyphItem shown = { .item = &item, .glyphs = g };
	pango_cairo_show_glyph_item(cr, para->text, &shown);
	pango_glyph_string_free(g);
	return wide;
}

void type_draw(struct type *t, cairo_t *cr, const struct para *para, struct cut cut, bool spread,
	       double x, double y)
{
	struct arena_mark mark = arena_mark(t->a);
	struct spread s = spread ? spread_of(para, cut) : (struct spread){ 0 };
	double *width = arena_new(t->a, double, cut.to - cut.from + 1);
	for (ptrdiff_t i = cut.from; i < cut.to; i++) {
		const struct piece *p = &para->piece[i];
		bool gap = i + 1 < cut.to && line_opens(p, p + 1);
		width[i - cut.from] = p->width - s.tight * line_shrink(p) + (gap ? s.gap : 0);
	}
	for (ptrdiff_t from = cut.from, to; from < cut.to; from = to) {
		for (to = from; to < cut.to && para->piece[to].run == para->piece[from].run; to++)
			;
		cairo_move_to(cr, x, y);
		x += draw_run(t, cr, para, from, to, width + (from - cut.from));
	}
	arena_release(t->a, mark);
}

double type_width(const struct para *para, struct cut cut)
{
	double width = 0;
	for (ptrdiff_t i = cut.from; i < cut.to; i++)
		width += para->piece[i].width;
	return width;
}
