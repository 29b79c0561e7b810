/*
 * adopt-sheet, adopt-history: a ledger sheet that was read from a file becomes
 * inspections, findings and measures, all or nothing. A sheet states what is
 * claimed, never what was verified here: its findings come in as rectifying, with
 * the progress that it claims. What it says was struck off comes in by
 * adopt-history alone, into a ledger without inspections, confirmed by a person by
 * name, and keeps a state of its own (已销号（导入）) that never counts as verified.
 *
 * The sheet comes as the tree that sheet_read() gives (src/sheet/sheet.h).
 */
#include <string.h>

#include "base/date.h"
#include "ledger/issue.h"
#include "ledger/pack_use.h"
#include "ledger/units.h"

enum { FINDINGS_MAX = 999, POSITION = 1 };

/* Findings of one kind and round: an inspection. */
struct group {
	struct str kind, round;
	struct inspection_code code;
	bool coded;         /* the sheet's codes are kept */
	int64_t findings, measures, decisions;
	struct LIST(struct str) category;
};

struct taking {
	struct decision *d;
	struct units units;
	const struct val *sheet;
	struct str unit_name;
	int64_t unit;
	bool history;
	struct LIST(struct group) group;
};

static struct effect *insert(struct taking *t, enum object_id object)
{
	return effect_add(t->d->a, &t->d->out->effects, EFFECT_INSERT, object);
}

static struct str text_of(const struct val *of, const char *key)
{
	return val_get_str(of, str_of(key));
}

/* Columns that take a member of the tree as it is. */
struct plain {
	const char *key;
	int column;
};

static void put_plain(const struct val *from, const struct plain *rows, size_t n,
		      const struct val **cell)
{
	for (size_t i = 0; i < n; i++)
		cell[rows[i].column] = val_get(from, str_of(rows[i].key));
}

#define PUT_PLAIN(from, rows, cell) put_plain(from, rows, sizeof(rows) / sizeof(*(rows)), cell)

static bool check_tree(struct taking *t, struct err *e)
{
	const struct val *findings = val_get(t->sheet, S("findings"));
	bool fits = findings && findings->kind == VAL_LIST && findings->count;
	for val_each(f, fits ? findings : NULL) {
		const struct val *measures = val_get(f, S("measures"));
		fits = fits && f->kind == VAL_MAP && text_of(f, "title").n && measures &&
		       measures->kind == VAL_LIST;
	}
	return fits || err_set(e, ERR_BAD_INPUT, MSG_ADOPT_SHEET, NO_ARGS);
}

/* What is struck off comes in as history alone. */
static bool check_history(struct taking *t, struct err *e)
{
	const struct val *last, *person;
	int64_t struck = val_get_int(t->sheet, S("closed"), 0);
	if (!t->history)
		return !struck || err_set(e, ERR_CONFLICT, MSG_ADOPT_STRUCK,
					  ARGS(str_fmt(t->d->a, "%lld", (long long)struck)));
	if (!decision_ask(t->d, ASK_INSPECTION_LAST, NULL, &last, e))
		return false;
	if (last)
		return err_set(e, ERR_CONFLICT, MSG_ADOPT_NOT_EMPTY, NO_ARGS);
	struct str who = decision_text(t->d, S("confirmed-by"));
	if (!decision_ask(t->d, ASK_PERSON, val_str(t->d->a, who), &person, e))
		return false;
	return person || err_set(e, ERR_NOT_FOUND, MSG_ADOPT_CONFIRMED, ARGS(who));
}

static struct str given_or(struct taking *t, const struct val *finding, const char *key)
{
	struct str own = text_of(finding, key), given = decision_text(t->d, str_of(key));
	return own.n ? own : given;
}

static struct group *group_of(struct taking *t, const struct val *finding)
{
	struct str kind = given_or(t, finding, "kind"), round = given_or(t, finding, "round");
	for (ptrdiff_t i = 0; i < t->group.n; i++) {
		struct group *g = &t->group.p[i];
		if (str_eq(g->kind, kind) && str_eq(g->round, round))
			return g;
	}
	struct group *g = list_add(t->d->a, &t->group);
	*g = (struct group){ .kind = kind, .round = round, .coded = true };
	return g;
}

