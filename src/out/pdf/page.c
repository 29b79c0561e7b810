/* Pages drawn by cairo: see pdf.h. */
#include <cairo-pdf.h>
#include <stdio.h>

#include "base/buf.h"
#include "out/pdf/flow.h"
#include "out/pdf/pdf.h"

/* The page in millimetres, upright; lying, it is turned with its margins. */
static const double TOP = 37, BOTTOM = 35, LEFT = 28, RIGHT = 26, LONG = 297, SHORT = 210;
static const double NUMBER_BELOW = 7; /* the number's dash under the text */

struct paper {
	double width, height, left, top;
	struct area area;
};

/* What is being drawn. */
struct printer {
	struct type *t;
	cairo_surface_t *surface;
	cairo_t *cr;
	struct paper paper;
	int page;       /* 0 before the first */
	double y;       /* of the next slab, from the text's top */
	int heading[4]; /* the newest bookmark of each level */
};

static struct paper paper_of(const struct val *doc)
{
	const struct val *wide = val_get(doc, S("landscape"));
	bool lying = wide && wide->kind == VAL_BOOL && wide->yes;
	double width = MM(lying ? LONG : SHORT), height = MM(lying ? SHORT : LONG);
	double left = MM(lying ? BOTTOM : LEFT), top = MM(lying ? LEFT : TOP);
	double right = MM(lying ? TOP : RIGHT), bottom = MM(lying ? RIGHT : BOTTOM);
	return (struct paper){ width, height, left, top,
			       { width - left - right, height - top - bottom } };
}

static bool print_number(struct printer *p, struct err *e)
{
	const struct look *look = look_of(S("page"));
	struct para para;
	struct str text = str_fmt(p->t->a, "— %d —", p->page);
	if (!type_shape(p->t, look, text, NULL, &para, e))
		return false;
	struct cut cut = { 0, para.pieces, 0 };
	double x = p->page % 2 ? p->paper.area.width - look->size - type_width(&para, cut)
			       : look->size;
	type_draw(p->t, p->cr, &para, cut, false, p->paper.left + x,
		  p->paper.top + p->paper.area.height + MM(NUMBER_BELOW) + look->size * 0.38);
	return true;
}

static bool end_page(struct printer *p, struct err *e)
{
	if (!p->page)
		return true;
	if (!print_number(p, e))
		return false;
	cairo_show_page(p->cr);
	return true;
}

static bool new_page(struct printer *p, struct err *e)
{
	if (!end_page(p, e))
		return false;
	if (p->page == PDF_PAGES_MAX)
		return err_set(e, ERR_LIMIT, MSG_PDF_PAGES,
			       ARGS(str_fmt(p->t->a, "%d", PDF_PAGES_MAX)));
	p->page++;
	p->y = 0;
	return true;
}

/* The heading among the bookmarks, under the last one of a lower level. */
static void bookmark(struct printer *p, const struct slab *slab)
{
	if (!slab->bookmark.n)
		return;
	int level = slab->look->level, parent = CAIRO_PDF_OUTLINE_ROOT;
	for (int i = 1; i < level; i++)
		parent = p->heading[i] ? p->heading[i] : parent;
	char *name = str_cstr(p->t->a, slab->bookmark);
	char *to = str_cstr(p->t->a, str_fmt(p->t->a, "page=%d", p->page));
	p->heading[level] = cairo_pdf_surface_add_outline(p->surface, parent, name, to,
							  CAIRO_PDF_OUTLINE_FLAG_OPEN);
	for (int i = level + 1; i < 4; i++)
		p->heading[i] = 0;
}

static void print_slab(struct printer *p, const struct slab *slab)
{
	double left = p->paper.left, top = p->paper.top + p->y;
	bookmark(p, slab);
	for (ptrdiff_t i = 0; i < slab->boxes; i++) {
		cairo_set_line_width(p->cr, 0.75);
		cairo_rectangle(p->cr, left + slab->box[i].x, top, slab->box[i].width,
				slab->height);
		cairo_stroke(p->cr);
	}
	for (ptrdiff_t i = 0; i < slab->line.n; i++) {
		const struct line *line = &slab->line.p[i];
		type_draw(p->t, p->cr, line->para, line->cut, line->spread, left + line->x,
			  top + line->y);
	}
	p->y += slab->height;
}

