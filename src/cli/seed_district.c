/*
 * The district's units and people: an inspection office; streets and their
 * communities; bureaus; schools under the first bureau; companies. Each unit has a
 * clerk and a lead. Names are drawn without repeating.
 */
#include "cli/seed.h"

enum { OPENING = 9 * 60 };

/* A number that has no factor in common with how many there are of what it
 * walks through, so that the walk meets each once. */
static int64_t stride(struct dice *d, int64_t of)
{
	for (int64_t step = dice_roll(d, 7, 1000);; step++) {
		int64_t x = step, y = of;
		while (y) {
			int64_t rest = x % y;
			x = y;
			y = rest;
		}
		if (x == 1)
			return step;
	}
}

/* Names of people, each once: those of two words first, and then those of three. */
struct names {
	const struct seed_words *w;
	struct arena *a;
	int64_t at, from, step;
	struct str taken; /* by who started the ledger */
};

static struct str person(struct names *n)
{
	int surnames = seed_rows(n->w, S("surname")), given = seed_rows(n->w, S("given"));
	int64_t all = (int64_t)surnames * given, k = (n->from + n->at * n->step) % all;
	struct str name = str_join(n->a, seed_row(n->w, S("surname"), (int)(k % surnames)),
				   seed_row(n->w, S("given"), (int)(k / surnames)));
	int64_t round = n->at++ / all;
	if (round)
		name = str_fmt(n->a, "%.*s%lld", STR_ARG(name), (long long)round + 1);
	return str_eq(name, n->taken) ? person(n) : name;
}

struct making {
	struct seed_district *d;
	const struct seed_words *w;
	struct arena *a;
	struct names names;
	int most;        /* units */
	int place;       /* where the walk through the places starts */
};

static int add(struct making *m, struct str name, struct str short_name, struct str kind,
	       int parent)
{
	m->d->unit[m->d->units] = (struct seed_unit){ name, short_name, kind, parent,
						      person(&m->names), person(&m->names) };
	return m->d->units++;
}

static struct str place(const struct making *m, int at)
{
	int places = seed_rows(m->w, S("place"));
	return seed_row(m->w, S("place"), (m->place + at) % places);
}

static void streets(struct making *m, int count, int from)
{
	for (int i = 0; i < count; i++) {
		struct str here = str_join(m->a, place(m, i), S("街道"));
		add(m, str_fmt(m->a, "云溪市%.*s党工委", STR_ARG(here)), here, S(""), from);
	}
}

static void bureaus(struct making *m, int count, int from)
{
	for (int i = 0; i < count; i++) {
		struct str here = seed_row(m->w, S("bureau"), i);
		add(m, str_fmt(m->a, "云溪市%.*s党组", STR_ARG(here)), here, S(""), from);
	}
}

/* Schools and companies: a place and one of the kind's words. */
static void bodies(struct making *m, struct str kind, int count, int parent)
{
	int places = seed_rows(m->w, S("place")), words = seed_rows(m->w, kind);
	for (int i = 0; i < count && i < places * words; i++) {
		struct str here = str_join(m->a, place(m, 3 * i),
					   seed_row(m->w, kind, (i + i / places) % words));
		add(m, str_fmt(m->a, "云溪市%.*s党支部", STR_ARG(here)), here, kind, parent);
	}
}

/* The rest are communities, dealt out to the streets. */
static void communities(struct making *m, int first, int count)
{
	for (int i = 0; m->d->units < m->most; i++) {
		const struct seed_unit *street = &m->d->unit[first + i % count];
		struct str here = place(m, 17 * (i % count) + i / count);
		add(m,
		    str_fmt(m->a, "%.*s%.*s社区党委", STR_ARG(street->short_name), STR_ARG(here)),
		    str_join(m->a, here, S("社区")), S(""), first + i % count);
	}
}

static int within(int n, int least, int most)
{
	return n < least ? least : n > most ? most : n;
}

void seed_district_make(struct seed_district *d, const struct seed_words *w, struct arena *a,
			uint64_t seed, int units, struct str taken)
{
	struct dice dice = dice_of(seed, S("district"), 0);
	int64_t people = (int64_t)seed_rows(w, S("surname")) * seed_rows(w, S("given"));
	struct making m = { d, w, a, .most = units };
	m.names = (struct names){ w, a, 0, dice_roll(&dice, 0, (int)people - 1),
				  stride(&dice, people), taken };
	m.place = dice_roll(&dice, 0, seed_rows(w, S("place")) - 1);
	*d = (struct seed_district){ .unit = arena_new(a, struct seed_unit, units) };
	int office = add(&m, S("云溪市委巡察办"), S("市委巡察办"), S(""), -1);
	int some = within(units / 15, 1, seed_rows(w, S("place")) - 1), first = d->units;
	streets(&m, some, office);
	int offices = within(units / 15, 1, seed_rows(w, S("bureau"))), bureau = d->units;
	bureaus(&m, offices, office);
	bodies(&m, S("school"), within(units / 8, 1, 200), bureau);
	bodies(&m, S("company"), within(units / 15, 1, 100), office);
	communities(&m, first, some);
	d->supervisors = within(units / 40, 2, 40);
	d->supervisor = arena_new(a, struct str, d->supervisors);
	for (int i = 0; i < d->supervisors; i++)
		d->supervisor[i] = person(&m.names);
	for (int i = 0; i < 3; i++)
		d->other[i] = person(&m.names);
}

static bool add_unit(struct seeding *x, const struct seed_unit *u, int64_t minute, struct err *e)
{
	arena_reset(&x->turn);
	struct val *f = val_map(&x->turn);
	val_put_str(&x->turn, f, S("name"), u->name);
	val_put_str(&x->turn, f, S("short-name"), u->short_name);
	if (u->parent >= 0)
		val_put_str(&x->turn, f, S("parent"), x->district.unit[u->parent].name);
	struct action act = { .actor = x->who, .verb = S("add-unit"), .fields = f };
	return seed_act(x, &act, minute, NULL, e);
}

static bool add_person(struct seeding *x, struct str name, struct str roles, struct str unit,
		       int64_t minute, struct err *e)
{
	arena_reset(&x->turn);
	struct val *f = val_map(&x->turn);
	val_put_str(&x->turn, f, S("name"), name);
	val_put_str(&x->turn, f, S("roles"), roles);
	val_put_str(&x->turn, f, S("unit"), unit);
	struct action act = { .actor = x->who, .verb = S("add-person"), .fields = f };
	return seed_act(x, &act, minute, NULL, e);
}

bool seed_people(struct seeding *x, struct err *e)
{
	static const struct str other_roles[] = { S("publisher"), S("auditor"), S("admin") };
	const struct seed_district *d = &x->district;
	int64_t minute = seed_minute(seed_first_day(x), OPENING);
	struct str office = d->unit[0].name;
	bool ok = true;
	for (int i = 0; i < d->units && ok; i++) {
		const struct seed_unit *u = &d->unit[i];
		ok = add_unit(x, u, minute, e) &&
		     add_person(x, u->clerk, S("clerk"), u->name, minute, e) &&
		     add_person(x, u->lead, S("lead"), u->name, minute, e);
	}
	for (int i = 0; i < d->supervisors && ok; i++)
		ok = add_person(x, d->supervisor[i], S("supervisor"), office, minute, e);
	for (int i = 0; i < 3 && ok; i++)
		ok = add_person(x, d->other[i], other_roles[i], office, minute, e);
	return ok;
}
