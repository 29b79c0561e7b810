/* The ledger as rows of a sheet: see sheet_view.h. */
#include "view/sheet_view.h"

#include "base/buf.h"
#include "ledger/state.h"
#include "view/pick.h"

enum { PAGE = 200, FEN = 100 };

struct walk {
	struct store *s;
	struct arena turn; /* one finding */
	const struct view_reach *reach;
	bool (*take)(void *with, const struct val *row, struct err *e);
	void *with;
	int64_t number;    /* of findings so far */
};

/* Members of a row that are columns as they stand. */
static const struct pick of_finding[] = {
	{ S("code"), S("code") },         { S("kind"), S("kind") },
	{ S("round"), S("round") },       { S("category"), S("category") },
	{ S("title"), S("title") },       { S("standard"), S("standard") },
	{ S("leader"), S("leader") },     { S("closed"), S("closed") },
	{ S("note"), S("note") },         { S("regulation"), S("stated") },
};

static const struct pick of_measure[] = {
	{ S("text"), S("text") },   { S("starts"), S("begins") },
	{ S("done"), S("done") },
};

/* 元 with 分 only where there are any. */
static struct str amount(struct arena *a, const struct val *finding)
{
	int64_t fen = val_get_int(finding, S("amount"), -1);
	if (fen < 0)
		return STR_NONE;
	return fen % FEN ? str_fmt(a, "%lld.%02lld", (long long)(fen / FEN), (long long)(fen % FEN))
			 : str_fmt(a, "%lld", (long long)(fen / FEN));
}

static struct str word(struct arena *a, const char *kind, struct str code)
{
	enum msg msg = code.n ? msg_find(str_fmt(a, "%s.%.*s", kind, STR_ARG(code))) : 0;
	return msg ? msg_text(msg, LANG_ZH) : STR_NONE;
}

/* The first of two texts that is there. */
static struct str either(struct str a, struct str b)
{
	return a.n ? a : b;
}

/* While the work goes on the sheet tells what is claimed; else the state. */
static struct str state(struct arena *a, const struct val *finding, const struct val *measure)
{
	struct str of = val_get_str(finding, S("state"));
	enum state is = state_find(OBJECT_FINDING, of);
	if (is == STATE_HELD)
		is = STATE_CLOSED;
	if (is != STATE_RECTIFYING)
		return word(a, "state", state_row_of(OBJECT_FINDING, is)->name);
	return either(word(a, "sheet.progress", val_get_str(measure, S("progress"))),
		      word(a, "sheet.progress", val_get_str(finding, S("progress"))));
}

/* The names of a list of rows, set apart by 、. */
static struct str names(struct arena *a, const struct val *rows, struct str best, struct str other)
{
	struct buf b;
	buf_init(&b, a);
	for val_each(row, rows) {
		buf_add(&b, b.n ? S("、") : S(""));
		buf_add(&b, either(val_get_str(row, best), val_get_str(row, other)));
	}
	return b.n ? buf_str(&b) : STR_NONE;
}

/* Evidence of the measure (0: of the finding as a whole), by its numbers. */
static struct str evidence(struct arena *a, const struct val *rows, int64_t measure)
{
	struct val *of = val_list(a);
	for val_each(row, rows)
		if (val_get_int(row, S("measure"), 0) == measure) {
			struct val *copy = val_push(of, val_map(a));
			val_put_str(a, copy, S("code"), val_get_str(row, S("code")));
			val_put_str(a, copy, S("name"), val_get_str(row, S("name")));
		}
	return names(a, of, S("code"), S("name"));
}

/* The last report on the measure (0: on the finding as a whole), or NULL. */
static const struct val *last_report(const struct val *reports, int64_t measure)
{
	const struct val *last = NULL;
	for val_each(row, reports)
		if (val_get_int(row, S("measure"), 0) == measure)
			last = row;
	return last;
}

/* What belongs to a finding. */
struct parts {
	struct val *measures, *reports, *support, *evidence;
	const struct val *closing;
};

static bool read_parts(struct walk *w, const struct val *finding, struct parts *p, struct err *e)
{
	struct arena *a = &w->turn;
	struct params key = PARAMS(P_INT(val_get_int(finding, S("inspection"), 0)),
				   P_INT(val_get_int(finding, S("ordinal"), 0)));
	return store_list(w->s, a, SQL_SHEET_MEASURES, key, &p->measures, e) &&
	       store_list(w->s, a, SQL_REPORTS_OF_FINDING, key, &p->reports, e) &&
	       store_list(w->s, a, SQL_SHEET_SUPPORT, key, &p->support, e) &&
	       store_list(w->s, a, SQL_SHEET_EVIDENCE, key, &p->evidence, e) &&
	       store_one(w->s, a, SQL_SHEET_CLOSING, key, &p->closing, e);
}

