/*
 * What becomes of the district's findings. Each follows a script; all steps up to
 * today are planned first, and done in the order of their time.
 */
#include "cli/seed_script.h"

#include <stdlib.h>
#include <string.h>

#include "ledger/verb.h"

enum { MEASURES_MOST = 3, SIZE_LEAST = 8, SIZE_MOST = 32, DAYS = 1000, LAST_FEEDBACK = 5, CODE = 24,
       MORNING = 8 * 60 + 30, EVENING = 17 * 60 + 30 };

struct inspection {
	int unit;
	int32_t day; /* of the feedback */
	char code[CODE];
};

struct life {
	int inspection;
	struct str theme;
	char code[CODE];
};

/* One action to come. */
struct step {
	int64_t minute;
	int of;      /* which finding, or inspection */
	short kind, order, measure;
	int32_t due; /* 0: none */
};
struct steps LIST(struct step);

struct lives {
	struct seeding *x;
	struct inspection *inspection;
	struct life *life;
	int inspections;
	struct steps steps;
};

/* A finding while its steps are planned. */
struct course {
	struct lives *l;
	struct dice dice;
	int of, order, measures;
	int32_t day, due, asked;
	int64_t minute;
};

/* Puts the step down; false past today. */
static bool put(struct course *c, int kind, int measure, int32_t due)
{
	int64_t minute = seed_minute(c->day, dice_roll(&c->dice, MORNING, EVENING));
	c->minute = minute > c->minute ? minute : c->minute + 1;
	if (c->day > c->l->x->day)
		return false;
	*list_add(c->l->x->a, &c->l->steps) = (struct step){ c->minute,      c->of,
							     (short)kind,    (short)c->order++,
							     (short)measure, due };
	return true;
}

/* The due date that stands after the step, as far as the step moves it. */
static int32_t move_due(struct course *c, const struct seed_step *k)
{
	if (!k->due.high)
		return c->due;
	return (c->due > c->day ? c->due : c->day) + dice_roll(&c->dice, k->due.low, k->due.high);
}

static bool plan_step(struct course *c, int kind)
{
	const struct seed_step *k = &seed_steps[kind];
	int first = k->how == SEED_EACH_MEASURE ? 1 : 0, last = first;
	c->day += dice_roll(&c->dice, k->wait.low, k->wait.high);
	if (k->how == SEED_EACH_MEASURE)
		last = c->measures;
	if (k->how == SEED_ADDS_SOME)
		last = dice_roll(&c->dice, 0, MEASURES_MOST - 1);
	if (k->how == SEED_ANY_MEASURE)
		first = last = dice_roll(&c->dice, 1, c->measures);
	int32_t due = move_due(c, k);
	for (int i = first; i <= last; i++) {
		if (!put(c, kind, i, due))
			return false;
		c->measures += k->how == SEED_ADDS_SOME || k->how == SEED_ADDS_ONE;
		if (k->how == SEED_EACH_MEASURE)
			c->day += dice_roll(&c->dice, 0, k->wait.high);
	}
	c->due = due;
	return true;
}

/* An extension is asked for before the due date; where that is past already it
 * is not asked for, and so not decided. */
static bool plan_extension(struct course *c, int kind, struct str *rest)
{
	struct str next;
	int32_t day =
		c->due - dice_roll(&c->dice, seed_steps[kind].wait.low, seed_steps[kind].wait.high);
	if (!c->due || day <= c->day) {
		str_split(rest, ' ', &next);
		return true;
	}
	c->day = day;
	c->asked = move_due(c, &seed_steps[kind]);
	return put(c, kind, 0, c->asked);
}

static void plan_life(struct lives *l, int of)
{
	const struct inspection *in = &l->inspection[l->life[of].inspection];
	struct course c = { .l = l, .dice = dice_of(l->x->seed, S("life"), of), .of = of,
			    .day = in->day, .minute = seed_minute(in->day, EVENING - 480) };
	int32_t age = l->x->day - in->day;
	struct str rest = l->x->plain ? S("plain") : seed_script_draw(&c.dice, age);
	struct str word;
	while (str_split(&rest, ' ', &word)) {
		int kind = seed_step_named(word);
		if (kind < 0)
			continue;
		if (seed_steps[kind].how == SEED_BEFORE_DUE ? !plan_extension(&c, kind, &rest)
							    : !plan_step(&c, kind))
			return;
		if (str_eq(word, S("grant")))
			c.due = c.asked;
	}
}

