/* Reading a rule pack's text: one table of its keys: see pack.h. */
#include <string.h>

#include "ledger/pack.h"

enum {
	WORDS_MAX = 60,
	DAYS_MOST = 3660
};

/* What a file is read into. */
struct reader {
	struct pack *p;
	struct pack_deadline *deadline; /* of the section */
};

/* Words of a key, as enum values in their order. */
static const struct str unit_words = S("days working-days months");
static const struct str event_words = S("feedback issue claim approve due publish");
static const struct str sets_words = S("plan due report display");
static const struct str class_words = S("immediate staged continuing");
static const struct str progress_words = S("not-started under-way partly done");
static const struct str colour_words = S("none green blue yellow red");
static const struct str light_words = S("closed-late closed overdue behind near on-track");
static const struct str rounding_words = S("half-up down");
static const struct str level_words = S("level-1 level-2 level-3 level-4");
static const struct str yes_words = S("no yes");
static const struct str of_words = S("all without-withdrawn");

static struct pack *pack_of(struct conf *c)
{
	return ((struct reader *)c->with)->p;
}

static struct pack_deadline *deadline_of(struct conf *c)
{
	return ((struct reader *)c->with)->deadline;
}

static bool take_int(struct conf *c, struct str value, int least, int most, int *out)
{
	int64_t n;
	if (!conf_number(c, value, least, most, &n))
		return false;
	*out = (int)n;
	return true;
}

static bool take_name(struct conf *r, struct str value)
{
	return conf_text(r, value, PACK_NAME, &pack_of(r)->name);
}

static bool take_english(struct conf *r, struct str value)
{
	return conf_text(r, value, PACK_NAME, &pack_of(r)->english);
}

static bool take_source(struct conf *r, struct str value)
{
	struct str *source = r->section == PACK_IN_DEADLINE ? &deadline_of(r)->source
							    : &pack_of(r)->source[r->section];
	return conf_text(r, value, CONF_SOURCE, source);
}

static bool deadline_number(struct conf *r, struct str value)
{
	return take_int(r, value, 1, DAYS_MOST, &deadline_of(r)->number);
}

static bool deadline_unit(struct conf *r, struct str value)
{
	int i;
	bool ok = conf_word(r, unit_words, value, &i);
	deadline_of(r)->unit = ok ? (enum pack_unit)i : PACK_DAYS;
	return ok;
}

static bool deadline_after(struct conf *r, struct str value)
{
	int i;
	bool ok = conf_word(r, event_words, value, &i);
	deadline_of(r)->after = ok ? (enum pack_event)i : PACK_FEEDBACK;
	return ok;
}

static bool deadline_sets(struct conf *r, struct str value)
{
	int i;
	bool ok = conf_word(r, sets_words, value, &i);
	deadline_of(r)->sets = ok ? (enum pack_sets)i : PACK_SETS_DUE;
	return ok;
}

static bool deadline_class(struct conf *r, struct str value)
{
	int i;
	deadline_of(r)->class = value;
	return conf_word(r, class_words, value, &i);
}

static bool deadline_on(struct conf *r, struct str value)
{
	int i;
	bool ok = conf_word(r, yes_words, value, &i);
	deadline_of(r)->off = !i;
	return ok;
}

/* `closed held.continuing = 已完成整改 | rectified`: the key is the states. */
static bool take_state(struct conf *r, struct str value)
{
	struct str rest = r->key, word, outward[LANG_COUNT];
	if (!conf_both(r, value, WORDS_MAX, outward))
		return false;
	while (conf_next(&rest, &word)) {
		ptrdiff_t dot = str_find(word, S("."), 0);
		struct str of = dot < 0 ? STR_NONE : str_from(word, dot + 1);
		enum state state =
			state_find(OBJECT_FINDING, dot < 0 ? word : str_cut(word, 0, dot));
		if (!state || (of.p && conf_index(class_words, of) < 0 &&
			       conf_index(progress_words, of) < 0))
			return conf_fail(r, MSG_PACK_STATE, word, STR_NONE);
		for (int i = 0; i < pack_of(r)->states; i++)
			if (pack_of(r)->state[i].state == state &&
			    str_eq(pack_of(r)->state[i].of, of))
				return conf_fail(r, MSG_CONF_TWICE, word, STR_NONE);
		if (pack_of(r)->states == PACK_STATES)
			return conf_fail(r, MSG_CONF_MANY, word, STR_NONE);
		pack_of(r)->state[pack_of(r)->states++] = (struct pack_state){
			state, of, { outward[LANG_ZH], outward[LANG_EN] }
		};
	}
	return true;
}

