/*
 * A findings section: its headings make a tree by their styles in the order in
 * which they appear, for no style has one meaning: （一） may be an area, a slogan
 * or the finding itself, （1） a finding or a measure. Siblings decide together:
 * they are measures when none of them looks like a heading. The tree then gives
 * categories and findings.
 */
#include <string.h>

#include "base/utf8.h"
#include "notice/heading.h"
#include "notice_words.h"

/* One numbered paragraph or bare heading of a findings section. */
struct node {
	int para, parent;         /* parent: index of a node, -1 = the section */
	int end;                  /* first paragraph after it and all below it */
	int first_below;          /* first paragraph that a node below it opens, or end */
	int last_node;            /* the last node below it, itself where none is */
	enum number_style style;  /* that it takes its place by */
	bool bare;                /* bears no number */
	bool children;            /* has headings below it */
	bool measure;
	/* of the nodes right below it, by style: how many, how many look like
	 * headings, how many have a body */
	int all[NUM_STYLES], look[NUM_STYLES], body[NUM_STYLES];
};

struct outline {
	struct parser *p;
	struct node *node;
	int nodes;
	int nameless; /* index of the nameless category, -1 = none yet */
};

static bool is_task(struct str s)
{
	ptrdiff_t n;
	return label_read(s, &n) == LABEL_TASK && n < s.n;
}

/* The nodes open at a place, outermost first. */
struct open {
	int node[NUM_STYLES + 1];
	int depth;
};

static void close_to(struct outline *o, struct open *open, int depth, int para)
{
	while (open->depth > depth) {
		struct node *v = &o->node[open->node[--open->depth]];
		v->end = para;
		v->last_node = o->nodes - 1;
		if (!v->first_below)
			v->first_below = para;
	}
}

/* Puts a node on the tree: beside the open one of its style, else below the
 * innermost. */
static void put_node(struct outline *o, struct open *open, int para, enum number_style style,
		     bool bare)
{
	int at = open->depth;
	for (int k = open->depth - 1; k >= 0; k--)
		if (o->node[open->node[k]].style == style)
			at = k;
	close_to(o, open, at, para);
	int parent = at ? open->node[at - 1] : -1;
	if (parent >= 0 && !o->node[parent].first_below)
		o->node[parent].first_below = para;
	o->node[o->nodes] =
		(struct node){ .para = para, .parent = parent, .style = style, .bare = bare };
	open->node[at] = o->nodes++;
	open->depth = at + 1;
}

/* The style that a bare heading takes its place by: below a heading that has
 * nothing yet, else beside the last one. */
static enum number_style bare_style(const struct outline *o, const struct open *open, int para)
{
	if (!open->depth)
		return NUM_NONE;
	const struct node *top = &o->node[open->node[open->depth - 1]];
	struct str title, body;
	struct str s = o->p->n->para[top->para].text;
	heading_split(str_from(s, o->p->num[top->para].n), &title, &body);
	return top->para != para - 1 || body.n ? top->style : NUM_NONE;
}

static void build_tree(struct outline *o, int from, int to, bool numbered)
{
	struct notice *n = o->p->n;
	struct open open = { .depth = 0 };
	o->nodes = 0;
	for (int i = from; i < to; i++) {
		struct str s = n->para[i].text;
		struct numbering num = o->p->num[i];
		if (n->para[i].cell)
			continue;
		if (numbering_heads(num.style) && num.style != NUM_CN)
			put_node(o, &open, i, num.style, false);
		else if (heading_bare(o->p, i) || (!numbered && is_task(s)))
			put_node(o, &open, i, bare_style(o, &open, i), true);
	}
	close_to(o, &open, 0, to);
}

