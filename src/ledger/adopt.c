/*
 * adopt: a notice that was read from a file becomes rows of the ledger. The
 * notice comes as the JSON form with layout that the parser gives; each table
 * below says which of its keys fills which column, and a key that no table
 * knows is refused, for nothing of a notice may get lost. Findings come in as
 * rectifying with progress not stated: a notice states no status.
 */
#include "base/date.h"
#include "ledger/issue.h"
#include "ledger/pack_use.h"

enum { APART = -1 }; /* a key that code below takes apart */

struct member {
	struct str key;
	int column;
};

struct members {
	const struct member *p;
	int n;
};

#define MEMBERS(rows) ((struct members){ rows, (int)(sizeof(rows) / sizeof(*(rows))) })

static const struct member notice_members[] = {
	{ S("issuer"), COL_NOTICE_ISSUER },       { S("title"), COL_NOTICE_TITLE },
	{ S("published"), COL_NOTICE_PUBLISHED }, { S("inspection"), APART },
	{ S("contact"), APART },                  { S("disclosure"), APART },
	{ S("sections"), APART },                 { S("categories"), APART },
	{ S("prose"), APART },                    { S("totals"), APART },
};

static const struct member inspection_members[] = {
	{ S("kind"), COL_INSPECTION_KIND },         { S("authority"), COL_INSPECTION_AUTHORITY },
	{ S("team"), COL_INSPECTION_TEAM },         { S("inspected"), COL_INSPECTION_INSPECTED },
	{ S("start"), COL_INSPECTION_STARTED },     { S("end"), COL_INSPECTION_ENDED },
	{ S("feedback"), COL_INSPECTION_FEEDBACK },
};

static const struct member contact_members[] = {
	{ S("phone"), APART },
	{ S("address"), COL_NOTICE_ADDRESS },
	{ S("postcode"), COL_NOTICE_POSTCODE },
	{ S("email"), COL_NOTICE_EMAIL },
};

static const struct member disclosure_members[] = {
	{ S("start"), COL_NOTICE_DISCLOSURE_START },
	{ S("end"), COL_NOTICE_DISCLOSURE_END },
	{ S("raw"), COL_NOTICE_DISCLOSURE_TEXT },
};

static const struct member section_members[] = {
	{ S("ordinal"), COL_SECTION_LABEL },     { S("title"), COL_SECTION_TITLE },
	{ S("role"), COL_SECTION_ROLE },         { S("heading"), COL_SECTION_HEADING },
	{ S("position"), COL_SECTION_POSITION }, { S("flows"), COL_SECTION_FLOWS },
};

static const struct member category_members[] = {
	{ S("ordinal"), COL_CATEGORY_LABEL },     { S("title"), COL_CATEGORY_TITLE },
	{ S("heading"), COL_CATEGORY_HEADING },   { S("position"), COL_CATEGORY_POSITION },
	{ S("flows"), COL_CATEGORY_FLOWS },       { S("findings"), APART },
};

static const struct member finding_members[] = {
	{ S("ordinal"), COL_FINDING_LABEL },     { S("title"), COL_FINDING_TITLE },
	{ S("heading"), COL_FINDING_HEADING },   { S("position"), COL_FINDING_POSITION },
	{ S("flows"), COL_FINDING_FLOWS },       { S("measures"), APART },
	/* what no notice says, but who brings it in may */
	{ S("detail"), COL_FINDING_DETAIL },     { S("class"), COL_FINDING_CLASS },
	{ S("owner"), COL_FINDING_OWNER },       { S("due"), COL_FINDING_DUE },
};

static const struct member measure_members[] = {
	{ S("ordinal"), APART },                 { S("text"), COL_MEASURE_TEXT },
	{ S("label"), COL_MEASURE_LABEL },       { S("position"), COL_MEASURE_POSITION },
	{ S("flows"), COL_MEASURE_FLOWS },       { S("facts"), APART },
	{ S("owner"), COL_MEASURE_OWNER },       { S("due"), COL_MEASURE_DUE },
};

