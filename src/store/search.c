/*
 * Keeps the index of the search: beside each action's effects, and anew. What an
 * action changes is taken out before its effects are applied, for FTS5 must be
 * told the old text, and put in after. See search.h.
 */
#include "store/inside.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "store/search.h"

/* Raise it when the grams, search.tsv or what an item holds change: ledgers are
 * then indexed anew by the first writer that opens them. */
enum { SEARCH_FORM = 2 };

enum { KEYS_MOST = 3, TEXT_MOST = 16000, GAP = 8 };

/* One row as it is, or will be, indexed. */
struct item {
	const struct indexed *as;
	int64_t key[KEYS_MOST];
	const struct val *cell[COLS_MAX];
	const struct val *beside; /* the text of another object's row; NULL: none */
	int64_t unit, lead;       /* 0: none */
};

struct leads LIST(int64_t);

struct index {
	struct db *db;
	struct arena *a;
	int64_t last;                /* the greatest id; -1: not asked yet */
	int64_t inspection, finding; /* whose place is known; 0: none is */
	int64_t unit, lead;
	struct leads leads;          /* by finding, of an inspection that many are of */
};

static const struct indexed *indexed_as(enum object_id object)
{
	for (int i = 0; i < indexed_count; i++)
		if (indexed[i].object == object)
			return &indexed[i];
	return NULL;
}

static int64_t whole(const struct val *v)
{
	return v && v->kind == VAL_INT ? v->i : 0;
}

static struct val unit_param(int64_t unit)
{
	return unit ? (struct val)P_INT(unit) : (struct val)P_NULL;
}

static int64_t cell_named(const struct item *it, struct str column)
{
	int c = object_column(&object_rows[it->as->object], column);
	return c < 0 ? 0 : whole(it->cell[c]);
}

static bool place_one(struct index *x, int64_t inspection, int64_t finding, struct err *e)
{
	struct rows r;
	if (!db_rows(x->db, SQL_SEARCH_PLACE, PARAMS(P_INT(inspection), P_INT(finding)), &r, e))
		return false;
	bool there = rows_next(&r);
	x->unit = there ? rows_int(&r, 0) : 0;
	x->lead = there ? rows_int(&r, 1) : 0;
	x->inspection = inspection;
	x->finding = finding;
	x->leads = (struct leads){ 0 };
	return rows_close(&r);
}

/* Another finding of the inspection that was asked about: all of them at once. */
static bool place_more(struct index *x, int64_t finding, struct err *e)
{
	struct rows r;
	if (!x->leads.n) {
		if (!db_rows(x->db, SQL_SEARCH_PLACES, PARAMS(P_INT(x->inspection)), &r, e))
			return false;
		while (rows_next(&r)) {
			int64_t ordinal = rows_int(&r, 0);
			while (x->leads.n <= ordinal)
				*list_add(x->a, &x->leads) = 0;
			x->leads.p[ordinal] = rows_int(&r, 1);
		}
		if (!rows_close(&r))
			return false;
	}
	x->finding = finding;
	x->lead = finding < x->leads.n ? x->leads.p[finding] : 0;
	return true;
}

/* Whose the row is: its inspection's unit and its finding's lead, or its own. */
static bool place(struct index *x, struct item *it, struct err *e)
{
	int64_t inspection = cell_named(it, S("inspection")),
		finding = cell_named(it, S("finding"));
	if (it->as->object == OBJECT_FINDING)
		finding = it->key[1];
	if (!inspection) {
		it->unit = cell_named(it, S("unit"));
		return true;
	}
	if (inspection != x->inspection) {
		if (!place_one(x, inspection, finding, e))
			return false;
	} else if (finding != x->finding && !place_more(x, finding, e)) {
		return false;
	}
	it->unit = x->unit;
	it->lead = x->lead;
	return true;
}

/* Reads the text of the row beside, as it stands. */
static bool read_beside(struct index *x, struct item *it, struct err *e)
{
	struct val key[sizeof(it->as->key) / sizeof(*it->as->key)];
	struct rows r;
	if (!it->as->keys)
		return true;
	for (int i = 0; i < it->as->keys; i++)
		key[i] = (struct val)P_INT(whole(it->cell[it->as->key[i]]));
	if (!db_rows(x->db, it->as->beside, (struct params){ key, it->as->keys }, &r, e))
		return false;
	it->beside = rows_next(&r) ? rows_cell(&r, x->a, 0) : NULL;
	return rows_close(&r);
}