/* Does the node itself look like a heading, apart from its siblings? */
static bool looks_heading(const struct outline *o, int k)
{
	const struct notice *n = o->p->n;
	const struct node *v = &o->node[k];
	const struct npara *p = &n->para[v->para];
	struct str text = str_from(p->text, p->label.n);
	bool stopped = is_terminated(text);
	if (v->bare || v->style == NUM_FEEDBACK)
		return true;
	if (heading_strong(p->title))
		return true;
	ptrdiff_t chars = utf8_count(p->title);
	/* a fault in few words; a short line with items below it */
	if (chars <= 30 && !heading_has(p->title, 0xFF0C) && words_in(&words_fault, p->title))
		return true;
	if (v->last_node > k && chars <= HEADING_CHARS && !p->body.n)
		return true;
	if (p->body.n)
		return heading_opens_measures(p->body) && chars <= HEADING_CHARS;
	if (!stopped && utf8_count(text) <= HEADING_CHARS && !heading_has(text, 0xFF1B))
		return v->first_below > v->para + 1 || v->end > v->para + 1 ||
		       utf8_count(text) <= 30;
	/* a fault told in a sentence, with what was done in paragraphs below */
	return v->first_below > v->para + 1 && utf8_count(text) <= 2 * HEADING_CHARS;
}

/* Are the nodes of a style below `up` headings? More than a third must look it:
 * one status line after the last measure makes no heading of it. */
static bool group_looks(const struct node *up, enum number_style style)
{
	return up->look[style] * 3 > up->all[style];
}

/* The parent is a finding by its own look: …问题, or text of its own stands
 * between it and its numbered items. */
static bool parent_is_finding(const struct outline *o, const struct node *parent)
{
	const struct npara *p = &o->p->n->para[parent->para];
	return str_ends(p->title, S("问题")) || parent->first_below > parent->para + 1 ||
	       p->body.n > 0 || parent->style == NUM_FEEDBACK || parent->style == NUM_ARABIC;
}

static void count_children(struct outline *o)
{
	const struct notice *n = o->p->n;
	for (int k = 0; k < o->nodes; k++) {
		const struct node *v = &o->node[k];
		if (v->parent < 0)
			continue;
		struct node *up = &o->node[v->parent];
		up->all[v->style]++;
		up->look[v->style] += looks_heading(o, k);
		up->body[v->style] += v->end > v->para + 1 || n->para[v->para].body.n > 0;
	}
}

static void decide_measures(struct outline *o)
{
	/* groups that look like headings speak for like groups elsewhere */
	bool like[NUM_STYLES][NUM_STYLES] = { { false } };
	count_children(o);
	for (int k = 0; k < o->nodes; k++)
		for (int s = 0; s < NUM_STYLES; s++)
			like[o->node[k].style][s] |=
				o->node[k].all[s] && group_looks(&o->node[k], (enum number_style)s);
	for (int k = 0; k < o->nodes; k++) {
		struct node *v = &o->node[k];
		if (v->parent < 0)
			continue;
		struct node *up = &o->node[v->parent];
		bool finding = parent_is_finding(o, up);
		bool headings = group_looks(up, v->style);
		if (headings && finding && v->style != NUM_FEEDBACK && !v->bare)
			/* short items below a finding are measures too */
			headings = up->body[v->style] * 2 > up->all[v->style];
		else if (!headings && !finding)
			headings = like[up->style][v->style];
		v->measure = up->measure || !headings;
		up->children |= !v->measure;
	}
}

static struct str category_title(struct str s)
{
	str_drop_head(&s, S("关于"));
	s = without_stop(s);
	struct str bare = s;
	if (str_drop_tail(&bare, S("方面")) && bare.n)
		s = bare;
	return s;
}

static int add_category(struct outline *o, int para, int section)
{
	struct notice *n = o->p->n;
	struct category *c = &n->category[n->categories];
	*c = (struct category){ .para = para, .section = section };
	if (para >= 0) {
		c->ordinal = heading_ordinal(&n->para[para]);
		c->title = category_title(n->para[para].title);
	}
	return (int)n->categories++;
}

static int nameless(struct outline *o, int section)
{
	if (o->nameless < 0)
		o->nameless = add_category(o, -1, section);
	return o->nameless;
}

/* A new finding at the end of a category's; the array doubles at powers of
 * two. */
static struct finding *new_finding(struct outline *o, struct category *c)
{
	ptrdiff_t n = c->findings;
	if (n == 0 || (n >= 4 && (n & (n - 1)) == 0)) {
		struct finding *more = arena_new(o->p->a, struct finding, n ? n * 2 : 4);
		if (n)
			memcpy(more, c->finding, (size_t)n * sizeof(*more));
		c->finding = more;
	}
	return &c->finding[c->findings++];
}

