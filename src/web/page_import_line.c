/*
 * Correcting a draft: a row of a sheet, or the lines of a notice that one finding is
 * made of, with what no notice says of it; line 0 is the facts of the head. What is
 * corrected is what was read; the tree is made anew from it, and so are the doubts.
 */
#include <string.h>

#include "base/utf8.h"
#include "ledger/verb.h"
#include "web/again.h"
#include "web/import.h"
#include "web/pages.h"

#define CLASSES S("immediate staged continuing")

enum { AREA_WIDTH = 34, AREA_ROWS = 14 };
enum { LINES_MOST = 60, TEXT_MOST = 200000, PROSE_MOST = 30000, HEAD_MOST = 2000, NAME_MOST = 300 };

/* An input of the form, and the member of the draft that it fills. */
struct part {
	struct str name, label, value;
	struct str was;      /* as it was read; STR_NONE: nothing was */
	enum field_kind kind;
	struct value_rule rule;
	enum msg word;       /* as faults call it */
	struct str map, key, sub; /* draft.map.key, or draft.map.key.sub */
	int64_t line;        /* of the doubts shown with it; 0: of none */
	struct str fault;    /* what is doubted of it alone */
};

struct form {
	struct request *rq;
	struct import *x;
	int64_t line, version;
	struct LIST(struct part) part;
	struct LIST(int64_t) lines; /* that may be left out */
};

static struct part *add(struct form *f, struct str name)
{
	struct part *p = list_add(f->rq->a, &f->part);
	*p = (struct part){ .name = name, .kind = FIELD_TEXT, .word = MSG_WEB_IMPORT_TEXT };
	return p;
}

static struct str digits(struct arena *a, int64_t n)
{
	return str_fmt(a, "%lld", (long long)n);
}

/* The head. */

static void head_pieces(struct form *f)
{
	struct request *rq = f->rq;
	struct val *tree = val_map(rq->a);
	import_preview(rq, f->x, 1, 1, tree);
	const struct val *fact = val_get(tree, S("facts"))->first;
	for (int i = 0; i < draft_head_count && fact; i++, fact = fact->next) {
		const struct draft_head *h = &draft_heads[i];
		struct part *p = add(f, str_join(rq->a, S("head-"), h->key));
		p->label = val_get_str(fact, S("label"));
		p->value = val_get_str(fact, S("value"));
		p->was = p->value.n ? p->value : S("");
		p->map = S("head");
		p->key = h->key;
		p->kind = h->kind == DRAFT_HEAD_DATE    ? FIELD_DATE
			  : h->kind == DRAFT_HEAD_LINES ? FIELD_AREA
							: FIELD_TEXT;
		p->rule = (struct value_rule){ VALUE_TEXT, 0, HEAD_MOST, STR_NONE };
		if (h->kind == DRAFT_HEAD_DATE)
			p->rule = (struct value_rule){ .type = VALUE_DATE };
	}
}

/* A notice. */

static const struct {
	struct str key;
	enum field_kind kind;
	struct value_rule rule;
	enum msg word;
	bool of_measure;
} more[] = {
	{ S("class"), FIELD_CHOICE, { VALUE_TEXT, 1, 20, CLASSES }, MSG_WEB_FIELD_CLASS, false },
	{ S("due"), FIELD_DATE, { VALUE_DATE }, MSG_WEB_FIELD_DUE, true },
	{ S("owner"), FIELD_TEXT, { VALUE_TEXT, 1, NAME_MOST }, MSG_WEB_FIELD_OWNER, true },
	{ S("detail"), FIELD_AREA, { VALUE_TEXT, 1, PROSE_MOST }, MSG_WEB_FIELD_DETAIL, false },
};

/* What no notice says of a finding, or of measure `measure` of it. */
static void more_pieces(struct form *f, struct str key, int64_t measure, struct str of)
{
	struct arena *a = f->rq->a;
	const struct val *said;
	key = measure ? str_fmt(a, "%.*s/%lld", STR_ARG(key), (long long)measure) : key;
	said = val_get(val_get(f->x->draft, S("more")), key);
	for (size_t i = 0; i < sizeof(more) / sizeof(*more); i++) {
		if (measure && !more[i].of_measure)
			continue;
		struct part *p = add(f, str_fmt(a, "more-%.*s.%.*s", STR_ARG(key),
						 STR_ARG(more[i].key)));
		p->label = str_fmt(a, "%.*s%.*s", STR_ARG(of),
				   STR_ARG(msg_text(more[i].word, f->rq->lang)));
		p->value = val_get_str(said, more[i].key);
		p->kind = more[i].kind;
		p->rule = more[i].rule;
		p->word = more[i].word;
		p->map = S("more");
		p->key = key;
		p->sub = more[i].key;
	}
}