static int by_day(const void *x, const void *y)
{
	const struct inspection *a = x, *b = y;
	return a->day != b->day ? (a->day > b->day) - (a->day < b->day)
				: (a->unit > b->unit) - (a->unit < b->unit);
}

static int by_time(const void *x, const void *y)
{
	const struct step *a = x, *b = y;
	if (a->minute != b->minute)
		return (a->minute > b->minute) - (a->minute < b->minute);
	if ((a->kind == SEED_OPEN) != (b->kind == SEED_OPEN))
		return a->kind == SEED_OPEN ? -1 : 1;
	return (a->of > b->of) - (a->of < b->of);
}

/* The theme of a finding, by the kind of its unit. */
static struct str theme(struct seeding *x, int unit, struct dice *d)
{
	struct str kind = x->district.unit[unit].kind;
	struct str key = kind.n ? str_join(&x->turn, S("theme."), kind) : S("theme");
	return seed_row(&x->words, key, dice_roll(d, 0, seed_rows(&x->words, key) - 1));
}

/* Inspections by day, and the findings dealt out to them. */
static void deal(struct lives *l)
{
	struct seeding *x = l->x;
	struct dice d = dice_of(x->seed, S("inspections"), 0);
	int most = x->findings / SIZE_LEAST + 1, *size = arena_new(x->a, int, most), given = 0;
	l->inspection = arena_new(x->a, struct inspection, most);
	l->life = arena_new(x->a, struct life, x->findings);
	while (given < x->findings) {
		int left = x->findings - given, n = dice_roll(&d, SIZE_LEAST, SIZE_MOST);
		/* what is left over is not less than an inspection's least */
		size[l->inspections] = left - n < SIZE_LEAST ? left : n;
		given += size[l->inspections];
		l->inspection[l->inspections++] = (struct inspection){
			.unit = dice_roll(&d, 1, x->district.units - 1),
			.day = x->day - LAST_FEEDBACK - dice_roll(&d, 0, DAYS),
		};
	}
	qsort(l->inspection, (size_t)l->inspections, sizeof(*l->inspection), by_day);
	for (int i = 0, of = 0; i < l->inspections; i++)
		for (int end = of + size[i]; of < end; of++)
			l->life[of] = (struct life){ i, theme(x, l->inspection[i].unit, &d) };
}

static void plan_all(struct lives *l)
{
	for (int i = 0; i < l->inspections; i++)
		*list_add(l->x->a, &l->steps) =
			(struct step){ .minute = seed_minute(l->inspection[i].day, MORNING),
				       .of = i,
				       .kind = SEED_OPEN };
	for (int of = 0; of < l->x->findings; of++)
		plan_life(l, of);
	qsort(l->steps.p, (size_t)l->steps.n, sizeof(*l->steps.p), by_time);
}

static struct str actor(const struct lives *l, enum seed_who who, int inspection, struct dice *d)
{
	const struct seed_district *district = &l->x->district;
	const struct seed_unit *u = &district->unit[l->inspection[inspection].unit];
	if (who == SEED_CLERK)
		return u->clerk;
	if (who == SEED_LEAD)
		return u->lead;
	if (who == SEED_CLOSER && u->parent > 0 && dice_chance(d, 40))
		return district->unit[u->parent].lead;
	return district->supervisor[inspection % district->supervisors];
}

static struct seed_names names_of(const struct lives *l, const struct step *s)
{
	struct arena *a = &l->x->turn;
	int inspection = s->kind == SEED_OPEN ? s->of : l->life[s->of].inspection;
	const struct inspection *in = &l->inspection[inspection];
	const struct seed_unit *u = &l->x->district.unit[in->unit];
	struct seed_names names = { 0 };
	seed_name_add(&names, S("unit"), u->name);
	seed_name_add(&names, S("clerk"), u->clerk);
	seed_name_add(&names, S("lead"), u->lead);
	seed_name_add(&names, S("day"), str_cut(seed_time(a, s->minute + 480), 0, 10));
	seed_name_add(&names, S("due"),
		      s->due ? date_iso(a, date_of_days(s->due)) : S(""));
	seed_name_add(&names, S("measure"), str_fmt(a, "%d", s->measure));
	if (s->kind != SEED_OPEN)
		seed_name_add(&names, S("theme"), l->life[s->of].theme);
	return names;
}

