/*
 * A fictional district, for demonstrations, tests and measuring: what `huiyin
 * seed` makes. The same seed, size and day give the same actions, byte for byte,
 * and so the same head of the log. Everything goes through store_act().
 */
#ifndef CLI_SEED_H
#define CLI_SEED_H

#include "base/date.h"
#include "cli/cli.h"
#include "store/store.h"

/* Numbers that look random and are the same everywhere (SplitMix64). */
struct dice {
	uint64_t state;
};

/* Dice of their own for a thing: for the same seed, kind and number the same. */
struct dice dice_of(uint64_t seed, struct str kind, int64_t number);
/* A number from `low` to `high`, both counted in. */
int dice_roll(struct dice *d, int low, int high);
/* True in `percent` of a hundred times. */
bool dice_chance(struct dice *d, int percent);

/* The words (words/seed.tsv). */
struct seed_words {
	struct seed_key {
		struct str key;
		int first, count; /* of its rows */
	} * key;
	int keys;
	const struct str *row;
};

/* What a text may name beside the words. */
struct seed_name {
	struct str name, value;
};
enum { SEED_NAMES_MAX = 8 };
struct seed_names {
	struct seed_name p[SEED_NAMES_MAX];
	int n;
};
void seed_name_add(struct seed_names *names, struct str name, struct str value);

/* Reads the words that the program carries; they live in `a`. */
void seed_words_open(struct seed_words *w, struct arena *a);
/* How many rows a key has (0: there is none such), and one of them. */
int seed_rows(const struct seed_words *w, struct str key);
struct str seed_row(const struct seed_words *w, struct str key, int at);
/* `text` with its {…} filled in, in `a`: a name's value, a number of a range, or
 * a row of the words; {key.*} is {key.THEME}, the name `theme`'s value. */
struct str seed_say(const struct seed_words *w, struct arena *a, struct dice *d, struct str text,
		    const struct seed_names *names);

struct seed_unit {
	struct str name, short_name;
	struct str kind;        /* "", school, company: which themes it has */
	int parent;             /* -1: none */
	struct str clerk, lead;
};

/* The units: the inspection office first, then what stands under it, parents
 * before children. */
struct seed_district {
	struct seed_unit *unit;
	int units;
	struct str *supervisor;
	int supervisors;
	struct str other[3];    /* publisher, auditor, admin, of the office */
};
enum { SEED_UNITS_LEAST = 10, SEED_UNITS_MOST = 5000, SEED_FINDINGS_MOST = 5000000 };

/* Makes up the district, in `a`; nobody in it is called `taken`. */
void seed_district_make(struct seed_district *d, const struct seed_words *w, struct arena *a,
			uint64_t seed, int units, struct str taken);

/* A district under way. */
struct seeding {
	struct store *s;
	struct seed_words words;
	struct seed_district district;
	struct arena *a;        /* lives as long as all of it */
	struct arena turn;      /* reset after each action */
	uint64_t seed;
	struct str who;         /* who started the ledger */
	int findings;
	int32_t day;            /* today, in days since 1970 */
	bool plain;             /* findings are issued and left alone */
	int64_t done;           /* actions */
	int grouped;            /* of them not yet committed */
	struct seed_offices *offices; /* NULL: none are under way yet */
	struct progress bar;
};

/* Minutes since 1970, UTC, of a day and a minute of it in China. */
int64_t seed_minute(int32_t day, int minute);
/* The minute as actions have it, in `a`. */
struct str seed_time(struct arena *a, int64_t minute);
/* Does one action, recorded at `minute`; commits every so many. The target's
 * code, in `turn`, which lives until the next action, where `target` asks. */
bool seed_act(struct seeding *x, struct action *act, int64_t minute, struct str *target,
	      struct err *e);
/* Commits what is not yet. */
bool seed_settle(struct seeding *x, struct err *e);
/* The first day of the district: when its ledger was started. */
int32_t seed_first_day(const struct seeding *x);

/* Enters units and people, then inspections and findings and what becomes of
 * them up to today. */
bool seed_people(struct seeding *x, struct err *e);
bool seed_lives(struct seeding *x, struct err *e);
/* Orders, cases and notices of the month before today, as far as `minute`; none
 * where it is plain. */
bool seed_offices(struct seeding *x, int64_t minute, struct err *e);
/* Records of registers in the months before today; none where it is plain. */
bool seed_records(struct seeding *x, struct err *e);

#endif