/* The texts of the title or the body, a line each, at most TEXT_MOST characters
 * together; *room is what is left of them. */
static struct str text_of(struct arena *a, const struct item *it, bool title, ptrdiff_t *room)
{
	struct buf b;
	buf_init(&b, a);
	for (int i = 0; i < it->as->columns; i++) {
		int column = it->as->text[i].column;
		const struct val *v = column == BESIDE ? it->beside : it->cell[column];
		if (it->as->text[i].title != title || !v || v->kind != VAL_STR)
			continue;
		ptrdiff_t bytes = utf8_skip(v->s, *room);
		*room -= utf8_count(str_cut(v->s, 0, bytes));
		buf_add(&b, b.n ? S("\n") : S(""));
		buf_add(&b, str_cut(v->s, 0, bytes));
	}
	return b.n ? buf_str(&b) : S("");
}

static struct str place_words(struct arena *a, const struct item *it)
{
	struct str o = object_rows[it->as->object].name;
	return str_fmt(a, "o%.*s u%lld v%lld", STR_ARG(o), (long long)it->unit,
		       (long long)it->lead);
}

/* Grams with their positions as PostgreSQL reads a tsvector: 'gram':1A … */
static int64_t add_grams(struct buf *b, struct str text, int64_t position, const char *weight)
{
	struct grams walk;
	struct gram gram;
	grams_start(&walk, text);
	while (grams_next(&walk, &gram))
		buf_fmt(b, "'%.*s':%lld%s ", STR_ARG(gram.text), (long long)++position, weight);
	return position;
}

static struct str tsvector(struct arena *a, const struct item *it, int64_t id, struct str title,
			   struct str body)
{
	struct buf b;
	buf_init(&b, a);
	int64_t position = add_grams(&b, title, 0, "A");
	add_grams(&b, body, position + GAP, "");
	struct str o = object_rows[it->as->object].name;
	buf_fmt(&b, "'/o%.*s' '/u%lld' '/v%lld' '/c%lld' '/d%lld'", STR_ARG(o),
		(long long)it->unit, (long long)it->lead, (long long)(id >> 10),
		(long long)(id >> 15));
	return buf_str(&b);
}

/* Puts the row in under the id. */
static bool put(struct index *x, struct item *it, int64_t id, struct err *e)
{
	ptrdiff_t room = TEXT_MOST;
	if (!place(x, it, e) || !read_beside(x, it, e))
		return false;
	struct str title = text_of(x->a, it, true, &room), body = text_of(x->a, it, false, &room);
	struct val row[] = { P_INT(id), P_STR(object_rows[it->as->object].name),
			     P_INT(it->key[0]), P_INT(it->key[1]), P_INT(it->key[2]),
			     unit_param(it->unit), unit_param(it->lead), P_NULL };
	int n = sizeof(row) / sizeof(*row);
	if (db_engine(x->db) == ENGINE_POSTGRES) {
		row[n - 1] = (struct val)P_STR(tsvector(x->a, it, id, title, body));
		return db_put(x->db, SQL_SEARCH_ITEM_ADD_GRAMS, (struct params){ row, n }, e);
	}
	return db_run(x->db, SQL_SEARCH_ITEM_ADD, (struct params){ row, n - 1 }, e) &&
	       db_run(x->db, SQL_SEARCH_TEXT_ADD,
		      PARAMS(P_INT(id), P_STR(title), P_STR(body), P_STR(place_words(x->a, it))),
		      e);
}

/* Puts a new row in, under the next id. */
static bool put_new(struct index *x, struct item *it, struct err *e)
{
	struct rows r;
	if (x->last < 0) {
		if (!db_rows(x->db, SQL_SEARCH_ITEM_LAST, NO_PARAMS, &r, e))
			return false;
		x->last = rows_next(&r) ? rows_int(&r, 0) : 0;
		if (!rows_close(&r))
			return false;
	}
	return put(x, it, ++x->last, e);
}

