/* What is asked of the list of findings, read: see findings_ask.h. */
#include "view/findings_ask.h"

#include "base/buf.h"
#include "ledger/state.h"
#include "store/search.h"
#include "view/reach.h"

static const struct {
	struct str name;
	size_t at;
} names[] = {
	{ S("unit"), offsetof(struct findings_asked, unit) },
	{ S("inspection"), offsetof(struct findings_asked, inspection) },
	{ S("category"), offsetof(struct findings_asked, category) },
	{ S("class"), offsetof(struct findings_asked, class) },
	{ S("state"), offsetof(struct findings_asked, state) },
	{ S("progress"), offsetof(struct findings_asked, progress) },
	{ S("due"), offsetof(struct findings_asked, due) },
	{ S("due-from"), offsetof(struct findings_asked, due_from) },
	{ S("due-before"), offsetof(struct findings_asked, due_before) },
	{ S("owner"), offsetof(struct findings_asked, owner) },
	{ S("lead-unit"), offsetof(struct findings_asked, lead_unit) },
	{ S("text"), offsetof(struct findings_asked, text) },
	{ S("sort"), offsetof(struct findings_asked, sort) },
	{ S("after"), offsetof(struct findings_asked, after) },
	{ S("before"), offsetof(struct findings_asked, before) },
};

int findings_names(void)
{
	return sizeof(names) / sizeof(*names);
}

struct str findings_name(int i)
{
	return names[i].name;
}

bool findings_set(struct findings_asked *asked, struct str name, struct str value)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (str_eq(names[i].name, name)) {
			*(struct str *)((char *)asked + names[i].at) = value;
			return true;
		}
	return false;
}

/* Which orders each sort takes. */
static const struct {
	struct str name;
	enum findings_order order[2];
	int orders;
} sorts[] = {
	{ S("code"), { ORDER_CODE }, 1 },
	{ S("due"), { ORDER_DUE, ORDER_UNDATED }, 2 },
	{ S("changed"), { ORDER_CHANGED }, 1 },
};

static const char order_letter[ORDERS + 1] = "cdoux";

struct str findings_place_text(struct arena *a, const struct findings_place *p)
{
	struct str key = p->order == ORDER_CHANGED ? str_fmt(a, "%lld", (long long)p->changed)
						   : p->day;
	return str_fmt(a, "%c%.*s~%lld~%lld", order_letter[p->order], STR_ARG(key),
		       (long long)p->inspection, (long long)p->ordinal);
}

bool findings_place_read(struct str text, struct findings_place *out)
{
	struct str rest = str_from(text, 1), key, inspection;
	struct date day;
	int order = 0;
	*out = (struct findings_place){ 0 };
	while (text.n && order < ORDERS && order_letter[order] != text.p[0])
		order++;
	if (!text.n || order == ORDERS || !str_split(&rest, '~', &key) ||
	    !str_split(&rest, '~', &inspection) || !str_int(inspection, &out->inspection) ||
	    !str_int(rest, &out->ordinal))
		return false;
	out->order = (enum findings_order)order;
	out->day = key;
	switch (out->order) {
	case ORDER_DUE:
	case ORDER_OPEN: return date_parse(key, &day);
	case ORDER_CHANGED: return str_int(key, &out->changed);
	case ORDER_CODE:
	case ORDER_UNDATED:
	case ORDERS: break;
	}
	return key.n == 0;
}

static bool bad(struct err *e, const char *name, struct str value, struct str may)
{
	return err_set(e, ERR_BAD_INPUT, MSG_FINDINGS_VALUE, ARGS(str_of(name), value, may));
}

static const struct val nothing = P_NULL;

static struct val text_or_null(struct str s)
{
	return s.n ? (struct val)P_STR(s) : nothing;
}

/* The words of all states, of those that are not over, or of the table given. */
static void add_states(struct buf *b, bool open)
{
	for (int i = 0; i < state_count; i++)
		if (state_rows[i].object == OBJECT_FINDING &&
		    (!open || !(state_rows[i].state & (STATES_OVER | STATE_WITHDRAWN)))) {
			buf_add(b, state_rows[i].name);
			buf_byte(b, ' ');
		}
}

static bool is_word(struct str words, struct str word)
{
	struct str part;
	while (str_split(&words, ' ', &part))
		if (word.n && str_eq(part, word))
			return true;
	return false;
}

/* "a,b" as " a b ", each of `may`; null where nothing is asked for. */
static bool read_words(struct arena *a, const char *name, struct str asked, struct str may,
		       struct val *out, struct err *e)
{
	struct str rest = asked, part;
	struct buf b;
	*out = nothing;
	if (!asked.n)
		return true;
	buf_init(&b, a);
	buf_byte(&b, ' ');
	while (str_split(&rest, ',', &part)) {
		part = str_trim(part);
		if (str_eq(part, S("open")) && is_word(may, part))
			add_states(&b, true);
		else if (is_word(may, part))
			buf_fmt(&b, "%.*s ", STR_ARG(part));
		else
			return bad(e, name, part, str_trim(may));
	}
	*out = (struct val)P_STR(buf_str(&b));
	return true;
}

static bool read_day(struct arena *a, const char *name, struct str asked, int shift,
		     struct val *out, struct err *e)
{
	struct date day;
	*out = nothing;
	if (!asked.n)
		return true;
	if (!date_parse(asked, &day))
		return bad(e, name, asked, S("YYYY-MM-DD"));
	*out = (struct val)P_STR(date_iso(a, date_of_days(date_days(day) + shift)));
	return true;
}

