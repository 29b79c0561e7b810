/*
 * Templates to operations: see template.h. A template is one flat list; a
 * section knows where it ends, so nothing here or in render.c recurses.
 */
#include "out/html/ops.h"
#include "out/html/scan.h"

struct compiler {
	struct arena *a;
	struct template_source from;
	enum template_mode mode;
	struct template *first, *last; /* all templates, in the order of finding */
	struct scan scan;
	struct LIST(struct op) op;
	struct LIST(int) open;         /* sections not yet closed, as indexes */
};

static struct op *add(struct compiler *c, enum op_kind kind)
{
	struct op *op = list_add(c->a, &c->op);
	*op = (struct op){ .kind = kind };
	return op;
}

/* What stands at `at` starts a line, which a partial's indent goes before. */
static void add_line(struct compiler *c, ptrdiff_t at)
{
	if (at == 0 || c->scan.text.p[at - 1] == '\n')
		add(c, OP_LINE);
}

static void add_text(struct compiler *c, ptrdiff_t from, ptrdiff_t to)
{
	if (to <= from)
		return;
	add_line(c, from);
	add(c, OP_TEXT)->text = str_cut(c->scan.text, from, to);
}

static void set_path(struct compiler *c, struct op *op, struct str name)
{
	op->text = name;
	if (str_eq(name, S(".")))
		return;
	for (ptrdiff_t i = 0; i <= name.n; i++)
		op->parts += i == name.n || name.p[i] == '.';
	op->path = arena_new(c->a, struct str, op->parts);
	struct str rest = name;
	for (int i = 0; i < op->parts; i++)
		str_split(&rest, '.', &op->path[i]);
}

/* The template `name`, added to the list where it is new; NULL where there is
 * none. */
static struct template *find(struct compiler *c, struct str name)
{
	for (struct template *t = c->first; t; t = t->next)
		if (str_eq(t->name, name))
			return t;
	struct str text = c->from.find(c->from.of, name);
	if (!text.p)
		return NULL;
	struct template *t = arena_new(c->a, struct template, 1);
	t->name = name;
	t->text = text;
	if (c->last)
		c->last->next = t;
	else
		c->first = t;
	c->last = t;
	return t;
}

static bool add_end(struct compiler *c, const struct tag *tag, struct err *e)
{
	if (!c->open.n)
		return scan_fault(&c->scan, tag->from, MSG_TEMPLATE_END, tag->name, e);
	int start = c->open.p[--c->open.n];
	if (!str_eq(c->op.p[start].text, tag->name))
		return scan_fault(&c->scan, tag->from, MSG_TEMPLATE_END, tag->name, e);
	add(c, OP_END)->jump = start;
	c->op.p[start].jump = (int)c->op.n;
	return true;
}

static bool add_partial(struct compiler *c, const struct tag *tag, const struct str *indent,
			struct err *e)
{
	struct template *t = find(c, tag->name);
	if (!t && c->mode == TEMPLATE_STRICT)
		return scan_fault(&c->scan, tag->from, MSG_TEMPLATE_PARTIAL, tag->name, e);
	if (!t)
		return true;
	struct op *op = add(c, OP_PARTIAL);
	op->partial = t;
	op->alone = indent;
	op->text = indent ? *indent : STR_NONE;
	return true;
}

/* `indent` is what stands before a tag alone on its line, else NULL. */
static bool add_tag(struct compiler *c, const struct tag *tag, const struct str *indent,
		    struct err *e)
{
	switch (tag->kind) {
	case TAG_VALUE:
	case TAG_RAW:
		set_path(c, add(c, tag->kind == TAG_RAW ? OP_RAW : OP_VALUE), tag->name);
		return true;
	case TAG_SECTION:
	case TAG_INVERTED:
		*list_add(c->a, &c->open) = (int)c->op.n;
		set_path(c, add(c, tag->kind == TAG_SECTION ? OP_SECTION : OP_INVERTED), tag->name);
		return true;
	case TAG_END:
		return add_end(c, tag, e);
	case TAG_PARTIAL:
		return add_partial(c, tag, indent, e);
	case TAG_COMMENT:
	case TAG_DELIMS:
		break;
	}
	return true;
}

/* True where the tag is alone on its line(s); `from` and `to` become the line's
 * start and the start of the next. */
static bool alone(struct str text, const struct tag *tag, ptrdiff_t *from, ptrdiff_t *to)
{
	ptrdiff_t start = tag->from, end = tag->to;
	if (tag->kind == TAG_VALUE || tag->kind == TAG_RAW)
		return false;
	while (start > 0 && (text.p[start - 1] == ' ' || text.p[start - 1] == '\t'))
		start--;
	if (start > 0 && text.p[start - 1] != '\n')
		return false;
	while (end < text.n && (text.p[end] == ' ' || text.p[end] == '\t'))
		end++;
	if (end < text.n && text.p[end] == '\r')
		end++;
	if (end < text.n && text.p[end] != '\n')
		return false;
	*from = start;
	*to = end < text.n ? end + 1 : end;
	return true;
}

static bool compile_one(struct compiler *c, struct template *t, struct err *e)
{
	if (c->mode == TEMPLATE_STRICT && !template_lint(t->name, t->text, e))
		return false;
	c->scan = scan_start(t->name, t->text);
	c->op.p = NULL;
	c->op.n = c->op.cap = 0;
	c->open.n = 0;
	ptrdiff_t done = 0; /* the text before it is in the operations */
	struct tag tag;
	struct err fault = { 0 };
	while (scan_next(&c->scan, &tag, &fault)) {
		ptrdiff_t from = tag.from, to = tag.to;
		bool line = alone(t->text, &tag, &from, &to);
		add_text(c, done, from);
		if (!line)
			add_line(c, from);
		struct str indent = str_cut(t->text, from, tag.from);
		if (!add_tag(c, &tag, line ? &indent : NULL, e))
			return false;
		done = c->scan.at = to;
	}
	if (fault.code) {
		if (e && !e->code)
			*e = fault;
		return false;
	}
	add_text(c, done, t->text.n);
	if (c->open.n)
		return scan_fault(&c->scan, t->text.n, MSG_TEMPLATE_OPEN,
				  c->op.p[c->open.p[c->open.n - 1]].text, e);
	t->op = c->op.p;
	t->ops = (int)c->op.n;
	return true;
}

bool template_compile(struct arena *a, struct str name, struct template_source from,
		      enum template_mode mode, const struct template **out, struct err *e)
{
	struct compiler c = { .a = a, .from = from, .mode = mode };
	*out = find(&c, name);
	if (!*out)
		return err_set(e, ERR_NOT_FOUND, MSG_TEMPLATE_NONE, ARGS(name));
	for (struct template *t = c.first; t; t = t->next)
		if (!compile_one(&c, t, e))
			return false;
	return true;
}