/* `overdue = red 逾期 | overdue`. */
static bool take_light(struct conf *r, struct str value)
{
	struct str colour = STR_NONE;
	struct pack_light *l;
	int when, i;
	if (!conf_word(r, light_words, r->key, &when))
		return false;
	for (i = 0; i < pack_of(r)->lights; i++)
		if (pack_of(r)->light[i].when == (enum pack_light_when)when)
			return conf_fail(r, MSG_CONF_TWICE, r->key, STR_NONE);
	conf_next(&value, &colour);
	if (!conf_word(r, colour_words, colour, &i))
		return false;
	l = &pack_of(r)->light[pack_of(r)->lights++];
	l->when = (enum pack_light_when)when;
	l->colour = colour;
	return conf_both(r, str_trim(value), WORDS_MAX, l->word);
}

static bool light_near(struct conf *r, struct str value)
{
	return take_int(r, value, 0, DAYS_MOST, &pack_of(r)->near_days);
}

static bool light_behind(struct conf *r, struct str value)
{
	return take_int(r, value, 1, 100, &pack_of(r)->behind_points);
}

static bool completion_counts(struct conf *r, struct str value)
{
	struct str word;
	pack_of(r)->counts = 0;
	while (conf_next(&value, &word)) {
		enum state state = state_find(OBJECT_FINDING, word);
		if (!state)
			return conf_fail(r, MSG_PACK_STATE, word, STR_NONE);
		pack_of(r)->counts |= state;
	}
	return pack_of(r)->counts || conf_fail(r, MSG_CONF_TEXT, r->key, S("300"));
}

static bool completion_of(struct conf *r, struct str value)
{
	int i;
	bool ok = conf_word(r, of_words, value, &i);
	pack_of(r)->withdrawn_apart = i == 1;
	return ok;
}

static bool completion_decimals(struct conf *r, struct str value)
{
	return take_int(r, value, 0, PACK_DECIMALS, &pack_of(r)->decimals);
}

static bool completion_rounding(struct conf *r, struct str value)
{
	int i;
	bool ok = conf_word(r, rounding_words, value, &i);
	pack_of(r)->rounding = i == 1 ? PACK_DOWN : PACK_HALF_UP;
	return ok;
}

/* `level-1 = lead supervisor own`: roles that verify there, of the finding's own
 * unit (own), of one above it (above), of either. The last level never is a lead
 * of the own unit. */
static bool take_level(struct conf *r, struct str value)
{
	int level;
	struct str word, bad;
	unsigned roles = 0, one;
	bool own = false, above = false;
	if (!conf_word(r, level_words, r->key, &level))
		return false;
	if (level != pack_of(r)->levels)
		return conf_fail(r, MSG_PACK_LEVEL, r->key, STR_NONE);
	while (conf_next(&value, &word)) {
		own |= str_eq(word, S("own"));
		above |= str_eq(word, S("above"));
		if (str_eq(word, S("own")) || str_eq(word, S("above")))
			continue;
		if (!roles_read(word, &one, &bad) || !(one & (ACTOR_LEAD | ACTOR_SUPERVISOR)) ||
		    one & ~(unsigned)(ACTOR_LEAD | ACTOR_SUPERVISOR))
			return conf_fail(r, MSG_CONF_WORD, word, S("lead supervisor own above"));
		roles |= one;
	}
	if (!roles)
		return conf_fail(r, MSG_CONF_WORD, S(""), S("lead supervisor own above"));
	pack_of(r)->level[pack_of(r)->levels++] = (struct rights){ {
		own || !above ? roles : 0,
		above || !own ? roles : 0,
		0,
	} };
	return true;
}

