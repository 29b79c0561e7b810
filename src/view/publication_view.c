/* A notice by paragraphs, with defects and proofs: see publication_view.h. */
#include "view/publication_view.h"

#include <math.h>

#include "base/os.h"
#include "ledger/publication.h"
#include "text/num.h"
#include "view/ledger_view.h"
#include "view/names.h"

/* What a notice is read with. */
struct reading {
	struct store *s;
	struct arena *a;
	enum lang lang;
	struct notice *n;
	struct str inspection;    /* its code */
	int64_t id;               /* of the inspection */
	struct val *findings;     /* its rows */
	int64_t closed;           /* of them */
	struct val **line;        /* a paragraph's map */
	int claims, unproved, bars, defects;
};

/* A number in a paragraph, and what is said of it. */
struct claim {
	int para;
	ptrdiff_t at, n;
	const char *word;
	struct str href, why;
};
struct claims LIST(struct claim);

bool view_publication_text(struct store *s, struct arena *a, struct str code, int64_t version,
			   struct str *out, struct err *e)
{
	const struct val *row, *text = NULL;
	if (!store_one(s, a, SQL_PUBLICATION_BY_CODE, PARAMS(P_STR(code)), &row, e))
		return false;
	version = version ? version : val_get_int(row, S("version"), 0);
	if (row && !store_one(s, a, SQL_ASK_PUBLICATION_TEXT,
			      PARAMS(P_INT(val_get_int(row, S("id"), 0)), P_INT(version)), &text,
			      e))
		return false;
	*out = val_get_str(text, S("text"));
	return text || err_set(e, ERR_NOT_FOUND, MSG_VIEW_CODE, ARGS(code));
}

/* The ledger's finding that the notice's is: the one of that title, else none. */
static const struct val *finding_of(const struct reading *r, struct str title)
{
	for val_each(row, r->findings)
		if (title.n && str_eq(val_get_str(row, S("title")), title))
			return row;
	return NULL;
}

static double figure(const struct val *v)
{
	return v && v->kind == VAL_NUM ? v->num : v && v->kind == VAL_INT ? (double)v->i : NAN;
}

/* `more than 150` holds of 152, and not of 160 or 149: below the next round step. */
static bool holds(const struct fact *f, double actual)
{
	if (f->approx == APPROX_NONE)
		return fabs(actual - f->value) < 1e-9;
	double step = 1;
	while (step * 10 <= fabs(f->value) && fmod(f->value, step * 10) == 0)
		step *= 10;
	if (f->approx == APPROX_ABOUT)
		return fabs(actual - f->value) <= step;
	return actual >= f->value && actual < f->value + step;
}

/* By an indicator that counts in the same unit: true where there is one. */
static bool by_indicator(const struct val *indicators, int64_t measure, const struct fact *f,
			 struct claim *c)
{
	for val_each(v, indicators) {
		double actual = figure(val_get(v, S("actual")));
		if (val_get_int(v, S("measure"), 0) != measure || isnan(actual) ||
		    !str_eq(val_get_str(v, S("unit")), f->unit))
			continue;
		c->word = holds(f, actual) ? "proved" : "differs";
		c->why = val_get_str(v, S("name"));
		return true;
	}
	return false;
}

/* By what is attached to the measure, or to the finding as a whole, and not void. */
static bool by_evidence(const struct val *evidence, int64_t measure, struct claim *c)
{
	for val_each(v, evidence) {
		int64_t of = val_get_int(v, S("measure"), 0);
		if ((of && of != measure) || val_get_str(v, S("voided")).p)
			continue;
		c->word = "proved";
		c->why = val_get_str(v, S("code"));
		return true;
	}
	return false;
}

struct proofs {
	const struct val *row; /* of the finding; NULL: the ledger has none such */
	struct val *indicators, *evidence;
};

static bool read_proofs(struct reading *r, struct str title, struct proofs *out, struct err *e)
{
	*out = (struct proofs){ finding_of(r, title), NULL, NULL };
	if (!out->row)
		return true;
	struct params of = PARAMS(P_INT(r->id), P_INT(val_get_int(out->row, S("ordinal"), 0)));
	return store_list(r->s, r->a, SQL_INDICATORS_OF_FINDING, of, &out->indicators, e) &&
	       store_list(r->s, r->a, SQL_EVIDENCE_OF_FINDING, of, &out->evidence, e);
}