/* The row of the measure; NULL: the finding has none. */
static bool give_row(struct walk *w, const struct val *f, const struct parts *p,
		     const struct val *m, struct err *e)
{
	struct arena *a = &w->turn;
	struct val *row = val_map(a);
	int64_t ordinal = val_get_int(m, S("ordinal"), 0);
	const struct val *report = last_report(p->reports, ordinal);
	struct str proof = evidence(a, p->evidence, ordinal);
	val_put_str(a, row, S("number"), str_fmt(a, "%lld", (long long)w->number));
	pick_into(a, row, f, PICKS(of_finding), false);
	pick_into(a, row, m, PICKS(of_measure), false);
	val_put_str(a, row, S("amount"), amount(a, f));
	val_put_str(a, row, S("class"), word(a, "class", val_get_str(f, S("class"))));
	val_put_str(a, row, S("lead_unit"),
		    either(val_get_str(f, S("lead_short")), val_get_str(f, S("lead_unit"))));
	val_put_str(a, row, S("support"), names(a, p->support, S("short_name"), S("name")));
	val_put_str(a, row, S("owner"),
		    either(val_get_str(m, S("owner")), val_get_str(f, S("owner"))));
	val_put_str(a, row, S("phone"),
		    either(val_get_str(m, S("phone")), val_get_str(f, S("phone"))));
	val_put_str(a, row, S("due"), either(val_get_str(m, S("due")), val_get_str(f, S("due"))));
	val_put_str(a, row, S("state"), state(a, f, m));
	val_put_str(a, row, S("report"), val_get_str(report, S("text")));
	val_put_str(a, row, S("evidence"), either(proof, val_get_str(m, S("stated"))));
	val_put_str(a, row, S("reason"), val_get_str(report, S("reason")));
	val_put_str(a, row, S("next"), val_get_str(report, S("next")));
	val_put_str(a, row, S("opinion"), val_get_str(p->closing, S("text")));
	return w->take(w->with, row, e);
}

static bool give_finding(struct walk *w, const struct val *f, struct err *e)
{
	struct parts p;
	w->number++;
	if (!read_parts(w, f, &p, e))
		return false;
	if (!p.measures->first)
		return give_row(w, f, &p, NULL, e);
	for val_each(m, p.measures)
		if (!give_row(w, f, &p, m, e))
			return false;
	return true;
}

/* From `inspection` on (its id), all of it alone where `one`. */
static bool walk(struct walk *w, struct arena *a, int64_t inspection, bool one, struct err *e)
{
	int64_t ordinal = one ? 0 : INT64_MAX;
	for (bool more = true; more;) {
		struct arena_mark mark = arena_mark(a);
		struct val *page;
		if (!store_list(w->s, a, SQL_SHEET_FINDINGS,
				PARAMS(P_INT(inspection), P_INT(ordinal), P_INT(PAGE)), &page, e))
			return false;
		more = page->count == PAGE;
		for val_each(f, page) {
			int64_t of = val_get_int(f, S("inspection"), 0);
			if (one && of != inspection)
				return true;
			inspection = of;
			ordinal = val_get_int(f, S("ordinal"), 0);
			arena_reset(&w->turn);
			if (view_reaches(w->reach, f) && !give_finding(w, f, e))
				return false;
		}
		arena_release(a, mark);
	}
	return true;
}

/* The inspection's id; 0 where none is named. */
static bool find_inspection(struct store *s, struct arena *a, struct str code, int64_t *id,
			    struct err *e)
{
	const struct val *row = NULL;
	*id = 0;
	if (!code.n)
		return true;
	if (!store_one(s, a, SQL_ASK_INSPECTION, PARAMS(P_STR(code)), &row, e))
		return false;
	*id = val_get_int(row, S("id"), 0);
	return row || err_set(e, ERR_NOT_FOUND, MSG_VIEW_INSPECTION, ARGS(code));
}

bool view_sheet_unit(struct store *s, struct arena *a, struct str inspection, struct str *name,
		     struct err *e)
{
	struct val *units;
	int64_t id;
	*name = STR_NONE;
	if (!find_inspection(s, a, inspection, &id, e) ||
	    !store_list(s, a, SQL_SHEET_UNITS, PARAMS(P_INT(id)), &units, e))
		return false;
	if (units->count == 1)
		*name = val_get_str(units->first, S("name"));
	return true;
}

bool view_sheet(struct store *s, struct arena *a, const struct sheet_asked *asked,
		bool (*take)(void *with, const struct val *row, struct err *e), void *with,
		struct err *e)
{
	struct walk w = { .s = s, .reach = &asked->reach, .take = take, .with = with };
	int64_t id;
	if (!store_begin(s, e))
		return false;
	bool ok = find_inspection(s, a, asked->inspection, &id, e);
	arena_init(&w.turn, 0);
	ok = ok && walk(&w, a, id, id != 0, e);
	arena_free(&w.turn);
	if (ok)
		return store_commit(s, e);
	store_rollback(s);
	return false;
}