static const struct member fact_members[] = {
	{ S("kind"), COL_FACT_KIND },         { S("value"), APART },
	{ S("min"), COL_FACT_LOW },           { S("max"), COL_FACT_HIGH },
	{ S("unit"), COL_FACT_UNIT },         { S("approx"), COL_FACT_APPROX },
	{ S("per"), COL_FACT_PER },           { S("expected"), COL_FACT_EXPECTED },
	{ S("of"), COL_FACT_SUBJECT },
};

static const struct member prose_members[] = {
	{ S("at"), COL_PROSE_PLACE },        { S("section"), COL_PROSE_SECTION },
	{ S("text"), COL_PROSE_TEXT },       { S("position"), COL_PROSE_POSITION },
	{ S("flows"), COL_PROSE_FLOWS },
};

/* What the rows of one notice share. */
struct adoption {
	struct decision *d;
	int64_t inspection;   /* its id */
	struct str code;
	int64_t findings;     /* so far */
};

static const struct member *find_member(struct members m, struct str key)
{
	for (int i = 0; i < m.n; i++)
		if (str_eq(m.p[i].key, key))
			return &m.p[i];
	return NULL;
}

/* Fills the cells of `f` from the map `from`; a missing flag is false. */
static bool take(struct arena *a, struct effect *f, const struct val *from, struct members m,
		 struct err *e)
{
	const struct object *o = &object_rows[f->object];
	if (!from || from->kind != VAL_MAP)
		return err_set(e, ERR_BAD_INPUT, MSG_ADOPT_MAP, ARGS(o->name));
	for val_each(v, from) {
		const struct member *known = find_member(m, v->key);
		if (!known)
			return err_set(e, ERR_BAD_INPUT, MSG_ADOPT_KEY, ARGS(o->name, v->key));
		if (known->column != APART)
			f->cell[known->column] = v;
	}
	for (int i = 0; i < o->columns; i++) {
		const struct column *c = &o->column[i];
		if (!f->cell[i] && !c->changed && !c->placed)
			f->cell[i] = c->rule.type == VALUE_BOOL ? val_bool(a, false) : val_null(a);
	}
	return true;
}

static struct effect *add(struct adoption *n, enum object_id object)
{
	return effect_add(n->d->a, &n->d->out->effects, EFFECT_INSERT, object);
}

/* The list `key` of `of`; an absent one is empty. */
static bool list_of(const struct val *of, struct str key, const struct val **list, struct err *e)
{
	*list = val_get(of, key);
	if (*list && (*list)->kind != VAL_LIST && (*list)->kind != VAL_NULL)
		return err_set(e, ERR_BAD_INPUT, MSG_ADOPT_LIST, ARGS(key));
	return true;
}

static int64_t year_of(struct str date)
{
	struct date d;
	return date_parse(str_cut(date, 0, 10), &d) ? d.y : 0;
}

/* The year in the code: of feedback, else start, else publication, else now. */
static int64_t code_year(const struct action *act, const struct val *notice)
{
	const struct val *inspection = val_get(notice, S("inspection"));
	int64_t y = year_of(val_get_str(inspection, S("feedback")));
	y = y ? y : year_of(val_get_str(inspection, S("start")));
	y = y ? y : year_of(val_get_str(notice, S("published")));
	return y ? y : year_of(act->recorded);
}

/* The unit that the notice is of: known by its full name, the issuer's, else by
 * how the lead names it. A notice that names neither has none. A new unit
 * stands under the unit of who adopts. */
