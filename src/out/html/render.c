/*
 * Operations over a value tree: see template.h. One loop with a stack of its
 * own, of bounded height; a template can neither overflow the machine's stack
 * nor run without end.
 */
#include <stdio.h>

#include "base/json.h"
#include "out/html/ops.h"

/* A section or partial that is being rendered. */
struct frame {
	bool list;                /* goes on with v->next */
	const struct val *v;      /* the context; NULL where it adds none */
	const struct val *near;   /* its member that was found last */
	struct str absent;        /* what it was found not to have, last */
	const struct template *t; /* partial: where to go back to */
	int pc;
	struct str indent;        /* partial: the indent to go back to */
};

struct run {
	struct buf *out;
	struct frame frame[TEMPLATE_DEPTH_MAX];
	int depth;
	const struct template *t;
	int pc;
	struct str indent;
};

void html_escape(struct buf *out, struct str s)
{
	ptrdiff_t from = 0;
	for (ptrdiff_t i = 0; i < s.n; i++) {
		struct str as;
		switch (s.p[i]) {
		case '&': as = S("&amp;"); break;
		case '<': as = S("&lt;"); break;
		case '>': as = S("&gt;"); break;
		case '"': as = S("&quot;"); break;
		case '\'': as = S("&#39;"); break;
		default: continue;
		}
		buf_add(out, str_cut(s, from, i));
		buf_add(out, as);
		from = i + 1;
	}
	buf_add(out, str_from(s, from));
}

static const struct val *member(struct frame *f, struct str key)
{
	if (f->absent.n && str_eq(f->absent, key))
		return NULL;
	const struct val *found = val_get_near(f->v, f->near, key);
	if (found)
		f->near = found;
	else
		f->absent = key;
	return found;
}

static const struct val *lookup(struct run *r, const struct op *op)
{
	for (int i = r->depth - 1; i >= 0; i--) {
		struct frame *f = &r->frame[i];
		if (!f->v)
			continue;
		if (!op->parts)
			return f->v;
		const struct val *v = member(f, op->path[0]);
		if (!v)
			continue;
		for (int k = 1; v && k < op->parts; k++)
			v = val_get(v, op->path[k]);
		return v;
	}
	return NULL;
}

static bool truth(const struct val *v)
{
	if (!v)
		return false;
	switch (v->kind) {
	case VAL_NULL: return false;
	case VAL_BOOL: return v->yes;
	case VAL_STR:
	case VAL_MARKUP: return v->s.n > 0;
	case VAL_LIST: return v->count > 0;
	case VAL_INT:
	case VAL_NUM:
	case VAL_MAP: break;
	}
	return true;
}

static void print(struct buf *out, const struct val *v, bool raw)
{
	if (!v || v->kind == VAL_NULL || v->kind == VAL_LIST || v->kind == VAL_MAP)
		return;
	if (v->kind == VAL_MARKUP || (raw && v->kind == VAL_STR))
		buf_add(out, v->s);
	else if (v->kind == VAL_STR)
		html_escape(out, v->s);
	else
		json_write(out, v, JSON_LINE);
}

/* Text whose lines but the first get the indent. */
static void print_text(struct run *r, struct str text)
{
	if (r->indent.n) {
		for (ptrdiff_t end; (end = str_find(text, S("\n"), 0)) >= 0 && end + 1 < text.n;) {
			buf_add(r->out, str_cut(text, 0, end + 1));
			buf_add(r->out, r->indent);
			text = str_from(text, end + 1);
		}
	}
	buf_add(r->out, text);
}

static bool push(struct run *r, struct frame f, struct err *e)
{
	if (r->depth == TEMPLATE_DEPTH_MAX) {
		char z[24];
		snprintf(z, sizeof(z), "%d", TEMPLATE_DEPTH_MAX);
		return err_set(e, ERR_LIMIT, MSG_TEMPLATE_DEPTH, ARGS(r->t->name, str_of(z)));
	}
	r->frame[r->depth++] = f;
	return true;
}

static bool begin(struct run *r, const struct op *op, struct err *e)
{
	const struct val *v = lookup(r, op);
	if (truth(v) == (op->kind == OP_INVERTED)) {
		r->pc = op->jump;
		return true;
	}
	r->pc++;
	if (op->kind == OP_INVERTED)
		return push(r, (struct frame){ 0 }, e); /* adds no context */
	bool list = v->kind == VAL_LIST;
	return push(r, (struct frame){ .list = list, .v = list ? v->first : v }, e);
}

static void end(struct run *r, const struct op *op)
{
	struct frame *f = &r->frame[r->depth - 1];
	if (f->list && f->v->next) {
		f->v = f->v->next;
		f->near = NULL;
		f->absent = STR_NONE;
		r->pc = op->jump + 1;
		return;
	}
	r->depth--;
	r->pc++;
}

static bool enter(struct run *r, const struct op *op, struct err *e)
{
	if (!push(r, (struct frame){ .t = r->t, .pc = r->pc + 1, .indent = r->indent }, e))
		return false;
	if (!op->alone)
		r->indent = STR_NONE;
	else if (op->text.n)
		r->indent = str_join(r->out->a, r->indent, op->text);
	r->t = op->partial;
	r->pc = 0;
	return true;
}

/* Back from a partial; false at the end of the page. */
static bool leave(struct run *r)
{
	if (r->depth == 1)
		return false;
	struct frame f = r->frame[--r->depth];
	r->t = f.t;
	r->pc = f.pc;
	r->indent = f.indent;
	return true;
}

static bool step(struct run *r, const struct op *op, struct err *e)
{
	switch (op->kind) {
	case OP_TEXT: print_text(r, op->text); break;
	case OP_LINE: buf_add(r->out, r->indent); break;
	case OP_VALUE: print(r->out, lookup(r, op), false); break;
	case OP_RAW: print(r->out, lookup(r, op), true); break;
	case OP_SECTION:
	case OP_INVERTED: return begin(r, op, e);
	case OP_END: end(r, op); return true;
	case OP_PARTIAL: return enter(r, op, e);
	}
	r->pc++;
	return true;
}

bool template_render(struct buf *out, const struct template *t, const struct val *v,
		     struct err *e)
{
	static const struct val nothing = { VAL_NULL };
	struct run r = { .out = out, .t = t };
	if (!push(&r, (struct frame){ .v = v ? v : &nothing }, e))
		return false;
	for (int steps = 0;; steps++) {
		if (r.pc == r.t->ops) {
			if (!leave(&r))
				return true;
			continue;
		}
		if (steps == TEMPLATE_STEPS_MAX || arena_over(out->a))
			return err_set(e, ERR_LIMIT, MSG_TEMPLATE_STEPS, ARGS(t->name));
		if (!step(&r, &r.t->op[r.pc], e))
			return false;
	}
}