static void finding_pieces(struct form *f, const struct notice *n, int first, int last)
{
	struct request *rq = f->rq;
	struct draft_keys keys = { 0 };
	for (ptrdiff_t c = 0; c < n->categories; c++)
		for (ptrdiff_t k = 0; k < n->category[c].findings; k++) {
			const struct finding *is = &n->category[c].finding[k];
			struct str key = draft_key(rq->a, &keys, n, is);
			if (keys.line < first || keys.line > last)
				continue;
			struct str which = keys.nth > 1 ? str_fmt(rq->a, "%.*s ",
								  STR_ARG(is->title))
							: S("");
			more_pieces(f, key, 0, which);
			for (ptrdiff_t m = 0; m < is->measures && m < LINES_MOST; m++)
				more_pieces(
					f, key, is->measure[m].ordinal,
					request_say(rq, MSG_WEB_IMPORT_OF_MEASURE,
						    ARGS(which,
							 digits(rq->a, is->measure[m].ordinal))));
		}
}

static bool notice_pieces(struct form *f)
{
	struct request *rq = f->rq;
	const struct val *lines = val_get(f->x->draft, S("lines"));
	struct notice *n = draft_notice(rq->a, f->x->draft);
	int first, last, at = 0;
	if (!lines || f->line > lines->count)
		return false;
	import_block(rq->a, f->x, n, (int)f->line, &first, &last);
	/* a block of very many lines goes on from the line that was asked for */
	if (last - first >= LINES_MOST) {
		first = (int)f->line;
		last = last - first >= LINES_MOST ? first + LINES_MOST - 1 : last;
	}
	for val_each(line, lines) {
		if (++at < first || at > last)
			continue;
		struct str key = digits(rq->a, at), was = val_get_str(line, S("text"));
		struct str text = draft_text(f->x->draft, key, was);
		struct part *p = add(f, str_join(rq->a, S("line-"), key));
		p->label = request_say(rq, MSG_WEB_IMPORT_LINE, ARGS(key));
		p->value = text.p ? text : was;
		p->was = was;
		p->kind = FIELD_AREA;
		p->rule = (struct value_rule){ VALUE_TEXT, 0, TEXT_MOST, STR_NONE };
		p->map = S("edits");
		p->key = key;
		p->line = at;
		*list_add(rq->a, &f->lines) = at;
	}
	finding_pieces(f, n, first, last);
	return true;
}

/* A sheet. */

static bool sheet_pieces(struct form *f)
{
	struct request *rq = f->rq;
	struct sheet sheet;
	struct err why = { 0 };
	const struct val *row = NULL;
	int c = -1;
	bool read = draft_sheet(rq->a, f->x->draft, &sheet, &why);
	for val_each(v, val_get(f->x->draft, S("rows")))
		row = val_get_int(v, S("row"), 0) == f->line ? v : row;
	if (!row || (read && f->line <= sheet.grid->number[sheet.first - 1]))
		return false;
	*list_add(rq->a, &f->lines) = f->line;
	for val_each(v, read ? val_get(row, S("cells")) : NULL) {
		struct str head = grid_at(sheet.grid, sheet.first - 1, ++c);
		struct str key = str_fmt(rq->a, "%lld.%d", (long long)f->line, c);
		struct str was = v->kind == VAL_STR ? v->s : S("");
		struct str cell = import_cell(rq->a, f->line, c);
		if (!head.n && !was.n)
			continue;
		struct part *p = add(f, str_join(rq->a, S("cell-"), key));
		p->label = head.n ? head : cell;
		p->value = draft_text(f->x->draft, key, was);
		p->was = was;
		p->kind = p->value.n > 90 || str_has(p->value, S("\n")) ? FIELD_AREA : FIELD_TEXT;
		p->rule = (struct value_rule){ VALUE_TEXT, 0, PROSE_MOST, STR_NONE };
		p->map = S("edits");
		p->key = key;
		for (ptrdiff_t i = 0; i < sheet.faults; i++)
			if (str_eq(sheet.fault[i].cell, cell))
				p->fault = err_text(rq->a, &sheet.fault[i].why, rq->lang);
	}
	return true;
}

