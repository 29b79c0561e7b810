/* A sheet of records comes in: see record_intake.h. */
#include "intake/record_intake.h"

#include "base/hash.h"
#include "doc/record_sheet.h"
#include "sheet/table.h"
#include "sheet/value.h"

enum { HEADINGS = RECORD_COLUMNS + REGISTER_FIELDS + REGISTER_NODES };

struct taking {
	struct store *s;
	struct arena *a;
	const struct record_intake *in;
	struct register_def *def;
	struct table_heading heading[HEADINGS];
	int fields, nodes;                /* where they begin among the headings */
	int headings;
	struct sheet_table table;
	ptrdiff_t row;
	struct LIST(struct sheet_fault) fault;
	struct str sha;
	struct record_intake_done *out;
};

static void heading(struct taking *t, struct str zh, struct str en, struct str synonyms,
		    bool needed)
{
	t->heading[t->headings++] = (struct table_heading){ { zh, en }, synonyms, needed };
}

/* The columns of record_sheet(), with what else they may be called. */
static void make_headings(struct taking *t)
{
	static const struct str synonyms[RECORD_COLUMNS] = {
		[RECORD_CODE] = S("编号 登记号"), [RECORD_DATE] = S("日期 时间 Date"),
		[RECORD_UNIT] = S("单位 单位名称"), [RECORD_ABOUT] = S("问题"),
		[RECORD_MEASURE] = S("措施"),
	};
	struct register_def *r = t->def;
	for (int i = 0; i < RECORD_COLUMNS; i++)
		heading(t, record_sheet_head(r, (enum record_column)i, LANG_ZH),
			record_sheet_head(r, (enum record_column)i, LANG_EN), synonyms[i],
			i == RECORD_DATE);
	t->fields = t->headings;
	for (int i = 0; i < r->fields; i++)
		heading(t, r->field[i].label[LANG_ZH], r->field[i].label[LANG_EN],
			r->field[i].synonyms, r->field[i].required);
	t->nodes = t->headings;
	for (int i = 1; i < r->nodes; i++)
		heading(t, record_sheet_node(t->a, r, i, LANG_ZH),
			record_sheet_node(t->a, r, i, LANG_EN), S(""), false);
}

static struct str at(const struct taking *t, int heading)
{
	return grid_at(t->table.grid, t->row, t->table.column[heading]);
}

static void fault(struct taking *t, int heading, const struct err *why)
{
	int column = t->table.column[heading];
	*list_add(t->a, &t->fault) = (struct sheet_fault){
		t->table.grid->number[t->row],
		grid_cell_name(t->a, t->table.grid, t->row, column < 0 ? 0 : column), *why
	};
}

static void fault_of(struct taking *t, int heading, enum msg msg, struct str what)
{
	struct err why = { 0 };
	err_set(&why, ERR_BAD_INPUT, msg, ARGS(what));
	fault(t, heading, &why);
}

/* A date of the row as the ledger has it; STR_NONE where it is blank or a fault. */
static struct str date_at(struct taking *t, int heading)
{
	const struct val *v;
	struct err why = { 0 };
	if (!sheet_date(t->a, at(t, heading), true, &v, &why)) {
		fault(t, heading, &why);
		return STR_NONE;
	}
	return v->kind == VAL_STR ? v->s : STR_NONE;
}

/* The row's fields, checked one by one so that each fault is told at its cell. */
static struct val *read_values(struct taking *t, bool fresh)
{
	struct val *values = val_map(t->a);
	for (int i = 0; i < t->def->fields; i++) {
		const struct register_field *f = &t->def->field[i];
		const struct val *v;
		struct err why = { 0 };
		struct str text = at(t, t->fields + i);
		if (t->table.column[t->fields + i] < 0)
			continue;
		if (!text.n && f->required) {
			err_set(&why, ERR_BAD_INPUT, MSG_RECORD_LACKS,
				ARGS(f->label[LANG_ZH], f->name));
			fault(t, t->fields + i, &why);
		} else if (!register_value_read(t->a, f, text, &v, &why)) {
			fault(t, t->fields + i, &why);
		} else if (text.n || !fresh) {
			val_put_str(t->a, values, f->name, text);
		}
	}
	return values;
}

static struct val *read_nodes(struct taking *t)
{
	struct val *nodes = val_map(t->a);
	bool ended = false;
	for (int i = 1; i < t->def->nodes; i++) {
		struct str date = date_at(t, t->nodes + i - 1);
		if (date.n && ended)
			fault_of(t, t->nodes + i - 1, MSG_RECORDS_IN_NODE, STR_NONE);
		else if (date.n)
			val_put_str(t->a, nodes, t->def->node[i].name, date);
		ended = ended || !date.n;
	}
	return nodes;
}

/* What the row says of every record. */
static void read_own(struct taking *t, struct val *fields)
{
	int64_t n;
	struct str about = at(t, RECORD_ABOUT), measure = at(t, RECORD_MEASURE);
	struct str date = date_at(t, RECORD_DATE);
	if (date.n)
		val_put_str(t->a, fields, S("date"), date);
	else if (!at(t, RECORD_DATE).n)
		fault_of(t, RECORD_DATE, MSG_RECORDS_IN_DATE, STR_NONE);
	if (about.n)
		val_put_str(t->a, fields, S("about"), about);
	if (measure.n && str_int(measure, &n))
		val_put_int(t->a, fields, S("measure"), n);
	else if (measure.n)
		fault_of(t, RECORD_MEASURE, MSG_RECORDS_IN_MEASURE, measure);
}

