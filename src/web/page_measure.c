/*
 * One measure: what it is held to, when it comes due, and the report on it, with
 * figures, milestones reached and files, in one form. All of a report goes into the
 * ledger or none of it.
 */
#include <stdlib.h>

#include "ledger/offers.h"
#include "ledger/recur.h"
#include "view/ledger_view.h"
#include "web/again.h"
#include "web/engine.h"
#include "web/finding.h"
#include "web/keep.h"
#include "web/pages.h"

enum { NEXT_DATES = 4 };

/* The next days of a recurring measure. */
static void put_dates(struct request *rq, struct val *m)
{
	struct date starts, reported = { 0 };
	struct str every = val_get_str(m, S("every"));
	struct val *dates = val_put(m, S("dates"), val_list(rq->a));
	if (!every.n || !date_parse(val_get_str(m, S("starts")), &starts))
		return;
	if (!date_parse(val_get_str(m, S("reported")), &reported))
		reported = (struct date){ 0 };
	struct date at = recur_due(starts, every, reported);
	val_put_str(rq->a, m, S("next_due"), date_none(at) ? STR_NONE : date_iso(rq->a, at));
	for (int i = 0; i < NEXT_DATES && !date_none(at); i++) {
		val_push(dates, val_str(rq->a, date_iso(rq->a, at)));
		at = recur_due(starts, every, at);
	}
}

void measures_put(struct request *rq, const struct val *measures)
{
	for val_each(row, measures) {
		struct val *m = (struct val *)row;
		struct str kind = val_get_str(m, S("kind")), every = val_get_str(m, S("every"));
		val_put_str(rq->a, m, S("kind_name"),
			    request_word(rq, S("web.kind."), kind.n ? kind : S("once"), kind));
		val_put_str(rq->a, m, S("every_name"),
			    every.n ? request_word(rq, S("web.every."), every, every) : STR_NONE);
		val_put_bool(rq->a, m, S("any_indicators"),
			     val_get(m, S("indicators"))->count > 0);
		val_put_bool(rq->a, m, S("any_milestones"),
			     val_get(m, S("milestones"))->count > 0);
		put_dates(rq, m);
	}
}

/* The finding as its page has it, and the measure of the path. */
static const struct val *measure_of(struct request *rq, const struct val **finding, struct err *e)
{
	const struct val *row;
	struct str code = in_text(rq, S("code"));
	int64_t n = in_int(rq, S("measure"), 0);
	if (!finding_seen(rq, code, &row, e) ||
	    !view_show(rq->store, rq->a, code, rq->lang, finding, e))
		return NULL;
	measures_put(rq, val_get(*finding, S("measures")));
	evidence_put(rq, val_get(*finding, S("evidence")));
	for val_each(m, val_get(*finding, S("measures")))
		if (val_get_int(m, S("ordinal"), 0) == n)
			return m;
	err_set(e, ERR_NOT_FOUND, MSG_WEB_MEASURE_NONE,
		ARGS(code, str_fmt(rq->a, "%lld", (long long)n)));
	return NULL;
}

/* The report's own fields, as the verb has them, but for the measure. */
static void put_report_fields(struct request *rq, struct val *form, const struct val *m)
{
	static const struct {
		enum field_kind kind;
		struct str name;
	} fields[] = {
		{ FIELD_AREA, S("text") },   { FIELD_CHOICE, S("progress") },
		{ FIELD_DATE, S("date") },   { FIELD_AREA, S("reason") },
		{ FIELD_AREA, S("next") },   { FIELD_FILE, S("files") },
		{ FIELD_TEXT, S("origin") },
	};
	for (size_t i = 0; i < sizeof(fields) / sizeof(*fields); i++) {
		struct field_spec spec = {
			.kind = fields[i].kind,
			.name = fields[i].name,
			.label = request_word(rq, S("web.field."), fields[i].name, STR_NONE),
			.hint = request_word(rq, S("web.report."), fields[i].name, STR_NONE),
			.required = str_eq(fields[i].name, S("text")),
			.words = S("not-started under-way partly done"),
			.group = S("progress."),
		};
		if (str_eq(fields[i].name, S("progress")))
			spec.value = val_get_str(m, S("progress"));
		field_put(rq, form, &spec);
	}
}

