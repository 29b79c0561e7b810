/*
 * The preview of a notice: its lines as they were read, block by block, each with what
 * the parser and the checker doubt, and beside them the finding that was made of them.
 */
#include "web/import_view.h"

/* Where a line belongs. */
struct place_of {
	int section, category, finding; /* finding: of all, -1 none */
	enum para_role role;
	bool starts;                    /* a finding starts here */
	bool joined, prose;
	const struct category *heads;   /* its heading */
};

struct lines {
	struct place_of *at; /* by number, from 1 */
	int n;
};

/* The number of the category's first finding among all. */
static int first_finding(const struct notice *n, int category)
{
	int sum = 0;
	for (int c = 0; c < category; c++)
		sum += (int)n->category[c].findings;
	return sum;
}

static struct place_of *line_at(struct lines *l, int line)
{
	return line >= 1 && line <= l->n ? &l->at[line] : &l->at[0];
}

static void mark_para(struct lines *l, const struct notice *n, const struct npara *para)
{
	for (int i = 0; i < para->pieces && para->first_piece + i < n->pieces; i++) {
		struct place_of *at = line_at(l, n->piece[para->first_piece + i].line);
		if (at->finding >= 0)
			continue;
		*at = (struct place_of){ .section = para->section, .category = para->category,
					 .finding = -1, .role = para->role };
		at->joined = i > 0 && n->piece[para->first_piece + i].joined;
		if (para->finding >= 0 && para->category >= 0)
			at->finding = first_finding(n, para->category) + para->finding;
	}
}

static struct lines places(struct arena *a, const struct import *x, const struct notice *n)
{
	const struct val *list = val_get(x->draft, S("lines"));
	struct lines l = { .n = list ? (int)list->count : 0 };
	l.at = arena_new(a, struct place_of, l.n + 1);
	for (int i = 0; i <= l.n; i++)
		l.at[i] = (struct place_of){ .section = -1, .category = -1, .finding = -1,
					     .role = PARA_COUNT };
	for (ptrdiff_t i = 0; i < n->paras; i++)
		mark_para(&l, n, &n->para[i]);
	for (ptrdiff_t c = 0; c < n->categories; c++) {
		const struct category *category = &n->category[c];
		if (category->para >= 0)
			line_at(&l, draft_line(n, category->para))->heads = category;
		for (ptrdiff_t f = 0; f < category->findings; f++)
			line_at(&l, draft_line(n, category->finding[f].para))->starts = true;
	}
	for (ptrdiff_t i = 0; i < n->proses; i++) {
		enum prose_at at = n->prose[i].at;
		if (at == PROSE_CATEGORY || at == PROSE_FINDING)
			line_at(&l, draft_line(n, n->prose[i].para))->prose = true;
	}
	return l;
}

/* Whether a block starts at the line. */
static bool breaks(const struct lines *l, int line)
{
	const struct place_of *now = &l->at[line], *before = &l->at[line - 1];
	if (line == 1 || now->starts || now->heads || before->heads)
		return true;
	if (now->role == PARA_COUNT) /* left out, or blank: it stays where it stands */
		return false;
	return now->finding != before->finding || now->section != before->section;
}

static void block_of(const struct lines *l, int line, int *first, int *last)
{
	line = line < 1 ? 1 : line > l->n ? l->n : line;
	*first = *last = line;
	while (*first > 1 && !breaks(l, *first))
		--*first;
	while (*last < l->n && !breaks(l, *last + 1))
		++*last;
}

void import_block(struct arena *a, const struct import *x, const struct notice *n, int line,
		  int *first, int *last)
{
	struct lines l = places(a, x, n);
	block_of(&l, line, first, last);
}

static struct str role_word(struct request *rq, enum para_role role)
{
	static const struct str roles[PARA_COUNT] = {
		S("mark"), S("head"), S("title"), S("lead"), S("heading"), S("label"),
		S("body"), S("invite"), S("contact"), S("issuer"), S("date"),
	};
	return role < PARA_COUNT ? request_word(rq, S("web.import.role."), roles[role], STR_NONE)
				 : STR_NONE;
}

/* What the checker and the parser doubt, in the order of the lines. */
static const struct val *doubts_of(struct preview *p, const struct notice *n,
				   const struct lines *l)
{
	struct request *rq = p->rq;
	struct val *all = val_list(rq->a);
	struct defects found = notice_check(rq->a, n);
	ptrdiff_t i = 0;
	for (int line = 1; line <= l->n; line++) {
		const struct place_of *at = &l->at[line];
		for (; i < found.n && (found.p[i].at.line <= line || line == l->n); i++)
			val_push(all, preview_doubt(p, found.p[i].at.line,
						    found.p[i].rule->severity,
						    defect_text(rq->a, &found.p[i], rq->lang)));
		if (at->joined)
			val_push(all, preview_doubt(p, line, SEVERITY_HINT,
						    msg_text(MSG_WEB_IMPORT_JOINED, rq->lang)));
		if (at->prose)
			val_push(all, preview_doubt(p, line, SEVERITY_HINT,
						    msg_text(MSG_WEB_IMPORT_PROSE, rq->lang)));
	}
	return all;
}

