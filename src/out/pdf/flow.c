/* Blocks to lines and rows: see flow.h. */
#include "out/pdf/flow.h"

#include <math.h>

static const double CELL_PITCH = 18; /* of a cell's lines of 12 points */
static const double CELL_PAD = 4;    /* between a cell's frame and its text */

/* What is being laid out. */
struct flow {
	struct type *t;
	struct area area;
	struct slabs *out;
	struct err *e;
};

/* The base line of a character of `size` points in the middle of a line. Han
 * characters reach from .12 below it to .88 above. */
static double base_in(double pitch, double size)
{
	return pitch / 2 + size * 0.38;
}

static struct cuts cuts_of(struct arena *a, const struct para *para, double first, double width)
{
	struct cuts cuts = { 0 };
	if (para->look->align == LOOK_CENTRE)
		line_balance(a, para->piece, para->pieces, width, &cuts);
	else
		line_break(a, para->piece, para->pieces, width - first, width, &cuts);
	return cuts;
}

/* Where the line begins from the left of `width`. */
static double place(const struct look *look, double spare, double first, double right)
{
	spare = spare > 0 ? spare : 0;
	if (look->align == LOOK_CENTRE)
		return spare / 2;
	return look->align == LOOK_RIGHT ? (spare > right ? spare - right : 0) : first;
}

static double width_of(const struct para *para)
{
	return type_width(para, (struct cut){ 0, para->pieces, 0 });
}

/* The signature stands centred over the date below it: how far from the right. */
static bool sign_right(struct flow *f, const struct val *block, const struct para *sign,
		       double *right)
{
	const struct val *date = block->next;
	struct para below;
	if (!str_eq(val_get_str(block, S("style")), S("sign")) || !date ||
	    !str_eq(val_get_str(date, S("style")), S("date")))
		return true;
	const struct look *look = look_of(S("date"));
	if (!type_shape(f->t, look, val_get_str(date, S("text")), NULL, &below, f->e))
		return false;
	*right = fmax(0, look->right * look->size + (width_of(&below) - width_of(sign)) / 2);
	return true;
}

static bool keeps_next(const struct look *look)
{
	return look->level || str_eq(look->style, S("head")) || str_eq(look->style, S("sign"));
}

static bool flow_para(struct flow *f, const struct val *block, const struct look *look)
{
	struct arena *a = f->t->a;
	struct para *para = arena_new(a, struct para, 1);
	if (!type_shape(f->t, look, val_get_str(block, S("text")), val_get(block, S("runs")), para,
			f->e))
		return false;
	double pitch = type_pitch(look);
	double first = look->first * pitch, right = look->right * pitch;
	if (!sign_right(f, block, para, &right))
		return false;
	struct cuts cuts = cuts_of(a, para, first, f->area.width);
	/* a signature is not alone on its page: the line above it comes along */
	if (str_eq(look->style, S("sign")) && f->out->n)
		f->out->p[f->out->n - 1].keep = true;
	for (ptrdiff_t i = 0; i < cuts.n; i++) {
		struct slab slab = { .height = FLOW_PITCH, .look = look };
		slab.before = i ? 0 : look->before * FLOW_PITCH;
		slab.keep = keeps_next(look);
		slab.bookmark = i || !look->level ? STR_NONE : val_get_str(block, S("text"));
		*list_add(a, &slab.line) = (struct line){
			.para = para,
			.cut = cuts.p[i],
			.x = place(look, cuts.p[i].spare, i ? 0 : first, right),
			.y = base_in(FLOW_PITCH, look->size),
			.spread = look->align == LOOK_BOTH,
		};
		*list_add(a, f->out) = slab;
	}
	if (look->after && cuts.n)
		f->out->p[f->out->n - 1].height += look->after * FLOW_PITCH;
	return true;
}

/* The lines of one cell, from its top; `foot` stands at its bottom right. */
struct cell {
	struct lines line, foot;
	double x, width;
	bool middle;
};

static bool add_lines(struct flow *f, struct cell *cell, const struct look *look, struct str text,
		      bool foot)
{
	struct arena *a = f->t->a;
	struct str part;
	double width = cell->width - 2 * CELL_PAD;
	while (str_split(&text, '\n', &part)) {
		struct para *para = arena_new(a, struct para, 1);
		if (!type_shape(f->t, look, part, NULL, para, f->e))
			return false;
		struct cuts cuts = cuts_of(a, para, 0, width);
		struct lines *to = foot ? &cell->foot : &cell->line;
		for (ptrdiff_t i = 0; i < cuts.n; i++) {
			double spare = fmax(0, cuts.p[i].spare);
			*list_add(a, to) = (struct line){
				.para = para,
				.cut = cuts.p[i],
				.x = cell->x + CELL_PAD + (foot ? spare : place(look, spare, 0, 0)),
				.spread = !foot && look->align != LOOK_CENTRE,
			};
		}
	}
	return true;
}

static bool read_cell(struct flow *f, const struct val *from, struct cell *cell)
{
	const struct val *label = val_get(from, S("label"));
	bool named = label && label->kind == VAL_BOOL && label->yes;
	cell->middle = named;
	return add_lines(f, cell, look_of(named ? S("label") : S("cell")),
			 val_get_str(from, S("text")), false) &&
	       add_lines(f, cell, look_of(S("cell")), val_get_str(from, S("foot")), true);
}

