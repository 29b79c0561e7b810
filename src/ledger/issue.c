/*
 * Feedback without a notice: open-inspection makes an inspection, issue gives its
 * findings one by one, submit-report says that the report on it is in. In the
 * notice that is written from the ledger they stand after what their inspection
 * holds already.
 */
#include "base/date.h"
#include "ledger/issue.h"
#include "ledger/money.h"
#include "ledger/pack_use.h"

enum { CATEGORY_POSITION = 1 };

static int64_t year_of(struct str date)
{
	struct date d;
	return date_parse(str_cut(date, 0, 10), &d) ? d.y : 0;
}

bool inspection_number(struct decision *d, int64_t year, struct inspection_code *out,
		       struct err *e)
{
	const struct val *last, *numbered;
	if (!decision_ask(d, ASK_INSPECTION_LAST, NULL, &last, e) ||
	    !decision_ask(d, ASK_INSPECTION_NUMBER, val_int(d->a, year), &numbered, e))
		return false;
	out->id = val_get_int(last, S("id"), 0) + 1;
	out->year = year;
	out->number = val_get_int(numbered, S("number"), 0) + 1;
	out->code = str_fmt(d->a, "%04d-%02lld", (int)year, (long long)out->number);
	return true;
}

void inspection_number_put(struct decision *d, const struct inspection_code *code,
			   struct effect *f)
{
	f->cell[COL_INSPECTION_ID] = val_int(d->a, code->id);
	f->cell[COL_INSPECTION_CODE] = val_str(d->a, code->code);
	f->cell[COL_INSPECTION_YEAR] = val_int(d->a, code->year);
	f->cell[COL_INSPECTION_NUMBER] = val_int(d->a, code->number);
}

/* The action's fields that are columns of the inspection as they are. */
static const struct {
	struct str field;
	int column;
} inspection_fields[] = {
	{ S("kind"), COL_INSPECTION_KIND },         { S("authority"), COL_INSPECTION_AUTHORITY },
	{ S("team"), COL_INSPECTION_TEAM },         { S("start"), COL_INSPECTION_STARTED },
	{ S("end"), COL_INSPECTION_ENDED },         { S("feedback"), COL_INSPECTION_FEEDBACK },
	{ S("unit"), COL_INSPECTION_INSPECTED },
};

bool open_inspection_decide(struct decision *d, struct err *e)
{
	struct inspection_code code;
	int64_t unit;
	if (!decision_unit(d, S("unit"), &unit, e) ||
	    !inspection_number(d, year_of(decision_text(d, S("feedback"))), &code, e))
		return false;
	struct effect *f = effect_add(d->a, &d->out->effects, EFFECT_INSERT, OBJECT_INSPECTION);
	for (size_t i = 0; i < sizeof(inspection_fields) / sizeof(*inspection_fields); i++)
		f->cell[inspection_fields[i].column] =
			val_str(d->a, decision_text(d, inspection_fields[i].field));
	inspection_number_put(d, &code, f);
	f->cell[COL_INSPECTION_UNIT] = val_int(d->a, unit);
	const struct val **cell = f->cell; /* adding an effect may move `f` */
	d->out->target = code.code;
	return pack_inspection(d, decision_text(d, S("feedback")), cell, e);
}

/* The report on the whole was handed in: once. */
bool submit_report_decide(struct decision *d, struct err *e)
{
	struct str today = decision_day(d->a, d->act->recorded);
	struct str date = decision_text(d, S("date")),
		   before = val_get_str(d->target, S("reported"));
	date = date.p ? date : today;
	if (before.p)
		return err_set(e, ERR_CONFLICT, MSG_ISSUE_REPORTED, ARGS(d->act->target, before));
	if (str_cmp(date, today) > 0)
		return err_set(e, ERR_BAD_INPUT, MSG_REPORT_FUTURE, ARGS(date, today));
	struct effect *f = effect_add(d->a, &d->out->effects, EFFECT_UPDATE, OBJECT_INSPECTION);
	f->cell[COL_INSPECTION_ID] = val_get(d->target, S("id"));
	f->cell[COL_INSPECTION_REPORTED] = val_str(d->a, date);
	return true;
}

