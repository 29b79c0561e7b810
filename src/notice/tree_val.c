/* The notice tree as a value tree: the keys of its JSON form. */
#include <math.h>

#include "notice/parse.h"

/* What the printing of one tree needs at every step. */
struct maker {
	struct arena *a;
	const struct notice *n;
	bool layout;
};

static struct val *date_val(struct arena *a, struct date d)
{
	return date_none(d) ? val_null(a) : val_str(a, date_iso(a, d));
}

static struct val *fuzzy_val(struct arena *a, struct fuzzy_date d)
{
	switch (d.grain) {
	case GRAIN_DAY:
		return val_str(a, str_fmt(a, "%04d-%02d-%02d", d.y, d.m, d.d));
	case GRAIN_MONTH:
		return val_str(a, str_fmt(a, "%04d-%02d", d.y, d.m));
	case GRAIN_QUARTER:
		return val_str(a, str_fmt(a, "%04d-Q%d", d.y, d.m));
	case GRAIN_YEAR:
		return val_str(a, str_fmt(a, "%04d", d.y));
	case GRAIN_NONE:
		break;
	}
	return val_null(a);
}

static struct val *number_val(struct arena *a, double x, bool open)
{
	return open || isnan(x) ? val_null(a) : val_num(a, x);
}

static struct val *fact_val(struct arena *a, const struct fact *f)
{
	static const struct str kinds[FACT_KINDS] = { S("count"), S("rate"),    S("money"),
						      S("area"),  S("percent"), S("date") };
	static const struct str pers[] = { { NULL, 0 }, S("日"), S("周"), S("月"), S("季度"), S("年") };
	static const struct str approx[] = { { NULL, 0 }, S("over"), S("about") };
	struct val *v = val_map(a);
	val_put_str(a, v, S("kind"), kinds[f->kind]);
	switch (f->kind) {
	case FACT_RATE:
		val_put(v, S("min"), number_val(a, f->value, f->no_min));
		val_put(v, S("max"), number_val(a, f->max, false));
		val_put_str(a, v, S("unit"), f->unit);
		val_put_str(a, v, S("per"), pers[f->per]);
		break;
	case FACT_DATE:
		val_put(v, S("value"), fuzzy_val(a, f->date));
		val_put_bool(a, v, S("expected"), f->expected);
		break;
	case FACT_COUNT:
	case FACT_MONEY:
	case FACT_AREA:
	case FACT_PERCENT:
	case FACT_KINDS:
		val_put(v, S("value"), number_val(a, f->value, false));
		val_put_str(a, v, S("unit"), f->unit);
		val_put_str(a, v, S("approx"), approx[f->approx]);
		break;
	}
	val_put_str(a, v, S("of"), f->of.n ? f->of : STR_NONE);
	return v;
}

/* Where the thing stands in the order of the notice, and whether it runs on in
 * a paragraph. */
static void put_layout(const struct maker *m, struct val *v, const char *p)
{
	if (!m->layout)
		return;
	val_put_int(m->a, v, S("position"), p - m->n->text.p);
	val_put_bool(m->a, v, S("flows"), p > m->n->text.p && p[-1] != '\n');
}

/* A heading as printed: number, title and final stop, without what runs on. */
static void put_heading(const struct maker *m, struct val *v, int para)
{
	if (!m->layout)
		return;
	if (para < 0 || m->n->para[para].role != PARA_HEADING) {
		val_put(v, S("heading"), val_null(m->a));
		return;
	}
	const struct npara *p = &m->n->para[para];
	struct str printed = p->text;
	if (p->body.n)
		printed = str_trim(str_cut(printed, 0, p->body.p - printed.p));
	val_put_str(m->a, v, S("heading"), printed);
}

static struct val *measure_val(const struct maker *m, const struct measure *x)
{
	struct val *v = val_map(m->a), *facts = val_list(m->a);
	val_put_int(m->a, v, S("ordinal"), x->ordinal);
	val_put_str(m->a, v, S("text"), x->text);
	if (m->layout)
		val_put_str(m->a, v, S("label"), x->label);
	put_layout(m, v, x->label.n ? x->label.p : x->text.p);
	for (ptrdiff_t i = 0; i < x->facts; i++)
		val_push(facts, fact_val(m->a, &x->fact[i]));
	val_put(v, S("facts"), facts);
	return v;
}

static struct val *finding_val(const struct maker *m, const struct finding *x)
{
	struct val *v = val_map(m->a), *measures = val_list(m->a);
	val_put_str(m->a, v, S("ordinal"), x->ordinal);
	val_put_str(m->a, v, S("title"), x->title);
	bool own = x->title.n && m->n->para[x->para].level > 1;
	put_heading(m, v, own ? x->para : -1);
	if (own)
		put_layout(m, v, m->n->para[x->para].text.p);
	else if (m->layout)
		put_layout(m, v, x->measures ? x->measure[0].text.p : m->n->para[x->para].text.p);
	for (ptrdiff_t i = 0; i < x->measures; i++)
		val_push(measures, measure_val(m, &x->measure[i]));
	val_put(v, S("measures"), measures);
	return v;
}