static bool load(struct index *x, struct item *it, bool *there, struct err *e)
{
	const struct object *o = &object_rows[it->as->object];
	struct val key[KEYS_MOST];
	struct rows r;
	for (int i = 0; i < o->keys; i++)
		key[i] = (struct val)P_INT(it->key[i]);
	if (!db_rows(x->db, object_sql[it->as->object].row, (struct params){ key, o->keys }, &r, e))
		return false;
	*there = rows_next(&r);
	for (int i = 0; i < o->columns && *there; i++)
		it->cell[i] = rows_cell(&r, x->a, i);
	return rows_close(&r);
}

/* Takes out what the index holds of the row, before it changes; *id is what it
 * had, 0 for none. */
static bool take_out(struct index *x, const struct touched *t, int64_t *id, struct err *e)
{
	struct item it = { .as = indexed_as(t->object),
			   .key = { t->key[0], t->key[1], t->key[2] } };
	struct str name = object_rows[t->object].name;
	struct rows r;
	bool there;
	if (!db_rows(x->db, SQL_SEARCH_ITEM,
		     PARAMS(P_INT(t->key[0]), P_INT(t->key[1]), P_INT(t->key[2]), P_STR(name)), &r,
		     e))
		return false;
	*id = rows_next(&r) ? rows_int(&r, 0) : 0;
	it.unit = *id && rows_str(&r, 1).p ? rows_int(&r, 1) : 0;
	it.lead = *id && rows_str(&r, 2).p ? rows_int(&r, 2) : 0;
	if (!rows_close(&r) || !*id || !load(x, &it, &there, e) || !read_beside(x, &it, e))
		return !*id && !r.failed;
	if (db_engine(x->db) == ENGINE_SQLITE) {
		ptrdiff_t room = TEXT_MOST;
		struct str title = text_of(x->a, &it, true, &room);
		struct str body = text_of(x->a, &it, false, &room);
		if (!db_run(x->db, SQL_SEARCH_TEXT_DROP,
			    PARAMS(P_INT(*id), P_STR(title), P_STR(body),
				   P_STR(place_words(x->a, &it))),
			    e))
			return false;
	}
	return db_put(x->db, SQL_SEARCH_ITEM_DROP, PARAMS(P_INT(*id)), e);
}

static void touch(struct index *x, struct touches *to, enum object_id object, int64_t key1,
		  int64_t key2, int64_t key3)
{
	for (ptrdiff_t i = 0; i < to->n; i++) {
		const struct touched *t = &to->p[i];
		if (t->object == object && t->key[0] == key1 && t->key[1] == key2 &&
		    t->key[2] == key3)
			return;
	}
	*list_add(x->a, to) = (struct touched){ object, { key1, key2, key3 }, 0 };
}

/* Another unit leads the work: all that is the finding's has another place. */
static bool touch_finding(struct index *x, struct touches *to, const struct effect *f,
			  struct err *e)
{
	int64_t inspection = whole(f->cell[COL_FINDING_INSPECTION]);
	int64_t ordinal = whole(f->cell[COL_FINDING_ORDINAL]), lead = 0;
	struct rows r;
	if (!db_rows(x->db, SQL_SEARCH_PLACE, PARAMS(P_INT(inspection), P_INT(ordinal)), &r, e))
		return false;
	if (rows_next(&r) && rows_str(&r, 1).p)
		lead = rows_int(&r, 1);
	if (!rows_close(&r) || lead == whole(f->cell[COL_FINDING_LEAD_UNIT]))
		return !r.failed;
	if (!db_rows(x->db, SQL_SEARCH_ITEMS_OF_FINDING, PARAMS(P_INT(inspection), P_INT(ordinal)),
		     &r, e))
		return false;
	while (rows_next(&r)) {
		int object = object_find(rows_str(&r, 0));
		if (object >= 0)
			touch(x, to, (enum object_id)object, inspection, ordinal, rows_int(&r, 1));
	}
	return rows_close(&r);
}

static void keys_of(const struct effect *f, int64_t *key)
{
	for (int i = 0; i < KEYS_MOST; i++)
		key[i] = i < object_rows[f->object].keys ? whole(f->cell[i]) : 0;
}