static bool take_days(struct conf *r, struct str value)
{
	struct str word;
	while (conf_next(&value, &word)) {
		if (pack_of(r)->reminders == PACK_REMINDERS)
			return conf_fail(r, MSG_CONF_MANY, word, STR_NONE);
		if (!take_int(r, word, 0, DAYS_MOST,
			      &pack_of(r)->reminder[pack_of(r)->reminders++]))
			return false;
	}
	return pack_of(r)->reminders || conf_fail(r, MSG_CONF_NUMBER, S(""), S("0–3660"));
}

static bool extension_times(struct conf *r, struct str value)
{
	return take_int(r, value, 1, 99, &pack_of(r)->extensions);
}

static bool extension_days(struct conf *r, struct str value)
{
	return take_int(r, value, 1, DAYS_MOST, &pack_of(r)->extension_days);
}

static bool extension_ahead(struct conf *r, struct str value)
{
	return take_int(r, value, 1, DAYS_MOST, &pack_of(r)->extension_ahead);
}

static const struct conf_key keys[] = {
	{ PACK_IN_PACK, S("name"), take_name, true },
	{ PACK_IN_PACK, S("english"), take_english },
	{ PACK_IN_DEADLINE, S("number"), deadline_number, true },
	{ PACK_IN_DEADLINE, S("unit"), deadline_unit, true },
	{ PACK_IN_DEADLINE, S("after"), deadline_after, true },
	{ PACK_IN_DEADLINE, S("sets"), deadline_sets, true },
	{ PACK_IN_DEADLINE, S("class"), deadline_class },
	{ PACK_IN_DEADLINE, S("on"), deadline_on },
	{ PACK_IN_DEADLINE, S("source"), take_source, true },
	{ PACK_IN_STATES, S("source"), take_source, true },
	{ PACK_IN_STATES, S(""), take_state },
	{ PACK_IN_LIGHTS, S("near-days"), light_near, true },
	{ PACK_IN_LIGHTS, S("behind-points"), light_behind },
	{ PACK_IN_LIGHTS, S("source"), take_source, true },
	{ PACK_IN_LIGHTS, S(""), take_light },
	{ PACK_IN_COMPLETION, S("counts"), completion_counts, true },
	{ PACK_IN_COMPLETION, S("of"), completion_of },
	{ PACK_IN_COMPLETION, S("decimals"), completion_decimals },
	{ PACK_IN_COMPLETION, S("rounding"), completion_rounding },
	{ PACK_IN_COMPLETION, S("source"), take_source, true },
	{ PACK_IN_REVIEW, S("source"), take_source, true },
	{ PACK_IN_REVIEW, S(""), take_level },
	{ PACK_IN_REMINDERS, S("days"), take_days, true },
	{ PACK_IN_REMINDERS, S("source"), take_source, true },
	{ PACK_IN_EXTENSION, S("times"), extension_times },
	{ PACK_IN_EXTENSION, S("days"), extension_days },
	{ PACK_IN_EXTENSION, S("ahead"), extension_ahead },
	{ PACK_IN_EXTENSION, S("source"), take_source, true },
};

static bool begin_deadline(struct conf *r, struct str name)
{
	struct pack *p = pack_of(r);
	struct reader *reader = r->with;
	if (p->deadlines == PACK_DEADLINES)
		return conf_fail(r, MSG_CONF_MANY, name, STR_NONE);
	for (int i = 0; i < p->deadlines; i++)
		if (str_eq(p->deadline[i].name, name))
			return conf_fail(r, MSG_CONF_TWICE, name, STR_NONE);
	reader->deadline = &p->deadline[p->deadlines++];
	*reader->deadline = (struct pack_deadline){ .line = r->number };
	return conf_text(r, name, PACK_NAME, &reader->deadline->name);
}

static bool end_review(struct conf *r)
{
	return pack_of(r)->levels || conf_fail(r, MSG_CONF_LACKS, S("review"), S("level-1"));
}