static bool make_form(struct request *rq, struct import *x, struct form *f, struct err *e)
{
	bool found = true;
	*f = (struct form){ .rq = rq, .x = x, .line = in_int(rq, S("line"), 0) };
	if (!str_eq(import_state(x), S("open")))
		return err_set(e, ERR_CONFLICT, MSG_WEB_IMPORT_NOT_OPEN, NO_ARGS);
	if (import_is_sheet(x))
		found = sheet_pieces(f);
	else if (f->line)
		found = notice_pieces(f);
	else
		head_pieces(f);
	return found || err_set(e, ERR_NOT_FOUND, MSG_WEB_IMPORT_NO_LINE,
				ARGS(digits(rq->a, f->line)));
}

/* The page. */

static bool is_dropped(const struct request *rq, const struct import *x, int64_t line)
{
	struct str key = digits(rq->a, line);
	const struct val *typed = val_get(rq->in, S("drop"));
	if (rq->method == METHOD_GET) {
		const struct val *edit = val_get(val_get(x->draft, S("edits")), key);
		return edit && edit->kind == VAL_NULL;
	}
	for val_each(v, typed)
		if (v->i == line)
			return true;
	return false;
}

static void put_piece(struct form *f, struct val *list, const struct part *p,
		      const struct val *block)
{
	struct request *rq = f->rq;
	struct field_spec spec = { .kind = p->kind, .name = p->name, .label = p->label,
				   .hint = p->fault, .value = p->value, .words = p->rule.words,
				   .group = S("web.class.") };
	struct val *field = field_put(rq, list, &spec);
	bool changed = p->was.p && !str_eq(p->was, p->value);
	ptrdiff_t rows = utf8_count(val_get_str(field, S("value"))) / AREA_WIDTH + 2;
	val_put_bool(rq->a, field, S("plain"), true); /* none of them has to be given */
	val_put_int(rq->a, field, S("rows"), rows > AREA_ROWS ? AREA_ROWS : rows);
	val_put_str(rq->a, field, S("was"),
		    changed && str_eq(p->map, S("edits")) ? p->was : STR_NONE);
	val_put_bool(rq->a, field, S("line"), p->line > 0);
	if (!p->line)
		return;
	val_put_int(rq->a, field, S("n"), p->line);
	val_put_bool(rq->a, field, S("dropped"), is_dropped(rq, f->x, p->line));
	for val_each(line, val_get(block, S("lines")))
		if (val_get_int(line, S("n"), 0) == p->line) {
			struct val *doubts = arena_new(rq->a, struct val, 1);
			*doubts = *val_get(line, S("doubts"));
			doubts->next = NULL;
			val_put(field, S("doubts"), doubts);
		}
}

static bool show_line(struct request *rq, struct answer *out, struct err *e)
{
	struct import x;
	struct form f;
	if (!import_open(rq, &x, e) || !make_form(rq, &x, &f, e))
		return false;
	struct val *tree = val_map(rq->a), *seen = val_map(rq->a), *more_list;
	import_preview(rq, &x, f.line ? f.line : 1, 1, seen);
	const struct val *block = f.line ? val_get(seen, S("blocks"))->first : NULL;
	val_put_str(rq->a, tree, S("draft"), x.id);
	val_put_str(rq->a, tree, S("name"), import_name(&x));
	val_put_int(rq->a, tree, S("line"), f.line);
	val_put_bool(rq->a, tree, S("head"), !f.line);
	val_put_bool(rq->a, tree, S("lines"), f.line && !import_is_sheet(&x));
	val_put_bool(rq->a, tree, S("sheet"), import_is_sheet(&x));
	val_put_int(rq->a, tree, S("version"), import_version(&x));
	if (block) {
		struct val *copy = arena_new(rq->a, struct val, 1);
		*copy = *val_get(block, S("findings"));
		copy->next = NULL;
		val_put(tree, S("findings"), copy);
		val_put_bool(rq->a, tree, S("any_findings"), copy->count > 0);
	}
	struct val *form = val_put(tree, S("form"), val_list(rq->a));
	more_list = val_put(tree, S("more"), val_list(rq->a));
	for (ptrdiff_t i = 0; i < f.part.n; i++)
		put_piece(&f, str_eq(f.part.p[i].map, S("more")) ? more_list : form,
			  &f.part.p[i], block);
	val_put_bool(rq->a, tree, S("any_more"), more_list->count > 0);
	if (import_is_sheet(&x))
		val_put_bool(rq->a, tree, S("dropped"), is_dropped(rq, &x, f.line));
	form_put(rq, tree);
	out->tree = tree;
	struct str line = digits(rq->a, f.line);
	out->title = !f.line ? msg_text(MSG_WEB_IMPORT_HEAD, rq->lang)
			     : request_say(rq, import_is_sheet(&x) ? MSG_WEB_IMPORT_ROW_TITLE
								   : MSG_WEB_IMPORT_LINE_TITLE,
					   ARGS(line));
	val_put_str(rq->a, tree, S("heading"), out->title);
	return true;
}