/* Gives the paragraphs from `from` to before `to` to a finding. */
static void belong(struct notice *n, int from, int to, int category, int finding)
{
	for (int i = from; i < to; i++) {
		n->para[i].category = category;
		n->para[i].finding = finding;
	}
}

static void add_finding(struct outline *o, int category, const struct node *v, int level)
{
	struct notice *n = o->p->n;
	struct category *c = &n->category[category];
	struct finding *f = new_finding(o, c);
	struct npara *p = &n->para[v->para];
	p->level = level;
	*f = (struct finding){ .para = v->para,
			       .ordinal = heading_ordinal(p),
			       .title = without_stop(p->title) };
	belong(n, v->para, v->end, category, (int)c->findings - 1);
	parse_measures(o->p, f, p->body, v->para + 1, v->end);
}

/* A section or group whose body bears no heading of a finding: one finding
 * without a title of its own. */
static void add_untitled(struct outline *o, int category, int para, struct str body, int from,
			 int to)
{
	struct notice *n = o->p->n;
	struct category *c = &n->category[category];
	if (from >= to && !body.n)
		return;
	struct finding *f = new_finding(o, c);
	*f = (struct finding){ .para = para };
	belong(n, from, to, category, (int)c->findings - 1);
	parse_measures(o->p, f, body, from, to);
}

/* All headings below a category that are findings: those with no heading
 * below them. */
static void findings_below(struct outline *o, int top, int category)
{
	for (int k = top + 1; k <= o->node[top].last_node; k++) {
		const struct node *v = &o->node[k];
		if (v->measure || v->children)
			continue;
		add_finding(o, category, v, v->style == NUM_NONE ? 3 : heading_level(v->style));
	}
}

static void findings_section(struct outline *o, int section, int from, int to)
{
	struct notice *n = o->p->n;
	bool numbered = false, groups = false;
	for (int i = from; i < to; i++)
		numbered |= numbering_heads(o->p->num[i].style);
	build_tree(o, from, to, numbered);
	for (int k = 0; k < o->nodes; k++)
		heading_set(o->p, o->node[k].para, heading_level(o->node[k].style));
	decide_measures(o);
	for (int k = 0; k < o->nodes; k++)
		groups |= o->node[k].parent < 0 && o->node[k].children;
	for (int k = 0; k < o->nodes; k++) {
		struct node *v = &o->node[k];
		struct npara *p = &n->para[v->para];
		if (v->measure) {
			p->role = PARA_BODY;
			p->level = 0;
			p->title = p->body = STR_NONE;
		}
		if (v->parent >= 0)
			continue;
		if (v->children || (groups && v->style == NUM_CN_PAREN)) {
			int c = add_category(o, v->para, section);
			belong(n, v->para, v->end, c, -1);
			if (v->children)
				findings_below(o, k, c);
			else
				add_untitled(o, c, v->para, p->body, v->para + 1, v->end);
		} else {
			add_finding(o, nameless(o, section), v, heading_level(v->style));
		}
	}
	if (o->nodes == 0 && from < to && section >= 0) {
		int c = nameless(o, section);
		add_untitled(o, c, n->section[section].para, STR_NONE, from, to);
		struct finding *f = &n->category[c].finding[n->category[c].findings - 1];
		f->ordinal = n->section[section].ordinal;
		f->title = n->section[section].title;
	}
}

void parse_findings(struct parser *p)
{
	struct notice *n = p->n;
	struct outline o = { .p = p, .nameless = -1 };
	o.node = arena_new(p->a, struct node, p->tail - p->body + 1);
	n->category = arena_new(p->a, struct category, p->tail - p->body + 2);
	if (n->sections == 0)
		findings_section(&o, -1, p->body, p->tail);
	for (int k = 0; k < n->sections; k++)
		if (n->section[k].role == SECTION_FINDINGS)
			findings_section(&o, k, n->section[k].para + 1, section_end(p, k));
}