static void put_line(struct preview *p, struct val *lines, const struct lines *l, int line,
		     struct str was, const struct val *doubts)
{
	struct arena *a = p->rq->a;
	struct val *v = val_push(lines, val_map(a));
	struct str text = draft_text(p->x->draft, str_fmt(a, "%d", line), was);
	struct val *own = preview_doubts(p, doubts, line);
	val_put_int(a, v, S("n"), line);
	val_put_str(a, v, S("text"), text.p ? text : was);
	val_put_bool(a, v, S("dropped"), !text.p);
	val_put_bool(a, v, S("changed"), text.p && !str_eq(text, was));
	val_put_str(a, v, S("was"), text.p && !str_eq(text, was) ? was : STR_NONE);
	val_put_str(a, v, S("role"), role_word(p->rq, l->at[line].role));
	val_put(v, S("doubts"), own);
	val_put_bool(a, v, S("doubtful"), own->count > 0);
}

/* The findings of the block, as they would be adopted. */
static void put_findings(struct preview *p, struct val *block, const struct notice *n,
			 const struct val *tree, int first, int last)
{
	struct request *rq = p->rq;
	struct val *list = val_put(block, S("findings"), val_list(rq->a));
	const struct val *category = val_get(tree, S("categories"))->first;
	for (ptrdiff_t c = 0; c < n->categories; c++, category = category->next) {
		struct val *f = val_get(category, S("findings"))->first, *next;
		for (ptrdiff_t k = 0; k < n->category[c].findings; k++, f = next) {
			int line = draft_line(n, n->category[c].finding[k].para);
			next = f->next;
			if (line < first || line > last)
				continue;
			struct val *copy = val_push(list, arena_new(rq->a, struct val, 1));
			*copy = *f;
			copy->next = NULL;
			copy->key = STR_NONE;
			struct str class = val_get_str(f, S("class"));
			val_put_str(rq->a, copy, S("class_name"),
				    class.n ? request_word(rq, S("class."), class, class)
					    : STR_NONE);
			val_put_bool(rq->a, copy, S("any"),
				     val_get(f, S("measures"))->count > 0);
		}
	}
}

static void put_block(struct preview *p, const struct notice *n, const struct lines *l,
		      const struct val *tree, const struct val *doubts, int first, int last,
		      const struct val **line)
{
	struct arena *a = p->rq->a;
	struct val *block = val_push(p->blocks, val_map(a));
	const struct category *heads = l->at[first].heads;
	val_put_int(a, block, S("edit"), first);
	struct val *lines = val_put(block, S("lines"), val_list(a));
	for (int i = first; i <= last; i++, *line = (*line)->next)
		put_line(p, lines, l, i, val_get_str(*line, S("text")), doubts);
	val_put_str(a, block, S("category"), heads && heads->title.n ? heads->title : STR_NONE);
	put_findings(p, block, n, tree, first, last);
}

static void put_head(struct preview *p, const struct notice *n)
{
	const struct val *given = val_get(p->x->draft, S("head"));
	struct arena *a = p->rq->a;
	for (int i = 0; i < draft_head_count; i++) {
		const struct draft_head *h = &draft_heads[i];
		struct buf phones;
		buf_init(&phones, a);
		for (ptrdiff_t k = 0; h->kind == DRAFT_HEAD_LINES && k < n->contact.phones; k++)
			buf_fmt(&phones, "%s%.*s", k ? "\n" : "", STR_ARG(n->contact.phone[k]));
		const void *at = (const char *)n + h->at;
		struct str value = buf_str(&phones);
		if (h->kind == DRAFT_HEAD_TEXT)
			value = *(const struct str *)at;
		if (h->kind == DRAFT_HEAD_DATE)
			value = date_none(*(const struct date *)at)
					? STR_NONE : date_iso(a, *(const struct date *)at);
		preview_fact(p, h->key, value, val_get(given, h->key) != NULL);
	}
}

void preview_notice(struct preview *p)
{
	struct arena *a = p->rq->a;
	struct notice *n = draft_notice(a, p->x->draft);
	struct lines l = places(a, p->x, n);
	struct val *tree = draft_tree(a, p->x->draft, n);
	const struct val *doubts = doubts_of(p, n, &l);
	const struct val *line = val_get(p->x->draft, S("lines"))->first;
	int first = 1, last = 0, shown = 0, start, end;
	put_head(p, n);
	block_of(&l, (int)(p->from > l.n ? l.n : p->from), &start, &end);
	for (; first < start; first++)
		line = line->next;
	for (; first <= l.n && shown < p->most; first = last + 1) {
		block_of(&l, first, &first, &last);
		shown += last - first + 1;
		put_block(p, n, &l, tree, doubts, first, last, &line);
	}
	val_put(p->tree, S("next"), first <= l.n ? val_int(a, first) : val_null(a));
	val_put(p->tree, S("previous"),
		start > 1 ? val_int(a, start > PREVIEW_LINES ? start - PREVIEW_LINES : 1)
			  : val_null(a));
	const struct val *totals = val_get(tree, S("totals"));
	val_put_int(a, p->tree, S("findings"), val_get_int(totals, S("findings"), 0));
	val_put_int(a, p->tree, S("measures"), val_get_int(totals, S("measures"), 0));
}