static bool read_dates(struct arena *a, const struct findings_asked *asked,
		       struct findings_query *q, struct err *e)
{
	bool late = str_eq(asked->due, S("overdue")), unset = str_eq(asked->due, S("unset"));
	if (!read_day(a, "due-from", asked->due_from, 0, &q->due_from, e) ||
	    !read_day(a, "due-before", asked->due_before, -1, &q->due_to, e))
		return false;
	if (asked->due.n && !late && !unset)
		return bad(e, "due", asked->due, S("overdue unset"));
	q->late_on = late ? (struct val)P_STR(date_iso(a, asked->today)) : nothing;
	if (unset) {
		q->order[0] = ORDER_UNDATED;
		q->orders = 1;
	} else if (q->order[0] == ORDER_DUE) {
		q->order[0] = late ? ORDER_OPEN : ORDER_DUE;
		q->orders = late || asked->due_from.n || asked->due_before.n ? 1 : 2;
	}
	if (q->order[0] != ORDER_DUE && q->order[0] != ORDER_OPEN)
		return true;
	if (q->due_from.kind == VAL_NULL)
		q->due_from = (struct val)P_STR(S(""));
	/* what is late was due yesterday at the latest */
	struct str last = late ? date_iso(a, date_of_days(date_days(asked->today) - 1))
			       : S("9999-12-31");
	if (q->due_to.kind == VAL_NULL || str_cmp(last, q->due_to.s) < 0)
		q->due_to = (struct val)P_STR(last);
	return true;
}

static bool read_sort(const struct findings_asked *asked, struct findings_query *q, struct err *e)
{
	for (size_t i = 0; i < sizeof(sorts) / sizeof(*sorts); i++)
		if (!asked->sort.n || str_eq(sorts[i].name, asked->sort)) {
			q->order[0] = sorts[i].order[0];
			q->order[1] = sorts[i].order[1];
			q->orders = sorts[i].orders;
			return true;
		}
	return bad(e, "sort", asked->sort, S("code due changed"));
}

/* After the orders are known: one of them is the place's. */
static bool read_place(const struct findings_asked *asked, struct findings_query *q, struct err *e)
{
	struct str text = asked->after.n ? asked->after : asked->before;
	q->back = !asked->after.n && asked->before.n;
	q->started = text.n > 0;
	if (asked->after.n && asked->before.n)
		return err_set(e, ERR_BAD_INPUT, MSG_FINDINGS_TWO_PLACES, NO_ARGS);
	if (!q->started)
		return true;
	if (findings_place_read(text, &q->from))
		for (int i = 0; i < q->orders; i++)
			if (q->order[i] == q->from.order)
				return true;
	return err_set(e, ERR_BAD_INPUT, MSG_FINDINGS_PLACE, ARGS(text));
}

/* The unit and those under it, at once. */
static bool read_unit(struct store *s, struct str name, struct findings_query *q, struct err *e)
{
	struct rows r;
	if (!name.n)
		return true;
	if (!store_rows(s, SQL_UNITS_UNDER_NAMED, PARAMS(P_STR(name), P_INT(UNITS_MOST + 1)), &r,
			e))
		return false;
	while (rows_next(&r)) {
		q->under[q->unders++] = rows_int(&r, 0);
		q->unit = rows_int(&r, 1);
	}
	return rows_close(&r) &&
	       (q->unit || err_set(e, ERR_NOT_FOUND, MSG_VIEW_UNIT, ARGS(name)));
}

static bool read_names(struct store *s, struct arena *a, const struct findings_asked *asked,
		       struct findings_query *q, struct err *e)
{
	const struct val *row;
	int64_t lead = 0;
	if (!read_unit(s, asked->unit, q, e) ||
	    (asked->lead_unit.n && !view_unit(s, a, asked->lead_unit, &lead, e)))
		return false;
	q->lead_unit = lead ? (struct val)P_INT(lead) : nothing;
	q->inspection = nothing;
	if (!asked->inspection.n)
		return true;
	if (!store_one(s, a, SQL_INSPECTION_BY_CODE, PARAMS(P_STR(asked->inspection)), &row, e))
		return false;
	if (!row)
		return err_set(e, ERR_NOT_FOUND, MSG_VIEW_INSPECTION, ARGS(asked->inspection));
	q->inspection = (struct val)P_INT(val_get_int(row, S("id"), 0));
	return true;
}

static bool read_sought(struct store *s, struct arena *a, const struct findings_asked *asked,
			struct findings_query *q, struct err *e)
{
	struct words_sought words;
	struct search search = { .words = &words, .in = search_list(S("findings")) };
	if (!asked->text.n)
		return true;
	if (!words_sought_read(a, asked->text, &words, e))
		return false;
	q->sought = store_search_text(s, a, &search);
	return true;
}

bool findings_query_read(struct store *s, struct arena *a, const struct findings_asked *asked,
			 struct findings_query *q, struct err *e)
{
	struct buf states;
	*q = (struct findings_query){ .reach = asked->reach,
				      .category = text_or_null(asked->category),
				      .owner = text_or_null(asked->owner) };
	buf_init(&states, a);
	add_states(&states, false);
	buf_add(&states, S("open"));
	if (asked->limit < 1 || asked->limit > FINDINGS_LIMIT_MOST)
		return err_set(e, ERR_BAD_INPUT, MSG_FINDINGS_LIMIT, NO_ARGS);
	if (asked->class.n && !is_word(S("immediate staged continuing"), asked->class))
		return bad(e, "class", asked->class, S("immediate staged continuing"));
	q->class = text_or_null(asked->class);
	return read_words(a, "state", asked->state, buf_str(&states), &q->states, e) &&
	       read_words(a, "progress", asked->progress,
			  S("none not-started under-way partly done"), &q->progress, e) &&
	       read_sort(asked, q, e) && read_dates(a, asked, q, e) && read_place(asked, q, e) &&
	       read_names(s, a, asked, q, e) && read_sought(s, a, asked, q, e);
}