bool page_import_line(struct request *rq, struct answer *out, struct err *e)
{
	struct err why = { 0 };
	if (show_line(rq, out, &why))
		return true;
	if (rq->json || (why.code != ERR_NOT_FOUND && why.code != ERR_CONFLICT)) {
		*e = why;
		return false;
	}
	out->location = str_fmt(rq->a, "/import/%.*s", STR_ARG(in_text(rq, S("draft"))));
	return true;
}

/* What came back. */

/* Line ends as browsers send them are CR LF. */
static struct str without_returns(struct arena *a, struct str s)
{
	char *to = arena_new(a, char, s.n + 1);
	ptrdiff_t n = 0;
	for (ptrdiff_t i = 0; i < s.n; i++)
		if (s.p[i] != '\r')
			to[n++] = s.p[i];
	return (struct str){ to, n };
}

static void take_piece(struct form *f, const struct part *p)
{
	struct request *rq = f->rq;
	struct err why = { 0 };
	struct input input = { p->name, p->rule, p->word };
	if (!val_get(rq->given, p->name))
		return;
	struct str text = str_trim(without_returns(rq->a, in_given(rq, p->name)));
	if (text.n) {
		const struct val *v = input_read(rq, &input, text, &why);
		if (!v) {
			request_fault_err(rq, p->name, &why);
			return;
		}
		text = v->s;
	}
	/* what is as it was read needs no correction, unless there was one before */
	struct val *map = draft_map(rq->a, f->x->draft, p->map);
	if (p->sub.p)
		map = draft_map(rq->a, map, str_copy(rq->a, p->key));
	struct str key = p->sub.p ? p->sub : p->key;
	if (p->was.p && str_eq(text, p->was) && !val_get(map, key))
		return;
	draft_set(rq->a, map, key, val_str(rq->a, text.p ? text : S("")));
}

static void take_drops(struct form *f)
{
	struct request *rq = f->rq;
	struct val *edits = draft_map(rq->a, f->x->draft, S("edits"));
	for (ptrdiff_t i = 0; i < f->lines.n; i++) {
		struct str key = digits(rq->a, f->lines.p[i]);
		const struct val *edit = val_get(edits, key);
		if (is_dropped(rq, f->x, f->lines.p[i]))
			draft_set(rq->a, edits, key, val_null(rq->a));
		else if (edit && edit->kind == VAL_NULL)
			draft_set(rq->a, edits, key, val_bool(rq->a, true));
	}
}

static void refuse_unknown(struct form *f)
{
	struct request *rq = f->rq;
	for val_each(v, rq->given) {
		bool known = v->key.n && v->key.p[0] == '_';
		for (int i = 0; !known && i < rq->route->in.n; i++)
			known = str_eq(rq->route->in.p[i].name, v->key);
		for (ptrdiff_t i = 0; !known && i < f->part.n; i++)
			known = str_eq(f->part.p[i].name, v->key);
		if (!known)
			request_fault(rq, STR_NONE,
				      request_say(rq, MSG_WEB_IN_UNKNOWN, ARGS(v->key)));
	}
}

bool page_import_line_do(struct request *rq, struct answer *out, struct err *e)
{
	struct import x;
	struct form f;
	struct err why = { 0 };
	if (!import_open(rq, &x, &why) || !make_form(rq, &x, &f, &why)) {
		if (rq->json || (why.code != ERR_NOT_FOUND && why.code != ERR_CONFLICT)) {
			*e = why;
			return false;
		}
		out->location = str_fmt(rq->a, "/import/%.*s", STR_ARG(in_text(rq, S("draft"))));
		return true;
	}
	int64_t seen = form_version(rq);
	refuse_unknown(&f);
	for (ptrdiff_t i = 0; i < f.part.n; i++)
		take_piece(&f, &f.part.p[i]);
	take_drops(&f);
	if (!rq->faults->count &&
	    import_keep(&x, S("open"), STR_NONE, STR_NONE,
			seen == VERSION_ANY ? import_version(&x) : seen, &why)) {
		out->location = f.line ? import_link(rq, &x, f.line)
				       : str_fmt(rq->a, "/import/%.*s", STR_ARG(x.id));
		return true;
	}
	return form_again(rq, out, &why, show_line, e);
}
