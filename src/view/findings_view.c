/*
 * A page of the list of findings: see findings_view.h. A unit of few under it is
 * read unit by unit, each in the order of an index, and the rows merged; a wide one
 * by walking the whole list, of which then many are within it.
 */
#include "view/findings_view.h"

#include <stdlib.h>

#include "ledger/state.h"
#include "view/findings_ask.h"
#include "view/names.h"
#include "view/pack_view.h"
#include "view/pick.h"

enum scope { SCOPE_ALL, SCOPE_UNIT, SCOPE_LEAD, SCOPE_HITS, SCOPES };

#define WAYS(scope, sort)                                                                    \
	{ SQL_FINDINGS_##scope##_##sort##_AFTER, SQL_FINDINGS_##scope##_##sort##_BEFORE }
#define ORDERS_OF(scope)                                                                     \
	{ WAYS(scope, CODE), WAYS(scope, DUE), WAYS(scope, OPEN), WAYS(scope, UNDATED),      \
	  WAYS(scope, CHANGED) }

static const enum sql statement[SCOPES][ORDERS][2] = {
	[SCOPE_ALL] = ORDERS_OF(ALL),
	[SCOPE_UNIT] = ORDERS_OF(UNIT),
	[SCOPE_LEAD] = ORDERS_OF(LEAD),
	[SCOPE_HITS] = ORDERS_OF(HITS),
};

static const struct pick picks[] = {
	{ S("code"), S("code") },
	{ S("ordinal"), S("label") },
	{ S("title"), S("title") },
	{ S("category"), S("category") },
	{ S("inspection"), S("inspection_code") },
	{ S("unit"), S("unit") },
	{ S("short_name"), S("unit_short_name") },
	{ S("lead_unit"), S("lead_unit") },
	{ S("leader"), S("leader") },
	{ S("owner"), S("owner") },
	{ S("class"), S("class") },
	{ S("state"), S("state") },
	{ S("progress"), S("progress") },
	{ S("due"), S("due") },
	{ S("closed"), S("closed") },
	{ S("reopened"), S("reopened") },
	{ S("measures"), S("measures") },
	{ S("measures_once"), S("measures_once") },
	{ S("measures_done"), S("measures_done") },
	{ S("amount_fen"), S("amount") },
	{ S("recurrence_of"), S("recurrence_of") },
	{ S("changed"), S("changed") },
};

struct found LIST(struct val *);

struct page {
	struct store *s;
	struct arena *a;
	const struct findings_asked *asked;
	struct findings_query q;
	int units;   /* of q.under, to be read one by one; 0: the whole list is walked */
	bool leads;  /* and what they lead */
	bool unit_filter, reach_filter; /* what the walk must still look up */
	struct found rows; /* in the page's direction */
	struct view_packs packs;
};

/* The bounds of a walk from its start: before or after all keys. */
static void first_place(const struct findings_query *q, bool down, struct findings_place *p)
{
	struct str day = down ? q->due_to.s : q->due_from.s;
	int64_t far = down ? INT64_MAX : -1;
	*p = (struct findings_place){ p->order, day, far, far, far };
}

/* Adds what one statement gives. */
static bool read_one(struct page *p, enum scope scope, int64_t unit, bool down,
		     const struct findings_place *from, int64_t most, struct found *to,
		     struct err *e)
{
	const struct findings_query *q = &p->q;
	bool by_change = from->order == ORDER_CHANGED;
	struct val given[] = {
		scope == SCOPE_HITS ? (struct val)P_STR(q->sought) : (struct val)P_INT(unit),
		by_change ? (struct val)P_INT(from->changed)
			  : (struct val)P_STR(from->day.p ? from->day : S("")),
		P_INT(from->inspection), P_INT(from->ordinal),
		P_INT(p->reach_filter ? q->reach : 0), q->inspection, q->category, q->class,
		q->states, q->progress, q->due_from, q->due_to, q->late_on, q->owner,
		q->lead_unit, P_INT(most), P_INT(p->unit_filter ? q->unit : 0),
	};
	struct rows r;
	if (!store_rows(p->s, statement[scope][from->order][down],
			(struct params){ given, sizeof(given) / sizeof(*given) }, &r, e))
		return false;
	while (rows_next(&r))
		*list_add(p->a, to) = rows_val(&r, p->a);
	return rows_close(&r);
}

static void place_of(const struct val *row, enum findings_order order, struct findings_place *out)
{
	bool dated = order == ORDER_DUE || order == ORDER_OPEN;
	*out = (struct findings_place){ order, dated ? val_get_str(row, S("due")) : S(""),
					val_get_int(row, S("changed"), 0),
					val_get_int(row, S("inspection"), 0),
					val_get_int(row, S("ordinal"), 0) };
}

static int by_code(const void *x, const void *y)
{
	struct findings_place a, b;
	place_of(*(struct val *const *)x, ORDER_CODE, &a);
	place_of(*(struct val *const *)y, ORDER_CODE, &b);
	if (a.inspection != b.inspection)
		return a.inspection < b.inspection ? -1 : 1;
	return (a.ordinal > b.ordinal) - (a.ordinal < b.ordinal);
}

static int by_due(const void *x, const void *y)
{
	int c = str_cmp(val_get_str(*(struct val *const *)x, S("due")),
			val_get_str(*(struct val *const *)y, S("due")));
	return c ? c : by_code(x, y);
}

static int by_change(const void *x, const void *y)
{
	int64_t a = val_get_int(*(struct val *const *)x, S("changed"), 0);
	int64_t b = val_get_int(*(struct val *const *)y, S("changed"), 0);
	return a != b ? (a < b ? -1 : 1) : by_code(x, y);
}

static int (*const compare[ORDERS])(const void *, const void *) = {
	[ORDER_CODE] = by_code,    [ORDER_DUE] = by_due,        [ORDER_OPEN] = by_due,
	[ORDER_UNDATED] = by_code, [ORDER_CHANGED] = by_change,
};

/* Puts what several units gave in order; who leads what was found in their own
 * unit gave it twice. */
static void merge(struct page *p, struct found *f, enum findings_order order, bool down,
		  int64_t most)
{
	ptrdiff_t n = 0;
	if (f->n)
		qsort(f->p, (size_t)f->n, sizeof(*f->p), compare[order]);
	for (ptrdiff_t i = 0; i < f->n; i++)
		if (!i || by_code(&f->p[i - 1], &f->p[i]) != 0)
			f->p[n++] = f->p[i];
	for (ptrdiff_t i = 0; i < n && i < most; i++)
		*list_add(p->a, &p->rows) = f->p[down ? n - 1 - i : i];
}

/* The rows of one order. */
static bool read_order(struct page *p, const struct findings_place *from, bool down, int64_t most,
		       struct err *e)
{
	struct found several = { 0 };
	if (!p->units)
		return read_one(p, p->q.sought.p ? SCOPE_HITS : SCOPE_ALL, 0, down, from, most,
				&p->rows, e);
	for (int i = 0; i < p->units; i++)
		if (!read_one(p, SCOPE_UNIT, p->q.under[i], down, from, most, &several, e) ||
		    (p->leads &&
		     !read_one(p, SCOPE_LEAD, p->q.under[i], down, from, most, &several, e)))
			return false;
	merge(p, &several, from->order, down, most);
	return true;
}

/* Which units to read one by one, if that is the way. */
static bool choose_way(struct page *p, struct err *e)
{
	struct findings_query *q = &p->q;
	struct rows r;
	p->unit_filter = q->unit != 0;
	p->reach_filter = q->reach != 0;
	if (q->sought.p || (!q->unit && !q->reach))
		return true;
	if (!q->unit) {
		if (!store_rows(p->s, SQL_UNITS_UNDER,
				PARAMS(P_INT(q->reach), P_INT(UNITS_MOST + 1)), &r, e))
			return false;
		while (rows_next(&r))
			q->under[q->unders++] = rows_int(&r, 0);
		if (!rows_close(&r))
			return false;
	}
	p->units = q->unders;
	if (p->units > UNITS_MOST)
		p->units = 0;
	else if (q->unit)
		p->unit_filter = false;
	else
		p->reach_filter = !(p->leads = true);
	return true;
}

/* The page's rows and one more, in its direction. */
static bool read_rows(struct page *p, struct err *e)
{
	const struct findings_query *q = &p->q;
	int64_t most = p->asked->limit + 1;
	for (int k = 0; k < q->orders && p->rows.n < most; k++) {
		struct findings_place from = { .order = q->order[q->back ? q->orders - 1 - k : k] };
		/* the newest change comes first */
		bool down = q->back != (from.order == ORDER_CHANGED);
		if (q->started && !k) {
			while (q->order[q->back ? q->orders - 1 - k : k] != q->from.order)
				k++;
			from = q->from;
		} else {
			first_place(q, down, &from);
		}
		ptrdiff_t had = p->rows.n;
		if (!read_order(p, &from, down, most - had, e))
			return false;
		for (ptrdiff_t i = had; i < p->rows.n; i++)
			val_put_int(p->a, p->rows.p[i], S("order"), from.order);
	}
	return true;
}

static struct str row_place(struct page *p, const struct val *row)
{
	struct findings_place place;
	place_of(row, (enum findings_order)val_get_int(row, S("order"), 0), &place);
	return findings_place_text(p->a, &place);
}

static bool add_row(struct page *p, struct val *rows, const struct val *row, enum lang lang,
		    struct err *e)
{
	const struct pack *pack;
	if (!view_pack_of(p->s, p->a, &p->packs, val_get_int(row, S("pack"), 0), &pack, e))
		return false;
	struct val *made = val_push(rows, pick_row(p->a, row, PICKS(picks), false));
	struct str due = val_get_str(row, S("due"));
	bool over = state_find(OBJECT_FINDING, val_get_str(row, S("state"))) &
		    (STATES_OVER | STATE_WITHDRAWN);
	val_put_bool(p->a, made, S("overdue"),
		     due.p && !over && str_cmp(due, date_iso(p->a, p->asked->today)) < 0);
	val_put_bool(p->a, made, S("extension"), val_get_int(row, S("extension"), 0) != 0);
	names_put(p->a, made, lang);
	names_put_class(p->a, made, lang);
	names_put_light(p->a, made, row, pack, p->asked->today, lang);
	return true;
}

static bool make_page(struct page *p, enum lang lang, const struct val **page, struct err *e)
{
	struct val *out = val_map(p->a), *rows = val_list(p->a);
	bool more = p->rows.n > p->asked->limit, back = p->q.back;
	ptrdiff_t n = more ? p->rows.n - 1 : p->rows.n;
	for (ptrdiff_t i = 0; i < n; i++)
		if (!add_row(p, rows, p->rows.p[back ? n - 1 - i : i], lang, e))
			return false;
	/* the page that was come from is there; in the other direction, what is more */
	bool before = back ? more : p->q.started, after = back || more;
	val_put(out, S("rows"), rows);
	val_put_str(p->a, out, S("previous"),
		    n && before ? row_place(p, p->rows.p[back ? n - 1 : 0]) : STR_NONE);
	val_put_str(p->a, out, S("next"),
		    n && after ? row_place(p, p->rows.p[back ? 0 : n - 1]) : STR_NONE);
	*page = out;
	return true;
}

bool view_findings(struct store *s, struct arena *a, const struct findings_asked *asked,
		   enum lang lang, const struct val **out, struct err *e)
{
	struct page p = { .s = s, .a = a, .asked = asked };
	if (!store_begin(s, e))
		return false;
	bool ok = findings_query_read(s, a, asked, &p.q, e) && choose_way(&p, e) &&
		  read_rows(&p, e) && make_page(&p, lang, out, e);
	store_rollback(s);
	return ok;
}

bool view_waiting(struct store *s, struct arena *a, int64_t reach, struct findings_at *at,
		  int64_t most, struct date today, enum lang lang, struct val **rows,
		  struct err *e)
{
	const struct findings_asked asked = { .today = today };
	struct page p = { .s = s, .a = a, .asked = &asked };
	struct val *found;
	*rows = val_list(a);
	if (!store_list(s, a, SQL_FINDINGS_WAITING,
			PARAMS(P_INT(reach), P_INT(at->changed), P_INT(at->inspection),
			       P_INT(at->ordinal), P_INT(most)),
			&found, e))
		return false;
	for val_each(row, found) {
		if (!add_row(&p, *rows, row, lang, e))
			return false;
		*at = (struct findings_at){ val_get_int(row, S("changed"), 0),
					    val_get_int(row, S("inspection"), 0),
					    val_get_int(row, S("ordinal"), 0) };
	}
	return true;
}
