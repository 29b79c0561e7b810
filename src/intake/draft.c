/* Drafts: what was read of a file, and the corrections. See draft.h. */
#include "intake/draft.h"

#include <stddef.h>

#define HEAD(key, kind, member) { S(key), DRAFT_HEAD_##kind, offsetof(struct notice, member) }

const struct draft_head draft_heads[] = {
	HEAD("issuer", TEXT, issuer),
	HEAD("title", TEXT, title),
	HEAD("inspected", TEXT, inspection.inspected),
	HEAD("kind", TEXT, inspection.kind),
	HEAD("authority", TEXT, inspection.authority),
	HEAD("team", TEXT, inspection.team),
	HEAD("start", DATE, inspection.start),
	HEAD("end", DATE, inspection.end),
	HEAD("feedback", DATE, inspection.feedback),
	HEAD("published", DATE, published),
	HEAD("phone", LINES, contact),
	HEAD("address", TEXT, contact.address),
	HEAD("postcode", TEXT, contact.postcode),
	HEAD("email", TEXT, contact.email),
};

const int draft_head_count = sizeof(draft_heads) / sizeof(*draft_heads);

/* Reading. */

static struct val *lines_of(struct arena *a, const struct source *src, int64_t *bytes)
{
	struct val *list = val_list(a);
	for (ptrdiff_t i = 0; i < src->paras; i++) {
		const struct para *p = &src->para[i];
		struct val *line = val_push(list, val_map(a));
		val_put_str(a, line, S("text"), p->text);
		val_put_int(a, line, S("blank"), p->blank);
		val_put_int(a, line, S("indent"), p->indent);
		val_put_bool(a, line, S("page"), p->page);
		val_put_bool(a, line, S("cell"), p->cell);
		*bytes += p->text.n + DRAFT_LINE_BYTES;
	}
	return list;
}

static struct val *rows_of(struct arena *a, const struct grid *g, int64_t *bytes)
{
	struct val *list = val_list(a);
	for (ptrdiff_t r = 0; r < g->rows; r++) {
		struct val *row = val_push(list, val_map(a));
		char *merged = arena_new(a, char, g->columns + 1);
		val_put_int(a, row, S("row"), g->number[r]);
		struct val *cells = val_put(row, S("cells"), val_list(a));
		for (int c = 0; c < g->columns; c++) {
			const struct grid_cell *cell = &g->cell[r * g->columns + c];
			val_push(cells, val_str(a, cell->text.n ? cell->text : S("")));
			merged[c] = cell->merged ? '1' : '0';
			*bytes += cell->text.n + 4;
		}
		val_put_str(a, row, S("merged"), str_of(merged));
		*bytes += DRAFT_ROW_BYTES;
	}
	return list;
}

bool draft_read(struct arena *a, struct str name, struct str bytes, struct val **out,
		struct err *e)
{
	struct val *draft = *out = val_map(a);
	int64_t size = 0;
	if (grid_looks(name, bytes)) {
		struct grids grids;
		struct sheet sheet;
		if (!grid_parse(a, name, bytes, &grids, e) || !sheet_read(a, &grids, &sheet, e))
			return false;
		val_put_str(a, draft, S("what"), S("sheet"));
		val_put_str(a, draft, S("kind"), intake_sheet_kind(bytes));
		val_put_str(a, draft, S("grid"), sheet.grid->name);
		val_put(draft, S("rows"), rows_of(a, sheet.grid, &size));
	} else {
		struct source src;
		if (!source_parse(a, name, bytes, &src, e))
			return false;
		val_put_str(a, draft, S("what"), S("notice"));
		val_put_str(a, draft, S("kind"), source_kind_name(src.kind));
		val_put(draft, S("lines"), lines_of(a, &src, &size));
	}
	return size <= DRAFT_BYTES_MAX ||
	       err_set(e, ERR_LIMIT, MSG_INTAKE_LARGE,
		       ARGS(name, str_fmt(a, "%d", DRAFT_BYTES_MAX >> 20)));
}

/* Members. */

void draft_set(struct arena *a, struct val *map, struct str key, struct val *v)
{
	struct val *is = (struct val *)val_get(map, key);
	if (!is) {
		val_put(map, str_copy(a, key), v);
		return;
	}
	struct val *next = is->next;
	struct str name = is->key;
	*is = *v;
	is->next = next;
	is->key = name;
}

