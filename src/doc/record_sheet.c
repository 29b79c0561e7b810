/* The records of a register as a spreadsheet: see record_sheet.h. */
#include "doc/record_sheet.h"

#include "out/csv.h"

static const struct {
	struct str key;
	enum msg head; /* MSG_NONE: the definition's date */
	int width;
} columns[RECORD_COLUMNS] = {
	[RECORD_CODE] = { S("code"), MSG_RECORD_SHEET_CODE, 14 },
	[RECORD_DATE] = { S("date"), MSG_NONE, 12 },
	[RECORD_UNIT] = { S("unit"), MSG_RECORD_SHEET_UNIT, 20 },
	[RECORD_ABOUT] = { S("about"), MSG_RECORD_SHEET_ABOUT, 13 },
	[RECORD_MEASURE] = { S("measure"), MSG_RECORD_SHEET_MEASURE, 8 },
};

enum { TEXT_WIDTH = 24, SHORT_WIDTH = 12 };

struct str record_sheet_head(const struct register_def *r, enum record_column column,
			     enum lang lang)
{
	return column == RECORD_DATE ? r->date[lang] : msg_text(columns[column].head, lang);
}

struct str record_sheet_node(struct arena *a, const struct register_def *r, int node,
			     enum lang lang)
{
	return msg_fill(a, MSG_RECORD_SHEET_NODE, lang, ARGS(r->node[node].label[lang]));
}

static void add(struct arena *a, struct val *list, struct str key, struct str head, int width,
		bool date)
{
	struct val *v = val_push(list, val_map(a));
	val_put_str(a, v, S("key"), key);
	val_put_str(a, v, S("head"), head);
	val_put_int(a, v, S("width"), width);
	val_put_str(a, v, S("kind"), date ? S("date") : S("text"));
	val_put_bool(a, v, S("wrap"), true);
}

static struct str key_of(struct arena *a, char kind, int i)
{
	return str_fmt(a, "%c%d", kind, i);
}

const struct val *record_sheet(struct arena *a, const struct register_def *r, struct str made,
			       enum lang lang)
{
	struct val *sheet = val_map(a);
	val_put_str(a, sheet, S("name"), r->title[lang]);
	struct val *above = val_put(sheet, S("above"), val_list(a));
	val_push(above,
		 val_str(a, msg_fill(a, MSG_RECORD_SHEET_TITLE, lang, ARGS(r->title[lang]))));
	val_push(above, val_str(a, made));
	struct val *list = val_put(sheet, S("columns"), val_list(a));
	for (int i = 0; i < RECORD_COLUMNS; i++)
		add(a, list, columns[i].key, record_sheet_head(r, (enum record_column)i, lang),
		    columns[i].width, i == RECORD_DATE);
	for (int i = 0; i < r->fields; i++)
		add(a, list, key_of(a, 'f', i), r->field[i].label[lang],
		    r->field[i].type == REGISTER_TEXT ? TEXT_WIDTH : SHORT_WIDTH,
		    r->field[i].type == REGISTER_DATE);
	for (int i = 1; i < r->nodes; i++)
		add(a, list, key_of(a, 'n', i), record_sheet_node(a, r, i, lang), SHORT_WIDTH,
		    true);
	val_put_bool(a, sheet, S("landscape"), true);
	return sheet;
}

const struct val *record_sheet_row(struct arena *a, const struct register_def *r,
				   const struct val *row)
{
	struct val *made = val_map(a);
	const struct val *cell = val_get(row, S("cells"));
	const struct val *node = val_get(row, S("nodes"));
	int64_t measure = val_get_int(row, S("measure"), 0);
	for (int i = 0; i < RECORD_COLUMNS; i++)
		if (i != RECORD_MEASURE)
			val_put_str(a, made, columns[i].key, val_get_str(row, columns[i].key));
	val_put_str(a, made, S("measure"),
		    measure ? str_fmt(a, "%lld", (long long)measure) : STR_NONE);
	cell = cell ? cell->first : NULL;
	for (int i = 0; i < r->fields && cell; i++, cell = cell->next)
		val_put_str(a, made, key_of(a, 'f', i), cell->s);
	node = node && node->first ? node->first->next : NULL; /* the first is the record's date */
	for (int i = 1; i < r->nodes && node; i++, node = node->next)
		val_put_str(a, made, key_of(a, 'n', i), val_get_str(node, S("date")));
	return made;
}

void record_sheet_csv(struct buf *to, const struct val *sheet, const struct val *row)
{
	int at = 0;
	for val_each(c, val_get(sheet, S("columns"))) {
		struct str key = val_get_str(c, S("key"));
		struct str s = row ? val_get_str(row, key) : val_get_str(c, S("head"));
		csv_cell(to, at++, s.p ? s : S(""));
	}
	csv_end(to);
}