/* The category of that title, made where the inspection has none such. */
static bool find_category(struct decision *d, int64_t position, int64_t *category, struct err *e)
{
	struct arena *a = d->a;
	const struct val *row;
	struct val *about = val_list(a);
	struct str title = decision_text(d, S("category"));
	int64_t inspection = val_get_int(d->target, S("id"), 0);
	val_push(about, val_int(a, inspection));
	val_push(about, val_str(a, title));
	if (!decision_ask(d, ASK_CATEGORY_BY_TITLE, about, &row, e))
		return false;
	*category = row ? val_get_int(row, S("ordinal"), 0)
			: val_get_int(d->target, S("last_category"), 0) + 1;
	if (row)
		return true;
	struct effect *f = effect_add(a, &d->out->effects, EFFECT_INSERT, OBJECT_CATEGORY);
	f->cell[COL_CATEGORY_INSPECTION] = val_int(a, inspection);
	f->cell[COL_CATEGORY_ORDINAL] = val_int(a, *category);
	f->cell[COL_CATEGORY_TITLE] = val_str(a, title);
	f->cell[COL_CATEGORY_HEADING] = val_str(a, title);
	f->cell[COL_CATEGORY_POSITION] = val_int(a, position);
	f->cell[COL_CATEGORY_FLOWS] = val_bool(a, false);
	return true;
}

/* Where the next finding stands: after what the inspection holds already. */
static int64_t next_position(const struct val *of)
{
	int64_t position = val_get_int(of, S("finding_position"), CATEGORY_POSITION);
	int64_t measures = val_get_int(of, S("measure_position"), 0);
	return measures > position ? measures : position;
}

const struct val *issue_amount(struct decision *d)
{
	int64_t fen;
	return money_read(decision_field(d, S("amount")), &fen) ? val_int(d->a, fen) : NULL;
}

const struct val **issue_finding(struct decision *d, const struct val *of, int n, int64_t category,
				 struct str title)
{
	struct arena *a = d->a;
	int64_t ordinal = val_get_int(of, S("last_finding"), 0) + 1 + n;
	struct effect *f = effect_add(a, &d->out->effects, EFFECT_INSERT, OBJECT_FINDING);
	d->out->target = str_fmt(a, "%.*s-%03lld", STR_ARG(val_get_str(of, S("code"))),
				 (long long)ordinal);
	f->cell[COL_FINDING_INSPECTION] = val_int(a, val_get_int(of, S("id"), 0));
	f->cell[COL_FINDING_ORDINAL] = val_int(a, ordinal);
	f->cell[COL_FINDING_CATEGORY] = val_int(a, category);
	f->cell[COL_FINDING_CODE] = val_str(a, d->out->target);
	f->cell[COL_FINDING_TITLE] = val_str(a, title);
	f->cell[COL_FINDING_HEADING] = val_str(a, title);
	f->cell[COL_FINDING_POSITION] = val_int(a, next_position(of));
	f->cell[COL_FINDING_FLOWS] = val_bool(a, false);
	f->cell[COL_FINDING_STATE] = val_str(a, state_row_of(OBJECT_FINDING, STATE_ISSUED)->name);
	return f->cell;
}

bool issue_decide(struct decision *d, struct err *e)
{
	struct arena *a = d->a;
	int64_t category;
	if (!find_category(d, next_position(d->target), &category, e))
		return false;
	const struct val **cell =
		issue_finding(d, d->target, 0, category, decision_text(d, S("title")));
	cell[COL_FINDING_DETAIL] = val_str(a, decision_text(d, S("detail")));
	cell[COL_FINDING_CLASS] = val_str(a, decision_text(d, S("class")));
	cell[COL_FINDING_STANDARD] = val_str(a, decision_text(d, S("standard")));
	cell[COL_FINDING_DUE] = val_str(a, decision_text(d, S("due")));
	cell[COL_FINDING_AMOUNT] = issue_amount(d);
	return pack_new_finding(d, cell, e);
}
