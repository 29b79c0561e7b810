/* Reading a rule pack's text: one table of its keys: see pack.h. */
#include <string.h>

#include "base/utf8.h"
#include "ledger/pack.h"

enum {
	WORDS_MAX = 60,
	SOURCE_MAX = 1000,
	DAYS_MOST = 3660,
	NAMED = 8 /* keys of one section in the table below */
};

struct reader {
	struct arena *a;
	struct pack *p;
	struct str line;           /* its number, for people */
	int number;
	enum pack_section section; /* PACK_SECTIONS: before the first */
	struct pack_deadline *deadline;
	unsigned seen;             /* sections, as bits */
	struct str key;
	struct str named[PACK_SECTIONS][NAMED]; /* keys given */
	int keys[PACK_SECTIONS];
	struct err *e;
};

static const struct str section_names[PACK_SECTIONS] = {
	S("pack"), S("deadline"), S("states"), S("lights"),
	S("completion"), S("review"), S("reminders"), S("extension"),
};

/* Words of a key, as enum values in their order. */
static const struct str unit_words = S("days working-days months");
static const struct str event_words = S("feedback issue claim approve due");
static const struct str sets_words = S("plan due report");
static const struct str class_words = S("immediate staged continuing");
static const struct str progress_words = S("not-started under-way partly done");
static const struct str colour_words = S("none green blue yellow red");
static const struct str light_words = S("closed-late closed overdue behind near on-track");
static const struct str rounding_words = S("half-up down");
static const struct str level_words = S("level-1 level-2 level-3 level-4");
static const struct str yes_words = S("no yes");
static const struct str of_words = S("all without-withdrawn");

static bool fail(struct reader *r, enum msg msg, struct str what, struct str wanted)
{
	return err_set(r->e, ERR_BAD_INPUT, msg, ARGS(r->line, what, wanted));
}

/* Takes the next word off `rest`. */
static bool next_word(struct str *rest, struct str *word)
{
	while (str_split(rest, ' ', word))
		if ((*word = str_trim(*word)).n)
			return true;
	return false;
}

static int word_index(struct str words, struct str s)
{
	struct str word;
	for (int i = 0; next_word(&words, &word); i++)
		if (str_eq(word, s))
			return i;
	return -1;
}

static bool take_word(struct reader *r, struct str words, struct str value, int *out)
{
	*out = word_index(words, value);
	return *out >= 0 || fail(r, MSG_PACK_WORD, value, words);
}

static bool take_number(struct reader *r, struct str value, int least, int most, int *out)
{
	int64_t n;
	if (!str_int(value, &n) || n < least || n > most)
		return fail(r, MSG_PACK_NUMBER, value, str_fmt(r->a, "%d–%d", least, most));
	*out = (int)n;
	return true;
}

static bool take_text(struct reader *r, struct str value, int most, struct str *out)
{
	if (!value.n || value.n > most)
		return fail(r, MSG_PACK_TEXT, r->key, str_fmt(r->a, "%d", most));
	*out = value;
	return true;
}

/* `中文 | English`; one word stands for both. */
static bool take_both(struct reader *r, struct str value, struct str out[LANG_COUNT])
{
	ptrdiff_t bar = str_find(value, S("|"), 0);
	struct str en = bar < 0 ? value : str_trim(str_from(value, bar + 1));
	struct str zh = bar < 0 ? value : str_trim(str_cut(value, 0, bar));
	return take_text(r, zh, WORDS_MAX, &out[LANG_ZH]) &&
	       take_text(r, en, WORDS_MAX, &out[LANG_EN]);
}

static bool take_name(struct reader *r, struct str value)
{
	return take_text(r, value, PACK_NAME, &r->p->name);
}

static bool take_english(struct reader *r, struct str value)
{
	return take_text(r, value, PACK_NAME, &r->p->english);
}

static bool take_source(struct reader *r, struct str value)
{
	return take_text(r, value, SOURCE_MAX,
			 r->deadline ? &r->deadline->source : &r->p->source[r->section]);
}

static bool deadline_number(struct reader *r, struct str value)
{
	return take_number(r, value, 1, DAYS_MOST, &r->deadline->number);
}

