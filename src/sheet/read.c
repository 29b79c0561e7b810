/*
 * A ledger sheet, step by step: the header row, then row by row into findings
 * and their measures. A row begins a finding unless its title cell repeats a
 * merged one, is blank below a finding, or says the same code and title again.
 */
#include "sheet/sheet.h"

#include "base/buf.h"
#include "sheet/value.h"
#include "sheet_words.h"

enum {
	HEADER_WITHIN = 30, /* rows from the top in which a header is looked for */
	HEADER_LEAST = 3,   /* headings known; the finding's own is one of them */
	NO_COLUMN = -1
};

struct reading {
	struct arena *a;
	const struct grid *g;
	int column[SHEET_COLUMNS];        /* of the grid, or NO_COLUMN */
	struct str heading[SHEET_COLUMNS];
	struct LIST(struct sheet_fault) fault;
	struct val *findings, *passed;
	struct val *finding;              /* the open one */
	ptrdiff_t began;                  /* its first row */
	int64_t closed;
};

static int heading_of(struct arena *a, struct str text)
{
	struct str bare = sheet_bare(a, text);
	const struct word *w = bare.n ? words_is(&words_headers, bare) : NULL;
	return w ? w->is : NO_COLUMN;
}

/* The headings of the row, or of it and the one below it, where groups of columns
 * have a heading over them; how many are known. */
static int take_header(struct reading *r, ptrdiff_t row, int depth)
{
	int known = 0;
	for (int i = 0; i < SHEET_COLUMNS; i++)
		r->column[i] = NO_COLUMN;
	for (int c = 0; c < r->g->columns; c++) {
		struct str text = grid_at(r->g, row + depth - 1, c);
		int found = heading_of(r->a, text);
		if (found == NO_COLUMN && depth > 1) {
			text = grid_at(r->g, row, c);
			found = heading_of(r->a, text);
		}
		if (found == NO_COLUMN || r->column[found] != NO_COLUMN)
			continue;
		r->column[found] = c;
		r->heading[found] = text;
		known++;
	}
	return r->column[SHEET_TITLE] == NO_COLUMN ? 0 : known;
}

/* The best header near the top; its depth, 0 where there is none. */
static int find_header(struct reading *r, ptrdiff_t *row)
{
	int best = HEADER_LEAST - 1, depth = 0;
	for (int d = 1; d <= 2; d++)
		for (ptrdiff_t i = 0; i + d <= r->g->rows && i < HEADER_WITHIN; i++) {
			int known = take_header(r, i, d);
			if (known > best) {
				best = known;
				depth = d;
				*row = i;
			}
		}
	if (depth)
		take_header(r, *row, depth);
	return depth;
}

static const struct grid_cell *cell_at(const struct reading *r, ptrdiff_t row,
				       enum sheet_column c)
{
	static const struct grid_cell none = { { "", 0 }, false };
	return r->column[c] == NO_COLUMN ? &none : &r->g->cell[row * r->g->columns + r->column[c]];
}

static struct str text_at(const struct reading *r, ptrdiff_t row, enum sheet_column c)
{
	struct str text = cell_at(r, row, c)->text;
	return text.p ? text : S("");
}

static void fault(struct reading *r, ptrdiff_t row, enum sheet_column c, const struct err *why)
{
	int column = r->column[c] == NO_COLUMN ? 0 : r->column[c];
	*list_add(r->a, &r->fault) =
		(struct sheet_fault){ r->g->number[row], grid_cell_name(r->a, r->g, row, column),
				      *why };
}

/* The value of a column that is no plain text; null after noting a fault. */
static struct val *read_value(struct reading *r, ptrdiff_t row, enum sheet_column c)
{
	struct err why = { 0 };
	const struct val *v = NULL;
	struct str text = text_at(r, row, c);
	bool ok = true;
	if (c == SHEET_AMOUNT)
		ok = sheet_amount(r->a, text, r->heading[c], &v, &why);
	else if (c == SHEET_CLASS)
		ok = sheet_class(r->a, text, &v, &why);
	else if (c == SHEET_STARTS || c == SHEET_DUE || c == SHEET_DONE || c == SHEET_CLOSED)
		ok = sheet_date(r->a, text, c != SHEET_STARTS, &v, &why);
	else
		return val_str(r->a, text.n ? text : STR_NONE);
	if (!ok)
		fault(r, row, c, &why);
	return ok ? (struct val *)v : val_null(r->a);
}

/* What the row claims, as the ledger's word; a state that is none is `told` as a
 * fault. Says whether it is struck off. */
static bool put_claim(struct reading *r, struct val *to, ptrdiff_t row, bool told)
{
	struct err why = { 0 };
	enum claim claim;
	if (!sheet_claim(text_at(r, row, SHEET_STATE), &claim, &why) && told)
		fault(r, row, SHEET_STATE, &why);
	val_put_str(r->a, to, S("progress"), sheet_progress_word(claim));
	return claim == CLAIM_STRUCK;
}