/* "2025-01-003" as year, number and ordinal. */
static bool read_code(struct str code, int64_t *year, int64_t *number, int64_t *ordinal)
{
	struct str part[3];
	int n = 0;
	while (n < 3 && str_split(&code, '-', &part[n]))
		n++;
	return n == 3 && !code.n && part[0].n == 4 && part[1].n >= 2 && part[2].n == 3 &&
	       str_int(part[0], year) && str_int(part[1], number) && str_int(part[2], ordinal) &&
	       *year >= 1900 && *number > 0 && *ordinal > 0;
}

/* Groups, and whether each keeps the sheet's codes: one inspection in all of them. */
static void find_groups(struct taking *t)
{
	for val_each(f, val_get(t->sheet, S("findings"))) {
		struct group *g = group_of(t, f);
		int64_t year = 0, number = 0, ordinal = 0;
		bool coded = read_code(text_of(f, "code"), &year, &number, &ordinal);
		g->coded = g->coded && coded &&
			   (!g->findings || (g->code.year == year && g->code.number == number));
		g->code.year = year;
		g->code.number = number;
		g->findings++;
	}
}

/* A year that stands in `text`: 2025年第一轮. */
static int64_t year_in(struct str text)
{
	int64_t year;
	for (ptrdiff_t i = 0; i + 4 <= text.n; i++)
		if (str_int(str_cut(text, i, i + 4), &year) && year >= 1990 && year < 2200)
			return year;
	return 0;
}

static bool code_taken(struct taking *t, const struct group *g, bool *taken, struct err *e)
{
	const struct val *row;
	struct str code = str_fmt(t->d->a, "%04lld-%02lld", (long long)g->code.year,
				  (long long)g->code.number);
	*taken = false;
	if (!decision_ask(t->d, ASK_INSPECTION, val_str(t->d->a, code), &row, e))
		return false;
	*taken = row != NULL;
	for (struct group *o = t->group.p; o < g; o++)
		*taken |= str_eq(o->code.code, code);
	return true;
}

/* The code of each group, in their order: the sheet's, or the next of the year. */
static bool number_group(struct taking *t, struct group *g, struct err *e)
{
	bool taken = false;
	int64_t ordinal = g - t->group.p;
	struct inspection_code next;
	if (g->coded && !code_taken(t, g, &taken, e))
		return false;
	g->coded = g->coded && !taken;
	int64_t year = year_in(decision_text(t->d, S("feedback")));
	year = year ? year : year_in(g->round);
	year = year ? year : year_in(t->d->act->recorded);
	year = g->coded ? g->code.year : year;
	if (!inspection_number(t->d, year, &next, e))
		return false;
	next.id += ordinal;
	for (struct group *o = t->group.p; o < g; o++)
		if (o->code.year == year && o->code.number >= next.number)
			next.number = o->code.number + 1;
	if (g->coded)
		next.number = g->code.number;
	next.code = str_fmt(t->d->a, "%04lld-%02lld", (long long)year, (long long)next.number);
	g->code = next;
	return true;
}

static bool add_inspection(struct taking *t, struct group *g, struct err *e)
{
	struct arena *a = t->d->a;
	struct str feedback = decision_text(t->d, S("feedback"));
	if (!number_group(t, g, e))
		return false;
	if (g->findings > FINDINGS_MAX)
		return err_set(e, ERR_LIMIT, MSG_ADOPT_SHEET_MANY,
			       ARGS(g->round, str_fmt(a, "%d", FINDINGS_MAX)));
	g->findings = 0;
	struct effect *f = insert(t, OBJECT_INSPECTION);
	inspection_number_put(t->d, &g->code, f);
	f->cell[COL_INSPECTION_UNIT] = val_int(a, t->unit);
	f->cell[COL_INSPECTION_KIND] = val_str(a, g->kind.n ? g->kind : STR_NONE);
	f->cell[COL_INSPECTION_ROUND] = val_str(a, g->round.n ? g->round : STR_NONE);
	f->cell[COL_INSPECTION_INSPECTED] = val_str(a, t->unit_name);
	f->cell[COL_INSPECTION_FEEDBACK] = val_str(a, feedback);
	return pack_inspection(t->d, feedback, f->cell, e);
}