/* Whether the effect changes what the index has of the row. */
static bool changes(const struct indexed *as, const struct effect *f)
{
	int unit = object_column(&object_rows[f->object], S("unit"));
	bool is = unit >= 0 && f->cell[unit];
	for (int c = 0; c < as->columns; c++)
		is = is || (as->text[c].column != BESIDE && f->cell[as->text[c].column]);
	for (int k = 0; k < as->keys; k++)
		is = is || (!object_rows[f->object].column[as->key[k]].key && f->cell[as->key[k]]);
	return is;
}

bool search_before(struct db *db, struct arena *a, const struct effects *effects,
		   struct touches *to, struct err *e)
{
	struct index x = { .db = db, .a = a, .last = -1 };
	for (ptrdiff_t i = 0; i < effects->n; i++) {
		const struct effect *f = &effects->p[i];
		const struct indexed *as = indexed_as(f->object);
		int64_t key[KEYS_MOST];
		if (f->kind != EFFECT_UPDATE)
			continue;
		keys_of(f, key);
		if (as && changes(as, f))
			touch(&x, to, f->object, key[0], key[1], key[2]);
		if (f->object == OBJECT_FINDING && f->cell[COL_FINDING_LEAD_UNIT] &&
		    !touch_finding(&x, to, f, e))
			return false;
	}
	for (ptrdiff_t i = 0; i < to->n; i++)
		if (!take_out(&x, &to->p[i], &to->p[i].id, e))
			return false;
	return true;
}

bool search_after(struct db *db, struct arena *a, const struct effects *effects,
		  const struct touches *touched, struct err *e)
{
	struct index x = { .db = db, .a = a, .last = -1 };
	for (ptrdiff_t i = 0; i < touched->n; i++) {
		const struct touched *t = &touched->p[i];
		struct item it = { .as = indexed_as(t->object),
				   .key = { t->key[0], t->key[1], t->key[2] } };
		bool there;
		if (!load(&x, &it, &there, e) ||
		    (there && !(t->id ? put(&x, &it, t->id, e) : put_new(&x, &it, e))))
			return false;
	}
	for (ptrdiff_t i = 0; i < effects->n; i++) {
		const struct effect *f = &effects->p[i];
		struct item it = { .as = indexed_as(f->object) };
		if (f->kind != EFFECT_INSERT || !it.as)
			continue;
		keys_of(f, it.key);
		for (int c = 0; c < object_rows[f->object].columns; c++)
			it.cell[c] = f->cell[c];
		if (!put_new(&x, &it, e))
			return false;
	}
	return true;
}

/* Anew. */

static bool clear(struct db *db, struct err *e)
{
	return (db_engine(db) != ENGINE_SQLITE ||
		db_run(db, SQL_SEARCH_TEXT_CLEAR, NO_PARAMS, e)) &&
	       db_run(db, SQL_SEARCH_ITEMS_DROP, NO_PARAMS, e) &&
	       db_run(db, SQL_SEARCH_FORM_DROP, NO_PARAMS, e);
}

struct items LIST(struct item);

/* All rows of the object whose first key is `key`. */
static bool index_of(struct index *x, const struct indexed *as, int64_t key, int64_t *done,
		     struct err *e)
{
	const struct object *o = &object_rows[as->object];
	struct items items = { 0 };
	struct rows r;
	if (!db_rows(x->db, as->of, PARAMS(P_INT(key)), &r, e))
		return false;
	while (rows_next(&r)) {
		struct item *it = list_add(x->a, &items);
		*it = (struct item){ .as = as };
		for (int c = 0; c < o->columns; c++)
			it->cell[c] = rows_cell(&r, x->a, c);
		for (int c = 0; c < o->keys; c++)
			it->key[c] = whole(it->cell[c]);
	}
	if (!rows_close(&r))
		return false;
	for (ptrdiff_t i = 0; i < items.n; i++)
		if (!put_new(x, &items.p[i], e))
			return false;
	*done += items.n;
	return true;
}

/* The object's next first key after `after`; INT64_MAX: there is none. */
static bool next_key(struct index *x, const struct indexed *as, int64_t after, int64_t *key,
		     struct err *e)
{
	struct rows r;
	if (!db_rows(x->db, as->next, PARAMS(P_INT(after)), &r, e))
		return false;
	*key = rows_next(&r) ? rows_int(&r, 0) : INT64_MAX;
	return rows_close(&r);
}

