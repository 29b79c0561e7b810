/*
 * Records at the command line.
 */
#ifndef CLI_RECORDS_H
#define CLI_RECORDS_H

#include "cli/cli.h"
#include "store/store.h"
#include "view/register_view.h"

/* What --unit, --from, --to and, of counts, --where, of lists, --limit and --after
 * ask of the register that the first word names; false after saying what is wrong. */
bool records_take(struct cli *c, bool counts, struct records_asked *out);

/* act.c: --key, --happened, --version of an action; false after saying what is wrong. */
bool act_options(struct cli *c, struct action *act);
/* Says what was done; the exit status. */
int act_tell(struct cli *c, const struct action *act, const struct result *r);

#endif