/* One field for each indicator's figure and each milestone not yet reached. */
static void put_targets(struct request *rq, struct val *form, const struct val *m)
{
	for val_each(i, val_get(m, S("indicators"))) {
		const struct val *target = val_get(i, S("target"));
		struct str unit = val_get_str(i, S("unit"));
		bool whole = target && target->kind == VAL_INT;
		double want = whole ? (double)target->i : target ? target->num : 0;
		struct field_spec spec = {
			.kind = FIELD_TEXT,
			.name = str_fmt(rq->a, "indicator-%lld",
					(long long)val_get_int(i, S("ordinal"), 0)),
			.label = val_get_str(i, S("name")),
			.hint = request_say(rq, MSG_WEB_MEASURE_TARGET,
					    ARGS(str_fmt(rq->a, "%.10g", want),
						 unit.n ? unit : S(""))),
		};
		if (!val_get_str(i, S("register")).p) /* else it is counted, not stated */
			field_put(rq, form, &spec);
	}
	for val_each(s, val_get(m, S("milestones"))) {
		if (val_get_str(s, S("actual")).n)
			continue;
		struct field_spec spec = {
			.kind = FIELD_DATE,
			.name = str_fmt(rq->a, "milestone-%lld",
					(long long)val_get_int(s, S("ordinal"), 0)),
			.label = val_get_str(s, S("name")),
			.hint = request_say(rq, MSG_WEB_MEASURE_PLANNED,
					    ARGS(val_get_str(s, S("planned")))),
		};
		field_put(rq, form, &spec);
	}
}

/* What hangs on the measure in the finding's lists. */
static void put_own(struct request *rq, struct val *tree, const struct val *finding,
		    struct str key, int64_t n)
{
	struct val *list = val_put(tree, key, val_list(rq->a));
	for val_each(row, val_get(finding, key))
		if (val_get_int(row, S("measure"), 0) == n) {
			struct val *own = arena_new(rq->a, struct val, 1);
			*own = *row;
			own->next = NULL;
			val_push(list, own);
		}
}

static bool show_measure(struct request *rq, struct answer *out, struct err *e)
{
	static const struct str copied[] = { S("code"), S("title"), S("state"), S("state_name"),
					     S("unit"), S("due"), S("standard") };
	const struct val *finding, *m = measure_of(rq, &finding, e);
	struct offer offer;
	if (!m || !ledger_offer(rq->a, &rq->state, rq->who.name, verb_find(S("report")),
				in_text(rq, S("code")), store_now(rq->a), &offer, e))
		return false;
	struct val *tree = val_map(rq->a), *own = arena_new(rq->a, struct val, 1);
	int64_t n = val_get_int(m, S("ordinal"), 0);
	for (size_t i = 0; i < sizeof(copied) / sizeof(*copied); i++)
		val_put_str(rq->a, tree, copied[i], val_get_str(finding, copied[i]));
	*own = *m;
	own->next = NULL;
	val_put(tree, S("measure"), own);
	put_own(rq, tree, finding, S("reports"), n);
	put_own(rq, tree, finding, S("evidence"), n);
	val_put_int(rq->a, tree, S("version"), val_get_int(finding, S("version"), 0));
	val_put_bool(rq->a, tree, S("may"), offer.allowed || in_given(rq, S("text")).n);
	val_put_str(rq->a, tree, S("absent"),
		    offer.allowed ? STR_NONE : request_err(rq, &offer.why));
	struct val *form = val_put(tree, S("form"), val_list(rq->a));
	put_report_fields(rq, form, m);
	put_targets(rq, val_put(tree, S("targets"), val_list(rq->a)), m);
	form_put(rq, tree);
	out->tree = tree;
	out->title = request_say(rq, MSG_WEB_MEASURE_HEAD,
				 ARGS(in_text(rq, S("code")),
				      str_fmt(rq->a, "%lld", (long long)n)));
	return true;
}

bool page_measure(struct request *rq, struct answer *out, struct err *e)
{
	return show_measure(rq, out, e);
}

/* A report under way: the actions that are one group. */
struct sending {
	struct request *rq;
	struct store *s;      /* the writer */
	struct str code, key;
	int64_t measure, version;
	int steps;
	int64_t seq;          /* of the first */
};

/* One more action of the group, under a key of its own. */
static bool send_step(struct sending *x, struct str verb, struct val *fields, struct err *e)
{
	struct result done;
	struct str key = x->key.n ? str_fmt(x->rq->a, "%.*s-%d", STR_ARG(x->key), x->steps)
				  : STR_NONE;
	/* only the first was decided upon what was seen: the others follow it */
	int64_t version = x->steps ? VERSION_ANY : x->version;
	if (!str_eq(verb, S("attach")) || x->measure)
		val_put_int(x->rq->a, fields, S("measure"), x->measure);
	if (!request_act(x->rq, verb, x->code, fields, key, version, &done, e))
		return false;
	x->seq = x->steps++ ? x->seq : done.seq;
	return true;
}

static bool send_report(struct sending *x, struct err *e)
{
	static const struct str names[] = { S("text"), S("progress"), S("date"), S("reason"),
					    S("next") };
	struct val *fields = val_map(x->rq->a);
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (in_text(x->rq, names[i]).n)
			val_put_str(x->rq->a, fields, names[i], in_text(x->rq, names[i]));
	return send_step(x, S("report"), fields, e);
}