static void add_measure(struct reading *r, ptrdiff_t row)
{
	struct val *m = val_push((struct val *)val_get(r->finding, S("measures")), val_map(r->a));
	val_put_int(r->a, m, S("row"), r->g->number[row]);
	for (int c = 0; c < SHEET_COLUMNS; c++)
		if (sheet_columns[c].of_measure)
			val_put(m, sheet_columns[c].key, read_value(r, row, (enum sheet_column)c));
	put_claim(r, m, row, true);
	struct str starts = val_get_str(m, S("starts")), due = val_get_str(m, S("due"));
	struct err why = { 0 };
	if (starts.n && due.n && str_cmp(due, starts) < 0) {
		err_set(&why, ERR_BAD_INPUT, MSG_SHEET_ORDER, ARGS(due, starts));
		fault(r, row, SHEET_DUE, &why);
	}
}

static void add_finding(struct reading *r, ptrdiff_t row)
{
	struct val *f = val_push(r->findings, val_map(r->a));
	r->finding = f;
	r->began = row;
	val_put_int(r->a, f, S("row"), r->g->number[row]);
	for (int c = SHEET_CODE; c < SHEET_COLUMNS; c++)
		if (!sheet_columns[c].of_measure || c == SHEET_DUE || c == SHEET_STATE)
			val_put(f, sheet_columns[c].key,
				c == SHEET_DUE ? val_null(r->a)
					       : read_value(r, row, (enum sheet_column)c));
	bool struck = put_claim(r, f, row, false) || val_get_str(f, S("closed")).n > 0;
	val_put_bool(r->a, f, S("struck"), struck);
	r->closed += struck;
	val_put(f, S("measures"), val_list(r->a));
}

/* What the row holds, for people. */
static struct str row_text(const struct reading *r, ptrdiff_t row, int *cells)
{
	struct buf b;
	struct str before = S("");
	buf_init(&b, r->a);
	*cells = 0;
	for (int c = 0; c < r->g->columns; c++) {
		struct str text = grid_at(r->g, row, c);
		if (!text.n || str_eq(text, before))
			continue;
		buf_add(&b, b.n ? S(" ") : S(""));
		buf_add(&b, text);
		before = text;
		++*cells;
	}
	return buf_str(&b);
}

/* A row of a note, a sum, the header again: no finding. */
static bool is_passed(struct reading *r, ptrdiff_t row)
{
	static const struct str sums[] = { S("合计"), S("总计"), S("小计"), S("填表说明"), S("说明："),
					   S("注："), S("备注："), S("填报人"), S("审核人"), S("制表") };
	int cells;
	struct str text = row_text(r, row, &cells), title = text_at(r, row, SHEET_TITLE);
	bool pass = heading_of(r->a, title) == SHEET_TITLE &&
		    heading_of(r->a, text_at(r, row, SHEET_MEASURE)) == SHEET_MEASURE;
	for (size_t i = 0; i < sizeof(sums) / sizeof(*sums); i++)
		pass |= str_starts(text, sums[i]);
	pass |= cells == 1 && (!title.n || cell_at(r, row, SHEET_TITLE)->merged) &&
		!text_at(r, row, SHEET_MEASURE).n;
	if (!pass)
		return false;
	struct val *v = val_push(r->passed, val_map(r->a));
	val_put_int(r->a, v, S("row"), r->g->number[row]);
	val_put_str(r->a, v, S("text"), text);
	return true;
}

/* Whether the row goes on with the finding above it. */
static bool goes_on(const struct reading *r, ptrdiff_t row)
{
	const struct grid_cell *title = cell_at(r, row, SHEET_TITLE);
	if (!r->finding)
		return false;
	if (!title->text.n)
		return true;
	if (!str_eq(title->text, text_at(r, r->began, SHEET_TITLE)))
		return false;
	struct str code = text_at(r, row, SHEET_CODE), number = text_at(r, row, SHEET_NUMBER);
	return title->merged || (code.n && str_eq(code, text_at(r, r->began, SHEET_CODE))) ||
	       (!code.n && number.n && str_eq(number, text_at(r, r->began, SHEET_NUMBER)));
}

/* The finding's due date is that of its measures where they have one, the last of
 * them where they differ; a measure keeps its own only where it is another. */
static void settle_due(struct reading *r, struct val *finding)
{
	struct str last = STR_NONE;
	bool differ = false;
	struct val *measures = (struct val *)val_get(finding, S("measures"));
	for val_each(m, measures) {
		struct str due = val_get_str(m, S("due"));
		differ |= due.n && last.n && !str_eq(due, last);
		if (due.n && (!last.n || str_cmp(due, last) > 0))
			last = due;
	}
	for val_each(m, measures) {
		struct val *due = (struct val *)val_get(m, S("due"));
		if (!differ)
			due->kind = VAL_NULL;
	}
	struct val *own = (struct val *)val_get(finding, S("due"));
	if (last.n) {
		own->kind = VAL_STR;
		own->s = last;
	}
}

