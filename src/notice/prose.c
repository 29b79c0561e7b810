/*
 * The prose: what no other key of the tree holds, in order. Whatever of a
 * paragraph is not head matter, heading, measure or sign-off is kept here, so
 * that nothing of the notice is missing from its tree.
 */
#include "notice/parser.h"

struct proses LIST(struct prose);

/* A walk over the notice's measures in the order of the text. */
struct walk {
	const struct notice *n;
	ptrdiff_t category, finding, measure;
};

static const struct measure *now(const struct walk *w)
{
	if (w->category >= w->n->categories)
		return NULL;
	const struct category *c = &w->n->category[w->category];
	if (w->finding >= c->findings || w->measure >= c->finding[w->finding].measures)
		return NULL;
	return &c->finding[w->finding].measure[w->measure];
}

static void settle(struct walk *w)
{
	while (w->category < w->n->categories && !now(w)) {
		const struct category *c = &w->n->category[w->category];
		w->measure = 0;
		if (++w->finding >= c->findings) {
			w->finding = 0;
			w->category++;
		}
	}
}

static void add(struct parser *p, struct proses *out, int para, const char *from, const char *to)
{
	const struct npara *np = &p->n->para[para];
	struct str text = str_trim((struct str){ from, to - from });
	if (text.n == 0 || str_eq(text, S("。")) || str_eq(text, S("：")))
		return;
	enum prose_at at = PROSE_SECTION;
	if (para < p->body)
		at = PROSE_LEAD;
	else if (para >= p->tail)
		at = PROSE_TAIL;
	else if (np->finding >= 0)
		at = PROSE_FINDING;
	else if (np->category >= 0)
		at = PROSE_CATEGORY;
	struct str section =
		np->section >= 0 && para < p->tail ? p->n->section[np->section].ordinal : STR_NONE;
	*list_add(p->a, out) =
		(struct prose){ .at = at, .section = section, .text = text, .para = para };
}

/* Is the whole paragraph held by a key of its own? A head line is where it says
 * the issuer's name, or a part of it. */
static bool is_held(const struct notice *n, const struct npara *p)
{
	if (p->role == PARA_HEAD)
		return str_has(n->issuer, p->text);
	return p->role == PARA_TITLE || p->role == PARA_ISSUER || p->role == PARA_DATE;
}

/* For each paragraph: is it the heading of a section, category or finding? The
 * headings of sections that hold no findings are not, and are prose. */
static bool *headings_of(struct arena *a, const struct notice *n)
{
	bool *entry = arena_new(a, bool, n->paras + 1);
	for (ptrdiff_t i = 0; i < n->sections; i++)
		entry[n->section[i].para] = true;
	for (ptrdiff_t i = 0; i < n->categories; i++) {
		const struct category *c = &n->category[i];
		if (c->para >= 0)
			entry[c->para] = true;
		for (ptrdiff_t k = 0; k < c->findings; k++)
			if (c->finding[k].para >= 0)
				entry[c->finding[k].para] = true;
	}
	return entry;
}

/* The name before 关于 in the title, where it is not the issuer's. */
static void other_issuer(struct parser *p, struct proses *out, int para)
{
	struct str title = p->n->para[para].text;
	ptrdiff_t about = str_find(title, S("关于"), 0);
	struct str front = str_trim(str_cut(title, 0, about));
	if (front.n && !str_has(p->n->issuer, front))
		add(p, out, para, title.p, title.p + about);
}

void parse_prose(struct parser *p)
{
	struct notice *n = p->n;
	struct proses out = { 0 };
	struct walk w = { .n = n };
	const char *held = n->text.p; /* all before it is held */
	const bool *entry = headings_of(p->a, n);
	settle(&w);
	for (int i = 0; i < n->paras; i++) {
		struct npara *np = &n->para[i];
		const char *at = np->text.p, *end = at + np->text.n;
		if (np->role == PARA_TITLE)
			other_issuer(p, &out, i);
		if (is_held(n, np))
			continue;
		if (np->role == PARA_HEADING && entry[i]) {
			at = np->body.n ? np->body.p : end;
			if (np->section >= 0 && np->body.n == 0)
				at = end;
		}
		if (held > at)
			at = held < end ? held : end;
		for (const struct measure *m; (m = now(&w)) && m->text.p < end;) {
			const char *from = m->label.n ? m->label.p : m->text.p;
			if (from > at)
				add(p, &out, i, at, from);
			held = m->text.p + m->text.n;
			at = held < end ? held : end;
			w.measure++;
			settle(&w);
		}
		if (at < end)
			add(p, &out, i, at, end);
	}
	n->prose = out.p;
	n->proses = out.n;
}