/* The ledger's refusal is a fault of the row; its failing is an error. */
static bool act(struct taking *t, struct action *action, struct result *r, bool *done,
		struct err *e)
{
	struct err why = { 0 };
	action->actor = t->in->actor;
	action->version = VERSION_ANY;
	*done = store_act(t->s, t->a, action, r, &why);
	if (*done)
		return true;
	if (why.code == ERR_DB || why.code == ERR_IO || why.code == ERR_BUG) {
		*e = why;
		return false;
	}
	fault(t, RECORD_DATE, &why);
	return true;
}

static bool add_row(struct taking *t, struct err *e)
{
	struct val *fields = val_map(t->a);
	struct str unit = at(t, RECORD_UNIT).n ? at(t, RECORD_UNIT) : t->in->unit;
	ptrdiff_t faults = t->fault.n;
	struct result r;
	bool done;
	val_put_str(t->a, fields, S("register"), t->def->name);
	if (unit.n)
		val_put_str(t->a, fields, S("unit"), unit);
	read_own(t, fields);
	val_put(fields, S("values"), read_values(t, true));
	if (t->def->nodes)
		val_put(fields, S("nodes"), read_nodes(t));
	if (t->fault.n > faults)
		return true;
	struct action action = {
		.verb = S("record"), .fields = fields,
		.key = str_fmt(t->a, "records:%.*s:%d", STR_ARG(t->sha),
			       t->table.grid->number[t->row]),
	};
	if (!act(t, &action, &r, &done, e))
		return false;
	if (done)
		*(r.repeated ? &t->out->same : &t->out->added) += 1;
	return true;
}

/* Whether the record says what the row says. */
static bool is_same(struct taking *t, const struct val *fields, const struct val *row)
{
	const struct val *cell = val_get(row, S("cells"))->first;
	struct str about = val_get_str(row, S("about")), given = val_get_str(fields, S("about"));
	if (!str_eq(val_get_str(fields, S("date")), val_get_str(row, S("date"))) ||
	    (given.n && !str_eq(given, about)) ||
	    (given.n && val_get_int(fields, S("measure"), 0) != val_get_int(row, S("measure"), 0)))
		return false;
	for (int i = 0; i < t->def->fields && cell; i++, cell = cell->next) {
		const struct val *v = NULL;
		struct str text = val_get_str(val_get(fields, S("values")), t->def->field[i].name);
		if (!text.p)
			continue;
		register_value_read(t->a, &t->def->field[i], text, &v, NULL);
		if (!str_eq(register_value_text(t->a, &t->def->field[i], v, LANG_ZH), cell->s))
			return false;
	}
	return true;
}

/* A row that names a record: it is the same, or corrects it. */
static bool known_row(struct taking *t, const struct val *row, struct err *e)
{
	struct val *fields = val_map(t->a), *made = val_map(t->a);
	struct str code = at(t, RECORD_CODE), name = val_get_str(row, S("name"));
	ptrdiff_t faults = t->fault.n;
	struct result r;
	bool done;
	if (!str_eq(name, t->def->name)) {
		struct err why = { 0 };
		err_set(&why, ERR_BAD_INPUT, MSG_RECORDS_IN_OTHER, ARGS(code, name));
		fault(t, RECORD_CODE, &why);
		return true;
	}
	read_own(t, fields);
	val_put(fields, S("values"), read_values(t, false));
	if (t->fault.n > faults)
		return true;
	if (!view_record_put(t->s, t->a, row, t->def, LANG_ZH, made, e))
		return false;
	if (is_same(t, fields, made)) {
		t->out->same++;
		return true;
	}
	struct action action = { .verb = S("correct-record"), .target = code, .fields = fields };
	if (!act(t, &action, &r, &done, e))
		return false;
	t->out->corrected += done;
	return true;
}

static bool take_rows(struct taking *t, struct err *e)
{
	for (t->row = t->table.first; t->row < t->table.grid->rows; t->row++) {
		const struct val *row = NULL;
		struct str code = at(t, RECORD_CODE);
		if (code.n &&
		    !store_one(t->s, t->a, SQL_RECORD_BY_CODE, PARAMS(P_STR(code)), &row, e))
			return false;
		if (!(row ? known_row(t, row, e) : add_row(t, e)))
			return false;
	}
	return t->table.first < t->table.grid->rows ||
	       err_set(e, ERR_BAD_INPUT, MSG_RECORDS_IN_EMPTY, ARGS(t->in->name));
}

bool record_intake(struct store *s, struct arena *a, const struct record_intake *in,
		   struct record_intake_done *out, struct err *e)
{
	struct taking *t = arena_new(a, struct taking, 1);
	struct records_asked asked = { .name = in->of, .unit = in->unit, .person = in->actor };
	struct grids grids;
	struct str text, lacks;
	int64_t unit;
	*out = (struct record_intake_done){ 0 };
	t->s = s;
	t->a = a;
	t->in = in;
	t->out = out;
	t->def = arena_new(a, struct register_def, 1);
	if (!view_records_of(s, a, &asked, t->def, &text, &unit, e) ||
	    !grid_parse(a, in->name, in->bytes, &grids, e))
		return false;
	make_headings(t);
	if (!sheet_table_find(a, &grids, t->heading, t->headings, &t->table, &lacks))
		return err_set(e, ERR_BAD_INPUT, MSG_RECORDS_IN_HEADER,
			       ARGS(in->name, t->def->title[in->lang], lacks));
	t->sha = hash_hex(a, hash_of(HASH_SHA256, &in->bytes, 1));
	if (!store_begin(s, e))
		return false;
	bool ok = take_rows(t, e);
	out->sheet = (struct sheet){ .name = t->table.grid->name, .grid = t->table.grid,
				     .header = t->table.header, .first = t->table.first,
				     .tree = val_map(a), .fault = t->fault.p,
				     .faults = t->fault.n };
	if (ok && !t->fault.n)
		return store_commit(s, e);
	store_rollback(s);
	return ok;
}