static struct val *category_val(const struct maker *m, const struct category *x)
{
	struct val *v = val_map(m->a), *findings = val_list(m->a);
	val_put_str(m->a, v, S("ordinal"), x->ordinal);
	val_put_str(m->a, v, S("title"), x->title);
	put_heading(m, v, x->para);
	if (m->layout) {
		const char *at = x->para >= 0  ? m->n->para[x->para].text.p
				 : x->findings ? m->n->para[x->finding[0].para].text.p
					       : m->n->text.p;
		put_layout(m, v, at);
	}
	for (ptrdiff_t i = 0; i < x->findings; i++)
		val_push(findings, finding_val(m, &x->finding[i]));
	val_put(v, S("findings"), findings);
	return v;
}

static struct val *sections_val(const struct maker *m)
{
	static const struct str roles[] = { S("responsibility"), S("findings"), S("next"),
					    S("other") };
	struct val *list = val_list(m->a);
	for (ptrdiff_t i = 0; i < m->n->sections; i++) {
		const struct section *x = &m->n->section[i];
		struct val *v = val_push(list, val_map(m->a));
		val_put_str(m->a, v, S("ordinal"), x->ordinal);
		val_put_str(m->a, v, S("title"), x->title);
		val_put_str(m->a, v, S("role"), roles[x->role]);
		put_heading(m, v, x->para);
		put_layout(m, v, m->n->para[x->para].text.p);
	}
	return list;
}

static struct val *prose_val(const struct maker *m)
{
	static const struct str at[] = { S("lead"), S("section"), S("category"), S("finding"),
					 S("tail") };
	struct val *list = val_list(m->a);
	for (ptrdiff_t i = 0; i < m->n->proses; i++) {
		const struct prose *x = &m->n->prose[i];
		struct val *v = val_push(list, val_map(m->a));
		val_put_str(m->a, v, S("at"), at[x->at]);
		val_put_str(m->a, v, S("section"), x->section);
		val_put_str(m->a, v, S("text"), x->text);
		put_layout(m, v, x->text.p);
	}
	return list;
}

static struct val *inspection_val(struct arena *a, const struct inspection *x)
{
	struct val *v = val_map(a);
	val_put_str(a, v, S("kind"), x->kind);
	val_put_str(a, v, S("authority"), x->authority);
	val_put_str(a, v, S("team"), x->team);
	val_put_str(a, v, S("inspected"), x->inspected);
	val_put(v, S("start"), date_val(a, x->start));
	val_put(v, S("end"), date_val(a, x->end));
	val_put(v, S("feedback"), date_val(a, x->feedback));
	return v;
}

static struct val *contact_val(struct arena *a, const struct contact *x)
{
	struct val *v = val_map(a), *phones = val_list(a);
	for (ptrdiff_t i = 0; i < x->phones; i++)
		val_push(phones, val_str(a, x->phone[i]));
	val_put(v, S("phone"), phones);
	val_put_str(a, v, S("address"), x->address);
	val_put_str(a, v, S("postcode"), x->postcode);
	val_put_str(a, v, S("email"), x->email);
	return v;
}

static struct val *totals_val(struct arena *a, const struct notice *n)
{
	struct val *v = val_map(a);
	ptrdiff_t findings = 0, measures = 0;
	for (ptrdiff_t c = 0; c < n->categories; c++) {
		findings += n->category[c].findings;
		for (ptrdiff_t f = 0; f < n->category[c].findings; f++)
			measures += n->category[c].finding[f].measures;
	}
	val_put_int(a, v, S("categories"), n->categories);
	val_put_int(a, v, S("findings"), findings);
	val_put_int(a, v, S("measures"), measures);
	return v;
}

struct val *notice_val(struct arena *a, const struct notice *n, bool layout)
{
	struct maker m = { a, n, layout };
	struct val *v = val_map(a), *categories = val_list(a), *disclosure = val_map(a);
	val_put_str(a, v, S("issuer"), n->issuer);
	val_put_str(a, v, S("title"), n->title);
	val_put(v, S("published"), date_val(a, n->published));
	val_put(v, S("inspection"), inspection_val(a, &n->inspection));
	val_put(v, S("contact"), contact_val(a, &n->contact));
	val_put(disclosure, S("start"), date_val(a, n->disclosure.start));
	val_put(disclosure, S("end"), date_val(a, n->disclosure.end));
	val_put_str(a, disclosure, S("raw"), n->disclosure.raw.n ? n->disclosure.raw : STR_NONE);
	val_put(v, S("disclosure"), disclosure);
	val_put(v, S("sections"), sections_val(&m));
	for (ptrdiff_t i = 0; i < n->categories; i++)
		val_push(categories, category_val(&m, &n->category[i]));
	val_put(v, S("categories"), categories);
	val_put(v, S("prose"), prose_val(&m));
	val_put(v, S("totals"), totals_val(a, n));
	return v;
}