static int64_t category(struct taking *t, struct group *g, struct str title)
{
	struct arena *a = t->d->a;
	title = title.n ? title : msg_text(MSG_ADOPT_NO_CATEGORY, LANG_ZH);
	for (ptrdiff_t i = 0; i < g->category.n; i++)
		if (str_eq(g->category.p[i], title))
			return i + 1;
	*list_add(a, &g->category) = title;
	struct effect *f = insert(t, OBJECT_CATEGORY);
	f->cell[COL_CATEGORY_INSPECTION] = val_int(a, g->code.id);
	f->cell[COL_CATEGORY_ORDINAL] = val_int(a, g->category.n);
	f->cell[COL_CATEGORY_TITLE] = f->cell[COL_CATEGORY_HEADING] = val_str(a, title);
	f->cell[COL_CATEGORY_POSITION] = val_int(a, POSITION);
	f->cell[COL_CATEGORY_FLOWS] = val_bool(a, false);
	return g->category.n;
}

/* A unit that the sheet names: of the ledger, else one under the inspected unit,
 * known by its short name there. */
static bool sheet_unit(struct taking *t, struct str name, int64_t *id, struct err *e)
{
	const struct val *row;
	struct str whole = name;
	if (!str_starts(name, t->unit_name)) {
		if (!decision_ask(t->d, ASK_UNIT_BY_NAME, val_str(t->d->a, name), &row, e))
			return false;
		if (!row)
			whole = str_fmt(t->d->a, "%.*s·%.*s", STR_ARG(t->unit_name), STR_ARG(name));
	}
	return units_find(&t->units, whole, str_eq(whole, name) ? STR_NONE : name, t->unit, id,
			  &row, e);
}

/* The next name of a list that people wrote: 党办、居委会；物业. */
static bool next_name(struct str *rest, struct str *name)
{
	static const struct str marks[] = { S("、"), S("，"), S("；"), S(","), S(";"), S("\n") };
	while (rest->n) {
		ptrdiff_t end = rest->n, width = 0;
		for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
			ptrdiff_t at = str_find(*rest, marks[i], 0);
			if (at >= 0 && at < end) {
				end = at;
				width = marks[i].n;
			}
		}
		*name = str_trim(str_cut(*rest, 0, end));
		*rest = str_from(*rest, end + width);
		if (name->n)
			return true;
	}
	return false;
}

/* The first unit leads; those after it, and those of 配合单位, support. */
static bool add_units(struct taking *t, const struct val *finding, int64_t inspection,
		      int64_t ordinal, int64_t *lead, struct err *e)
{
	struct arena *a = t->d->a;
	struct str name, lists[] = { text_of(finding, "lead_unit"), text_of(finding, "support") };
	struct LIST(int64_t) done = { 0 };
	*lead = UNIT_WHOLE;
	for (int i = 0; i < 2; i++)
		for (struct str rest = lists[i]; next_name(&rest, &name);) {
			int64_t id;
			bool again = false;
			if (!sheet_unit(t, name, &id, e))
				return false;
			for (ptrdiff_t k = 0; k < done.n; k++)
				again |= done.p[k] == id;
			if (again)
				continue;
			*list_add(a, &done) = id;
			if (i == 0 && *lead == UNIT_WHOLE) {
				*lead = id;
				continue;
			}
			struct effect *f = insert(t, OBJECT_SUPPORT);
			f->cell[COL_SUPPORT_INSPECTION] = val_int(a, inspection);
			f->cell[COL_SUPPORT_FINDING] = val_int(a, ordinal);
			f->cell[COL_SUPPORT_UNIT] = val_int(a, id);
			f->cell[COL_SUPPORT_ACTIVE] = val_bool(a, true);
		}
	return true;
}

static struct effect *child(struct taking *t, const struct group *g, int64_t finding,
			    int64_t ordinal, enum object_id object)
{
	struct effect *f = insert(t, object);
	f->cell[0] = val_int(t->d->a, g->code.id);
	f->cell[1] = val_int(t->d->a, finding);
	f->cell[2] = val_int(t->d->a, ordinal);
	return f;
}