/* The least of the objects' next keys; INT64_MAX at the end. */
static int64_t least(const int64_t *next)
{
	int64_t key = INT64_MAX;
	for (int i = 0; i < indexed_count; i++)
		key = next[i] < key ? next[i] : key;
	return key;
}

/* What has the first key `key`, of each object; their next keys move on. */
static bool index_key(struct index *x, int64_t key, int64_t *next, int64_t *done, struct err *e)
{
	for (int i = 0; i < indexed_count; i++)
		if (next[i] == key && (!index_of(x, &indexed[i], key, done, e) ||
				       !next_key(x, &indexed[i], key, &next[i], e)))
			return false;
	x->inspection = 0; /* what is known of it goes with the arena */
	return true;
}

bool search_anew(struct db *db, void (*tick)(int64_t rows), struct err *e)
{
	struct arena a;
	arena_init(&a, 0);
	struct index x = { .db = db, .a = &a, .last = 0 };
	int64_t *next = arena_new(&a, int64_t, indexed_count), done = 0, key;
	struct arena_mark mark = arena_mark(&a);
	bool ok = clear(db, e);
	for (int i = 0; i < indexed_count && ok; i++)
		ok = next_key(&x, &indexed[i], 0, &next[i], e);
	while (ok && (key = least(next)) < INT64_MAX) {
		ok = index_key(&x, key, next, &done, e);
		arena_release(&a, mark);
		if (tick)
			tick(done);
	}
	arena_free(&a);
	return ok && db_run(db, SQL_SEARCH_FORM_SET, PARAMS(P_INT(SEARCH_FORM)), e);
}

bool search_formed(struct db *db, bool *is, int64_t *last, struct err *e)
{
	struct rows r;
	if (!db_rows(db, SQL_SEARCH_FORM, NO_PARAMS, &r, e))
		return false;
	*is = rows_next(&r) && rows_int(&r, 0) == SEARCH_FORM;
	*last = *is ? rows_int(&r, 1) : 0;
	return rows_close(&r);
}

bool search_ready(struct db *db, struct err *e)
{
	int64_t last;
	bool is;
	return search_formed(db, &is, &last, e) && (is || search_anew(db, NULL, e));
}

bool store_reindex(struct store *s, void (*tick)(int64_t rows), struct err *e)
{
	if (!store_begin(s, e))
		return false;
	if (search_anew(s->db, tick, e))
		return store_commit(s, e);
	store_rollback(s);
	return false;
}

/* How many texts FTS5 has. */
static bool count_texts(struct db *db, int64_t *texts, struct err *e)
{
	struct rows r;
	if (!db_rows(db, SQL_SEARCH_TEXT_COUNT, NO_PARAMS, &r, e))
		return false;
	*texts = rows_next(&r) ? rows_int(&r, 0) : 0;
	return rows_close(&r);
}

bool search_whole(struct db *db, struct err *e)
{
	int64_t items = 0, texts, last;
	bool is;
	if (!search_formed(db, &is, &last, e))
		return false;
	if (!is)
		return err_set(e, ERR_CONFLICT, MSG_SEARCH_UNREADY, NO_ARGS);
	for (int i = 0; i < indexed_count; i++) {
		struct rows r;
		if (!db_rows(db, indexed[i].gap, NO_PARAMS, &r, e))
			return false;
		bool fits = rows_next(&r) && rows_int(&r, 0) == rows_int(&r, 1) &&
			     rows_int(&r, 2) == 0;
		items += fits ? rows_int(&r, 1) : 0;
		if (!rows_close(&r))
			return false;
		if (!fits)
			return err_set(e, ERR_CONFLICT, MSG_SEARCH_GAP,
				       ARGS(object_rows[indexed[i].object].name));
	}
	if (db_engine(db) != ENGINE_SQLITE)
		return true;
	return count_texts(db, &texts, e) &&
	       (texts == items ||
		err_set(e, ERR_CONFLICT, MSG_SEARCH_GAP, ARGS(S("search_text"))));
}