/* A number of a measure. Dates are no figures that a register counts. */
static void add_fact(struct reading *r, struct claims *to, const struct proofs *p, int measure,
		     const struct fact *f)
{
	int para = f->text.p ? notice_para_at(r->n, f->text.p) : -1;
	if (para < 0 || f->kind == FACT_DATE)
		return;
	struct claim c = { para, f->text.p - r->n->para[para].text.p, f->text.n, "unproved" };
	if (p->row) {
		struct str code = val_get_str(p->row, S("code"));
		c.href = str_fmt(r->a, "/findings/%.*s/measures/%d", STR_ARG(code), measure);
		if (!by_indicator(p->indicators, measure, f, &c))
			by_evidence(p->evidence, measure, &c);
	}
	if (f->expected && !str_eq(str_of(c.word), S("differs")))
		c.word = "planned";
	*list_add(r->a, to) = c;
}

static bool add_facts(struct reading *r, struct claims *to, struct err *e)
{
	for (ptrdiff_t i = 0; i < r->n->categories; i++) {
		const struct category *c = &r->n->category[i];
		for (ptrdiff_t k = 0; k < c->findings; k++) {
			const struct finding *f = &c->finding[k];
			struct proofs p;
			if (!read_proofs(r, f->title, &p, e))
				return false;
			for (ptrdiff_t m = 0; m < f->measures; m++)
				for (ptrdiff_t x = 0; x < f->measure[m].facts; x++)
					add_fact(r, to, &p, (int)m + 1, &f->measure[m].fact[x]);
		}
	}
	return true;
}

/* How many findings there are, or are closed: `9个问题` outside of the findings. */
static void add_total(struct reading *r, struct claims *to, int para, ptrdiff_t at,
		      const struct num *num)
{
	static const struct str counted[] = { S("个问题"), S("项问题"), S("个具体问题") };
	struct str text = r->n->para[para].text, rest = str_from(text, at + num->n);
	bool asked = false;
	for (size_t i = 0; i < sizeof(counted) / sizeof(*counted); i++)
		asked = asked || str_starts(rest, counted[i]);
	if (!asked)
		return;
	bool all = num->value == (double)r->findings->count;
	bool closed = num->value == (double)r->closed;
	*list_add(r->a, to) = (struct claim){
		.para = para,
		.at = at,
		.n = num->n,
		.word = all || closed ? "proved" : "differs",
		.href = str_fmt(r->a, "/findings?inspection=%.*s%s", STR_ARG(r->inspection),
				all || !closed ? "" : "&state=closed"),
		.why = str_fmt(r->a, "%lld/%lld", (long long)r->closed,
			       (long long)r->findings->count),
	};
}

static void add_totals(struct reading *r, struct claims *to)
{
	for (int i = 0; i < (int)r->n->paras; i++) {
		const struct npara *p = &r->n->para[i];
		if (p->finding >= 0)
			continue;
		for (ptrdiff_t at = 0; at < p->text.n;) {
			struct num num;
			if (!num_read(p->text, at, &num)) {
				at++;
				continue;
			}
			add_total(r, to, i, at, &num);
			at += num.n > 0 ? num.n : 1;
		}
	}
}

/* A piece of a paragraph; `c`: the number that it is, NULL: it is none. */
static void add_part(struct reading *r, struct val *parts, struct str text, const struct claim *c)
{
	struct val *part = val_push(parts, val_map(r->a));
	val_put_str(r->a, part, S("text"), text);
	if (!c) {
		val_put(part, S("claim"), val_null(r->a));
		return;
	}
	struct val *made = val_put(part, S("claim"), val_map(r->a));
	struct str word = str_of(c->word);
	val_put_str(r->a, made, S("word"), word);
	val_put_str(r->a, made, S("name"),
		    msg_text(msg_find(str_join(r->a, S("claim."), word)), r->lang));
	val_put_str(r->a, made, S("href"), c->href);
	val_put_str(r->a, made, S("why"), c->why);
	r->claims++;
	r->unproved += str_eq(word, S("unproved")) || str_eq(word, S("differs"));
}