static bool deadline_unit(struct reader *r, struct str value)
{
	int i;
	bool ok = take_word(r, unit_words, value, &i);
	r->deadline->unit = ok ? (enum pack_unit)i : PACK_DAYS;
	return ok;
}

static bool deadline_after(struct reader *r, struct str value)
{
	int i;
	bool ok = take_word(r, event_words, value, &i);
	r->deadline->after = ok ? (enum pack_event)i : PACK_FEEDBACK;
	return ok;
}

static bool deadline_sets(struct reader *r, struct str value)
{
	int i;
	bool ok = take_word(r, sets_words, value, &i);
	r->deadline->sets = ok ? (enum pack_sets)i : PACK_SETS_DUE;
	return ok;
}

static bool deadline_class(struct reader *r, struct str value)
{
	int i;
	r->deadline->class = value;
	return take_word(r, class_words, value, &i);
}

static bool deadline_on(struct reader *r, struct str value)
{
	int i;
	bool ok = take_word(r, yes_words, value, &i);
	r->deadline->off = !i;
	return ok;
}

/* `closed held.continuing = 已完成整改 | rectified`: the key is the states. */
static bool take_state(struct reader *r, struct str value)
{
	struct str rest = r->key, word, outward[LANG_COUNT];
	if (!take_both(r, value, outward))
		return false;
	while (next_word(&rest, &word)) {
		ptrdiff_t dot = str_find(word, S("."), 0);
		struct str of = dot < 0 ? STR_NONE : str_from(word, dot + 1);
		enum state state =
			state_find(OBJECT_FINDING, dot < 0 ? word : str_cut(word, 0, dot));
		if (!state || (of.p && word_index(class_words, of) < 0 &&
			       word_index(progress_words, of) < 0))
			return fail(r, MSG_PACK_STATE, word, STR_NONE);
		for (int i = 0; i < r->p->states; i++)
			if (r->p->state[i].state == state && str_eq(r->p->state[i].of, of))
				return fail(r, MSG_PACK_TWICE, word, STR_NONE);
		if (r->p->states == PACK_STATES)
			return fail(r, MSG_PACK_MANY, word, STR_NONE);
		r->p->state[r->p->states++] = (struct pack_state){
			state, of, { outward[LANG_ZH], outward[LANG_EN] }
		};
	}
	return true;
}

/* `overdue = red 逾期 | overdue`. */
static bool take_light(struct reader *r, struct str value)
{
	struct str colour = STR_NONE;
	struct pack_light *l;
	int when, i;
	if (!take_word(r, light_words, r->key, &when))
		return false;
	for (i = 0; i < r->p->lights; i++)
		if (r->p->light[i].when == (enum pack_light_when)when)
			return fail(r, MSG_PACK_TWICE, r->key, STR_NONE);
	next_word(&value, &colour);
	if (!take_word(r, colour_words, colour, &i))
		return false;
	l = &r->p->light[r->p->lights++];
	l->when = (enum pack_light_when)when;
	l->colour = colour;
	return take_both(r, str_trim(value), l->word);
}

static bool light_near(struct reader *r, struct str value)
{
	return take_number(r, value, 0, DAYS_MOST, &r->p->near_days);
}

static bool light_behind(struct reader *r, struct str value)
{
	return take_number(r, value, 1, 100, &r->p->behind_points);
}

static bool completion_counts(struct reader *r, struct str value)
{
	struct str word;
	r->p->counts = 0;
	while (next_word(&value, &word)) {
		enum state state = state_find(OBJECT_FINDING, word);
		if (!state)
			return fail(r, MSG_PACK_STATE, word, STR_NONE);
		r->p->counts |= state;
	}
	return r->p->counts || fail(r, MSG_PACK_TEXT, r->key, S("300"));
}

static bool completion_of(struct reader *r, struct str value)
{
	int i;
	bool ok = take_word(r, of_words, value, &i);
	r->p->withdrawn_apart = i == 1;
	return ok;
}

static bool completion_decimals(struct reader *r, struct str value)
{
	return take_number(r, value, 0, PACK_DECIMALS, &r->p->decimals);
}

static bool completion_rounding(struct reader *r, struct str value)
{
	int i;
	bool ok = take_word(r, rounding_words, value, &i);
	r->p->rounding = i == 1 ? PACK_DOWN : PACK_HALF_UP;
	return ok;
}