struct val *draft_map(struct arena *a, struct val *draft, struct str key)
{
	struct val *is = (struct val *)val_get(draft, key);
	if (!is || is->kind != VAL_MAP) {
		draft_set(a, draft, key, val_map(a));
		is = (struct val *)val_get(draft, key);
	}
	return is;
}

struct str draft_text(const struct val *draft, struct str key, struct str was)
{
	const struct val *edit = val_get(val_get(draft, S("edits")), key);
	if (edit && edit->kind == VAL_STR)
		return edit->s;
	return edit && edit->kind == VAL_NULL ? STR_NONE : was;
}

/* The notice. */

static bool is_true(const struct val *v)
{
	return v && v->kind == VAL_BOOL && v->yes;
}

/* A line as corrected; what was broken in two is two paragraphs of one line. */
static void add_line(struct arena *a, struct source *src, ptrdiff_t *room, const struct val *line,
		     int n, struct str text)
{
	struct str one;
	for (int part = 0; text.p && str_split(&text, '\n', &one); part++) {
		if (!str_trim(one).n)
			continue;
		if (src->paras == *room) {
			struct para *more = arena_new(a, struct para, *room * 2);
			for (ptrdiff_t i = 0; i < src->paras; i++)
				more[i] = src->para[i];
			src->para = more;
			*room *= 2;
		}
		src->para[src->paras++] = (struct para){
			.text = str_trim(one),
			.line = n,
			.col = 1,
			.blank = part ? 1 : (int)val_get_int(line, S("blank"), 0),
			.indent = (int)val_get_int(line, S("indent"), 0),
			.page = !part && is_true(val_get(line, S("page"))),
			.cell = is_true(val_get(line, S("cell"))),
		};
	}
}

/* A header fact that was given: "" takes it away. */
static void set_head(struct arena *a, struct notice *n, const struct draft_head *head,
		     struct str text)
{
	void *to = (char *)n + head->at;
	if (head->kind == DRAFT_HEAD_TEXT)
		*(struct str *)to = text.n ? text : STR_NONE;
	if (head->kind == DRAFT_HEAD_DATE && !date_parse(text, to))
		*(struct date *)to = (struct date){ 0 };
	if (head->kind != DRAFT_HEAD_LINES)
		return;
	struct LIST(struct str) phones = { 0 };
	struct str one;
	while (text.n && str_split(&text, '\n', &one))
		if (str_trim(one).n)
			*list_add(a, &phones) = str_trim(one);
	n->contact.phone = phones.p;
	n->contact.phones = phones.n;
}

struct notice *draft_notice(struct arena *a, const struct val *draft)
{
	const struct val *lines = val_get(draft, S("lines")), *head = val_get(draft, S("head"));
	struct source src = { .name = val_get_str(val_get(draft, S("file")), S("name")) };
	ptrdiff_t room = lines && lines->count ? lines->count : 1;
	struct str kind = val_get_str(draft, S("kind"));
	int number = 0;
	for (int k = 0; k < SOURCE_KINDS; k++)
		if (str_eq(kind, source_kind_name((enum source_kind)k)))
			src.kind = (enum source_kind)k;
	src.para = arena_new(a, struct para, room);
	for val_each(line, lines) {
		struct str key = str_fmt(a, "%d", ++number);
		add_line(a, &src, &room, line, number,
			 draft_text(draft, key, val_get_str(line, S("text"))));
	}
	struct notice *n = notice_parse(a, &src);
	for (int i = 0; i < draft_head_count; i++) {
		const struct val *given = val_get(head, draft_heads[i].key);
		if (given && given->kind == VAL_STR)
			set_head(a, n, &draft_heads[i], given->s);
	}
	return n;
}

int draft_line(const struct notice *n, int para)
{
	const struct npara *p = para >= 0 && para < n->paras ? &n->para[para] : NULL;
	return p && p->first_piece < n->pieces ? n->piece[p->first_piece].line : 1;
}