static void check_finding(struct reading *r, const struct val *finding)
{
	struct err why = { 0 };
	if (!text_at(r, r->began, SHEET_TITLE).n) {
		err_set(&why, ERR_BAD_INPUT, MSG_SHEET_TITLE, NO_ARGS);
		fault(r, r->began, SHEET_TITLE, &why);
	}
	struct str code = val_get_str(finding, S("code"));
	for val_each(f, r->findings)
		if (code.n && f != finding && str_eq(val_get_str(f, S("code")), code)) {
			why = (struct err){ 0 };
			err_set(&why, ERR_BAD_INPUT, MSG_SHEET_CODE_TWICE,
				ARGS(code, str_fmt(r->a, "%lld",
						   (long long)val_get_int(f, S("row"), 0))));
			fault(r, r->began, SHEET_CODE, &why);
			break;
		}
}

static void read_rows(struct reading *r, ptrdiff_t first)
{
	for (ptrdiff_t row = first; row < r->g->rows; row++) {
		if (is_passed(r, row))
			continue;
		if (!goes_on(r, row)) {
			if (r->finding)
				settle_due(r, r->finding);
			add_finding(r, row);
			check_finding(r, r->finding);
		}
		add_measure(r, row);
	}
	if (r->finding)
		settle_due(r, r->finding);
}

/* The text up to a semicolon or a run of blanks, behind which other words stand. */
static struct str before_stop(struct str cell)
{
	static const struct str stops[] = { S("；"), S(";"), S("  "), S("　") };
	for (size_t i = 0; i < sizeof(stops) / sizeof(*stops); i++) {
		ptrdiff_t at = str_find(str_trim_left(cell), stops[i], 0);
		if (at > 0)
			cell = str_cut(str_trim_left(cell), 0, at);
	}
	return cell;
}

/* What stands above the header, and the unit that it names: 填报单位：X, or X of
 * 「X巡察整改台账」. */
static void read_title(struct reading *r, struct val *tree, ptrdiff_t header)
{
	static const struct str labels[] = { S("填报单位"), S("被巡察单位"), S("单位名称"),
					     S("整改单位"), S("单位") };
	struct str unit = STR_NONE, all = STR_NONE;
	for (ptrdiff_t row = 0; row < header; row++) {
		int cells;
		struct str text = row_text(r, row, &cells);
		all = all.p ? str_fmt(r->a, "%.*s\n%.*s", STR_ARG(all), STR_ARG(text)) : text;
		for (int c = 0; c < r->g->columns && !unit.p; c++) {
			struct str cell = grid_at(r->g, row, c);
			for (size_t i = 0; i < sizeof(labels) / sizeof(*labels) && !unit.p; i++)
				if (str_drop_head(&cell, labels[i]) &&
				    (str_drop_head(&cell, S("：")) || str_drop_head(&cell, S(":"))))
					unit = str_trim(before_stop(cell));
		}
	}
	val_put_str(r->a, tree, S("title"), all);
	val_put_str(r->a, tree, S("unit"), unit.n ? unit : STR_NONE);
}

static void read_headings(struct reading *r, struct val *tree, ptrdiff_t row, int depth)
{
	struct val *columns = val_put(tree, S("columns"), val_list(r->a));
	struct val *unknown = val_put(tree, S("unknown"), val_list(r->a));
	for (int c = 0; c < SHEET_COLUMNS; c++)
		if (r->column[c] != NO_COLUMN)
			val_push(columns, val_str(r->a, sheet_columns[c].key));
	for (int c = 0; c < r->g->columns; c++) {
		bool known = false;
		struct str text = grid_at(r->g, row + depth - 1, c);
		for (int i = 0; i < SHEET_COLUMNS; i++)
			known |= r->column[i] == c;
		if (!known && text.n)
			val_push(unknown, val_str(r->a, text));
	}
}

static void read_grid(struct reading *r, ptrdiff_t header, int depth, struct sheet *out)
{
	struct val *tree = val_map(r->a);
	r->findings = val_list(r->a);
	r->passed = val_list(r->a);
	read_title(r, tree, header);
	read_headings(r, tree, header, depth);
	read_rows(r, header + depth);
	val_put(tree, S("passed"), r->passed);
	val_put_int(r->a, tree, S("closed"), r->closed);
	val_put(tree, S("findings"), r->findings);
	*out = (struct sheet){ .name = r->g->name, .grid = r->g, .first = header + depth,
			       .header = header, .tree = tree, .fault = r->fault.p,
			       .faults = r->fault.n };
}

bool sheet_read(struct arena *a, const struct grids *grids, struct sheet *out, struct err *e)
{
	for (int i = 0; i < grids->sheets; i++) {
		struct reading r = { .a = a, .g = &grids->sheet[i] };
		ptrdiff_t header = 0;
		int depth = find_header(&r, &header);
		if (!depth)
			continue;
		read_grid(&r, header, depth, out);
		if (!r.findings->count)
			return err_set(e, ERR_BAD_INPUT, MSG_SHEET_EMPTY,
				       ARGS(grids->name, r.g->name));
		return true;
	}
	return err_set(e, ERR_BAD_INPUT, MSG_SHEET_HEADER, ARGS(grids->name));
}