/* `level-1 = lead supervisor own`: roles that verify there, of the finding's own
 * unit (own), of one above it (above), of either. The last level never is a lead
 * of the own unit. */
static bool take_level(struct reader *r, struct str value)
{
	int level;
	struct str word, bad;
	unsigned roles = 0, one;
	bool own = false, above = false;
	if (!take_word(r, level_words, r->key, &level))
		return false;
	if (level != r->p->levels)
		return fail(r, MSG_PACK_LEVEL, r->key, STR_NONE);
	while (next_word(&value, &word)) {
		own |= str_eq(word, S("own"));
		above |= str_eq(word, S("above"));
		if (str_eq(word, S("own")) || str_eq(word, S("above")))
			continue;
		if (!roles_read(word, &one, &bad) || !(one & (ACTOR_LEAD | ACTOR_SUPERVISOR)) ||
		    one & ~(unsigned)(ACTOR_LEAD | ACTOR_SUPERVISOR))
			return fail(r, MSG_PACK_WORD, word, S("lead supervisor own above"));
		roles |= one;
	}
	if (!roles)
		return fail(r, MSG_PACK_WORD, S(""), S("lead supervisor own above"));
	r->p->level[r->p->levels++] = (struct rights){ {
		own || !above ? roles : 0,
		above || !own ? roles : 0,
		0,
	} };
	return true;
}

static bool take_days(struct reader *r, struct str value)
{
	struct str word;
	while (next_word(&value, &word)) {
		if (r->p->reminders == PACK_REMINDERS)
			return fail(r, MSG_PACK_MANY, word, STR_NONE);
		if (!take_number(r, word, 0, DAYS_MOST, &r->p->reminder[r->p->reminders++]))
			return false;
	}
	return r->p->reminders || fail(r, MSG_PACK_NUMBER, S(""), S("0–3660"));
}

static bool extension_times(struct reader *r, struct str value)
{
	return take_number(r, value, 1, 99, &r->p->extensions);
}

static bool extension_days(struct reader *r, struct str value)
{
	return take_number(r, value, 1, DAYS_MOST, &r->p->extension_days);
}

static bool extension_ahead(struct reader *r, struct str value)
{
	return take_number(r, value, 1, DAYS_MOST, &r->p->extension_ahead);
}