/* Dice for the words: now and then they are those of another finding, which so
 * comes up again. */
static struct dice words_dice(const struct lives *l, const struct step *s)
{
	struct dice d =
		dice_of(l->x->seed, seed_steps[s->kind].word, (int64_t)s->of * 64 + s->order);
	if (s->kind != SEED_OPEN && s->order == 0 && dice_chance(&d, 4))
		return dice_of(l->x->seed, S("again"), dice_roll(&d, 1, 40));
	return d;
}

static struct val *value_of(struct arena *a, const struct verb *verb, struct str name,
			    struct str text)
{
	int64_t n;
	for (int i = 0; verb && i < verb->fields; i++)
		if (str_eq(verb->field[i].name, name) &&
		    verb->field[i].rule.type == VALUE_INT && str_int(text, &n))
			return val_int(a, n);
	return val_str(a, text);
}

/* What shows that the measure is done: its report, as a file. */
static bool prove(struct lives *l, const struct step *s, const struct action *report, struct err *e)
{
	struct arena *a = &l->x->turn;
	struct str text = val_get_str(report->fields, S("text")), hex;
	struct val *fields = val_map(a);
	struct action act = { .actor = report->actor,
			      .verb = S("attach"),
			      .target = report->target,
			      .fields = fields };
	if (!store_keep(l->x->s, a, text, &hex, e))
		return false;
	val_put_int(a, fields, S("measure"), s->measure);
	val_put_str(a, fields, S("title"), S("整改情况说明"));
	val_put_str(a, fields, S("sha256"), hex);
	val_put_str(a, fields, S("name"), S("整改情况说明.txt"));
	val_put_str(a, fields, S("kind"), S("txt"));
	val_put_int(a, fields, S("size"), text.n);
	return seed_act(l->x, &act, s->minute, NULL, e);
}

static bool do_step(struct lives *l, const struct step *s, struct err *e)
{
	const struct seed_step *k = &seed_steps[s->kind];
	struct arena *a = &l->x->turn;
	bool opens = s->kind == SEED_OPEN;
	arena_reset(a);
	struct inspection *in = &l->inspection[opens ? s->of : l->life[s->of].inspection];
	struct seed_names names = names_of(l, s);
	struct dice d = words_dice(l, s);
	struct val *fields = val_map(a);
	struct action act = { .verb = k->verb, .fields = fields };
	for (int i = 0; i < SEED_FIELDS && k->field[i].name.p; i++) {
		struct str text = seed_say(&l->x->words, a, &d, k->field[i].text, &names);
		if (text.n)
			val_put(fields, k->field[i].name,
				value_of(a, verb_find(k->verb), k->field[i].name, text));
	}
	act.actor = actor(l, k->who, (int)(in - l->inspection), &d);
	if (!opens)
		act.target = s->order ? str_of(l->life[s->of].code) : str_of(in->code);
	struct str target;
	if (!seed_act(l->x, &act, s->minute, &target, e))
		return false;
	if (k->how == SEED_EACH_MEASURE && !prove(l, s, &act, e))
		return false;
	char *code = opens ? in->code : l->life[s->of].code;
	if ((opens || !s->order) && target.n < CODE)
		memcpy(code, target.p, (size_t)target.n);
	return true;
}

bool seed_lives(struct seeding *x, struct err *e)
{
	struct lives l = { .x = x };
	deal(&l);
	plan_all(&l);
	x->bar.total = x->done + l.steps.n;
	for (ptrdiff_t i = 0; i < l.steps.n; i++)
		if (!seed_offices(x, l.steps.p[i].minute, e) || !do_step(&l, &l.steps.p[i], e))
			return false;
	return seed_offices(x, seed_minute(x->day, EVENING), e);
}