/* What the sheet says of progress is a report of who brings it in. */
static void add_report(struct taking *t, const struct group *g, int64_t finding,
		       const struct val *m, int64_t measure, int64_t ordinal, struct str date)
{
	static const struct plain rows[] = {
		{ "progress", COL_REPORT_PROGRESS }, { "reason", COL_REPORT_REASON },
		{ "next", COL_REPORT_NEXT },
	};
	struct arena *a = t->d->a;
	struct str text = text_of(m, "report");
	text = text.n ? text : text_of(m, "state");
	struct effect *f = child(t, g, finding, ordinal, OBJECT_REPORT);
	PUT_PLAIN(m, rows, f->cell);
	if (measure)
		f->cell[COL_REPORT_MEASURE] = val_int(a, measure);
	f->cell[COL_REPORT_ACTOR] = val_str(a, t->d->act->actor);
	f->cell[COL_REPORT_DATE] = val_str(a, date);
	f->cell[COL_REPORT_TEXT] = val_str(a, text.n ? text : S("—"));
}

static void add_measures(struct taking *t, struct group *g, const struct val *finding,
			 int64_t ordinal)
{
	static const struct plain rows[] = {
		{ "progress", COL_MEASURE_PROGRESS }, { "due", COL_MEASURE_DUE },
		{ "owner", COL_MEASURE_OWNER },       { "phone", COL_MEASURE_PHONE },
		{ "starts", COL_MEASURE_BEGINS },     { "done", COL_MEASURE_DONE },
		{ "evidence", COL_MEASURE_STATED },
	};
	struct arena *a = t->d->a;
	struct str today = decision_day(a, t->d->act->recorded);
	int64_t measures = 0, reports = 0;
	for val_each(m, val_get(finding, S("measures"))) {
		bool told =
			text_of(m, "report").n || text_of(m, "reason").n || text_of(m, "next").n;
		bool is = text_of(m, "text").n > 0;
		struct str done = text_of(m, "done"), day = done.n && str_cmp(done, today) < 0
								   ? done : today;
		if (is) {
			struct effect *f = child(t, g, ordinal, ++measures, OBJECT_MEASURE);
			PUT_PLAIN(m, rows, f->cell);
			f->cell[COL_MEASURE_TEXT] = val_get(m, S("text"));
			f->cell[COL_MEASURE_POSITION] = val_int(a, POSITION);
			f->cell[COL_MEASURE_FLOWS] = val_bool(a, false);
			f->cell[COL_MEASURE_REPORTED] = val_str(a, told ? day : STR_NONE);
		}
		if (told)
			add_report(t, g, ordinal, m, is ? measures : 0, ++reports, day);
	}
}

/* A decision row that says how the finding came in and who confirmed it. */
static void add_decision(struct taking *t, const struct group *g, const struct val *finding,
			 int64_t ordinal, struct str state, struct str day)
{
	struct arena *a = t->d->a;
	struct str opinion = text_of(finding, "opinion");
	struct effect *f = child(t, g, ordinal, 1, OBJECT_DECISION);
	f->cell[COL_DECISION_VERB] = val_str(a, t->d->verb->name);
	f->cell[COL_DECISION_ACTOR] = val_str(a, decision_text(t->d, S("confirmed-by")));
	f->cell[COL_DECISION_DATE] = val_str(a, day);
	f->cell[COL_DECISION_VERSION] = val_int(a, 0);
	f->cell[COL_DECISION_STATE] = val_str(a, state);
	f->cell[COL_DECISION_TEXT] = val_str(a, opinion.n ? opinion : STR_NONE);
}

