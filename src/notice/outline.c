/*
 * The outline: numbered and bare headings → sections, categories, findings.
 *
 * A level-1 heading (一、) opens a section. In a findings section the headings
 * below it make a tree by their styles in the order in which they appear, for
 * no style has one meaning: （一） may be an area, a slogan or the finding
 * itself, （1） a finding or a measure. Siblings decide together: they are
 * measures when none of them looks like a heading.
 */
#include <string.h>

#include "base/utf8.h"
#include "notice/parser.h"
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

enum { TITLE_CHARS = 60, BARE_CHARS = 45 };

static bool has_outside_quotes(struct str s, uint32_t want)
{
	int depth = 0;
	ptrdiff_t len;
	for (ptrdiff_t i = 0; i < s.n; i += len) {
		uint32_t cp = utf8_at(s, i, &len);
		if (cp == 0x201C || cp == 0x300A)
			depth++;
		else if (cp == 0x201D || cp == 0x300B)
			depth--;
		else if (cp == want && depth <= 0)
			return true;
	}
	return false;
}

static bool opens_measures(struct str s)
{
	struct numbering num = clue_numbering(s);
	ptrdiff_t n;
	return ((num.style == NUM_IS || num.style == NUM_TH || num.style == NUM_CIRCLED ||
		 num.style == NUM_PAREN) && num.number == 1) ||
	       label_read(s, &n) == LABEL_DONE;
}

/* 关于…问题, X方面: a title by its look, whatever stands round it. */
static bool strong_title(struct str title)
{
	return utf8_count(title) <= BARE_CHARS && heading_end(title) == HEADING_STRONG &&
	       !has_outside_quotes(title, 0xFF0C) && !has_outside_quotes(title, 0xFF1B);
}

/* Splits a heading's text behind its number into title and what runs on.
 * `body` is STR_NONE where the paragraph is the heading alone. */
static void split_title(struct str s, struct str *title, struct str *body)
{
	struct str sentence = first_sentence(s);
	*body = STR_NONE;
	*title = without_stop(sentence);
	if (sentence.n < s.n && str_trim(str_from(s, sentence.n)).n)
		*body = str_trim(str_from(s, sentence.n));
	/* 针对…问题，一是… */
	ptrdiff_t comma = str_find(str_cut(s, 0, 4 * TITLE_CHARS), S("，一是"), 0);
	if (comma > 0 && comma < title->n && strong_title(str_cut(s, 0, comma))) {
		*title = str_cut(s, 0, comma);
		*body = str_from(s, comma + S("，").n);
		return;
	}
	/* X方面：一是… */
	ptrdiff_t colon = str_find(*title, S("："), 0);
	if (colon > 0 && (opens_measures(str_from(*title, colon + 3)) ||
			  (colon + 3 == title->n && !body->n))) {
		struct str rest = str_trim(str_from(s, colon + 3));
		*title = str_cut(s, 0, colon);
		*body = rest.n ? rest : STR_NONE;
	}
}

/* A heading without number: X方面 alone or run in, 针对…问题。一是… */
static bool is_bare_heading(const struct parser *p, int para)
{
	struct str s = p->n->para[para].text;
	struct str title, body;
	ptrdiff_t n;
	if (p->num[para].style != NUM_NONE)
		return false;
	/* a title is short: no need to look further for its stop */
	struct str head = str_cut(s, 0, 4 * BARE_CHARS);
	if (s.n > head.n && !str_has(head, S("。")) && !str_has(head, S("：")) &&
	    !str_has(head, S("，一是")))
		return false;
	if (label_read(s, &n) != LABEL_NONE)
		return false;
	split_title(s, &title, &body);
	if (!strong_title(title) || has_outside_quotes(title, 0xFF1A))
		return false;
	if (!body.n)
		return true;
	return str_ends(title, S("方面")) || opens_measures(body) || str_starts(title, S("关于")) ||
	       str_starts(title, S("针对"));
}

