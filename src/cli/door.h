/*
 * The command line at the action door: who acts, and as what.
 */
#ifndef CLI_DOOR_H
#define CLI_DOOR_H

#include "cli/cli.h"
#include "base/date.h"
#include "store/store.h"

/* An action of the person at the terminal: who --as names, else the operating
 * system's user. Borrows `fields`. */
struct action door_action(const struct cli *c, struct str verb, const struct val *fields);
/* Where the ledger is: --ledger or --store as given, else HUIYIN_STORE, else
 * HUIYIN_LEDGER or ./ledger. False after saying what is wrong. */
bool door_place(const struct cli *c, struct store_place *out);
/* The tables of the folder HUIYIN_TABLES, where it is set: working days, the checker's
 * words. What opens a ledger has read them. */
bool door_tables(struct err *e);
/* Opens the ledger that was named; false after saying why not, the exit status
 * in *status. */
bool door_open(const struct cli *c, enum store_mode mode, struct store **out, int *status);
/* Does the action in the ledger that was named; false after saying why not, the
 * exit status in *status. */
bool door_act(struct cli *c, const struct action *act, struct result *r, int *status);
/* Opens it to read where one is; none is no fault unless it was named: *s is then
 * NULL. */
bool door_open_or_none(struct cli *c, struct store **s, int *status);
/* The person whose reach limits a list: --as, STR_NONE where it is not given. */
struct str door_as(const struct cli *c);
/* Says the dates that the rule pack set with the action. */
void door_tell(const struct cli *c, const struct result *r);
/* Notes beside the ledger that `what` (backup, head) was done now, for the
 * self-audit; where that cannot be, it is said, and what was done stands. */
void door_mark(const struct cli *c, struct str what);
/* The day that lateness is counted from: --on, else today in China; false after
 * saying that --on is no date. */
bool door_day(const struct cli *c, struct date *day);
/* Whether the field is --limit: its number is then in *limit, -1 where it is none
 * (which no view takes). */
bool door_limit(const struct cli *c, const struct cli_field *field, int64_t *limit);
/* Says that there is no such filter, which there are, and which is near; false. */
bool door_unknown(const struct cli *c, const struct cli_field *field, const struct str *names,
		  int count);

#endif
