/*
 * The preview of a ledger sheet: its rows as they were read, those of one finding
 * together, each cell that cannot be read with its sentence, and beside them the
 * finding that was made of them.
 */
#include "web/import_view.h"

struct sheet_rows {
	struct preview *p;
	const struct sheet *sheet;       /* tree NULL: nothing could be read */
	const struct val *doubts;
	int header;                      /* the number of the last row of the header */
};

/* The item of a list in the order of rows that is of this row, NULL where none is;
 * *next goes on from row to row. */
static struct val *item_at(struct val **next, int64_t row)
{
	while (*next && val_get_int(*next, S("row"), 0) < row)
		*next = (*next)->next;
	return *next && val_get_int(*next, S("row"), 0) == row ? *next : NULL;
}

static struct val *first_of(const struct sheet_rows *r, struct str key)
{
	const struct val *list = val_get(r->sheet->tree, key);
	return list ? list->first : NULL;
}

struct str import_cell(struct arena *a, int64_t row, int column)
{
	struct grid g = { .rows = 1, .number = (int[]){ (int)row } };
	return grid_cell_name(a, &g, 0, column);
}

static struct str fault_at(const struct sheet_rows *r, int64_t row, struct str cell)
{
	for (ptrdiff_t i = 0; i < r->sheet->faults; i++)
		if (r->sheet->fault[i].row == row && str_eq(r->sheet->fault[i].cell, cell))
			return err_text(r->p->rq->a, &r->sheet->fault[i].why, r->p->rq->lang);
	return STR_NONE;
}

static struct str heading(const struct sheet_rows *r, int column)
{
	return r->sheet->tree ? grid_at(r->sheet->grid, r->sheet->first - 1, column) : STR_NONE;
}

static void put_cells(struct sheet_rows *r, struct val *line, const struct val *row, int64_t number)
{
	struct arena *a = r->p->rq->a;
	struct val *cells = val_put(line, S("cells"), val_list(a));
	struct str merged = val_get_str(row, S("merged"));
	bool body = number > r->header, changed = false;
	int c = -1;
	for val_each(v, val_get(row, S("cells"))) {
		struct str was = v->kind == VAL_STR ? v->s : S("");
		struct str key = str_fmt(a, "%lld.%d", (long long)number, ++c);
		struct str text = draft_text(r->p->x->draft, key, was);
		struct str name = import_cell(a, number, c), fault = fault_at(r, number, name);
		bool other = !str_eq(text, was);
		bool again = !other && c < merged.n && merged.p[c] == '1';
		changed |= other;
		if ((!text.n && !fault.n && !other) || again)
			continue;
		struct val *cell = val_push(cells, val_map(a));
		val_put_str(a, cell, S("cell"), name);
		val_put_str(a, cell, S("head"), body ? heading(r, c) : STR_NONE);
		val_put_str(a, cell, S("text"), text);
		val_put_bool(a, cell, S("changed"), other);
		val_put_str(a, cell, S("was"), other ? was : STR_NONE);
		val_put_str(a, cell, S("fault"), fault);
	}
	val_put_bool(a, line, S("changed"), changed);
}

static void put_row(struct sheet_rows *r, struct val *lines, const struct val *row, int64_t number)
{
	struct arena *a = r->p->rq->a;
	struct val *line = val_push(lines, val_map(a));
	struct str key = str_fmt(a, "%lld", (long long)number);
	const struct val *edit = val_get(val_get(r->p->x->draft, S("edits")), key);
	val_put_int(a, line, S("n"), number);
	val_put_bool(a, line, S("dropped"), edit && edit->kind == VAL_NULL);
	val_put(line, S("row"), number > r->header ? val_int(a, number) : val_null(a));
	put_cells(r, line, row, number);
	struct val *own = preview_doubts(r->p, r->doubts, number);
	val_put(line, S("doubts"), own);
	val_put_bool(a, line, S("doubtful"), own->count > 0);
}

static struct str word(struct request *rq, struct str group, const struct val *of,
		       struct str key)
{
	struct str text = val_get_str(of, key);
	return text.n ? request_word(rq, group, text, text) : STR_NONE;
}

static void put_finding(struct sheet_rows *r, struct val *list, struct val *f)
{
	struct request *rq = r->p->rq;
	struct val *copy = val_push(list, arena_new(rq->a, struct val, 1));
	*copy = *f;
	copy->next = NULL;
	copy->key = STR_NONE;
	val_put_str(rq->a, copy, S("class_name"), word(rq, S("class."), f, S("class")));
	val_put_str(rq->a, copy, S("progress_name"), word(rq, S("progress."), f, S("progress")));
	val_put_bool(rq->a, copy, S("any"), val_get(f, S("measures"))->count > 0);
	struct str code = val_get_str(f, S("code"));
	val_put_str(rq->a, copy, S("ordinal"), code);
}