/* The paragraph in pieces: between its numbers, and these. */
static void put_parts(struct reading *r, const struct claims *all, int para)
{
	struct str text = r->n->para[para].text;
	struct val *parts = val_put(r->line[para], S("parts"), val_list(r->a));
	for (ptrdiff_t at = 0; at < text.n;) {
		const struct claim *next = NULL;
		for (ptrdiff_t i = 0; i < all->n; i++)
			if (all->p[i].para == para && all->p[i].at >= at &&
			    (!next || all->p[i].at < next->at))
				next = &all->p[i];
		ptrdiff_t stop = next ? next->at : text.n;
		if (stop > at)
			add_part(r, parts, str_cut(text, at, stop), NULL);
		if (!next)
			return;
		add_part(r, parts, str_cut(text, next->at, next->at + next->n), next);
		at = next->at + next->n;
	}
}

/* The paragraph that stands in the text's line, or the one before it. */
static int para_of_line(const struct notice *n, int line)
{
	int found = 0;
	for (ptrdiff_t i = 0; i < n->paras; i++) {
		struct place at = notice_place(n, n->para[i].text.p);
		if (at.line <= line)
			found = (int)i;
	}
	return found;
}

static void put_defects(struct reading *r)
{
	struct defects found = notice_check(r->a, r->n);
	for (ptrdiff_t i = 0; i < found.n; i++) {
		const struct defect *d = &found.p[i];
		struct val *line = r->line[para_of_line(r->n, d->at.line)];
		struct val *list = (struct val *)val_get(line, S("defects"));
		struct val *made = val_push(list, val_map(r->a));
		struct str severity = severity_name(d->rule->severity);
		enum msg name = msg_find(str_join(r->a, S("severity."), severity));
		val_put_str(r->a, made, S("severity"), severity);
		val_put_str(r->a, made, S("severity_name"), msg_text(name, r->lang));
		val_put_str(r->a, made, S("text"), defect_text(r->a, d, r->lang));
		val_put_str(r->a, made, S("rule"), d->rule->id);
		val_put_bool(r->a, made, S("bars"), publication_bars(d));
		r->bars += publication_bars(d);
		r->defects++;
	}
}

static struct str style_of(const struct npara *p)
{
	static const struct str headings[] = { S("body"), S("h1"), S("h2"), S("h3"), S("h4") };
	if (p->role == PARA_HEADING && !p->body.p)
		return headings[p->level >= 1 && p->level <= 4 ? p->level : 0];
	return p->role == PARA_TITLE || p->role == PARA_HEAD    ? S("title")
	       : p->role == PARA_ISSUER || p->role == PARA_DATE ? S("sign")
								: S("body");
}

static bool put_lines(struct reading *r, struct val *tree, struct err *e)
{
	struct claims claims = { 0 };
	struct val *lines = val_put(tree, S("lines"), val_list(r->a));
	r->line = arena_new(r->a, struct val *, r->n->paras + 1);
	for (ptrdiff_t i = 0; i < r->n->paras; i++) {
		r->line[i] = val_push(lines, val_map(r->a));
		val_put_int(r->a, r->line[i], S("n"),
			    notice_place(r->n, r->n->para[i].text.p).line);
		val_put_str(r->a, r->line[i], S("style"), style_of(&r->n->para[i]));
		val_put(r->line[i], S("defects"), val_list(r->a));
	}
	if (!r->n->paras)
		return true;
	if (!add_facts(r, &claims, e))
		return false;
	add_totals(r, &claims);
	for (int i = 0; i < (int)r->n->paras; i++)
		put_parts(r, &claims, i);
	put_defects(r);
	return true;
}

/* The inspection's other notices. */
static bool put_others(struct reading *r, struct val *tree, struct str code, struct err *e)
{
	struct val *rows, *list = val_put(tree, S("others"), val_list(r->a));
	if (!store_list(r->s, r->a, SQL_PUBLICATIONS_OF_INSPECTION, PARAMS(P_INT(r->id)), &rows, e))
		return false;
	for val_each(row, rows) {
		static const struct str copied[] = { S("code"), S("wording"), S("state"),
						     S("until") };
		struct val *made;
		if (str_eq(val_get_str(row, S("code")), code))
			continue;
		made = val_push(list, val_map(r->a));
		for (size_t i = 0; i < sizeof(copied) / sizeof(*copied); i++)
			val_put_str(r->a, made, copied[i], val_get_str(row, copied[i]));
		names_put_state(r->a, made, r->lang);
		names_put_expired(r->a, made, os_today(), r->lang);
		names_put_words(r->a, made, r->lang);
	}
	return true;
}