/* A figure as typed: digits, a sign, a point. */
static bool read_figure(struct arena *a, struct str s, double *out)
{
	char *end, *text = str_cstr(a, s);
	for (ptrdiff_t i = 0; i < s.n; i++)
		if ((s.p[i] < '0' || s.p[i] > '9') && s.p[i] != '.' && (s.p[i] != '-' || i))
			return false;
	*out = strtod(text, &end);
	return s.n > 0 && s.n <= 20 && end == text + s.n;
}

/* What was typed for a target: a figure or a day, by the verb's own rule. */
static bool send_target(struct sending *x, struct str verb, struct str kind, struct str value,
			const struct val *row, struct err *e)
{
	struct request *rq = x->rq;
	struct str name = str_fmt(rq->a, "%.*s-%lld", STR_ARG(kind),
				  (long long)val_get_int(row, S("ordinal"), 0));
	struct str typed = str_trim(in_given(rq, name));
	struct input input = { name, { VALUE_DATE }, MSG_WEB_FIELD_DATE };
	struct val *fields = val_map(rq->a);
	double figure;
	if (!typed.n)
		return true;
	val_put_int(rq->a, fields, kind, val_get_int(row, S("ordinal"), 0));
	if (str_eq(value, S("actual"))) {
		if (!read_figure(rq->a, typed, &figure)) {
			request_fault(rq, name,
				      request_say(rq, MSG_WEB_IN_FIGURE,
						  ARGS(val_get_str(row, S("name")))));
			return true;
		}
		val_put(fields, value, val_num(rq->a, figure));
	} else {
		const struct val *day = input_read(rq, &input, typed, e);
		if (!day) {
			request_fault_err(rq, name, e);
			*e = (struct err){ 0 };
			return true;
		}
		val_put_str(rq->a, fields, value, day->s);
	}
	return send_step(x, verb, fields, e);
}

static bool send_targets(struct sending *x, const struct val *m, struct err *e)
{
	for val_each(i, val_get(m, S("indicators")))
		if (!send_target(x, S("set-indicator"), S("indicator"), S("actual"), i, e))
			return false;
	for val_each(s, val_get(m, S("milestones")))
		if (!send_target(x, S("reach-milestone"), S("milestone"), S("date"), s, e))
			return false;
	return true;
}

static bool send_files(struct sending *x, struct val **kept, struct err *e)
{
	for (ptrdiff_t i = 0; i < x->rq->file.n; i++) {
		if (in_text(x->rq, S("date")).n)
			val_put_str(x->rq->a, kept[i], S("date"), in_text(x->rq, S("date")));
		if (in_text(x->rq, S("origin")).n)
			val_put_str(x->rq->a, kept[i], S("origin"), in_text(x->rq, S("origin")));
		if (!send_step(x, S("attach"), kept[i], e))
			return false;
	}
	return true;
}

/* Files first, for the group holds everybody else's turn. */
static bool send_all(struct sending *x, const struct val *m, struct err *e)
{
	struct request *rq = x->rq;
	struct val **kept = arena_new(rq->a, struct val *, rq->file.n + 1);
	for (ptrdiff_t i = 0; i < rq->file.n; i++) {
		kept[i] = val_map(rq->a);
		if (!keep_upload(x->s, rq->a, rq->file.p[i].fd, rq->file.p[i].name, kept[i], e))
			return false;
	}
	if (!store_begin(x->s, e))
		return false;
	if (!send_report(x, e) || !send_targets(x, m, e) || rq->faults->count ||
	    !send_files(x, kept, e)) {
		store_rollback(x->s);
		return false;
	}
	return store_commit(x->s, e);
}

/* Inputs that are neither the route's nor a target's. */
static void refuse_unknown(struct request *rq)
{
	for val_each(v, rq->given) {
		bool known = v->key.p[0] == '_' || str_eq(v->key, S("files")) ||
			     str_starts(v->key, S("indicator-")) ||
			     str_starts(v->key, S("milestone-"));
		for (int i = 0; !known && i < rq->route->in.n; i++)
			known = str_eq(rq->route->in.p[i].name, v->key);
		if (!known)
			request_fault(rq, STR_NONE,
				      request_say(rq, MSG_WEB_IN_UNKNOWN, ARGS(v->key)));
	}
}

bool page_measure_do(struct request *rq, struct answer *out, struct err *e)
{
	struct err why = { 0 };
	const struct val *finding, *m = measure_of(rq, &finding, e);
	struct sending x = { .rq = rq, .s = rq->worker->writer, .code = in_text(rq, S("code")),
			     .key = in_given(rq, S("_key")),
			     .measure = in_int(rq, S("measure"), 0), .version = form_version(rq) };
	if (!m)
		return false;
	refuse_unknown(rq);
	if (!rq->faults->count && send_all(&x, m, &why)) {
		out->location = str_fmt(rq->a, "/findings/%.*s?done=%lld",
					STR_ARG(web_encode(rq->a, x.code)), (long long)x.seq);
		return true;
	}
	return form_again(rq, out, &why, show_measure, e);
}