struct str draft_key(struct arena *a, struct draft_keys *keys, const struct notice *n,
		     const struct finding *f)
{
	int line = draft_line(n, f->para);
	keys->nth = line == keys->line ? keys->nth + 1 : 1;
	keys->line = line;
	return str_fmt(a, "%d.%d", line, keys->nth);
}

static void put_all(struct arena *a, struct val *to, const struct val *more)
{
	for val_each(v, more)
		if (v->kind == VAL_STR && v->s.n)
			draft_set(a, to, v->key, val_str(a, v->s));
}

static void put_more(struct arena *a, const struct val *more, struct str key, struct val *finding)
{
	put_all(a, finding, val_get(more, key));
	for val_each(m, val_get(finding, S("measures"))) {
		struct str own = str_fmt(a, "%.*s/%lld", STR_ARG(key),
					 (long long)val_get_int(m, S("ordinal"), 0));
		put_all(a, m, val_get(more, own));
	}
}

struct val *draft_tree(struct arena *a, const struct val *draft, const struct notice *n)
{
	struct val *tree = notice_val(a, n, true);
	const struct val *more = val_get(draft, S("more"));
	struct draft_keys keys = { 0 };
	ptrdiff_t c = 0;
	for val_each(category, val_get(tree, S("categories"))) {
		const struct finding *f = n->category[c++].finding;
		for val_each(finding, val_get(category, S("findings")))
			put_more(a, more, draft_key(a, &keys, n, f++), finding);
	}
	return tree;
}

/* The sheet. */

static void fill_row(struct arena *a, const struct val *draft, const struct val *row,
		     struct grid *g)
{
	struct str merged = val_get_str(row, S("merged"));
	struct grid_cell *cell = &g->cell[g->rows * g->columns];
	int c = 0;
	g->number[g->rows] = (int)val_get_int(row, S("row"), 0);
	for val_each(v, val_get(row, S("cells"))) {
		if (c >= g->columns)
			break;
		struct str was = v->kind == VAL_STR ? v->s : S("");
		struct str text =
			draft_text(draft, str_fmt(a, "%d.%d", g->number[g->rows], c), was);
		bool same = str_eq(text, was);
		cell[c] = (struct grid_cell){ text.n ? str_trim(text) : S(""),
					      same && c < merged.n && merged.p[c] == '1' };
		c++;
	}
	g->rows++;
}

bool draft_sheet(struct arena *a, const struct val *draft, struct sheet *out, struct err *e)
{
	const struct val *rows = val_get(draft, S("rows"));
	struct grid *g = arena_new(a, struct grid, 1);
	struct grids *grids = arena_new(a, struct grids, 1);
	ptrdiff_t most = rows ? rows->count : 0;
	g->name = val_get_str(draft, S("grid"));
	for val_each(row, rows) {
		const struct val *cells = val_get(row, S("cells"));
		g->columns = cells && cells->count > g->columns ? (int)cells->count : g->columns;
	}
	g->number = arena_new(a, int, most + 1);
	g->cell = arena_new(a, struct grid_cell, most * g->columns + 1);
	for val_each(row, rows) {
		struct str key = str_fmt(a, "%lld", (long long)val_get_int(row, S("row"), 0));
		const struct val *edit = val_get(val_get(draft, S("edits")), key);
		if (!edit || edit->kind != VAL_NULL)
			fill_row(a, draft, row, g);
	}
	*grids = (struct grids){ val_get_str(val_get(draft, S("file")), S("name")), g, 1 };
	return sheet_read(a, grids, out, e);
}

/* Adopting. */

static struct str choice(const struct val *draft, struct str key)
{
	return val_get_str(val_get(draft, S("choices")), key);
}

static struct intake_file file_of(const struct val *draft)
{
	const struct val *f = val_get(draft, S("file"));
	return (struct intake_file){ val_get_str(f, S("name")), val_get_str(draft, S("kind")),
				     val_get_str(f, S("sha256")), val_get_int(f, S("size"), 0) };
}

static void put_choices(struct arena *a, const struct val *draft, const struct str *key, int n,
			struct val *fields)
{
	for (int i = 0; i < n; i++)
		if (choice(draft, key[i]).n)
			val_put_str(a, fields, key[i], choice(draft, key[i]));
}