static bool read_all(struct reading *r, struct str code, struct val *tree, struct err *e)
{
	const struct val *row;
	struct str text;
	if (!store_one(r->s, r->a, SQL_PUBLICATION_BY_CODE, PARAMS(P_STR(code)), &row, e) ||
	    !view_publication_text(r->s, r->a, code, 0, &text, e) ||
	    !publication_read(r->a, text, &r->n, e))
		return false;
	r->id = val_get_int(row, S("inspection_id"), 0);
	r->inspection = val_get_str(row, S("inspection"));
	if (!store_list(r->s, r->a, SQL_FINDINGS_OF_INSPECTION, PARAMS(P_INT(r->id)), &r->findings,
			e))
		return false;
	for val_each(finding, r->findings) {
		struct str state = val_get_str(finding, S("state"));
		r->closed += str_eq(state, S("closed")) || str_eq(state, S("held"));
	}
	return put_lines(r, tree, e) && put_others(r, tree, code, e);
}

bool view_publication(struct store *s, struct arena *a, struct str code, enum lang lang,
		      const struct val **out, struct err *e)
{
	struct reading r = { .s = s, .a = a, .lang = lang };
	if (!view_show(s, a, code, lang, out, e))
		return false;
	struct val *tree = (struct val *)*out;
	if (!read_all(&r, code, tree, e))
		return false;
	val_put_int(a, tree, S("defects"), r.defects);
	val_put_int(a, tree, S("bars"), r.bars);
	val_put_int(a, tree, S("claims"), r.claims);
	val_put_int(a, tree, S("unproved"), r.unproved);
	return true;
}

struct lines LIST(struct str);

static struct lines lines_of(struct arena *a, struct str text)
{
	struct lines lines = { 0 };
	struct str line;
	while (str_split(&text, '\n', &line))
		if (str_trim(line).n)
			*list_add(a, &lines) = str_trim(line);
	return lines;
}

static void put_line(struct arena *a, struct val *list, struct str sign, struct str text)
{
	struct val *made = val_push(list, val_map(a));
	val_put_str(a, made, S("sign"), sign);
	val_put_str(a, made, S("text"), text);
}

/* The longest common run of paragraphs, from the end; then what is other is read off. */
static void compare(struct arena *a, const struct lines *x, const struct lines *y,
		    struct val *out)
{
	ptrdiff_t w = y->n + 1, i = 0, k = 0;
	int *most = arena_new(a, int, (x->n + 1) * w);
	for (ptrdiff_t p = x->n - 1; p >= 0; p--)
		for (ptrdiff_t q = y->n - 1; q >= 0; q--) {
			int down = most[(p + 1) * w + q], right = most[p * w + q + 1];
			most[p * w + q] = str_eq(x->p[p], y->p[q]) ? most[(p + 1) * w + q + 1] + 1
					  : down > right	    ? down
								    : right;
		}
	while (i < x->n || k < y->n) {
		if (i < x->n && k < y->n && str_eq(x->p[i], y->p[k])) {
			put_line(a, out, S("same"), x->p[i++]);
			k++;
		} else if (i < x->n &&
			   (k == y->n || most[(i + 1) * w + k] >= most[i * w + k + 1])) {
			put_line(a, out, S("gone"), x->p[i++]);
		} else {
			put_line(a, out, S("new"), y->p[k++]);
		}
	}
}

bool view_publication_diff(struct store *s, struct arena *a, struct str code, int64_t from,
			   int64_t to, struct val **out, struct err *e)
{
	enum { MOST = 3000 };
	struct str x, y;
	if (!view_publication_text(s, a, code, from, &x, e) ||
	    !view_publication_text(s, a, code, to, &y, e))
		return false;
	struct lines before = lines_of(a, x), after = lines_of(a, y);
	if (before.n > MOST || after.n > MOST)
		return err_set(e, ERR_LIMIT, MSG_VIEW_PARAGRAPHS, NO_ARGS);
	*out = val_list(a);
	compare(a, &before, &after, *out);
	return true;
}