static bool find_unit(struct adoption *n, const struct val *notice, struct val **unit,
		      struct err *e)
{
	struct arena *a = n->d->a;
	struct str inspected = val_get_str(val_get(notice, S("inspection")), S("inspected"));
	struct str issuer = val_get_str(notice, S("issuer"));
	struct str name = issuer.n ? issuer : inspected;
	struct str short_name = str_eq(name, inspected) ? STR_NONE : inspected;
	*unit = val_null(a);
	if (!name.n)
		return true;
	const struct val *row, *last;
	if (!decision_ask(n->d, ASK_UNIT_BY_NAME, val_str(a, name), &row, e))
		return false;
	if (row) {
		int64_t id = val_get_int(row, S("id"), 0);
		if (!decision_within(n->d, id, name, e))
			return false;
		*unit = val_int(a, id);
		if (short_name.n && !val_get_str(row, S("short_name")).p) {
			struct effect *f = effect_add(a, &n->d->out->effects, EFFECT_UPDATE,
						      OBJECT_UNIT);
			f->cell[COL_UNIT_ID] = *unit;
			f->cell[COL_UNIT_SHORT_NAME] = val_str(a, short_name);
		}
		return true;
	}
	if (!decision_ask(n->d, ASK_UNIT_LAST, NULL, &last, e))
		return false;
	*unit = val_int(a, val_get_int(last, S("id"), 0) + 1);
	struct effect *f = add(n, OBJECT_UNIT);
	f->cell[COL_UNIT_ID] = *unit;
	f->cell[COL_UNIT_NAME] = val_str(a, name);
	f->cell[COL_UNIT_SHORT_NAME] = val_str(a, short_name.n ? short_name : STR_NONE);
	if (n->d->actor.unit != UNIT_WHOLE)
		f->cell[COL_UNIT_PARENT] = val_int(a, n->d->actor.unit);
	return true;
}

/* An inspection that was opened before, of a unit in reach, and holds nothing yet. What
 * the notice says of it is taken over; the day of feedback, from which deadlines were
 * counted, has to be the same. */
static bool fill_inspection(struct adoption *n, struct str code, const struct val *notice,
			    struct err *e)
{
	struct arena *a = n->d->a;
	const struct val *row, *said = val_get(notice, S("inspection"));
	if (!decision_ask(n->d, ASK_INSPECTION, val_str(a, code), &row, e))
		return false;
	if (!row)
		return err_set(e, ERR_NOT_FOUND, MSG_ADOPT_INSPECTION, ARGS(code));
	if (decision_text(n->d, S("pack")).n) /* its deadlines were counted by its own */
		return err_set(e, ERR_BAD_INPUT, MSG_ADOPT_PACK, ARGS(code));
	if (!decision_within(n->d, val_get_int(row, S("unit"), UNIT_WHOLE), code, e))
		return false;
	struct str day = val_get_str(said, S("feedback")), held = val_get_str(row, S("feedback"));
	if (val_get_int(row, S("last_category"), 0))
		return err_set(e, ERR_CONFLICT, MSG_ADOPT_FILLED, ARGS(code));
	if (day.n && held.n && !str_eq(day, held))
		return err_set(e, ERR_CONFLICT, MSG_ADOPT_FEEDBACK, ARGS(code, held, day));
	n->inspection = val_get_int(row, S("id"), 0);
	n->code = val_get_str(row, S("code"));
	struct effect *f = effect_add(a, &n->d->out->effects, EFFECT_UPDATE, OBJECT_INSPECTION);
	f->cell[COL_INSPECTION_ID] = val_int(a, n->inspection);
	for val_each(v, said) {
		const struct member *known = find_member(MEMBERS(inspection_members), v->key);
		if (!known)
			return err_set(e, ERR_BAD_INPUT, MSG_ADOPT_KEY,
				       ARGS(object_rows[OBJECT_INSPECTION].name, v->key));
		if (v->kind != VAL_NULL)
			f->cell[known->column] = v;
	}
	return true;
}

static bool add_inspection(struct adoption *n, const struct val *notice, struct err *e)
{
	struct str into = decision_text(n->d, S("inspection"));
	if (into.n)
		return fill_inspection(n, into, notice, e);
	struct val *unit;
	struct inspection_code code;
	if (!find_unit(n, notice, &unit, e) ||
	    !inspection_number(n->d, code_year(n->d->act, notice), &code, e))
		return false;
	n->inspection = code.id;
	n->code = code.code;
	struct effect *f = add(n, OBJECT_INSPECTION);
	if (!take(n->d->a, f, val_get(notice, S("inspection")), MEMBERS(inspection_members), e))
		return false;
	inspection_number_put(n->d, &code, f);
	f->cell[COL_INSPECTION_UNIT] = unit;
	const struct val *feedback = f->cell[COL_INSPECTION_FEEDBACK];
	return pack_inspection(n->d, feedback->kind == VAL_STR ? feedback->s : STR_NONE, f->cell,
			       e);
}

