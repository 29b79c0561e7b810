/* Records to value trees: see register_view.h. */
#include "view/names.h"
#include "view/pick.h"
#include "view/register_view.h"

static const struct pick record[] = {
	{ S("code"), S("code") },       { S("register"), S("name") },
	{ S("date"), S("date") },       { S("unit"), S("unit") },
	{ S("about"), S("about") },     { S("measure"), S("measure") },
	{ S("opened"), S("opened") },   { S("state"), S("state") },
	{ S("version"), S("changed") },
};

static const struct pick node[] = {
	{ S("name"), S("name") },
	{ S("date"), S("date") },
	{ S("actor"), S("actor") },
	{ S("text"), S("text") },
};

static const struct val *of_field(const struct val *rows, const struct register_field *f)
{
	static const struct str columns[] = {
		[REGISTER_IN_TEXT] = S("text"),
		[REGISTER_IN_NUMBER] = S("number"),
		[REGISTER_IN_DATE] = S("date"),
		[REGISTER_IN_SECRET] = S("secret"),
	};
	for val_each(row, rows)
		if (str_eq(val_get_str(row, S("field")), f->name))
			return val_get(row, columns[register_column(f)]);
	return NULL;
}

static bool put_nodes(struct store *s, struct arena *a, struct val id,
		      const struct register_def *def, enum lang lang, struct val *made,
		      struct err *e)
{
	struct val *rows, *list = val_put(made, S("nodes"), val_list(a));
	if (!def->nodes)
		return true;
	if (!store_list(s, a, SQL_NODES_OF_RECORD, PARAMS(id), &rows, e))
		return false;
	for val_each(row, rows) {
		struct val *v = val_push(list, pick_row(a, row, PICKS(node), false));
		int at = register_node_find(def, val_get_str(row, S("name")));
		val_put_str(a, v, S("label"),
			    at < 0 ? val_get_str(row, S("name")) : def->node[at].label[lang]);
	}
	return true;
}

bool view_record_put(struct store *s, struct arena *a, const struct val *row,
		     const struct register_def *def, enum lang lang, struct val *made,
		     struct err *e)
{
	struct val *rows, id = P_INT(val_get_int(row, S("id"), 0));
	int at = (int)val_get_int(row, S("node"), 0);
	pick_into(a, made, row, PICKS(record), false);
	names_put_state(a, made, lang);
	bool known = at > 0 && at <= def->nodes;
	val_put_str(a, made, S("node"), known ? def->node[at - 1].name : STR_NONE);
	val_put_str(a, made, S("node_name"), known ? def->node[at - 1].label[lang] : STR_NONE);
	if (!store_list(s, a, SQL_VALUES_OF_RECORD, PARAMS(id), &rows, e))
		return false;
	struct val *values = val_put(made, S("values"), val_map(a));
	struct val *cells = val_put(made, S("cells"), val_list(a));
	for (int i = 0; i < def->fields; i++) {
		const struct register_field *f = &def->field[i];
		const struct val *v = of_field(rows, f);
		struct str text = register_value_text(a, f, v, lang);
		val_put(values, f->name,
			f->type == REGISTER_MONEY && text.n ? val_str(a, text) : pick_copy(a, v));
		val_push(cells, val_str(a, text));
	}
	return put_nodes(s, a, id, def, lang, made, e);
}

/* The place "2025-03-04/12": after that day and id. */
static bool read_place(struct str place, struct str *date, int64_t *id, struct err *e)
{
	struct date day;
	struct str rest = place;
	*date = S("");
	*id = 0;
	if (!place.n)
		return true;
	return (str_split(&rest, '/', date) && date_parse(*date, &day) && str_int(rest, id)) ||
	       err_set(e, ERR_BAD_INPUT, MSG_FINDINGS_PLACE, ARGS(place));
}

bool view_records(struct store *s, struct arena *a, const struct records_asked *asked,
		  const struct register_def *def, int64_t unit, enum lang lang,
		  const struct val **out, struct err *e)
{
	struct val *rows, *made = val_map(a);
	struct str date;
	int64_t id;
	if (asked->limit < 1 || asked->limit > RECORDS_LIMIT_MOST)
		return err_set(e, ERR_BAD_INPUT, MSG_FINDINGS_LIMIT, NO_ARGS);
	if (!read_place(asked->after, &date, &id, e))
		return false;
	struct str from = date_none(asked->from) ? S("") : date_iso(a, asked->from);
	struct str to = date_none(asked->to) ? S("9999-12-31") : date_iso(a, asked->to);
	if (!store_list(s, a, unit ? SQL_RECORDS_UNDER : SQL_RECORDS_ALL,
			PARAMS(P_STR(def->name), P_INT(unit), P_STR(from), P_STR(to), P_STR(date),
			       P_INT(id), P_INT(asked->limit)),
			&rows, e))
		return false;
	struct val *list = val_put(made, S("rows"), val_list(a));
	struct str next = STR_NONE;
	for val_each(row, rows) {
		if (!view_record_put(s, a, row, def, lang, val_push(list, val_map(a)), e))
			return false;
		next = str_fmt(a, "%.*s/%lld", STR_ARG(val_get_str(row, S("date"))),
			       (long long)val_get_int(row, S("id"), 0));
	}
	val_put_str(a, made, S("next"), rows->count == asked->limit ? next : STR_NONE);
	*out = made;
	return true;
}