static void set_heading(struct parser *parser, int para, int level)
{
	struct npara *p = &parser->n->para[para];
	struct numbering num = parser->num[para];
	ptrdiff_t n = 0;
	p->role = PARA_HEADING;
	p->level = level;
	p->style = numbering_heads(num.style) ? num.style : NUM_NONE;
	p->number = p->style ? num.number : 0;
	if (!p->style && label_read(p->text, &n) != LABEL_TASK)
		n = 0;
	p->label = str_cut(p->text, 0, p->style ? num.n : n);
	split_title(str_from(p->text, p->label.n), &p->title, &p->body);
}

static int level_of(enum number_style style)
{
	static const int levels[NUM_STYLES] = {
		[NUM_CN] = 1, [NUM_CN_PAREN] = 2, [NUM_ARABIC] = 3, [NUM_FEEDBACK] = 3,
		[NUM_PAREN] = 4, [NUM_CIRCLED] = 4, [NUM_NONE] = 3,
	};
	return levels[style];
}

/* The number alone: 1, （一）, 三. */
static struct str bare_ordinal(const struct npara *p)
{
	struct str s = str_trim(p->label);
	ptrdiff_t len;
	if (p->style == NUM_CN_PAREN || p->style == NUM_CIRCLED || p->style == NUM_NONE)
		return p->style ? s : STR_NONE;
	while (s.n) { /* the mark behind it */
		uint32_t cp = utf8_before(s, s.n, &len);
		if (cp != 0x3001 && cp != '.' && cp != 0xFF0E && cp != 0xFF1A && cp != ':' &&
		    cp != ')' && cp != 0xFF09)
			break;
		s.n -= len;
	}
	if (!str_drop_head(&s, S("（")))
		str_drop_head(&s, S("("));
	if (p->style == NUM_FEEDBACK) {
		ptrdiff_t at = str_rfind(s, S("题"));
		if (at < 0)
			at = str_rfind(s, S("见"));
		s = str_from(s, at < 0 ? 0 : at + 3);
	}
	return s;
}

/* ---- sections ---- */

static struct section *add_section(struct parser *parser, int para)
{
	struct notice *n = parser->n;
	struct npara *p = &n->para[para];
	set_heading(parser, para, 1);
	n->section[n->sections] =
		(struct section){ .para = para, .title = p->title, .role = SECTION_OTHER };
	n->section[n->sections].ordinal = bare_ordinal(p);
	return &n->section[n->sections++];
}

/* What a section is by its words; -1 where they do not say. */
static int role_by_words(struct str title)
{
	const struct word *w = words_in(&words_section, title);
	return w ? w->is : -1;
}

/* Measures' ordinals and headings of findings between two paragraphs: how much
 * they look like a findings section. */
static int findings_in(const struct parser *p, int from, int to)
{
	int count = 0;
	for (int i = from; i < to; i++) {
		struct numbering num = p->num[i];
		struct str title, body;
		if (num.style == NUM_FEEDBACK) {
			count++;
		} else if (numbering_heads(num.style)) {
			split_title(str_from(p->n->para[i].text, num.n), &title, &body);
			count += strong_title(title);
		} else {
			count += is_bare_heading(p, i) || opens_measures(p->n->para[i].text);
		}
	}
	return count;
}

static void find_sections(struct parser *p)
{
	struct notice *n = p->n;
	int count = 0, most = -1, unsure = -1;
	bool *known = arena_new(p->a, bool, n->paras + 1);
	for (int i = p->body; i < p->tail; i++)
		count += p->num[i].style == NUM_CN;
	n->section = arena_new(p->a, struct section, count + 1);
	for (int i = p->body; i < p->tail; i++) {
		if (p->num[i].style == NUM_CN) {
			struct section *s = add_section(p, i);
			int role = role_by_words(s->title);
			known[n->sections - 1] = role >= 0;
			if (role >= 0)
				s->role = (enum section_role)role;
		}
		n->para[i].section = (int)n->sections - 1;
	}
	/* words that say nothing: the one that looks most like it holds the
	 * findings, where no other does */
	bool found = false;
	for (ptrdiff_t k = 0; k < n->sections; k++)
		found |= n->section[k].role == SECTION_FINDINGS;
	for (ptrdiff_t k = 0; k < n->sections; k++) {
		int to = k + 1 < n->sections ? n->section[k + 1].para : p->tail;
		int looks = findings_in(p, n->section[k].para + 1, to);
		if (known[k])
			continue;
		if (looks > 1 && found)
			n->section[k].role = SECTION_FINDINGS;
		else if (looks > most) {
			most = looks;
			unsure = (int)k;
		}
	}
	if (!found && unsure >= 0 && (most > 0 || n->sections == 1))
		n->section[unsure].role = SECTION_FINDINGS;
}

