/*
 * Erasing: a row's personal data is taken away, with the salts that its
 * commitments in the log stand on. The row stays, and so do the log's proofs;
 * the event says who erased what of which row, when, and why.
 */
#include "base/buf.h"
#include "ledger/verb.h"

/* Objects, or one object's columns, that hold personal data, as words. */
static struct str personal_words(struct arena *a, const struct object *of)
{
	struct buf b;
	buf_init(&b, a);
	for (int i = 0; i < (of ? of->columns : OBJECT_COUNT); i++) {
		if (of ? !of->column[i].personal : !object_rows[i].personal)
			continue;
		buf_add(&b, b.n ? S(" ") : S(""));
		buf_add(&b, of ? of->column[i].name : object_rows[i].name);
	}
	return buf_str(&b);
}

static bool find_object(struct decision *d, const struct object **out, struct err *e)
{
	struct str name = decision_text(d, S("object"));
	int id = object_find(name);
	if (id < 0 || !object_rows[id].personal)
		return err_set(e, ERR_BAD_INPUT, MSG_ERASE_OBJECT,
			       ARGS(name, personal_words(d->a, NULL)));
	*out = &object_rows[id];
	return true;
}

/* The row's key: that of the row whose code or name was given, else the key
 * itself, its parts set apart by slashes. NULL where it is neither. */
static bool find_key(struct decision *d, const struct object *o, struct val **key, struct err *e)
{
	struct str text = decision_text(d, S("row")), rest = text, part;
	const struct val *coded;
	*key = val_list(d->a);
	val_push(*key, val_int(d->a, o - object_rows));
	if (!decision_coded(d, (enum object_id)(o - object_rows), text, &coded, e))
		return false;
	for (int i = 0; i < o->keys; i++) {
		const struct val *of_row = val_get(coded, o->column[i].name);
		int64_t n;
		if (of_row)
			val_push(*key, of_row->kind == VAL_INT ? val_int(d->a, of_row->i)
							       : val_str(d->a, of_row->s));
		else if (!str_split(&rest, '/', &part))
			*key = NULL;
		else if (o->column[i].rule.type != VALUE_INT)
			val_push(*key, val_str(d->a, part));
		else if (str_int(part, &n))
			val_push(*key, val_int(d->a, n));
		else
			*key = NULL;
		if (!*key)
			return true;
	}
	return true;
}

/* Empties the cells that hold something; how many. */
static int empty(struct decision *d, const struct object *o, const struct val *key,
		 const struct val *row)
{
	struct str only = decision_text(d, S("column"));
	struct effect *f = effect_add(d->a, &d->out->effects, EFFECT_UPDATE,
				      (enum object_id)(o - object_rows));
	const struct val *at = key->first->next;
	int emptied = 0;
	for (int i = 0; i < o->columns; i++) {
		const struct column *c = &o->column[i];
		const struct val *now = val_get(row, c->name);
		if (c->key) {
			f->cell[i] = at;
			at = at->next;
		}
		if (!c->personal || !now || now->kind == VAL_NULL ||
		    (only.p && !str_eq(only, c->name)))
			continue;
		f->cell[i] = val_null(d->a);
		emptied++;
	}
	return emptied;
}

/* "person/3" */
static struct str row_name(struct decision *d, const struct object *o, const struct val *key)
{
	struct buf b;
	buf_init(&b, d->a);
	buf_add(&b, o->name);
	for (const struct val *v = key->first->next; v; v = v->next) {
		if (v->kind == VAL_INT)
			buf_fmt(&b, "/%lld", (long long)v->i);
		else
			buf_fmt(&b, "/%.*s", STR_ARG(v->s));
	}
	return buf_str(&b);
}

bool erase_decide(struct decision *d, struct err *e)
{
	const struct object *o;
	const struct val *row = NULL;
	struct str column = decision_text(d, S("column"));
	struct val *key;
	if (!find_object(d, &o, e))
		return false;
	int c = column.p ? object_column(o, column) : 0;
	if (c < 0 || (column.p && !o->column[c].personal))
		return err_set(e, ERR_BAD_INPUT, MSG_ERASE_COLUMN,
			       ARGS(o->name, column, personal_words(d->a, o)));
	if (!find_key(d, o, &key, e) || (key && !decision_ask(d, ASK_ROW, key, &row, e)))
		return false;
	if (!row)
		return err_set(e, ERR_NOT_FOUND, MSG_ERASE_ROW,
			       ARGS(o->name, decision_text(d, S("row"))));
	if (!empty(d, o, key, row))
		return err_set(e, ERR_CONFLICT, MSG_ERASE_NOTHING,
			       ARGS(o->name, decision_text(d, S("row"))));
	d->out->target = row_name(d, o, key);
	return true;
}
