/* huiyin seed: makes a ledger with a fictional district: see seed.h. */
#include "cli/seed.h"

#include <stdlib.h>

#include "cli/door.h"

enum { GROUP = 1000, UTC_MINUTES = 480, DAY_MINUTES = 1440, HISTORY_DAYS = 1010 };

int64_t seed_minute(int32_t day, int minute)
{
	return (int64_t)day * DAY_MINUTES + minute - UTC_MINUTES;
}

struct str seed_time(struct arena *a, int64_t minute)
{
	int32_t day = (int32_t)(minute / DAY_MINUTES);
	int rest = (int)(minute % DAY_MINUTES);
	return str_fmt(a, "%.*sT%02d:%02d:00Z", STR_ARG(date_iso(a, date_of_days(day))), rest / 60,
		       rest % 60);
}

int32_t seed_first_day(const struct seeding *x)
{
	return x->day - HISTORY_DAYS;
}

bool seed_settle(struct seeding *x, struct err *e)
{
	bool ok = !x->grouped || store_commit(x->s, e);
	x->grouped = 0;
	return ok;
}

bool seed_act(struct seeding *x, struct action *act, int64_t minute, struct str *target,
	      struct err *e)
{
	struct result r;
	if (!x->grouped && !store_begin(x->s, e))
		return false;
	x->grouped++;
	act->version = VERSION_ANY;
	act->recorded = seed_time(&x->turn, minute);
	if (!store_act(x->s, &x->turn, act, &r, e))
		return false;
	if (target)
		*target = r.target;
	progress_step(&x->bar, ++x->done);
	return x->grouped < GROUP || seed_settle(x, e);
}

/* The option's number; false after saying that it is none. */
static bool number(const struct cli *c, enum option_id id, struct str name, int64_t low,
		   int64_t high, int64_t *out)
{
	struct str given = cli_has(c, id) ? str_of(c->value[id]) : STR_NONE;
	if (!given.p || (str_int(given, out) && *out >= low && *out <= high))
		return true;
	cli_say(c, MSG_SEED_NUMBER,
		ARGS(name, str_fmt(c->a, "%lld", (long long)low),
		     str_fmt(c->a, "%lld", (long long)high), given));
	return false;
}

/* The ledger, its first event, and open for writing. */
static bool start(const struct cli *c, struct seeding *x, const struct store_place *place,
		  struct err *e)
{
	struct val *fields = val_map(c->a);
	val_put_str(c->a, fields, S("name"), S("云溪市整改台账（演示）"));
	struct action act = door_action(c, S("init"), fields);
	act.recorded = seed_time(c->a, seed_minute(seed_first_day(x), UTC_MINUTES));
	x->who = act.actor;
	return store_create(place, &act, e) && store_open(place, STORE_WRITE, &x->s, e);
}

static bool fill(const struct cli *c, struct seeding *x, int64_t units, struct err *e)
{
	arena_init(&x->turn, 0);
	x->a = c->a;
	seed_words_open(&x->words, c->a);
	seed_district_make(&x->district, &x->words, c->a, x->seed, (int)units, x->who);
	progress_start(&x->bar, c, MSG_SEED_WORKING, 0);
	bool ok = seed_people(x, e) && seed_lives(x, e) && seed_records(x, e) &&
		  seed_settle(x, e);
	progress_end(&x->bar);
	store_close(x->s);
	arena_free(&x->turn);
	return ok;
}

int cmd_seed(struct cli *c)
{
	struct seeding x = { 0 };
	struct err e = { 0 };
	struct store_place place;
	struct date day;
	int64_t units = 60, findings = 1200, seed = 1;
	if (!door_place(c, &place) || !door_day(c, &day) ||
	    !number(c, OPT_UNITS, S("--units"), SEED_UNITS_LEAST, SEED_UNITS_MOST, &units) ||
	    !number(c, OPT_FINDINGS, S("--findings"), 1, SEED_FINDINGS_MOST, &findings) ||
	    !number(c, OPT_SEED, S("--seed"), 0, INT64_MAX, &seed))
		return 2;
	x.seed = (uint64_t)seed;
	x.findings = (int)findings;
	x.day = date_days(day);
	x.plain = cli_has(c, OPT_PLAIN);
	if (!start(c, &x, &place, &e) || !fill(c, &x, units, &e))
		return cli_fail(c, &e);
	cli_say(c, MSG_SEED_DONE,
		ARGS(store_place_shown(c->a, &place), str_fmt(c->a, "%d", x.district.units),
		     str_fmt(c->a, "%d", x.findings),
		     str_fmt(c->a, "%lld", (long long)x.done + 1), x.who));
	return 0;
}
