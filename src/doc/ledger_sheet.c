/* The ledger as a spreadsheet: see ledger_sheet.h. */
#include "doc/ledger_sheet.h"

#include "sheet/sheet.h"

enum { LIST_COLUMNS = 12 };
#define NONE SHEET_COLUMNS /* ends a list of columns */

/* The lists, each by its columns; the ledger itself has them all. */
static const struct list {
	struct str name, title;
	enum sheet_column column[LIST_COLUMNS]; /* ended by NONE; empty: all */
	bool by_finding;                        /* one row a finding */
} lists[] = {
	{ S("ledger"), S("整改台账"), { NONE }, false },
	{ S("findings"), S("问题清单"),
	  { SHEET_NUMBER, SHEET_CODE, SHEET_KIND, SHEET_ROUND, SHEET_CATEGORY, SHEET_TITLE,
	    SHEET_AMOUNT, SHEET_CLASS, SHEET_NOTE, NONE }, true },
	{ S("tasks"), S("任务清单"),
	  { SHEET_NUMBER, SHEET_CODE, SHEET_TITLE, SHEET_STANDARD, SHEET_MEASURE, SHEET_STARTS,
	    SHEET_DUE, SHEET_STATE, SHEET_PROGRESS, NONE }, false },
	{ S("duties"), S("责任清单"),
	  { SHEET_NUMBER, SHEET_CODE, SHEET_TITLE, SHEET_MEASURE, SHEET_LEADER, SHEET_LEAD_UNIT,
	    SHEET_SUPPORT, SHEET_OWNER, SHEET_PHONE, SHEET_DUE, NONE }, false },
};

enum { LISTS = sizeof(lists) / sizeof(*lists) };

static const struct list *find(struct str name)
{
	for (int i = 0; i < LISTS; i++)
		if (str_eq(lists[i].name, name))
			return &lists[i];
	return NULL;
}

struct str ledger_sheet_name(int i)
{
	return i >= 0 && i < LISTS ? lists[i].name : STR_NONE;
}

static bool is_date(enum sheet_column c)
{
	return c == SHEET_STARTS || c == SHEET_DUE || c == SHEET_DONE || c == SHEET_CLOSED;
}

static void add_column(struct arena *a, struct val *columns, enum sheet_column c, bool merge)
{
	const struct sheet_column_row *row = &sheet_columns[c];
	struct val *v = val_push(columns, val_map(a));
	val_put_str(a, v, S("key"), row->key);
	val_put_str(a, v, S("head"), row->title);
	val_put_int(a, v, S("width"), row->width);
	val_put_str(a, v, S("kind"), is_date(c) ? S("date") : S("text"));
	val_put_bool(a, v, S("wrap"), true);
	val_put_bool(a, v, S("merge"), merge && !row->of_measure);
}

const struct val *ledger_sheet(struct arena *a, struct str name, struct str title,
			       struct str made)
{
	const struct list *l = find(name);
	if (!l)
		return NULL;
	struct val *sheet = val_map(a);
	val_put_str(a, sheet, S("name"), l->title);
	struct val *above = val_put(sheet, S("above"), val_list(a));
	val_push(above, val_str(a, str_fmt(a, "%.*s%.*s", STR_ARG(title), STR_ARG(l->title))));
	val_push(above, val_str(a, made));
	struct val *columns = val_put(sheet, S("columns"), val_list(a));
	bool all = l->column[0] == NONE;
	for (int i = 0; all ? i < SHEET_COLUMNS : l->column[i] != NONE; i++)
		add_column(a, columns, all ? (enum sheet_column)i : l->column[i], !l->by_finding);
	if (!l->by_finding)
		val_put_str(a, sheet, S("group"), S("code"));
	val_put_bool(a, sheet, S("landscape"), true);
	val_put_str(a, sheet, S("paper"), all ? S("A3") : S("A4"));
	return sheet;
}

bool ledger_sheet_takes(struct str name, const struct val *row, struct str last)
{
	const struct list *l = find(name);
	return l && (!l->by_finding || !str_eq(val_get_str(row, S("code")), last));
}