static bool add_finding(struct taking *t, const struct val *finding, struct err *e)
{
	static const struct plain rows[] = {
		{ "title", COL_FINDING_TITLE },       { "title", COL_FINDING_HEADING },
		{ "amount", COL_FINDING_AMOUNT },     { "class", COL_FINDING_CLASS },
		{ "standard", COL_FINDING_STANDARD }, { "leader", COL_FINDING_LEADER },
		{ "due", COL_FINDING_DUE },           { "progress", COL_FINDING_PROGRESS },
		{ "note", COL_FINDING_NOTE },         { "regulation", COL_FINDING_STATED },
	};
	struct arena *a = t->d->a;
	struct group *g = group_of(t, finding);
	struct str given = text_of(finding, "code"), today = decision_day(a, t->d->act->recorded);
	int64_t year, number, ordinal = ++g->findings, lead;
	if (g->coded)
		read_code(given, &year, &number, &ordinal);
	const struct val *yes = val_get(finding, S("struck"));
	bool struck = yes && yes->kind == VAL_BOOL && yes->yes;
	struct str state = struck ? S("closed-imported") : S("rectifying");
	int64_t of = category(t, g, text_of(finding, "category"));
	if (!add_units(t, finding, g->code.id, ordinal, &lead, e))
		return false;
	struct effect *f = insert(t, OBJECT_FINDING);
	PUT_PLAIN(finding, rows, f->cell);
	f->cell[COL_FINDING_INSPECTION] = val_int(a, g->code.id);
	f->cell[COL_FINDING_ORDINAL] = val_int(a, ordinal);
	f->cell[COL_FINDING_CATEGORY] = val_int(a, of);
	f->cell[COL_FINDING_CODE] = val_str(a, str_fmt(a, "%.*s-%03lld", STR_ARG(g->code.code),
						       (long long)ordinal));
	f->cell[COL_FINDING_LABEL] = val_str(a, given.n && !g->coded ? given : STR_NONE);
	f->cell[COL_FINDING_POSITION] = val_int(a, POSITION);
	f->cell[COL_FINDING_FLOWS] = val_bool(a, false);
	f->cell[COL_FINDING_STATE] = val_str(a, state);
	f->cell[COL_FINDING_REGISTERED] = val_str(a, today);
	if (lead != UNIT_WHOLE)
		f->cell[COL_FINDING_LEAD_UNIT] = val_int(a, lead);
	struct str closed = text_of(finding, "closed");
	closed = closed.n ? closed : today;
	if (struck)
		f->cell[COL_FINDING_CLOSED] = val_str(a, closed);
	add_measures(t, g, finding, ordinal);
	if (struck)
		add_decision(t, g, finding, ordinal, state, closed);
	return true;
}

/* The file itself, as the first evidence of the first inspection. */
static void add_source(struct taking *t)
{
	const struct val *fields = t->d->act->fields;
	struct effect *f = insert(t, OBJECT_EVIDENCE);
	f->cell[COL_EVIDENCE_INSPECTION] = val_int(t->d->a, t->group.p[0].code.id);
	f->cell[COL_EVIDENCE_ORDINAL] = val_int(t->d->a, 1);
	f->cell[COL_EVIDENCE_SHA256] = val_get(fields, S("sha256"));
	f->cell[COL_EVIDENCE_NAME] = val_get(fields, S("name"));
	f->cell[COL_EVIDENCE_KIND] = val_get(fields, S("file-kind"));
	f->cell[COL_EVIDENCE_SIZE] = val_get(fields, S("size"));
}

bool adopt_sheet_decide(struct decision *d, struct err *e)
{
	struct taking t = { .d = d, .units = { .d = d },
			    .sheet = val_get(d->act->fields, S("sheet")),
			    .history = str_eq(d->verb->name, S("adopt-history")) };
	const struct val *row;
	t.unit_name = decision_text(d, S("unit"));
	if (!check_tree(&t, e) || !check_history(&t, e))
		return false;
	if (!decision_ask(d, ASK_SHEET_BY_SOURCE, val_get(d->act->fields, S("sha256")), &row, e))
		return false;
	if (row) {
		d->out->same = true;
		d->out->target = val_get_str(row, S("code"));
		return true;
	}
	if (!units_find(&t.units, t.unit_name, STR_NONE, UNIT_WHOLE, &t.unit, &row, e))
		return false;
	find_groups(&t);
	for (ptrdiff_t i = 0; i < t.group.n; i++)
		if (!add_inspection(&t, &t.group.p[i], e))
			return false;
	for val_each(f, val_get(t.sheet, S("findings")))
		if (!add_finding(&t, f, e))
			return false;
	add_source(&t);
	d->out->target = t.group.p[0].code.code;
	return true;
}