/* Telephone numbers, one a line; null for none. */
static bool phone_lines(struct arena *a, const struct val *contact, const struct val **out,
			struct err *e)
{
	const struct val *phones;
	struct str lines = STR_NONE;
	if (!list_of(contact, S("phone"), &phones, e))
		return false;
	for val_each(v, phones) {
		if (v->kind != VAL_STR || str_has(v->s, S("\n")))
			return err_set(e, ERR_BAD_INPUT, MSG_ADOPT_LIST, ARGS(S("phone")));
		lines = lines.p ? str_join(a, str_join(a, lines, S("\n")), v->s) : v->s;
	}
	*out = val_str(a, lines);
	return true;
}

static bool add_notice(struct adoption *n, const struct val *notice, struct err *e)
{
	struct arena *a = n->d->a;
	struct effect *f = add(n, OBJECT_NOTICE);
	const struct val *contact = val_get(notice, S("contact"));
	if (!take(a, f, contact, MEMBERS(contact_members), e) ||
	    !phone_lines(a, contact, &f->cell[COL_NOTICE_PHONE], e) ||
	    !take(a, f, val_get(notice, S("disclosure")), MEMBERS(disclosure_members), e) ||
	    !take(a, f, notice, MEMBERS(notice_members), e))
		return false;
	f->cell[COL_NOTICE_INSPECTION] = val_int(a, n->inspection);
	f->cell[COL_NOTICE_ORDINAL] = val_int(a, 1);
	f->cell[COL_NOTICE_SOURCE] = val_str(a, val_get_str(n->d->act->fields, S("sha256")));
	return true;
}

/* Sections and prose: the n-th item of a notice's list. */
static bool add_blocks(struct adoption *n, const struct val *notice, struct str key,
		       enum object_id object, struct members m, struct err *e)
{
	struct arena *a = n->d->a;
	const struct val *list;
	int64_t ordinal = 0;
	if (!list_of(notice, key, &list, e))
		return false;
	for val_each(item, list) {
		struct effect *f = add(n, object);
		if (!take(a, f, item, m, e))
			return false;
		f->cell[0] = val_int(a, n->inspection);
		f->cell[1] = val_int(a, 1);
		f->cell[2] = val_int(a, ++ordinal);
	}
	return true;
}

static bool add_fact(struct adoption *n, const struct val *fact, int64_t measure, int64_t ordinal,
		     struct err *e)
{
	struct arena *a = n->d->a;
	struct effect *f = add(n, OBJECT_FACT);
	if (!take(a, f, fact, MEMBERS(fact_members), e))
		return false;
	const struct val *value = val_get(fact, S("value"));
	if (value)
		f->cell[value->kind == VAL_STR ? COL_FACT_DATE : COL_FACT_VALUE] = value;
	f->cell[COL_FACT_INSPECTION] = val_int(a, n->inspection);
	f->cell[COL_FACT_FINDING] = val_int(a, n->findings);
	f->cell[COL_FACT_MEASURE] = val_int(a, measure);
	f->cell[COL_FACT_ORDINAL] = val_int(a, ordinal);
	if (f->cell[COL_FACT_EXPECTED]->kind == VAL_NULL)
		f->cell[COL_FACT_EXPECTED] = val_bool(a, false);
	return true;
}

static bool add_measure(struct adoption *n, const struct val *measure, int64_t ordinal,
			struct err *e)
{
	struct arena *a = n->d->a;
	const struct val *facts;
	int64_t fact_ordinal = 0;
	struct effect *f = add(n, OBJECT_MEASURE);
	if (!take(a, f, measure, MEMBERS(measure_members), e) ||
	    !list_of(measure, S("facts"), &facts, e))
		return false;
	f->cell[COL_MEASURE_INSPECTION] = val_int(a, n->inspection);
	f->cell[COL_MEASURE_FINDING] = val_int(a, n->findings);
	f->cell[COL_MEASURE_ORDINAL] = val_int(a, ordinal);
	for val_each(fact, facts)
		if (!add_fact(n, fact, ordinal, ++fact_ordinal, e))
			return false;
	return true;
}

