/*
 * The scripts that findings of a fictional district follow: a script is words set
 * apart by spaces, each a row of the table of steps.
 */
#ifndef CLI_SEED_SCRIPT_H
#define CLI_SEED_SCRIPT_H

#include "cli/seed.h"

enum seed_who {
	SEED_CLERK,
	SEED_LEAD,
	SEED_SUPERVISOR,
	SEED_CLOSER /* the street's lead, or a supervisor */
};
enum seed_how {
	SEED_ONCE,
	SEED_EACH_MEASURE, /* once for each of the finding's measures */
	SEED_ANY_MEASURE,  /* once, for one of them */
	SEED_ADDS_ONE,     /* adds a measure, or some */
	SEED_ADDS_SOME,
	SEED_BEFORE_DUE    /* before the due date; left out with the word after it
			      where that is past */
};
enum { SEED_FIELDS = 6, SEED_OPEN = 0 };

/* A step: `wait` days after the one before; it moves the due date by `due` days
 * from the later of its own day and the date before. Fields without a value are
 * left out. */
struct seed_step {
	struct str word, verb;
	enum seed_who who;
	enum seed_how how;
	struct { short low, high; } wait, due;
	struct { struct str name, text; } field[SEED_FIELDS];
};

/* The first, SEED_OPEN, opens an inspection. */
extern const struct seed_step seed_steps[];

/* The step of that word; -1 where there is none. */
int seed_step_named(struct str word);
/* A script, drawn by weight; of an inspection `age` days old few findings are
 * still open. */
struct str seed_script_draw(struct dice *d, int32_t age);

#endif
