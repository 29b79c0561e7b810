/* A decision under its rule pack: see pack_use.h. add-pack puts a pack's text
 * into the ledger, use-pack puts an inspection under it. */
#include "ledger/pack_use.h"

/* The day of an event in one finding's life; none where it is not known. */
struct days {
	struct date feedback, issue, now;
	enum pack_event event; /* that `now` is the day of; PACK_DUE: none */
};

static const struct str set_names[] = { S("plan"), S("due"), S("report"), S("display") };

bool decision_pack(struct decision *d, const struct pack **out, struct err *e)
{
	const struct val *id = val_get(d->target, S("pack")), *row;
	*out = pack_default();
	if (!id || id->kind != VAL_INT)
		return true;
	if (!decision_ask(d, ASK_PACK, val_int(d->a, id->i), &row, e))
		return false;
	struct pack *p = arena_new(d->a, struct pack, 1);
	*out = p;
	return pack_read(d->a, val_get_str(row, S("text")), p, e);
}

/* A new row for the text. */
static bool insert(struct decision *d, const struct pack *p, struct str text, int64_t *id,
		   struct err *e)
{
	const struct val *last;
	if (!decision_ask(d, ASK_PACK_LAST, NULL, &last, e))
		return false;
	*id = val_get_int(last, S("id"), 0) + 1;
	struct effect *f = effect_add(d->a, &d->out->effects, EFFECT_INSERT, OBJECT_PACK);
	f->cell[COL_PACK_ID] = val_int(d->a, *id);
	f->cell[COL_PACK_NAME] = val_str(d->a, p->name);
	f->cell[COL_PACK_TEXT] = val_str(d->a, text);
	return true;
}

bool add_pack_decide(struct decision *d, struct err *e)
{
	struct pack *p = arena_new(d->a, struct pack, 1);
	struct str text = decision_text(d, S("text"));
	const struct val *there;
	int64_t id;
	if (!pack_read(d->a, text, p, e) ||
	    !decision_ask(d, ASK_PACK_BY_NAME, val_str(d->a, p->name), &there, e))
		return false;
	d->out->target = p->name;
	d->out->same = there && str_eq(val_get_str(there, S("text")), text);
	return d->out->same || insert(d, p, text, &id, e);
}

/* The pack named so: the ledger's newest, else one that the program carries,
 * which comes into the ledger with its first use. */
static bool find_named(struct decision *d, struct str name, int64_t *id, struct pack *p,
		       struct err *e)
{
	const struct val *row;
	struct str text = pack_carried(d->a, name);
	if (text.p && !pack_read(d->a, text, p, e))
		return false;
	struct str own = text.p ? p->name : name;
	if (!decision_ask(d, ASK_PACK_BY_NAME, val_str(d->a, own), &row, e))
		return false;
	if (row) {
		*id = val_get_int(row, S("id"), 0);
		return pack_read(d->a, val_get_str(row, S("text")), p, e);
	}
	return text.p ? insert(d, p, text, id, e)
		      : err_set(e, ERR_NOT_FOUND, MSG_PACK_NONE, ARGS(name));
}

/* The date that `dl` sets, counted from `from`, told; NULL where it is not
 * known. */
static const struct val *set_date(struct decision *d, const struct pack_deadline *dl,
				  struct date from)
{
	struct date day;
	bool known = pack_day(dl, from, &day);
	struct arena *a = d->a;
	if (!d->out->told)
		d->out->told = val_list(a);
	struct val *told = val_push(d->out->told, val_map(a));
	val_put_str(a, told, S("sets"), set_names[dl->sets]);
	val_put_str(a, told, S("date"), known ? date_iso(a, day) : STR_NONE);
	val_put_str(a, told, S("rule"), dl->name);
	val_put_str(a, told, S("zh"), pack_deadline_says(a, dl, LANG_ZH));
	val_put_str(a, told, S("en"), pack_deadline_says(a, dl, LANG_EN));
	val_put_int(a, told, S("year"), day.y);
	return known ? val_str(a, date_iso(a, day)) : NULL;
}

bool pack_inspection(struct decision *d, struct str feedback, const struct val **cell,
		     struct err *e)
{
	struct str name = decision_text(d, S("pack"));
	struct pack *p = arena_new(d->a, struct pack, 1);
	struct date from;
	int64_t id;
	if (!name.p)
		return true;
	if (!find_named(d, name, &id, p, e))
		return false;
	cell[COL_INSPECTION_PACK] = val_int(d->a, id);
	const struct pack_deadline *dl =
		pack_deadline(p, PACK_SETS_REPORT, PACK_FEEDBACK, STR_NONE);
	cell[COL_INSPECTION_REPORT_DUE] = val_null(d->a);
	if (!dl || !date_parse(feedback, &from))
		return true;
	const struct val *date = set_date(d, dl, from);
	if (date)
		cell[COL_INSPECTION_REPORT_DUE] = date;
	return true;
}

bool pack_display(struct decision *d, struct str from, const struct val **until, struct err *e)
{
	const struct pack *p;
	struct date day;
	*until = NULL;
	if (!decision_pack(d, &p, e))
		return false;
	const struct pack_deadline *dl =
		pack_deadline(p, PACK_SETS_DISPLAY, PACK_PUBLISH, STR_NONE);
	if (dl && date_parse(from, &day))
		*until = set_date(d, dl, day);
	return true;
}