static const struct conf_section sections[PACK_SECTIONS] = {
	[PACK_IN_PACK] = { S("pack"), NULL, NULL },
	[PACK_IN_DEADLINE] = { S("deadline"), begin_deadline, NULL },
	[PACK_IN_STATES] = { S("states"), NULL, NULL },
	[PACK_IN_LIGHTS] = { S("lights"), NULL, NULL },
	[PACK_IN_COMPLETION] = { S("completion"), NULL, NULL },
	[PACK_IN_REVIEW] = { S("review"), NULL, end_review },
	[PACK_IN_REMINDERS] = { S("reminders"), NULL, NULL },
	[PACK_IN_EXTENSION] = { S("extension"), NULL, NULL },
};

static const struct conf_form form = { sections, PACK_SECTIONS, keys,
				       sizeof(keys) / sizeof(*keys) };

/* What no single line can say: two deadlines that would set one thing, and sets
 * and events that do not go together. */
static bool check_deadlines(struct conf *r)
{
	const struct pack *p = pack_of(r);
	for (int i = 0; i < p->deadlines; i++) {
		const struct pack_deadline *d = &p->deadline[i];
		r->line = str_fmt(r->a, "%d", d->line);
		bool report = d->sets == PACK_SETS_REPORT, display = d->sets == PACK_SETS_DISPLAY;
		if (display != (d->after == PACK_PUBLISH) ||
		    (d->after == PACK_DUE ? !report
					  : (report && d->after != PACK_FEEDBACK) ||
						    (d->sets == PACK_SETS_PLAN &&
						     d->after == PACK_APPROVE)))
			return conf_fail(r, MSG_PACK_PAIR, d->name, STR_NONE);
		for (int k = 0; k < i && !d->off; k++) {
			const struct pack_deadline *o = &p->deadline[k];
			if (!o->off && o->sets == d->sets && o->after == d->after &&
			    str_eq(o->class, d->class))
				return conf_fail(r, MSG_PACK_BOTH, d->name, o->name);
		}
	}
	return true;
}

/* Sections that are not there are the default pack's. */
static void fill(struct pack *p, unsigned seen, const struct pack *from)
{
	if (!(seen & 1u << PACK_IN_STATES)) {
		memcpy(p->state, from->state, sizeof(p->state));
		p->states = from->states;
	}
	if (!(seen & 1u << PACK_IN_LIGHTS)) {
		memcpy(p->light, from->light, sizeof(p->light));
		p->lights = from->lights;
		p->near_days = from->near_days;
		p->behind_points = from->behind_points;
	}
	if (!(seen & 1u << PACK_IN_COMPLETION)) {
		p->counts = from->counts;
		p->withdrawn_apart = from->withdrawn_apart;
		p->decimals = from->decimals;
		p->rounding = from->rounding;
	}
	if (!(seen & 1u << PACK_IN_REMINDERS)) {
		memcpy(p->reminder, from->reminder, sizeof(p->reminder));
		p->reminders = from->reminders;
	}
	for (int i = 0; i < PACK_SECTIONS; i++)
		if (!(seen & 1u << i))
			p->source[i] = from->source[i];
}

bool pack_read(struct arena *a, struct str text, struct pack *out, struct err *e)
{
	static const struct pack empty = { .decimals = 2 };
	struct reader reader = { .p = out };
	struct conf c = { .a = a, .form = &form, .with = &reader, .e = e };
	*out = empty;
	if (!conf_read(&c, text))
		return false;
	if (!out->name.n)
		return conf_fail(&c, MSG_CONF_LACKS, S("pack"), S("name"));
	if (!check_deadlines(&c))
		return false;
	bool whole = c.seen & 1u << PACK_IN_STATES && c.seen & 1u << PACK_IN_LIGHTS &&
		     c.seen & 1u << PACK_IN_COMPLETION && c.seen & 1u << PACK_IN_REMINDERS;
	if (!whole)
		fill(out, c.seen, pack_default());
	return true;
}