/* ---- the tree of a findings section ---- */

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
	split_title(str_from(s, o->p->num[top->para].n), &title, &body);
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
		else if (is_bare_heading(o->p, i) || (!numbered && is_task(s)))
			put_node(o, &open, i, bare_style(o, &open, i), true);
	}
	close_to(o, &open, 0, to);
}

/* Does the node itself look like a heading, apart from its siblings? */
static bool looks_heading(const struct notice *n, const struct node *v)
{
	const struct npara *p = &n->para[v->para];
	struct str text = str_from(p->text, p->label.n);
	bool stopped = is_terminated(text);
	if (v->bare || v->style == NUM_FEEDBACK)
		return true;
	if (strong_title(p->title))
		return true;
	if (p->body.n)
		return opens_measures(p->body) && utf8_count(p->title) <= TITLE_CHARS;
	if (!stopped && utf8_count(text) <= TITLE_CHARS && !has_outside_quotes(text, 0xFF1B))
		return v->first_below > v->para + 1 || v->end > v->para + 1 ||
		       utf8_count(text) <= 30;
	/* a fault told in a sentence, with what was done in paragraphs below */
	return v->first_below > v->para + 1 && utf8_count(text) <= 2 * TITLE_CHARS;
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
		up->look[v->style] += looks_heading(n, v);
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

/* ---- categories and findings ---- */

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
		c->ordinal = bare_ordinal(&n->para[para]);
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
			       .ordinal = bare_ordinal(p),
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
		add_finding(o, category, v, v->style == NUM_NONE ? 3 : level_of(v->style));
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
		set_heading(o->p, o->node[k].para, level_of(o->node[k].style));
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
			add_finding(o, nameless(o, section), v, level_of(v->style));
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

/* Headings outside the findings: （一）强化…。body */
static void other_section(struct parser *parser, int from, int to)
{
	for (int i = from; i < to; i++) {
		struct npara *p = &parser->n->para[i];
		struct numbering num = parser->num[i];
		if (!numbering_heads(num.style) || num.style == NUM_FEEDBACK)
			continue;
		struct npara was = *p;
		set_heading(parser, i, level_of(num.style));
		bool sentence = !p->body.n && is_terminated(p->text) && num.style != NUM_CN_PAREN &&
				utf8_count(p->title) > 30;
		if (utf8_count(p->title) > TITLE_CHARS || sentence) {
			*p = was;
			p->style = num.style;
			p->number = num.number;
			p->label = str_cut(p->text, 0, num.n);
		}
	}
}

void parse_outline(struct parser *p)
{
	struct notice *n = p->n;
	struct outline o = { .p = p, .nameless = -1 };
	find_sections(p);
	o.node = arena_new(p->a, struct node, p->tail - p->body + 1);
	n->category = arena_new(p->a, struct category, p->tail - p->body + 2);
	if (n->sections == 0) {
		findings_section(&o, -1, p->body, p->tail);
		return;
	}
	for (ptrdiff_t k = 0; k < n->sections; k++) {
		int from = n->section[k].para + 1;
		int to = k + 1 < n->sections ? n->section[k + 1].para : p->tail;
		if (n->section[k].role == SECTION_FINDINGS)
			findings_section(&o, (int)k, from, to);
		else
			other_section(p, from, to);
	}
}