static void put_fact_of(struct preview *p, const struct sheet *sheet)
{
	const struct val *choices = val_get(p->x->draft, S("choices"));
	struct str unit = val_get_str(choices, S("unit"));
	struct val *unknown = val_put(p->tree, S("unknown"), val_list(p->rq->a));
	preview_fact(p, S("sheet"), sheet->name, false);
	preview_fact(p, S("unit"), unit.n ? unit : val_get_str(sheet->tree, S("unit")),
		     unit.n > 0);
	for val_each(v, val_get(sheet->tree, S("unknown")))
		val_push(unknown, val_str(p->rq->a, v->s));
	val_put_bool(p->rq->a, p->tree, S("any_unknown"), unknown->count > 0);
}

/* Faults and rows passed over, in the order of the rows. */
static const struct val *doubts_of(struct sheet_rows *r)
{
	struct preview *p = r->p;
	struct request *rq = p->rq;
	struct val *all = val_list(rq->a);
	for (ptrdiff_t i = 0; i < r->sheet->faults; i++) {
		const struct sheet_fault *f = &r->sheet->fault[i];
		val_push(all, preview_doubt(p, f->row, SEVERITY_ERROR,
					    request_say(rq, MSG_WEB_IMPORT_CELL,
							ARGS(f->cell, err_text(rq->a, &f->why,
									       rq->lang)))));
	}
	for val_each(v, val_get(r->sheet->tree, S("passed")))
		val_push(all, preview_doubt(p, val_get_int(v, S("row"), 0), SEVERITY_HINT,
					    msg_text(MSG_WEB_IMPORT_PASSED, rq->lang)));
	return all;
}

/* Rows, a block for each finding, and for what stands between. */
static void put_blocks(struct sheet_rows *r)
{
	struct preview *p = r->p;
	struct arena *a = p->rq->a;
	struct val *block = NULL;
	int64_t shown = 0, before = 0, previous = 0;
	const struct val *next = NULL;
	struct val *findings = first_of(r, S("findings")), *passes = first_of(r, S("passed"));
	for val_each(row, val_get(p->x->draft, S("rows"))) {
		int64_t number = val_get_int(row, S("row"), 0);
		struct val *finding = item_at(&findings, number);
		bool passed = item_at(&passes, number) != NULL;
		bool starts = !block || finding || passed || number == r->header + 1 || before;
		before = passed;
		if (number < p->from) {
			previous = number;
			block = starts ? NULL : block;
			continue;
		}
		if (starts && shown >= p->most) {
			next = val_get(row, S("row"));
			break;
		}
		if (starts) {
			block = val_push(p->blocks, val_map(a));
			val_put(block, S("lines"), val_list(a));
			struct val *list = val_put(block, S("findings"), val_list(a));
			if (finding)
				put_finding(r, list, finding);
		}
		put_row(r, (struct val *)val_get(block, S("lines")), row, number);
		shown++;
	}
	val_put(p->tree, S("next"), next ? val_int(a, next->i) : val_null(a));
	val_put(p->tree, S("previous"),
		previous ? val_int(a, previous > PREVIEW_ROWS ? previous - PREVIEW_ROWS : 1)
			 : val_null(a));
}

void preview_sheet(struct preview *p)
{
	struct arena *a = p->rq->a;
	struct sheet sheet = { 0 };
	struct err why = { 0 };
	struct sheet_rows r = { .p = p, .sheet = &sheet };
	int64_t findings = 0, measures = 0;
	if (!draft_sheet(a, p->x->draft, &sheet, &why)) {
		sheet = (struct sheet){ 0 };
		val_put_str(a, p->tree, S("trouble"), request_err(p->rq, &why));
	}
	if (sheet.tree)
		r.header = sheet.grid->number[sheet.first - 1];
	for val_each(f, val_get(sheet.tree, S("findings"))) {
		findings++;
		measures += val_get(f, S("measures"))->count;
	}
	r.doubts = doubts_of(&r);
	put_fact_of(p, &sheet);
	put_blocks(&r);
	val_put_int(a, p->tree, S("findings"), findings);
	val_put_int(a, p->tree, S("measures"), measures);
	val_put_int(a, p->tree, S("closed"), val_get_int(sheet.tree, S("closed"), 0));
}
