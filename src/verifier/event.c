/* A line of the log: its keys in their order, the shape of its effects. */
#include "verifier/verifier.h"

/* The keys of an event, in order, and what each may hold. */
static const struct {
	struct str key;
	enum val_kind kind;
	bool null;
} members[] = {
	{ { "log", 3 }, VAL_INT, false },      { { "hash", 4 }, VAL_STR, false },
	{ { "tenant", 6 }, VAL_INT, false },   { { "seq", 3 }, VAL_INT, false },
	{ { "recorded", 8 }, VAL_STR, false }, { { "happened", 8 }, VAL_STR, false },
	{ { "actor", 5 }, VAL_STR, false },    { { "verb", 4 }, VAL_STR, false },
	{ { "target", 6 }, VAL_STR, true },    { { "key", 3 }, VAL_STR, true },
	{ { "request", 7 }, VAL_STR, true },   { { "payload", 7 }, VAL_MAP, false },
};

static bool none(struct err *e, struct str where)
{
	return err_set(e, ERR_CONFLICT, MSG_VERIFIER_EVENT, ARGS(where));
}

struct str cell_commit(const struct val *cell)
{
	struct hash h;
	struct str hex = cell && cell->kind == VAL_MAP ? val_get_str(cell, S("commit")) : STR_NONE;
	return hash_parse(hex, &h) ? hex : STR_NONE;
}

static bool is_cell(const struct val *v)
{
	switch (v->kind) {
	case VAL_NULL:
	case VAL_BOOL:
	case VAL_INT:
	case VAL_NUM:
	case VAL_STR:
		return true;
	case VAL_MAP:
		return v->count == 1 && cell_commit(v).p;
	case VAL_MARKUP:
	case VAL_LIST:
		break;
	}
	return false;
}

/* {"insert" or "update": table, "columns":[…], "rows":[[…],…]} */
static bool is_group(const struct val *g)
{
	const struct val *table = g->first, *columns = val_get(g, S("columns"));
	const struct val *rows = val_get(g, S("rows"));
	if (g->kind != VAL_MAP || g->count != 3 || table->kind != VAL_STR ||
	    (!str_eq(table->key, S("insert")) && !str_eq(table->key, S("update"))) ||
	    !columns || columns->kind != VAL_LIST || !rows || rows->kind != VAL_LIST)
		return false;
	for val_each(c, columns)
		if (c->kind != VAL_STR || str_eq(c->s, S("changed")) || str_eq(c->s, S("tenant")))
			return false;
	for val_each(row, rows) {
		if (row->kind != VAL_LIST || row->count != columns->count)
			return false;
		for val_each(cell, row)
			if (!is_cell(cell))
				return false;
	}
	return true;
}

bool event_read(struct arena *a, struct str line, struct event *out, struct err *e)
{
	const int n = sizeof(members) / sizeof(*members);
	const struct val *v, *at;
	struct err why = { 0 };
	if (!json_read(a, line, &v, &why))
		return none(e, err_text(a, &why, LANG_EN));
	if (v->kind != VAL_MAP)
		return none(e, S("{"));
	at = v->first;
	for (int i = 0; i < n; i++, at = at->next)
		if (!at || !str_eq(at->key, members[i].key) ||
		    (at->kind != members[i].kind && !(members[i].null && at->kind == VAL_NULL)))
			return none(e, members[i].key);
	if (at)
		return none(e, at->key);
	*out = (struct event){ .tenant = val_get_int(v, S("tenant"), 0),
			       .seq = val_get_int(v, S("seq"), 0) };
	if (val_get_int(v, S("log"), 0) != 1 || !hash_named(val_get_str(v, S("hash")), &out->hash))
		return none(e, S("log/hash"));
	out->effects = val_get(val_get(v, S("payload")), S("effects"));
	if (!out->effects || out->effects->kind != VAL_LIST)
		return none(e, S("effects"));
	for val_each(group, out->effects)
		if (!is_group(group))
			return none(e, S("effects"));
	return true;
}