static bool notice_ready(struct arena *a, const struct val *draft, const struct notice *n,
			 struct err *e)
{
	struct defects found = notice_check(a, n);
	int count[SEVERITY_ERROR + 1] = { 0 };
	for (ptrdiff_t i = 0; i < found.n; i++)
		count[found.p[i].rule->severity]++;
	if (count[SEVERITY_ERROR])
		return err_set(e, ERR_BAD_INPUT, MSG_INTAKE_ERRORS,
			       ARGS(str_fmt(a, "%d", count[SEVERITY_ERROR])));
	return !count[SEVERITY_WARNING] || choice(draft, S("seen")).n ||
	       err_set(e, ERR_BAD_INPUT, MSG_INTAKE_SEEN,
		       ARGS(str_fmt(a, "%d", count[SEVERITY_WARNING])));
}

static bool notice_fields(struct arena *a, const struct val *draft, struct str *verb,
			  struct val **fields, struct err *e)
{
	static const struct str chosen[] = { S("pack"), S("inspection") };
	struct intake_file file = file_of(draft);
	struct notice *n = draft_notice(a, draft);
	if (!notice_ready(a, draft, n, e))
		return false;
	struct str into = choice(draft, S("inspection"));
	if (into.n && choice(draft, S("pack")).n)
		return err_set(e, ERR_BAD_INPUT, MSG_ADOPT_PACK, ARGS(into));
	*verb = S("adopt");
	*fields = intake_notice_fields(a, draft_tree(a, draft, n), &file);
	put_choices(a, draft, chosen, 2, *fields);
	return true;
}

/* Leaves out what the sheet says was struck off. */
static void leave_out(struct val *tree)
{
	struct val *list = (struct val *)val_get(tree, S("findings")), *next;
	struct val *f = list->first;
	list->first = list->last = NULL;
	list->count = 0;
	for (; f; f = next) {
		next = f->next;
		f->next = NULL;
		if (!is_true(val_get(f, S("struck"))))
			val_push(list, f);
	}
	*(struct val *)val_get(tree, S("closed")) =
		(struct val){ .kind = VAL_INT, .key = S("closed"),
			      .next = val_get(tree, S("closed"))->next };
}

static bool sheet_fields(struct arena *a, const struct val *draft, struct str *verb,
			 struct val **fields, struct err *e)
{
	static const struct str chosen[] = { S("kind"), S("round"), S("feedback"), S("pack"),
					     S("confirmed-by") };
	struct intake_file file = file_of(draft);
	struct sheet sheet;
	struct str unit = choice(draft, S("unit")), struck = choice(draft, S("struck"));
	if (!draft_sheet(a, draft, &sheet, e))
		return false;
	struct val *tree = (struct val *)sheet.tree;
	int64_t closed = val_get_int(tree, S("closed"), 0);
	unit = unit.n ? unit : val_get_str(tree, S("unit"));
	if (sheet.faults)
		return err_set(e, ERR_BAD_INPUT, MSG_INTAKE_FAULTS,
			       ARGS(str_fmt(a, "%td", sheet.faults)));
	if (!unit.n)
		return err_set(e, ERR_BAD_INPUT, MSG_INTAKE_UNIT, NO_ARGS);
	if (closed && !struck.n)
		return err_set(e, ERR_BAD_INPUT, MSG_INTAKE_STRUCK,
			       ARGS(str_fmt(a, "%lld", (long long)closed)));
	bool history = closed && str_eq(struck, S("history"));
	if (history && !choice(draft, S("confirmed-by")).n)
		return err_set(e, ERR_BAD_INPUT, MSG_INTAKE_CONFIRM, NO_ARGS);
	if (closed && !history)
		leave_out(tree);
	*verb = history ? S("adopt-history") : S("adopt-sheet");
	*fields = intake_sheet_fields(a, tree, unit, &file);
	put_choices(a, draft, chosen, history ? 5 : 4, *fields);
	return true;
}

bool draft_fields(struct arena *a, const struct val *draft, struct str *verb,
		  struct val **fields, struct err *e)
{
	return str_eq(val_get_str(draft, S("what")), S("sheet"))
		       ? sheet_fields(a, draft, verb, fields, e)
		       : notice_fields(a, draft, verb, fields, e);
}