static bool add_finding(struct adoption *n, const struct val *finding, int64_t category,
			struct err *e)
{
	struct arena *a = n->d->a;
	const struct val *measures;
	int64_t ordinal = 0;
	struct effect *f = add(n, OBJECT_FINDING);
	if (!take(a, f, finding, MEMBERS(finding_members), e) ||
	    !list_of(finding, S("measures"), &measures, e))
		return false;
	n->findings++;
	f->cell[COL_FINDING_INSPECTION] = val_int(a, n->inspection);
	f->cell[COL_FINDING_ORDINAL] = val_int(a, n->findings);
	f->cell[COL_FINDING_CATEGORY] = val_int(a, category);
	f->cell[COL_FINDING_CODE] = val_str(a, str_fmt(a, "%.*s-%03lld", STR_ARG(n->code),
						       (long long)n->findings));
	f->cell[COL_FINDING_STATE] = val_str(a, S("rectifying"));
	f->cell[COL_FINDING_REGISTERED] =
		val_str(a, decision_day(a, n->d->act->recorded));
	for val_each(measure, measures)
		if (!add_measure(n, measure, ++ordinal, e))
			return false;
	return true;
}

static bool add_categories(struct adoption *n, const struct val *notice, struct err *e)
{
	struct arena *a = n->d->a;
	const struct val *categories, *findings;
	int64_t ordinal = 0;
	if (!list_of(notice, S("categories"), &categories, e))
		return false;
	for val_each(category, categories) {
		struct effect *f = add(n, OBJECT_CATEGORY);
		if (!take(a, f, category, MEMBERS(category_members), e) ||
		    !list_of(category, S("findings"), &findings, e))
			return false;
		f->cell[COL_CATEGORY_INSPECTION] = val_int(a, n->inspection);
		f->cell[COL_CATEGORY_ORDINAL] = val_int(a, ++ordinal);
		for val_each(finding, findings)
			if (!add_finding(n, finding, ordinal, e))
				return false;
	}
	return true;
}

static void add_source(struct adoption *n)
{
	struct arena *a = n->d->a;
	const struct val *fields = n->d->act->fields;
	struct effect *f = add(n, OBJECT_EVIDENCE);
	f->cell[COL_EVIDENCE_INSPECTION] = val_int(a, n->inspection);
	f->cell[COL_EVIDENCE_ORDINAL] = val_int(a, 1);
	f->cell[COL_EVIDENCE_SHA256] = val_get(fields, S("sha256"));
	f->cell[COL_EVIDENCE_NAME] = val_get(fields, S("name"));
	f->cell[COL_EVIDENCE_KIND] = val_get(fields, S("kind"));
	f->cell[COL_EVIDENCE_SIZE] = val_get(fields, S("size"));
}

bool adopt_decide(struct decision *d, struct err *e)
{
	const struct val *notice = val_get(d->act->fields, S("notice")), *row;
	struct adoption n = { .d = d };
	if (!decision_ask(d, ASK_NOTICE_BY_SOURCE, val_get(d->act->fields, S("sha256")), &row, e))
		return false;
	if (row) {
		d->out->same = true;
		d->out->target = val_get_str(row, S("code"));
		return true;
	}
	if (!add_inspection(&n, notice, e) || !add_notice(&n, notice, e) ||
	    !add_blocks(&n, notice, S("sections"), OBJECT_SECTION, MEMBERS(section_members), e) ||
	    !add_categories(&n, notice, e) ||
	    !add_blocks(&n, notice, S("prose"), OBJECT_PROSE, MEMBERS(prose_members), e))
		return false;
	if (!n.findings)
		return err_set(e, ERR_BAD_INPUT, MSG_ADOPT_EMPTY,
			       ARGS(val_get_str(d->act->fields, S("name"))));
	add_source(&n);
	d->out->target = n.code;
	return true;
}