bool use_pack_decide(struct decision *d, struct err *e)
{
	struct effect *f = effect_add(d->a, &d->out->effects, EFFECT_UPDATE, OBJECT_INSPECTION);
	f->cell[COL_INSPECTION_ID] = val_get(d->target, S("id"));
	return pack_inspection(d, val_get_str(d->target, S("feedback")), f->cell, e);
}

/* The deadline for one date, and the day that it counts from. */
static const struct pack_deadline *find_deadline(const struct pack *p, enum pack_sets sets,
						 struct str class, const struct days *days,
						 struct date *from)
{
	const struct { enum pack_event event; struct date day; } events[] = {
		{ days->event, days->now },
		{ PACK_ISSUE, days->issue },
		{ PACK_FEEDBACK, days->feedback },
	};
	const struct pack_deadline *found = NULL;
	for (int i = 0; i < 3; i++) {
		const struct pack_deadline *dl = pack_deadline(p, sets, events[i].event, class);
		if (!dl || events[i].event == PACK_DUE || date_none(events[i].day))
			continue;
		if (!found || (dl->class.p && !found->class.p)) {
			found = dl;
			*from = events[i].day;
		}
	}
	return found;
}

bool pack_new_finding(struct decision *d, const struct val **cell, struct err *e)
{
	const struct pack *p;
	struct days days = { .event = PACK_ISSUE };
	struct date from;
	struct str class = decision_text(d, S("class"));
	struct str today = decision_day(d->a, d->act->recorded);
	if (!decision_pack(d, &p, e))
		return false;
	date_parse(val_get_str(d->target, S("feedback")), &days.feedback);
	date_parse(today, &days.now);
	cell[COL_FINDING_REGISTERED] = val_str(d->a, today);
	const struct pack_deadline *plan = find_deadline(p, PACK_SETS_PLAN, class, &days, &from);
	if (plan)
		cell[COL_FINDING_PLAN_DUE] = set_date(d, plan, from);
	const struct pack_deadline *due = find_deadline(p, PACK_SETS_DUE, class, &days, &from);
	const struct val *date = NULL;
	if (due && !decision_text(d, S("due")).p)
		date = set_date(d, due, from);
	if (date) {
		cell[COL_FINDING_DUE] = date;
		cell[COL_FINDING_DUE_RULE] = val_str(d->a, due->name);
	}
	return true;
}

bool pack_step_dates(struct step *p, enum pack_event event, struct err *e)
{
	struct decision *d = p->d;
	const struct pack *pack;
	struct days days = { .event = event };
	struct date from;
	struct str given = decision_text(d, S("class"));
	struct str class = given.p ? given : val_get_str(d->target, S("class"));
	bool set = val_get_str(d->target, S("due")).p || p->of[COL_FINDING_DUE];
	if (given.p && !p->of[COL_FINDING_DUE] && val_get_str(d->target, S("due_rule")).p)
		set = false; /* a pack set it, for another class */
	if (!decision_pack(d, &pack, e))
		return false;
	date_parse(val_get_str(d->target, S("feedback")), &days.feedback);
	date_parse(val_get_str(d->target, S("registered")), &days.issue);
	date_parse(decision_day(d->a, d->act->recorded), &days.now);
	const struct pack_deadline *plan =
		find_deadline(pack, PACK_SETS_PLAN, class, &days, &from);
	if (plan && event == PACK_CLAIM && !val_get_str(d->target, S("plan_due")).p)
		p->of[COL_FINDING_PLAN_DUE] = set_date(d, plan, from);
	const struct pack_deadline *due = find_deadline(pack, PACK_SETS_DUE, class, &days, &from);
	if (set || !due || str_eq(due->name, val_get_str(d->target, S("due_rule"))))
		return true;
	const struct val *date = set_date(d, due, from);
	if (date) {
		p->rule = due->name;
		p->of[COL_FINDING_DUE] = date;
		p->of[COL_FINDING_DUE_RULE] = val_str(d->a, due->name);
	}
	return true;
}

static struct str number(struct decision *d, int64_t n)
{
	return str_fmt(d->a, "%lld", (long long)n);
}

bool pack_extension(struct decision *d, struct str due, struct str asked, struct err *e)
{
	const struct pack *p;
	struct date from, to;
	if (!decision_pack(d, &p, e))
		return false;
	if (!p->extension_days || !date_parse(due, &from) || !date_parse(asked, &to) ||
	    date_days(to) - date_days(from) <= p->extension_days)
		return true;
	return err_set(e, ERR_CONFLICT, MSG_PACK_EXTEND_LONG,
		       ARGS(p->name, number(d, p->extension_days), due, asked));
}

bool pack_extension_times(struct decision *d, struct str today, struct str due, struct err *e)
{
	const struct pack *p;
	struct date now, then;
	int64_t before = val_get_int(d->target, S("extensions"), 0);
	if (!decision_pack(d, &p, e))
		return false;
	if (p->extensions && before >= p->extensions)
		return err_set(e, ERR_CONFLICT, MSG_PACK_EXTEND_TIMES,
			       ARGS(p->name, number(d, p->extensions), d->act->target));
	if (!p->extension_ahead || !date_parse(today, &now) || !date_parse(due, &then) ||
	    date_days(then) - date_days(now) >= p->extension_ahead)
		return true;
	return err_set(e, ERR_CONFLICT, MSG_PACK_EXTEND_AHEAD,
		       ARGS(p->name, number(d, p->extension_ahead), d->act->target, due));
}