/* A key is one name, or, empty, whatever else stands in its section. */
static const struct key {
	enum pack_section section;
	struct str key;
	bool (*take)(struct reader *r, struct str value);
	bool needed;
} keys[] = {
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

enum { KEYS = sizeof(keys) / sizeof(*keys) };

static bool was_named(const struct reader *r, struct str key)
{
	for (int i = 0; i < r->keys[r->section]; i++)
		if (str_eq(r->named[r->section][i], key))
			return true;
	return false;
}

/* What the section that ends here must have and lacks. */
static bool end_section(struct reader *r)
{
	if (r->section == PACK_SECTIONS)
		return true;
	for (int i = 0; i < KEYS; i++)
		if (keys[i].section == r->section && keys[i].needed && !was_named(r, keys[i].key))
			return fail(r, MSG_PACK_LACKS, section_names[r->section], keys[i].key);
	if (r->section == PACK_IN_REVIEW && !r->p->levels)
		return fail(r, MSG_PACK_LACKS, section_names[r->section], S("level-1"));
	return true;
}

static bool begin_deadline(struct reader *r, struct str name)
{
	if (r->p->deadlines == PACK_DEADLINES)
		return fail(r, MSG_PACK_MANY, name, STR_NONE);
	for (int i = 0; i < r->p->deadlines; i++)
		if (str_eq(r->p->deadline[i].name, name))
			return fail(r, MSG_PACK_TWICE, name, STR_NONE);
	r->deadline = &r->p->deadline[r->p->deadlines++];
	*r->deadline = (struct pack_deadline){ .line = r->number };
	r->keys[PACK_IN_DEADLINE] = 0;
	r->key = S("deadline");
	return take_text(r, name, PACK_NAME, &r->deadline->name);
}

/* `[deadline 集中整改]`, `[lights]`. */
static bool begin_section(struct reader *r, struct str line)
{
	struct str name, rest;
	if (!end_section(r))
		return false;
	if (!str_drop_tail(&line, S("]")))
		return fail(r, MSG_PACK_FORM, line, STR_NONE);
	rest = str_from(line, 1);
	next_word(&rest, &name);
	rest = str_trim(rest);
	int section = 0;
	while (section < PACK_SECTIONS && !str_eq(section_names[section], name))
		section++;
	if (section == PACK_SECTIONS || (section != PACK_IN_DEADLINE && rest.n))
		return fail(r, MSG_PACK_SECTION, line, STR_NONE);
	if (section != PACK_IN_DEADLINE && r->seen & 1u << section)
		return fail(r, MSG_PACK_TWICE, name, STR_NONE);
	r->section = (enum pack_section)section;
	r->seen |= 1u << section;
	r->deadline = NULL;
	return section != PACK_IN_DEADLINE || begin_deadline(r, rest);
}

static bool read_line(struct reader *r, struct str line)
{
	ptrdiff_t sign = str_find(line, S("="), 0);
	if (line.p[0] == '[')
		return begin_section(r, line);
	if (sign <= 0 || r->section == PACK_SECTIONS)
		return fail(r, MSG_PACK_FORM, line, STR_NONE);
	struct str value = str_trim(str_from(line, sign + 1));
	r->key = str_trim(str_cut(line, 0, sign));
	for (int i = 0; i < KEYS; i++) {
		if (keys[i].section != r->section ||
		    (keys[i].key.n && !str_eq(keys[i].key, r->key)))
			continue;
		if (was_named(r, r->key))
			return fail(r, MSG_PACK_TWICE, r->key, STR_NONE);
		if (keys[i].key.n)
			r->named[r->section][r->keys[r->section]++] = r->key;
		return keys[i].take(r, value);
	}
	return fail(r, MSG_PACK_KEY, r->key, section_names[r->section]);
}

/* What no single line can say: two deadlines that would set one thing, and sets
 * and events that do not go together. */
static bool check_deadlines(struct reader *r)
{
	const struct pack *p = r->p;
	for (int i = 0; i < p->deadlines; i++) {
		const struct pack_deadline *d = &p->deadline[i];
		r->line = str_fmt(r->a, "%d", d->line);
		bool report = d->sets == PACK_SETS_REPORT;
		if (d->after == PACK_DUE ? !report
					 : (report && d->after != PACK_FEEDBACK) ||
						   (d->sets == PACK_SETS_PLAN &&
						    d->after == PACK_APPROVE))
			return fail(r, MSG_PACK_PAIR, d->name, STR_NONE);
		for (int k = 0; k < i && !d->off; k++) {
			const struct pack_deadline *o = &p->deadline[k];
			if (!o->off && o->sets == d->sets && o->after == d->after &&
			    str_eq(o->class, d->class))
				return fail(r, MSG_PACK_BOTH, d->name, o->name);
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
	struct reader r = { .a = a, .p = out, .line = S("1"), .section = PACK_SECTIONS, .e = e };
	struct str line;
	*out = empty;
	if (text.n > PACK_BYTES)
		return err_set(e, ERR_LIMIT, MSG_PACK_LONG, ARGS(S("1"), S("64")));
	if (utf8_check(text) >= 0 || memchr(text.p ? text.p : "", 0, (size_t)text.n))
		return fail(&r, MSG_PACK_UTF8, STR_NONE, STR_NONE);
	while (str_split(&text, '\n', &line)) {
		r.line = str_fmt(a, "%d", ++r.number);
		line = str_trim(line);
		if (line.n && line.p[0] != '#' && !read_line(&r, line))
			return false;
	}
	if (!end_section(&r))
		return false;
	if (!out->name.n)
		return fail(&r, MSG_PACK_LACKS, section_names[PACK_IN_PACK], S("name"));
	if (!check_deadlines(&r))
		return false;
	bool whole = r.seen & 1u << PACK_IN_STATES && r.seen & 1u << PACK_IN_LIGHTS &&
		     r.seen & 1u << PACK_IN_COMPLETION && r.seen & 1u << PACK_IN_REMINDERS;
	if (!whole)
		fill(out, r.seen, pack_default());
	return true;
}