/* How many slabs from `i` on stay together, and how high they are. */
static ptrdiff_t group_of(const struct slabs *slabs, ptrdiff_t i, double *height)
{
	ptrdiff_t n = 0;
	*height = 0;
	do {
		*height += slabs->p[i + n].height + (n ? slabs->p[i + n].before : 0);
		n++;
	} while (i + n < slabs->n && slabs->p[i + n - 1].keep);
	return n;
}

static bool print_slabs(struct printer *p, const struct slabs *slabs, struct err *e)
{
	static const double eps = 0.5;
	double room = p->paper.area.height + eps, height;
	ptrdiff_t together = 0; /* slabs of the group at hand that are still to come */
	if (!new_page(p, e))
		return false;
	for (ptrdiff_t i = 0; i < slabs->n; i++) {
		const struct slab *s = &slabs->p[i];
		double before = p->y > 0 ? s->before : 0, need = s->height;
		if (!together) {
			together = group_of(slabs, i, &height);
			need = height <= room ? height : need;
		}
		together--;
		/* the blank under a title may lie in the margin, text may not */
		if (p->y > 0 && p->y + before + need > room) {
			if (!new_page(p, e))
				return false;
			before = 0;
			bool goes_on = s->table && i && slabs->p[i - 1].table == s->table;
			for (ptrdiff_t k = 0; goes_on && k < s->table->head.n; k++)
				print_slab(p, &s->table->head.p[k]);
		}
		p->y += before;
		print_slab(p, s);
	}
	return end_page(p, e);
}

static cairo_status_t take(void *to, const unsigned char *bytes, unsigned n)
{
	buf_add(to, (struct str){ (const char *)bytes, (ptrdiff_t)n });
	return CAIRO_STATUS_SUCCESS;
}

static void put_metadata(struct arena *a, cairo_surface_t *surface, const struct val *doc)
{
	static const struct { struct str key; cairo_pdf_metadata_t at; } rows[] = {
		{ S("title"), CAIRO_PDF_METADATA_TITLE },
		{ S("author"), CAIRO_PDF_METADATA_AUTHOR },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct str value = val_get_str(doc, rows[i].key);
		if (value.n)
			cairo_pdf_surface_set_metadata(surface, rows[i].at, str_cstr(a, value));
	}
	/* a document without a date is of the first day that computers count */
	struct str date = val_get_str(doc, S("date"));
	struct str day = date.n ? date : S("1970-01-01");
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE,
				       str_cstr(a, str_join(a, day, S("T00:00:00+08:00"))));
	cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Huiyin");
}

static bool print(struct type *t, const struct val *doc, struct buf *to, struct err *e)
{
	struct printer p = { .t = t, .paper = paper_of(doc) };
	struct slabs slabs = { 0 };
	if (!flow_doc(t, doc, p.paper.area, &slabs, e))
		return false;
	p.surface = cairo_pdf_surface_create_for_stream(take, to, p.paper.width, p.paper.height);
	p.cr = cairo_create(p.surface);
	put_metadata(t->a, p.surface, doc);
	bool ok = print_slabs(&p, &slabs, e);
	cairo_status_t status = cairo_status(p.cr);
	cairo_destroy(p.cr);
	cairo_surface_finish(p.surface);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_status(p.surface);
	cairo_surface_destroy(p.surface);
	if (status != CAIRO_STATUS_SUCCESS)
		err_set(e, ERR_IO, MSG_PDF_WRITE, ARGS(str_of(cairo_status_to_string(status))));
	return ok && status == CAIRO_STATUS_SUCCESS;
}

bool pdf_write(struct arena *a, const struct val *doc, struct str *out, struct err *e)
{
	struct arena scratch;
	struct type t;
	struct buf b;
	arena_init(&scratch, 0);
	buf_init(&b, a);
	bool ok = type_open(&t, &scratch, e) && print(&t, doc, &b, e);
	type_close(&t);
	arena_free(&scratch);
	if (ok)
		*out = buf_str(&b);
	return ok;
}