/* The lines from..to-1 of each cell as a slab `height` high. */
static struct slab row_slab(struct flow *f, const struct table *table, struct cell *cell,
			    ptrdiff_t cells, ptrdiff_t from, ptrdiff_t to, double height)
{
	struct arena *a = f->t->a;
	struct slab slab = { .height = height, .table = table, .look = look_of(S("cell")) };
	slab.box = arena_new(a, struct box, cells + 1);
	slab.boxes = cells;
	for (ptrdiff_t i = 0; i < cells; i++) {
		struct cell *c = &cell[i];
		slab.box[i] = (struct box){ c->x, c->width };
		ptrdiff_t last = c->line.n < to ? c->line.n : to, lines = last - from;
		double top = CELL_PAD;
		if (c->middle || (lines == 1 && !c->foot.n))
			top = fmax(top, (height - (double)lines * CELL_PITCH) / 2);
		for (ptrdiff_t k = from; k < last; k++) {
			struct line line = c->line.p[k];
			line.y = top + (double)(k - from) * CELL_PITCH + base_in(CELL_PITCH, 12);
			*list_add(a, &slab.line) = line;
		}
		/* the foot goes with the row's end */
		for (ptrdiff_t k = 0; c->line.n <= to && c->line.n >= from && k < c->foot.n; k++) {
			struct line line = c->foot.p[k];
			line.y = height - CELL_PAD - (double)(c->foot.n - k) * CELL_PITCH +
				 base_in(CELL_PITCH, 12);
			*list_add(a, &slab.line) = line;
		}
	}
	return slab;
}

/* Lines that the cells of a row need, their feet with them. */
static ptrdiff_t row_lines(const struct cell *cell, ptrdiff_t cells)
{
	ptrdiff_t most = 1;
	for (ptrdiff_t i = 0; i < cells; i++)
		most = cell[i].line.n + cell[i].foot.n > most ? cell[i].line.n + cell[i].foot.n
							      : most;
	return most;
}

static double row_height(ptrdiff_t lines)
{
	return (double)lines * CELL_PITCH + 2 * CELL_PAD;
}

/* A row; one that no page holds is cut into several. `weight` are the columns'
 * widths, of `sum` in all. */
static bool flow_row(struct flow *f, const struct val *row, const struct val *weights, double sum,
		     struct table *table, struct slabs *out)
{
	struct arena *a = f->t->a;
	const struct val *from = val_get(row, S("cells")),
			 *weight = weights ? weights->first : NULL;
	ptrdiff_t cells = from ? from->count : 0, i = 0;
	struct cell *cell = arena_new(a, struct cell, cells + 1);
	double x = 0;
	for val_each(c, from) {
		int64_t span = val_get_int(c, S("span"), 1);
		cell[i].x = x;
		for (; span > 0 && weight; span--, weight = weight->next)
			x += f->area.width * (double)weight->i / sum;
		cell[i].width = x - cell[i].x;
		if (!read_cell(f, c, &cell[i++]))
			return false;
	}
	double head = 0;
	for (ptrdiff_t k = 0; k < table->head.n; k++)
		head += table->head.p[k].height;
	ptrdiff_t least = (ptrdiff_t)val_get_int(row, S("lines"), 1), n = row_lines(cell, cells);
	ptrdiff_t most = (ptrdiff_t)((f->area.height - head - 2 * CELL_PAD) / CELL_PITCH);
	most = most > 1 ? most : 1;
	for (ptrdiff_t at = 0; at < n; at += most) {
		ptrdiff_t to = at + most < n ? at + most : n;
		ptrdiff_t lines = n <= most && least > n ? (least < most ? least : most) : to - at;
		*list_add(a, out) = row_slab(f, table, cell, cells, at, to == n ? PTRDIFF_MAX : to,
					     row_height(lines));
	}
	return true;
}

static bool flow_table(struct flow *f, const struct val *block)
{
	struct table *table = arena_new(f->t->a, struct table, 1);
	const struct val *weights = val_get(block, S("widths"));
	double sum = 0;
	for val_each(w, weights)
		sum += (double)w->i;
	for val_each(row, val_get(block, S("rows"))) {
		const struct val *head = val_get(row, S("head"));
		bool top = head && head->kind == VAL_BOOL && head->yes;
		struct slabs rows = { 0 };
		if (!flow_row(f, row, weights, sum > 0 ? sum : 1, table, &rows))
			return false;
		for (ptrdiff_t i = 0; i < rows.n; i++) {
			rows.p[i].keep = top;
			*list_add(f->t->a, f->out) = rows.p[i];
			if (top)
				*list_add(f->t->a, &table->head) = rows.p[i];
		}
	}
	return true;
}

bool flow_doc(struct type *t, const struct val *doc, struct area area, struct slabs *out,
	      struct err *e)
{
	struct flow f = { t, area, out, e };
	for val_each(block, val_get(doc, S("blocks"))) {
		struct str style = val_get_str(block, S("style"));
		bool ok = str_eq(style, S("table")) ? flow_table(&f, block)
						    : flow_para(&f, block, look_of(style));
		if (!ok)
			return false;
	}
	return true;
}
